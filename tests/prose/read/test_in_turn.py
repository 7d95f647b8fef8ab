"""“Lần lượt”: each number has the name in its place."""

from datetime import date

import pytest

from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Claim
from tongket.prose.read import read

EXP, IMP, GO, RET = "export.value", "import.value", "industry.output", "retail.revenue"


def claims(text: str) -> tuple[Claim, ...]:
    return read(text, vocabulary(), document_date=date(2022, 12, 31)).claims


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kim ngạch xuất khẩu và kim ngạch nhập khẩu lần lượt đạt 548 triệu USD và 97 triệu USD.", [EXP, IMP]),
        ("Kim ngạch xuất khẩu, nhập khẩu lần lượt đạt 548 triệu USD, 97 triệu USD, tăng 7,03% và giảm 17,8%.",
         [EXP, IMP, EXP, IMP]),
        ("Giá trị sản xuất công nghiệp và tổng mức bán lẻ hàng hóa và doanh thu dịch vụ lần lượt đạt 23.417 tỷ đồng và "
         "73.115 tỷ đồng; năm 2023 phấn đấu lần lượt đạt 24.800 tỷ đồng và 84.000 tỷ đồng.", [GO, RET, GO, RET]),
        ("Kế hoạch giá trị sản xuất công nghiệp 23.900 tỷ đồng; kim ngạch xuất khẩu 590 triệu USD. Năm 2021, các "
         "chỉ tiêu này lần lượt đạt 21.894 tỷ đồng và 512 triệu USD.", [GO, EXP, GO, EXP]),
        # One name, one number: nothing to share out.
        ("Kim ngạch xuất khẩu quý I, quý II lần lượt đạt 205 triệu USD và 214 triệu USD.", [EXP, EXP]),
        # Exports are not kept in đồng: the numbers are not of these names.
        ("Kim ngạch xuất khẩu và nhập khẩu tăng; doanh thu hai chợ lần lượt đạt 12 tỷ đồng và 15 tỷ đồng.", None),
    ],
)  # fmt: skip
def test_each_number_has_the_name_in_its_place(text: str, codes: list[str] | None) -> None:
    found = [claim.indicator_code for claim in claims(text)]
    assert EXP not in found if codes is None else found == codes


def test_what_was_reached_last_year_is_no_plan() -> None:
    told = claims("Kế hoạch xuất khẩu 590 triệu USD. Năm 2021, các chỉ tiêu này đạt 512 triệu USD.")
    assert [claim.scenario for claim in told] == ["plan", "actual"]


def test_the_year_before_is_before_the_one_told_of() -> None:
    told = claims("Năm 2020, xuất khẩu đạt 548 triệu USD. Năm trước đó, con số này mới là 512 triệu USD.")
    assert [(str(c.period), c.indicator_code) for c in told] == [("2020", EXP), ("2019", EXP)]

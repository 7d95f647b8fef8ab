"""Forms met in reports as they are written: differences, plans in brackets, bases of time, broken lines."""

from datetime import date
from decimal import Decimal

import pytest

from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Claim, Kind
from tongket.prose.read import read

KNOWN = vocabulary()


def claims(text: str, on: date | None = date(2023, 7, 5)) -> tuple[Claim, ...]:
    return read(text, KNOWN, document_date=on).claims


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Tỷ lệ thấp hơn 6,81 điểm % so với cùng kỳ 2022.", Kind.DIFFERENCE, "-6.81"),
        ("GRDP tăng 7% và cao hơn 2,98% kịch bản.", Kind.DIFFERENCE, "2.98"),
        ("Công nghiệp chiếm 17,36%, giảm 1,19%.", Kind.DIFFERENCE, "-1.19"),
        ("Dịch vụ chiếm 28,16% (tăng 0,42% so với năm 2020).", Kind.DIFFERENCE, "0.42"),
        ("Xuất khẩu đạt 580 triệu USD, chiếm 60%, tăng 12% so với cùng kỳ.", Kind.GROWTH, "12"),
        ("Tăng trưởng kinh tế (GRDP) đạt 8,1% so với cùng kỳ năm trước.", Kind.GROWTH, "8.1"),
        ("Bình quân giai đoạn 2016-2018 đạt 8,78%/năm.", Kind.GROWTH, "8.78"),
        ("Mục tiêu tăng trưởng 6 tháng đầu năm 2023 là 8,8%.", Kind.GROWTH, "8.8"),
        ("GRDP tăng 5,71% (kế hoạch năm 2023 là 7,5%).", Kind.GROWTH, "7.5"),
        ("Gieo cấy 1,7 triệu ha, bằng 98,7% vụ mùa năm trước.", Kind.INDEX, "98.7"),
        ("Tỷ lệ giải ngân đạt 24,5%.", Kind.COMPLETION, "24.5"),
        ("Có 64 dự án tăng vốn thêm 367 triệu USD.", Kind.DIFFERENCE, "367"),
        ("Thu nhập tăng 7,7% tương đương 1,6 triệu đồng.", Kind.DIFFERENCE, "1.6"),
        ("Số thu tăng từ 10-11% so với kế hoạch.", Kind.GROWTH, "10"),
        ("Lao động khu vực I từ 82,4% năm 2020 giảm còn 77,3%.", Kind.SHARE, "77.3"),
        ("Doanh thu tãng 25% so với cùng kỳ.", Kind.GROWTH, "25"),
    ],
)
def test_kind_and_sign(text: str, kind: Kind, value: str) -> None:
    last = claims(text)[-1]
    assert (last.kind, last.value, last.approx) == (kind, Decimal(value), None)


def test_a_plan_in_brackets_is_a_plan() -> None:
    done, planned = claims("GRDP tăng 5,71% (kế hoạch năm 2023 là 7,5%).")
    assert (done.scenario, planned.scenario) == ("actual", "plan")


def test_groups_of_the_basket_stay_prices() -> None:
    found = claims("CPI tháng 6 tăng 0,2%. Có 06 nhóm tăng gồm: Nhóm giáo dục tăng 0,3%; nhóm đồ uống tăng 0,4%.")
    assert [claim.kind for claim in found if claim.unit == "%"] == [Kind.PRICE_INDEX] * 3


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Quý II/2023 đều cao hơn cùng kỳ năm trước, như: Gỗ 6,14 tỷ USD.", "2023-Q2"),
        (
            "6 tháng năm 2023 cao hơn 1 điểm % so với tốc độ tăng cùng kỳ 2022 (cùng kỳ 8%), cao hơn 0,7 điểm %.",
            "2023-H1",
        ),
        ("Từ ngày 1/1 đến cuối tháng 5/2023, kim ngạch đạt 2.753 triệu USD.", "2023-M01..M05"),
        ("Từ đầu năm đến ngày 15/6, kim ngạch đạt 2.753 triệu USD.", "2023-H1"),
        ("Từ đầu năm 2023 đến nay, kim ngạch đạt 2.753 triệu USD.", "2023-H1"),
        ("Trong tháng 3 và trong quý I năm nay có nhiều kết quả. Kim ngạch đạt 5 triệu USD.", "2023-Q1"),
        ("Trong giai đoạn 2016-2020 đạt 7%/năm; giai đoạn 2011-2015 đạt 7,82%/năm.", "2011..2015"),
    ],
)
def test_period_of_the_last(text: str, period: str) -> None:
    assert str(claims(text)[-1].period) == period


def test_a_number_alone_on_its_line_stays_a_cell() -> None:
    assert not claims("Sản lượng\n\n320\ntấn\n")


def test_a_name_before_a_number_is_no_thousand() -> None:
    assert [claim.value for claim in claims("KCN Long Đức 3 253 ha.")] != [Decimal(3253)]

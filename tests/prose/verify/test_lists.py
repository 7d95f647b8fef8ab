"""Shares in a list: what one sentence does not tell the list does."""

from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.prose.verify.passage import checked

MARKETS = (
    "Năm 2022, toàn tỉnh xuất khẩu cà phê trị giá 524,7 triệu USD. Thị trường châu Âu nhập 288,6 triệu USD, chiếm {0}; "
    "châu Á 163,2 triệu USD, chiếm {1}; các thị trường khác 72,9 triệu USD, chiếm {2}."
)
TURN = (
    "Quy mô GRDP ước đạt 98.460 tỷ đồng, trong đó nông nghiệp 34.560 tỷ đồng, công nghiệp 26.980 tỷ đồng, dịch vụ "
    "33.180 tỷ đồng, thuế sản phẩm 3.740 tỷ đồng. Cơ cấu kinh tế lần lượt là {0}, {1}, {2} và {3}."
)


@pytest.mark.parametrize(
    ("shares", "wrong"),
    [
        (("55,0%", "31,1%", "13,9%"), []),
        (("55,0%", "31,1%", "17,9%"), ["17,9%"]),
        (("35,0%", "31,1%", "13,9%"), ["35,0%"]),
    ],
)
def test_the_others_of_a_list_tell_the_whole(shares: tuple[str, ...], wrong: list[str]) -> None:
    found = checked(MARKETS.format(*shares), "share")
    assert [stated for stated, verdict in found if verdict == "contradicts"] == wrong
    assert {stated for stated, verdict in found if verdict == "holds"} == {*shares} - {*wrong}


def test_a_list_of_which_none_fits_is_of_something_else() -> None:
    assert checked(MARKETS.format("41,0%", "22,3%", "9,9%"), "share") == []


@pytest.mark.parametrize(("last", "verdict"), [("3,80%", "holds"), ("3,08%", "contradicts")])
def test_shares_in_turn_go_through_the_parts_in_their_order(last: str, verdict: str) -> None:
    found = dict(checked(TURN.format("35,10%", "27,40%", "33,70%", last), "share"))
    assert found == {"35,10%": "holds", "27,40%": "holds", "33,70%": "holds", last: verdict}


def test_shares_before_their_parts() -> None:
    text = (
        "Năm 2022, xuất khẩu đạt 1.260 triệu USD: nông sản chiếm 70,0% với 882 triệu USD, hàng công nghiệp chiếm {} "
        "với 315 triệu USD, khoáng sản chiếm 5,0% với 63 triệu USD."
    )
    assert ("25,0%", "holds") in checked(text.format("25,0%"), "share")
    assert ("29,0%", "contradicts") in checked(text.format("29,0%"), "share")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Có 38/42 đề án được nghiệm thu, đạt 90,5%.", [("90,5%", "holds")]),
        ("Có 38/42 đề án được nghiệm thu, đạt 95,0%.", [("95,0%", "contradicts")]),
        ("Có 106/106 xã có điện lưới; tỷ lệ hộ được sử dụng điện đạt 97,2%.", []),  # of households
        ("Có 38/42 đề án được nghiệm thu, đạt 95% kế hoạch vốn.", []),  # of the money
    ],
)  # fmt: skip
def test_a_percentage_behind_so_many_of_so_many(text: str, found: list[tuple[str, str]]) -> None:
    assert checked(text, "share-of-all") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Có 358.420 hộ trên tổng số 359.858 hộ sử dụng điện, đạt tỷ lệ 99,6%.", [("99,6%", "holds")]),
        ("Đất công nghiệp cho thuê là 402 ha, trong đó đã cho thuê 253,3 ha, tỷ lệ lấp đầy đạt 63,0%.",
         [("63,0%", "holds")]),
        ("Đất công nghiệp cho thuê là 402 ha, trong đó đã cho thuê 253,3 ha, tỷ lệ lấp đầy đạt 68,0%.",
         [("68,0%", "contradicts")]),
        ("Kiểm tra 1.260 vụ, xử lý 819 vụ vi phạm, chiếm 69,0% số vụ kiểm tra.", [("69,0%", "contradicts")]),
        ("Kiểm tra 1.260 vụ, xử lý 819 vụ vi phạm, chiếm 69,0% số vụ cả nước.", []),
    ],
)  # fmt: skip
def test_the_whole_that_the_words_name(text: str, found: list[tuple[str, str]]) -> None:
    assert checked(text, "share") == found


def test_one_share_is_true_if_it_is_true_of_any_whole() -> None:
    text = (
        "Xuất khẩu đạt 650 triệu USD, trong đó cà phê, cao su, gỗ và hàng khác lần lượt đạt 390 triệu USD, 78 triệu "
        "USD, 26 triệu USD và 156 triệu USD, tương ứng chiếm 60%, 12%, 4% và 24%."
    )
    assert {v for _, v in checked(text, "share")} == {"holds"}


def _printed(part: int, whole: int, off: int = 0) -> str:
    """A share with one decimal, rounded half-up, and moved by so many tenths."""
    tenths = (2000 * part + whole) // (2 * whole) + off
    return f"{tenths // 10},{tenths % 10}%"


PARTS = st.lists(st.integers(40, 900), min_size=4, max_size=6, unique=True)


def _listed(parts: list[int], shares: list[str]) -> str:
    told = "; ".join(
        f"huyện thứ {i} {part} tấn, chiếm {share}" for i, (part, share) in enumerate(zip(parts, shares, strict=True))
    )
    return f"Sản lượng toàn vùng đạt {sum(parts)} tấn. Xét theo địa bàn, {told}."


@given(PARTS)
def test_no_list_of_true_shares_is_called_wrong(parts: list[int]) -> None:
    shares = [_printed(part, sum(parts)) for part in parts]
    assert "contradicts" not in {verdict for _, verdict in checked(_listed(parts, shares), "share")}


@example([137, 68, 232, 40, 41], 2, 49)  # 68 ÷ 137 is 49.6 as well, by chance
@given(PARTS, st.integers(0, 3), st.integers(30, 90))
def test_the_one_share_that_is_wrong_is_called_so(parts: list[int], at: int, off: int) -> None:
    shares = [_printed(part, sum(parts), off if i == at else 0) for i, part in enumerate(parts)]
    # One that happens to be what another of the parts has, or a share of another part, may have been meant so.
    wrong = Fraction(parts[at], sum(parts)) + Fraction(off, 1000)
    others = [Fraction(part, sum(parts)) for part in parts] + [Fraction(parts[at], part) for part in parts]
    assume(all(abs(other - wrong) > Fraction(1, 50) for other in others))
    found = checked(_listed(parts, shares), "share")
    assert [stated for stated, verdict in found if verdict == "contradicts"] == [shares[at]]

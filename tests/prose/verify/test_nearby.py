"""Pairs by their place: from one level to another, a base said behind, a level told of elsewhere."""

import pytest

from tests.prose.verify.passage import checked

GROWTH, CHANGE = "growth-of-levels", "difference-of-levels"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Xuất khẩu tăng từ 318 triệu USD năm 2016 lên 477 triệu USD năm 2020, tăng 50,0%.", [("50,0%", "holds")]),
        (
            "Xuất khẩu tăng từ 318 triệu USD năm 2016 lên 477 triệu USD năm 2020, tăng 55,0%.",
            [("55,0%", "contradicts")],
        ),
        ("Xuất khẩu tăng từ 318 triệu USD năm 2016 lên 477 triệu USD năm 2020, gấp 1,5 lần.", [("1,5 lần", "holds")]),
        # On another base than the first of the two.
        ("Xuất khẩu tăng từ 318 triệu USD năm 2016 lên 477 triệu USD năm 2020, tăng 9% so với năm 2019.", []),
        ("Xuất khẩu tăng từ 318 triệu USD năm 2016 lên 477 triệu USD năm 2020, bình quân tăng 9%/năm.", []),
    ],
)
def test_from_one_level_to_another(text: str, found: list[tuple[str, str]]) -> None:
    assert checked(text, GROWTH) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Số doanh nghiệp tăng từ 412 doanh nghiệp lên 575 doanh nghiệp, tăng 163 doanh nghiệp.",
         [("163 doanh nghiệp", "holds")]),
        ("Số doanh nghiệp tăng từ 412 doanh nghiệp lên 575 doanh nghiệp, tăng 183 doanh nghiệp.",
         [("183 doanh nghiệp", "contradicts")]),
        ("Trung tâm triển khai 42 đề án, tăng 7 đề án so với năm 2021 (35 đề án).", [("7 đề án", "holds")]),
        ("Trung tâm triển khai 42 đề án, tăng 1 đề án so với năm 2021 (35 đề án).", [("1 đề án", "contradicts")]),
        ("Trung tâm triển khai 42 đề án, tăng 1 đề án (trong đó 35 đề án điểm).", []),
    ],
)  # fmt: skip
def test_a_change_beside_both_levels(text: str, found: list[tuple[str, str]]) -> None:
    assert checked(text, CHANGE) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Điện thương phẩm đạt 1.452 triệu kWh, tăng 4,54% so với năm 2021 ở mức 1.389 triệu kWh.", ["holds"]),
        ("Điện thương phẩm đạt 1.452 triệu kWh, tăng 8,54% so với năm 2021 ở mức 1.389 triệu kWh.", ["contradicts"]),
        # “Đạt” may as well go on with what was reached.
        ("Doanh thu tăng 8,54% so với năm 2021 đạt 1.389 tỷ đồng.", []),
    ],
)
def test_a_base_in_plain_words_behind_its_ratio(text: str, found: list[str]) -> None:
    assert [v for _, v in checked(text, GROWTH)] == found


def test_words_choose_between_tonnes_and_money() -> None:
    text = (
        "Năm 2022, toàn tỉnh xuất khẩu 238.500 tấn cà phê, trị giá 524,7 triệu USD, tăng {} về lượng và tăng 30,3% về "
        "giá trị so với năm 2021. Năm trước đó, lượng cà phê xuất khẩu là 215.300 tấn, giá trị 402,6 triệu USD."
    )
    assert checked(text.format("10,8%"), GROWTH) == [("10,8%", "holds"), ("30,3%", "holds")]


def test_a_change_over_what_it_rose_from() -> None:
    text = "Năm 2020, so với năm 2019 (436 triệu USD), kim ngạch tăng thêm 41 triệu USD ({})."
    assert checked(text.format("9,4%"), "growth-of-change") == [("9,4%", "holds")]
    assert checked(text.format("10,4%"), "growth-of-change") == [("10,4%", "contradicts")]


def test_a_base_said_behind_is_no_whole_of_the_list_after_it() -> None:
    text = (
        "Lũy kế 6 tháng đầu năm 2022, tổng mức bán lẻ hàng hóa và doanh thu dịch vụ đạt 42.760 tỷ đồng, tăng 15,0% so "
        "với 37.180 tỷ đồng của cùng kỳ năm 2021.\nXét theo ngành: bán lẻ hàng hóa 34.208 tỷ đồng; lưu trú, ăn uống "
        "4.276 tỷ đồng; du lịch 214 tỷ đồng; dịch vụ khác 4.062 tỷ đồng."
    )
    assert ("42.760 tỷ đồng", "holds") in checked(text, "parts-sum")
    assert "contradicts" not in {v for _, v in checked(text, "parts-sum")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kế hoạch vốn gồm vốn ngân sách trung ương 1.924,3 tỷ đồng. Đến nay vốn trung ương giải ngân 1.154,6 tỷ đồng, "
         "đạt {} kế hoạch.", "60,0%"),
        ("Xuất khẩu đạt 650 triệu USD. So với kế hoạch năm (xuất khẩu 610 triệu USD, nhập khẩu 95 triệu USD), xuất "
         "khẩu đạt {}.", "106,6%"),
    ],
)  # fmt: skip
def test_a_plan_told_of_elsewhere(text: str, found: str) -> None:
    assert (found, "holds") in checked(text.format(found), "completion")


def test_a_level_said_twice_is_no_plan_of_itself() -> None:
    text = (
        "Kim ngạch xuất khẩu\n580 triệu USD\nđạt 92,06% kế hoạch\nKim ngạch xuất khẩu năm 2022 đạt 580 triệu USD, "
        "đạt 92,06% kế hoạch."
    )
    assert checked(text, "completion") == []


def test_the_whole_behind_a_share_is_neither_its_part_nor_a_level() -> None:
    text = "Có 1.236 hộ nghèo, chiếm {} tổng số 20.600 hộ toàn huyện; giảm 275 hộ so với cuối năm 2021 (1.511 hộ)."
    assert checked(text.format("6,0%"), "share") == [("6,0%", "holds")]
    assert checked(text.format("9,0%"), "share") == [("9,0%", "contradicts")]
    assert checked(text.format("6,0%"), CHANGE) == []

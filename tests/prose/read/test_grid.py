"""Tables of which every cell stands on a line of its own, and what looks like one and is none.

The figures are invented; the layouts are those of pages of statistics.
"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Claim, Kind
from tongket.prose.read import read

KNOWN = vocabulary()

CLUSTERS = [
    "Số liệu về cụm công nghiệp", "TT", "Địa phương", "Cụm CN theo QH (1)", "Cụm CN đã thành lập (2)",
    "Số lượng", "Diện tích (ha)", "Số lượng", "Diện tích (ha)",
    "1.", "Hà Nam", "khoảng 20", "> 600", "11", "310",
    "2.", "Nam Định", "226", "3.946", "103", "2.677,6",
    "Tổng số:", "246", "4.546", "114", "2.987,6",
]  # fmt: skip
TARGETS = [
    "TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch năm 2019", "Ước thực hiện năm 2019", "Đánh giá",
    "1.", "Tốc độ tăng GRDP", "%", "6,6-6,8", "7,02", "Vượt",
    "2.", "Tốc độ tăng chỉ số giá tiêu dùng bình quân", "%", "Khoảng 4", "2,79", "Vượt",
    "3.", "Tỷ lệ nhập siêu", "%", "Dưới 3", "Xuất siêu", "Vượt",
    "4.", "Số giường bệnh trên 1 vạn dân", "giường bệnh", "27", "27,5", "Vượt",
]  # fmt: skip
INDICES = [
    "Chỉ số sản xuất công nghiệp", "Đơn vị tính: %", "Ước tính tháng", "6 năm 2015 so", "với tháng trước",
    "Ước tính tháng", "6 năm 2015 so", "với cùng kỳ", "năm 2014", "Cộng dồn", "6 tháng năm", "2015 so với cùng",
    "kỳ năm 2014",
    "TOÀN NGÀNH CÔNG NGHIỆP", "90,18", "99,93", "109,42",
    "1. Công nghiệp khai khoáng", "104,47", "96,57", "94,49",
]  # fmt: skip


def claims(lines: list[str], gap: str = "\n\n") -> tuple[Claim, ...]:
    return read(gap.join(lines), KNOWN).claims


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n \n", " | ", "\n|\n"])
def test_counts_and_areas_by_place(gap: str) -> None:
    found = claims(CLUSTERS, gap)
    assert [(c.kind, str(c.value), c.unit) for c in found[:4]] == [
        (Kind.COUNT, "20", "cụm"), (Kind.AREA, "600", "ha"), (Kind.COUNT, "11", "cụm"), (Kind.AREA, "310", "ha"),
    ]  # fmt: skip
    assert [c.approx for c in found[:4]] == ["about", "over", None, None]
    assert [c.value for c in found[4:]] == [
        226, 3946, 103, Decimal("2677.6"), 246, 4546, 114, Decimal("2987.6"),
    ]  # fmt: skip
    assert {c.indicator for c in found} == {"Cụm CN theo QH", "Cụm CN đã thành lập"}
    assert found[-1].place is None  # a total is of no row's place


def test_plan_and_result_by_row() -> None:
    found = claims(TARGETS)
    told = [(c.kind, c.value, c.high, c.scenario, str(c.period)) for c in found]
    assert told[:5] == [
        (Kind.GROWTH, Decimal("6.6"), Decimal("6.8"), "plan", "2019"),
        (Kind.GROWTH, Decimal("7.02"), None, "actual", "2019"),
        (Kind.PRICE_INDEX, Decimal(4), None, "plan", "2019"),
        (Kind.PRICE_INDEX, Decimal("2.79"), None, "actual", "2019"),
        (Kind.SHARE, Decimal(3), None, "plan", "2019"),
    ]
    assert [(str(c.value), c.unit) for c in found[5:]] == [("27", "giường bệnh"), ("27.5", "giường bệnh")]


def test_headings_broken_over_lines() -> None:
    found = claims(INDICES, "\n")
    assert [(c.kind, str(c.period), c.base) for c in found[:3]] == [
        (Kind.INDEX, "2015-M06", "2015-M05"), (Kind.INDEX, "2015-M06", "2014-M06"), (Kind.INDEX, "2015-H1", "2014-H1"),
    ]  # fmt: skip
    assert [c.value for c in found[3:]] == [Decimal("104.47"), Decimal("96.57"), Decimal("94.49")]


def test_years_as_columns() -> None:
    text = "Chỉ số sản xuất công nghiệp (%, năm trước = 100)\nNgành 2018 2019 2020\nKhai khoáng 108,47 52,98 103,2"
    assert [(c.kind, c.value, str(c.period)) for c in read(text, KNOWN).claims] == [
        (Kind.INDEX, Decimal("108.47"), "2018"),
        (Kind.INDEX, Decimal("52.98"), "2019"),
        (Kind.INDEX, Decimal("103.2"), "2020"),
    ]


def test_the_text_around_a_table_is_read_as_text() -> None:
    text = "\n".join(["Xuất khẩu năm 2020 đạt 580 triệu USD.", *CLUSTERS, "Nhập khẩu năm 2020 đạt 90 triệu USD."])
    found = read(text, KNOWN).claims
    assert (str(found[0].value), str(found[-1].value), len(found)) == ("580", "90", 14)
    assert [c.start for c in found] == sorted(c.start for c in found)
    assert all(text[c.start : c.end] == c.text for c in found)


@pytest.mark.parametrize(
    "lines",
    [
        ["Nơi nhận", "Như trên", "Lưu VT", "12"],
        ["Trang", "3", "Trang", "4"],
        ["Điện thoại", "0269 382 4545", "Fax", "0269 382 4546"],
        ["Tỉnh", "Dân số", "Hà Nam"],
        ["Tin mới", "20", "Tin cũ", "21", "Xem thêm", "22"],
    ],
)
def test_lines_that_are_no_table(lines: list[str]) -> None:
    assert claims(lines) == ()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*CLUSTERS, *TARGETS, *INDICES, "", "|", "-", "ha", "5%"]), max_size=40))
def test_any_order_of_lines_keeps_the_offsets(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read(text, KNOWN, document_date=date(2020, 1, 5)).claims
    assert all(text[c.start : c.end] == c.text for c in found)
    assert [c.id for c in found] == list(range(len(found)))

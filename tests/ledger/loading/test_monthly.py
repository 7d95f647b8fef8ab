import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.files.books import replaced, write_xlsx
from tests.ledger.loading.layouts import VOCABULARY
from tongket.core.errors import InvalidInput
from tongket.core.figure import Figure, Measure, Notation, Scenario, State, Status
from tongket.core.period import Period
from tongket.core.text import Lang
from tongket.files.faults import Fault
from tongket.files.workbook import open_tables, tables_of
from tongket.ledger.loading.monthly import read_monthly
from tongket.ledger.loading.monthly_headings import Span, meaning

AUGUST = Period.parse("2020-M08")
HEAD: list[list[object]] = [
    ["Biểu số: 01", None, None, None, None, "Đơn vị báo cáo: Sở Công Thương tỉnh Gia Lai"],
    ["Ban hành theo Thông tư số 33/2022/TT-BCT ngày 20 tháng 12 năm 2022", None, "Đơn vị nhận báo cáo: Bộ Công Thương"],
    [None, "BÁO CÁO"],
    [None, "Tháng 8 năm 2020"],
    [],
]
HEADINGS: list[list[object]] = [
    ["Chỉ tiêu", "Mã số", "Đơn vị tính", "Thực hiện", None, None, "Cùng kỳ năm trước", None, "So sánh (%)", None, None],
    [
        None, None, None, "Chính thức tháng trước", "Ước tháng báo cáo", "Cộng dồn từ đầu năm", "Tháng", "Cộng dồn",
        "So tháng trước", "Tháng so cùng kỳ", "Cộng dồn so cùng kỳ",
    ],
    ["A", "B", "C", 1, 2, 3, 4, 5, "6=2/1", "7=2/4", "8=3/5"],
]  # fmt: skip
ROWS: list[list[object]] = [
    ["I. CÔNG NGHIỆP"],
    [
        "1. Giá trị sản xuất công nghiệp (giá so sánh năm 2010)",
        "01",
        "Tỷ đồng",
        1800.5,
        1900,
        14500,
        1750,
        13900,
        105.53,
    ],
    ["   Trong đó: - Khai khoáng", "02", '"', 20, 21.5, 160],
    ["- Công nghiệp chế biến, chế tạo", "03", None, 1000, 1100, 8000],
    ["II. THƯƠNG MẠI"],
    ["2. Kim ngạch xuất khẩu", "04", "Triệu USD", 48, 50, 360, 45, 330, 104.17, 111.11, 109.09],
    ["Cà phê", "05", "Nghìn USD", 20000, 21000, 200000, "-", "…", "-"],
]
FOOT: list[list[object]] = [
    [],
    [None, None, None, None, None, None, None, "Gia Lai, ngày 20 tháng 8 năm 2020"],
    ["Người lập biểu", None, None, None, "Thủ trưởng đơn vị"],
    [None, None, None, None, "Nguyễn Văn A"],
]
Rows = Sequence[Sequence[object]]


def book(path: Path, head: Rows = HEAD, headings: Rows = HEADINGS, rows: Rows = ROWS, foot: Rows = FOOT) -> Path:
    write_xlsx(path, [*head, *headings, *rows, *foot])
    if headings is HEADINGS:
        made = openpyxl.load_workbook(path)
        for span in ("A6:A7", "B6:B7", "C6:C7", "D6:F6", "G6:H6", "I6:K6", "A9:K9"):
            made["S"].merge_cells(span)
        made.save(path)
    return path


def read(path: Path, locale: Lang | None = None) -> tuple[list[Figure], list[Fault]]:
    return read_monthly(open_tables(path), path.name, VOCABULARY, locale)


def simple(tmp_path: Path, *rows: Sequence[object], head: Rows = HEAD, headings: Rows | None = None) -> Path:
    line = [["Chỉ tiêu", "Đơn vị tính", "Thực hiện tháng trước", "Ước tháng 8", "Cộng dồn 8 tháng"]]
    return book(tmp_path / "a.xlsx", head, line if headings is None else headings, rows, [])


def the_fault(tmp_path: Path, *rows: Sequence[object], head: Rows = HEAD, headings: Rows | None = None) -> Fault:
    faults = read(simple(tmp_path, *rows, head=head, headings=headings))[1]
    assert len(faults) == 1, [f.line("en") for f in faults]
    return faults[0]


def test_a_return_of_two_heading_rows_members_titles_and_a_foot(tmp_path: Path) -> None:
    figures, faults = read(book(tmp_path / "a.xlsx"))
    assert [f.line("en") for f in faults] == []
    told = {str(f.key): f.value.quantity for f in figures}
    go, exp = "industry.output~-~vn.64@1997", "export.value~-~vn.64@1997"
    assert len(figures) == len(told) == 6 + 3 + 3 + 8 + 5
    assert told[f"{go}~2020-M07~actual~official~department~p2010"] == Decimal("1800.5")
    assert told[f"{go}~2020-M08~actual~estimate~department~p2010"] == 1900
    assert told[f"{go}~2020-M01..M08~actual~estimate~department~p2010"] == 14500
    assert told[f"{go}~2019-M08~actual~preliminary~department~p2010"] == 1750
    assert told[f"{go}~2019-M01..M08~actual~preliminary~department~p2010"] == 13900
    assert told[f"{go}~2020-M08~actual~estimate~department~p2010~growth-previous"] == Decimal("105.53")
    assert told[f"{exp}~2020-M08~actual~estimate~department~std~growth"] == Decimal("111.11")
    assert told[f"{exp}~2020-M01..M08~actual~estimate~department~std~growth"] == Decimal("109.09")
    mining = "industry.output~activity:mining~vn.64@1997~2020-M08~actual~estimate~department~p2010"
    assert told[mining] == Decimal("21.5")
    coffee = "export.value~commodity:coffee~vn.64@1997~2020-M08~actual~estimate~department~std"
    assert told[coffee] == 21


def test_signs_stand_for_the_kinds_of_no_number_among_levels_only(tmp_path: Path) -> None:
    coffee = [f for f in read(book(tmp_path / "a.xlsx"))[0] if f.key.members == ("commodity:coffee",)]
    assert [(f.key.period.year, f.value.state) for f in coffee if f.value.quantity is None] == [
        (2019, State.NIL),
        (2019, State.MISSING),
    ]
    assert all(f.key.measure is Measure.LEVEL for f in coffee)


def test_ratios_are_indices_and_figures_are_known_from_the_end_of_the_month(tmp_path: Path) -> None:
    figures, _ = read(book(tmp_path / "a.xlsx"))
    assert {f.value.notation for f in figures if f.key.measure is not Measure.LEVEL} == {Notation.INDEX}
    assert {f.known_from for f in figures} == {date(2020, 8, 31)}
    assert (figures[0].source.address, figures[0].source.locator) == ("a.xlsx", "S!D10")


def test_the_same_return_as_text_with_semicolons(tmp_path: Path) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([["locale=vi"], *HEAD, *HEADINGS, *ROWS, *FOOT])
    text = stream.getvalue().replace("1800.5", "1.800,5").replace("21.5", "21,5")
    text = text.replace("105.53", "105,53").replace("104.17", "104,17").replace("111.11", "111,11")
    text = text.replace("109.09", "109,09")
    figures, faults = read_monthly(tables_of(text.encode(), "a.csv").sheets, "a.csv", VOCABULARY)
    assert [f.line("en") for f in faults] == []
    same, _ = read(book(tmp_path / "a.xlsx"))
    assert [(f.key, f.value.quantity) for f in figures] == [(f.key, f.value.quantity) for f in same]
    assert (figures[0].value.decimals, figures[0].value.printed) == (1, "1.800,5")


@pytest.mark.parametrize(
    ("heading", "span", "status"),
    [
        ("Thực hiện tháng trước", Span.PREVIOUS, Status.PRELIMINARY),
        ("Chính thức tháng trước", Span.PREVIOUS, Status.OFFICIAL),
        ("Thực hiện tháng 7", Span.PREVIOUS, Status.PRELIMINARY),
        ("Sơ bộ tháng 7 năm 2020", Span.PREVIOUS, Status.PRELIMINARY),
        ("Ước tháng báo cáo", Span.MONTH, Status.ESTIMATE),
        ("Ước tính\ntháng 8/2020", Span.MONTH, Status.ESTIMATE),
        ("Tháng này", Span.MONTH, Status.ESTIMATE),
        ("Cộng dồn từ đầu năm đến tháng báo cáo", Span.CUMULATIVE, Status.ESTIMATE),
        ("Lũy kế 8 tháng năm 2020", Span.CUMULATIVE, Status.ESTIMATE),
        ("8 tháng 2020", Span.CUMULATIVE, Status.ESTIMATE),
        ("Tháng cùng kỳ năm trước", Span.MONTH_LAST_YEAR, Status.PRELIMINARY),
        ("Tháng 8 năm 2019", Span.MONTH_LAST_YEAR, Status.PRELIMINARY),
        ("Tháng 8 năm trước (chính thức)", Span.MONTH_LAST_YEAR, Status.OFFICIAL),
        ("Cộng dồn cùng kỳ năm trước", Span.CUMULATIVE_LAST_YEAR, Status.PRELIMINARY),
        ("Lũy kế năm trước", Span.CUMULATIVE_LAST_YEAR, Status.PRELIMINARY),
        ("8 tháng năm 2019", Span.CUMULATIVE_LAST_YEAR, Status.PRELIMINARY),
    ],
)
def test_headings_of_levels(heading: str, span: Span, status: Status) -> None:
    found = meaning(heading, AUGUST)
    assert (found.span, found.status, found.measure) == (span, status, Measure.LEVEL)


@pytest.mark.parametrize(
    ("heading", "span", "measure", "notation"),
    [
        ("% so tháng trước", Span.MONTH, Measure.GROWTH_PREVIOUS, Notation.INDEX),
        ("Tháng 8 so với tháng 7 (%)", Span.MONTH, Measure.GROWTH_PREVIOUS, Notation.INDEX),
        ("Tăng, giảm so với tháng trước (%)", Span.MONTH, Measure.GROWTH_PREVIOUS, Notation.GROWTH),
        ("% so cùng kỳ tháng", Span.MONTH, Measure.GROWTH, Notation.INDEX),
        ("Tháng báo cáo so với cùng kỳ năm trước (%)", Span.MONTH, Measure.GROWTH, Notation.INDEX),
        ("% lũy kế so cùng kỳ", Span.CUMULATIVE, Measure.GROWTH, Notation.INDEX),
        ("8 tháng năm 2020 so với cùng kỳ năm 2019 (%)", Span.CUMULATIVE, Measure.GROWTH, Notation.INDEX),
        ("Tốc độ tăng cộng dồn so cùng kỳ (%)", Span.CUMULATIVE, Measure.GROWTH, Notation.GROWTH),
        ("Cộng dồn gấp lần so với cùng kỳ", Span.CUMULATIVE, Measure.GROWTH, Notation.TIMES),
        ("% thực hiện kế hoạch năm", Span.CUMULATIVE, Measure.COMPLETION, Notation.NONE),
    ],
)
def test_headings_of_ratios(heading: str, span: Span, measure: Measure, notation: Notation) -> None:
    found = meaning(heading, AUGUST)
    assert (found.span, found.measure, found.notation) == (span, measure, notation)


def test_the_plan_of_the_year() -> None:
    found = meaning("Kế hoạch năm 2020", AUGUST)
    assert (found.scenario, found.status, str(found.period(AUGUST))) == (Scenario.PLAN, Status.ASSIGNED, "2020")


@pytest.mark.parametrize(
    "heading",
    [
        "Cùng kỳ năm trước", "So với cùng kỳ (%)", "Kế hoạch tháng", "Doanh thu", "Tháng 9", "Tháng 8 năm 2018",
        "9 tháng năm 2020", "Tháng 7 so với cùng kỳ năm trước (%)", "Cộng dồn 7 tháng", "Cùng kỳ tháng 7 năm trước",
        "Tháng 7 năm 2019", "Thực hiện năm trước", "",
    ],
)  # fmt: skip
def test_headings_that_do_not_fit_or_leave_it_open_are_refused(heading: str) -> None:
    with pytest.raises(InvalidInput):
        meaning(heading, AUGUST)


def test_january_looks_back_into_december() -> None:
    january = Period.parse("2020-M01")
    assert meaning("Tháng 12 năm 2019", january).period(january) == Period.parse("2019-M12")
    assert meaning("Tháng 1 năm 2019", january).period(january) == Period.parse("2019-M01")
    assert meaning("Tháng trước", january).period(january) == Period.parse("2019-M12")
    assert meaning("Cộng dồn từ đầu năm", Period.parse("2020-M12")).period(Period.parse("2020-M12")) == Period.of_year(
        2020
    )


def test_a_stock_is_measured_on_the_last_day_and_has_no_cumulative_figure(tmp_path: Path) -> None:
    figures, faults = read(simple(tmp_path, ["Số chợ", "chợ", 90, 92]))
    assert faults == []
    assert [str(f.key.period) for f in figures] == ["2020-07-31", "2020-08-31"]
    assert "no cumulative figure" in the_fault(tmp_path, ["Số chợ", "chợ", 90, 92, 92]).problem.en


def test_growth_and_plan_columns(tmp_path: Path) -> None:
    headings = [
        [
            "Chỉ tiêu",
            "ĐVT",
            "Kế hoạch năm 2020",
            "Ước tháng 8",
            "Lũy kế 8 tháng",
            "% so KH năm",
            "Lũy kế tăng so cùng kỳ (%)",
        ]
    ]
    figures, faults = read(
        simple(tmp_path, ["Kim ngạch xuất khẩu", "triệu USD", 500, 50, 360, 72, -3.5], headings=headings)
    )
    assert faults == []
    assert [(f.key.scenario.value, str(f.key.period), f.key.measure.value, f.value.quantity) for f in figures] == [
        ("plan", "2020", "level", 500),
        ("actual", "2020-M08", "level", 50),
        ("actual", "2020-M01..M08", "level", 360),
        ("actual", "2020-M01..M08", "completion", 72),
        ("actual", "2020-M01..M08", "growth", Decimal("-3.5")),
    ]


def test_a_day_of_report_a_labelled_place_and_another_body(tmp_path: Path) -> None:
    head: list[list[object]] = [
        ["Đơn vị báo cáo:", "Cục Thống kê"],
        ["Địa bàn:", "Gia Lai"],
        ["Kỳ báo cáo: tháng 8/2020", None, "Ngày báo cáo:", date(2020, 8, 25)],
        ["Gốc so sánh: p2010; nso"],
        ["Đơn vị tính: Tỷ đồng"],
    ]
    rows: list[list[object]] = [["Giá trị sản xuất công nghiệp", None, 1, 2, 3], ["Tổng mức bán lẻ", None, 4]]
    figures, faults = read(simple(tmp_path, *rows, head=head))
    assert [f.line("en") for f in faults] == []
    assert {(f.key.body, f.key.place, f.known_from) for f in figures} == {
        ("statistics-office", "vn.64@1997", date(2020, 8, 25))
    }
    assert [f.key.basis for f in figures] == ["p2010", "p2010", "p2010", "nso"]


def test_the_administrative_month(tmp_path: Path) -> None:
    head: list[list[object]] = [*HEAD[:4], ["Kỳ số liệu: từ ngày 15 tháng 7 đến ngày 14 tháng 8"]]
    figures, faults = read(simple(tmp_path, ["Kim ngạch xuất khẩu", "triệu USD", 1, 2, 3], head=head))
    assert faults == []
    assert [str(f.key.period) for f in figures] == ["2020-M07@adm", "2020-M08@adm", "2020-M01..M08@adm"]
    assert figures[0].known_from == date(2020, 8, 14)


def test_a_bare_name_of_the_department_tells_the_place(tmp_path: Path) -> None:
    head = [["SỞ CÔNG THƯƠNG GIA LAI"], ["Tháng 8 năm 2020"]]
    figures, faults = read(simple(tmp_path, ["Kim ngạch xuất khẩu", "triệu USD", 1], head=head))
    assert faults == []
    assert figures[0].key.place == "vn.64@1997"


@pytest.mark.parametrize(
    ("rows", "cell", "problem"),
    [
        ([["Chỉ số hạnh phúc", "%", 1]], "A7", "there is no indicator"),
        ([["Kim ngạch xuất khẩu", "triệu USD"], ["- Kim cương", None, 1]], "A8", "has no breakdown"),
        ([["Kim ngạch xuất khẩu", "tấn", 1]], "C7", "does not fit"),
        ([["Kim ngạch xuất khẩu", None, 1]], "B7", "unit is missing"),
        ([["Kim ngạch xuất khẩu", "xu", 1]], "B7", "there is no unit “xu”"),
        ([["Giá trị sản xuất công nghiệp", "tỷ đồng", 1]], "A7", "the basis of industry.output is not clear"),
        ([["Kim ngạch xuất khẩu (không kể vàng)", "triệu USD", 1]], "A7", "are not understood"),
        ([["Kim ngạch xuất khẩu", "triệu USD", "nhiều"]], "C7", "not a number"),
        ([["Kim ngạch xuất khẩu", "triệu USD", "1.234"]], "C7", "may be 1234"),
        ([["Kim ngạch xuất khẩu", "triệu USD", "#DIV/0!"]], "C7", "formula error"),
        ([["Kim ngạch xuất khẩu", "triệu USD", "=1+1"]], "C7", "result is not stored"),
        ([["Kim ngạch xuất khẩu", "triệu USD", date(2020, 1, 1)]], "C7", "holds a date"),
        ([["Kim ngạch xuất khẩu", "triệu USD", 1], [None, None, 2]], "C8", "no indicator"),
        ([["Kim ngạch xuất khẩu", "triệu USD", 1, None, None, 7]], "F7", "column without heading"),
        (
            [["Kim ngạch xuất khẩu", "triệu USD", 1], ["Người lập biểu"], ["Kim ngạch nhập khẩu", "triệu USD", 1]],
            "C9",
            "below the sig",
        ),
        ([["Kim ngạch xuất khẩu", "triệu USD"]], None, "no rows of figures"),
    ],
)
def test_faults_of_rows(tmp_path: Path, rows: Rows, cell: str | None, problem: str) -> None:
    found = the_fault(tmp_path, *rows)
    assert (found.sheet, found.cell) == ("S", cell)
    assert problem in found.problem.en
    assert found.remedy.vi


def test_a_part_under_a_title_that_is_no_indicator_has_nothing_to_be_part_of(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Kim ngạch xuất khẩu", "triệu USD", 1], ["B. Nhập khẩu"], ["- Cà phê", "triệu USD", 1]]
    assert the_fault(tmp_path, *rows).cell == "A9"


def test_a_plus_row_of_another_dimension_under_a_dash_row_is_unclear(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Tổng mức bán lẻ (dept)", "tỷ đồng", 9],
        ["- Kinh tế nhà nước", None, 3],
        ["+ Ăn uống", None, 1],
    ]
    assert "it is not clear" in the_fault(tmp_path, *rows).problem.en
    rows[2][0] = "+ Kinh tế tư nhân"
    assert read(simple(tmp_path, *rows))[1] == []


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ([["SỞ CÔNG THƯƠNG GIA LAI"]], "does not name the month"),
        ([["SỞ CÔNG THƯƠNG GIA LAI"], ["Tháng 13 năm 2020"]], "no month 13"),
        ([["SỞ CÔNG THƯƠNG GIA LAI"], ["Tháng 8 năm 2020"], ["Tháng 9 năm 2020"]], "several months"),
        ([["Tháng 8 năm 2020"]], "does not name the place"),
        ([["Địa bàn: Atlantis"], ["Tháng 8 năm 2020"]], "no place has the name"),
        ([["Đơn vị báo cáo: Hội nông dân tỉnh Gia Lai"], ["Tháng 8 năm 2020"]], "unknown reporting unit"),
        ([["SỞ CÔNG THƯƠNG GIA LAI"], ["Tháng 8 năm 2020"], ["Ngày báo cáo: 31/2/2020"]], "not a day that exists"),
    ],
)
def test_faults_of_the_head(tmp_path: Path, head: Rows, problem: str) -> None:
    assert problem in the_fault(tmp_path, ["Kim ngạch xuất khẩu", "triệu USD", 1], head=head).problem.en


def test_a_heading_that_is_not_understood_is_a_fault_at_its_cell(tmp_path: Path) -> None:
    headings = [["Chỉ tiêu", "ĐVT", "Tháng trước", "Tháng này", "Linh tinh"]]
    found = the_fault(tmp_path, ["Kim ngạch xuất khẩu", "triệu USD", 1], headings=headings)
    assert found.cell == "E6"
    assert "cộng dồn từ đầu năm" in found.remedy.vi


def test_a_quotient_in_a_column_of_indices_is_not_taken_for_percent(tmp_path: Path) -> None:
    headings = [["Chỉ tiêu", "ĐVT", "Tháng trước", "Tháng này", "Tháng so với tháng trước"]]
    found = the_fault(tmp_path, ["Kim ngạch xuất khẩu", "triệu USD", 1, 1, 1.0318], headings=headings)
    assert "times or %" in found.problem.en


def test_merged_cells_among_the_figures_are_a_fault(tmp_path: Path) -> None:
    path = simple(tmp_path, ["Kim ngạch xuất khẩu", "triệu USD", 1], ["Kim ngạch nhập khẩu", "triệu USD", 2])
    made = openpyxl.load_workbook(path)
    made["S"].merge_cells("C7:C8")
    made.save(path)
    assert [f.cell for f in read(path)[1]] == ["C7:C8"]


def test_what_a_formula_gives_beyond_the_decimals_kept_is_rounded_and_noted(tmp_path: Path) -> None:
    headings = [["Chỉ tiêu", "ĐVT", "Tháng trước", "Tháng này", "Tháng so tháng trước (%)"]]
    path = simple(tmp_path, ["Kim ngạch xuất khẩu", "triệu USD", 3, 4, "=D7/C7*100"], headings=headings)
    path = replaced(path, tmp_path / "b.xlsx", "sheet1.xml", b"<v></v>", b"<v>133.33333333333334</v>")
    figures, faults = read(path)
    assert faults == []
    assert (figures[-1].value.quantity, figures[-1].value.decimals) == (Decimal("133.333333"), 6)
    assert "làm tròn 6 chữ số" in figures[-1].note


def test_code_and_name_that_differ(tmp_path: Path) -> None:
    headings = [["Chỉ tiêu", "Mã số", "ĐVT", "Tháng trước", "Tháng này"]]
    found = the_fault(tmp_path, ["Kim ngạch xuất khẩu", "import.value", "triệu USD", 3], headings=headings)
    assert (found.cell, "differ" in found.problem.en) == ("B7", True)


TEXT_HEAD = "SỞ CÔNG THƯƠNG GIA LAI;;;;\nTháng 8 năm 2020;;;;\nChỉ tiêu;ĐVT;Tháng trước;Tháng này;Ghi chú\n"


def read_text(text: str) -> tuple[list[Figure], list[Fault]]:
    return read_monthly(tables_of((TEXT_HEAD + text).encode(), "a.csv").sheets, "a.csv", VOCABULARY)


def test_a_remark_beside_figures_does_not_end_the_table_of_a_text_file() -> None:
    text = "Kim ngạch xuất khẩu;triệu USD;48;50;Ghi chú: số tạm tính\nKim ngạch nhập khẩu;triệu USD;5;6;\n"
    figures, faults = read_text(text)
    assert faults == []
    assert [f.value.quantity for f in figures] == [48, 50, 5, 6]
    assert figures[0].note == "Ghi chú: số tạm tính"


def test_figures_below_the_signatures_of_a_text_file_are_not_lost_silently() -> None:
    text = "Kim ngạch xuất khẩu;triệu USD;48;50;\nNgười lập biểu;;;;\nKim ngạch nhập khẩu;triệu USD;5;6;\n"
    assert [(f.cell, "below the signatures" in f.problem.en) for f in read_text(text)[1]] == [("C6", True)]


def test_a_first_row_without_a_name_is_no_heading() -> None:
    faults = read_text(";triệu USD;48;50;\nKim ngạch nhập khẩu;triệu USD;5;6;\n")[1]
    assert [(f.cell, f.problem.en) for f in faults] == [("C4", "the row has figures but no indicator")]

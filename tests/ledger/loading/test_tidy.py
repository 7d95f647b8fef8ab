from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.files.books import write_xlsx
from tests.ledger.loading.layouts import FIGURES, VOCABULARY, csv_text, fields, said, write_tidy_xlsx
from tongket.core.figure import Figure, Key, Notation, Qualifier, State
from tongket.core.text import Lang
from tongket.files.faults import Fault
from tongket.files.workbook import open_tables, tables_of
from tongket.ledger.loading.tidy import read_tidy
from tongket.ledger.loading.words import COLUMNS

ROW = {
    "indicator": "export.value", "place": "vn.64@1997", "period": "2020", "value": "580", "unit": "triệu USD",
    "known_from": "2021-01-29", "source": "BC 12",
}  # fmt: skip


def read(text: str, locale: Lang | None = None) -> tuple[list[Figure], list[Fault]]:
    return read_tidy(tables_of(text.encode(), "a.csv").sheets, "a.csv", VOCABULARY, locale)


def table(**changes: str) -> str:
    locale = changes.pop("locale", "")
    row = {**ROW, **changes}
    head = f"# tongket locale={locale}\n" if locale else ""
    return head + ";".join(row) + "\n" + ";".join(f'"{v}"' for v in row.values()) + "\n"


def one(**changes: str) -> Figure:
    figures, faults = read(table(**changes))
    assert [fault.line("en") for fault in faults] == []
    return figures[0]


def fault(**changes: str) -> Fault:
    figures, faults = read(table(**changes))
    assert figures == []
    assert len(faults) == 1, [f.line("en") for f in faults]
    return faults[0]


def test_the_least_row_takes_the_defaults() -> None:
    figure = one()
    assert str(figure.key) == "export.value~-~vn.64@1997~2020~actual~estimate~department~std"
    assert (figure.value.quantity, figure.value.decimals, figure.value.state) == (Decimal(580), 0, State.VALUE)
    assert figure.known_from == date(2021, 1, 29)
    assert (figure.source.address, figure.source.locator) == ("BC 12", "D2")


@settings(deadline=None)
@given(FIGURES, st.sampled_from(["vi", "en"]), st.sampled_from([",", ";", "\t"]))
def test_figures_written_as_csv_read_back_the_same(figures: list[Figure], locale: Lang, mark: str) -> None:
    again, faults = read(csv_text(map(fields, figures), locale, mark))
    assert [f.line("en") for f in faults] == []
    assert said(again) == said(figures)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(FIGURES)
def test_figures_written_as_a_workbook_read_back_the_same(figures: list[Figure]) -> None:
    with TemporaryDirectory() as folder:
        path = write_tidy_xlsx(Path(folder) / "a.xlsx", map(fields, figures))
        again, faults = read_tidy(open_tables(path), "a.xlsx", VOCABULARY)
    assert [f.line("en") for f in faults] == []
    assert said(again) == said(figures)


def test_headings_and_words_may_be_vietnamese_in_any_case_and_without_marks() -> None:
    text = (
        "# tongket locale=vi;;;;;;;;;;\n"
        "CHỈ TIÊU;Phan to;Địa bàn;Kỳ;Kịch bản;Trạng thái;Giá trị;Đơn vị tính;Mức chính xác;Công bố từ;Nguồn\n"
        "Kim ngạch xuất khẩu;Cà phê;Gia Lai;2020;thực hiện;chính thức;1.234,5;Triệu USD;hơn;29/01/2021;Báo cáo 12\n"
    )
    figures, faults = read(text)
    assert faults == []
    assert str(figures[0].key) == ("export.value~commodity:coffee~vn.64@1997~2020~actual~official~department~std")
    value = figures[0].value
    assert (value.quantity, value.decimals, value.qualifier) == (Decimal("1234.5"), 1, Qualifier.OVER)


@pytest.mark.parametrize(
    ("value", "unit", "quantity", "decimals"),
    [
        ("3.4", "tỷ USD", "3400", -2),
        ("580", "triệu USD", "580", 0),
        ("12500", "nghìn USD", "12.5", 3),
        ("0.58", "tỷ USD", "580", -1),
    ],
)
def test_values_come_exactly_into_the_indicators_unit_and_take_their_decimals_along(
    value: str, unit: str, quantity: str, decimals: int
) -> None:
    read_value = one(value=value, unit=unit).value
    assert (read_value.quantity, read_value.decimals) == (Decimal(quantity), decimals)


@pytest.mark.parametrize(
    ("changes", "quantity", "notation", "decimals"),
    [
        ({"measure": "growth", "value": "6.61", "unit": "%"}, "6.61", Notation.GROWTH, 2),
        ({"measure": "tăng trưởng", "value": "106.61", "unit": "%", "notation": "chỉ số"}, "106.61", Notation.INDEX, 2),
        ({"measure": "growth", "value": "2.5", "unit": "lần"}, "2.5", Notation.TIMES, 1),
        ({"measure": "completion", "value": "98.26%", "unit": "%"}, "98.26", Notation.NONE, 2),
        ({"measure": "completion", "value": "1.02", "unit": "lần"}, "102", Notation.NONE, 0),
        ({"measure": "contribution", "value": "1.5", "unit": "điểm phần trăm"}, "1.5", Notation.NONE, 1),
        ({"measure": "gap", "value": "-20", "unit": "triệu USD"}, "-20", Notation.NONE, 0),
    ],
)
def test_ratios_and_differences(changes: dict[str, str], quantity: str, notation: Notation, decimals: int) -> None:
    value = one(**changes).value
    assert (value.quantity, value.notation, value.decimals) == (Decimal(quantity), notation, decimals)


@pytest.mark.parametrize(
    ("printed", "decimals"), [("580", 0), ("580,00", 2), ("0,58 tỷ USD", -1), ("khoảng 580", 0), ("580,04", 2)]
)
def test_decimals_follow_the_printed_number_where_it_is_one(printed: str, decimals: int) -> None:
    value = one(printed=printed, value="580.04" if printed == "580,04" else "580").value
    assert (value.decimals, value.printed) == (decimals, printed)


def test_stated_decimals_are_those_of_the_files_unit() -> None:
    assert one(value="3.4", unit="tỷ USD", decimals="2").value.decimals == -1


def test_the_number_of_a_cell_in_a_workbook_has_no_printed_decimals(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [list(ROW), [*list(ROW.values())[:3], 580.25, *list(ROW.values())[4:]]])
    figures, faults = read_tidy(open_tables(path), "a.xlsx", VOCABULARY)
    assert faults == []
    assert (figures[0].value.quantity, figures[0].value.decimals) == (Decimal("580.25"), None)
    assert figures[0].source.locator == "S!D2"


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"value": "", "state": "không phát sinh"}, State.NIL),
        ({"value": "", "state": "confidential", "unit": ""}, State.CONFIDENTIAL),
        ({"value": "-"}, State.NIL),
        ({"value": "…"}, State.MISSING),
        ({"value": "x", "state": "not-applicable"}, State.NOT_APPLICABLE),
    ],
)
def test_five_kinds_of_no_number(changes: dict[str, str], state: State) -> None:
    value = one(**changes).value
    assert (value.state, value.quantity) == (state, None)


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("đang vận hành; thủy điện", ("power-state:operating", "technology:hydro")),
        ("technology:hydro,power-state:operating", ("power-state:operating", "technology:hydro")),
    ],
)
def test_members_of_several_dimensions(text: str, members: tuple[str, ...]) -> None:
    found = one(indicator="power.capacity", members=text, unit="MW", period="2020-12-31").key.members
    assert found == members


def test_a_name_with_a_comma_is_one_member() -> None:
    key = one(indicator="retail.revenue", members="lưu trú, ăn uống", unit="tỷ đồng", basis="dept").key
    assert key.members == ("trade-activity:catering-lodging",)


@pytest.mark.parametrize("basis", ["p2010", "giá so sánh năm 2010", "Giá so sánh 2010", "constant 2010 prices"])
def test_a_basis_by_code_name_or_year(basis: str) -> None:
    assert one(indicator="industry.output", unit="tỷ đồng", basis=basis).key.basis == "p2010"


@pytest.mark.parametrize(
    ("text", "day"),
    [("2021-01", date(2021, 1, 31)), ("2021-01-29", date(2021, 1, 29)), ("29/1/2021", date(2021, 1, 29))],
)
def test_the_day_it_was_published(text: str, day: date) -> None:
    assert one(locale="vi", known_from=text).known_from == day


@pytest.mark.parametrize(
    ("changes", "cell", "problem", "remedy"),
    [
        ({"indicator": "xuất khẩu cà fê"}, "A2", "there is no indicator", "list of indicators"),
        ({"place": "Atlantis"}, "B2", "no place has the name", "place id"),
        ({"place": "Bình Định", "period": "2026"}, "B2", "did not exist", "place id"),
        ({"period": "2020-M13"}, "C2", "not a period that exists", "exists in one of those forms"),
        ({"period": "2019-02-29"}, "C2", "not a period that exists", "exists in one of those forms"),
        ({"value": "khoảng năm trăm"}, "D2", "is not a number", "the number alone"),
        ({"value": "580 triệu USD"}, "D2", "is not a number", "the number alone"),
        ({"value": "５８０"}, "D2", "is not a number", "the number alone"),
        ({"value": "1.234"}, "D2", "may be 1234 or 1.234", "the number alone"),
        ({"value": "98,26"}, "D2", "does not say how it writes numbers", "the number alone"),
        ({"value": "580.1234567"}, "D2", "more than the 6 decimals", "at most 6 decimals"),
        ({"value": "9999999999999999999"}, "D2", "too large", "at most 6 decimals"),
        ({"value": ""}, "D2", "value is missing", "fill in"),
        ({"unit": "tấn"}, "E2", "does not fit export.value", "million USD"),
        ({"unit": "triệu đôla"}, "E2", "there is no unit", "write a unit"),
        ({"unit": ""}, "E2", "unit is missing", "fill in"),
        ({"known_from": "hôm qua"}, "F2", "is not a date", "published it"),
        ({"source": ""}, "G2", "source is missing", "fill in"),
        ({"members": "vàng"}, "H2", "has no breakdown", "of that list"),
        ({"members": "cà phê; cao su"}, "H2", "two members of one dimension", "each its row"),
        ({"body": "hội đồng"}, "H2", "there is no body", "code or name"),
        ({"basis": "p2010"}, "H2", "has no basis", "std"),
        ({"scenario": "mơ ước"}, "H2", "is no scenario", "actual, plan, forecast"),
        ({"status": "giao"}, "H2", "not one of scenario actual", "estimate, preliminary, official"),
        ({"notation": "chỉ số"}, "H2", "only a growth has a notation", "leave"),
        ({"qualifier": "chừng"}, "H2", "is no qualifier", "about"),
        ({"state": "nil"}, "D2", "contradict", "leave value empty"),
        ({"high": "500"}, "H2", "below the value", "lower end in value"),
        ({"decimals": "hai"}, "H2", "not a count of decimals", "whole number"),
        ({"printed": "581"}, "H2", "differs from value", "correct one"),
        ({"printed": "0,58"}, "H2", "differs from value", "add the unit"),
    ],
)
def test_each_fault_is_told_by_its_cell(changes: dict[str, str], cell: str, problem: str, remedy: str) -> None:
    found = fault(**changes)
    assert found.cell == cell
    assert problem in found.problem.en
    assert remedy in found.remedy.en
    assert found.problem.vi
    assert found.remedy.vi


def test_several_bases_and_none_given_is_a_fault_that_lists_them() -> None:
    found = fault(indicator="industry.output", unit="tỷ đồng")
    assert "several bases" in found.problem.en
    assert "p2010" in found.remedy.vi
    assert "p2020" in found.remedy.vi


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": "growth", "value": "1.06", "unit": "lần", "notation": "index"},
        {"measure": "growth", "value": "1.06", "unit": "%", "notation": "times"},
    ],
)
def test_notation_and_unit_must_agree(changes: dict[str, str]) -> None:
    assert "do not fit" in fault(**changes).problem.en


def test_all_faults_of_a_file_are_told_at_once() -> None:
    lines = ["indicator;place;period;value;unit;known_from;source"]
    lines += ["nothing;nowhere;never;none;nil;no;"] * 2
    figures, faults = read("\n".join(lines))
    assert figures == []
    assert {f.cell for f in faults} == {f"{c}{r}" for r in (2, 3) for c in "ABCFG"}


def test_a_misspelt_heading_is_offered_the_nearest_and_the_missing_column_named() -> None:
    figures, faults = read("indicator;place;perido;value;unit;known_from;source\n")
    assert figures == []
    assert (faults[0].cell, faults[0].remedy.en) == ("C1", "perhaps the column “period” (Kỳ)")
    assert faults[1].problem.en == "columns are missing: Kỳ (period)"


def test_a_repeated_and_a_foreign_heading() -> None:
    faults = read("indicator;place;period;value;unit;known_from;source;value;zzzz\n")[1]
    assert [(f.cell, f.problem.en) for f in faults[:2]] == [
        ("I1", "there is no column “zzzz”"),
        ("H1", "the column “value” is there twice"),
    ]


def test_an_unquoted_decimal_comma_makes_a_row_ragged() -> None:
    text = ",".join(ROW) + "\n" + ",".join({**ROW, "value": "98,26"}.values()) + "\n"
    faults = read(text)[1]
    assert any(f.cell == "H2" and "more cells than the heading row" in f.problem.en for f in faults)


def test_a_short_row_lacks_what_it_lacks() -> None:
    faults = read(";".join(ROW) + "\nexport.value;vn.64@1997;2020;580\n")[1]
    assert [f.cell for f in faults] == ["F2", "G2", "E2"]


@pytest.mark.parametrize(
    ("statement", "given", "says"),
    [("fr", None, "no way of writing"), ("vi", "en", "the command en"), ("en", "vi", "the command vi")],
)
def test_a_locale_that_is_none_or_contradicts(statement: str, given: Lang | None, says: str) -> None:
    faults = read(f"# tongket locale={statement}\n" + table(), given)[1]
    assert says in faults[0].problem.en


def test_the_locale_of_the_caller_holds_where_the_file_is_silent() -> None:
    assert read(table(value="1.234"), "vi")[0][0].value.quantity == 1234
    assert read(table(value="1.234"), "en")[0][0].value.quantity == Decimal("1.234")


def test_a_table_without_rows_is_a_fault() -> None:
    assert "no rows" in read(";".join(ROW) + "\n\n")[1][0].problem.en


def rows_of(value: object, **changes: object) -> list[Sequence[object]]:
    row: dict[str, object] = {**ROW, "value": value, **changes}
    return [list(row), list(row.values())]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("#REF!", "formula error"),
        ("=1+1", "result is not stored"),
        (date(2020, 1, 2), "holds a date"),
        (True, "true/false"),
        ("1.234", "may be 1234"),
    ],
)
def test_cells_of_a_workbook_that_are_no_numbers(tmp_path: Path, value: object, says: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", rows_of(value))
    figures, faults = read_tidy(open_tables(path), "a.xlsx", VOCABULARY)
    assert figures == []
    assert [(f.sheet, f.cell) for f in faults] == [("S", "D2")]
    assert says in faults[0].problem.en


def test_a_workbook_states_its_locale_above_the_table(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["Bảng số liệu", "locale=vi"], [], *rows_of("1.234")])
    figures, faults = read_tidy(open_tables(path), "a.xlsx", VOCABULARY)
    assert faults == []
    assert figures[0].value.quantity == 1234


def test_years_and_codes_may_be_numbers(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", rows_of(580, period=2020, place=64, known_from=date(2021, 1, 29)))
    figures, faults = read_tidy(open_tables(path), "a.xlsx", VOCABULARY)
    assert faults == []
    assert figures[0].key == Key.parse("export.value~-~vn.64@1997~2020~actual~estimate~department~std")


def test_percent_and_thousands_formats(tmp_path: Path) -> None:
    import openpyxl

    path = write_xlsx(tmp_path / "a.xlsx", rows_of(0.9826, unit="%", measure="completion"))
    book = openpyxl.load_workbook(path)
    book["S"]["D2"].number_format = "0.00%"
    book.save(path)
    assert read_tidy(open_tables(path), "a.xlsx", VOCABULARY)[0][0].value.quantity == Decimal("98.26")
    book["S"]["D2"].number_format = "#,##0,"
    book.save(path)
    assert "shows thousands" in read_tidy(open_tables(path), "a.xlsx", VOCABULARY)[1][0].problem.en
    book["S"]["D2"].number_format, book["S"]["E2"] = "0.00%", "lần"
    book.save(path)
    assert "the cell says %" in read_tidy(open_tables(path), "a.xlsx", VOCABULARY)[1][0].problem.en


def test_a_month_that_excel_made_a_date_counts_from_its_last_day(tmp_path: Path) -> None:
    import openpyxl

    path = write_xlsx(tmp_path / "a.xlsx", rows_of(580, known_from=date(2021, 1, 1)))
    book = openpyxl.load_workbook(path)
    book["S"]["F2"].number_format = "mmm-yy"
    book.save(path)
    assert read_tidy(open_tables(path), "a.xlsx", VOCABULARY)[0][0].known_from == date(2021, 1, 31)


def test_merged_cells_in_the_table_are_a_fault(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(write_xlsx(tmp_path / "a.xlsx", [["t"], *rows_of(580), *rows_of(1)[1:]]))
    book["S"].merge_cells("A1:C1")
    book["S"].merge_cells("B3:B4")
    book.save(tmp_path / "a.xlsx")
    faults = read_tidy(open_tables(tmp_path / "a.xlsx"), "a.xlsx", VOCABULARY)[1]
    assert [f.cell for f in faults if "merged" in f.problem.en] == ["B3:B4"]


def test_every_column_is_explained() -> None:
    assert all(column.help.endswith(".") for column in COLUMNS)


GUIDE = (Path(__file__).parents[3] / "docs" / "layouts.md").read_text(encoding="utf-8")


def test_the_examples_of_the_guide_are_read_without_a_fault() -> None:
    examples = [part.partition("```")[0] for part in GUIDE.split("```csv\n")[1:]]
    assert len(examples) == 2
    for example in examples:
        figures, faults = read(example)
        assert [f.line("en") for f in faults] == []
        assert len(figures) == len(example.splitlines()) - 2
    same = [read(example)[0][0] for example in examples]
    assert same[0].key == same[1].key
    assert same[0].value.quantity == same[1].value.quantity == 22519


def test_the_guide_explains_every_column_as_the_template_does() -> None:
    for column in COLUMNS:
        required = "có" if column.required else ""
        assert f"| {column.vi} | `{column.code}` | {required} | {column.help} |" in GUIDE

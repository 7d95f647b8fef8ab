import os
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment

from tests.files.books import replaced, write_xlsx
from tongket.files.faults import Refused
from tongket.files.limits import Limits
from tongket.files.sheet import Cell, Kind, Shown, Span
from tongket.files.workbook import exact_number, open_tables, read_bytes, tables_of


def cell_at(path: Path, address: str, sheet: int = 0) -> Cell:
    for row in open_tables(path)[sheet].rows():
        for cell in row:
            if cell.address == address:
                return cell
    raise AssertionError(address)


def told(path: Path) -> str:
    """What a user gets to see of the file: its first cell, or why there is none."""
    try:
        return cell_at(path, "A1").text
    except Refused as refused:
        return refused.message("en")


def one_cell(path: Path, value: object, number_format: str = "General") -> Cell:
    book = openpyxl.Workbook()
    book.active["B3"] = value
    if number_format != "General":
        book.active["B3"].number_format = number_format
    book.save(path)
    return cell_at(path, "B3")


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        ("chữ", Kind.TEXT, "chữ"),
        (0.1, Kind.NUMBER, Decimal("0.1")),
        (98.26, Kind.NUMBER, Decimal("98.26")),
        (22519, Kind.NUMBER, Decimal(22519)),
        (True, Kind.BOOL, True),
        (date(2020, 1, 2), Kind.DATE, date(2020, 1, 2)),
        (datetime(2020, 1, 2, 3, 4), Kind.DATE, date(2020, 1, 2)),  # noqa: DTZ001 – a cell has no time zone
        ("#REF!", Kind.ERROR, None),
        ("#DIV/0!", Kind.ERROR, None),
        ("=1+1", Kind.UNCOMPUTED, None),
    ],
)
def test_what_a_cell_holds(tmp_path: Path, value: object, kind: Kind, read: object) -> None:
    cell = one_cell(tmp_path / "a.xlsx", value)
    assert (cell.kind, cell.value) == (kind, read)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("0.00%", Shown.PERCENT),
        ("0%", Shown.PERCENT),
        ('0.00"%"', Shown.PLAIN),
        ("#,##0", Shown.PLAIN),
        ("#,##0,", Shown.THOUSANDS),
        ("0.0,,", Shown.THOUSANDS),
        ("mmm-yy", Shown.MONTH),
        ("yyyy-mm-dd", Shown.PLAIN),
    ],
)
def test_number_formats_that_change_what_is_seen(tmp_path: Path, code: str, shown: Shown) -> None:
    assert one_cell(tmp_path / "a.xlsx", 0.9826, code).shown is shown


def test_a_stored_result_of_a_formula_is_used_and_marked(tmp_path: Path) -> None:
    plain = write_xlsx(tmp_path / "a.xlsx", [["=1+1"]])
    done = replaced(plain, tmp_path / "b.xlsx", "sheet1.xml", b"<v></v>", b"<v>2</v>")
    assert (cell_at(done, "A1").value, cell_at(done, "A1").computed) == (Decimal(2), True)


def test_indentation_by_format_and_by_blanks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "x", "   y"
    book.active["A1"].alignment = Alignment(indent=2)
    book.save(tmp_path / "a.xlsx")
    assert [cell_at(tmp_path / "a.xlsx", name).indent for name in ("A1", "A2")] == [2, 3]


def test_hidden_sheets_are_left_out_and_said(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_xlsx(tmp_path / "a.xlsx", {"Một": [["a"]], "Hai": [["b"]], "Ba": [["c"]]}))
    book["Hai"].sheet_state, book["Ba"].sheet_state = "hidden", "veryHidden"
    book.save(tmp_path / "a.xlsx")
    opened = tables_of((tmp_path / "a.xlsx").read_bytes(), "a.xlsx")
    assert [sheet.name for sheet in opened.sheets] == ["Một"]
    assert [note.vi for note in opened.notes] == [f"a.xlsx: không đọc trang tính ẩn “{n}”" for n in ("Hai", "Ba")]


def test_merged_ranges_are_known(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = "x"
    book.active.merge_cells("B2:C4")
    book.save(tmp_path / "a.xlsx")
    assert open_tables(tmp_path / "a.xlsx")[0].merged == (Span(2, 2, 4, 3),)


def test_a_workbook_with_macros_is_read_for_its_tables(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["a", 1]]).rename(tmp_path / "a.xlsm")
    assert cell_at(path, "B1").value == 1


def test_an_empty_sheet_has_no_rows(tmp_path: Path) -> None:
    assert list(open_tables(write_xlsx(tmp_path / "a.xlsx", []))[0].rows()) == []


@pytest.mark.parametrize("reference", [b"ZZZZZZZZ1", b"A99999999999999999999", b"A1048577", b"XFE1", b"", b"A0", b"1A"])
def test_a_cell_outside_any_sheet_is_refused(tmp_path: Path, reference: bytes) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["a"]])
    with pytest.raises(Refused, match="damaged"):
        open_tables(replaced(path, tmp_path / "b.xlsx", "sheet1.xml", b'r="A1"', b'r="' + reference + b'"'))


def test_two_cells_at_the_far_corners_do_not_take_a_sheet_of_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD999999"] = 1, 2
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Refused, match="more than 10000000 cells"):
        open_tables(tmp_path / "a.xlsx")


def test_more_rows_than_allowed_are_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["a"]] * 12)
    with pytest.raises(Refused, match="more than 10 rows"):
        open_tables(path, Limits(rows=10))


def test_an_entity_bomb_is_harmless(tmp_path: Path) -> None:
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {n} "{f"&{names[i - 1]};" * 10 if i else "lol" * 10}">' for i, n in enumerate(names))
    path = write_xlsx(tmp_path / "a.xlsx", [["x"]])
    bomb = replaced(
        path,
        tmp_path / "b.xlsx",
        "sheet1.xml",
        b"<worksheet ",
        f"<!DOCTYPE worksheet [{entities}]><worksheet ".encode(),
    )
    bomb = replaced(bomb, tmp_path / "c.xlsx", "sheet1.xml", b"<t>x</t>", b"<t>&j;</t>")
    began = time.perf_counter()
    assert len(told(bomb)) < 300
    assert time.perf_counter() - began < 5


def test_an_outside_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("HIDDEN")
    path = write_xlsx(tmp_path / "a.xlsx", [["x"]])
    doctype = f'<!DOCTYPE worksheet [<!ENTITY e SYSTEM "{secret.as_uri()}">]><worksheet '.encode()
    path = replaced(path, tmp_path / "b.xlsx", "sheet1.xml", b"<worksheet ", doctype)
    path = replaced(path, tmp_path / "c.xlsx", "sheet1.xml", b"<t>x</t>", b"<t>&e;</t>")
    assert "HIDDEN" not in told(path)


@pytest.mark.parametrize("serial", [b"1e300", b"-5", b"2958466", b"1e18", b"NaN", b"inf", b"abc"])
def test_dates_beyond_any_calendar_end_in_a_refusal_or_a_cell(tmp_path: Path, serial: bytes) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [[date(2020, 1, 2)]])
    path = replaced(path, tmp_path / "b.xlsx", "sheet1.xml", b"<v>43832</v>", b"<v>" + serial + b"</v>")
    assert isinstance(told(path), str)


def test_a_file_larger_than_allowed_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as stream:
        stream.truncate(1 << 30)
    began = time.perf_counter()
    with pytest.raises(Refused, match="larger than 64 MiB"):
        read_bytes(path)
    assert time.perf_counter() - began < 1


def test_what_is_no_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    os.mkfifo(tmp_path / "pipe")
    for name, says in (
        ("missing.csv", "no such file"),
        ("empty.csv", "the file is empty"),
        ("pipe", "not a plain file"),
        ("empty.csv/x", "no such file"),
        ("a\0b", "not a valid file name"),
        ("x" * 300, "cannot be opened"),
        (".", "a directory"),
    ):
        with pytest.raises(Refused, match=says):
            read_bytes(tmp_path / name)


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.XLSM"])
def test_text_under_the_name_of_a_workbook_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="damaged"):
        tables_of(b"a,b\n1,2\n", name)


@given(st.decimals(-(10**9), 10**9, places=5))
def test_a_number_of_up_to_fifteen_digits_comes_back_as_typed(number: Decimal) -> None:
    assert exact_number(float(number)) == number


@pytest.mark.parametrize(
    ("stored", "shown"),
    [(0.1 + 0.2, "0.3"), (1402.7283300000001, "1402.72833"), (2.0**53 - 1, "9007199254740991"), (-0.0, "0")],
)
def test_noise_of_binary_sums_is_not_shown_and_integers_are_exact(stored: float, shown: str) -> None:
    assert exact_number(stored) == Decimal(shown)

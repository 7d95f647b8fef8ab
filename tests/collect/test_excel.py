"""A return as a workbook and back."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tests.collect.samples import form, key
from tongket.collect import document as doc
from tongket.collect import excel
from tongket.collect.checks import Known
from tongket.collect.form import Form
from tongket.collect.typed import MARKS
from tongket.core.number import render
from tongket.core.vocabulary import Vocabulary
from tongket.core.vocabulary import vocabulary as read_vocabulary
from tongket.files.faults import Refused

UNIT, PERIOD, STAND = "commune.a", "2026-M01", excel.Stand(1, 12)
ROWS = [row.code for row in form().rows]
TYPED = st.one_of(
    st.decimals(0, 10**11, places=3).map(render), st.sampled_from(list(MARKS.values())), st.just(""), st.just("abc")
)


def cells(told: dict[str, str]) -> dict[str, Any]:
    kept = {key(row): doc.cell(form(), key(row), text, note=None, before=None, actor="u") for row, text in told.items()}
    return {cell: content for cell, content in kept.items() if content is not None}


def written(told: dict[str, str], vocabulary: Vocabulary | None = None, known: Known | None = None) -> bytes:
    return excel.write(
        form(), cells(told), known or Known(previous={"retail": Decimal("84.25")}), vocabulary or read_vocabulary(),
        unit=UNIT, unit_name="Xã Đak Đoa", period=PERIOD, period_name="tháng 01 năm 2026", stand=STAND,
    )  # fmt: skip


def read(data: bytes, unit: str = UNIT, period: str = PERIOD, of: Form | None = None) -> Mapping[str, str]:
    told = excel.read(data, "biểu.xlsx", of or form(), unit=unit, period=period)
    assert told.stand == STAND
    return told.texts


def changed(data: bytes, change: Any) -> bytes:
    book = load_workbook(BytesIO(data))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def entry(book: Workbook, row: str) -> Any:
    sheet = book[excel.SHEET]
    line = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == row)
    column = next(c.column for c in sheet[excel._HEAD_ROW + 1] if c.value == form().entered.name.vi)
    return sheet.cell(line, column)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(ROWS), TYPED.filter(lambda text: text != "abc")))
def test_what_was_downloaded_says_the_same_when_handed_in_unchanged(told: dict[str, str]) -> None:
    found = read(written(told))
    assert set(found) == {key(row) for row in ROWS}
    assert cells({row: found[key(row)] for row in ROWS}) == cells(told)


def test_the_same_return_is_the_same_bytes() -> None:
    assert written({"retail": "85,5"}) == written({"retail": "85,5"})


def test_labels_are_protected_and_what_is_known_stands_beside() -> None:
    sheet = load_workbook(BytesIO(written({})))[excel.SHEET]
    assert sheet.protection.sheet
    retail = next(row for row in sheet.iter_rows() if row[0].value == "retail")
    assert [cell.protection.locked for cell in retail] == [c.value != "" and c is not retail[5] for c in retail]
    assert retail[4].value == pytest.approx(84.25)
    assert retail[3].value == "tỷ đồng"


def test_every_fault_at_once_with_sheet_and_cell() -> None:
    def spoil(book: Workbook) -> None:
        entry(book, "retail").value = "1,234.5"
        entry(book, "industry").value = "=1/0"
        entry(book, "export").value = 1.23456
        entry(book, "power").number_format = "0%"
        entry(book, "power").value = 0.5

    with pytest.raises(Refused) as caught:
        read(changed(written({}), spoil))
    assert len(caught.value.faults) == 4
    assert all(fault.sheet == excel.SHEET and fault.cell for fault in caught.value.faults)
    assert "F" in str(caught.value.faults[0].cell)


@pytest.mark.parametrize(
    ("unit", "period", "says"), [("commune.b", PERIOD, "đơn vị khác"), (UNIT, "2026-M02", "kỳ khác")]
)
def test_another_units_or_periods_workbook_is_recognised(unit: str, period: str, says: str) -> None:
    with pytest.raises(Refused, match="another") as caught:
        read(written({}), unit, period)
    assert says in caught.value.message("vi")


@pytest.mark.parametrize(("wanted", "says"), [({"code": "other"}, "biểu khác"), ({"version": "2031"}, "phiên bản")])
def test_another_forms_and_an_older_versions_workbook_are_recognised(wanted: dict[str, str], says: str) -> None:
    with pytest.raises(Refused) as caught:
        read(written({}), of=replace(form(), **wanted))  # type: ignore[arg-type]
    assert says in caught.value.message("vi")


@pytest.mark.parametrize(
    "change", [("2026-M01", "2026-M02"), ("|1.12|", "|1.13|"), ("|1.12|", "|"), ("tongket|", "tongket||")]
)
def test_a_line_of_identification_that_somebody_changed(change: tuple[str, str]) -> None:
    def edited(book: Workbook) -> None:
        book[excel.SHEET]["C3"].value = book[excel.SHEET]["C3"].value.replace(*change)

    with pytest.raises(Refused, match="was changed"):
        read(changed(written({}), edited))


def test_of_two_sheets_that_are_forms_none_is_chosen() -> None:
    def doubled(book: Workbook) -> None:
        book.copy_worksheet(book[excel.SHEET]).title = "Bản nháp"

    with pytest.raises(Refused, match="more than one") as caught:
        read(changed(written({"retail": "5"}), doubled))
    assert "Bản nháp" in caught.value.message("vi")


def test_a_sheet_full_of_junk_is_given_up_early() -> None:
    def spoiled(book: Workbook) -> None:
        for line in range(20, 5_020):
            book[excel.SHEET].cell(line, 1).value = f"junk{line}"

    with pytest.raises(Refused) as caught:
        read(changed(written({}), spoiled))
    assert len(caught.value.faults) <= 1000


def test_a_workbook_without_its_line_of_identification() -> None:
    def wiped(book: Workbook) -> None:
        book[excel.SHEET]["C3"].value = None

    with pytest.raises(Refused, match="which form"):
        read(changed(written({}), wiped))


def test_rows_may_be_moved_but_not_lost_doubled_or_invented() -> None:
    def moved(book: Workbook) -> None:
        sheet = book[excel.SHEET]
        first, second = (entry(book, row).row for row in ("retail", "export"))
        for column in range(1, sheet.max_column + 1):
            a, b = sheet.cell(first, column), sheet.cell(second, column)
            a.value, b.value = b.value, a.value

    assert read(changed(written({"retail": "5", "export": "7"}), moved))[key("retail")] == "5"

    def lost(book: Workbook) -> None:
        sheet = book[excel.SHEET]
        sheet.cell(entry(book, "retail").row, 1).value = "export"
        sheet.cell(entry(book, "power").row, 1).value = "invented"

    with pytest.raises(Refused) as caught:
        read(changed(written({}), lost))
    told = caught.value.message("en")
    assert all(word in told for word in ("twice", "invented", "missing"))


def test_merged_cells_and_a_column_that_is_gone() -> None:
    def merged(book: Workbook) -> None:
        cell = entry(book, "retail")
        cell.value = 5
        book[excel.SHEET].merge_cells(start_row=cell.row, end_row=cell.row + 1, start_column=6, end_column=6)

    with pytest.raises(Refused, match="merged"):
        read(changed(written({}), merged))

    def gone(book: Workbook) -> None:
        book[excel.SHEET].cell(excel._HEAD_ROW + 1, 6).value = "Khác"

    with pytest.raises(Refused, match="gone"):
        read(changed(written({}), gone))


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook(data: bytes) -> None:
    with pytest.raises(Refused):
        read(data)

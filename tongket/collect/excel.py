"""A return as a workbook: written for filling in, and read back with every fault at once.

The line of identification stands in a cell one can see, so that a workbook that was renamed, copied or saved by another
program still says what it is. Labels, units and what is known beside are protected against slips, not against people.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tongket.collect import typed
from tongket.collect.checks import Known
from tongket.collect.form import RATIOS, Column, Form, Row, cell_key
from tongket.core.figure import State
from tongket.core.number import render
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary
from tongket.files.faults import Fault, Refused, refuse
from tongket.files.sheet import Cell, Kind, Sheet, Shown
from tongket.files.workbook import tables_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SHEET = "Biểu"
_MARK = "tongket"
_CODE_HEADING = "Mã dòng"
_HEADS = (_CODE_HEADING, "TT", "Chỉ tiêu", "Đơn vị tính")
_HEAD_ROW, _FIRST = 4, 5
_MADE = datetime(2025, 1, 1)  # noqa: DTZ001 – a fixed mark in the file's properties, so that equal returns are equal bytes
_STAND = re.compile(r"\|(\d{1,9})\.(\d{1,9})$")
_EXACT_DIGITS, _MOST_FAULTS = 15, 1000
_FONT = {"font_name": "Times New Roman", "font_size": 12}


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a return was when its workbook was written: number of its version, and its revision."""

    number: int
    revision: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a workbook says.

    Attributes:
        texts: of each cell that is filled in, as if it had been typed; empty ones, too.
        stand: of the return when the workbook was written.
    """

    texts: Mapping[str, str]
    stand: Stand


def identification(form: Form, unit: str, period: str, stand: Stand) -> str:
    """Return the line by which a workbook is known again."""
    told = "|".join((_MARK, form.code, form.version, unit, period, f"{stand.number}.{stand.revision}"))
    return f"{told}|{_sum(told)}"


def _sum(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def write(
    form: Form, cells: Mapping[str, Mapping[str, Any]], known: Known, vocabulary: Vocabulary, *, unit: str,
    unit_name: str, period: str, period_name: str, stand: Stand,
) -> bytes:  # fmt: skip
    """Return a return as a workbook to fill in.

    Args:
        form: the form.
        cells: of the document.
        known: what stands beside.
        vocabulary: for the units of measure.
        unit: code of the reporting unit.
        unit_name: how it is called.
        period: in text form.
        period_name: in words.
        stand: of the return now.
    """
    import xlsxwriter  # noqa: PLC0415 – heavy, only when used

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(SHEET)
        plain = book.add_format(_FONT)
        sheet.write_string(0, 2, form.name.vi, book.add_format({**_FONT, "bold": True, "font_size": 14}))
        sheet.write_string(1, 2, f"{unit_name} – {period_name}", plain)
        grey = book.add_format({**_FONT, "font_size": 8, "font_color": "#808080"})
        sheet.write_string(2, 2, identification(form, unit, period, stand), grey)
        _headings(book, sheet, form)
        _rows(book, sheet, form, cells, known, vocabulary)
        _arrange(sheet, form)
    return out.getvalue()


def _headings(book: "Workbook", sheet: "Worksheet", form: Form) -> None:
    head = book.add_format({**_FONT, "bold": True, "text_wrap": True, "align": "center", "border": 1,
                            "bg_color": "#E7EDEF"})  # fmt: skip
    for at, name in enumerate((*_HEADS, *(column.name.vi for column in form.columns))):
        sheet.write_string(_HEAD_ROW, at, name, head)


def _rows(
    book: "Workbook", sheet: "Worksheet", form: Form, cells: Mapping[str, Mapping[str, Any]], known: Known,
    vocabulary: Vocabulary,
) -> None:  # fmt: skip
    label = book.add_format({**_FONT, "border": 1, "text_wrap": True, "valign": "top"})
    small = book.add_format({**_FONT, "border": 1, "font_size": 8, "font_color": "#808080"})
    for at, row in enumerate(form.rows, start=_FIRST):
        number = "#,##0" + ("." + "0" * row.decimals if row.decimals else "")
        beside = book.add_format({**_FONT, "border": 1, "num_format": number, "font_color": "#51626A"})
        ratio = book.add_format({**_FONT, "border": 1, "num_format": "0.00", "font_color": "#51626A"})
        entry = book.add_format({**_FONT, "border": 1, "num_format": "#,##0.###", "locked": False,
                                 "bg_color": "#FFFBE6"})  # fmt: skip
        indent = book.add_format({**_FONT, "border": 1, "text_wrap": True, "indent": row.number.count(".")})
        sheet.write_string(at, 0, row.code, small)
        sheet.write_string(at, 1, row.number, label)
        sheet.write_string(at, 2, row.name.vi, indent)
        sheet.write_string(at, 3, vocabulary.units[row.unit].symbol.vi, label)
        for place, column in enumerate(form.columns, start=len(_HEADS)):
            if column.entered:
                _entry(sheet, at, place, cells.get(cell_key(row.code, column.code)), entry)
            elif column.what in RATIOS:
                sheet.write_blank(at, place, None, ratio)
            else:
                _number(sheet, at, place, known.of(column.what, row.code, None), beside)


def _entry(sheet: "Worksheet", at: int, place: int, kept: Mapping[str, Any] | None, style: "Format") -> None:
    if kept and "v" in kept and len(Decimal(kept["v"]).as_tuple().digits) <= _EXACT_DIGITS:
        sheet.write_number(at, place, float(kept["v"]), style)
    elif kept:
        sheet.write_string(at, place, str(kept["t"]), style)
    else:
        sheet.write_blank(at, place, None, style)


def _number(sheet: "Worksheet", at: int, place: int, value: Decimal | None, style: "Format") -> None:
    if value is None:
        sheet.write_blank(at, place, None, style)
    else:
        sheet.write_number(at, place, float(value), style)


def _arrange(sheet: "Worksheet", form: Form) -> None:
    last = _FIRST + sum(1 for _ in form.rows)
    guide = (
        f"“{typed.MARKS[State.NIL]}”: không phát sinh; “{typed.MARKS[State.MISSING]}”: chưa có số; để trống: chưa nhập."
    )
    sheet.write_string(last + 1, 2, guide)
    sheet.set_column(0, 0, 9)
    sheet.set_column(1, 1, 6)
    sheet.set_column(2, 2, 46)
    sheet.set_column(3, 3, 12)
    sheet.set_column(4, 3 + len(form.columns), 16)
    sheet.freeze_panes(_FIRST, 3)
    sheet.protect("", {"format_columns": True, "select_locked_cells": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)


def read(data: bytes, file: str, form: Form, *, unit: str, period: str) -> Told:
    """Return what a workbook says.

    Args:
        data: the file.
        file: its name, for the faults.
        form: of the return it is to go into.
        unit: code of the reporting unit.
        period: in text form.

    Raises:
        Refused: it is no workbook, another one, or has cells that cannot be read; every fault at once.
    """
    found = [(sheet, line) for sheet in tables_of(data, file).sheets for line in _identified(sheet)]
    if not found:
        raise refuse(
            file,
            Text("không có dòng nhận dạng của biểu", "it has no line that says which form it is"),
            Text("tải biểu từ trang báo cáo rồi nhập vào tệp đó", "download the form from the return and fill that in"),
        )
    if len(found) > 1:
        listed = ", ".join(f"“{sheet.name}”" for sheet, _ in found)
        raise refuse(
            file,
            Text(f"có hai trang biểu trở lên ({listed})", f"more than one sheet is a form ({listed})"),
            Text("chỉ giữ lại trang cần nộp", "keep the one that is to be handed in"),
        )
    sheet, line = found[0]
    stand = _check_same(file, sheet, line, (form.code, form.version, unit, period))
    return Told(_Reader(file, sheet, form).read(), stand)


def _identified(sheet: Sheet) -> Iterator[str]:
    for row in sheet.top(_HEAD_ROW + 6):
        for cell in row:
            if cell.kind is Kind.TEXT and cell.text.startswith(_MARK + "|"):
                yield cell.text


def _check_same(file: str, sheet: Sheet, line: str, wanted: tuple[str, ...]) -> Stand:
    """Return how far the return was by a workbook's line of identification.

    Raises:
        Refused: the line was changed, or it is another return's.
    """
    told, _, checked = line.rpartition("|")
    stand = _STAND.search(told)
    if stand is None or checked != _sum(told):
        raise refuse(
            file,
            Text("dòng nhận dạng đã bị sửa", "the line of identification was changed"),
            Text("tải lại biểu từ trang báo cáo", "download the form again"),
            sheet.name,
        )
    names = (
        Text("của biểu khác", "of another form"), Text("của phiên bản biểu khác", "of another version"),
        Text("của đơn vị khác", "of another unit"), Text("của kỳ khác", "of another period"),
    )  # fmt: skip
    faults = [
        Fault(file, sheet.name, None, Text(f"là tệp {name.vi} ({a})", f"it is {name.en} ({a})"),
              Text(f"cần tệp ({b}); tải lại biểu từ trang báo cáo này", f"({b}) is wanted; download it again here"))
        for name, a, b in zip(names, told.split("|")[1:-1], wanted, strict=True) if a != b
    ]  # fmt: skip
    if faults:
        raise Refused(faults)
    return Stand(int(stand[1]), int(stand[2]))


class _Reader:
    """Reads the rows of one sheet, and gathers faults."""

    def __init__(self, file: str, sheet: Sheet, form: Form) -> None:
        self._file, self._sheet, self._form = file, sheet, form
        self._faults: list[Fault] = []
        self._found: dict[str, str] = {}

    def read(self) -> dict[str, str]:
        lines = self._sheet.rows()
        column = self._heading(lines)
        seen: set[str] = set()
        if column is not None:
            known = {row.code: row for row in self._form.rows}
            for cells in lines:
                code = cells[0].text if cells else ""
                if code in known:
                    self._row(known[code], cells, column, seen)
                elif code:
                    self._fault(cells[0], f"không có dòng mã “{code}” trong biểu", f"the form has no row “{code}”")
            missing = [row.number for row in self._form.rows if row.code not in seen]
            if missing:
                listed = ", ".join(missing)
                self._fault(None, f"thiếu các dòng {listed}", f"rows {listed} are missing")
        if self._faults:
            raise Refused(self._faults)
        return self._found

    def _heading(self, lines: Iterator[list[Cell]]) -> int | None:
        name = self._form.entered.name.vi
        for cells in lines:
            if cells and cells[0].text == _CODE_HEADING:
                at = next((n for n, cell in enumerate(cells) if cell.text == name), None)
                if at is None:
                    self._fault(cells[0], f"không còn cột “{name}”", f"the column “{name}” is gone")
                return at
        self._fault(None, f"không còn dòng tiêu đề “{_CODE_HEADING}”", "the row of headings is gone")
        return None

    def _row(self, row: Row, cells: Sequence[Cell], column: int, seen: set[str]) -> None:
        if row.code in seen:
            self._fault(cells[0], f"dòng mã “{row.code}” có hai lần", f"row “{row.code}” is there twice")
            return
        seen.add(row.code)
        cell = cells[column] if column < len(cells) else None
        entered: Column = self._form.entered
        self._found[cell_key(row.code, entered.code)] = self._text(row, cell)

    def _text(self, row: Row, cell: Cell | None) -> str:
        if cell is None or cell.kind is Kind.EMPTY:
            return ""
        if any(s.top <= cell.row <= s.bottom and s.left <= cell.column <= s.right for s in self._sheet.merged):
            return self._fault(cell, "ô nhập bị trộn với ô khác", "the cell is merged with others")
        if cell.kind is Kind.NUMBER and isinstance(cell.value, Decimal):
            if cell.shown is not Shown.PLAIN:
                return self._fault(
                    cell, "định dạng ô làm số nhìn thấy khác số thật (phần trăm, nghìn)",
                    "the format shows another number than the cell holds (percent, thousands)",
                )  # fmt: skip
            text = render(cell.value)
        elif cell.kind is Kind.TEXT:
            text = cell.text
        else:
            return self._fault(
                cell, "không phải số (ngày, lỗi, hoặc công thức chưa tính)", "no number (a date, an error, a formula)"
            )
        fault = typed.read(text, row.decimals).fault
        return text if fault is None else self._fault(cell, fault.vi, fault.en)

    def _fault(self, cell: Cell | None, vi: str, en: str) -> str:
        remedy = Text("sửa trong tệp rồi nộp lại", "correct it in the file and hand it in again")
        if len(self._faults) >= _MOST_FAULTS:
            raise Refused(self._faults)
        self._faults.append(Fault(self._file, self._sheet.name, cell.address if cell else None, Text(vi, en), remedy))
        return ""

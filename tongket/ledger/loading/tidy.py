"""The tidy layout: one row is one figure, its parts in named columns in any order. See docs/layouts.md."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from tongket.core.figure import Figure
from tongket.core.text import Lang, Text
from tongket.core.vocabulary import Vocabulary
from tongket.files.faults import Fault
from tongket.files.sheet import Cell, Sheet
from tongket.ledger.loading.findings import Findings
from tongket.ledger.loading.tidy_fields import RowFields
from tongket.ledger.loading.tidy_row import read_row
from tongket.ledger.loading.words import BY_CODE, COLUMNS, HEADINGS, heading

SEARCHED_ROWS = 40
"""How far down the heading row is looked for."""
_FEWEST_HEADINGS = 3
_LOCALE = re.compile(r"locale\s*=\s*(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """The heading row of a tidy table.

    Attributes:
        row: its number.
        columns: column number of each column code.
        unknown: heading cells that name no column.
        repeated: heading cells that name a column once more.
    """

    row: int
    columns: dict[str, int]
    unknown: tuple[Cell, ...]
    repeated: tuple[Cell, ...]


def find_header(sheet: Sheet) -> Header | None:
    """Return the heading row of a tidy table: the one of the first rows that names most columns.

    Returns:
        None where no row names at least three, the period or the value among them.
    """
    best: Header | None = None
    for row in sheet.top(SEARCHED_ROWS):
        found = _header(row)
        if best is None or len(found.columns) > len(best.columns):
            best = found
    if best is None or len(best.columns) < _FEWEST_HEADINGS or not {"period", "value"} & set(best.columns):
        return None
    return best


def stated_locale(rows: Sequence[Sequence[Cell]], findings: Findings, given: Lang | None) -> Lang | None:
    """Return how numbers are written in text cells: as the rows above the table state it, or as the caller says.

    Args:
        rows: the rows above the heading row.
        findings: takes a statement that is none, or contradicts `given`.
        given: what the caller says; None: nothing.
    """
    for cell in (cell for row in rows for cell in row):
        match = _LOCALE.search(cell.text) if isinstance(cell.value, str) else None
        if match is None:
            continue
        stated = match[1].lower()
        if stated not in ("vi", "en"):
            problem = Text(f"không có cách viết số “{match[1]}”", f"there is no way of writing numbers “{match[1]}”")
        elif given is not None and stated != given:
            problem = Text(
                f"tệp ghi locale={stated} nhưng lệnh ghi {given}",
                f"the file states locale={stated}, the command {given}",
            )
        else:
            return "vi" if stated == "vi" else "en"
        findings.add(
            cell,
            problem,
            Text("ghi locale=vi hoặc locale=en, một cách thôi", "state locale=vi or locale=en, one of them"),
        )
        return given
    return given


def read_tidy(
    sheets: Sheet | Sequence[Sheet], name: str, vocabulary: Vocabulary, locale: Lang | None = None
) -> tuple[list[Figure], list[Fault]]:
    """Read tables in the tidy layout.

    Args:
        sheets: the sheets that hold them.
        name: the name by which messages call the file.
        vocabulary: indicators, places, units, … that may be named.
        locale: how numbers in text cells are written, where the file does not state it.

    Returns:
        The figures of the rows without fault, and all faults. Where there is a fault, nothing should be recorded.
    """
    figures: list[Figure] = []
    faults: list[Fault] = []
    for sheet in [sheets] if isinstance(sheets, Sheet) else sheets:
        findings = Findings(name, sheet.name)
        figures += _read_sheet(sheet, vocabulary, locale, findings)
        faults += findings.faults
    return figures, faults


def _read_sheet(sheet: Sheet, vocabulary: Vocabulary, locale: Lang | None, findings: Findings) -> list[Figure]:
    header = find_header(sheet)
    if header is None:
        findings.add(None, NO_TABLE, _headings_remedy())
        return []
    _check_header(header, findings)
    _check_merged(sheet, header, findings)
    above = sheet.top(header.row - 1)
    locale = stated_locale(above, findings, locale)
    if missing := [c for c in COLUMNS if c.required and c.code not in header.columns]:
        names = ", ".join(f"{c.vi} ({c.code})" for c in missing)
        findings.add(
            f"{header.row}:{header.row}",
            Text(f"thiếu cột: {names}", f"columns are missing: {names}"),
            Text("thêm các cột đó vào dòng tiêu đề", "add them to the heading row"),
        )
        return []
    width = max(header.columns.values())
    figures: list[Figure] = []
    empty = True
    for row in islice(sheet.rows(), header.row, None):
        if all(cell.empty for cell in row):
            continue
        empty = False
        _check_ragged(row, width, findings)
        figure = read_row(RowFields(row, header.columns, locale, findings), vocabulary)
        if figure is not None:
            figures.append(figure)
        if findings.full:
            break
    if empty:
        findings.add(
            None,
            Text("bảng không có dòng số liệu nào", "the table has no rows of figures"),
            Text("ghi số liệu từ dòng ngay dưới tiêu đề", "write figures from the row below the headings"),
        )
    return figures


NO_TABLE = Text("không nhận ra bảng số liệu nào", "no table of figures was recognised")


def _headings_remedy() -> Text:
    required = [c for c in COLUMNS if c.required]
    return Text(
        "dòng tiêu đề cần có: " + ", ".join(c.vi for c in required) + "; hoặc dùng biểu tháng (xem docs/layouts.md)",
        "the heading row needs: "
        + ", ".join(c.code for c in required)
        + "; or use the monthly layout (docs/layouts.md)",
    )


def _header(row: Sequence[Cell]) -> Header:
    columns: dict[str, int] = {}
    unknown, repeated = [], []
    for cell in row:
        code = HEADINGS.get(heading(cell.text))
        if code is None:
            if not cell.empty:
                unknown.append(cell)
        elif code in columns:
            repeated.append(cell)
        else:
            columns[code] = cell.column
    return Header(row[0].row if row else 0, columns, tuple(unknown), tuple(repeated))


def _check_header(header: Header, findings: Findings) -> None:
    for cell in header.unknown:
        near = get_close_matches(heading(cell.text), list(HEADINGS), 1, 0.5)
        column = BY_CODE[HEADINGS[near[0]]] if near else None
        remedy = (
            Text(f"có lẽ là cột “{column.vi}” ({column.code})", f"perhaps the column “{column.code}” ({column.vi})")
            if column is not None
            else Text(
                "bỏ cột này, hoặc chuyển nội dung vào cột Ghi chú (note)", "drop the column, or move it into “note”"
            )
        )
        findings.add(cell, Text(f"không có cột tên “{cell.text}”", f"there is no column “{cell.text}”"), remedy)
    for cell in header.repeated:
        findings.add(
            cell,
            Text(f"cột “{cell.text}” lặp lại", f"the column “{cell.text}” is there twice"),
            Text("chỉ giữ một cột", "keep one of them"),
        )


def _check_merged(sheet: Sheet, header: Header, findings: Findings) -> None:
    for span in sheet.merged:
        if span.bottom >= header.row and span.left <= max(header.columns.values()):
            findings.add(
                span.address,
                Text("ô gộp trong vùng số liệu", "merged cells inside the table"),
                Text("bỏ gộp ô và ghi đủ nội dung vào từng ô", "unmerge them and fill in each cell"),
            )


def _check_ragged(row: Sequence[Cell], width: int, findings: Findings) -> None:
    beyond = next((cell for cell in row[width:] if not cell.empty), None)
    if beyond is not None:
        findings.add(
            beyond,
            Text("dòng có nhiều ô hơn dòng tiêu đề", "the row has more cells than the heading row"),
            Text(
                "đặt ô có dấu phẩy (kể cả số thập phân 98,26) trong nháy kép, hoặc dùng dấu ; để phân cách cột",
                "put cells with a comma (also decimals such as 98,26) in quotation marks, or part columns with ;",
            ),
        )

"""The table of a monthly return: where it begins, and which column holds what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tongket.core.errors import InvalidInput
from tongket.core.period import Period
from tongket.core.text import Text, fold
from tongket.files.sheet import Cell, Kind, Sheet
from tongket.ledger.loading.findings import Findings
from tongket.ledger.loading.monthly_headings import FIXED, Meaning, meaning

SEARCHED_ROWS = 60
_MOST_HEADING_ROWS = 6
_FEWEST_TIMES = 2
_TIME = re.compile(r"\bthang\b|\bcong don\b|\bluy ke\b|\bcung ky\b")
_NUMBERING = re.compile(r"\(?(?:[A-Za-zĐđ]|\d{1,2})\)?(?:\s*=.*)?")
_NUMBER_LIKE = re.compile(r"[-–−+]?\d[\d.,\s]*%?")
_YEAR = re.compile(r"(?:19|20)\d\d")
HEADING_REMEDY = Text(
    "ghi một trong: thực hiện tháng trước; ước tháng báo cáo; cộng dồn từ đầu năm; tháng cùng kỳ năm trước; "
    "cộng dồn cùng kỳ năm trước; % tháng so tháng trước; % tháng so cùng kỳ; % cộng dồn so cùng kỳ; kế hoạch năm; "
    "% kế hoạch năm",
    "write one of: thực hiện tháng trước (previous month); ước tháng báo cáo (month); "
    "cộng dồn từ đầu năm (cumulative); tháng cùng kỳ năm trước (month of last year); "
    "cộng dồn cùng kỳ năm trước (cumulative of last year); or a ratio of them",
)


@dataclass(frozen=True, slots=True)
class Table:
    """Where the table of a return stands.

    Attributes:
        first: row of its first heading.
        last: row of its last heading.
        fixed: column number of the indicator, code, unit, …
        headings: heading text of each other column, the rows of it joined.
    """

    first: int
    last: int
    fixed: dict[str, int]
    headings: dict[int, str]


def find_table(sheet: Sheet) -> Table | None:
    """Return the table of a monthly return; None where no row has a heading of indicators and two of times."""
    rows = sheet.top(SEARCHED_ROWS)
    for index, row in enumerate(rows):
        name = next((cell for cell in row if FIXED.get(fold(cell.text)) == "indicator"), None)
        if name is None:
            continue
        last = _last_heading(rows, index, name.column, sheet)
        texts = _column_texts(rows[index : last + 1], sheet, index + 1)
        fixed = {FIXED[fold(text)]: column for column, text in reversed(texts.items()) if fold(text) in FIXED}
        headings = {column: text for column, text in texts.items() if fold(text) not in FIXED}
        if sum(bool(_TIME.search(fold(text))) for text in headings.values()) >= _FEWEST_TIMES:
            return Table(index + 1, last + 1, fixed, headings)
    return None


def read_columns(table: Table, month: Period, findings: Findings) -> dict[int, Meaning]:
    """Return what each column of figures says, after recording headings that cannot be understood."""
    columns: dict[int, Meaning] = {}
    for column, text in table.headings.items():
        cell = Cell(text, table.first, column, Kind.TEXT)
        try:
            columns[column] = meaning(text, month)
        except InvalidInput as error:
            findings.error(cell, error, HEADING_REMEDY)
    return columns


def is_numbering(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: A, B, C, 1, 2, 3=2/1."""
    texts = [cell.text for cell in row if not cell.empty]
    return len(texts) > 1 and all(_NUMBERING.fullmatch(text) for text in texts)


def is_number(cell: Cell) -> bool:
    """Whether a cell is a number or, in a text file, looks like one."""
    return cell.kind is Kind.NUMBER or (cell.kind is Kind.TEXT and _NUMBER_LIKE.fullmatch(cell.text) is not None)


def _last_heading(rows: Sequence[Sequence[Cell]], first: int, name_column: int, sheet: Sheet) -> int:
    merged = [s.bottom for s in sheet.merged if s.top == first + 1 and s.left <= name_column <= s.right]
    last = max([first, *(bottom - 1 for bottom in merged)])
    while last + 1 < min(len(rows), first + _MOST_HEADING_ROWS) and _continues(rows[last + 1], name_column):
        last += 1
    return last


def _continues(row: Sequence[Cell], name_column: int) -> bool:
    filled = [cell for cell in row if not cell.empty]
    if not filled or any(cell.column == name_column for cell in filled) or is_numbering(row):
        return False
    # A number is a figure whose name is missing, unless it is the year of a heading.
    return not any(is_number(cell) and not _YEAR.fullmatch(cell.text) for cell in filled)


def _column_texts(rows: Sequence[Sequence[Cell]], sheet: Sheet, first: int) -> dict[int, str]:
    width = max(len(row) for row in rows)
    grid = [[cell.text for cell in row] + [""] * (width - len(row)) for row in rows]
    for span in sheet.merged:
        if not first <= span.top < first + len(rows) or span.left > width:
            continue
        text = grid[span.top - first][span.left - 1]
        for r in range(span.top, min(span.bottom, first + len(rows) - 1) + 1):
            for c in range(span.left, min(span.right, width) + 1):
                grid[r - first][c - 1] = text
    if not sheet.merged:
        _spread(grid)
    texts: dict[int, str] = {}
    for column in range(width):
        parts = list(dict.fromkeys(" ".join(line[column].split()) for line in grid if line[column].strip()))
        if parts:
            texts[column + 1] = " ".join(parts)
    return texts


def _spread(grid: list[list[str]]) -> None:
    # A text file has no merged cells: a heading over several columns stands over the first of them alone.
    for upper, line in enumerate(grid[:-1]):
        below = [any(rest[column].strip() for rest in grid[upper + 1 :]) for column in range(len(line))]
        for column in range(1, len(line)):
            if not line[column].strip() and below[column] and below[column - 1]:
                line[column] = line[column - 1]

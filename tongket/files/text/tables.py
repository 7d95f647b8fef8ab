"""Tables: from cells as they stand to cells that know what their row and column are about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongket.core.text import fold
from tongket.files.text.document import TextCell, TextTable
from tongket.files.text.offsets import Offsets


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell as a reader met it, at offsets before composing.

    Attributes:
        width: columns it spans.
        height: rows it spans; 0 where it goes on with the one above it.
        header: whether the file marks it as a heading.
    """

    start: int
    end: int
    width: int = 1
    height: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a reader met it, at offsets before composing."""

    start: int
    end: int
    caption: str
    rows: tuple[tuple[GridCell, ...], ...]


MAX_SPAN = 200
"""Columns or rows that one cell may claim to span; what claims more is a mistake or worse."""
_NUMBER = re.compile(r"[(<>≥≤~+−–-]?\s*\d[\d.,\s]*(?:[–-]\s*\d[\d.,]*)?\s*%?\s*\)?")
_ORDINAL = re.compile(r"(?:[0-9]{1,3}|[IVXLC]+|[a-zđA-ZĐ])(?:\.\d+)*[.)]?|[-–+*•]")
_UNIT_HEADING = frozenset({"don vi", "dvt", "don vi tinh", "unit", "d.v.t"})
_ORDINAL_HEADING = frozenset({"stt", "tt", "so tt", "no.", "no", "so thu tu", "#"})
_UNIT_NOTE = re.compile(r"(?:đơn vị(?: tính)?|đvt|unit)\s*:\s*([^()\n;]{1,40})", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()]{1,25})\)\s*$")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell on its place in the grid; one that spans several places is on each of them."""

    start: int
    end: int
    text: str
    header: bool
    origin: tuple[int, int]


Square = list[list[_Placed | None]]


def arranged(grid: Grid, text: str, offsets: Offsets) -> TextTable:
    """Return the table with what each cell's row and column are about."""
    square = _square(grid, text, offsets)
    heads = _count_heads(square)
    above = [row for row in square[:heads] if not _numbers_columns(row)]
    headings = [_joined(row[c] for row in above) for c in range(len(square[0]) if square else 0)]
    labels = _label_column(square[heads:], headings)
    units = next((c for c, h in enumerate(headings) if _plain(h) in _UNIT_HEADING), None)
    start, end = offsets.to_new(grid.start), offsets.to_new(grid.end)
    common = _noted_unit(grid.caption) or _noted_unit(text[max(0, start - 200) : start].rpartition("\n\n")[2])
    cells = []
    for r, row in enumerate(square[heads:], start=heads):
        label = row[labels] if labels is not None else None
        unit = row[units] if units is not None else None
        for c, cell in enumerate(row):
            if cell is None or cell.origin != (r, c) or c in (labels, units) or not cell.text:
                continue
            if labels is not None and c < labels and _plain(headings[c]) in _ORDINAL_HEADING | {""}:
                continue
            own = (unit.text if unit else "") or _bracketed(headings[c]) or _bracketed(label.text if label else "")
            cells.append(
                TextCell(cell.start, cell.end, cell.text, r, c, label.text if label else "", headings[c], own or common)
            )
    return TextTable(start, end, grid.caption, tuple(cells))


def _square(grid: Grid, text: str, offsets: Offsets) -> Square:
    square: Square = [[] for _ in grid.rows]
    for r, row in enumerate(grid.rows):
        c = 0
        for cell in row:
            while c < len(square[r]) and square[r][c] is not None:
                c += 1
            start, end = offsets.to_new(cell.start), offsets.to_new(cell.end)
            words = " ".join(text[start:end].split())
            placed: _Placed | None = _Placed(start, end, words, cell.header, (r, c))
            if not cell.height and r and c < len(square[r - 1]):
                placed = square[r - 1][c]
            for down in square[r : r + max(1, min(cell.height, MAX_SPAN))]:
                width = min(cell.width, MAX_SPAN)
                down.extend([None] * (c + width - len(down)))
                down[c : c + width] = [placed] * width
            c += min(cell.width, MAX_SPAN)
    width = max((len(row) for row in square), default=0)
    for line in square:
        line.extend([None] * (width - len(line)))
    return square


def _count_heads(square: Square) -> int:
    """Return how many rows head the table: those marked so, else those before the first with a figure in it."""
    marked = 0
    for row in square:
        cells = [cell for cell in row if cell is not None]
        if not cells or not all(cell.header for cell in cells):
            break
        marked += 1
    if marked:
        return marked + (1 if marked < len(square) and _numbers_columns(square[marked]) else 0)
    for r, row in enumerate(square):
        if r and _numbers_columns(row):
            return r + 1
        filled = {cell.origin for cell in row if cell is not None and cell.text}
        # A row that only names a section (“I. Công nghiệp”) is below the head.
        if any(cell is not None and _is_figure(cell.text) for cell in row[1:]) or (r and len(filled) * 2 <= len(row)):
            return r
    return min(1, len(square))


def _is_figure(text: str) -> bool:
    # A year alone heads a column; it is no figure of it.
    return _NUMBER.fullmatch(text) is not None and re.fullmatch(r"(?:19|20)\d\d", text) is None


def _numbers_columns(row: Sequence[_Placed | None]) -> bool:
    """Whether a row only numbers the columns: 1 2 3 4, (1) (2) (3), A B 1 2."""
    texts = [cell.text.strip("() ") for cell in row if cell is not None and cell.text]
    numbers = [int(t) for t in texts if re.fullmatch(r"[0-9]{1,2}", t)]
    letters = [t for t in texts if re.fullmatch(r"[A-Z]", t)]
    in_turn = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return in_turn and len(numbers) + len(letters) >= max(3, len(texts) - 1)


def _label_column(rows: Square, headings: list[str]) -> int | None:
    """Return the column that says what the rows are about: the first one of words that are no ordinals."""
    for c, heading in enumerate(headings):
        if _plain(heading) in _ORDINAL_HEADING or _plain(heading) in _UNIT_HEADING:
            continue
        texts = [cell.text for row in rows if (cell := row[c]) is not None and cell.text]
        words = [t for t in texts if not _NUMBER.fullmatch(t) and not _ORDINAL.fullmatch(t)]
        years = [t for t in texts if re.fullmatch(r"(?:năm |tháng |quý )?\S{1,9}", t, re.IGNORECASE) and c == 0]
        if texts and (len(words) * 2 > len(texts) or (years and len(years) == len(texts) and c == 0 and words)):
            return c
    return None


def _joined(cells: Iterator[_Placed | None]) -> str:
    return " / ".join(dict.fromkeys(cell.text for cell in cells if cell is not None and cell.text))


def _plain(text: str) -> str:
    return fold(text).strip(" .:")


def _noted_unit(text: str) -> str:
    match = _UNIT_NOTE.search(text)
    return match[1].strip(" .,)") if match else ""


def _bracketed(text: str) -> str:
    match = _IN_BRACKETS.search(text)
    return match[1].strip() if match and not match[1].strip().isdigit() else ""

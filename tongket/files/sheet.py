"""Sheets and cells as they stand in a file, whatever its format."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

CellValue = str | Decimal | bool | date | None


class Kind(StrEnum):
    """What a cell holds."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"
    ERROR = "error"
    UNCOMPUTED = "uncomputed"


class Shown(StrEnum):
    """How the format of a cell changes what is seen of its value."""

    PLAIN = "plain"
    PERCENT = "percent"
    THOUSANDS = "thousands"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        value: text as written, an exact Decimal, a bool, a date, or None; None too for a time of day, an error and a
            formula without a stored result.
        row: 1 for the first.
        column: 1 for A.
        kind: what it holds.
        shown: percent: 0.9826 is seen as 98,26%; thousands: 22519000 is seen as 22.519;
            month: the date 2021-01-01 is seen as Jan-21, for Excel makes one of a typed “2021-01”.
        computed: whether a formula gave the value.
        indent: steps of indentation by format or by leading blanks.
    """

    value: CellValue
    row: int
    column: int
    kind: Kind
    shown: Shown = Shown.PLAIN
    computed: bool = False
    indent: int = 0

    @property
    def address(self) -> str:
        """The cell as spreadsheets name it, e.g. `C7`."""
        return address(self.row, self.column)

    @property
    def text(self) -> str:
        """The value as plain text without outer blanks; a whole number without a point; empty for an empty cell."""
        if isinstance(self.value, str):
            return self.value.strip()
        if isinstance(self.value, Decimal):
            return format(self.value, "f")
        if isinstance(self.value, date):
            return self.value.isoformat()
        return "" if self.value is None else str(self.value).upper()

    @property
    def empty(self) -> bool:
        """Whether nothing at all is in it."""
        return self.kind is Kind.EMPTY


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range; rows and columns from 1, inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        """The range as spreadsheets name it, e.g. `B7:C9`."""
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet, or the whole of a text file.

    Attributes:
        name: None for a text file, which has no sheets.
        read_rows: gives the rows from row 1; each row has its cells from column A on, and may be shorter than others.
        merged: the merged ranges.
    """

    name: str | None
    read_rows: Callable[[], Iterator[list[Cell]]]
    merged: tuple[Span, ...] = field(default=())

    def rows(self) -> Iterator[list[Cell]]:
        """Yield the rows, from the first; cells are made as they are asked for, for a sheet may be large."""
        return self.read_rows()

    def top(self, count: int) -> list[list[Cell]]:
        """Return the first `count` rows."""
        return [row for row, _ in zip(self.rows(), range(count), strict=False)]


_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384


def address(row: int, column: int) -> str:
    """Return the name of a cell.

    >>> address(7, 3), address(1, 28)
    ('C7', 'AB1')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def position(name: str) -> tuple[int, int] | None:
    """Return row and column of a cell name, or None where it is none or lies outside any sheet.

    >>> position("AB1"), position("XFE1"), position("A0")
    ((1, 28), None, None)
    """
    match = _ADDRESS.fullmatch(name)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if row <= MAX_ROW and column <= MAX_COLUMN else None

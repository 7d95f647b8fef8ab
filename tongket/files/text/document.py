"""The text of a document with its places: what the readers of all formats hand over."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tongket.core.text import Lang, Text
from tongket.files.text.offsets import Offsets

Unit = Literal["line", "paragraph", "footnote", "text-box", "page", "table"]
UNIT_NAMES = {
    "line": Text("dòng", "line"),
    "paragraph": Text("đoạn", "paragraph"),
    "footnote": Text("chú thích", "footnote"),
    "text-box": Text("hộp văn bản", "text box"),
    "page": Text("trang", "page"),
    "table": Text("bảng", "table"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and where it stands in the file.

    Attributes:
        start: offset of its first code point in the text.
        end: offset after its last one.
        unit: what it is in the file.
        number: which one of that unit, from 1.
    """

    start: int
    end: int
    unit: Unit
    number: int

    def label(self, lang: Lang = "vi") -> str:
        """Name the place: “trang 3”."""
        return f"{UNIT_NAMES[self.unit].to(lang)} {self.number}"


@dataclass(frozen=True, slots=True)
class TextCell:
    """One cell of a table that may hold a figure.

    Attributes:
        start: offset of its first code point in the text.
        end: offset after its last one.
        text: its words.
        row: number of its row, from 0.
        column: number of its column, from 0.
        row_label: what its row is about; empty where the row does not say.
        heading: the heading of its column, those above one another joined with “ / ”.
        unit: unit of its row, column or table as printed; empty where none is named.
    """

    start: int
    end: int
    text: str
    row: int
    column: int
    row_label: str
    heading: str
    unit: str


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table inside the text, one row a line, cells parted by tabs.

    Attributes:
        start: offset of its first code point in the text.
        end: offset after its last one.
        caption: its title, or the line before it that reads like one; empty where there is none.
        cells: the cells that may hold figures: headings and labels of rows are told with each.
    """

    start: int
    end: int
    caption: str
    cells: tuple[TextCell, ...]


@dataclass(frozen=True)
class DocumentText:
    """All the text of one file.

    Attributes:
        name: the file's name as the user gave it; `-` for standard input.
        kind: txt, html, docx or pdf.
        text: in NFC; paragraphs end with a line feed.
        pieces: where stretches of it stand in the file, in order.
        tables: the tables inside it.
        title: the file's own title, or None.
        document_date: ISO date that the file's properties name, or None.
        notes: what a reader must know: pages without text, damaged letters, converted encodings.
        offsets: from the text back to what was read before composing (NFC).
    """

    name: str
    kind: str
    text: str
    pieces: tuple[Piece, ...]
    tables: tuple[TextTable, ...]
    title: str | None
    document_date: str | None
    notes: tuple[Text, ...]
    offsets: Offsets

    def piece(self, offset: int) -> Piece | None:
        """Return the piece at an offset; None between pieces."""
        at = bisect_right(self.pieces, offset, key=lambda p: p.start) - 1
        return self.pieces[at] if at >= 0 and offset < self.pieces[at].end else None

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset in the text, from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *(at + 1 for at, letter in enumerate(self.text) if letter == "\n")]

"""A review as a pure tree. Writers turn it into a format; they know layout and no business rule.

Every number that comes from a figure is a `Number`, never plain text, so that each writer can keep it bound to its
figure. One figure may be printed in several places; each of them is a `Number` with the same id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tongket.core.text import Lang


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text in a line."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number and the figure it states.

    Attributes:
        text: as printed, without its unit (“22.519”, “98,26”).
        id: short id of the figure.
        key: text form of the figure's key.
        posting: the ledger's posting as of which it was printed.
    """

    text: str
    id: str
    key: str
    posting: int
    bold: bool = False


Run = Words | Number
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `item` is one of a list (a dash before it), `note` is small print under a table or chart."""

    runs: Runs
    kind: Literal["body", "item", "note"] = "body"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers stand right, names left."""

    title: str
    align: Literal["left", "right", "center"] = "right"
    width: float = 1.0
    """Share of the table's width relative to the other columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, one `Runs` a column. `strong` rows are totals, `level` indents parts under a total."""

    cells: tuple[Runs, ...]
    strong: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption (without number: writers count)."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit_note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart.

    Attributes:
        caption: without number: writers count.
        spec: a Vega-Lite specification with its data inside.
        alt: what it shows, in words, for those who cannot see it.
        height: of its plot in pixels at a width of 640.
    """

    caption: str
    spec: Mapping[str, Any]
    alt: str
    height: int = 260


@dataclass(frozen=True, slots=True)
class Card:
    """A headline figure: what it is, its value with unit, and the lines that judge it."""

    label: str
    value: Runs
    lines: tuple[Runs, ...] = ()
    tone: Literal["good", "bad", "neutral"] = "neutral"


@dataclass(frozen=True, slots=True)
class Cards:
    """Headline figures side by side."""

    cards: tuple[Card, ...]


Block = Paragraph | Table | Chart | Cards


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part. `level` 1 is numbered I, II, III; level 2 is 1, 2, 3 inside it. Titles carry no number.

    An `annex` stands after the signature, on a page of its own, and is not numbered; annexes come last.
    """

    code: str
    title: str
    blocks: tuple[Block, ...] = ()
    level: int = 1
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: a title that says the point, and its blocks."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What Decree 30/2020/NĐ-CP puts around an administrative report.

    Attributes:
        parent: the body above the issuer (UBND TỈNH GIA LAI).
        issuer: who issues (SỞ CÔNG THƯƠNG).
        symbol: after “Số:  /”, e.g. BC-SCT; the number itself is left for the clerk.
        place: where it is signed (Gia Lai).
        signed: the date printed; None leaves it open (“ngày … tháng … năm …”).
        kind: BÁO CÁO.
        subject: the line(s) under it.
        authority: title of the signer (GIÁM ĐỐC).
        recipients: under “Nơi nhận:”.
    """

    parent: str
    issuer: str
    symbol: str
    place: str
    signed: date | None
    kind: str
    subject: str
    authority: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole review, press note or annex.

    Attributes:
        lang: language of its text.
        title: for the file's properties and the page's head.
        letterhead: what stands around it; None for a press note.
        sections: in order.
        slides: the same content as slides; empty where none are wanted.
        as_of: what was known on that day; None: everything known.
        posting: the last posting the figures were read from.
    """

    lang: Lang
    title: str
    letterhead: Letterhead | None
    sections: tuple[Section, ...]
    slides: tuple[Slide, ...] = ()
    as_of: date | None = None
    posting: int = 0
    properties: Mapping[str, str] = field(default_factory=dict)

    def numbers(self) -> Iterator[Number]:
        """Yield every bound number in reading order, each time it is printed."""
        for section in self.sections:
            for block in section.blocks:
                yield from numbers_in(block)


def numbers_in(block: Block) -> Iterator[Number]:
    """Yield the bound numbers of one block in reading order."""
    for runs in _runs_of(block):
        for run in runs:
            if isinstance(run, Number):
                yield run


def plain(runs: Sequence[Run]) -> str:
    """Return the text of a line without its bindings."""
    return "".join(run.text for run in runs)


def _runs_of(block: Block) -> Iterator[Runs]:
    if isinstance(block, Paragraph):
        yield block.runs
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row.cells
    elif isinstance(block, Cards):
        for card in block.cards:
            yield card.value
            yield from card.lines

"""The published figures of Gia Lai as ledger rows, without a database, and reviews assembled from them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import as_file, files

from tongket.cli.texts import read_remarks
from tongket.core.figure import Figure
from tongket.core.period import Period
from tongket.core.text import Lang
from tongket.core.vocabulary import vocabulary
from tongket.cube.rows import LedgerRow
from tongket.ledger.reading import read_file
from tongket.review.assemble import Assembled, Facts, Remark, assemble
from tongket.review.document import Block, Cards, Chart, Document, Paragraph, Section, Table, plain

OLD, NEW = "vn.64@1997", "vn.52@2025"
POSTED = datetime(2026, 1, 5, 2, 30, tzinfo=UTC)
PUBLISHED, STOCKS = "published.csv", "stocks.csv"


@cache
def figures(name: str) -> tuple[Figure, ...]:
    """The figures of one of the two sample files, in the order of its lines."""
    with as_file(files("tongket").joinpath("samples", "gia-lai", name)) as path:
        return tuple(read_file(path, vocabulary(), None).figures)


def as_rows(given: Sequence[Figure], first: int = 1, posting: int = 1) -> tuple[LedgerRow, ...]:
    """Figures as rows of the ledger, numbered from `first`."""
    return tuple(
        LedgerRow(
            number, posting, POSTED, f.key, f.value, f.known_from, f.source.address, f.source.locator, f.note, None
        )
        for number, f in enumerate(given, start=first)
    )


@cache
def rows() -> tuple[LedgerRow, ...]:
    """All sample figures as the two postings of the demonstration."""
    first = as_rows(figures(PUBLISHED))
    return first + as_rows(figures(STOCKS), len(first) + 1, 2)


@cache
def remarks(place: str, period: str) -> tuple[Remark, ...]:
    """The department's own words."""
    with as_file(files("tongket").joinpath("samples", "gia-lai")) as folder:
        # Only the remarks are in the form of remarks; the reader takes every table of its folder.
        return tuple(read_remarks(folder, place, Period.parse(period), "remarks.csv"))


def facts(
    period: str,
    lang: Lang = "vi",
    place: str = OLD,
    given: Sequence[LedgerRow] | None = None,
    as_of: date | None = None,
    words: Sequence[Remark] | None = None,
) -> Facts:
    """What a review of the place and period is written from."""
    used = [r for r in (rows() if given is None else given) if r.key.place == place]
    known = [r for r in used if as_of is None or r.known_from <= as_of]
    own = remarks(place, period) if words is None else words
    voc = vocabulary()
    return Facts(voc.places[place], Period.parse(period), known, voc, lang, 2, as_of, remarks=own)


@cache
def review(period: str, lang: Lang = "vi", place: str = OLD) -> Assembled:
    """The review of a place and period from all sample figures."""
    return assemble(facts(period, lang, place))


def section(document: Document, code: str) -> Section:
    """The section of that code."""
    (found,) = [s for s in document.sections if s.code == code]
    return found


def texts_of(block: Block) -> list[str]:
    """Everything a reader sees of a block, one text a paragraph, cell, card or caption."""
    if isinstance(block, Paragraph):
        return [plain(block.runs)]
    if isinstance(block, Table):
        heads = [block.caption, *(c.title for c in block.columns)]
        return [*heads, *(plain(cell) for row in block.rows for cell in row.cells), block.unit_note]
    if isinstance(block, Cards):
        return [text for c in block.cards for text in (c.label, plain(c.value), *(plain(line) for line in c.lines))]
    if isinstance(block, Chart):
        return [block.caption, block.alt]
    return []


def all_texts(document: Document) -> list[str]:
    """Everything a reader sees of a document, slides included, without its letterhead."""
    sections = [text for s in document.sections for text in (s.title, *(t for b in s.blocks for t in texts_of(b)))]
    slides = [text for s in document.slides for text in (s.title, *(t for b in s.blocks for t in texts_of(b)))]
    return [document.title, *sections, *slides]


def paragraphs(document: Document, code: str | None = None) -> list[str]:
    """The running text of a document or of one of its sections."""
    chosen = document.sections if code is None else [section(document, code)]
    return [plain(b.runs) for s in chosen for b in s.blocks if isinstance(b, Paragraph)]

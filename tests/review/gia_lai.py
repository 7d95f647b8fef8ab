"""Reviews assembled from the published figures of Gia Lai, without a database, and everything a reader sees of them."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from tests.cube.support import NEW, OLD, sample_rows
from tongket.core.period import Period
from tongket.core.text import Lang
from tongket.core.vocabulary import vocabulary
from tongket.cube.audit.finding import Timeline
from tongket.cube.rows import LedgerRow
from tongket.review.assemble import Assembled, Facts, Remark, assemble
from tongket.review.document import (
    Block,
    Cards,
    Chart,
    Document,
    Number,
    Paragraph,
    Section,
    Slide,
    Table,
    numbers_in,
    plain,
)

POSTING = 2
REVIEWS: tuple[tuple[str, str], ...] = (
    ("2020", OLD), ("2021", OLD), ("2022", OLD), ("2023", OLD), ("2020-Q1", OLD), ("2021-Q1", OLD), ("2023-H1", OLD),
    ("2023-M01..M09", OLD), ("2025", NEW), ("2005", OLD), ("2020", "vn.56@1997"),
)  # fmt: skip
"""Every kind of review the samples allow: whole years, parts of years, the new province, and two of which nothing
is known."""


@cache
def remarks(place: str, period: str) -> tuple[Remark, ...]:
    """The department's own words on a period."""
    text = files("tongket").joinpath("samples", "gia-lai", "remarks.csv").read_text(encoding="utf-8-sig")
    return tuple(
        Remark(row["section"], row["text_vi"], row["text_en"])
        for row in csv.DictReader(text.splitlines())
        if (row["place"], row["period"]) == (place, period)
    )


def facts(
    period: str,
    lang: Lang = "vi",
    place: str = OLD,
    given: Sequence[LedgerRow] | None = None,
    as_of: date | None = None,
) -> Facts:
    """What a review is written from: the rows given, or all sample figures, known by that day."""
    rows = sample_rows() if given is None else given
    known = [r for r in rows if r.key.place == place and (as_of is None or r.known_from <= as_of)]
    voc = vocabulary()
    return Facts(
        voc.places[place], Period.parse(period), known, voc, lang, POSTING, as_of, remarks=remarks(place, period)
    )


@cache
def known(period: str, lang: Lang = "vi", place: str = OLD) -> Facts:
    """What the review of a place and period was written from: all sample figures."""
    return facts(period, lang, place)


@cache
def review(period: str, lang: Lang = "vi", place: str = OLD) -> Assembled:
    """The review of a place and period from all sample figures."""
    return assemble(known(period, lang, place))


@cache
def timeline(place: str) -> Timeline:
    """All sample figures of a place."""
    return Timeline([r for r in sample_rows() if r.key.place == place], vocabulary())


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
    return [block.caption, block.alt]


def blocks(assembled: Assembled) -> Iterator[Block]:
    """Every block of review, slides and press note."""
    for document in (assembled.review, assembled.press):
        parts: list[Section | Slide] = [*document.sections, *document.slides]
        for part in parts:
            yield from part.blocks


def numbers(assembled: Assembled) -> list[Number]:
    """Every bound number of review, slides and press note."""
    return [number for block in blocks(assembled) for number in numbers_in(block)]


def all_texts(assembled: Assembled) -> list[str]:
    """Everything a reader sees of review, slides and press note."""
    titles = [
        title
        for d in (assembled.review, assembled.press)
        for title in (d.title, *(s.title for s in d.sections), *(s.title for s in d.slides))
    ]
    return [*titles, *(text for block in blocks(assembled) for text in texts_of(block))]


def paragraphs(document: Document, code: str | None = None) -> list[str]:
    """The running text of a document or of one of its sections, with plain blanks."""
    chosen = document.sections if code is None else (section(document, code),)
    found = [plain(b.runs) for s in chosen for b in s.blocks if isinstance(b, Paragraph)]
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in found]


def tables(document: Document, code: str) -> list[Table]:
    """The tables of a section."""
    return [b for b in section(document, code).blocks if isinstance(b, Table)]


def charts(assembled: Assembled) -> list[Chart]:
    """The charts of review and slides."""
    return [b for b in blocks(assembled) if isinstance(b, Chart)]


def section_numbers(assembled: Assembled, code: str) -> list[Number]:
    """The bound numbers of one section of the review."""
    return [n for b in section(assembled.review, code).blocks for n in numbers_in(b)]

"""From slides of the document to pages of a presentation: what goes where, and what goes on a further page."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from io import BytesIO

from tongket.core.errors import InvalidInput
from tongket.core.text import Lang, Text
from tongket.review.document import (
    Block,
    Card,
    Cards,
    Chart,
    Document,
    Number,
    Paragraph,
    Run,
    Runs,
    Slide,
    Table,
    Words,
    numbers_in,
    plain,
)
from tongket.review.slides.canvas import (
    AMBER,
    DARK,
    GREY,
    PAD,
    PALE,
    PAPER,
    Canvas,
    GridRow,
    Look,
    Place,
    clean,
    height_of,
    letters_in,
)
from tongket.review.wording import file_day, signed_line

# Inches.
LEFT, WIDTH = 0.6, 12.13
TOP, BOTTOM = 1.45, 6.85
GAP = 0.18
LEAST_CHART = 2.6
# Points.
BODY, NOTE, TABLE, DENSE_TABLE, CAPTION = 20, 14, 16, 12, 14

_TONES = {"good": DARK, "bad": AMBER, "neutral": GREY}
_AGAIN = Text("(tiếp)", "(continued)")
_NOTES = Text(
    "Số liệu trên trang này; tra nguồn bằng lệnh: tongket explain <mã>",
    "Figures on this slide; ask for their source with: tongket explain <id>",
)


class Deck:
    """The presentation of a document.

    Args:
        document: what to write.
        charts: PNG of each chart, by position over the slides.
    """

    def __init__(self, document: Document, charts: Mapping[int, bytes]) -> None:
        self._document = document
        self._lang: Lang = document.lang
        self._charts = charts
        self._canvas = Canvas(document.lang)
        self._title = ""
        self._top = TOP
        self._drawn = 0
        self._shown: list[Number] = []

    def written(self) -> bytes:
        """Return the whole file.

        Raises:
            InvalidInput: a chart has no drawing.
        """
        self._properties()
        self._front()
        for slide in self._document.slides:
            self._slide(slide)
        buffer = BytesIO()
        self._canvas.file.save(buffer)
        return _settled(buffer.getvalue())

    def _properties(self) -> None:
        head = self._document.letterhead
        day = file_day(self._document)
        properties = self._canvas.file.core_properties
        properties.title = clean(self._document.title)
        properties.author = properties.last_modified_by = clean(head.issuer) if head else ""
        properties.language = self._lang
        properties.keywords = f"tongket:posting:{self._document.posting}"
        # Never the clock: two runs would differ.
        properties.created = properties.modified = datetime.combine(day, time())

    def _front(self) -> None:
        middle = Look(36, DARK, bold=True, align="center", anchor="middle")
        self._canvas.page(self._document.title, Place(1.2, 2.1, 10.93, 2.6), middle)
        head = self._document.letterhead
        if head is None:
            return
        line = Look(20, align="center")
        self._canvas.text([Words(head.parent)], Place(1.2, 0.7, 10.93, 0.4), line)
        self._canvas.text([Words(head.issuer, bold=True)], Place(1.2, 1.08, 10.93, 0.4), line)
        self._canvas.box(Place(5.67, 1.56, 2.0, 0.03), DARK)
        self._canvas.box(Place(5.67, 4.85, 2.0, 0.05), AMBER)
        dated = Words(signed_line(head, self._lang), italic=True)
        self._canvas.text([dated], Place(1.2, 5.1, 10.93, 0.45), line)

    def _slide(self, slide: Slide) -> None:
        self._title = slide.title
        self._start(slide.title)
        for at, block in enumerate(slide.blocks):
            self._block(block, slide.blocks[at + 1 :])
        self._end()

    def _start(self, title: str) -> None:
        size = next((s for s in (30, 26, 22) if height_of(title, WIDTH, s, bold=True) <= 0.95), 18)
        self._canvas.page(title, Place(LEFT, 0.28, WIDTH, 0.92), Look(size, DARK, bold=True, anchor="bottom"))
        self._canvas.box(Place(LEFT, 1.28, WIDTH, 0.03), DARK)
        small = Look(11, GREY)
        if self._document.letterhead is not None:
            self._canvas.text([Words(self._document.letterhead.issuer)], Place(LEFT, 7.02, 9.0, 0.3), small)
        self._canvas.page_number(Place(11.73, 7.02, 1.0, 0.3), small._replace(align="right"))
        self._top, self._shown = TOP, []

    def _end(self) -> None:
        seen = dict.fromkeys((number.text, number.id) for number in self._shown)
        if seen:
            lines = [f"{text} – {identity}" for text, identity in seen]
            self._canvas.notes("\n".join([_NOTES.to(self._lang), *lines]))

    def _turn(self) -> None:
        """Go on to a further page of the same slide."""
        self._end()
        self._start(f"{self._title} {_AGAIN.to(self._lang)}")

    @property
    def _room(self) -> float:
        return BOTTOM - self._top

    def _block(self, block: Block, rest: Sequence[Block]) -> None:
        match block:
            case Paragraph():
                for part in _parts(block):
                    self._paragraph(part)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block, rest)
            case Cards():
                for at in range(0, len(block.cards), 4):
                    self._cards(block.cards[at : at + 4])

    def _paragraph(self, paragraph: Paragraph) -> None:
        note = paragraph.kind == "note"
        high = _paragraph_height(paragraph)
        if high > self._room and self._top > TOP:
            self._turn()
        runs: Runs = (Words("– "), *paragraph.runs) if paragraph.kind == "item" else paragraph.runs
        self._canvas.text(runs, Place(LEFT, self._top, WIDTH, high), Look(NOTE if note else BODY, italic=note))
        self._shown += numbers_in(paragraph)
        self._top += high

    def _table(self, table: Table) -> None:
        """Write a table on as many pages as its rows need; its head stands on each."""
        widths = _widths(table)
        size = TABLE if len(table.columns) <= 7 else DENSE_TABLE
        caption = _caption(table)
        above = height_of(caption, WIDTH, CAPTION, bold=True) + 0.1 if caption else 0.0
        rows = [
            _head_row(table, widths, size),
            *(_grid_row(row.cells, row.strong, row.level, widths, size) for row in table.rows),
        ]
        head, rest = rows[0], rows[1:]
        while rest:
            fitting = _fitting([row.height for row in rest], self._room - above - head.height)
            if fitting < min(len(rest), 2) and self._top > TOP:
                self._turn()
                continue
            now, rest = rest[: max(fitting, 1)], rest[max(fitting, 1) :]
            if caption:
                self._canvas.text([Words(caption)], Place(LEFT, self._top, WIDTH, above), Look(CAPTION, bold=True))
            self._top += above
            high = head.height + sum(row.height for row in now)
            place = Place(LEFT, self._top, WIDTH, high)
            self._canvas.grid([head, *now], place, widths, [c.align for c in table.columns], size, table.caption)
            self._shown += [run for row in now for cell in row.cells for run in cell if isinstance(run, Number)]
            self._top += high + GAP
            if rest:
                self._turn()

    def _chart(self, chart: Chart, rest: Sequence[Block]) -> None:
        png = self._charts.get(self._drawn)
        if png is None:
            raise InvalidInput(
                f"biểu đồ thứ {self._drawn + 1} (“{chart.caption}”) chưa được vẽ; vẽ mọi biểu đồ trước khi ghi tệp",
                f"chart {self._drawn + 1} (“{chart.caption}”) has no drawing; draw every chart before writing",
            )
        self._drawn += 1
        caption = height_of(chart.caption, WIDTH, CAPTION, bold=True) + 0.05
        if self._room - caption < LEAST_CHART and self._top > TOP:
            self._turn()
        after = sum(_height(block) for block in rest)
        room = self._room - caption
        if room - after >= LEAST_CHART:
            room -= after
        wide, high = _shape(png)
        scale = min(WIDTH / wide, room / high)
        place = Place(LEFT + (WIDTH - wide * scale) / 2, self._top, wide * scale, high * scale)
        self._canvas.picture(BytesIO(png), place, chart.caption, chart.alt)
        self._top += high * scale
        words = Look(CAPTION, bold=True, align="center")
        self._canvas.text([Words(chart.caption)], Place(LEFT, self._top, WIDTH, caption), words)
        self._top += caption + 0.05

    def _cards(self, cards: Sequence[Card]) -> None:
        high = _cards_height(cards)
        if high > self._room and self._top > TOP:
            self._turn()
        width = _card_width(len(cards))
        for at, card in enumerate(cards):
            self._card(card, Place(LEFT + at * (width + GAP), self._top, width, high - GAP))
        self._top += high

    def _card(self, card: Card, place: Place) -> None:
        inner = place.width - 0.36
        self._canvas.box(place, PALE)
        self._canvas.box(place._replace(width=0.09), _TONES[card.tone])
        top = place.top + 0.12
        value = Look(_value_size(card, inner), DARK, bold=True)
        lines = [(_LABEL, (Words(card.label),)), (value, card.value), *((_LINE, line) for line in card.lines)]
        for look, runs in lines:
            high = height_of(plain(runs), inner, look.size, bold=look.bold)
            ids = [run.id for run in runs if isinstance(run, Number)]
            self._canvas.text(
                runs, Place(place.left + 0.24, top, inner, high), look, f"tk_{ids[0]}" if ids else card.label
            )
            self._shown += [run for run in runs if isinstance(run, Number)]
            top += high + 0.04


_LABEL = Look(15)
_LINE = Look(15, GREY)


def _value_size(card: Card, width: float) -> int:
    """Return the largest size that keeps the value on one line."""
    text = plain(card.value)
    return next((size for size in (32, 28, 24, 20) if len(text) <= letters_in(width, size, bold=True)), 18)


def _card_width(count: int) -> float:
    return (WIDTH - GAP * (count - 1)) / count


def _cards_height(cards: Sequence[Card]) -> float:
    inner = _card_width(len(cards)) - 0.36

    def one(card: Card) -> float:
        value = height_of(plain(card.value), inner, _value_size(card, inner), bold=True)
        texts = [card.label, *(plain(line) for line in card.lines)]
        return value + sum(height_of(text, inner, _LABEL.size) for text in texts) + 0.04 * (len(texts) + 1)

    return max(one(card) for card in cards) + 0.24 + GAP


def _paragraph_height(paragraph: Paragraph) -> float:
    size = NOTE if paragraph.kind == "note" else BODY
    return height_of("– " + plain(paragraph.runs), WIDTH, size) + 0.12


def _height(block: Block) -> float:
    """Return about how much room a block wants; a chart wants its least."""
    match block:
        case Paragraph():
            return _paragraph_height(block)
        case Table():
            widths = _widths(block)
            rows = sum(_grid_row(row.cells, row.strong, row.level, widths, TABLE).height for row in block.rows)
            return rows + _head_row(block, widths, TABLE).height + 0.5
        case Chart():
            return LEAST_CHART + 0.4
        case Cards():
            return sum(_cards_height(block.cards[at : at + 4]) for at in range(0, len(block.cards), 4))


def _parts(paragraph: Paragraph) -> list[Paragraph]:
    """Return the paragraph, cut between words where one page cannot hold it."""
    lines = int((BOTTOM - TOP - 0.3) / height_of("", WIDTH, BODY))
    most = lines * (letters_in(WIDTH, BODY) - 12)  # a line ends before a word that does not fit
    if len(plain(paragraph.runs)) <= most:
        return [paragraph]
    parts: list[list[Run]] = [[]]
    used = 0
    for piece in (piece for run in paragraph.runs for piece in _pieces(run)):
        if used + len(piece.text) > most:
            parts.append([])
            used = 0
        last = parts[-1][-1] if parts[-1] else None
        if (
            isinstance(last, Words)
            and isinstance(piece, Words)
            and (last.bold, last.italic) == (piece.bold, piece.italic)
        ):
            parts[-1][-1] = replace(last, text=last.text + piece.text)
        else:
            parts[-1].append(piece)
        used += len(piece.text)
    return [replace(paragraph, runs=tuple(part)) for part in parts]


def _pieces(run: Run) -> list[Run]:
    if isinstance(run, Number):
        return [run]
    words = run.text.split(" ")
    return [replace(run, text=word + (" " if at < len(words) - 1 else "")) for at, word in enumerate(words)]


def _widths(table: Table) -> list[float]:
    total = sum(column.width for column in table.columns)
    return [WIDTH * column.width / total for column in table.columns]


def _caption(table: Table) -> str:
    return f"{table.caption} ({table.unit_note})" if table.unit_note else table.caption


def _head_row(table: Table, widths: Sequence[float], size: float) -> GridRow:
    titles = [(Words(column.title),) for column in table.columns]
    return _grid_row(titles, True, 0, widths, size)._replace(fill=DARK, color=PAPER)


def _grid_row(cells: Sequence[Runs], strong: bool, level: int, widths: Sequence[float], size: float) -> GridRow:
    high = max(
        height_of(plain(cell), width - 2 * PAD - (0.2 * level if at == 0 else 0), size, bold=strong)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return GridRow(cells, high + 2 * PAD, PALE if strong else PAPER, bold=strong, indent=level)


def _fitting(heights: Sequence[float], room: float) -> int:
    """Return how many of the rows fit in the room."""
    used = 0.0
    for at, high in enumerate(heights):
        used += high
        if used > room:
            return at
    return len(heights)


def _shape(png: bytes) -> tuple[int, int]:
    """Return width and height from the head of a PNG."""
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def _settled(archive: bytes) -> bytes:
    """Return the archive with one fixed time on every part, for the same bytes each time."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()

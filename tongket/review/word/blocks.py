"""Blocks of the document tree as WordprocessingML: text, tables, charts, headline figures."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tongket.core.errors import Unavailable
from tongket.core.text import Lang
from tongket.review.document import Block, Card, Cards, Chart, Number, Paragraph, Row, Runs, Section, Table, Words
from tongket.review.word import markup
from tongket.review.word.binding import Binder
from tongket.review.word.markup import EMU_PER_TWIP, TWIPS_PER_CM, Element, Look, cell, paragraph, run, table_row
from tongket.review.word.styles import Role
from tongket.review.wording import roman

LABELS: dict[Lang, tuple[str, str]] = {"vi": ("Bảng", "Hình"), "en": ("Table", "Figure")}
_LEVEL = round(0.5 * TWIPS_PER_CM)
_TINY = 10
_SHORT_TABLE = 10
"""Rows up to which a table is kept on one page."""


@dataclass(slots=True)
class Builder:
    """Turns blocks into elements, counting tables, charts and headings as it goes.

    Attributes:
        lang: language of captions.
        run_lang: language to write on every run, where the file's default is another one; else None.
        styles: ids of the paragraph styles.
        binder: binds the numbers.
        width: of the text, in twips.
        charts: pictures by position of the chart in reading order, from 0.
        add_picture: puts a picture into the file; returns its relationship and its size in pixels.
        drawing: next free number of a drawing.
        number_headings: print I., II., 1., 2. before headings.
        numbered_styles: heading styles that number by themselves, which must be switched off.
    """

    lang: Lang
    run_lang: str | None
    styles: Mapping[Role, str]
    binder: Binder
    width: int
    charts: Mapping[int, bytes]
    add_picture: Callable[[bytes], tuple[str, int, int]]
    drawing: int
    number_headings: bool
    numbered_styles: frozenset[str]
    _tables: int = field(default=0, init=False)
    _figures: int = field(default=0, init=False)
    _pictures: int = field(default=0, init=False)
    _parts: int = field(default=0, init=False)
    _subparts: int = field(default=0, init=False)

    def look(self, *, bold: bool = False, italic: bool = False, size: float | None = None) -> Look:
        """Return a look in the document's language."""
        return Look(bold, italic, size, self.run_lang)

    def runs(self, runs: Runs, *, bold: bool = False, size: float | None = None) -> Iterator[Element]:
        """Yield the runs of a line, numbers bound."""
        for part in runs:
            if isinstance(part, Number):
                yield from self.binder.bind(part, self.look(bold=bold or part.bold, size=size))
            else:
                yield run(part.text, self.look(bold=bold or part.bold, italic=part.italic, size=size))

    def section(self, section: Section) -> Iterator[Element]:
        """Yield a section: its heading, if it has a title, and its blocks."""
        if section.title:
            yield self._heading(section)
        for block in section.blocks:
            yield from self.block(block)

    def _heading(self, section: Section) -> Element:
        if section.level == 1:
            self._parts, self._subparts = self._parts + 1, 0
            mark = roman(self._parts)
        else:
            self._subparts += 1
            mark = str(self._subparts)
        style = self.styles["heading1" if section.level == 1 else "heading2"]
        text = f"{mark}. {section.title}" if self.number_headings else section.title
        return paragraph(style, [run(text, self.look())], unnumbered=style in self.numbered_styles)

    def centred_heading(self, title: str) -> Element:
        """Return the heading of an annex: centred, without number."""
        style = self.styles["heading1"]
        unnumbered = style in self.numbered_styles
        return paragraph(style, [run(title, self.look())], unnumbered=unnumbered, indent=(0, 0), align="center")

    def block(self, block: Block) -> Iterator[Element]:
        """Yield one block."""
        if isinstance(block, Paragraph):
            yield self._paragraph(block)
        elif isinstance(block, Table):
            yield from self._table(block)
        elif isinstance(block, Chart):
            yield from self._chart(block)
        else:
            yield from self._cards(block)

    def _paragraph(self, block: Paragraph) -> Element:
        runs = block.runs
        if block.kind == "item":
            runs = (Words("- "), *runs)
        return paragraph(self.styles[block.kind], self.runs(runs))

    def _caption(self, label: str, number: int, text: str, *, above: bool) -> Element:
        content = [
            run(f"{label} ", self.look()),
            *markup.field(f"SEQ {label} \\* ARABIC", str(number), self.look()),
            run(f". {text}", self.look()),
        ]
        return paragraph(self.styles["caption"], content, keep_next=above, before=None if above else 60)

    def _table(self, block: Table) -> Iterator[Element]:
        if block.caption:
            self._tables += 1
            yield self._caption(LABELS[self.lang][0], self._tables, block.caption, above=True)
        if block.unit_note:
            note = [run(block.unit_note, self.look(italic=True))]
            yield paragraph(self.styles["cell"], note, keep_next=True, align="right")
        widths = markup.shares(self.width, [column.width for column in block.columns])
        size = self._table_size(len(block.columns))
        titles = (
            self._cell([run(column.title, self.look(bold=True, size=size))], width, "center", keep=True, head=True)
            for column, width in zip(block.columns, widths, strict=True)
        )
        rows = [table_row(titles, head=True)]
        short = len(block.rows) <= _SHORT_TABLE
        for position, row in enumerate(block.rows, start=1):
            rows.append(self._row(block, row, widths, size, keep=short and position < len(block.rows)))
        yield markup.table(rows, widths, borders=True, caption=block.caption, tight=size == _TINY)
        yield self.spacer()

    @staticmethod
    def _table_size(columns: int) -> float | None:
        """Return the letter size of a table in points; None is the style's own."""
        if columns > 8:
            return _TINY
        return 11 if columns > 6 else None

    def _row(self, block: Table, row: Row, widths: list[int], size: float | None, *, keep: bool) -> Element:
        cells = []
        for place, (runs, column, width) in enumerate(zip(row.cells, block.columns, widths, strict=True)):
            content = self.runs(runs, bold=row.strong, size=size)
            indent = row.level * _LEVEL if place == 0 else 0
            cells.append(self._cell(content, width, column.align, keep=keep, indent=indent))
        return table_row(cells)

    def _cell(
        self,
        content: Iterator[Element] | list[Element],
        width: int,
        align: str,
        *,
        keep: bool,
        indent: int = 0,
        head: bool = False,
    ) -> Element:
        line = paragraph(
            self.styles["cell"],
            content,
            keep_next=True if keep else None,
            indent=(indent, 0) if indent else None,
            align=align,
        )
        return cell([line], width, valign="center", head=head)

    def _chart(self, block: Chart) -> Iterator[Element]:
        position, self._pictures = self._pictures, self._pictures + 1
        if position not in self.charts:
            raise Unavailable(
                f"chưa vẽ được biểu đồ “{block.caption}”; kiểm tra phần vẽ biểu đồ rồi lập lại báo cáo",
                f"the chart “{block.caption}” has not been drawn; mend the drawing of charts and try again",
            )
        relation, width, height = self.add_picture(self.charts[position])
        wide = self.width * EMU_PER_TWIP
        image = markup.picture(relation, self.drawing, block.alt, wide, wide * height // max(width, 1))
        self.drawing += 1
        yield paragraph(self.styles["cell"], [image], keep_next=True, before=120, align="center")
        if block.caption:
            self._figures += 1
            yield self._caption(LABELS[self.lang][1], self._figures, block.caption, above=False)

    def _cards(self, block: Cards) -> Iterator[Element]:
        if not block.cards:
            return
        across = min(len(block.cards), 4 if len(block.cards) in (4, 7, 8) else 3)
        widths = markup.shares(self.width, [1] * across)
        rows = []
        for start in range(0, len(block.cards), across):
            cards = [*block.cards[start : start + across]]
            cells = [cell(self._card(card), width) for card, width in zip(cards, widths, strict=False)]
            cells += [cell([paragraph(self.styles["cell"])], width) for width in widths[len(cards) :]]
            rows.append(table_row(cells))
        yield self.spacer()
        yield markup.table(rows, widths, borders=True, caption=", ".join(card.label for card in block.cards))
        yield self.spacer()

    def _card(self, card: Card) -> Iterator[Element]:
        style = self.styles["cell"]
        yield paragraph(style, [run(card.label, self.look())], keep_next=True, align="center")
        yield paragraph(style, self.runs(card.value, bold=True, size=14), keep_next=True, align="center")
        for number, line in enumerate(card.lines, start=1):
            yield paragraph(style, self.runs(line), keep_next=number < len(card.lines), align="center")

    def spacer(self) -> Element:
        """Return a line of 6 pt: Word joins tables that touch, and text needs air under one."""
        return paragraph(self.styles["cell"], exact=120)

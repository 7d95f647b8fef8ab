"""What is put on a slide: text, boxes, pictures, tables. Places are in inches, sizes in points."""

import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from tongket.core.text import Lang
from tongket.review.document import Number, Run, Words

FONT = "Arial"
INK, DARK, AMBER, GREY, PALE, PAPER = "1A1A1A", "12426F", "E6A640", "5A6470", "E9EFF5", "FFFFFF"
PAGE = (13.333, 7.5)
PAD = 0.08
"""Left and right of the text in a cell of a table."""

_LETTER = 0.56  # mean width of a letter as a share of its size: Arial's, and some more
_BOLD = 1.08
_LINE = 1.22
_TITLE_ONLY = 5
_ALIGN = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
_ANCHOR = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
_LANGUAGE = {"vi": "vi-VN", "en": "en-GB"}


class Place(NamedTuple):
    """A rectangle on the slide, in inches."""

    left: float
    top: float
    width: float
    height: float


class Look(NamedTuple):
    """How a text looks."""

    size: float
    color: str = INK
    bold: bool = False
    italic: bool = False
    align: str = "left"
    anchor: str = "top"


class GridRow(NamedTuple):
    """A row of a table: its cells, height in inches, fill, and how far its first cell is indented."""

    cells: Sequence[Sequence[Run]]
    height: float
    fill: str = PAPER
    color: str = INK
    bold: bool = False
    indent: int = 0


def letters_in(width: float, size: float, *, bold: bool = False) -> int:
    """Return how many letters of that size surely fit in a line of `width` inches."""
    return max(1, int(width * 72 / (size * _LETTER * (_BOLD if bold else 1))))


def height_of(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """Return the height in inches a text needs at most.

    PowerPoint lays text out only when it opens the file, so this is an estimate on the wide side.
    """
    fitting = letters_in(width, size, bold=bold)
    lines = sum(len(textwrap.wrap(line, fitting)) or 1 for line in text.split("\n"))
    return lines * size * _LINE / 72


class Canvas:
    """A presentation being drawn; everything goes on the page added last."""

    def __init__(self, lang: Lang) -> None:
        self.file: Any = Presentation()
        self.file.slide_width, self.file.slide_height = (Inches(side) for side in PAGE)
        self._lang = lang
        self._page: Any = None

    def page(self, title: str, place: Place, look: Look) -> None:
        """Add a page with a title, which outlines and screen readers find."""
        self._page = self.file.slides.add_slide(self.file.slide_layouts[_TITLE_ONLY])
        shape = self._page.shapes.title
        shape.left, shape.top, shape.width, shape.height = (Inches(side) for side in place)
        self._fill(shape.text_frame, [Words(title)], look)

    def text(self, runs: Sequence[Run], place: Place, look: Look, name: str = "") -> None:
        """Write a line of runs, wrapped inside its place."""
        shape = self._page.shapes.add_textbox(*(Inches(side) for side in place))
        if name:
            shape.name = clean(name)
        self._fill(shape.text_frame, runs, look)

    def box(self, place: Place, fill: str, line: str | None = None) -> None:
        """Draw a filled rectangle, decoration only."""
        shape = self._page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(side) for side in place))
        shape._element.remove(shape._element.find(qn("p:style")))  # the theme's shadow; no public way to be rid of it
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill)
        if line is None:
            shape.line.fill.background()
        else:
            shape.line.color.rgb = RGBColor.from_string(line)
            shape.line.width = Pt(0.75)

    def picture(self, png: Any, place: Place, name: str, alt: str) -> None:
        """Place a picture with the words for those who cannot see it."""
        shape = self._page.shapes.add_picture(png, *(Inches(side) for side in place))
        shape.name = clean(name)
        shape._element.nvPicPr.cNvPr.set(
            "descr", clean(alt)
        )  # python-pptx offers no public way to the words of a picture

    def grid(
        self,
        rows: Sequence[GridRow],
        place: Place,
        widths: Sequence[float],
        aligns: Sequence[str],
        size: float,
        name: str,
    ) -> None:
        """Draw a real table; its first row is the head."""
        frame = self._page.shapes.add_table(len(rows), len(widths), *(Inches(side) for side in place))
        frame.name = clean(name)
        grid = frame.table
        grid.horz_banding = False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Inches(width)
        for down, row in enumerate(rows):
            grid.rows[down].height = Inches(row.height)
            for at, runs in enumerate(row.cells):
                look = Look(size, row.color, row.bold, False, aligns[at] if down else "center", "middle")
                self._cell(grid.cell(down, at), runs, look, row.fill)
            if row.indent:
                grid.cell(down, 0).margin_left = Inches(PAD + 0.2 * row.indent)

    def _cell(self, cell: Any, runs: Sequence[Run], look: Look, fill: str) -> None:
        self._fill(cell.text_frame, runs, look)
        cell.margin_left = cell.margin_right = Inches(PAD)
        cell.margin_top = cell.margin_bottom = Inches(PAD / 2)
        cell.vertical_anchor = _ANCHOR[look.anchor]
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(fill)
        _rules(cell)

    def page_number(self, place: Place, look: Look) -> None:
        """Write the number of the page as a field, so that it stays right when pages are moved."""
        shape = self._page.shapes.add_textbox(*(Inches(side) for side in place))
        self._fill(shape.text_frame, [Words(str(len(self.file.slides)))], look)
        run = shape.text_frame.paragraphs[0].runs[0]._r
        run.tag = qn("a:fld")
        run.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
        run.set("type", "slidenum")

    def notes(self, text: str) -> None:
        """Write the notes page."""
        self._page.notes_slide.notes_text_frame.text = text

    def _fill(self, frame: Any, runs: Sequence[Run], look: Look) -> None:
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = _ANCHOR[look.anchor]
        paragraph = frame.paragraphs[0]
        paragraph.alignment = _ALIGN[look.align]
        for run in runs:
            self._run(paragraph, run, look)

    def _run(self, paragraph: Any, run: Run, look: Look) -> None:
        made = paragraph.add_run()
        made.text = run.text
        made.font.name = FONT
        made.font.size = Pt(look.size)
        made.font.bold = run.bold or look.bold
        made.font.italic = look.italic or (isinstance(run, Words) and run.italic)
        made.font.color.rgb = RGBColor.from_string(look.color)
        properties = made._r.get_or_add_rPr()
        properties.set("lang", _LANGUAGE[self._lang])
        if isinstance(run, Number):
            properties.set("bmk", f"tk_{run.id}")


def clean(text: str) -> str:
    """Return the text as a name or property may hold it: XML has no control characters."""
    return "".join(" " if ord(letter) < 0x20 else letter for letter in text)


def _rules(cell: Any) -> None:
    """Draw the rules above and below a cell; python-pptx has no borders."""
    properties = cell._tc.get_or_add_tcPr()
    for at, side in enumerate(("a:lnT", "a:lnB")):
        line = properties.makeelement(qn(side), {"w": "9525"})
        fill = line.makeelement(qn("a:solidFill"), {})
        fill.append(fill.makeelement(qn("a:srgbClr"), {"val": "9AA5B1"}))
        line.append(fill)
        properties.insert(at, line)

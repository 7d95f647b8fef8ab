"""WordprocessingML in small pieces. The schema fixes the order of children; these functions keep it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

Element = etree._Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
XML = "http://www.w3.org/XML/1998/namespace"

TWIPS_PER_CM = 1440 / 2.54
EMU_PER_TWIP = 635

# XML 1.0 has no place for these, and they do turn up in text pasted from old systems.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def q(name: str, namespace: str = W) -> str:
    """Return the full name lxml wants."""
    return f"{{{namespace}}}{name}"


def w(name: str, /, *children: Element | None, **attributes: str | int) -> Element:
    """Make a `w:` element; attributes take the same prefix, children that are None are left out."""
    element = etree.Element(q(name), {q(k): str(v) for k, v in attributes.items()}, nsmap={"w": W})
    element.extend(child for child in children if child is not None)
    return element


def child(element: Element, name: str) -> Element | None:
    """Return the first `w:` child of that name."""
    return element.find(q(name))


def attribute(element: Element | None, name: str) -> str | None:
    """Return a `w:` attribute; None where there is no element or no such attribute."""
    value = None if element is None else element.get(q(name))
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks where it differs from its paragraph's style. `size` is in points."""

    bold: bool = False
    italic: bool = False
    size: float | None = None
    lang: str | None = None

    def properties(self) -> Element | None:
        """Return the `w:rPr`, or None where nothing differs."""
        children = [
            *((w("b"), w("bCs")) if self.bold else ()),
            *((w("i"), w("iCs")) if self.italic else ()),
            *((w("sz", val=round(self.size * 2)), w("szCs", val=round(self.size * 2))) if self.size else ()),
            *((w("lang", val=self.lang),) if self.lang else ()),
        ]
        return w("rPr", *children) if children else None


PLAIN = Look()


def run(text: str, look: Look = PLAIN) -> Element:
    """Make a run; line breaks and tabs in the text become Word's own."""
    element = w("r", look.properties())
    for piece in re.split(r"(\n|\t)", _UNPRINTABLE.sub(" ", text)):
        if piece == "\n":
            element.append(w("br"))
        elif piece == "\t":
            element.append(w("tab"))
        elif piece:
            node = w("t")
            node.text = piece
            node.set(q("space", XML), "preserve")
            element.append(node)
    return element


def field(instruction: str, result: str, look: Look = PLAIN) -> list[Element]:
    """Make a field with its result in place, so that it shows without being updated."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(q("space", XML), "preserve")
    return [
        w("r", look.properties(), w("fldChar", fldCharType="begin")),
        w("r", look.properties(), code),
        w("r", look.properties(), w("fldChar", fldCharType="separate")),
        run(result, look),
        w("r", look.properties(), w("fldChar", fldCharType="end")),
    ]


def paragraph(
    style: str,
    content: Iterable[Element] = (),
    *,
    keep_next: bool | None = None,
    page_break: bool = False,
    unnumbered: bool = False,
    rule: bool = False,
    exact: int | None = None,
    before: int | None = None,
    indent: tuple[int, int] | None = None,
    align: str | None = None,
) -> Element:
    """Make a paragraph.

    Args:
        style: id of its style.
        content: runs, controls, bookmarks.
        keep_next: stay on one page with the next paragraph; None leaves it to the style.
        page_break: begin a new page.
        unnumbered: switch off the automatic number its style has.
        rule: draw a line along its top.
        exact: height of its lines in twips, whatever stands in it.
        before: space above, in twips.
        indent: left and right indent in twips.
        align: left, right, center or both; None leaves it to the style.
    """
    spacing: dict[str, str | int] = {} if before is None else {"before": before}
    if exact is not None:
        spacing |= {"before": before or 0, "after": 0, "line": exact, "lineRule": "exact"}
    properties = w(
        "pPr",
        w("pStyle", val=style),
        None if keep_next is None else w("keepNext", val=int(keep_next)),
        w("pageBreakBefore") if page_break else None,
        w("numPr", w("ilvl", val=0), w("numId", val=0)) if unnumbered else None,
        w("pBdr", w("top", val="single", sz=6, space=0, color="000000")) if rule else None,
        w("spacing", **spacing) if spacing else None,
        w("ind", left=indent[0], right=indent[1], firstLine=0) if indent else None,
        w("jc", val=align) if align else None,
    )
    return w("p", properties, *content)


def keep_with_next(element: Element) -> None:
    """Make a paragraph made by `paragraph` stay with the one after it."""
    properties = child(element, "pPr")
    if properties is not None and child(properties, "keepNext") is None:
        properties.insert(1, w("keepNext"))


def cell(content: Iterable[Element], width: int, *, valign: str | None = None, head: bool = False) -> Element:
    """Make a table cell of `width` twips that holds paragraphs; a head cell is shaded lightly."""
    return w(
        "tc",
        w(
            "tcPr",
            w("tcW", w=width, type="dxa"),
            w("shd", val="clear", color="auto", fill="F2F2F2") if head else None,
            w("vAlign", val=valign) if valign else None,
        ),
        *content,
    )


def table_row(cells: Iterable[Element], *, head: bool = False) -> Element:
    """Make a row that does not break across pages; a head row is repeated on each page."""
    return w("tr", w("trPr", w("cantSplit"), w("tblHeader") if head else None), *cells)


def table(
    rows: Iterable[Element], widths: list[int], *, borders: bool, caption: str = "", tight: bool = False
) -> Element:
    """Make a table of fixed widths in twips.

    Args:
        rows: its rows.
        widths: of its columns.
        borders: thin lines around every cell; without them it only holds text in place.
        caption: what screen readers announce.
        tight: little air beside the text, for many columns.
    """
    line: dict[str, str | int] = {"val": "single", "sz": 4, "space": 0, "color": "000000"}
    if not borders:
        line = {"val": "nil"}
    margin = 0 if not borders else 34 if tight else 85
    properties = w(
        "tblPr",
        w("tblW", w=sum(widths), type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *(w(side, **line) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))),
        w("tblLayout", type="fixed"),
        w("tblCellMar", w("left", w=margin, type="dxa"), w("right", w=margin, type="dxa")),
        w("tblLook", val="0420" if borders else "0400"),
        w("tblCaption", val=_UNPRINTABLE.sub(" ", caption)) if caption else None,
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)), *rows)


def shares(total: int, weights: Iterable[float]) -> list[int]:
    """Share out a width by weights; the parts add up to it."""
    weights = list(weights)
    edges, seen, whole = [0], 0.0, sum(weights)
    for weight in weights:
        seen += weight
        edges.append(round(total * seen / whole))
    return [right - left for left, right in pairwise(edges)]


def picture(relation: str, identity: int, alt: str, width: int, height: int) -> Element:
    """Make a run that holds a picture.

    Args:
        relation: id of the relationship to the picture's part.
        identity: number of the drawing, unique in the file.
        alt: what it shows, in words.
        width: in EMU.
        height: in EMU.
    """
    drawing = etree.fromstring(
        f"""<w:drawing xmlns:w="{W}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:pic="{PIC}" xmlns:r="{R}">
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>
<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{identity}" name="Chart {identity}"/>
<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>
<a:graphic><a:graphicData uri="{PIC}"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="{identity}" name="Chart {identity}"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>
</wp:inline></w:drawing>""",
        etree.XMLParser(remove_blank_text=True),
    )
    for name in (q("docPr", WP), q("cNvPr", PIC)):
        for element in drawing.iter(name):
            element.set("descr", _UNPRINTABLE.sub(" ", alt))
    return w("r", drawing)

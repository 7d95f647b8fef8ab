"""HTML: what a reader of the page sees, without its scripts, styles and menus."""

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree, html

from tongket.core.errors import InvalidInput
from tongket.files.text.builder import Builder
from tongket.files.text.document import DocumentText
from tongket.files.text.encodings import decode
from tongket.files.text.tables import Grid, GridCell

Element = etree._Element

_UNREAD = frozenset(
    [
        "script",
        "style",
        "nav",
        "noscript",
        "template",
        "iframe",
        "object",
        "svg",
        "math",
        "select",
        "option",
        "button",
        "textarea",
        "aside",
        "head",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "address",
        "form",
        "fieldset",
        "hr",
        "body",
        "center",
        "table",
        "tr",
        "caption",
    ]
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w-]{1,40})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DATES = ("article:published_time", "datepublished", "date", "pubdate", "dc.date", "dc.date.issued", "publish-date")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DEEP = 200


def read_web(data: bytes, name: str) -> DocumentText:
    """Return the text of a page.

    Raises:
        InvalidInput: nothing that can be read as HTML, nested beyond reason, or an encoding that cannot be told.
    """
    declared = _DECLARED.search(data[:4096])
    text, notes = decode(data, name, declared[1].decode("ascii") if declared else None)
    root = _root(text, name)
    builder = Builder()
    builder.notes.extend(notes)
    body = root.find("body")
    mains = list(root.iter("main"))
    _Walk(builder, name).block(mains[0] if len(mains) == 1 else body if body is not None else root, 0)
    builder.end_line()
    return builder.build(name, "html", title=_title(root), date=_published(root))


def _root(text: str, name: str) -> Element:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        # An empty page is no page to lxml.
        return html.document_fromstring((text if text.strip() else "<p></p>").encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise InvalidInput(
            f"{name}: không đọc được trang HTML; mở bằng trình duyệt, lưu lại rồi kiểm tra",
            f"{name}: the HTML page cannot be read; open it in a browser, save it and check again",
        ) from None


def _title(root: Element) -> str | None:
    found = root.find(".//title")
    title = "".join(map(str, found.itertext())) if found is not None else ""
    return title if title.strip() else None


def _published(root: Element) -> str | None:
    """Return the day that the page says it was published on."""
    named: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").casefold()
        named.setdefault(key, str(meta.get("content") or ""))
    times = [str(t.get("datetime") or "") for t in root.iter("time")]
    for text in (*(named[key] for key in _DATES if key in named), *times[:1]):
        match = _DAY.match(text.strip())
        if match:
            try:
                return date(*(int(part) for part in match.groups())).isoformat()
            except ValueError:
                continue
    return None


class _Walk:
    """Writes the text of elements into a builder: blanks as a browser shows them, a block a line."""

    def __init__(self, builder: Builder, name: str) -> None:
        self._to = builder
        self._name = name
        self._blank = True
        self._line = 0

    def block(self, element: Element, depth: int) -> None:
        """Write an element that stands on lines of its own."""
        self._break()
        self._inside(element, depth)
        self._break()

    def _break(self) -> None:
        if not self._blank or self._to.length > self._line:
            self._to.end_line()
        if self._to.length > self._line:
            self._to.piece(self._line, "line", self._to.lines)
        self._line = self._to.length
        self._blank = True

    def _words(self, text: str | None) -> None:
        if not text:
            return
        shown = _BLANKS.sub(" ", text)
        if self._blank:
            shown = shown.lstrip(" ")
        if shown:
            self._to.add(shown)
            self._blank = shown.endswith(" ")

    def _inside(self, element: Element, depth: int) -> None:
        if depth > _DEEP:
            raise InvalidInput(
                f"{self._name}: trang HTML lồng nhau quá sâu; lưu lại trang bằng trình duyệt rồi kiểm tra",
                f"{self._name}: the HTML page is nested too deeply; save it with a browser and check again",
            )
        self._words(element.text)
        for child in element:
            self._child(child, depth + 1)
            self._words(child.tail)

    def _child(self, child: Element, depth: int) -> None:
        tag = child.tag if isinstance(child.tag, str) else "script"
        if tag in _UNREAD or _hidden(child):
            return
        if tag == "br":
            self._break()
        elif tag == "table" and not any(True for _ in child.iterdescendants("table")):
            self._table(child, depth)
        elif tag in _BLOCKS:
            self.block(child, depth)
        elif tag in ("td", "th"):
            # A table inside a table lays out the page; its cells read as blocks.
            self.block(child, depth)
        else:
            self._inside(child, depth)

    def _table(self, table: Element, depth: int) -> None:
        caption = table.find("caption")
        title = ""
        if caption is not None:
            start = self._to.length
            self.block(caption, depth)
            title = " ".join(self._to.since(start).split())
        self._break()
        start, rows = self._to.length, []
        for row in table.iter("tr"):
            cells = [self._cell(cell, depth) for cell in row if cell.tag in ("td", "th")]
            if cells:
                rows.append(tuple(cells))
                self._break()
        self._to.grids.append(Grid(start, self._to.length, title, tuple(rows)))

    def _cell(self, cell: Element, depth: int) -> GridCell:
        if self._to.length > self._line:
            self._to.add("\t")
        self._blank = True
        start = self._to.length
        inner = _BLANKS.sub(" ", "".join(_shown(cell, depth))).strip()
        self._to.add(inner)
        in_head = any(parent.tag == "thead" for parent in cell.iterancestors("thead"))
        return GridCell(
            start, self._to.length, _span(cell, "colspan"), _span(cell, "rowspan"), in_head or cell.tag == "th"
        )


def _shown(element: Element, depth: int) -> Iterator[str]:
    """Yield the texts of a cell; what is hidden, not text or nested beyond reason is left out."""
    yield str(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNREAD and not _hidden(child) and depth < _DEEP:
            if child.tag in _BLOCKS or child.tag == "br":
                yield " "
            yield from _shown(child, depth + 1)
        yield str(child.tail or "")


def _hidden(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or str(element.get("aria-hidden")) == "true"
        or _HIDDEN.search(str(element.get("style") or "")) is not None
    )


def _span(cell: Element, name: str) -> int:
    text = str(cell.get(name) or "1").strip()
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1

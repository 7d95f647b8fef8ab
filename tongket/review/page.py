"""The page writer: a review as one HTML file that needs nothing from anywhere, and no script.

Every bound number is `<data class="tk" id="tk_<id of its figure>" value="<its key>">` (`tk_<id>_2`, `_3` … where the
same figure is printed again). It is a link to a note at the foot of the window, one a figure, that shows by `:target`
alone; so the page can forbid all scripts and requests, and still says of each number what to ask for.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from lxml import etree

from tongket.core.errors import InvalidInput
from tongket.core.text import Lang, Text
from tongket.review.document import (
    Block,
    Card,
    Cards,
    Chart,
    Column,
    Document,
    Letterhead,
    Number,
    Paragraph,
    Row,
    Run,
    Runs,
    Section,
    Table,
)
from tongket.review.wording import (
    ANNEX,
    MOTTO,
    NATION,
    RECIPIENTS,
    enclosed,
    headings,
    number_line,
    recipient_items,
    signed_line,
)

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

_CONTENTS = Text("Nội dung", "Contents")
_TABLE = Text("Bảng", "Table")
_FIGURE = Text("Hình", "Figure")
_ASK = Text("bấm để xem khóa số liệu và cách tra nguồn", "select for its key and how to ask for its source")
_KEY = Text("Khóa số liệu:", "Key:")
_COMMAND = Text("Tra nguồn:", "Ask for its source:")
_CLOSE = Text("Đóng", "Close")
_HINT = Text(
    "Bấm vào một con số để xem khóa số liệu và lệnh tra nguồn.",
    "Select a number for its key and the command that tells its source.",
)
_POSTING = Text("Số liệu theo sổ đến bút toán số {0}.", "Figures as of posting {0} of the ledger.")
_AS_OF = Text("Số liệu biết đến ngày {0:%d/%m/%Y}.", "Figures known on {0:%d/%m/%Y}.")
# Not the id of anything: following it only ends `:target`, and the reader stays where he is.
_NOWHERE = "#closed"


def write_page(document: Document, path: Path, *, charts: Mapping[int, str]) -> None:
    """Write the page to `path`. The same document gives the same bytes.

    Args:
        document: what to write.
        path: the file to write.
        charts: SVG of each chart, by its position in reading order (see `charts.charts_of`).

    Raises:
        InvalidInput: a chart has no drawing, or its drawing is not SVG.
    """
    path.write_text("\n".join(_Page(document, charts).lines()) + "\n", encoding="utf-8", newline="\n")


class _Page:
    """Writes the lines of the page, counting tables, charts and printed numbers on the way."""

    def __init__(self, document: Document, charts: Mapping[int, str]) -> None:
        self._document = document
        self._lang: Lang = document.lang
        self._charts = charts
        self._printed: Counter[str] = Counter()
        self._figures: dict[str, Number] = {}
        self._tables = 0
        self._drawn = 0

    def lines(self) -> Iterator[str]:
        document = self._document
        style = files("tongket.review").joinpath("data", "page.css").read_text(encoding="utf-8")
        titles = headings(document.sections)
        named = any(section.title for section in document.sections)
        yield f'<!doctype html>\n<html lang="{self._lang}">\n<head>\n<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f'<meta name="generator" content="tongket, posting {document.posting}">'
        yield f"<title>{escape(document.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>"
        yield f'<div class="{"frame" if named else "frame plain"}">'
        if named:
            yield from self._contents(titles)
        yield "<main>"
        yield from self._head()
        parts = list(enumerate(zip(document.sections, titles, strict=True)))
        for at, (section, heading) in parts:
            if not section.annex:
                yield from self._section(section, heading, at)
        if document.letterhead is not None:
            yield from self._foot(document.letterhead)
        for at, (section, heading) in parts:
            if section.annex:
                yield from self._section(section, heading, at)
        yield from self._footer()
        yield "</main>\n</div>"
        yield from self._said()
        yield "</body>\n</html>"

    def _contents(self, titles: Sequence[str]) -> Iterator[str]:
        yield f'<nav aria-label="{_CONTENTS.to(self._lang)}">\n<p>{_CONTENTS.to(self._lang)}</p>\n<ol>'
        inner = False
        open_item = False
        for at, (section, heading) in enumerate(zip(self._document.sections, titles, strict=True)):
            if not section.title:
                continue
            if section.level > 1 and not inner and open_item:
                yield "<ol>"
                inner = True
            if section.level == 1:
                if open_item:
                    yield "</ol></li>" if inner else "</li>"
                inner, open_item = False, True
            link = f'<li><a href="#s{at}">{escape(heading)}</a>'
            yield link if section.level == 1 else f"{link}</li>"
        if open_item:
            yield "</ol></li>" if inner else "</li>"
        yield "</ol>\n</nav>"

    def _head(self) -> Iterator[str]:
        head = self._document.letterhead
        if head is None:
            yield f"<header><h1>{escape(self._document.title)}</h1></header>"
            return
        subject = "<br>".join(escape(line) for line in head.subject.splitlines())
        yield '<header>\n<div class="letterhead">'
        yield f'<div><p>{escape(head.parent)}</p><p class="ruled"><b>{escape(head.issuer)}</b></p></div>'
        yield f"<div><p><b>{NATION.to(self._lang)}</b></p>"
        yield f'<p class="ruled motto"><b>{MOTTO.to(self._lang)}</b></p></div>'
        yield f"<p>{escape(number_line(head.symbol, self._lang))}</p>"
        yield f"<p><i>{escape(signed_line(head, self._lang))}</i></p>\n</div>"
        yield f'<h1><span class="kind">{escape(head.kind)}</span> {subject}</h1>\n</header>'

    def _section(self, section: Section, heading: str, at: int) -> Iterator[str]:
        head = self._document.letterhead
        yield f'<section id="s{at}" class="annex">' if section.annex else f'<section id="s{at}">'
        if section.annex and head is not None:
            yield f'<p class="word">{ANNEX.to(self._lang)}</p>'
        if section.title:
            tag = f"h{min(section.level + 1, 6)}"
            yield f"<{tag}>{escape(heading)}</{tag}>"
        if section.annex and head is not None:
            yield f'<p class="enclosed">{escape(enclosed(head, self._lang))}</p>'
        for is_item, blocks in groupby(section.blocks, lambda b: isinstance(b, Paragraph) and b.kind == "item"):
            if is_item:
                yield "<ul>"
                yield from (f"<li>{self._runs(b.runs)}</li>" for b in blocks if isinstance(b, Paragraph))
                yield "</ul>"
            else:
                for block in blocks:
                    yield from self._block(block)
        yield "</section>"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                kind = ' class="note"' if block.kind == "note" else ""
                yield f"<p{kind}>{self._runs(block.runs)}</p>"
            case Table():
                yield from self._table(block)
            case Chart():
                yield from self._chart(block)
            case Cards():
                yield '<div class="cards">'
                yield from (self._card(card) for card in block.cards)
                yield "</div>"

    def _card(self, card: Card) -> str:
        lines = "".join(f"<p>{self._runs(line)}</p>" for line in card.lines)
        value = f'<p class="value">{self._runs(card.value)}</p>'
        return f'<div class="card {card.tone}"><p>{escape(card.label)}</p>{value}{lines}</div>'

    def _table(self, table: Table) -> Iterator[str]:
        self._tables += 1
        caption = f"{_TABLE.to(self._lang)} {self._tables}. {escape(table.caption)}"
        unit = f'<span class="unit">{escape(table.unit_note)}</span>' if table.unit_note else ""
        # A table wider than a telephone scrolls by itself; it can be reached by keyboard for that.
        yield f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}">'
        yield f"<table>\n<caption>{caption}{unit}</caption>\n<thead><tr>"
        yield from (f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
        yield "</tr></thead>\n<tbody>"
        yield from (self._row(row, table.columns) for row in table.rows)
        yield "</tbody>\n</table>\n</div>"

    def _row(self, row: Row, columns: Sequence[Column]) -> str:
        cells = []
        for at, (runs, column) in enumerate(zip(row.cells, columns, strict=True)):
            level = f" level{min(row.level, 3)}" if row.level and at == 0 else ""
            tag, scope = ("th", ' scope="row"') if at == 0 else ("td", "")
            cells.append(f'<{tag}{scope} class="{column.align}{level}">{self._runs(runs)}</{tag}>')
        opened = '<tr class="strong">' if row.strong else "<tr>"
        return f"{opened}{''.join(cells)}</tr>"

    def _chart(self, chart: Chart) -> Iterator[str]:
        at = self._drawn
        self._drawn += 1
        if at not in self._charts:
            raise InvalidInput(
                f"biểu đồ thứ {at + 1} (“{chart.caption}”) chưa được vẽ; vẽ mọi biểu đồ trước khi ghi tệp",
                f"chart {at + 1} (“{chart.caption}”) has no drawing; draw every chart before writing",
            )
        yield f'<figure>\n<div class="plate">{_inline(self._charts[at], at, chart)}</div>'
        yield f"<figcaption>{_FIGURE.to(self._lang)} {self._drawn}. {escape(chart.caption)}</figcaption>\n</figure>"

    def _runs(self, runs: Runs) -> str:
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        text = self._number(run) if isinstance(run, Number) else escape(run.text)
        if not isinstance(run, Number) and run.italic:
            text = f"<i>{text}</i>"
        return f"<b>{text}</b>" if run.bold else text

    def _number(self, number: Number) -> str:
        self._figures.setdefault(number.id, number)
        self._printed[number.id] += 1
        nth = self._printed[number.id]
        identity = escape(number.id)
        name = f"tk_{identity}" + (f"_{nth}" if nth > 1 else "")
        link = f'<a href="#e_{identity}">{escape(number.text)}</a>'
        title = f"{identity}: {_ASK.to(self._lang)}"
        return f'<data class="tk" id="{name}" value="{escape(number.key)}" title="{title}">{link}</data>'

    def _foot(self, head: Letterhead) -> Iterator[str]:
        yield f'<div class="foot">\n<div class="to"><p><b>{RECIPIENTS.to(self._lang)}</b></p>'
        yield from (f"<p>{escape(line)}</p>" for line in recipient_items(head.recipients, self._lang))
        yield f'</div>\n<div class="signer">{escape(head.authority)}</div>\n</div>'

    def _footer(self) -> Iterator[str]:
        parts = [_POSTING.to(self._lang).format(self._document.posting)] if self._document.posting else []
        if self._document.as_of is not None:
            parts.append(_AS_OF.to(self._lang).format(self._document.as_of))
        if self._figures:
            parts.append(_HINT.to(self._lang))
        if parts:
            yield f"<footer>{' '.join(parts)}</footer>"

    def _said(self) -> Iterator[str]:
        for identity, number in self._figures.items():
            name = escape(identity)
            yield f'<aside class="said" id="e_{name}"><a href="{_NOWHERE}">{_CLOSE.to(self._lang)}</a>'
            yield f"<p><b>{escape(number.text)}</b></p>"
            yield f"<p>{_KEY.to(self._lang)} <code>{escape(number.key)}</code></p>"
            yield f"<p>{_COMMAND.to(self._lang)} <code>tongket explain {name}</code></p></aside>"


def _inline(svg: str, at: int, chart: Chart) -> str:
    """Return the drawing for use inside the page: told in words, its ids unlike those of the other drawings."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise _no_svg(chart) from error
    if etree.QName(root).localname != "svg":
        raise _no_svg(chart)
    for element in root.iter():
        for name, value in ((str(name), str(value)) for name, value in element.attrib.items()):
            if name == "id":
                element.set(name, f"c{at}-{value}")
            elif "url(#" in value:
                element.set(name, value.replace("url(#", f"url(#c{at}-"))
    root.set("role", "img")
    root.set("aria-label", chart.alt)
    return etree.tostring(root, encoding="unicode")


def _no_svg(chart: Chart) -> InvalidInput:
    return InvalidInput(
        f"hình của biểu đồ “{chart.caption}” không phải SVG; vẽ lại biểu đồ",
        f"the drawing of chart “{chart.caption}” is not SVG; draw it again",
    )

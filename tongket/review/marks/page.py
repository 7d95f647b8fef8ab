"""A page of the text with its marks, and beside each paragraph what was found in it. It needs nothing from anywhere.

Every verdict has a colour and a sign of its own, so that it reads on paper and for eyes that tell colours badly. A mark
is a link to its note and the note a link back; neither needs a script.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path, PurePath

from tongket.core.errors import Unavailable
from tongket.core.text import Lang, Text
from tongket.prose.claims import CheckVerdict, Claim
from tongket.review.checked import Checked, Mark
from tongket.review.marks.lines import told
from tongket.review.marks.words import NAMES, NO_RELATION, NOTHING, SIGNS, summary

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_TITLE = Text("Kiểm tra số liệu", "Figures checked")
_LEGEND = Text("Ký hiệu", "Signs")
_FIRST = Text("Chỗ cần xem lại", "To be looked at")
_NONE = Text("Không có chỗ nào mâu thuẫn.", "Nothing contradicts.")
_DATE = Text("Ngày văn bản", "Date of the text")
_CLASSES = {
    CheckVerdict.HOLDS: "holds",
    CheckVerdict.LAST_DIGIT: "digit",
    CheckVerdict.CANNOT_TELL: "open",
    CheckVerdict.CONTRADICTS: "wrong",
}
_SCENARIOS = {"plan": Text("kế hoạch", "plan"), "forecast": Text("dự báo", "forecast")}


def write_marked(checked: Sequence[Checked], out: Path, lang: Lang) -> None:
    """Write the page of one or more checked texts.

    Raises:
        Unavailable: it cannot be written there.
    """
    try:
        out.write_text("\n".join(marked_page(checked, lang)) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise Unavailable(
            f"{out}: không ghi được tệp; kiểm tra thư mục và quyền ghi",
            f"{out}: cannot be written ({error.strerror}); check folder and rights",
        ) from None


def marked_page(checked: Sequence[Checked], lang: Lang) -> Iterator[str]:
    """Yield the lines of the page."""
    style = files("tongket.review.marks").joinpath("marks.css").read_text(encoding="utf-8")
    names = ", ".join(one.document.title or one.document.name for one in checked)
    yield f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(_TITLE.to(lang))} – {escape(names)}</title>\n<style>\n{style}</style>\n</head>\n<body>"
    for number, one in enumerate(checked, start=1):
        yield from _Marked(one, number, lang).lines()
    yield "</body>\n</html>"


class _Marked:
    """Writes one checked text."""

    def __init__(self, checked: Checked, number: int, lang: Lang) -> None:
        self._checked = checked
        self._text = checked.document.text
        self._prefix = f"t{number}"
        self._lang = lang
        self._marks = _apart(checked.marks)
        self._starts = [mark.start for mark in self._marks]
        self._tables = {table.start: table.end for table in checked.document.tables}

    def lines(self) -> Iterator[str]:
        document, lang = self._checked.document, self._lang
        yield f"<main>\n<header>\n<h1>{escape(document.title or PurePath(document.name).name)}</h1>"
        yield f"<p>{escape(document.name)}</p>"
        if self._checked.reading.document_date:
            yield f"<p>{_DATE.to(lang)}: {escape(self._checked.reading.document_date)}</p>"
        shown = summary(self._checked.counts, lang) if self._checked.marks else NOTHING.to(lang)
        yield f'<p class="counts">{escape(shown)}</p>'
        yield from (f'<p class="warning">{escape(note.to(lang))}</p>' for note in document.notes)
        signs = "".join(
            f'<li><mark class="{_CLASSES[v]}">{SIGNS[v]}</mark> {NAMES[v].to(lang)}</li>' for v in CheckVerdict
        )
        yield f'<ul class="legend" aria-label="{_LEGEND.to(lang)}">{signs}</ul>\n</header>'
        yield from self._list()
        for start, end, is_table in self._blocks():
            yield from self._block(start, end, is_table=is_table)
        yield "</main>"

    def _list(self) -> Iterator[str]:
        wanted = (CheckVerdict.CONTRADICTS, CheckVerdict.LAST_DIGIT)
        found = [(at, mark) for at, mark in enumerate(self._marks) if mark.verdict in wanted]
        yield f'<nav aria-label="{_FIRST.to(self._lang)}">\n<h2>{_FIRST.to(self._lang)}</h2>'
        if not found:
            yield f"<p>{_NONE.to(self._lang)}</p>\n</nav>"
            return
        yield "<ol>"
        for at, mark in found:
            words = escape(" ".join(self._text[mark.start : mark.end].split()))
            told_first = escape(told(mark.findings[0], self._lang)) if mark.findings else ""
            yield f'<li><a href="#{self._prefix}m{at}">{SIGNS[mark.verdict]} {words}</a> {told_first}</li>'
        yield "</ol>\n</nav>"

    def _blocks(self) -> Iterator[tuple[int, int, bool]]:
        """Yield paragraphs and tables, in order."""
        at = 0
        while at < len(self._text):
            if at in self._tables and self._tables[at] > at:
                yield at, self._tables[at], True
                at = self._tables[at]
                continue
            end = self._text.find("\n", at)
            end = len(self._text) if end < 0 else end
            if self._text[at:end].strip():
                yield at, end, False
            at = end + 1

    def _block(self, start: int, end: int, *, is_table: bool) -> Iterator[str]:
        yield '<div class="block">'
        if is_table:
            yield '<div class="scroll" role="region" tabindex="0"><table>'
            for first, last in _split(self._text, start, end, "\n"):
                cells = (self._words(*cell) for cell in _split(self._text, first, last, "\t"))
                yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
            yield "</table></div>"
        else:
            yield f'<p class="text">{self._words(start, end)}</p>'
        notes = [self._note(at) for at in self._inside(start, end)]
        yield "<aside>" + "".join(notes) + "</aside>\n</div>"

    def _inside(self, start: int, end: int) -> range:
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))

    def _words(self, start: int, end: int) -> str:
        parts, done = [], start
        for at in self._inside(start, end):
            mark = self._marks[at]
            last = min(mark.end, end)
            parts.append(escape(self._text[done : mark.start]))
            words, sign = escape(self._text[mark.start : last]), SIGNS[mark.verdict]
            name = f"{self._prefix}m{at}"
            link = f'<a href="#{self._prefix}n{at}">{words}<sup>{sign}</sup></a>'
            parts.append(f'<mark class="{_CLASSES[mark.verdict]}" id="{name}">{link}</mark>')
            done = last
        parts.append(escape(self._text[done:end]))
        return "".join(parts)

    def _note(self, at: int) -> str:
        mark = self._marks[at]
        words = escape(" ".join(self._text[mark.start : mark.end].split()))
        head = f'<a href="#{self._prefix}m{at}">{SIGNS[mark.verdict]} {words}</a>: {NAMES[mark.verdict].to(self._lang)}'
        about = f"<p>{escape(_about(mark.claim, self._lang))}</p>" if mark.claim else ""
        said = "".join(f"<p>{SIGNS[f.verdict]} {escape(told(f, self._lang))}</p>" for f in mark.findings)
        if not mark.findings and mark.verdict is CheckVerdict.CANNOT_TELL:
            said = f"<p>{NO_RELATION.to(self._lang)}</p>"
        # What nobody needs to look at folds away; a browser does that without a script.
        opened = " open" if mark.verdict in (CheckVerdict.CONTRADICTS, CheckVerdict.LAST_DIGIT) else ""
        name = f"{self._prefix}n{at}"
        kind = _CLASSES[mark.verdict]
        return f'<details class="{kind}" id="{name}"{opened}><summary>{head}</summary>{about}{said}</details>'


def _about(claim: Claim, lang: Lang) -> str:
    """Return what a claim was read as, so that a reader sees a misreading."""
    period = claim.period.label(lang) if claim.period else None
    scenario = _SCENARIOS[claim.scenario].to(lang) if claim.scenario in _SCENARIOS else None
    return ", ".join(part for part in (claim.indicator, claim.place, period, scenario) if part) or claim.text


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that can stand side by side: of two that overlap the graver one."""
    kept: list[Mark] = []
    for mark in marks:
        if kept and mark.start < kept[-1].end:
            if mark.verdict is CheckVerdict.CONTRADICTS and kept[-1].verdict is not CheckVerdict.CONTRADICTS:
                kept[-1] = mark
            continue
        if mark.end > mark.start:
            kept.append(mark)
    return kept


def _split(text: str, start: int, end: int, sign: str) -> Iterator[tuple[int, int]]:
    while start < end:
        at = text.find(sign, start, end)
        at = end if at < 0 else at
        yield start, at
        start = at + 1

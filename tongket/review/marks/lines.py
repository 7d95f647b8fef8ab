"""Marks as lines on a terminal, the way a spell-checker tells them."""

from collections.abc import Iterator

from tongket.core.text import Lang
from tongket.prose.claims import CheckVerdict, TextFinding
from tongket.review.checked import Checked, Mark
from tongket.review.marks.words import NAMES, NO_RELATION, NOTHING, SIGNS, summary

SHOWN = frozenset({CheckVerdict.CONTRADICTS, CheckVerdict.LAST_DIGIT})
_CONTEXT = 100


def told(finding: TextFinding, lang: Lang) -> str:
    """Return the arithmetic of a finding in words."""
    return finding.explanation_en if lang == "en" else finding.explanation_vi


def lines(checked: Checked, lang: Lang, *, every: bool = False) -> Iterator[str]:
    """Yield the lines of one file: what contradicts or is off in the last digit, then the counts.

    Args:
        checked: the checked text.
        lang: the language of the words.
        every: also what holds and what cannot be told.
    """
    document = checked.document
    for note in document.notes:
        yield f"{document.name}: {note.to(lang)}"
    for mark in checked.marks:
        if every or mark.verdict in SHOWN:
            yield from _mark_lines(checked, mark, lang)
    if not checked.marks:
        yield f"{document.name}: {NOTHING.to(lang)}"
    else:
        yield f"{document.name}: {summary(checked.counts, lang)}"


def _mark_lines(checked: Checked, mark: Mark, lang: Lang) -> Iterator[str]:
    document = checked.document
    line, column = document.line_column(mark.start)
    piece = document.piece(mark.start)
    place = "" if piece is None or piece.unit == "line" else f" ({piece.label(lang)})"
    words = quoted(checked, mark)
    yield f"{document.name}:{line}:{column}:{place} {SIGNS[mark.verdict]} {NAMES[mark.verdict].to(lang)}: {words}"
    for finding in mark.findings:
        yield f"    {SIGNS[finding.verdict]} {told(finding, lang)} [{finding.rule}]"
    if not mark.findings and mark.verdict is CheckVerdict.CANNOT_TELL:
        yield f"    {NO_RELATION.to(lang)}"


def quoted(checked: Checked, mark: Mark) -> str:
    """Return the words of a mark with those before them in its sentence: “… đạt 98,26%”."""
    text = checked.document.text
    start = text.rfind("\n", 0, mark.start) + 1
    before = text[max(start, mark.start - _CONTEXT) : mark.start]
    for sign in (". ", "; "):
        before = before.rpartition(sign)[2]
    if len(before) > 60:
        before = "…" + before[-60:].partition(" ")[2]
    return f"“{' '.join((before + text[mark.start : mark.end]).split())}”"

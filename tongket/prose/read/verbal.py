"""Statements in words about targets as a whole: “thực hiện vượt các chỉ tiêu”, “không đạt kế hoạch”."""

from tongket.core.text import fold
from tongket.prose.read.source import Source
from tongket.prose.read.trie import Hit
from tongket.prose.read.view import DELIMITERS, View

_BETWEEN = 6


def verbal_claims(view: View, source: Source) -> tuple[tuple[int, int, str], ...]:
    """Return (start, end, folded words) of each statement that targets were exceeded, met or missed."""
    out = []
    for begin, end in view.sentences:
        reached = begin
        for noun in view.hits.within("verbal-noun", begin, end):
            verb = _verb(view, reached, noun)
            if verb is None or _intended(view, begin, verb):
                continue
            reached = noun.end
            last = _run(view, noun.end, end)
            span = source.span(view.tokens.starts[verb.start], view.tokens.ends[last - 1])
            out.append((*span, fold(source.text[span[0] : span[1]])))
    return tuple(out)


def _verb(view: View, begin: int, noun: Hit) -> Hit | None:
    """Return the verb before the noun, with no number, comma or other noun of time between."""
    for i in range(noun.start - 1, max(begin, noun.start - _BETWEEN) - 1, -1):
        found = view.hits.ending("verbal", i)
        if found is not None and found.start >= begin:
            return found
        if view.tokens.numeric[i] or view.tokens.keys[i] in DELIMITERS or view.tokens.keys[i] == "%":
            return None
    return None


def _intended(view: View, begin: int, verb: Hit) -> bool:
    """Whether it is only meant to happen: “phấn đấu hoàn thành các chỉ tiêu”."""
    return view.hits.nearest("intent", begin, verb.start) is not None


def _run(view: View, i: int, end: int) -> int:
    stop = min(end, i + _BETWEEN)
    while i < stop and view.tokens.keys[i][0].isalpha() and i not in view.verbs:
        i += 1
    return i

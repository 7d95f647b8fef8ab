"""Where sentences, and paragraphs of them, begin and end."""

from tongket.prose.read.tokens import Tokens

_ABBREVIATED = frozenset(
    ("tp", "ts", "ths", "gs", "pgs", "bs", "ks", "st", "mr", "mrs", "dr", "no", "tr", "tx", "tt", "ng", "p", "q", "đ",
     "s", "ct", "cv", "cn", "sn", "ub")
)  # fmt: skip
_ENDS = frozenset(".!?…")
_MARKS = frozenset(",;:")
_LONGEST = 500  # tokens; the longest lists met in reports have some three hundred


def split(tokens: Tokens) -> list[tuple[int, int]]:
    """Return the sentences as runs of tokens, line breaks left out.

    A full stop ends a sentence when a blank and a capital, digit, quote or bullet follow and it does not close an
    abbreviation (“TP. Pleiku”, “v.v.”). A line break always does. A sentence without end is cut at a comma, so that
    looking back inside one has a bound.
    """
    out: list[tuple[int, int]] = []
    begin = soft = 0
    for i, key in enumerate(tokens.keys):
        if key == "\n":
            if i > begin:
                out.append((begin, i))
            begin = i + 1
        elif key in _ENDS and _ends(tokens, i):
            out.append((begin, i + 1))
            begin = i + 1
        elif key in _MARKS:
            soft = i + 1
        if i - begin >= _LONGEST:
            cut = soft if soft > begin else i
            out.append((begin, cut))
            begin = cut
    if begin < len(tokens):
        out.append((begin, len(tokens)))
    return out


def _ends(tokens: Tokens, i: int) -> bool:
    after = i + 1
    if after >= len(tokens) or tokens.glued(after):
        return False
    if not (tokens.capital(after) or tokens.numeric[after] or not tokens.keys[after][0].isalpha()):
        return False
    return tokens.keys[i] != "." or not _abbreviates(tokens, i)


def _abbreviates(tokens: Tokens, i: int) -> bool:
    # A number of one or two digits and a stop at the start of a line is a heading (“1. Công nghiệp”).
    if i == 0 or not tokens.glued(i):
        return False
    before = i - 1
    if tokens.numeric[before]:
        first = before == 0 or tokens.keys[before - 1] == "\n"
        return first and len(tokens.keys[before]) <= 2
    single = len(tokens.keys[before]) == 1 and tokens.capital(before)
    return tokens.keys[before] in _ABBREVIATED or single

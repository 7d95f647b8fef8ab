"""“Lần lượt”: several names first, then as many numbers, each of the name that stands in its place.

“Kim ngạch xuất khẩu và nhập khẩu lần lượt đạt 548 và 97 triệu USD, tăng 7% và giảm 17,8%”. The names may also be those
of the sentence before (“các chỉ tiêu này lần lượt đạt …”).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tongket.core.text import fold
from tongket.prose.claims import AMOUNTS, Claim
from tongket.prose.read.lexicon import Lexicon
from tongket.prose.read.source import Source
from tongket.prose.read.view import View

_WORDS = frozenset({"lần", "lân1", "lan", "theo"})  # keys of the first words of “lần lượt”, “theo thứ tự”
_POINTING = ("nay", "tren", "do", "nay la")
_LEAST, _MOST = 2, 8
_UNITS = {"money-usd": "USD", "money-vnd": "đồng", "mass": "tấn", "energy": "Wh"}


@dataclass(frozen=True, slots=True)
class _Name:
    name: str | None
    code: str
    members: tuple[str, ...] = ()


def in_turn(
    view: View, source: Source, span: tuple[int, int], claims: Sequence[Claim], before: Sequence[Claim]
) -> list[Claim]:
    """Return the claims of a sentence, those behind “lần lượt” each with its own name.

    Args:
        view: the text.
        source: the way back to its offsets.
        span: the sentence's tokens.
        claims: its claims.
        before: those of the sentences before it.
    """
    out = list(claims)
    names: list[_Name] = []
    marks = [hit for hit in view.hits.within("together", *span) if view.tokens.keys[hit.start] in _WORDS]
    for number, mark in enumerate(marks):
        until = marks[number + 1].start if number + 1 < len(marks) else span[1]
        left = marks[number - 1].end if number else span[0]
        names = _names(view, left, mark.start) or names or _pointed_at(view, (left, mark.start), before)
        if not _LEAST <= len(names) <= _MOST:
            continue
        first, last = _offset(view, source, mark.end), _offset(view, source, until - 1)
        behind = [i for i, claim in enumerate(out) if first <= claim.start <= last]
        for group in _groups(out, behind, len(names)):
            if all(_fits(view.lexicon, name, out[i]) for name, i in zip(names, group, strict=True)):
                for name, i in zip(names, group, strict=True):
                    out[i] = replace(out[i], indicator=name.name, indicator_code=name.code, members=name.members)
    return out


def _offset(view: View, source: Source, token: int) -> int:
    return source.span(view.tokens.starts[token], view.tokens.ends[token])[0]


def _names(view: View, left: int, right: int) -> list[_Name]:
    """Return the indicators named one after the other, none of them as a base."""
    known = view.lexicon.vocabulary.indicators
    hits = view.hits.within("indicator", left, right)
    codes = list(dict.fromkeys(hit.value for hit in hits if view.hits.ending("compare", hit.start - 1) is None))
    return [_Name(known[code].name.vi, code) for code in codes] if len(codes) >= _LEAST else []


def _pointed_at(view: View, span: tuple[int, int], before: Sequence[Claim]) -> list[_Name]:
    """Return the names of the amounts of the sentence before, where “các chỉ tiêu này” points at them."""
    words = fold(view.tokens.words(*span)).split()
    if not before or not any(word in words[-2:] for word in _POINTING):
        return []
    told = [c for c in before if c.sentence == before[-1].sentence and c.kind in AMOUNTS and c.indicator_code]
    return list(dict.fromkeys(_Name(c.indicator, c.indicator_code or "", c.members) for c in told))


def _groups(claims: Sequence[Claim], places: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Yield as many numbers as there are names, of one sort each time: first levels, then what they grew by."""
    at = 0
    while at + size <= len(places):
        group = places[at : at + size]
        if len({claims[i].kind in AMOUNTS for i in group}) > 1 or len({claims[i].scenario for i in group}) > 1:
            return
        yield group
        at += size


def _fits(lexicon: Lexicon, name: _Name, claim: Claim) -> bool:
    """Whether a name can have that unit: exports no đồng."""
    mark = _UNITS.get(lexicon.quantity(name.code))
    return claim.kind not in AMOUNTS or mark is None or mark in (claim.unit or "")

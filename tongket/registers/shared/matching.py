"""Which record an incoming one may be: code first, then name, place and size. A proposal, for a person to confirm."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rapidfuzz import fuzz, process

from tongket.core.text import fold
from tongket.registers.shared.queries import Candidate

_COMMON = re.compile(
    r"\b(nha may|thuy dien|dien gio|dien mat troi|dien sinh khoi|du an|cum cong nghiep|ccn|nmtd|hydropower"
    r"|hydroelectric|power plant|power station|wind farm|solar farm)\b"
)
_LIKELY, _POSSIBLE = 88, 75
"""Of 100: below the second, two names are two things; from the first on, one is proposed."""
_CLOSE = Fraction(1, 20)
"""Sizes this near, relative to the larger, speak for one thing; others against."""


@dataclass(frozen=True, slots=True)
class Match:
    """A proposal.

    Attributes:
        code: of the record it may be; empty where there is none like it.
        score: how alike the two are, 0–100; beside what is said of place and size.
        sure: whether nothing speaks against it and no other record is as near.
        others: codes of further records it may be.
    """

    code: str
    score: int
    sure: bool
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record that is to be matched; fields as in `Candidate`."""

    name: str
    place: str = ""
    kind: str = ""
    numbers: Mapping[str, Decimal | None] | None = None


def bare(name: str) -> str:
    """Return a name without diacritics and without the words that say only what kind of thing it is."""
    return " ".join(_COMMON.sub(" ", fold(name)).split())


def match(incoming: Sequence[Incoming], there: Sequence[Candidate]) -> list[Match]:
    """Return a proposal for each: none of them is carried out."""
    by_kind: defaultdict[str, list[Candidate]] = defaultdict(list)
    for one in there:
        by_kind[one.kind].append(one)
    names = {kind: [bare(one.name) for one in some] for kind, some in by_kind.items()}
    return [_match(one, by_kind.get(one.kind, []), names.get(one.kind, [])) for one in incoming]


def _match(one: Incoming, there: Sequence[Candidate], names: Sequence[str]) -> Match:
    wanted = bare(one.name)
    found = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=_POSSIBLE, limit=8)
    scored = sorted(((_score(int(score), one, there[n]), there[n]) for _, score, n in found),
                    key=lambda pair: (-pair[0], pair[1].code))  # fmt: skip
    scored = [pair for pair in scored if pair[0] >= _POSSIBLE]
    if not scored:
        return Match("", 0, sure=True)
    best, of = scored[0]
    alone = len(scored) == 1 or scored[1][0] < best
    others = tuple(candidate.code for _, candidate in scored[1:])
    return Match(of.code, min(best, 100), best >= _LIKELY and alone and not _against(one, of), others)


def _score(name: int, one: Incoming, other: Candidate) -> int:
    """Return the likeness of the names, more where place and size agree, less where they do not."""
    score = name
    if one.place and other.place:
        score += 5 if one.place == other.place else 0
    for field, value in (one.numbers or {}).items():
        there = other.numbers.get(field)
        if isinstance(value, Decimal) and isinstance(there, Decimal) and max(value, there):
            score += 5 if _near(value, there) else -8
    return score


def _against(one: Incoming, other: Candidate) -> bool:
    return any(
        isinstance(value, Decimal)
        and isinstance(there := other.numbers.get(field), Decimal)
        and not _near(value, there)
        for field, value in (one.numbers or {}).items()
    )


def _near(one: Decimal, other: Decimal) -> bool:
    return not max(one, other) or abs(Fraction(one) - Fraction(other)) <= _CLOSE * Fraction(max(one, other))

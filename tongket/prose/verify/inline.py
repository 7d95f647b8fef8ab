"""Sums by their place: wholes and parts that follow one another in one unit, where no word says “of which”.

“Giá trị sản xuất 900 tỷ đồng: FDI 700 tỷ đồng, ngoài nhà nước 150 tỷ đồng, nhà nước 50 tỷ đồng”, the rows of a table
above “Tổng cộng”, “31 dự án trong nước, 22 dự án FDI; tổng số 53 dự án”. They are confirmed where the sum fits too well
to be a coincidence, and contradicted only where the form says that the list is whole and the sum misses it as a slip
does.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.book import Book
from tongket.prose.verify.nearby import chance
from tongket.prose.verify.parts import all_within, summed
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Outcome, Relation, finding, judge

_MOST_PARTS, _SENTENCES = 10, 2
_CHANCE = Fraction(1, 20)
_TOTALS = ("tong cong", "tong so", "cong")
_COMPLETE = ("gom", "chia ra", "bao gom")
_SLIP = 50
"""A sum that misses by no more than a fiftieth is meant as a sum."""


@rule("parts-in-line")
def parts_in_line(book: Book) -> Iterator[TextFinding]:
    """A whole against the amounts that stand behind it, and a total against those that stand before it."""
    amounts = [c for c in book.claims if c.kind in AMOUNTS and c.high is None]
    for at, claim in enumerate(amounts):
        behind = _run(book, claim, amounts[at + 1 : at + 1 + 2 * _MOST_PARTS], _SENTENCES)
        found = None if _is_linked(claim, behind) else _whole_first(book, claim, behind)
        if found is None and _is_total(book, claim):
            found = _total_last(book, claim, amounts[max(0, at - 2 * _MOST_PARTS) : at][::-1])
        if found is not None:
            yield finding(found)


def _run(book: Book, whole: Claim, others: Sequence[Claim], sentences: int) -> list[Claim]:
    """Return the amounts, in order, that may be parts: of the whole's family, and not of another scenario."""
    family = book.measures.family(whole)
    run: list[Claim] = []
    for other in book.seen(others):
        if abs(other.sentence - whole.sentence) >= sentences or len(run) == _MOST_PARTS:
            break
        if book.measures.family(other) == family and _alike(whole, other):
            run.append(other)
    return run


def _alike(whole: Claim, other: Claim) -> bool:
    nouns = whole.kind is not Kind.COUNT or whole.unit == other.unit
    return nouns and other.scenario == whole.scenario and other.kind is whole.kind and other.approx is None


def _is_linked(whole: Claim, parts: Sequence[Claim]) -> bool:
    return any(p.part_of == whole.id for p in parts)


def _whole_first(book: Book, whole: Claim, run: Sequence[Claim]) -> Outcome | None:
    parts = [p for p in run if p.part_of is None and (p.period == whole.period or p.sentence != whole.sentence)]
    outcome = _summing(book, whole, parts)
    if outcome is not None:
        return outcome
    here = [p for p in parts if p.sentence == whole.sentence]
    return _missed(book, whole, here) if len(here) > 1 and _says_all(book, whole, here) else None


def _total_last(book: Book, whole: Claim, before: Sequence[Claim]) -> Outcome | None:
    """Judge a total on the amounts before it, back to where they stop being its own."""
    rows = _run(book, whole, before, 2 * _MOST_PARTS if _is_row(book, whole) else 1)
    parts = [p for p in rows if p.part_of is None and p.period == whole.period and p.unit == whole.unit]
    return _summing(book, whole, parts, backwards=True)


def _summing(book: Book, whole: Claim, parts: Sequence[Claim], *, backwards: bool = False) -> Outcome | None:
    """Return the outcome of the longest run of parts, from the first on, that makes up the whole."""
    for count in _counts(book, whole, parts):
        run = parts[:count][::-1] if backwards else parts[:count]
        outcome = _confirmed(book, whole, run, len(parts) - 1)
        if outcome is not None:
            return outcome
    return None


def _counts(book: Book, whole: Claim, parts: Sequence[Claim]) -> list[int]:
    """Return how many parts may make up the whole, the most first: worked out in whole numbers, since few do."""
    least, most = book.measures.bounds(whole)
    low = high = 0
    found = []
    for count, part in enumerate(parts, start=1):
        bounds = book.measures.bounds(part)
        low, high = low + bounds[0], high + bounds[1]
        if count > 1 and low <= most and high >= least:
            found.append(count)
    return found[::-1]


def _is_total(book: Book, claim: Claim) -> bool:
    return book.words_before(claim).endswith(_TOTALS)


def _is_row(book: Book, claim: Claim) -> bool:
    return 0 <= claim.sentence < len(book.reading.sentences) and book.words_of_sentence(claim).startswith(_TOTALS)


def _relation(whole: Claim, parts: Sequence[Claim]) -> Relation:
    return Relation("parts-sum", whole, tuple(parts), summed, " + ".join(f"{{{i}}}" for i in range(len(parts))), None)


def _confirmed(book: Book, whole: Claim, parts: Sequence[Claim], tries: int) -> Outcome | None:
    outcome = judge(book.measures, _relation(whole, parts))
    if outcome is None or outcome.verdict is not CheckVerdict.HOLDS:
        return None
    return outcome if chance(book, outcome) * tries <= _CHANCE or _says_all(book, whole, parts) else None


def _says_all(book: Book, whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the form says that these are all parts: “gồm”, a colon, or “trong 78 dự án có …, … chưa …”."""
    opening = book.words(whole.end, parts[0].start).replace("(", " ")
    own = book.reading.text[whole.end : parts[0].start]
    head = own.partition(":")
    colon = bool(head[1]) and not any(ch.isdigit() for ch in head[2])
    return colon or any(f" {mark}" in f" {opening}" for mark in _COMPLETE) or all_within(book, whole, parts)


def _missed(book: Book, whole: Claim, parts: Sequence[Claim]) -> Outcome | None:
    """Return the outcome of a list that misses its whole by a slip; None where it holds or misses by more."""
    if book.unread_digits(whole.end, parts[-1].end, book.around(whole, 4 * _MOST_PARTS)):
        return None
    outcome = judge(book.measures, _relation(whole, parts))
    if outcome is None or outcome.verdict is not CheckVerdict.CONTRADICTS or outcome.point is None:
        return None
    near = abs(outcome.point - Fraction(whole.value)) * _SLIP <= abs(Fraction(whole.value))
    return outcome if near or outcome.rule == "magnitude-slip" else None

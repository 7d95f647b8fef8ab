"""What one of many comes to: “2.880 tỷ đồng cho 96 dự án, bình quân 30 tỷ đồng/dự án”, “giá bình quân 2.200 USD/tấn”.

The words name what is divided by, and the unit what is divided. Numbers that stand right before, in the same sentence,
may contradict; others only confirm, where they fit too well for a coincidence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from tongket.core.exact import Interval
from tongket.core.text import fold
from tongket.prose.claims import AMOUNTS, Claim, TextFinding
from tongket.prose.verify.book import Book
from tongket.prose.verify.nearby import confirmed
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Compute, Relation, best, finding

_AVERAGE, _EACH = ("binh quan", "trung binh"), "mỗi"
_BACK, _BEFORE = 12, 70


@rule("per-unit")
def per_unit(book: Book) -> Iterator[TextFinding]:
    """An average against the total and the number it is taken over."""
    for claim in book.claims:
        if claim.kind not in AMOUNTS or claim.high is not None:
            continue
        named = _named(book, claim)
        if named is None:
            continue
        pairs = list(_pairs(book, claim, *named))
        own = [c for c in book.before(claim) if c.kind in AMOUNTS and c.period == claim.period]
        beside = {c.id for c in own if c.part_of is None}
        last = {*sorted(beside)[-2:]}
        near = [pair for pair in pairs if {pair[0].id, pair[1].id} == last]
        outcome = best(book.measures, [_relation(book, claim, pair, named[0]) for pair in near])
        outcome = outcome or confirmed(book, [_relation(book, claim, pair, named[0]) for pair in pairs])
        if outcome is not None:
            yield finding(outcome)


def _named(book: Book, claim: Claim) -> tuple[str, str] | None:
    """Return the unit of the total and the word for what it is divided by; None where the claim is no average."""
    if claim.unit is None:
        return None
    # Not folded: “mỗi” (each) and “mới” (new) fold to the same word.
    each = _EACH in book.reading.text[max(0, claim.start - _BEFORE) : claim.start].lower()
    top, slash, below = claim.unit.partition("/")
    if not (slash or each):
        return None
    said = f" {book.words_before(claim, _BEFORE)} "
    if slash:
        return (top, fold(below)) if each or any(f" {mark} " in said for mark in _AVERAGE) else None
    words = said.rpartition(" moi ")[2].strip() if each else ""
    return (top, words) if words else None


def _pairs(book: Book, claim: Claim, top: str, below: str) -> Iterator[tuple[Claim, Claim]]:
    """Yield the totals and numbers before an average that its unit may be made of, the nearest first."""
    amounts = [c for c in book.seen(book.back(claim, _BACK)) if c.kind in AMOUNTS and c.high is None]
    family = book.measures.family(replace(claim, unit=top))
    for total in amounts:
        if book.measures.family(total) != family or ("/" in (claim.unit or "") and total.unit == claim.unit):
            continue
        for number in amounts:
            same = number.id != total.id and number.scenario == total.scenario and number.period == total.period
            if same and number.unit and _counts(book, number, below):
                yield total, number


def _counts(book: Book, number: Claim, below: str) -> bool:
    """Whether a number counts what an average is said to be of: “96 dự án” of “tỷ đồng/dự án”, “mỗi dự án …”."""
    unit = fold(number.unit or "")
    return below == unit or f"{below} ".startswith(f"{unit} ") or unit.startswith(f"{below} ")


def _relation(book: Book, claim: Claim, pair: tuple[Claim, Claim], top: str) -> Relation:
    unit = book.measures.unit(replace(claim, unit=top))
    factor = Fraction(unit.factor) if unit is not None else Fraction(1)
    # A unit of two words has no factor of its own: the total is brought to the unit it names.
    scale = (1 / factor) * book.measures.factor(claim) if "/" in (claim.unit or "") else Fraction(1)
    counted = book.measures.factor(pair[1])
    return Relation("per-unit", claim, pair, _divided(scale * counted), "{0} ÷ {1}")


def _divided(scale: Fraction) -> Compute:
    def compute(operands: Sequence[Interval]) -> Interval | None:
        total, number = operands
        if not (total.positive and number.positive):
            return None
        return total.over(number).scaled(scale)

    return compute

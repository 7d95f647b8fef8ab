"""Changes in units beside what they are changes of: against the growth they stand with, and part by part.

“Dư nợ 20.900 tỷ đồng, tăng 1.263 tỷ đồng, tăng 6,4%”: level, change and growth hang together without any other level.
Where levels of parts make up the level of the whole, their changes make up its change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tongket.core.exact import Interval
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.book import Book
from tongket.prose.verify.growth import doubt, is_balance
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Relation, finding, judge, summed

_FAMILIES_OF_RATIOS = ("points", "percent")
_NEAR, _BACK = 2, 4
_BETWEEN = 30
"""Letters between a change and the growth beside it; what is further off is perhaps of something else."""


@rule("growth-of-change")
def growth_of_change(book: Book) -> Iterator[TextFinding]:
    """A growth against the change in units that stands beside it: change ÷ (level − change)."""
    for claim in book.claims:
        level = level_changed(book, claim)
        base = _risen_from(book, claim) if level is None else None
        if base is not None:
            yield from _on_base(book, claim, base)
        grown = _growth_beside(book, claim) if level is not None else None
        if level is None or grown is None:
            continue
        falls = _falls(claim)
        if falls != (grown.value < 0):
            continue
        relation = Relation(
            "growth-of-change",
            grown,
            (level, claim),
            _fall if falls else _rise,
            "−{1} ÷ ({0} + {1}) × 100" if falls else "{1} ÷ ({0} − {1}) × 100",
            offset=100,
            doubt=doubt(book, (grown, level, claim)),
        )
        outcome = judge(book.measures, _unsigned(relation))
        if outcome is not None:
            yield finding(outcome)


def _risen_from(book: Book, claim: Claim) -> Claim | None:
    """Return what a change is a change from: “so với năm 2019 (436 triệu USD), kim ngạch tăng thêm 41 triệu USD”."""
    family = book.measures.family(claim)
    if claim.kind is not Kind.DIFFERENCE or claim.base in (None, "plan") or is_balance(book, claim):
        return None
    for other in book.before(claim, 1):
        alike = other.kind in AMOUNTS and book.measures.family(other) == family and other.high is None
        return other if alike and other.period is not None and str(other.period) == claim.base else None
    return None


def _on_base(book: Book, change: Claim, base: Claim) -> Iterator[TextFinding]:
    """Yield the change over what it rose from, against the growth beside it."""
    grown = _growth_beside(book, change)
    if grown is None or _falls(change) != (grown.value < 0):
        return
    formula = "−{1} ÷ {0} × 100" if _falls(change) else "{1} ÷ {0} × 100"
    relation = Relation("growth-of-change", grown, (base, change), _over_base, formula, offset=100)
    outcome = judge(book.measures, _unsigned(relation))
    if outcome is not None:
        yield finding(outcome)


def _over_base(operands: Sequence[Interval]) -> Interval | None:
    base, change = operands
    return change.over(base).scaled(100) if base.positive and change.positive else None


def _unsigned(relation: Relation) -> Relation:
    """Return the relation with the change as a size: the formula holds its sign."""
    level, change = relation.operands
    return replace(relation, operands=(level, replace(change, value=abs(change.value))))


def _rise(operands: Sequence[Interval]) -> Interval | None:
    level, change = operands
    base = level - change
    return change.over(base).scaled(100) if base.positive and change.positive else None


def _fall(operands: Sequence[Interval]) -> Interval | None:
    level, change = operands
    base = level + change
    return -change.over(base).scaled(100) if base.positive and change.positive else None


def level_changed(book: Book, claim: Claim) -> Claim | None:
    """Return the level that a change in units is of: right before it in its sentence; None for what is no change."""
    family = book.measures.family(claim)
    if claim.kind is not Kind.DIFFERENCE or claim.base in (None, "plan") or family in _FAMILIES_OF_RATIOS:
        return None
    if claim.high is not None or is_balance(book, claim):
        return None
    for other in book.before(claim, _BACK):
        if other.kind not in AMOUNTS or book.measures.family(other) != family:
            continue
        if other.scenario == "plan" and claim.scenario != "plan":
            continue  # “đạt 98,51% so kế hoạch (kế hoạch 77.000 ha), giảm 1.181 ha”
        if other.period is not None and str(other.period) == claim.base:
            continue  # “so với năm 2019 (436 triệu USD) tăng thêm 41 triệu USD”: that is what it rose from
        fits = other.scenario == claim.scenario and other.high is None and other.approx is None
        return other if fits and abs(other.value) > abs(claim.value) else None
    return None


def _falls(claim: Claim) -> bool:
    return claim.value < 0 or "giam" in claim.verb.split()


def _growth_beside(book: Book, claim: Claim) -> Claim | None:
    """Return the growth right behind a change, or right before it, on the same base."""
    for number in (claim.id + 1, claim.id - 1):
        other = book.get(number)
        if other is None or other.kind is not Kind.GROWTH or other.sentence != claim.sentence:
            continue
        between = book.reading.text[min(other.end, claim.end) : max(other.start, claim.start)]
        beside = len(between) <= _BETWEEN and ";" not in between
        if beside and other.base == claim.base and other.period == claim.period:
            return other
    return None


def changes_of_parts(book: Book, whole: Claim, parts: Sequence[Claim]) -> Iterator[TextFinding]:
    """Yield what the changes of parts make up, where the levels of the parts make up the whole's."""
    changes = [_change_behind(book, claim) for claim in (whole, *parts)]
    known = [change for change in changes if change is not None]
    if len(known) != len(changes) or len({(c.base, c.period) for c in known}) != 1:
        return
    total, *each = known
    formula = " + ".join(f"({{{i}}})" if c.value < 0 else f"{{{i}}}" for i, c in enumerate(each))
    outcome = judge(book.measures, Relation("changes-of-parts", total, tuple(each), summed, formula, gate=None))
    if outcome is not None:
        yield finding(outcome)


def _change_behind(book: Book, level: Claim) -> Claim | None:
    """Return the change in units that follows a level before anything else of its family does."""
    for number in range(level.id + 1, level.id + 1 + _NEAR):
        other = book.get(number)
        if other is None or other.sentence != level.sentence:
            return None
        if level_changed(book, other) is level:
            return replace(other, value=-abs(other.value)) if _falls(other) else other
        if other.kind in AMOUNTS:
            return None
    return None


def holds(verdict: CheckVerdict) -> bool:
    """Whether a relation came out true, be it in all but the last digit."""
    return verdict in (CheckVerdict.HOLDS, CheckVerdict.LAST_DIGIT)

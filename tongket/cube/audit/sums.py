"""Parts against the whole, and shorter periods against the longer one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from tongket.core.exact import Interval, rounded
from tongket.core.figure import RATIO_SCALE, Measure, Qualifier, Scenario
from tongket.core.text import Text
from tongket.cube.audit.finding import Finding, Severity, Timeline, written
from tongket.cube.book import Book, Slot, number
from tongket.cube.measures import operand
from tongket.cube.rows import Answer, LedgerRow

LEAP = Fraction(7, 4)
"""A single month left over that is this many times the mean of the known months is doubtful."""


def audit_sums(timeline: Timeline) -> Iterator[Finding]:
    """Yield totals that their parts, or their shorter periods, do not make up."""
    book = timeline.now
    for slot in sorted(_slots(book), key=lambda s: (s.indicator, s.members, s.place, s.period, s.basis)):
        if book.indicator(slot.indicator).over_time == "sum":
            yield from _periods(book, slot)
        if not slot.members:
            yield from _parts(book, slot)


def _slots(book: Book) -> set[Slot]:
    keys = (r.key for r in book.rows if r.key.measure is Measure.LEVEL and r.key.scenario is Scenario.ACTUAL)
    return {Slot.of(key) for key in keys}


def _periods(book: Book, slot: Slot) -> Iterator[Finding]:
    total = book.read(slot)
    cover = book.cover(slot)
    if total is None:
        return
    if cover:
        parts = [a for a in (book.read(slot.moved(p)) for p in cover) if a is not None]
        if len(parts) == len(cover) and not _adds_up(book, total, parts):
            yield _not_adding(
                "cumulative-inconsistent",
                total,
                parts,
                ("lũy kế không bằng tổng các kỳ", "the cumulative is not the sum"),
            )
    yield from _left_over(book, slot, total)


def _left_over(book: Book, slot: Slot, total: Answer) -> Iterator[Finding]:
    """Yield the one month left between a cumulative figure and its known parts, where it leaps out."""
    best: list[Answer] = []
    covered: set[int] = set()
    inside = [p for p in book.periods(slot) if p != slot.period and p.length and slot.period.covers(p)]
    for part in sorted(inside, key=lambda p: (-p.length, p.first)):
        months = set(range(part.first, part.first + part.length))
        answer = book.read(slot.moved(part))
        if answer is not None and not months & covered:
            covered |= months
            best.append(answer)
    if slot.period.length - len(covered) != 1 or len(covered) < 3:
        return
    known = sum((number(a) for a in best), Fraction(0))
    rest, mean = number(total) - known, known / len(covered)
    if 0 <= rest <= mean * LEAP:
        return
    shown, average, stated = written(_decimal(rest)), written(_decimal(mean), 1), written(_decimal(number(total)))
    yield Finding(
        "cumulative-inconsistent",
        Severity.DOUBT,
        slot.period,
        _rows(total, best),
        stated.vi,
        shown.vi,
        Text(
            f"theo lũy kế {stated.vi}, tháng còn lại phải là {shown.vi} trong khi bình quân các tháng đã biết là "
            f"{average.vi}: số của kỳ trước hẳn đã được điều chỉnh",
            f"with {stated.en} in all, the month left over must be {shown.en} while the known months average "
            f"{average.en}: an earlier period must have been revised",
        ),
    )


def _parts(book: Book, slot: Slot) -> Iterator[Finding]:
    total = book.read(slot)
    if total is None:
        return
    for dimension, parts in _by_dimension(book, slot).items():
        members = {a.key.members[0].split(":")[1] for a in parts}
        if _complete(book, slot.indicator, dimension, members) and not _adds_up(book, total, parts):
            yield _not_adding(
                "parts-do-not-sum", total, parts, ("các bộ phận không cộng bằng tổng", "parts do not sum")
            )


def _by_dimension(book: Book, slot: Slot) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = defaultdict(list)
    for row in book.rows:
        if len(row.key.members) == 1 and Slot.of(row.key) == replace(slot, members=row.key.members):
            answer = book.read(Slot.of(row.key))
            if row.key.measure is Measure.LEVEL and answer is not None and answer.row is row:
                found[row.key.members[0].split(":")[0]].append(answer)
    return found


def _complete(book: Book, indicator: str, dimension: str, members: set[str]) -> bool:
    known = book.vocabulary.dimensions[dimension].members
    if any(known[m].residual for m in members) and len(members) > 1:
        return True
    return any(p.members == members for p in book.vocabulary.partitions_of(indicator, dimension))


def _adds_up(book: Book, total: Answer, parts: Sequence[Answer]) -> bool:
    counted = book.indicator(total.key.indicator).scale == 0
    reach = Interval.of(0)
    for part in parts:
        reach = reach + _operand(part, counted=counted)
    return reach.meet(_operand(total, counted=counted)) is not None


def _operand(answer: Answer, *, counted: bool) -> Interval:
    """Return what a level can stand for; what is counted in ones was never rounded, so 19 markets are 19."""
    exact = counted and answer.value.qualifier is Qualifier.EXACT and answer.value.high is None
    return Interval.of(number(answer)) if exact else operand(answer)


def _not_adding(rule: str, total: Answer, parts: Sequence[Answer], what: tuple[str, str]) -> Finding:
    exact = sum(number(p) for p in parts)
    shown, stated = written(_decimal(exact)), written(_decimal(number(total)))
    gap = written(_decimal(number(total) - exact))
    every = (total, *parts)
    # One body's figure beside another's, or an estimate beside official ones, differs in vintage, not in arithmetic.
    mixed = len({(a.key.status, a.key.body) for a in every}) > 1
    loose = mixed or any(a.value.qualifier.value != "-" for a in every)
    return Finding(
        rule,
        Severity.DOUBT if loose else Severity.CONTRADICTION,
        total.key.period,
        _rows(total, parts),
        stated.vi,
        shown.vi,
        Text(
            f"{what[0]}: công bố {stated.vi}, cộng lại được {shown.vi}, chênh {gap.vi}",
            f"{what[1]}: published {stated.en}, they give {shown.en}, {gap.en} unexplained",
        ),
    )


def _decimal(value: Fraction | int) -> Decimal:
    return rounded(value, RATIO_SCALE)


def _rows(total: Answer, parts: Iterable[Answer]) -> tuple[LedgerRow, ...]:
    found = {r.row: r for a in (total, *parts) for r in a.rows()}
    return tuple(found.values())

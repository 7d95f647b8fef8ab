"""Parts against the whole, and shorter periods against the longer one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    """Yield totals that their parts, or their shorter periods, do not make up or do exceed."""
    book = timeline.now
    reported: set[Slot] = set()
    slots = _slots(book)
    parts = _parts_of(slots)
    for slot in sorted(slots | set(parts), key=lambda s: (s.indicator, s.members, s.place, s.period, s.basis)):
        if book.indicator(slot.indicator).over_time == "sum":
            uneven = list(_periods(book, slot))
            yield from uneven or _longer(book, slot, reported)
        yield from _parts(book, slot, parts.get(slot, {}))


def _slots(book: Book) -> set[Slot]:
    keys = (r.key for r in book.rows if r.key.measure is Measure.LEVEL and r.key.scenario is Scenario.ACTUAL)
    return {Slot.of(key) for key in keys}


def _parts_of(slots: Iterable[Slot]) -> dict[Slot, dict[str, list[Slot]]]:
    """Return the parts of each total by the dimension that breaks it down: its own members and one more."""
    found: dict[Slot, dict[str, list[Slot]]] = defaultdict(lambda: defaultdict(list))
    for slot in sorted(slots, key=lambda s: s.members):
        for member in slot.members:
            rest = tuple(m for m in slot.members if m != member)
            found[replace(slot, members=rest)][member.split(":")[0]].append(slot)
    return found


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
    shown, average, stated = written(decimal_of(rest)), written(decimal_of(mean), 1), written(decimal_of(number(total)))
    yield Finding(
        "cumulative-inconsistent",
        Severity.DOUBT,
        slot.period,
        rows_of(total, best),
        stated.vi,
        shown.vi,
        Text(
            f"theo lũy kế {stated.vi}, tháng còn lại phải là {shown.vi} trong khi bình quân các tháng đã biết là "
            f"{average.vi}: có thể số của kỳ trước đã được điều chỉnh",
            f"with {stated.en} in all, the month left over must be {shown.en} while the known months average "
            f"{average.en}: an earlier period may have been revised",
        ),
    )


def _longer(book: Book, slot: Slot, reported: set[Slot]) -> Iterator[Finding]:
    """Yield the largest shorter period inside a longer one where it alone exceeds it; one finding for each.

    Args:
        reported: the shorter periods reported so far.
    """
    total = book.read(slot)
    inside = [p for p in book.periods(slot) if p != slot.period and p.length and slot.period.covers(p)]
    parts = [a for a in (book.read(slot.moved(p)) for p in sorted(inside)) if a is not None]
    if total is None or not parts or min(number(a) for a in parts) < 0:
        return  # a fall somewhere would let a part exceed the whole
    most = max(parts, key=number)
    if Slot.of(most.key) not in reported and _exceeds(book, most, total):
        reported.add(Slot.of(most.key))
        part, whole = (written(decimal_of(number(a))) for a in (most, total))
        short, long = most.key.period, slot.period
        reason = Text(
            f"số của {short.label('vi')} ({part.vi}) lớn hơn số của {long.label('vi')} ({whole.vi}), "
            "là kỳ dài hơn và bao gồm kỳ đó",
            f"the figure of {short.label('en')} ({part.en}) is larger than that of {long.label('en')} ({whole.en}), "
            "the longer period it lies in",
        )
        yield _exceeding("period-exceeds-longer", most, total, reason)


def _parts(book: Book, slot: Slot, by_dimension: Mapping[str, Sequence[Slot]]) -> Iterator[Finding]:
    total = book.read(slot)
    if total is None:
        return
    for dimension, slots in by_dimension.items():
        parts = [a for a in map(book.read, slots) if a is not None]
        found: Finding | None = None
        codes = {_member(slot, a).split(":")[1] for a in parts}
        if not slot.members and _complete(book, slot.indicator, dimension, codes) and not _adds_up(book, total, parts):
            found = _not_adding(
                "parts-do-not-sum", total, parts, ("các bộ phận không cộng bằng tổng", "parts do not sum")
            )
            yield found
        if found is None or found.severity is not Severity.CONTRADICTION:
            yield from _larger(book, slot, total, parts)


def _member(slot: Slot, part: Answer) -> str:
    """Return the member that makes a part of a total."""
    return next(m for m in part.key.members if m not in slot.members)


def _larger(book: Book, slot: Slot, total: Answer, parts: Sequence[Answer]) -> Iterator[Finding]:
    """Yield each part that alone exceeds its total."""
    adds = book.indicator(slot.indicator).kind in ("flow", "stock")
    if not adds or number(total) < 0 or any(number(a) < 0 for a in parts):
        return  # a part below 0 would let another exceed the whole, and indices are no parts of each other
    for answer in parts:
        if _exceeds(book, answer, total):
            dimension, _, code = _member(slot, answer).partition(":")
            name = book.vocabulary.dimensions[dimension].members[code].name
            part, whole = (written(decimal_of(number(a))) for a in (answer, total))
            reason = Text(
                f"riêng {name.vi} ({part.vi}) đã lớn hơn tổng số ({whole.vi})",
                f"{name.en} alone ({part.en}) is larger than the total ({whole.en})",
            )
            yield _exceeding("part-exceeds-total", answer, total, reason)


def _exceeds(book: Book, part: Answer, total: Answer) -> bool:
    """Whether a part is larger than its total, whatever the rounding of both."""
    counted = book.indicator(total.key.indicator).scale == 0
    least, most = operand_of(part, counted=counted).low, operand_of(total, counted=counted).high
    return least is not None and most is not None and least > most


def _exceeding(rule: str, part: Answer, total: Answer, reason: Text) -> Finding:
    stated, shown = (written(decimal_of(number(a))) for a in (part, total))
    severity = Severity.DOUBT if mixed((part, total)) else Severity.CONTRADICTION
    return Finding(rule, severity, part.key.period, rows_of(part, (total,)), stated.vi, shown.vi, reason)


def mixed(answers: Iterable[Answer]) -> bool:
    """Whether figures are of several bodies or degrees of firmness: they differ in vintage, not in arithmetic."""
    return len({(a.key.status, a.key.body) for a in answers}) > 1


def _complete(book: Book, indicator: str, dimension: str, members: set[str]) -> bool:
    known = book.vocabulary.dimensions[dimension].members
    if any(known[m].residual for m in members) and len(members) > 1:
        return True
    return any(p.members == members for p in book.vocabulary.partitions_of(indicator, dimension))


def _adds_up(book: Book, total: Answer, parts: Sequence[Answer]) -> bool:
    counted = book.indicator(total.key.indicator).scale == 0
    reach = Interval.of(0)
    for part in parts:
        reach = reach + operand_of(part, counted=counted)
    return reach.meet(operand_of(total, counted=counted)) is not None


def operand_of(answer: Answer, *, counted: bool) -> Interval:
    """Return what a level can stand for; what is counted in ones was never rounded, so 19 markets are 19."""
    exact = counted and answer.value.qualifier is Qualifier.EXACT and answer.value.high is None
    return Interval.of(number(answer)) if exact else operand(answer)


def _not_adding(rule: str, total: Answer, parts: Sequence[Answer], what: tuple[str, str]) -> Finding:
    exact = sum(number(p) for p in parts)
    shown, stated = written(decimal_of(exact)), written(decimal_of(number(total)))
    gap = written(decimal_of(number(total) - exact))
    every = (total, *parts)
    loose = mixed(every) or any(a.value.qualifier.value != "-" for a in every)
    return Finding(
        rule,
        Severity.DOUBT if loose else Severity.CONTRADICTION,
        total.key.period,
        rows_of(total, parts),
        stated.vi,
        shown.vi,
        Text(
            f"{what[0]}: công bố {stated.vi}, cộng lại được {shown.vi}, chênh {gap.vi}",
            f"{what[1]}: published {stated.en}, they give {shown.en}, {gap.en} unexplained",
        ),
    )


def decimal_of(value: Fraction | int) -> Decimal:
    """Return a sum or a gap as a decimal, half-up at the scale of ratios."""
    return rounded(value, RATIO_SCALE)


def rows_of(total: Answer, parts: Iterable[Answer]) -> tuple[LedgerRow, ...]:
    """Return the ledger rows beneath a total and its parts, the total's first, each once."""
    found = {r.row: r for a in (total, *parts) for r in a.rows()}
    return tuple(found.values())

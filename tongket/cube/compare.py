"""The five columns everybody here reads: actual, plan, % of plan, same period last year, % growth."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tongket.core.figure import Key, Measure, Scenario, Status
from tongket.core.indicator import Indicator
from tongket.core.period import Period
from tongket.cube.book import Book, Slot, number
from tongket.cube.measures import measure, stated
from tongket.cube.rows import Answer, LedgerRow


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator (or one part of it) of a place in a period.

    Attributes:
        actual: its level; None where none is known and none follows from what is.
        plan: the plan of the year; None where none is known.
        completion: % of plan, computed, or as stated where the plan is not known.
        last_year: the level of the same period a year before.
        growth: %, computed, or as stated where that level is not known.
    """

    indicator: Indicator
    members: tuple[str, ...]
    basis: str
    actual: Answer | None
    plan: Answer | None
    completion: Answer | None
    last_year: Answer | None
    growth: Answer | None

    @property
    def told(self) -> bool:
        """Whether anything is known of the period itself, not only the plan for it."""
        return bool(self.actual or self.completion or self.growth)

    @property
    def answers(self) -> list[Answer]:
        """Its columns that have something in them."""
        columns = (self.actual, self.plan, self.completion, self.last_year, self.growth)
        return [a for a in columns if a is not None]


def compare(book: Book, place: str, period: Period) -> list[Line]:
    """Return a line for all that is known of a place in a period, in the vocabulary's order, totals before parts."""
    places = {place, *book.sources.get(place, ())}
    wanted = sorted({(r.key.indicator, r.key.members) for r in book.rows if r.key.place in places}, key=_order(book))
    lines = (line_of(book, code, members, place, period) for code, members in wanted)
    return [line for line in lines if line is not None]


def line_of(
    book: Book, code: str, members: tuple[str, ...], place: str, period: Period, basis: str | None = None
) -> Line | None:
    """Return the line of one indicator or part; None where nothing at all is known of it in the period.

    Args:
        basis: on which basis; None takes that of the preferred body.
    """
    indicator = book.indicator(code)
    planned: Line | None = None
    for chosen in [basis] if basis else _bases(book, indicator, members, place, period):
        slot = Slot(code, members, place, period, Scenario.ACTUAL, chosen)
        level = book.level(slot)
        plan = book.level(slot.planned()) if not period.is_day and indicator.kind != "stock" else None
        completion = _ratio(book, slot, level, Measure.COMPLETION)
        growth = _ratio(book, slot, level, Measure.GROWTH)
        if level or completion or growth:
            before = _last_year(book, slot, level)
            return Line(indicator, members, chosen, level, plan, completion, before, growth)
        if plan and planned is None:
            planned = Line(indicator, members, chosen, None, plan, None, _last_year(book, slot, None), None)
    return planned


def target_of(book: Book, code: str, members: tuple[str, ...], place: str, year: Period, basis: str) -> Line | None:
    """Return a year's plan with the growth it asks on the year before; None where no plan is known."""
    slot = Slot(code, members, place, year, Scenario.PLAN, basis)
    plan = book.read(slot)
    growth = measure(book, plan, Measure.GROWTH) if plan else _stated_any(book, slot, Measure.GROWTH)
    if plan is None and growth is None:
        return None
    actual = book.level(replace(slot, scenario=Scenario.ACTUAL, period=year.year_before()))
    return Line(book.indicator(code), members, basis, None, plan, None, actual, growth)


def _bases(book: Book, indicator: Indicator, members: tuple[str, ...], place: str, period: Period) -> list[str]:
    stated_here = book.bases(indicator, members, place, period)
    return stated_here + [b for b in indicator.bases if b not in stated_here]


def _ratio(book: Book, slot: Slot, level: Answer | None, wanted: Measure) -> Answer | None:
    found = measure(book, level, wanted) if level else None
    return found or _stated_any(book, slot, wanted, level)


def _stated_any(book: Book, slot: Slot, wanted: Measure, level: Answer | None = None) -> Answer | None:
    """Return a ratio of the slot that anyone stated, the preferred first: for series without a level (IIP).

    Beside a level it must be the ratio of that level: another body's −21.43 % goes with that body's 110, and must not
    stand beside the Department's 141.
    """
    rows = [
        row
        for row in book.rows
        if row.key.measure is wanted
        and Slot.of(row.key) == slot
        and row.value.quantity is not None
        and (level is None or _same_level(book, row, level))
    ]
    best = min(rows, key=lambda r: (*book.rank(r.key), -r.known_from.toordinal()), default=None)
    return stated(book, best.key) if best else None


def _same_level(book: Book, ratio: LedgerRow, level: Answer) -> bool:
    own = book.at(ratio.key.measured(Measure.LEVEL))
    return own is not None and own.value.quantity == level.value.quantity


def _last_year(book: Book, slot: Slot, level: Answer | None) -> Answer | None:
    if level is None:
        return book.level(slot.moved(slot.period.year_before()))
    change = measure(book, level, Measure.CHANGE)
    return change.inputs[1] if change and change.inputs else None


def _order(book: Book) -> Callable[[tuple[str, tuple[str, ...]]], tuple[int, int, list[tuple[int, int]]]]:
    codes = {code: i for i, code in enumerate(book.vocabulary.indicators)}
    members = {
        f"{d.code}:{m}": (i, j)
        for i, d in enumerate(book.vocabulary.dimensions.values())
        for j, m in enumerate(d.members)
    }
    return lambda pair: (codes[pair[0]], len(pair[1]), [members[m] for m in pair[1]])


def reached(line: Line) -> bool | None:
    """Whether the plan was reached; None where that cannot be told. From the levels where they are known."""
    if line.actual and line.plan:
        return number(line.actual) >= number(line.plan)
    if line.completion and line.completion.value.quantity is not None:
        return line.completion.value.quantity >= 100
    return None


def plan_key(line: Line) -> Key | None:
    """Return the key of the plan a line was measured against, whether stated or only implied by a printed ratio."""
    if line.plan:
        return line.plan.key
    if line.completion is None:
        return None
    key = line.completion.key.measured(Measure.LEVEL)
    return replace(key, scenario=Scenario.PLAN, status=Status.ASSIGNED, period=key.period.whole_year())

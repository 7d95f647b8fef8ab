"""The base that a printed ratio implies, and what else speaks for it. See docs/algorithms/implied-base.md."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tongket.core.exact import Interval
from tongket.core.figure import Measure, Scenario
from tongket.cube.audit.finding import Timeline
from tongket.cube.book import Slot, number
from tongket.cube.measures import as_growth, base_of
from tongket.cube.rows import LedgerRow

MANY = 1000
"""More whole numbers than this in an interval say nothing."""


@dataclass(frozen=True, slots=True)
class Support:
    """Another printed ratio on the same base, or a level that states it, with the base it allows."""

    row: LedgerRow
    interval: Interval


@dataclass(frozen=True, slots=True)
class Implied:
    """The base implied by a level and a printed ratio on it, in the unit of the level.

    Attributes:
        slot: what the base tells of.
        rounded: where the ratio was rounded half-up and the level is exact.
        truncated: where the ratio was cut off instead.
        level_rounded: where the level, too, was rounded to its last printed digit.
        supports: the other printed ratios on that base.
        joint: what all of them allow together (rounded or cut off); None where they contradict each other.
    """

    slot: Slot
    rounded: Interval
    truncated: Interval
    level_rounded: Interval
    supports: tuple[Support, ...]
    joint: Interval | None

    @property
    def whole_numbers(self) -> list[int]:
        """The whole numbers that `joint` allows; empty where there are none or too many to say anything."""
        return whole_numbers(self.joint) if self.joint else []


def whole_numbers(interval: Interval) -> list[int]:
    """Return the whole numbers in an interval; empty where an end is open or there are more than MANY."""
    if interval.low is None or interval.high is None or interval.high - interval.low > MANY:
        return []
    first = interval.low.numerator // interval.low.denominator
    last = interval.high.numerator // interval.high.denominator + 1
    return [n for n in range(first, last + 1) if n in interval]


def implied(timeline: Timeline, ratio: LedgerRow) -> Implied | None:
    """Return what a printed ratio implies for its base; None where its level is not known."""
    level = timeline.level_of(ratio)
    slot = base_of(timeline.now, Slot.of(level.key), ratio.key.measure) if level else None
    if level is None or slot is None or ratio.value.quantity is None or not number(level):
        return None
    exact = Interval.of(number(level))
    nearest, cut = _printed(ratio, truncation=False), _cut(ratio)
    either = _over(exact, _printed(ratio, truncation=True), ratio)
    supports = tuple(_supports(timeline, slot, ratio))
    joint: Interval | None = either
    for support in supports:
        joint = joint.meet(support.interval) if joint else None
    return Implied(
        slot,
        _over(exact, nearest, ratio),
        _over(exact, cut, ratio),
        _over(level.value.interval() or exact, nearest, ratio),
        supports,
        joint,
    )


def _supports(timeline: Timeline, slot: Slot, but: LedgerRow) -> Iterator[Support]:
    for row in timeline.now.rows:
        if row.row == but.row or row.value.quantity is None or row.value.qualifier.value != "-":
            continue
        if row.key.measure is Measure.LEVEL or row.value.high is not None:
            continue
        level = timeline.level_of(row)
        if level is None or not number(level) or base_of(timeline.now, Slot.of(level.key), row.key.measure) != slot:
            continue
        reach = level.value.reach() if level.key.scenario is not Scenario.PLAN else None
        interval = _over(reach or Interval.of(number(level)), _printed(row, truncation=True), row)
        if interval.low is not None:
            yield Support(row, interval)


def _decimals(ratio: LedgerRow) -> int:
    return ratio.value.decimals if ratio.value.decimals is not None else 2


def _printed(ratio: LedgerRow, *, truncation: bool) -> Interval:
    return Interval.printed(ratio.value.quantity or Decimal(0), _decimals(ratio), truncation=truncation)


def _cut(ratio: LedgerRow) -> Interval:
    """Return what a printed ratio stands for if it was cut off."""
    exact, unit = Fraction(ratio.value.quantity or 0), Fraction(10) ** -_decimals(ratio)
    if exact < 0:
        return Interval(exact - unit, exact, low_open=True)
    return Interval(exact, exact + unit, high_open=True)


def _over(level: Interval, printed: Interval, ratio: LedgerRow) -> Interval:
    if ratio.key.measure in (Measure.GROWTH, Measure.GROWTH_PREVIOUS):
        printed = as_growth(printed, ratio.value.notation) + Interval.of(100)
    if printed.low is None or printed.low <= 0:
        return Interval(None, None)
    return level.scaled(100).over(printed)

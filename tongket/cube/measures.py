"""Completion, growth, share, difference, contribution: each from its levels, or as its source stated it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from tongket.core.exact import Interval, Verdict, judge, rounded
from tongket.core.figure import RATIO_SCALE, Key, Measure, Notation, Qualifier, Scenario, Value
from tongket.core.text import Text
from tongket.cube.book import Book, Slot, number
from tongket.cube.rows import Answer, Check, How, LedgerRow

FORMULAS = {
    Measure.COMPLETION: Text("thực hiện ÷ kế hoạch năm × 100", "actual ÷ plan of the year × 100"),
    Measure.GROWTH: Text("(kỳ này ÷ cùng kỳ năm trước − 1) × 100", "(this period ÷ same period last year − 1) × 100"),
    Measure.GROWTH_PREVIOUS: Text("(kỳ này ÷ kỳ liền trước − 1) × 100", "(this period ÷ the period before − 1) × 100"),
    Measure.SHARE: Text("bộ phận ÷ tổng số × 100", "part ÷ total × 100"),
    Measure.EXCESS: Text("% thực hiện so với kế hoạch năm − 100", "% of the plan of the year − 100"),
    Measure.GAP: Text("thực hiện − kế hoạch năm", "actual − plan of the year"),
    Measure.CHANGE: Text("kỳ này − cùng kỳ năm trước", "this period − same period last year"),
    Measure.CONTRIBUTION: Text(
        "(bộ phận kỳ này − bộ phận cùng kỳ) ÷ tổng số cùng kỳ × 100",
        "(part this period − part last year) ÷ total last year × 100",
    ),
}

_STILL = timedelta(days=31)


def base_of(book: Book, slot: Slot, measure: Measure) -> Slot | None:
    """Return what a measure of the slot is taken on; None where the measure has no such base for it.

    The base of a plan's growth is the actual of the year before: what next year's target asks.
    """
    if measure in (Measure.COMPLETION, Measure.GAP):
        return slot.planned() if slot.scenario is not Scenario.PLAN and not slot.period.is_day else None
    if measure in (Measure.GROWTH, Measure.CHANGE):
        actual = replace(slot, scenario=Scenario.ACTUAL)
        if not slot.period.is_day:
            return actual.moved(slot.period.year_before())
        return _stock_before(book, actual)
    if measure is Measure.GROWTH_PREVIOUS:
        before = None if slot.period.is_day else slot.period.before()
        return slot.moved(before) if before else None
    if measure is Measure.SHARE:
        return replace(slot, members=slot.members[:-1]) if slot.members else None
    return None


def _stock_before(book: Book, slot: Slot) -> Slot | None:
    """Return the stock of a year earlier: of that day, or the last counted within a month before it."""
    wanted = slot.period.year_before()
    days = [p for p in book.periods(slot) if p.is_day and wanted.end - _STILL <= p.end <= wanted.end]
    return slot.moved(max(days)) if days else None


def measure(book: Book, level: Answer, wanted: Measure) -> Answer | None:
    """Return a measure of a level: computed where its base is known, else as stated, else None.

    A computed ratio carries the check against the one its source printed, where there is one.
    """
    if wanted is Measure.LEVEL:
        return level
    if wanted is Measure.CONTRIBUTION:
        return _contribution(book, level)
    if wanted is Measure.EXCESS:
        completion = measure(book, level, Measure.COMPLETION)
        return excess(completion) if completion else None
    slot = base_of(book, Slot.of(level.key), wanted)
    base = book.level_of(slot, level.key.body) if slot else None
    stated = book.at(level.key.measured(wanted))
    # A ratio on nothing, or on less than nothing, is no number.
    if base is None or (number(base) <= 0 and wanted not in (Measure.GAP, Measure.CHANGE)):
        return _stated(stated) if stated else None
    exact = compute(wanted, number(level), number(base))
    scale = book.indicator(level.key.indicator).scale if wanted in (Measure.GAP, Measure.CHANGE) else RATIO_SCALE
    check = None
    if stated is not None and stated.value.quantity is not None:
        check = Check(stated, verdict(stated, level, base))
    return Answer(
        level.key.measured(wanted),
        Value(
            rounded(exact, scale),
            qualifier=_looseness(wanted, level, base),
            notation=Notation.GROWTH if "growth" in wanted else Notation.NONE,
        ),
        How.COMPUTED,
        FORMULAS[wanted],
        inputs=(level, base),
        check=check,
    )


def _looseness(wanted: Measure, level: Answer, base: Answer) -> Qualifier:
    """Return how exactly a difference is known: “over 76,581” falls short of 84,000 by less than 7,419."""
    if wanted not in (Measure.GAP, Measure.CHANGE):
        return Qualifier.EXACT
    if base.value.qualifier is Qualifier.EXACT:
        return level.value.qualifier
    return Qualifier.ABOUT


def excess(completion: Answer) -> Answer:
    """Return by how many percent of the plan it was exceeded (below zero: missed), from any completion."""
    value = completion.value
    decimals = value.decimals if completion.how is How.STATED else None
    over = Value(rounded(number(completion) - 100, RATIO_SCALE), qualifier=value.qualifier, decimals=decimals)
    key = completion.key.measured(Measure.EXCESS)
    return Answer(key, over, How.COMPUTED, FORMULAS[Measure.EXCESS], inputs=(completion,))


def stated(book: Book, key: Key) -> Answer | None:
    """Return a ratio as its source stated it, for a series whose level nobody stated (IIP)."""
    row = book.at(key)
    return _stated(row) if row else None


def _stated(row: LedgerRow) -> Answer:
    return Answer(row.key, row.value, How.STATED, row=row)


def compute(wanted: Measure, level: Fraction, base: Fraction) -> Fraction:
    """Return the exact measure of a level on a base; ratios in percent."""
    return _COMPUTE[wanted](level, base)


_COMPUTE: dict[Measure, Callable[[Fraction, Fraction], Fraction]] = {
    Measure.COMPLETION: lambda a, b: a / b * 100,
    Measure.SHARE: lambda a, b: a / b * 100,
    Measure.GROWTH: lambda a, b: (a / b - 1) * 100,
    Measure.GROWTH_PREVIOUS: lambda a, b: (a / b - 1) * 100,
    Measure.GAP: lambda a, b: a - b,
    Measure.CHANGE: lambda a, b: a - b,
}


def as_notated(percent: Fraction, notation: Notation) -> Fraction:
    """Return a growth in percent in the notation in which it was printed (index, times)."""
    if notation is Notation.INDEX:
        return percent + 100
    return percent / 100 + 1 if notation is Notation.TIMES else percent


def as_growth(printed: Interval, notation: Notation) -> Interval:
    """Return an interval of a printed growth, index or times as one of growth in percent."""
    if notation is Notation.INDEX:
        return printed - Interval.of(100)
    return (printed - Interval.of(1)).scaled(100) if notation is Notation.TIMES else printed


def verdict(row: LedgerRow, level: Answer, base: Answer) -> Verdict:
    """Judge a printed ratio against the levels it rests on."""
    wanted, value = row.key.measure, row.value
    if value.quantity is None:
        raise ValueError("a stated ratio without a number cannot be judged")
    exact = as_notated(compute(wanted, number(level), number(base)), value.notation)
    ends = (operand(level).over(operand(base))).scaled(100)
    if wanted in (Measure.GROWTH, Measure.GROWTH_PREVIOUS):
        ends = _renotated(ends - Interval.of(100), value.notation)
    return judge(value.quantity, value.decimals if value.decimals is not None else 2, exact, ends)


def _renotated(percent: Interval, notation: Notation) -> Interval:
    if notation is Notation.INDEX:
        return percent + Interval.of(100)
    return percent.scaled(Fraction(1, 100)) + Interval.of(1) if notation is Notation.TIMES else percent


def operand(answer: Answer) -> Interval:
    """Return what a level can stand for in a sum or ratio: plans exactly, “over x” within x's last digit."""
    if answer.key.scenario is Scenario.PLAN or answer.inputs:
        return Interval.of(number(answer))
    return answer.value.reach() or Interval.of(number(answer))


def implied_base(level: Answer, ratio: LedgerRow) -> Interval | None:
    """Return the base that a level and a printed ratio on it imply; None where the ratio allows none.

    The level is taken as exact, the ratio as rounded or cut off at its printed decimals.
    """
    value = ratio.value
    if value.quantity is None:
        return None
    printed = Interval.printed(value.quantity, value.decimals if value.decimals is not None else 2)
    if ratio.key.measure in (Measure.GROWTH, Measure.GROWTH_PREVIOUS):
        printed = as_growth(printed, value.notation) + Interval.of(100)
    if printed.low is None or printed.low <= 0 or not number(level):
        return None
    return Interval.of(number(level)).scaled(100).over(printed)


def _contribution(book: Book, level: Answer) -> Answer | None:
    slot = Slot.of(level.key)
    if not slot.members or slot.period.is_day:
        return None
    before = slot.moved(slot.period.year_before())
    part, whole = book.level(before), book.level(replace(before, members=()))
    if part is None or whole is None or number(whole) <= 0:
        return None
    exact = (number(level) - number(part)) / number(whole) * 100
    return Answer(
        level.key.measured(Measure.CONTRIBUTION),
        Value(rounded(exact, RATIO_SCALE)),
        How.COMPUTED,
        FORMULAS[Measure.CONTRIBUTION],
        inputs=(level, part, whole),
    )

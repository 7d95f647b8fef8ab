"""Printed ratios read in the wrong notation, and those that no base can give."""

from collections.abc import Iterator
from fractions import Fraction

from tongket.core.exact import Interval
from tongket.core.figure import Measure, Notation
from tongket.core.text import Text
from tongket.cube.audit.finding import Finding, Severity, Timeline, written
from tongket.cube.book import Slot, number
from tongket.cube.measures import as_growth, base_of
from tongket.cube.rows import Answer, LedgerRow

CHECKED = (Measure.COMPLETION, Measure.GROWTH, Measure.GROWTH_PREVIOUS, Measure.SHARE)
GROWTHS = (Measure.GROWTH, Measure.GROWTH_PREVIOUS)
INDEX_AS_GROWTH, GROWTH_AS_INDEX = "index-read-as-growth", "growth-read-as-index"
MEANT = {INDEX_AS_GROWTH: Notation.INDEX, GROWTH_AS_INDEX: Notation.GROWTH}
"""The notation in which a printed ratio makes sense, by the rule that accuses it."""
NEAR = Fraction(1, 10)
"""Percentage points within which a ratio, read in the other notation, is what the levels give."""


def operands(timeline: Timeline, row: LedgerRow) -> tuple[Answer | None, Answer | None]:
    """Return the level a printed ratio goes with and the base it rests on; None for what nobody stated."""
    level = timeline.level_of(row)
    if level is None:
        return None, None
    slot = base_of(timeline.now, Slot.of(level.key), row.key.measure)
    return level, timeline.level(slot, row.known_from) if slot else None


def checkable(row: LedgerRow) -> bool:
    """Whether a row is a ratio with one number to check: no range."""
    return row.key.measure in CHECKED and row.value.quantity is not None and row.value.high is None


def loosely(row: LedgerRow) -> bool:
    """Whether the ratio was only said to be about so much: “gần 20 %” contradicts nothing near it."""
    return row.value.qualifier.value != "-"


def noted(number: Text, notation: Notation) -> Text:
    """Return a ratio with its unit: % or times."""
    times = notation is Notation.TIMES
    return Text(f"{number.vi} lần", f"{number.en} times") if times else Text(f"{number.vi}%", f"{number.en}%")


def of_base(row: LedgerRow) -> Fraction:
    """Return how many percent of its base the level is by a printed ratio: 116 for a growth of 16 %."""
    said = Fraction(row.value.quantity or 0)
    if row.key.measure not in GROWTHS:
        return said
    return {Notation.INDEX: said, Notation.TIMES: said * 100}.get(row.value.notation, said + 100)


def implied_point(level: Answer, row: LedgerRow) -> Fraction | None:
    """Return the base that the printed ratio, taken as it stands, implies; None where no base above 0 gives it."""
    percent = of_base(row)
    base = number(level) * 100 / percent if percent else Fraction(0)
    return base if base > 0 else None


def misread(row: LedgerRow, exact: Fraction, stated: Text, shown: Text) -> tuple[str, Text] | None:
    """Return the rule and the reason where a growth was printed as an index or the other way round; else None.

    Args:
        exact: the growth that the levels give, in percent.
        stated: the ratio as printed, with its unit.
        shown: what the levels give in the notation printed, with its unit.
    """
    quantity, notation = Fraction(row.value.quantity or 0), row.value.notation
    if row.key.measure not in GROWTHS:
        return None
    if notation is Notation.GROWTH and abs(quantity - 100 - exact) <= NEAR:
        return INDEX_AS_GROWTH, Text(
            f"công bố tăng {stated.vi}, thực ra là chỉ số {stated.vi}: mức tăng là {shown.vi}",
            f"printed as growth of {stated.en}, is the index {stated.en}: the growth is {shown.en}",
        )
    if notation is Notation.INDEX and abs(quantity - exact) <= NEAR:
        return GROWTH_AS_INDEX, Text(
            f"công bố chỉ số {stated.vi}, thực ra là mức tăng {stated.vi}: chỉ số là {shown.vi}",
            f"printed as the index {stated.en}, is growth of {stated.en}: the index is {shown.en}",
        )
    return None


def never(row: LedgerRow, level: Answer | None) -> bool:
    """Whether a printed ratio can be true on no base: a fall of more than 100 %, an index below 0.

    Args:
        level: the level it goes with; None: not known, and taken as not below 0. A level below 0 (a balance) may fall
            by more than 100 %, and is not judged.
    """
    value = row.value
    if value.quantity is None or (level is not None and number(level) < 0):
        return False
    printed = Interval.printed(value.quantity, value.decimals if value.decimals is not None else 2)
    if row.key.measure in GROWTHS:
        printed = as_growth(printed, value.notation) + Interval.of(100)
    return printed.high is not None and printed.high <= 0


def impossible(row: LedgerRow, stated: Text, shown: Text | None) -> Text:
    """Return why a printed ratio cannot be.

    Args:
        stated: the ratio as printed, with its unit.
        shown: the same from the levels; None where they are not known.
    """
    limit = _limit(row)
    given = Text("", "")
    if shown is not None:
        given = Text(f"; tính từ số đã công bố là {shown.vi}", f"; the published levels give {shown.en}")
    return Text(
        f"công bố {stated.vi}: không thể có, vì {limit.vi}{given.vi}",
        f"printed {stated.en}: it cannot be, {limit.en}{given.en}",
    )


def _limit(row: LedgerRow) -> Text:
    percent = of_base(row)
    if percent > 0:
        return Text("mức đã công bố không lớn hơn 0", "the published level is not above 0")
    if row.key.measure not in GROWTHS:
        return Text("tỷ lệ này không thể bằng 0 hoặc âm", "such a ratio cannot be 0 or negative")
    if row.value.notation is Notation.INDEX:
        return Text("chỉ số không thể bằng 0 hoặc âm", "an index cannot be 0 or negative")
    if row.value.notation is Notation.TIMES:
        return Text("số lần không thể bằng 0 hoặc âm", "a multiple cannot be 0 or negative")
    if percent < 0:
        return Text("không thể giảm quá 100%", "nothing falls by more than 100%")
    return Text(
        "mức đã công bố khác 0 thì không thể giảm đúng 100%", "a level that is not 0 has not fallen by exactly 100%"
    )


def audit_notation(timeline: Timeline) -> Iterator[Finding]:
    """Yield what is wrong with a printed ratio though its base is not known."""
    for row in timeline.rows:
        if checkable(row) and not loosely(row):
            level, base = operands(timeline, row)
            # Where the base is known the ratio is judged against it, and the reason says what it should be.
            if (base is None or number(base) <= 0) and never(row, level):
                yield _impossible_alone(row, level)
    yield from _index_as_growth(timeline)


def _impossible_alone(row: LedgerRow, level: Answer | None) -> Finding:
    stated = written(row.value.quantity, row.value.decimals)
    reason = impossible(row, noted(stated, row.value.notation), None)
    rows = tuple({r.row: r for r in (row, *(level.rows() if level else ()))}.values())
    return Finding("impossible-ratio", Severity.CONTRADICTION, row.key.period, rows, stated.vi, "", reason)


def _index_as_growth(timeline: Timeline) -> Iterator[Finding]:
    """Yield printed growths near 100 % whose neighbours in the same year say they are indices.

    Where the base is unknown the ratio cannot be recomputed, but the growth of the same series over other periods of
    the same year can be read beside it: 110.03 % beside −0.03, +1.86 and +7.78 % is an index.
    """
    for row in timeline.rows:
        value, key = row.value, row.key
        if key.measure is not Measure.GROWTH or value.notation is not Notation.GROWTH or value.quantity is None:
            continue
        if not 70 <= value.quantity <= 150 or operands(timeline, row)[1] is not None:
            continue
        beside = _beside(timeline, row)
        near = [o for o in beside if abs((o.value.quantity or 0) - (value.quantity - 100)) <= 20]
        if beside and len(near) == len(beside):
            stated, shown = (written(q, value.decimals) for q in (value.quantity, value.quantity - 100))
            rows = tuple({r.row: r for r in (row, *near)}.values())
            yield Finding(
                INDEX_AS_GROWTH,
                Severity.CONTRADICTION,
                key.period,
                rows,
                stated.vi,
                shown.vi,
                Text(
                    f"công bố tăng {stated.vi}%; các kỳ khác trong năm cho thấy đó là chỉ số: mức tăng là {shown.vi}%",
                    f"printed as growth of {stated.en}%; the year's other periods show it is an index: "
                    f"the growth is {shown.en}%",
                ),
            )


def _beside(timeline: Timeline, row: LedgerRow) -> list[LedgerRow]:
    """Return the other growths of the same series printed for periods of the same year."""
    key = row.key
    return [
        other
        for other in timeline.rows
        if other.key.measure is Measure.GROWTH
        and other.key.indicator == key.indicator
        and (other.key.members, other.key.place, other.key.basis) == (key.members, key.place, key.basis)
        and other.key.scenario == key.scenario
        and other.key.period.year == key.period.year
        and other.row != row.row
        and other.value.quantity is not None
        and other.value.notation is Notation.GROWTH
    ]

"""Printed ratios against the levels they rest on, and the reason where they do not hold."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from tongket.core.exact import Interval, Verdict, rounded
from tongket.core.figure import Measure, Notation, Scenario
from tongket.core.text import Text
from tongket.cube.audit.finding import Finding, Severity, Timeline, written
from tongket.cube.book import Slot, number
from tongket.cube.measures import as_notated, base_of, compute, implied_base, verdict
from tongket.cube.rows import Answer, LedgerRow

CHECKED = (Measure.COMPLETION, Measure.GROWTH, Measure.GROWTH_PREVIOUS, Measure.SHARE)
BLOWN_OUT = 200
"""A completion above this is worth a remark: the plan did not foresee what happened."""


def judged(timeline: Timeline) -> Iterator[tuple[LedgerRow, Answer, Answer, Verdict]]:
    """Yield each printed ratio whose level and base are known, with both and the verdict."""
    for row in timeline.rows:
        if row.key.measure not in CHECKED or row.value.quantity is None or row.value.high is not None:
            continue
        level, base = _operands(timeline, row)
        if level is not None and base is not None and number(base) > 0:
            yield row, level, base, verdict(row, level, base)


def audit_ratios(timeline: Timeline) -> Iterator[Finding]:
    """Yield a finding for every printed ratio that its levels contradict, with the reason."""
    for row, level, base, found in judged(timeline):
        if not found.holds and not _loosely(row):
            yield _finding(row, level, base, found)
        elif row.key.measure is Measure.COMPLETION and (row.value.quantity or 0) >= BLOWN_OUT:
            yield _blown_out(row, level, base)
    yield from _implied(timeline)
    yield from _index_as_growth(timeline)


def _operands(timeline: Timeline, row: LedgerRow) -> tuple[Answer | None, Answer | None]:
    level = timeline.level_of(row)
    if level is None:
        return None, None
    slot = base_of(timeline.now, Slot.of(level.key), row.key.measure)
    return level, timeline.level(slot, row.known_from) if slot else None


def _restated(row: LedgerRow, level: Answer) -> bool:
    """Whether the level is a later and firmer statement than the ratio: then they were never printed side by side.

    The growth estimated in December 2023 is not contradicted by the official levels of November 2024: they replace it.
    """
    later = level.row is not None and level.row.known_from > row.known_from
    return later and level.key.status != row.key.status


def _loosely(row: LedgerRow) -> bool:
    """Whether the ratio was only said to be about so much: “gần 20 %” contradicts nothing near it."""
    return row.value.qualifier.value != "-"


def _finding(row: LedgerRow, level: Answer, base: Answer, found: Verdict) -> Finding:
    value = row.value
    exact = compute(row.key.measure, number(level), number(base))
    decimals = max(2, value.decimals or 0)
    shown = written(rounded(as_notated(exact, value.notation), decimals), decimals)
    stated = written(value.quantity, value.decimals)
    one, two = _noted(stated, value.notation), _noted(shown, value.notation)
    if found is Verdict.OPERANDS:
        rule, severity = "operands-rounded", Severity.DOUBT
        reason = Text(
            f"công bố {one.vi}, tính từ số đã làm tròn là {two.vi}: chỉ đúng khi tính từ số chưa làm tròn",
            f"printed {one.en}, the rounded levels give {two.en}: it holds only from unrounded ones",
        )
    elif _restated(row, level):
        rule, severity = "estimate-restated", Severity.REMARK
        reason = Text(
            f"ước công bố trước là {one.vi}; theo số công bố sau là {two.vi}: dùng số sau, thôi dùng số ước",
            f"the estimate printed earlier was {one.en}, the figures published since give {two.en}: use the latter",
        )
    else:
        severity = Severity.CONTRADICTION
        rule, reason = _reason(row, exact, written(base.value.quantity), _implied_point(level, row), one, two)
    rows = tuple({r.row: r for r in (row, *level.rows(), *base.rows())}.values())
    return Finding(rule, severity, row.key.period, rows, stated.vi, shown.vi, reason)


def _reason(row: LedgerRow, exact: Fraction, base: Text, middle: Text, stated: Text, shown: Text) -> tuple[str, Text]:
    """Return the rule that a contradicted ratio falls under, and why.

    Args:
        exact: what the levels give; growths in percent.
        base: the published base.
        middle: the base that the printed ratio implies.
        stated: the ratio as printed, with its unit.
        shown: the same from the levels.
    """
    quantity, notation = Fraction(row.value.quantity or 0), row.value.notation
    if row.key.measure is Measure.COMPLETION:
        return _completion_reason(base, middle, stated, shown)
    if row.key.measure is Measure.SHARE:
        return "wrong-share", Text(
            f"công bố {stated.vi}, tính từ số đã công bố là {shown.vi}",
            f"printed {stated.en}, the published levels give {shown.en}",
        )
    if notation is Notation.GROWTH and abs(quantity - 100 - exact) <= Fraction(1, 10):
        return "index-read-as-growth", Text(
            f"công bố tăng {stated.vi}, thực ra là chỉ số {stated.vi}: mức tăng là {shown.vi}",
            f"printed as growth of {stated.en}, is the index {stated.en}: the growth is {shown.en}",
        )
    what = {Notation.INDEX: "chỉ số ", Notation.TIMES: "gấp "}.get(notation, "mức tăng ")
    return "silent-revision", Text(
        f"công bố {what}{stated.vi}, tính trên số kỳ gốc đã công bố ({base.vi}) là {shown.vi}; "
        f"{stated.vi} ngầm dùng số kỳ gốc {middle.vi}: số kỳ gốc đã được điều chỉnh mà không công bố",
        f"printed {stated.en}, on the published base ({base.en}) it is {shown.en}; {stated.en} implies a base of "
        f"{middle.en}: the base was revised without being published",
    )


def _completion_reason(plan: Text, middle: Text, stated: Text, shown: Text) -> tuple[str, Text]:
    if _one_slip(stated.vi, shown.vi):
        return "wrong-completion", Text(
            f"công bố {stated.vi}, tính từ số đã công bố là {shown.vi}: sai một chữ số hoặc đảo hai chữ số",
            f"printed {stated.en}, the published levels give {shown.en}: one digit wrong or two swapped",
        )
    return "plan-basis-mismatch", Text(
        f"công bố {stated.vi}, tính theo kế hoạch {plan.vi} là {shown.vi}; {stated.vi} ngầm dùng kế hoạch {middle.vi}",
        f"printed {stated.en}, on the plan of {plan.en} it is {shown.en}; {stated.en} implies a plan of {middle.en}",
    )


def _noted(number: Text, notation: Notation) -> Text:
    """Return a ratio with its unit: % or times."""
    times = notation is Notation.TIMES
    return Text(f"{number.vi} lần", f"{number.en} times") if times else Text(f"{number.vi}%", f"{number.en}%")


def _one_slip(stated: str, shown: str) -> bool:
    if len(stated) != len(shown):
        return False
    places = [i for i, (a, b) in enumerate(zip(stated, shown, strict=True)) if a != b]
    swapped = len(places) == 2 and stated[places[0]] == shown[places[1]] and stated[places[1]] == shown[places[0]]
    return len(places) == 1 or swapped


def _implied_point(level: Answer, row: LedgerRow) -> Text:
    """Return the base that the printed ratio, taken as it stands, implies."""
    percent = Fraction(row.value.quantity or 0)
    if row.key.measure in (Measure.GROWTH, Measure.GROWTH_PREVIOUS):
        percent = {Notation.INDEX: percent, Notation.TIMES: percent * 100}.get(row.value.notation, percent + 100)
    base = number(level) * 100 / percent if percent else Fraction(0)
    # A printed ratio settles five digits or so of its base.
    return written(rounded(base, 1 if base < 10_000 else 0))


def _blown_out(row: LedgerRow, level: Answer, base: Answer) -> Finding:
    stated = written(row.value.quantity, row.value.decimals)
    return Finding(
        "outlier",
        Severity.REMARK,
        row.key.period,
        tuple({r.row: r for r in (row, *level.rows(), *base.rows())}.values()),
        stated.vi,
        stated.vi,
        Text(
            f"phép tính đúng, nhưng đạt {stated.vi}% kế hoạch: cần nêu nguyên nhân đột biến",
            f"the arithmetic holds, but {stated.en}% of plan needs its cause told",
        ),
    )


def _implied(timeline: Timeline) -> Iterator[Finding]:
    """Yield bases nobody published that two printed ratios imply differently."""
    implied: dict[tuple[Slot, bool], list[tuple[LedgerRow, Answer, Interval]]] = defaultdict(list)
    for row in timeline.rows:
        if row.key.measure not in CHECKED or row.value.quantity is None or row.value.high is not None or _loosely(row):
            continue
        level, base = _operands(timeline, row)
        if level is None or base is not None:
            continue
        slot = base_of(timeline.now, Slot.of(level.key), row.key.measure)
        interval = _implied_loosely(level, row)
        if slot is not None and interval is not None:
            implied[slot, slot.scenario is Scenario.PLAN].append((row, level, interval))
    for (slot, _), found in implied.items():
        for i, (row, level, interval) in enumerate(found):
            for other, its_level, before in found[:i]:
                if interval.meet(before) is None and row.key.body == other.key.body:
                    yield _implied_finding(slot, row, level, other, its_level)


def _implied_loosely(level: Answer, row: LedgerRow) -> Interval | None:
    """Return the implied base when the level, too, is only as exact as it was printed."""
    exact, reach = implied_base(level, row), level.value.reach()
    if exact is None or reach is None or reach.low is None or reach.high is None or reach.low <= 0:
        return exact
    middle = number(level)
    low = None if exact.low is None else exact.low * reach.low / middle
    high = None if exact.high is None else exact.high * reach.high / middle
    return Interval(low, high)


def _implied_finding(slot: Slot, row: LedgerRow, level: Answer, other: LedgerRow, its_level: Answer) -> Finding:
    one, two = _implied_point(level, row), _implied_point(its_level, other)
    return Finding(
        "implied-conflict",
        Severity.DOUBT,
        row.key.period,
        tuple({r.row: r for r in (row, other, *level.rows(), *its_level.rows())}.values()),
        one.vi,
        two.vi,
        Text(
            f"số gốc {slot.period} chưa công bố: tỷ lệ này ngầm dùng {one.vi}, một tỷ lệ khác ngầm dùng {two.vi}",
            f"the base of {slot.period} was never published: this ratio implies {one.en}, another one {two.en}",
        ),
    )


def _index_as_growth(timeline: Timeline) -> Iterator[Finding]:
    """Yield printed growths near 100 % whose neighbours in the same year say they are indices.

    Where the base is unknown the ratio cannot be recomputed, but the growth of the same series over other periods of
    the same year can be read beside it: 110.03 % beside −0.03, +1.86 and +7.78 % is an index.
    """
    for row in timeline.rows:
        value, key = row.value, row.key
        if key.measure is not Measure.GROWTH or value.notation is not Notation.GROWTH or value.quantity is None:
            continue
        if not 70 <= value.quantity <= 150 or _operands(timeline, row)[1] is not None:
            continue
        beside = [
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
        near = [o for o in beside if abs((o.value.quantity or 0) - (value.quantity - 100)) <= 20]
        if beside and len(near) == len(beside):
            stated, shown = (written(q, value.decimals) for q in (value.quantity, value.quantity - 100))
            rows = tuple({r.row: r for r in (row, *near)}.values())
            yield Finding(
                "index-read-as-growth",
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

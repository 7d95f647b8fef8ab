"""Printed ratios against the levels they rest on, and the reason where they do not hold."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from tongket.core.exact import Interval, Verdict, rounded
from tongket.core.figure import Measure, Notation, Scenario
from tongket.core.number import render
from tongket.core.text import Text
from tongket.cube.audit.finding import Finding, Severity, Timeline
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
        if level is not None and base is not None and number(base):
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


def _loosely(row: LedgerRow) -> bool:
    """Whether the ratio was only said to be about so much: “gần 20 %” contradicts nothing near it."""
    return row.value.qualifier.value != "-"


def _finding(row: LedgerRow, level: Answer, base: Answer, found: Verdict) -> Finding:
    wanted, value = row.key.measure, row.value
    exact = compute(wanted, number(level), number(base))
    decimals = max(2, value.decimals or 0)
    shown = render(rounded(as_notated(exact, value.notation), decimals), decimals)
    stated = render(value.quantity, value.decimals) if value.quantity is not None else ""
    if found is Verdict.OPERANDS:
        rule, severity = "operands-rounded", Severity.DOUBT
        reason = Text(
            f"công bố {stated}%, tính từ số đã làm tròn là {shown}%: chỉ đúng khi tính từ số chưa làm tròn",
            f"printed {stated}%, the rounded levels give {shown}%: it holds only from unrounded ones",
        )
    else:
        severity = Severity.CONTRADICTION
        rule, reason = _reason(row, exact, base, _implied_point(level, row), stated, shown)
    rows = tuple({r.row: r for r in (row, *level.rows(), *base.rows())}.values())
    return Finding(rule, severity, row.key.period, rows, stated, shown, reason)


def _reason(row: LedgerRow, exact: Fraction, base: Answer, middle: str, stated: str, shown: str) -> tuple[str, Text]:
    quantity = Fraction(row.value.quantity or 0)
    growing = row.key.measure in (Measure.GROWTH, Measure.GROWTH_PREVIOUS)
    if growing and row.value.notation is Notation.GROWTH and abs(quantity - 100 - exact) <= Fraction(1, 10):
        return "index-read-as-growth", Text(
            f"công bố tăng {stated}%, thực ra là chỉ số {stated}%: mức tăng là {shown}%",
            f"printed as growth of {stated}%, is the index {stated}%: the growth is {shown}%",
        )
    published = render(base.value.quantity) if base.value.quantity is not None else ""
    if row.key.measure is Measure.COMPLETION:
        if _one_slip(stated, shown):
            return "wrong-completion", Text(
                f"công bố {stated}%, tính từ số đã công bố là {shown}%: sai một chữ số hoặc đảo hai chữ số",
                f"printed {stated}%, the published levels give {shown}%: one digit wrong or two swapped",
            )
        return "plan-basis-mismatch", Text(
            f"công bố {stated}%, tính theo kế hoạch {published} là {shown}%; {stated}% ngầm dùng kế hoạch {middle}",
            f"printed {stated}%, on the plan of {published} it is {shown}%; {stated}% implies a plan of {middle}",
        )
    if row.key.measure is Measure.SHARE:
        return "wrong-share", Text(
            f"công bố {stated}%, tính từ số đã công bố là {shown}%",
            f"printed {stated}%, the published levels give {shown}%",
        )
    return "silent-revision", Text(
        f"công bố mức tăng {stated}%, tính trên số kỳ gốc đã công bố ({published}) là {shown}%; "
        f"{stated}% ngầm dùng số kỳ gốc {middle}: số kỳ gốc đã được điều chỉnh mà không công bố",
        f"printed {stated}%, on the published base ({published}) it is {shown}%; {stated}% implies a base of {middle}: "
        "the base was revised without being published",
    )


def _one_slip(stated: str, shown: str) -> bool:
    if len(stated) != len(shown):
        return False
    places = [i for i, (a, b) in enumerate(zip(stated, shown, strict=True)) if a != b]
    swapped = len(places) == 2 and stated[places[0]] == shown[places[1]] and stated[places[1]] == shown[places[0]]
    return len(places) == 1 or swapped


def _implied_point(level: Answer, row: LedgerRow) -> str:
    """Return the base that the printed ratio, taken as it stands, implies."""
    percent = Fraction(row.value.quantity or 0)
    if row.key.measure in (Measure.GROWTH, Measure.GROWTH_PREVIOUS):
        percent = {Notation.INDEX: percent, Notation.TIMES: percent * 100}.get(row.value.notation, percent + 100)
    base = number(level) * 100 / percent if percent else Fraction(0)
    return render(rounded(base, 1 if base < 10_000 else 0))


def _middle(interval: Interval | None) -> str:
    if interval is None or interval.low is None or interval.high is None:
        return "?"
    middle = (interval.low + interval.high) / 2
    # As many digits as the interval settles, five at least.
    return render(rounded(middle, 1 if middle < 10_000 else 0))


def _blown_out(row: LedgerRow, level: Answer, base: Answer) -> Finding:
    stated = render(row.value.quantity, row.value.decimals) if row.value.quantity is not None else ""
    return Finding(
        "outlier",
        Severity.REMARK,
        row.key.period,
        tuple({r.row: r for r in (row, *level.rows(), *base.rows())}.values()),
        stated,
        stated,
        Text(
            f"phép tính đúng, nhưng đạt {stated}% kế hoạch: cần nêu nguyên nhân đột biến",
            f"the arithmetic holds, but {stated}% of plan needs its cause told",
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
            for other, _, before in found[:i]:
                if interval.meet(before) is None and row.key.body == other.key.body:
                    yield _implied_finding(slot, row, level, interval, other, before)


def _implied_loosely(level: Answer, row: LedgerRow) -> Interval | None:
    """Return the implied base when the level, too, is only as exact as it was printed."""
    exact, reach = implied_base(level, row), level.value.reach()
    if exact is None or reach is None or reach.low is None or reach.high is None or reach.low <= 0:
        return exact
    middle = number(level)
    low = None if exact.low is None else exact.low * reach.low / middle
    high = None if exact.high is None else exact.high * reach.high / middle
    return Interval(low, high)


def _implied_finding(
    slot: Slot, row: LedgerRow, level: Answer, interval: Interval, other: LedgerRow, before: Interval
) -> Finding:
    one, two = _middle(interval), _middle(before)
    return Finding(
        "implied-conflict",
        Severity.DOUBT,
        row.key.period,
        tuple({r.row: r for r in (row, other, *level.rows())}.values()),
        one,
        two,
        Text(
            f"số gốc {slot.period} chưa công bố: tỷ lệ này ngầm dùng {one}, một tỷ lệ khác ngầm dùng {two}",
            f"the base of {slot.period} was never published: this ratio implies {one}, another one {two}",
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
            stated, shown = render(value.quantity, value.decimals), render(value.quantity - 100, value.decimals)
            rows = tuple({r.row: r for r in (row, *near)}.values())
            yield Finding(
                "index-read-as-growth",
                Severity.CONTRADICTION,
                key.period,
                rows,
                stated,
                shown,
                Text(
                    f"công bố tăng {stated}%; các kỳ khác trong năm cho thấy đó là chỉ số: mức tăng là {shown}%",
                    f"printed as growth of {stated}%; the year's other periods show it is an index: "
                    f"the growth is {shown}%",
                ),
            )

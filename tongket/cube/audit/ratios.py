"""Printed ratios against the levels they rest on, and the reason where they do not hold."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from tongket.core.exact import Interval, Verdict, rounded
from tongket.core.figure import Measure, Notation, Scenario
from tongket.core.text import Text
from tongket.cube.audit.finding import Finding, Severity, Timeline, written
from tongket.cube.audit.notation import (
    audit_notation,
    checkable,
    implied_point,
    impossible,
    loosely,
    misread,
    never,
    noted,
    operands,
)
from tongket.cube.book import Slot, number
from tongket.cube.measures import as_notated, base_of, compute, implied_base, verdict
from tongket.cube.rows import Answer, LedgerRow

BLOWN_OUT = 200
"""A completion above this is worth a remark: the plan did not foresee what happened."""


def judged(timeline: Timeline) -> Iterator[tuple[LedgerRow, Answer, Answer, Verdict]]:
    """Yield each printed ratio whose level and base are known, with both and the verdict."""
    for row in timeline.rows:
        if not checkable(row):
            continue
        level, base = operands(timeline, row)
        if level is not None and base is not None and number(base) > 0:
            yield row, level, base, verdict(row, level, base)


def audit_ratios(timeline: Timeline) -> Iterator[Finding]:
    """Yield a finding for every printed ratio that its levels contradict, with the reason."""
    for row, level, base, found in judged(timeline):
        if not found.holds and not loosely(row):
            yield _finding(row, level, base, found)
        elif row.key.measure is Measure.COMPLETION and (row.value.quantity or 0) >= BLOWN_OUT:
            yield _blown_out(row, level, base)
    yield from _implied(timeline)
    yield from audit_notation(timeline)


def _restated(row: LedgerRow, level: Answer) -> bool:
    """Whether the level is a later and firmer statement than the ratio: then they were never printed side by side.

    The growth estimated in December 2023 is not contradicted by the official levels of November 2024: they replace it.
    """
    later = level.row is not None and level.row.known_from > row.known_from
    return later and level.key.status != row.key.status


def _finding(row: LedgerRow, level: Answer, base: Answer, found: Verdict) -> Finding:
    value = row.value
    exact = compute(row.key.measure, number(level), number(base))
    decimals = max(2, value.decimals or 0)
    shown = written(rounded(as_notated(exact, value.notation), decimals), decimals)
    stated = written(value.quantity, value.decimals)
    one, two = noted(stated, value.notation), noted(shown, value.notation)
    severity = Severity.CONTRADICTION
    wrong = misread(row, exact, one, two)
    if wrong is not None and found is not Verdict.OPERANDS:
        rule, reason = wrong
    elif never(row, level):
        rule, reason = "impossible-ratio", impossible(row, one, two)
    elif found is Verdict.OPERANDS:
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
        rule, reason = _reason(row, written(base.value.quantity), _as_told(implied_point(level, row)), one, two)
    rows = tuple({r.row: r for r in (row, *level.rows(), *base.rows())}.values())
    return Finding(rule, severity, row.key.period, rows, stated.vi, shown.vi, reason)


def _reason(row: LedgerRow, base: Text, middle: Text | None, stated: Text, shown: Text) -> tuple[str, Text]:
    """Return the rule that a contradicted ratio falls under, and why.

    Args:
        base: the published base.
        middle: the base that the printed ratio implies; None where none above 0 does.
        stated: the ratio as printed, with its unit.
        shown: the same from the levels.
    """
    if row.key.measure is Measure.SHARE:
        return "wrong-share", Text(
            f"công bố {stated.vi}, tính từ số đã công bố là {shown.vi}",
            f"printed {stated.en}, the published levels give {shown.en}",
        )
    if middle is None:
        return "impossible-ratio", impossible(row, stated, shown)
    if row.key.measure is Measure.COMPLETION:
        return _completion_reason(base, middle, stated, shown)
    what = {Notation.INDEX: "chỉ số ", Notation.TIMES: "gấp "}.get(row.value.notation, "mức tăng ")
    # Another base is the likeliest explanation, not a fact: a slip in the ratio looks the same from here.
    return "silent-revision", Text(
        f"công bố {what}{stated.vi}, tính trên số kỳ gốc đã công bố ({base.vi}) là {shown.vi}; "
        f"{stated.vi} ngầm dùng số kỳ gốc {middle.vi}: có thể số kỳ gốc đã được điều chỉnh mà không công bố",
        f"printed {stated.en}, on the published base ({base.en}) it is {shown.en}; {stated.en} implies a base of "
        f"{middle.en}: the base may have been revised without being published",
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


def _one_slip(stated: str, shown: str) -> bool:
    if len(stated) != len(shown):
        return False
    places = [i for i, (a, b) in enumerate(zip(stated, shown, strict=True)) if a != b]
    swapped = len(places) == 2 and stated[places[0]] == shown[places[1]] and stated[places[1]] == shown[places[0]]
    return len(places) == 1 or swapped


def _as_told(base: Fraction | None) -> Text | None:
    """Return an implied base as it is told: a printed ratio settles five digits or so of it."""
    return None if base is None else written(rounded(base, 1 if base < 10_000 else 0))


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
        if not checkable(row) or loosely(row):
            continue
        level, base = operands(timeline, row)
        if level is None or base is not None or implied_point(level, row) is None:
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
    one, two = (_as_told(implied_point(at, said)) or Text("", "") for at, said in ((level, row), (its_level, other)))
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

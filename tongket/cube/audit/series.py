"""What only shows when figures stand side by side: two bodies, two bases, two stages, an estimate set to its plan."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from tongket.core.exact import ratio, rounded
from tongket.core.figure import Measure, Notation, Scenario, Status
from tongket.core.text import Lang, Text
from tongket.cube.audit.finding import Finding, Severity, Timeline, written
from tongket.cube.book import Book, Slot, number
from tongket.cube.measures import operand
from tongket.cube.rows import Answer, How, LedgerRow

SAME = Fraction(1, 10_000)
"""An estimate this near its plan (relative) was set to it."""
APART = 5
"""Percentage points by which two volume measures of one industry may differ."""
ASKED, LEAP = 40, 30
"""Growth (%) left to the last months, and its lead over that so far (points), beyond which a year is implausible."""
STATES = ("power-state", "cluster-state")
HEADLINES = frozenset(
    (
        "any-stage",
        "policy-approved-total",
        "total-listed",
        "in-planning",
        "planned",
        "detailed-plan-approved",
        "operating",
    )
)
"""States under which a total is published; the others are parts of one."""


def audit_series(timeline: Timeline) -> Iterator[Finding]:
    """Yield what stands side by side and does not fit."""
    yield from _set_to_plan(timeline)
    yield from _two_bodies(timeline.now)
    yield from _two_bases(timeline.now)
    yield from _breaks(timeline.now)
    yield from _divergence(timeline.now)
    yield from _implausible_year(timeline)
    yield from _mixed_stages(timeline.now)


def _answer(row: LedgerRow) -> Answer:
    return Answer(row.key, row.value, How.LEDGER, row=row)


def _shown(row: LedgerRow) -> Text:
    """Return a number as it was printed."""
    return written(row.value.quantity, row.value.decimals)


def _levels(rows: Sequence[LedgerRow]) -> list[LedgerRow]:
    return [
        r
        for r in rows
        if r.key.measure is Measure.LEVEL and r.key.scenario is Scenario.ACTUAL and r.value.quantity is not None
    ]


def _set_to_plan(timeline: Timeline) -> Iterator[Finding]:
    """Yield yearly estimates that equal the plan, also those revised since."""
    seen = set()
    for row in timeline.rows:
        key, value = row.key, row.value
        if not key.period.is_year or key.status is not Status.ESTIMATE or value.quantity is None:
            continue
        plan = timeline.level(Slot.of(key).planned(), row.known_from)
        level: LedgerRow | None = None
        if key.measure is Measure.LEVEL and plan is not None and number(plan) > 0:
            level = row if abs(Fraction(value.quantity) / number(plan) - 1) <= SAME else None
        elif key.measure is Measure.COMPLETION and plan is None and value.quantity == 100:
            found = timeline.level_of(row)
            level = found.row if found else None
        if level is not None and level.row not in seen:
            seen.add(level.row)
            firm = [r for r in timeline.now.said(Slot.of(level.key)) if r.key.status is Status.OFFICIAL]
            yield _equals_plan(level, plan.row if plan and plan.row else row, firm[0] if firm else None)


def _equals_plan(level: LedgerRow, plan: LedgerRow, official: LedgerRow | None) -> Finding:
    """Return the finding that an estimate is its plan.

    Args:
        official: the official figure that has come since; None where it is still awaited.
        plan: the row of the plan, or where none is known that of the printed completion of 100 %.
    """
    shown = _shown(level)
    target = _shown(plan) if plan.key.measure is Measure.LEVEL else shown
    vi, en = ("bằng đúng", "exactly") if target == shown else ("gần như bằng", "all but")
    then = Text("chờ số chính thức", "wait for the official figure")
    if official is not None:
        firm = _shown(official)
        then = Text(f"nay đã có số chính thức {firm.vi}", f"the official figure is {firm.en}")
    return Finding(
        "estimate-equals-plan",
        Severity.REMARK,
        level.key.period,
        (level, plan),
        shown.vi,
        target.vi,
        Text(
            f"ước thực hiện {shown.vi} {vi} kế hoạch {target.vi}: {then.vi}",
            f"the estimate {shown.en} is {en} the plan of {target.en}: {then.en}",
        ),
    )


def _two_bodies(book: Book) -> Iterator[Finding]:
    """Yield levels of one basis on which two bodies differ beyond rounding."""
    by_slot: dict[Slot, list[LedgerRow]] = defaultdict(list)
    for row in _levels(book.rows):
        by_slot[Slot.of(row.key)].append(row)
    for slot, rows in by_slot.items():
        first, *others = sorted(rows, key=lambda r: book.rank(r.key))
        for other in others:
            if other.key.body != first.key.body and operand(_answer(first)).meet(operand(_answer(other))) is None:
                yield _two(book, slot, first, other)


def _two_bases(book: Book) -> Iterator[Finding]:
    """Yield levels stated on two bases at once: both are kept, neither is joined to the other."""
    by_what: dict[Slot, list[LedgerRow]] = defaultdict(list)
    for row in _levels(book.rows):
        by_what[replace(Slot.of(row.key), basis="-")].append(row)
    for slot, rows in by_what.items():
        for one, two in pairwise(sorted(rows, key=lambda r: (book.rank(r.key)[1], r.row))):
            if one.key.basis != two.key.basis:
                yield _two(book, slot, one, two)


def _two(book: Book, slot: Slot, one: LedgerRow, two: LedgerRow) -> Finding:
    a, b = _shown(one), _shown(two)
    times = ratio(one.value.quantity or 0, two.value.quantity or 0)
    shown = written(rounded(times, 3), 3) if times is not None else Text("–", "–")
    first, second = (book.vocabulary.bodies[r.key.body].name for r in (one, two))
    apart = one.key.basis != two.key.basis
    return Finding(
        "two-sources",
        Severity.DOUBT,
        slot.period,
        (one, two),
        a.vi,
        b.vi,
        Text(
            f"hai cơ quan công bố khác nhau{' (khác gốc so sánh)' if apart else ''}: {first.vi} {a.vi}, "
            f"{second.vi} {b.vi}, gấp {shown.vi} lần; giữ cả hai, không nối và không trộn",
            f"two bodies differ{' (different bases)' if apart else ''}: {first.en} {a.en}, {second.en} {b.en}, "
            f"{shown.en} times; keep both, never chain or mix them",
        ),
    )


def _breaks(book: Book) -> Iterator[Finding]:
    """Yield the first period in which a series goes on upon another basis."""
    series: dict[tuple[str, tuple[str, ...], str], list[LedgerRow]] = defaultdict(list)
    for row in _levels(book.rows):
        if row.key.body in ("department", "province") and not row.key.members:
            series[row.key.indicator, row.key.members, row.key.place].append(row)
    for rows in series.values():
        ordered = sorted(rows, key=lambda r: (r.key.period.end, r.row))
        for before, after in pairwise(ordered):
            if before.key.basis != after.key.basis:
                old = book.vocabulary.bases[before.key.basis].name
                new = book.vocabulary.bases[after.key.basis].name
                yield Finding(
                    "series-break",
                    Severity.DOUBT,
                    after.key.period,
                    (after, before),
                    after.key.basis,
                    before.key.basis,
                    Text(
                        f"đứt chuỗi: đến {before.key.period} theo {old.vi}, từ {after.key.period} theo {new.vi}; "
                        "không so sánh qua điểm đứt khi chưa có hệ số nối",
                        f"break in the series: {old.en} up to {before.key.period}, {new.en} from {after.key.period}; "
                        "not to be compared across without a linking coefficient",
                    ),
                )


def _divergence(book: Book) -> Iterator[Finding]:
    """Yield years in which the volume index and the constant-price value of industry part ways."""
    for row in book.rows:
        key = row.key
        if key.indicator != "industry.iip" or key.measure is not Measure.GROWTH or key.scenario is not Scenario.ACTUAL:
            continue
        for other in book.rows:
            same = (other.key.members, other.key.place, other.key.period) == (key.members, key.place, key.period)
            if other.key.indicator != "industry.output" or not same or other.key.measure is not Measure.GROWTH:
                continue
            if other.key.scenario is not Scenario.ACTUAL or row.value.quantity is None or other.value.quantity is None:
                continue
            apart = abs(_percent(row) - _percent(other))
            if apart > APART:
                a, b = _grown(row), _grown(other)
                gap = written(rounded(apart, 2), 2)
                yield Finding(
                    "indicator-divergence",
                    Severity.DOUBT,
                    key.period,
                    (row, other),
                    a.vi,
                    b.vi,
                    Text(
                        f"IIP tăng {a.vi}% mà giá trị sản xuất theo giá so sánh tăng {b.vi}%, chênh {gap.vi} điểm: "
                        "cần giải thích",
                        f"the IIP grew {a.en}% and output at constant prices {b.en}%, {gap.en} points apart: ask why",
                    ),
                )


def _percent(row: LedgerRow) -> Fraction:
    """Return a printed growth, index or times as growth in percent."""
    said = Fraction(row.value.quantity or 0)
    return {Notation.INDEX: said - 100, Notation.TIMES: (said - 1) * 100}.get(row.value.notation, said)


def _grown(row: LedgerRow) -> Text:
    """Return a growth as it was printed; of an index or times, the growth it means."""
    plain = row.value.notation in (Notation.GROWTH, Notation.NONE)
    return _shown(row) if plain else written(rounded(_percent(row), 2), 2)


def _implausible_year(timeline: Timeline) -> Iterator[Finding]:
    """Yield a year's stated growth that asks far more of its last months than its first gave (months weigh alike)."""
    growths = [
        r
        for r in timeline.rows
        if r.key.measure is Measure.GROWTH
        and r.key.scenario is Scenario.ACTUAL
        and r.value.quantity is not None
        and r.value.notation is Notation.GROWTH
    ]
    for year in (r for r in growths if r.key.period.is_year):
        for part in growths:
            same = replace(Slot.of(part.key), period=year.key.period) == Slot.of(year.key)
            months = part.key.period.length
            within = year.key.period.covers(part.key.period) and part.key.period.is_cumulative
            if not same or not within or months < 6 or part.known_from > year.known_from:
                continue
            so_far, whole = Fraction(part.value.quantity or 0), Fraction(year.value.quantity or 0)
            asked = ((12 * (100 + whole) - months * (100 + so_far)) / (12 - months)) - 100
            if asked >= ASKED and asked - so_far >= LEAP:
                shown, first, all_year = written(rounded(asked, 1), 1), _shown(part), _shown(year)
                left = 12 - months
                yield Finding(
                    "implausible-forecast",
                    Severity.DOUBT,
                    year.key.period,
                    (year, part),
                    all_year.vi,
                    shown.vi,
                    Text(
                        f"cả năm tăng {all_year.vi}% sau {months} tháng {first.vi}%: {left} tháng còn lại phải "
                        f"tăng khoảng {shown.vi}% (coi các tháng như nhau)",
                        f"{all_year.en}% for the year after {first.en}% in {months} months: the {left} left "
                        f"would have to grow by about {shown.en}% (months taken alike)",
                    ),
                )


def _mixed_stages(book: Book) -> Iterator[Finding]:
    """Yield stocks whose headline counts one set of states on one day and another on the next."""
    days: dict[tuple[str, tuple[str, ...], str], dict[Slot, list[LedgerRow]]] = defaultdict(lambda: defaultdict(list))
    for row in _levels(book.rows):
        states = [m for m in row.key.members if m.split(":")[0] in STATES]
        if states and states[0].split(":")[1] in HEADLINES:
            rest = tuple(m for m in row.key.members if m not in states)
            day = replace(Slot.of(row.key), members=rest)
            days[row.key.indicator, rest, row.key.place][day].append(row)
    for by_day in days.values():
        for (_, old), (day, new) in pairwise(sorted(by_day.items(), key=lambda item: item[0].period)):
            if not _states(old) & _states(new):
                one, two = (max(rows, key=lambda r: r.value.quantity or 0) for rows in (old, new))
                old_shown, new_shown = _shown(one), _shown(two)
                yield Finding(
                    "mixed-stages",
                    Severity.DOUBT,
                    day.period,
                    (two, one),
                    new_shown.vi,
                    old_shown.vi,
                    Text(
                        f"không so sánh được: {old_shown.vi} ({_state(book, one, 'vi')}) và "
                        f"{new_shown.vi} ({_state(book, two, 'vi')})",
                        f"not comparable: {old_shown.en} ({_state(book, one, 'en')}) and "
                        f"{new_shown.en} ({_state(book, two, 'en')})",
                    ),
                )


def _states(rows: Sequence[LedgerRow]) -> set[str]:
    return {m for r in rows for m in r.key.members if m.split(":")[0] in STATES}


def _state(book: Book, row: LedgerRow, lang: Lang) -> str:
    dimension, _, code = next(m for m in row.key.members if m.split(":")[0] in STATES).partition(":")
    return book.vocabulary.dimensions[dimension].members[code].name.to(lang)

"""Checks of a return, quick enough to run at every key stroke. Pure.

Each is named, says both sides with the numbers and why it matters, and either blocks or warns. History is judged by
medians, which one wild value does not move: the change on the period before is held against the changes of the same
season, and is worth a question where it lies further out than 3.5 robust standard deviations (MAD × 1.4826; Iglewicz
and Hoaglin, How to Detect and Handle Outliers, 1993) and by more than a fifth.
"""

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from tongket.collect.cell_rules import HOLDS, value_of
from tongket.collect.form import Form, Row, Sum, What
from tongket.core.number import render
from tongket.core.text import Text

LEAST_HISTORY = 4
FURTHEST, LEAST_BAND = 3.5 * 1.4826, math.log(1.2)
_THOUSAND = (Decimal(300), Decimal(3000))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside a return, by code of row.

    Attributes:
        previous: of the period before.
        last_year: of the same period last year.
        cumulative_before: sum of the year's periods before this one, where none is missing.
        cumulative_last_year: the same of last year, up to and with this period.
        series: the periods up to the one before, oldest first, None where one is missing.
        plan: of the year.
    """

    previous: Mapping[str, Decimal] = field(default_factory=dict)
    last_year: Mapping[str, Decimal] = field(default_factory=dict)
    cumulative_before: Mapping[str, Decimal] = field(default_factory=dict)
    cumulative_last_year: Mapping[str, Decimal] = field(default_factory=dict)
    series: Mapping[str, Sequence[Decimal | None]] = field(default_factory=dict)
    plan: Mapping[str, Decimal] = field(default_factory=dict)

    def of(self, what: What, row: str, now: Decimal | None) -> Decimal | None:
        """Return what a column that is not a ratio shows; `now` is what was entered."""
        if what is What.PERIOD:
            return now
        if what is What.CUMULATIVE:
            before = self.cumulative_before.get(row)
            return None if now is None or before is None else now + before
        kept = {
            What.PREVIOUS: self.previous, What.LAST_YEAR: self.last_year,
            What.CUMULATIVE_LAST_YEAR: self.cumulative_last_year,
        }[what]  # fmt: skip
        return kept.get(row)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        rule: name of the check.
        cells: keys of the cells it is about.
        blocks: whether the return cannot be submitted with it; else it wants an answer.
        message: both sides, with the numbers.
        why: why it matters.
        id: the same as long as rule, cells and numbers are; an answer belongs to it.
    """

    rule: str
    cells: tuple[str, ...]
    blocks: bool
    message: Text
    why: Text

    @property
    def id(self) -> str:
        """Twelve digits that change with the numbers."""
        told = "\n".join((self.rule, *self.cells, self.message.en))
        return hashlib.sha256(told.encode()).hexdigest()[:12]


Values = Mapping[str, Decimal]
Check = Callable[[Form, Values, Known], Iterator[Finding]]


def check(form: Form, values: Values, known: Known) -> tuple[Finding, ...]:
    """Return what is found, what blocks first, in the order of the form.

    Args:
        form: the form.
        values: what was entered, by code of row, in the row's unit.
        known: what is known beside it.
    """
    order = {row.code: n for n, row in enumerate(form.rows)}
    found = [finding for rule in CHECKS for finding in rule(form, values, known)]
    return tuple(sorted(found, key=lambda f: (not f.blocks, order[f.cells[0].partition("|")[0]], f.rule)))


def _cells(form: Form, *rows: Row) -> tuple[str, ...]:
    return tuple(form.entered_cells[row.code] for row in rows)


def _shown(row: Row, value: Decimal) -> str:
    return render(value, min(row.decimals, max(0, -int(value.as_tuple().exponent))))


def negative(form: Form, values: Values, known: Known) -> Iterator[Finding]:
    """Nothing that is counted or produced is below zero."""
    for row in form.rows:
        value = values.get(row.code)
        if value is not None and value < 0:
            yield Finding(
                "negative", _cells(form, row), True,
                Text(f"{row.name.vi}: {_shown(row, value)} nhỏ hơn 0", f"{row.name.en}: {value} is below zero"),
                Text("Chỉ tiêu này không thể âm.", "This cannot be negative."),
            )  # fmt: skip


def parts(form: Form, values: Values, known: Known) -> Iterator[Finding]:
    """Parts make up their whole, or are no more than it."""
    of: dict[str, list[Row]] = {}
    for row in form.rows:
        if row.part_of:
            of.setdefault(row.part_of, []).append(row)
    for code, inside in of.items():
        whole = form.row(code)
        told = [values[row.code] for row in inside if row.code in values]
        if not told or whole.code not in values:
            continue
        total, value = sum(told, Decimal(0)), values[whole.code]
        exact = whole.code in form.complete_parts and len(told) == len(inside)
        if total > value or (exact and total != value):
            sign = "≠" if exact else ">"
            yield Finding(
                "parts", _cells(form, whole, *inside), True,
                Text(
                    f"{whole.name.vi}: tổng các phần {render(total)} {sign} {render(value)}, "
                    f"lệch {render(total - value)}",
                    f"{whole.name.en}: parts make {total} {sign} {value}, off by {total - value}",
                ),
                Text(
                    "Các dòng chi tiết phải cộng lại bằng dòng tổng, nếu không tổng của tỉnh cũng sai.",
                    "Parts that do not make up the whole make the province's total wrong, too.",
                ),
            )  # fmt: skip


def magnitude(form: Form, values: Values, known: Known) -> Iterator[Finding]:
    """A thousand times more or less than before is a slip of the unit more often than news."""
    last_year, previous = Text("cùng kỳ năm trước", "last year"), Text("kỳ trước", "the period before")
    for row in form.rows:
        value = values.get(row.code)
        when, before = last_year, known.last_year.get(row.code)
        if not before:
            when, before = previous, known.previous.get(row.code)
        if not value or not before or value < 0 or before < 0:
            continue
        times = max(value / before, before / value)
        if _THOUSAND[0] <= times <= _THOUSAND[1]:
            likely = value.scaleb(-3 if value > before else 3)
            yield Finding(
                "magnitude", _cells(form, row), False,
                Text(
                    f"{row.name.vi}: {_shown(row, value)}, {when.vi} {_shown(row, before)} – lệch khoảng nghìn lần; "
                    f"có phải {render(likely)}?",
                    f"{row.name.en}: {value}, {when.en} {before} – about a thousand times; "
                    f"is it {render(likely, lang='en')}?",
                ),
                Text("Thường do ghi nhầm đơn vị tính (triệu thay cho tỷ).", "Mostly the unit was mistaken."),
            )  # fmt: skip


def season(form: Form, values: Values, known: Known) -> Iterator[Finding]:
    """The change on the period before is what this season brings, or is worth a question."""
    slipped = {finding.cells for finding in magnitude(form, values, known)}
    for row in form.rows:
        value, series = values.get(row.code), known.series.get(row.code, ())
        if not value or value < 0 or not series or _cells(form, row) in slipped:
            continue
        judged = _judged(value, series, _per_year(form))
        if judged is None:
            continue
        low, high = judged
        yield Finding(
            "season", _cells(form, row), False,
            Text(
                f"{row.name.vi}: {_shown(row, value)}, theo diễn biến các kỳ trước thường từ {render(low, 1)} "
                f"đến {render(high, 1)}",
                f"{row.name.en}: {value}; going by earlier periods {low:.1f} to {high:.1f} is usual",
            ),
            Text(
                "Nếu số đúng, hãy nêu lý do (đơn hàng, mùa vụ, cơ sở mới…); lời giải trình đi cùng số liệu.",
                "If it is right, say why (orders, season, a new plant); the answer stays with the figure.",
            ),
        )  # fmt: skip


def _per_year(form: Form) -> int:
    return {"month": 12, "quarter": 4, "half": 2, "year": 1}[form.frequency]


def _judged(value: Decimal, series: Sequence[Decimal | None], per_year: int) -> tuple[Decimal, Decimal] | None:
    """Return the usual range where a value lies outside it; None where it does not, or too little is known."""
    last = series[-1]
    if not last or last < 0:
        return None
    changes = {n: _change(series[n - 1], series[n]) for n in range(1, len(series))}
    seasonal = [c for n, c in changes.items() if c is not None and (len(series) - n) % per_year == 0]
    every = [c for c in changes.values() if c is not None]
    if len(every) < LEAST_HISTORY:
        return None
    # Three of the same season tell more than all months together.
    told = seasonal if len(seasonal) >= 3 else every
    middle = median(told)
    spread = median(abs(change - middle) for change in told)
    band = max(FURTHEST * spread, LEAST_BAND)
    if abs(math.log(value / last) - middle) <= band:
        return None
    low, high = (last * Decimal(math.exp(middle + side)) for side in (-band, band))
    return low, high


def _change(before: Decimal | None, after: Decimal | None) -> float | None:
    if not before or not after or before < 0 or after < 0:
        return None
    return math.log(after / before)


def plan(form: Form, values: Values, known: Known) -> Iterator[Finding]:
    """More than the plan of the whole year before the year is out is worth a question."""
    for row in form.rows:
        target, value = known.plan.get(row.code), values.get(row.code)
        total = known.of(What.CUMULATIVE, row.code, value)
        if target and total is not None and total > target * Decimal("1.5"):
            yield Finding(
                "plan", _cells(form, row), False,
                Text(
                    f"{row.name.vi}: cộng dồn {render(total)} vượt 1,5 lần kế hoạch năm {render(target)}",
                    f"{row.name.en}: {total} since January is over 1.5 × the year's plan of {target}",
                ),
                Text("Kiểm tra đơn vị tính của số liệu hoặc kế hoạch.", "Check the unit of the figure or the plan."),
            )  # fmt: skip


def stated(form: Form, values: Values, known: Known) -> Iterator[Finding]:
    """What the form itself says must hold between cells."""

    def cell(row: str, what: What) -> Decimal | None:
        return known.of(what, row, values.get(row))

    for rule in form.rules:
        left, right = value_of(rule.left, cell), value_of(rule.right, cell)
        if left is None or right is None or HOLDS[rule.operator](left, right):
            continue
        rows = dict.fromkeys(term.row for term in (*rule.left, *rule.right) if term.row)
        one, two = _worded(form, rule.left), _worded(form, rule.right)
        yield Finding(
            rule.code, _cells(form, *(form.row(row) for row in rows)), rule.blocks,
            Text(
                f"{one.vi} là {render(left)}, {two.vi} là {render(right)}: lệch {render(left - right)}; "
                f"phải có {one.vi} {rule.operator} {two.vi}",
                f"{one.en} is {left}, {two.en} is {right}: off by {left - right}; "
                f"{one.en} {rule.operator} {two.en} must hold",
            ),
            rule.why,
        )  # fmt: skip


def _worded(form: Form, side: Sum) -> Text:
    """Return a side of a rule with the rows' names."""
    words: list[Text] = []
    names = {column.what: column.name for column in form.columns}
    for term in side:
        factor = abs(term.factor)
        sign = "− " if term.factor < 0 else "+ " if words else ""
        times = f"{render(factor)} × " if factor != 1 and term.row else ""
        if not term.row:
            words.append(Text(f"{sign}{render(factor)}", f"{sign}{factor}"))
            continue
        name, column = form.row(term.row).name, names[term.what]
        of = Text("", "") if term.what is What.PERIOD else Text(f" ({column.vi})", f" ({column.en})")
        words.append(Text(f"{sign}{times}“{name.vi}”{of.vi}", f"{sign}{times}“{name.en}”{of.en}"))
    return Text(" ".join(word.vi for word in words), " ".join(word.en for word in words))


CHECKS: tuple[Check, ...] = (negative, parts, stated, magnitude, season, plan)

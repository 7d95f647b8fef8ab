"""What the returns that have arrived are worth: their share of the whole, and an estimate of what is missing. Pure.

Not how many units have sent tells that, but how much of the whole they were before: two large communes of 135 may be
half of a province's output. The estimate is the ratio estimator: what the missing said for the base period, times the
change among those who have told both (Cochran, Sampling Techniques, 1977, chapter 6). See docs/algorithms/arrived.md.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tongket.collect.form import Form, Row
from tongket.core.exact import rounded

Values = Mapping[int, Mapping[str, Decimal]]
"""What units said: by unit, by code of row."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """How much of one row has arrived.

    Attributes:
        row: of the form.
        units: how many have told it.
        total: the sum of what they told.
        share: what they told for the base period out of what all told for it, in percent with one decimal; None where
            nothing was told for it.
        change: the sum of those who told both periods, over what they told for the base period; None where nobody did.
        estimate: the total with what the missing may have, in the row's decimals; None where that cannot be said, or
            nobody is missing.
        unknown: how many of the missing told nothing for the base period either, so that no estimate has them.
    """

    row: Row
    units: int
    total: Decimal
    share: Decimal | None
    change: Fraction | None
    estimate: Decimal | None
    unknown: int


def arrived(form: Form, units: Collection[int], now: Values, base: Values) -> list[Arrived]:
    """Return how much has arrived of each row that is no part of another.

    Args:
        form: the form.
        units: all that owe it.
        now: what those who have submitted it say.
        base: what units said for an earlier period.
    """
    return [_of_row(row, units, now, base) for row in form.rows if not row.part_of]


def _of_row(row: Row, units: Collection[int], now: Values, base: Values) -> Arrived:
    told = {unit: now[unit][row.code] for unit in units if unit in now and row.code in now[unit]}
    before = {unit: base[unit][row.code] for unit in units if unit in base and row.code in base[unit]}
    total, whole = sum(told.values(), Decimal(0)), sum(before.values(), Decimal(0))
    both = told.keys() & before.keys()
    of_both = sum((before[unit] for unit in both), Decimal(0))
    share = rounded(Fraction(of_both) / Fraction(whole) * 100, 1) if whole > 0 else None
    change = Fraction(sum((told[unit] for unit in both), Decimal(0))) / Fraction(of_both) if of_both > 0 else None
    missing = [unit for unit in units if unit not in told]
    known = [before[unit] for unit in missing if unit in before]
    estimate = None
    if known and change is not None:
        estimate = rounded(Fraction(total) + Fraction(sum(known, Decimal(0))) * change, row.decimals)
    return Arrived(row, len(told), total, share, change, estimate, len(missing) - len(known))

"""The one place where figures are divided, rounded, compared and shared out. No binary floats.

Ratios are exact fractions until they are rounded, and rounding is half-up (away from zero at a tie), as
Vietnamese statistical practice prints them. Checks follow what a printed number can stand for: `93,75`
stands for [93.745, 93.76) – rounded to nearest or cut off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from tongket.core.errors import InvalidInput

INT64_MAX = 2**63 - 1


def rounded(value: Fraction | Decimal | int, decimals: int) -> Decimal:
    """Round half-up (ties away from zero) to `decimals` decimals; negative rounds to tens, hundreds, ….

    >>> rounded(Fraction(22519, 22918) * 100, 2)
    Decimal('98.26')
    >>> rounded(Fraction(-5, 1000), 2)
    Decimal('-0.01')
    """
    above, below = _in_units(value, decimals)
    whole = (2 * abs(above) + below) // (2 * below)
    return _scaleb(-whole if above < 0 else whole, -decimals)


def truncated(value: Fraction | Decimal | int, decimals: int) -> Decimal:
    """Cut off after `decimals` decimals, towards zero."""
    above, below = _in_units(value, decimals)
    whole = abs(above) // below
    return _scaleb(-whole if above < 0 else whole, -decimals)


def _in_units(value: Fraction | Decimal | int, decimals: int) -> tuple[int, int]:
    """Return a value counted in units of 10^-decimals, as numerator and positive denominator."""
    above, below = value.as_integer_ratio()
    return (above * 10**decimals, below) if decimals >= 0 else (above, below * 10**-decimals)


@lru_cache(maxsize=64)
def digit(decimals: int) -> Fraction:
    """Return what one unit of the digit at that decimal is worth: 10^-decimals.

    >>> digit(2)
    Fraction(1, 100)
    """
    return Fraction(10) ** -decimals


def ratio(part: Decimal | Fraction | int, whole: Decimal | Fraction | int) -> Fraction | None:
    """Return part ÷ whole as an exact fraction; None where the whole is zero."""
    base = Fraction(whole)
    return Fraction(part) / base if base else None


def to_units(value: Decimal, scale: int) -> int:
    """Return `value` as a 64-bit integer count of 10^-scale.

    Raises:
        InvalidInput: more decimals than `scale` keeps, or outside 64 bits.

    >>> to_units(Decimal("2246.15"), 6)
    2246150000
    """
    with localcontext() as context:
        context.prec = max(60, len(value.as_tuple().digits))  # never rounded on the way
        scaled = value.scaleb(scale)
        whole = scaled.to_integral_value(ROUND_HALF_UP)
    if whole != scaled:
        raise InvalidInput(
            f"{value} có nhiều hơn {scale} chữ số thập phân mà chỉ tiêu này lưu giữ",
            f"{value} has more than the {scale} decimals this indicator keeps",
        )
    if abs(whole) > INT64_MAX:
        raise InvalidInput(f"{value} lớn quá mức lưu được", f"{value} is too large to be kept")
    return int(whole)


def from_units(units: int, scale: int) -> Decimal:
    """Return the Decimal that `units` counts of 10^-scale stand for, without trailing zeros.

    >>> from_units(2246150000, 6)
    Decimal('2246.15')
    """
    value = _scaleb(units, -scale).normalize()
    return value.quantize(Decimal(1)) if int(value.as_tuple().exponent) > 0 else value


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Share `total` out by `weights` with the largest remainder; the shares sum to `total` exactly.

    Ties go to the earlier weight. A negative total is shared like its absolute value.

    Raises:
        InvalidInput: no weights, a negative weight, or all weights zero while the total is not.

    >>> allocate(100, [1, 1, 1])
    [34, 33, 33]
    """
    pool = sum(weights)
    if not weights or min(weights) < 0 or (pool == 0 and total != 0):
        raise InvalidInput("không có tỷ trọng để phân bổ", "there are no weights to share out by")
    if pool == 0:
        return [0] * len(weights)
    size = abs(total)
    shares = [size * w // pool for w in weights]
    rests = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % pool), i))
    for i in rests[: size - sum(shares)]:
        shares[i] += 1
    return [-s for s in shares] if total < 0 else shares


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of exact values; None is an open end. Ends are inclusive unless the flags say otherwise."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def of(cls, value: Decimal | Fraction | int) -> "Interval":
        """Return the interval that holds `value` alone."""
        exact = Fraction(value)
        return cls(exact, exact)

    @classmethod
    def printed(cls, value: Decimal, decimals: int, *, truncation: bool = True) -> "Interval":
        """Return what a number printed with `decimals` decimals can stand for, rounded or (also) cut off.

        >>> Interval.printed(Decimal("93.75"), 2) == Interval(Fraction("93.745"), Fraction("93.76"), high_open=True)
        True
        """
        exact, unit = Fraction(value), digit(decimals)
        half = unit / 2
        if not truncation:
            return cls(exact - half, exact + half, low_open=exact <= 0, high_open=exact >= 0)
        if exact == 0:
            return cls(-unit, unit, True, True)
        if exact > 0:
            return cls(exact - half, exact + unit, high_open=True)
        return cls(exact - unit, exact + half, low_open=True)

    def __contains__(self, value: Fraction | Decimal | int) -> bool:
        exact = Fraction(value)
        above = self.low is None or exact > self.low or (exact == self.low and not self.low_open)
        below = self.high is None or exact < self.high or (exact == self.high and not self.high_open)
        return above and below

    def __add__(self, other: "Interval") -> "Interval":
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def __neg__(self) -> "Interval":
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_open,
            self.low_open,
        )

    def __sub__(self, other: "Interval") -> "Interval":
        return self + (-other)

    def scaled(self, factor: Fraction | int) -> "Interval":
        """Return the interval times a positive factor."""
        return Interval(
            None if self.low is None else self.low * factor,
            None if self.high is None else self.high * factor,
            self.low_open,
            self.high_open,
        )

    def over(self, other: "Interval") -> "Interval":
        """Return self ÷ other, both of positive values; an end that cannot be told is open."""
        low = self.low / other.high if self.low is not None and other.high else None
        high = self.high / other.low if self.high is not None and other.low and other.low > 0 else None
        # Zero over anything is zero: an open end of the divisor does not exclude it.
        low_open = self.low_open or (other.high_open and self.low != 0)
        high_open = self.high_open or (other.low_open and self.high != 0)
        return Interval(low, high, low_open, high_open)

    def meet(self, other: "Interval") -> "Interval | None":
        """Return what both contain, or None where they have nothing in common."""
        low, low_open = self.low, self.low_open
        if other.low is not None and (low is None or other.low > low or (other.low == low and other.low_open)):
            low, low_open = other.low, other.low_open
        high, high_open = self.high, self.high_open
        if other.high is not None and (high is None or other.high < high or (other.high == high and other.high_open)):
            high, high_open = other.high, other.high_open
        if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
            return None
        return Interval(low, high, low_open, high_open)


class Verdict(StrEnum):
    """How a printed ratio stands to what its levels give, best first."""

    ROUNDED = "rounded"
    TRUNCATED = "truncated"
    LAST_DIGIT = "last-digit"
    OPERANDS = "operands"
    CONTRADICTS = "contradicts"

    @property
    def holds(self) -> bool:
        """Whether the printed ratio stands as it is: rounded, cut off, or within 0.01 of the computed one."""
        return self in (Verdict.ROUNDED, Verdict.TRUNCATED, Verdict.LAST_DIGIT)


LAST_DIGIT = Fraction(1, 100)


def judge(stated: Decimal, decimals: int, computed: Fraction, reach: Interval | None = None) -> Verdict:
    """Judge a printed ratio against the computed one.

    Args:
        stated: the number as printed, e.g. 98.26.
        decimals: how many decimals it was printed with.
        computed: the exact ratio in the same notation, from the levels as they stand.
        reach: every value the ratio could take given how its operands were rounded; None: they are exact.

    Returns:
        ROUNDED or TRUNCATED at the printed decimals; LAST_DIGIT within 0.01; OPERANDS where only the rounding
        of the operands lets it stand; else CONTRADICTS.
    """
    if rounded(computed, decimals) == stated:
        return Verdict.ROUNDED
    if truncated(computed, decimals) == stated:
        return Verdict.TRUNCATED
    if abs(computed - Fraction(stated)) <= LAST_DIGIT:
        return Verdict.LAST_DIGIT
    if reach is not None and reach.meet(Interval.printed(stated, decimals)) is not None:
        return Verdict.OPERANDS
    return Verdict.CONTRADICTS


def _scaleb(whole: int, exponent: int) -> Decimal:
    # Read from text a Decimal is exact, whatever the precision of the context.
    return Decimal(f"{whole}E{exponent}") if exponent <= 0 else Decimal(whole * 10**exponent)

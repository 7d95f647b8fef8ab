"""The one place where figures are divided, rounded, compared and shared out. No binary floats.

Ratios are exact fractions until they are rounded, and rounding is half-up (away from zero at a tie), as
Vietnamese statistical practice prints them. Checks follow what a printed number can stand for: `93,75`
stands for [93.745, 93.76) – rounded to nearest or cut off.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from tongket.core.errors import InvalidInput

_PLAIN_DIGITS = 18
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
    told = value.as_tuple()
    if isinstance(told.exponent, int) and -scale <= told.exponent <= 0 and len(told.digits) + scale <= _PLAIN_DIGITS:
        # Most numbers are so short; in whole numbers no setting of the calculation around it plays a part.
        units: int = int("".join(map(str, told.digits))) * 10 ** (scale + told.exponent)
        return -units if told.sign else units
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


_End = tuple[int, int] | None
"""An end of an interval as numerator and positive denominator, not in lowest terms; None where it is open."""


class Interval:
    """A range of exact values; None is an open end. Ends are inclusive unless the flags say otherwise.

    Its ends are kept as two whole numbers each and brought to lowest terms only where they are asked for: checking a
    text adds, divides and compares intervals by the thousand, and looks at few of them.
    """

    __slots__ = ("_high", "_low", "high_open", "low_open")

    def __init__(
        self, low: Fraction | None, high: Fraction | None, low_open: bool = False, high_open: bool = False
    ) -> None:
        self._low: _End = None if low is None else low.as_integer_ratio()
        self._high: _End = None if high is None else high.as_integer_ratio()
        self.low_open, self.high_open = low_open, high_open

    @property
    def low(self) -> Fraction | None:
        """The low end."""
        return None if self._low is None else Fraction(*self._low)

    @property
    def high(self) -> Fraction | None:
        """The high end."""
        return None if self._high is None else Fraction(*self._high)

    @classmethod
    def of(cls, value: Decimal | Fraction | int) -> "Interval":
        """Return the interval that holds `value` alone."""
        exact = value.as_integer_ratio()
        return _interval(exact, exact, False, False)

    @classmethod
    def between(cls, low: Decimal, high: Decimal) -> "Interval":
        """Return the interval of two numbers as they stand."""
        return _interval(low.as_integer_ratio(), high.as_integer_ratio(), False, False)

    @classmethod
    def around(cls, low: Decimal, high: Decimal, decimals: int) -> "Interval":
        """Return what two ends of a range (or one number twice) stand for: half the last digit to both sides."""
        one, half, below = _in_halves(low, decimals)
        two = _in_halves(high, decimals)
        return _interval((one - half, below), (two[0] + two[1], two[2]), False, True)

    @classmethod
    def printed(cls, value: Decimal, decimals: int, *, truncation: bool = True) -> "Interval":
        """Return what a number printed with `decimals` decimals can stand for, rounded or (also) cut off.

        >>> Interval.printed(Decimal("93.75"), 2) == Interval(Fraction("93.745"), Fraction("93.76"), high_open=True)
        True
        """
        exact, half, below = _in_halves(value, decimals)
        if not truncation:
            return _interval((exact - half, below), (exact + half, below), exact <= 0, exact >= 0)
        if exact == 0:
            return _interval((-2 * half, below), (2 * half, below), True, True)
        if exact > 0:
            return _interval((exact - half, below), (exact + 2 * half, below), False, True)
        return _interval((exact - 2 * half, below), (exact + half, below), True, False)

    def __repr__(self) -> str:
        return f"Interval({self.low!r}, {self.high!r}, {self.low_open!r}, {self.high_open!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Interval):
            return NotImplemented
        flags = (self.low_open, self.high_open) == (other.low_open, other.high_open)
        return flags and self.low == other.low and self.high == other.high

    def __hash__(self) -> int:
        return hash((self.low, self.high, self.low_open, self.high_open))

    def __contains__(self, value: Fraction | Decimal | int) -> bool:
        exact = value.as_integer_ratio()
        return self.meet(_interval(exact, exact, False, False)) is not None

    def __add__(self, other: "Interval") -> "Interval":
        return _interval(
            _plus(self._low, other._low),
            _plus(self._high, other._high),
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __neg__(self) -> "Interval":
        return _interval(
            None if self._high is None else (-self._high[0], self._high[1]),
            None if self._low is None else (-self._low[0], self._low[1]),
            self.high_open,
            self.low_open,
        )

    def __sub__(self, other: "Interval") -> "Interval":
        return self + (-other)

    def scaled(self, factor: Fraction | int) -> "Interval":
        """Return the interval times a positive factor."""
        above, below = factor.as_integer_ratio()
        return _interval(
            None if self._low is None else (self._low[0] * above, self._low[1] * below),
            None if self._high is None else (self._high[0] * above, self._high[1] * below),
            self.low_open,
            self.high_open,
        )

    def over(self, other: "Interval") -> "Interval":
        """Return self ÷ other, both of positive values; an end that cannot be told is open."""
        low, high = None, None
        if self._low is not None and other._high is not None and other._high[0]:
            low = _quotient(self._low, other._high)
        if self._high is not None and other._low is not None and other._low[0] > 0:
            high = _quotient(self._high, other._low)
        # Zero over anything is zero: an open end of the divisor does not exclude it.
        low_open = self.low_open or (other.high_open and (self._low is None or self._low[0] != 0))
        high_open = self.high_open or (other.low_open and (self._high is None or self._high[0] != 0))
        return _interval(low, high, low_open, high_open)

    def meet(self, other: "Interval") -> "Interval | None":
        """Return what both contain, or None where they have nothing in common."""
        low, low_open = self._low, self.low_open
        if other._low is not None:
            above = 1 if low is None else _difference(other._low, low)
            if above > 0 or (above == 0 and other.low_open):
                low, low_open = other._low, other.low_open
        high, high_open = self._high, self.high_open
        if other._high is not None:
            above = -1 if high is None else _difference(other._high, high)
            if above < 0 or (above == 0 and other.high_open):
                high, high_open = other._high, other.high_open
        if low is not None and high is not None:
            apart = _difference(low, high)
            if apart > 0 or (apart == 0 and (low_open or high_open)):
                return None
        return _interval(low, high, low_open, high_open)

    def outwards(self, parts: int) -> tuple[int, int]:
        """Return the ends in whole parts, so many to one, rounded outwards; an open end counts as zero."""
        low, high = self._low or (0, 1), self._high or (0, 1)
        return low[0] * parts // low[1], -(-high[0] * parts // high[1])

    @property
    def single(self) -> bool:
        """Whether it holds one value alone."""
        return self._low is not None and self._high is not None and _difference(self._low, self._high) == 0

    @property
    def positive(self) -> bool:
        """Whether there is a point to dividing by it: no end at or below zero (an open lower end passes)."""
        return (self._low is None or self._low[0] >= 0) and (self._high is None or self._high[0] > 0)


def _interval(low: _End, high: _End, low_open: bool, high_open: bool) -> Interval:
    made = Interval.__new__(Interval)
    made._low, made._high, made.low_open, made.high_open = low, high, low_open, high_open
    return made


def _in_halves(value: Decimal, decimals: int) -> tuple[int, int, int]:
    """Return a number and half its last printed digit in whole parts of one denominator, and that denominator."""
    above, below = value.as_integer_ratio()
    parts = 2 * _TENS[decimals] if 0 <= decimals < len(_TENS) else 2 * 10 ** max(0, decimals)
    half = 1 if decimals >= 0 else 10**-decimals
    if parts % below:
        # More decimals than were printed.
        return above * parts, half * below, parts * below
    return above * (parts // below), half, parts


_TENS = tuple(10**n for n in range(12))


def _plus(one: _End, two: _End) -> _End:
    if one is None or two is None:
        return None
    below, other = one[1], two[1]
    if below == other:
        return one[0] + two[0], below
    # Printed numbers have powers of ten below: without this a long sum would multiply them all.
    if below % other == 0:
        return one[0] + two[0] * (below // other), below
    if other % below == 0:
        return one[0] * (other // below) + two[0], other
    return one[0] * other + two[0] * below, below * other


def _quotient(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    above, below = one[0] * two[1], one[1] * two[0]
    return (above, below) if below > 0 else (-above, -below)


def _difference(one: tuple[int, int], two: tuple[int, int]) -> int:
    """Return a number with the sign of one − two."""
    return one[0] - two[0] if one[1] == two[1] else one[0] * two[1] - two[0] * one[1]


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

"""What a claim's number can stand for: in logic, in practice, and with the doubt that loose wording leaves."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from tongket.core.errors import NotFound
from tongket.core.exact import Interval, rounded
from tongket.core.number import render
from tongket.core.text import Lang, fold
from tongket.core.unit import Unit
from tongket.core.vocabulary import Vocabulary
from tongket.prose.claims import AMOUNTS, Claim, Kind

PERCENT = frozenset({Kind.GROWTH, Kind.COMPLETION, Kind.SHARE, Kind.INDEX, Kind.MULTIPLE, Kind.PRICE_INDEX})
"""Kinds whose number is a ratio; in base units all of them are percent (1 lần is 100 %)."""
_MANY_ZEROS, _LARGE, _MOST_PLACES = 2, 1000, 8
_MILLION = 10**6
_SHORT = 2
"""Of numbers of so many digits, any two look like a slip."""
_ABOUT, _ALMOST, _ROUND = Fraction(5, 100), Fraction(1, 100), Fraction(5, 1000)
"""How far “khoảng”, “hơn/gần” and a suspiciously round number may be off before they contradict anything."""


class _Numbers:
    """What was worked out of one claim, each once."""

    __slots__ = ("back", "bounds", "claim", "factor", "family", "logic", "near", "point")

    def __init__(self, claim: Claim, family: str, factor: Fraction, back: Fraction) -> None:
        self.claim, self.family, self.factor, self.back = claim, family, factor, back
        self.logic: Interval | None = None
        self.near: Interval | None = None
        self.point: Interval | None = None
        self.bounds: tuple[int, int] | None = None


class Measures:
    """Units and intervals of the claims of one text, worked out once each."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._units: dict[str, Unit | None] = {}
        self._factors: dict[str, tuple[Fraction, Fraction]] = {}
        self._families: dict[tuple[str | None, bool], str] = {}
        self._numbers: dict[int, _Numbers] = {}

    def _of(self, claim: Claim) -> _Numbers:
        found = self._numbers.get(claim.id)
        # A claim read otherwise has the id of the one it was made from.
        if found is not None and found.claim is claim:
            return found
        key = (claim.unit, claim.kind in PERCENT)
        family = self._families.get(key)
        if family is None:
            family = self._families[key] = self._family(claim)
        made = _Numbers(claim, family, *self._both_ways(claim))
        return made if found is not None else self._numbers.setdefault(claim.id, made)

    def unit(self, claim: Claim) -> Unit | None:
        """Return the vocabulary's unit of a claim, None where it has none."""
        name = claim.unit
        if name is None:
            return None
        if name not in self._units:
            try:
                self._units[name] = self._vocabulary.units.find(name)
            except NotFound:
                self._units[name] = None
        return self._units[name]

    def family(self, claim: Claim) -> str:
        """Return what the claim's unit measures: only claims of one family are added or divided."""
        found = self._numbers.get(claim.id)
        return found.family if found is not None and found.claim is claim else self._of(claim).family

    def _family(self, claim: Claim) -> str:
        unit = self.unit(claim)
        if unit is not None:
            return unit.quantity
        if claim.kind in PERCENT:
            return "percent"
        word = fold(claim.unit) if claim.unit else ""
        # “5,6 triệu lượt khách, trong đó 2,8 triệu lượt …”
        return f"word:{'luot' if word.startswith('luot ') else word}" if word else "none"

    def factor(self, claim: Claim) -> Fraction:
        """Return how many base units of its family one printed unit is."""
        return self._of(claim).factor

    def back(self, claim: Claim) -> Fraction:
        """Return how many printed units one base unit is."""
        return self._of(claim).back

    def _both_ways(self, claim: Claim) -> tuple[Fraction, Fraction]:
        name = claim.unit or ""
        if name not in self._factors:
            unit = self.unit(claim)
            factor = Fraction(unit.factor) if unit is not None else Fraction(1)
            self._factors[name] = factor, 1 / factor
        return self._factors[name]

    def logic(self, claim: Claim) -> Interval:
        """Return every number the claim can stand for, in base units."""
        numbers = self._of(claim)
        if numbers.logic is None:
            numbers.logic = _scaled(numbers, allowed(claim))
        return numbers.logic

    def near(self, claim: Claim) -> Interval:
        """Return what the claim's writer has in mind, in base units."""
        numbers = self._of(claim)
        if numbers.near is None:
            loose = claim.approx in ("over", "under")
            numbers.near = _scaled(numbers, practical(claim)) if loose else self.logic(claim)
        return numbers.near

    def bounds(self, claim: Claim) -> tuple[int, int]:
        """Return `near` in whole millionths of the base unit, rounded outwards: cheap to add up before judging."""
        numbers = self._of(claim)
        if numbers.bounds is None:
            numbers.bounds = self.near(claim).outwards(_MILLION)
        return numbers.bounds

    def point(self, claim: Claim) -> Interval:
        """Return the number as it stands (of a range both ends), in base units."""
        numbers = self._of(claim)
        if numbers.point is None:
            top = claim.value if claim.high is None else claim.high
            numbers.point = _scaled(numbers, Interval.between(claim.value, top))
        return numbers.point

    def loose(self, claim: Claim, others: tuple[Claim, ...]) -> Interval:
        """Return what the claim may be off by without contradicting anything, in base units."""
        reach = _hidden(claim, others)
        logic = self.logic(claim)
        return logic if reach is None else _widened(logic, reach * self.factor(claim))


def _scaled(numbers: _Numbers, interval: Interval) -> Interval:
    return interval if numbers.factor == 1 else interval.scaled(numbers.factor)


def is_exact(claim: Claim) -> bool:
    """Whether the number is as exact as it stands: things counted, and plans."""
    plain = claim.approx is None and claim.decimals >= 0
    return plain and (claim.kind is Kind.COUNT or (claim.scenario == "plan" and claim.kind in AMOUNTS))


def allowed(claim: Claim) -> Interval:
    """Return every number the claim can stand for, in its printed unit."""
    return claim.interval(exact=is_exact(claim))


def practical(claim: Claim) -> Interval:
    """Return what a writer has in mind: “hơn 416” ends where its last digit that is not zero would change."""
    if claim.approx not in ("over", "under"):
        return allowed(claim)
    number, shown = Fraction(claim.value), claim.value.normalize()
    step = Fraction(10) ** int(shown.as_tuple().exponent) if shown else Fraction(1)
    upwards = (claim.approx == "over") == (claim.value >= 0)
    return Interval(number, number + step, high_open=True) if upwards else Interval(number - step, number, True)


def doubted(claim: Claim, others: tuple[Claim, ...]) -> Interval:
    """Return the claim's interval with what loose wording and round numbers may hide.

    Args:
        claim: the claim.
        others: the claims it is related to. A number with more zeros at its end than all of them was perhaps rounded
            to these zeros without a word (75.000 beside 69.587).
    """
    reach = _hidden(claim, others)
    return allowed(claim) if reach is None else _widened(allowed(claim), reach)


def _hidden(claim: Claim, others: tuple[Claim, ...]) -> Fraction | None:
    """Return by how much loose wording or a round number may hide, in the printed unit; None where nothing does."""
    if claim.approx is not None:
        return abs(Fraction(claim.value)) * (_ABOUT if claim.approx == "about" else _ALMOST)
    zeros = _zeros(claim)
    if zeros < _MANY_ZEROS or abs(claim.value) < _LARGE or is_exact(claim):
        return None
    if any(_zeros(o) >= zeros for o in others if o.kind in AMOUNTS and o.id != claim.id):
        return None
    return min(Fraction(10) ** zeros / 2, abs(Fraction(claim.value)) * _ROUND)


def _zeros(claim: Claim) -> int:
    if claim.kind not in AMOUNTS or not claim.value:
        return 0
    return max(0, int(claim.value.normalize().as_tuple().exponent))


def _widened(interval: Interval, by: Fraction) -> Interval:
    return Interval(
        None if interval.low is None else interval.low - by, None if interval.high is None else interval.high + by
    )


def readings(claim: Claim) -> list[Claim]:
    """Return the claim as read, and, where a dot before three digits left it unclear, as it may also be read.

    Nobody prints 7 as “7.000”: three zeros behind a dot are thousands.
    """
    smaller = claim.other is not None and abs(claim.other) < abs(claim.value)
    if claim.other is None or (smaller and claim.other == claim.other.to_integral_value()):
        return [claim]
    # The same digits with the dot as the other mark: three decimals more, or three fewer.
    decimals = claim.decimals + (3 if smaller else -3)
    return [claim, replace(claim, value=claim.other, decimals=decimals, other=None)]


def root(value: Fraction, times: int, decimals: int) -> Fraction:
    """Return the largest number with that many decimals whose `times`-th power is at most `value` (not negative)."""
    scale = 10**decimals
    wanted = value * scale**times
    low, high = 0, 1
    while high**times <= wanted:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        if middle**times <= wanted:
            low = middle
        else:
            high = middle
    return Fraction(low, scale)


def shown(value: Fraction, decimals: int, lang: Lang) -> str:
    """Print a number rounded half-up; never with fewer decimals than none."""
    places = max(0, decimals)
    return render(_rounded(value, places), places, lang)


@lru_cache(maxsize=1024)  # both languages print the same numbers
def _rounded(value: Fraction, places: int) -> Decimal:
    return rounded(value, places)


def printed(claim: Claim, lang: Lang) -> str:
    """Print the claim's number, without unit, as it was printed."""
    number = render(claim.value, max(0, claim.decimals), lang)
    return number if claim.high is None else f"{number}–{render(claim.high, max(0, claim.decimals), lang)}"


def span(interval: Interval, decimals: int, lang: Lang) -> str:
    """Print an interval in words, with one digit more than the number it is for, or as many as tell its ends apart."""
    places = max(0, decimals) + (0 if interval.low == interval.high else 1)
    while interval.low is not None and interval.high is not None and places < _MOST_PLACES:
        if interval.low == interval.high or _rounded(interval.low, places) != _rounded(interval.high, places):
            break
        places += 1
    low = None if interval.low is None else shown(interval.low, places, lang)
    high = None if interval.high is None else shown(interval.high, places, lang)
    if low is None and high is None:
        return "mọi giá trị" if lang == "vi" else "any value"
    if low is None:
        return f"không quá {high}" if lang == "vi" else f"at most {high}"
    if high is None:
        return f"từ {low} trở lên" if lang == "vi" else f"{low} or more"
    if low == high:
        return low
    return f"từ {low} đến {high}" if lang == "vi" else f"{low} to {high}"


def one_slip(one: str, two: str) -> bool:
    """Whether two printed numbers of three digits or more differ in one, or in two that are swapped."""
    if len(one) != len(two) or one == two or sum(ch.isdigit() for ch in one) <= _SHORT:
        return False
    at = [i for i, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    if not all(one[i].isdigit() and two[i].isdigit() for i in at):
        return False  # a mark moved: another magnitude, not a digit
    swapped = len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == two[at[1]] and one[at[1]] == two[at[0]]
    return len(at) == 1 or swapped

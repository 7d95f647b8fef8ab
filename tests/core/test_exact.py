from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core import golden
from tests.core.strategies import decimals
from tongket.core.errors import InvalidInput
from tongket.core.exact import (
    INT64_MAX,
    Interval,
    Verdict,
    allocate,
    from_units,
    judge,
    ratio,
    rounded,
    to_units,
    truncated,
)

PLACES = st.integers(0, 6)
TIES = st.builds(lambda n, d: Decimal(2 * n + 1).scaleb(-d) / 2, st.integers(-(10**9), 10**9), st.integers(0, 6))
FRACTIONS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


def _by_decimal(value: Decimal, places: int, how: str) -> Decimal:
    with localcontext() as context:
        context.prec = 80
        return value.quantize(Decimal(1).scaleb(-places), how)


# Rounding


@given(decimals() | TIES, PLACES)
def test_rounded_is_half_up_as_decimal_knows_it(value: Decimal, places: int) -> None:
    result = rounded(value, places)
    assert result == _by_decimal(value, places, ROUND_HALF_UP)
    assert result.as_tuple().exponent == -places


@given(decimals() | TIES, PLACES)
def test_truncated_is_towards_zero_as_decimal_knows_it(value: Decimal, places: int) -> None:
    result = truncated(value, places)
    assert result == _by_decimal(value, places, ROUND_DOWN)
    assert result.as_tuple().exponent == -places


@given(FRACTIONS, PLACES)
def test_a_fraction_is_rounded_to_the_nearest(value: Fraction, places: int) -> None:
    gap = Fraction(rounded(value, places)) - value
    unit = Fraction(1, 10**places)
    assert abs(gap) <= unit / 2
    if abs(gap) == unit / 2:
        assert abs(Fraction(rounded(value, places))) > abs(value)


@given(FRACTIONS, PLACES)
def test_a_fraction_is_cut_off_below(value: Fraction, places: int) -> None:
    cut = Fraction(truncated(value, places))
    assert 0 <= abs(value) - abs(cut) < Fraction(1, 10**places)
    assert cut * value >= 0


@given(FRACTIONS, PLACES)
def test_rounding_is_the_same_on_both_sides_of_zero(value: Fraction, places: int) -> None:
    assert rounded(-value, places) == -rounded(value, places)
    assert truncated(-value, places) == -truncated(value, places)


@pytest.mark.parametrize(
    ("value", "places", "up", "cut"),
    [
        ("2.5", 0, "3", "2"),
        ("3.5", 0, "4", "3"),  # half-even would print 4 for both
        ("-2.5", 0, "-3", "-2"),
        ("98.255", 2, "98.26", "98.25"),
        ("-0.005", 2, "-0.01", "0.00"),
        ("-0.0049", 2, "0.00", "0.00"),
        ("0", 2, "0.00", "0.00"),
        ("3449", -2, "3400", "3400"),
        ("3450", -2, "3500", "3400"),
        ("-3450", -2, "-3500", "-3400"),
    ],
)
def test_rounding_table(value: str, places: int, up: str, cut: str) -> None:
    assert str(rounded(Decimal(value), places)) == up
    assert str(truncated(Decimal(value), places)) == cut


def test_the_calculation_around_it_changes_nothing() -> None:
    with localcontext() as context:
        context.prec = 4
        assert rounded(Decimal("123456789.125"), 2) == Decimal("123456789.13")
        assert to_units(Decimal("2246.15"), 6) == 2246150000


def test_ratio() -> None:
    assert ratio(Decimal("22519"), 22918) == Fraction(22519, 22918)
    assert ratio(0, Decimal("0.5")) == 0
    assert ratio(1, 0) is None
    assert ratio(0, Decimal("0.00")) is None


# Stored integers


@pytest.mark.parametrize(
    "row",
    [r for r in golden.rows("values.csv") if r["case"] == "stored"],
    ids=lambda r: f"{r['text'][:40]}@{r['scale']}",
)
def test_golden_stored(row: dict[str, str]) -> None:
    value, scale = Decimal(row["text"]), int(row["scale"])
    if row["result"] == "refused":
        with pytest.raises(InvalidInput) as refused:
            to_units(value, scale)
        assert all(str(value) in message for message in refused.value.text)
    else:
        units = to_units(value, scale)
        assert str(units) == row["result"]
        assert str(from_units(units, scale)) == row["back"]


@given(st.integers(-INT64_MAX, INT64_MAX), PLACES)
def test_units_round_trip(units: int, scale: int) -> None:
    value = from_units(units, scale)
    assert Fraction(value) == Fraction(units, 10**scale)
    assert to_units(value, scale) == units
    assert "E" not in str(value) or abs(value) < Decimal("0.00001")
    assert int(value.as_tuple().exponent) == 0 or value.as_tuple().digits[-1] != 0


@given(st.integers(INT64_MAX + 1, 10**30), st.sampled_from([1, -1]), PLACES)
def test_overflow_is_refused(size: int, sign: int, scale: int) -> None:
    with pytest.raises(InvalidInput, match="too large"):
        to_units(Decimal(sign * size).scaleb(-scale), scale)


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_more_decimals_than_kept_are_refused(whole: int, scale: int) -> None:
    assume(whole % 10)
    with pytest.raises(InvalidInput, match="decimals"):
        to_units(Decimal(whole).scaleb(-scale - 1), scale)


# Sharing out

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)
TOTALS = st.integers(-(10**15), 10**15)


@given(TOTALS, WEIGHTS)
def test_shares_add_up_to_the_last_unit(total: int, weights: list[int]) -> None:
    assume(sum(weights))
    shares = allocate(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1
        assert share * total >= 0


@given(st.integers(0, 10**15), WEIGHTS)
def test_more_weight_never_gets_less(total: int, weights: list[int]) -> None:
    assume(sum(weights))
    shares = allocate(total, weights)
    for i, one in enumerate(weights):
        for j, other in enumerate(weights):
            if one > other:
                assert shares[i] >= shares[j]
            if one == other and i < j:
                assert shares[i] - shares[j] in (0, 1)


@given(TOTALS, st.lists(st.integers(0, 10**6), min_size=1, max_size=8, unique=True), st.randoms())
def test_the_order_of_weights_matters_only_at_ties(total: int, weights: list[int], chance: Random) -> None:
    pool = sum(weights)
    assume(pool)
    assume(len({abs(total) * w % pool for w in weights}) == len(weights))
    order = list(range(len(weights)))
    chance.shuffle(order)
    shares = allocate(total, weights)
    assert allocate(total, [weights[i] for i in order]) == [shares[i] for i in order]


@given(st.integers(0, 10**12), WEIGHTS)
def test_a_negative_total_is_shared_like_a_positive_one(total: int, weights: list[int]) -> None:
    assume(sum(weights))
    assert allocate(-total, weights) == [-share for share in allocate(total, weights)]


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (10, [7, 2, 1], [7, 2, 1]),
        (10, [0, 3, 3, 3], [0, 4, 3, 3]),
        (1, [1, 1], [1, 0]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (0, [0, 0], [0, 0]),
        (5, [9], [5]),
        (7, [5, 3, 1], [4, 2, 1]),  # 3.89, 2.33, 0.78: one unit each to the first and the third
    ],
)
def test_shared_out(total: int, weights: list[int], shares: list[int]) -> None:
    assert allocate(total, weights) == shares


@pytest.mark.parametrize(("total", "weights"), [(1, []), (0, []), (5, [0, 0]), (5, [3, -1])])
def test_cannot_be_shared_out(total: int, weights: list[int]) -> None:
    with pytest.raises(InvalidInput, match="weights"):
        allocate(total, weights)


# Intervals

SMALL = st.fractions(min_value=-1000, max_value=1000, max_denominator=200)


@st.composite
def intervals(draw: st.DrawFn, low: int | None = None) -> tuple[Interval, list[Fraction]]:
    """An interval and some of its members, its ends among them where they belong to it."""
    ends = st.fractions(min_value=-1000 if low is None else low, max_value=1000, max_denominator=200)
    one, other = sorted((draw(ends), draw(ends)))
    single = one == other
    left = draw(st.none() | st.just(one)) if low is None and not single else one
    right = draw(st.none() | st.just(other)) if not single else other
    left_open = left is not None and not single and draw(st.booleans())
    right_open = right is not None and not single and draw(st.booleans())
    found = Interval(left, right, left_open, right_open)
    inside = [one, other, (one + other) / 2, one + (other - one) / 1000, other - (other - one) / 1000]
    inside += [one - 5] if left is None else []
    inside += [other + 5] if right is None else []
    members = [m for m in inside if m in found]
    assert members
    return found, members


def _member(value: Fraction, low: Fraction | None, high: Fraction | None, left_open: bool, right_open: bool) -> bool:
    """Membership, written out a second time."""
    if low is not None and (value < low or (left_open and value == low)):
        return False
    return not (high is not None and (value > high or (right_open and value == high)))


@given(SMALL, st.none() | SMALL, st.none() | SMALL, st.booleans(), st.booleans())
def test_membership(value: Fraction, low: Fraction | None, high: Fraction | None, lo: bool, ho: bool) -> None:
    found = Interval(low, high, lo, ho)
    for probe in [value, low, high]:
        if probe is not None:
            assert (probe in found) == _member(probe, low, high, lo, ho)


@given(intervals(), intervals())
def test_sums_and_differences_of_members_are_members(
    a: tuple[Interval, list[Fraction]], b: tuple[Interval, list[Fraction]]
) -> None:
    for x in a[1]:
        assert -x in -a[0]
        for y in b[1]:
            assert x + y in a[0] + b[0]
            assert x - y in a[0] - b[0]


@given(intervals(), st.fractions(min_value=Fraction(1, 100), max_value=100, max_denominator=100))
def test_multiples_of_members_are_members(a: tuple[Interval, list[Fraction]], factor: Fraction) -> None:
    assert all(x * factor in a[0].scaled(factor) for x in a[1])


@given(intervals(low=0), intervals(low=0))
def test_quotients_of_members_are_members(
    a: tuple[Interval, list[Fraction]], b: tuple[Interval, list[Fraction]]
) -> None:
    for x in a[1]:
        for y in b[1]:
            if y:
                assert x / y in a[0].over(b[0])


@given(intervals(), intervals(), SMALL)
def test_the_meet_holds_what_both_hold(
    a: tuple[Interval, list[Fraction]], b: tuple[Interval, list[Fraction]], probe: Fraction
) -> None:
    met = a[0].meet(b[0])
    for x in [*a[1], *b[1], probe]:
        assert (met is not None and x in met) == (x in a[0] and x in b[0])
    assert met == b[0].meet(a[0])


def _closed(low: str, high: str) -> Interval:
    return Interval(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        (_closed("1", "3"), _closed("2", "4"), _closed("2", "3")),
        (_closed("1", "2"), _closed("2", "3"), _closed("2", "2")),
        (_closed("1", "2"), _closed("3", "4"), None),
        (_closed("1", "2"), Interval(Fraction(2), Fraction(3), low_open=True), None),
        (Interval(None, Fraction(2), high_open=True), _closed("2", "3"), None),
        (Interval(None, None), _closed("2", "3"), _closed("2", "3")),
        (Interval(Fraction(1), None), Interval(None, Fraction(2)), _closed("1", "2")),
        (Interval(None, None), Interval(None, None), Interval(None, None)),
    ],
)
def test_meet(one: Interval, other: Interval, met: Interval | None) -> None:
    assert one.meet(other) == met
    assert other.meet(one) == met


def test_quotients_whose_end_cannot_be_told() -> None:
    one = Interval.of(4)
    assert one.over(Interval(Fraction(2), None)) == Interval(None, Fraction(2))
    assert one.over(Interval(None, Fraction(2))) == Interval(Fraction(2), None)
    assert one.over(_closed("0", "2")) == Interval(Fraction(2), None)
    assert one.over(Interval.of(0)) == Interval(None, None)
    assert Interval(Fraction(4), None).over(Interval.of(2)) == Interval(Fraction(2), None)


def test_zero_over_an_open_end_is_still_zero() -> None:
    plan = Interval(Fraction(1), Fraction(2), high_open=True)
    assert 0 in Interval(Fraction(0), Fraction(1)).over(plan)
    assert 0 in Interval.of(0).over(Interval(Fraction(1), Fraction(2), low_open=True))


@given(decimals(places=2, size=500), st.integers(-12, 12))
def test_printed_holds_exactly_what_prints_so(value: Decimal, quarters: int) -> None:
    probe = Fraction(value) + Fraction(quarters, 400)
    rounds, cuts = rounded(probe, 2) == value, truncated(probe, 2) == value
    assert (probe in Interval.printed(value, 2)) == (rounds or cuts)
    assert (probe in Interval.printed(value, 2, truncation=False)) == rounds


@given(decimals(places=1, size=500), SMALL)
def test_printed_holds_nothing_else(value: Decimal, probe: Fraction) -> None:
    rounds, cuts = rounded(probe, 1) == value, truncated(probe, 1) == value
    assert (probe in Interval.printed(value, 1)) == (rounds or cuts)
    assert (probe in Interval.printed(value, 1, truncation=False)) == rounds


@pytest.mark.parametrize(
    ("text", "places", "both", "nearest"),
    [
        # low, high and whether each end is left out
        ("93.75", 2, ("93.745", "93.76", False, True), ("93.745", "93.755", False, True)),
        ("-19.4", 1, ("-19.5", "-19.35", True, False), ("-19.45", "-19.35", True, False)),
        ("0.00", 2, ("-0.01", "0.01", True, True), ("-0.005", "0.005", True, True)),
        ("3400", -2, ("3350", "3500", False, True), ("3350", "3450", False, True)),
    ],
)
def test_printed(
    text: str, places: int, both: tuple[str, str, bool, bool], nearest: tuple[str, str, bool, bool]
) -> None:
    for ends, truncation in ((both, True), (nearest, False)):
        wanted = Interval(Fraction(ends[0]), Fraction(ends[1]), ends[2], ends[3])
        assert Interval.printed(Decimal(text), places, truncation=truncation) == wanted


# Judging a printed ratio


@pytest.mark.parametrize(
    ("stated", "computed", "verdict"),
    [
        # Gia Lai's own reviews: the ratio as printed, and the levels it was printed beside.
        ("98.26", Fraction(22519 * 100, 22918), Verdict.ROUNDED),  # 98.2590
        ("68.17", Fraction(19693 * 100, 28890), Verdict.ROUNDED),  # 68.1655
        ("10.16", Fraction(915, 90), Verdict.TRUNCATED),  # 10.1667
        ("30.62", Fraction(8844 * 100, 28890), Verdict.LAST_DIGIT),  # 30.6127
        ("42.45", Fraction(12262 * 100, 28890), Verdict.LAST_DIGIT),  # 42.4438
        ("72.27", Fraction(510 * 100, 660), Verdict.CONTRADICTS),  # 77.2727
        ("-2.50", Fraction(-5, 2), Verdict.ROUNDED),
        ("-2.49", Fraction(-24999, 10000), Verdict.TRUNCATED),
    ],
)
def test_verdicts(stated: str, computed: Fraction, verdict: Verdict) -> None:
    assert judge(Decimal(stated), 2, computed) is verdict


def test_a_hundredth_is_the_last_that_holds() -> None:
    assert judge(Decimal("10.00"), 2, Fraction("10.010")) is Verdict.LAST_DIGIT
    assert judge(Decimal("10.00"), 2, Fraction("10.0101")) is Verdict.CONTRADICTS
    assert judge(Decimal("10.01"), 2, Fraction("10.000")) is Verdict.LAST_DIGIT


def test_the_rounding_of_the_operands_can_carry_a_ratio() -> None:
    # 96.6 on 120 is −19.5 %; but 96.6 may stand for 96.65, which gives −19.458…, cut off to −19.4.
    computed = Fraction("96.6") / 120 * 100 - 100
    operands = Interval.printed(Decimal("96.6"), 1).over(Interval.of(120)).scaled(100) + Interval.of(-100)
    assert computed == Fraction("-19.5")
    assert judge(Decimal("-19.4"), 1, computed) is Verdict.CONTRADICTS
    assert judge(Decimal("-19.4"), 1, computed, operands) is Verdict.OPERANDS
    assert judge(Decimal("-19.1"), 1, computed, operands) is Verdict.CONTRADICTS


def test_no_rounding_of_510_and_660_gives_what_was_printed() -> None:
    reach = Interval.printed(Decimal(510), 0).over(Interval.printed(Decimal(660), 0)).scaled(100)
    assert judge(Decimal("72.27"), 2, Fraction(51000, 660), reach) is Verdict.CONTRADICTS


@given(FRACTIONS, PLACES)
def test_what_is_rounded_or_cut_off_holds(computed: Fraction, places: int) -> None:
    assert judge(rounded(computed, places), places, computed) is Verdict.ROUNDED
    assert judge(truncated(computed, places), places, computed) in (Verdict.ROUNDED, Verdict.TRUNCATED)


@given(decimals(places=2, size=10**5), FRACTIONS)
def test_an_exact_reach_never_rescues(stated: Decimal, computed: Fraction) -> None:
    verdict = judge(stated, 2, computed, Interval.of(computed))
    assert verdict is judge(stated, 2, computed)
    assert verdict is not Verdict.OPERANDS


def test_which_verdicts_hold() -> None:
    assert [verdict for verdict in Verdict if verdict.holds] == [
        Verdict.ROUNDED,
        Verdict.TRUNCATED,
        Verdict.LAST_DIGIT,
    ]


# Intervals beside plain fractions

ENDS = st.tuples(FRACTIONS, FRACTIONS).map(sorted)
OPEN = st.booleans()
INTERVALS = st.builds(lambda ends, low, high: Interval(ends[0], ends[1], low, high), ENDS, OPEN, OPEN)
POSITIVE = st.builds(
    lambda ends, low, high: Interval(ends[0], ends[1], low, high),
    st.tuples(*[st.fractions("1/1000", 10**6, max_denominator=10**4)] * 2).map(sorted), OPEN, OPEN,
)  # fmt: skip


def _low(interval: Interval) -> Fraction:
    assert interval.low is not None
    return interval.low


def _high(interval: Interval) -> Fraction:
    assert interval.high is not None
    return interval.high


@given(INTERVALS, INTERVALS, FRACTIONS.filter(lambda f: f > 0))
def test_intervals_add_subtract_and_scale_as_their_ends_do(one: Interval, two: Interval, factor: Fraction) -> None:
    assert (_low(one + two), _high(one + two)) == (_low(one) + _low(two), _high(one) + _high(two))
    assert (_low(one - two), _high(one - two)) == (_low(one) - _high(two), _high(one) - _low(two))
    assert (_low(one.scaled(factor)), _high(one.scaled(factor))) == (_low(one) * factor, _high(one) * factor)
    assert one + two == two + one
    assert hash(one + two) == hash(two + one)


@given(POSITIVE, POSITIVE)
def test_a_quotient_runs_from_the_least_to_the_most(one: Interval, two: Interval) -> None:
    quotient = one.over(two)
    assert (_low(quotient), _high(quotient)) == (_low(one) / _high(two), _high(one) / _low(two))
    assert one.positive


@given(INTERVALS, INTERVALS, FRACTIONS)
def test_what_two_intervals_share_is_in_both(one: Interval, two: Interval, value: Fraction) -> None:
    shared = one.meet(two)
    assert (value in one and value in two) == (shared is not None and value in shared)
    assert shared == two.meet(one)


@given(st.decimals(-(10**6), 10**6, places=3), st.integers(-3, 6))
def test_a_printed_number_is_half_a_digit_around_itself(value: Decimal, places: int) -> None:
    half, exact = Fraction(10) ** -places / 2, Fraction(value)
    around = Interval.around(value, value, places)
    assert (_low(around), _high(around), around.high_open) == (exact - half, exact + half, True)
    assert Interval.between(value, value).single
    assert not around.single


@given(INTERVALS)
def test_whole_parts_are_rounded_outwards(interval: Interval) -> None:
    low, high = interval.outwards(1000)
    assert 0 <= _low(interval) * 1000 - low < 1
    assert 0 <= high - _high(interval) * 1000 < 1

"""What has arrived: shares of the whole, and the estimate of what is missing."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.collect.samples import form
from tongket.collect.arrived import Arrived, arrived

ROW = "retail"


def of(units: int, now: dict[int, str], base: dict[int, str]) -> Arrived:
    told = [{u: {ROW: Decimal(v)} for u, v in values.items()} for values in (now, base)]
    return next(one for one in arrived(form(), range(units), told[0], told[1]) if one.row.code == ROW)


def test_not_how_many_but_how_much() -> None:
    # One of four, but 60 of 100 before; it grew by a tenth, so the others' 40 make 44.
    found = of(4, {0: "66"}, {0: "60", 1: "20", 2: "15", 3: "5"})
    assert (found.units, found.total, found.share, found.estimate) == (1, Decimal(66), Decimal(60), Decimal(110))
    assert (found.change, found.unknown) == (Fraction(11, 10), 0)


def test_who_told_nothing_before_is_in_no_estimate_and_said_so() -> None:
    found = of(3, {0: "10"}, {0: "10", 1: "5"})
    assert (found.estimate, found.unknown) == (Decimal(15), 1)
    # New this year: it counts in the total, and neither in the share nor in the change.
    found = of(3, {0: "10", 2: "100"}, {0: "10", 1: "10"})
    assert (found.total, found.share) == (Decimal(110), Decimal(50))
    assert (found.change, found.estimate) == (Fraction(1), Decimal(120))


def test_without_a_base_nothing_is_said() -> None:
    for base in ({}, {0: "0", 1: "0"}):
        found = of(2, {0: "5"}, base)
        assert found.total == 5
        assert (found.share, found.change, found.estimate) == (None, None, None)
    assert of(2, {}, {0: "5"}).estimate is None


def test_rows_that_are_parts_are_left_out() -> None:
    rows = {one.row.code for one in arrived(form(), [], {}, {})}
    assert "industry" in rows
    assert "industry-mining" not in rows


AMOUNTS = st.dictionaries(st.integers(0, 7), st.integers(0, 10**6).map(str))


@given(AMOUNTS, AMOUNTS, st.permutations(range(8)))
def test_all_there_is_nothing_to_estimate_and_order_is_nothing(
    now: dict[int, str], base: dict[int, str], order: list[int]
) -> None:
    found = of(8, now, base)
    assert 0 <= (found.share or 0) <= 100
    assert found.total == sum(map(int, now.values()))
    if len(now) == 8:
        assert found.estimate is None
    if found.estimate is not None:
        assert found.estimate >= found.total
    told = [{u: {ROW: Decimal(values[u])} for u in order if u in values} for values in (now, base)]
    assert found in arrived(form(), order, told[0], told[1])


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=9), st.integers(1, 50), st.data())
def test_where_all_changed_alike_the_estimate_is_the_whole(base: list[int], times: int, data: st.DataObject) -> None:
    told = data.draw(st.sets(st.integers(0, len(base) - 1), min_size=1, max_size=len(base) - 1))
    found = of(len(base), {u: str(base[u] * times) for u in told}, {u: str(v) for u, v in enumerate(base)})
    assert found.estimate == sum(base) * times

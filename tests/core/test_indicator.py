from dataclasses import FrozenInstanceError, replace
from typing import get_args

import pytest

from tongket.core.indicator import Basis, Body, Direction, Indicator, Kind, Member, OverPlaces, OverTime, Partition
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary


def _all(vocabulary: Vocabulary) -> list[Indicator]:
    return list(vocabulary.indicators.values())


def test_every_indicator_uses_the_words_of_its_kind(vocabulary: Vocabulary) -> None:
    for one in _all(vocabulary):
        assert one.kind in get_args(Kind)
        assert one.over_time in get_args(OverTime)
        assert one.over_places in get_args(OverPlaces)
        assert one.direction in get_args(Direction)
        assert one.group
        assert all(one.name)


def test_every_indicator_can_be_stored(vocabulary: Vocabulary) -> None:
    for one in _all(vocabulary):
        assert 0 <= one.scale <= 6
        assert one.unit in vocabulary.units
        assert one.bases
        counted = vocabulary.units[one.unit].quantity.startswith("count-")
        assert (one.scale == 0) == counted, one.code


DISTINCT = {"coordination.requests", "coordination.units-asked"}


def test_how_it_adds_up_fits_what_it_is(vocabulary: Vocabulary) -> None:
    # Adding two stocks over time, or two percentages at all, is a wrong number.
    for one in _all(vocabulary):
        none = ("none", "none")
        # A count of distinct things – one request asked of many, over two quarters – is not added either.
        adds = {"flow": {("sum", "sum"), none}, "stock": {("last", "sum")}, "index": {none}, "ratio": {none}}
        assert (one.over_time, one.over_places) in adds[one.kind], one.code
        assert (one.over_time, one.over_places) != none or one.kind != "flow" or one.code in DISTINCT


def test_a_ratio_is_of_two_indicators_of_one_quantity(vocabulary: Vocabulary) -> None:
    for one in _all(vocabulary):
        assert (one.ratio is not None) == (one.kind == "ratio")
        if one.ratio is not None:
            numerator, denominator = (vocabulary.indicators[code] for code in one.ratio)
            assert vocabulary.units[numerator.unit].quantity == vocabulary.units[denominator.unit].quantity
            assert vocabulary.units[one.unit].quantity == "percent"


def test_a_member_is_residual_only_where_it_says_so() -> None:
    member = Member("commodity", "other", Text("hàng hóa khác", "other goods"), residual=True)
    assert not Member("commodity", "coffee", Text("cà phê", "coffee")).residual
    with pytest.raises(FrozenInstanceError):
        member.code = "else"  # type: ignore[misc]  # refused on purpose


def test_the_base_year_tells_constant_prices_apart(vocabulary: Vocabulary) -> None:
    for basis in vocabulary.bases.values():
        assert basis.prices in ("", "constant", "current")
        assert (basis.base_year is not None) == (basis.prices == "constant")
    assert vocabulary.bases["p2010"] != replace(vocabulary.bases["p2010"], base_year=2020)
    assert isinstance(vocabulary.bases["nso"], Basis)
    assert isinstance(vocabulary.bodies["department"], Body)


def test_a_partition_is_the_same_in_any_order() -> None:
    assert Partition("a", "b", frozenset({"x", "y"})) == Partition("a", "b", frozenset(["y", "x"]))

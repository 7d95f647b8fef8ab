"""Boundaries of any day, on the real places: what is exact, what cannot be told, and that nothing is lost."""

from collections import Counter
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongket.core.boundaries import LEVELS, Boundaries
from tongket.core.errors import InvalidInput, NotFound
from tongket.core.place import Gazetteer, Place
from tongket.core.vocabulary import vocabulary

MERGER = date(2025, 7, 1)
DAYS = (date(1997, 1, 1), date(2003, 12, 31), date(2008, 8, 1), date(2020, 12, 31), date(2024, 11, 1), MERGER)
HLO = "vn.dak-hlo-kbang@1997"


@cache
def drawn(on: date, estimate: str | None = None) -> Boundaries:
    return Boundaries(vocabulary().places, on, estimate=estimate)


@cache
def communes() -> tuple[Place, ...]:
    lower = vocabulary().places.lower
    assert lower is not None
    return tuple(p for p in lower.places.values() if p.level == "commune")


def test_the_numbers_of_the_reform() -> None:
    """10.035 communes and five islands without any became 3.321; 471 of them were divided."""
    before = [p for p in communes() if p.stands_on(date(2025, 6, 30))]
    after = [p for p in communes() if p.stands_on(MERGER)]
    assert (len(before), len(after)) == (10_035, 3_321)
    assert Counter(p.kind for p in after) == {"commune": 2_621, "ward": 687, "special-zone": 13}
    divided = [p.id for p in before if drawn(MERGER).within(p.id, "commune") is None]
    assert len(divided) == 471
    provinces = {p.parent for p in after}
    assert len(provinces) == 34
    assert len([p for p in after if p.parent == "vn.52@2025"]) == 135


def test_every_old_commune_is_exact_in_the_new_provinces() -> None:
    for place in communes():
        if place.stands_on(date(2025, 6, 30)):
            assert drawn(MERGER).within(place.id, "province") is not None, place.id


def test_old_and_new_province_of_gia_lai() -> None:
    then = drawn(date(2024, 6, 30))
    found = Counter(then.within(p.id, "province") for p in communes() if p.parent == "vn.52@2025")
    assert found == {"vn.64@1997": 77, "vn.52@1997": 58}  # as the National Assembly's committee counted them
    assert drawn(MERGER).sources("vn.52@2025", date(2024, 6, 30)) == ("vn.52@1997", "vn.64@1997")
    assert drawn(MERGER).sources("vn.52@2025", date(2025, 8, 1)) == ("vn.52@2025",)


def test_a_divided_commune() -> None:
    """Đăk HLơ went to two communes on 1 November 2024, which both lie in one of 2025."""
    between, now = drawn(date(2025, 1, 1)), drawn(MERGER)
    assert [(c.target, c.share) for c in between.carried(HLO)] == [("vn.23662@2024", None), ("vn.23674@2024", None)]
    assert between.within(HLO, "commune") is None
    assert between.within(HLO, "province") == "vn.64@1997"
    assert between.shared(HLO, 1000) is None
    assert [(c.target, c.share) for c in now.carried(HLO)] == [("vn.23674@2025", Fraction(1))]


@pytest.mark.parametrize(("by", "first"), [("people", Fraction(284, 2881)), ("area", Fraction(6217, 19547))])
def test_estimated_shares_are_asked_for_and_named(by: str, first: Fraction) -> None:
    parts = drawn(date(2025, 1, 1), by).carried(HLO)
    assert [part.share for part in parts] == [first, 1 - first]
    assert {part.by for part in parts} == {by}


def test_an_estimate_needs_a_source() -> None:
    divided = next(p.id for p in communes() if drawn(MERGER).within(p.id, "commune") is None)
    assert all(part.share is None for part in drawn(MERGER, "area").carried(divided))
    with pytest.raises(InvalidInput, match="people"):
        Boundaries(vocabulary().places, MERGER, estimate="money")


def test_a_merged_commune_cannot_be_split_backwards() -> None:
    parts = drawn(date(2020, 12, 31)).carried("vn.23674@2025")
    assert [part.share for part in parts] == [None] * 4
    assert drawn(date(2020, 12, 31)).within("vn.23674@2025", "province") == "vn.64@1997"


def test_a_district_goes_where_its_communes_go() -> None:
    assert drawn(MERGER).within("vn.622@1997", "province") == "vn.52@2025"
    assert drawn(MERGER).within("vn.622@1997", "commune") is None
    assert drawn(MERGER).within("vn.00001@1997", "region") == "vn.dbsh@2025"


def test_a_place_nobody_knows() -> None:
    with pytest.raises(NotFound):
        drawn(MERGER).carried("vn.99999@1997")


@pytest.mark.parametrize("on", DAYS)
def test_carrying_ends_on_places_that_stand(on: date) -> None:
    places, boundaries = vocabulary().places, drawn(on)
    for place in communes():
        parts = boundaries.carried(place.id)
        assert parts or place.valid_to is None or on < place.valid_from, place.id
        assert all(places[part.target].stands_on(on) for part in parts), place.id
        known = [part.share for part in parts if part.share is not None]
        assert len(known) in (0, len(parts)), place.id
        assert not known or sum(known) == 1, place.id


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(DAYS), st.sampled_from([None, "people", "area"]), st.data())
def test_the_nation_is_the_same_on_every_day(on: date, estimate: str | None, data: st.DataObject) -> None:
    """What is shared out and what cannot be told together are all there was, to the last unit."""
    chosen = data.draw(st.lists(st.sampled_from([p.id for p in communes()] + [HLO] * 50), min_size=1, max_size=40))
    figures = [(place, data.draw(st.integers(-(10**12), 10**12))) for place in chosen]
    boundaries = drawn(on, estimate)
    shared = [boundaries.shared(place, units) for place, units in figures]
    told = sum(sum(parts.values()) for parts in shared if parts is not None)
    untold = sum(units for (_, units), parts in zip(figures, shared, strict=True) if parts is None)
    assert told + untold == sum(units for _, units in figures)
    assert all(boundaries.within(place, "nation") == "vn" for place, _ in figures)


@pytest.mark.parametrize("level", LEVELS)
def test_the_table_names_every_place_once_or_shares_it_out(level: str) -> None:
    rows = drawn(date(2025, 1, 1), "people").table(level)
    shares: dict[str, Fraction] = {}
    for source, _, above, below, _ in rows:
        shares[source] = shares.get(source, Fraction(0)) + Fraction(above, below)
    assert set(shares.values()) == {Fraction(1)}
    assert {p.id for p in communes()} <= set(shares)


def test_a_name_of_a_province_is_the_provinces() -> None:
    places: Gazetteer = vocabulary().places
    assert {p.level for p in places.named("Gia Lai")} == {"province"}
    assert {p.id for p in places.named("dak hlo")} == {HLO}
    assert [p.id for p in places.named("23674")] == ["vn.23674@1997", "vn.23674@2025", "vn.23674@2024"]

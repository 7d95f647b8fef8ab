"""Boundaries of any day, on the real places: what is exact, what cannot be told, and that nothing is lost."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongket.core.boundaries import LEVELS, Boundaries
from tongket.core.errors import InvalidInput, NotFound
from tongket.core.lower import Lower
from tongket.core.place import HORIZON, Gazetteer, Place
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


@pytest.mark.parametrize(
    ("gave", "kept", "took", "day"),
    [
        ("vn.26@1997", "vn.26@2008", "vn.01@2008", date(2008, 8, 1)),  # Mê Linh, 187.255 people (15/2008/QH12)
        ("vn.17@1997", "vn.17@2008", "vn.01@2008", date(2008, 8, 1)),  # four communes of Lương Sơn
        ("vn.10@1997", "vn.10@2004", "vn.12@2004", date(2004, 1, 1)),  # Than Uyên (22/2003/QH11)
    ],
)
def test_a_province_that_gave_a_part_away(gave: str, kept: str, took: str, day: date) -> None:
    """Its older figures are not those of what it is now, nor do they make up what took the part in."""
    then = drawn(day)
    assert {(part.target, part.share) for part in then.carried(gave)} == {(kept, None), (took, None)}
    assert drawn(MERGER).within(gave, "province") is None
    assert then.sources(took, date(2003, 6, 30)) == then.sources(kept, date(2003, 6, 30)) == ()
    assert drawn(date(2003, 6, 30)).within(kept, "province") == gave


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


def test_regions() -> None:
    """Hà Tây lay in the Red River Delta; a region set anew in 2025 says nothing of the one before."""
    assert drawn(date(2003, 12, 31)).within("vn.28@1997", "region") == "vn.dbsh@1997"
    assert drawn(MERGER).within("vn.28@1997", "region") == "vn.dbsh@2025"
    assert drawn(date(2003, 12, 31)).within("vn.tn@1997", "region") == "vn.tn@1997"
    assert drawn(MERGER).within("vn.tn@1997", "region") is None
    assert drawn(MERGER).within("vn.tn@1997", "nation") == "vn"
    assert not drawn(MERGER).complete("vn.tn@1997")


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


Made = tuple[str, str, str, str, str, str]
"""Day, event, from, to, people, km² of what a made-up gazetteer tells."""
THEN, LATER, TODAY = date(2010, 6, 30), date(2015, 6, 30), date(2020, 6, 30)


def made_up(
    events: Sequence[Made], *, areas: dict[str, str] | None = None, gaps: dict[str, str] | None = None
) -> Gazetteer:
    """Return communes of two provinces, a and b: their first letter; days by what becomes of them, or by `gaps`."""
    starts = {target: day for day, _, _, target, _, _ in events} | (gaps or {})
    ends = {source: str(date.fromisoformat(day) - timedelta(days=1)) for day, _, source, _, _, _ in events}
    ids = sorted({place for event in events for place in event[2:4]})
    row = {"kind": "commune", "code": "", "lat": "", "lon": ""}
    places = [
        {**row, "id": i, "parent": f"vn.{i[3]}@1997", "name": i, "valid_from": starts.get(i, ""),
         "valid_to": ends.get(i, ""), "area_km2": (areas or {}).get(i, "")}
        for i in ids
    ]  # fmt: skip
    told = ("date", "event", "from", "to", "people", "area_km2")
    lower = Lower(places, [{**dict(zip(told, e, strict=True)), "legal_basis": ""} for e in events], HORIZON)
    tops = [("vn", "nation", ""), ("vn.a@1997", "province", "vn"), ("vn.b@1997", "province", "vn")]
    open_end = {"valid_from": "", "valid_to": ""}
    return Gazetteer(
        [{"id": i, "kind": kind, "parent": parent, **open_end} for i, kind, parent in tops],
        [{"place": i, "code": "", "name_vi": i, "short_vi": i, "short_en": i, **open_end} for i, _, _ in tops],
        [],
        lower=lambda: lower,
    )


def shares(places: Gazetteer, source: str, on: date, estimate: str | None = None) -> list[tuple[str, Fraction | None]]:
    return [(c.target, c.share) for c in Boundaries(places, on, estimate=estimate).carried(source)]


HALF_LOST = (
    ("2012-01-01", "divide", "vn.a1@1997", "vn.a2@2012", "30", ""),
    ("2012-01-01", "divide", "vn.a1@1997", "vn.a3@2012", "70", ""),
    ("2018-01-01", "merge", "vn.a2@2012", "vn.a4@2018", "", ""),
    # What became of the other part is not told: it ends, and days do not meet.
    ("2018-01-01", "merge", "vn.a3@2012", "vn.a5@2018", "", ""),
)


@pytest.mark.parametrize("estimate", [None, "people"])
def test_a_part_that_leads_nowhere_known_leaves_no_share(estimate: str | None) -> None:
    """The other half has one target left: that it got all of the divided place would be a wrong number."""
    places = made_up(HALF_LOST, gaps={"vn.a5@2018": "2030-01-01"})
    now = Boundaries(places, TODAY, estimate=estimate)
    assert shares(places, "vn.a1@1997", TODAY, estimate) == [("vn.a4@2018", None)]
    assert not now.complete("vn.a1@1997")
    assert now.shared("vn.a1@1997", 1000) is None
    assert now.within("vn.a1@1997", "commune") is None
    assert now.within("vn.a1@1997", "province") is None
    assert now.within("vn.a1@1997", "nation") == "vn"
    assert [row[1] for row in now.table("commune") if row[0] == "vn.a1@1997"] == [None]
    # Where both parts are known, it is told as before.
    known = made_up(HALF_LOST)
    assert Boundaries(known, TODAY).complete("vn.a1@1997")
    assert Boundaries(known, TODAY).within("vn.a1@1997", "province") == "vn.a@1997"


def test_what_may_have_taken_in_a_lost_part_is_not_made_up_exactly() -> None:
    """The part that leads nowhere known may be in any commune of its province, and in none of another."""
    events = (
        *HALF_LOST,
        ("2018-01-01", "merge", "vn.a6@1997", "vn.a7@2018", "", ""),
        ("2018-01-01", "merge", "vn.b6@1997", "vn.b7@2018", "", ""),
    )
    now = Boundaries(made_up(events, gaps={"vn.a5@2018": "2030-01-01"}), TODAY)
    assert now.sources("vn.a7@2018", LATER) == ()
    assert now.sources("vn.b7@2018", LATER) == ("vn.b6@1997",)
    assert Boundaries(made_up(events), TODAY).sources("vn.a7@2018", LATER) == ("vn.a6@1997",)
    # A total of any of them has to wait for what was said of the divided one.
    assert now.touched("vn.a1@1997", "commune") == {"vn.a4@2018", "vn.a7@2018"}
    assert now.touched("vn.a1@1997", "province") == {"vn.a@1997"}
    assert Boundaries(made_up(events), TODAY).touched("vn.a1@1997", "commune") == {"vn.a4@2018", "vn.a5@2018"}


def test_one_known_part_of_a_divided_place_is_not_all_of_it() -> None:
    places = made_up([("2012-01-01", "divide", "vn.a1@1997", "vn.a2@2012", "30", "")])
    for estimate in (None, "people"):
        assert shares(places, "vn.a1@1997", TODAY, estimate) == [("vn.a2@2012", None)]
    assert Boundaries(places, TODAY).shared("vn.a1@1997", 7) is None
    # All of that part, though, was of the place it came from.
    assert shares(places, "vn.a2@2012", THEN) == [("vn.a1@1997", Fraction(1))]


def test_backwards_a_source_that_leads_nowhere_known_leaves_no_share() -> None:
    """One of two that were merged stood on the day; where the other's figures were then, is not told."""
    events = (
        ("2018-01-01", "merge", "vn.a1@1997", "vn.a3@2018", "", ""),
        ("2018-01-01", "merge", "vn.a2@2012", "vn.a3@2018", "", ""),
    )
    places = made_up(events, gaps={"vn.a2@2012": "2012-01-01"})
    assert shares(places, "vn.a2@2012", THEN) == []
    assert shares(places, "vn.a3@2018", THEN) == [("vn.a1@1997", None)]
    assert Boundaries(places, THEN).within("vn.a3@2018", "province") is None


def test_a_part_without_people_has_no_share_of_them() -> None:
    """Nobody lived in what went to a2: its share of a figure by people is nothing, not all of it."""
    places = made_up(
        (
            ("2012-01-01", "divide", "vn.a1@1997", "vn.a2@2012", "0", "5"),
            ("2012-01-01", "divide", "vn.a1@1997", "vn.a3@2012", "50", "15"),
        )
    )
    parts = Boundaries(places, TODAY, estimate="people").carried("vn.a1@1997")
    assert [(c.target, c.share, c.by) for c in parts] == [
        ("vn.a2@2012", Fraction(0), "people"),
        ("vn.a3@2012", Fraction(1), "people"),  # all of it, and still an estimate
    ]
    assert Boundaries(places, TODAY, estimate="people").shared("vn.a1@1997", 9) == {"vn.a2@2012": 0, "vn.a3@2012": 9}
    nobody = made_up(
        (
            ("2012-01-01", "divide", "vn.a1@1997", "vn.a2@2012", "0", ""),
            ("2012-01-01", "divide", "vn.a1@1997", "vn.a3@2012", "0", ""),
        )
    )
    assert {share for _, share in shares(nobody, "vn.a1@1997", TODAY, "people")} == {None}


@pytest.mark.parametrize(("whole", "told"), [("20", True), ("20.9", True), ("21.2", False), ("", True), ("31", False)])
def test_parts_that_miss_the_area_of_the_whole_tell_no_share(whole: str, told: bool) -> None:
    """5 and 15 km² may be 20.9 before rounding, not 21.2: a part is missing then."""
    places = made_up(
        (
            ("2012-01-01", "divide", "vn.a1@1997", "vn.a2@2012", "", "5"),
            ("2012-01-01", "divide", "vn.a1@1997", "vn.a3@2012", "", "15"),
        ),
        areas={"vn.a1@1997": whole},
    )
    expected = [Fraction(1, 4), Fraction(3, 4)] if told else [None, None]
    assert [share for _, share in shares(places, "vn.a1@1997", TODAY, "area")] == expected


def test_days_that_do_not_meet_end_in_cannot_tell() -> None:
    """A place said to go into one that was there before, or to come of one that still stands, leads nowhere known."""
    round_about = (
        ("2012-01-01", "merge", "vn.a1@1997", "vn.a2@1997", "", ""),
        ("2014-01-01", "merge", "vn.a2@1997", "vn.a1@1997", "", ""),
    )
    places = made_up(round_about, gaps={"vn.a1@1997": "", "vn.a2@1997": ""})
    assert shares(places, "vn.a1@1997", TODAY) == []
    assert shares(places, "vn.a2@1997", TODAY) == []

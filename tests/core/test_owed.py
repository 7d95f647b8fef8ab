"""Who owed a return of a period, on the real places; numbers as the resolutions of 2020, 2024 and 2025 count them."""

import pytest

from tongket.core.errors import InvalidInput
from tongket.core.owed import Owing, owing
from tongket.core.period import Period
from tongket.core.place import Gazetteer
from tongket.core.vocabulary import Vocabulary

OLD, NEW = "vn.64@1997", "vn.52@2025"


@pytest.fixture
def places(vocabulary: Vocabulary) -> Gazetteer:
    return vocabulary.places


def owed(places: Gazetteer, place: str, tier: str, period: str) -> Owing:
    return owing(places, places[place], tier, Period.parse(period))


@pytest.mark.parametrize(
    ("place", "tier", "period", "count"),
    [
        (OLD, "commune", "2024-M10", 220),  # 182 communes, 24 wards, 14 townships since 1 February 2020
        (OLD, "commune", "2024-M11", 218),  # 1195/NQ-UBTVQH15
        (OLD, "commune", "2025-M06", 218),
        (NEW, "commune", "2025-M07", 135),  # 1664/NQ-UBTVQH15
        (NEW, "commune", "2025", 135),
        (OLD, "district", "2025-H1", 17),
        (NEW, "district", "2025-Q3", 0),
        ("vn", "province", "2003", 61),
        ("vn", "province", "2004", 64),
        ("vn", "province", "2024", 63),
        ("vn", "province", "2025", 34),
        (OLD, "province", "2024", 1),
        # The month of administrative reports ends on the 14th, before the merger of 1 July.
        (OLD, "commune", "2025-M06@adm", 218),
    ],
)
def test_the_units_of_the_last_day_owe(places: Gazetteer, place: str, tier: str, period: str, count: int) -> None:
    assert len(owed(places, place, tier, period).units) == count


def test_what_was_merged_within_the_period_owes_nothing_and_is_in_what_took_it_in(places: Gazetteer) -> None:
    """Tân Sơn and Đăk HLơ ended on 31 October 2024: of that year Biển Hồ, Nghĩa An and Kông Bơ La report for them."""
    year = owed(places, OLD, "commune", "2024")
    assert len(year.units) == 218
    by_id = {unit.place.id: unit for unit in year.units}
    took = {i: {(told.place.id, whole) for told, whole in unit.took_in} for i, unit in by_id.items() if unit.took_in}
    assert took == {
        "vn.23590@2024": {("vn.tan-son-pleiku@1997", True), ("vn.23590@1997", True)},
        "vn.23662@2024": {("vn.dak-hlo-kbang@1997", False), ("vn.23662@1997", True)},
        "vn.23674@2024": {("vn.dak-hlo-kbang@1997", False), ("vn.23674@1997", True)},
    }
    assert str(by_id["vn.23590@2024"].since) == "2024-11-01"
    assert {told.place.id for told in year.ended} == {place for told in took.values() for place, _ in told}
    assert {str(told.last) for told in year.ended} == {"2024-10-31"}


def test_a_unit_that_ends_with_the_period_owes_it_and_its_heir_hands_it_in(places: Gazetteer) -> None:
    october = owed(places, OLD, "commune", "2024-M10")
    assert october.ended == ()
    heirs = {u.place.id: [p.id for p in u.handed_in_by] for u in october.units if u.handed_in_by}
    assert heirs["vn.tan-son-pleiku@1997"] == ["vn.23590@2024"]
    assert heirs["vn.dak-hlo-kbang@1997"] == ["vn.23662@2024", "vn.23674@2024"]
    assert len(heirs) == 5
    assert all(u.handed_in_by == () for u in owed(places, OLD, "commune", "2024-M09").units)


def test_the_year_of_the_reform(places: Gazetteer) -> None:
    """The new province reports for the 377 communes of both old ones, and no district for anything."""
    year = owed(places, NEW, "commune", "2025")
    assert len(year.ended) == 218 + 155  # of Bình Định 155 (dataset of the first half of 2025)
    assert all(str(unit.since) == "2025-07-01" for unit in year.units)
    districts = owed(places, NEW, "district", "2025")
    assert districts.units == ()
    assert len(districts.ended) == 17 + 11
    assert owed(places, NEW, "district", "2026").ended == ()


@pytest.mark.parametrize(
    ("place", "tier", "period", "says"),
    [
        (OLD, "commune", "2025-M07", "2025-07-31"),
        (NEW, "commune", "2025-M06", "2025-06-30"),
        ("vn.23674@2025", "district", "2026", "higher tier"),
    ],
)
def test_what_did_not_stand_owes_nothing(places: Gazetteer, place: str, tier: str, period: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        owed(places, place, tier, period)

import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.core import golden
from tongket.core.errors import Ambiguous, InvalidInput, NotFound
from tongket.core.period import Period
from tongket.core.place import HORIZON, KIND_NAMES, Gazetteer, Place, check_place_id
from tongket.core.tables import Row
from tongket.core.vocabulary import Vocabulary

REFUSALS = {"not-found": NotFound, "ambiguous": Ambiguous, "invalid": InvalidInput}
IDS = re.compile(r"vn\.[0-9a-z-]+@\d{4}")


@pytest.fixture
def places(vocabulary: Vocabulary) -> Gazetteer:
    return vocabulary.places


@pytest.mark.parametrize("row", golden.rows("places.csv"), ids=lambda r: f"{r['text']!r} {r['period']}")
def test_golden(row: dict[str, str], places: Gazetteer) -> None:
    period = Period.parse(row["period"]) if row["period"] else None
    kind = REFUSALS.get(row["result"])
    if kind is None:
        assert places.resolve(row["text"], period).id == row["result"]
        return
    with pytest.raises(kind) as refused:
        places.resolve(row["text"], period)
    for message in refused.value.text:
        assert f"“{row['text'].strip()}”" in message
        if kind is Ambiguous:
            assert sorted(IDS.findall(message)) == row["candidates"].split()


def test_candidates_are_listed_with_their_dates(places: Gazetteer) -> None:
    with pytest.raises(Ambiguous) as refused:
        places.resolve("52", Period.parse("2025"))
    assert "vn.52@1997 (Bình Định, 01/01/1997 đến 30/06/2025)" in refused.value.message("vi")
    assert "vn.52@2025 (Gia Lai, 01/07/2025 to date)" in refused.value.message("en")


def test_two_that_stood_are_ambiguous_even_where_one_stood_throughout() -> None:
    dates = {"vn.a@2000": ("2000-01-01", ""), "vn.b@2000": ("2000-01-01", "2020-06-30")}
    rows = [{"id": i, "kind": "commune", "parent": "", "valid_from": f, "valid_to": t} for i, (f, t) in dates.items()]
    same = {"valid_from": "", "valid_to": "", "code": "", "name_vi": "Xã X", "short_vi": "X", "short_en": "X"}
    places = Gazetteer(rows, [{"place": i, **same} for i in dates], [])
    assert places.resolve("X", Period.parse("2021")).id == "vn.a@2000"
    with pytest.raises(Ambiguous):
        places.resolve("X", Period.parse("2020"))


def test_a_name_out_of_its_time_says_what_there_was(places: Gazetteer) -> None:
    with pytest.raises(NotFound) as refused:
        places.resolve("Hà Tây", Period.parse("2009"))
    assert "năm 2009" in refused.value.message("vi")
    assert "vn.28@1997 (Ha Tay, 01/01/1997 to 31/07/2008)" in refused.value.message("en")


def test_every_name_of_every_place_leads_to_it_in_its_time(places: Gazetteer) -> None:
    for place in places.places.values():
        for known in place.names:
            on = known.valid_to or place.valid_to or known.valid_from or place.valid_from
            for name in (known.code, known.full, known.short.vi, known.short.en):
                assert places.resolve(name, Period.of_day(on)).id == place.id, (name, on)


@pytest.mark.parametrize("text", ["vn", "vn.64@1997", "vn.cu-an@2025", "vn.a@0001", "vn." + "x" * 20 + "@2025"])
def test_a_place_id(text: str) -> None:
    assert check_place_id(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "VN",
        "vn.",
        "vn.64",
        "vn.@1997",
        "64@1997",
        "vn.64@97",
        "vn.64@1997 ",
        "vn.6 4@1997",
        "vn.A@1997",
        "vn." + "x" * 21 + "@2025",
        "vn.64@１９９７",
        "vn.64@1997~x",
    ],
)
def test_no_place_id(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_place_id(text)
    assert all(f"“{text}”" in message and "vn.64@1997" in message for message in refused.value.text)


def test_looked_up_by_id(places: Gazetteer) -> None:
    assert places["vn.64@1997"].name() == "Gia Lai"
    with pytest.raises(NotFound, match=re.escape("vn.99@1997")):
        places["vn.99@1997"]


# Names and codes as dated attributes


def test_a_name_holds_for_its_days(places: Gazetteer) -> None:
    hue = places["vn.46@1997"]
    before, after = date(2024, 12, 31), date(2025, 1, 1)
    assert (hue.name("vi", before), hue.name("vi", after), hue.name()) == ("Thừa Thiên Huế", "Huế", "Huế")
    assert (hue.name("en", before), hue.name("en")) == ("Thua Thien Hue", "Hue")
    assert (hue.full_name(before), hue.full_name()) == ("Tỉnh Thừa Thiên Huế", "Thành phố Huế")
    assert (hue.code(before), hue.code()) == ("46", "46")


def test_one_code_two_provinces(places: Gazetteer) -> None:
    assert places["vn.52@1997"].code() == places["vn.52@2025"].code() == "52"
    assert places["vn.52@1997"].full_name() == "Tỉnh Bình Định"
    assert places["vn.52@2025"].full_name() == "Tỉnh Gia Lai"


def test_a_day_in_no_name_takes_the_last_one() -> None:
    assert _place("2000-01-01", "2000-12-31").name("vi", date(2010, 1, 1)) == "Xã"


def _gazetteer(valid_from: str, valid_to: str, code: str = "1") -> Gazetteer:
    place: Row = {
        "id": "vn.x@2000", "kind": "commune", "parent": "", "valid_from": valid_from, "valid_to": valid_to,
    }  # fmt: skip
    name: Row = {
        "place": "vn.x@2000", "valid_from": valid_from, "valid_to": valid_to, "code": code, "name_vi": "Xã X",
        "short_vi": "Xã", "short_en": "",
    }  # fmt: skip
    return Gazetteer([place], [name], [])


def _place(valid_from: str, valid_to: str) -> Place:
    return _gazetteer(valid_from, valid_to)["vn.x@2000"]


def test_an_empty_cell_is_no_place() -> None:
    # A place without a code or an English name must not be what an empty cell means.
    with pytest.raises(NotFound):
        _gazetteer("2000-01-01", "", code="").resolve("", Period.parse("2020"))


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "period", "partly", "throughout"),
    [
        ("2000-01-01", "", "2020", True, True),
        ("2000-01-01", "2020-06-30", "2020", True, False),
        ("2000-01-01", "2020-06-30", "2020-H1", True, True),
        ("2000-01-01", "2020-06-30", "2020-H2", False, False),
        ("2020-07-01", "", "2020", True, False),
        ("2020-07-01", "", "2020-H1", False, False),
        ("2020-07-01", "", "2020-07-01", True, True),
        ("2020-07-01", "2020-07-01", "2020-M07", True, False),
        ("", "", "1985", True, True),  # from the horizon on: as it stood there
        ("2000-01-01", "", "1985", False, False),
    ],
)
def test_when_it_stood(valid_from: str, valid_to: str, period: str, partly: bool, throughout: bool) -> None:
    place = _place(valid_from, valid_to)
    assert place.stands_in(Period.parse(period)) is partly
    assert place.stands_throughout(Period.parse(period)) is throughout


# The product's own gazetteer


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(1997, 6, 1), 61),
        (date(2003, 12, 31), 61),
        (date(2004, 1, 1), 64),
        (date(2005, 6, 1), 64),
        (date(2008, 7, 31), 64),
        (date(2008, 8, 1), 63),
        (date(2010, 6, 1), 63),
        (date(2025, 6, 30), 63),
        (date(2025, 7, 1), 34),
        (date(2025, 8, 1), 34),
    ],
)
def test_so_many_provinces(places: Gazetteer, on: date, count: int) -> None:
    found = places.children("vn", on)
    assert len(found) == count
    assert {p.kind for p in found} == {"province", "city"}
    assert found == sorted(found, key=lambda p: p.id)
    codes = [p.code(on) for p in found]
    names = [p.name("vi", on) for p in found]
    assert len(set(codes)) == len(set(names)) == count


def test_six_cities_since_the_merger(places: Gazetteer) -> None:
    # Resolution 202/2025/QH15: 28 provinces and 6 centrally run cities.
    found = [p for p in places.children("vn", date(2025, 7, 1)) if p.kind == "city"]
    assert sorted(p.name() for p in found) == ["Cần Thơ", "Huế", "Hà Nội", "Hải Phòng", "Hồ Chí Minh", "Đà Nẵng"]


def test_places_are_well_formed(places: Gazetteer) -> None:
    for place in places.places.values():
        assert place.kind in KIND_NAMES
        assert (place.parent is None) == (place.id == "vn")
        assert place.parent is None or place.parent in places.places
        assert place.valid_from >= HORIZON
        assert place.valid_to is None or place.valid_from < place.valid_to
        if place.id != "vn":
            code, year = re.fullmatch(r"vn\.(.+)@(\d{4})", place.id).groups()  # type: ignore[union-attr]  # ids are checked
            assert place.names[0].code == code
            assert place.valid_from.year == int(year)


def test_names_of_a_place_follow_each_other_without_gap_or_overlap(places: Gazetteer) -> None:
    for place in places.places.values():
        assert place.names, place.id
        assert place.names[0].valid_from in (None, place.valid_from)
        assert place.names[-1].valid_to in (None, place.valid_to)
        for one, next_one in pairwise(place.names):
            assert one.valid_to is not None
            assert next_one.valid_from == one.valid_to + timedelta(days=1)


def test_what_ends_goes_on_in_its_successors(places: Gazetteer) -> None:
    successors, sources = defaultdict(set), defaultdict(set)
    for event in places.events:
        source, target = places[event.source], places[event.target]
        assert source.valid_to == event.on - timedelta(days=1), event
        assert target.valid_from == event.on, event
        assert event.legal_basis
        successors[source.id].add(target.id)
        sources[target.id].add(source.id)
    ended = {p.id for p in places.places.values() if p.valid_to is not None}
    begun = {p.id for p in places.places.values() if p.valid_from > HORIZON}
    assert set(successors) == ended
    assert set(sources) == begun
    for event in places.events:
        if event.event == "divide":
            assert len(successors[event.source]) > 1
        else:
            assert event.event == "merge"
            assert len(sources[event.target]) > 1
    assert sources["vn.52@2025"] == {"vn.52@1997", "vn.64@1997"}
    assert sources["vn.79@2025"] == {"vn.79@1997", "vn.74@1997", "vn.77@1997"}
    assert successors["vn.66@1997"] == {"vn.66@2004", "vn.67@2004"}


def test_eleven_provinces_passed_the_merger_unchanged(places: Gazetteer) -> None:
    # Resolution 202/2025/QH15, article 2: 23 formed by merger, 11 left as they were.
    found = {p.name() for p in places.children("vn", date(2025, 7, 1)) if p.valid_from < date(2025, 7, 1)}
    assert found == {
        "Cao Bằng", "Điện Biên", "Hà Nội", "Hà Tĩnh", "Huế", "Lai Châu", "Lạng Sơn", "Nghệ An", "Quảng Ninh", "Sơn La",
        "Thanh Hóa",
    }  # fmt: skip


def test_standing_is_throughout() -> None:
    places = Vocabulary().places
    old = places["vn.64@1997"]
    assert places.standing(old, Period.parse("2024")) is old
    with pytest.raises(NotFound, match="did not exist throughout 2025"):
        places.standing(old, Period.parse("2025"))


# Regions


def test_regions_are_places_with_the_provinces_of_the_day(places: Gazetteer) -> None:
    for on, names in (("1996", 61), ("2003", 61), ("2004", 64), ("2008", 63), ("2024", 63), ("2026", 34)):
        day = Period.parse(on).end
        regions = places.regions_on(day)
        assert len(regions) == 6
        inside = [province.id for region in regions for province in places.children(region.id, day)]
        # Each province lies in one region, on every day: what the regions add up to is the country.
        assert sorted(inside) == [p.id for p in places.children("vn", day)]
        assert len(inside) == names
    assert [p.name() for p in places.children("vn.tn@1997", date(2003, 6, 30))] == [
        "Kon Tum", "Gia Lai", "Đắk Lắk", "Lâm Đồng",
    ]  # fmt: skip
    assert places.children("vn.tn@1997", date(2025, 7, 1)) == []


@pytest.mark.parametrize(
    ("text", "year", "found"),
    [
        ("Tây Nguyên", "2010", "vn.tn@1997"),
        ("central highlands", "1995", "vn.tn@1997"),
        ("Northern midlands and moutain areas", "2010", "vn.tdmn@1997"),
        ("Vùng Đồng bằng sông Hồng", "2024", "vn.dbsh@1997"),
        ("Đồng bằng sông Hồng", "2026", "vn.dbsh@2025"),
    ],
)
def test_a_region_is_found_by_its_names(places: Gazetteer, text: str, year: str, found: str) -> None:
    region = places.resolve(text, Period.of_day(Period.parse(year).end))
    assert (region.id, region.level, places[region.id]) == (found, "region", region)


def test_a_region_is_called_by_its_name_not_by_an_alias(places: Gazetteer) -> None:
    region = places["vn.btb-dhmt@1997"]
    for on in (None, date(2010, 1, 1)):
        assert region.name("vi", on) == "Bắc Trung Bộ và Duyên hải miền Trung"
        assert region.full_name(on) == "Vùng Bắc Trung Bộ và Duyên hải miền Trung"
    with pytest.raises(NotFound, match="2026"):
        places.resolve("Tây Nguyên", Period.parse("2026"))

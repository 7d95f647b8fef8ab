"""Places: permanent ids, with official codes and names as dated attributes.

An id is `vn` or `vn.<code>@<year>`: the code and year in which that identity begins. It is opaque after that:
codes and names move (52 was Bình Định and is the new Gia Lai), ids never do. 1997 is the gazetteer's horizon.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from tongket.core.errors import Ambiguous, InvalidInput, NotFound
from tongket.core.period import Period
from tongket.core.tables import Row, split_list
from tongket.core.text import Lang, Text, fold

_ID = re.compile(r"vn(?:\.[0-9a-z-]{1,20}@[0-9]{4})?")
KIND_NAMES = {
    "nation": Text("cả nước", "nation"),
    "region": Text("vùng", "region"),
    "province": Text("tỉnh", "province"),
    "city": Text("thành phố", "city"),
    "district": Text("huyện", "district"),
    "commune": Text("xã", "commune"),
    "ward": Text("phường", "ward"),
    "township": Text("thị trấn", "township"),
    "special-zone": Text("đặc khu", "special zone"),
    "urban-district": Text("quận", "urban district"),
    "town": Text("thị xã", "town"),
    "provincial-city": Text("thành phố thuộc tỉnh", "provincial city"),
}
KIND_WORDS = {kind: text.vi[:1].upper() + text.vi[1:] for kind, text in KIND_NAMES.items()} | {
    "provincial-city": "Thành phố",
}
"""The word of a kind before a proper name: “Thị trấn Kbang”."""
LEVELS = {
    "nation": "nation", "region": "region", "province": "province", "city": "province", "district": "district",
    "urban-district": "district", "town": "district", "provincial-city": "district", "commune": "commune",
    "ward": "commune", "township": "commune", "special-zone": "commune",
}  # fmt: skip
"""The tier each kind belongs to."""


def check_place_id(text: str) -> str:
    """Return `text` if it has the form of a place id.

    Raises:
        InvalidInput: it has not.
    """
    if not _ID.fullmatch(text):
        raise InvalidInput(
            f"“{text}” không phải mã địa bàn; ghi ví dụ vn.64@1997",
            f"“{text}” is not a place id; write e.g. vn.64@1997",
        )
    return text


@dataclass(frozen=True, slots=True)
class PlaceName:
    """Code and names of a place while they held; None is an open end. Days are inclusive."""

    valid_from: date | None
    valid_to: date | None
    code: str
    full: str
    short: Text


@dataclass(frozen=True, slots=True)
class Place:
    """A place and when it existed.

    Attributes:
        id: permanent.
        kind: nation, province, city, …
        parent: id of the place it lies in; None for the nation.
        valid_from: its first day (or the gazetteer's horizon).
        valid_to: its last day; None while it stands.
        names: its codes and names, oldest first.
        lat: latitude of its centre in degrees, None where it is not known.
        lon: longitude.
        area: km², None where it is not known.
    """

    id: str
    kind: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    names: tuple[PlaceName, ...]
    lat: Decimal | None = None
    lon: Decimal | None = None
    area: Decimal | None = None

    @property
    def level(self) -> str:
        """Its tier: nation, region, province, district or commune."""
        return LEVELS[self.kind]

    def stands_on(self, on: date) -> bool:
        """Whether it existed on a day (before the horizon: whether it existed at the horizon)."""
        return self.valid_from <= max(on, HORIZON) and (self.valid_to is None or on <= self.valid_to)

    def stands_in(self, period: Period) -> bool:
        """Whether it existed on some day of the period (before the horizon: whether it existed at the horizon)."""
        return self.valid_from <= max(period.end, HORIZON) and (self.valid_to is None or period.start <= self.valid_to)

    def stands_throughout(self, period: Period) -> bool:
        """Whether it existed on every day of the period."""
        begins = self.valid_from <= max(period.start, HORIZON)
        return begins and (self.valid_to is None or period.end <= self.valid_to)

    def name(self, lang: Lang = "vi", on: date | None = None) -> str:
        """Return the short name on a day (the last one by default)."""
        return self._names_on(on).short.to(lang)

    def full_name(self, on: date | None = None) -> str:
        """Return the full Vietnamese name on a day, with its kind: “Tỉnh Gia Lai”."""
        return self._names_on(on).full

    def code(self, on: date | None = None) -> str:
        """Return the official code on a day."""
        return self._names_on(on).code

    def _names_on(self, on: date | None) -> PlaceName:
        if on is not None:
            for names in self.names:
                if (names.valid_from is None or names.valid_from <= on) and (
                    names.valid_to is None or on <= names.valid_to
                ):
                    return names
        return self.names[-1]


HORIZON = date(1997, 1, 1)
SNAPSHOT = date(2025, 6, 30)
"""The day whose districts and communes the tables hold; earlier changes are known only where a source was found."""
_MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class PlaceEvent:
    """A dated change: `source` became (part of) `target`.

    Attributes:
        event: merge (all of it), divide (a part of it).
        people: how many lived in what went over; None where no source says so.
        area: how many km² went over; None where no source says so.
    """

    on: date
    event: str
    source: str
    target: str
    legal_basis: str
    people: int | None = None
    area: Decimal | None = None


class LowerPlaces(Protocol):
    """Districts and communes, as `core.lower` reads them."""

    @property
    def places(self) -> Mapping[str, Place]:
        """The places by id."""
        ...

    @property
    def events(self) -> Sequence[PlaceEvent]:
        """What became of them, in order of day."""
        ...

    def named(self, *names: str) -> list[Place]:
        """Return the places that ever bore one of the names or codes, folded."""
        ...

    def inside(self, parent: str) -> Sequence[Place]:
        """Return the places that ever lay right in a place."""
        ...


class Gazetteer:
    """All places, found by id, code or name at a time."""

    def __init__(
        self,
        places: Iterable[Row],
        names: Iterable[Row],
        events: Iterable[Row],
        *,
        regions: Iterable[Row] = (),
        lower: "Callable[[], LowerPlaces] | None" = None,
    ) -> None:
        by_place: dict[str, list[PlaceName]] = defaultdict(list)
        for row in names:
            by_place[row["place"]].append(
                PlaceName(
                    date_of(row["valid_from"]),
                    date_of(row["valid_to"]),
                    row["code"],
                    row["name_vi"],
                    Text(row["short_vi"], row["short_en"]),
                )
            )
        self.places: dict[str, Place] = {}
        for row in places:
            if not by_place[row["id"]]:
                raise InvalidInput(
                    f"places.csv, {row['id']}: chưa có tên trong place_names.csv",
                    f"places.csv, {row['id']}: it has no name in place_names.csv",
                )
            self.places[check_place_id(row["id"])] = Place(
                row["id"],
                row["kind"],
                row["parent"] or None,
                date_of(row["valid_from"]) or HORIZON,
                date_of(row["valid_to"]),
                tuple(sorted(by_place[row["id"]], key=lambda n: n.valid_from or HORIZON)),
            )
        self.events = [
            PlaceEvent(date_of(r["date"]) or HORIZON, r["event"], r["from"], r["to"], r["legal_basis"]) for r in events
        ]
        self.regions = [_region(row) for row in regions]
        self._regions = {region.id: region for region in self.regions}
        self._read_lower = lower
        self._by_name = name_index(self.places.values())
        self._by_region_name = name_index(region.place for region in self.regions)

    @cached_property
    def lower(self) -> "LowerPlaces | None":
        """Districts and communes, read on first use; None where this gazetteer has none."""
        return self._read_lower() if self._read_lower is not None else None

    def get(self, place_id: str) -> Place | None:
        """Return the place of an id, None where there is none."""
        found = self.places.get(place_id)
        if found is None and place_id in self._regions:
            return self._regions[place_id].place
        if found is None and self.lower is not None and place_id != "vn":
            found = self.lower.places.get(place_id)
        return found

    def __getitem__(self, place_id: str) -> Place:
        place = self.get(place_id)
        if place is None:
            raise NotFound(f"không có địa bàn “{place_id}”", f"there is no place “{place_id}”")
        return place

    def upward(self, place_id: str) -> Iterator[Place]:
        """Yield a place and those it lies in, inside out, on the boundaries it stood in; nothing of an unknown id."""
        found = self.get(place_id)
        while found is not None:
            yield found
            found = self.get(found.parent) if found.parent else None

    def above(self, place_id: str, level: str) -> Place | None:
        """Return the place of a level that a place is or lies in; None where it is larger, or there is none."""
        return next((one for one in self.upward(place_id) if one.level == level), None)

    def resolve(self, text: str, period: Period | None = None) -> Place:
        """Return the place meant by an id, an official code, or a name with or without diacritics.

        A code or name alone is resolved by the period: of the places that ever bore it, the one that stood on some day
        of the period; two that did are ambiguous, even if only one stood throughout. A name that a province has is the
        province's: districts and communes are looked at only where no province ever bore it.

        Raises:
            NotFound: no place is called that, or none in that period.
            Ambiguous: more than one fits; the candidates are listed with their dates.
        """
        clean = text.strip()
        if "@" in clean or clean == "vn":
            return self[check_place_id(clean)]
        found = self.named(clean)
        if not found:
            raise NotFound(f"không có địa bàn nào mang tên hay mã “{text}”", f"no place has the name or code “{text}”")
        if period is not None:
            standing = [p for p in found if p.stands_in(period)]
            if not standing:
                raise NotFound(
                    f"“{text}” không tồn tại trong {period.label('vi')}; có: {_listed(found, 'vi')}",
                    f"“{text}” did not exist in {period.label('en')}; there are: {_listed(found, 'en')}",
                )
            found = standing
        if len(found) > 1:
            raise Ambiguous(
                f"“{text}” có thể là: {_listed(found, 'vi')}; hãy ghi mã địa bàn",
                f"“{text}” may be: {_listed(found, 'en')}; write the place id",
            )
        return found[0]

    def standing(self, place: Place, period: Period) -> Place:
        """Return the place itself.

        Raises:
            NotFound: it did not exist on every day of the period: nobody reviews a year that a place did not see.
        """
        if not place.stands_throughout(period):
            raise NotFound(
                f"{_listed([place], 'vi')} không tồn tại trọn {period.label('vi')}",
                f"{_listed([place], 'en')} did not exist throughout {period.label('en')}",
            )
        return place

    def named(self, text: str) -> list[Place]:
        """Return the places that ever bore a code or name: provinces, else regions, else districts and communes."""
        names = (text.upper(), fold(text))
        found = self._by_name.get(names[0], []) or self._by_name.get(names[1], [])
        if found or not text:
            return [self.places[i] for i in found]
        if names[1] in self._by_region_name:
            return [self._regions[i].place for i in self._by_region_name[names[1]]]
        return self.lower.named(*names) if self.lower is not None else []

    def children(self, place_id: str, on: date) -> list[Place]:
        """Return the places that lay right in a place on a day, in order of id; of the nation its provinces.

        Of a region the provinces in it on that day; regions themselves are `regions_on`.
        """
        if place_id in self._regions:
            region = self._regions[place_id]
            stands = region.place.stands_on(on)
            return [p for p in self.children("vn", on) if stands and p.code(on) in region.provinces]
        found: Sequence[Place] = [p for p in self.places.values() if p.parent == place_id]
        if not found and place_id != "vn" and self.lower is not None:
            # Where a province declares the places in it itself, these are all of them.
            found = self.lower.inside(place_id)
        return sorted((p for p in found if p.stands_on(on)), key=lambda p: p.id)

    def region(self, place: Place, on: date) -> "Region | None":
        """Return the socio-economic region that a province lay in on a day; None where none was set for that day."""
        for region in self.regions:
            if region.place.stands_on(on) and place.code(on) in region.provinces:
                return region
        return None

    def regions_on(self, on: date) -> list[Place]:
        """Return the regions that were set for a day, as places, in order of id."""
        found = (region.place for region in self.regions)
        return sorted((p for p in found if p.stands_on(on)), key=lambda p: p.id)


@dataclass(frozen=True, slots=True)
class Region:
    """A socio-economic region (vùng kinh tế - xã hội) while it was set so.

    Attributes:
        provinces: official codes of the provinces in it.
        place: the region as a place, of which figures may be stated.
    """

    id: str
    name: Text
    valid_from: date
    valid_to: date | None
    provinces: frozenset[str]
    legal_basis: str
    place: Place


def _region(row: Row) -> Region:
    name, begins, ends = Text(row["name_vi"], row["name_en"]), date_of(row["valid_from"]), date_of(row["valid_to"])
    # Tables spell a region in more than one way; first and last stands the name that is printed.
    own = PlaceName(None, None, "", f"Vùng {name.vi}", name)
    aliases = [PlaceName(None, None, "", alias, Text(alias, alias)) for alias in split_list(row.get("aliases", ""))]
    names = (own, *aliases, own) if aliases else (own,)
    place = Place(check_place_id(row["id"]), "region", "vn", begins or HORIZON, ends, names)
    provinces = frozenset(row["provinces"].split())
    return Region(place.id, name, place.valid_from, ends, provinces, row["legal_basis"], place)


def name_index(places: Iterable[Place]) -> dict[str, list[str]]:
    """Return the ids of places by each code and folded name they ever bore."""
    index: dict[str, list[str]] = defaultdict(list)
    for place in places:
        for known in place.names:
            # A place may have no code or English name; an empty cell must not find it.
            # “Phường 1” is not called “1”.
            short = {name for name in (fold(known.short.vi), fold(known.short.en)) if not name.isdigit()}
            for name in {known.code, fold(known.full), *short} - {""}:
                if place.id not in index[name]:
                    index[name].append(place.id)
    return index


def _listed(places: Sequence[Place], lang: Lang) -> str:
    until, still = ("đến", "đến nay") if lang == "vi" else ("to", "to date")
    told = [
        f"{p.id} ({p.name(lang)}, {p.valid_from:%d/%m/%Y} "
        + (f"{until} {p.valid_to:%d/%m/%Y}" if p.valid_to else still)
        + ")"
        for p in places[:_MOST_LISTED]
    ]
    more = len(places) - len(told)
    if more:
        told.append(f"và {more} nơi khác" if lang == "vi" else f"and {more} more")
    return "; ".join(told)


def date_of(cell: str) -> date | None:
    """Read a day of a table; None where the cell is empty.

    Raises:
        InvalidInput: it is no day.
    """
    try:
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        raise InvalidInput(
            f"bảng địa bàn: “{cell}” không phải là ngày; ghi 2025-07-01",
            f"tables of places: “{cell}” is not a day; write 2025-07-01",
        ) from None

"""Places: permanent ids, with official codes and names as dated attributes.

An id is `vn` or `vn.<code>@<year>`: the code and year in which that identity begins. It is opaque after that:
codes and names move (52 was Bình Định and is the new Gia Lai), ids never do. 1997 is the gazetteer's horizon.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tongket.core.errors import Ambiguous, InvalidInput, NotFound
from tongket.core.period import Period
from tongket.core.tables import Row
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
}


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
    """

    id: str
    kind: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    names: tuple[PlaceName, ...]

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


@dataclass(frozen=True, slots=True)
class PlaceEvent:
    """A dated change: `source` became (part of) `target`."""

    on: date
    event: str
    source: str
    target: str
    legal_basis: str


class Gazetteer:
    """All places, found by id, code or name at a time."""

    def __init__(self, places: Iterable[Row], names: Iterable[Row], events: Iterable[Row]) -> None:
        by_place: dict[str, list[PlaceName]] = defaultdict(list)
        for row in names:
            by_place[row["place"]].append(
                PlaceName(
                    _date(row["valid_from"]),
                    _date(row["valid_to"]),
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
                _date(row["valid_from"]) or HORIZON,
                _date(row["valid_to"]),
                tuple(sorted(by_place[row["id"]], key=lambda n: n.valid_from or HORIZON)),
            )
        self.events = [
            PlaceEvent(_date(r["date"]) or HORIZON, r["event"], r["from"], r["to"], r["legal_basis"]) for r in events
        ]
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for place in self.places.values():
            for known in place.names:
                # A place may have no code or English name; an empty cell must not find it.
                for name in {known.code, fold(known.full), fold(known.short.vi), fold(known.short.en)} - {""}:
                    if place.id not in self._by_name[name]:
                        self._by_name[name].append(place.id)

    def __getitem__(self, place_id: str) -> Place:
        place = self.places.get(place_id)
        if place is None:
            raise NotFound(f"không có địa bàn “{place_id}”", f"there is no place “{place_id}”")
        return place

    def resolve(self, text: str, period: Period | None = None) -> Place:
        """Return the place meant by an id, an official code, or a name with or without diacritics.

        A code or name alone is resolved by the period: of the places that ever bore it, the one that stood on some day
        of the period; two that did are ambiguous, even if only one stood throughout.

        Raises:
            NotFound: no place is called that, or none in that period.
            Ambiguous: more than one fits; the candidates are listed with their dates.
        """
        clean = text.strip()
        if "@" in clean or clean == "vn":
            return self[check_place_id(clean)]
        found = [self.places[i] for i in self._by_name.get(clean.upper(), []) or self._by_name.get(fold(clean), [])]
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

    def children(self, place_id: str, on: date) -> list[Place]:
        """Return the places that lay in a place on a day, in order of id."""
        return sorted(
            (
                p
                for p in self.places.values()
                if p.parent == place_id and p.valid_from <= on and (p.valid_to is None or on <= p.valid_to)
            ),
            key=lambda p: p.id,
        )


def _listed(places: Sequence[Place], lang: Lang) -> str:
    until, still = ("đến", "đến nay") if lang == "vi" else ("to", "to date")
    return "; ".join(
        f"{p.id} ({p.name(lang)}, {p.valid_from:%d/%m/%Y} "
        + (f"{until} {p.valid_to:%d/%m/%Y}" if p.valid_to else still)
        + ")"
        for p in places
    )


def _date(cell: str) -> date | None:
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

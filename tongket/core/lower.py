"""Districts and communes: thirteen thousand places, read only when one of them is asked for.

Until 30 June 2025 a commune lay in a district, since then in a province. Old units are those of the first half of 2025;
what was merged or divided before is told in `local_events.csv` where a source is known, and else not at all: such a
unit is taken to have stood since the gazetteer's horizon. Codes, names, positions, areas and the way of 2025 are those
of `vietnamadminunits` (MIT); see docs/decisions/0003-places.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from tongket.core.place import KIND_WORDS, Place, PlaceEvent, PlaceName, date_of, name_index
from tongket.core.tables import Row, read_table
from tongket.core.text import Text


class Lower:
    """Districts and communes with what became of them.

    Attributes:
        places: by id.
        events: in order of day.
        horizon: the first day of those whose beginning is not told.
    """

    def __init__(self, places: Iterable[Row], events: Iterable[Row], horizon: date) -> None:
        self.places: dict[str, Place] = {row["id"]: _place(row, horizon) for row in places}
        self.events: list[PlaceEvent] = sorted((_event(row) for row in events), key=lambda event: event.on)
        self._by_name = name_index(self.places.values())
        self._by_parent: dict[str, list[Place]] = defaultdict(list)
        for place in self.places.values():
            self._by_parent[place.parent or ""].append(place)

    def named(self, *names: str) -> list[Place]:
        """Return the places that ever bore one of the names or codes, folded."""
        found = dict.fromkeys(i for name in names for i in self._by_name.get(name, ()))
        return [self.places[i] for i in found]

    def inside(self, parent: str) -> Sequence[Place]:
        """Return the places that ever lay right in a place."""
        return self._by_parent.get(parent, [])


def read_lower(horizon: date, extra: Sequence[Path] = ()) -> Lower:
    """Read the tables; see `core.tables.read_table` for `extra`."""
    return _read(horizon, tuple(extra))


@lru_cache(maxsize=2)
def _read(horizon: date, extra: tuple[Path, ...]) -> Lower:
    return Lower(_rows(("districts.csv", "communes.csv", "local_places.csv"), extra),
                 _rows(("commune_events.csv", "local_events.csv"), extra), horizon)  # fmt: skip


def _rows(tables: Sequence[str], extra: Sequence[Path]) -> Iterator[Row]:
    for table in tables:
        yield from read_table(table, extra)


def _place(row: Row, horizon: date) -> Place:
    begins, ends = date_of(row["valid_from"]), date_of(row["valid_to"])
    name = PlaceName(
        begins, ends, row["code"], f"{KIND_WORDS[row['kind']]} {row['name']}", Text(row["name"], row["name"])
    )
    return Place(
        row["id"], row["kind"], row["parent"], begins or horizon, ends, (name,),
        lat=_number(row["lat"]), lon=_number(row["lon"]), area=_number(row["area_km2"]),
    )  # fmt: skip


def _event(row: Row) -> PlaceEvent:
    on = date.fromisoformat(row["date"])
    people = int(row["people"]) if row["people"] else None
    return PlaceEvent(
        on, row["event"], row["from"], row["to"], row["legal_basis"], people=people, area=_number(row["area_km2"])
    )


def _number(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None

"""The World Resources Institute's table of power plants (CC BY 4.0), as it is: broken text, places by name or point.

What it lacks is not made up: a plant without a point whose commune's name several communes have gets no place; one
near a border gets its province only where all communes around it agree. Each row's source is the table's own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from tongket.core.errors import InvalidInput
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary
from tongket.files.faults import refuse
from tongket.files.sheet import Sheet
from tongket.registers.shared.declare import Problem
from tongket.registers.shared.importing import Read
from tongket.registers.shared.told import Fault, Told
from tongket.registers.shared.where import Outline, holding, named, province_around

_NEEDED = ("Power Plant ID", "Name", "Fuel", "Capacity (MW)", "Operational Status", "Latitude", "Longitude")
_FUELS = {"Hydro": "hydro", "Wind": "wind", "Biomass": "biomass", "Solar": "solar-farm"}
_STATES = {"Operational": "operating", "Under Development": "under-construction"}
_SIX = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class _Plant:
    """One row, texts mended."""

    row: int
    cells: dict[str, str]

    def number(self, name: str) -> Decimal | None:
        """Return a number of it; None where there is none."""
        try:
            return Decimal(self.cells[name]) if self.cells.get(name) else None
        except InvalidOperation as error:
            raise InvalidInput(
                f"“{name}” = “{self.cells[name]}” không phải số", f"{name} = {self.cells[name]} is no number"
            ) from error


def read(sheet: Sheet, file: str, words: Vocabulary, *, day: date, outlines: Sequence[Outline] = ()) -> Read:
    """Read the table.

    Args:
        sheet: the table.
        file: its name.
        words: the vocabulary.
        day: on which its states held: of plants without a year, and the latest for all; it stops about 2016.
        outlines: of communes, to place what has a point.

    Raises:
        Refused: it is not this table.
    """
    rows = sheet.rows()
    titles = [cell.text for cell in next(rows, [])]
    if missing := [name for name in _NEEDED if name not in titles]:
        raise refuse(
            file, Text(f"thiếu cột {', '.join(missing)}", f"without {', '.join(missing)}"),
            Text("dùng tệp gốc của WRI, không đổi tên cột", "use WRI's own file, with its headings"),
        )  # fmt: skip
    told: list[Told] = []
    faults = []
    used: Counter[str] = Counter()
    for cells in rows:
        plant = _Plant(
            cells[0].row, {title: mended(cell.text) for title, cell in zip(titles, cells, strict=False) if title}
        )
        try:
            one = _told(plant, words, day, outlines)
            used[one.code] += 1
            # One id for the several units of a site, each with its own capacity: the first keeps it.
            told.append(replace(one, code=f"{one.code}/{used[one.code]}") if used[one.code] > 1 else one)
        except InvalidInput as error:
            faults.append(Fault(_code(plant), plant.row, Problem("", error.text)))
    return Read(told, faults, [])


def mended(text: str) -> str:
    """Return a text whose UTF-8 was once read as Windows-1252, as it was; any other text as it is.

    >>> mended("Kon Dá»¡ng")
    'Kon Dỡng'
    """
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _code(plant: _Plant) -> str:
    return f"WRI-{plant.cells['Power Plant ID']}"


def _told(plant: _Plant, words: Vocabulary, day: date, outlines: Sequence[Outline]) -> Told:
    cells = plant.cells
    technology = _FUELS.get(cells["Fuel"], "other")
    latitude, longitude = (_degrees(plant, name) for name in ("Latitude", "Longitude"))
    place, accuracy = _place(cells, words, day, outlines, latitude, longitude)
    capacity = plant.number("Capacity (MW)")
    values: dict[str, str | None] = {
        "name": cells["Name"] or None,
        "technology": technology,
        "state": _STATES.get(cells["Operational Status"], "not-stated"),
        "owner": cells.get("Owner") or None,
        "river": (cells.get("Address") or None) if technology == "hydro" else None,
        "capacity": format(round(capacity, 3).normalize(), "f") if capacity is not None else None,
        "place": place or None,
        "latitude": format(latitude, "f") if latitude is not None else None,
        "longitude": format(longitude, "f") if longitude is not None else None,
        "accuracy": accuracy or None,
    }  # fmt: skip
    said = ", ".join(filter(None, ("WRI (CC BY 4.0)", cells.get("Source", ""), cells.get("URL", ""))))
    return Told(_code(plant), _first_day(cells, day), {name: v for name, v in values.items() if v is not None},
                said[:500], row=plant.row)  # fmt: skip


def _degrees(plant: _Plant, name: str) -> Decimal | None:
    value = plant.number(name)
    return value.quantize(_SIX).normalize() if value is not None else None


def _first_day(cells: dict[str, str], day: date) -> date:
    """Return the first day on which a plant's state is known: the year it began to operate, else the table's day."""
    if cells["Operational Status"] != "Operational":
        return day
    year = (cells.get("Commissioning Date") or "").partition(".")[0]
    first = date(int(year), 12, 31) if year.isascii() and year.isdigit() and len(year) == 4 and int(year) else day
    return min(first, day)


def _place(
    cells: dict[str, str], words: Vocabulary, day: date, outlines: Sequence[Outline], latitude: Decimal | None,
    longitude: Decimal | None,
) -> tuple[str, str]:  # fmt: skip
    """Return the id of the place and how sure the point is."""
    point = latitude is not None and longitude is not None
    if latitude is not None and longitude is not None:
        inside = holding(outlines, latitude, longitude)
        if inside:
            return inside, "map"
    names = [one.strip() for one in (cells.get("Municipality") or "").split(",") if one.strip()]
    found = named(names, words, day, latitude, longitude) if names else None
    if found is not None:
        return found.id, "map" if point else "commune"
    if latitude is not None and longitude is not None:
        return province_around(words.places, latitude, longitude, day), "unsure"
    return "", ""

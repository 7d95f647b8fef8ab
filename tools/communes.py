"""Makes the tables of districts and communes from the package `vietnamadminunits` (docs/decisions/0003-places.md).

    pip install --no-deps vietnamadminunits==1.0.4
    python -m tools.communes

It writes `districts.csv`, `communes.csv` and `commune_events.csv` into `tongket/core/data`. The package holds the
units of the first half of 2025 (63 provinces, 696 districts, 10.035 communes), the 3.321 since 1 July 2025, and which
old unit went where. Other changes are typed, with their source, in `local_places.csv` and `local_events.csv`.
"""

import csv
import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from importlib.metadata import distribution
from pathlib import Path

from tongket.core.vocabulary import vocabulary

DATA = Path(__file__).parents[1] / "tongket" / "core" / "data"
DAY, BEFORE = "2025-07-01", "2025-06-30"
KINDS = {
    "Xã": "commune", "Phường": "ward", "Thị trấn": "township", "Đặc khu": "special-zone", "Huyện": "district",
    "Quận": "urban-district", "Thị xã": "town", "Thành phố": "provincial-city",
}  # fmt: skip
BASIS = "76/2025/UBTVQH15"
"""The resolution on rearranging provinces and communes in 2025; each province's communes have one of their own."""
LAWS = {
    code: f"{number}/NQ-UBTVQH15"
    for code, number in {
        "01": 1656, "08": 1684, "12": 1670, "31": 1669, "38": 1686, "46": 1675, "48": 1659, "52": 1664, "79": 1685,
        "92": 1668,
    }.items()
}  # fmt: skip
"""Those of 16 June 2025 that are known here, by the province's code."""

Unit = dict[str, str]


def main() -> None:
    """Read the package and write the tables."""
    # Not imported: the package asks for libraries of geometry that its data do not need.
    package = Path(str(distribution("vietnamadminunits").locate_file("vietnamadminunits/data")))
    with sqlite3.connect(package / "dataset.db") as base:
        base.row_factory = sqlite3.Row
        old = [dict(row) for row in base.execute("SELECT * FROM admin_units_legacy")]
        new = [dict(row) for row in base.execute("SELECT * FROM admin_units")]
    links = json.loads((package / "converter_2025.json").read_text(encoding="utf-8"))
    provinces = _provinces()
    _write("districts.csv", _districts(old, provinces))
    _write("communes.csv", [*_old(old), *_new(new, provinces)])
    _write("commune_events.csv", _events(old, new, links))


def _provinces() -> dict[tuple[str, str], str]:
    """Return the ids of provinces by the day on which they stood and their code."""
    found = {}
    for place in vocabulary().places.places.values():
        for day in (BEFORE, DAY):
            stood = str(place.valid_from) <= day <= str(place.valid_to or "9")
            if stood and place.kind in ("province", "city"):
                found[day, place.code()] = place.id
    return found


def _name(full: str) -> tuple[str, str]:
    """Return kind and proper name of “Thị trấn Kbang”."""
    words = " ".join(unicodedata.normalize("NFC", full).split())
    kind = next((kind for kind in KINDS if words.lower().startswith(f"{kind.lower()} ")), None)
    if kind is None:
        raise SystemExit(f"no kind is known of {full!r}")
    return KINDS[kind], words[len(kind) + 1 :]


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _districts(old: Sequence[dict[str, str]], provinces: dict[tuple[str, str], str]) -> Iterator[Unit]:
    for code, row in sorted({row["districtCode"]: row for row in old}.items()):
        kind, name = _name(row["district"])
        yield {
            "id": f"vn.{code}@1997", "kind": kind, "parent": provinces[BEFORE, row["provinceCode"]],
            "valid_from": "", "valid_to": BEFORE, "code": code, "name": name,
            "lat": _degrees(row["districtLat"]), "lon": _degrees(row["districtLon"]), "area_km2": "",
        }  # fmt: skip


def _local() -> dict[str, str]:
    """Return, by code, the ids that `local_places.csv` gives units that began anew after the horizon."""
    with (DATA / "local_places.csv").open(encoding="utf-8") as file:
        return {row["code"]: row["id"] for row in csv.DictReader(file) if row["valid_to"] == BEFORE and row["code"]}


def _began_anew() -> dict[str, str]:
    """Return, by code, the last day of units that `local_places.csv` says began anew."""
    with (DATA / "local_places.csv").open(encoding="utf-8") as file:
        begun = {row["code"]: row["valid_from"] for row in csv.DictReader(file) if row["valid_to"] == BEFORE}
    return {code: str(date.fromisoformat(day) - timedelta(days=1)) for code, day in begun.items() if code}


def _old(old: Sequence[dict[str, str]]) -> Iterator[Unit]:
    ended = _began_anew()
    for row in sorted((row for row in old if row["wardCode"]), key=lambda row: row["wardCode"]):
        kind, name = _name(row["ward"])
        yield {
            "id": f"vn.{row['wardCode']}@1997", "kind": kind, "parent": f"vn.{row['districtCode']}@1997",
            "valid_from": "", "valid_to": ended.get(row["wardCode"], BEFORE), "code": row["wardCode"], "name": name,
            "lat": _degrees(row["wardLat"]), "lon": _degrees(row["wardLon"]), "area_km2": "",
        }  # fmt: skip


def _new(new: Sequence[dict[str, str]], provinces: dict[tuple[str, str], str]) -> Iterator[Unit]:
    for row in sorted(new, key=lambda row: row["wardCode"]):
        kind, name = _name(row["ward"])
        area = row["wardAreaKm2"]
        yield {
            "id": f"vn.{row['wardCode']}@2025", "kind": kind, "parent": provinces[DAY, row["provinceCode"]],
            "valid_from": DAY, "valid_to": "", "code": row["wardCode"], "name": name,
            "lat": _degrees(row["wardLat"]), "lon": _degrees(row["wardLon"]),
            "area_km2": "" if area is None else f"{area}",
        }  # fmt: skip


def _events(old: Sequence[dict[str, str]], new: Sequence[dict[str, str]], links: dict[str, dict]) -> list[Unit]:
    """Return one row for each old unit and each new one it went into."""
    known, local = {}, _local()
    for row in old:
        # Five island districts had no communes: the district itself went over.
        code = row["wardCode"] or row["districtCode"]
        known[f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"] = local.get(code, f"vn.{code}@1997")
    ids = {(row["provinceKey"], row["wardKey"]): f"vn.{row['wardCode']}@2025" for row in new}
    laws = {row["provinceKey"]: LAWS.get(row["provinceCode"], BASIS) for row in new}
    rows = []
    for province, wards in links["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, sources in wards.items():
            rows += [_event("merge", known[source], ids[province, ward], laws[province]) for source in sources]
    for province, divided in links["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, parts in divided.items():
            rows += [
                _event("divide", known[source], ids[province, part["newWardKey"]], laws[province]) for part in parts
            ]
    if {row["from"] for row in rows} != set(known.values()) or {row["to"] for row in rows} != set(ids.values()):
        raise SystemExit("the package does not say of every unit where it went")
    return sorted(rows, key=lambda row: (row["from"], row["to"]))


def _event(event: str, source: str, target: str, law: str) -> Unit:
    return {
        "date": DAY, "event": event, "from": source, "to": target, "people": "", "area_km2": "", "legal_basis": law,
    }  # fmt: skip


def _write(name: str, rows: Iterable[Unit]) -> None:
    found = list(rows)
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    main()

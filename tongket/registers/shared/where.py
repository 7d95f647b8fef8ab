"""Where a thing lies: a point in the outline of a commune, or among communes of a name.

Outlines are a GeoJSON file the Department loads: each feature a Polygon or MultiPolygon in WGS 84 with the commune's
official `code`. A point is inside by the even-odd rule; small gaps between outlines are nobody's.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tongket.core.errors import InvalidInput
from tongket.core.period import Period
from tongket.core.place import Gazetteer, Place
from tongket.core.text import fold
from tongket.core.vocabulary import Vocabulary

Ring = Sequence[Sequence[float]]
_NEAR = Decimal("0.35")
"""Degrees, some 40 km: a commune of a name farther from the point is another of the same name."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A commune's outline.

    Attributes:
        box: least and greatest longitude, least and greatest latitude.
        rings: all its rings, those of holes as well; even-odd takes care of them.
    """

    place: str
    box: tuple[float, float, float, float]
    rings: Sequence[Ring]


def outlines(data: bytes, words: Vocabulary, day: date) -> list[Outline]:
    """Read a GeoJSON file of commune outlines.

    Args:
        data: the file.
        words: the vocabulary.
        day: on which the codes held.

    Raises:
        InvalidInput: it is no GeoJSON of polygons with codes. NotFound, Ambiguous: a code that is no place's then.
    """
    try:
        features = json.loads(data)["features"]
        return [_outline(one, words, day) for one in features]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise InvalidInput(
            "tệp ranh giới cần là GeoJSON gồm các Polygon hoặc MultiPolygon có thuộc tính “code” là mã xã, phường",
            "outlines are a GeoJSON of Polygons or MultiPolygons with the commune's code as property “code”",
        ) from error


def _outline(feature: Mapping[str, Any], words: Vocabulary, day: date) -> Outline:
    shape = feature["geometry"]
    if shape["type"] not in {"Polygon", "MultiPolygon"}:
        raise ValueError(shape["type"])
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    rings = [ring for polygon in polygons for ring in polygon]
    xs, ys = [float(p[0]) for r in rings for p in r], [float(p[1]) for r in rings for p in r]
    place = words.places.resolve(str(feature["properties"]["code"]), Period.of_day(day))
    return Outline(place.id, (min(xs), max(xs), min(ys), max(ys)), rings)


def holding(some: Iterable[Outline], latitude: Decimal, longitude: Decimal) -> str:
    """Return the id of the commune a point lies in; empty where it is in none, or on a border that two claim."""
    x, y = float(longitude), float(latitude)
    found = {
        one.place for one in some
        if one.box[0] <= x <= one.box[1] and one.box[2] <= y <= one.box[3] and _inside(one.rings, x, y)
    }  # fmt: skip
    return found.pop() if len(found) == 1 else ""


def _inside(rings: Iterable[Ring], x: float, y: float) -> bool:
    odd = False
    for ring in rings:
        for one, two in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (one[1] > y) != (two[1] > y) and x < (two[0] - one[0]) * (y - one[1]) / (two[1] - one[1]) + one[0]:
                odd = not odd
    return odd


def named(
    names: Iterable[str], words: Vocabulary, day: date, latitude: Decimal | None, longitude: Decimal | None
) -> Place | None:
    """Return the one commune standing on a day that bears one of the names; near the point, where there is one.

    Several of a name and no point to tell them apart: None. It is not guessed.
    """
    lower = words.places.lower
    found = [
        one
        for one in (lower.named(*map(fold, names)) if lower else [])
        if one.level == "commune" and one.stands_on(day)
    ]
    if latitude is not None and longitude is not None:
        found = [one for one in found if _near(one, latitude, longitude)]
    return found[0] if len({one.id for one in found}) == 1 else None


def _near(place: Place, latitude: Decimal, longitude: Decimal) -> bool:
    if place.lat is None or place.lon is None:
        return False
    return abs(place.lat - latitude) <= _NEAR and abs(place.lon - longitude) <= _NEAR


def province_around(places: Gazetteer, latitude: Decimal, longitude: Decimal, day: date, count: int = 7) -> str:
    """Return the province of all of the nearest communes, by their centres; empty near a border, where they differ."""
    lower = places.lower
    here = [
        one for one in (lower.places.values() if lower else [])
        if one.level == "commune" and one.stands_on(day) and _near(one, latitude, longitude)
    ]  # fmt: skip
    here.sort(key=lambda one: ((one.lat or 0) - latitude) ** 2 + ((one.lon or 0) - longitude) ** 2)
    found = {above.id for one in here[:count] if (above := places.above(one.id, "province"))}
    return found.pop() if len(found) == 1 and len(here) >= count else ""

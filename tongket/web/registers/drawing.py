"""The map as one SVG picture: points sized by capacity, communes' outlines where the Department loaded some.

Plate carrée with the middle's degrees at their true ratio: over one province no eye sees the difference. No tiles, no
script: it prints, and it works without a network.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, radians, sqrt
from pathlib import Path
from typing import Any

from django.conf import settings

from tongket.core.text import Lang
from tongket.core.vocabulary import vocabulary
from tongket.registers.shared import queries, values
from tongket.registers.shared.declare import Field, Kind, Register
from tongket.registers.shared.where import Outline, outlines
from tongket.web.registers.asking import Question

WIDTH, MOST = 900, 5_000
"""Units of the picture's width; points drawn at most, the largest first."""
_MARGIN = 0.15
"""Degrees around the outermost points."""
_SMALL, _LARGE = 3.0, 22.0


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the earth is shown, in degrees."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point is in the picture."""
        return (longitude - self.west) * self.scale * self.squeeze, (self.north - latitude) * self.scale


def frame(points: Sequence[tuple[float, float]]) -> Frame | None:
    """Return a frame around points (longitude, latitude); None where there is none."""
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    west, east, south, north = min(xs) - _MARGIN, max(xs) + _MARGIN, min(ys) - _MARGIN, max(ys) + _MARGIN
    squeeze = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * squeeze)
    return Frame(west, north, scale, squeeze, (north - south) * scale)


def picture(register: Register, question: Question, lang: Lang) -> dict[str, Any]:
    """Return what the page of the map shows: circles, outlines, and how many records have no point."""
    found = queries.versions(register, question.asked)
    sized = next((name for name in register.alike), "")
    rows = list(found.exclude(latitude=None).order_by(*([f"-{sized}"] if sized else []), "pk")[:MOST])
    drawn = _loaded()
    points = [(row.longitude / 1e6, row.latitude / 1e6) for row in rows]
    corners = [(x, y) for one in drawn for x in one.box[:2] for y in one.box[2:]]
    around = frame(corners or points)
    if around is None:
        return {"circles": [], "shapes": [], "height": 0, "width": WIDTH, "without": found.count()}
    kind = _tinted(register)
    codes, most = list(kind.choices), max((_size(row, sized) for row in rows), default=0)
    circles = []
    for row, (x, y) in zip(rows, points, strict=True):
        across, down = around.at(x, y)
        code = getattr(row, kind.name)
        circles.append(
            {"x": f"{across:.1f}", "y": f"{down:.1f}", "r": f"{_radius(_size(row, sized), most):.1f}",
             "number": row.record_id, "tint": codes.index(code) % 8 if code in codes else 7,
             "title": _title(register, row, kind, sized, question.asked.day, lang)}
        )  # fmt: skip
    used = {circle["tint"] for circle in circles}
    return {
        "circles": circles, "shapes": list(_shapes(drawn, around)), "width": WIDTH, "height": f"{around.height:.0f}",
        "legend": [(n % 8, kind.choices[code].to(lang)) for n, code in enumerate(codes) if n % 8 in used],
        "without": found.filter(latitude=None).count(), "beyond": max(0, found.exclude(latitude=None).count() - MOST),
    }  # fmt: skip


def _tinted(register: Register) -> Field:
    """Return the choice that colours tell apart: the first listed one that is not the state, or else the state."""
    choices = [one for one in register.all_fields if one.kind is Kind.CHOICE and one.listed]
    return next((one for one in choices if one.name != "state"), choices[0])


def _size(row: Any, sized: str) -> int:
    return (getattr(row, sized) or 0) if sized else 0


def _title(register: Register, row: Any, kind: Field, sized: str, day: date, lang: Lang) -> str:
    parts = [row.name, register.states[row.state].to(lang)]
    if kind.name != "state":
        parts.insert(1, kind.choices[getattr(row, kind.name)].to(lang) if getattr(row, kind.name) else "")
    if sized:
        field = register.field(sized)
        told = values.shown(field, values.of_column(field, getattr(row, sized)), vocabulary(), day, lang)
        parts.append(f"{field.title.to(lang)} {told}" if told else "")
    return ", ".join(filter(None, parts))


def _radius(amount: int, most: int) -> float:
    """Return a radius whose circle's area goes with the amount."""
    return _SMALL if not most else _SMALL + (_LARGE - _SMALL) * sqrt(amount / most)


def _shapes(drawn: Iterable[Outline], around: Frame) -> Iterable[dict[str, str]]:
    words = vocabulary()
    for one in drawn:
        parts = []
        for ring in one.rings:
            corners = (around.at(float(point[0]), float(point[1])) for point in ring)
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z")
        yield {"path": "".join(parts), "name": words.places[one.place].full_name()}


def _loaded() -> tuple[Outline, ...]:
    """Return the outlines of communes in `<data folder>/outlines/*.geojson`; none where there are none."""
    folder = Path(settings.TONGKET_HOME) / "outlines"
    files = sorted(folder.glob("*.geojson")) if folder.is_dir() else []
    return _read(tuple((str(file), file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[str, int], ...]) -> tuple[Outline, ...]:
    return tuple(one for name, _ in files for one in outlines(Path(name).read_bytes(), vocabulary(), date.max))

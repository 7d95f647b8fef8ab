"""Places as tables of whole numbers: which statements are added to which totals, and who all must have spoken.

A *unit* is the place within which statements of one kind are added first: the province in which a place lay when it
stood (or the district, or the commune, where totals of those are asked for). A unit divided among several places of the
boundaries asked for has one more unit for each part, to which only places belong that lie wholly in it.
See docs/algorithms/nation.md.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tongket.core.boundaries import LEVELS, Boundaries
from tongket.core.errors import InvalidInput
from tongket.core.place import HORIZON, Place

BEFORE, STILL = 0, 99_999
"""Months before and after all others: what stood at the horizon, and what stands."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Places whose statements go to one sum: of one unit, one tier, that stood in the same months.

    Attributes:
        unit: number of the unit.
        tier: 0 where the place is the unit itself, 1 for the tier below it, 2 for the one below that.
        first: month (year × 12 + month − 1) at whose end they stood first.
        last: month at whose end they stood last.
    """

    unit: int
    tier: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Up:
    """A unit that belongs to a place of the boundaries.

    Attributes:
        unit: its number.
        target: number of the place, see `Units.targets`.
        own: whether the unit is that very place, so that its word goes before any sum.
        first: month at whose end the unit stood first.
        last: month at whose end it stood last.
    """

    unit: int
    target: int
    own: bool
    first: int
    last: int


@dataclass
class Units:
    """All places, on the boundaries of a day, ready to be joined.

    Attributes:
        targets: (place id, level) by number.
        kins: by number.
        members: (place id, number of its kin); a place may be of two.
        ups: which unit belongs to which target.
        standing: (unit, tier, first, last) for each place that must have spoken for the unit's tier to be complete.
        spans: (first, last) ids, in the order of their bytes, between which all members lie, and few others; empty
            where all places are wanted.
    """

    targets: list[tuple[str, str]] = field(default_factory=list)
    kins: list[Kin] = field(default_factory=list)
    members: list[tuple[str, int]] = field(default_factory=list)
    ups: list[Up] = field(default_factory=list)
    standing: list[tuple[int, int, int, int]] = field(default_factory=list)
    spans: list[tuple[str, str]] = field(default_factory=list)

    def expected(self, months: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
        """Yield (unit, tier, month, places) for each month in which at least one place had to speak."""
        spans: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for unit, tier, first, last in self.standing:
            spans[unit, tier].append((first, last))
        for (unit, tier), found in sorted(spans.items()):
            begun, ended = sorted(first for first, _ in found), sorted(last for _, last in found)
            for month in months:
                # Those begun by the month, less those ended before it.
                count = bisect_right(begun, month) - bisect_right(ended, month - 1)
                if count:
                    yield (unit, tier, month, count)

    def needed(self, months: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """Yield (target, month, units) for each month in which at least one unit belonged to the target."""
        for month in months:
            counts: dict[int, int] = defaultdict(int)
            for up in self.ups:
                counts[up.target] += up.first <= month <= up.last
            yield from ((target, month, count) for target, count in sorted(counts.items()) if count)


def month_of(day: date) -> int:
    """Return the number of the month of a day."""
    return day.year * 12 + day.month - 1


def months_of(place: Place) -> tuple[int, int]:
    """Return the first and the last month at whose end a place stood."""
    first = BEFORE if place.valid_from <= HORIZON else month_of(place.valid_from)
    if place.valid_to is None:
        return first, STILL
    after = place.valid_to + timedelta(days=1)
    return first, month_of(after) - 1


class _Builder:
    def __init__(self, drawn: Boundaries, levels: Sequence[str]) -> None:
        self.drawn, self.levels = drawn, levels
        self.base = base_of(levels)
        self.out = Units()
        self._targets: dict[tuple[str, str], int] = {}
        self._units: dict[tuple[str, str | None], int] = {}
        self._kins: dict[Kin, int] = {}
        self._full: set[int] = set()

    def build(self, among: frozenset[str] | None) -> Units:
        gazetteer = self.drawn.gazetteer
        places: list[Place] = [*gazetteer.places.values()]
        if gazetteer.lower is not None:
            places += gazetteer.lower.places.values()
        inside: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            if LEVELS.index(place.level) < LEVELS.index(self.base) and (base := self._base_above(place)):
                inside[base].append(place)
        for place in places:
            if place.level == self.base:
                for level in self.levels:
                    self._base_place(place, inside[place.id], level, among)
            elif place.level == "nation" and "nation" in self.levels and (among is None or place.id in among):
                unit = self._unit(place.id)
                self._member(place, unit, 0)
                self.out.ups.append(Up(unit, self._target(place.id, "nation"), own=True, first=1, last=0))
        if among is not None:
            self.out.spans = spans([place.id for place in places], {place for place, _ in self.out.members})
        return _in_order(self.out)

    def _base_above(self, place: Place) -> str | None:
        """Return the place of the base tier that a place lay in."""
        gazetteer, above = self.drawn.gazetteer, place.parent
        while above is not None:
            found = gazetteer.get(above)
            if found is None or found.level == self.base:
                return above if found is not None else None
            above = found.parent
        return None

    def _base_place(self, place: Place, inside: Sequence[Place], level: str, among: frozenset[str] | None) -> None:
        whole = self.drawn.within(place.id, level)
        if whole is not None:
            if among is None or whole in among:
                self._up(self._filled(place, inside), whole, level, place)
            return
        self._divided(place, inside, level, among)

    def _divided(self, place: Place, inside: Sequence[Place], level: str, among: frozenset[str] | None) -> None:
        """Give each part what lies wholly in it; it needs all that touches it."""
        touching: dict[str, list[tuple[Place, bool]]] = defaultdict(list)
        for lower in inside:
            parts = self.drawn.touched(lower.id, level)
            for part in parts:
                touching[part].append((lower, self.drawn.within(lower.id, level) == part))
        # Where nobody below speaks for a part, it needs a unit that can never speak.
        for part in sorted(touching.keys() | self.drawn.touched(place.id, level)):
            if among is not None and part not in among:
                continue
            unit = self._unit(place.id, part)
            for lower, wholly in touching.get(part, ()):
                self._need(lower, unit)
                if wholly:
                    self._member(lower, unit, self._tier(lower))
            self._up(unit, part, level, place)

    def _filled(self, place: Place, inside: Sequence[Place]) -> int:
        unit = self._unit(place.id)
        if unit in self._full:
            return unit
        self._full.add(unit)
        self._member(place, unit, 0)
        for lower in inside:
            self._member(lower, unit, self._tier(lower))
            self._need(lower, unit)
        return unit

    def _tier(self, place: Place) -> int:
        return LEVELS.index(self.base) - LEVELS.index(place.level)

    def _need(self, place: Place, unit: int) -> None:
        self.out.standing.append((unit, self._tier(place), *months_of(place)))

    def _member(self, place: Place, unit: int, tier: int) -> None:
        kin = Kin(unit, tier, *((BEFORE, STILL) if tier == 0 else months_of(place)))
        self.out.members.append((place.id, self._kins.setdefault(kin, len(self._kins))))
        if len(self._kins) > len(self.out.kins):
            self.out.kins.append(kin)

    def _up(self, unit: int, target: str, level: str, place: Place) -> None:
        first, last = months_of(place)
        self.out.ups.append(Up(unit, self._target(target, level), place.id == target, first, last))

    def _unit(self, place: str, part: str | None = None) -> int:
        return self._units.setdefault((place, part), len(self._units))

    def _target(self, place: str, level: str) -> int:
        key = (place, level)
        if key not in self._targets:
            self._targets[key] = len(self._targets)
            self.out.targets.append(key)
        return self._targets[key]


def spans(known: Iterable[str], wanted: Set[str], most: int = 4) -> list[tuple[str, str]]:
    """Return at most so many ranges (first, last) of ids that hold all wanted ones, and as few others as can be.

    Official codes are given province by province, so that a province's communes of all times lie in a few ranges; a
    range is compared with what a segment says of its blocks, a list of hundreds of ids with each row.
    """
    order = sorted(known)
    runs: list[list[int]] = []
    for at in (at for at, place in enumerate(order) if place in wanted):
        if runs and at == runs[-1][1] + 1:
            runs[-1][1] = at
        else:
            runs.append([at, at])
    widest = sorted(range(1, len(runs)), key=lambda n: runs[n - 1][1] - runs[n][0])[: most - 1]
    starts = [0, *sorted(widest)] if runs else []
    ends = [*(n - 1 for n in starts[1:]), len(runs) - 1]
    return [(order[runs[a][0]], order[runs[b][1]]) for a, b in zip(starts, ends, strict=bool(runs))]


def _in_order(found: Units) -> Units:
    """Number the targets in the order in which answers list them: by level from the largest, then by id."""
    order = sorted(range(len(found.targets)), key=lambda n: (-LEVELS.index(found.targets[n][1]), found.targets[n][0]))
    numbers = {old: new for new, old in enumerate(order)}
    found.targets = [found.targets[old] for old in order]
    found.ups = [replace(up, target=numbers[up.target]) for up in found.ups]
    return found


def base_of(levels: Sequence[str]) -> str:
    """Return the tier of the units that make up places of some levels: province, or the one lower level asked for.

    Raises:
        InvalidInput: no such level, or communes and districts together with others.
    """
    unknown = [level for level in levels if level not in LEVELS]
    lower = [level for level in levels if level in LEVELS[: LEVELS.index("province")]]
    if unknown or not levels or (lower and len(set(levels)) > 1):
        raise InvalidInput(
            "cấp địa bàn gồm nation, region, province (hỏi cùng lúc được), hoặc riêng district, hoặc riêng commune",
            "levels are nation, region, province (together if wanted), or district alone, or commune alone",
        )
    return lower[0] if lower else "province"


def units(drawn: Boundaries, levels: Sequence[str], among: frozenset[str] | None = None) -> Units:
    """Return the units whose totals make up the places of some levels.

    Args:
        drawn: the boundaries.
        levels: commune or district alone, or any of province, region, nation.
        among: only these places of the levels; None: all.

    Raises:
        InvalidInput: levels that do not go together.
    """
    return _Builder(drawn, levels).build(among)

"""Every place on the boundaries of any day: what its figures belong to there, and what cannot be told.

A figure of a place that was merged is a figure of what took it in, all of it. Of one that was divided it *cannot be
told* on the communes it went to until a share is known, while it stays exact wherever all of them lie in one province,
region or the nation. The same holds backwards: a figure of a merged commune cannot be split over those it was made of.
Shares that are only estimated (people, area) are asked for by name. See docs/algorithms/boundaries.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tongket.core.errors import InvalidInput
from tongket.core.exact import allocate
from tongket.core.place import HORIZON, SNAPSHOT, Gazetteer, Place, PlaceEvent

ESTIMATES = ("people", "area")
LEVELS = ("commune", "district", "province", "region", "nation")
ONE = Fraction(1)
_NOWHERE = ""
"""The target of a part of which nothing is known; it never leaves this module."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What of a place's figures belongs to a place of the boundaries asked for.

    Attributes:
        source: the place the figures are of.
        target: the place they belong to.
        share: how much of them, 1 for all; None where it cannot be told, which is all shares of a place of which a part
            leads nowhere known (`Boundaries.complete`).
        by: what an estimated share is a share of (people, area); empty for what needs no estimate.
    """

    source: str
    target: str
    share: Fraction | None
    by: str = ""


class Boundaries:
    """All places carried onto the boundaries of one day.

    Args:
        gazetteer: places and what became of them.
        on: the day.
        estimate: `people` or `area`: take sourced shares of that for figures of other things, too; None: never.

    Raises:
        InvalidInput: an estimate by something else.
    """

    def __init__(self, gazetteer: Gazetteer, on: date, *, estimate: str | None = None) -> None:
        if estimate is not None and estimate not in ESTIMATES:
            raise InvalidInput(
                f"không ước được theo “{estimate}”; dùng people (dân số) hoặc area (diện tích)",
                f"there are no estimates by “{estimate}”; use people or area",
            )
        self.gazetteer, self.on, self.estimate = gazetteer, on, estimate
        self._into: dict[str, list[PlaceEvent]] = defaultdict(list)
        self._from: dict[str, list[PlaceEvent]] = defaultdict(list)
        self._known: dict[str, tuple[Carried, ...]] = {}
        self._lost: set[str] = set()
        self._within: dict[tuple[str, str], str | None] = {}
        lower = gazetteer.lower
        for event in (*gazetteer.events, *(lower.events if lower is not None else ())):
            self._into[event.source].append(event)
            self._from[event.target].append(event)

    def carried(self, place_id: str) -> tuple[Carried, ...]:
        """Return what a place's figures belong to; empty where nothing is known of what came of it.

        Raises:
            NotFound: there is no such place.
        """
        if place_id not in self._known:
            self._known[place_id] = self._merged(place_id, self._carry(self.gazetteer[place_id]))
        return self._known[place_id]

    def complete(self, place_id: str) -> bool:
        """Whether all that a place's figures belong to is known; else no share of it can be told.

        Raises:
            NotFound: there is no such place.
        """
        self.carried(place_id)
        return place_id not in self._lost

    def assumed(self, place_id: str) -> bool:
        """Whether what is said of a district or commune rests on nothing having changed before the snapshot.

        The tables hold the units of that day (`core.place.SNAPSHOT`). On an earlier one a unit whose beginning no
        source tells is taken to have had the extent it had then.

        Raises:
            NotFound: there is no such place.
        """
        if self.on >= SNAPSHOT:
            return False
        targets = (self.gazetteer[part.target] for part in self.carried(place_id))
        return any(p.level in ("district", "commune") and p.valid_from <= HORIZON for p in targets)

    def _merged(self, source: str, parts: Iterable[Carried]) -> tuple[Carried, ...]:
        """Return one part a target: a place whose two halves were joined again is whole."""
        found: dict[str, Carried] = {}
        for part in parts:
            if part.target == _NOWHERE:
                self._lost.add(source)
                continue
            before = found.get(part.target)
            share, by = part.share, part.by
            if before is not None:
                known = before.share is not None and share is not None
                share = (before.share or Fraction(0)) + (share or Fraction(0)) if known else None
                by = (before.by or by) if known else ""
            found[part.target] = Carried(source, part.target, share, by)
        if not found:
            self._lost.add(source)
        if source in self._lost:
            # What is known of is not all there was: not even a lone target can be said to have all of it.
            return tuple(Carried(source, target, None) for target in sorted(found))
        if len(found) == 1:
            # All of it is there, whichever way it came.
            (only,) = found.values()
            return (Carried(source, only.target, ONE),)
        return tuple(found[target] for target in sorted(found))

    def _carry(self, place: Place) -> Iterator[Carried]:
        if place.stands_on(self.on):
            yield Carried(place.id, place.id, ONE)
        elif place.valid_to is not None and place.valid_to < self.on:
            yield from self._forward(place)
        else:
            yield from self._backward(place)

    def _forward(self, place: Place) -> Iterator[Carried]:
        events = self._into.get(place.id, [])
        if not events and place.level == "district":
            # A district ended with the tier; its figures went where its communes went.
            for child in self._last_inside(place):
                yield from self._onward(child.id, None)
            return
        if [event.event for event in events] == ["divide"]:
            yield _lost(place)  # a part of it went there, and nothing is told of the rest
        for event, share in zip(events, self._shares(place, events), strict=True):
            if not _end_of(place) < self.gazetteer[event.target].valid_from <= self.on:
                yield _lost(place)  # days that do not meet: what took it in was there before, or not yet
            else:
                yield from self._onward(event.target, share, self.estimate or "" if len(events) > 1 else "")

    def _backward(self, place: Place) -> Iterator[Carried]:
        sources = [event.source for event in self._from.get(place.id, [])]
        alone = len(sources) == 1 and len(self._into[sources[0]]) == 1
        for source in sources:
            if not self.on <= _end_of(self.gazetteer[source]) < place.valid_from:
                yield _lost(place)  # days that do not meet: what it was made of still stands, or stood no more
            else:
                yield from self._onward(source, ONE if alone else None)

    def _onward(self, place_id: str, share: Fraction | None, by: str = "") -> Iterator[Carried]:
        for part in self.carried(place_id):
            known = share is not None and part.share is not None
            product = share * part.share if share is not None and part.share is not None else None
            yield Carried(place_id, part.target, product, (by or part.by) if known else "")
        if not self.complete(place_id):
            yield Carried(place_id, _NOWHERE, None)

    def _shares(self, place: Place, events: Sequence[PlaceEvent]) -> Sequence[Fraction | None]:
        """Return the share of each event, None for all where they are not sourced, or do not make up the place."""
        untold = [None] * len(events)
        if len(events) == 1:
            return untold if events[0].event == "divide" else [ONE]
        if self.estimate is None:
            return untold
        sizes = [event.people if self.estimate == "people" else event.area for event in events]
        known = [Decimal(size) for size in sizes if size is not None and size >= 0]
        total = sum(known, Decimal(0))
        if len(known) < len(sizes) or not total:
            return untold
        if self.estimate == "area" and place.area is not None:
            half = sum((_half_unit(size) for size in known), _half_unit(place.area))
            if abs(total - place.area) > half:
                return untold
        return [Fraction(size) / Fraction(total) for size in known]

    def _last_inside(self, place: Place) -> list[Place]:
        return self.gazetteer.children(place.id, place.valid_to or self.on)

    def within(self, place_id: str, level: str) -> str | None:
        """Return the one place of a level, standing on the day, that holds all of a place; None where none can be told.

        Args:
            place_id: any place that ever was.
            level: commune, district, province, region or nation.
        """
        if level == "nation":
            return "vn"
        key = (place_id, level)
        if key not in self._within:
            found = {self._above(part.target, level) for part in self.carried(place_id)}
            self._within[key] = next(iter(found)) if len(found) == 1 and self.complete(place_id) else None
        return self._within[key]

    def _above(self, place_id: str, level: str) -> str | None:
        """Return the place of a level that a place of the day lies in; None where it is larger or that is not told."""
        own = self.gazetteer[place_id]
        if own.level == level == "region":
            return own.id
        wanted = "province" if level == "region" else level
        place = self.gazetteer.above(own.id, wanted)
        if place is None:
            return None
        standing = place.id if place.stands_on(self.on) else self.within(place.id, wanted)
        if standing is None or level != "region":
            return standing
        region = self.gazetteer.region(self.gazetteer[standing], self.on)
        return region.id if region is not None else None

    def touched(self, place_id: str, level: str) -> frozenset[str]:
        """Return the places of a level, standing on the day, to which something of a place may belong.

        Where not all that became of it is known, the rest may be anywhere in what its province became.
        """
        found = {self._above(part.target, level) for part in self.carried(place_id)}
        if not self.complete(place_id):
            found |= self._anywhere_near(self.gazetteer[place_id], level)
        return frozenset(above for above in found if above is not None)

    def _anywhere_near(self, place: Place, level: str) -> set[str | None]:
        home = self.gazetteer.above(place.id, "province")
        near = None if home is None or home.id == place.id else self.touched(home.id, "province")
        if level == "region":
            return (
                {region.id for region in self.gazetteer.regions_on(self.on)}
                if near is None
                else {self._above(p, "region") for p in near}
            )
        standing = (p.id for p in self._of_level(level) if p.stands_on(self.on))
        return {p for p in standing if near is None or self._above(p, "province") in near}

    def shared(self, place_id: str, units: int) -> dict[str, int] | None:
        """Share a figure out over the places it belongs to, by largest remainder, so that nothing is lost.

        Args:
            place_id: what the figure is of.
            units: the figure in integer units of its indicator's scale.

        Returns:
            Units by place; None where a share cannot be told.
        """
        parts = self.carried(place_id)
        shares = [part.share for part in parts if part.share is not None]
        if not parts or len(shares) != len(parts):
            return None
        common = 1
        for share in shares:
            common *= share.denominator
        weights = [int(share * common) for share in shares]
        return dict(zip((part.target for part in parts), allocate(units, weights), strict=True))

    def sources(self, place_id: str, on: date) -> tuple[str, ...]:
        """Return the places of another day, of a place's own tier, that make it up exactly.

        Args:
            place_id: a place that stands on the boundaries' day.
            on: the other day.

        Returns:
            Ids in order; the place alone where it stood then; empty where those places do not make it up exactly.
        """
        place = self.gazetteer[place_id]
        if place.stands_on(on):
            return (place_id,)
        then = [p for p in self._of_level(place.level) if p.stands_on(on)]
        inside = [p.id for p in then if self.within(p.id, place.level) == place_id]
        touching = {p.id for p in then if self._may_touch(p, place)}
        return tuple(sorted(inside)) if touching == set(inside) else ()

    def _may_touch(self, other: Place, place: Place) -> bool:
        """Whether a place went into one of the day, all of it or a part; one that leads nowhere known may have."""
        if any(part.target == place.id for part in self.carried(other.id)):
            return True
        if self.complete(other.id):
            return False
        homes = {self._above(p.parent, "province") if p.parent else None for p in (other, place)}
        return len(homes) == 1 or None in homes

    def _of_level(self, level: str) -> Iterator[Place]:
        lower = self.gazetteer.lower if level in ("district", "commune") else None
        for place in (*self.gazetteer.places.values(), *(lower.places.values() if lower is not None else ())):
            if place.level == level:
                yield place

    def table(self, level: str) -> list[tuple[str, str | None, int, int, str]]:
        """Return for every place below a level what holds it: (source, target, numerator, denominator, by).

        A target of None says that its figures cannot be told at that level. At the level of communes a place whose
        shares are estimated has a row for each of its parts.
        """
        rows: list[tuple[str, str | None, int, int, str]] = []
        lower = self.gazetteer.lower
        for place in (*self.gazetteer.places.values(), *(lower.places.values() if lower is not None else ())):
            if LEVELS.index(place.level) > LEVELS.index(level):
                continue
            parts = self.carried(place.id) if level == place.level else ()
            if len(parts) > 1 and all(part.share is not None for part in parts):
                rows += [
                    (place.id, p.target, p.share.numerator, p.share.denominator, p.by)
                    for p in parts
                    if p.share is not None
                ]
            else:
                rows.append((place.id, self.within(place.id, level), 1, 1, ""))
        return rows


def _lost(place: Place) -> Carried:
    return Carried(place.id, _NOWHERE, None)


def _end_of(place: Place) -> date:
    return place.valid_to or date.max


def _half_unit(number: Decimal) -> Decimal:
    """Return how far a number as printed may lie from what it stands for."""
    return Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)

"""Who owed a return of a period: the units of a tier that stood on its last day, each for the whole of the period.

A return is drawn up after the period has ended. A unit that was merged or divided within it has no authority left to
sign one, and the authority that took over answers for what it took in: so one return, for all of the period, and none
of the unit that ended. See docs/algorithms/boundaries.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tongket.core.boundaries import LEVELS, ONE, Boundaries
from tongket.core.errors import InvalidInput
from tongket.core.period import Period
from tongket.core.place import Gazetteer, Place

TIERS = LEVELS[:3]
"""The tiers whose units owe returns: commune, district, province."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A unit that stood on some day of the period and not on its last.

    Attributes:
        last: its last day.
        into: the units of the last day that what it was belongs to, and whether all of it does; of its own tier.
    """

    place: Place
    last: date
    into: tuple[tuple[Place, bool], ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit that owed the return.

    Attributes:
        since: the first day on which it stood.
        took_in: units that ended within the period and are in it now, and whether all of each is.
        handed_in_by: where it ended with the last day of the period, the units that took it in: they hand in what it
            owed. Empty where it went on, and where nothing is known of what took it in.
    """

    place: Place
    since: date
    took_in: tuple[tuple[Ended, bool], ...]
    handed_in_by: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Owing:
    """Who owed a return of a period, and who stood in it and did not.

    Attributes:
        units: those that owed it, in order of id.
        ended: those that ended within the period, in order of id: what takes them in answers for them.
    """

    units: tuple[Owed, ...]
    ended: tuple[Ended, ...]


def owing(gazetteer: Gazetteer, place: Place, tier: str, period: Period) -> Owing:
    """Return the units of a tier in a place that owed a return of a period.

    Args:
        place: a commune, district, province or the nation.
        tier: commune, district or province.
        period: its last day decides.

    Raises:
        InvalidInput: the place did not stand on the last day of the period, or is smaller than the tier.
    """
    if not place.stands_on(period.end):
        raise InvalidInput(
            f"{place.full_name()} ({place.id}) không còn, hoặc chưa có, vào ngày cuối kỳ {period.end:%d/%m/%Y}: "
            "đơn vị báo cáo là các đơn vị của ngày đó. Xem tongket places",
            f"{place.name('en')} ({place.id}) did not stand on {period.end.isoformat()}, the last day of the period: "
            "returns are owed by the units of that day. See tongket places",
        )
    if LEVELS.index(place.level) < LEVELS.index(tier):
        raise InvalidInput(
            f"trong {place.full_name()} không có đơn vị cấp cao hơn nó",
            f"there are no units of a higher tier in {place.name('en')}",
        )
    then = Boundaries(gazetteer, period.end)
    standing = sorted(_inside(gazetteer, place, tier, period.end), key=lambda p: p.id)
    within = {p.id for p in standing}
    ended = tuple(
        told
        for told in _ended(gazetteer, then, tier, period)
        if then.within(told.place.id, place.level) == place.id or any(p.id in within for p, _ in told.into)
    )
    after = Boundaries(gazetteer, period.end + timedelta(days=1))
    units = (
        Owed(
            unit,
            unit.valid_from,
            tuple((told, whole) for told in ended for target, whole in told.into if target.id == unit.id),
            _heirs(after, unit) if unit.valid_to == period.end else (),
        )
        for unit in standing
    )
    return Owing(tuple(units), ended)


def _inside(gazetteer: Gazetteer, place: Place, tier: str, on: date) -> Iterator[Place]:
    if place.level == tier:
        yield place
    elif LEVELS.index(place.level) > LEVELS.index(tier):
        for child in gazetteer.children(place.id, on):
            yield from _inside(gazetteer, child, tier, on)


def _ended(gazetteer: Gazetteer, then: Boundaries, tier: str, period: Period) -> Iterator[Ended]:
    lower = gazetteer.lower if tier != "province" else None
    every = (*gazetteer.places.values(), *(lower.places.values() if lower is not None else ()))
    for place in sorted(every, key=lambda p: p.id):
        if place.level != tier or place.valid_to is None or not period.start <= place.valid_to < period.end:
            continue
        parts = ((gazetteer[part.target], part.share == ONE) for part in then.carried(place.id))
        yield Ended(place, place.valid_to, tuple((target, whole) for target, whole in parts if target.level == tier))


def _heirs(after: Boundaries, unit: Place) -> tuple[Place, ...]:
    return tuple(after.gazetteer[part.target] for part in after.carried(unit.id))

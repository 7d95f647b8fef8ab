"""How far somebody reaches: which units they may read of, send to, or write into the address book."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from tongket.accounts import queries as people
from tongket.accounts.rules import About, Action
from tongket.collect.models import Unit
from tongket.coordination import queries, rules
from tongket.coordination.models import Asked, Told
from tongket.core.errors import InvalidInput
from tongket.core.vocabulary import vocabulary
from tongket.web.shell.access import allowed, require, user_of

R = TypeVar("R", Asked, Told)


def about(row: Asked | Told) -> About:
    """Return what an action on one unit's request or notice is on."""
    return About(row.unit.code, row.unit.place, row.of.sector)


def own(request: HttpRequest) -> list[str]:
    """Return the codes of the units somebody belongs to."""
    today = timezone.localdate()
    return [one.unit for one in people.held(user_of(request)) if one.unit and one.holds_on(today)]


def readable(request: HttpRequest, rows: Iterable[R]) -> list[R]:
    """Return the rows whose unit somebody may read of."""
    known: dict[About, bool] = {}

    def may_read(row: R) -> bool:
        of = about(row)
        if of not in known:
            known[of] = allowed(request, Action.READ, of)
        return known[of]

    return [row for row in rows if may_read(row)]


def offered(request: HttpRequest) -> tuple[list[Unit], list[str]]:
    """Return to which units somebody may send, and in which sectors."""
    units: list[Unit] = []
    sectors: set[str] = set()
    for unit in queries.units(timezone.localdate()):
        found = {s for s in rules.SECTORS if allowed(request, Action.ASK, About(unit.code, unit.place, s))}
        if found:
            units.append(unit)
            sectors |= found
    return units, [code for code in rules.SECTORS if code in sectors]


def chosen(request: HttpRequest, posted: QueryDict) -> list[Unit]:
    """Return the units that a posted form names: all of a kind that somebody may send to, or those picked.

    Raises:
        NotAllowed: they may not send to a unit they picked, or to none of the kind.
        InvalidInput: a unit they picked is there no more.
    """
    to, sector = posted.get("to", ""), posted.get("sector", "")
    picked = frozenset(posted.getlist("unit")) if to == "picked" else frozenset()
    group = rules.Group(to if to != "picked" else "", posted.get("place", ""), picked)
    every = queries.units(timezone.localdate())
    units = [unit for unit in every if group.has(unit.code, unit.kind, unit.place, people.within)]
    gone = picked - {unit.code for unit in units}
    if gone:
        listed = ", ".join(sorted(gone))[:200]
        raise InvalidInput(
            f"không còn đơn vị: {listed}; chọn lại đơn vị nhận", f"no such unit any more: {listed}; choose again"
        )
    reached = [unit for unit in units if allowed(request, Action.ASK, About(unit.code, unit.place, sector))]
    for unit in units if picked or not reached else []:
        require(request, Action.ASK, About(unit.code, unit.place, sector))
    return reached


def above(place: str) -> list[str]:
    """Return the ids of the places a place lies in, itself first, up to the province."""
    return [one.id for one in vocabulary().places.upward(place) if one.parent is not None]


def places(units: Sequence[Unit], holds: Callable[[int], bool]) -> list[tuple[str, str]]:
    """Return id and name of the places that hold so many of the units, widest first."""
    counts: dict[str, int] = {}
    for unit in units:
        for place in above(unit.place):
            counts[place] = counts.get(place, 0) + 1
    found = sorted((place for place, count in counts.items() if holds(count)), key=lambda place: -counts[place])
    return [(place, vocabulary().places[place].full_name()) for place in found]

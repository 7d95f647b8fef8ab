"""What of a register somebody may see and write: their places and sectors, looked up once a page."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils import timezone

from tongket.accounts.rules import About, Action
from tongket.core.errors import NotFound
from tongket.registers.shared import queries
from tongket.registers.shared.declare import Register
from tongket.registers.shared.told import Told
from tongket.web.shell.access import covering, somewhere


def registers(request: HttpRequest) -> list[Register]:
    """Return the registers somebody may look at somewhere."""
    return [one for one in queries.registers().values() if somewhere(request, Action.WATCH, one.sector)]


def places(request: HttpRequest, register: Register, action: Action = Action.WATCH) -> frozenset[str] | None:
    """Return the places whose records somebody may see; None for all.

    A record that names no place is everybody's who may do it somewhere: one of them has to find out where it lies.
    """
    covers, sector = covering(request, action), register.sector
    if covers(About(sector=sector)):
        return None
    if not somewhere(request, action, sector):
        return frozenset()
    named = queries.places_named(register)
    return frozenset(("", *(place for place in named if place and covers(_about(place, sector)))))


def _about(place: str, sector: str) -> About:
    """Return what is asked of a grant: a place that stands no more is looked for where it is now."""
    return About(place=queries.standing(place, timezone.localdate()), sector=sector)


def covers_place(request: HttpRequest, register: Register, place: str, action: Action) -> bool:
    """Whether somebody may do something to a record in a place; empty for one that names none."""
    if not place:
        return somewhere(request, action, register.sector)
    return covering(request, action)(_about(place, register.sector))


def check_place(request: HttpRequest, register: Register, place: str, action: Action) -> None:
    """Check `covers_place`.

    Raises:
        NotFound: they may not; what is not theirs is not told to be there.
    """
    if not covers_place(request, register, place, action):
        raise NotFound(
            f"{register.title.vi}: không có bản ghi này trong phạm vi của bạn",
            f"{register.title.en}: there is no such record in your part of it",
        )


def covers_told(request: HttpRequest, register: Register, told: Sequence[Told], action: Action) -> bool:
    """Whether somebody may do something to all that is told: to where records lie, and where they are said to lie.

    A record counts with every place it ever lay in: what is said of one day may change another.
    """
    covers, sector = covering(request, action), register.sector
    if covers(About(sector=sector)):
        return True
    named = {str(one.values["place"]) for one in told if one.values.get("place")}
    named |= queries.places_of(register, {one.code for one in told})
    return somewhere(request, action, sector) and all(covers(_about(one, sector)) for one in named if one)


def check_told(request: HttpRequest, register: Register, told: Sequence[Told], action: Action) -> None:
    """Check `covers_told`.

    Raises:
        NotFound: they may not.
    """
    if not covers_told(request, register, told, action):
        raise NotFound(
            "có bản ghi nằm ngoài phạm vi của bạn; bỏ các dòng đó ra, hoặc nhờ người phụ trách địa bàn ấy",
            "some record lies outside your part of the register; leave those rows out",
        )

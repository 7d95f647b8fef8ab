"""From an address to a question: day, words, choices, place, order, page."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from tongket.core.errors import TongketError
from tongket.core.period import Period
from tongket.core.place import Place
from tongket.core.vocabulary import vocabulary
from tongket.registers.shared import queries
from tongket.registers.shared.declare import Kind, Register
from tongket.registers.shared.queries import Asked
from tongket.web.registers import reach
from tongket.web.shell.posted import day_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Question:
    """What a page asks of a register.

    Attributes:
        place: as resolved; None for everywhere.
        order: name of the field, with a minus for the other way round.
        page: from 1.
        faults: words that could not be read, in both languages; those are left out of the question.
    """

    asked: Asked
    place: Place | None
    order: str
    page: int
    given: dict[str, list[str]]
    faults: tuple[TongketError, ...] = ()

    def link(self, **changes: str) -> str:
        """Return the query of an address that asks the same but for the changes; an empty one is left out."""
        given = {**self.given, **{name: [value] for name, value in changes.items()}}
        return urlencode([(name, one) for name, some in given.items() for one in some if one])


def read(request: HttpRequest, register: Register) -> Question:
    """Read a question; what cannot be read is told and left out, so that a page always comes."""
    get, faults = request.GET, []
    day = day_of(get.get("day", "")) or timezone.localdate()
    known_day = day_of(get.get("known", ""))
    known = _end_of(known_day) if known_day else None
    place: Place | None = None
    if get.get("place", "").strip():
        try:
            place = vocabulary().places.resolve(get["place"], Period.of_day(day))
        except TongketError as error:
            faults.append(error)
    choices = [one.name for one in register.all_fields if one.kind is Kind.CHOICE]
    only = {name: some for name in choices if (some := [one for one in get.getlist(name) if one])}
    asked = Asked(
        day, known, get.get("q", "")[:100], only, within(request, register, place, day),
        demo=queries.only_demo(register), ended=get.get("ended") == "1",
    )  # fmt: skip
    order = get.get("order", "name")
    names = {"code", *(one.name for one in register.all_fields)}
    page = get.get("page", "1")
    given = {name: get.getlist(name) for name in get if name != "page"}
    return Question(
        asked, place, order if order.removeprefix("-") in names else "name",
        int(page) if page.isdecimal() and 0 < int(page) < 100_000 else 1, given, tuple(faults),
    )  # fmt: skip


def within(request: HttpRequest, register: Register, place: Place | None, day: date) -> frozenset[str] | None:
    """Return the places that are both asked for and somebody's to see; None for all."""
    mine = reach.places(request, register)
    if place is None:
        return mine
    inside = queries.places_inside(register, place.id, day, vocabulary())
    return inside if mine is None else inside & mine


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)


def choices(register: Register, question: Question, lang: Any) -> list[dict[str, Any]]:
    """Return the choice fields a list can be narrowed by, with what is chosen."""
    return [
        {"name": one.name, "title": one.title.to(lang),
         "codes": [{"code": code, "name": name.to(lang), "chosen": code in question.asked.only.get(one.name, ())}
                   for code, name in one.choices.items()]}
        for one in register.all_fields if one.kind is Kind.CHOICE and one.listed
    ]  # fmt: skip

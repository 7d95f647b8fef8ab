"""The address book: offices, people, phones. Searched by name, place or number; each unit keeps its own entries."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tongket.accounts import queries as people
from tongket.accounts.rules import About, Action
from tongket.collect import queries as collect
from tongket.collect.models import Unit
from tongket.coordination import queries, rules, services
from tongket.coordination.models import Contact
from tongket.core.errors import InvalidInput, NotAllowed, TongketError
from tongket.core.text import fold
from tongket.core.vocabulary import vocabulary
from tongket.web.coordination import reach
from tongket.web.coordination.shown import dialled
from tongket.web.coordination.views import NOTHING
from tongket.web.shell.access import allowed, require, signed_in, user_of
from tongket.web.shell.posted import day_of, number_of
from tongket.web.shell.words import language


@dataclass(slots=True)
class Office:
    """One office of the address book with its people.

    Attributes:
        place: name of the place it belongs to, empty where its own name says it.
        places: names of all places it lies in.
        add: code of the unit, where the reader may write entries for it.
    """

    name: str
    place: str
    places: tuple[str, ...]
    phone: str = ""
    address: str = ""
    add: str = ""
    people: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `dial` is the number as a telephone dials it, `number` the entry's where the reader may change it."""

    of: Contact
    dial: str
    number: int | None


def _about(contact: Contact) -> About:
    return About(contact.unit.code if contact.unit else "", contact.place)


def _offices(request: HttpRequest) -> list[Office]:
    """Return the whole address book: offices that are no units first, then units in order of name."""
    today = timezone.localdate()
    others: dict[tuple[str, str], Office] = {}
    units: dict[str, Office] = {}
    for unit in queries.units(today):
        lies = _names(unit.place)
        may = allowed(request, Action.KEEP, About(unit.code, unit.place))
        own = "" if lies[:1] == (unit.name,) else "".join(lies[:1])
        units[unit.code] = Office(unit.name, own, lies, unit.phone, unit.address, unit.code if may else "")
    for one in queries.contacts(today):
        if one.unit is None:
            lies = _names(one.place)
            office = others.setdefault(
                (fold(one.office), one.place), Office(one.office, "".join(lies[:1]), lies)
            )  # fmt: skip
        elif one.unit.code in units:
            office = units[one.unit.code]
        else:
            continue
        number = one.pk if allowed(request, Action.KEEP, _about(one)) else None
        office.people.append(Entry(one, dialled(one.phone), number))
    return [*(others[key] for key in sorted(others)), *units.values()]


def _names(place: str) -> tuple[str, ...]:
    """Return the names of the places a place lies in, its own first."""
    return tuple(vocabulary().places[one].full_name() for one in reach.above(place))


def _found(offices: list[Office], word: str) -> list[Office]:
    """Return what a word finds: whole offices by name, place or phone, else those of their people it fits."""
    wanted, digits = fold(word), "".join(c for c in word if c.isdigit())
    by_number = len(digits) >= 3 and not any(c.isalpha() for c in word)

    def fits(phone: str, *texts: str) -> bool:
        if by_number:
            return digits in "".join(c for c in phone if c.isdigit())
        return any(wanted in fold(text) for text in texts)

    found = []
    for office in offices:
        if fits(office.phone, office.name, office.address, *office.places):
            found.append(office)
            continue
        office.people = [
            one for one in office.people
            if fits(one.of.phone, one.of.person, one.of.position, one.of.office, one.of.email, one.of.note)
        ]  # fmt: skip
        if office.people:
            found.append(office)
    return found


@signed_in
@require_GET
def contacts(request: HttpRequest) -> HttpResponse:
    """The address book, or what a word finds in it."""
    require(request, Action.CONTACTS, NOTHING)
    word = request.GET.get("q", "").strip()[:100]
    offices = _offices(request)
    found = _found(offices, word) if word else offices
    context = {"part": "contacts", "offices": found, "word": word, "demo": _demo()}
    return render(request, "coordination/contacts.html", context)


def _demo() -> bool:
    return any(unit.demo for unit in queries.units(timezone.localdate()))


def _owners(request: HttpRequest) -> tuple[list[tuple[str, str]], list[Unit]]:
    """Return the places whose offices, and the units whose entries, somebody may write."""
    units = queries.units(timezone.localdate())
    known = dict(reach.places(units, lambda count: count > 1))
    for one in people.held(user_of(request)):
        at = vocabulary().places.get(one.place)
        if at is not None:
            known.setdefault(at.id, at.full_name())
    places = [(code, name) for code, name in known.items() if allowed(request, Action.KEEP, About(place=code))]
    return places, [one for one in units if allowed(request, Action.KEEP, About(one.code, one.place))]


def _details(posted: QueryDict) -> rules.Details:
    told = {name: posted.get(name, "") for name in rules.DETAILS}
    first, last = (day_of(posted.get(name, "")) for name in ("valid_from", "valid_to"))
    return rules.Details(**told, valid_from=first, valid_to=last)


def _form(
    request: HttpRequest, typed: dict[str, Any], *, of: Contact | None = None, refused: TongketError | None = None
) -> HttpResponse:
    """Show an entry to be written or changed, with what was typed and why it was not kept."""
    changes = queries.changes(of) if of else []
    names = people.names(one.actor for one in changes)
    places, units = _owners(request) if of is None else ([], [])
    context = {
        "part": "contacts", "of": of, "typed": typed, "places": places, "units": units,
        "refused": refused.message(language(request)) if refused else "",
        "most": {name: one.most for name, one in rules.DETAILS.items()},
        "changes": [{"of": one, "who": names.get(one.actor, one.actor)} for one in changes],
        "demo": _demo(), "may_forget": of is not None and allowed(request, Action.GRANT, _about(of)),
    }  # fmt: skip
    status = 200 if refused is None else 422 if isinstance(refused, InvalidInput) else 409
    return render(request, "coordination/contact.html", context, status=status)


@signed_in
@require_GET
def contact_new(request: HttpRequest) -> HttpResponse:
    """A new entry, to be filled in."""
    require(request, Action.KEEP, NOTHING)
    unit = request.GET.get("unit", "")
    return _form(request, {"owner": f"unit:{unit}", "valid_from": timezone.localdate().isoformat()})


@signed_in
@require_POST
def contact_add(request: HttpRequest) -> HttpResponse:
    """Write an entry."""
    kind, _, code = request.POST.get("owner", "").partition(":")
    unit = collect.unit(code) if kind == "unit" else None
    place = vocabulary().places[code].id if kind == "place" else ""
    # Of nothing at all nobody may write: asked in general, a unit's people would be let through.
    require(request, Action.KEEP, About(unit.code, unit.place) if unit else About("", place or "?"))
    try:
        services.add_contact(
            unit, _details(request.POST), place=place, actor=user_of(request).uid, at=timezone.now()
        )  # fmt: skip
    except InvalidInput as refused:
        return _form(request, request.POST.dict(), refused=refused)
    return redirect("contacts")


def _kept(request: HttpRequest, number: int, action: Action) -> Contact:
    of = queries.contact(number)
    require(request, action, _about(of))
    return of


@signed_in
@require_GET
def contact(request: HttpRequest, number: int) -> HttpResponse:
    """An entry to be changed, with what it said before."""
    of = _kept(request, number, Action.KEEP)
    typed = {name: getattr(of, name) for name in rules.DETAILS}
    days = {name: day.isoformat() if day else "" for name, day in
            (("valid_from", of.valid_from), ("valid_to", of.valid_to))}  # fmt: skip
    return _form(request, typed | days, of=of)


@signed_in
@require_POST
def contact_change(request: HttpRequest, number: int) -> HttpResponse:
    """Change an entry."""
    of = _kept(request, number, Action.KEEP)
    try:
        services.change_contact(
            number, _details(request.POST), revision=number_of(request.POST.get("revision", "")),
            actor=user_of(request).uid, at=timezone.now(),
        )  # fmt: skip
    except (InvalidInput, NotAllowed) as refused:
        return _form(request, request.POST.dict(), of=of, refused=refused)
    return redirect("contacts")


@signed_in
@require_POST
def contact_forget(request: HttpRequest, number: int) -> HttpResponse:
    """Take a person out of the address book for good."""
    _kept(request, number, Action.GRANT)
    services.forget_contact(number, today=timezone.localdate())
    return redirect("contacts")

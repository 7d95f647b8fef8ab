"""The only readers of registers: lists, totals and single records, as of any day, as known at any moment."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from tongket.core.boundaries import LEVELS, Boundaries
from tongket.core.errors import NotFound
from tongket.core.exact import from_units
from tongket.core.text import fold
from tongket.core.vocabulary import Vocabulary, vocabulary
from tongket.registers import NAMES
from tongket.registers.shared import rules
from tongket.registers.shared.declare import Measure, Register
from tongket.registers.shared.declare import Value as Known
from tongket.registers.shared.models import OPEN_MOMENT, Change, Event, Note, Policy, Record
from tongket.registers.shared.rules import ChangeState, Happened, Span
from tongket.registers.shared.told import Told
from tongket.registers.shared.values import of_column
from tongket.store.batches import batches

BATCH = 500
"""Keys in one question, rows in one insert: below SQLite's and PostgreSQL's bounds on variables."""


def registers() -> dict[str, Register]:
    """Return all registers by code, in the order of the menu."""
    found = [import_module(f"tongket.registers.{name}.register").REGISTER for name in NAMES]
    return {one.code: one for one in found}


def register_of(code: str) -> Register:
    """Return a register.

    Raises:
        NotFound: there is none of that code.
    """
    found = registers().get(code)
    if found is None:
        raise NotFound(
            f"không có sổ đăng ký “{code}”; có: {', '.join(registers())}",
            f"there is no register {code}; there are {', '.join(registers())}",
        )
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a register.

    Attributes:
        day: as of which.
        known: as known at which moment; None for now.
        text: that name, code or another text contains, diacritics or not.
        only: choice field → codes, one of which it must have.
        places: ids that a record may have, see `places_inside`; None for everywhere.
        bounds: number field → least and most, either may be None.
        demo: whether made-up records are asked for; never together with real ones.
        ended: whether records that stand no more are listed as well.
    """

    day: date
    known: datetime | None = None
    text: str = ""
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    places: frozenset[str] | None = None
    bounds: Mapping[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)
    demo: bool = False
    ended: bool = False


def versions(register: Register, asked: Asked) -> "QuerySet[Any]":
    """Return the versions that answer, one of each record."""
    found = register.version._default_manager.filter(valid_from__lte=asked.day, valid_to__gt=asked.day, demo=asked.demo)
    if asked.known is None:
        found = found.filter(known_to=OPEN_MOMENT)
    else:
        found = found.filter(known_from__lte=asked.known, known_to__gt=asked.known)
    for word in fold(asked.text).split():
        # Both sides are folded already: a plain search for a part is twice as fast as LIKE, and knows no wildcards.
        found = found.filter(GreaterThan(StrIndex("search", Value(word)), 0))
    for name, codes in asked.only.items():
        found = found.filter(**{f"{register.field(name).name}__in": list(codes)})
    for name, (low, high) in asked.bounds.items():
        scale = register.field(name).decimals
        if low is not None:
            found = found.filter(**{f"{name}__gte": int(low.scaleb(scale))})
        if high is not None:
            found = found.filter(**{f"{name}__lte": int(high.scaleb(scale))})
    if asked.places is not None:
        found = found.filter(place__in=asked.places)
    if not asked.ended and register.ended and "state" not in asked.only:
        found = found.exclude(state__in=register.ended)
    return found


def places_inside(register: Register, place: str, day: date, words: Vocabulary) -> frozenset[str]:
    """Return which of the places that records name lie in a place, all of each.

    On the boundaries of the day, or of the first or last day of a place that did not stand then: the new Gia Lai of
    2016 is what lay on its ground. A commune of 2025 lies in the province of 2016 that all of it was made of.
    """
    of = words.places[place]
    on = min(max(day, of.valid_from), of.valid_to or date.max)
    drawn = _drawn(on)
    level = of.level if of.level in LEVELS else "commune"
    named = places_named(register)
    return frozenset(one for one in named if one and (one == place or drawn.within(one, level) == place))


def standing(place: str, day: date) -> str:
    """Return the place standing on a day that holds all of a place: of its own level, or else its province.

    Itself where none can be told. Who may see what is a question of today, and grants name places of today.
    """
    of = vocabulary().places.get(place)
    if of is None or of.stands_on(day):
        return place
    drawn = _drawn(day)
    return drawn.within(place, of.level) or drawn.within(place, "province") or place


@lru_cache(maxsize=32)
def _drawn(on: date) -> Boundaries:
    return Boundaries(vocabulary().places, on)


def page(register: Register, asked: Asked, order: str, first: int, count: int) -> list[Any]:
    """Return some of the versions that answer, in an order: which they are is found in an index, then they are read.

    Args:
        register: which.
        asked: the question.
        order: name of a field, with a minus for the other way round.
        first: how many to leave out.
        count: how many to return.
    """
    found = versions(register, asked).order_by(order, "pk").values_list("pk", flat=True)
    numbers = list(found[first : first + count])
    rows = register.version._default_manager.in_bulk(numbers)
    return [rows[number] for number in numbers]


@dataclass(frozen=True, slots=True)
class Total:
    """A measure for one combination of members.

    Attributes:
        members: of the ledger, e.g. `technology:hydro`.
        value: the count or sum.
        records: how many stand behind it; `unknown` of them have no number to sum.
    """

    members: tuple[str, ...]
    value: Decimal
    records: int
    unknown: int


def totals(register: Register, measure: Measure, asked: Asked) -> list[Total]:
    """Return a measure by its members, in their order. Records without a number are counted and told, not guessed."""
    found = versions(register, asked)
    for name, codes in measure.where.items():
        found = found.filter(**{f"{name}__in": list(codes)})
    fields = sorted(measure.by.items())
    columns = [name for _, name in fields]
    told = found.order_by().values(*columns).annotate(n=Count("pk"))
    told = told.annotate(known=Count(measure.sums), total=Sum(measure.sums)) if measure.sums else told
    scale = register.field(measure.sums).decimals if measure.sums else 0
    out = []
    for row in told:
        members = tuple(f"{dimension}:{row[name]}" for dimension, name in fields)
        value = from_units(row["total"] or 0, scale) if measure.sums else Decimal(row["n"])
        out.append(Total(members, value, row["n"], row["n"] - row["known"] if measure.sums else 0))
    return sorted(out, key=lambda one: one.members)


def record_of(register: Register, code: str) -> Record:
    """Return a record.

    Raises:
        NotFound: the register has none of that code.
    """
    found = Record.objects.filter(register=register.code, code=code).first()
    if found is None:
        raise NotFound(f"{register.title.vi} không có mã “{code}”", f"{register.title.en} has no code {code}")
    return found


def events_of(record: Record) -> list[Event]:
    """Return all that was ever said of a record, also what was withdrawn, newest day first."""
    return list(record.events.select_related("change", "decision", "withdrawn_by").order_by("-day", "-pk"))


def happened(records: Iterable[Record], before: Change | None = None) -> dict[int, list[Happened]]:
    """Return what holds of records, by their number; nothing that was withdrawn.

    Args:
        records: whose.
        before: a change that was written: what held when it came, itself and what came later left out.
    """
    found: dict[int, list[Happened]] = {one.pk: [] for one in records}
    still = Q(withdrawn_by=None)
    if before is not None:
        # A register's writers go one after the other, so that its events are numbered in the order they came.
        first = before.events.aggregate(first=Min("pk"))["first"]
        still = Q(pk__lt=first) & (still | Q(withdrawn_by__at__gt=before.decided_at or before.at))
    for some in batches(found, BATCH):
        held = Event.objects.filter(still, of__in=some).order_by("pk")
        for pk, order, day, values in held.values_list("of", "pk", "day", "values"):
            found[pk].append(Happened(day, order, values))
    return found


def spans_of(record: Record, known: datetime | None = None) -> list[Span]:
    """Return the spans of a record; `said_by` names events. As known at a moment, or now."""
    events = record.events.select_related("change", "withdrawn_by").order_by("pk")
    return rules.fold(Happened(one.day, one.pk, one.values) for one in events if _was_known(one, known))


def _was_known(event: Event, known: datetime | None) -> bool:
    withdrawn = event.withdrawn_by
    if known is None:
        return withdrawn is None
    applied = event.change.decided_at or event.change.at
    return applied <= known and (withdrawn is None or withdrawn.at > known)


def on_day(spans: Sequence[Span], day: date) -> Span | None:
    """Return the span that has a day; None before the first."""
    return next((one for one in spans if one.first <= day and (one.until is None or day < one.until)), None)


def changes(register: Register, limit: int = 50) -> list[Change]:
    """Return the newest changes of a register."""
    told = Change.objects.filter(register=register.code).exclude(state=ChangeState.DRAFT)
    return list(told.order_by("-pk")[:limit])


def change_of(register: Register, number: int) -> Change:
    """Return a change.

    Raises:
        NotFound: there is none.
    """
    found = Change.objects.filter(register=register.code, pk=number).first()
    if found is None:
        raise NotFound("không có thay đổi này", "there is no such change")
    return found


def waiting(register: Register) -> list[Change]:
    """Return the changes that wait for a second person, oldest first."""
    return list(Change.objects.filter(register=register.code, state=ChangeState.WAITING).order_by("pk"))


def record_by(register: Register, number: int) -> Record:
    """Return a record by its number.

    Raises:
        NotFound: the register has none of it.
    """
    found = Record.objects.filter(register=register.code, pk=number).first()
    if found is None:
        raise NotFound(f"{register.title.vi} không có bản ghi này", f"{register.title.en} has no such record")
    return found


def notes_of(record: Record) -> list[Note]:
    """Return the journal of a record, newest first."""
    return list(record.notes.order_by("-at", "-pk"))


def places_named(register: Register) -> list[str]:
    """Return the ids of all places that records of a register name; empty where some name none."""
    return list(register.version._default_manager.order_by().values_list("place", flat=True).distinct())


def events_by(change: Change) -> list[Event]:
    """Return what a change said, in order of records."""
    return list(change.events.select_related("of").order_by("of__code", "day", "pk"))


def places_of(register: Register, codes: Iterable[str]) -> set[str]:
    """Return the places that the records of some codes name, or ever named; empty where one names none."""
    now = register.version._default_manager.filter(known_to=OPEN_MOMENT).order_by()
    return {
        place for some in batches(codes, BATCH)
        for place in now.filter(code__in=some).values_list("place", flat=True).distinct()
    }  # fmt: skip


def told_of(change: Change) -> list[Told]:
    """Return what a change that is not decided says."""
    return [Told.of(one) for one in change.told]


def four_eyes(register: Register) -> bool:
    """Whether changes of a register wait until somebody else approves them."""
    return Policy.objects.filter(register=register.code, four_eyes=True).exists()


def by_code(register: Register, codes: Iterable[str]) -> dict[str, Record]:
    """Return the records that have one of the codes."""
    return {
        one.code: one for some in batches(codes, BATCH)
        for one in Record.objects.filter(register=register.code, code__in=some)
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that an incoming one may be.

    Attributes:
        numbers: of the fields by which records are compared.
    """

    code: str
    name: str
    place: str
    kind: str
    numbers: Mapping[str, Known]


def candidates(register: Register, kind: str = "") -> list[Candidate]:
    """Return what incoming records are matched against: the newest version of every real record.

    Args:
        register: which.
        kind: name of the choice field two records must share to be one; empty for none.
    """
    newest = register.version._default_manager.filter(known_to=OPEN_MOMENT, demo=False)
    last = dict(newest.order_by().values_list("record").annotate(last=Max("valid_from")))
    columns = ["record", "valid_from", "code", "name", "place", *register.alike, *([kind] if kind else [])]
    return [
        Candidate(row["code"], row["name"], row["place"], row[kind] if kind else "",
                  {name: of_column(register.field(name), row[name]) for name in register.alike})
        for row in newest.values(*columns) if last[row["record"]] == row["valid_from"]
    ]  # fmt: skip


def years(register: Register) -> tuple[int, int] | None:
    """Return the first and last year in which anything of a register changed; None for an empty one."""
    found = register.version._default_manager.filter(known_to=OPEN_MOMENT)
    told = found.aggregate(first=Min("valid_from"), last=Max("valid_from"))
    return (told["first"].year, told["last"].year) if told["first"] else None


def is_empty(register: Register) -> bool:
    """Whether a register has no record at all."""
    return not Record.objects.filter(register=register.code).exists()


def only_demo(register: Register) -> bool:
    """Whether a register has made-up records and no real one: then it is one of the demonstration."""
    some = Record.objects.filter(register=register.code)
    return some.filter(demo=True).exists() and not some.filter(demo=False).exists()


def by_state(register: Register, asked: Asked) -> dict[str, int]:
    """Return how many records are in each state, in the order of a life."""
    counted: Counter[str] = Counter()
    for row in versions(register, asked).order_by().values("state").annotate(n=Count("pk")):
        counted[row["state"]] = row["n"]
    return {state: counted[state] for state in register.states if counted[state]}

"""What other packages may ask about returns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import dropwhile, islice

from django.db import connection
from django.utils import timezone

from tongket.collect import document as doc
from tongket.collect import form as among
from tongket.collect import form_reading, form_table
from tongket.collect.checks import Known
from tongket.collect.form import Form, following
from tongket.collect.models import Extension, FormVersion, Return, Save, Step, Unit
from tongket.collect.rules import State
from tongket.core.errors import NotFound
from tongket.core.figure import Status
from tongket.core.period import Period
from tongket.core.vocabulary import vocabulary
from tongket.ledger import queries as ledger
from tongket.obligations.due import on_time_rate
from tongket.obligations.due import rule as due_rule

_HISTORY_YEARS = 4
_PLANNERS = ("department", "province")
_TOLD = (State.SUBMITTED, State.APPROVED, State.ACCEPTED)


def forms() -> tuple[Form, ...]:
    """Return all forms, those of the product and those made here, by code, then by age; each ends where one follows."""
    numbers = FormVersion.objects.order_by("id").values_list("id", flat=True)
    return _forms(str(connection.settings_dict["NAME"]), tuple(numbers))


@lru_cache(maxsize=8)
def _forms(database: str, numbers: tuple[int, ...]) -> tuple[Form, ...]:
    """Return the forms of a database by the versions in it, which are never altered."""
    words = vocabulary()
    told = FormVersion.objects.filter(id__in=numbers).values_list("told", flat=True)
    own = [form_reading.read(form_table.dated(one), words, str(one["code"])) for one in told]
    return following([*form_reading.packaged(), *own])


def form_of(code: str, day: date) -> Form:
    """Return the version of a form in force on a day; see `form.form_of`."""
    return among.form_of(code, day, forms())


def version_of(code: str, version: str) -> Form:
    """Return one version of a form; see `form.version_of`."""
    return among.version_of(code, version, forms())


def unit(code: str) -> Unit:
    """Return a reporting unit.

    Raises:
        NotFound: there is none.
    """
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise NotFound(f"không có đơn vị báo cáo “{code}”", f"there is no reporting unit “{code}”")
    return found


def units(kind: str, day: date) -> list[Unit]:
    """Return the units of a kind that owe anything on a day, in order of name."""
    found = Unit.objects.filter(kind=kind, valid_from__lte=day).exclude(valid_to__lt=day)
    return sorted(found, key=lambda one: one.name)


def return_of(number: int) -> Return:
    """Return a return.

    Raises:
        NotFound: there is none.
    """
    found = Return.objects.select_related("unit").filter(pk=number).first()
    if found is None:
        raise NotFound("không có báo cáo này", "there is no such return")
    return found


def latest(form: Form, period: Period, units: Sequence[Unit] | None = None) -> Mapping[int, Return]:
    """Return the newest version of each unit's return of a period, by id of the unit; without their documents."""
    found = Return.objects.filter(form=form.code, period=str(period)).order_by("number").defer("document")
    if units is not None:
        found = found.filter(unit__in=units)
    return {one.unit_id: one for one in found}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a unit's return of a period stands: number of the return, state, and when it was submitted."""

    number: int
    state: State
    submitted_at: datetime | None


def standing(form: Form, periods: Sequence[Period]) -> Mapping[tuple[int, str], Standing]:
    """Return how the newest version of each return of some periods stands, by id of the unit and period."""
    found = Return.objects.filter(form=form.code, period__in=[str(period) for period in periods]).order_by("number")
    told = found.values_list("unit_id", "period", "pk", "state", "submitted_at")
    return {(unit, period): Standing(number, State(state), at) for unit, period, number, state, at in told}


def punctuality(first: date, last: date, covers: Callable[[str], bool], today: date) -> tuple[int, int]:
    """Return how many returns that fell due in a time were sent on time, and how many there were.

    A return counts from the first time its unit sent it: a correction does not make it late. What is neither due yet
    nor sent counts nowhere.

    Args:
        first: first day.
        last: last day; both count.
        covers: whether a place, by its id, counts.
        today: the day by which what was not sent is late.
    """
    told: list[tuple[date, date | None]] = []
    for form in forms():
        for period, due in _due_between(form, first, last):
            of = Return.objects.filter(form=form.code, period=str(period), submitted_at__isnull=False)
            sent = dict(of.order_by("-number").values_list("unit_id", "submitted_at"))
            owing = [one.pk for one in units(form.owed_by, period.end) if covers(one.place)]
            told += [(due, timezone.localdate(sent[pk]) if pk in sent else None) for pk in owing]
    return on_time_rate(told, today)


def _due_between(form: Form, first: date, last: date) -> Iterator[tuple[Period, date]]:
    """Yield the periods of a form that fall due from a day to a day, newest first, each with its due day."""
    period = form.period_of(last)
    while period.end >= form.valid_from:
        if form.holds_on(period.end):
            due = due_rule(form.due, period).due(period)
            if due < first:
                return
            if due <= last:
                yield period, due
        period = period.shifted(-period.length)


def told(form: Form, period: Period, units: Sequence[Unit]) -> Mapping[int, Mapping[str, Decimal]]:
    """Return what units submitted for a period, by id of the unit and code of row: each one's newest version."""
    found = Return.objects.filter(form=form.code, period=str(period), unit__in=units, state__in=_TOLD)
    documents = found.order_by("number").values_list("unit_id", "document")
    return {unit: doc.values(document, form) for unit, document in documents}


def answered_before(of: Return) -> Mapping[tuple[str, tuple[str, ...]], str]:
    """Return what the unit answered to warnings a year before, by rule and cells; nothing where nothing was asked."""
    period = str(Period.parse(of.period).year_before())
    found = Return.objects.filter(unit=of.unit, form=of.form, period=period, state__in=_TOLD).exclude(
        document__answers={}
    )
    last = found.order_by("-number").first()
    return doc.answers(last.document) if last is not None else {}


def explained(numbers: Sequence[int]) -> frozenset[int]:
    """Return which of some returns had a warning that was answered."""
    found = Return.objects.filter(pk__in=numbers).exclude(document__answers={})
    return frozenset(found.values_list("pk", flat=True))


def extension(of: Return) -> Extension | None:
    """Return the exception from the lock that counts for a return; None where none was granted."""
    found = Extension.objects.filter(unit=of.unit, form=of.form, period=of.period)
    return found.order_by("-id").first()


def closed_since(of: Return, form: Form, day: date) -> date | None:
    """Return the day from which a return is locked, where that has come by a day; None where it may be handed in.

    A correction of what was accepted is never locked: a wrong figure must not stand because it is late.
    """
    first = due_rule(form.due, Period.parse(of.period)).locked_from(Period.parse(of.period))
    if first is None or of.number > 1 or day < first:
        return None
    granted = extension(of)
    return None if granted is not None and day <= granted.until else first


def is_latest(of: Return) -> bool:
    """Whether no correction of a return was begun."""
    return not Return.objects.filter(unit=of.unit, form=of.form, period=of.period, number__gt=of.number).exists()


def known(of: Return, form: Form) -> Known:
    """Return what the unit said before: of each earlier period its newest version that was submitted."""
    period = Period.parse(of.period)
    said = _said(of, form)
    wanted = [row.code for row in form.rows]
    plan = _plan(of, form, period)

    def at(when: Period) -> Mapping[str, Decimal]:
        return said.get(str(when), {})

    def summed(periods: Sequence[Period]) -> dict[str, Decimal]:
        told = [at(when) for when in periods]
        return {c: sum((t[c] for t in told), Decimal(0)) for c in wanted if all(c in t for t in told)}

    size, year = period.length, period.first - period.first % 12
    before = [Period(first, size, adm=period.adm) for first in range(year, period.first, size)]
    last = [when.year_before() for when in (*before, period)]
    past = [at(period.shifted(-size * n)) for n in range(12 // size * _HISTORY_YEARS, 0, -1)]
    past = list(dropwhile(lambda told: not told, past))
    series = {code: list(dropwhile(lambda v: v is None, (told.get(code) for told in past))) for code in wanted}
    return Known(
        previous=at(period.shifted(-size)), last_year=at(period.year_before()), cumulative_before=summed(before),
        cumulative_last_year=summed(last),
        series={code: line for code, line in series.items() if line}, plan=plan,
    )  # fmt: skip


def _plan(of: Return, form: Form, period: Period) -> Mapping[str, Decimal]:
    """Return the year's plan of each row of a flow; where several bodies set one, the largest."""
    words = vocabulary()
    rows = {(row.indicator, row.members, row.basis): row for row in form.rows}
    found: dict[Status, dict[str, Decimal]] = {Status.ASSIGNED: {}, Status.ADJUSTED: {}}
    for key, value in ledger.plans(of.unit.place, period.whole_year(), words).items():
        row = rows.get((key.indicator, key.members, key.basis))
        flow = row is not None and words.indicators[row.indicator].over_time == "sum"
        if row is not None and flow and key.status in found and key.body in (form.body, *_PLANNERS):
            of_status = found[key.status]
            of_status[row.code] = max(value, of_status.get(row.code, value))
    return found[Status.ASSIGNED] | found[Status.ADJUSTED]


def _said(of: Return, form: Form) -> Mapping[str, Mapping[str, Decimal]]:
    found = Return.objects.filter(unit=of.unit, form=of.form, state__in=_TOLD).exclude(period=of.period)
    return {one.period: doc.values(one.document, form) for one in found.order_by("number")}


@dataclass(frozen=True, slots=True)
class CellChange:
    """A change of a cell: the save, what it was before and after, and the note where that was changed."""

    save: Save
    before: str
    after: str
    noted: str


def changes(of: Return, cell: str) -> list[CellChange]:
    """Return the changes of a cell, newest first."""
    found = []
    for save in of.saves.order_by("-revision"):
        for change in save.changes:
            if change["cell"] == cell:
                before, after = (dict(change[side] or {}) for side in ("from", "to"))
                noted = after.get("n", "") if after.get("n") != before.get("n") else ""
                found.append(CellChange(save, doc.text_of(before), doc.text_of(after), noted))
    return found


def texts_at(of: Return, revision: int) -> Mapping[str, str]:
    """Return what was typed into the cells that were changed after a revision, as they were at it."""
    found: dict[str, str] = {}
    for save in of.saves.filter(revision__gt=revision).order_by("revision"):
        for change in save.changes:
            found.setdefault(change["cell"], doc.text_of(change["from"]))
    return found


def way(of: Return) -> list[Step]:
    """Return the steps so far, oldest first."""
    return list(of.steps.order_by("id"))


def journal(covers: Callable[[Unit], bool], limit: int = 200) -> list[Step]:
    """Return the newest steps of the returns of units that somebody may know of."""
    steps = Step.objects.select_related("of", "of__unit").defer("document", "of__document").order_by("-id")
    return list(islice((step for step in steps.iterator(limit) if covers(step.of.unit)), limit))

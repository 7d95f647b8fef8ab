"""What other packages may ask about returns."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from tongket.collect import document as doc
from tongket.collect.checks import Known
from tongket.collect.form import Form
from tongket.collect.models import Return, Save, Step, Unit
from tongket.collect.rules import State
from tongket.core.errors import NotFound
from tongket.core.period import Period

_HISTORY_YEARS = 4
_TOLD = (State.SUBMITTED, State.APPROVED, State.ACCEPTED)


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
    """Return the newest version of each unit's return of a period, by id of the unit."""
    found = Return.objects.filter(form=form.code, period=str(period)).order_by("number")
    if units is not None:
        found = found.filter(unit__in=units)
    return {one.unit_id: one for one in found}


def is_latest(of: Return) -> bool:
    """Whether no correction of a return was begun."""
    return not Return.objects.filter(unit=of.unit, form=of.form, period=of.period, number__gt=of.number).exists()


def known(of: Return, form: Form) -> Known:
    """Return what the unit said before: of each earlier period its newest version that was submitted."""
    period = Period.parse(of.period)
    said = _said(of, form)
    wanted = [row.code for row in form.rows]

    def at(when: Period) -> Mapping[str, Decimal]:
        return said.get(str(when), {})

    def summed(periods: Sequence[Period]) -> dict[str, Decimal]:
        told = [at(when) for when in periods]
        return {c: sum((t[c] for t in told), Decimal(0)) for c in wanted if all(c in t for t in told)}

    size, year = period.length, period.first - period.first % 12
    before = [Period(first, size, adm=period.adm) for first in range(year, period.first, size)]
    last = [when.year_before() for when in (*before, period)]
    past = [period.shifted(-size * n) for n in range(12 // size * _HISTORY_YEARS, 0, -1)]
    series = {code: [at(when).get(code) for when in past] for code in wanted}
    return Known(
        previous=at(period.shifted(-size)), last_year=at(period.year_before()), cumulative_before=summed(before),
        cumulative_last_year=summed(last),
        series={code: line[next(n for n, v in enumerate(line) if v is not None) :] for code, line in series.items()
                if any(v is not None for v in line)},
    )  # fmt: skip


def _said(of: Return, form: Form) -> Mapping[str, Mapping[str, Decimal]]:
    found = Return.objects.filter(unit=of.unit, form=of.form, state__in=_TOLD).exclude(period=of.period)
    return {one.period: doc.values(one.document, form) for one in found.order_by("number")}


def changes(of: Return, cell: str) -> list[tuple[Save, str, str]]:
    """Return the changes of a cell, newest first: the save, what it was before, what after."""
    found = []
    for save in of.saves.order_by("-revision"):
        for change in save.changes:
            if change["cell"] == cell:
                found.append((save, doc.text_of(change["from"]), doc.text_of(change["to"])))
    return found


def way(of: Return) -> list[Step]:
    """Return the steps so far, oldest first."""
    return list(of.steps.order_by("id"))


def journal(limit: int = 200) -> list[Step]:
    """Return the newest steps of all returns."""
    return list(Step.objects.select_related("of", "of__unit").order_by("-id")[:limit])

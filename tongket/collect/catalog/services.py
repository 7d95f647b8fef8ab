"""The only writers of reporting units and of forms made here."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from tongket.collect import form_reading, form_table, queries
from tongket.collect.catalog.unit_table import NewUnit
from tongket.collect.form import Form
from tongket.collect.form_faults import FormRefused, succession_faults
from tongket.collect.models import FormVersion, Unit
from tongket.core.errors import InvalidInput
from tongket.core.vocabulary import Vocabulary
from tongket.store.errors import mapped


def add_unit(
    code: str, kind: str, name: str, place: str, *, body: str = "", sector: str = "", phone: str = "",
    valid_from: date, demo: bool = False,
) -> Unit:  # fmt: skip
    """Add a reporting unit, or return the one of that code as it is."""
    found, _ = Unit.objects.get_or_create(
        code=code,
        defaults={"kind": kind, "name": name, "place": place, "body": body, "sector": sector, "phone": phone,
                  "valid_from": valid_from, "demo": demo},
    )  # fmt: skip
    return found


@transaction.atomic
def add_units(kind: str, units: Sequence[NewUnit], *, body: str, sector: str, valid_from: date) -> int:
    """Add reporting units of a kind and return how many there were not yet; those there are stay as they are."""
    codes = {f"{kind}.{one.code}": one for one in units}
    known = set(Unit.objects.filter(code__in=codes).values_list("code", flat=True))
    new = [
        Unit(code=code, kind=kind, name=one.name, place=one.place, body=body, sector=sector, phone=one.phone,
             valid_from=valid_from)
        for code, one in codes.items() if code not in known
    ]  # fmt: skip
    Unit.objects.bulk_create(new)
    return len(new)


def end_unit(code: str, last: date) -> None:
    """Let a unit owe nothing after a day; what it told stays.

    Raises:
        NotFound: there is none.
        InvalidInput: it ends before it begins.
    """
    unit = queries.unit(code)
    if last < unit.valid_from:
        raise InvalidInput("ngày kết thúc trước ngày bắt đầu", "it would end before it begins")
    Unit.objects.filter(pk=unit.pk).update(valid_to=last)


def publish(told: Mapping[str, Any], *, actor: str, at: datetime, vocabulary: Vocabulary, reason: str = "") -> Form:
    """Put a version of a form into force; the version before ends on the day before.

    Args:
        told: the form, as `form_reading.read` takes it.
        actor: uid of who.
        at: now.
        vocabulary: what its rows may name.
        reason: why, in words.

    Raises:
        FormRefused: it cannot be right, or there is such a version; every fault.
    """
    form = form_reading.read(told, vocabulary, str(told.get("code", "")))
    kin = [one for one in queries.forms() if one.code == form.code]
    faults = succession_faults(form, kin)
    if faults:
        raise FormRefused(faults)
    try:
        with mapped(), transaction.atomic():
            FormVersion.objects.create(
                code=form.code, version=form.version, told=form_table.plain(form_table.told_of(form)), made_by=actor,
                at=at, reason=reason.strip()[:500],
            )  # fmt: skip
    except IntegrityError as error:
        # Two who publish at once: the second finds the first's version.
        raise FormRefused(succession_faults(form, [form])) from error
    return form

"""Reminders of returns that are owed: composed here, put into the outbox by `notify`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tongket.accounts import queries as people
from tongket.accounts.models import User
from tongket.accounts.rules import Role
from tongket.collect import queries
from tongket.collect.form import Form
from tongket.collect.models import Unit
from tongket.collect.rules import OPEN
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.notify import services as notify
from tongket.obligations.due import rule as due_rule
from tongket.obligations.reminders import reminder

_FILLING = (Role.REPORTER, Role.ENTERPRISE)


@dataclass(frozen=True, slots=True)
class Owed:
    """A return that a unit has not handed in.

    Attributes:
        since: name of the reminder; the same one is sent once.
        late: whether it is past due; then the head is told as well.
    """

    unit: Unit
    form: Form
    period: Period
    due: date
    since: str
    late: bool


def owed(form: Form, units: Iterable[Unit], today: date, *, since: str = "") -> list[Owed]:
    """Return what units have not handed in of the newest period of a form and are to be reminded of today.

    Args:
        form: the form.
        units: those asked about.
        today: the day.
        since: name of the reminder; empty for that of the rule, which may be none yet.
    """
    period = form.owed_on(today)
    if not form.holds_on(period.end):
        return []
    due = due_rule(form.due, period).due(period)
    named = since or reminder(due, today)
    if not named:
        return []
    standing = queries.standing(form, [period])
    missing = [u for u in units if (of := standing.get((u.pk, str(period)))) is None or of.state in OPEN]
    return [Owed(unit, form, period, due, named, today > due) for unit in missing if unit.owes_on(period.end)]


def put(every: Iterable[Owed], *, at: datetime, today: date, site: str) -> int:
    """Put a mail for each into the outbox and return how many there were not yet."""
    return sum(_put(one, person, at, site) for one in every for person in _people(one, today))


def _people(one: Owed, today: date) -> list[User]:
    roles = (*_FILLING, Role.HEAD) if one.late else _FILLING
    return people.of_unit(one.unit.code, roles, today)


def _put(one: Owed, to: User, at: datetime, site: str) -> bool:
    subject, body = worded(one, to.full_name, site)
    key = f"remind:{one.form.code}:{one.period}:{one.unit.code}:{one.since}:{to.uid}"
    return notify.put(to, subject.vi, body.vi, key=key, at=at, place=one.unit.place)


def worded(one: Owed, name: str, site: str) -> tuple[Text, Text]:
    """Return subject and body of a reminder."""
    form, period = one.form.name, Text(one.period.label(), one.period.label("en"))
    state = Text("đã quá hạn", "is overdue") if one.late else Text("sắp đến hạn", "is due soon")
    subject = Text(f"{form.vi}, {period.vi}: {state.vi}", f"{form.en}, {period.en} {state.en}")
    body = Text(
        f"Kính gửi {name},\n\n{form.vi}, {period.vi}, của {one.unit.name} {state.vi} (hạn nộp "
        f"{one.due:%d/%m/%Y}) và chưa được trình.\n\nLập báo cáo tại: {site}/\n\n"
        "Báo cáo đã trình thì không cần trả lời thư này.\n",
        f"Dear {name},\n\n{form.en}, {period.en}, of {one.unit.name} {state.en} (due {one.due.isoformat()}) and has "
        f"not been submitted.\n\nFill it in at {site}/\n\nIf it has been submitted, no answer is needed.\n",
    )
    return subject, body

"""What waits for whom: the lists of the first page and of the control room. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tongket.accounts.queries import within
from tongket.accounts.rules import Held, Role
from tongket.collect import queries
from tongket.collect.form import Form
from tongket.collect.models import Return, Unit
from tongket.collect.rules import OPEN, State
from tongket.core.period import Period
from tongket.core.text import Lang, Text
from tongket.obligations.due import rule as due_rule
from tongket.web.returns.shown import TONES, state_name


@dataclass(frozen=True, slots=True)
class Item:
    """One return, begun or owed."""

    form: str
    unit: str
    period: str
    due: str
    late: bool
    state: str
    tone: str
    url: str
    form_code: str
    unit_code: str
    period_code: str
    number: int | None
    explained: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading; `accepts` where they are accepted together. (A mapping's `items` is another thing.)"""

    title: str
    items: list[Item]
    accepts: bool = False


_OPEN: frozenset[State | None] = frozenset((None, *OPEN))
_ACCEPTING: tuple[frozenset[State | None], Text] = (
    frozenset((State.APPROVED,)),
    Text("Chờ tiếp nhận", "Waiting to be accepted"),
)
_NOTHING: tuple[frozenset[State | None], Text] = (frozenset(), Text("", ""))
WAITS: Mapping[Role, tuple[frozenset[State | None], Text]] = {
    Role.REPORTER: (_OPEN, Text("Cần lập và trình", "To fill in and submit")),
    Role.ENTERPRISE: (_OPEN, Text("Cần lập và gửi", "To fill in and send")),
    Role.HEAD: (frozenset((State.SUBMITTED,)), Text("Chờ duyệt", "Waiting for your approval")),
    Role.SPECIALIST: _ACCEPTING,
    Role.LEADER: _ACCEPTING,
}
"""What waits for whom: states and heading by role."""


def groups(held: Iterable[Held], today: date, lang: Lang) -> list[Group]:
    """Return what waits for somebody, and what their units have sent."""
    found: dict[str, list[Item]] = {}
    sent: list[Item] = []
    for grant in held:
        if not grant.holds_on(today):
            continue
        states, title = WAITS.get(grant.role, _NOTHING)
        for form in queries.forms():
            period = form.owed_on(today)
            if not form.holds_on(period.end):
                continue
            due = due_rule(form.due, period).due(period)
            returns = _returns(grant, form, period, today)
            explained = queries.explained([of.pk for _, of in returns if of is not None])
            for unit, of in returns:
                item = item_of(form, unit, of, period, due, today, lang, explained)
                if (State(of.state) if of else None) in states:
                    found.setdefault(title.to(lang), []).append(item)
                elif grant.unit and of is not None:
                    sent.append(item)
    accepting = _ACCEPTING[1].to(lang)
    listed = [Group(title, list(dict.fromkeys(items)), title == accepting) for title, items in found.items()]
    if sent:
        listed.append(Group(Text("Của đơn vị", "Of your unit").to(lang), list(dict.fromkeys(sent))))
    return listed


def _returns(grant: Held, form: Form, period: Period, today: date) -> list[tuple[Unit, Return | None]]:
    if grant.unit:
        unit = queries.unit(grant.unit)
        units = [unit] if unit.kind == form.owed_by else []
    elif grant.role in (Role.SPECIALIST, Role.LEADER) and grant.sector in ("", form.sector):
        units = [u for u in queries.units(form.owed_by, today) if not grant.place or within(u.place, grant.place)]
    else:
        units = []
    begun = queries.latest(form, period, units)
    return [(unit, begun.get(unit.pk)) for unit in units]


def item_of(
    form: Form, unit: Unit, of: Return | None, period: Period, due: date, today: date, lang: Lang,
    explained: frozenset[int],
) -> Item:  # fmt: skip
    """Return one line of a list; `explained` are the returns with a warning that was answered."""
    state = of.state if of else None
    late = due < today and state not in (State.APPROVED, State.ACCEPTED)
    return Item(
        form.name.to(lang), unit.name, period.label(lang), f"{due:%d/%m/%Y}", late,
        state_name(state, lang), TONES[State(state) if state else None],
        reverse("return", args=[of.pk]) if of else "", form.code, unit.code, str(period),
        of.pk if of else None, of is not None and of.pk in explained,
    )  # fmt: skip

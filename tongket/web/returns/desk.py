"""What waits for whom: the lists of the first page and of the control room. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from tongket.accounts.rules import Held, Role
from tongket.collect import queries
from tongket.collect.form import Form
from tongket.collect.models import Return, Unit
from tongket.collect.rules import OPEN, State
from tongket.core.period import Period
from tongket.core.text import Lang, Text
from tongket.obligations.due import on_time_rate
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


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading. (Not named `items` in templates: a mapping has that.)"""

    title: str
    items: list[Item]


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


def owed(form: Form, today: date) -> Period:
    """Return the period whose return is owed now: the one that ended last."""
    now = form.period_of(today)
    return form.period_of(date.fromordinal(now.start.toordinal() - 1))


def groups(held: Iterable[Held], today: date, lang: Lang) -> list[Group]:
    """Return what waits for somebody, and what their units have sent."""
    found: dict[str, list[Item]] = {}
    sent: list[Item] = []
    for grant in held:
        if not grant.holds_on(today):
            continue
        states, title = WAITS.get(grant.role, _NOTHING)
        for form in queries.forms():
            period = owed(form, today)
            if not form.holds_on(period.end):
                continue
            due = due_rule(form.due, period).due(period)
            for unit, of in _returns(grant, form, period, today):
                item = item_of(form, unit, of, period, due, today, lang)
                if (State(of.state) if of else None) in states:
                    found.setdefault(title.to(lang), []).append(item)
                elif grant.unit and of is not None:
                    sent.append(item)
    listed = [Group(title, list(dict.fromkeys(items))) for title, items in found.items()]
    if sent:
        listed.append(Group(Text("Của đơn vị", "Of your unit").to(lang), list(dict.fromkeys(sent))))
    return listed


def _returns(grant: Held, form: Form, period: Period, today: date) -> list[tuple[Unit, Return | None]]:
    if grant.unit:
        unit = queries.unit(grant.unit)
        units = [unit] if unit.kind == form.owed_by else []
    elif grant.role in (Role.SPECIALIST, Role.LEADER) and grant.sector in ("", form.sector):
        units = queries.units(form.owed_by, today)
    else:
        units = []
    begun = queries.latest(form, period, units)
    return [(unit, begun.get(unit.pk)) for unit in units]


def item_of(form: Form, unit: Unit, of: Return | None, period: Period, due: date, today: date, lang: Lang) -> Item:
    """Return one line of a list."""
    state = of.state if of else None
    late = due < today and state not in (State.APPROVED, State.ACCEPTED)
    return Item(
        form.name.to(lang), unit.name, period.label(lang), f"{due:%d/%m/%Y}", late,
        state_name(state, lang), TONES[State(state) if state else None],
        reverse("return", args=[of.pk]) if of else "", form.code, unit.code, str(period),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell of the control room."""

    tone: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The control room: units down, periods across.

    Attributes:
        heads: the periods, newest last.
        lines: unit, phone, its marks.
        counts: how many are accepted, waiting, being filled in, not begun, of the newest period.
        due: last day of the newest period.
        on_time: of how many due in all periods shown so many were submitted on time.
    """

    heads: list[str]
    lines: list[tuple[Unit, list[Mark]]]
    counts: Mapping[str, int]
    due: date
    on_time: tuple[int, int]


def matrix(form: Form, today: date, lang: Lang, *, state: str = "", word: str = "", periods: int = 6) -> Matrix:
    """Return the control room of a form.

    Args:
        form: the form.
        today: the day.
        lang: of the reader.
        state: only units whose newest return is in it (`none`: not begun); empty for all.
        word: only units whose name has it.
        periods: how many.
    """
    last = owed(form, today)
    shown = [p for n in range(periods - 1, -1, -1) if form.holds_on((p := last.shifted(-last.length * n)).end)]
    units = [u for u in queries.units(form.owed_by, today) if word.lower() in u.name.lower()]
    begun = {str(p): queries.latest(form, p) for p in shown}
    counts: dict[str, int] = {"accepted": 0, "waiting": 0, "draft": 0, "none": 0}
    lines = []
    for unit in units:
        found = [begun[str(p)].get(unit.pk) for p in shown]
        newest = found[-1] if found else None
        counts[_count(newest)] += 1
        if not state or state == _count(newest):
            lines.append((unit, [_mark(of, lang) for of in found]))
    due = {str(p): due_rule(form.due, p).due(p) for p in (*shown, last)}
    told = [(due[str(p)], _submitted(begun[str(p)].get(unit.pk))) for p in shown for unit in units]
    return Matrix([p.label(lang) for p in shown], lines, counts, due[str(last)], on_time_rate(told, today))


def _submitted(of: Return | None) -> date | None:
    return timezone.localdate(of.submitted_at) if of and of.submitted_at else None


def _count(of: Return | None) -> str:
    if of is None:
        return "none"
    if of.state == State.ACCEPTED:
        return "accepted"
    return "waiting" if of.state in (State.SUBMITTED, State.APPROVED) else "draft"


def _mark(of: Return | None, lang: Lang) -> Mark:
    if of is None:
        return Mark("idle", state_name(None, lang), "")
    return Mark(TONES[State(of.state)], state_name(of.state, lang), reverse("return", args=[of.pk]))

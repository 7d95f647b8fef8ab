"""The control room: who has sent what, in a province unit by unit, in a nation province by province. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from tongket.collect import queries
from tongket.collect.arrived import Arrived, arrived
from tongket.collect.form import Form
from tongket.collect.models import Unit
from tongket.collect.queries import Standing
from tongket.collect.rules import State
from tongket.core.exact import rounded
from tongket.core.number import render
from tongket.core.text import Lang, Text
from tongket.core.vocabulary import vocabulary
from tongket.obligations.due import on_time_rate
from tongket.obligations.due import rule as due_rule
from tongket.web.returns.shown import TONES, state_name

MOST_UNITS = 500
"""More units than these are shown by province: no one reads three thousand lines."""
_PERIODS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell."""

    tone: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit or a province.

    Attributes:
        name, phone: of the unit.
        place: id of the province; empty on a unit's line.
        marks: one a period.
        on_time: of how many due so many were submitted on time.
    """

    name: str
    phone: str
    place: str
    marks: list[Mark]
    on_time: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The control room: units or provinces down, periods across.

    Attributes:
        heads: the periods, newest last.
        lines: of the units the reader chose.
        by_province: whether the lines are provinces.
        counts: how many are accepted, waiting, being filled in, not begun, of the newest period.
        due: last day of the newest period.
        on_time: of how many due in all periods shown so many were submitted on time.
    """

    heads: list[str]
    lines: list[Line]
    by_province: bool
    counts: Mapping[str, int]
    due: date
    on_time: tuple[int, int]


def matrix(form: Form, units: Sequence[Unit], today: date, lang: Lang, *, state: str = "", word: str = "") -> Matrix:
    """Return the control room of a form.

    Args:
        form: the form.
        units: those the reader may watch.
        today: the day.
        lang: of the reader.
        state: only units whose newest return is in it (`none`: not begun); empty for all.
        word: only units whose name has it.
    """
    last = form.owed_on(today)
    shown = [p for n in range(_PERIODS - 1, -1, -1) if form.holds_on((p := last.shifted(-last.length * n)).end)]
    found = queries.standing(form, [*shown, last])
    due = {str(period): due_rule(form.due, period).due(period) for period in (*shown, last)}
    chosen = [unit for unit in units if word.lower() in unit.name.lower()]
    counts = dict.fromkeys(("accepted", "waiting", "draft", "none"), 0)
    for unit in chosen:
        counts[_count(found.get((unit.pk, str(last))))] += 1
    wanted = [unit for unit in chosen if not state or state == _count(found.get((unit.pk, str(last))))]
    by_province = len(wanted) > MOST_UNITS
    periods = [str(period) for period in shown]
    lines = (_provinces if by_province else _units)(wanted, periods, found, due, today, lang)
    rate = on_time_rate(_told(chosen, periods, found, due), today)
    return Matrix([p.label(lang) for p in shown], lines, by_province, counts, due[str(last)], rate)


Found = Mapping[tuple[int, str], Standing]


def _units(
    units: Sequence[Unit], shown: Sequence[str], found: Found, due: Mapping[str, date], today: date, lang: Lang
) -> list[Line]:
    newest = [found[unit.pk, shown[-1]].number for unit in units if (unit.pk, shown[-1]) in found]
    explained = queries.explained(newest)
    lines = []
    for unit in units:
        marks = [_mark(found.get((unit.pk, period)), explained, lang) for period in shown]
        rate = on_time_rate(_told([unit], shown, found, due), today)
        lines.append(Line(unit.name, unit.phone, "", marks, rate))
    return lines


def _provinces(
    units: Sequence[Unit], shown: Sequence[str], found: Found, due: Mapping[str, date], today: date, lang: Lang
) -> list[Line]:
    """Return one line a province: how many of its units were accepted, of how many."""
    places = vocabulary().places
    of: dict[str, list[Unit]] = {}
    for unit in units:
        place = places.get(unit.place)
        of.setdefault((place.parent if place is not None else None) or unit.place, []).append(unit)
    lines = []
    for code, inside in of.items():
        marks = []
        for period in shown:
            states = [_count(found.get((unit.pk, period))) for unit in inside]
            done = states.count("accepted")
            tone = "good" if done == len(inside) else "warn" if done or states.count("none") < len(inside) else "idle"
            marks.append(Mark(tone, f"{done}/{len(inside)}"))
        name = found_place.full_name() if (found_place := places.get(code)) is not None else code
        lines.append(Line(name, "", code, marks, on_time_rate(_told(inside, shown, found, due), today)))
    return sorted(lines, key=lambda line: line.name)


def _told(
    units: Sequence[Unit], shown: Sequence[str], found: Found, due: Mapping[str, date]
) -> list[tuple[date, date | None]]:
    return [(due[period], _submitted(found.get((unit.pk, period)))) for period in shown for unit in units]


def _submitted(of: Standing | None) -> date | None:
    return timezone.localdate(of.submitted_at) if of is not None and of.submitted_at else None


def _count(of: Standing | None) -> str:
    if of is None:
        return "none"
    if of.state is State.ACCEPTED:
        return "accepted"
    return "waiting" if of.state in (State.SUBMITTED, State.APPROVED) else "draft"


def _mark(of: Standing | None, explained: frozenset[int], lang: Lang) -> Mark:
    if of is None:
        return Mark("idle", state_name(None, lang))
    doubt = f" · {EXPLAINED.to(lang)}" if of.number in explained else ""
    return Mark(TONES[of.state], state_name(of.state, lang) + doubt, reverse("return", args=[of.number]))


EXPLAINED = Text("có giải trình", "explained")


@dataclass(frozen=True, slots=True)
class Worth:
    """What has arrived of one row, as it is shown."""

    name: str
    unit: str
    units: str
    total: str
    share: str
    change: str
    estimate: str
    unknown: int


def worth(form: Form, units: Sequence[Unit], today: date, lang: Lang) -> tuple[str, list[Worth]]:
    """Return the period the newest one is held against, and what has arrived of each row.

    Nothing for more units than are shown one by one.
    """
    if len(units) > MOST_UNITS:
        return "", []
    period = form.owed_on(today)
    base = period.year_before()
    before = queries.told(form, base, units)
    if not before:
        base = period.shifted(-period.length)
        before = queries.told(form, base, units)
    now = queries.told(form, period, units)
    found = arrived(form, [unit.pk for unit in units], now, before)
    return base.label(lang), [_worth(one, len(units), lang) for one in found]


def _worth(of: Arrived, units: int, lang: Lang) -> Worth:
    row = of.row
    return Worth(
        row.name.to(lang), vocabulary().units[row.unit].symbol.to(lang), f"{of.units}/{units}",
        render(of.total, row.decimals, lang), "…" if of.share is None else f"{render(of.share, 1, lang)} %",
        "…" if of.change is None else f"{render(rounded(of.change * 100, 1), 1, lang)} %",
        "…" if of.estimate is None else render(of.estimate, row.decimals, lang), of.unknown,
    )  # fmt: skip

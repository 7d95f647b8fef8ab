"""How coordination looks: lines of lists and of pages, in the reader's language. No writing, no request."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from tongket.coordination.models import Asked, Entry, Notice, Request, Told
from tongket.coordination.rules import DONE, KINDS, STATES, UNIT_KINDS, WAITING, Action, Kind, Rates, State
from tongket.core.text import Lang, Text
from tongket.obligations.due import Timeliness, timeliness

TONES: Mapping[State, str] = {
    State.OPEN: "idle", State.ANSWERED: "warn", State.RETURNED: "bad", State.ACCEPTED: "good", State.WITHDRAWN: "idle",
}  # fmt: skip
TIMES: Mapping[Timeliness, Text] = {
    Timeliness.LATE: Text("quá hạn", "late"),
    Timeliness.SENT_LATE: Text("trả lời muộn", "answered late"),
    Timeliness.SOON: Text("sắp đến hạn", "due soon"),
    Timeliness.ON_TIME: Text("đúng hạn", "on time"),
    Timeliness.NOT_YET: Text("", ""),
}


def how(of: Asked, today: date) -> Timeliness:
    """Return how the answer of a unit stands to its due day; what was withdrawn is never late."""
    if of.state == State.WITHDRAWN:
        return Timeliness.NOT_YET
    return timeliness(of.due, timezone.localdate(of.answered_at) if of.answered_at else None, today)


@dataclass(frozen=True, slots=True)
class Line:
    """What one unit was asked.

    Attributes:
        time: how it stands to its due day, in words.
        late: whether it is late, or was answered late.
    """

    url: str
    title: str
    unit: str
    phone: str
    due: date
    state: str
    tone: str
    time: str
    late: bool
    answered: datetime | None
    waits: bool


def line(of: Asked, today: date, lang: Lang) -> Line:
    """Return one line of a list."""
    state, time = State(of.state), how(of, today)
    return Line(
        reverse("asked", args=[of.pk]), of.of.title, of.unit.name, of.unit.phone, of.due, STATES[state].to(lang),
        TONES[state], TIMES[time].to(lang), time in (Timeliness.LATE, Timeliness.SENT_LATE), of.answered_at,
        state in WAITING,
    )  # fmt: skip


COUNTS: Mapping[str, Text] = {
    "asked": Text("đơn vị được yêu cầu", "units asked"),
    "answered": Text("đã trả lời", "have answered"),
    "unseen": Text("chờ Sở xem xét", "with the Department"),
    "waiting": Text("chưa trả lời", "have not answered"),
    "late": Text("quá hạn chưa trả lời", "late without an answer"),
    "withdrawn": Text("đã thu hồi", "withdrawn"),
}
"""What is counted of a request, in this order; the codes choose lines, too."""


def counted(of: Asked, today: date) -> frozenset[str]:
    """Return under which counts one unit falls."""
    state = State(of.state)
    found = {
        "asked": state is not State.WITHDRAWN, "answered": state in (State.ANSWERED, State.ACCEPTED),
        "unseen": state is State.ANSWERED, "waiting": state in WAITING,
        "late": how(of, today) is Timeliness.LATE, "withdrawn": state is State.WITHDRAWN,
    }  # fmt: skip
    return frozenset(name for name, holds in found.items() if holds)


def counts(rows: Iterable[Asked], today: date) -> dict[str, int]:
    """Return how many units fall under each count."""
    falls = [counted(row, today) for row in rows]
    return {name: sum(name in one for one in falls) for name in COUNTS}


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as the Department sees it in its list."""

    url: str
    of: Request
    counts: Mapping[str, int]


def sent(requests: Sequence[Request], rows: Iterable[Asked], today: date) -> list[Sent]:
    """Return the requests of whose units a reader may read, with how far they are."""
    by: dict[int, list[Asked]] = {}
    for row in rows:
        by.setdefault(row.of_id, []).append(row)
    return [Sent(reverse("request", args=[of.pk]), of, counts(by[of.pk], today)) for of in requests if of.pk in by]


@dataclass(frozen=True, slots=True)
class Posted:
    """One notice in a list: to how many units it went, how many have read it."""

    url: str
    of: Notice
    kind: str
    units: int
    read: int


def posted(notices: Sequence[Notice], rows: Iterable[Told], read: Mapping[int, datetime], lang: Lang) -> list[Posted]:
    """Return the notices of whose units a reader may read, with how many have read them."""
    by: dict[int, list[Told]] = {}
    for row in rows:
        by.setdefault(row.of_id, []).append(row)
    return [
        Posted(reverse("notice", args=[of.pk]), of, KINDS[Kind(of.kind)].to(lang), len(by[of.pk]),
               sum(one.pk in read for one in by[of.pk]))
        for of in notices if of.pk in by
    ]  # fmt: skip


def way(entries: Iterable[Entry], names: Mapping[str, str], lang: Lang) -> list[dict[str, object]]:
    """Return what was answered and done, for the page."""
    return [
        {"name": DONE[Action(one.action)].to(lang), "who": names.get(one.actor, one.actor), "at": one.at,
         "text": one.text, "due": one.due, "answer": one.action == Action.ANSWER, "files": list(one.files.all())}
        for one in entries
    ]  # fmt: skip


def rates(found: Mapping[str, Rates], lang: Lang) -> list[tuple[str, Rates]]:
    """Return the rates with their names, of all first; of one kind alone there is only that line."""
    every = Text("tất cả", "all").to(lang)
    named = [(UNIT_KINDS[kind].to(lang) if kind in UNIT_KINDS else kind or every, of) for kind, of in found.items()]
    return named if len(named) > 2 else named[:1]


def dialled(phone: str) -> str:
    """Return the first number of what somebody wrote, as a telephone dials it.

    >>> dialled("0269 3824 567 – máy lẻ 12; 0905.123.456")
    '02693824567'
    """
    first = re.split(r"[;,/–]|máy lẻ|ext", phone.strip())[0]
    return re.sub(r"[^\d+]", "", first)

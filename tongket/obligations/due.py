"""When something is due: a table of rules, and what follows from one for a period. Pure: the day is handed in."""

import calendar as months
import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from tongket.core.errors import InvalidInput, NotFound
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.obligations.calendar import rolled

RULES = Path(__file__).parent / "data" / "due_rules.csv"
SOON = 3
"""So many days before it is due something is due soon."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a due day follows from a period.

    Attributes:
        code: what forms name it by.
        regime: whose deadline it is.
        name: what is due.
        months_after: months between the month in which the period ends and the one in which it is due.
        day: of that month.
        roll: next, previous or stay: what is done where that is no working day.
        locks_after: so many days after it is due nothing is taken any more but by a named exception; None: it is taken.
        valid_from: first day on which a period may end to fall under it; None: always.
        valid_to: last day; None while it holds.
        legal_basis: by what.
        confirmed: whether a published text says so; else it is a department's to set.
        source: where that is from.
    """

    code: str
    regime: str
    name: Text
    months_after: int
    day: int
    roll: str
    locks_after: int | None
    valid_from: date | None
    valid_to: date | None
    legal_basis: str
    confirmed: bool
    source: str

    def due(self, period: Period) -> date:
        """Return the last day on which what is owed for a period is on time."""
        month = period.end.year * 12 + period.end.month - 1 + self.months_after
        year, number = month // 12, month % 12 + 1
        last = months.monthrange(year, number)[1]
        return rolled(date(year, number, min(self.day, last)), self.roll)

    def locked_from(self, period: Period) -> date | None:
        """Return the first day on which what is owed for a period is no longer taken; None where it always is."""
        return None if self.locks_after is None else self.due(period) + timedelta(days=self.locks_after + 1)


class Timeliness(StrEnum):
    """How something owed stands on a day."""

    NOT_YET = "not-yet"
    SOON = "soon"
    LATE = "late"
    ON_TIME = "on-time"
    SENT_LATE = "sent-late"


def timeliness(due: date, sent: date | None, today: date) -> Timeliness:
    """Return how something stands: sent on time or late, or not sent and late, soon due, or not yet."""
    if sent is not None:
        return Timeliness.ON_TIME if sent <= due else Timeliness.SENT_LATE
    if today > due:
        return Timeliness.LATE
    return Timeliness.SOON if (due - today).days <= SOON else Timeliness.NOT_YET


def on_time_rate(told: Iterable[tuple[date, date | None]], today: date) -> tuple[int, int]:
    """Return how many were sent on time of how many were due: (due day, day sent or None) each.

    What is not due yet and not sent counts in neither; what was sent early counts in both.
    """
    judged = [timeliness(due, sent, today) for due, sent in told if sent is not None or due < today]
    return sum(one is Timeliness.ON_TIME for one in judged), len(judged)


def rule(code: str, period: Period, path: Path = RULES) -> Rule:
    """Return the rule of a code that holds for a period.

    Raises:
        NotFound: none does.
        InvalidInput: the table cannot be right.
    """
    for one in rules(path).get(code, ()):
        begun = one.valid_from is None or one.valid_from <= period.end
        if begun and (one.valid_to is None or period.end <= one.valid_to):
            return one
    raise NotFound(
        f"không có quy định hạn nộp “{code}” cho {period.label()}", f"no due rule “{code}” for {period.label('en')}"
    )


@cache
def rules(path: Path = RULES) -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules by code, each code's oldest first.

    Raises:
        InvalidInput: lines cannot be right; every one is named.
    """
    found: dict[str, list[Rule]] = {}
    wrong: list[str] = []
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                one = _rule(row)
            except (KeyError, TypeError, ValueError) as error:
                wrong.append(f"{path.name}:{number}: {error}")
                continue
            before = found.setdefault(one.code, [])
            if before and (before[-1].valid_to is None or one.valid_from is None
                           or one.valid_from <= before[-1].valid_to):  # fmt: skip
                wrong.append(f"{path.name}:{number}: {one.code} overlaps the line before")
            before.append(one)
    if wrong:
        listed = "; ".join(wrong)
        raise InvalidInput(f"bảng hạn nộp có lỗi: {listed}", f"the table of due rules is wrong: {listed}")
    return {code: tuple(of) for code, of in found.items()}


def _rule(row: Mapping[str, str]) -> Rule:
    day, after = int(row["day"]), int(row["months_after"])
    if not 1 <= day <= 31 or not 0 <= after <= 12 or row["roll"] not in ("next", "previous", "stay"):
        raise ValueError(f"day {day}, months_after {after}, roll {row['roll']}")
    if not row["code"] or not row["legal_basis"] or row["confirmed"] not in ("yes", "no"):
        raise ValueError("code, legal_basis or confirmed")
    locks = int(row["locks_after"]) if row["locks_after"] else None
    if locks is not None and locks < 0:
        raise ValueError(f"locks_after {locks}")
    first, last = (date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to"))
    return Rule(
        row["code"], row["regime"], Text(row["name_vi"], row["name_en"]), after, day, row["roll"], locks, first, last,
        row["legal_basis"], row["confirmed"] == "yes", row["source"],
    )  # fmt: skip

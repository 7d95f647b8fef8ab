"""What a register feeds the ledger, and how far it reaches what was published."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from tongket.core.figure import Figure, Key, Qualifier, Scenario, Source, Status, Value
from tongket.core.indicator import REGISTERED
from tongket.core.period import Period
from tongket.core.place import Place
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import services as ledger
from tongket.registers.shared.declare import Measure, Register
from tongket.registers.shared.queries import Asked, Total, places_inside, totals

BODY, BASIS = "register", REGISTERED
"""Who says it and on what basis: a register is compared with what was published, and never chained to it."""


class Published(Protocol):
    """A figure somebody else stated, as the ledger has it."""

    @property
    def key(self) -> Key:
        """What it tells of."""
        ...

    @property
    def value(self) -> Value:
        """The number."""
        ...


@dataclass(frozen=True, slots=True)
class Reached:
    """One published total and what the register has for its day.

    Attributes:
        published: the number; `over` where it was stated as “more than”.
        day: that it was stated for.
        here: what the register has for that day and those members; `records` stand behind it, of which `unknown`
            have no number.
        missing: published − here; negative where the register has more.
    """

    measure: Measure
    members: tuple[str, ...]
    day: date
    published: Decimal
    over: bool
    here: Decimal
    records: int
    unknown: int

    @property
    def missing(self) -> Decimal:
        """Published − here."""
        return self.published - self.here


def of_place(register: Register, place: Place, day: date, words: Vocabulary) -> Asked:
    """Return the question for all real records of a place on a day."""
    return Asked(day, places=places_inside(register, place.id, day, words))


def figures(register: Register, place: Place, day: date, words: Vocabulary, *, source: str) -> list[Figure]:
    """Return what a register measures of a place on a day, as figures for the ledger.

    A sum of which some record has no number is left out: a total that is too small is worse than none.
    """
    asked = of_place(register, place, day, words)
    found = []
    for measure in register.measures:
        for total in totals(register, measure, asked):
            if total.unknown:
                continue
            key = Key(measure.indicator, total.members, place.id, Period.of_day(day), Scenario.ACTUAL,
                      Status.OFFICIAL, BODY, BASIS)  # fmt: skip
            note = f"{total.records} {register.noun.vi}"
            found.append(Figure(key, Value(total.value), day, Source(source, f"{register.code} {day}"), note))
    return found


def post(register: Register, place: Place, day: date, words: Vocabulary, *, actor: str, source: str) -> ledger.Posted:
    """Record what a register measures of a place on a day in the ledger.

    Raises:
        InvalidInput: the ledger cannot take it.
    """
    some = figures(register, place, day, words, source=source)
    return ledger.post(some, actor=actor, vocabulary=words, reason=f"{register.title.vi} {day:%d/%m/%Y}",
                       origin=f"register {register.code} {place.id} {day}")  # fmt: skip


def reached(
    register: Register, place: Place, day: date, words: Vocabulary, rows: Iterable[Published]
) -> list[Reached]:  # fmt: skip
    """Compare a register with what was published of a place until a day: each total's newest, on its own day.

    Args:
        register: which.
        place: of the published figures.
        day: the last that is asked for.
        words: the vocabulary.
        rows: standing rows of the ledger on the register's indicators and that place.
    """
    measures = {one.indicator: one for one in register.measures}
    newest: dict[tuple[str, tuple[str, ...]], Published] = {}
    for row in rows:
        key = row.key
        if key.basis == BASIS or key.indicator not in measures or not key.period.is_day or key.period.end > day:
            continue
        if row.value.quantity is None or not _ours(register, measures[key.indicator], key.members):
            continue
        before = newest.get((key.indicator, key.members))
        if before is None or before.key.period.end < key.period.end:
            newest[key.indicator, key.members] = row
    here = _here(register, place, words, {(row.key.indicator, row.key.period.end) for row in newest.values()})
    out = []
    for (code, members), row in newest.items():
        on, measure = row.key.period.end, measures[code]
        total = here[code, on].get(tuple(sorted(members)), Total(members, Decimal(0), 0, 0))
        over = row.value.qualifier is Qualifier.OVER
        out.append(Reached(measure, members, on, row.value.quantity or Decimal(0), over, total.value, total.records,
                           total.unknown))  # fmt: skip
    return sorted(out, key=lambda one: (list(measures).index(one.measure.indicator), one.members))


def _ours(register: Register, measure: Measure, members: Sequence[str]) -> bool:
    """Whether a publication counts by the same states: “of any stage” is no state of a record."""
    known = {f"{dimension}:{code}" for dimension, field in measure.by.items() for code in register.field(field).choices}
    return len(members) == len(measure.by) and set(members) <= known


def _here(
    register: Register, place: Place, words: Vocabulary, wanted: Collection[tuple[str, date]]
) -> Mapping[tuple[str, date], Mapping[tuple[str, ...], Total]]:  # fmt: skip
    measures = {one.indicator: one for one in register.measures}
    # Which of the register's places lie in this one is asked once a day, not once an indicator.
    asked = {on: of_place(register, place, on, words) for on in {on for _, on in wanted}}
    return {
        (code, on): {total.members: total for total in totals(register, measures[code], asked[on])}
        for code, on in wanted
    }  # fmt: skip

"""What the cube reads and what it answers: ledger rows, and answers that know what they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from tongket.core.exact import Verdict
from tongket.core.figure import Key, Scenario, Value
from tongket.core.text import Text


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row of the ledger.

    Attributes:
        row: its number in the ledger.
        posting: the posting that brought it.
        posted_at: when that was.
        known_from: the day from which its source said it.
        supersedes: the row it corrects or revises; None where it is the first of its key.
    """

    row: int
    posting: int
    posted_at: datetime
    key: Key
    value: Value
    known_from: date
    source: str
    locator: str
    note: str
    supersedes: int | None


@dataclass(frozen=True, slots=True)
class Ask:
    """Which rows are wanted; an empty filter takes all.

    Attributes:
        as_of: what was known on that day; None: everything known.
        recorded_by: what was recorded by that moment; None: everything recorded.
        history: also the rows that later ones supersede.
    """

    indicators: Sequence[str] = ()
    places: Sequence[str] = ()
    periods: Sequence[str] = ()
    scenarios: Sequence[Scenario] = ()
    series: Sequence[str] = ()
    rows: Sequence[int] = ()
    as_of: date | None = None
    recorded_by: datetime | None = None
    history: bool = False


class Engine(Protocol):
    """Anything that can answer an Ask over the ledger's segments and tail."""

    def rows(self, ask: Ask) -> list[LedgerRow]:
        """Return the rows asked for, in order of key, then known-from, then row."""
        ...


class How(StrEnum):
    """Where an answer's number comes from."""

    LEDGER = "ledger"
    STATED = "stated"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Check:
    """A ratio as its source printed it, against the one its levels give.

    Attributes:
        stated: the ledger row with the printed ratio.
        verdict: how they stand to each other.
    """

    stated: LedgerRow
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Answer:
    """A figure that knows what it rests on.

    Attributes:
        key: what it tells of.
        value: the number (for a computed ratio: exact to 6 decimals; rounding for print comes last).
        how: read from the ledger as a level, read there as a stated ratio, or computed.
        formula: how it was computed; None for what was read.
        row: the ledger row it was read from; None for what was computed.
        inputs: the answers it was computed from, in the order of the formula.
        check: the same ratio as its source printed it, where there is one.
    """

    key: Key
    value: Value
    how: How
    formula: Text | None = None
    row: LedgerRow | None = None
    inputs: tuple["Answer", ...] = ()
    check: Check | None = None
    notes: tuple[Text, ...] = field(default=())

    def rows(self) -> list[LedgerRow]:
        """Return every ledger row beneath it, each once, in order of row number."""
        found = {self.row.row: self.row} if self.row else {}
        for answer in self.inputs:
            found.update((r.row, r) for r in answer.rows())
        if self.check:
            found[self.check.stated.row] = self.check.stated
        return [found[number] for number in sorted(found)]

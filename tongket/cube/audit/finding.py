"""What an audit reports, and the ledger as it was known when a figure was printed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from tongket.core.errors import InvalidInput
from tongket.core.figure import Key, Measure
from tongket.core.number import parse, render
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary
from tongket.cube.book import Book, Slot
from tongket.cube.rows import Answer, How, LedgerRow


class Severity(StrEnum):
    """How much a finding says: what cannot be, what is doubtful, what is only worth knowing."""

    CONTRADICTION = "contradiction"
    DOUBT = "doubt"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes:
        rule: its name, e.g. `silent-revision`.
        rows: the ledger rows it speaks of, the accused one first.
        stated: what was printed, as Vietnamese texts write numbers.
        computed: what follows from the others, written likewise; empty where nothing does.
        reason: why it is reported, with the numbers of both sides, in each language as that language writes them.
    """

    rule: str
    severity: Severity
    period: Period
    rows: tuple[LedgerRow, ...]
    stated: str
    computed: str
    reason: Text

    @property
    def key(self) -> Key:
        """The key of the accused row."""
        return self.rows[0].key

    @property
    def stated_plain(self) -> str:
        """What was printed, for another program: a decimal point, no grouping, as many decimals as were printed."""
        return _plain(self.stated)

    @property
    def computed_plain(self) -> str:
        """What follows from the others, for another program, written likewise."""
        return _plain(self.computed)


def _plain(text: str) -> str:
    """Return a number written the Vietnamese way with a decimal point and no grouping; a code as it is."""
    try:
        number = parse(text, "vi")
    except InvalidInput:
        return text
    return f"{number.value:.{number.decimals}f}"


def written(value: Decimal | None, decimals: int | None = None) -> Text:
    """Return a number as each language writes it; empty where there is none."""
    if value is None:
        return Text("", "")
    shown = None if decimals is None else max(0, decimals)
    return Text(render(value, shown, "vi"), render(value, shown, "en"))


class Timeline:
    """All rows that were ever known, and the book as it stood on any day.

    Args:
        rows: the whole history, superseded rows included.
    """

    def __init__(self, rows: Sequence[LedgerRow], vocabulary: Vocabulary) -> None:
        self.rows = rows
        self.vocabulary = vocabulary
        self._books: dict[date, Book] = {}

    @cached_property
    def now(self) -> Book:
        """The book of what is known now."""
        return Book(_standing(self.rows), self.vocabulary)

    def book(self, on: date) -> Book:
        """Return the book of what was known on a day."""
        if on not in self._books:
            self._books[on] = Book(_standing(r for r in self.rows if r.known_from <= on), self.vocabulary)
        return self._books[on]

    def successor(self, row: LedgerRow) -> LedgerRow | None:
        """Return the row that now stands in place of one; None where it stands itself, or says what it said."""
        now = self.now.at(row.key)
        same = now is None or now.row == row.row or now.value.quantity == row.value.quantity
        return None if same else now

    def level(self, slot: Slot, on: date) -> Answer | None:
        """Return a level as known on a day; where it was not known yet, as known now."""
        return self.book(on).level(slot) or self.now.level(slot)

    def level_of(self, ratio: LedgerRow) -> Answer | None:
        """Return the level that a printed ratio goes with: its own body's as printed with it, else any body's."""
        key = ratio.key.measured(Measure.LEVEL)
        book = self.book(ratio.known_from)
        exact = book.at(key) or self.now.at(key)
        if exact is not None and exact.value.quantity is not None:
            answer = book.read(Slot.of(key))
            return answer if answer and answer.key == key else _read(exact)
        return self.level(Slot.of(key), ratio.known_from)


def _read(row: LedgerRow) -> Answer:
    return Answer(row.key, row.value, How.LEDGER, row=row)


def _standing(rows: Iterable[LedgerRow]) -> list[LedgerRow]:
    by_key: dict[Key, list[LedgerRow]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    return [max(found, key=lambda r: (r.known_from, r.row)) for found in by_key.values()]

"""The ledger as the verifier of texts asks it: what was stated of a slot, and what follows where nobody stated it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from tongket.core.exact import rounded
from tongket.core.figure import Key, Measure, Notation, Scenario, Value
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary
from tongket.cube.audit import Timeline
from tongket.cube.book import NUMBERED, Book, Slot
from tongket.cube.rows import Answer, LedgerRow
from tongket.prose.verify import StatedLevel, StatedRatio

_ASKED = frozenset({Measure.GROWTH, Measure.GROWTH_PREVIOUS, Measure.COMPLETION, Measure.SHARE})
_STILL = timedelta(days=31)
_UNPRINTED = 2
"""Decimals of a ratio whose source did not print it."""


class AskedLedger:
    """Answers `tongket.prose.verify.Ledger` from the rows of places.

    Args:
        timeline_of: the whole history of a place, superseded rows included, as known on the day asked for.
        vocabulary: units and the way indicators add up.
    """

    def __init__(self, timeline_of: Callable[[str], Timeline], vocabulary: Vocabulary) -> None:
        self._timeline_of = timeline_of
        self._vocabulary = vocabulary
        self._slots: dict[str, dict[tuple[str, tuple[str, ...], str], list[LedgerRow]]] = {}

    def levels(
        self, indicator: str, members: tuple[str, ...], place: str, period: Period, scenario: str
    ) -> Sequence[StatedLevel]:
        """Return every level stated for a slot, latest last; where there is none, the one that follows from others."""
        rows = [r for r in self._rows(indicator, members, place, scenario) if r.key.measure is Measure.LEVEL]
        told = [r for r in rows if r.key.period == period and r.value.state in NUMBERED]
        if not told:
            return list(self._computed(rows, period))
        return [_level(r.key, r.value, self._unit(indicator), r) for r in sorted(told, key=lambda r: r.known_from)]

    def ratios(
        self, indicator: str, members: tuple[str, ...], place: str, period: Period, scenario: str
    ) -> Sequence[StatedRatio]:
        """Return every ratio stated of a slot's level, latest last."""
        rows = self._rows(indicator, members, place, scenario)
        told = [r for r in rows if r.key.measure in _ASKED and r.key.period == period and r.value.quantity is not None]
        return [_ratio(row) for row in sorted(told, key=lambda r: r.known_from)]

    def _rows(self, indicator: str, members: tuple[str, ...], place: str, scenario: str) -> list[LedgerRow]:
        if place not in self._slots:
            found: dict[tuple[str, tuple[str, ...], str], list[LedgerRow]] = {}
            for row in self._timeline_of(place).rows:
                line = (row.key.indicator, row.key.members, row.key.scenario.value)
                found.setdefault(line, []).append(row)
            self._slots[place] = found
        return self._slots[place].get((indicator, members, scenario), [])

    def _unit(self, indicator: str) -> str:
        return self._vocabulary.indicators[indicator].unit

    def _computed(self, rows: Sequence[LedgerRow], period: Period) -> Iterator[StatedLevel]:
        """Yield the level of each basis that follows from shorter periods, or of a stock its last day."""
        slots = {replace(Slot.of(row.key), period=period) for row in rows if row.key.scenario is not Scenario.PLAN}
        for slot in sorted(slots, key=lambda s: s.basis):
            book = self._timeline_of(slot.place).now
            answer = book.level(slot) or self._still_standing(book, slot)
            if answer is not None and answer.value.quantity is not None:
                known = max(answer.rows(), key=lambda r: r.known_from)
                yield _level(answer.key, answer.value, self._unit(slot.indicator), known)

    def _still_standing(self, book: Book, slot: Slot) -> Answer | None:
        """Return a stock as last counted shortly before: what a text of January “now has” was counted in December."""
        if self._vocabulary.indicators[slot.indicator].kind != "stock":
            return None
        since = slot.period.start - _STILL
        days = [p for p in book.periods(slot) if p.is_day and since <= p.start <= slot.period.end]
        return book.read(slot.moved(max(days))) if days else None


def _level(key: Key, value: Value, unit: str, row: LedgerRow) -> StatedLevel:
    interval = value.interval(exact=key.scenario is Scenario.PLAN)
    if interval is None:
        raise ValueError("a level without a number states nothing")
    return StatedLevel(
        value.quantity if value.quantity is not None else Decimal(0),
        unit,
        interval,
        value.decimals,
        key.body,
        key.basis,
        key.status.value,
        row.known_from,
    )


def _ratio(row: LedgerRow) -> StatedRatio:
    value = row.value
    quantity = value.quantity if value.quantity is not None else Decimal(0)
    decimals = value.decimals if value.decimals is not None else _UNPRINTED
    if value.notation is Notation.INDEX:
        quantity -= 100
    elif value.notation is Notation.TIMES:
        # 1.0661 times is growth by 6.61 %: two digits move before the mark.
        quantity, decimals = rounded((quantity - 1) * 100, decimals - 2), decimals - 2
    return StatedRatio(
        row.key.measure, quantity, decimals, row.key.body, row.key.basis, row.key.status.value, row.known_from
    )

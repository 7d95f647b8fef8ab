"""The book: the standing rows of some places, found by what they tell of; picks and consolidates levels.

Which row is taken where several tell of the same (docs/algorithms/consolidation.md): one basis; of that basis official
before preliminary before estimate; then the body asked for, else the Department before the province before the others;
then the latest known. For a plan only assigned and adjusted count, adjusted first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from tongket.core.exact import rounded
from tongket.core.figure import RATIO_SCALE, Key, Measure, Qualifier, Scenario, State, Status, Value
from tongket.core.indicator import Indicator
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary
from tongket.cube.rows import Answer, How, LedgerRow

BODIES = ("department", "province", "statistics-office")
_GOVERNMENT = frozenset(("department", "province"))
FIRM = {
    Status.OFFICIAL: 0, Status.PRELIMINARY: 1, Status.ESTIMATE: 2,
    Status.ADJUSTED: 0, Status.ASSIGNED: 1, Status.NEGOTIATED: 2, Status.PROPOSED: 3,
    Status.NONE: 0,
}  # fmt: skip
DENOMINATORS = frozenset({Status.ASSIGNED, Status.ADJUSTED})
NUMBERED = frozenset({State.VALUE, State.NIL})


@dataclass(frozen=True, slots=True)
class Slot:
    """What is asked for before it is known who says it and how firm: a key without status and body."""

    indicator: str
    members: tuple[str, ...]
    place: str
    period: Period
    scenario: Scenario
    basis: str

    @classmethod
    def of(cls, key: Key) -> "Slot":
        """Return the slot that a key fills."""
        return cls(key.indicator, key.members, key.place, key.period, key.scenario, key.basis)

    def moved(self, period: Period) -> "Slot":
        """Return the same slot in another period."""
        return replace(self, period=period)

    def planned(self) -> "Slot":
        """Return the slot of the plan it is measured against: the plan of its year."""
        return replace(self, period=self.period.whole_year(), scenario=Scenario.PLAN)


class Book:
    """Rows by what they tell of.

    Args:
        rows: standing rows (one a key), levels and stated ratios.
        vocabulary: how each indicator adds up.
        body: the body whose word is preferred; None: the Department's, then the province's.
        sources: for a place on boundaries asked for, the places that made it up before it stood, all of them.
    """

    def __init__(
        self,
        rows: Iterable[LedgerRow],
        vocabulary: Vocabulary,
        body: str | None = None,
        sources: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.sources = sources or {}
        self.vocabulary = vocabulary
        self.bodies = (body, *BODIES) if body else BODIES
        self.rows = list(rows)
        self._levels: dict[Slot, list[LedgerRow]] = defaultdict(list)
        self._by_key: dict[Key, LedgerRow] = {}
        self._places = {row.key.place for row in self.rows}
        self._periods: dict[tuple[str, tuple[str, ...], str, Scenario, str], set[Period]] = defaultdict(set)
        for row in self.rows:
            self._by_key[row.key] = row
            if row.key.measure is Measure.LEVEL and row.value.state in NUMBERED:
                slot = Slot.of(row.key)
                self._levels[slot].append(row)
                self._periods[self._line(slot)].add(slot.period)

    @staticmethod
    def _line(slot: Slot) -> tuple[str, tuple[str, ...], str, Scenario, str]:
        return (slot.indicator, slot.members, slot.place, slot.scenario, slot.basis)

    def indicator(self, code: str) -> Indicator:
        """Return the indicator of that code."""
        return self.vocabulary.indicators[code]

    def at(self, key: Key) -> LedgerRow | None:
        """Return the standing row of exactly that key."""
        return self._by_key.get(key)

    def rank(self, key: Key) -> tuple[int, int]:
        """Return how a key is preferred among those of one slot; lower is better."""
        body = self.bodies.index(key.body) if key.body in self.bodies else len(self.bodies)
        return (FIRM[key.status], body)

    def said(self, slot: Slot) -> list[LedgerRow]:
        """Return all rows that state the level of a slot, best first."""
        rows = self._levels.get(slot, [])
        return sorted(rows, key=lambda r: (*self.rank(r.key), -r.known_from.toordinal(), r.row))

    def read(self, slot: Slot) -> Answer | None:
        """Return the level stated in the ledger; of plans only one that may be a denominator."""
        for row in self.said(slot):
            if slot.scenario is not Scenario.PLAN or row.key.status in DENOMINATORS:
                return Answer(row.key, row.value, How.LEDGER, row=row)
        return None

    def level_of(self, slot: Slot, body: str) -> Answer | None:
        """Return the level of a slot in the word of one body (or one that speaks for the same government), or None.

        A ratio of one body's level on another's is nobody's figure.
        """
        for row in self.said(slot):
            if kin(row.key.body, body) and (slot.scenario is not Scenario.PLAN or row.key.status in DENOMINATORS):
                return Answer(row.key, row.value, How.LEDGER, row=row)
        computed = self.level(slot)
        return computed if computed and all(kin(row.key.body, body) for row in computed.rows()) else None

    def level(self, slot: Slot) -> Answer | None:
        """Return the level of a slot, or None where it cannot be told.

        It is the stated one; else of what is measured on days the last of the period; of a ratio numerator over
        denominator; else the sum of its shorter periods, or of the places in it.
        """
        stated = self.read(slot)
        if stated is not None:
            return stated
        indicator = self.indicator(slot.indicator)
        if not slot.period.is_day and (indicator.over_time == "last" or indicator.ratio is not None):
            # What is measured on days, a stated occupancy too, is of a period what it was on its last day.
            day = self.last_day(slot)
            if day is not None:
                return self.level(slot.moved(day))
        if indicator.ratio is not None:
            return self._ratio(slot, indicator)
        if indicator.over_time == "last" and not slot.period.is_day:
            return self._over_sources(slot, indicator)
        if slot.scenario is Scenario.PLAN:
            return self._over_sources(slot, indicator)
        return (
            self._over_time(slot, indicator)
            or self._over_places(slot, indicator)
            or self._over_sources(slot, indicator)
        )

    def last_day(self, slot: Slot) -> Period | None:
        """Return the last day of the period on which a stock is stated."""
        days = [p for p in self._periods.get(self._line(slot), ()) if p.is_day and slot.period.covers(p)]
        return max(days, default=None)

    def periods(self, slot: Slot) -> set[Period]:
        """Return the periods for which the slot's line states a level."""
        return set(self._periods.get(self._line(slot), ()))

    def cover(self, slot: Slot) -> list[Period] | None:
        """Return the fewest shorter periods with stated levels that make up the period exactly, or None."""
        parts = [
            p for p in self.periods(slot) if p != slot.period and p.adm == slot.period.adm and slot.period.covers(p)
        ]
        ends = {slot.period.first: list[Period]()}
        for month in range(slot.period.first, slot.period.first + slot.period.length):
            if month not in ends:
                continue
            for part in sorted(p for p in parts if p.first == month and p.length):
                after = month + part.length
                if after not in ends or len(ends[month]) + 1 < len(ends[after]):
                    ends[after] = [*ends[month], part]
        return ends.get(slot.period.first + slot.period.length) if slot.period.length else None

    def _over_time(self, slot: Slot, indicator: Indicator) -> Answer | None:
        if indicator.over_time not in ("sum", "average"):
            return None
        cover = self.cover(slot)
        answers = [self.read(slot.moved(p)) for p in cover or ()]
        found = [a for a in answers if a is not None]
        if not cover or len(found) != len(cover):
            return None
        names = " + ".join(str(p) for p in cover)
        if indicator.over_time == "sum":
            return _summed(slot, found, Text(f"cộng {names}", f"sum of {names}"))
        formula = Text(f"bình quân theo số tháng của {names}", f"average by months of {names}")
        return _averaged(slot, found, [Fraction(p.length) for p in cover], indicator.scale, formula)

    def _over_places(self, slot: Slot, indicator: Indicator) -> Answer | None:
        if indicator.over_places not in ("sum", "weighted") or self._places <= {slot.place}:
            return None
        children = self.vocabulary.places.children(slot.place, slot.period.end)
        answers = _all_known(self.level(replace(slot, place=child.id)) for child in children)
        if not answers:
            return None
        count = len(children)
        if indicator.over_places == "sum":
            return _summed(slot, answers, Text(f"cộng {count} địa bàn trực thuộc", f"sum of the {count} places in it"))
        weights = self._weights(slot, indicator, [child.id for child in children])
        if not weights:
            return None
        by = self.indicator(indicator.weight or "").name
        formula = Text(f"bình quân {count} địa bàn, quyền số là {by.vi}", f"mean of {count} places weighted by {by.en}")
        return _averaged(slot, answers, [number(w) for w in weights], indicator.scale, formula, weights)

    def _over_sources(self, slot: Slot, indicator: Indicator) -> Answer | None:
        """Return what the places that made up a place had together, each on its own old boundaries.

        Only what adds up over places does: an index or a rate of a place that did not stand then is recomputed from
        its parts, or not told.
        """
        sources = self.sources.get(slot.place, ())
        if indicator.over_places != "sum" or not sources:
            return None
        answers = _all_known(self.level(replace(slot, place=source)) for source in sources)
        if not answers or len({answer.key.period for answer in answers}) > 1:
            return None  # stocks counted on different days make no total
        names = [self.vocabulary.places[source].name(lang) for lang in ("vi", "en") for source in sources]
        half = len(sources)
        return _summed(slot, answers, Text(f"cộng {' + '.join(names[:half])}", f"sum of {' + '.join(names[half:])}"))

    def _weights(self, slot: Slot, indicator: Indicator, places: Sequence[str]) -> list[Answer]:
        """Return the weights of places, on the first basis on which all of them are known; empty where none is."""
        code = indicator.weight or ""
        for basis in self.indicator(code).bases:
            weighed = (self.level(Slot(code, (), place, slot.period, slot.scenario, basis)) for place in places)
            if weights := _all_known(weighed):
                return weights
        return []

    def _ratio(self, slot: Slot, indicator: Indicator) -> Answer | None:
        part, whole = indicator.ratio or ("", "")
        top = self.level(replace(slot, indicator=part))
        bottom = self.level(replace(slot, indicator=whole))
        if top is None or bottom is None or number(bottom) <= 0:
            return None
        if top.key.period != bottom.key.period:
            return None  # stocks of two days make no ratio
        exact = rounded(number(top) / number(bottom) * 100, RATIO_SCALE)
        key = replace(top.key, indicator=slot.indicator)
        names = (self.indicator(part).name, self.indicator(whole).name)
        formula = Text(*(f"{a} ÷ {b} × 100" for a, b in zip(*names, strict=True)))
        return Answer(key, Value(exact), How.COMPUTED, formula, inputs=(top, bottom))

    def bases(self, indicator: Indicator, members: tuple[str, ...], place: str, period: Period) -> list[str]:
        """Return the bases on which something is stated of the period, the preferred body's first."""
        ranks: dict[str, tuple[int, int]] = {}
        for row in self.rows:
            key = row.key
            if (key.indicator, key.members, key.place) == (indicator.code, members, place) and (
                key.period == period or (key.period.is_day and period.covers(key.period))
            ):
                body = self.bodies.index(key.body) if key.body in self.bodies else len(self.bodies)
                rank = (body, -row.known_from.toordinal())
                ranks[key.basis] = min(ranks.get(key.basis, rank), rank)
        return sorted(ranks, key=lambda basis: ranks[basis])


def kin(one: str, other: str) -> bool:
    """Whether two bodies speak as one: the same, or both for the province's government."""
    return one == other or {one, other} <= _GOVERNMENT


def number(answer: Answer) -> Fraction:
    """Return the exact number of an answer; a nil is zero."""
    return Fraction(answer.value.quantity or 0)


def _summed(slot: Slot, answers: Sequence[Answer], formula: Text) -> Answer:
    total = sum((a.value.quantity or Decimal(0) for a in answers), Decimal(0))
    weakest = max((a.key for a in answers), key=lambda k: FIRM[k.status])
    bodies = {a.key.body for a in answers}
    key = Key(
        slot.indicator, slot.members, slot.place, slot.period, slot.scenario, weakest.status,
        bodies.pop() if len(bodies) == 1 else answers[0].key.body, slot.basis,
    )  # fmt: skip
    decimals = [a.value.decimals for a in answers if a.value.decimals is not None]
    tops = [a.value.quantity if a.value.high is None else a.value.high for a in answers]
    value = Value(
        total,
        high=sum((t or Decimal(0) for t in tops), Decimal(0))
        if any(a.value.high is not None for a in answers)
        else None,
        qualifier=_joint_qualifier({a.value.qualifier for a in answers}),
        decimals=max(decimals) if len(decimals) == len(answers) else None,
    )
    return Answer(key, value, How.COMPUTED, formula, inputs=tuple(answers))


def _joint_qualifier(said: set[Qualifier]) -> Qualifier:
    """Return how exactly a sum is known: with one part “over”, the sum is over; over and under make it about."""
    loose = said - {Qualifier.EXACT}
    return loose.pop() if len(loose) == 1 else Qualifier.ABOUT if loose else Qualifier.EXACT


def _all_known(answers: Iterable[Answer | None]) -> list[Answer]:
    """Return the answers if every one is known, else nothing: a total of some is not the total."""
    known: list[Answer] = []
    for answer in answers:
        if answer is None:
            return []
        known.append(answer)
    return known


def _averaged(
    slot: Slot,
    answers: Sequence[Answer],
    weights: Sequence[Fraction],
    scale: int,
    formula: Text,
    more: Sequence[Answer] = (),
) -> Answer | None:
    """Return the weighted mean, rounded half-up at the indicator's scale; None where the weights are nothing."""
    pool = sum(weights, Fraction(0))
    if not pool or min(weights) < 0:
        return None
    mean = sum((number(a) * w for a, w in zip(answers, weights, strict=True)), Fraction(0)) / pool
    key = _summed(slot, answers, formula).key
    return Answer(key, Value(rounded(mean, scale)), How.COMPUTED, formula, inputs=(*answers, *more))

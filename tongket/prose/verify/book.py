"""The claims of one text, indexed by what they are about, so that every rule finds its operands without searching."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from tongket.core.errors import InvalidInput
from tongket.core.figure import Scenario
from tongket.core.period import Period
from tongket.core.text import fold
from tongket.core.vocabulary import Vocabulary
from tongket.prose.claims import AMOUNTS, Claim, Reading
from tongket.prose.verify.quantities import Measures

ACTUAL, PLAN = Scenario.ACTUAL.value, Scenario.PLAN.value
MOST_CANDIDATES = 4
"""Of several statements of one operand, so many are tried."""
LOOK_BACK = 12
"""A ratio stands at most so many claims after its level: the rows of a table may be one long sentence."""
_NEAR_BY = 3
_DIGIT = re.compile(r"\d")


class _Folding(dict[int, str]):
    """Folds letters one by one, each worked out once; what would fold into more than one letter stays."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code)) or " "
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_FOLDING = _Folding()
_name = lru_cache(maxsize=4096)(fold)
"""Indicators and places are named the same way again and again."""


class Subject(NamedTuple):
    """What a claim is about, without period and unit."""

    indicator: str
    members: tuple[str, ...]
    place: str


Slot = tuple[Subject, str, Period | None, str]
"""Subject, unit family, period, scenario."""


class Book:
    """One text's claims, indexed.

    Attributes:
        reading: the text and its claims.
        vocabulary: the vocabulary.
        measures: units of claims.
        claims: the claims in order of their ids.
        steps: how many claims were looked at so far; tests hold it near linear.
    """

    def __init__(self, reading: Reading, vocabulary: Vocabulary) -> None:
        self.reading, self.vocabulary, self.measures = reading, vocabulary, Measures(vocabulary)
        self.claims = sorted(reading.claims, key=lambda c: c.id)
        self.steps = 0
        self._subjects: dict[int, Subject | None] = {}
        self._by_id = {c.id: c for c in self.claims}
        self._places = {c.id: at for at, c in enumerate(self.claims)}
        self._at: dict[int, int] = {}
        self._amounts: dict[Slot, list[Claim]] = defaultdict(list)
        self._plain: dict[tuple[Subject, Period | None, str], list[Claim]] = defaultdict(list)
        self._totals: dict[tuple[str | None, Period | None, str], list[Claim]] = defaultdict(list)
        self._ratios: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        self._sentences: dict[int, list[Claim]] = defaultdict(list)
        self._parts: dict[int, list[Claim]] = defaultdict(list)
        # Folded letter by letter, so that the offsets of the text hold.
        self._folded = reading.text.translate(_FOLDING)
        self._sentence_words: dict[int, str] = {}
        self._bracketed: dict[int, bool] = {}
        self._words_before: dict[tuple[int, int, int], str] = {}
        for claim in self.claims:
            self._at[claim.id] = len(self._sentences[claim.sentence])
            self._sentences[claim.sentence].append(claim)
            if claim.part_of is not None:
                self._parts[claim.part_of].append(claim)
            subject = self.subject(claim)
            if claim.kind in AMOUNTS and subject is not None:
                self._amounts[subject, self.measures.family(claim), claim.period, claim.scenario].append(claim)
                self._plain[subject, claim.period, claim.scenario].append(claim)
                self._add_total(claim)
            elif subject is not None and len(self._ratios[subject.indicator, subject.place]) < LOOK_BACK:
                self._ratios[subject.indicator, subject.place].append(claim)

    def _add_total(self, claim: Claim) -> None:
        totals = self._totals[claim.unit, claim.period, claim.scenario]
        whole = claim.indicator_code is not None and not claim.members and claim.part_of is None
        if whole and len(totals) < MOST_CANDIDATES:
            totals.append(claim)

    def subject(self, claim: Claim) -> Subject | None:
        """Return what the claim is about; None where the text does not say."""
        if claim.id not in self._subjects:
            self._subjects[claim.id] = self._subject(claim)
        return self._subjects[claim.id]

    def _subject(self, claim: Claim) -> Subject | None:
        name = claim.indicator_code or (_name(claim.indicator) if claim.indicator else None)
        return None if name is None else Subject(name, tuple(sorted(claim.members)), self.place(claim))

    def place(self, claim: Claim) -> str:
        """Return the claim's place in words or as id; the text's own where it names none."""
        own = self.reading.place or ""
        return own if claim.place is None or claim.place == own else _name(claim.place)

    def get(self, number: int | None) -> Claim | None:
        """Return the claim of that id."""
        return None if number is None else self._by_id.get(number)

    def seen(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Count claims that are looked at, and return them."""
        self.steps += len(claims)
        return claims

    def before(self, claim: Claim, most: int = LOOK_BACK) -> Sequence[Claim]:
        """Return the claims before one in its sentence, nearest first, at most so many."""
        at = self._at[claim.id]
        if at == 0:
            return []
        return self.seen(self._sentences[claim.sentence][max(0, at - most) : at][::-1])

    def back(self, claim: Claim, most: int) -> Sequence[Claim]:
        """Return the claims before one, across sentences, nearest first, at most so many."""
        at = self._places[claim.id]
        return self.claims[max(0, at - most) : at][::-1]

    def ahead(self, claim: Claim, most: int) -> Sequence[Claim]:
        """Return the claims behind one, across sentences, at most so many."""
        at = self._places[claim.id] + 1
        return self.claims[at : at + most]

    def around(self, claim: Claim, most: int = LOOK_BACK) -> Sequence[Claim]:
        """Return the other claims of its sentence, at most so many to each side."""
        at = self._at[claim.id]
        near = self.seen(self._sentences[claim.sentence][max(0, at - most) : at + most + 1])
        return [c for c in near if c.id != claim.id]

    def sentences(self) -> Iterable[Sequence[Claim]]:
        """Return the claims, sentence by sentence."""
        return [self.seen(self._sentences[n]) for n in sorted(self._sentences)]

    def paragraphs(self) -> Iterable[Sequence[Claim]]:
        """Return the claims of running text, paragraph by paragraph."""
        group: list[Claim] = []
        for claim in self.claims:
            if group and "\n" in self.reading.text[group[-1].end : claim.start]:
                yield self.seen(group)
                group = []
            group.append(claim)
        yield self.seen(group)

    def in_brackets(self, claim: Claim) -> bool:
        """Whether a bracket is open where a claim begins, as far as its sentence's beginning."""
        found = self._bracketed.get(claim.id)
        if found is None:
            begin = claim.start
            if 0 <= claim.sentence < len(self.reading.sentences):
                begin = self.reading.sentences[claim.sentence][0]
            before = self.reading.text[begin : claim.start]
            found = self._bracketed[claim.id] = before.count("(") > before.count(")")
        return found

    def parts(self) -> Iterable[tuple[Claim, Sequence[Claim]]]:
        """Return every claim that others are a part of, with these."""
        found = [(self._by_id[n], self.seen(self._parts[n])) for n in sorted(self._parts) if n in self._by_id]
        return [(whole, [p for p in parts if p.id != whole.id]) for whole, parts in found]

    def siblings(self, claim: Claim) -> Sequence[Claim]:
        """Return the claims that are a part of the same claim."""
        return [] if claim.part_of is None else self._parts[claim.part_of]

    def totals_like(self, claim: Claim) -> Sequence[Claim]:
        """Return the first few whole amounts of known indicators in the unit, period and scenario of a claim."""
        return self._totals.get((claim.unit, claim.period, claim.scenario), [])

    def ratios(self, claim: Claim) -> Sequence[Claim]:
        """Return the first few claims of the same indicator, of whatever part of it, that are no amounts."""
        subject = self.subject(claim)
        return [] if subject is None else self._ratios.get((subject.indicator, subject.place), [])

    def slots(self) -> Iterable[tuple[Slot, Sequence[Claim]]]:
        """Return the amounts by subject, family, period and scenario."""
        return [(slot, self.seen(claims)) for slot, claims in self._amounts.items()]

    def amounts(self, subject: Subject, family: str, period: Period | None, scenario: str) -> Sequence[Claim]:
        """Return the amounts stated for one slot, at most MOST_CANDIDATES of different values."""
        return self._distinct(self._amounts.get((subject, family, period, scenario), []))

    def amounts_of_any_family(self, subject: Subject, period: Period | None, scenario: str) -> Sequence[Claim]:
        """Return the amounts stated for a subject and period in whatever unit."""
        return self._distinct(self._plain.get((subject, period, scenario), []))

    def _distinct(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        found: dict[tuple[object, ...], Claim] = {}
        for claim in claims:
            self.steps += 1
            found.setdefault((claim.value, claim.high, claim.approx, claim.unit), claim)
            if len(found) == MOST_CANDIDATES:
                break
        return list(found.values())

    def level_of(self, claim: Claim) -> Sequence[Claim]:
        """Return the amount a ratio qualifies: the nearest before it in its sentence, else all that fit.

        Several are returned where the text states several values and does not say which.
        """
        subject = self.subject(claim)
        family = self._said_family(claim)
        for other in self.before(claim):
            if other.kind not in AMOUNTS:
                continue
            fits = subject is None or (
                self.subject(other) == subject and other.period == claim.period and other.scenario == claim.scenario
            )
            if fits and (family is None or self.measures.family(other) in family):
                return [other]
            # “238.500 tấn, trị giá 524,7 triệu USD, tăng 10,8% về lượng”: the words choose, whatever it is called.
            near = family is not None and claim.id - other.id <= _NEAR_BY and other.period == claim.period
            if near and family is not None and self.measures.family(other) in family:
                return [other]
            if subject is None:
                return []
        if subject is None:
            return []
        found = self.amounts_of_any_family(subject, claim.period, claim.scenario)
        fitting = [c for c in found if family is None or self.measures.family(c) in family]
        # In tonnes or in USD? Without a word the ratio may be on either.
        return fitting if len({self.measures.family(c) for c in fitting}) == 1 else []

    def _said_family(self, claim: Claim) -> frozenset[str] | None:
        after = self.words(claim.end, claim.end + 24)
        if not after.startswith("ve "):
            return None
        if after.startswith(("ve luong", "ve khoi luong", "ve so luong", "ve san luong")):
            return frozenset({"mass"})
        if after.startswith(("ve gia tri", "ve kim ngach", "ve tri gia")):
            return frozenset({"money-vnd", "money-usd"})
        return None

    def words(self, start: int, end: int) -> str:
        """Return a stretch of the text, folded, in single blanks; empty where there is none."""
        return " ".join(self._folded[max(0, start) : max(0, end)].split())

    def words_of_sentence(self, claim: Claim) -> str:
        """Return the claim's sentence, folded."""
        if not 0 <= claim.sentence < len(self.reading.sentences):
            return ""
        if claim.sentence not in self._sentence_words:
            self._sentence_words[claim.sentence] = self.words(*self.reading.sentences[claim.sentence])
        return self._sentence_words[claim.sentence]

    def words_before(self, claim: Claim, most: int = 60) -> str:
        """Return the folded words before a claim, back to the claim before it, its sentence's start, or `most`."""
        key = claim.id, claim.start, most
        found = self._words_before.get(key)
        if found is None:
            start = max(0, claim.start - most)
            if 0 <= claim.sentence < len(self.reading.sentences):
                start = max(start, self.reading.sentences[claim.sentence][0])
            ends = [c.end for c in self.before(claim, 2) if c.end <= claim.start]
            found = self._words_before[key] = self.words(max([start, *ends]), claim.start)
        return found

    def unread_digits(self, start: int, end: int, claims: Sequence[Claim]) -> bool:
        """Whether digits stand between two offsets that belong to no claim: a part may have been missed."""
        covered = [(c.start, c.end) for c in claims]
        found = (m.start() for m in _DIGIT.finditer(self.reading.text, start, end))
        return any(not any(a <= at < b for a, b in covered) for at in found)

    def is_flow(self, subject: Subject) -> bool:
        """Whether the subject is known to add up over time."""
        indicator = self.vocabulary.indicators.get(subject.indicator)
        return indicator is not None and indicator.over_time == "sum"


def base_period(claim: Claim) -> Period | None:
    """Return the period a ratio is taken on; the same period of the year before where the text names none."""
    if claim.base is None:
        return claim.period.year_before() if claim.period else None
    return _parsed(claim.base)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except InvalidInput:
        return None

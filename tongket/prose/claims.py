"""A claim: one number that a text states, and what it says of what. What the reader finds and the verifier checks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tongket.core.exact import Interval, digit
from tongket.core.period import Period
from tongket.core.text import Lang

_LANGS: tuple[Lang, ...] = ("vi", "en")


class Kind(StrEnum):
    """What a number states. Targets are levels or growths with scenario plan."""

    LEVEL = "level"
    COUNT = "count"
    CAPACITY = "capacity"
    AREA = "area"
    GROWTH = "growth"
    COMPLETION = "completion"
    SHARE = "share"
    INDEX = "index"
    MULTIPLE = "multiple"
    DIFFERENCE = "difference"
    PRICE_INDEX = "price_index"


AMOUNTS = frozenset({Kind.LEVEL, Kind.COUNT, Kind.CAPACITY, Kind.AREA})
"""Kinds that state how much there is; the others relate two amounts."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One number that a text states.

    Attributes:
        id: its place in reading order, from 0.
        start: offset of its first code point in the text (NFC).
        end: offset after its last one. The span holds the number with its sign of quantity and unit
            (“hơn 416 ha”, “6,61%”), not the verb.
        text: the words of the span.
        kind: what the number states.
        indicator: what it is of, in the vocabulary's name where it has one, else in the words of the sentence; None
            where the sentence does not say.
        indicator_code: code of the vocabulary's indicator, or None.
        members: `dimension:member` of each part the words name (“cà phê”, “thủy điện”), where the vocabulary has it.
        place: words or id of the place, None for the text's own.
        period: the period or day it tells of; None where nothing tells.
        base: what a relating kind is taken on: a period (“2019”, “2020-M01..M09”), `plan`, or the words of a whole.
        value: the number in the canonical unit (a fall is negative; of a range the low end).
        high: the high end of a range, None for a single number.
        unit: canonical unit as printed: “tỷ đồng”, “triệu USD”, “%”, “lần”, “MW”, “dự án”; None where none is said.
        decimals: decimals printed, counted in the canonical unit (“60,2 ngàn tỷ đồng” in tỷ đồng: −2).
        approx: `about`, `over`, `under` or None.
        scenario: actual, plan or forecast.
        status: estimate, preliminary or official, None where the text does not say.
        part_of: id of the claim of which it is a part (“trong đó”), or None.
        verb: the folded word that carries the statement (“tang”, “vuot”, “dat”), for verbal checks.
        sentence: number of its sentence, from 0.
        other: the other reading of an unclear number (a dot before three digits), or None.
    """

    id: int
    start: int
    end: int
    text: str
    kind: Kind
    indicator: str | None
    indicator_code: str | None
    members: tuple[str, ...]
    place: str | None
    period: Period | None
    base: str | None
    value: Decimal
    high: Decimal | None
    unit: str | None
    decimals: int
    approx: str | None
    scenario: str
    status: str | None
    part_of: int | None
    verb: str
    sentence: int
    other: Decimal | None = None

    def interval(self, *, exact: bool = False, truncation: bool | None = None) -> Interval:
        """Return what the printed number can stand for.

        Args:
            exact: take it as it stands (plans are exact).
            truncation: whether it may have been cut off instead of rounded; None: ratios may, amounts may not.

        Returns:
            “hơn 416” is [416, …), “gần 416” (…, 416], a fall by “hơn 3%” (…, −3]; “khoảng 416” ±1 % or half the last
            digit, a range its two ends with half a digit around; else half the last printed digit to both sides, for
            a cut-off number one whole digit away from zero.
        """
        if exact:
            return Interval.between(self.value, self.value if self.high is None else self.high)
        if self.approx is None:
            if self.high is None and (truncation if truncation is not None else self.kind not in AMOUNTS):
                return Interval.printed(self.value, self.decimals)
            return Interval.around(self.value, self.value if self.high is None else self.high, self.decimals)
        number, top = Fraction(self.value), Fraction(self.high if self.high is not None else self.value)
        half = digit(self.decimals) / 2
        if self.approx in ("over", "under"):
            # “More” of a fall is further down.
            upwards = (self.approx == "over") == (number >= 0)
            return Interval(number, None) if upwards else Interval(None, number)
        half = max(half, abs(number) / 100)
        return Interval(number - half, top + half)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read out of one text.

    Attributes:
        text: the text in NFC; offsets count its code points.
        claims: in order of their place.
        sentences: (start, end) of each sentence.
        document_date: ISO date (or year-month) found in or given with the text, or None.
        place: id of the place the text is about, or None.
        verbal: verbal claims about targets as a whole (“thực hiện vượt các chỉ tiêu”), as (start, end, folded words).
    """

    text: str
    claims: tuple[Claim, ...]
    sentences: tuple[tuple[int, int], ...]
    document_date: str | None
    place: str | None = None
    verbal: tuple[tuple[int, int, str], ...] = field(default=())


class CheckVerdict(StrEnum):
    """How a relation came out, best first."""

    HOLDS = "holds"
    LAST_DIGIT = "last-digit"
    CANNOT_TELL = "cannot-tell"
    CONTRADICTS = "contradicts"


Told = Callable[[Lang], str]
"""Words that are put together only when somebody reads them, in the language asked for; `Text.to` is one."""


@dataclass(frozen=True, slots=True, eq=False)
class TextFinding:
    """One relation that was checked. Two are equal where all they say is, down to the words.

    Attributes:
        rule: its name, e.g. `growth-of-levels`, `parts-sum`, `index-as-growth`, `verbal-exceeded`.
        claims: ids of the claims it relates, the judged one first.
        stated: what the text says, as printed.
        computed: what follows from the others, printed with the same decimals; None where nothing can be computed.
        interval: what the others allow for the stated number; None ends are open.
        verdict: see CheckVerdict; CANNOT_TELL never counts as holding.
        explanation: the arithmetic in words and numbers, for a reader.
    """

    rule: str
    claims: tuple[int, ...]
    stated: str
    computed: str | None
    interval: tuple[Fraction | None, Fraction | None] | None
    verdict: CheckVerdict
    explanation: Told

    @property
    def explanation_vi(self) -> str:
        """The arithmetic in Vietnamese."""
        return self.explanation("vi")

    @property
    def explanation_en(self) -> str:
        """The same in English."""
        return self.explanation("en")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TextFinding):
            return NotImplemented
        return self._plainly == other._plainly and all(self.explanation(n) == other.explanation(n) for n in _LANGS)

    def __hash__(self) -> int:
        return hash((self.rule, self.claims, self.stated, self.verdict))

    @property
    def _plainly(self) -> tuple[object, ...]:
        return self.rule, self.claims, self.stated, self.computed, self.interval, self.verdict

"""The figure: a key, a value, and where it comes from. See docs/decisions/0001-figure.md.

A key has one URL-safe text form, its fields joined by `~`, and a short id of 17 characters:

    export.value~commodity:coffee~vn.64@1997~2021-H1~actual~estimate~department~std
    export.value~-~vn.64@1997~2020~actual~estimate~department~std~growth

The id is a letter for the measure and 80 bits of the SHA-256 of the text form without the measure, so the growth
and the level of one series share all but the first letter, and an id leads to its level by itself.
"""

import hashlib
import re
from base64 import b32encode
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from tongket.core.errors import InvalidInput
from tongket.core.exact import Interval
from tongket.core.period import Period
from tongket.core.place import check_place_id

RATIO_SCALE = 6
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford: no i, l, o, u to misread
_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _ALPHABET.encode())
_CODE = re.compile(r"[a-z0-9][a-z0-9.-]*")
_MEMBER = re.compile(r"[a-z0-9-]+:[a-z0-9-]+")
_ID = re.compile(rf"[a-z][{_ALPHABET}]{{16}}")


class Scenario(StrEnum):
    """What the figure tells of."""

    ACTUAL = "actual"
    PLAN = "plan"
    FORECAST = "forecast"


class Status(StrEnum):
    """How firm it is. Of an actual: estimate, preliminary, official; of a plan: the other four."""

    ESTIMATE = "estimate"
    PRELIMINARY = "preliminary"
    OFFICIAL = "official"
    PROPOSED = "proposed"
    NEGOTIATED = "negotiated"
    ASSIGNED = "assigned"
    ADJUSTED = "adjusted"
    NONE = "-"


STATUSES = {
    Scenario.ACTUAL: (Status.ESTIMATE, Status.PRELIMINARY, Status.OFFICIAL),
    Scenario.PLAN: (Status.PROPOSED, Status.NEGOTIATED, Status.ASSIGNED, Status.ADJUSTED),
    Scenario.FORECAST: (Status.NONE,),
}


class Measure(StrEnum):
    """What is said of the series."""

    LEVEL = "level"
    COMPLETION = "completion"
    GROWTH = "growth"
    GROWTH_PREVIOUS = "growth-previous"
    SHARE = "share"
    GAP = "gap"
    EXCESS = "excess"
    CHANGE = "change"
    CONTRIBUTION = "contribution"


LETTERS = {
    Measure.LEVEL: "v",
    Measure.COMPLETION: "c",
    Measure.GROWTH: "g",
    Measure.GROWTH_PREVIOUS: "m",
    Measure.SHARE: "s",
    Measure.GAP: "d",
    Measure.EXCESS: "x",
    Measure.CHANGE: "e",
    Measure.CONTRIBUTION: "k",
}
"""First letter of the short id. level: the value itself; completion: % of the plan of the year; growth: % on the same
period of the year before; growth-previous: % on the period just before; share: % of the total over the last
dimension; gap: value minus plan; excess: completion minus 100, in % of the plan (below zero: short of it); change:
value minus the year before; contribution: percentage points of the total's growth."""

RATIOS = frozenset(Measure) - {Measure.LEVEL, Measure.GAP, Measure.CHANGE}
"""Measures kept in percent or points; the others are in the indicator's unit."""


class State(StrEnum):
    """Whether there is a number, and if not, why: five different things everywhere."""

    VALUE = "value"
    NIL = "nil"
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"
    CONFIDENTIAL = "confidential"


class Qualifier(StrEnum):
    """How exactly the number was stated."""

    EXACT = "-"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


class Notation(StrEnum):
    """How a growth was printed: +6.61 %, 106.61 %, or 1.0661 times. For other measures: none."""

    NONE = "-"
    GROWTH = "growth"
    INDEX = "index"
    TIMES = "times"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a figure tells of.

    Attributes:
        indicator: code of the indicator.
        members: `dimension:member` of each dimension that is broken down, sorted; empty for the total.
        place: place id.
        period: the period, or the day of a stock.
        scenario: actual, plan or forecast.
        status: how firm.
        body: code of who states it.
        basis: code of what it is comparable with.
        measure: what is said of the series.
    """

    indicator: str
    members: tuple[str, ...]
    place: str
    period: Period
    scenario: Scenario
    status: Status
    body: str
    basis: str
    measure: Measure = Measure.LEVEL

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Read the text form.

        Raises:
            InvalidInput: not a key.
        """
        parts = text.strip().split("~")
        if len(parts) not in (8, 9):
            raise _no_key(text)
        indicator, members, place, period, scenario, status, body, basis = parts[:8]
        try:
            key = cls(
                indicator,
                () if members == "-" else tuple(members.split(",")),
                place,
                Period.parse(period),
                Scenario(scenario),
                Status(status),
                body,
                basis,
                Measure(parts[8]) if len(parts) == 9 else Measure.LEVEL,
            )
        except ValueError:
            raise _no_key(text) from None
        return key.checked()

    def checked(self) -> "Key":
        """Return the key itself.

        Raises:
            InvalidInput: a part has not the form of its kind, members are out of order or two of one dimension, or the
                status is another scenario's.
        """
        check_place_id(self.place)
        well = _is_well_coded(self.indicator, self.members, self.body, self.basis)
        if not well or self.status not in STATUSES[self.scenario]:
            raise _no_key(self._series_text())
        return self

    def _series_text(self) -> str:
        members = ",".join(self.members) or "-"
        return "~".join(
            (
                self.indicator, members, self.place, str(self.period), self.scenario.value, self.status.value,
                self.body, self.basis,
            )
        )  # fmt: skip

    def __str__(self) -> str:
        text = self._series_text()
        return text if self.measure is Measure.LEVEL else f"{text}~{self.measure.value}"

    @property
    def series_id(self) -> str:
        """The 16 characters that all measures of this series, period and status share."""
        return b32encode(hashlib.sha256(self._series_text().encode()).digest()[:10]).translate(_CROCKFORD).decode()

    @property
    def id(self) -> str:
        """The short id: 17 characters, a letter first."""
        return LETTERS[self.measure] + self.series_id

    def measured(self, measure: Measure) -> "Key":
        """Return the key of another measure of the same."""
        return self if self.measure is measure else replace(self, measure=measure)


@lru_cache(maxsize=4096)  # a return of many communes names the same few again and again
def _is_well_coded(indicator: str, members: tuple[str, ...], body: str, basis: str) -> bool:
    return (
        all(_CODE.fullmatch(code) for code in (indicator, body, basis))
        and all(_MEMBER.fullmatch(m) for m in members)
        and list(members) == sorted(set(members))
        and len({m.partition(":")[0] for m in members}) == len(members)
    )


def split_id(short_id: str) -> tuple[Measure, str]:
    """Return the measure and the series id that a short id is made of.

    Raises:
        InvalidInput: it has not the form of one.
    """
    clean = short_id.strip().lower()
    for measure, letter in LETTERS.items():
        if _ID.fullmatch(clean) and clean[0] == letter:
            return measure, clean[1:]
    raise InvalidInput(
        f"“{short_id}” không phải mã số liệu (17 ký tự) hay khóa số liệu",
        f"“{short_id}” is neither a figure id (17 characters) nor a figure key",
    )


@dataclass(frozen=True, slots=True)
class Value:
    """What a figure says.

    Attributes:
        quantity: the number, in the indicator's unit (a ratio: in % or, where notation is `times`, in times);
            None unless state is value.
        state: whether there is a number.
        high: the upper end of a stated range (9.5–10.5 %); None for a single number.
        qualifier: exact, about, over, under.
        notation: how a growth was printed.
        decimals: decimals printed, in the indicator's unit; negative where tens or hundreds were the last digit
            (3.4 billion USD in million USD: −2). None: not printed, the number is as exact as it stands.
        printed: the number as its source printed it; empty where that is not known.
    """

    quantity: Decimal | None
    state: State = State.VALUE
    high: Decimal | None = None
    qualifier: Qualifier = Qualifier.EXACT
    notation: Notation = Notation.NONE
    decimals: int | None = None
    printed: str = ""

    def interval(self, *, exact: bool = False) -> Interval | None:
        """Return what the number can stand for.

        Args:
            exact: take the number as it stands (plans are exact).

        Returns:
            None where there is no number. A nil is exactly zero. `over` is open above and `under` below; `about` is
            1 %, or half the last printed digit where that is more.
        """
        if self.state is State.NIL:
            return Interval.of(0)
        if self.quantity is None:
            return None
        if exact:
            return Interval(Fraction(self.quantity), Fraction(self.quantity if self.high is None else self.high))
        half = Fraction(0) if self.decimals is None else Fraction(10) ** -self.decimals / 2
        if self.qualifier is Qualifier.ABOUT:
            half = max(half, abs(Fraction(self.quantity)) / 100)
        low, high = (
            Fraction(self.quantity) - half,
            Fraction(self.high if self.high is not None else self.quantity) + half,
        )
        if self.qualifier is Qualifier.OVER:
            return Interval(Fraction(self.quantity), None)
        if self.qualifier is Qualifier.UNDER:
            return Interval(None, Fraction(self.quantity))
        # A tie is printed away from zero, so the end nearer to zero belongs to the number.
        return Interval(low, high, low_open=half > 0 and self.quantity <= 0, high_open=half > 0 and high > 0)

    def reach(self) -> Interval | None:
        """Return what the number stands for in practice: `over x` ends where the last digit of x would change.

        A writer who says “hơn 416 ha” has 416-something in mind. Sums and ratios that only hold when “over” hides more
        than that are worth a remark, though not a contradiction in logic.
        """
        if self.quantity is None or self.qualifier not in (Qualifier.OVER, Qualifier.UNDER):
            return self.interval()
        exact = Fraction(self.quantity)
        shown = self.quantity.normalize()
        unit = Fraction(10) ** int(shown.as_tuple().exponent) if shown else Fraction(1)
        if self.qualifier is Qualifier.OVER:
            return Interval(exact, exact + unit, high_open=True)
        return Interval(exact - unit, exact, low_open=True)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was stated: an address or document, and the place in it."""

    address: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as handed to the ledger.

    Attributes:
        known_from: the day its source said it (of a month: its last day).
        note: a remark in words; never part of the figure.
    """

    key: Key
    value: Value
    known_from: date
    source: Source
    note: str = ""


def _no_key(text: str) -> InvalidInput:
    return InvalidInput(
        f"“{text}” không phải khóa số liệu; dạng đúng: "
        "chỉ-tiêu~phân-tổ hoặc -~địa-bàn~kỳ~kịch-bản~trạng-thái~cơ-quan~gốc-so-sánh[~thước-đo]",
        f"“{text}” is not a figure key; the form is "
        "indicator~members or -~place~period~scenario~status~body~basis[~measure]",
    )

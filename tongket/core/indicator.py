"""Indicators: what is measured, in which unit, on which basis, and how it adds up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tongket.core.text import Text

OverTime = Literal["sum", "last", "average", "none"]
OverPlaces = Literal["sum", "weighted", "none"]
Direction = Literal["up", "down", "none"]
Kind = Literal["flow", "stock", "index", "ratio"]


REGISTERED = "register"
"""The basis of what the Department's own registers count. No file or form means it by saying nothing."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a dimension, e.g. coffee of commodity.

    Attributes:
        residual: whether it stands for all the others (“hàng hóa khác”), so that a list with it is complete.
    """

    dimension: str
    code: str
    name: Text
    residual: bool = False


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to break an indicator down."""

    code: str
    name: Text
    members: Mapping[str, Member]


@dataclass(frozen=True, slots=True)
class Partition:
    """Members of one dimension that together are the whole, once each."""

    indicator: str
    dimension: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure is comparable with: method, coverage, price base year.

    Attributes:
        prices: `constant`, `current`, or empty where prices play no part.
        base_year: of constant prices; None otherwise.
    """

    code: str
    name: Text
    prices: str
    base_year: int | None


@dataclass(frozen=True, slots=True)
class Body:
    """Who states a figure."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured.

    Attributes:
        code: its name in code and keys.
        group: the section of a review it belongs to.
        name: as printed inside a sentence.
        unit: code of the unit its values are kept in.
        scale: decimals kept; values are stored as whole numbers of 10^-scale units.
        kind: a flow over a period, a stock on a day, an index, or a ratio of two others.
        over_time: how a longer period follows from shorter ones: their sum, the last of them, their average weighted
            by months, or not at all.
        over_places: how a larger place follows from smaller ones: their sum, their mean weighted by `weight`, or not
            at all.
        ratio: (numerator, denominator) of a ratio; None otherwise.
        weight: code of the indicator by which places are weighted; None unless `over_places` is weighted.
        bases: codes of the bases it is stated on; see `told_bases`.
        direction: which way is better; `none` where neither is.
        dimensions: codes of the dimensions it may be broken down by.
    """

    code: str
    group: str
    name: Text
    unit: str
    scale: int
    kind: Kind
    over_time: OverTime
    over_places: OverPlaces
    ratio: tuple[str, str] | None
    weight: str | None
    bases: tuple[str, ...]
    direction: Direction
    dimensions: tuple[str, ...]

    @property
    def told_bases(self) -> tuple[str, ...]:
        """Those on which others state it, or a return does: all but what the Department's registers count."""
        return tuple(basis for basis in self.bases if basis != REGISTERED)

"""What the verifier asks a ledger. Prose knows no cube: whoever calls hands in something that answers this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from tongket.core.exact import Interval
from tongket.core.figure import Measure
from tongket.core.period import Period


@dataclass(frozen=True, slots=True)
class StatedLevel:
    """One level as a body stated it.

    Attributes:
        value: the number.
        unit: code of its unit.
        interval: what it can stand for, in that unit; a plan, and what is exact, a single value.
        decimals: decimals it was printed with; None where it was not printed.
        body: code of who stated it.
        basis: code of what it is comparable with.
        status: estimate, preliminary, official; proposed, negotiated, assigned, adjusted of a plan; None: not known.
        known_from: the day its source said it.
    """

    value: Decimal
    unit: str
    interval: Interval
    decimals: int | None
    body: str
    basis: str
    status: str | None
    known_from: date


@dataclass(frozen=True, slots=True)
class StatedRatio:
    """One ratio as a body stated it, in percent.

    Attributes:
        measure: growth (on the year before), growth-previous, completion or share.
        value: the number, a growth signed and as growth (not as index).
        decimals: decimals it was printed with.
        body: code of who stated it.
        basis: code of what it is comparable with.
        status: how firm, as in StatedLevel.
        known_from: the day its source said it.
    """

    measure: Measure
    value: Decimal
    decimals: int
    body: str
    basis: str
    status: str | None
    known_from: date


class Ledger(Protocol):
    """Answers what was stated; both questions return everything known on the day asked for, latest last."""

    def levels(
        self, indicator: str, members: tuple[str, ...], place: str, period: Period, scenario: str
    ) -> Sequence[StatedLevel]:
        """Return every level stated for a slot, by whatever body, basis and status; empty where none is known."""
        ...

    def ratios(
        self, indicator: str, members: tuple[str, ...], place: str, period: Period, scenario: str
    ) -> Sequence[StatedRatio]:
        """Return every ratio stated of a slot's level; empty where none is known."""
        ...

"""The words all statements share: columns, dialects, and how lists of columns are written."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongket.core.figure import RATIO_SCALE

CARRIED = (
    "value", "high", "firm", "voice", "voice_last", "over_n", "under_n", "about_n", "reported", "expected", "complete",
)  # fmt: skip
"""What a level carries: lowest and highest number, weakest status, who speaks (lowest and highest number of a body),
how many parts are over, under or about, how many places spoke of how many that had to, and whether that is all."""
PERIOD = ("first", "length", "day")
GROUPED = ("indicator", "members", "basis", "scenario", "status", "body", "period")
WANTED = (
    *((0, months) for months in range(2, 13)), (3, 3), (6, 3), (6, 6), (9, 3),
)  # fmt: skip
"""Longer periods of a year as (first month from 0, months): cumulative ones – of 3, 6, 9 and 12 months the first
quarter, half, nine months and year –, then the other quarters and the second half."""
STARTS = (0, 3, 6, 9)
UNRANKED = 50
"""Rank of bodies nobody ranked: of two of them the one known later is taken."""
NO_DAY = 0
RATIO_UNITS = 100 * 10**RATIO_SCALE


@dataclass(frozen=True, slots=True)
class Dialect:
    """What engines say differently.

    Attributes:
        wide: a whole number of at least 30 digits, as `wide.format("value")`.
        quotient: whole division of two such numbers that are not below zero, as `quotient.format("a", "b")`.
        bytewise: a text that is compared byte by byte, whatever the language of the database.
    """

    wide: str
    quotient: str
    bytewise: str = "{}"

    def half_up(self, part: str, whole: str) -> str:
        """Return the words for part ÷ whole, rounded half-up away from zero; whole is above zero."""
        positive = self.quotient.format(f"2 * ({part}) + {whole}", f"(2 * {whole})")
        negative = self.quotient.format(f"{whole} - 2 * ({part})", f"(2 * {whole})")
        return f"CASE WHEN ({part}) >= 0 THEN {positive} ELSE -({negative}) END"


UNIT_KEY = ("unit", "line", *PERIOD)
TARGET_KEY = ("target", "line", *PERIOD)
AT = "CASE WHEN l.scenario = 'plan' OR {0}.length = 0 THEN {0}.first ELSE {0}.first + {0}.length - 1 END"
"""The month in which those had to stand who speak: of a plan the first, else the last."""


def listed(names: Sequence[str], alias: str = "") -> str:
    """Return columns, of a table or alone, with commas between them."""
    return ", ".join(f"{alias}.{name}" if alias else name for name in names)


def on(names: Sequence[str], one: str, two: str) -> str:
    """Return the condition that two tables agree in columns."""
    return " AND ".join(f"{one}.{name} = {two}.{name}" for name in names)


def merged(one: str, two: str) -> str:
    """Return what two parts carry together, from `firm` on."""
    parts = {
        "firm": "GREATEST", "voice": "LEAST", "voice_last": "GREATEST", "over_n": "+", "under_n": "+", "about_n": "+",
        "reported": "LEAST", "expected": "GREATEST", "complete": "LEAST",
    }  # fmt: skip
    return ", ".join(
        f"{one}.{name} + {two}.{name} AS {name}" if how == "+" else f"{how}({one}.{name}, {two}.{name}) AS {name}"
        for name, how in parts.items()
    )

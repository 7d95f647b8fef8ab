"""A figure as a flat record: the form in which databases and engines hold it."""

from collections.abc import Mapping
from typing import Any

from tongket.core.exact import from_units
from tongket.core.figure import RATIO_SCALE, RATIOS, Key, Measure, Notation, Qualifier, Scenario, State, Status, Value
from tongket.core.indicator import Indicator
from tongket.core.period import Period


def scale_of(measure: Measure, indicator: Indicator) -> int:
    """Return how many decimals are kept of a measure of the indicator."""
    return RATIO_SCALE if measure in RATIOS else indicator.scale


def key_of(record: Mapping[str, Any]) -> Key:
    """Return the key of a record; `members` is comma-joined text, empty for none."""
    return Key(
        record["indicator"],
        tuple(record["members"].split(",")) if record["members"] else (),
        record["place"],
        Period.parse(record["period"]),
        Scenario(record["scenario"]),
        Status(record["status"]),
        record["body"],
        record["basis"],
        Measure(record["measure"]),
    )


def value_of(record: Mapping[str, Any], scale: int) -> Value:
    """Return the value of a record whose `value` and `high` are whole numbers of 10^-scale."""
    low, high = (None if units is None else from_units(units, scale) for units in (record["value"], record["high"]))
    return Value(
        low,
        State(record["state"]),
        high,
        Qualifier(record["qualifier"]),
        Notation(record["notation"]),
        record["decimals"],
        record["printed"],
    )

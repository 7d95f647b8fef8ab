from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import keys
from tongket.core.errors import InvalidInput
from tongket.core.exact import INT64_MAX
from tongket.core.figure import RATIOS, Key, Measure, Notation, Qualifier, State, Value
from tongket.core.record import key_of, scale_of, value_of
from tongket.core.vocabulary import Vocabulary

EMPTY: dict[str, Any] = {
    "value": None, "high": None, "state": "missing", "qualifier": "-", "notation": "-", "decimals": None, "printed": "",
}  # fmt: skip


def _record(key: Key) -> dict[str, str]:
    """A key's fields as text, taken from its text form."""
    fields = ("indicator", "members", "place", "period", "scenario", "status", "body", "basis", "measure")
    parts = [*str(key).split("~"), "level"][:9]
    return dict(zip(fields, parts, strict=True)) | {"members": ",".join(key.members)}


@given(keys())
def test_a_record_gives_its_key_back(key: Key) -> None:
    assert key_of(_record(key)) == key


def test_a_record_of_no_period_is_refused() -> None:
    record = _record(Key.parse("export.value~-~vn.64@1997~2020~actual~estimate~department~std"))
    with pytest.raises(InvalidInput):
        key_of(record | {"period": "2020-M13"})


@pytest.mark.parametrize("measure", Measure)
def test_ratios_keep_six_decimals_and_levels_those_of_the_indicator(vocabulary: Vocabulary, measure: Measure) -> None:
    for code, kept in (("export.quantity", 3), ("market.count", 0)):
        assert scale_of(measure, vocabulary.indicators[code]) == (6 if measure in RATIOS else kept)


@pytest.mark.parametrize(
    ("changes", "scale", "value"),
    [
        ({}, 6, Value(None, State.MISSING)),
        ({"state": "nil"}, 6, Value(None, State.NIL)),
        ({"state": "confidential"}, 6, Value(None, State.CONFIDENTIAL)),
        ({"state": "value", "value": 0}, 6, Value(Decimal(0))),
        (
            {"state": "value", "value": 2246150000, "decimals": 2, "printed": "2.246,15"},
            6,
            Value(Decimal("2246.15"), decimals=2, printed="2.246,15"),
        ),
        (
            {"state": "value", "value": 9500000, "high": 10500000, "notation": "growth", "qualifier": "about"},
            6,
            Value(Decimal("9.5"), high=Decimal("10.5"), notation=Notation.GROWTH, qualifier=Qualifier.ABOUT),
        ),
        ({"state": "value", "value": -17}, 0, Value(Decimal(-17))),
    ],
)
def test_a_record_gives_its_value_back(changes: dict[str, Any], scale: int, value: Value) -> None:
    assert value_of(EMPTY | changes, scale) == value


@given(st.integers(-INT64_MAX, INT64_MAX), st.integers(0, 6))
def test_no_digit_is_lost(units: int, scale: int) -> None:
    value = value_of(EMPTY | {"state": "value", "value": units}, scale)
    assert value.quantity is not None
    assert value.quantity * 10**scale == units

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.ledger.samples import figure, key
from tongket.core.errors import InvalidInput
from tongket.core.figure import Figure, Measure, Qualifier, State, Value
from tongket.core.vocabulary import Vocabulary
from tongket.ledger.rules import encode


def of(indicator: str, value: Value, measure: Measure = Measure.LEVEL) -> Figure:
    return replace(figure(locator="Bảng 1, B7"), key=key(indicator=indicator, measure=measure), value=value)


@pytest.mark.parametrize("indicator", ["export.value", "market.count"])
@pytest.mark.parametrize(
    "value",
    [
        Value(Decimal(-1)),
        Value(Decimal("-1E+3")),
        Value(Decimal(-5), State.VALUE, Decimal(5), Qualifier.ABOUT),
    ],
)
def test_a_flow_or_a_stock_below_nothing_is_refused(vocabulary: Vocabulary, indicator: str, value: Value) -> None:
    with pytest.raises(InvalidInput) as caught:
        encode(of(indicator, value), vocabulary)
    for text in (caught.value.text.vi, caught.value.text.en):
        assert text.startswith(f"bao-cao-2020.docx, Bảng 1, B7: {indicator} vn.64@1997 2020: ")
        assert f" {value.quantity:f} " in text
    assert "E+" not in caught.value.text.vi


@pytest.mark.parametrize("quantity", ["0", "-0", "0.5"])
def test_nothing_at_all_is_no_negative_level(vocabulary: Vocabulary, quantity: str) -> None:
    assert encode(of("export.value", Value(Decimal(quantity))), vocabulary).value == int(Decimal(quantity) * 10**6)


@pytest.mark.parametrize("measure", [Measure.GAP, Measure.CHANGE, Measure.GROWTH, Measure.EXCESS])
def test_a_difference_may_be_negative(vocabulary: Vocabulary, measure: Measure) -> None:
    stored = encode(of("export.value", Value(Decimal("-7.5")), measure), vocabulary)
    assert stored.value is not None
    assert stored.value < 0


def test_an_index_is_no_quantity(vocabulary: Vocabulary) -> None:
    assert encode(of("industry.iip", Value(Decimal(-1))), vocabulary).value == -1_000_000

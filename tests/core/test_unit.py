from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import decimals
from tongket.core.errors import InvalidInput, NotFound
from tongket.core.tables import read_table, split_list
from tongket.core.text import Text
from tongket.core.unit import Unit, Units, convert
from tongket.core.vocabulary import Vocabulary

UNITS = Units(read_table("units.csv"))
CODES = sorted(unit.code for unit in UNITS)


@pytest.mark.parametrize(
    ("value", "source", "target", "result"),
    [
        ("55171855", "vnd.m", "vnd.bn", "55171.855"),
        ("22519", "vnd.bn", "vnd", "22519000000000"),
        ("1", "vnd", "vnd.tn", "0.000000000001"),
        # Halves, quarters and eighths: what is left of a division by a thousand when the number shares its factors.
        ("125", "kwh", "mwh", "0.125"),
        ("1250", "m2", "ha", "0.125"),
        ("62500", "kw", "mw", "62.5"),
        ("16", "usd.k", "usd.m", "0.016"),
        ("0.0625", "kwh.m", "kwh.bn", "0.0000625"),
        ("3.4", "usd.bn", "usd.m", "3400"),
        ("1.5", "km2", "ha", "150"),
        ("150", "ha", "km2", "1.5"),
        ("106.61", "percent", "times", "1.0661"),
        ("1.0661", "times", "percent", "106.61"),
        ("-2500", "tonne", "tonne.k", "-2.5"),
        ("0", "kw", "mw", "0"),
        ("123456789012345678901234567890.123", "vnd", "vnd.tn", "123456789012345678.901234567890123"),
    ],
)
def test_converts_exactly(value: str, source: str, target: str, result: str) -> None:
    assert convert(Decimal(value), UNITS[source], UNITS[target]) == Decimal(result)


@given(decimals(), st.sampled_from(CODES), st.sampled_from(CODES))
def test_conversion_is_the_quotient_of_the_factors(value: Decimal, source: str, target: str) -> None:
    one, other = UNITS[source], UNITS[target]
    if one.quantity != other.quantity:
        with pytest.raises(InvalidInput):
            convert(value, one, other)
        return
    result = convert(value, one, other)
    assert Fraction(result) * Fraction(other.factor) == Fraction(value) * Fraction(one.factor)
    assert convert(result, other, one) == value


def test_the_calculation_around_it_changes_nothing() -> None:
    with localcontext() as context:
        context.prec = 3
        assert convert(Decimal("55171855"), UNITS["vnd.m"], UNITS["vnd.bn"]) == Decimal("55171.855")


def test_the_same_unit_keeps_the_number_as_written() -> None:
    assert str(convert(Decimal("98.20"), UNITS["percent"], UNITS["percent"])) == "98.20"


@pytest.mark.parametrize(
    ("source", "target"),
    [("mw", "mwp"), ("mwp", "mw"), ("usd.m", "vnd.bn"), ("project", "system"), ("percent", "pp"), ("kwh", "kw")],
)
def test_two_quantities_never_convert(source: str, target: str) -> None:
    one, other = UNITS[source], UNITS[target]
    with pytest.raises(InvalidInput) as refused:
        convert(Decimal(1), one, other)
    assert one.symbol.vi in refused.value.text.vi
    assert other.symbol.vi in refused.value.text.vi
    assert one.symbol.en in refused.value.text.en
    assert other.symbol.en in refused.value.text.en


def test_a_division_without_an_end_is_refused() -> None:
    # A sào of the north is 360 m²: 1 ha is 27.777… of them, and no number of decimals is that.
    sao = Unit("sao", Text("sào", "sào"), "area", Decimal(360))
    assert convert(Decimal(3), sao, UNITS["m2"]) == 1080
    assert convert(Decimal(9), UNITS["ha"], sao) == 250
    with pytest.raises(InvalidInput) as refused:
        convert(Decimal(1), UNITS["ha"], sao)
    assert all("sào" in message for message in refused.value.text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("vnd.bn", "vnd.bn"),
        (" vnd.bn ", "vnd.bn"),
        ("tỷ đồng", "vnd.bn"),
        ("Tỷ đồng", "vnd.bn"),
        ("TỶ  ĐỒNG", "vnd.bn"),
        ("ty dong", "vnd.bn"),
        ("tỉ đồng", "vnd.bn"),
        ("billion VND", "vnd.bn"),
        ("VNĐ", "vnd"),
        ("đ", "vnd"),
        ("triệu kWh", "kwh.m"),
        ("GWh", "kwh.m"),
        ("MW", "mw"),
        ("mw", "mw"),
        ("MWp", "mwp"),
        ("km²", "km2"),
        ("km2", "km2"),
        ("%", "percent"),
        ("điểm %", "pp"),
        ("lần", "times"),
    ],
)
def test_found_by_any_of_its_names(text: str, code: str) -> None:
    assert UNITS.find(text).code == code


@pytest.mark.parametrize("text", ["", "mW", " mW ", "furlong", "đồng/kg"])
def test_not_found(text: str) -> None:
    # mW is a milliwatt, a thousand million times less than MW.
    with pytest.raises(NotFound) as missing:
        UNITS.find(text)
    assert all(f"“{text}”" in message and "units.csv" in message for message in missing.value.text)


def test_looked_up_by_code() -> None:
    assert "mw" in UNITS
    assert "MW" not in UNITS
    assert UNITS["mw"].quantity == "power"
    with pytest.raises(KeyError):
        UNITS["MW"]


def test_printed_after_a_number() -> None:
    assert UNITS["vnd.bn"].print() == "\N{NO-BREAK SPACE}tỷ đồng"
    assert UNITS["vnd.bn"].print("en") == "\N{NO-BREAK SPACE}billion VND"
    assert UNITS["percent"].print() == "%"


def test_no_name_means_two_units(vocabulary: Vocabulary) -> None:
    for row in read_table("units.csv"):
        for name in (row["code"], row["symbol_vi"], row["symbol_en"], *split_list(row["aliases"])):
            assert vocabulary.units.find(name).code == row["code"], name


def test_every_quantity_has_its_base_unit() -> None:
    smallest: dict[str, Decimal] = {}
    for unit in UNITS:
        smallest[unit.quantity] = min(unit.factor, smallest.get(unit.quantity, unit.factor))
    assert set(smallest.values()) == {Decimal(1)}

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.prose.verify.passage import EXP, GO, Passage
from tongket.core.exact import Interval
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Claim, Kind
from tongket.prose.verify.quantities import (
    Measures,
    allowed,
    doubted,
    is_exact,
    one_slip,
    practical,
    readings,
    root,
    shown,
    span,
)


def claim(value: str, kind: Kind = Kind.LEVEL, unit: str | None = "tỷ đồng", **more: object) -> Claim:
    return replace(Passage().number(kind, value, value, unit, code=GO), **more)  # type: ignore[arg-type]  # fields by name


def test_counts_and_plans_are_exact() -> None:
    assert is_exact(claim("49", Kind.COUNT, "dự án"))
    assert is_exact(claim("24800", scenario="plan"))
    assert not is_exact(claim("24800"))
    assert not is_exact(claim("24800", scenario="plan", approx="over"))
    assert not is_exact(claim("10.13", Kind.GROWTH, "%", scenario="plan"))
    assert not is_exact(claim("3000", Kind.COUNT, "người", decimals=-3))


@pytest.mark.parametrize(
    ("value", "approx", "logic", "practice"),
    [
        ("416", "over", (416, None), (416, 417)),
        ("420", "over", (420, None), (420, 430)),
        ("416", "under", (None, 416), (415, 416)),
        ("-3", "over", (None, -3), (-4, -3)),
        ("-3", "under", (-3, None), (-3, -2)),
    ],
)
def test_over_and_under(
    value: str, approx: str, logic: tuple[int | None, int | None], practice: tuple[int | None, int | None]
) -> None:
    stated = claim(value, approx=approx)
    assert (allowed(stated).low, allowed(stated).high) == logic
    assert (practical(stated).low, practical(stated).high) == practice


def test_round_numbers_are_doubted_only_beside_less_round_ones() -> None:
    round_one, other = claim("75000"), replace(claim("69587"), id=1)
    assert doubted(round_one, (round_one, other)).low == 74624.5  # half of a thousand, but no more than 0,5 %
    assert doubted(round_one, (round_one, replace(claim("69000"), id=1))) == allowed(round_one)
    assert doubted(claim("500"), ()) == allowed(claim("500"))


def test_units() -> None:
    measures = Measures(vocabulary())
    one, two, people = claim("1"), claim("1000", unit="triệu đồng"), claim("5", Kind.COUNT, "hộ")
    assert measures.logic(one).meet(measures.logic(two)) is not None
    assert (measures.family(one), measures.family(people)) == ("money-vnd", "word:ho")
    assert measures.family(claim("5", Kind.GROWTH, None)) == "percent"
    assert measures.factor(claim("1.1", Kind.MULTIPLE, "lần")) == 100


def test_the_other_reading_has_the_same_digits() -> None:
    assert [(c.value, c.decimals) for c in readings(claim("1900", other=Decimal("1.9")))] == [
        (Decimal(1900), 0),
        (Decimal("1.9"), 3),
    ]
    assert len(readings(claim("1900"))) == 1


@given(st.fractions(min_value=0, max_value=100), st.integers(1, 9), st.integers(0, 6))
def test_root_is_the_largest_below(value: Fraction, times: int, decimals: int) -> None:
    found = root(value, times, decimals)
    assert found**times <= value < (found + Fraction(1, 10**decimals)) ** times


@pytest.mark.parametrize(
    ("one", "two", "slip"),
    [
        ("72,27", "77,27", True), ("1.243", "1.234", True), ("98,26", "98,62", True), ("98,26", "98,26", False),
        ("98,26", "9,826", False), ("12,34", "21,43", False), ("61", "60", False),
    ],
)  # fmt: skip
def test_slips(one: str, two: str, slip: bool) -> None:
    assert one_slip(one, two) is slip


def test_spans_tell_their_ends_apart() -> None:
    assert span(Interval(Fraction("89.992"), Fraction("90.001")), 0, "vi") == "từ 89,99 đến 90,00"
    assert span(Interval(Fraction(60), Fraction(60)), 0, "vi") == "60"
    assert span(Interval(None, Fraction(5)), 0, "en") == "at most 5.0"
    assert span(Interval(Fraction(5), None), 0, "vi") == "từ 5,0 trở lên"
    assert span(Interval(None, None), 0, "en") == "any value"
    assert shown(Fraction(1, 8), 2, "vi") == "0,13"


def test_unit_of_export_is_known() -> None:
    assert Measures(vocabulary()).family(Passage().level(EXP, "580")) == "money-usd"


def test_nobody_prints_seven_with_three_decimals() -> None:
    assert len(readings(claim("7000", other=Decimal("7.000")))) == 1
    assert len(readings(claim("7350", other=Decimal("7.350")))) == 2


@pytest.mark.parametrize(
    ("value", "approx", "expected"),
    [("-3", "over", (None, -3)), ("-3", "under", (-3, None)), ("3", "over", (3, None)), ("3", "under", (None, 3))],
)
def test_more_of_a_fall_is_further_down(value: str, approx: str, expected: tuple[int | None, int | None]) -> None:
    interval = claim(value, Kind.GROWTH, "%", approx=approx).interval()
    assert (interval.low, interval.high) == expected

"""Implied bases: the worked cases of the 2020 review, and what may not be concluded."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cube.support import Rows, key, val
from tongket.core.exact import Interval, rounded, truncated
from tongket.core.figure import Measure, Notation, Qualifier, Scenario, State, Value
from tongket.cube.implied import MANY, Implied, implied, whole_numbers

PLAN = Scenario.PLAN
GO = "industry.output"


def _implied(rows: Rows, number: int) -> Implied | None:
    return implied(rows.timeline(), rows.rows[number - 1])


@given(st.integers(1, 99_999), st.integers(1, 99_999), st.integers(0, 3), st.booleans())
def test_the_true_base_is_always_among_the_implied(level: int, base: int, decimals: int, cut: bool) -> None:
    exact = Fraction(level, base) * 100
    printed = (truncated if cut else rounded)(exact, decimals)
    rows = Rows()
    rows.add(key(), level)
    rows.add(key(measure=Measure.COMPLETION), val(printed, decimals=decimals))
    found = _implied(rows, 2)
    assert found is not None
    assert found.slot.scenario is PLAN
    assert found.joint is not None
    assert base in found.joint
    assert base in (found.truncated if cut else found.rounded)


@pytest.mark.parametrize(
    ("printed", "notation"),
    [("6.61", Notation.GROWTH), ("106.61", Notation.INDEX), ("1.0661", Notation.TIMES), ("6.61", Notation.NONE)],
)
def test_the_three_notations_of_one_growth_imply_one_base(printed: str, notation: Notation) -> None:
    rows = Rows()
    rows.add(key(GO), 22519)
    rows.add(key(GO, measure=Measure.GROWTH), val(printed, notation=notation))
    found = _implied(rows, 2)
    assert found is not None
    assert [n for n in whole_numbers(found.rounded) if n == 21123] == [21123]


def test_several_printed_ratios_on_one_plan_narrow_it_down() -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(measure=Measure.COMPLETION), val("92.06"))
    rows.add(key(period="2020-M01..M09"), 400)
    rows.add(key(period="2020-M01..M09", measure=Measure.COMPLETION), val("63.49"))
    rows.add(key(period="2020-M01..M02"), 75)
    rows.add(key(period="2020-M01..M02", measure=Measure.COMPLETION), val("11.9"))
    found = _implied(rows, 2)
    assert found is not None
    assert [s.row.row for s in found.supports] == [4, 6]
    assert found.whole_numbers == [630]


def test_ratios_that_contradict_each_other_leave_no_base() -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(measure=Measure.COMPLETION), val("92.06"))
    for period, level, printed in (("2020-M01..M09", 400, "50.00"), ("2020-M01..M02", 75, "11.90")):
        rows.add(key(period=period), level)
        rows.add(key(period=period, measure=Measure.COMPLETION), val(printed))
    found = _implied(rows, 2)
    assert found is not None
    assert len(found.supports) == 2
    assert found.joint is None
    assert found.whole_numbers == []


def test_loose_ranged_and_numberless_ratios_support_nothing() -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(measure=Measure.COMPLETION), val("92.06"))
    others = (
        ("2020-M01..M09", val("63", qualifier=Qualifier.ABOUT)),
        ("2020-M01..M08", val("50", high="60")),
        ("2020-M01..M07", val(state=State.MISSING)),
        ("2020-M01..M05", val(0)),
    )
    for period, said in others:
        rows.add(key(period=period), 400)
        rows.add(key(period=period, measure=Measure.COMPLETION), said)
    rows.add(key(period="2020-M01..M04", measure=Measure.COMPLETION), val("23.1"))
    rows.add(key(period="2020-M01..M02"), val(state=State.NIL))
    rows.add(key(period="2020-M01..M02", measure=Measure.COMPLETION), val("0.5"))
    found = _implied(rows, 2)
    assert found is not None
    assert found.supports == ()


def test_a_ratio_on_a_plan_is_supported_by_the_growth_of_next_year_s_target() -> None:
    rows = Rows()
    rows.add(key("import.value", "2021", scenario=PLAN), 95)
    rows.add(key("import.value", "2021", scenario=PLAN, measure=Measure.GROWTH), val("5.56", notation=Notation.GROWTH))
    rows.add(key("import.value", "2021"), 915)
    rows.add(key("import.value", "2021", measure=Measure.GROWTH), val("10.16", notation=Notation.TIMES))
    found = _implied(rows, 4)
    assert found is not None
    assert [s.row.row for s in found.supports] == [2]
    assert found.whole_numbers == [90]


def test_a_level_printed_as_over_leaves_the_base_open_above() -> None:
    rows = Rows()
    rows.add(key(), val("580", qualifier=Qualifier.OVER))
    rows.add(key(measure=Measure.COMPLETION), val("92.06"))
    found = _implied(rows, 2)
    assert found is not None
    assert found.level_rounded.high is None
    assert found.rounded.high is not None


def test_a_ratio_without_printed_decimals_counts_as_printed_with_two() -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(measure=Measure.COMPLETION), Value(Decimal("92.06")))
    found = _implied(rows, 2)
    assert found is not None
    assert found.whole_numbers == [630]


@pytest.mark.parametrize("printed", ["-100", "-100.5"])
def test_a_fall_of_all_or_more_implies_nothing(printed: str) -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(measure=Measure.GROWTH), val(printed, notation=Notation.GROWTH))
    found = _implied(rows, 2)
    assert found is not None
    assert found.rounded == Interval(None, None)
    assert found.whole_numbers == []


def test_a_falling_growth_cut_off_lies_below_what_is_printed() -> None:
    rows = Rows()
    rows.add(key(), 75)
    rows.add(key(measure=Measure.GROWTH), val("-18.74", notation=Notation.GROWTH))
    found = _implied(rows, 2)
    assert found is not None
    assert Fraction(75 * 10000, 8126) in found.truncated
    assert Fraction(75 * 100000, 81255) in found.truncated
    assert Fraction(75 * 100000, 81265) not in found.truncated
    assert Fraction(75 * 10000, 8125) not in found.truncated, "a fall of 18.75 % would have been printed so"


def test_nothing_is_implied_without_a_level_a_base_or_a_number() -> None:
    rows = Rows()
    rows.add(key(measure=Measure.COMPLETION), val("92.06"))
    assert _implied(rows, 1) is None, "no level"
    rows.add(key(period="2021"), val(state=State.NIL))
    rows.add(key(period="2021", measure=Measure.COMPLETION), val("92.06"))
    assert _implied(rows, 3) is None, "nothing over anything is nothing"
    rows.add(key(period="2022"), 580)
    rows.add(key(period="2022", measure=Measure.SHARE), val("92.06"))
    assert _implied(rows, 5) is None, "a total has no base of its own"
    rows.add(key(period="2022", measure=Measure.COMPLETION), val(state=State.CONFIDENTIAL))
    assert _implied(rows, 6) is None, "no number"


def test_too_many_whole_numbers_say_nothing() -> None:
    assert whole_numbers(Interval(Fraction(0), Fraction(MANY + 1))) == []
    assert len(whole_numbers(Interval(Fraction(1), Fraction(MANY)))) == MANY
    assert whole_numbers(Interval(None, Fraction(3))) == []
    assert whole_numbers(Interval(Fraction(3), None)) == []
    assert whole_numbers(Interval(Fraction(5, 2), Fraction(4), high_open=True)) == [3]

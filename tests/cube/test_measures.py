"""Every measure against an oracle of its own, and where there must be no number at all."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cube.support import Rows, key, slot, val
from tongket.core.exact import Interval, Verdict
from tongket.core.figure import Measure, Notation, Qualifier, Scenario, State, Value
from tongket.core.period import Period
from tongket.cube.book import Book, Slot
from tongket.cube.measures import (
    as_growth,
    as_notated,
    base_of,
    excess,
    implied_base,
    measure,
    operand,
    stated,
    verdict,
)
from tongket.cube.rows import Answer, How

PLAN = Scenario.PLAN
COFFEE, OTHER = "commodity:coffee", "commodity:other"
amounts = st.decimals("0.01", 9_999_999, places=2)


def _level(book: Book, at: Slot) -> Answer:
    answer = book.level(at)
    assert answer is not None
    return answer


def _decimal(top: Decimal, bottom: Decimal) -> Decimal:
    """A ratio in percent to six decimals, by Decimal alone."""
    with localcontext() as context:
        context.prec = 60
        return (top * 100 / bottom).quantize(Decimal("0.000001"), ROUND_HALF_UP)


@given(amounts, amounts, amounts)
def test_completion_growth_and_gap_agree_with_an_oracle(actual: Decimal, plan: Decimal, before: Decimal) -> None:
    rows = Rows()
    rows.add(key(), val(actual))
    rows.add(key(scenario=PLAN), val(plan))
    rows.add(key(period="2019"), val(before))
    book = rows.book()
    level = _level(book, slot(key()))
    expected = {
        Measure.COMPLETION: _decimal(actual, plan),
        Measure.EXCESS: _decimal(actual, plan) - 100,
        Measure.GROWTH: _decimal(actual - before, before),
        Measure.GROWTH_PREVIOUS: _decimal(actual - before, before),
        Measure.GAP: actual - plan,
        Measure.CHANGE: actual - before,
    }
    for wanted, number in expected.items():
        answer = measure(book, level, wanted)
        assert answer is not None, wanted
        assert answer.value.quantity == number, wanted
        assert answer.how is How.COMPUTED
        assert answer.key == key(measure=wanted)
        assert answer.formula is not None
    growth = measure(book, level, Measure.GROWTH)
    assert growth is not None
    assert growth.value.notation is Notation.GROWTH
    assert [r.row for r in growth.rows()] == [1, 3]


parts = st.lists(st.tuples(amounts, amounts), min_size=2, max_size=4)
MEMBERS = tuple(f"activity:{m}" for m in ("mining", "manufacturing", "electricity", "water"))


@given(parts)
def test_shares_sum_to_100_and_contributions_to_the_growth_of_the_total(said: list[tuple[Decimal, Decimal]]) -> None:
    rows = Rows()
    for period, which in (("2020", 0), ("2019", 1)):
        rows.add(key("industry.output", period), val(sum((s[which] for s in said), Decimal(0))))
        for member, both in zip(MEMBERS, said, strict=False):
            rows.add(key("industry.output", period, members=[member]), val(both[which]))
    book = rows.book()
    growth = measure(book, _level(book, slot(key("industry.output"))), Measure.GROWTH)
    assert growth is not None
    shares, contributions = Decimal(0), Decimal(0)
    total_now, total_before = (sum(s[which] for s in said) for which in (0, 1))
    for member, (now, before) in zip(MEMBERS, said, strict=False):
        level = _level(book, slot(key("industry.output", members=[member])))
        share, contribution = (measure(book, level, m) for m in (Measure.SHARE, Measure.CONTRIBUTION))
        assert share is not None
        assert contribution is not None
        assert share.value.quantity == _decimal(now, Decimal(total_now))
        assert contribution.value.quantity == _decimal(now - before, Decimal(total_before))
        assert len(contribution.inputs) == 3
        shares += share.value.quantity or 0
        contributions += contribution.value.quantity or 0
    slack = Decimal("0.0000005") * (len(said) + 1)
    assert abs(shares - 100) <= slack
    assert abs(contributions - (growth.value.quantity or 0)) <= slack


def test_a_share_is_of_the_total_over_the_last_dimension() -> None:
    rows = Rows()
    day = "2023-08-31"
    operating, any_hydro = ["power-state:operating", "technology:hydro"], ["power-state:operating"]
    rows.add(key("power.capacity", day, members=operating), 2251)
    rows.add(key("power.capacity", day, members=any_hydro), 4502)
    rows.add(key("power.capacity", day), 9999)
    book = rows.book()
    share = measure(book, _level(book, slot(key("power.capacity", day, members=operating))), Measure.SHARE)
    assert share is not None
    assert share.value.quantity == 50


def test_a_total_has_no_share_and_no_contribution() -> None:
    rows = Rows()
    rows.add(key(), 580)
    book = rows.book()
    assert measure(book, _level(book, slot(key())), Measure.SHARE) is None
    assert measure(book, _level(book, slot(key())), Measure.CONTRIBUTION) is None


def test_a_stock_contributes_nothing_to_a_growth() -> None:
    rows = Rows()
    for day in ("2022-12-31", "2021-12-31"):
        rows.add(key("market.count", day, members=["market-grade:grade-1"]), 1)
        rows.add(key("market.count", day), 96)
    book = rows.book()
    level = _level(book, slot(key("market.count", "2022-12-31", members=["market-grade:grade-1"])))
    assert measure(book, level, Measure.CONTRIBUTION) is None


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_contribution_needs_part_and_total_of_the_year_before(missing: int) -> None:
    rows = Rows()
    rows.add(key(members=[COFFEE]), 41)
    if missing != 0:
        rows.add(key(period="2019", members=[COFFEE]), 82)
    if missing != 1:
        rows.add(key(period="2019"), 0 if missing == 2 else 100)
    book = rows.book()
    assert measure(book, _level(book, slot(key(members=[COFFEE]))), Measure.CONTRIBUTION) is None


def test_a_part_year_is_measured_against_the_plan_of_its_year() -> None:
    rows = Rows()
    rows.add(key("industry.output", "2021-M01..M09"), 16789)
    rows.add(key("industry.output", "2021", scenario=PLAN), 24800)
    book = rows.book()
    answer = measure(book, _level(book, slot(key("industry.output", "2021-M01..M09"))), Measure.COMPLETION)
    assert answer is not None
    assert answer.value.quantity == Decimal("67.697581")


def test_the_growth_of_a_plan_is_on_the_actual_of_the_year_before() -> None:
    rows = Rows()
    rows.add(key(period="2021", scenario=PLAN), 610)
    rows.add(key(period="2020", scenario=PLAN), 999)
    rows.add(key(), 580)
    book = rows.book()
    plan = _level(book, slot(key(period="2021", scenario=PLAN)))
    answer = measure(book, plan, Measure.GROWTH)
    assert answer is not None
    assert answer.value.quantity == Decimal("5.172414")
    assert measure(book, plan, Measure.COMPLETION) is None, "a plan is not measured against itself"


def test_a_stock_grows_on_the_count_of_a_year_earlier() -> None:
    rows = Rows()
    for day, count in (("2022-06-15", 90), ("2022-12-31", 96), ("2023-06-30", 102), ("2023-09-30", 103)):
        rows.add(key("market.count", day), count)
    book = rows.book()
    answer = measure(book, _level(book, slot(key("market.count", "2023-06-30"))), Measure.GROWTH)
    assert answer is not None
    assert answer.value.quantity == Decimal("13.333333"), "half a year is no year: the base is of June, not December"
    assert answer.inputs[1].key.period == Period.parse("2022-06-15")
    late = _level(book, slot(key("market.count", "2023-09-30")))
    assert measure(book, late, Measure.GROWTH) is None, "nothing was counted within a month before that day in 2022"
    first = _level(book, slot(key("market.count", "2022-06-15")))
    assert measure(book, first, Measure.GROWTH) is None, "nothing is known of 2021"
    assert measure(book, first, Measure.GROWTH_PREVIOUS) is None
    assert measure(book, first, Measure.COMPLETION) is None


def test_the_period_before_is_of_the_same_length() -> None:
    rows = Rows()
    rows.add(key("retail.revenue", "2020-M08"), 5969)
    rows.add(key("retail.revenue", "2020-M07"), 5785)
    book = rows.book()
    answer = measure(book, _level(book, slot(key("retail.revenue", "2020-M08"))), Measure.GROWTH_PREVIOUS)
    assert answer is not None
    assert answer.value.quantity == Decimal("3.180640")


BAD = [val(0), val("-80"), val(state=State.NIL)]
NONE = [val(state=s) for s in (State.MISSING, State.NOT_APPLICABLE, State.CONFIDENTIAL)]
RATIOS = (Measure.COMPLETION, Measure.GROWTH, Measure.GROWTH_PREVIOUS, Measure.EXCESS)


@pytest.mark.parametrize("base", [*BAD, *NONE])
def test_a_ratio_on_nothing_or_less_is_no_number(base: Value) -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(scenario=PLAN), base)
    rows.add(key(period="2019"), base)
    rows.add(key(members=[COFFEE]), 41)
    rows.add(key(period="2019", members=[COFFEE]), 40)
    book = rows.book()
    for wanted in RATIOS:
        assert measure(book, _level(book, slot(key())), wanted) is None, wanted
    assert measure(book, _level(book, slot(key(members=[COFFEE]))), Measure.CONTRIBUTION) is None


@pytest.mark.parametrize("base", [*BAD, *NONE])
def test_a_share_of_nothing_is_no_number(base: Value) -> None:
    rows = Rows()
    rows.add(key(members=[COFFEE]), 41)
    rows.add(key(), base)
    book = rows.book()
    assert measure(book, _level(book, slot(key(members=[COFFEE]))), Measure.SHARE) is None


@pytest.mark.parametrize(("base", "gap"), [(BAD[0], 580), (BAD[1], 660), (BAD[2], 580)])
def test_a_difference_from_zero_or_less_is_a_number(base: Value, gap: int) -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(scenario=PLAN), base)
    rows.add(key(period="2019"), base)
    book = rows.book()
    for wanted in (Measure.GAP, Measure.CHANGE):
        answer = measure(book, _level(book, slot(key())), wanted)
        assert answer is not None
        assert answer.value.quantity == gap


def test_a_nil_actual_is_zero_percent_of_the_plan() -> None:
    rows = Rows()
    rows.add(key(), val(state=State.NIL))
    rows.add(key(scenario=PLAN), 630)
    book = rows.book()
    answer = measure(book, _level(book, slot(key())), Measure.COMPLETION)
    assert answer is not None
    assert answer.value.quantity == 0


def test_where_the_base_is_unknown_the_ratio_prints_as_stated() -> None:
    rows = Rows()
    rows.add(key(), 580)
    said = rows.add(key(measure=Measure.COMPLETION), val("92.06"))
    book = rows.book()
    level = _level(book, slot(key()))
    answer = measure(book, level, Measure.COMPLETION)
    assert answer is not None
    assert (answer.how, answer.row) == (How.STATED, said)
    assert measure(book, level, Measure.GROWTH) is None
    over = measure(book, level, Measure.EXCESS)
    assert over is not None
    assert over.value.quantity == Decimal("-7.94")
    assert over.value.decimals == 2, "as many as were printed"
    assert stated(book, key(measure=Measure.GROWTH)) is None


def test_the_level_is_its_own_measure() -> None:
    rows = Rows()
    rows.add(key(), 580)
    level = _level(rows.book(), slot(key()))
    assert measure(rows.book(), level, Measure.LEVEL) is level


def test_a_computed_ratio_carries_the_check_against_the_printed_one() -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(scenario=PLAN), 630)
    said = rows.add(key(measure=Measure.COMPLETION), val("92.06"))
    answer = measure(rows.book(), _level(rows.book(), slot(key())), Measure.COMPLETION)
    assert answer is not None
    assert answer.check is not None
    assert (answer.check.stated, answer.check.verdict) == (said, Verdict.ROUNDED)
    assert [r.row for r in answer.rows()] == [1, 2, 3]
    over = excess(answer)
    assert over.value.decimals is None
    assert over.inputs == (answer,)


def test_a_stated_ratio_without_a_number_is_not_checked() -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(scenario=PLAN), 630)
    said = rows.add(key(measure=Measure.COMPLETION), val(state=State.CONFIDENTIAL))
    book = rows.book()
    level = _level(book, slot(key()))
    answer = measure(book, level, Measure.COMPLETION)
    assert answer is not None
    assert answer.check is None
    with pytest.raises(ValueError, match="without a number"):
        verdict(said, level, answer.inputs[1])
    assert implied_base(level, said) is None


@pytest.mark.parametrize(
    ("printed", "notation", "expected"),
    [
        ("6.61", Notation.GROWTH, Verdict.ROUNDED),
        ("106.61", Notation.INDEX, Verdict.ROUNDED),
        ("1.07", Notation.TIMES, Verdict.ROUNDED),
        ("1.06", Notation.TIMES, Verdict.TRUNCATED),
        ("6.618", Notation.GROWTH, Verdict.LAST_DIGIT),
        ("106.6", Notation.GROWTH, Verdict.CONTRADICTS),
    ],
)
def test_a_growth_is_judged_in_the_notation_it_was_printed_in(
    printed: str, notation: Notation, expected: Verdict
) -> None:
    rows = Rows()
    rows.add(key("industry.output"), 22519)
    rows.add(key("industry.output", "2019"), 21123)
    said = rows.add(key("industry.output", measure=Measure.GROWTH), val(printed, notation=notation))
    book = rows.book()
    level, base = (_level(book, slot(key("industry.output", p))) for p in ("2020", "2019"))
    assert verdict(said, level, base) is expected


def test_rounded_levels_may_explain_what_exact_ones_do_not() -> None:
    rows = Rows()
    rows.add(key("import.value", "2023-M01..M09"), val("96.6"))
    rows.add(key("import.value", "2022-M01..M09"), val("120"))
    said = rows.add(
        key("import.value", "2023-M01..M09", measure=Measure.GROWTH), val("-19.4", notation=Notation.GROWTH)
    )
    book = rows.book()
    level, base = (_level(book, slot(key("import.value", f"{y}-M01..M09"))) for y in (2023, 2022))
    assert verdict(said, level, base) is Verdict.OPERANDS


def test_plans_and_sums_are_exact_operands_and_over_reaches_to_the_next_digit() -> None:
    rows = Rows()
    rows.add(key(scenario=PLAN), 630)
    rows.add(key(), val("416", qualifier=Qualifier.OVER))
    rows.add(key(period="2021-H1"), 1)
    rows.add(key(period="2021-H2"), 2)
    rows.add(key(period="2022"), val(state=State.NIL))
    book = rows.book()
    assert operand(_level(book, slot(key(scenario=PLAN)))) == Interval.of(630)
    over = operand(_level(book, slot(key())))
    assert 416 in over
    assert Fraction(4169, 10) in over
    assert 417 not in over
    assert operand(_level(book, slot(key(period="2021")))) == Interval.of(3)
    assert operand(_level(book, slot(key(period="2022")))) == Interval.of(0)


@given(st.fractions(-100, 1000))
def test_notations_go_there_and_back(percent: Fraction) -> None:
    for notation in Notation:
        there = as_notated(percent, notation)
        assert as_growth(Interval.of(there), notation) == Interval.of(percent)


def test_an_implied_base_holds_what_the_printed_ratio_allows() -> None:
    rows = Rows()
    rows.add(key("industry.output"), 22519)
    level = _level(rows.book(), slot(key("industry.output")))
    for wanted, printed, base in (
        (Measure.COMPLETION, val("98.26"), 22918),
        (Measure.GROWTH, val("6.61", notation=Notation.GROWTH), 21123),
        (Measure.GROWTH, val("106.61", notation=Notation.INDEX), 21123),
        (Measure.GROWTH, val("1.0661", notation=Notation.TIMES), 21123),
    ):
        interval = implied_base(level, rows.add(key("industry.output", measure=wanted), printed))
        assert interval is not None
        assert base in interval
        assert base + 5 not in interval
    gone = rows.add(key("industry.output", measure=Measure.GROWTH), val("-100", notation=Notation.GROWTH))
    assert implied_base(level, gone) is None, "a fall of 100 % tells nothing of what it fell from"
    assert implied_base(level, rows.add(key(measure=Measure.COMPLETION), val(0))) is None


def test_no_measure_but_these_has_a_base() -> None:
    rows = Rows()
    assert base_of(rows.book(), slot(key()), Measure.CONTRIBUTION) is None
    assert base_of(rows.book(), slot(key()), Measure.LEVEL) is None


def test_before_the_first_year_there_is_no_base() -> None:
    rows = Rows()
    rows.add(key(period="1900"), 1)
    book = rows.book()
    for wanted in (Measure.GROWTH, Measure.GROWTH_PREVIOUS, Measure.CHANGE):
        assert measure(book, _level(book, slot(key(period="1900"))), wanted) is None


def test_the_period_before_never_runs_over_two_years() -> None:
    rows = Rows()
    rows.add(key(period="2020-M02..M09"), 400)
    rows.add(key(period="2020-M01..M09"), 420)
    rows.add(key(period="2019-M04..M12"), 300)
    book = rows.book()
    eight, nine = (_level(book, slot(key(period=p))) for p in ("2020-M02..M09", "2020-M01..M09"))
    assert measure(book, eight, Measure.GROWTH_PREVIOUS) is None
    answer = measure(book, nine, Measure.GROWTH_PREVIOUS)
    assert answer is not None
    assert answer.value.quantity == 40


def test_a_gap_from_over_is_a_gap_from_over() -> None:
    rows = Rows()
    rows.add(key("retail.revenue", "2021"), val("76581", qualifier=Qualifier.OVER))
    rows.add(key("retail.revenue", "2021", scenario=Scenario.PLAN), 84000)
    gap = measure(rows.book(), _level(rows.book(), slot(key("retail.revenue", "2021"))), Measure.GAP)
    assert gap is not None
    assert (gap.value.quantity, gap.value.qualifier) == (Decimal(-7419), Qualifier.OVER)

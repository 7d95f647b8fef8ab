"""The five columns."""

from decimal import Decimal

import pytest

from tests.cube.support import NEW, OLD, Rows, key, sample_timeline, val
from tongket.core.figure import Measure, Notation, Qualifier, Scenario, State, Status, Value
from tongket.core.period import Period
from tongket.core.vocabulary import vocabulary
from tongket.cube.compare import Line, compare, line_of, plan_key, reached, target_of
from tongket.cube.rows import How

YEAR = Period.parse("2020")


def _line(rows: Rows, code: str = "export.value", period: str = "2020", basis: str | None = None) -> Line:
    line = line_of(rows.book(), code, (), OLD, Period.parse(period), basis)
    assert line is not None
    return line


def _five() -> Rows:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(scenario=Scenario.PLAN), 630)
    rows.add(key(period="2019"), 500)
    return rows


def test_a_line_has_five_columns() -> None:
    line = _line(_five())
    assert [a.value.quantity for a in line.answers] == [
        Decimal(580),
        Decimal(630),
        Decimal("92.063492"),
        Decimal(500),
        Decimal(16),
    ]
    assert reached(line) is False
    assert plan_key(line) == key(scenario=Scenario.PLAN)


def test_without_bases_the_ratios_print_as_stated() -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(measure=Measure.COMPLETION), val("92.06"))
    rows.add(key(measure=Measure.GROWTH), val(16, notation=Notation.GROWTH))
    line = _line(rows)
    assert (line.plan, line.last_year) == (None, None)
    assert line.completion is not None
    assert line.growth is not None
    assert (line.completion.how, line.growth.how) == (How.STATED, How.STATED)
    assert reached(line) is False
    assert plan_key(line) == key(scenario=Scenario.PLAN), "the plan that the printed ratio implies"


@pytest.mark.parametrize(("printed", "expected"), [("92.06", False), ("100", True), ("128.2", True)])
def test_whether_the_plan_was_reached_is_told_from_the_printed_completion(printed: str, expected: bool) -> None:
    rows = Rows()
    rows.add(key(measure=Measure.COMPLETION), val(printed))
    assert reached(_line(rows)) is expected


def test_whether_the_plan_was_reached_cannot_be_told_without_one() -> None:
    rows = Rows()
    rows.add(key(), 580)
    line = _line(rows)
    assert reached(line) is None
    assert plan_key(line) is None


def test_the_levels_decide_before_the_printed_ratio() -> None:
    rows = _five()
    rows.add(key(measure=Measure.COMPLETION), val("100.4"))
    assert reached(_line(rows)) is False


def test_a_proposed_plan_is_no_column() -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(scenario=Scenario.PLAN, status=Status.PROPOSED), 700)
    line = _line(rows)
    assert line.plan is None
    assert line.completion is None


def test_another_body_s_ratio_does_not_stand_beside_this_level() -> None:
    rows = Rows()
    rows.add(key("import.value", "2023"), 141)
    rows.add(key("import.value", "2023", body="statistics-office"), 110)
    rows.add(
        key("import.value", "2023", body="statistics-office", measure=Measure.GROWTH),
        val("-21.43", notation=Notation.GROWTH),
    )
    line = _line(rows, "import.value", "2023")
    assert line.actual is not None
    assert line.actual.value.quantity == 141
    assert line.growth is None


def test_another_body_s_ratio_of_the_same_level_does() -> None:
    rows = Rows()
    rows.add(key(period="2023"), 680)
    rows.add(key(period="2023", body="statistics-office"), 680)
    rows.add(
        key(period="2023", body="statistics-office", measure=Measure.GROWTH), val("3.03", notation=Notation.GROWTH)
    )
    line = _line(rows, period="2023")
    assert line.growth is not None
    assert line.growth.key.body == "statistics-office"


def test_a_series_without_level_has_its_stated_growth_the_preferred_body_s_first() -> None:
    rows = Rows()
    said = key("industry.iip", measure=Measure.GROWTH)
    rows.add(key("industry.iip", body="statistics-office", measure=Measure.GROWTH), val("1.69"))
    rows.add(said, val("2.4"))
    rows.add(key("industry.iip", status=Status.OFFICIAL, measure=Measure.GROWTH), val(state=State.CONFIDENTIAL))
    line = _line(rows, "industry.iip")
    assert line.actual is None
    assert line.growth is not None
    assert line.growth.key == said
    assert line.last_year is None


def test_nothing_known_is_no_line() -> None:
    rows = Rows()
    rows.add(key(period="2019"), 500)
    assert line_of(rows.book(), "export.value", (), OLD, YEAR) is None
    assert line_of(rows.book(), "retail.revenue", (), OLD, YEAR, "nso") is None


def test_last_year_is_shown_also_where_this_year_has_only_a_ratio() -> None:
    rows = Rows()
    rows.add(key(period="2019"), 500)
    rows.add(key(measure=Measure.GROWTH), val(16, notation=Notation.GROWTH))
    line = _line(rows)
    assert line.actual is None
    assert line.last_year is not None
    assert line.last_year.value.quantity == 500


def test_a_difference_stated_without_its_base_gives_no_last_year() -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(measure=Measure.CHANGE), 80)
    assert _line(rows).last_year is None


def test_the_basis_is_the_preferred_body_s_unless_one_is_asked_for() -> None:
    rows = Rows()
    rows.add(key("retail.revenue", "2023", basis="dept"), 108000)
    rows.add(key("retail.revenue", "2023", basis="nso", body="statistics-office", status=Status.OFFICIAL), "55171.855")
    rows.add(key("retail.revenue", "2022", basis="nso", body="statistics-office", status=Status.OFFICIAL), "47017.946")
    line = _line(rows, "retail.revenue", "2023")
    assert (line.basis, line.growth) == ("dept", None), "never chained across bases"
    line = _line(rows, "retail.revenue", "2023", "nso")
    assert line.growth is not None
    assert line.growth.value.quantity == Decimal("17.342121")


def test_a_basis_with_nothing_of_its_own_is_passed_over() -> None:
    rows = Rows()
    rows.add(key("retail.revenue", scenario=Scenario.PLAN, basis="dept"), 80000)
    rows.add(key("retail.revenue", basis="nso", body="statistics-office"), 40000)
    line = _line(rows, "retail.revenue")
    assert line.basis == "nso"


def test_stocks_have_no_plan() -> None:
    rows = Rows()
    rows.add(key("market.count", "2022-12-31"), 96)
    rows.add(key("market.count", "2022", scenario=Scenario.PLAN), 100)
    for period in ("2022", "2022-12-31"):
        line = _line(rows, "market.count", period)
        assert line.actual is not None
        assert line.plan is None


BAD: list[Value] = [val(0), val(-630), *(val(state=s) for s in State if s is not State.VALUE)]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("where", ["actual", "plan", "before"])
def test_zero_negative_and_numberless_figures_never_crash_and_never_yield_a_ratio_on_them(
    bad: Value, where: str
) -> None:
    rows = Rows()
    keys = {"actual": key(), "plan": key(scenario=Scenario.PLAN), "before": key(period="2019")}
    for name, at in keys.items():
        rows.add(at, bad if name == where else val(580))
    lines = compare(rows.book(), OLD, YEAR)
    for line in lines:
        if where == "plan":
            assert line.completion is None
        if where == "before":
            assert line.growth is None
        if where == "actual" and bad.state not in (State.VALUE, State.NIL):
            assert not line.told, "only the plan is known"
    if where != "actual":
        assert len(lines) == 1


def test_a_plan_alone_makes_a_line_that_tells_nothing_yet() -> None:
    rows = Rows()
    rows.add(key(scenario=Scenario.PLAN), 630)
    (line,) = compare(rows.book(), OLD, YEAR)
    assert (line.actual, line.completion, line.growth, line.told) == (None, None, None, False)
    assert line.plan is not None
    assert line.plan.value.quantity == 630


def test_one_body_s_figure_is_never_set_against_another_s() -> None:
    rows = Rows()
    rows.add(key(period="2022", status=Status.OFFICIAL), 655)
    rows.add(key(period="2023", body="statistics-office"), 680)
    rows.add(key(period="2023", body="statistics-office", measure=Measure.GROWTH), val("3.03"))
    rows.add(key(period="2023", scenario=Scenario.PLAN), 680)
    (line,) = compare(rows.book(), OLD, Period.parse("2023"))
    assert line.growth is not None
    assert (line.growth.how, line.growth.value.quantity) == (How.STATED, Decimal("3.03"))
    assert line.completion is None


def test_lines_come_in_the_vocabulary_s_order_totals_before_parts() -> None:
    lines = compare(sample_timeline().now, OLD, Period.parse("2024-M01..M09"))
    told = [(line.indicator.code, line.members) for line in lines]
    codes = list(vocabulary().indicators)
    assert told == sorted(told, key=lambda pair: (codes.index(pair[0]), len(pair[1])))
    exports = [members for code, members in told if code == "export.value"]
    assert exports == [(), ("commodity:coffee",), ("commodity:rubber",), ("commodity:wood",), ("commodity:other",)]


def test_a_place_compares_only_its_own() -> None:
    book = sample_timeline().now
    assert {line.indicator.code for line in compare(book, NEW, Period.parse("2025"))} >= {"export.value", "trade.value"}
    assert compare(book, NEW, Period.parse("2019")) == []


def test_a_target_is_the_plan_with_the_growth_it_asks() -> None:
    rows = Rows()
    rows.add(key(period="2021", scenario=Scenario.PLAN), 610)
    rows.add(key(), 580)
    line = target_of(rows.book(), "export.value", (), OLD, Period.parse("2021"), "std")
    assert line is not None
    assert line.actual is None
    assert line.plan is not None
    assert line.growth is not None
    assert line.growth.value.quantity == Decimal("5.172414")
    assert line.last_year is not None
    assert line.last_year.value.quantity == 580
    assert target_of(rows.book(), "export.value", (), OLD, Period.parse("2022"), "std") is None


def test_a_target_may_be_stated_as_growth_alone_even_as_a_range() -> None:
    rows = Rows()
    at = key("industry.iip", "2026", place=NEW, scenario=Scenario.PLAN, measure=Measure.GROWTH)
    rows.add(at, val("9.5", high="10.5", notation=Notation.GROWTH, qualifier=Qualifier.EXACT))
    line = target_of(rows.book(), "industry.iip", (), NEW, Period.parse("2026"), "std")
    assert line is not None
    assert line.plan is None
    assert line.growth is not None
    assert line.growth.value.high == Decimal("10.5")

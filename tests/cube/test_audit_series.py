"""What only shows side by side: each rule where it must speak, and beside it where it must not."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.cube.support import Rows, key, val
from tongket.core.figure import Measure, Notation, Qualifier, Scenario, State, Status, Value
from tongket.cube.audit import Finding
from tongket.cube.audit.series import audit_series

PLAN = Scenario.PLAN
GROWTH = Measure.GROWTH


def _found(rows: Rows) -> list[Finding]:
    return list(audit_series(rows.timeline()))


def _rules(rows: Rows) -> list[str]:
    return [f.rule for f in _found(rows)]


# ---- an estimate set to its plan ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actual", "said"), [("610", "bằng đúng kế hoạch 610"), ("610.05", "gần như bằng kế hoạch 610"), ("611", "")]
)
def test_an_estimate_set_to_its_plan(actual: str, said: str) -> None:
    rows = Rows()
    rows.add(key(), actual)
    rows.add(key(scenario=PLAN), 610)
    found = _found(rows)
    assert [f.rule for f in found] == (["estimate-equals-plan"] if said else [])
    for finding in found:
        assert said in finding.reason.vi
        assert [r.row for r in finding.rows] == [1, 2]


def test_an_official_figure_may_well_be_the_plan() -> None:
    rows = Rows()
    rows.add(key(status=Status.OFFICIAL), 610)
    rows.add(key(scenario=PLAN), 610)
    assert _found(rows) == []


@pytest.mark.parametrize("plan", ["0", "-5"])
def test_a_plan_of_nothing_is_met_by_nobody(plan: str) -> None:
    rows = Rows()
    rows.add(key(), plan)
    rows.add(key(scenario=PLAN), plan)
    assert _found(rows) == []


def test_an_estimate_since_revised_is_told_of_and_only_once() -> None:
    rows = Rows()
    rows.add(key(scenario=PLAN), 750)
    rows.add(key(), 750, known=date(2021, 1, 1))
    rows.add(key(measure=Measure.COMPLETION), 100, known=date(2021, 1, 1))
    rows.add(key(), 820, known=date(2021, 2, 1))
    found = _found(rows)
    assert [f.rule for f in found] == ["estimate-equals-plan"]
    assert found[0].rows[0].row == 2


def test_an_estimate_whose_official_figure_has_come_is_not_waited_for() -> None:
    rows = Rows()
    rows.add(key(scenario=PLAN), 750)
    rows.add(key(), 750)
    (waiting,) = _found(rows)
    assert waiting.reason.vi.endswith("chờ số chính thức")
    rows.add(key(status=Status.OFFICIAL), 820, known=date(2021, 6, 30))
    (done,) = _found(rows)
    assert done.reason.vi.endswith("nay đã có số chính thức 820")
    assert done.reason.en.endswith("the official figure is 820")


def test_a_printed_100_percent_tells_it_where_the_plan_is_unknown() -> None:
    rows = Rows()
    rows.add(key(), 470)
    rows.add(key(measure=Measure.COMPLETION), 100)
    (finding,) = _found(rows)
    assert (finding.stated, finding.computed) == ("470", "470")
    rows = Rows()
    rows.add(key(measure=Measure.COMPLETION), 100)
    assert _found(rows) == [], "of which level?"
    rows = Rows()
    rows.add(key(), 470)
    rows.add(key(measure=Measure.COMPLETION), 99)
    assert _found(rows) == []


def test_part_years_plans_and_numberless_figures_are_no_estimates_of_the_year() -> None:
    rows = Rows()
    rows.add(key(scenario=PLAN), 610)
    rows.add(key(period="2020-M01..M11"), 610)
    rows.add(key(), val(state=State.MISSING))
    assert _found(rows) == []


# ---- two bodies, two bases, breaks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("other", "expected"), [
    (val(110), ["two-sources"]),
    (val(141), []),
    (val("141.4"), []),
    (val(140, qualifier=Qualifier.ABOUT), []),
    (val(state=State.CONFIDENTIAL), []),
])  # fmt: skip
def test_two_bodies_that_differ_beyond_rounding(other: Value, expected: list[str]) -> None:
    rows = Rows()
    rows.add(key("import.value"), 141)
    rows.add(key("import.value", body="statistics-office"), other)
    assert _rules(rows) == expected


def test_the_ratio_of_two_bodies_is_shown() -> None:
    rows = Rows()
    rows.add(key("import.value"), 141)
    rows.add(key("import.value", body="statistics-office"), 110)
    (finding,) = _found(rows)
    assert "1,282 lần" in finding.reason.vi
    assert (finding.stated, finding.computed) == ("141", "110")


def test_a_body_that_says_zero_is_no_division() -> None:
    rows = Rows()
    rows.add(key("import.value"), 141)
    rows.add(key("import.value", body="statistics-office"), 0)
    (finding,) = _found(rows)
    assert finding.computed == "0"
    assert "–" in finding.reason.vi


def test_one_body_s_later_and_firmer_figure_is_no_second_source() -> None:
    rows = Rows()
    rows.add(key(), 141)
    rows.add(key(status=Status.OFFICIAL), 150)
    assert _found(rows) == []


def test_two_bases_are_both_kept() -> None:
    rows = Rows()
    rows.add(key("retail.revenue", "2023", basis="dept"), 108000)
    rows.add(key("retail.revenue", "2023", basis="nso", body="statistics-office"), "55171.855")
    (finding,) = _found(rows)
    assert finding.rule == "two-sources"
    assert "khác gốc so sánh" in finding.reason.vi


def test_a_series_that_goes_on_upon_another_basis_breaks_once() -> None:
    rows = Rows()
    for period, basis in (("2022", "dept"), ("2023", "dept"), ("2025-Q1", "nso"), ("2025-H1", "nso")):
        rows.add(key("retail.revenue", period, basis=basis), 1)
    (finding,) = _found(rows)
    assert finding.rule == "series-break"
    assert str(finding.period) == "2025-Q1"
    assert [r.row for r in finding.rows] == [3, 2]


def test_parts_and_other_bodies_break_no_series() -> None:
    rows = Rows()
    rows.add(key("retail.revenue", "2022", basis="dept"), 1)
    rows.add(key("retail.revenue", "2023", basis="nso", body="statistics-office"), 1)
    rows.add(key("retail.revenue", "2023", basis="nso", members=["ownership:state"]), 1)
    assert _found(rows) == []


# ---- index and value, part of a year and the whole ------------------------------------------------------------------


def _industry(iip: Value, output: Value, period: str = "2023") -> Rows:
    rows = Rows()
    rows.add(key("industry.iip", period, measure=GROWTH), iip)
    rows.add(key("industry.output", period, measure=GROWTH), output)
    return rows


@pytest.mark.parametrize(
    ("iip", "shown"),
    [
        (val("1.69", notation=Notation.GROWTH), "1,69"),
        (val("101.69", notation=Notation.INDEX), "1,69"),
        (val("1.0169", notation=Notation.TIMES), "1,69"),
        (val("7", notation=Notation.GROWTH), ""),
        (val("107.00", notation=Notation.INDEX), ""),
        (val("1.07", notation=Notation.TIMES), ""),
        (val(state=State.MISSING), ""),
    ],
)
def test_volume_and_value_part_ways_in_whatever_notation(iip: Value, shown: str) -> None:
    found = _found(_industry(iip, val("9.45", notation=Notation.GROWTH)))
    assert [f.rule for f in found] == (["indicator-divergence"] if shown else [])
    for finding in found:
        assert (finding.stated, finding.computed) == (shown, "9,45")
        assert "7,76" in finding.reason.vi


def test_volume_and_value_of_other_periods_parts_and_plans_are_not_compared() -> None:
    rows = _industry(val("1.69"), val(state=State.MISSING))
    rows.add(key("industry.output", "2022", measure=GROWTH), val("9.45"))
    rows.add(key("industry.output", "2023", members=["activity:mining"], measure=GROWTH), val("9.45"))
    rows.add(key("industry.output", "2023", scenario=PLAN, measure=GROWTH), val("9.45"))
    rows.add(key("industry.iip", "2022", scenario=PLAN, measure=GROWTH), val("1"))
    assert _found(rows) == []


def _year(so_far: str, whole: str, period: str = "2024-M01..M11", later: bool = False) -> Rows:
    rows = Rows()
    days = (date(2024, 11, 30), date(2024, 12, 1))
    rows.add(
        key("industry.iip", period, measure=GROWTH),
        val(so_far, notation=Notation.GROWTH),
        known=days[1 if later else 0],
    )
    rows.add(
        key("industry.iip", "2024", measure=GROWTH), val(whole, notation=Notation.GROWTH), known=days[0 if later else 1]
    )
    return rows


def test_a_year_that_asks_far_too_much_of_its_last_month() -> None:
    (finding,) = _found(_year("-3.53", "2.9"))
    assert (finding.rule, finding.stated, finding.computed) == ("implausible-forecast", "2,9", "73,6")


def test_a_stated_growth_of_zero_is_shown() -> None:
    (finding,) = _found(_year("-5", "0"))
    assert finding.stated == "0"


@pytest.mark.parametrize(("rows", "why"), [
    (lambda: _year("2.5", "2.9"), "in keeping"),
    (lambda: _year("-3.53", "-1"), "asked for less than the threshold"),
    (lambda: _year("35", "37"), "fast all along"),
    (lambda: _year("-20", "30", "2024-Q1"), "too early to tell"),
    (lambda: _year("-3.53", "2.9", "2024-M02..M11"), "not from January"),
    (lambda: _year("-3.53", "2.9", later=True), "the part was not known yet"),
    (lambda: _year("-3.53", "2.9", "2023-M01..M11"), "another year"),
])  # fmt: skip
def test_years_that_do_not(rows: Callable[[], Rows], why: str) -> None:
    assert _found(rows()) == [], why


# ---- stages ---------------------------------------------------------------------------------------------------------


def test_counts_of_different_stages_are_not_comparable() -> None:
    rows = Rows()
    wind = "technology:wind"
    rows.add(key("power.projects", "2020-12-31", members=["power-state:any-stage", wind]), 115)
    rows.add(key("power.projects", "2023-08-31", members=["power-state:policy-approved-total", wind]), 17)
    rows.add(key("power.projects", "2023-08-31", members=["power-state:procedures", wind]), 5)
    (finding,) = _found(rows)
    assert (finding.rule, finding.stated, finding.computed) == ("mixed-stages", "17", "115")
    assert "ở mọi giai đoạn" in finding.reason.vi
    assert "at any stage" in finding.reason.en


def test_a_stage_counted_on_both_days_joins_them() -> None:
    rows = Rows()
    hydro = "technology:hydro"
    rows.add(key("power.projects", "2020-12-31", members=["power-state:operating", hydro]), 49)
    rows.add(key("power.projects", "2023-08-31", members=["power-state:operating", hydro]), 49)
    rows.add(key("power.projects", "2023-08-31", members=["power-state:in-planning", hydro]), 60)
    assert _found(rows) == []

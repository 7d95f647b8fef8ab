"""Printed ratios: each rule where it must speak, and beside it where it must not."""

from dataclasses import replace
from datetime import date

import pytest

from tests.cube.support import OLD, Rows, key, val
from tongket.core.figure import Measure, Notation, Qualifier, Scenario, State, Status, Value
from tongket.core.period import Period
from tongket.cube.audit import Finding, Severity, audit
from tongket.cube.audit.ratios import audit_ratios, judged

PLAN = Scenario.PLAN
GROWTH, COMPLETION = Measure.GROWTH, Measure.COMPLETION


def _found(rows: Rows) -> list[Finding]:
    return list(audit_ratios(rows.timeline()))


def _one(rows: Rows, rule: str) -> Finding:
    found = _found(rows)
    assert [f.rule for f in found] == [rule]
    return found[0]


def _completion(printed: str, level: str = "510", plan: str = "660", **more: object) -> Rows:
    rows = Rows()
    rows.add(key(), level)
    rows.add(key(scenario=PLAN), plan)
    rows.add(key(measure=COMPLETION), val(printed, **more))  # type: ignore[arg-type]  # passed on as they came
    return rows


def _growth(printed: Value, level: str = "525", base: str = "420") -> Rows:
    rows = Rows()
    rows.add(key(), level)
    rows.add(key(period="2019"), base)
    rows.add(key(measure=GROWTH), printed)
    return rows


@pytest.mark.parametrize("printed", ["77.27", "77.3", "77", "77.28"])
def test_a_completion_that_holds_is_not_reported(printed: str) -> None:
    assert _found(_completion(printed)) == []


@pytest.mark.parametrize(("printed", "rule"), [
    ("72.27", "wrong-completion"),  # one digit
    ("72.77", "wrong-completion"),  # two swapped
    ("75.25", "plan-basis-mismatch"),
    ("7.727", "plan-basis-mismatch"),
])  # fmt: skip
def test_a_completion_that_does_not_is_a_slip_or_another_plan(printed: str, rule: str) -> None:
    finding = _one(_completion(printed), rule)
    assert finding.severity is Severity.CONTRADICTION
    assert finding.computed.startswith("77,27")
    assert [r.row for r in finding.rows] == [3, 1, 2]


def test_another_plan_is_named() -> None:
    finding = _one(_completion("123.4", "126", "95"), "plan-basis-mismatch")
    assert "102,1" in finding.reason.vi
    assert (finding.stated, finding.computed) == ("123,4", "132,63")


def test_a_ratio_said_to_be_about_contradicts_nothing() -> None:
    assert _found(_completion("70", qualifier=Qualifier.ABOUT)) == []


def test_ranges_and_numberless_ratios_are_not_judged() -> None:
    rows = _completion("70", high="75")
    rows.add(key(measure=GROWTH), val(state=State.CONFIDENTIAL))
    assert list(judged(rows.timeline())) == []
    assert _found(rows) == []


@pytest.mark.parametrize("plan", ["0", "-660"])
def test_a_ratio_on_a_plan_of_nothing_or_less_is_not_judged(plan: str) -> None:
    assert _found(_completion("77.27", plan=plan)) == []


def test_a_plan_blown_out_is_worth_a_remark_though_it_holds() -> None:
    finding = _one(_completion("963.16", "915", "95"), "outlier")
    assert finding.severity is Severity.REMARK
    assert _found(_completion("199.9", "1999", "1000")) == []


@pytest.mark.parametrize(
    ("printed", "said_vi", "said_en"),
    [
        (val("16.98", notation=Notation.GROWTH), "mức tăng 16,98%", "printed 16.98%"),
        (val("116.98", notation=Notation.INDEX), "chỉ số 116,98%", "printed 116.98%"),
        (val("1.17", notation=Notation.TIMES), "gấp 1,17 lần", "printed 1.17 times"),
    ],
)
def test_a_growth_on_another_base_is_a_silent_revision(printed: Value, said_vi: str, said_en: str) -> None:
    finding = _one(_growth(printed), "silent-revision")
    assert finding.severity is Severity.CONTRADICTION
    assert said_vi in finding.reason.vi
    assert said_en in finding.reason.en
    assert "420" in finding.reason.vi
    assert "448," in finding.reason.vi


def test_the_base_is_taken_as_it_was_published_when_the_growth_was_printed() -> None:
    rows = Rows()
    rows.add(key(period="2019"), 420, known=date(2020, 1, 31))
    rows.add(key(), 525, known=date(2021, 1, 31))
    rows.add(key(measure=GROWTH), val(25, notation=Notation.GROWTH), known=date(2021, 1, 31))
    rows.add(key(period="2019"), 449, known=date(2021, 6, 30))
    assert _found(rows) == []


def test_a_level_revised_later_does_not_contradict_what_was_printed_before() -> None:
    rows = _growth(val(25, notation=Notation.GROWTH))
    rows.add(key(), 600, known=date(2021, 6, 30))
    assert _found(rows) == []


def test_an_estimate_replaced_by_official_levels_is_restated_not_contradicted() -> None:
    rows = Rows()
    estimated = key("retail.revenue", "2023", body="statistics-office", basis="nso", measure=GROWTH)
    rows.add(estimated, val("17.57", notation=Notation.GROWTH), known=date(2023, 12, 31))
    for year, level in (("2022", "47017.946"), ("2023", "55171.855")):
        official = replace(estimated, period=Period.parse(year), status=Status.OFFICIAL, measure=Measure.LEVEL)
        rows.add(official, level, known=date(2024, 11, 30))
    finding = _one(rows, "estimate-restated")
    assert finding.severity is Severity.REMARK
    assert finding.computed == "17,34"


def test_an_index_printed_as_growth_is_told_by_its_base() -> None:
    finding = _one(_growth(val("125", notation=Notation.GROWTH)), "index-read-as-growth")
    assert finding.computed == "25,00"
    assert _found(_growth(val("125", notation=Notation.INDEX))) == []
    assert _one(_growth(val("125.1", notation=Notation.GROWTH)), "index-read-as-growth")
    assert _one(_growth(val("125.2", notation=Notation.GROWTH)), "silent-revision")


def test_an_index_printed_as_growth_is_told_by_its_neighbours() -> None:
    rows = Rows()
    at = "retail.revenue"
    rows.add(key(at, "2020-Q1"), 16747)
    rows.add(key(at, "2020-Q1", measure=GROWTH), val("110.03", notation=Notation.GROWTH))
    assert _found(rows) == [], "alone it may be true"
    rows.add(key(at, "2020-M01..M04", measure=GROWTH), val("-0.03", notation=Notation.GROWTH))
    rows.add(key(at, "2020", measure=GROWTH), val("7.78", notation=Notation.GROWTH))
    finding = _one(rows, "index-read-as-growth")
    assert (finding.stated, finding.computed) == ("110,03", "10,03")
    rows.add(key(at, "2020-H1", measure=GROWTH), val("95", notation=Notation.GROWTH))
    assert [f for f in _found(rows) if f.rows[0].row == 2] == [], "one other period grew as much"


def test_growths_of_other_years_scenarios_and_series_are_no_neighbours() -> None:
    rows = Rows()
    rows.add(key("retail.revenue", "2020-Q1", measure=GROWTH), val("110.03", notation=Notation.GROWTH))
    for other in (
        key("retail.revenue", "2021-Q1", measure=GROWTH),
        key("retail.revenue", "2020", scenario=PLAN, measure=GROWTH),
        key("retail.revenue", "2020", basis="nso", measure=GROWTH),
        key("export.value", "2020", measure=GROWTH),
    ):
        rows.add(other, val(2, notation=Notation.GROWTH))
    rows.add(key("retail.revenue", "2020-H1", measure=GROWTH), val("102", notation=Notation.INDEX))
    rows.add(key("retail.revenue", "2020-M04", measure=GROWTH), val(state=State.MISSING, notation=Notation.GROWTH))
    assert _found(rows) == []


def test_growths_far_from_100_are_no_indices() -> None:
    rows = Rows()
    for period, said in (("2020-Q1", "160"), ("2020-H1", "69")):
        rows.add(key(period=period, measure=GROWTH), val(said, notation=Notation.GROWTH))
    rows.add(key(period="2020-M01", measure=GROWTH), val(state=State.MISSING, notation=Notation.GROWTH))
    rows.add(key(period="2020-M02", measure=GROWTH), val("1.1", notation=Notation.TIMES))
    assert _found(rows) == []


def test_a_ratio_that_holds_only_from_unrounded_levels_is_a_doubt() -> None:
    rows = _growth(val("-19.4", notation=Notation.GROWTH), "96.6", "120")
    assert _one(rows, "operands-rounded").severity is Severity.DOUBT
    times = _growth(val("0.8", notation=Notation.TIMES), "96", "124.3")
    assert _found(times) == []


def test_an_operand_rounded_ratio_in_times_is_told_in_times() -> None:
    rows = _growth(val("2.78", notation=Notation.TIMES), "126", "45")
    rows.rows[1] = Rows().add(key(period="2019"), val("45", decimals=0))
    found = _found(rows)
    assert all("%" not in f.reason.vi for f in found)
    assert [f.rule for f in found] == ["operands-rounded"]


def test_a_wrong_share() -> None:
    rows = Rows()
    coffee = ["commodity:coffee"]
    rows.add(key(members=coffee), 552)
    rows.add(key(), 700)
    rows.add(key(members=coffee, measure=Measure.SHARE), val("80"))
    finding = _one(rows, "wrong-share")
    assert (finding.stated, finding.computed) == ("80", "78,86")


@pytest.mark.parametrize("printed", [
    val("-100", notation=Notation.GROWTH),
    val("-120.5", notation=Notation.GROWTH),
    val("0", notation=Notation.INDEX),
    val("-4.5", notation=Notation.INDEX),
    val("-0.2", notation=Notation.TIMES),
])  # fmt: skip
def test_a_growth_that_no_base_can_give_cannot_be(printed: Value) -> None:
    finding = _one(_growth(printed), "impossible-ratio")
    assert finding.severity is Severity.CONTRADICTION
    assert "không thể có" in finding.reason.vi
    assert "it cannot be" in finding.reason.en
    assert "ngầm dùng" not in finding.reason.vi
    assert finding.computed in finding.reason.vi


def test_a_completion_below_nothing_cannot_be() -> None:
    finding = _one(_completion("-72.27"), "impossible-ratio")
    assert "kế hoạch -" not in finding.reason.vi
    assert "77.27%" in finding.reason.en


def test_a_level_of_nothing_implies_no_base() -> None:
    finding = _one(_growth(val("-50", notation=Notation.GROWTH), level="0"), "impossible-ratio")
    assert "mức đã công bố không lớn hơn 0" in finding.reason.vi
    assert finding.computed == "-100,00"


def test_what_cannot_be_is_said_also_where_the_base_or_the_level_is_unknown() -> None:
    for level in (val("525"), val(state=State.MISSING)):
        rows = Rows()
        rows.add(key(), level)
        rows.add(key(measure=GROWTH), val("-120", notation=Notation.GROWTH))
        finding = _one(rows, "impossible-ratio")
        assert finding.computed == ""
        assert "không thể giảm quá 100%" in finding.reason.vi


def test_a_balance_below_nothing_may_fall_by_more_than_all_of_it() -> None:
    rows = Rows()
    rows.add(key(), "-50")
    rows.add(key(measure=GROWTH), val("-150", notation=Notation.GROWTH))
    assert _found(rows) == []
    rows.add(key(period="2019"), 100)
    assert _found(rows) == [], "from 100 to -50"


def test_a_growth_printed_as_an_index_is_told_by_its_base() -> None:
    finding = _one(_growth(val("2.95", notation=Notation.INDEX), "432.3"), "growth-read-as-index")
    assert finding.severity is Severity.CONTRADICTION
    assert (finding.stated, finding.computed) == ("2,95", "102,93")
    assert "thực ra là mức tăng 2,95%" in finding.reason.vi
    assert "is growth of 2.95%" in finding.reason.en
    assert "14.6" not in finding.reason.vi, "no base of fifty times the level"
    assert _one(_growth(val("-3.2", notation=Notation.INDEX), "406.56"), "growth-read-as-index")
    assert _one(_growth(val("3.1", notation=Notation.INDEX), "432.3"), "silent-revision")


def test_a_revision_is_supposed_not_asserted() -> None:
    reason = _one(_growth(val("16.98", notation=Notation.GROWTH)), "silent-revision").reason
    assert reason.vi.endswith("có thể số kỳ gốc đã được điều chỉnh mà không công bố")
    assert reason.en.endswith("the base may have been revised without being published")


# ---- bases nobody published -----------------------------------------------------------------------------------------


def _unpublished(nine_months: Value) -> Rows:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(measure=COMPLETION), val("92.06"))
    rows.add(key(period="2020-M01..M09"), 400)
    rows.add(key(period="2020-M01..M09", measure=COMPLETION), nine_months)
    return rows


def test_two_ratios_that_imply_different_bases_are_a_doubt() -> None:
    finding = _one(_unpublished(val("60.61")), "implied-conflict")
    assert finding.severity is Severity.DOUBT
    assert (finding.stated, finding.computed) == ("660", "630")
    assert [r.row for r in finding.rows] == [4, 2, 3, 1]


@pytest.mark.parametrize(
    "said", [val("63.49"), val("60.61", qualifier=Qualifier.ABOUT), val("60", high="61"), val(state=State.MISSING)]
)
def test_those_that_agree_or_are_loose_are_none(said: Value) -> None:
    assert _found(_unpublished(said)) == []


def test_two_bodies_may_mean_different_bases() -> None:
    rows = _unpublished(val(state=State.MISSING))
    rows.add(key(period="2020-H1", body="customs"), 300)
    rows.add(key(period="2020-H1", body="customs", measure=COMPLETION), val("30"))
    assert _found(rows) == []


def test_a_level_printed_with_few_digits_implies_less() -> None:
    rows = Rows()
    rows.add(key(), 17)
    rows.add(key(measure=COMPLETION), val("18.9"))
    rows.add(key(period="2020-H1"), val(8, qualifier=Qualifier.ABOUT))
    rows.add(key(period="2020-H1", measure=COMPLETION), val("9.2"))
    assert _found(rows) == [], "17 may be 16.5, and 8 is said to be about"


def test_ratios_of_nil_levels_and_of_whole_falls_imply_nothing() -> None:
    rows = _unpublished(val("63.49"))
    rows.add(key(period="2020-H1"), val(state=State.NIL))
    rows.add(key(period="2020-H1", measure=COMPLETION), val("50"))
    rows.add(key(period="2018"), 470)
    rows.add(key(period="2018", measure=GROWTH), val("-100", notation=Notation.GROWTH))
    rows.add(key(period="2017", measure=COMPLETION), val("50"))
    rows.add(key(period="2016"), 10)
    rows.add(key(period="2016", measure=Measure.SHARE), val("50"))
    rows.add(key(period="2020-Q1"), val("5", high="6", qualifier=Qualifier.UNDER))
    rows.add(key(period="2020-Q1", measure=COMPLETION), val("0.8"))
    assert _found(rows) == []


def test_the_audit_is_of_one_place() -> None:
    rows = _completion("72.27")
    assert [f.rule for f in audit(rows.timeline(), OLD, Period.parse("2020"))] == ["wrong-completion"]
    assert audit(rows.timeline(), "vn.52@1997", Period.parse("2020")) == []
    assert audit(rows.timeline(), OLD, Period.parse("2021")) == []


def test_a_finding_on_a_figure_replaced_since_says_so() -> None:
    rows = _completion("72.27")
    (before,) = audit(rows.timeline(), OLD, Period.parse("2020"))
    assert "thay bằng" not in before.reason.vi
    rows.add(key(measure=COMPLETION), val("77.27"), known=date(2021, 6, 30))
    (after,) = audit(rows.timeline(), OLD, Period.parse("2020"))
    assert after.reason.vi == f"{before.reason.vi} (đã được thay bằng 77,27)"
    assert after.reason.en == f"{before.reason.en} (since replaced by 77.27)"


def test_the_same_number_printed_again_replaces_nothing() -> None:
    rows = _completion("72.27")
    rows.add(key(measure=COMPLETION), val("72.27"), known=date(2021, 6, 30))
    assert all("thay bằng" not in f.reason.vi for f in audit(rows.timeline(), OLD, Period.parse("2020")))


def test_a_figure_withdrawn_since_says_so() -> None:
    rows = _completion("72.27")
    rows.add(key(measure=COMPLETION), val(state=State.MISSING), known=date(2021, 6, 30))
    (finding,) = audit(rows.timeline(), OLD, Period.parse("2020"))
    assert finding.reason.vi.endswith("(đã được thay, nay không có số)")

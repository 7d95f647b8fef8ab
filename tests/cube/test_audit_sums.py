"""Parts and totals, shorter periods and longer ones."""

import pytest

from tests.cube.support import Rows, key, val
from tongket.core.figure import Qualifier, Scenario, State, Status, Value
from tongket.cube.audit import Finding, Severity
from tongket.cube.audit.sums import audit_sums

COFFEE, RUBBER, OTHER = ("commodity:coffee", "commodity:rubber", "commodity:other")


def _found(rows: Rows) -> list[Finding]:
    return list(audit_sums(rows.timeline()))


def _rules(rows: Rows) -> list[str]:
    return [f.rule for f in _found(rows)]


def test_a_cumulative_that_is_the_sum_is_not_reported() -> None:
    rows = Rows()
    rows.add(key(period="2016-M01..M05"), val("164.0"))
    rows.add(key(period="2016-M01..M04"), val("125.7"))
    rows.add(key(period="2016-M05"), val("38.3"))
    assert _found(rows) == []


def test_a_cumulative_that_is_not_is_a_contradiction() -> None:
    rows = Rows()
    rows.add(key(period="2016-M01..M05"), val("169.25"))
    rows.add(key(period="2016-M01..M04"), val("125.7"))
    rows.add(key(period="2016-M05"), val("38.3"))
    (finding,) = _found(rows)
    assert (finding.rule, finding.severity) == ("cumulative-inconsistent", Severity.CONTRADICTION)
    assert (finding.stated, finding.computed) == ("169,25", "164")
    assert "5,25" in finding.reason.vi
    assert "5.25" in finding.reason.en
    assert [r.row for r in finding.rows] == [1, 2, 3]


def test_rounding_of_the_parts_explains_small_gaps() -> None:
    rows = Rows()
    rows.add(key(period="2020-M01..M02"), "75")
    rows.add(key(period="2020-M01"), "37")
    rows.add(key(period="2020-M02"), "37")
    assert _found(rows) == []


@pytest.mark.parametrize("part", [
    key(period="2020-M02", body="province"),
    key(period="2020-M02", status=Status.OFFICIAL),
])  # fmt: skip
def test_parts_of_another_body_or_firmness_are_only_a_doubt(part: object) -> None:
    rows = Rows()
    rows.add(key(period="2020-M01..M02"), 75)
    rows.add(key(period="2020-M01"), 37)
    rows.add(part, 30)  # type: ignore[arg-type]  # parametrised with keys
    (finding,) = _found(rows)
    assert finding.severity is Severity.DOUBT


def test_parts_said_to_be_over_are_only_a_doubt() -> None:
    rows = Rows()
    rows.add(key(period="2020-M01..M02"), 80)
    rows.add(key(period="2020-M01"), val(37, qualifier=Qualifier.OVER))
    rows.add(key(period="2020-M02"), 38)
    (finding,) = _found(rows)
    assert finding.severity is Severity.DOUBT


def test_over_reaches_only_to_the_next_digit() -> None:
    rows = Rows()
    rows.add(key(period="2020-M01..M02"), "75.9")
    rows.add(key(period="2020-M01"), val(37, qualifier=Qualifier.OVER))
    rows.add(key(period="2020-M02"), "38.0")
    assert _found(rows) == []


def test_the_month_left_over_may_not_leap_out() -> None:
    for may, expected in (("56", ["cumulative-inconsistent"]), ("180", [])):
        rows = Rows()
        rows.add(key(period="2025-M01..M05"), "756.9")
        rows.add(key(period="2025-Q1"), "462")
        rows.add(key(period="2025-M05"), may)
        assert _rules(rows) == expected


def test_a_month_left_over_below_zero_is_reported() -> None:
    rows = Rows()
    rows.add(key(period="2025-M01..M04"), 400)
    rows.add(key(period="2025-Q1"), 462)
    (finding,) = _found(rows)
    assert finding.severity is Severity.DOUBT
    assert finding.computed == "-62"


def test_two_known_months_tell_nothing_of_the_third() -> None:
    rows = Rows()
    rows.add(key(period="2025-Q1"), 900)
    rows.add(key(period="2025-M01"), 1)
    rows.add(key(period="2025-M02"), 1)
    assert _found(rows) == []


def test_overlapping_parts_are_counted_once() -> None:
    rows = Rows()
    rows.add(key(period="2025-M01..M05"), 500)
    rows.add(key(period="2025-M01..M04"), 400)
    rows.add(key(period="2025-Q1"), 300)
    rows.add(key(period="2025-M02"), 100)
    assert _found(rows) == []


def test_a_missing_total_or_part_is_passed_over() -> None:
    rows = Rows()
    rows.add(key(period="2020-M01..M02"), val(state=State.MISSING))
    rows.add(key(period="2020-M01"), 37)
    rows.add(key(period="2020-M02"), 38)
    rows.add(key(scenario=Scenario.PLAN), 1)
    assert _found(rows) == []


def _parts(total: str, other: str = "50", members: tuple[str, ...] = (COFFEE, OTHER)) -> Rows:
    rows = Rows()
    rows.add(key(), total)
    for member, quantity in zip(members, ("100", other, "1"), strict=False):
        rows.add(key(members=[member]), quantity)
    return rows


def test_parts_with_a_residual_are_complete_and_must_sum() -> None:
    assert _found(_parts("150")) == []
    (finding,) = _found(_parts("160"))
    assert (finding.rule, finding.severity) == ("parts-do-not-sum", Severity.CONTRADICTION)
    assert (finding.stated, finding.computed) == ("160", "150")


def test_incomplete_parts_need_not_sum() -> None:
    assert _found(_parts("160", members=(COFFEE, RUBBER))) == []
    assert _found(_parts("160", members=(OTHER,))) == []


def test_a_declared_partition_must_sum() -> None:
    rows = Rows()
    rows.add(key("supermarket.count", "2022-12-31"), 20)
    rows.add(key("supermarket.count", "2022-12-31", members=["store-kind:specialised"]), 10)
    assert _found(rows) == [], "one of two"
    rows.add(key("supermarket.count", "2022-12-31", members=["store-kind:general"]), 9)
    assert _rules(rows) == ["parts-do-not-sum"]


def test_only_one_statement_of_each_part_counts() -> None:
    rows = _parts("150")
    rows.add(key(members=[COFFEE], body="customs"), 120)
    assert _found(rows) == []


def test_parts_without_a_total_are_no_finding() -> None:
    rows = Rows()
    rows.add(key(), val(state=State.NIL))
    rows.add(key(members=[COFFEE]), val(state=State.NIL))
    rows.add(key(members=[OTHER]), val(state=State.NIL))
    assert _found(rows) == []


def test_an_index_is_no_sum_of_its_months_nor_of_its_parts() -> None:
    rows = Rows()
    for period in ("2020", "2020-H1", "2020-H2"):
        rows.add(key("industry.iip", period), 104)
    assert _found(rows) == []


# ---- a part larger than its total, a short period larger than a long one --------------------------------------------


def test_a_part_larger_than_its_total_is_a_contradiction() -> None:
    rows = _parts("90", members=(COFFEE, RUBBER))
    (finding,) = _found(rows)
    assert (finding.rule, finding.severity) == ("part-exceeds-total", Severity.CONTRADICTION)
    assert (finding.stated, finding.computed) == ("100", "90")
    assert [r.row for r in finding.rows] == [2, 1]
    assert "riêng cà phê (100) đã lớn hơn tổng số (90)" in finding.reason.vi
    assert "(100) is larger than the total (90)" in finding.reason.en


@pytest.mark.parametrize(("part", "total", "found"), [
    (val("100"), val("100"), []),
    (val("100.4"), val("100"), []),  # 100 may be 100.4
    (val("101.6"), val("100"), ["part-exceeds-total"]),
    (val("101", qualifier=Qualifier.ABOUT), val("100"), []),  # about 1 %
    (val("90", qualifier=Qualifier.OVER), val("89.9"), ["part-exceeds-total"]),
    (val("100.5"), val("100", qualifier=Qualifier.OVER), []),
    (val("205"), val("100", qualifier=Qualifier.OVER), ["part-exceeds-total"]),
])  # fmt: skip
def test_a_part_exceeds_only_beyond_what_both_can_stand_for(part: Value, total: Value, found: list[str]) -> None:
    rows = Rows()
    rows.add(key(), total)
    rows.add(key(members=[COFFEE]), part)
    assert _rules(rows) == found


def test_a_part_of_another_body_that_exceeds_is_only_a_doubt() -> None:
    rows = Rows()
    rows.add(key(), 90)
    rows.add(key(members=[COFFEE], body="customs"), 100)
    (finding,) = _found(rows)
    assert (finding.rule, finding.severity) == ("part-exceeds-total", Severity.DOUBT)


def test_a_part_that_exceeds_is_not_told_twice_where_the_parts_do_not_sum() -> None:
    assert [f.rule for f in _found(_parts("90"))] == ["parts-do-not-sum"]


def test_a_part_below_nothing_lets_another_exceed() -> None:
    assert _found(_parts("90", other="-10", members=(COFFEE, RUBBER))) == []


def test_parts_that_are_indices_may_exceed_the_whole() -> None:
    rows = Rows()
    rows.add(key("industry.iip", "2020"), 104)
    rows.add(key("industry.iip", "2020", members=["activity:mining"]), 120)
    assert _found(rows) == []


def test_a_part_of_a_part_is_held_against_both() -> None:
    rows = Rows()
    wind, running = "technology:wind", "power-state:operating"
    rows.add(key("power.projects", "2020-12-31", members=[running]), 9)
    rows.add(key("power.projects", "2020-12-31", members=[wind]), 11)
    rows.add(key("power.projects", "2020-12-31", members=[wind, running]), 10)
    (finding,) = _found(rows)
    assert (finding.rule, finding.stated, finding.computed) == ("part-exceeds-total", "10", "9")
    assert finding.key.members == tuple(sorted((wind, running)))


def test_a_short_period_larger_than_the_long_one_is_a_contradiction() -> None:
    rows = Rows()
    rows.add(key(period="2020-H1"), 290)
    rows.add(key(period="2020-Q1"), 300)
    (finding,) = _found(rows)
    assert (finding.rule, finding.severity) == ("period-exceeds-longer", Severity.CONTRADICTION)
    assert (finding.stated, finding.computed) == ("300", "290")
    assert [r.row for r in finding.rows] == [2, 1]
    assert str(finding.period) == "2020-Q1"
    assert "quý I năm 2020 (300) lớn hơn số của 6 tháng đầu năm 2020 (290)" in finding.reason.vi
    assert "the first quarter of 2020 (300) is larger than that of the first 6 months" in finding.reason.en


def test_a_short_period_within_rounding_of_the_long_one_is_none() -> None:
    rows = Rows()
    rows.add(key(period="2020-H1"), 300)
    rows.add(key(period="2020-Q1"), "300.4")
    assert _found(rows) == []


def test_one_wrong_short_period_is_told_once_and_so_is_one_wrong_long_one() -> None:
    rows = Rows()
    for period, level in (("2020-Q1", 900), ("2020-H1", 290), ("2020-M01..M09", 440), ("2020", 580)):
        rows.add(key(period=period), level)
    assert [(str(f.period), f.computed) for f in _found(rows)] == [("2020-Q1", "290")]
    rows = Rows()
    for period, level in (("2020-Q1", 140), ("2020-H1", 290), ("2020-M01..M09", 440), ("2020", 58)):
        rows.add(key(period=period), level)
    assert [(str(f.period), f.computed) for f in _found(rows)] == [("2020-M01..M09", "58")]


def test_what_the_sum_tells_already_is_not_told_again() -> None:
    rows = Rows()
    rows.add(key(period="2020-H1"), 290)
    rows.add(key(period="2020-Q1"), 300)
    rows.add(key(period="2020-Q2"), 10)
    assert _rules(rows) == ["cumulative-inconsistent"]


def test_a_short_period_below_nothing_lets_another_exceed() -> None:
    rows = Rows()
    rows.add(key(period="2020"), 290)
    rows.add(key(period="2020-Q1"), 300)
    rows.add(key(period="2020-M05"), -20)
    assert _found(rows) == []


def test_a_short_period_of_another_firmness_that_exceeds_is_only_a_doubt() -> None:
    rows = Rows()
    rows.add(key(period="2020", status=Status.OFFICIAL), 290)
    rows.add(key(period="2020-M01..M09"), 300)
    (finding,) = _found(rows)
    assert (finding.rule, finding.severity) == ("period-exceeds-longer", Severity.DOUBT)

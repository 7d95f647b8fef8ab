"""Parts and totals, shorter periods and longer ones."""

import pytest

from tests.cube.support import Rows, key, val
from tongket.core.figure import Qualifier, Scenario, State, Status
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

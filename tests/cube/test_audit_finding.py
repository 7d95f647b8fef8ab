"""The ledger as it was known on a day."""

from datetime import date
from decimal import Decimal

import pytest

from tests.cube.support import Rows, key, slot, val
from tongket.core.figure import Measure, Scenario, State, Status
from tongket.core.text import Text
from tongket.cube.audit.finding import Finding, Severity, written

JANUARY, JUNE = date(2021, 1, 31), date(2021, 6, 30)
COMPLETION = Measure.COMPLETION


def _revised() -> Rows:
    rows = Rows()
    rows.add(key(), 580, known=JANUARY)
    rows.add(key(measure=COMPLETION), val("92.06"), known=JANUARY)
    rows.add(key(), 590, known=JUNE)
    return rows


@pytest.mark.parametrize(
    ("on", "quantity"), [(date(2021, 1, 30), None), (JANUARY, 580), (date(2021, 6, 29), 580), (JUNE, 590)]
)
def test_a_book_of_a_day_holds_what_was_known_then(on: date, quantity: int | None) -> None:
    answer = _revised().timeline().book(on).level(slot(key()))
    assert (answer and answer.value.quantity) == quantity


def test_now_is_the_latest_known_whatever_the_order_of_recording() -> None:
    rows = Rows()
    rows.add(key(), 590, known=JUNE)
    rows.add(key(), 580, known=JANUARY)
    answer = rows.timeline().now.level(slot(key()))
    assert answer is not None
    assert answer.value.quantity == 590


def test_of_one_day_the_last_recorded_stands() -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(), 581)
    answer = rows.timeline().now.level(slot(key()))
    assert answer is not None
    assert answer.value.quantity == 581


def test_a_level_not_known_yet_is_taken_as_known_now() -> None:
    timeline = _revised().timeline()
    answer = timeline.level(slot(key()), date(2020, 1, 1))
    assert answer is not None
    assert answer.value.quantity == 590
    assert timeline.level(slot(key(period="1999")), JUNE) is None


def test_a_book_is_made_once_a_day() -> None:
    timeline = _revised().timeline()
    assert timeline.book(JUNE) is timeline.book(JUNE)
    assert timeline.now is timeline.now


def test_a_ratio_goes_with_the_level_printed_with_it() -> None:
    rows = _revised()
    answer = rows.timeline().level_of(rows.rows[1])
    assert answer is not None
    assert answer.value.quantity == 580


def test_a_ratio_goes_with_its_own_body_s_level_not_a_firmer_one() -> None:
    rows = _revised()
    rows.add(key(status=Status.OFFICIAL), 600, known=JANUARY)
    answer = rows.timeline().level_of(rows.rows[1])
    assert answer is not None
    assert answer.key.status is Status.ESTIMATE
    assert answer.row is rows.rows[0]


def test_a_ratio_without_its_own_level_goes_with_any_body_s() -> None:
    rows = Rows()
    rows.add(key(body="province", measure=COMPLETION), val("109.33"))
    assert rows.timeline().level_of(rows.rows[0]) is None
    rows.add(key(), 820)
    answer = rows.timeline().level_of(rows.rows[0])
    assert answer is not None
    assert answer.key.body == "department"


def test_a_level_without_number_is_none() -> None:
    rows = Rows()
    rows.add(key(measure=COMPLETION), val("92.06"))
    rows.add(key(), val(state=State.CONFIDENTIAL))
    assert rows.timeline().level_of(rows.rows[0]) is None


def test_the_growth_of_a_proposed_plan_goes_with_that_plan() -> None:
    rows = Rows()
    at = {"scenario": Scenario.PLAN, "status": Status.PROPOSED}
    rows.add(key(**at), 660)  # type: ignore[arg-type]  # both are what key takes
    rows.add(key(measure=Measure.GROWTH, **at), val("10"))  # type: ignore[arg-type]  # as above
    answer = rows.timeline().level_of(rows.rows[1])
    assert answer is not None
    assert answer.value.quantity == 660


def test_a_number_is_written_as_each_language_does() -> None:
    assert written(Decimal("14023.5"), 2) == Text("14.023,50", "14,023.50")
    assert written(Decimal(3400), -2) == Text("3.400", "3,400")
    assert written(Decimal("0.50")) == Text("0,5", "0.5")
    assert written(None) == Text("", "")


@pytest.mark.parametrize(
    ("value", "decimals", "plain"),
    [("14023.5", 2, "14023.50"), ("3400", -2, "3400"), ("-19.4", 1, "-19.4"), ("0.5", None, "0.5"), ("25", 2, "25.00")],
)
def test_a_finding_has_its_numbers_for_programs_too(value: str, decimals: int | None, plain: str) -> None:
    rows = _revised()
    said = written(Decimal(value), decimals).vi
    finding = Finding("rule", Severity.DOUBT, key().period, (rows.rows[0],), said, "nso", Text("", ""))
    assert (finding.stated_plain, finding.computed_plain) == (plain, "nso")
    assert Finding("rule", Severity.DOUBT, key().period, (rows.rows[0],), said, "", Text("", "")).computed_plain == ""


def test_what_replaced_a_row_is_the_row_that_stands() -> None:
    rows = _revised()
    timeline = rows.timeline()
    assert timeline.successor(rows.rows[0]) is rows.rows[2]
    assert timeline.successor(rows.rows[1]) is None
    assert timeline.successor(rows.rows[2]) is None

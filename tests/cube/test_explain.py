"""Every figure leads back to ledger rows, and every id to its figure."""

from datetime import date
from decimal import Decimal

import pytest

from tests.cube.support import OLD, Rows, key, sample_timeline, slot, val
from tongket.core.errors import InvalidInput, NotFound
from tongket.core.figure import Measure, Notation, Scenario, State, Status
from tongket.core.period import Period
from tongket.cube.compare import compare
from tongket.cube.explain import answer_of, explain, find
from tongket.cube.rows import How

PLAN = Scenario.PLAN


def _sample() -> Rows:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(measure=Measure.COMPLETION), val("92.06"))
    rows.add(key(period="2019"), 500)
    rows.add(key(body="customs"), 579)
    rows.add(key(), 575, known=date(2020, 12, 31))
    return rows


def test_a_level_is_explained_by_its_row_its_revisions_and_other_bodies() -> None:
    found = explain(_sample().timeline(), key())
    assert found.answer.how is How.LEDGER
    assert found.answer.value.quantity == 580
    assert [r.value.quantity for r in found.revisions] == [575]
    assert [r.key.body for r in found.others] == ["customs"]
    assert found.implied is None


def test_revisions_come_oldest_first_in_whatever_order_the_rows_came() -> None:
    rows = Rows()
    for day in (3, 1, 2):
        rows.add(key(), day, known=date(2021, 1, day))
    for order in (rows.rows, rows.rows[::-1]):
        timeline = rows.timeline()
        timeline.rows = order
        assert [r.value.quantity for r in explain(timeline, key()).revisions] == [1, 2]


def test_a_stated_ratio_tells_what_it_implies() -> None:
    found = explain(_sample().timeline(), key(measure=Measure.COMPLETION))
    assert found.answer.how is How.STATED
    assert found.implied is not None
    assert found.implied.whole_numbers == [630]
    assert found.revisions == ()
    assert {r.key.body for r in found.others} == {"customs"}


def test_a_computed_ratio_with_a_printed_one_tells_what_that_implies() -> None:
    rows = _sample()
    rows.add(key(measure=Measure.GROWTH), val(16, notation=Notation.GROWTH))
    found = explain(rows.timeline(), key(measure=Measure.GROWTH))
    assert found.answer.how is How.COMPUTED
    assert found.answer.check is not None
    assert found.implied is not None
    assert 500 in found.implied.whole_numbers


def test_a_computed_ratio_without_one_implies_nothing() -> None:
    rows = Rows()
    rows.add(key(period="2019"), 500)
    rows.add(key(), 579)
    found = explain(rows.timeline(), key(measure=Measure.GROWTH))
    assert found.answer.value.quantity == Decimal("15.8")
    assert found.implied is None


def test_an_excess_follows_from_a_stated_completion_alone() -> None:
    found = explain(_sample().timeline(), key(measure=Measure.EXCESS))
    assert found.answer.value.quantity == Decimal("-7.94")
    assert [r.row for r in found.answer.rows()] == [2]
    rows = Rows()
    rows.add(key(measure=Measure.COMPLETION), val("92.06"))
    assert explain(rows.timeline(), key(measure=Measure.EXCESS)).answer.value.quantity == Decimal("-7.94")


def test_an_excess_of_nothing_is_not_found() -> None:
    rows = Rows()
    rows.add(key(measure=Measure.GROWTH), val("16"))
    with pytest.raises(NotFound) as caught:
        explain(rows.timeline(), key(measure=Measure.EXCESS))
    assert "export.value" in caught.value.message("vi")


def test_a_figure_without_number_is_still_explained() -> None:
    rows = Rows()
    rows.add(key(), val(state=State.CONFIDENTIAL))
    found = explain(rows.timeline(), key())
    assert found.answer.value.state is State.CONFIDENTIAL
    assert answer_of(rows.book(), key(measure=Measure.GROWTH)) is None


def test_a_nil_is_a_level() -> None:
    rows = Rows()
    rows.add(key(), val(state=State.NIL))
    rows.add(key(scenario=PLAN), 630)
    answer = answer_of(rows.book(), key(measure=Measure.COMPLETION))
    assert answer is not None
    assert answer.value.quantity == 0


def test_the_key_asked_for_is_explained_not_a_firmer_one() -> None:
    rows = Rows()
    rows.add(key(), 580)
    rows.add(key(status=Status.OFFICIAL), 581)
    found = explain(rows.timeline(), key())
    assert found.answer.value.quantity == 580
    assert [r.key.status for r in found.others] == [Status.OFFICIAL]


def test_a_sum_is_explained_only_under_its_own_key() -> None:
    rows = Rows()
    for half in ("2020-H1", "2020-H2"):
        rows.add(key(period=half), 290)
    found = explain(rows.timeline(), key())
    assert found.answer.how is How.COMPUTED
    assert [r.row for r in found.answer.rows()] == [1, 2]
    with pytest.raises(NotFound):
        explain(rows.timeline(), key(status=Status.OFFICIAL))


def test_what_the_ledger_does_not_hold_is_not_found() -> None:
    with pytest.raises(NotFound) as caught:
        explain(_sample().timeline(), key("retail.revenue"))
    assert "retail.revenue" in caught.value.message("en")


def test_an_id_leads_to_its_figure_and_to_every_measure_of_it() -> None:
    book = _sample().book()
    for measure in Measure:
        at = key(measure=measure)
        assert find(book, at.id) == at


def test_ids_of_what_follows_are_found_too() -> None:
    rows = Rows()
    for quarter in range(1, 5):
        rows.add(key(period=f"2020-Q{quarter}"), 145)
    rows.add(key("cluster.leased-area", "2025-10-31"), 910)
    rows.add(key("cluster.leasable-area", "2025-10-31"), 1108)
    book = rows.book()
    for at in (key(), key(period="2020-H1"), key(period="2020-M01..M09", measure=Measure.GROWTH)):
        assert find(book, at.id) == at
    occupancy = key("cluster.occupancy", "2025-10-31")
    assert find(book, occupancy.id) == occupancy


def test_the_id_of_a_sum_over_places_is_found() -> None:
    rows = Rows()
    book = rows.book()
    for place in book.vocabulary.places.children("vn", Period.parse("2025").end):
        rows.add(key(period="2025", place=place.id), 10)
    nation = key(period="2025", place="vn")
    assert find(rows.book(), nation.id) == nation


def test_an_id_of_nothing_is_not_found_and_no_id_is_refused() -> None:
    book = _sample().book()
    with pytest.raises(NotFound):
        find(book, key("retail.revenue").id)
    with pytest.raises(InvalidInput):
        find(book, "v123")


@pytest.mark.parametrize("period", ["2020", "2021-H1", "2023", "2022-12-31"])
def test_every_answer_of_a_comparison_is_found_by_its_id_and_explained_down_to_rows(period: str) -> None:
    timeline = sample_timeline()
    lines = compare(timeline.now, OLD, Period.parse(period))
    assert lines
    for line in lines:
        for answer in line.answers:
            assert find(timeline.now, answer.key.id) == answer.key
            explained = explain(timeline, answer.key).answer
            assert explained.value == answer.value
            assert explained.rows() == answer.rows()
            assert answer.rows()


def test_the_slot_of_a_level_is_that_of_its_ratio() -> None:
    assert slot(key()) == slot(key(measure=Measure.GROWTH))


# ---- what the audit says of it --------------------------------------------------------------------------------------


def test_a_figure_that_the_audit_accuses_says_so() -> None:
    rows = _sample()
    rows.add(key(measure=Measure.GROWTH), val("13", notation=Notation.GROWTH))
    found = explain(rows.timeline(), key(measure=Measure.GROWTH))
    assert found.answer.how is How.COMPUTED
    assert [f.rule for f in found.findings] == ["silent-revision"]
    assert found.reread is None
    assert explain(rows.timeline(), key(period="2019")).findings == (), "the base is not the one accused"


def test_a_level_is_told_what_it_is_accused_of() -> None:
    rows = Rows()
    rows.add(key(), 90)
    rows.add(key(members=["commodity:coffee"]), 100)
    assert [f.rule for f in explain(rows.timeline(), rows.rows[1].key).findings] == ["part-exceeds-total"]
    assert explain(rows.timeline(), key()).findings == ()


def test_an_index_read_as_growth_implies_the_base_of_an_index_too() -> None:
    at = key("retail.revenue", "2020-Q1", basis="dept", measure=Measure.GROWTH)
    found = explain(sample_timeline(), at)
    assert [f.rule for f in found.findings] == ["index-read-as-growth"]
    assert found.implied is not None
    assert found.reread is not None
    assert found.reread.notation is Notation.INDEX
    assert Decimal("7973.5") in found.implied.rounded
    assert 15220 in found.reread.implied.rounded
    assert Decimal("7973.5") not in found.reread.implied.rounded


def test_a_growth_read_as_an_index_implies_the_base_of_a_growth_too() -> None:
    rows = Rows()
    rows.add(key(), "432.3")
    rows.add(key(period="2019"), 420)
    rows.add(key(measure=Measure.GROWTH), val("2.95", notation=Notation.INDEX))
    found = explain(rows.timeline(), key(measure=Measure.GROWTH))
    assert [f.rule for f in found.findings] == ["growth-read-as-index"]
    assert found.reread is not None
    assert found.reread.notation is Notation.GROWTH
    assert Decimal("419.91") in found.reread.implied.rounded


def test_a_ratio_that_cannot_be_implies_nothing() -> None:
    rows = Rows()
    rows.add(key(), 525)
    rows.add(key(measure=Measure.GROWTH), val("-120", notation=Notation.GROWTH))
    found = explain(rows.timeline(), key(measure=Measure.GROWTH))
    assert [f.rule for f in found.findings] == ["impossible-ratio"]
    assert (found.implied, found.reread) == (None, None)


def test_a_level_below_nothing_implies_no_base() -> None:
    rows = Rows()
    rows.add(key(), -50)
    rows.add(key(measure=Measure.GROWTH), val("10", notation=Notation.GROWTH))
    assert explain(rows.timeline(), key(measure=Measure.GROWTH)).implied is None

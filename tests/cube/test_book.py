"""Picks, and levels that follow from others; covers against brute force."""

import itertools
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cube.support import BINH_DINH, NEW, OLD, Rows, key, sample_rows, slot, val
from tongket.core.figure import Qualifier, Scenario, State, Status, Value
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary, vocabulary
from tongket.cube.audit.finding import Timeline
from tongket.cube.book import Book, Slot, number
from tongket.cube.compare import compare
from tongket.cube.rows import Answer, How

ACTUAL = (Status.OFFICIAL, Status.PRELIMINARY, Status.ESTIMATE)
BODIES = ("department", "province", "statistics-office", "customs")


@given(st.lists(st.tuples(st.sampled_from(ACTUAL), st.sampled_from(BODIES)), min_size=1, unique=True), st.randoms())
def test_official_before_preliminary_before_estimate_then_the_body_in_whatever_order(
    said: list[tuple[Status, str]], shuffled: random.Random
) -> None:
    rows = Rows()
    for n, (status, body) in enumerate(said):
        rows.add(key(status=status, body=body), n)
    shuffled.shuffle(rows.rows)
    answer = rows.book().read(slot(key()))
    assert answer is not None
    best = min(said, key=lambda pair: (ACTUAL.index(pair[0]), BODIES.index(pair[1])))
    assert (answer.key.status, answer.key.body) == best
    assert answer.value.quantity == said.index(best)
    assert answer.how is How.LEDGER


def test_the_body_asked_for_comes_first_among_the_equally_firm() -> None:
    rows = Rows()
    rows.add(key(), 100)
    rows.add(key(body="customs"), 101)
    rows.add(key(body="statistics-office", status=Status.PRELIMINARY), 102)
    answer = rows.book("customs").read(slot(key()))
    assert answer is not None
    assert answer.key.body == "statistics-office", "firmness counts before the body"
    rows.rows.pop()
    answer = rows.book("customs").read(slot(key()))
    assert answer is not None
    assert answer.key.body == "customs"


def test_of_two_unlisted_bodies_the_latest_known_is_taken() -> None:
    rows = Rows()
    early, late = Period.parse("2021-01-31").end, Period.parse("2021-06-30").end
    rows.add(key(body="customs"), 1, known=late)
    rows.add(key(body="ministry"), 2, known=early)
    answer = rows.book().read(slot(key()))
    assert answer is not None
    assert answer.key.body == "customs"


def test_another_basis_is_never_taken() -> None:
    rows = Rows()
    rows.add(key("retail.revenue", basis="nso", status=Status.OFFICIAL), "47017.946")
    assert rows.book().level(slot(key("retail.revenue", basis="dept"))) is None


@pytest.mark.parametrize(
    ("status", "counts"),
    [(Status.PROPOSED, False), (Status.NEGOTIATED, False), (Status.ASSIGNED, True), (Status.ADJUSTED, True)],
)
def test_only_an_assigned_or_adjusted_plan_is_a_denominator(status: Status, counts: bool) -> None:
    rows = Rows()
    rows.add(key(scenario=Scenario.PLAN, status=status), 630)
    planned = slot(key()).planned()
    assert (rows.book().read(planned) is not None) == counts
    assert (rows.book().level(planned) is not None) == counts


def test_the_adjusted_plan_comes_before_the_assigned_one() -> None:
    rows = Rows()
    for status, quantity in ((Status.ASSIGNED, 630), (Status.PROPOSED, 700), (Status.ADJUSTED, 600)):
        rows.add(key(scenario=Scenario.PLAN, status=status), quantity)
    answer = rows.book().read(slot(key()).planned())
    assert answer is not None
    assert answer.value.quantity == 600


def test_a_plan_is_never_summed_from_shorter_plans() -> None:
    rows = Rows()
    for quarter in range(1, 5):
        rows.add(key(period=f"2020-Q{quarter}", scenario=Scenario.PLAN), 150)
    assert rows.book().level(slot(key(scenario=Scenario.PLAN))) is None


@pytest.mark.parametrize("state", [State.MISSING, State.NOT_APPLICABLE, State.CONFIDENTIAL])
def test_a_state_without_a_number_is_no_level_and_hides_no_other(state: State) -> None:
    rows = Rows()
    rows.add(key(status=Status.OFFICIAL), val(state=state))
    assert rows.book().level(slot(key())) is None
    rows.add(key(), 580)
    answer = rows.book().level(slot(key()))
    assert answer is not None
    assert answer.value.quantity == 580


def test_a_nil_is_zero_in_a_sum() -> None:
    rows = Rows()
    rows.add(key(period="2020-M01"), val(state=State.NIL))
    rows.add(key(period="2020-M02"), "41")
    answer = rows.book().level(slot(key(period="2020-M01..M02")))
    assert answer is not None
    assert number(answer) == 41


# ---- sums over time -------------------------------------------------------------------------------------------------

runs = st.integers(0, 11).flatmap(lambda first: st.tuples(st.just(first), st.integers(1, 12 - first)))


def _period(run: tuple[int, int]) -> Period:
    return Period(2020 * 12 + run[0], run[1])


def _fewest(parts: set[Period], whole: Period) -> int | None:
    """Brute force: the size of the smallest set of parts whose months are the whole's, once each."""
    months = [m.first for m in whole.months()]
    for size in range(1, len(parts) + 1):
        for chosen in itertools.combinations(sorted(parts), size):
            if sorted(m.first for p in chosen for m in p.months()) == months:
                return size
    return None


@settings(deadline=None)
@given(st.sets(runs, max_size=9), runs)
def test_a_cover_is_found_where_brute_force_finds_one_and_never_has_more_parts(
    stated: set[tuple[int, int]], asked: tuple[int, int]
) -> None:
    rows = Rows()
    for run in stated:
        rows.add(key(period=str(_period(run))), 1)
    whole = _period(asked)
    parts = {_period(run) for run in stated if _period(run) != whole and whole.covers(_period(run))}
    cover = rows.book().cover(slot(key(period=str(whole))))
    fewest = _fewest(parts, whole)
    if cover is None:
        assert fewest is None
        return
    assert len(cover) == fewest
    assert set(cover) <= parts
    assert [m for p in cover for m in p.months()] == list(whole.months()), "each month once, in order"


def test_a_day_has_no_cover() -> None:
    rows = Rows()
    rows.add(key(period="2020-M12"), 1)
    assert rows.book().cover(slot(key(period="2020-12-31"))) is None


def test_the_administrative_calendar_is_never_mixed_with_the_common_one() -> None:
    rows = Rows()
    for month in range(1, 4):
        rows.add(key(period=f"2020-M{month:02}@adm"), 10)
    book = rows.book()
    assert book.level(slot(key(period="2020-Q1"))) is None
    answer = book.level(slot(key(period="2020-Q1@adm")))
    assert answer is not None
    assert answer.value.quantity == 30


@given(st.lists(st.decimals(0, 99_999, places=2), min_size=12, max_size=12), st.integers(2, 12))
def test_consolidated_months_are_the_stated_cumulative_when_that_is_consistent(
    months: list[Decimal], upto: int
) -> None:
    period = str(Period(2020 * 12, upto))
    parts, both = Rows(), Rows()
    for month, quantity in enumerate(months, start=1):
        for rows in (parts, both):
            rows.add(key(period=f"2020-M{month:02}"), val(quantity))
    both.add(key(period=period), val(sum(months[:upto], Decimal(0))))
    summed, stated = (r.book().level(slot(key(period=period))) for r in (parts, both))
    assert summed is not None
    assert stated is not None
    assert summed.value.quantity == stated.value.quantity
    assert (summed.how, stated.how) == (How.COMPUTED, How.LEDGER)
    assert [a.key.period for a in summed.inputs] == list(Period.parse(period).months())
    assert len(summed.rows()) == upto


def test_the_sum_takes_the_fewest_parts_and_says_which() -> None:
    rows = Rows()
    rows.add(key(period="2021-Q1"), 160)
    rows.add(key(period="2021-M04"), 50)
    for month in ("01", "02", "03"):
        rows.add(key(period=f"2021-M{month}"), 1)
    answer = rows.book().level(slot(key(period="2021-M01..M04")))
    assert answer is not None
    assert answer.value.quantity == 210
    assert answer.formula is not None
    assert answer.formula.vi.startswith("cộng 2021-Q1")
    assert "2021-M04" in answer.formula.vi


def test_a_sum_is_as_firm_as_its_weakest_part_and_as_loose_as_its_loosest() -> None:
    rows = Rows()
    rows.add(key(period="2020-H1", status=Status.OFFICIAL), val("300.25", qualifier=Qualifier.OVER))
    rows.add(key(period="2020-H2", body="province"), val("280"))
    answer = rows.book().level(slot(key()))
    assert answer is not None
    assert answer.key.status is Status.ESTIMATE
    assert answer.key.body == "department"
    assert answer.value.qualifier is Qualifier.OVER, "hơn 300,25 và 280 là hơn 580,25"
    assert answer.value.decimals == 2


@pytest.mark.parametrize(
    ("one", "two", "joint"),
    [
        (Qualifier.EXACT, Qualifier.EXACT, Qualifier.EXACT),
        (Qualifier.UNDER, Qualifier.EXACT, Qualifier.UNDER),
        (Qualifier.OVER, Qualifier.OVER, Qualifier.OVER),
        (Qualifier.OVER, Qualifier.UNDER, Qualifier.ABOUT),
        (Qualifier.ABOUT, Qualifier.OVER, Qualifier.ABOUT),
    ],
)
def test_qualifiers_of_parts_join(one: Qualifier, two: Qualifier, joint: Qualifier) -> None:
    rows = Rows()
    rows.add(key(period="2020-H1"), val(1, qualifier=one))
    rows.add(key(period="2020-H2"), val(2, qualifier=two))
    answer = rows.book().level(slot(key()))
    assert answer is not None
    assert answer.value.qualifier is joint


def test_a_range_stays_a_range_in_a_sum() -> None:
    rows = Rows()
    rows.add(key(period="2020-H1"), val("10", high="12"))
    rows.add(key(period="2020-H2"), val("20", decimals=None))
    answer = rows.book().level(slot(key()))
    assert answer is not None
    assert answer.value.quantity == 30
    assert answer.value.high == 32


def test_decimals_are_unknown_where_those_of_a_part_are() -> None:
    rows = Rows()
    rows.add(key(period="2020-H1"), val("10.25"))
    rows.add(key(period="2020-H2"), val(state=State.NIL))
    answer = rows.book().level(slot(key()))
    assert answer is not None
    assert answer.value.quantity == Decimal("10.25")
    assert answer.value.decimals is None


def test_an_index_is_never_summed() -> None:
    rows = Rows()
    for half in ("2020-H1", "2020-H2"):
        rows.add(key("industry.iip", period=half), 104)
    assert rows.book().level(slot(key("industry.iip"))) is None


# ---- stocks, ratios, places -----------------------------------------------------------------------------------------


def test_a_stock_of_a_period_is_that_of_its_last_stated_day() -> None:
    rows = Rows()
    for day, count in (("2022-12-02", 23), ("2023-04-20", 24), ("2023-11-30", 25)):
        rows.add(key("cluster.count", day), count)
    book = rows.book()
    for period, expected in (("2022", 23), ("2023", 25), ("2023-H1", 24)):
        answer = book.level(slot(key("cluster.count", period)))
        assert answer is not None
        assert answer.value.quantity == expected
    assert book.level(slot(key("cluster.count", "2021"))) is None
    assert book.level(slot(key("cluster.count", "2023-12-31"))) is None, "a day takes no other day's count"
    assert book.last_day(slot(key("cluster.count", "2023"))) == Period.parse("2023-11-30")


def test_a_ratio_is_numerator_over_denominator_of_one_day() -> None:
    rows = Rows()
    rows.add(key("cluster.leased-area", "2025-10-31"), 910)
    book = rows.book()
    occupancy = slot(key("cluster.occupancy", "2025-10-31"))
    assert book.level(occupancy) is None, "no denominator"
    rows.add(key("cluster.leasable-area", "2025-10-31"), 1108)
    answer = rows.book().level(occupancy)
    assert answer is not None
    assert answer.value.quantity == Decimal("82.129964")
    assert answer.key == key("cluster.occupancy", "2025-10-31")
    assert [a.key.indicator for a in answer.inputs] == ["cluster.leased-area", "cluster.leasable-area"]
    yearly = rows.book().level(slot(key("cluster.occupancy", "2025")))
    assert yearly is not None
    assert yearly.key.period == Period.parse("2025-10-31")


def test_stocks_of_two_days_make_no_ratio() -> None:
    rows = Rows()
    rows.add(key("cluster.leased-area", "2025-10-31"), 910)
    rows.add(key("cluster.leasable-area", "2025-06-30"), 1000)
    assert rows.book().level(slot(key("cluster.occupancy", "2025"))) is None


@pytest.mark.parametrize("whole", [val(0), val(-5), val(state=State.NIL), val(state=State.MISSING)])
def test_a_ratio_on_nothing_is_no_number(whole: Value) -> None:
    rows = Rows()
    rows.add(key("cluster.leased-area", "2025-10-31"), 910)
    rows.add(key("cluster.leasable-area", "2025-10-31"), whole)
    assert rows.book().level(slot(key("cluster.occupancy", "2025-10-31"))) is None


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5000)), min_size=34, max_size=34))
@settings(deadline=None, max_examples=25)
def test_a_ratio_over_places_is_the_sum_over_the_sum(areas: list[tuple[int, int]]) -> None:
    rows = Rows()
    provinces = vocabulary().places.children("vn", Period.parse("2025-12-31").end)
    assert len(provinces) == len(areas), "since 01/07/2025 there are 34"
    for place, (leased, leasable) in zip(provinces, areas, strict=True):
        rows.add(key("cluster.leased-area", "2025-12-31", place=place.id), leased)
        rows.add(key("cluster.leasable-area", "2025-12-31", place=place.id), leasable)
    answer = rows.book().level(slot(key("cluster.occupancy", "2025-12-31", place="vn")))
    assert answer is not None
    top, bottom = (sum(column) for column in zip(*areas, strict=True))
    exact = Decimal(top) * 100 / Decimal(bottom)
    assert answer.value.quantity is not None
    assert abs(answer.value.quantity - exact) <= Decimal("0.0000005")


def test_a_place_is_the_sum_of_all_places_in_it_or_unknown() -> None:
    rows = Rows()
    provinces = vocabulary().places.children("vn", Period.parse("2025").end)
    for n, place in enumerate(provinces[:-1], start=1):
        rows.add(key(period="2025", place=place.id), n)
    nation = slot(key(period="2025", place="vn"))
    assert rows.book().level(nation) is None, "one province has not reported"
    rows.add(key(period="2025", place=provinces[-1].id), 1000)
    answer = rows.book().level(nation)
    assert answer is not None
    assert answer.value.quantity == sum(range(1, len(provinces))) + 1000
    assert answer.formula is not None
    assert answer.formula.en == f"sum of the {len(provinces)} places in it"
    assert rows.book().level(slot(key("industry.iip", "2025", place="vn"))) is None


def test_places_are_those_of_the_period() -> None:
    places = vocabulary().places
    before = {p.id for p in places.children("vn", Period.parse("2024").end)}
    after = {p.id for p in places.children("vn", Period.parse("2025").end)}
    assert {OLD, BINH_DINH} <= before
    assert NEW in after
    assert not {OLD, BINH_DINH} & after


def test_a_commune_has_no_places_in_it() -> None:
    assert Rows().book().level(slot(key(place=OLD))) is None


def test_the_bases_stated_are_listed_with_the_preferred_body_s_first() -> None:
    book = Book(sample_rows(), vocabulary())
    indicator = book.indicator("retail.revenue")
    assert book.bases(indicator, (), OLD, Period.parse("2023")) == ["dept", "nso"]
    assert book.bases(indicator, (), OLD, Period.parse("2019")) == []
    stocks = book.bases(book.indicator("market.count"), (), OLD, Period.parse("2022"))
    assert stocks == ["std"], "a day inside the period counts"


def test_a_body_of_no_rank_comes_last_among_bases() -> None:
    rows = Rows()
    rows.add(key("retail.revenue", basis="nso", body="customs"), 1)
    rows.add(key("retail.revenue", basis="dept", body="province"), 2)
    book = rows.book()
    assert book.bases(book.indicator("retail.revenue"), (), OLD, Period.parse("2020")) == ["dept", "nso"]


def test_exact_keys_are_found_and_others_are_not() -> None:
    rows = Rows()
    row = rows.add(key(), 580)
    assert rows.book().at(key()) is row
    assert rows.book().at(key(status=Status.OFFICIAL)) is None


@given(st.randoms())
@settings(max_examples=5, deadline=None)
def test_the_order_of_rows_does_not_matter(shuffled: random.Random) -> None:
    rows = list(sample_rows())
    shuffled.shuffle(rows)
    period = Period.parse("2023")
    one, two = (compare(Timeline(r, vocabulary()).now, OLD, period) for r in (sample_rows(), rows))
    assert one == two
    assert len(one) > 4


def test_a_slot_knows_its_plan_and_other_periods() -> None:
    at = Slot.of(key(period="2021-M01..M09"))
    assert str(at.planned().period) == "2021"
    assert at.planned().scenario is Scenario.PLAN
    assert at.moved(Period.parse("2020")).period == Period.parse("2020")


# ---- weights of a mean (the rest of it: test_book_means) -------------------------------------------------------------


@pytest.fixture
def means(tmp_path: Path) -> Vocabulary:
    """The vocabulary with a price that is averaged over time, and over places by retail revenue."""
    own = (
        "code,group,name_vi,name_en,unit,scale,kind,over_time,over_places,ratio,weight,bases,direction,dimensions,aliases\n"
        "price,trade,giá,price,vnd.bn,2,flow,average,weighted,,retail.revenue,std,none,,\n"
    )
    (tmp_path / "indicators.csv").write_text(own, encoding="utf-8")
    return Vocabulary([tmp_path])


def _price(voc: Vocabulary, rows: Rows, place: str, period: str) -> Answer | None:
    at = replace(key(period=period, place=place), indicator="price")
    return Book(rows.rows, voc).level(slot(at))


def _say(rows: Rows, quantity: int, period: str, place: str = OLD) -> None:
    rows.add(replace(key(period=period, place=place), indicator="price"), quantity)


def _weighed(means: Vocabulary, bases: tuple[str, str]) -> Answer | None:
    rows = Rows()
    provinces = means.places.children("vn", Period.parse("2025").end)
    for n, place in enumerate(provinces):
        _say(rows, 10 if n else 45, "2025", place.id)
        basis = bases[0] if n else bases[1]
        rows.add(key("retail.revenue", "2025", place=place.id, basis=basis), 1 if n else 33)
    return _price(means, rows, "vn", "2025")


def test_weights_are_all_of_one_basis(means: Vocabulary) -> None:
    assert _weighed(means, bases=("dept", "nso")) is None
    answer = _weighed(means, bases=("nso", "nso"))
    assert answer is not None
    # 33 provinces at 10 with weight 1, one at 45 with weight 33.
    assert answer.value.quantity == Decimal("27.50")
    assert len(answer.inputs) == 68, "each province's price and its weight"


@pytest.mark.parametrize("weight", ["0", "-1"])
def test_weights_of_nothing_or_less_give_no_mean(means: Vocabulary, weight: str) -> None:
    rows = Rows()
    for place in means.places.children("vn", Period.parse("2025").end):
        _say(rows, 10, "2025", place.id)
        rows.add(key("retail.revenue", "2025", place=place.id), weight)
    assert _price(means, rows, "vn", "2025") is None


def test_a_stated_ratio_of_a_year_is_the_one_of_its_last_day() -> None:
    rows = Rows()
    rows.add(key("cluster.occupancy", "2025-10-31", place=NEW), "82.1")
    rows.add(key("cluster.occupancy", "2025-12-30", place=NEW), "82.4")
    answer = rows.book().level(slot(key("cluster.occupancy", "2025", place=NEW)))
    assert answer is not None
    assert (answer.value.quantity, str(answer.key.period)) == (Decimal("82.4"), "2025-12-30")

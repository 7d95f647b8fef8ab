from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import golden
from tests.core.strategies import days, month_runs, periods
from tongket.core.errors import InvalidInput
from tongket.core.period import Period, day_before, parse_known

ROWS = golden.rows("periods.csv")
DAY = timedelta(days=1)
parse = Period.parse


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["given"])
def test_golden(row: dict[str, str]) -> None:
    period = parse(row["given"])
    assert str(period) == row["canonical"]
    assert (period.start.isoformat(), period.end.isoformat()) == (row["first_day"], row["last_day"])
    assert (period.label(), period.label("en")) == (row["label_vi"], row["label_en"])
    assert str(period.year_before()) == row["year_before"]
    assert str(period.before()) == row["period_before"]
    assert parse(row["canonical"]) == period


@pytest.mark.parametrize("row", golden.rows("periods_refused.csv"), ids=lambda r: r["why"])
def test_golden_refused(row: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(row["given"])
    for message in refused.value.text:
        assert f"“{row['given']}”" in message
        assert "2020-M01..M09" in message


@given(periods())
def test_the_text_form_is_the_period(period: Period) -> None:
    text = str(period)
    assert parse(text) == period
    assert str(parse(text)) == text


@given(month_runs())
def test_every_way_to_write_a_run_of_months_is_one_period(period: Period) -> None:
    first = period.first % 12 + 1
    long = f"{period.year}-M{first:02}..M{first + period.length - 1:02}" + ("@adm" if period.adm else "")
    assert parse(long) == period


@given(month_runs())
def test_months_follow_each_other_without_a_gap(period: Period) -> None:
    months = list(period.months())
    assert len(months) == period.length
    assert (months[0].start, months[-1].end) == (period.start, period.end)
    for one, next_one in pairwise(months):
        assert next_one.start == one.end + DAY
    assert all(period.covers(m) and m.length == 1 for m in months)


def test_the_administrative_year_has_as_many_days_as_lie_between_two_mid_decembers() -> None:
    # Decree 09/2019/NĐ-CP, article 12: from 15 December of the year before to 14 December.
    assert (parse("2020@adm").start, parse("2020@adm").end) == (date(2019, 12, 15), date(2020, 12, 14))
    assert parse("2021@adm").start == parse("2020@adm").end + DAY
    assert not parse("2020").covers(parse("2020@adm"))


def test_a_day_has_no_months() -> None:
    assert list(parse("2020-12-31").months()) == []


@given(periods())
def test_it_begins_before_it_ends(period: Period) -> None:
    assert period.start <= period.end
    assert period.covers(period)
    assert (period.start == period.end) == period.is_day


@given(periods(), periods())
def test_order_is_total(one: Period, other: Period) -> None:
    assert (one < other) + (other < one) + (one == other) == 1


def test_order_is_by_last_day_then_the_longer_first() -> None:
    texts = ["2020-12-31", "2020-M12", "2020", "2020-H2", "2019", "2020-Q4", "2019..2020", "2020-M11", "2020@adm"]
    assert [str(p) for p in sorted(map(parse, texts))] == [
        "2019", "2020-M11", "2020@adm", "2019..2020", "2020", "2020-H2", "2020-Q4", "2020-M12", "2020-12-31",
    ]  # fmt: skip


@given(month_runs(), st.integers(-5, 5))
def test_shifting_by_years_keeps_the_form(period: Period, years: int) -> None:
    moved = period.shifted(12 * years)
    assert moved.year == period.year + years
    assert moved.shifted(-12 * years) == period
    assert str(moved)[4:] == str(period)[4:]


@given(days(), st.integers(-30, 30))
def test_a_month_end_stays_a_month_end(day: Period, months: int) -> None:
    assert day.on is not None
    moved = day.shifted(months).on
    assert moved is not None
    assert moved.year * 12 + moved.month == day.on.year * 12 + day.on.month + months
    if (day.on + DAY).month != day.on.month:
        assert (moved + DAY).month != moved.month
    else:
        assert moved.day == day.on.day or (moved.day < day.on.day and (moved + DAY).month != moved.month)


def test_a_run_of_years_is_compared_with_the_years_just_before_it() -> None:
    assert str(parse("2021..2025").year_before()) == "2016..2020"


@pytest.mark.parametrize(
    ("text", "day", "year", "cumulative"),
    [
        ("2020", False, True, False),
        ("2020@adm", False, True, False),
        ("2020-Q1", False, False, True),
        ("2020-H1@adm", False, False, True),
        ("2020-M01", False, False, True),
        ("2020-M01..M09", False, False, True),
        ("2020-Q2", False, False, False),
        ("2020-M02", False, False, False),
        ("2021..2025", False, False, False),
        ("2020-01-01", True, False, False),
    ],
)
def test_what_it_is(text: str, day: bool, year: bool, cumulative: bool) -> None:
    period = parse(text)
    assert (period.is_day, period.is_year, period.is_cumulative) == (day, year, cumulative)


@pytest.mark.parametrize(
    ("text", "year"),
    [("2020-M04", "2020"), ("2020-12-31", "2020"), ("2020-Q1@adm", "2020@adm"), ("2020", "2020")],
)
def test_the_year_whose_plan_counts(text: str, year: str) -> None:
    assert str(parse(text).whole_year()) == year


@pytest.mark.parametrize(
    ("outer", "inner", "covers"),
    [
        ("2020", "2020-12-31", True),
        ("2020", "2021-01-01", False),
        ("2020", "2019-12-31", False),
        ("2020-H1", "2020-Q2", True),
        ("2020-Q2", "2020-H1", False),
        ("2020-M04", "2020-M04@adm", False),
        ("2016..2020", "2020", True),
    ],
)
def test_covers(outer: str, inner: str, covers: bool) -> None:
    assert parse(outer).covers(parse(inner)) is covers


def test_made_from_its_parts() -> None:
    assert Period.of_year(2020) == parse("2020")
    assert Period.of_month(2020, 4) == parse("2020-M04")
    assert Period.of_day(date(2020, 12, 31)) == parse("2020-12-31")


@given(st.dates(date(1, 1, 2)))
def test_day_before(on: date) -> None:
    assert on.toordinal() - day_before(on).toordinal() == 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-01-29", date(2021, 1, 29)),
        ("2021-01", date(2021, 1, 31)),
        ("2021-02", date(2021, 2, 28)),
        (" 2024-02 ", date(2024, 2, 29)),
    ],
)
def test_known_from(text: str, day: date) -> None:
    # A month counts from its last day: nobody is credited with knowing a number before it was said.
    assert parse_known(text) == day


@pytest.mark.parametrize(
    "text", ["", "2021", "2021-13", "2021-00", "2021-02-30", "29/01/2021", "2021-1", "２０２１-01"]
)
def test_known_from_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_known(text)
    assert all(f"“{text}”" in message and "2021-01-29" in message for message in refused.value.text)


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2020", "2019"), ("2020-H1", "2019-H2"), ("2020-Q1", "2019-Q4"), ("2020-M01", "2019-M12"),
        ("2020-M05..M08", "2020-M01..M04"), ("2021..2025", "2016..2020"), ("2020-M02..M04", None),
        ("2020-M01..M09", "2019-M04..M12"),
    ],
)  # fmt: skip
def test_the_period_before_never_runs_over_two_years(text: str, before: str | None) -> None:
    found = Period.parse(text).before()
    assert (str(found) if found else None) == before

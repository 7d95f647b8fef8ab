"""When something is due."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.collect.form_reading import packaged
from tongket.core.errors import InvalidInput, NotFound
from tongket.core.period import Period
from tongket.obligations.calendar import rolled, works
from tongket.obligations.due import RULES, Timeliness, on_time_rate, rule, rules, timeliness

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("code", "period", "due"),
    [
        ("cluster-half", "2025-H1@adm", "2025-06-20"),
        ("cluster-half", "2025-M07..M12@adm", "2025-12-20"),  # a Saturday: the circular names the day itself
        ("administrative", "2025@adm", "2025-12-25"),
        ("commune-month", "2025-M09", "2025-10-06"),  # the 5th is a Sunday
        ("commune-month", "2025-M12", "2026-01-05"),
        ("commune-month", "2026-M01", "2026-02-05"),
        ("commune-quarter", "2026-Q1", "2026-04-10"),
    ],
)
def test_real_days(code: str, period: str, due: str) -> None:
    asked = Period.parse(period)
    assert rule(code, asked).due(asked).isoformat() == due


@pytest.mark.parametrize("day", ["2026-01-01", "2026-02-17", "2026-04-30", "2026-05-01", "2026-09-02", "2026-11-28"])
def test_days_off(day: str) -> None:
    assert not works(date.fromisoformat(day))


@given(DAYS, st.sampled_from(["next", "previous", "stay"]))
def test_rolling_ends_on_a_working_day_or_stays(day: date, how: str) -> None:
    found = rolled(day, how)
    assert works(found) or how == "stay"
    assert {"next": found >= day, "previous": found <= day, "stay": found == day}[how]
    assert abs(found - day) <= timedelta(days=14)
    if works(day):
        assert found == day


@given(st.sampled_from(sorted(rules())), DAYS)
def test_later_periods_are_due_later_and_none_before_it_ended(code: str, day: date) -> None:
    form = next((one for one in packaged() if one.due == code), None)
    period = form.period_of(day) if form is not None else Period.of_month(day.year, day.month)
    try:
        one = rule(code, period)
    except NotFound:
        assert period.end < date(2024, 10, 1)
        return
    assert one.due(period) > period.end or code == "administrative"
    assert one.due(period.shifted(period.length)) > one.due(period)


def test_every_form_has_a_rule() -> None:
    assert {form.due for form in packaged()} <= set(rules())


@given(DAYS, DAYS, st.one_of(st.none(), DAYS))
def test_how_something_stands(due: date, today: date, sent: date | None) -> None:
    found = timeliness(due, sent, today)
    assert (found in (Timeliness.ON_TIME, Timeliness.SENT_LATE)) == (sent is not None)
    assert (found is Timeliness.LATE) == (sent is None and today > due)


def test_the_rate_counts_what_was_due() -> None:
    due, today = date(2026, 2, 5), date(2026, 2, 10)
    told = [(due, date(2026, 2, 5)), (due, date(2026, 2, 6)), (due, None), (date(2026, 3, 5), None),
            (date(2026, 3, 5), date(2026, 2, 9))]  # fmt: skip
    assert on_time_rate(told, today) == (2, 4)
    assert on_time_rate([], today) == (0, 0)


def test_every_wrong_line_is_named(tmp_path: Path) -> None:
    lines = RULES.read_text(encoding="utf-8").splitlines()
    spoilt = [lines[0], lines[1].replace(",1,5,", ",1,35,"), lines[2].replace(",next,", ",never,"), lines[3], lines[3]]
    (tmp_path / "rules.csv").write_text("\n".join(spoilt) + "\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        rules(tmp_path / "rules.csv")
    for number in (2, 3, 5):
        assert f"rules.csv:{number}" in caught.value.message("vi")


def test_a_rule_that_holds_for_no_such_period() -> None:
    with pytest.raises(NotFound):
        rule("cluster-half", Period.parse("2023-H1@adm"))
    with pytest.raises(NotFound):
        rule("nothing", Period.of_year(2025))

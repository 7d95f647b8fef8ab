"""When somebody is reminded."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tongket.obligations.reminders import reminder

DUE = date(2026, 3, 5)  # a Thursday


def test_three_and_one_working_day_before_then_every_week() -> None:
    told = {day: reminder(DUE, DUE + timedelta(days=day)) for day in range(-6, 16)}
    # Monday is three working days before Thursday; the weekend before it counts for none.
    assert [told[day] for day in (-6, -5, -4, -3, -2, -1, 0)] == [
        "", "", "", "before-3", "before-3", "before-1", "before-1",
    ]  # fmt: skip
    assert [told[day] for day in (1, 7, 8, 14, 15)] == ["late-0", "late-0", "late-1", "late-1", "late-2"]


@given(st.dates(date(2025, 1, 1), date(2027, 6, 1)), st.integers(-30, 60))
def test_a_day_nobody_ran_it_is_made_up_for(due: date, after: int) -> None:
    order = ["", "before-3", "before-1", *(f"late-{n}" for n in range(20))]
    today, next_day = (reminder(due, due + timedelta(days=after + n)) for n in (0, 1))
    assert order.index(today) <= order.index(next_day) <= order.index(today) + 2

"""Working days in Vietnam: no Saturday, no Sunday, no public holiday."""

from datetime import date, timedelta
from functools import cache
from typing import Any


@cache
def _holidays() -> Any:
    import holidays  # noqa: PLC0415 – 0.1 s, and most commands ask for no day off

    return holidays.country_holidays("VN")


def works(day: date) -> bool:
    """Whether a day is a working day.

    Days off given in place of a holiday on a weekend are included as far as they are known in advance (Labour Code
    2019, article 111); working Saturdays in exchange for a day off are not.
    """
    return day.weekday() < 5 and day not in _holidays()


def rolled(day: date, how: str) -> date:
    """Return the working day nearest to a day: `next` on or after it, `previous` on or before, `stay` that day."""
    step = {"next": 1, "previous": -1, "stay": 0}[how]
    while step and not works(day):
        day += timedelta(days=step)
    return day

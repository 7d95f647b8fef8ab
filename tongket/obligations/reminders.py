"""When somebody is reminded of something owed. Pure: the day is handed in."""

from datetime import date, timedelta

from tongket.obligations.calendar import works

AHEAD = (1, 3)
"""So many working days before it is due."""
AGAIN = 7
"""While it is late, every so many days."""


def reminder(due: date, today: date) -> str:
    """Return the name of the reminder that is to have been sent by today; empty for none yet.

    Each is sent once, by its name; a day on which nobody ran the reminders is made up for on the next.

    >>> [reminder(date(2026, 3, 5), date(2026, 3, day)) for day in (1, 2, 4, 5, 6, 13)]
    ['', 'before-3', 'before-1', 'before-1', 'late-0', 'late-1']
    """
    if today > due:
        return f"late-{((today - due).days - 1) // AGAIN}"
    left = sum(works(today + timedelta(days=n)) for n in range(1, (due - today).days + 1))
    return next((f"before-{days}" for days in AHEAD if left <= days), "")

"""What is shown as late, answered, waiting; which number a telephone dials."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tongket.coordination.models import Asked
from tongket.coordination.rules import State
from tongket.obligations.due import Timeliness
from tongket.web.coordination.shown import COUNTS, counted, counts, dialled, how

TODAY = date(2026, 2, 10)


def row(state: State, due: int, answered: int | None = None) -> Asked:
    at = None if answered is None else datetime(2026, 2, 10, 3, tzinfo=UTC) + timedelta(days=answered)
    return Asked(state=state, due=TODAY + timedelta(days=due), answered_at=at)


@pytest.mark.parametrize(
    ("of", "time", "under"),
    [
        (row(State.OPEN, 9), Timeliness.NOT_YET, {"asked", "waiting"}),
        (row(State.OPEN, 0), Timeliness.SOON, {"asked", "waiting"}),
        (row(State.OPEN, -1), Timeliness.LATE, {"asked", "waiting", "late"}),
        (row(State.RETURNED, -1), Timeliness.LATE, {"asked", "waiting", "late"}),
        (row(State.ANSWERED, 0, 0), Timeliness.ON_TIME, {"asked", "answered", "unseen"}),
        (row(State.ACCEPTED, -2, -1), Timeliness.SENT_LATE, {"asked", "answered"}),
        (row(State.WITHDRAWN, -1), Timeliness.NOT_YET, {"withdrawn"}),
    ],
)
def test_how_one_unit_is_counted(of: Asked, time: Timeliness, under: set[str]) -> None:
    assert how(of, TODAY) is time
    assert counted(of, TODAY) == under


def test_counts_of_a_request() -> None:
    rows = [row(State.OPEN, -1), row(State.ANSWERED, 0, 0), row(State.ACCEPTED, 0, 0), row(State.WITHDRAWN, 0)]
    found = counts(rows, TODAY)
    assert found == {"asked": 3, "answered": 2, "unseen": 1, "waiting": 1, "late": 1, "withdrawn": 1}
    assert list(found) == list(COUNTS)


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("0269 3824 567 – máy lẻ 12; 0905.123.456", "02693824567"),
        ("(+84) 269-382-4567", "+842693824567"),
        ("0905123456/0906", "0905123456"),
        ("", ""),
    ],
)
def test_the_number_a_telephone_dials(phone: str, number: str) -> None:
    assert dialled(phone) == number

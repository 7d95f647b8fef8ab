"""Several people at one record, one change, one code at the same moment: nothing twice, one who is first."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.collect.test_at_once import at_once
from tests.registers.samples import AT, HYDRO, POWER, change, told
from tongket.core.errors import NotAllowed
from tongket.registers.shared import queries, services
from tongket.registers.shared.models import Change, Event, Record
from tongket.registers.shared.queries import Asked
from tongket.registers.shared.told import Applied, Wrong


def saying(revision: int, capacity: str, code: str = "H1") -> Callable[[], Applied]:
    return lambda: change(told(code, "2020-01-01", {**HYDRO, "capacity": capacity}, revision=revision))


def test_of_two_who_change_a_record_at_once_one_does(ledger: Path) -> None:
    change(told("H1", "2012-01-01", HYDRO))
    found = at_once([saying(1, f"70{n}") for n in range(3)])
    assert sum(isinstance(one, NotAllowed) for one in found) == 2
    assert (Event.objects.count(), queries.record_of(POWER, "H1").revision) == (2, 2)


def test_of_two_who_use_a_new_code_at_once_one_does(ledger: Path) -> None:
    def trying(capacity: str) -> Callable[[], bool]:
        def one() -> bool:
            try:
                saying(0, capacity, "H9")()
            except Wrong:
                return False
            return True

        return one

    assert sorted(map(bool, at_once([trying(f"70{n}") for n in range(3)]))) == [False, False, True]
    assert (Record.objects.count(), Event.objects.count()) == (1, 1)


def test_a_change_sent_twice_at_once_is_one(ledger: Path) -> None:
    found = at_once([lambda: change(told("H1", "2012-01-01", HYDRO), key="the-same-key").change] * 3)
    assert len(set(found)) == 1
    assert (Change.objects.count(), Event.objects.count()) == (1, 1)


def test_of_approving_and_refusing_at_once_one_is_done(ledger: Path) -> None:
    services.set_policy(POWER, four_eyes=True)
    waits = change(told("H1", "2012-01-01", HYDRO), actor="u_one").change

    def decide(who: str, approve: bool) -> Callable[[], Change]:
        return lambda: services.decide(waits, POWER, approve=approve, actor=who, at=AT)

    found = at_once([decide("u_two", True), decide("u_three", False), decide("u_four", True)])
    assert sum(isinstance(one, NotAllowed) for one in found) == 2
    there = queries.versions(POWER, Asked(date(2013, 1, 1))).count()
    assert there == (Change.objects.get().state == "applied")


def test_a_record_is_never_two_versions_of_one_day(ledger: Path) -> None:
    change(told("H1", "2012-01-01", HYDRO))
    # Nobody saw a revision, as in imports: all hold, one after the other.
    days = [f"20{n:02}-01-01" for n in range(13, 21)]
    at_once([lambda d=day: change(told("H1", d, capacity=d[:4])) for day in days])  # type: ignore[misc]
    for day in days:
        [only] = queries.versions(POWER, Asked(date.fromisoformat(day)))
        assert only.capacity == int(day[:4]) * 1000

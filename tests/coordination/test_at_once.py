"""Several people at one request, one notice, one entry at the same moment: nothing twice, one who is first."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.collect.test_at_once import at_once
from tests.coordination.samples import ASKER, AT, CLERK, DETAILS, asked, notice, request, unit
from tongket.coordination import queries, services
from tongket.coordination.models import Asked, Contact, Entry, Receipt, Request
from tongket.coordination.rules import Action, Actor, State
from tongket.core.errors import NotAllowed


def doing(of: Asked, action: Action, who: Actor, revision: int) -> Callable[[], Asked]:
    return lambda: services.step(of.pk, action, who=who, at=AT, text="vì vậy", revision=revision)


def test_a_request_sent_twice_at_once_is_one(ledger: Path) -> None:
    units = [unit(f"commune.{letter}") for letter in "abc"]
    found = at_once([lambda: request(*units).pk] * 3)
    assert len(set(found)) == 1
    assert (Request.objects.count(), Asked.objects.count()) == (1, 3)


def test_of_two_who_answer_at_once_one_does(ledger: Path) -> None:
    of = asked()
    found = at_once([doing(of, Action.ANSWER, Actor(f"u_{n}", answers=True), 0) for n in range(3)])
    assert sum(isinstance(one, NotAllowed) for one in found) == 2
    assert Entry.objects.count() == 1


def test_what_is_answered_and_withdrawn_at_once_is_one_of_both(ledger: Path) -> None:
    of = asked()
    calls: list[Callable[[], object]] = [
        doing(of, Action.ANSWER, CLERK, 0),
        lambda: services.withdraw(of.of_id, who=ASKER, at=AT, reason="gửi nhầm"),
    ]
    found = at_once(calls)
    after = queries.asked(of.pk)
    assert sum(isinstance(one, NotAllowed) for one in found) == 1
    assert (after.revision, len(queries.way(after))) == (1, 1)
    assert State(after.state) in (State.ANSWERED, State.WITHDRAWN)


def test_of_accepting_and_sending_back_at_once_one_is_done(ledger: Path) -> None:
    of = services.step(asked().pk, Action.ANSWER, who=CLERK, at=AT, text="có")
    found = at_once([doing(of, Action.ACCEPT, ASKER, 1), doing(of, Action.RETURN, Actor("u_2", asks=True), 1)])
    assert sum(isinstance(one, NotAllowed) for one in found) == 1
    assert queries.asked(of.pk).revision == 2


def test_somebody_who_reads_twice_at_once_reads_once(ledger: Path) -> None:
    told = queries.all_told([notice()])
    at_once([lambda: services.read(told, uid="u_1", at=AT)] * 3)
    assert Receipt.objects.count() == 1


def test_of_two_who_change_an_entry_at_once_one_does(ledger: Path) -> None:
    made = services.add_contact(unit(), DETAILS, place="", actor="u_1", at=AT)

    def changing(phone: str) -> Callable[[], Contact]:
        told = replace(DETAILS, phone=phone)
        return lambda: services.change_contact(made.pk, told, revision=1, actor="u_2", at=AT)

    found = at_once([changing("0905 111 111"), changing("0905 222 222")])
    assert sum(isinstance(one, NotAllowed) for one in found) == 1
    assert len(queries.changes(made)) == 2

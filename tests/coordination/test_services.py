"""Requests, notices and the address book on both databases: written once, kept for good."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from tests.coordination.samples import (
    ASKER,
    AT,
    CLERK,
    DETAILS,
    DUE,
    TODAY,
    WORDING,
    asked,
    days,
    notice,
    request,
    unit,
)
from tongket.coordination import queries, services
from tongket.coordination.models import Asked, ContactChange, Entry, Notice, Receipt, Request, Told
from tongket.coordination.rules import Action, Kind, Rate, State, Wording
from tongket.core.errors import InvalidInput, NotAllowed, NotFound


def step(of: Asked, action: Action, text: str = "vì vậy", **options: date | int) -> Asked:
    who = CLERK if action is Action.ANSWER else ASKER
    return services.step(of.pk, action, who=who, at=AT, text=text, **options)  # type: ignore[arg-type]


def test_the_same_request_sent_again_is_the_same_request(ledger: Path) -> None:
    units = [unit("commune.a"), unit("commune.b")]
    assert request(*units).pk == request(*units).pk
    assert (Request.objects.count(), Asked.objects.count()) == (1, 2)
    assert [one.unit.code for one in queries.all_asked([request(*units)])] == ["commune.a", "commune.b"]
    # A unit named twice is asked once.
    assert Asked.objects.filter(of=request(*units, *units, key="another-key")).count() == 2


def test_something_else_under_a_key_that_was_used_is_not_lost_unseen(ledger: Path) -> None:
    a, b = unit("commune.a"), unit("commune.b")
    request(a)
    notice(a)
    with pytest.raises(InvalidInput, match="sent before"):
        request(a, b)
    with pytest.raises(InvalidInput, match="sent before"):
        request(a, due=DUE + days(1))
    with pytest.raises(InvalidInput, match="sent before"):
        services.notify([a], replace(WORDING, body="khác"), kind=Kind.GUIDANCE, key="the-first-key", actor="u", at=AT)
    assert (Asked.objects.count(), Told.objects.count()) == (1, 1)
    assert queries.was_sent("the-first-key")
    assert not queries.was_sent("another-key")


def test_a_due_day_on_a_day_off_is_the_next_working_day(ledger: Path) -> None:
    # A Saturday, and then the Lunar New Year of 2026.
    assert request(due=date(2026, 2, 7)).due == date(2026, 2, 9)
    assert request(due=date(2026, 2, 17), key="another-key").due > date(2026, 2, 20)


def test_what_is_refused_is_refused_whole(ledger: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        services.ask([], Wording("", ""), due=date(2026, 2, 2), key="short", actor="u", at=AT)
    said = caught.value.message("vi")
    assert [w for w in ("tiêu đề", "nội dung", "02/02/2026", "đơn vị nhận", "khóa gửi") if w not in said] == []
    with pytest.raises(InvalidInput, match="no unit"):
        services.notify([], WORDING, kind=Kind.NOTICE, key="a-good-key", actor="u", at=AT)
    assert (Request.objects.count(), Notice.objects.count()) == (0, 0)
    with pytest.raises(NotFound):
        services.step(0, Action.ACCEPT, who=ASKER, at=AT)


def test_the_way_of_an_answer_is_kept(ledger: Path) -> None:
    of = step(asked(), Action.ANSWER, " Có 2 chợ.\r\nKhông có khó khăn. ")
    of = step(of, Action.RETURN, "nêu rõ hạng chợ")
    of = step(of, Action.ANSWER, "Có 2 chợ hạng III.")
    of = step(of, Action.ACCEPT, "")
    assert (State(of.state), of.revision) == (State.ACCEPTED, 4)
    way = queries.way(of)
    assert [(one.revision, one.action, one.actor) for one in way] == [
        (1, "answer", CLERK.uid), (2, "return", ASKER.uid), (3, "answer", CLERK.uid), (4, "accept", ASKER.uid),
    ]  # fmt: skip
    assert way[0].text == "Có 2 chợ.\nKhông có khó khăn."
    with pytest.raises(NotAllowed):
        step(of, Action.ANSWER)


def test_the_answer_that_stands_says_whether_it_was_on_time(ledger: Path) -> None:
    of = asked()
    first = services.step(of.pk, Action.ANSWER, who=CLERK, at=AT, text="một")
    later = services.step(of.pk, Action.ANSWER, who=CLERK, at=AT + days(30), text="bổ sung")
    assert later.answered_at == first.answered_at == AT
    back = services.step(of.pk, Action.RETURN, who=ASKER, at=AT + days(31), text="chưa đủ", due=date(2026, 3, 14))
    # Sent back, no answer stands; the new last day is a Saturday, and so the Monday after.
    assert (back.answered_at, back.due) == (None, date(2026, 3, 16))
    assert queries.way(back)[-1].due == date(2026, 3, 16)
    again = services.step(of.pk, Action.ANSWER, who=CLERK, at=AT + days(35), text="đủ")
    assert queries.rates(DUE, date(2026, 3, 31), date(2026, 4, 1))[""].on_time == Rate(1, 1)
    assert again.answered_at == AT + days(35)


def test_a_new_last_day_only_with_sending_back_and_not_in_the_past(ledger: Path) -> None:
    of = step(asked(), Action.ANSWER)
    with pytest.raises(InvalidInput, match="only sending back"):
        step(of, Action.ACCEPT, due=DUE)
    with pytest.raises(InvalidInput, match="is over"):
        step(of, Action.RETURN, due=date(2026, 1, 1))
    assert queries.asked(of.pk).state == State.ANSWERED


def test_nobody_accepts_what_they_have_not_seen(ledger: Path) -> None:
    of = step(asked(), Action.ANSWER, revision=0)
    step(of, Action.ANSWER, "bổ sung", revision=1)
    with pytest.raises(NotAllowed, match="just dealt with"):
        step(of, Action.ACCEPT, revision=1)
    # The same answer posted twice is one answer.
    with pytest.raises(NotAllowed, match="just dealt with"):
        step(of, Action.ANSWER, revision=1)
    assert Entry.objects.count() == 2


def test_withdrawing_leaves_what_was_answered(ledger: Path) -> None:
    of = request(*(unit(f"commune.{letter}") for letter in "abc"))
    rows = queries.all_asked([of])
    step(rows[0], Action.ANSWER)
    step(step(rows[1], Action.ANSWER), Action.RETURN)
    with pytest.raises(InvalidInput, match="reason"):
        services.withdraw(of.pk, who=ASKER, at=AT, reason=" ")
    assert services.withdraw(of.pk, who=ASKER, at=AT, reason="gửi nhầm") == 2
    assert [one.state for one in queries.all_asked([of])] == ["answered", "withdrawn", "withdrawn"]
    with pytest.raises(NotAllowed, match="nothing to withdraw"):
        services.withdraw(of.pk, who=ASKER, at=AT, reason="gửi nhầm")
    assert queries.rates(DUE, DUE, DUE + days(9))[""].answered == Rate(1, 1)


def test_the_first_reading_counts(ledger: Path) -> None:
    of = notice(unit("commune.a"), unit("commune.b"))
    told = queries.all_told([of])
    for number, uid in enumerate(("u_1", "u_1", "u_2")):
        services.read(told[:1], uid=uid, at=AT + days(number))
    assert [(one.uid, one.at) for one in queries.receipts(told)] == [("u_1", AT), ("u_2", AT + days(2))]
    assert queries.first_read(told) == {told[0].pk: AT}
    assert queries.rates(TODAY, TODAY)["commune"].read == Rate(1, 2)
    assert notice(unit("commune.a"), unit("commune.b")).pk == of.pk


def test_what_waits_for_a_unit(ledger: Path) -> None:
    a, b = unit("commune.a"), unit("commune.b")
    rows = queries.all_asked([request(a, b)])
    later = queries.all_asked([request(a, key="another-key", due=date(2026, 2, 4))])[0]
    told = queries.all_told([notice(a)])
    assert [queries.waiting(codes) for codes in ([], ["commune.a"], ["commune.b"], ["commune.c"])] == [0, 3, 1, 0]
    # What is due soonest stands first; what is done stands behind.
    assert [one.pk for one in queries.asked_of(["commune.a"])] == [later.pk, rows[0].pk]
    step(later, Action.ANSWER)
    services.read(told, uid="u_1", at=AT)
    assert [one.pk for one in queries.asked_of(["commune.a"])] == [rows[0].pk, later.pk]
    assert queries.waiting(["commune.a"]) == 1


def test_rates_are_of_a_period_and_by_kind(ledger: Path) -> None:
    a, e = unit("commune.a"), unit("enterprise.e", "enterprise")
    rows = queries.all_asked(
        [request(a, e, due=date(2026, 2, 10)), request(a, key="another-key", due=date(2026, 3, 10))]
    )
    services.step(rows[0].pk, Action.ANSWER, who=CLERK, at=AT + days(6), text="trong hạn")
    late = next(one for one in rows if one.unit.kind == "enterprise")
    # Half past midnight in Vietnam on the 11th is still the 10th in Greenwich: one day late all the same.
    services.step(late.pk, Action.ANSWER, who=CLERK, at=AT.replace(day=10, hour=17, minute=30), text="muộn")
    notice(a, at=AT.replace(hour=17, minute=30))  # the 4th of February in Vietnam
    found = queries.rates(date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1))
    assert {kind: (of.answered, of.on_time) for kind, of in found.items()} == {
        "": (Rate(2, 2), Rate(1, 2)),
        "commune": (Rate(1, 1), Rate(1, 1)),
        "enterprise": (Rate(1, 1), Rate(0, 1)),
    }
    assert queries.rates(date(2026, 2, 4), date(2026, 2, 4))[""].read == Rate(0, 1)
    assert queries.rates(TODAY, TODAY)[""].read == Rate(0, 0)
    march = queries.rates(date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 10))
    assert march[""].answered == Rate(0, 0)
    assert queries.rates(date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 11))[""].answered == Rate(0, 1)


def test_an_entry_of_the_address_book_and_its_changes(ledger: Path) -> None:
    made = services.add_contact(unit(), DETAILS, place="", actor="u_1", at=AT)
    assert made.place == unit().place
    told = replace(DETAILS, phone="0905 123 456")
    changed = services.change_contact(made.pk, told, revision=1, actor="u_2", at=AT)
    # The same again is no change.
    assert services.change_contact(made.pk, told, revision=2, actor="u_2", at=AT).revision == changed.revision == 2
    with pytest.raises(NotAllowed, match="just changed"):
        services.change_contact(made.pk, DETAILS, revision=1, actor="u_3", at=AT)
    with pytest.raises(InvalidInput, match="phone number or an e-mail"):
        services.change_contact(made.pk, replace(DETAILS, phone="", email=""), revision=2, actor="u_3", at=AT)
    assert [(one.actor, one.phone) for one in queries.changes(made)] == [
        ("u_2", "0905 123 456"), ("u_1", "0269 3824 567"),
    ]  # fmt: skip
    ended = replace(told, valid_to=TODAY)
    services.change_contact(made.pk, ended, revision=2, actor="u_2", at=AT)
    assert [len(queries.contacts(day)) for day in (date(2025, 12, 31), TODAY, TODAY + days(1))] == [0, 1, 0]


def test_an_office_needs_a_place(ledger: Path) -> None:
    office = replace(DETAILS, office="Văn phòng Sở")
    with pytest.raises(InvalidInput, match="the place"):
        services.add_contact(None, office, place="", actor="u_1", at=AT)
    assert services.add_contact(None, office, place="vn.52@2025", actor="u_1", at=AT).place == "vn.52@2025"


def test_a_person_is_forgotten_and_nothing_else(ledger: Path) -> None:
    made = services.add_contact(unit(), DETAILS, place="", actor="u_1", at=AT)
    services.change_contact(made.pk, replace(DETAILS, phone="0905 123 456"), revision=1, actor="u_2", at=AT)
    gone = services.forget_contact(made.pk, today=TODAY)
    assert (gone.person, gone.phone, gone.email, gone.valid_to) == ("", "", "", TODAY)
    assert [(one.actor, one.person, one.phone) for one in queries.changes(made)] == [("u_2", "", ""), ("u_1", "", "")]


def test_history_is_never_altered(ledger: Path) -> None:
    step(asked(), Action.ANSWER)
    services.read(queries.all_told([notice()]), uid="u_1", at=AT)
    services.add_contact(unit(), DETAILS, place="", actor="u_1", at=AT)
    for table, column in (
        (Request, "title"), (Entry, "text"), (Notice, "title"), (Told, "unit_id"), (Receipt, "uid"),
        (ContactChange, "person"), (ContactChange, "actor"),
    ):  # fmt: skip
        name = table._meta.db_table
        value = "unit_id + 1" if column == "unit_id" else "'x'"
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {name} SET {column} = {value}")
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {name}")

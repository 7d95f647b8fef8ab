"""Reminders of returns, and the lock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.collect import samples
from tests.collect.samples import AT, CLERK, JANUARY, begun, changes, filled, form, take
from tongket.accounts.rules import Held, Role
from tongket.accounts.services import invite
from tongket.collect import queries, reminders, services
from tongket.collect.models import Return
from tongket.collect.outcomes import Change
from tongket.collect.rules import Action
from tongket.core.errors import InvalidInput, NotAllowed
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary
from tongket.notify.models import Mail
from tongket.obligations.due import Rule, rule

DUE = date(2026, 2, 5)


def remind(today: date) -> list[tuple[str, str]]:
    """Run a day's reminders; return whom they went to, and the subject."""
    before = set(Mail.objects.values_list("pk", flat=True))
    owed = reminders.owed(form(), queries.units("commune", today), today)
    reminders.put(owed, at=AT, today=today, site="https://so.example")
    return [(mail.address, mail.subject) for mail in Mail.objects.exclude(pk__in=before).order_by("address")]


@pytest.fixture
def people(ledger: Path) -> None:
    samples.unit()
    samples.unit("commune.b", "vn.23575@2025")
    for name, role, unit in (
        ("clerk", Role.REPORTER, "commune.a"), ("head", Role.HEAD, "commune.a"), ("other", Role.REPORTER, "commune.b"),
    ):  # fmt: skip
        invite(f"{name}@x.example", name, (Held(role, unit=unit),), by="test")


@pytest.mark.usefixtures("people")
def test_who_has_not_submitted_is_reminded_once_and_the_head_when_it_is_late(vocabulary: Vocabulary) -> None:
    assert remind(date(2026, 2, 1)) == []
    first = remind(date(2026, 2, 2))
    assert [to for to, _ in first] == ["clerk@x.example", "other@x.example"]
    assert "sắp đến hạn" in first[0][1]
    assert remind(date(2026, 2, 3)) == []
    begun()
    assert [to for to, _ in remind(date(2026, 2, 4))] == ["clerk@x.example", "other@x.example"]
    take(filled(), Action.SUBMIT, vocabulary=vocabulary)
    late = remind(date(2026, 2, 6))
    assert [to for to, _ in late] == ["other@x.example"]
    assert "đã quá hạn" in late[0][1]
    Return.objects.update(state="returned")
    assert [to for to, _ in remind(date(2026, 2, 6))] == ["clerk@x.example", "head@x.example"]
    body = Mail.objects.filter(address="head@x.example").get().body
    assert all(word in body for word in ("Xã Đak Đoa", JANUARY.label(), "05/02/2026", "https://so.example/"))


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule of the form as a department sets it that locks ten days after the due day."""

    def locking(code: str, period: Period) -> Rule:
        return replace(rule(code, period), locks_after=10)

    monkeypatch.setattr(queries, "due_rule", locking)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


@pytest.mark.usefixtures("ledger", "locked")
def test_what_is_locked_is_taken_with_a_named_exception_only(vocabulary: Vocabulary) -> None:
    of = begun()
    last, after = DUE + timedelta(days=10), DUE + timedelta(days=11)

    def save(day: date, key: str) -> None:
        told = [Change(samples.key(row), text) for row, text in samples.VALUES.items()]
        services.save(of.pk, told, form=form(), key=key, actor=CLERK.uid, at=at(day), origin="browser")

    def submit(day: date) -> None:
        services.step(of.pk, Action.SUBMIT, form=form(), who=CLERK, at=at(day), vocabulary=vocabulary)

    save(last, "on-time-1")
    with pytest.raises(NotAllowed, match="extension") as caught:
        save(after, "too-late")
    assert "16/02/2026" in caught.value.message("vi")
    with pytest.raises(NotAllowed, match="extension"):
        submit(after)
    for until, reason in ((after, " "), (after - timedelta(days=1), "mất điện")):
        with pytest.raises(InvalidInput):
            services.extend(of, until, reason=reason, actor="u_dept", at=at(after))
    services.extend(of, after + timedelta(days=2), reason="mất điện", actor="u_dept", at=at(after))
    assert queries.closed_since(of, form(), after + timedelta(days=3)) == after
    submit(after + timedelta(days=2))
    # Another unit's return is as locked as before.
    other = begun(code="commune.b")
    assert queries.closed_since(other, form(), after) == after


@pytest.mark.usefixtures("ledger", "locked")
def test_a_correction_is_never_locked(vocabulary: Vocabulary) -> None:
    of = take(filled(), Action.SUBMIT, Action.APPROVE, Action.ACCEPT, vocabulary=vocabulary)
    again = services.correct(of.pk, reason="sai đơn vị", actor=CLERK.uid, at=at(date(2026, 9, 1)))
    assert queries.closed_since(again, form(), date(2026, 9, 1)) is None
    services.save(
        again.pk, changes(retail="9"), form=form(), key="much-later", actor=CLERK.uid, at=at(date(2026, 9, 1)),
        origin="browser",
    )  # fmt: skip


@pytest.mark.usefixtures("ledger")
def test_a_rule_that_locks_nothing_never_does() -> None:
    assert queries.closed_since(begun(), form(), date(2030, 1, 1)) is None
    assert rule(form().due, JANUARY).locked_from(JANUARY) is None

"""What each role, and a stranger, may do in coordination: the whole table, over every address there is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.collect.samples import PLACE, unit
from tests.coordination.samples import DETAILS
from tests.web import test_permissions
from tests.web.test_permissions import client
from tongket.accounts.models import User
from tongket.accounts.rules import Held, Role
from tongket.accounts.services import invite
from tongket.coordination import queries, services
from tongket.coordination.models import Asked, Attached, Contact, Entry, Notice, Receipt, Request
from tongket.coordination.rules import Action, Actor, Kind, State, Wording
from tongket.files.kept.rules import Upload
from tongket.web.coordination import urls

PEOPLE = test_permissions.PEOPLE | {"company": Held(Role.ENTERPRISE, unit="commune.a")}
HERE = {"clerk", "head", "company"}
READERS = HERE | {"specialist", "leader", "administrator", "auditor"}
SPECIALISTS = {"specialist", "specialist-of-trade", "specialist-elsewhere"}
NOW = set(PEOPLE) - {"former-clerk"}
KEEPERS = HERE | {"specialist", "administrator"}
MAY = {
    "coordination": NOW,
    "rates-record": {"specialist", "leader"},
    "request-new": SPECIALISTS | {"leader", "leader-elsewhere"},
    "request-send": {"specialist", "leader"},
    "request": READERS,
    "request-withdraw": {"specialist", "leader"},
    "asked": READERS,
    "asked-answer": HERE,
    "asked-step": {"specialist", "leader"},
    "attachment": READERS,
    "notice-new": SPECIALISTS | {"leader", "leader-elsewhere"},
    "notice-send": {"specialist", "leader"},
    "notice": READERS,
    "notice-read": HERE,
    "contacts": NOW,
    "contact-new": NOW - {"leader", "leader-elsewhere", "auditor"},
    "contact-add": KEEPERS,
    "contact": KEEPERS,
    "contact-change": KEEPERS,
    "contact-forget": {"administrator"},
}
GETS = {
    "coordination",
    "attachment",
    "request-new",
    "request",
    "asked",
    "notice-new",
    "notice",
    "contacts",
    "contact-new",
    "contact",
}
ALONE = {"coordination", "rates-record", "request-new", "request-send", "notice-new", "notice-send", "contacts",
         "contact-new", "contact-add"}  # fmt: skip
SPOILT = Wording("<script>alert(1)</script>", 'một dòng\n<img src=x onerror="alert(2)">')
CALLS = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Sent:
    """What there is to be asked for, of commune a alone."""

    request: Request
    asked: Asked
    notice: Notice
    contact: Contact
    attachment: Attached


@pytest.fixture
def sent(home: Path) -> Sent:
    unit("commune.b", "vn.21589@2025")
    to, at = [unit("commune.a", PLACE)], timezone.now()
    for name, grant in PEOPLE.items():
        invite(f"{name}@x.example", name, (grant,), by="test")
    request = services.ask(to, SPOILT, due=timezone.localdate(), key="the-first-key", actor="u", at=at,
                           files=[Upload("a.pdf", 8, b"%PDF-1.7")])  # fmt: skip
    return Sent(
        request,
        queries.all_asked([request])[0],
        services.notify(to, SPOILT, kind=Kind.NOTICE, key="the-first-key", actor="u", at=at),
        services.add_contact(to[0], DETAILS, place="", actor="u", at=at),
        queries.files_of(request)[0],
    )


def address(name: str, sent: Sent) -> str:
    if name in ALONE:
        return reverse(name)
    return reverse(name, args=[getattr(sent, name.partition("-")[0]).pk])


def ask(known: Client, name: str, sent: Sent) -> HttpResponse:
    told = {
        "to": "picked", "unit": "commune.a", "title": "T", "body": "B", "due": timezone.localdate().isoformat(),
        "key": "a-key-of-this-test", "text": "vì vậy", "revision": "0", "action": "withdraw", "owner": "unit:commune.a",
        "phone": "0269 3824 567", "valid_from": "2026-01-01", "place": "vn.52@2025", "period": "2025",
    }  # fmt: skip
    call = cast(CALLS, known.get if name in GETS else known.post)
    return call(address(name, sent), told)


def test_every_address_is_in_the_table() -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == set(MAY)


@pytest.mark.parametrize("name", sorted(MAY))
def test_each_role_at_each_address(sent: Sent, name: str) -> None:
    answers = {who: ask(client(who), name, sent).status_code for who in PEOPLE}
    assert {who for who, status in answers.items() if status != 403} == MAY[name]
    assert set(answers.values()) <= {200, 302, 403, 409, 422}


@pytest.mark.parametrize("name", sorted(MAY))
def test_a_stranger_is_sent_to_sign_in(sent: Sent, name: str) -> None:
    answer = ask(Client(), name, sent)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("name", sorted(set(MAY) - GETS))
def test_nothing_is_changed_by_looking_or_without_a_token(sent: Sent, name: str) -> None:
    assert client("specialist").get(address(name, sent)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(email="specialist@x.example"))
    assert strict.post(address(name, sent)).status_code == 403


def test_a_unit_sees_its_own_answer_and_no_other(sent: Sent) -> None:
    both = [unit("commune.a"), unit("commune.b")]
    of = services.ask(both, Wording("Hai xã", "B"), due=timezone.localdate(), key="another-key", actor="u",
                      at=timezone.now())  # fmt: skip
    mine, other = sorted(queries.all_asked([of]), key=lambda one: one.unit.code)
    services.step(mine.pk, Action.ANSWER, who=Actor("u", answers=True), at=timezone.now(), text="của xã A")
    asked = reverse("asked", args=[mine.pk])
    assert "của xã A" in client("clerk").get(asked).content.decode()
    for name in ("other-clerk", "other-head", "specialist-elsewhere"):
        assert client(name).get(asked).status_code == 403
    # On the request's own page each sees the line of their unit alone.
    page = reverse("request", args=[of.pk])
    lines = {who: client(who).get(page).content.decode() for who in ("clerk", "other-clerk", "specialist")}
    shown = {who: [one.unit.code for one in (mine, other) if reverse("asked", args=[one.pk]) in text]
             for who, text in lines.items()}  # fmt: skip
    assert shown == {"clerk": ["commune.a"], "other-clerk": ["commune.b"], "specialist": ["commune.a", "commune.b"]}
    assert client("other-clerk").post(reverse("asked-answer", args=[mine.pk]), {"text": "x"}).status_code == 403
    assert len(queries.way(mine)) == 1


def test_sent_only_where_somebody_reaches(sent: Sent) -> None:
    def sends(who: str, **told: str | list[str]) -> int:
        plain = {"title": "T", "body": "B", "key": f"{who}-{len(told)}-{told}"[:64]}
        return client(who).post(reverse("notice-send"), {**plain, **told}).status_code

    assert sends("specialist-of-trade", to="picked", unit="commune.a", sector="trade") == 302
    assert sends("specialist-of-trade", to="commune") == 403
    assert sends("specialist", to="picked", unit=["commune.a", "commune.b"]) == 302
    assert sends("specialist", to="picked", unit=["commune.a", "commune.gone"]) == 422
    assert sends("specialist", to="commune", place="vn.52@2025") == 302
    assert sends("specialist-elsewhere", to="commune") == 403
    assert [sends("specialist", to=to) for to in ("", "picked", "enterprise")] == [422, 422, 422]
    counts = [len(queries.all_told([of])) for of in Notice.objects.order_by("pk")]
    assert counts == [1, 1, 2, 2]


def test_looking_at_a_notice_is_no_receipt(sent: Sent) -> None:
    clerk = client("clerk")
    clerk.get(reverse("notice", args=[sent.notice.pk]))
    assert Receipt.objects.count() == 0
    for _ in range(2):
        clerk.post(reverse("notice-read", args=[sent.notice.pk]))
    assert Receipt.objects.get().uid == User.objects.get(email="clerk@x.example").uid


@pytest.mark.parametrize("name", ["coordination", "request", "asked", "notice"])
def test_what_was_typed_is_text_and_nothing_else(sent: Sent, name: str) -> None:
    page = client("specialist").get(address(name, sent)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_what_was_typed_is_not_lost_when_it_is_refused(sent: Sent) -> None:
    clerk, answer = client("clerk"), reverse("asked-answer", args=[sent.asked.pk])
    long = "x" * 10_001
    refused = clerk.post(answer, {"text": long, "revision": "0"})
    assert (refused.status_code, long in refused.content.decode()) == (422, True)
    late = clerk.post(answer, {"text": "câu trả lời", "revision": "7"})
    assert (late.status_code, "câu trả lời" in late.content.decode()) == (409, True)
    assert Entry.objects.count() == 0
    told = {"title": "", "body": "nội dung đã gõ", "due": "2020-01-01", "to": "picked", "unit": "commune.a"}
    again = client("specialist").post(reverse("request-send"), told)
    page = again.content.decode()
    assert (again.status_code, "nội dung đã gõ" in page, "01/01/2020 đã qua" in page) == (422, True, True)
    assert 'value="commune.a" checked' in page
    entry = clerk.post(reverse("contact-add"), {"owner": "unit:commune.a", "person": "Bà Tám", "phone": "?"})
    assert (entry.status_code, "Bà Tám" in entry.content.decode()) == (422, True)


def test_an_office_of_nowhere_is_nobody_s(sent: Sent) -> None:
    told = {"office": "Văn phòng", "phone": "0269 3824 567", "valid_from": "2026-01-01"}
    place = {"owner": "place:vn.52@2025"}
    for who, owner, status in (
        ("clerk", {}, 403), ("clerk", place, 403), ("specialist", place, 302), ("specialist-elsewhere", place, 403),
    ):  # fmt: skip
        assert client(who).post(reverse("contact-add"), {**told, **owner}).status_code == status


@pytest.mark.parametrize(
    ("word", "found"),
    [("nguyen van a", True), ("đak đoa", True), ("3824567", True), ("0269 3824", True), ("gia lai", True),
     ("a@x.example", True), ("công chức", True), ("nguyễn văn b", False), ("999", False), ("<b>", False)],
)  # fmt: skip
def test_the_address_book_is_searched(sent: Sent, word: str, found: bool) -> None:
    page = client("auditor").get(reverse("contacts"), {"q": word}).content.decode()
    assert ("Nguyễn Văn A" in page) is found
    assert "<b>" not in page.partition("<main")[2].replace("<b>×", "")


def test_the_menu_says_what_waits(sent: Sent) -> None:
    assert "2<span" in client("clerk").get("/").content.decode()
    client("clerk").post(reverse("notice-read", args=[sent.notice.pk]))
    client("head").post(reverse("asked-answer", args=[sent.asked.pk]), {"text": "có", "revision": "0"})
    assert State(queries.asked(sent.asked.pk).state) is State.ANSWERED
    assert "việc đang chờ" not in client("clerk").get("/").content.decode()


def test_a_day_off_is_said(sent: Sent) -> None:
    told = {"title": "T", "body": "B", "to": "picked", "unit": "commune.a", "key": "a-key-of-this-test"}
    today = timezone.localdate()
    day = today + timedelta(days=6 - today.weekday())
    page = client("leader").post(reverse("request-send"), {**told, "due": day.isoformat()}, follow=True)
    assert f"{day:%d/%m/%Y} là ngày nghỉ" in page.content.decode()

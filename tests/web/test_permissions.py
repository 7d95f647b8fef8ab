"""What each role, and a stranger, may do: the whole table, over every address there is."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.collect.samples import JANUARY, PLACE, changes, filled, form, take, unit
from tongket.accounts.models import User
from tongket.accounts.rules import Held, Role
from tongket.accounts.services import erase, invite
from tongket.collect import services
from tongket.collect.models import Return, Unit
from tongket.collect.rules import Action as Step
from tongket.core.vocabulary import vocabulary
from tongket.web.forms import urls as form_urls
from tongket.web.returns import urls

AT = datetime(2026, 2, 3, tzinfo=UTC)
ELSEWHERE = "vn.19@2025"
PEOPLE = {
    "clerk": Held(Role.REPORTER, unit="commune.a"),
    "head": Held(Role.HEAD, unit="commune.a"),
    "other-clerk": Held(Role.REPORTER, unit="commune.b"),
    "other-head": Held(Role.HEAD, unit="commune.b"),
    "specialist": Held(Role.SPECIALIST, "vn.52@2025"),
    "specialist-of-trade": Held(Role.SPECIALIST, "vn.52@2025", sector="trade"),
    "specialist-elsewhere": Held(Role.SPECIALIST, ELSEWHERE),
    "leader": Held(Role.LEADER, "vn.52@2025"),
    "leader-elsewhere": Held(Role.LEADER, ELSEWHERE),
    "administrator": Held(Role.ADMINISTRATOR, "vn.52@2025"),
    "auditor": Held(Role.AUDITOR, "vn.52@2025"),
    "former-clerk": Held(Role.REPORTER, unit="commune.a", valid_to=date(2025, 12, 31)),
}
READERS = {"clerk", "head", "specialist", "leader", "administrator", "auditor"}
WATCHERS = {
    "specialist",
    "specialist-of-trade",
    "specialist-elsewhere",
    "leader",
    "leader-elsewhere",
    "administrator",
    "auditor",
}
MAKERS = {"administrator", "specialist", "specialist-of-trade", "specialist-elsewhere"}
MAY = {
    "home": set(PEOPLE),
    "begin": {"clerk"},
    "return": READERS,
    "save": {"clerk"},
    "answer": {"clerk"},
    "beside": READERS,
    "step": READERS,  # who may take which step is the rule's to say; nobody else gets as far
    "correct": {"clerk"},
    "accept": {"specialist", "leader"},
    "download": READERS,
    "upload": {"clerk"},
    "room": WATCHERS,
    "journal": {"leader", "leader-elsewhere", "administrator", "auditor"},
    "remind": {"specialist", "specialist-of-trade", "specialist-elsewhere", "leader", "leader-elsewhere"},
    "extend": {"specialist", "leader"},
    "mailbox": set(PEOPLE),
    "units": MAKERS,
    "unit-add": MAKERS,  # nothing is asked for; whose places a unit may lie in is tested apart
    "unit-end": {"administrator", "specialist"},
    "forms": MAKERS,
    "form": MAKERS,
    "form-edit": MAKERS,
    "form-preview": MAKERS,
    "form-publish": MAKERS,
}
GETS = {"mailbox", "home", "return", "beside", "download", "room", "journal", "units", "forms", "form", "form-edit"}
ON_NO_RETURN = {
    "home", "begin", "accept", "room", "remind", "mailbox", "journal", "units", "unit-add", "unit-end", "forms",
    "form-edit", "form-preview", "form-publish",
}  # fmt: skip


@pytest.fixture
def begun(home: Path) -> Return:
    unit("commune.b", "vn.23566@2025")
    of = services.begin(unit("commune.a", PLACE), form(), JANUARY, at=AT)
    for name, grant in PEOPLE.items():
        invite(f"{name}@x.example", name, (grant,), by="test")
    return of


def client(name: str) -> Client:
    known = Client()
    known.force_login(User.objects.get(email=f"{name}@x.example"))
    return known


def address(name: str, of: Return) -> str:
    if name == "form":
        return reverse(name, args=[form().code, form().version])
    return reverse(name, args=[] if name in ON_NO_RETURN else [of.pk])


def ask(known: Client, name: str, of: Return) -> HttpResponse:
    url = address(name, of)
    told = {"unit": "commune.a", "form": form().code, "period": str(JANUARY), "action": "accept", "revision": "0"}
    call = cast(Callable[..., HttpResponse], known.get if name in GETS else known.post)
    if name in ("save", "answer"):
        return call(url, data='{"key": "12345678", "changes": []}', content_type="application/json")
    return call(url, {**told, "cell": "retail|month", "number": str(of.pk)})


def test_every_address_is_in_the_table() -> None:
    ours = {pattern.name for app in (urls, form_urls) for pattern in app.urlpatterns}
    assert ours == set(MAY)


@pytest.mark.parametrize("name", sorted(MAY))
def test_each_role_at_each_address(begun: Return, name: str) -> None:
    refused = {who for who in PEOPLE if ask(client(who), name, begun).status_code == 403}
    assert set(PEOPLE) - refused == MAY[name]


@pytest.mark.parametrize("name", sorted(MAY))
def test_a_stranger_is_sent_to_sign_in(begun: Return, name: str) -> None:
    answer = ask(Client(), name, begun)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("name", sorted(set(MAY) - GETS))
def test_nothing_is_changed_by_looking_or_without_a_token(begun: Return, name: str) -> None:
    known = client("clerk")
    url = address(name, begun)
    assert known.get(url).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(email="clerk@x.example"))
    assert strict.post(url).status_code == 403


def test_nobody_signs_up_and_somebody_erased_is_gone(begun: Return) -> None:
    assert b"signup" not in Client().get("/account/login/").content
    assert Client().get("/account/signup/").status_code == 200  # says that it is closed
    assert not User.objects.filter(email="new@x.example").exists()
    Client().post("/account/signup/", {"email": "new@x.example", "password1": "a-long-password-1"})
    assert not User.objects.filter(email="new@x.example").exists()
    clerk = client("clerk")
    erase(User.objects.get(email="clerk@x.example"))
    assert clerk.get("/").status_code == 302


def test_guessing_is_stopped(begun: Return) -> None:
    User.objects.get(email="clerk@x.example").set_password("right-password-1")
    guesser = Client()
    told = {"login": "clerk@x.example", "password": "wrong"}
    answers = [guesser.post("/account/login/", told).content.decode() for _ in range(7)]
    assert answers[0] != answers[-1]


def test_units_are_added_where_one_works_and_nowhere_else(begun: Return) -> None:
    table = "0101\tCông ty A\tXã Al Bá\t0269 1\n0102\tCông ty B\tXã Al Bá"
    told = {"kind": "enterprise", "table": table, "valid_from": "2026-01-01"}
    assert client("specialist-elsewhere").post("/units/add", told).status_code == 422
    assert not Unit.objects.filter(kind="enterprise").exists()
    assert client("specialist").post("/units/add", told).status_code == 302
    again = client("administrator").post("/units/add", {**told, "table": table + "\n0103\tC\tXã Al Bá"}, follow=True)
    assert "Đã thêm 1 đơn vị; 2 đơn vị đã có" in again.content.decode()
    ended = {"unit": "enterprise.0101", "last": "2026-06-30"}
    assert client("specialist-elsewhere").post("/units/end", ended).status_code == 403
    assert client("specialist").post("/units/end", ended).status_code == 302
    assert Unit.objects.get(code="enterprise.0101").valid_to == date(2026, 6, 30)


def test_nobody_watches_over_what_is_not_theirs(begun: Return) -> None:
    services.save(begun.pk, changes(retail="5"), form=form(), key="12345678", actor="u_clerk", at=AT, origin="browser")
    filled(JANUARY.shifted(-1))
    take(Return.objects.latest("pk"), Step.SUBMIT, vocabulary=vocabulary())
    here, elsewhere = client("leader"), client("leader-elsewhere")
    for path in ("/room", "/journal", "/room?place=vn.52%402025", "/"):
        assert "Xã Đak Đoa" not in elsewhere.get(path).content.decode(), path
    for path in ("/room", "/journal"):
        assert "Xã Đak Đoa" in here.get(path).content.decode(), path


def test_a_nation_is_watched_province_by_province(home: Path) -> None:
    invite("all@x.example", "all", (Held(Role.LEADER),), by="test")
    lower = vocabulary().places.lower
    assert lower is not None
    communes = [p for p in lower.places.values() if p.level == "commune" and p.stands_on(AT.date())]
    Unit.objects.bulk_create(
        Unit(code=f"commune.{p.id}", kind="commune", name=p.full_name(), place=p.id, valid_from=date(2025, 7, 1))
        for p in communes
    )
    page = client("all").get("/room?form=commune-month").content.decode()
    assert "Gia Lai</a>" in page
    assert "/135" in page
    assert "Xã Đak Đoa" not in page
    assert 'href="/returns/' not in page
    province = client("all").get("/room?form=commune-month&place=vn.52%402025").content.decode()
    assert province.count('scope="row"') >= 135

"""Accounts in a browser: an invitation, a key; and what nobody may do."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.samples import PLACE, unit
from tests.web.conftest import Person, Site
from tongket.accounts.models import AccountChange, Grant, User
from tongket.accounts.rules import Held, Role, may_give
from tongket.accounts.services import invite
from tongket.collect.demo import PASSWORD
from tongket.notify.models import Mail

HERE, ELSEWHERE = "vn.52@2025", "vn.19@2025"


def test_somebody_is_invited_sets_a_password_and_lets_a_program_in(chromium: Any, site: Site) -> None:
    administrator = Person(chromium, site, "quantri")
    page = administrator.page
    page.goto(f"{site.url}/people")
    page.get_by_text("Mời người dùng mới").click()
    page.fill("input[name=name]", "Siu Hùng")
    page.fill("input[name=email]", "hung@xa.example")
    page.select_option("select[name=role]", "reporter")
    page.fill("input[name=unit]", "commune.vn.23563@2025")
    page.get_by_role("button", name="Mời", exact=True).click()
    address = page.locator("#link").inner_text()
    administrator.screen("person-invited")

    context = chromium.new_context(locale="vi-VN")
    own = context.new_page()
    own.goto(address)
    own.fill("#id_new_password1", "mật-khẩu-mới-26")
    own.fill("#id_new_password2", "mật-khẩu-mới-26")
    own.screenshot(path=str(Path("out") / "screens" / "welcome.png"))
    own.get_by_role("button", name="Đặt mật khẩu").click()
    own.fill("#id_login", "hung@xa.example")
    own.fill("#id_password", "mật-khẩu-mới-26")
    own.click("main form button")
    own.wait_for_url(f"{site.url}/")
    assert "Xã Al Bá" not in own.locator("main").inner_text()
    assert own.goto(address).status == 403

    own.goto(f"{site.url}/me")
    own.fill("input[name=label]", "phần mềm kế toán")
    own.get_by_role("button", name="Tạo khóa").click()
    key = own.locator("#made").inner_text()
    asked = Request(  # noqa: S310 – the server of the test
        f"{site.url}/api/returns/commune.vn.23563@2025/commune-month/2026-M01",
        headers={"Authorization": f"Bearer {key}"},
    )
    with urlopen(asked, timeout=30) as answer:  # noqa: S310
        assert answer.status == 200
    own.goto(f"{site.url}/me")
    assert key not in own.content()

    page.goto(f"{site.url}/people?q=hung")
    page.get_by_role("link", name="Siu Hùng").click()
    told = page.locator("main ol").inner_text()
    assert all(word in told for word in ("mời", "cấp quyền", "đặt mật khẩu", "tạo khóa"))
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    found = []
    for path in ("/people", re.sub(r"^.*?//[^/]+", "", page.url), "/me"):
        page.goto(site.url + path)
        administrator.screen(f"people-{path.strip('/').split('/')[0]}")
        found += [(path, v["id"], v["nodes"][0]["html"][:90]) for v in axe.run(page).response["violations"]]
    assert found == []


def test_a_passkey_is_added_under_the_strict_policy(chromium: Any, site: Site) -> None:
    # A browser knows passkeys of a name, and of no bare number.
    named = replace(site, url=site.url.replace("127.0.0.1", "localhost"))
    clerk = Person(chromium, named, "xa1")
    page, line = clerk.page, clerk.context.new_cdp_session(clerk.page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    page.goto(f"{named.url}/account/2fa/webauthn/add/")
    page.fill("input[type=password]", PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url("**/webauthn/add/**")
    page.fill("input[name=name]", "Khóa của chị Hoa")
    page.get_by_role("button", name="Thêm").click()
    page.wait_for_url("**/recovery-codes/**")
    assert "Đã thêm khóa bảo mật" in page.locator("main").inner_text()
    assert clerk.said == []


@pytest.fixture
def people(home: Path) -> None:
    unit("commune.a", PLACE)
    for name, grant in {
        "admin": Held(Role.ADMINISTRATOR, HERE), "admin-elsewhere": Held(Role.ADMINISTRATOR, ELSEWHERE),
        "admin-of-trade": Held(Role.ADMINISTRATOR, HERE, sector="trade"),
        "clerk": Held(Role.REPORTER, unit="commune.a"), "specialist": Held(Role.SPECIALIST, HERE),
        "leader": Held(Role.LEADER, HERE), "auditor": Held(Role.AUDITOR, HERE),
    }.items():  # fmt: skip
        invite(f"{name}@x.example", name, (grant,), by="test")


def client(name: str) -> Client:
    known = Client()
    known.force_login(User.objects.get(email=f"{name}@x.example"))
    return known


def inviting(name: str, **told: str) -> int:
    asked = {"name": "Mới", "email": "moi@x.example", "role": "reporter", "unit": "commune.a"} | told
    answer: HttpResponse = client(name).post("/people/invite", asked)  # type: ignore[assignment]
    return answer.status_code


@pytest.mark.usefixtures("people")
def test_who_invites_whom() -> None:
    for name in ("clerk", "specialist", "leader", "auditor", "admin-elsewhere", "admin-of-trade"):
        assert inviting(name) == 403, name
    for reach in ({"place": ""}, {"place": ELSEWHERE}, {"place": "vn"}):
        assert inviting("admin", role="administrator", unit="", **reach) == 403, reach
    assert inviting("admin", role="emperor") == 422
    assert inviting("admin", unit="") == 422
    assert not User.objects.filter(email="moi@x.example").exists()
    assert inviting("admin") == 200
    assert inviting("admin") == 422
    assert inviting("admin", email="more@x.example", role="specialist", unit="", place=HERE) == 200


@pytest.mark.usefixtures("people")
def test_nobody_reads_another_persons_link() -> None:
    assert inviting("admin") == 200
    told = Mail.objects.get(address="moi@x.example")
    assert "/welcome/" in told.body
    for name in ("auditor", "leader", "admin"):
        for path in ("/mailbox", "/mailbox?all=1"):
            assert "/welcome/" not in client(name).get(path).content.decode(), (name, path)


@pytest.mark.usefixtures("people")
def test_nobody_changes_what_is_not_theirs_to_change_nor_themselves() -> None:
    own, clerk = (User.objects.get(email=f"{name}@x.example") for name in ("admin", "clerk"))
    told = {"reason": "thử"}
    for who, of in (("admin-elsewhere", clerk), ("clerk", clerk), ("specialist", clerk), ("admin", own)):
        grant = Grant.objects.get(user=of)
        for path in (f"/people/{of.uid}/active", f"/people/{of.uid}/link", f"/people/grant/{grant.pk}/end"):
            assert client(who).post(path, told).status_code == 403, (who, path)
    nobody = invite("nobody@x.example", "nobody", (), by="test")
    assert client("admin").get(f"/people/{nobody.uid}/").status_code == 403
    assert client("admin").get(f"/people/{clerk.uid}/").status_code == 200
    assert client("admin").post(f"/people/{clerk.uid}/active", {"reason": " "}).status_code == 422
    signed_in = client("clerk")
    assert client("admin").post(f"/people/{clerk.uid}/active", told).status_code == 302
    assert signed_in.get("/").status_code == 302
    grant = Grant.objects.get(user=clerk)
    assert client("admin").post(f"/people/grant/{grant.pk}/end", told).status_code == 302
    assert [change.what for change in AccountChange.objects.filter(whom=clerk.uid)] == [
        "invite",
        "give",
        "deactivate",
        "end",
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountChange.objects.filter(whom=clerk.uid).update(actor="nobody")


@pytest.mark.usefixtures("people")
def test_a_strangers_link_leads_nowhere_and_pages_want_a_sign_in() -> None:
    clerk = User.objects.get(email="clerk@x.example")
    assert Client().get(f"/welcome/{clerk.uid}/abc-def").status_code == 403
    assert Client().get("/welcome/u_nobody/abc-def").status_code == 403
    for path in ("/me", "/people", f"/people/{clerk.uid}/"):
        assert Client().get(path).status_code == 302
    for path in ("/me/key", "/me/revoke", "/people/invite"):
        assert client("clerk").get(path).status_code == 405


PLACES = st.sampled_from(["", "vn.p", "vn.q", "vn.p.a"])
HELD = st.builds(Held, st.sampled_from(Role), PLACES, st.sampled_from(["", "trade"]), st.sampled_from(["", "unit"]))


@given(st.lists(HELD, max_size=3), HELD, PLACES)
def test_nobody_gives_what_reaches_beyond_their_own(held: list[Held], grant: Held, place: str) -> None:
    def within(inner: str, outer: str) -> bool:
        return inner == outer or inner.startswith(f"{outer}.")

    given_ = may_give(held, grant, place, date(2026, 1, 1), within=within)
    admins = [own for own in held if own.role is Role.ADMINISTRATOR and not own.unit]
    if given_:
        assert any(not own.place or (place and within(place, own.place)) for own in admins)
        assert any(not own.sector or own.sector == grant.sector for own in admins)
    if any(own.place == "" and own.sector == "" for own in admins):
        assert given_

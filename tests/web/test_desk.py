"""What of coordination waits on somebody's first page: what is theirs to do, and nothing else."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.collect.samples import unit
from tests.web.conftest import Person, Site
from tests.web.test_permissions import PEOPLE
from tongket.accounts.models import User
from tongket.accounts.rules import Held, Role
from tongket.accounts.services import invite
from tongket.coordination import queries, services
from tongket.coordination.models import Asked
from tongket.coordination.rules import Action, Actor, Kind, Wording
from tongket.web.coordination.waiting import MOST, left

TODAY = date(2026, 2, 3)


def page(name: str, lang: str = "vi") -> str:
    client = Client()
    client.cookies["tongket_language"] = lang
    client.force_login(User.objects.get(email=f"{name}@x.example"))
    return client.get("/").content.decode()


@pytest.fixture
def people(home: Path) -> None:
    both = {"both": Held(Role.REPORTER, unit="commune.a")}
    for code in ("commune.a", "commune.b"):
        unit(code)
    for name, grant in (PEOPLE | both).items():
        grants = (grant, Held(Role.REPORTER, unit="commune.b")) if name == "both" else (grant,)
        invite(f"{name}@x.example", name, grants, by="test")


def ask(title: str, *codes: str, ahead: int = 3) -> list[Asked]:
    every = [one for one in queries.units(timezone.localdate()) if one.code in codes]
    of = services.ask(every, Wording(title, "B"), due=timezone.localdate() + timedelta(days=ahead),
                      key=f"the-key-{title}", actor="u", at=timezone.now())  # fmt: skip
    return queries.all_asked([of])


@pytest.mark.usefixtures("people")
def test_a_unit_sees_its_own_and_what_is_done_goes_away() -> None:
    (one,) = ask("Yêu cầu số một", "commune.a")
    told = Wording("Thông báo số hai", "B")
    notice = services.notify([one.unit], told, kind=Kind.NOTICE, key="key-notice", actor="u", at=timezone.now())
    text = page("clerk")
    assert "Yêu cầu chờ trả lời" in text
    assert f'href="/coordination/asked/{one.pk}/"' in text
    assert f"{one.due:%d/%m/%Y} · còn" in text
    assert "Thông báo số hai" in text
    assert "Requests to answer" in page("clerk", "en")
    for other in ("other-clerk", "specialist", "former-clerk", "auditor"):
        assert "Yêu cầu số một" not in page(other)
    services.step(one.pk, Action.ANSWER, who=Actor("u", answers=True), at=timezone.now(), text="x", revision=0)
    services.read(queries.all_told([notice]), uid="u", at=timezone.now())
    assert "Yêu cầu số một" not in page("clerk")
    assert "Thông báo số hai" not in page("clerk")


@pytest.mark.usefixtures("people")
def test_whoever_answers_for_two_units_sees_whose_it_is_soonest_first() -> None:
    ask("Sau", "commune.a", ahead=20)
    ask("Trước", "commune.b", ahead=6)
    text = page("both")
    assert text.index(">Trước<") < text.index(">Sau<")
    assert unit_name("commune.b") in text


def unit_name(code: str) -> str:
    return next(one.name for one in queries.units(timezone.localdate()) if one.code == code)


@pytest.mark.usefixtures("people")
def test_many_are_cut_and_counted() -> None:
    for number in range(MOST + 2):
        ask(f"Việc {number}", "commune.a")
    text = page("clerk")
    assert text.count('href="/coordination/asked/') == MOST
    assert "Xem thêm 2<" in text


@pytest.mark.parametrize(
    ("days", "vi", "en"),
    [(-2, "quá hạn 2 ngày", "2 days late"), (-1, "quá hạn 1 ngày", "1 day late"), (0, "hạn hôm nay", "due today"),
     (1, "còn 1 ngày", "1 day left"), (9, "còn 9 ngày", "9 days left")],
)  # fmt: skip
def test_days_left(days: int, vi: str, en: str) -> None:
    found = left(TODAY + timedelta(days=days), TODAY)
    assert (found.vi, found.en) == (vi, en)


def test_the_first_page_in_a_browser(chromium: Any, site: Site) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    clerk = Person(chromium, site, "xa1")
    assert clerk.page.locator("section.waits").count() >= 1
    assert axe.run(clerk.page).response["violations"] == []
    clerk.screen("desk-coordination")
    clerk.page.set_viewport_size({"width": 360, "height": 740})
    assert clerk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert clerk.said == []

"""What each role, and a stranger, may do in registers: the whole table, over every address there is."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.registers.samples import HYDRO, POWER, change, told
from tests.web.test_permissions import PEOPLE, WATCHERS, client
from tongket.accounts.services import invite
from tongket.registers.shared import queries
from tongket.registers.shared.models import Change, Event, Note, Record
from tongket.web.registers import urls

PLACE = "vn.52@2025"
OF_ENERGY = WATCHERS - {"specialist-of-trade"}
HERE = OF_ENERGY - {"specialist-elsewhere", "leader-elsewhere"}
WRITERS = {"specialist", "specialist-elsewhere"}
MAY = {
    "registers": WATCHERS,  # without a register in it for who has none
    "register": OF_ENERGY,
    "register-export": OF_ENERGY,
    "register-map": OF_ENERGY,
    "register-template": OF_ENERGY,
    "register-new": WRITERS,
    "register-save": {"specialist"},
    "register-import": WRITERS,
    "register-changes": OF_ENERGY,
    "register-change": HERE,
    "register-change-step": {"specialist"},
    "register-record": HERE,
    "register-note": {"specialist"},
}
POSTS = {"register-save", "register-change-step", "register-note"}
SAID = {
    "name": "Ialy", "technology": "hydro", "state": "operating", "capacity": "720", "place": PLACE, "day": "2026-01-01",
    "source": "EVN", "reason": "mới", "key": "a-key-of-its-own", "revision": "0", "code": "H2", "step": "undo",
    "text": "đã gọi",
}  # fmt: skip


@pytest.fixture
def kept(home: Path) -> Record:
    change(told("H1", "2020-01-01", HYDRO, place=PLACE))
    for name, grant in PEOPLE.items():
        invite(f"{name}@x.example", name, (grant,), by="test")
    return queries.record_of(POWER, "H1")


def ask(known: Client, name: str, of: Record) -> HttpResponse:
    last = {"register-record": [of.pk], "register-note": [of.pk]}
    number = Change.objects.order_by("pk").values_list("pk", flat=True)[0]
    args = [] if name == "registers" else ["power", *last.get(name, [number] if "register-change-" in name else [])]
    if name == "register-change":
        args.append(number)
    call = cast(Callable[..., HttpResponse], known.post if name in POSTS else known.get)
    return call(reverse(name, args=args), data=SAID if name in POSTS else {})


def test_every_address_is_in_the_table() -> None:
    assert {one.name for one in urls.urlpatterns} == MAY.keys()


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_who_may_do_what(kept: Record, who: str) -> None:
    for name, may in MAY.items():
        answer = ask(client(who), name, kept)
        if name == "registers" and who not in WATCHERS:
            assert b"/registers/power/" not in answer.content
            continue
        assert (answer.status_code not in (403, 404)) == (who in may), f"{who} {name} {answer.status_code}"


def test_what_is_not_theirs_is_not_changed(kept: Record) -> None:
    for who in set(PEOPLE) - {"specialist"}:
        for name in POSTS:
            ask(client(who), name, kept)
    assert (Record.objects.count(), Event.objects.count(), Note.objects.count(), Change.objects.count()) == (1, 1, 0, 1)


def test_a_stranger_is_sent_to_sign_in(kept: Record) -> None:
    for name in MAY:
        answer = ask(Client(), name, kept)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/account/login/")


def test_a_place_of_before_a_merger_belongs_to_whom_its_ground_is_now(kept: Record) -> None:
    change(told("H5", "2010-01-01", HYDRO, name="Của tỉnh cũ", place="vn.64@1997"))
    assert "Của tỉnh cũ" in client("leader").get("/registers/power/").content.decode()
    assert "Của tỉnh cũ" not in client("leader-elsewhere").get("/registers/power/").content.decode()


def test_a_list_has_nothing_of_elsewhere(kept: Record) -> None:
    page = client("specialist-elsewhere").get("/registers/power/").content.decode()
    assert "Ialy" not in page
    assert "Ialy" in client("leader").get("/registers/power/").content.decode()
    assert b"Ialy" not in client("leader-elsewhere").get("/registers/power/export").content
    # No record of elsewhere is drawn into one's own place, and none is taken out of it.
    told_there = SAID | {"code": "H1", "record": str(kept.pk), "revision": "1", "place": "vn.19@2025"}
    assert client("specialist-elsewhere").post("/registers/power/save", told_there).status_code == 404
    # Nor on a day before anything is known of it, when it lay nowhere yet.
    early = told_there | {"day": "2010-01-01", "key": "another-key", "place": ""}
    assert client("specialist-elsewhere").post("/registers/power/save", early).status_code == 404
    assert Event.objects.count() == 1
    assert client("specialist").post("/registers/power/save", early).status_code == 302

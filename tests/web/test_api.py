"""Returns by machine, as a program sends them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.collect.samples import JANUARY, PLACE, form, unit
from tongket.accounts.models import Token, User
from tongket.accounts.rules import Held, Role
from tongket.accounts.services import erase, give_token, invite, revoke_token
from tongket.collect import queries
from tongket.collect.models import Return, Save, Step
from tongket.core.errors import InvalidInput, NotFound

NOW = datetime.now(UTC)
URL = f"/api/returns/commune.a/{form().code}/{JANUARY}"
CELLS: dict[str, object] = {
    "industry": 56.1, "industry-mining": 2.1, "industry-manufacturing": 41, "industry-power": 12, "industry-water": 1,
    "retail": 85.5, "export": "nil", "power": "missing",
}  # fmt: skip


def key(name: str, grant: Held) -> str:
    user = invite(f"{name}@x.example", name, (grant,), by="test")
    return give_token(user, "phần mềm kế toán", expires=NOW.date() + timedelta(days=30), at=NOW)


@pytest.fixture
def clerk(ledger: Path) -> str:
    unit("commune.b", "vn.23566@2025")
    unit("commune.a", PLACE)
    return key("clerk", Held(Role.REPORTER, unit="commune.a"))


def put(token: str, body: Any, sending: str = "sending-1", url: str = URL, **extra: Any) -> HttpResponse:
    told = {"content_type": "application/json", **extra}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": sending}
    answer: HttpResponse = Client().put(url, body, headers=headers, **told)  # type: ignore[assignment]
    return answer


def get(token: str, url: str = URL) -> Any:
    return Client().get(url, headers={"Authorization": f"Bearer {token}"})


def test_a_return_is_handed_in_and_read_back(clerk: str) -> None:
    assert get(clerk).json()["state"] == "not-started"
    answer = put(clerk, {"cells": CELLS, "submit": True})
    assert answer.status_code == 201
    told = get(clerk).json()
    assert (told["state"], told["findings"]) == ("submitted", [])
    assert {row: cell["value"] for row, cell in told["cells"].items()} == {
        row: value if isinstance(value, str) else str(value) for row, value in CELLS.items()
    }
    assert Save.objects.get().origin == "api"


def test_sent_again_it_is_the_same_and_under_a_used_key_nothing_else_is_taken(clerk: str) -> None:
    first = put(clerk, {"cells": CELLS, "submit": True})
    again = put(clerk, {"cells": CELLS, "submit": True})
    assert (first.status_code, again.status_code) == (201, 200)
    assert (Return.objects.count(), Save.objects.count(), Step.objects.count()) == (1, 1, 1)
    other = put(clerk, {"cells": {**CELLS, "retail": 1}, "submit": True})
    assert other.status_code == 422
    assert "khóa" in other.json()["error"]  # type: ignore[attr-defined]
    late = put(clerk, {"cells": {"retail": 1}}, "sending-2")
    assert late.status_code == 403
    assert queries.return_of(Return.objects.get().pk).document["cells"]["retail|month"]["v"] == "85.5"


def test_what_cannot_be_submitted_is_not_kept(clerk: str) -> None:
    answer = put(clerk, {"cells": {**CELLS, "industry": 60}, "submit": True})
    assert answer.status_code == 422
    assert "tổng các phần" in answer.json()["error"]  # type: ignore[attr-defined]
    assert not Return.objects.exists()
    assert put(clerk, {"cells": {**CELLS, "industry": 60}}).status_code == 201
    assert put(clerk, {"cells": {"industry": 56.1}, "submit": True}, "sending-2").status_code == 201


def test_a_warning_is_answered_with_the_return(clerk: str) -> None:
    url = URL.replace(str(JANUARY), str(JANUARY.shifted(-1)))
    assert put(clerk, {"cells": CELLS, "submit": True}, url=url).status_code == 201
    many = {**CELLS, "retail": 85_500}
    refused = put(clerk, {"cells": many, "submit": True})
    assert refused.status_code == 422
    assert "nghìn lần" in refused.json()["error"]  # type: ignore[attr-defined]
    assert put(clerk, {"cells": many, "answers": {"retail": "đúng"}, "submit": True}).status_code == 201
    (finding,) = get(clerk).json()["findings"]
    assert (finding["rule"], finding["answer"]) == ("magnitude", "đúng")


def test_the_same_as_csv(clerk: str) -> None:
    table = "row,value\n" + "".join(f"{row},{value}\n" for row, value in CELLS.items())
    assert put(clerk, table, content_type="text/csv", url=f"{URL}?submit=1").status_code == 201
    assert get(clerk).json()["state"] == "submitted"


@pytest.mark.parametrize(
    ("body", "says"),
    [("{", "JSON"), ({"cells": {"nowhere": 1}}, "nowhere"), ({"cells": {"retail": "1.234,5"}}, "retail")],
)
def test_what_is_wrong_is_said_and_nothing_begun(clerk: str, body: Any, says: str) -> None:
    answer = put(clerk, body)
    assert answer.status_code == 422
    assert says in answer.json()["error"]  # type: ignore[attr-defined]
    assert not Return.objects.exists()


@pytest.mark.parametrize("period", ["2026-Q1", "2024-M01", "2026-01-31", "2099-M01", "soon"])
def test_a_period_the_form_has_not(clerk: str, period: str) -> None:
    assert put(clerk, {"cells": CELLS}, url=URL.replace(str(JANUARY), period)).status_code in (404, 422)
    assert not Return.objects.exists()


def test_what_a_stranger_may_not_do(clerk: str) -> None:
    other = key("other", Held(Role.REPORTER, unit="commune.b"))
    department = key("specialist", Held(Role.SPECIALIST, "vn.52@2025"))
    assert put(clerk, {"cells": CELLS}).status_code == 201
    for token in ("", "tk_guessed", clerk[:-1]):
        assert (get(token).status_code, put(token, {"cells": CELLS}).status_code) == (401, 401)
    assert (get(other).status_code, put(other, {"cells": CELLS}).status_code) == (403, 403)
    assert (get(department).status_code, put(department, {"cells": CELLS}, "other-key").status_code) == (200, 403)
    signed_in = Client()
    signed_in.force_login(User.objects.get(email="clerk@x.example"))
    assert signed_in.get(URL).status_code == 401
    assert Client().post(URL, headers={"Authorization": f"Bearer {clerk}"}).status_code == 405


def test_a_key_ends(clerk: str) -> None:
    user = User.objects.get(email="clerk@x.example")
    token = Token.objects.get()
    assert clerk not in (token.digest, token.label)
    assert get(clerk).status_code == 200
    with pytest.raises(NotFound):
        revoke_token(invite("x@x.example", "x", (), by="test"), token.pk, at=NOW)
    revoke_token(user, token.pk, at=NOW)
    assert get(clerk).status_code == 401
    for expires in (NOW.date() - timedelta(days=1), date(2099, 1, 1)):
        with pytest.raises(InvalidInput):
            give_token(user, "x", expires=expires, at=NOW)
    fresh = give_token(user, "x", expires=NOW.date() + timedelta(days=1), at=NOW)
    assert get(fresh).status_code == 200
    Token.objects.filter(label="x").update(expires=NOW.date() - timedelta(days=2))
    assert get(fresh).status_code == 401
    last = give_token(user, "y", expires=NOW.date() + timedelta(days=1), at=NOW)
    erase(user)
    assert get(last).status_code == 401


def test_ten_sendings_of_one_key_at_once_are_one(clerk: str) -> None:
    def sent(_: int) -> int:
        try:
            return put(clerk, {"cells": CELLS, "submit": True}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(sent, range(10)))
    assert sorted(answers) == [200] * 9 + [201]
    assert (Return.objects.count(), Save.objects.count(), Step.objects.count()) == (1, 1, 1)

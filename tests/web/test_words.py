"""The words of django-allauth in Vietnamese: compiled as they stand, and seen on its pages; the second factor."""

import base64
import gettext
import hashlib
import hmac
import re
import time
from pathlib import Path

import pytest
from django.test import Client

from tongket.accounts.models import User
from tongket.accounts.rules import Held, Role
from tongket.accounts.services import invite
from tongket.web import shell

FOLDER = Path(shell.__path__[0]) / "locale" / "vi" / "LC_MESSAGES"
PASSWORD = "mật-khẩu-thử-26"  # noqa: S105 – of the test


def entries() -> dict[str, str]:
    """The plain entries of the source: a line each."""
    text = (FOLDER / "django.po").read_text(encoding="utf-8")
    found = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE)
    return {one.encode().decode("unicode_escape").encode("latin-1").decode(): two for one, two in found}


def test_what_is_compiled_is_what_is_written() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert len(entries()) > 150
    for source, words in entries().items():
        assert compiled.gettext(source) == words.replace("\\n", "\n").replace('\\"', '"'), source
        assert set(re.findall(r"%\(\w+\)s|\{\w+\}", source)) >= set(re.findall(r"%\(\w+\)s|\{\w+\}", words))


@pytest.fixture
def signed_in(home: Path) -> Client:
    invite("a@x.example", "Siu A", (Held(Role.AUDITOR),), by="test", password=PASSWORD)
    return sign_in()


def sign_in() -> Client:
    """Sign in, and confirm it as pages ask that change how one does."""
    known = Client()
    assert known.post("/account/login/", {"login": "a@x.example", "password": PASSWORD}).status_code == 302
    assert known.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return known


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("password/change/", "Mật khẩu hiện tại"), ("2fa/", "Xác thực hai lớp"), ("2fa/totp/activate/", "Quét mã QR"),
        ("logout/", "Đăng xuất?"), ("password/reset/", "Đặt lại mật khẩu"), ("2fa/webauthn/add/", "Thêm khóa bảo mật"),
    ],
)  # fmt: skip
def test_pages_of_the_account_are_vietnamese(signed_in: Client, path: str, says: str) -> None:
    page = signed_in.get(f"/account/{path}").content.decode()
    assert says in page
    assert not re.search(r">\s*(Password|Confirm|Activate|Cancel|Sign|Change|Add|Reset)\b", page)


def code_of(secret: str, at: float) -> str:
    """The six digits of a moment (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    told = hmac.new(key, int(at // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    start = told[-1] & 15
    return f"{(int.from_bytes(told[start : start + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


def test_a_second_factor_is_set_up_and_asked_for(signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_790_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)
    known = sign_in()
    page = known.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{16,})"', page)
    assert secret is not None
    assert known.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert known.post("/account/2fa/totp/activate/", {"code": code_of(secret[1], now)}).status_code == 302
    fresh = Client()
    answer = fresh.post("/account/login/", {"login": "a@x.example", "password": PASSWORD})
    assert "2fa/authenticate" in answer.headers["Location"]
    assert fresh.get("/").status_code == 302
    now += 60
    assert fresh.post("/account/2fa/authenticate/", {"code": code_of(secret[1], now)}).status_code == 302
    assert fresh.get("/").status_code == 200


def test_nobody_adds_an_address_of_their_own(signed_in: Client) -> None:
    answer = signed_in.post("/account/email/", {"action_add": "", "email": "other@x.example"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me")
    assert not User.objects.filter(email="other@x.example").exists()

"""The server is killed in the middle of it: what was answered is there, once."""

import json
import os
import re
import shutil
import signal
import sqlite3
from contextlib import closing, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tests.web.conftest import Site, served
from tongket.collect.demo import PASSWORD

CELL = "retail|month"


class Sender:
    """Somebody's program that sends cells."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar))
        self._post("/account/login/", {"login": "xa1@mau.example", "password": PASSWORD})

    def _token(self, path: str) -> str:
        page = self._opener.open(self._site.url + path, timeout=30).read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found is not None
        return found[1]

    def _post(self, path: str, told: dict[str, str]) -> str:
        data = urlencode({**told, "csrfmiddlewaretoken": self._token("/account/login/" if "login" in path else "/")})
        answer = self._opener.open(self._site.url + path, data.encode(), timeout=30)
        return str(answer.url)

    def begin(self) -> int:
        """Begin the monthly return owed now, or find it, and return its number."""
        page = self._opener.open(self._site.url + "/", timeout=30).read().decode()
        begun = re.search(r'name="form" value="commune-month"><input type="hidden" name="period" value="([^"]+)"', page)
        if begun is None:
            found = re.search(r"Báo cáo tháng.*?/returns/(\d+)/", page, re.S)
            assert found is not None
            return int(found[1])
        unit = re.search(r'name="unit" value="([^"]+)"', page)
        assert unit is not None
        url = self._post("/returns/begin", {"unit": unit[1], "form": "commune-month", "period": begun[1]})
        return int(url.rstrip("/").rsplit("/", 1)[1])

    def send(self, number: int, value: int) -> int:
        """Send one cell and return the revision it was answered with."""
        body = json.dumps({"key": f"value-{value:08}", "changes": [{"cell": CELL, "text": str(value)}]})
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self._token("/")}
        request = Request(f"{self._site.url}/returns/{number}/cells", body.encode(), headers)  # noqa: S310 – our own server
        return int(json.loads(self._opener.open(request, timeout=30).read())["revision"])


@pytest.mark.parametrize("after", [0, 1, 4])
def test_what_was_answered_is_there_once(demo_home: Path, tmp_path: Path, after: int) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    answered = _sent_until_killed(home, after)
    assert len(answered) >= after
    with served(home) as site:
        sender = Sender(site)
        number = sender.begin()
        # Whoever had no answer sends again with the same key, and so does one who is not sure.
        for value in (*answered[-1:], 100 + len(answered)):
            sender.send(number, value)
    with closing(sqlite3.connect(home / "ledger.sqlite3")) as ledger:
        told = ledger.execute("SELECT revision, changes FROM collect_save WHERE of_id = ? ORDER BY revision", (number,))
        rows = [(revision, json.loads(changes)[0]["to"]["t"]) for revision, changes in told]
        (document,) = ledger.execute("SELECT document FROM collect_return WHERE id = ?", (number,)).fetchone()
    assert [text for _, text in rows] == [str(value) for value in range(100, 101 + len(answered))]
    assert json.loads(document)["cells"][CELL]["t"] == rows[-1][1]


def _sent_until_killed(home: Path, after: int) -> list[int]:
    """Send one cell after the other, kill the server after so many answers, and return what was answered."""
    answered: list[int] = []
    with suppress(OSError), served(home) as site:
        sender = Sender(site)
        number = sender.begin()
        for value in range(100, 200):
            if len(answered) == after:
                os.kill(_worker(site), signal.SIGKILL)
            sender.send(number, value)
            answered.append(value)
        raise AssertionError("the server outlived its own death")
    return answered


def _worker(site: Site) -> int:
    """Return the process that answers: the youngest child of the server."""
    port = site.url.rsplit(":", 1)[1]
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if port.encode() in words and b"serve" in words:
            found.append(int(entry.name))
    return max(found)

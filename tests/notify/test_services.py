"""The outbox, against a mail server that is one."""

import socketserver
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from tongket.accounts.models import User
from tongket.accounts.services import erase, invite
from tongket.notify import queries, services
from tongket.notify.models import Mail

AT = datetime(2026, 2, 3, tzinfo=UTC)


class Sink(socketserver.ThreadingTCPServer):
    """Takes mail by SMTP and keeps it; refuses what is for somebody named in `refused`."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[str] = []
        self.refused = ""


class Conversation(socketserver.StreamRequestHandler):
    """One conversation by RFC 5321, as far as a client that sends needs it."""

    def handle(self) -> None:
        assert isinstance(self.server, Sink)
        self._say("220 sink")
        for line in self.rfile:
            word = line.decode().strip()
            verb = word.upper().split(" ")[0].split(":")[0]
            if verb == "DATA":
                self._say("354 go on")
                told = []
                for part in self.rfile:
                    if part == b".\r\n":
                        break
                    told.append(part.decode())
                self.server.taken.append("".join(told))
                self._say("250 taken")
            elif verb == "RCPT" and self.server.refused and self.server.refused in word:
                self._say("550 no such person")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with Sink() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        settings.EMAIL_USE_TLS = False
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def person(name: str = "hoa") -> User:
    return invite(f"{name}@xa.example", "Nguyễn Thị Hoa", (), by="test")


def put(to: User, key: str, subject: str = "Sắp đến hạn") -> bool:
    return services.put(to, subject, "Kính gửi chị Hoa", key=key, at=AT, place="vn.52@2025")


def test_mail_is_sent_once_in_its_own_letters(ledger: Path, sink: Sink) -> None:
    to = person()
    assert put(to, "a")
    assert not put(to, "a")
    assert put(to, "b", subject="dòng một\r\nBcc: kẻ@lạ.example")
    assert services.deliver("so@tinh.example", at=AT) == (2, 0)
    assert services.deliver("so@tinh.example", at=AT) == (0, 0)
    assert len(sink.taken) == 2
    assert all("To: hoa@xa.example" in told and "From: so@tinh.example" in told for told in sink.taken)
    assert not any(line.lower().startswith("bcc") for told in sink.taken for line in told.splitlines())
    assert [mail.sent_at for mail in queries.to(to.uid)] == [AT, AT]


def test_what_fails_is_tried_again_and_holds_up_nothing(ledger: Path, sink: Sink) -> None:
    put(person("gone"), "a")
    put(person("here"), "b")
    sink.refused = "gone@"
    for _ in range(services.MOST_TRIES):
        assert services.deliver("so@tinh.example", at=AT)[1] == 1
    assert services.deliver("so@tinh.example", at=AT) == (0, 0)
    mail = Mail.objects.get(key="a")
    assert (mail.tries, mail.sent_at) == (services.MOST_TRIES, None)
    assert "no such person" in mail.error
    assert len(sink.taken) == 1


def test_no_server_is_a_failure_and_no_end(ledger: Path, sink: Sink) -> None:
    put(person(), "a")
    sink.shutdown()
    sink.server_close()
    assert services.deliver("so@tinh.example", at=AT) == (0, 1)
    assert Mail.objects.get().error


def test_of_two_who_deliver_at_once_each_mail_is_sent_by_one(ledger: Path, sink: Sink) -> None:
    to = person()
    for number in range(10):
        put(to, f"key-{number}")

    def delivering(_: int) -> tuple[int, int]:
        try:
            return services.deliver("so@tinh.example", at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(delivering, range(3)))
    assert sum(sent for sent, _ in done) == len(sink.taken) == 10


def test_nobody_who_left_gets_mail(ledger: Path) -> None:
    to = person()
    erase(to)
    assert not put(to, "a")
    assert not Mail.objects.exists()


def test_who_audits_a_place_reads_what_is_about_it(ledger: Path) -> None:
    to = person()
    put(to, "a")
    services.put(to, "x", "y", key="b", at=AT, place="vn.19@2025")
    services.put(to, "an invitation", "the way into an account", key="c", at=AT)
    assert [mail.key for mail in queries.about(lambda place: True)] == ["b", "a"]
    assert [mail.key for mail in queries.about(lambda place: place == "vn.52@2025")] == ["a"]

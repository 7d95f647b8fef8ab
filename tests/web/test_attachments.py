"""Files of requests and answers: sent in a form, seen by whoever may see the request, and nobody else."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.collect.samples import unit
from tests.files.test_kept import EXE, HTML, PDF, office
from tests.web.conftest import Person, Site
from tests.web.test_permissions import PEOPLE, client
from tongket.accounts.services import invite
from tongket.coordination import queries
from tongket.coordination.models import Attached, Request
from tongket.files.kept.models import Stored


@pytest.fixture
def people(home: Path) -> None:
    for code in ("commune.a", "commune.b"):
        unit(code)
    for name, grant in PEOPLE.items():
        invite(f"{name}@x.example", name, (grant,), by="test")


def file(name: str, data: bytes, kind: str = "application/pdf") -> SimpleUploadedFile:
    found = SimpleUploadedFile("x", data, kind)
    found._name = name  # type: ignore[attr-defined]  # what a browser that means harm would send
    return found


def ask(*files: SimpleUploadedFile, key: str = "a-key-of-this-test") -> Any:
    due = (timezone.localdate() + timedelta(days=5)).isoformat()
    told = {"to": "picked", "unit": "commune.a", "title": "T", "body": "B", "due": due, "key": key}
    return client("specialist").post(reverse("request-send"), {**told, "files": list(files)})


def answer(*files: SimpleUploadedFile, who: str = "clerk") -> Any:
    (of,) = queries.all_asked(list(Request.objects.all()))
    told = {"text": "Có.", "revision": str(of.revision), "files": list(files)}
    return client(who).post(reverse("asked-answer", args=[of.pk]), told)


@pytest.mark.usefixtures("people")
def test_a_request_and_its_answer_with_files() -> None:
    assert ask(file("../../Mẫu biểu.docx", office()), file("b.pdf", PDF), file("again.pdf", PDF)).status_code == 302
    assert answer(file("Trả lời.pdf", PDF)).status_code == 302
    first, second, third = Attached.objects.order_by("pk")
    assert [one.name for one in (first, second, third)] == ["Mẫu biểu.docx", "b.pdf", "Trả lời.pdf"]
    assert Stored.objects.count() == 2
    page = client("clerk").get(reverse("asked", args=[queries.all_asked(queries.requests())[0].pk])).content.decode()
    assert all(one.name in page for one in (first, second, third))
    got = client("clerk").get(reverse("attachment", args=[third.pk]))
    assert got.content == PDF
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Tr%E1%BA%A3")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("people")
def test_only_who_may_see_the_request_gets_its_files() -> None:
    ask(file("b.pdf", PDF))
    answer(file("c.pdf", PDF + b"x"))
    for of in Attached.objects.all():
        url = reverse("attachment", args=[of.pk])
        seen = {name for name in PEOPLE if client(name).get(url).status_code == 200}
        assert seen == {"clerk", "head", "specialist", "leader", "administrator", "auditor"}
        assert Client().get(url).status_code == 302
    assert client("specialist").get(reverse("attachment", args=[10_000])).status_code == 404


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("name", "data"), [("a.pdf", EXE), ("a.docx", HTML), ("a.pdf", PDF + bytes(50 * 1024 * 1024)), ("a.exe", PDF)]
)
def test_bad_files_are_refused_and_nothing_is_sent(name: str, data: bytes, home: Path) -> None:
    refused = ask(file(name, data))
    assert refused.status_code == 422
    assert f"“{name}”" in refused.content.decode()
    assert Request.objects.count() == 0
    ask()
    assert answer(file(name, data)).status_code == 422
    assert queries.all_asked(queries.requests())[0].state == "open"
    assert not (home / "attachments").exists()


@pytest.mark.usefixtures("people")
def test_the_same_key_with_other_files_is_not_the_same_request() -> None:
    assert ask(file("b.pdf", PDF)).status_code == 302
    assert ask(file("b.pdf", PDF)).status_code == 302
    assert ask(file("b.pdf", PDF + b"x")).status_code == 422
    assert Attached.objects.count() == 1


def test_in_a_browser(chromium: Any, site: Site, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    clerk = Person(chromium, site, "xa1")
    clerk.page.locator("section.waits a").first.click()
    clerk.page.wait_for_selector("#answer")
    (tmp_path / "Trả lời.pdf").write_bytes(PDF)
    clerk.page.fill("#answer", "Gửi kèm văn bản.")
    clerk.page.set_input_files("#files", str(tmp_path / "Trả lời.pdf"))
    assert axe.run(clerk.page).response["violations"] == []
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name="Gửi trả lời", exact=True).click()
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="Trả lời.pdf").click()
    assert download.value.suggested_filename == "Trả lời.pdf"
    assert Path(download.value.path()).read_bytes() == PDF
    clerk.screen("coordination-attached")
    assert clerk.said == []

"""A specialist reminds those who are missing; a clerk reads it; axe on the mailbox."""

from typing import Any

import pytest

from tests.web.conftest import Person, Site


def test_who_is_missing_is_reminded_once_a_day(chromium: Any, site: Site) -> None:
    specialist = Person(chromium, site, "chuyenvien")
    page = specialist.page
    page.goto(f"{site.url}/room")
    page.get_by_role("button", name="Nhắc các đơn vị chưa nộp").click()
    told = page.locator("main .note").first.inner_text()
    assert "129 đơn vị chưa nộp" in told
    page.get_by_role("button", name="Nhắc các đơn vị chưa nộp").click()
    assert "0 thư nhắc mới. Hôm nay đã nhắc rồi" in page.locator("main .note").first.inner_text()

    clerk = Person(chromium, site, "xa1")
    clerk.page.get_by_text("Hộp thư").click()
    assert "của Xã Al Bá đã quá hạn" in clerk.page.locator("article.mail").first.inner_text()
    clerk.screen("mailbox")
    auditor = Person(chromium, site, "kiemtra")
    auditor.page.goto(f"{site.url}/mailbox?all=1")
    assert "xa2@mau.example" in auditor.page.locator("main").inner_text()
    assert clerk.page.goto(f"{site.url}/mailbox?all=1").status == 403
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    assert axe.run(auditor.page).response["violations"] == []


def test_a_day_of_reminders_from_the_command_line(site: Site) -> None:
    listed = site.tongket("remind", "--dry-run")
    assert "Xã Al Bá: Báo cáo tháng" in listed
    first, again = site.tongket("remind"), site.tongket("remind")
    assert int(first.split()[0]) > 0
    assert again.startswith("0 thư nhắc mới")
    assert "TONGKET_SMTP_URL" in again

"""The rates recorded in the browser, and found again from the command line."""

import re
from typing import Any

import pytest

from tests.web.conftest import Person, Site


def test_the_rates_of_a_period_reach_the_ledger_and_are_explained(chromium: Any, site: Site) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    specialist = Person(chromium, site, "chuyenvien")
    page = specialist.page
    page.goto(f"{site.url}/coordination/")
    offered = page.locator("#record select[name=period] option")
    period = str(offered.first.get_attribute("value"))
    assert axe.run(page).response["violations"] == []
    with page.expect_navigation():
        page.get_by_role("button", name="Ghi tỷ lệ vào sổ").click()
    assert "Đã ghi tỷ lệ" in page.locator("main").inner_text()
    specialist.screen("coordination-recorded")
    with page.expect_navigation():
        page.get_by_role("button", name="Ghi tỷ lệ vào sổ").click()
    assert "không đổi" in page.locator("main").inner_text()
    assert specialist.said == []

    due = "coordination.returns-due"
    told = site.tongket("figures", "--indicator", due, "--period", period, "--place", "vn.52@2025")
    (figure,) = re.findall(r"[a-z0-9]{17}", told)
    assert f"tongket:coordination/vn.52@2025/{period}" in site.tongket("explain", figure)


def test_a_unit_is_not_offered_it(chromium: Any, site: Site) -> None:
    clerk = Person(chromium, site, "xa1")
    clerk.page.goto(f"{site.url}/coordination/")
    assert clerk.page.locator("#record").count() == 0

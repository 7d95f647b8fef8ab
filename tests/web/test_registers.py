"""Registers in a real browser: a project added, changed, taken back; a file looked at before it is confirmed."""

from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import Person, Site

FIELDS = {
    "code": "MOI-01", "name": "Thủy điện Thử Nghiệm", "capacity": "12,5", "place": "Ia Grai, Gia Lai",
    "day": "2024-03-01", "source": "Báo cáo của chủ đầu tư", "reason": "dự án mới", "decision": "12/QĐ-UBND",
    "decision_day": "2024-02-20", "issuer": "UBND tỉnh",
}  # fmt: skip


def go(person: Person, path: str) -> Any:
    person.page.goto(person.site.url + path)
    return person.page


def save(page: Any, fields: dict[str, str]) -> None:
    for name, text in fields.items():
        page.fill(f"form.card [name='{name}']", text)
    with page.expect_navigation():
        page.get_by_role("button", name="Ghi", exact=True).click()


def no_violation(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: make setup-dev")
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_project_is_added_changed_and_seen_as_of_any_day(chromium: Any, site: Site) -> None:
    specialist = Person(chromium, site, "chuyenvien")
    page = go(specialist, "/registers/power/new")
    page.select_option("[name=state]", "under-construction")
    page.select_option("[name=technology]", "hydro")
    save(page, FIELDS | {"capacity": "12500"})
    # Typed in kW: said with the remedy, nothing is lost of what was typed.
    assert "nếu đã nhập theo kW thì ghi 12,5" in page.locator(".note.error").inner_text()
    assert page.input_value("[name=name]") == "Thủy điện Thử Nghiệm"
    no_violation(page)
    save(page, {"capacity": "12,5"})
    assert "Thủy điện Thử Nghiệm" in page.locator("h1").inner_text()
    assert "12/QĐ-UBND (20/02/2024, UBND tỉnh)" in page.locator("tr", has_text="Công suất (MW)").inner_text()
    specialist.screen("registers-record")

    page.locator("summary", has_text="Ghi thay đổi").click()
    page.select_option("[name=state]", "operating")
    save(page, {"day": "2025-06-01", "source": "Biên bản COD", "reason": "đã vận hành"})
    assert "đang vận hành" in page.locator("tr", has_text="Tình trạng").inner_text()
    assert page.locator(".life li").count() == 2
    no_violation(page)

    page = go(specialist, "/registers/power/?q=thu+nghiem&day=2024-12-31")
    assert "đang thi công" in page.locator("tbody tr", has_text="MOI-01").inner_text()
    page = go(specialist, "/registers/power/?q=thu+nghiem&day=2025-12-31")
    assert "đang vận hành" in page.locator("tbody tr", has_text="MOI-01").inner_text()
    assert page.locator("aside.demo").is_visible()
    page = go(specialist, "/registers/power/?q=thu+nghiem&day=2024-02-29")
    assert "Không có bản ghi nào khớp" in page.locator("table.list tbody").last.inner_text()
    # A browser reports the answer 400 to what was typed in kW; nothing else.
    assert [one for one in specialist.said if "(Bad Request)" not in one] == []


def test_a_file_is_looked_at_then_confirmed_then_taken_back(chromium: Any, site: Site, tmp_path: Path) -> None:
    specialist = Person(chromium, site, "chuyenvien")
    page = go(specialist, "/registers/clusters/import")
    table = tmp_path / "cum.csv"

    def send(text: str) -> None:
        table.write_text(f"Mã,Tên,Tình trạng,Tổng diện tích (ha),Địa bàn\n{text}", encoding="utf-8")
        page.set_input_files("[name=file]", str(table))
        page.fill("[name=source]", "Phòng Quản lý công nghiệp")
        page.fill("[name=reason]", "rà soát năm")
        with page.expect_navigation():
            page.get_by_role("button", name="Xem trước").click()

    send("C1,Cụm A,đang chạy,50,Gia Lai\nC2,Cụm B,được quy hoạch,năm mươi,Gia Lai\n")
    assert page.locator(".note.error li").count() == 2
    no_violation(page)
    send("C1,Cụm A,được quy hoạch,50,Gia Lai\nMAU-CCN-01,Cụm đổi tên,,,\n")
    assert "Cụm A" in page.locator("table.list").inner_text()
    assert page.locator("del").count() == 1
    specialist.screen("registers-change")
    no_violation(page)
    assert "C1" not in go(specialist, "/registers/clusters/?q=cum+a").locator("table.list tbody").last.inner_text()
    page.go_back()
    with page.expect_navigation():
        page.get_by_role("button", name="Xác nhận ghi vào sổ").click()
    assert "C1" in go(specialist, "/registers/clusters/?q=cum+a").locator("table.list tbody").last.inner_text()

    page = go(specialist, "/registers/clusters/changes")
    with page.expect_navigation():
        page.locator("tbody th a").first.click()
    # What it did is told against what was there when it came, not against what it made of it.
    assert "Cụm A" in page.locator("tr", has_text="C1").locator("ins").first.inner_text()
    assert page.locator("tr", has_text="C1").get_by_text("mới", exact=True).count() == 1
    assert (page.locator("del").count(), page.locator("tr", has_text="MAU-CCN-01").locator("ins").count()) == (1, 1)
    page.locator("summary", has_text="Hoàn tác").click()
    page.fill("[name=reason]", "nhập nhầm tệp")
    with page.expect_navigation():
        page.get_by_role("button", name="Hoàn tác").click()
    assert "C1" not in go(specialist, "/registers/clusters/?q=cum+a").locator("table.list tbody").last.inner_text()
    assert "MAU-CCN-01" in go(specialist, "/registers/clusters/").locator("table.list tbody").last.inner_text()


@pytest.mark.parametrize("path", ["", "power/", "power/map", "power/import", "power/changes", "clusters/"])
def test_every_page_is_accessible_in_both_languages_and_on_a_phone(chromium: Any, site: Site, path: str) -> None:
    leader = Person(chromium, site, "chuyenvien", viewport={"width": 390, "height": 800})
    page = go(leader, f"/registers/{path}")
    no_violation(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")
    no_violation(page)
    leader.screen(f"registers-{path.replace('/', '-') or 'home'}-en")
    assert leader.said == []

"""A request and its answer, a notice and its receipt, in a real browser, by the people whose work it is."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.web.conftest import Person, Site

TITLE = "Báo cáo nhanh tình hình cung ứng hàng hóa dịp Tết"


def go(person: Person, path: str = "/coordination/") -> Any:
    person.page.goto(person.site.url + path)
    return person.page


def act(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def follow(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def state(page: Any) -> str:
    return str(page.locator("#asked-state").get_attribute("data-state"))


def send(person: Person, *, to: str = "commune") -> Any:
    page = go(person, "/coordination/requests/new")
    page.fill("#title", TITLE)
    page.fill("#body", "Đề nghị cho biết:\n1. Mặt hàng thiếu.\n2. Giá cả.")
    page.fill("#due", (date.today() + timedelta(days=9)).isoformat())  # noqa: DTZ011 – as the person's own clock has it
    page.check(f'input[name=to][value="{to}"]')
    return page


def test_a_request_to_all_communes_is_answered_and_accepted(chromium: Any, site: Site) -> None:
    specialist, clerk = Person(chromium, site, "chuyenvien"), Person(chromium, site, "xa1")
    page = send(specialist)
    specialist.screen("coordination-new")
    act(page, "Gửi yêu cầu")
    assert page.locator("table.list tbody tr").count() == 135
    specialist.screen("coordination-request")

    theirs = go(clerk)
    assert TITLE in theirs.locator("main").inner_text()
    clerk.screen("coordination-unit")
    follow(theirs, TITLE)
    assert "1. Mặt hàng thiếu." in theirs.locator(".text").first.inner_text()
    theirs.fill("#answer", "Hàng hóa đủ.\nGiá ổn định.")
    act(theirs, "Gửi trả lời")
    assert state(theirs) == "answered"
    clerk.screen("coordination-answered")

    page.reload()
    follow(page, "1 đã trả lời")
    assert page.locator("table.list tbody tr").count() == 1
    follow(page, "Xã Al Bá")
    assert "Giá ổn định." in page.locator(".thread").inner_text()
    page.get_by_text("Đề nghị trả lời lại").first.click()
    page.fill("#back", "nêu rõ mặt hàng")
    act(page, "Đề nghị trả lời lại")
    assert state(page) == "returned"

    theirs.reload()
    assert "nêu rõ mặt hàng" in theirs.locator(".thread").inner_text()
    theirs.fill("#answer", "Gạo, thịt lợn: đủ.")
    act(theirs, "Gửi trả lời")
    page.reload()
    act(page, "Tiếp nhận")
    assert state(page) == "accepted"
    specialist.screen("coordination-accepted")
    theirs.reload()
    assert theirs.locator("#answer").count() == 0
    assert specialist.said + clerk.said == []


def test_of_two_at_one_answer_the_second_is_told_and_keeps_their_words(chromium: Any, site: Site) -> None:
    clerk, head = Person(chromium, site, "xa1"), Person(chromium, site, "lanhdao1")
    pages = [go(person) for person in (clerk, head)]
    for page in pages:
        follow(page, "Rà soát hiện trạng chợ")
    pages[0].fill("#answer", "Có 2 chợ.")
    pages[1].fill("#answer", "Có 3 chợ hạng III.")
    act(pages[0], "Gửi trả lời")
    act(pages[1], "Gửi trả lời")
    assert "vừa được người khác xử lý" in pages[1].locator("main").inner_text()
    assert "Có 2 chợ." in pages[1].locator(".thread").inner_text()
    assert pages[1].locator("#answer").input_value() == "Có 3 chợ hạng III."
    head.screen("coordination-second")
    # They have seen the other answer now, and add theirs to it.
    act(pages[1], "Gửi trả lời")
    assert pages[1].locator(".thread li").count() == 2


def test_a_notice_to_picked_units_is_read_and_the_receipt_is_seen(chromium: Any, site: Site) -> None:
    leader, clerk, other = (Person(chromium, site, name) for name in ("lanhdao", "xa1", "xa2"))
    page = go(leader, "/coordination/notices/new")
    page.check('input[name=kind][value="guidance"]')
    page.fill("#title", "Hướng dẫn kiểm tra chợ")
    page.fill("#body", "Theo mẫu gửi kèm công văn.")
    page.check("#to-picked")
    # Found without diacritics, by keyboard alone.
    page.fill("#find", "al ba")
    page.keyboard.press("Tab")
    page.get_by_label("Xã Al Bá").focus()
    page.keyboard.press("Space")
    page.fill("#find", "ia")
    assert page.get_by_label("Xã Al Bá").is_visible()
    assert not page.get_by_label("Phường Quy Nhơn Bắc").is_visible()
    assert page.locator("#picked-count").inner_text() == "Đã chọn: 1/135"
    leader.screen("coordination-pick")
    act(page, "Gửi")
    assert page.locator("table.list tbody tr").count() == 1
    assert "chưa đọc" in page.locator("table.list").inner_text()

    theirs = go(clerk)
    follow(theirs, "Hướng dẫn kiểm tra chợ")
    page.reload()
    assert "chưa đọc" in page.locator("table.list").inner_text()
    act(theirs, "Đã đọc")
    assert "Bạn đã xác nhận đã đọc" in theirs.locator("main").inner_text()
    page.reload()
    assert "Nguyễn Thị Hoa" in page.locator("table.list").inner_text()
    leader.screen("coordination-receipt")
    assert "Hướng dẫn kiểm tra chợ" not in go(other).locator("main").inner_text()
    assert leader.said + clerk.said + other.said == []


def test_the_address_book(chromium: Any, site: Site) -> None:
    clerk, administrator = Person(chromium, site, "xa1"), Person(chromium, site, "quantri")
    page = go(clerk, "/coordination/contacts/")
    follow(page, "Thêm người liên hệ")
    page.fill("#person", "Siu Thị Lan")
    page.fill("#position", "Phó Chủ tịch UBND xã")
    page.fill("#phone", "0905 123 456")
    act(page, "Lưu")
    page.fill("#q", "siu thi lan")
    act(page, "Tìm")
    assert page.get_by_role("link", name="0905 123 456").get_attribute("href") == "tel:0905123456"
    clerk.screen("contacts-found")
    theirs = go(administrator, "/coordination/contacts/?q=0905123456")
    follow(theirs, "Sửa Siu Thị Lan")
    theirs.fill("#phone", "0905 654 321")
    act(theirs, "Lưu")
    theirs = go(administrator, "/coordination/contacts/?q=siu")
    follow(theirs, "Sửa Siu Thị Lan")
    assert "0905 123 456" in theirs.locator(".way").inner_text()
    administrator.screen("contact-changes")
    theirs.get_by_text("Xóa dữ liệu cá nhân").first.click()
    act(theirs, "Xóa dữ liệu cá nhân")
    assert "Không tìm thấy" in go(administrator, "/coordination/contacts/?q=siu+thi").locator("main").inner_text()
    assert clerk.said + administrator.said == []


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("laptop", {}),
        ("dark", {"color_scheme": "dark"}),
        ("phone", {"viewport": {"width": 390, "height": 844}, "is_mobile": True}),
        ("phone-dark", {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "color_scheme": "dark"}),
    ],
)
def test_everybody_can_use_it(chromium: Any, site: Site, name: str, options: dict[str, Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    clerk, specialist = Person(chromium, site, "xa1", **options), Person(chromium, site, "chuyenvien", **options)
    found: list[tuple[str, str, str]] = []

    def look(person: Person, what: str) -> None:
        person.screen(f"coordination-{what}-{name}")
        found.extend((what, v["id"], v["nodes"][0]["html"][:120]) for v in axe.run(person.page).response["violations"])
        wide = person.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (what, "scrolls sideways")

    for title, what in (("Cho ý kiến về dự thảo", "asked"), ("Hướng dẫn lập báo cáo", "notice")):
        follow(go(clerk), title)
        look(clerk, what)
    for path, what in (("", "unit"), ("contacts/", "contacts"), ("contacts/new", "contact-new")):
        go(clerk, f"/coordination/{path}")
        look(clerk, what)
    page = send(specialist, to="picked")
    look(specialist, "new")
    act(page, "Gửi yêu cầu")
    assert "chưa chọn đơn vị nhận" in page.locator("[role=alert]").inner_text()
    look(specialist, "refused")
    for title, what in (("Rà soát hiện trạng chợ", "request"), ("Hướng dẫn lập báo cáo", "receipts")):
        follow(go(specialist), title)
        look(specialist, what)
    go(specialist)
    look(specialist, "department")
    assert found == []


def test_the_other_language(chromium: Any, site: Site) -> None:
    specialist = Person(chromium, site, "chuyenvien")
    specialist.page.get_by_role("button", name="English").click()
    for path, words in (
        ("", "Requests sent"), ("requests/new", "New request"), ("notices/new", "New notice"),
        ("contacts/", "Address book"), ("contacts/new", "New entry"),
    ):  # fmt: skip
        assert words in go(specialist, f"/coordination/{path}").locator("main").inner_text()
    follow(go(specialist), "Rà soát hiện trạng chợ")
    assert "have not answered" in specialist.page.locator("main").inner_text()
    follow(specialist.page, "Phường An Bình")
    specialist.screen("coordination-english")
    assert "No answer yet" in specialist.page.locator("main").inner_text()

"""A return from the first cell to the ledger, in a real browser, by the people whose work it is."""

import json
import re
from typing import Any

import pytest

from tests.web.conftest import Person, Site
from tongket.collect.form import cell_key

MONTHLY = "Báo cáo tháng"
INDUSTRY = ("industry", "industry-mining", "industry-manufacturing", "industry-power", "industry-water")


def cell(page: Any, row: str, column: str = "month") -> Any:
    return page.locator(f'input[data-cell="{cell_key(row, column)}"]')


def paste(page: Any, row: str, text: str) -> None:
    """Paste into a cell as the browser does when somebody copied from a spreadsheet."""
    cell(page, row).evaluate(
        """(input, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          input.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def saved(page: Any) -> None:
    page.locator("#save-state[data-state=saved]").wait_for()


def fill(page: Any) -> None:
    cell(page, "industry").focus()
    paste(page, "industry", "56,1\r\n2,1\r\n41\r\n12\r\n1\r\n")
    saved(page)
    for row, text in (("retail", "85,2"), ("export", "–"), ("power", "…")):
        cell(page, row).fill(text)
        cell(page, row).press("Enter")
    saved(page)


def act(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def state(page: Any) -> str:
    return str(page.locator("#return-state").get_attribute("data-state"))


def test_from_the_first_cell_to_the_ledger(chromium: Any, site: Site) -> None:
    clerk = Person(chromium, site, "xa1")
    clerk.screen("home")
    page = clerk.open(MONTHLY)
    fill(page)
    assert [cell(page, row).input_value() for row in INDUSTRY] == ["56,1", "2,1", "41", "12", "1"]
    # A thousand times the last month: asked about at once, and not submitted without an answer.
    cell(page, "retail").fill("85.200")
    cell(page, "retail").press("Tab")
    page.wait_for_selector("#findings li[data-severity=warn]")
    clerk.screen("return-warned")
    assert "nghìn lần" in page.locator("#findings").inner_text()
    act(page, "Trình thủ trưởng")
    assert "chưa giải trình" in page.locator("main").inner_text()
    page.wait_for_selector("#findings li")
    page.locator("#findings .answer input").fill("mở trung tâm thương mại mới")
    page.locator("#findings .answer input").press("Tab")
    page.wait_for_selector("#findings .answer input[data-state=saved]")
    act(page, "Trình thủ trưởng")
    assert state(page) == "submitted"
    address = page.url

    head = Person(chromium, site, "lanhdao1")
    page_of_head = head.open(MONTHLY, "Mở")
    page_of_head.get_by_text("Ô cần sửa").click()
    page_of_head.fill('input[name="cell:retail|month"]', "thừa ba số 0")
    page_of_head.fill("input[name=reason]", "xem lại đơn vị tính")
    act(page_of_head, "Trả lại")
    assert state(page_of_head) == "returned"

    page.goto(address)
    assert "thừa ba số 0" in page.locator("main").inner_text()
    clerk.screen("return-sent-back")
    cell(page, "retail").fill("85,2")
    cell(page, "retail").press("Tab")
    saved(page)
    act(page, "Trình thủ trưởng")
    page_of_head.goto(address)
    act(page_of_head, "Duyệt, gửi Sở")
    assert state(page_of_head) == "approved"

    department = Person(chromium, site, "chuyenvien")
    department.screen("home-department")
    page_of_department = department.page
    page_of_department.goto(address)
    act(page_of_department, "Tiếp nhận vào sổ")
    assert state(page_of_department) == "accepted"
    department.screen("return-accepted")
    page_of_department.goto(f"{site.url}/room")
    assert "đã tiếp nhận" in page_of_department.locator("table.room").inner_text()
    department.screen("room")

    # The figure is in the ledger, and its source names the clerk's return.
    number = re.search(r"/returns/(\d+)/", address)
    assert number is not None
    told = site.tongket("figures", "--indicator", "retail.revenue", "--json")
    line = next(json.loads(one) for one in told.splitlines() if f"return/{number[1]} " in one)
    assert line["locator"] == "retail|month"
    explained = site.tongket("explain", line["id"])
    assert "85,2" in explained
    assert f"return/{number[1]}" in explained
    assert "retail|month" in explained
    # What is accepted is corrected by a new version, with a reason.
    page.goto(address)
    page.get_by_label("Lý do điều chỉnh").fill("bổ sung cơ sở mới")
    act(page, "Lập bản điều chỉnh")
    assert state(page) == "draft"
    assert "bản điều chỉnh lần 1" in page.locator("main").inner_text()
    assert cell(page, "retail").input_value() == "85,2"
    assert clerk.said + head.said + department.said == []


def test_what_has_arrived_is_worth_and_accepted_together(chromium: Any, site: Site) -> None:
    clerk = Person(chromium, site, "xa1")
    page = clerk.open(MONTHLY)
    fill(page)
    act(page, "Trình thủ trưởng")
    head = Person(chromium, site, "lanhdao1")
    act(head.open(MONTHLY, "Mở"), "Duyệt, gửi Sở")
    leader = Person(chromium, site, "lanhdao")
    leader.page.goto(f"{site.url}/room")
    worth = leader.page.locator(".worth")
    # Seven of 135 have sent, and eighteen told for last year: not five percent, but two fifths.
    assert "7/135" in worth.inner_text()
    assert worth.get_by_text(re.compile(r"^3\d,\d %$|^4\d,\d %$")).count() > 0
    leader.page.get_by_text("Ước tính cả phần chưa về").click()
    assert "Đây không phải số liệu báo cáo" in leader.page.locator(".worth").inner_text()
    leader.screen("room-estimate")
    leader.page.goto(site.url)
    leader.screen("home-accept")
    act(leader.page, "Tiếp nhận các báo cáo đã chọn")
    assert "Đã tiếp nhận" in leader.page.locator("main").inner_text()
    page.reload()
    assert state(page) == "accepted"


def test_a_note_stays_with_its_cell(chromium: Any, site: Site) -> None:
    clerk = Person(chromium, site, "xa1")
    page = clerk.open(MONTHLY)
    fill(page)
    cell(page, "retail").focus()
    page.fill("#cell-note", "chợ huyện mở lại <b>tháng này</b>")
    page.locator("#cell-note").press("Tab")
    page.wait_for_selector("td[data-noted]")
    saved(page)
    clerk.screen("return-note")
    act(page, "Trình thủ trưởng")
    head = Person(chromium, site, "lanhdao1")
    page = head.open(MONTHLY, "Mở")
    assert page.locator("td[data-noted]").count() == 1
    cell(page, "retail").focus()
    page.wait_for_selector("#cell-note[readonly]")
    assert page.locator("#cell-note").input_value() == "chợ huyện mở lại <b>tháng này</b>"
    assert "ghi chú: chợ huyện mở lại <b>tháng này</b>" in page.locator("#beside .way").inner_text()
    assert cell(page, "retail").input_value() == "85,2"


def test_nothing_is_lost_when_the_line_drops(chromium: Any, site: Site) -> None:
    clerk = Person(chromium, site, "xa2")
    page = clerk.open(MONTHLY)
    clerk.context.set_offline(True)
    for row, text in (("retail", "12,5"), ("export", "0,3")):
        cell(page, row).fill(text)
        cell(page, row).press("Tab")
    page.locator("#save-state[data-state=offline]").wait_for()
    clerk.screen("return-offline")
    clerk.context.set_offline(False)
    saved(page)
    assert page.evaluate("() => localStorage.length") == 0
    page.reload()
    assert [cell(page, row).input_value() for row in ("retail", "export")] == ["12,5", "0,3"]
    page.locator('input[data-cell="retail|month"]').focus()
    page.wait_for_selector("#beside .way")
    # Sent again and again while the line was down, recorded once.
    assert page.locator("#beside .way li").count() == 1


def test_a_session_that_ends_while_somebody_types_costs_nothing(chromium: Any, site: Site) -> None:
    clerk = Person(chromium, site, "xa2")
    page = clerk.open(MONTHLY)
    clerk.context.clear_cookies()
    cell(page, "retail").fill("77,7")
    cell(page, "retail").press("Tab")
    page.locator("#save-state[data-state=signedout]").wait_for()
    other = clerk.context.new_page()
    clerk.sign_in(other, "xa2")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    saved(page)
    page.reload()
    assert cell(page, "retail").input_value() == "77,7"


def test_two_who_accept_at_the_same_time(chromium: Any, site: Site) -> None:
    clerk = Person(chromium, site, "xa1")
    page = clerk.open(MONTHLY)
    fill(page)
    act(page, "Trình thủ trưởng")
    head = Person(chromium, site, "lanhdao1")
    act(head.open(MONTHLY, "Mở"), "Duyệt, gửi Sở")
    first, second = (Person(chromium, site, name) for name in ("chuyenvien", "lanhdao"))
    pages = [person.open(MONTHLY, "Mở") for person in (first, second)]
    act(pages[0], "Tiếp nhận vào sổ")
    act(pages[1], "Tiếp nhận vào sổ")
    assert state(pages[0]) == "accepted"
    assert "vừa được người khác thay đổi" in pages[1].locator("main").inner_text()


def test_a_workbook_there_and_back(chromium: Any, site: Site, tmp_path: Any) -> None:
    clerk = Person(chromium, site, "xa2", accept_downloads=True)
    page = clerk.open(MONTHLY)
    cell(page, "retail").fill("12,5")
    cell(page, "retail").press("Tab")
    saved(page)
    with page.expect_download() as download:
        page.get_by_text("Tải về Excel").click()
    file = tmp_path / "renamed by somebody.xlsx"
    download.value.save_as(file)
    page.set_input_files("input[type=file]", file)
    act(page, "Đọc tệp")
    assert "0 ô thay đổi" in page.locator("main").inner_text()
    (tmp_path / "other.xlsx").write_bytes(b"nothing of the kind")
    page.set_input_files("input[type=file]", tmp_path / "other.xlsx")
    act(page, "Đọc tệp")
    assert "tệp có 1 lỗi" in page.locator("main").inner_text()
    page.goto(site.url)
    clerk.open(MONTHLY, "Mở")
    assert cell(page, "retail").input_value() == "12,5"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("laptop", {}),
        ("dark", {"color_scheme": "dark"}),
        ("phone", {"viewport": {"width": 390, "height": 844}, "is_mobile": True}),
        # A laptop whose text is set to 125 %.
        ("laptop-125", {"viewport": {"width": 1093, "height": 614}, "device_scale_factor": 1.25}),
    ],
)
def test_everybody_can_use_it(chromium: Any, site: Site, name: str, options: dict[str, Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    clerk, leader = Person(chromium, site, "xa1", **options), Person(chromium, site, "lanhdao", **options)
    clerk.open(MONTHLY)
    cell(clerk.page, "retail").fill("1,234.5")
    cell(clerk.page, "retail").press("Tab")
    saved(clerk.page)
    found = []
    clerk.screen(f"return-{name}")
    for person, path in ((clerk, None), (clerk, "/"), (leader, "/"), (leader, "/room"), (leader, "/journal")):
        if path is not None:
            person.page.goto(site.url + path)
        found += [(path, v["id"], v["nodes"][0]["html"][:120]) for v in axe.run(person.page).response["violations"]]
        wide = person.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (path, "scrolls sideways")
    assert found == []


def test_the_other_language(chromium: Any, site: Site) -> None:
    clerk = Person(chromium, site, "xa1")
    clerk.page.get_by_role("button", name="English").click()
    assert "My work" in clerk.page.locator("main").inner_text()
    clerk.page.get_by_role("button", name="Tiếng Việt").click()
    assert "Việc của tôi" in clerk.page.locator("main").inner_text()

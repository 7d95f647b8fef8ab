"""A statistician makes a new version of a form in the browser; a clerk fills it in."""

from typing import Any

import pytest

from tests.web.conftest import Person, Site

ROW = (
    "retail-online\t2.1\tTrong đó: bán lẻ trực tuyến\tretail.revenue\ttrade-activity:goods-trade\tdept\t3"
    "\tretail\t\tOnline"
)


def open_editor(person: Person) -> Any:
    page = person.page
    page.goto(f"{person.site.url}/forms/")
    person.screen("forms")
    page.locator("tr", has_text="commune-month").get_by_text("Lập bản mới").click()
    return page


def test_a_form_is_changed_previewed_and_published(chromium: Any, site: Site) -> None:
    statistician = Person(chromium, site, "chuyenvien")
    page = open_editor(statistician)
    rows = page.locator("#rows").input_value()
    at = rows.index("export\t")
    page.fill("#rows", rows[:at] + ROW.replace("retail.revenue", "retail.revenu") + "\n" + rows[at:])
    page.fill("input[name=version]", "2025.08")
    page.fill("input[name=valid_from]", "2025-08-01")
    page.get_by_role("button", name="Xem trước").click()
    assert "có chỉ tiêu “retail.revenu”. Cách sửa: chọn: retail.revenue" in page.locator("[role=alert]").inner_text()
    statistician.screen("form-refused")
    page.fill("#rows", rows[:at] + ROW + "\n" + rows[at:])
    page.fill("#rules", "retail-parts: retail ≥ retail-online | block | Trực tuyến là một phần của tổng mức")
    page.get_by_role("button", name="Xem trước").click()
    assert page.locator("[role=alert]").count() == 0
    assert "bán lẻ trực tuyến" in page.locator("table.grid").inner_text()
    statistician.screen("form-preview")
    page.fill("input[name=reason]", "theo dõi thương mại điện tử")
    page.get_by_role("button", name="Ban hành").click()
    assert "Đã ban hành bản 2025.08" in page.locator("main").inner_text()
    page.goto(f"{site.url}/forms/")
    assert "31/07/2025" in page.locator("table.list tbody").inner_text()

    clerk = Person(chromium, site, "xa1")
    grid = clerk.open("Báo cáo tháng")
    for code, text in (("retail", "10"), ("retail-online", "12")):
        grid.locator(f'input[data-cell="{code}|month"]').fill(text)
        grid.locator(f'input[data-cell="{code}|month"]').press("Tab")
    grid.wait_for_selector("#findings li[data-severity=block]")
    assert "“Trong đó: bán lẻ trực tuyến” là 12" in grid.locator("#findings").inner_text()
    clerk.screen("return-new-form")
    assert [line for line in statistician.said if "422" not in line] == []


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}}])
def test_everybody_can_make_one(chromium: Any, site: Site, options: dict[str, Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    statistician = Person(chromium, site, "quantri", **options)
    page = open_editor(statistician)
    found = []
    for path in (None, "/forms/", "/forms/commune-month/2025-07/"):
        if path is not None:
            page.goto(site.url + path)
        found += [(path, v["id"], v["nodes"][0]["html"][:120]) for v in axe.run(page).response["violations"]]
        wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (path, "scrolls sideways")
    assert found == []

"""The page, read back as a browser reads it."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from tests.review import samples
from tongket.core.errors import InvalidInput
from tongket.review import charts
from tongket.review.document import Document, Number, Paragraph, Section, Table, Words
from tongket.review.page import POLICY, write_page

NASTY = "<script>alert('x')</script> \"q\" & &amp; </title> <!-- --> ]]> 'ệ'"


def source(document: Document, folder: Path) -> str:
    path = folder / "review.html"
    drawn = {at: charts.svg(chart.spec) for at, chart in enumerate(charts.charts_of(document))}
    write_page(document, path, charts=drawn)
    return path.read_text(encoding="utf-8")


def read(document: Document, folder: Path) -> Any:
    return html.document_fromstring(source(document, folder).encode(), parser=html.HTMLParser(encoding="utf-8"))


def test_every_number_is_bound(tmp_path: Path) -> None:
    document = samples.review()
    page = read(document, tmp_path)
    found = [(n.get("id"), n.get("value"), n.text_content()) for n in page.xpath('//data[@class="tk"]')]
    seen: Counter[str] = Counter()
    wanted = []
    for number in document.numbers():
        seen[number.id] += 1
        nth = f"_{seen[number.id]}" if seen[number.id] > 1 else ""
        wanted.append((f"tk_{number.id}{nth}", number.key, number.text))
    assert found == wanted


def test_a_number_leads_to_what_it_is_and_how_to_ask(tmp_path: Path) -> None:
    page = read(samples.review(), tmp_path)
    for link in page.xpath('//data[@class="tk"]/a'):
        (note,) = page.xpath(f'//aside[@id="{link.get("href")[1:]}"]')
        identity = note.get("id")[2:]
        assert link.getparent().get("id").startswith(f"tk_{identity}")
        assert [code.text for code in note.xpath(".//code")] == [
            link.getparent().get("value"),
            f"tongket explain {identity}",
        ]


def test_the_page_needs_nothing_from_anywhere(tmp_path: Path) -> None:
    text = source(samples.review(), tmp_path)
    page = read(samples.review(), tmp_path)
    assert page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content') == [POLICY]
    assert "default-src 'none'" in POLICY
    assert not page.xpath("//script | //link | //iframe | //object | //embed | //img")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert all(address.startswith("#") for address in page.xpath("//@href | //@src"))
    assert not re.search(r"url\((?!#)|@import|javascript:", text)


def test_the_page_is_built_of_what_things_are(tmp_path: Path) -> None:
    document = samples.review()
    page = read(document, tmp_path)
    assert page.get("lang") == "vi"
    assert page.xpath("//title/text()") == [document.title]
    (head,) = page.xpath("//h1")
    assert "Tổng kết hoạt động ngành Công Thương năm 2020" in head.text_content()
    assert [h.text for h in page.xpath("//h2")] == [
        "I. Kết quả thực hiện nhiệm vụ năm 2020",
        "II. Đánh giá chung",
        "III. Phương hướng, nhiệm vụ năm 2021",
        "IV. Kiến nghị",
    ]
    assert [h.text for h in page.xpath("//h3")][:2] == ["1. Sản xuất công nghiệp", "2. Thương mại nội địa"]
    captions = [caption.text for caption in page.xpath("//table/caption")]
    assert captions[0] == "Bảng 1. Các chỉ tiêu chủ yếu ngành Công Thương năm 2020"
    assert [c.split(".")[0] for c in captions] == ["Bảng 1", "Bảng 2", "Bảng 3"]
    assert page.xpath('//thead//th/@scope[. != "col"]') == []
    assert page.xpath('//tbody//th/@scope[. != "row"]') == []
    assert len(page.xpath("//tbody/tr")) == sum(len(t.rows) for t in (samples.RESULTS, samples.POWER, samples.TARGETS))
    assert page.xpath("//figure/figcaption/text()") == [f"Hình 1. {samples.CHART.caption}"]
    assert page.xpath('//figure//*[local-name()="svg"]/@aria-label') == [samples.CHART.alt]
    assert len(page.xpath("//li[not(ancestor::nav)]")) == sum(
        isinstance(b, Paragraph) and b.kind == "item" for s in document.sections for b in s.blocks
    )


def test_the_contents_lead_to_the_parts(tmp_path: Path) -> None:
    page = read(samples.review(), tmp_path)
    links = page.xpath("//nav//a")
    assert len(links) == len(samples.review().sections)
    for link in links:
        (part,) = page.xpath(f'//section[@id="{link.get("href")[1:]}"]')
        assert part.xpath("./h2 | ./h3")[0].text == link.text
    nested = page.xpath("//nav/ol/li/ol/li/a/text()")
    assert "1. Sản xuất công nghiệp" in nested
    assert not [text for text in nested if text.startswith("I")]


def test_no_id_is_given_twice(tmp_path: Path) -> None:
    chart = samples.CHART
    document = replace(
        samples.review(), sections=(Section("x", "Hai hình", (chart, chart)), *samples.review().sections)
    )
    page = read(document, tmp_path)
    ids = Counter(page.xpath("//@id"))
    assert [name for name, times in ids.items() if times > 1] == []


def test_parts_of_two_drawings_are_told_apart(tmp_path: Path) -> None:
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg"><clipPath id="clip0"><path d="M0,0h9"/></clipPath>'
        '<g clip-path="url(#clip0)"/></svg>'
    )
    section = Section("x", "", (samples.CHART, samples.CHART))
    path = tmp_path / "x.html"
    write_page(replace(samples.press_note(), sections=(section,)), path, charts={0: drawn, 1: drawn})
    text = path.read_text(encoding="utf-8")
    ids = re.findall(r'clipPath id="([^"]+)"', text)
    assert len(set(ids)) == 2
    assert re.findall(r"url\(#([^)]+)\)", text) == ids


def test_odd_text_is_only_text(tmp_path: Path) -> None:
    number = Number("1<2", samples.OUTPUT.id, 'k"~<b>', 1)
    table = Table(NASTY, samples.TARGETS.columns, (samples.row(NASTY, NASTY, number, NASTY),), NASTY)
    chart = replace(samples.CHART, caption=NASTY, alt=NASTY)
    section = Section("x", NASTY, (Paragraph((Words(NASTY), number)), table, chart))
    page = read(replace(samples.review(), title=NASTY, sections=(section,)), tmp_path)
    assert not page.xpath("//script")
    assert page.xpath("//title")[0].text == NASTY
    assert page.xpath("//section/p")[0].text_content() == f"{NASTY}1<2"
    assert page.xpath("//h2")[0].text == f"I. {NASTY}"
    assert page.xpath('//*[local-name()="svg"]/@aria-label') == [NASTY]
    assert page.xpath('//data[@class="tk"]/@value')[0] == 'k"~<b>'


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_out_as_it_went_in(tmp_path: Path, text: str) -> None:
    document = replace(samples.press_note(), sections=(Section("x", "", (Paragraph((Words(f"x{text}x"),)),)),))
    assert read(document, tmp_path).xpath("//section/p")[0].text_content() == f"x{text}x"


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    assert source(samples.review(), tmp_path) == source(samples.review(), tmp_path)


def test_a_press_note_has_no_letterhead_and_no_contents(tmp_path: Path) -> None:
    page = read(samples.press_note(), tmp_path)
    assert page.xpath("//h1")[0].text == samples.press_note().title
    assert not page.xpath("//nav")
    assert "CỘNG HÒA" not in page.xpath("//main")[0].text_content()


def test_it_says_as_of_when(tmp_path: Path) -> None:
    (footer,) = read(samples.review(), tmp_path).xpath("//footer")
    assert "bút toán số 7" in footer.text
    assert "08/01/2021" in footer.text


def test_a_chart_that_was_not_drawn_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    with pytest.raises(InvalidInput, match="chart 1"):
        write_page(samples.review(), path, charts={})
    with pytest.raises(InvalidInput, match="not SVG"):
        write_page(samples.review(), path, charts={0: "<html><body>no</body></html>"})
    with pytest.raises(InvalidInput, match="not SVG"):
        write_page(samples.review(), path, charts={0: "no"})
    assert not path.exists()


def colours(style: str) -> dict[str, float]:
    """Relative luminance (WCAG 2) of each colour of a block of custom properties."""

    def part(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    return {
        name: sum(w * part(int(colour[i : i + 2], 16)) for w, i in ((0.2126, 0), (0.7152, 2), (0.0722, 4)))
        for name, colour in re.findall(r"--([a-z-]+): #([0-9a-f]{6});", style)
    }


@pytest.mark.parametrize("mode", [0, 1])
def test_text_stands_out_in_light_and_dark(mode: int, tmp_path: Path) -> None:
    blocks = re.findall(r":root \{(.*?)\}", source(samples.review(), tmp_path), re.DOTALL)
    light = colours(blocks[mode])
    pairs = [
        ("ink", "paper"), ("ink", "sheet"), ("ink", "head"), ("soft", "paper"), ("soft", "sheet"), ("soft", "head"),
        ("navy", "paper"), ("navy", "head"), ("link", "paper"), ("mark-ink", "mark"),
    ]  # fmt: skip
    for text, ground in pairs:
        high, low = sorted((light[text], light[ground]), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)

import dataclasses
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.shared import Mm, Pt
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.review import samples
from tests.review.office import convert, needs_office, pages, pdf_text
from tongket.core.errors import InvalidInput, Unavailable
from tongket.review.bound import read_bound
from tongket.review.document import Cards, Chart, Column, Document, Paragraph, Section, Table, Words
from tongket.review.word import write_word
from tongket.review.word.markup import W15, WP, XML, Element, q, run, shares
from tongket.review.wording import recipient_items

# The order of ISO/IEC 29500-1 for the parents whose children Word checks.
ORDER = {
    "sdtPr": ["rPr", "alias", "tag", "id", "appearance", "text"],
    "pPr": ["pStyle", "keepNext", "keepLines", "numPr", "pBdr", "spacing", "ind", "jc", "outlineLvl", "rPr", "sectPr"],
    "rPr": ["rFonts", "b", "bCs", "i", "iCs", "caps", "color", "sz", "szCs", "lang"],
    "tblPr": ["tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"],
    "tcPr": ["tcW", "shd", "vAlign"],
    "style": ["name", "basedOn", "uiPriority", "semiHidden", "unhideWhenUsed", "qFormat", "pPr", "rPr", "tblPr"],
    "sectPr": ["headerReference", "footerReference", "pgSz", "pgMar", "cols", "titlePg", "docGrid"],
}


def written(document: Document, folder: Path, template: Path | None = None) -> Path:
    path = folder / "review.docx"
    write_word(document, path, charts=samples.charts(), template=template)
    return path


def part(path: Path, name: str = "word/document.xml") -> Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def text(element: Element) -> str:
    return "".join(t.text or "" for t in element.iter(q("t")))


def value(element: Element | None, name: str = "val") -> str:
    assert element is not None
    found = element.get(q(name))
    assert found is not None
    return str(found)


def paragraphs(path: Path) -> dict[str, Element]:
    return {text(p): p for p in part(path).iter(q("p"))}


def style_names(path: Path) -> dict[str, str]:
    """Name of each style by id."""
    return {value(s, "styleId"): value(s.find(q("name"))) for s in part(path, "word/styles.xml").iter(q("style"))}


def runs_of(path: Path, line: str) -> Iterator[set[str]]:
    """The properties of each run of a line, as `name` or `name=value`."""
    for properties in paragraphs(path)[line].iterfind(f"{q('r')}/{q('rPr')}"):
        yield {etree.QName(e).localname + (f"={e.get(q('val'))}" if e.get(q("val")) else "") for e in properties}


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(samples.review(), tmp_path_factory.mktemp("word"))


class TestBinding:
    def test_every_number_is_a_control_in_a_bookmark_in_reading_order(self, review: Path) -> None:
        expected = [(n.id, n.text) for n in samples.review().numbers()]
        controls = list(part(review).iter(q("sdt")))
        found = []
        for control in controls:
            before, after = control.getprevious(), control.getnext()
            assert before is not None
            assert after is not None
            assert (before.tag, after.tag) == (q("bookmarkStart"), q("bookmarkEnd"))
            assert value(before, "id") == value(after, "id")
            properties = control.find(q("sdtPr"))
            assert properties is not None
            tag = value(properties.find(q("tag")))
            assert value(properties.find(q("alias"))) == tag
            assert value(before, "name").split("_")[1] == tag
            found.append((tag, text(control)))
        assert found == expected
        assert len(expected) > len({i for i, _ in expected}) > 20

    def test_bookmarks_count_the_printings_of_a_figure(self, review: Path) -> None:
        own = [value(b, "name") for b in part(review).iter(q("bookmarkStart"))]
        wanted = f"tk_{samples.OUTPUT.id}"
        assert [n for n in own if n.startswith(wanted)] == [wanted, f"{wanted}_2", f"{wanted}_3"]
        assert max(map(len, own)) <= 40

    def test_a_control_looks_like_text_and_can_be_deleted(self, review: Path) -> None:
        for properties in part(review).iter(q("sdtPr")):
            appearance = properties.find(q("appearance", W15))
            assert appearance is not None
            assert appearance.get(q("val", W15)) == "hidden"
            assert properties.find(q("lock")) is None
        root = part(review)
        assert "w15" in str(root.get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable")).split()

    def test_the_part_lists_what_was_printed_and_from_which_ledger(self, review: Path) -> None:
        bound = read_bound(review)
        assert [(n.id, n.key, n.printed) for n in bound.numbers] == [
            (n.id, n.key, n.text) for n in samples.review().numbers()
        ]
        assert (bound.version, bound.as_of, bound.posting) == ("0.1.0", samples.review().as_of, samples.POSTING)

    def test_an_id_no_reader_would_find_is_refused(self, tmp_path: Path) -> None:
        wrong = dataclasses.replace(samples.OUTPUT, id="S01")
        document = dataclasses.replace(samples.press_note(), sections=(Section("x", "", (samples.para(wrong),)),))
        with pytest.raises(InvalidInput):
            written(document, tmp_path)
        assert not (tmp_path / "review.docx").exists()


class TestForm:
    @pytest.mark.parametrize("make", [samples.review, samples.press_note])
    def test_children_stand_in_the_order_of_the_schema(self, make: object, tmp_path: Path) -> None:
        assert callable(make)
        path = written(make(), tmp_path)
        checked = 0
        for name in ("word/document.xml", "word/styles.xml", "word/header1.xml", "word/header2.xml"):
            for parent, order in ORDER.items():
                for element in part(path, name).iter(q(parent)):
                    children = [etree.QName(c).localname for c in element]
                    assert children == sorted(children, key=order.index), (name, parent)
                    checked += 1
        assert checked > 50

    def test_ids_are_unique(self, review: Path) -> None:
        root = part(review)
        for found in (
            [value(b, "id") for b in root.iter(q("bookmarkStart"))],
            [value(b, "name").casefold() for b in root.iter(q("bookmarkStart"))],
            [value(p.find(q("id"))) for p in root.iter(q("sdtPr"))],
            [p.get("id") for p in root.iter(q("docPr", WP))],
        ):
            assert found
            assert len(found) == len(set(found))

    def test_every_cell_and_the_body_end_with_a_paragraph(self, review: Path) -> None:
        root = part(review)
        for cell in root.iter(q("tc")):
            assert cell[-1].tag == q("p")
        body = root.find(q("body"))
        assert body is not None
        assert [e.tag for e in body][-2:] == [q("p"), q("sectPr")]
        after = [table.getnext() for table in body.iterfind(q("tbl"))]
        assert all(element is not None and element.tag == q("p") for element in after)

    def test_every_part_has_a_type_and_every_relation_a_target(self, review: Path) -> None:
        entries = set(names(review))
        types = part(review, "[Content_Types].xml")
        overrides = {e.get("PartName") for e in types if e.tag.endswith("Override")}
        defaults = {e.get("Extension") for e in types if e.tag.endswith("Default")}
        for entry in entries - {"[Content_Types].xml"}:
            assert f"/{entry}" in overrides or entry.rsplit(".", 1)[1] in defaults
        assert all(str(name).lstrip("/") in entries for name in overrides)
        for relation in part(review, "word/_rels/document.xml.rels"):
            target = str(relation.get("Target"))
            assert (target.removeprefix("../") if target.startswith("../") else f"word/{target}") in entries

    def test_equal_input_gives_equal_bytes(self, review: Path, tmp_path: Path) -> None:
        assert written(samples.review(), tmp_path).read_bytes() == review.read_bytes()
        with zipfile.ZipFile(review) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_properties(self, review: Path) -> None:
        core = docx.Document(str(review)).core_properties
        assert core.title == samples.review().title
        assert (core.author, core.language, core.comments) == ("SỞ CÔNG THƯƠNG", "vi-VN", "")
        assert core.created.date() == core.modified.date() == samples.LETTERHEAD.signed

    @given(st.text())
    def test_any_text_makes_a_file_that_opens(self, words: str) -> None:
        made = etree.tostring(run(words))
        again = etree.fromstring(made)
        kept = "".join({q("br"): "\n", q("tab"): "\t"}.get(e.tag, e.text or "") for e in again)
        assert len(kept) == len(words)
        assert all(a in (b, " ") or b == "\r" for a, b in zip(kept, words, strict=True))
        assert all(t.get(q("space", XML)) == "preserve" for t in again.iter(q("t")))

    @given(st.integers(100, 20000), st.lists(st.floats(0.1, 50), min_size=1, max_size=12))
    def test_widths_add_up(self, total: int, weights: list[float]) -> None:
        assert sum(shares(total, weights)) == total


class TestDecree:
    """Decree 30/2020/NĐ-CP, Appendix I."""

    def test_page(self, review: Path) -> None:
        section = docx.Document(str(review)).sections[0]
        assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
        sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(side / Mm(1)) for side in sides] == [20, 20, 30, 15]

    def test_page_number_in_the_top_margin_but_not_on_the_first_page(self, review: Path) -> None:
        section = docx.Document(str(review)).sections[0]
        assert section.different_first_page_header_footer
        assert not section.first_page_header.paragraphs[0].text
        header = section.header.paragraphs[0]
        assert "PAGE" in "".join(t.text or "" for t in header._p.iter(q("instrText")))
        assert header.style.font.size in (Pt(13), Pt(14))
        assert section.header_distance < section.top_margin

    def test_running_text(self, review: Path) -> None:
        document = docx.Document(str(review))
        style = document.styles["Body Text"]
        assert document.styles["Normal"].font.size == Pt(14)
        assert document.styles["Normal"].font.name == style.font.name == "Times New Roman"
        assert style.paragraph_format.first_line_indent in (Mm(10), Mm(12.7))
        assert style.paragraph_format.space_before >= Pt(6)
        assert style.paragraph_format.alignment.name == "JUSTIFY"
        assert 1 <= style.paragraph_format.line_spacing <= 1.5

    @pytest.mark.parametrize(
        ("line", "look"),
        [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {"b", "bCs", "sz=26", "szCs=26"}),
            ("Độc lập - Tự do - Hạnh phúc", {"b", "bCs", "sz=28", "szCs=28"}),
            ("UBND TỈNH GIA LAI", {"sz=26", "szCs=26"}),
            ("SỞ CÔNG THƯƠNG", {"b", "bCs", "sz=26", "szCs=26"}),
            ("Số:" + "\N{NO-BREAK SPACE}" * 10 + "/BC-SCT", {"sz=26", "szCs=26"}),
            ("Gia Lai, ngày 08 tháng 01 năm 2021", {"i", "iCs", "sz=28", "szCs=28"}),
            ("BÁO CÁO", {"b", "bCs", "sz=28", "szCs=28"}),
            ("GIÁM ĐỐC", {"b", "bCs", "sz=28", "szCs=28"}),
            ("Nơi nhận:", {"b", "bCs", "i", "iCs", "sz=24", "szCs=24"}),
            ("- Bộ Công Thương (báo cáo);", {"sz=22", "szCs=22"}),
            ("- Lưu: VT.", {"sz=22", "szCs=22"}),
        ],
    )
    def test_letterhead_and_foot(self, review: Path, line: str, look: set[str]) -> None:
        assert list(runs_of(review, line)) == [look]

    def test_rules_stand_under_motto_issuer_and_subject(self, review: Path) -> None:
        for line in ("Độc lập - Tự do - Hạnh phúc", "SỞ CÔNG THƯƠNG"):
            below = paragraphs(review)[line].getnext()
            assert below is not None
            assert below.find(f"{q('pPr')}/{q('pBdr')}/{q('top')}") is not None

    def test_the_archive_stands_last_and_once(self) -> None:
        assert recipient_items(("- Lưu: VT, KH;", "UBND tỉnh;"), "vi") == ["- UBND tỉnh;", "- Lưu: VT, KH."]

    def test_headings_are_numbered_styles(self, review: Path) -> None:
        document = docx.Document(str(review))
        heads = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
        assert heads[:3] == [
            ("Heading 1", "I. Kết quả thực hiện nhiệm vụ năm 2020"),
            ("Heading 2", "1. Sản xuất công nghiệp"),
            ("Heading 2", "2. Thương mại nội địa"),
        ]
        assert ("Heading 2", "1. Kết quả đạt được") in heads
        assert [t for name, t in heads if name == "Heading 1"][-1] == "IV. Kiến nghị"
        style = document.styles["Heading 1"]
        assert style.font.bold
        assert style.font.all_caps
        assert style.font.name == "Times New Roman"

    def test_an_open_date_stays_open(self, tmp_path: Path) -> None:
        document = samples.review()
        assert document.letterhead is not None
        path = written(
            dataclasses.replace(document, letterhead=dataclasses.replace(document.letterhead, signed=None)), tmp_path
        )
        assert "Gia Lai, ngày … tháng … năm …" in paragraphs(path)


class TestBlocks:
    def test_captions_count_with_fields_that_show_their_result(self, review: Path) -> None:
        captions = [
            p for p in part(review).iter(q("p")) if "SEQ" in "".join(t.text or "" for t in p.iter(q("instrText")))
        ]
        assert [text(c).split(".")[0] for c in captions] == ["Bảng 1", "Hình 1", "Bảng 2", "Bảng 3"]
        for caption in captions:
            after = caption.getnext()
            assert after is not None
            kept = caption.find(f"{q('pPr')}/{q('keepNext')}")
            assert (value(kept) == "1") == text(caption).startswith("Bảng")

    def test_tables_repeat_their_head_and_keep_rows_whole(self, review: Path) -> None:
        tables = [
            t for t in part(review).iter(q("tbl")) if t.find(f"{q('tr')}/{q('trPr')}/{q('tblHeader')}") is not None
        ]
        assert len(tables) == 3
        for table in tables:
            rows = table.findall(q("tr"))
            assert all(r.find(f"{q('trPr')}/{q('cantSplit')}") is not None for r in rows)
            assert [r.find(f"{q('trPr')}/{q('tblHeader')}") is not None for r in rows] == [True] + [False] * (
                len(rows) - 1
            )
            widths = [int(value(c, "w")) for c in table.iterfind(f"{q('tblGrid')}/{q('gridCol')}")]
            assert sum(widths) == 9354

    def test_numbers_stand_right_and_totals_are_bold(self, tmp_path: Path) -> None:
        table = Table(
            "Thử",
            (Column("Chỉ tiêu", "left", 2), Column("Giá trị")),
            (
                samples.row("Tổng", samples.OUTPUT, strong=True),
                samples.row("Phần", samples.RETAIL, level=1),
            ),
            "Đơn vị tính: tỷ đồng",
        )
        path = written(dataclasses.replace(samples.press_note(), sections=(Section("x", "", (table,)),)), tmp_path)
        lines = paragraphs(path)
        assert value(lines["22.519"].find(f"{q('pPr')}/{q('jc')}")) == "right"
        assert value(lines["Đơn vị tính: tỷ đồng"].find(f"{q('pPr')}/{q('jc')}")) == "right"
        bold = [
            lines[t].find(f".//{q('r')}/{q('rPr')}/{q('b')}") is not None for t in ("Tổng", "22.519", "Phần", "75.000")
        ]
        assert bold == [True, True, False, False]
        assert int(value(lines["Phần"].find(f"{q('pPr')}/{q('ind')}"), "left")) > 0

    def test_a_chart_keeps_its_shape_and_says_what_it_shows(self, review: Path) -> None:
        (drawing,) = part(review).iter(q("inline", WP))
        extent, properties = drawing.find(q("extent", WP)), drawing.find(q("docPr", WP))
        assert extent is not None
        assert properties is not None
        assert properties.get("descr") == samples.CHART.alt
        assert int(extent.get("cx", 0)) / int(extent.get("cy", 1)) == pytest.approx(640 / 260, rel=1e-3)
        assert int(extent.get("cx", 0)) == 9354 * 635
        with zipfile.ZipFile(review) as archive:
            assert archive.read("word/media/image1.png") == samples.png()

    def test_a_chart_that_was_not_drawn_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(Unavailable):
            write_word(samples.review(), tmp_path / "review.docx", charts={})

    def test_cards_fill_rows_of_a_table(self, tmp_path: Path) -> None:
        five = Cards((*samples.CARDS.cards, *samples.CARDS.cards[:2]))
        path = written(dataclasses.replace(samples.press_note(), sections=(Section("x", "", (five,)),)), tmp_path)
        (table,) = part(path).iter(q("tbl"))
        assert [len(r.findall(q("tc"))) for r in table.findall(q("tr"))] == [3, 3]
        assert [n.text for n in read_bound(path).numbers] == [
            n.text
            for card in five.cards
            for runs in (card.value, *card.lines)
            for n in runs
            if not isinstance(n, Words)
        ]

    def test_a_press_note_has_a_bold_title_and_no_letterhead(self, tmp_path: Path) -> None:
        path = written(samples.press_note(), tmp_path)
        title = docx.Document(str(path)).paragraphs[0]
        assert title.text == samples.press_note().title
        assert title.style.name == "Title"
        assert title.style.font.bold
        assert "CỘNG HÒA" not in text(part(path))

    def test_english(self, tmp_path: Path) -> None:
        chart = Chart("Exports", {}, "Exports by month.")
        document = dataclasses.replace(
            samples.review(), lang="en", sections=(Section("x", "Results", (Paragraph((Words("Text."),)), chart)),)
        )
        path = written(document, tmp_path)
        lines = paragraphs(path)
        assert {"Independence - Freedom - Happiness", "Gia Lai, 8 January 2021", "Figure 1. Exports"} <= set(lines)
        assert docx.Document(str(path)).core_properties.language == "en-US"
        languages = {value(e) for e in part(path, "word/styles.xml").iter(q("lang"))}
        assert languages == {"en-US"}


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("profile")


@pytest.mark.office
@needs_office
class TestOffice:
    def test_the_review_prints_as_it_should(self, review: Path, profile: Path, tmp_path: Path) -> None:
        pdf = convert(review, "pdf", tmp_path, profile)
        said = pdf_text(pdf)
        assert 4 <= pages(pdf) <= 6
        sheets = said.split("\f")
        assert sheets[0].split()[0] != "1"
        assert [sheet.split()[0] for sheet in sheets[1:] if sheet.strip()] == [str(n) for n in range(2, pages(pdf) + 1)]
        assert "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2020" in said
        assert "Bảng 1. Các chỉ tiêu chủ yếu" in said

    def test_a_press_note_is_one_page(self, profile: Path, tmp_path: Path) -> None:
        assert pages(convert(written(samples.press_note(), tmp_path), "pdf", tmp_path, profile)) == 1

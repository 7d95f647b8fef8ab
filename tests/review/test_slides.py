"""The slides, read back as a presentation program reads them."""

import struct
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Inches

from tests.review import samples
from tongket.core.errors import InvalidInput
from tongket.review import charts
from tongket.review.document import Block, Chart, Document, Number, Paragraph, Slide, Table, Words, numbers_in
from tongket.review.slides import write_slides
from tongket.review.slides.canvas import PAGE, height_of

TEXT = "Dịch bệnh làm gián đoạn nguồn cung nguyên liệu và thu hẹp thị trường tiêu thụ. "


def deck(*slides: Slide) -> Document:
    return replace(samples.review(), slides=slides)


OVERVIEW = Slide("Ba chỉ tiêu chủ yếu đều tăng", (samples.CARDS, samples.CHART))
RESULTS = Slide("Kết quả", (samples.RESULTS, samples.item("Xuất khẩu đạt ", samples.EXPORT_PLAN, "% kế hoạch.")))


def written(document: Document, folder: Path) -> Any:
    path = folder / "review.pptx"
    drawn = {at: charts.png(chart.spec, 900) for at, chart in enumerate(charts.charts_of_slides(document))}
    write_slides(document, path, charts=drawn)
    return Presentation(str(path))


def frames(page: Any) -> list[Any]:
    """Every text on a page: of shapes and of cells."""
    found = [shape.text_frame for shape in page.shapes if shape.has_text_frame]
    for shape in page.shapes:
        if shape.has_table:
            found += [cell.text_frame for row in shape.table.rows for cell in row.cells]
    return found


def bound(page: Any) -> list[tuple[str, str]]:
    """Id and text of each bound number on a page, in the order of its shapes."""
    runs = [run for frame in frames(page) for paragraph in frame.paragraphs for run in paragraph.runs]
    marked = [(run._r.get_or_add_rPr().get("bmk"), run.text) for run in runs]
    return [(mark.removeprefix("tk_"), text) for mark, text in marked if mark]


def all_text(page: Any) -> str:
    return "\n".join(frame.text for frame in frames(page))


def test_a_title_page_and_a_page_for_each_slide(tmp_path: Path) -> None:
    file = written(deck(OVERVIEW, RESULTS), tmp_path)
    assert (file.slide_width, file.slide_height) == (Inches(PAGE[0]), Inches(PAGE[1]))
    front, *pages = file.slides
    assert front.shapes.title.text == samples.review().title
    assert {"UBND TỈNH GIA LAI", "SỞ CÔNG THƯƠNG", "Gia Lai, ngày 08 tháng 01 năm 2021"} <= {
        frame.text for frame in frames(front)
    }
    assert [page.shapes.title.text for page in pages] == ["Ba chỉ tiêu chủ yếu đều tăng", "Kết quả"]


def test_every_number_can_be_found_again(tmp_path: Path) -> None:
    document = deck(OVERVIEW, RESULTS)
    _, *pages = written(document, tmp_path).slides
    for page, slide in zip(pages, document.slides, strict=True):
        printed = [(n.id, n.text) for block in slide.blocks for n in numbers_in(block)]
        assert sorted(bound(page)) == sorted(printed)
        noted = page.notes_slide.notes_text_frame.text
        assert all(f"{text} – {identity}" in noted for identity, text in printed)


def test_a_card_is_named_by_its_figure(tmp_path: Path) -> None:
    page = written(deck(OVERVIEW), tmp_path).slides[1]
    named = {shape.name: shape.text_frame.text for shape in page.shapes if shape.name.startswith("tk_")}
    assert named[f"tk_{samples.OUTPUT.id}"] == "22.519\u00a0tỷ đồng"


def test_tables_are_tables_and_pictures_have_words(tmp_path: Path) -> None:
    _, overview, results = written(deck(OVERVIEW, RESULTS), tmp_path).slides
    (table,) = [shape.table for shape in results.shapes if shape.has_table]
    assert table.cell(0, 0).text == "Chỉ tiêu"
    assert table.cell(1, 2).text == "22.519"
    assert table.first_row
    (picture,) = [shape for shape in overview.shapes if hasattr(shape, "image")]
    assert picture._element.nvPicPr.cNvPr.get("descr") == samples.CHART.alt
    # Not squeezed: the picture keeps the proportions of what was drawn.
    wide, high = struct.unpack(">II", picture.image.blob[16:24])
    assert picture.width / picture.height == pytest.approx(wide / high, rel=0.01)


def test_charts_are_taken_in_reading_order(tmp_path: Path) -> None:
    chart = samples.CHART
    document = deck(Slide("a", (chart,)), Slide("b", (replace(chart, alt="khác"),)))
    path = tmp_path / "x.pptx"
    drawn = {0: samples.png(640, 200), 1: samples.png(640, 300)}
    write_slides(document, path, charts=drawn)
    _, *pages = Presentation(str(path)).slides
    found = [shape for page in pages for shape in page.shapes if hasattr(shape, "image")]
    assert [shape.image.blob for shape in found] == [drawn[0], drawn[1]]


def test_a_long_table_goes_on_and_keeps_every_row(tmp_path: Path) -> None:
    table = replace(samples.RESULTS, rows=samples.RESULTS.rows * 10)
    _, *pages = written(deck(Slide("Bảng dài", (table,))), tmp_path).slides
    assert len(pages) > 2
    assert [page.shapes.title.text for page in pages] == ["Bảng dài"] + ["Bảng dài (tiếp)"] * (len(pages) - 1)
    tables = [shape.table for page in pages for shape in page.shapes if shape.has_table]
    assert {shown.cell(0, 0).text for shown in tables} == {"Chỉ tiêu"}
    names = [row.cells[0].text for shown in tables for row in list(shown.rows)[1:]]
    assert names == [row.cells[0][0].text for row in table.rows]


def test_a_long_paragraph_goes_on_and_keeps_every_word(tmp_path: Path) -> None:
    parts = [part for _ in range(40) for part in (TEXT, samples.OUTPUT, " tỷ đồng. ")]
    paragraph = samples.para(*parts)
    _, *pages = written(deck(Slide("Dài", (paragraph,))), tmp_path).slides
    assert len(pages) > 1
    shown = "".join(frame.text for page in pages for frame in frames(page) if TEXT[:8] in frame.text)
    assert shown == "".join(run.text for run in paragraph.runs)
    assert sum(len(bound(page)) for page in pages) == 40


def words(count: int) -> Paragraph:
    return Paragraph((Words(TEXT * count),))


def blocks() -> st.SearchStrategy[Block]:
    return st.one_of(
        st.integers(1, 30).map(words),
        st.integers(1, 14).map(lambda n: replace(samples.POWER, rows=samples.POWER.rows * n)),
        st.integers(1, 7).map(lambda n: replace(samples.CARDS, cards=(samples.CARDS.cards * 3)[:n])),
        st.just(samples.CHART),
    )


def bottom(shape: Any) -> float:
    """Where what is in a shape ends, in inches, by an estimate of its text."""
    high = Inches(height_of(shape.text_frame.text, shape.width / 914400, 10)) if shape.has_text_frame else 0
    if shape.has_table:
        high = sum(row.height for row in shape.table.rows)
    return float(shape.top + max(high, shape.height)) / 914400


@given(st.lists(blocks(), min_size=1, max_size=4), st.text("aạ ", min_size=1, max_size=120))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_leaves_the_page_and_nothing_is_lost(tmp_path: Path, made: list[Block], title: str) -> None:
    document = deck(Slide(title, tuple(made)))
    path = tmp_path / "x.pptx"
    count = sum(isinstance(block, Chart) for block in made)
    write_slides(document, path, charts=dict.fromkeys(range(count), samples.png()))
    _, *pages = Presentation(str(path)).slides
    for page in pages:
        assert all(bottom(shape) <= PAGE[1] for shape in page.shapes)
        assert all(shape.left >= 0 and shape.left + shape.width <= Inches(PAGE[0]) + 9144 for shape in page.shapes)
    printed = [n for block in made for n in numbers_in(block)]
    assert sorted(i for page in pages for i, _ in bound(page)) == sorted(n.id for n in printed)
    assert sum(hasattr(shape, "image") for page in pages for shape in page.shapes) == count


def test_text_is_arial_and_told_to_be_vietnamese(tmp_path: Path) -> None:
    page = written(deck(RESULTS), tmp_path).slides[1]
    runs = [run for frame in frames(page) for paragraph in frame.paragraphs for run in paragraph.runs]
    assert {run.font.name for run in runs} == {"Arial"}
    assert {run._r.get_or_add_rPr().get("lang") for run in runs} == {"vi-VN"}


def test_pages_are_numbered_by_a_field(tmp_path: Path) -> None:
    _, first, second = written(deck(OVERVIEW, RESULTS), tmp_path).slides
    for page, number in ((first, "2"), (second, "3")):
        (field,) = page._element.findall(".//{http://schemas.openxmlformats.org/drawingml/2006/main}fld")
        assert field.get("type") == "slidenum"
        assert field.findtext("{http://schemas.openxmlformats.org/drawingml/2006/main}t") == number


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    document = deck(OVERVIEW, RESULTS)
    for name in ("a.pptx", "b.pptx"):
        write_slides(document, tmp_path / name, charts={0: samples.png()})
    once = (tmp_path / "a.pptx").read_bytes()
    assert (tmp_path / "b.pptx").read_bytes() == once
    properties = Presentation(BytesIO(once)).core_properties
    assert properties.created is not None
    assert properties.created.isoformat()[:10] == "2021-01-08"
    assert properties.keywords == "tongket:posting:7"


def test_odd_text_is_only_text(tmp_path: Path) -> None:
    odd = "<a:t>&amp; ]]> \x07 {{x}} 'q' \"q\""
    number = Number("1<2", samples.OUTPUT.id, "k", 1)
    table = Table(odd, samples.TARGETS.columns, (samples.row(odd, odd, number, odd),))
    document = replace(deck(Slide(odd, (Paragraph((Words(odd), number)), table))), title=odd)
    page = written(document, tmp_path).slides[1]
    assert page.shapes.title.text.startswith("<a:t>&amp; ]]>")
    assert bound(page) == [(samples.OUTPUT.id, "1<2")] * 2


def test_a_chart_that_was_not_drawn_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="chart 1"):
        write_slides(deck(OVERVIEW), tmp_path / "x.pptx", charts={})
    assert not (tmp_path / "x.pptx").exists()


def test_without_letterhead_there_is_no_issuer(tmp_path: Path) -> None:
    document = replace(deck(RESULTS), letterhead=None)
    front, page = written(document, tmp_path).slides
    assert all_text(front).strip() == document.title
    assert "SỞ CÔNG THƯƠNG" not in all_text(page)

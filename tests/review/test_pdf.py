"""The PDF: what a reader and an archive find in it."""

import re
import shutil
import subprocess
import zlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review import samples
from tongket.core.errors import InvalidInput
from tongket.review import charts
from tongket.review.document import Document, Paragraph, Row, Section, Table, Words
from tongket.review.pdf import write_pdf

NASTY = r"#let x = 1 $ x^2 $ *đậm* _nghiêng_ \ ] [ @nhan <nhãn> `mã` // = - + /* ~ ' \" #panic(\"!\")"

needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


def written(document: Document, folder: Path) -> Path:
    path = folder / "review.pdf"
    drawn = {at: charts.svg(chart.spec) for at, chart in enumerate(charts.charts_of(document))}
    write_pdf(document, path, charts=drawn)
    return path


def pages(path: Path) -> list[str]:
    said = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True).stdout.decode()
    return said.split("\f")[:-1]


def flat(text: str) -> str:
    return " ".join(text.split())


def raw(path: Path) -> bytes:
    """The file with its compressed streams beside it, to look for what no text tool shows."""
    data = path.read_bytes()
    out = [data]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            out.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"\n".join(out)


def one_paragraph(text: str) -> Document:
    document = samples.press_note()
    return replace(document, sections=(Section("x", "", (Paragraph((Words(text),)),)),))


@needs_pdftotext
def test_everything_the_decree_asks_for_is_there(tmp_path: Path) -> None:
    first, *rest = pages(written(samples.review(), tmp_path))
    wanted = [
        "UBND TỈNH GIA LAI",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ CÔNG THƯƠNG",
        "Độc lập - Tự do - Hạnh phúc",
        "/BC-SCT",
        "Gia Lai, ngày 08 tháng 01 năm 2021",
        "BÁO CÁO",
        "I. Kết quả thực hiện nhiệm vụ năm 2020",
        "1. Sản xuất công nghiệp",
        "Bảng 1. Các chỉ tiêu chủ yếu ngành Công Thương năm 2020",
    ]
    places = [flat(first).find(text) for text in wanted]
    assert -1 not in places
    whole = flat(" ".join([first, *rest]))
    assert "Hình 1. Mức thực hiện kế hoạch năm 2020" in whole
    assert "Nơi nhận:" in whole
    assert "- UBND tỉnh (báo cáo);" in whole
    assert "- Lưu: VT." in whole
    assert "GIÁM ĐỐC" in whole


@needs_pdftotext
def test_pages_are_numbered_from_the_second_on(tmp_path: Path) -> None:
    first, *rest = pages(written(samples.review(), tmp_path))
    assert len(rest) >= 2
    assert flat(first).startswith("UBND TỈNH GIA LAI")
    assert [page.split()[0] for page in rest] == [str(n) for n in range(2, len(rest) + 2)]


@needs_pdftotext
def test_no_letter_is_lost(tmp_path: Path) -> None:
    letters = "ăắằẳẵặ âấầẩẫậ đ êếềểễệ ôốồổỗộ ơớờởỡợ ưứừửữự ỳýỷỹỵ ẠẢẤẦẨẪẬẮẰẲẴẶ ĐẸẺẼẾỀỂỄỆ ỈỊỌỎỐỒỔỖỘỚỜỞỠỢ ỤỦỨỪỬỮỰỲỴỶỸ"
    shown = flat(" ".join(pages(written(one_paragraph(letters), tmp_path))))
    assert letters in shown


@needs_pdftotext
def test_no_text_is_taken_for_a_command(tmp_path: Path) -> None:
    document = samples.review()
    table = Table(NASTY, samples.RESULTS.columns, samples.RESULTS.rows, NASTY)
    section = Section("x", NASTY, (Paragraph((Words(NASTY),)), table))
    shown = flat(" ".join(pages(written(replace(document, title=NASTY, sections=(section,)), tmp_path))))
    # In the heading, the paragraph, the caption and the note above the table.
    assert shown.replace(" ", "").count(NASTY.replace(" ", "")) == 4


@needs_pdftotext
@given(text=st.text("#$*_\\[]@<>`/=-+~'\"{}(),;:%&^|!? aạđ", min_size=1, max_size=60))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_marks_come_out_as_they_went_in(text: str, tmp_path: Path) -> None:
    # pdftotext tells what it sees; blanks are its own guess.
    shown = "".join(pages(written(one_paragraph(f"x{text}x"), tmp_path)))
    assert "".join(f"x{text}x".split()) in "".join(shown.split())


def test_every_number_leads_to_its_figure(tmp_path: Path) -> None:
    document = samples.review()
    found = Counter(re.findall(rb"/URI\s*\(tongket:([a-z0-9]{17})\)", raw(written(document, tmp_path))))
    printed = Counter(number.id.encode() for number in document.numbers())
    assert set(found) == set(printed)
    # A number broken over two lines has two rectangles; none has fewer than it is printed.
    assert all(found[identity] >= times for identity, times in printed.items())


def test_the_file_tells_what_it_is(tmp_path: Path) -> None:
    document = samples.review()
    data = raw(written(document, tmp_path))
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in data
    assert document.title.encode() in data
    assert b"tongket:posting:7" in data
    assert b"/Lang (vi)" in data or b"/Lang(vi)" in data
    assert b"2021-01-08" in data
    assert b"/StructTreeRoot" in data
    assert b"/Outlines" in data


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    once = written(samples.review(), tmp_path).read_bytes()
    assert written(samples.review(), tmp_path).read_bytes() == once


@needs_pdftotext
def test_a_long_table_repeats_its_head(tmp_path: Path) -> None:
    rows: tuple[Row, ...] = samples.RESULTS.rows * 15
    section = Section("x", "Bảng dài", (replace(samples.RESULTS, rows=rows),))
    shown = pages(written(replace(samples.review(), sections=(section,)), tmp_path))
    with_rows = [page for page in shown if "22.519" in page]
    assert len(with_rows) >= 2
    assert all("Thực hiện" in page for page in with_rows)
    assert sum(page.count("22.519") for page in shown) == 15


@needs_pdftotext
def test_an_open_date_stays_open(tmp_path: Path) -> None:
    document = samples.review()
    head = replace(samples.LETTERHEAD, signed=None)
    first = pages(written(replace(document, letterhead=head), tmp_path))[0]
    assert "Gia Lai, ngày … tháng … năm …" in flat(first)


@needs_pdftotext
def test_a_press_note_has_its_title_and_no_letterhead(tmp_path: Path) -> None:
    document = samples.press_note()
    (page,) = pages(written(document, tmp_path))
    assert document.title in flat(page)
    assert "CỘNG HÒA" not in page
    assert "Nơi nhận" not in page


def test_a_character_no_font_has_is_refused_not_boxed(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be"):
        written(one_paragraph("chữ \U0010fffd lạ"), tmp_path)


def test_a_chart_that_was_not_drawn_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="chart 1"):
        write_pdf(samples.review(), tmp_path / "x.pdf", charts={})
    assert not (tmp_path / "x.pdf").exists()

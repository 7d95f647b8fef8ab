import io
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.files.books import rewritten
from tests.files.texts import PARAGRAPH, paragraph_xml, tcvn3, vni
from tongket.core.errors import InvalidInput
from tongket.files.limits import LIMITS, Limits
from tongket.files.text import DocumentText, document_of
from tongket.files.text.word import WordFile, read_word


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _read(document: Any) -> DocumentText:
    return document_of(_saved(document), "a.docx")


def _of_xml(*xml: str) -> DocumentText:
    document = docx.Document()
    for piece in xml:
        paragraph_xml(document, piece)
    return _read(document)


def _run(text: str, more: str = "") -> str:
    return f'<w:r>{more}<w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_and_runs() -> None:
    document = docx.Document()
    document.add_heading("Báo cáo", 1)
    paragraph = document.add_paragraph("Đạt 58")
    paragraph.add_run("0").bold = True
    paragraph.add_run(" triệu USD")
    read = _read(document)
    assert read.text == "Báo cáo\nĐạt 580 triệu USD\n"
    assert [(p.unit, p.number, read.text[p.start : p.end]) for p in read.pieces] == [
        ("paragraph", 1, "Báo cáo\n"),
        ("paragraph", 2, "Đạt 580 triệu USD\n"),
    ]


def test_tracked_changes_count_as_accepted() -> None:
    read = _of_xml(
        "<w:p>" + _run("Đạt ")
        + '<w:del w:id="1" w:author="a"><w:r><w:delText>570</w:delText></w:r></w:del>'
        + '<w:ins w:id="2" w:author="a">' + _run("580") + "</w:ins>"
        + '<w:moveFrom w:id="3" w:author="a">' + _run(" chuyển đi") + "</w:moveFrom>" + _run(" triệu") + "</w:p>",
        '<w:p><w:pPr><w:rPr><w:del w:id="4" w:author="a"/></w:rPr></w:pPr>' + _run("một ") + "</w:p>",
        "<w:p>" + _run("dòng") + "</w:p>",
    )  # fmt: skip
    assert read.text == "Đạt 580 triệu\nmột dòng\n"


def test_signs_controls_links_and_fields() -> None:
    control = (
        '<w:sdt><w:sdtPr><w:tag w:val="v1"/><w:text/></w:sdtPr><w:sdtContent>'
        + _run("22.519")
        + "</w:sdtContent></w:sdt>"
    )
    empty = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + _run("Bấm vào đây") + "</w:sdtContent></w:sdt>"
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE 9 </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + _run("7") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    read = _of_xml(
        "<w:p>" + control + "<w:r><w:tab/></w:r>" + _run("tỷ") + "<w:r><w:br/></w:r>" + empty + field
        + "<w:hyperlink>" + _run(" xem") + "<w:r><w:noBreakHyphen/></w:r></w:hyperlink></w:p>"
    )  # fmt: skip
    assert read.text == "22.519\ttỷ\n7 xem-\n"


def test_text_boxes_stand_once_behind_their_paragraph() -> None:
    box = "<w:txbxContent><w:p>" + _run("hộp 603 MWp") + "</w:p></w:txbxContent>"
    shape = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>' + box + "</w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    read = _of_xml("<w:p>" + _run("trước ") + shape + _run("sau") + "</w:p>")
    assert read.text == "trước sau\nhộp 603 MWp\n"
    assert read.pieces[-1].unit == "text-box"


def test_footnotes_that_are_referred_to(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph_xml(document, "<w:p>" + _run("Đạt 580") + '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>')
    source = tmp_path / "a.docx"
    document.save(str(source))
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = f'<w:footnotes xmlns:w="{w}"><w:footnote w:id="-1"><w:p/></w:footnote>' + "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t>Chú thích {n}</w:t></w:r></w:p></w:footnote>' for n in (1, 2)
    )
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("word/footnotes.xml", notes + "</w:footnotes>")
    read = document_of(source.read_bytes(), "a.docx")
    assert read.text == "Đạt 580\nChú thích 2\n"
    assert read.pieces[-1].label() == "chú thích 1"


def test_tables_with_merged_cells() -> None:
    document = docx.Document()
    document.add_paragraph("Bảng 1. Kết quả (đơn vị tính: tỷ đồng)")
    table = document.add_table(4, 3)
    for r, row in enumerate((("Chỉ tiêu", "Năm 2020", ""), ("", "KH", "TH"), ("GO", "22.918", "22.519"))):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    (found,) = _read(document).tables
    assert found.caption.startswith("Bảng 1.")
    assert [(c.text, c.row_label, c.heading, c.unit) for c in found.cells] == [
        ("22.918", "GO", "Năm 2020 / KH", "tỷ đồng"),
        ("22.519", "GO", "Năm 2020 / TH", "tỷ đồng"),
    ]


def test_table_inside_a_cell_and_box_inside_a_cell() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "Ngoài"
    outer.cell(0, 1).add_table(1, 1).cell(0, 0).text = "580"
    read = _read(document)
    assert read.text.count("580") == 1
    assert "Ngoài\t" in read.text


@pytest.mark.parametrize(("font", "write"), [(".VnTime", tcvn3), ("VNI-Times", vni)])
def test_fonts_tell_the_encoding_of_their_runs(font: str, write: Any) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Unicode: ấ ô ñ. ")
    old = paragraph.add_run(write("Kim ngạch").decode("cp1252"))
    old.font.name = font
    read = _read(document)
    assert read.text == "Unicode: ấ ô ñ. Kim ngạch\n"
    assert "TCVN3, VNI" in read.notes[0].vi


def test_font_of_capitals_and_font_by_style() -> None:
    document = docx.Document()
    document.styles["Normal"].font.name = ".VnTimeH"
    document.add_paragraph(tcvn3("tỉnh gia lai").decode("cp1252"))
    modern = document.add_paragraph().add_run("Tỉnh")
    modern.font.name = "Arial"
    assert _read(document).text == "TỈNH GIA LAI\nTỉnh\n"


def test_letters_tell_where_the_font_was_changed() -> None:
    document = docx.Document()
    document.add_paragraph(vni(PARAGRAPH).decode("cp1252"))
    assert _read(document).text == PARAGRAPH + "\n"


def test_marks_split_over_runs_are_composed() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Tổng mư")
    paragraph.add_run("\u0301c ")
    paragraph.add_run(unicodedata.normalize("NFD", "bán lẻ 75.000 tỷ"))
    read = _read(document)
    assert read.text == "Tổng mức bán lẻ 75.000 tỷ\n"


def test_every_letter_is_found_in_its_element() -> None:
    document = docx.Document()
    document.add_paragraph(unicodedata.normalize("NFD", "Đạt 22.519 tỷ đồng, ")).add_run("tăng 6,61%")
    old = document.add_paragraph().add_run(vni("Xuất khẩu 580 triệu USD").decode("cp1252"))
    old.font.name = "VNI-Times"
    read, file = read_word(_saved(document), "a.docx", LIMITS)
    for words in ("22.519", "6,61%", "580"):
        assert _source(read, file, words) == words


def _source(read: DocumentText, file: WordFile, words: str) -> str:
    start = read.text.index(words)
    first, last = (read.offsets.to_old(at) for at in (start, start + len(words)))
    (atom,) = [a for a in file.atoms if a.start <= first < a.end]
    places = [place - atom.start for place in (first, last)]
    if atom.places is not None:
        places = [atom.places.to_old(place) for place in places]
    return str(atom.element.text)[places[0] : places[1]]


def test_title_and_day_of_the_properties() -> None:
    from datetime import UTC, datetime

    document = docx.Document()
    document.add_paragraph("580")
    document.core_properties.title = "Báo cáo 2020"
    document.core_properties.created = datetime(2021, 1, 29, tzinfo=UTC)
    read = _read(document)
    assert (read.title, read.document_date) == ("Báo cáo 2020", "2021-01-29")


def test_damaged_files_are_told(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(PARAGRAPH)
    data = _saved(document)
    source = tmp_path / "a.docx"
    source.write_bytes(data)

    def broken(name: str, content: bytes) -> bytes | None:
        return content[: len(content) // 2] if name == "word/document.xml" else content

    half = rewritten(source, tmp_path / "half.docx", broken).read_bytes()
    gone = rewritten(source, tmp_path / "gone.docx", lambda n, c: None if n == "word/document.xml" else c).read_bytes()
    for damaged in (data[: len(data) // 2], half, gone, b"PK\x03\x04word/", b""):
        with pytest.raises(InvalidInput) as told:
            document_of(damaged, "a.docx")
        assert told.value.text.vi.startswith("a.docx: ")


@pytest.mark.parametrize("at", range(0, 100, 7))
def test_any_cut_is_told(at: int) -> None:
    document = docx.Document()
    document.add_paragraph("580")
    data = _saved(document)
    with pytest.raises(InvalidInput):
        document_of(data[: len(data) * at // 100], "a.docx")


def test_bombs_are_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("580")
    source = tmp_path / "a.docx"
    document.save(str(source))
    with zipfile.ZipFile(source, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.bin", bytes(6 << 20))
    with pytest.raises(InvalidInput, match="inflates beyond"):
        document_of(source.read_bytes(), "a.docx")
    with pytest.raises(InvalidInput, match="inflates beyond"):
        document_of(_saved(docx.Document()), "a.docx", Limits(inflated_bytes=1000))


def test_entities_are_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("580")
    source = tmp_path / "a.docx"
    document.save(str(source))
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật 999", encoding="utf-8")

    def change(name: str, content: bytes) -> bytes:
        if name != "word/document.xml":
            return content
        head, _, rest = content.partition(b"?>")
        entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
        return head + b"?>" + entity + rest.replace(b">580<", b">&e;580<")

    data = rewritten(source, tmp_path / "e.docx", change).read_bytes()
    with pytest.raises(InvalidInput, match="damaged"):
        document_of(data, "e.docx")

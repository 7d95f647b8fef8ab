import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Mm, Pt
from lxml import etree

from tests.review import samples
from tests.review.test_word import names, paragraphs, part, style_names, text, value, written
from tongket.core.errors import InvalidInput, TongketError
from tongket.review.bound import read_bound
from tongket.review.word.markup import q


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(samples.review(), tmp_path_factory.mktemp("word"))


def template(folder: Path, *lines: str) -> Path:
    """A department's own template: Letter paper, a header, a red Heading 1, a table, an old bookmark."""
    made = docx.Document()
    made.sections[0].left_margin = Mm(40)
    made.sections[0].header.paragraphs[0].text = "Sở Công Thương – lưu hành nội bộ"
    made.styles["Heading 1"].font.size = Pt(17)
    made.add_table(1, 1).cell(0, 0).text = "Đầu thư riêng của Sở"
    for line in lines:
        made.add_paragraph(line)
    start = made.paragraphs[0]._p if lines else made.add_paragraph("Trống")._p
    for tag, more in (("bookmarkStart", {q("name"): "cũ"}), ("bookmarkEnd", {})):
        etree.SubElement(start, q(tag), {q("id"): "41", **more})
    path = folder / "mau.docx"
    made.save(str(path))
    return path


class TestTemplate:
    def test_styles_headers_and_page_stay_and_the_text_is_replaced(self, tmp_path: Path) -> None:
        path = written(samples.review(), tmp_path, template(tmp_path, "Nội dung cũ"))
        made = docx.Document(str(path))
        assert made.styles["Heading 1"].font.size == Pt(17)
        assert made.sections[0].header.paragraphs[0].text == "Sở Công Thương – lưu hành nội bộ"
        assert round(made.sections[0].left_margin / Mm(1)) == 40
        whole = text(part(path))
        assert "Nội dung cũ" not in whole
        assert "Đầu thư riêng" not in whole
        assert "CỘNG HÒA XÃ HỘI" in whole
        assert {"Tongket Item", "Tongket Cell"} <= set(style_names(path).values())
        # The template's text is English by default; the review must not be underlined for it.
        assert {value(e) for e in part(path).iter(q("lang"))} == {"vi-VN"}
        assert [n.text for n in read_bound(path).numbers] == [n.text for n in samples.review().numbers()]

    def test_at_the_marker_everything_around_stays(self, tmp_path: Path) -> None:
        path = written(samples.review(), tmp_path, template(tmp_path, "Kính gửi: UBND tỉnh", "{{tongket}}", "Kết thúc"))
        whole = text(part(path))
        assert "{{tongket}}" not in whole
        assert "CỘNG HÒA XÃ HỘI" not in whole
        assert "Nơi nhận" not in whole
        order = ["Đầu thư riêng của Sở", "Kính gửi: UBND tỉnh", "I. Kết quả", "IV. Kiến nghị", "Kết thúc"]
        places = [whole.index(piece) for piece in order]
        assert places == sorted(places)
        ids = [value(b, "id") for b in part(path).iter(q("bookmarkStart"))]
        assert "41" in ids
        assert len(ids) == len(set(ids))

    def test_a_marker_split_into_runs_is_found(self, tmp_path: Path) -> None:
        made = docx.Document()
        paragraph = made.add_paragraph("Trước")
        paragraph = made.add_paragraph("{{ton")
        paragraph.add_run("gket}}").bold = True
        made.save(str(tmp_path / "mau.docx"))
        path = written(samples.press_note(), tmp_path, tmp_path / "mau.docx")
        assert text(part(path)).startswith("Trước" + samples.press_note().title)

    def test_a_marker_that_ends_a_section_leaves_its_page_set_up(self, tmp_path: Path) -> None:
        made = docx.Document()
        made.add_paragraph("{{tongket}}")
        made.add_section().left_margin = Mm(50)
        made.save(str(tmp_path / "mau.docx"))
        path = written(samples.press_note(), tmp_path, tmp_path / "mau.docx")
        assert len(docx.Document(str(path)).sections) == 2

    def test_a_heading_that_numbers_itself_is_not_numbered_twice(self, tmp_path: Path) -> None:
        made = docx.Document()
        properties = made.styles["Heading 1"].element.get_or_add_pPr()
        number = etree.SubElement(properties, q("numPr"))
        etree.SubElement(number, q("numId"), {q("val"): "1"})
        made.save(str(tmp_path / "mau.docx"))
        path = written(samples.review(), tmp_path, tmp_path / "mau.docx")
        head = paragraphs(path)["I. Kết quả thực hiện nhiệm vụ năm 2020"]
        assert value(head.find(f"{q('pPr')}/{q('numPr')}/{q('numId')}")) == "0"

    def test_a_former_review_serves_as_template(self, review: Path, tmp_path: Path) -> None:
        path = written(samples.press_note(), tmp_path, review)
        assert [n.text for n in read_bound(path).numbers] == [n.text for n in samples.press_note().numbers()]
        assert len([n for n in names(path) if n.startswith("customXml/item") and "Props" not in n]) == 1

    @pytest.mark.parametrize("lines", [("{{tongket}} và chữ khác",), ("{{tongket}}", "{{tongket}}")])
    def test_a_marker_not_alone_is_refused(self, lines: tuple[str, ...], tmp_path: Path) -> None:
        with pytest.raises(InvalidInput, match="once"):
            written(samples.press_note(), tmp_path, template(tmp_path, *lines))

    def test_a_marker_in_a_table_is_refused(self, tmp_path: Path) -> None:
        made = docx.Document()
        made.add_table(1, 1).cell(0, 0).text = "{{tongket}}"
        made.save(str(tmp_path / "mau.docx"))
        with pytest.raises(InvalidInput, match="outside tables"):
            written(samples.press_note(), tmp_path, tmp_path / "mau.docx")

    @pytest.mark.parametrize("kind", ["missing", "text", "ole", "zip", "macro", "dotx", "cut"])
    def test_what_is_no_template_is_refused(self, kind: str, tmp_path: Path) -> None:
        path = tmp_path / "mau.docx"
        good = template(tmp_path).read_bytes()
        if kind == "missing":
            path.unlink()
        elif kind == "text":
            path.write_text("không phải Word", encoding="utf-8")
        elif kind == "ole":
            path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
        elif kind == "zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("a.txt", "b")
        elif kind == "cut":
            path.write_bytes(good[: len(good) // 2])
        else:
            path.write_bytes(_retyped(good, kind))
        with pytest.raises(TongketError) as caught:
            written(samples.press_note(), tmp_path, path)
        assert isinstance(caught.value, InvalidInput)
        assert str(path) in caught.value.message("vi")


def _retyped(good: bytes, kind: str) -> bytes:
    """A template as Word saves it with macros, or as .dotx."""
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    other = {
        "macro": b"application/vnd.ms-word.document.macroEnabled.main+xml",
        "dotx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    }[kind]
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(main, other))
        if kind == "macro":
            target.writestr("word/vbaProject.bin", b"macro")
    return result.getvalue()

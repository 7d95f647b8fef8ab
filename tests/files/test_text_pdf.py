import re
from functools import cache

import pytest
import typst

from tests.files.texts import PARAGRAPH
from tongket.core.errors import InvalidInput
from tongket.files.text.pdf import read_pdf


@cache
def _pdf(body: str, head: str = "") -> bytes:
    setting = '#set page(paper: "a4", margin: 2.5cm{})\n#set text(lang: "vi", size: 13pt, hyphenate: false)\n'
    return bytes(typst.compile((setting.format(head) + "#set par(justify: true)\n" + body).encode()))


def _words(text: str) -> str:
    return " ".join(text.split())


def test_lines_are_joined_to_paragraphs() -> None:
    other = PARAGRAPH.replace("580", "590")
    document = read_pdf(_pdf(f"= Báo cáo tổng kết\n{PARAGRAPH}\n\n{other}\n\n- Mục một 12 ha\n- Mục hai"), "a.pdf")
    lines = document.text.splitlines()
    assert lines[:3] == ["Báo cáo tổng kết", PARAGRAPH, other]
    assert [line.lstrip("•- ") for line in lines[3:]] == ["Mục một 12 ha", "Mục hai"]


def test_hyphens_at_the_end_of_a_line_stay() -> None:
    body = "#box(width: 3.2cm)[Phòng Kinh tế-Hạ tầng các huyện, công tác phòng-chống thiên tai]"
    assert "phòng-chống" in _words(read_pdf(_pdf(body), "a.pdf").text)


def test_pages_and_running_heads() -> None:
    body = "\n#pagebreak()\n".join(f"Trang này nói về số {n}.\n\n{PARAGRAPH}" for n in (11, 22, 33, 44))
    document = read_pdf(_pdf(body, ', header: [SỞ CÔNG THƯƠNG], numbering: "1/1"'), "a.pdf")
    assert "SỞ CÔNG THƯƠNG" not in document.text
    assert not re.search(r"^\d/4$", document.text, re.M)
    assert document.text.count(PARAGRAPH) == 4
    assert document.piece(document.text.index("số 33")) == document.pieces[2]
    assert document.pieces[2].label("vi") == "trang 3"


def test_a_paragraph_over_two_pages_keeps_its_words() -> None:
    body = "#v(1fr)\n" + "\n\n".join([PARAGRAPH] * 12)
    text = _words(read_pdf(_pdf(body), "a.pdf").text)
    assert text.count(_words(PARAGRAPH)) == 12


_PICTURE = "#rect(width: 100%, height: 60%, fill: gradient.linear(red, blue))"


def test_pictures_without_text_are_refused() -> None:
    with pytest.raises(InvalidInput) as told:
        read_pdf(_pdf(_PICTURE), "a.pdf")
    assert "OCR" in told.value.text.vi


def test_scan_is_refused() -> None:
    with pytest.raises(InvalidInput, match="OCR"):
        read_pdf(_image_pdf(), "a.pdf")


def _image_pdf() -> bytes:
    """A PDF of one page that shows one picture, written by hand."""
    picture = bytes(range(256)) * 3
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/XObject/Subtype/Image/Width 16/Height 16/ColorSpace/DeviceRGB/BitsPerComponent 8/Length 768>>stream\n"
        + picture + b"\nendstream",
        b"<</Length 27>>stream\n500 0 0 800 40 20 cm /I Do \nendstream",
    ]  # fmt: skip
    return _assembled(objects)


def _assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(out))
    return out + head + table + end


def test_a_page_that_is_a_picture_is_told() -> None:
    document = read_pdf(_pdf(f"{PARAGRAPH}\n#pagebreak()\n{_PICTURE}"), "a.pdf")
    assert PARAGRAPH in document.text
    assert "trang 2 chỉ là ảnh" in document.notes[0].vi


def test_passwords_are_told() -> None:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        b"<</Filter/Standard/V 1/R 2/P -44/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">>>",
    ]
    data = _assembled(objects, b"/Encrypt 3 0 R/ID[<" + b"00" * 16 + b"><" + b"00" * 16 + b">]")
    with pytest.raises(InvalidInput, match="password"):
        read_pdf(data, "a.pdf")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5])
def test_cut_files_are_told(share: float) -> None:
    data = _pdf(PARAGRAPH)
    with pytest.raises(InvalidInput) as told:
        read_pdf(data[: int(len(data) * share)], "a.pdf")
    assert told.value.text.vi.startswith("a.pdf: ")


def test_garbage_after_the_mark_is_told() -> None:
    with pytest.raises(InvalidInput):
        read_pdf(b"%PDF-1.7\n" + bytes(range(256)) * 50, "a.pdf")


def test_properties() -> None:
    body = '#set document(title: "Báo cáo 2020", date: datetime(year: 2021, month: 1, day: 29))\n' + PARAGRAPH
    document = read_pdf(bytes(typst.compile(body.encode())), "a.pdf")
    assert (document.title, document.document_date) == ("Báo cáo 2020", "2021-01-29")

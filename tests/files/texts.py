"""Texts for the tests of readers, and the old encodings written by tables of their own."""

import unicodedata
from collections.abc import Sequence
from typing import Any

PARAGRAPH = (
    "Năm 2020, tổng giá trị sản xuất công nghiệp ước đạt 22.519 tỷ đồng (đạt 98,26% kế hoạch, tăng 6,61% so với năm "
    "2019); kim ngạch xuất khẩu đạt 580 triệu USD, giảm nhẹ ở nhóm hàng cà phê, mủ cao su, gỗ; hệ thống điện mặt trời "
    "mái nhà đang vận hành: quỹ đất, kỹ thuật, thuế, lũy kế, ở các huyện Chư Sê, Đức Cơ, Ia Grai, Mang Yang."
)


def tcvn3(text: str) -> bytes:
    """A text in TCVN3, capitals with marks left out: they come from a font."""
    places: dict[str, int] = {}
    # TCVN 5712:1993 by runs of its code chart.
    rows = (
        (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
        (0xB5, "àảãáạ"), (0xBB, "ằẳẵắ"), (0xC6, "ặầẩẫấậè"), (0xCE, "ẻẽéẹềểễếệìỉ"), (0xDC, "ĩíịò"),
        (0xE1, "ỏõóọồổỗốộờởỡớợù"), (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
    )  # fmt: skip
    for first, letters in rows:
        places.update({letter: first + at for at, letter in enumerate(letters)})
    return bytes(places.get(c, ord(c) if ord(c) < 128 else 0x3F) for c in text)


def vni(text: str) -> bytes:
    """A text in VNI-Windows, letter by letter: the base, and behind it the sign for its marks together."""
    plain = {"": "", "\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
    hat = {"": "â", "\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
    breve = {"": "ê", "\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
    whole = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}
    out = []
    for letter in text:
        small = letter.lower()
        marks = unicodedata.normalize("NFD", small)
        tone = next((m for m in marks[1:] if m in plain and m), "")
        if small in whole:
            written = whole[small]
        elif "\u031b" in marks:
            written = {"o": "ô", "u": "ö"}[marks[0]] + plain[tone]
        elif "\u0302" in marks:
            written = marks[0] + hat[tone]
        elif "\u0306" in marks:
            written = marks[0] + breve[tone]
        else:
            written = marks[0] + plain[tone]
        out.append(written.upper() if letter.isupper() else written)
    return "".join(out).encode("cp1252", errors="replace")


def page(rows: Sequence[Sequence[str]]) -> str:
    """An HTML table."""
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows) + "</table>"


def paragraph_xml(document: Any, xml: str) -> None:
    """Append a piece of WordprocessingML to a document of python-docx."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    names = nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    element = parse_xml(xml.replace("<w:p>", f"<w:p {names}>", 1).replace("<w:tbl>", f"<w:tbl {names}>", 1))
    body = document.element.body
    body.insert(len(body) - 1, element)

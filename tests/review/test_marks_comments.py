import io
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from tests.files.texts import paragraph_xml, vni
from tests.review import office
from tests.review.marked import TEXT, checked
from tongket.core.errors import InvalidInput, Unavailable
from tongket.files.text import document_of
from tongket.review.marks.comments import write_comments

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIRST, SECOND = TEXT.splitlines()


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _plain() -> Any:
    document = docx.Document()
    document.add_paragraph(FIRST)
    document.add_paragraph(SECOND)
    return document


def _in_pieces() -> Any:
    """The same words cut into runs everywhere, with looks, a control and decomposed letters."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for at, piece in enumerate(re.split(r"(?<=1)|(?<=, )|(?<=tri)", FIRST)):
        paragraph.add_run(unicodedata.normalize("NFD", piece)).bold = bool(at % 2)
    document.add_paragraph(SECOND)
    return document


def _commented(source: Any, out: Path) -> Any:
    data = _saved(source)
    document = document_of(data, "a.docx")
    assert document.text == TEXT
    assert write_comments(data, checked(document), out, "vi") == 2
    return docx.Document(str(out))


def _anchored(document: Any) -> dict[str, str]:
    """What each comment is put on, read straight from the file."""
    found: dict[str, str] = {}
    open_ids: set[str] = set()
    for element in document.element.body.iter():
        if element.tag == f"{W}commentRangeStart":
            open_ids.add(element.get(f"{W}id"))
            found[element.get(f"{W}id")] = ""
        elif element.tag == f"{W}commentRangeEnd":
            open_ids.remove(element.get(f"{W}id"))
        elif element.tag == f"{W}t":
            for identity in open_ids:
                found[identity] += element.text or ""
    assert not open_ids
    return {identity: unicodedata.normalize("NFC", text) for identity, text in found.items()}


@pytest.mark.parametrize("make", [_plain, _in_pieces])
def test_comments_are_at_the_right_words(make: Any, tmp_path: Path) -> None:
    before = make()
    texts = [p.text for p in before.paragraphs]
    document = _commented(before, tmp_path / "a.docx")
    assert list(_anchored(document).values()) == ["18%", "thực hiện vượt các chỉ tiêu"]
    assert [p.text for p in document.paragraphs] == texts
    assert [c.author for c in document.comments] == ["tongket", "tongket"]
    assert "giải thích growth-of-levels <&>" in next(iter(document.comments)).text


def test_looks_of_split_runs_stay(tmp_path: Path) -> None:
    source = docx.Document()
    source.add_paragraph().add_run(FIRST).italic = True
    source.add_paragraph(SECOND)
    document = _commented(source, tmp_path / "a.docx")
    runs = [run for run in document.paragraphs[0].runs if run.text]
    assert len(runs) == 3
    assert all(run.italic for run in runs)


def test_comments_that_were_there_stay(tmp_path: Path) -> None:
    source = _plain()
    source.add_comment(source.paragraphs[0].runs[0], text="của phòng", author="An", initials="A")
    document = _commented(source, tmp_path / "a.docx")
    assert [(c.comment_id, c.author) for c in document.comments] == [(0, "An"), (1, "tongket"), (2, "tongket")]
    anchored = _anchored(document)
    assert anchored["0"] == FIRST
    assert anchored["1"] == "18%"


def test_what_a_control_holds_stays_its_value(tmp_path: Path) -> None:
    source = docx.Document()
    head, tail = FIRST.split("18%")
    control = (
        '<w:sdt><w:sdtPr><w:tag w:val="g0"/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>18</w:t></w:r></w:sdtContent>'
        "</w:sdt>"
    )
    space = 'xml:space="preserve"'
    xml = f"<w:p><w:r><w:t {space}>{head}</w:t></w:r>{control}<w:r><w:t {space}>%{tail}</w:t></w:r></w:p>"
    paragraph_xml(source, xml)
    source.add_paragraph(SECOND)
    document = _commented(source, tmp_path / "a.docx")
    assert _anchored(document)["0"] == "18%"
    (content,) = document.element.body.iter(f"{W}sdtContent")
    assert [child.tag for child in content] == [f"{W}r"]


def test_old_fonts_and_text_boxes(tmp_path: Path) -> None:
    source = docx.Document()
    source.add_paragraph().add_run(vni(FIRST).decode("cp1252")).font.name = "VNI-Times"
    box = f"<w:txbxContent><w:p><w:r><w:t>{SECOND.replace('<', '&lt;').replace('&', '&amp;', 0)}</w:t></w:r></w:p>"
    box = box.replace(" & ", " &amp; ") + "</w:txbxContent>"
    paragraph_xml(source, f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>")
    data = _saved(source)
    document = document_of(data, "a.docx")
    assert [line for line in document.text.splitlines() if line] == [FIRST, SECOND]
    assert write_comments(data, checked(document), tmp_path / "a.docx", "vi") == 2
    written = docx.Document(str(tmp_path / "a.docx"))
    assert _anchored(written)["0"] == "18%"
    # Word takes no comment inside a box: the one on its words is around the box.
    ranges = list(written.element.body.iter(f"{W}commentRangeStart"))
    assert not any(e.tag == f"{W}txbxContent" for r in ranges for e in r.iterancestors())


def test_every_other_part_stays_as_it_was(tmp_path: Path) -> None:
    data = _saved(_plain())
    write_comments(data, checked(document_of(data, "a.docx")), tmp_path / "a.docx", "vi")
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(tmp_path / "a.docx") as new:
        changed = {n for n in new.namelist() if n not in old.namelist() or new.read(n) != old.read(n)}
        types = etree.fromstring(new.read("[Content_Types].xml"))
    assert changed == {
        "word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml",
    }  # fmt: skip
    assert sum(str(e.get("PartName")) == "/word/comments.xml" for e in types) == 1


def test_same_input_same_bytes(tmp_path: Path) -> None:
    data = _saved(_plain())
    for name in ("a.docx", "b.docx"):
        write_comments(data, checked(document_of(data, "a.docx")), tmp_path / name, "vi")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = docx.Document()
    other.add_paragraph("khác")
    with pytest.raises(InvalidInput):
        write_comments(_saved(other), checked(), tmp_path / "a.docx", "vi")


def test_no_folder(tmp_path: Path) -> None:
    data = _saved(_plain())
    with pytest.raises(Unavailable):
        write_comments(data, checked(document_of(data, "a.docx")), tmp_path / "nowhere" / "a.docx", "vi")


@pytest.mark.office
@office.needs_office
def test_libreoffice_keeps_the_comments(tmp_path: Path) -> None:
    source = _in_pieces()
    source.add_comment(source.paragraphs[0].runs[0], text="của phòng", author="An", initials="A")
    _commented(source, tmp_path / "a.docx")
    again = office.convert(tmp_path / "a.docx", "docx", tmp_path / "out", tmp_path / "profile")
    document = docx.Document(str(again))
    comments = {str(c.comment_id): c.author for c in document.comments}
    assert sorted(comments.values()) == ["An", "tongket", "tongket"]
    anchored = _anchored(document)
    assert sorted(anchored[i] for i in anchored if comments[i] == "tongket") == ["18%", "thực hiện vượt các chỉ tiêu"]

import io
import sys
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.texts import PARAGRAPH
from tongket.core.errors import InvalidInput
from tongket.files.limits import Limits
from tongket.files.text import document_of, read_document


def _docx() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(PARAGRAPH)
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.docx", "a.txt", "a", "a.pdf.bin"])
def test_content_tells_the_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(_docx())
    read = read_document(path)
    assert (read.kind, read.text, read.name) == ("docx", PARAGRAPH + "\n", str(path))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><p>580", "html"),
        (b"\xef\xbb\xbf\n <HTML><body>580", "html"),
        ("<html>580".encode("utf-16"), "html"),
        (b"580 < 600 & 700", "txt"),
        (b"%PD 580", "txt"),
    ],
)
def test_html_and_text(data: bytes, kind: str) -> None:
    assert document_of(data, "a.dat").kind == kind


def test_name_tells_a_bare_page() -> None:
    assert document_of(b"580 <b>ha</b>", "a.html").text == "580 ha\n"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PARAGRAPH.encode())))
    read = read_document("-")
    assert (read.name, read.text) == ("-", PARAGRAPH)


def test_standard_input_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"580 " * 100)))
    with pytest.raises(InvalidInput, match="over the limit"):
        read_document("-", Limits(file_bytes=99))


def test_eighty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(80 << 20)
    with pytest.raises(InvalidInput) as told:
        read_document(path)
    assert "80 MB" in told.value.text.vi


def test_long_plain_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongket.files.text.reading.MAX_LETTERS", 10)
    with pytest.raises(InvalidInput, match="over the limit"):
        document_of(b"580 580 580", "a.txt")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "không có chữ nào"),
        (b" \n\t\n", "không có chữ nào"),
        (b"<html><script>580</script></html>", "không có chữ nào"),
        (b"{\\rtf1 580}", "tệp RTF"),
        (b"\x89PNG\r\n\x1a\n", "tệp PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "kiểu cũ"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"PK\x03\x04" + bytes(40), "tệp nén"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, said: str) -> None:
    with pytest.raises(InvalidInput) as told:
        document_of(data, "tệp")
    assert said in told.value.text.vi
    assert told.value.text.vi.startswith("tệp: ")


def test_workbooks_are_told() -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    with pytest.raises(InvalidInput, match="Excel"):
        document_of(out.getvalue(), "a.xlsx")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.txt", tmp_path):
        with pytest.raises(InvalidInput, match="cannot be read"):
            read_document(path)


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xff\xfe"]))
def test_any_bytes_give_text_or_a_message(data: bytes, mark: bytes) -> None:
    try:
        text = document_of(mark + data, "a").text
    except InvalidInput as error:
        text = error.text.vi
    assert text.strip()

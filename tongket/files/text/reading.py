"""One door for all formats: a file, or standard input, to its text."""

import sys
from pathlib import Path
from typing import BinaryIO

from tongket.core.errors import InvalidInput
from tongket.files.archive import OLE_MARK, ZIP_MARK
from tongket.files.limits import LIMITS, MIB, Limits
from tongket.files.text.document import DocumentText
from tongket.files.text.package import broken
from tongket.files.text.pdf import read_pdf
from tongket.files.text.plain import read_plain
from tongket.files.text.web import read_web
from tongket.files.text.word import read_word

STDIN = "-"
MAX_LETTERS = 30_000_000
"""Letters of plain text or HTML read at most; a report of a thousand pages has three million."""
_HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article", b"<table", b"<p>", b"<div", b"<meta")
_PDF_MARK = b"%PDF-"
_OTHERS = ((b"{\\rtf", "RTF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"II*\0", "TIFF"))


def read_document(path: Path | str, limits: Limits = LIMITS) -> DocumentText:
    """Read the text of a .txt, .html, .docx or text .pdf file; the format is told by the content, not by the name.

    Args:
        path: the file; `-` reads standard input.
        limits: how large it may be.

    Raises:
        InvalidInput: it cannot be read, is too large, damaged, locked, of another format, a scan without text, empty,
            or in an encoding that cannot be told.
    """
    name = str(path)
    return document_of(read_bytes(path, limits), name, limits)


def document_of(data: bytes, name: str, limits: Limits = LIMITS) -> DocumentText:
    """Return the text of a file whose bytes are given; see `read_document`."""
    kind = sniffed(data, name)
    if kind == "docx":
        document = read_word(data, name, limits)[0]
    elif kind == "pdf":
        document = read_pdf(data, name)
    else:
        if len(data) > MAX_LETTERS:
            raise _too_large(name, len(data), MAX_LETTERS)
        document = read_web(data, name) if kind == "html" else read_plain(data, name)
    if not document.text.strip():
        raise InvalidInput(
            f"{name}: tệp không có chữ nào để kiểm tra; xem lại có đúng tệp cần kiểm tra không",
            f"{name}: the file has no text to check; see whether it is the right file",
        )
    return document


def read_bytes(path: Path | str, limits: Limits = LIMITS) -> bytes:
    """Return the bytes of a file, or of standard input for `-`.

    Raises:
        InvalidInput: it cannot be read, or is larger than the limits allow.
    """
    name = str(path)
    if name == STDIN:
        data = _from_stdin(sys.stdin.buffer, limits)
        if len(data) > limits.file_bytes:
            raise _too_large(name, None, limits.file_bytes)
        return data
    try:
        size = Path(path).stat().st_size
        if size > limits.file_bytes:
            raise _too_large(name, size, limits.file_bytes)
        with Path(path).open("rb") as file:
            # What grows while it is read, or has no size (a pipe), is bounded too.
            data = file.read(limits.file_bytes + 1)
    except OSError as error:
        raise InvalidInput(
            f"{name}: không đọc được tệp; kiểm tra lại đường dẫn và quyền đọc",
            f"{name}: the file cannot be read ({error.strerror}); check the path and the right to read it",
        ) from None
    if len(data) > limits.file_bytes:
        raise _too_large(name, None, limits.file_bytes)
    return data


def _from_stdin(stream: BinaryIO, limits: Limits) -> bytes:
    return stream.read(limits.file_bytes + 1)


def sniffed(data: bytes, name: str) -> str:
    """Return the format of a file by its content: docx, pdf, html or txt.

    Raises:
        InvalidInput: a format that holds no text that can be read here.
    """
    if data.startswith(OLE_MARK):
        raise _old_office(data, name)
    if data.startswith(ZIP_MARK):
        return _archive_kind(data, name)
    if _PDF_MARK in data[:1024]:
        return "pdf"
    for mark, kind in _OTHERS:
        if data.startswith(mark):
            raise InvalidInput(
                f"{name}: đây là tệp {kind}, không đọc được chữ; đưa tệp .docx, .pdf có chữ, .html hoặc .txt",
                f"{name}: this is a {kind} file; give a .docx, a .pdf with text, .html or .txt",
            )
    if name.casefold().endswith((".docx", ".pdf")) and data:
        if name.casefold().endswith(".docx"):
            raise broken(name)
        return "pdf"
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    web = name.casefold().endswith((".html", ".htm", ".xhtml"))
    return "html" if web or head.startswith((*_HTML_MARKS, b"<?xml")) else "txt"


def _archive_kind(data: bytes, name: str) -> str:
    # The names of entries stand uncompressed in the file; a cut one still has those of its first entries.
    for mark, kind in (
        (b"xl/workbook", "Excel"),
        (b"ppt/presentation", "PowerPoint"),
        (b"content.xml", "OpenDocument"),
    ):
        if mark in data and b"word/" not in data:
            raise InvalidInput(
                f"{name}: đây là tệp {kind}; lưu hoặc chép văn bản sang tệp Word .docx rồi kiểm tra",
                f"{name}: this is a file of {kind}; save or copy the text into a Word .docx and check that",
            )
    if b"word/" not in data and not name.casefold().endswith(".docx"):
        raise InvalidInput(
            f"{name}: đây là tệp nén, không phải văn bản; giải nén rồi kiểm tra từng tệp",
            f"{name}: this is an archive, not a document; unpack it and check each file",
        )
    return "docx"


def _old_office(data: bytes, name: str) -> InvalidInput:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return InvalidInput(
            f"{name}: tệp có mật khẩu; mở bằng mật khẩu, bỏ mật khẩu, lưu lại thành .docx rồi kiểm tra",
            f"{name}: the file has a password; open it, remove the password, save it as .docx and check again",
        )
    return InvalidInput(
        f"{name}: tệp Office kiểu cũ (.doc, .xls 97–2003); mở bằng Word, lưu lại thành .docx rồi kiểm tra",
        f"{name}: an old Office file (.doc, .xls of 97–2003); open it in Word, save it as .docx and check again",
    )


def _too_large(name: str, size: int | None, most: int) -> InvalidInput:
    shown_vi = f"{size // MIB} MB" if size else f"hơn {most // MIB} MB"
    shown_en = f"{size // MIB} MB" if size else f"more than {most // MIB} MB"
    return InvalidInput(
        f"{name}: tệp {shown_vi}, quá mức {most // MIB} MB nên không đọc; chia nhỏ tệp hoặc bỏ bớt ảnh rồi kiểm tra",
        f"{name}: {shown_en}, over the limit of {most // MIB} MB and not read; split it or take pictures out",
    )

"""The archive around a Word file: opened once under a meter, so that nothing inflates beyond a document's size."""

import zipfile

from lxml import etree

from tongket.core.errors import InvalidInput
from tongket.files.limits import MIB, Limits
from tongket.files.meter import BROKEN_ZIP, Trouble, Unsafe, open_metered

Element = etree._Element

_HEAD = 4096
MAX_XML = 64 * MIB
"""Bytes of one part of text; a document of a thousand pages has less than twenty million."""


def open_word(data: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    """Open a Word file's archive and make sure that all of it can be inflated within the limits.

    Raises:
        InvalidInput: cut short, altered, encrypted, or larger than allowed.
    """
    try:
        return open_metered(data, limits)
    except Unsafe as unsafe:
        if unsafe.trouble is Trouble.BROKEN:
            raise broken(name) from None
        raise (locked(name) if unsafe.trouble is Trouble.LOCKED else _bomb(name, limits)) from None


def parse(archive: zipfile.ZipFile, part: str, name: str) -> Element:
    """Return the root of one part.

    Raises:
        InvalidInput: not there, too large, or not XML.
    """
    try:
        content = archive.read(part)
    except (KeyError, *BROKEN_ZIP):
        raise broken(name) from None
    if len(content) > MAX_XML:
        raise InvalidInput(
            f"{name}: phần {part} quá lớn so với một văn bản ({len(content) // MIB} MB), không đọc; "
            "chia văn bản thành nhiều tệp",
            f"{name}: the part {part} is too large for a document ({len(content) // MIB} MB), not read; "
            "split the document into several files",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    # No program for texts declares entities; what they stand for would be hidden from the reader.
    if b"<!DOCTYPE" in content[:_HEAD] or b"<!ENTITY" in content:
        raise broken(name)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise broken(name) from None


def broken(name: str) -> InvalidInput:
    """Return the error for a Word file that is cut short or damaged."""
    return InvalidInput(
        f"{name}: tệp Word bị cắt cụt hoặc hỏng, không đọc được; lấy lại tệp từ nơi gửi, mở thử bằng Word",
        f"{name}: the Word file is cut short or damaged and cannot be read; get it again and try it in Word",
    )


def locked(name: str) -> InvalidInput:
    """Return the error for a file with a password."""
    return InvalidInput(
        f"{name}: tệp có mật khẩu; mở bằng mật khẩu, bỏ mật khẩu, lưu lại rồi kiểm tra",
        f"{name}: the file has a password; open it, remove the password, save and check again",
    )


def _bomb(name: str, limits: Limits) -> InvalidInput:
    return InvalidInput(
        f"{name}: tệp nở ra quá lớn so với một văn bản (quá {limits.inflated_bytes // MIB} MB hoặc quá "
        f"{limits.part_ratio} lần), không mở; chép nội dung sang một tệp Word mới rồi kiểm tra",
        f"{name}: inflates beyond the size of a document (over {limits.inflated_bytes // MIB} MB or "
        f"{limits.part_ratio} times), not opened; copy its text into a new Word file and check that",
    )

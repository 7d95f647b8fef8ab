"""The outer shell of a workbook: a ZIP archive, inflated once under a meter before anything reads it."""

import io
import struct
import zipfile
import zlib

from tongket.core.text import Text
from tongket.files.faults import Refused, refuse
from tongket.files.limits import MIB, Limits

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    OverflowError,
)  # fmt: skip
"""What `zipfile` raises on archives that are cut short, altered or packed in ways Excel does not use."""
_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_WORKBOOK = "xl/workbook.xml"
_OTHERS = (
    ("xl/workbook.bin", Text("tệp .xlsb (nhị phân)", "an .xlsb (binary) file")),
    ("content.xml", Text("tệp .ods của LibreOffice", "an .ods file of LibreOffice")),
    ("word/document.xml", Text("tệp Word", "a Word file")),
    ("ppt/presentation.xml", Text("tệp PowerPoint", "a PowerPoint file")),
)
SAVE_AS_XLSX = Text(
    "mở bằng Excel hoặc LibreOffice, lưu thành .xlsx không đặt mật khẩu, rồi nạp lại",
    "open it in Excel or LibreOffice, save as .xlsx without a password, and load again",
)
FETCH_AGAIN = Text(
    "lấy lại tệp từ nơi gửi, mở thử bằng Excel rồi nạp lại", "get the file again, try it in Excel, load again"
)


def open_archive(data: bytes, file: str, limits: Limits) -> zipfile.ZipFile:
    """Open a workbook's archive and make sure that all of it can be inflated within the limits.

    Archives inside the archive (embedded objects) are counted as they lie there and never opened.

    Raises:
        Refused: not an .xlsx workbook, cut short, altered, encrypted, or larger than allowed.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except BROKEN_ZIP:
        raise broken(file) from None
    _check_declared(entries, file, limits)
    _check_kind({entry.filename for entry in entries}, file)
    room = limits.inflated_bytes
    for entry in entries:
        room -= _inflated(archive, entry, file, room, limits)
    return archive


def broken(file: str) -> Refused:
    """Return the refusal of a workbook that is cut short or damaged."""
    return refuse(
        file,
        Text(
            "tệp Excel bị cắt cụt hoặc hỏng, không đọc được", "the workbook is cut short or damaged and cannot be read"
        ),
        FETCH_AGAIN,
    )


def refuse_ole(data: bytes, file: str) -> Refused:
    """Return the refusal of a compound (OLE) file: a protected workbook, or one of Excel 97–2003."""
    # The names of streams in a compound file are UTF-16; an encrypted .xlsx is one stream of that name.
    if "EncryptedPackage".encode("utf-16-le") in data:
        problem = Text("tệp Excel được đặt mật khẩu", "the workbook is protected by a password")
    elif any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        problem = Text("tệp Excel kiểu cũ .xls (97–2003)", "an old .xls workbook (97–2003)")
    else:
        problem = Text("tệp Office kiểu cũ hoặc có mật khẩu", "an old or password-protected Office file")
    return refuse(file, problem, SAVE_AS_XLSX)


def _check_declared(entries: list[zipfile.ZipInfo], file: str, limits: Limits) -> None:
    names = [entry.filename for entry in entries]
    if len(names) != len(set(names)):
        # Two readers may each take another of the two.
        raise broken(file)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise refuse(file, Text("tệp được đặt mật khẩu", "the file is protected by a password"), SAVE_AS_XLSX)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise broken(file)
    if len(entries) > limits.parts:
        raise _bomb(
            file,
            f"{len(entries)} thành phần, quá mức {limits.parts}",
            f"{len(entries)} parts, more than {limits.parts}",
        )
    if sum(entry.file_size for entry in entries) > limits.inflated_bytes:
        raise _too_large(file, limits)


def _check_kind(names: set[str], file: str) -> None:
    if _WORKBOOK in names:
        return
    for mark, kind in _OTHERS:
        if mark in names:
            raise refuse(file, Text(f"đây là {kind.vi}", f"this is {kind.en}"), SAVE_AS_XLSX)
    raise refuse(
        file,
        Text("tệp nén, không phải tệp Excel .xlsx", "an archive, not an .xlsx workbook"),
        Text("giải nén rồi nạp từng tệp .xlsx hoặc .csv", "unpack it and load each .xlsx or .csv file"),
    )


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str, room: int, limits: Limits) -> int:
    most = max(limits.ratio_from, entry.compress_size * limits.part_ratio)
    size = 0
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                if size > room:
                    raise _too_large(file, limits)
                if size > most:
                    raise _bomb(
                        file,
                        f"phần {entry.filename} nở ra hơn {limits.part_ratio} lần",
                        f"the part {entry.filename} inflates more than {limits.part_ratio} times",
                    )
    except Refused:
        raise
    except BROKEN_ZIP:
        raise broken(file) from None
    return size


def _too_large(file: str, limits: Limits) -> Refused:
    most = limits.inflated_bytes // MIB
    return _bomb(file, f"giải nén ra quá {most} MiB", f"it inflates to more than {most} MiB")


def _bomb(file: str, vi: str, en: str) -> Refused:
    return refuse(
        file,
        Text(f"tệp Excel quá lớn so với một tệp số liệu: {vi}", f"too large for a workbook of figures: {en}"),
        Text(
            "chép riêng bảng số liệu sang một tệp .xlsx mới rồi nạp lại",
            "copy the table of figures into a new .xlsx file and load that",
        ),
    )

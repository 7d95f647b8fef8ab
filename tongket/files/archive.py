"""The outer shell of a workbook: a ZIP archive of Office's, not encrypted, of a size a workbook may have."""

import zipfile

from tongket.core.text import Text
from tongket.files.faults import Refused, refuse
from tongket.files.limits import MIB, Limits
from tongket.files.meter import Trouble, Unsafe, open_metered

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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
        archive = open_metered(data, limits)
    except Unsafe as unsafe:
        raise _refused(unsafe, file, limits) from None
    _check_kind(set(archive.namelist()), file)
    return archive


def _refused(unsafe: Unsafe, file: str, limits: Limits) -> Refused:
    match unsafe.trouble:
        case Trouble.BROKEN:
            return broken(file)
        case Trouble.LOCKED:
            return refuse(file, Text("tệp được đặt mật khẩu", "the file is protected by a password"), SAVE_AS_XLSX)
        case Trouble.MANY_PARTS:
            return _bomb(file, f"quá {limits.parts} thành phần", f"more than {limits.parts} parts")
        case Trouble.TOO_LARGE:
            most = limits.inflated_bytes // MIB
            return _bomb(file, f"giải nén ra quá {most} MiB", f"it inflates to more than {most} MiB")
        case Trouble.INFLATES:
            return _bomb(
                file,
                f"phần {unsafe.part} nở ra hơn {limits.part_ratio} lần",
                f"the part {unsafe.part} inflates more than {limits.part_ratio} times",
            )


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


def _bomb(file: str, vi: str, en: str) -> Refused:
    return refuse(
        file,
        Text(f"tệp Excel quá lớn so với một tệp số liệu: {vi}", f"too large for a workbook of figures: {en}"),
        Text(
            "chép riêng bảng số liệu sang một tệp .xlsx mới rồi nạp lại",
            "copy the table of figures into a new .xlsx file and load that",
        ),
    )

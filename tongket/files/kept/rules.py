"""Which files may be attached: by what is in them, never by what they are called. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tongket.core.errors import InvalidInput
from tongket.core.text import Text
from tongket.files.limits import LIMITS, MIB
from tongket.files.meter import Unsafe, open_metered

MOST_BYTES = 20 * MIB
MOST_FILES = 5
_NAME = 150


class Kind(StrEnum):
    """What a file is; also the ending of its name."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    PNG = "png"
    JPEG = "jpg"


_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: Mapping[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    Kind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Kind.PPTX: f"{_OFFICE}.presentationml.presentation",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
}
ACCEPTED = ",".join(f".{kind.value}" for kind in Kind)
_STARTS = {b"%PDF-": Kind.PDF, b"\x89PNG\r\n\x1a\n": Kind.PNG, b"\xff\xd8\xff": Kind.JPEG}
_MAIN = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX, "ppt/presentation.xml": Kind.PPTX}
_ALSO = {"jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it; of one that is too large only its size is wanted."""

    name: str
    size: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its name as it is shown, what it is, its bytes and their hash."""

    name: str
    kind: Kind
    data: bytes
    sha256: str


def name_of(told: str) -> str:
    r"""Return the name of a file as it is kept and shown: no folder, nothing unseen, nothing that turns the reading.

    >>> name_of("../../etc/Báo\tcáo\u202efdp.exe")
    'Báo cáofdp.exe'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", told))[-1]
    seen = "".join(" " if c.isspace() else c for c in last if c.isspace() or unicodedata.category(c)[0] != "C")
    plain = re.sub(r'[<>:"|?*]', "_", " ".join(seen.split())).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[: _NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 10 else plain[:_NAME]


def kind_of(data: bytes) -> Kind | None:
    """Return what a file is by its content; None where it is nothing that may be attached."""
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        with open_metered(data, LIMITS) as archive:
            parts = {entry.filename for entry in archive.infolist()}
    except Unsafe:
        return None
    found = [kind for main, kind in _MAIN.items() if main in parts]
    macros = any(part.lower().endswith("vbaproject.bin") for part in parts)
    return found[0] if len(found) == 1 and "[Content_Types].xml" in parts and not macros else None


def checked(uploads: Sequence[Upload]) -> list[Checked]:
    """Return files that may be kept, each content once.

    Raises:
        InvalidInput: some may not be; all of it is said at once.
    """
    # What a file is is found by unpacking it: once.
    known = [(one, None if one.size > MOST_BYTES else kind_of(one.data)) for one in uploads]
    wrong = [fault for one, kind in known if (fault := _fault(one, kind))]
    if len(uploads) > MOST_FILES:
        wrong.insert(0, Text(f"tối đa {MOST_FILES} tệp đính kèm", f"at most {MOST_FILES} files may be attached"))
    if wrong:
        raise InvalidInput("; ".join(one.vi for one in wrong), "; ".join(one.en for one in wrong))
    found: dict[str, Checked] = {}
    for one, kind in known:
        sha256 = hashlib.sha256(one.data).hexdigest()
        if kind is not None:
            found.setdefault(sha256, Checked(name_of(one.name), kind, one.data, sha256))
    return list(found.values())


def _fault(of: Upload, kind: Kind | None) -> Text | None:
    name = name_of(of.name)
    if of.size > MOST_BYTES:
        most = MOST_BYTES // MIB
        return Text(
            f"tệp “{name}” lớn hơn {most} MB; chia nhỏ hoặc nén bớt ảnh trong tệp",
            f"“{name}” has more than {most} MB; split it, or make its pictures smaller",
        )
    ending = name.rpartition(".")[2].lower()
    if kind is None:
        return Text(
            f"tệp “{name}” không phải PDF, Word, Excel, PowerPoint (không có macro) hay ảnh PNG, JPEG; "
            "lưu lại ở một trong các dạng đó",
            f"“{name}” is no PDF, Word, Excel or PowerPoint file without macros, nor a PNG or JPEG; save it as one",
        )
    if _ALSO.get(ending, ending) != kind.value or "." not in name:
        return Text(
            f"tệp “{name}” có nội dung là {kind.value.upper()}; đặt lại đuôi tên tệp là .{kind.value}",
            f"“{name}” is a {kind.value.upper()} file; let its name end in .{kind.value}",
        )
    return None

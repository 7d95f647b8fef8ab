"""A ZIP archive inflated once under a meter, before anything reads it: what a bomb declares is not believed."""

import io
import struct
import zipfile
import zlib
from enum import StrEnum

from tongket.files.limits import Limits

BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    OverflowError,
)  # fmt: skip
"""What `zipfile` raises on archives that are cut short, altered or packed in ways Office does not use."""
_CHUNK = 1 << 16
_ENCRYPTED = 0x1


class Trouble(StrEnum):
    """Why an archive is not opened."""

    BROKEN = "broken"
    LOCKED = "locked"
    MANY_PARTS = "many-parts"
    TOO_LARGE = "too-large"
    INFLATES = "inflates"


class Unsafe(Exception):
    """An archive that must not be read. Whoever opened it says so in words of its own kind of file.

    Attributes:
        trouble: why.
        part: name of the part it shows in; empty for the archive as a whole.
    """

    def __init__(self, trouble: Trouble, part: str = "") -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.part = part


def open_metered(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open an archive after making sure that all of it can be inflated within the limits, checksums checked.

    Archives inside the archive (embedded objects) are counted as they lie there and never opened.

    Raises:
        Unsafe: cut short, altered, encrypted, or larger than allowed.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except BROKEN_ZIP:
        raise Unsafe(Trouble.BROKEN) from None
    _check_declared(entries, limits)
    room = limits.inflated_bytes
    for entry in entries:
        room -= _inflated(archive, entry, room, limits)
    return archive


def _check_declared(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = {entry.filename for entry in entries}
    if len(names) < len(entries):
        # Two readers may each take another of the two.
        raise Unsafe(Trouble.BROKEN)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unsafe(Trouble.LOCKED)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Unsafe(Trouble.BROKEN)
    if len(entries) > limits.parts:
        raise Unsafe(Trouble.MANY_PARTS)
    if sum(entry.file_size for entry in entries) > limits.inflated_bytes:
        raise Unsafe(Trouble.TOO_LARGE)


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int, limits: Limits) -> int:
    most = max(limits.ratio_from, entry.compress_size * limits.part_ratio)
    size = 0
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                if size > room:
                    raise Unsafe(Trouble.TOO_LARGE)
                if size > most:
                    raise Unsafe(Trouble.INFLATES, entry.filename)
    except BROKEN_ZIP:
        raise Unsafe(Trouble.BROKEN) from None
    return size

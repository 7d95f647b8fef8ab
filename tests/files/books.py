"""Workbooks and text files made for tests."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl

Rows = Sequence[Sequence[object]]


def write_xlsx(path: Path, sheets: Mapping[str, Rows] | Rows) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    named = sheets if isinstance(sheets, Mapping) else {"S": sheets}
    for name, rows in named.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Copy an archive, each part as `change` gives it; None leaves it out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def replaced(source: Path, target: Path, part: str, old: bytes, new: bytes) -> Path:
    """Copy an archive with `old` replaced in one part, which must hold it."""

    def change(name: str, content: bytes) -> bytes:
        if name.endswith(part):
            assert old in content
            return content.replace(old, new)
        return content

    return rewritten(source, target, change)

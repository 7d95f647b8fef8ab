import io
import time
import zipfile
from pathlib import Path

import pytest

from tests.files.books import write_xlsx
from tongket.files.archive import open_archive, refuse_ole
from tongket.files.faults import Refused
from tongket.files.limits import LIMITS, Limits


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


def test_a_workbook_is_opened(tmp_path: Path) -> None:
    data = write_xlsx(tmp_path / "a.xlsx", [["a"]]).read_bytes()
    with open_archive(data, "a.xlsx", LIMITS) as opened:
        assert "xl/workbook.xml" in opened.namelist()


def test_a_part_that_inflates_too_much_is_refused_before_all_of_it_is() -> None:
    bomb = archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * (64 << 20)})
    assert len(bomb) < 1 << 17
    began = time.perf_counter()
    with pytest.raises(Refused, match="inflates more than 400 times"):
        open_archive(bomb, "a.xlsx", LIMITS)
    assert time.perf_counter() - began < 5


def test_the_declared_total_is_checked_first() -> None:
    data = archive({"xl/workbook.xml": b"ab" * 600, "b": b"cd" * 600}, zipfile.ZIP_STORED)
    with pytest.raises(Refused, match="inflates to more than"):
        open_archive(data, "a.xlsx", Limits(inflated_bytes=2000))


def test_a_declared_size_that_lies_is_found_while_inflating() -> None:
    data = bytearray(archive({"xl/workbook.xml": b"0" * 50_000}))
    directory = data.rindex(b"PK\x01\x02")
    for place in (directory + 24, 22):
        data[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(Refused):
        open_archive(bytes(data), "a.xlsx", Limits(inflated_bytes=1000))


def test_an_archive_inside_is_counted_as_it_lies_and_not_opened() -> None:
    inner = archive({"x": b"0" * (8 << 20)})
    data = archive({"xl/workbook.xml": b"<x/>", "xl/embeddings/a.xlsx": inner}, zipfile.ZIP_STORED)
    open_archive(data, "a.xlsx", Limits(inflated_bytes=1 << 20)).close()


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"xl/workbook.bin": b""}, "xlsb"),
        ({"content.xml": b""}, "ods"),
        ({"word/document.xml": b""}, "Word"),
        ({"ppt/presentation.xml": b""}, "PowerPoint"),
        ({"a.csv": b"a"}, "an archive"),
        ({f"p{n}": b"" for n in range(2_001)}, "more than 2000 parts"),
    ],
)
def test_other_archives_are_named(parts: dict[str, bytes], says: str) -> None:
    with pytest.raises(Refused, match=says):
        open_archive(archive(parts), "a.xlsx", LIMITS)


def test_methods_excel_does_not_use_and_locked_entries_are_refused() -> None:
    with pytest.raises(Refused, match="damaged"):
        open_archive(archive({"xl/workbook.xml": b"a"}, zipfile.ZIP_BZIP2), "a.xlsx", LIMITS)
    locked = bytearray(archive({"xl/workbook.xml": b"a"}))
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refused, match="password"):
        open_archive(bytes(locked), "a.xlsx", LIMITS)


def test_every_cut_of_a_workbook_is_refused(tmp_path: Path) -> None:
    data = write_xlsx(tmp_path / "a.xlsx", [["a", 1]]).read_bytes()
    for size in range(4, len(data), 97):
        with pytest.raises(Refused, match="cut short or damaged"):
            open_archive(data[:size], "a.xlsx", LIMITS)


@pytest.mark.parametrize(
    ("stream", "says"), [("EncryptedPackage", "password"), ("Workbook", "old .xls"), ("Else", "old or password")]
)
def test_compound_files_are_told_apart(stream: str, says: str) -> None:
    error = refuse_ole(b"\xd0\xcf\x11\xe0" + stream.encode("utf-16-le"), "a.xlsx")
    assert says in error.message("en")
    assert "lưu thành .xlsx" in error.message("vi")

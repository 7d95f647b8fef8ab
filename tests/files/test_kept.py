"""Which files may be attached, and how they lie on disk."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from tongket.core.errors import InvalidInput, NotFound
from tongket.files.kept import queries
from tongket.files.kept.models import Stored
from tongket.files.kept.rules import MOST_BYTES, MOST_FILES, Kind, Upload, checked, kind_of, name_of
from tongket.files.kept.services import keep

AT = datetime(2026, 2, 3, tzinfo=UTC)
PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
EXE = b"MZ\x90\x00" + bytes(60)
HTML = b"<!doctype html><script>alert(1)</script>"


def office(main: str = "word/document.xml", *others: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in ("[Content_Types].xml", main, *others):
            archive.writestr(part, "<x/>")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", bytes(40_000_000))
    return out.getvalue()


def sent(name: str, data: bytes) -> Upload:
    return Upload(name, len(data), data)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", PDF, Kind.PDF), ("a.PDF", PDF, Kind.PDF), ("ảnh.jpeg", JPEG, Kind.JPEG), ("ảnh.jpg", JPEG, Kind.JPEG),
        ("a.png", PNG, Kind.PNG), ("a.docx", office(), Kind.DOCX), ("a.xlsx", office("xl/workbook.xml"), Kind.XLSX),
        ("a.pptx", office("ppt/presentation.xml"), Kind.PPTX),
    ],
)  # fmt: skip
def test_what_may_be_attached(name: str, data: bytes, kind: Kind) -> None:
    (found,) = checked([sent(name, data)])
    assert (found.kind, found.name, found.data) == (kind, name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("chương trình.pdf", EXE), ("trang.docx", HTML), ("a.docx", PDF), ("a.pdf", office()), ("a.exe", PDF),
        ("a", PDF), (".pdf", PDF), ("", PDF), ("rỗng.pdf", b""), ("a.docx", office()[:-30]), ("a.docx", bomb()),
        ("a.docx", office("word/document.xml", "word/vbaProject.bin")), ("a.zip", office("readme.txt")),
        ("a.docx", office("word/document.xml", "xl/workbook.xml")), ("hop\u202efdp.exe", PDF), ("a.svg", b"<svg/>"),
    ],
)  # fmt: skip
def test_what_may_not(name: str, data: bytes) -> None:
    with pytest.raises(InvalidInput):
        checked([sent(name, data)])


def test_every_fault_is_said_at_once_and_large_files_are_not_read() -> None:
    large = Upload("lớn.pdf", 50 * 1024 * 1024, b"")
    with pytest.raises(InvalidInput) as refused:
        checked([large, sent("x.pdf", EXE), sent("tốt.pdf", PDF)])
    said = refused.value.message("vi")
    assert "“lớn.pdf” lớn hơn 20 MB" in said
    assert "“x.pdf” không phải PDF" in said
    assert "tốt" not in said.partition("“x.pdf”")[2]
    checked([Upload("vừa.pdf", MOST_BYTES, PDF)])
    with pytest.raises(InvalidInput, match="at most 5"):
        checked([sent(f"{n}.pdf", PDF + bytes([n])) for n in range(MOST_FILES + 1)])


def test_the_same_content_twice_is_one_file() -> None:
    assert [one.name for one in checked([sent("a.pdf", PDF), sent("b.pdf", PDF)])] == ["a.pdf"]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\Users\\a\\Báo cáo.pdf", "Báo cáo.pdf"),
        ("a\u202e\u2066b\u200f.pdf", "ab.pdf"), ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("Ba\u0301o.pdf", "Báo.pdf"), ("..", ""), ('a"b<c>.pdf', "a_b_c_.pdf"), ("a\x00b.pdf", "ab.pdf"),
    ],
)  # fmt: skip
def test_names(told: str, name: str) -> None:
    assert name_of(told) == name


def test_a_long_name_keeps_its_ending() -> None:
    assert name_of("ă" * 400 + ".pdf") == "ă" * 146 + ".pdf"


def test_text_that_only_looks_like_it() -> None:
    assert kind_of(b" %PDF-1.7") is None
    assert kind_of(b"PK\x03\x04" + bytes(100)) is None


def test_kept_once_by_what_is_in_it(ledger: object) -> None:
    of = checked([sent("a.pdf", PDF)])
    with transaction.atomic():
        ((first, name),) = keep(of, AT)
        ((again, _),) = keep(checked([sent("b.pdf", PDF)]), AT)
    assert (first.pk, name) == (again.pk, "a.pdf")
    path = queries.path_of(first.sha256)
    assert path.parent.name == first.sha256[:2]
    assert path.stat().st_mode & 0o777 == 0o600
    with queries.opened(first) as kept:
        assert kept.read() == PDF
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    path.write_bytes(b"half")  # what a full disk left behind is mended by the next who brings it
    with transaction.atomic():
        keep(of, AT)
    assert path.read_bytes() == PDF
    path.unlink()
    with pytest.raises(NotFound, match="restore"):
        queries.opened(first)
    with pytest.raises(DatabaseError), transaction.atomic():
        Stored.objects.update(size=1)

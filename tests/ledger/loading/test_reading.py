import hashlib
import io
import random
import time
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.files.books import write_xlsx
from tests.ledger.loading.layouts import VOCABULARY
from tongket.core.errors import InvalidInput
from tongket.files.faults import Refused
from tongket.ledger.loading.reading import read_file

HEADER: list[object] = ["indicator", "place", "period", "value", "unit", "known_from", "source"]
ROW: list[object] = ["export.value", "vn.64@1997", "2020", 580, "triệu USD", "2021-01-29", "BC 12"]
RETURN: list[list[object]] = [
    ["SỞ CÔNG THƯƠNG GIA LAI"],
    ["Tháng 1 năm 2020"],
    ["Chỉ tiêu", "ĐVT", "Ước tháng báo cáo", "Cộng dồn từ đầu năm"],
    ["Kim ngạch xuất khẩu", "triệu USD", 50, 50],
]


def test_a_file_is_read_with_its_digest_and_what_was_left_aside(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Số": [HEADER, ROW], "Ghi chú": [["lời"]], "Ẩn": [["x"]]})
    book = openpyxl.load_workbook(path)
    book["Ẩn"].sheet_state = "hidden"
    book.save(path)
    found = read_file(path, VOCABULARY)
    assert [str(f.key) for f in found.figures] == ["export.value~-~vn.64@1997~2020~actual~estimate~department~std"]
    assert found.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [note.en for note in found.notes] == [
        "a.xlsx: the hidden sheet “Ẩn” was not read",
        "a.xlsx: the sheet “Ghi chú” has no table of figures and was not read",
    ]


def test_both_layouts_in_one_workbook_and_all_faults_at_once(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Chuẩn": [HEADER, ROW], "Tháng": RETURN})
    assert len(read_file(path, VOCABULARY).figures) == 2
    bad = {"Chuẩn": [HEADER, [*ROW[:3], "nhiều", *ROW[4:]]], "Tháng": [*RETURN[:3], ["Kim ngạch xuất khẩu", "tấn", 50]]}
    with pytest.raises(Refused) as caught:
        read_file(write_xlsx(path, bad), VOCABULARY)
    assert [(f.sheet, f.cell) for f in caught.value.faults] == [("Chuẩn", "D2"), ("Tháng", "C4")]
    assert caught.value.message("vi").startswith("tệp có 2 lỗi")


def test_one_figure_stated_twice_is_taken_once_with_a_note(tmp_path: Path) -> None:
    found = read_file(write_xlsx(tmp_path / "a.xlsx", {"T": RETURN}), VOCABULARY)
    assert len(found.figures) == 1
    assert "C4, T!D4" in found.notes[0].en


def test_two_values_of_one_figure_are_a_fault_that_names_both_cells(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [HEADER, ROW, [*ROW[:3], 581, *ROW[4:]]])
    with pytest.raises(Refused) as caught:
        read_file(path, VOCABULARY)
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.cell) == ("S", "D3")
    assert "S!D2: 580 and 581" in fault.problem.en


def test_a_later_statement_of_a_figure_is_another_figure(tmp_path: Path) -> None:
    rows = [HEADER, ROW, [*ROW[:3], 581, ROW[4], "2021-03-01", ROW[6]]]
    assert len(read_file(write_xlsx(tmp_path / "a.xlsx", rows), VOCABULARY).figures) == 2


@pytest.mark.parametrize("content", [b"\n\n", b"hello world", b"a,b,c\n1,2,3\n", b"indicator,place\nx,y\n"])
def test_a_file_without_a_table_says_which_headings_it_needs(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(Refused, match="no table of figures") as caught:
        read_file(tmp_path / "a.csv", VOCABULARY)
    assert "Chỉ tiêu, Địa bàn, Kỳ, Giá trị" in caught.value.message("vi")


def test_a_locked_and_an_old_workbook_are_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    for stream, says in (("EncryptedPackage", "password"), ("Workbook", "old .xls")):
        (tmp_path / "a.xlsx").write_bytes(ole + stream.encode("utf-16-le"))
        with pytest.raises(Refused, match=says):
            read_file(tmp_path / "a.xlsx", VOCABULARY)


def test_the_figures_the_product_comes_with_are_read_without_a_fault() -> None:
    folder = Path(__file__).parents[3] / "tongket" / "samples" / "gia-lai"
    found = read_file(folder / "published.csv", VOCABULARY)
    lines = (folder / "published.csv").read_text(encoding="utf-8").splitlines()
    assert len(found.figures) + len(found.notes) == len(lines) - 2


def outcome(content: bytes, name: str) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        began = time.perf_counter()
        try:
            read_file(path, VOCABULARY)
            told = "read"
        except InvalidInput as error:
            told = error.message("vi")
        assert time.perf_counter() - began < 5
    return told


@settings(deadline=None)
@given(st.binary(max_size=600), st.sampled_from(["a.csv", "a.xlsx"]))
@example(b"PK\x03\x04" + bytes(200), "a.xlsx")
@example(b"PK\x05\x06" + bytes(18), "a.xlsx")
@example(b"\xff\xfe\x00", "a.csv")
def test_any_bytes_end_in_figures_or_a_refusal(content: bytes, name: str) -> None:
    assert outcome(content, name)


@settings(deadline=None)
@given(st.text('indcatorplevuk_frmsw,;\t"\n 0123.,-%#=locivi', max_size=300))
def test_any_text_below_the_headings_ends_in_figures_or_a_refusal(text: str) -> None:
    assert outcome((",".join(map(str, HEADER)) + "\n" + text).encode(), "a.csv")


def sample() -> bytes:
    with TemporaryDirectory() as folder:
        path = write_xlsx(Path(folder) / "a.xlsx", {"Chuẩn": [HEADER, ROW, ROW], "Tháng": RETURN})
        return path.read_bytes()


SAMPLE = sample()


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_workbook_with_bytes_altered_ends_in_figures_or_a_refusal(changes: list[tuple[int, int]]) -> None:
    content = bytearray(SAMPLE)
    for place, byte in changes:
        content[place] = byte
    assert outcome(bytes(content), "a.xlsx")


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.integers(1, 6))
def test_a_workbook_whose_parts_are_altered_ends_in_figures_or_a_refusal(seed: int, count: int) -> None:
    # Altered inside and packed again, so that no checksum gives the alteration away.
    chance = random.Random(seed)  # noqa: S311 – nothing secret
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = [n for n in old.namelist() if not n.startswith("docProps")]
        hit = chance.choice(names)
        for name in names:
            content = bytearray(old.read(name))
            for _ in range(count if name == hit else 0):
                place = chance.randrange(len(content))
                match chance.randrange(3):
                    case 0:
                        content[place] = chance.choice(b'<>/="&0123456789AZaz:!')
                    case 1:
                        del content[place : place + chance.randrange(1, 9)]
                    case _:
                        content[place:place] = content[max(0, place - chance.randrange(1, 40)) : place]
            new.writestr(name, bytes(content))
    assert outcome(stream.getvalue(), "a.xlsx")

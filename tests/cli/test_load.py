import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run
from tests.cli.files import COLUMNS, row, snapshot, write

pytestmark = pytest.mark.usefixtures("home")


def standing(run: Run, *words: str) -> list[dict[str, object]]:
    told = run("figures", "--json", *words)
    assert told.status == 0
    return [json.loads(line) for line in told.out.splitlines()]


def test_a_file_is_loaded_once(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "xk.csv", [row("580"), row("500", period="2019", known="2020-01-31")])
    first = run("load", file)
    assert (first.status, first.err) == (0, "")
    assert first.out == "xk.csv: đợt ghi 1, ghi mới 2 số liệu (trong đó 0 thay số cũ), 0 đã có sẵn\n"
    again = run("load", file, "--lang", "en")
    assert (again.status, again.out) == (0, "xk.csv: all 2 figures are in the ledger already, nothing changed\n")
    found = standing(run)
    assert [(f["period"], f["value"]) for f in ({**f, "period": str(f["key"]).split("~")[3]} for f in found)] == [
        ("2019", "500"),
        ("2020", "580"),
    ]
    assert {f["posting"] for f in found} == {1}


def test_a_correction_supersedes_and_the_old_number_stays(run: Run, tmp_path: Path) -> None:
    run("load", write(tmp_path / "a.csv", [row("580")]))
    told = run("load", write(tmp_path / "b.csv", [row("581.5", known="2021-03-31")]), "--reason", "số chính thức hơn")
    assert "đợt ghi 2, ghi mới 1 số liệu (trong đó 1 thay số cũ)" in told.out
    assert [f["value"] for f in standing(run)] == ["581.5"]
    history = standing(run, "--history")
    assert [f["value"] for f in history] == ["580", "581.5"]
    assert history[1]["supersedes"] == history[0]["row"]
    # The older file again changes nothing, and says that its number was superseded.
    again = run("load", tmp_path / "a.csv")
    assert again.status == 0
    assert [f["value"] for f in standing(run)] == ["581.5"]


FAULTY = [
    row("580", indicator="export.valu"),
    row("1.234"),
    row("12", period="2020-M13"),
    row("12", place="vn.99@1997"),
    row("12", unit="ha"),
    row("13"),
]


def test_a_file_with_faults_changes_nothing_and_tells_them_all(run: Run, home: Path, tmp_path: Path) -> None:
    run("load", write(tmp_path / "good.csv", [row("580")]))
    before = standing(run, "--history")
    for lang, words in (("vi", "tệp có 5 lỗi"), ("en", "5 fault")):
        told = run("load", write(tmp_path / "bad.csv", FAULTY), "--lang", lang)
        assert (told.status, told.out) == (3, "")
        assert words in told.err
        for part in ("export.valu", "1.234", "2020-M13", "vn.99@1997", "ha"):
            assert part in told.err, part
        for line in range(2, 7):
            assert f"{line}" in told.err
        assert "Traceback" not in told.err
    assert standing(run, "--history") == before


@pytest.mark.parametrize("order", [("bad", "good"), ("good", "bad")])
def test_of_several_files_the_good_ones_are_loaded(run: Run, tmp_path: Path, order: tuple[str, str]) -> None:
    write(tmp_path / "bad.csv", FAULTY)
    write(tmp_path / "good.csv", [row("580")])
    told = run("load", *(tmp_path / f"{name}.csv" for name in order))
    assert told.status == 3
    assert "good.csv: đợt ghi 1" in told.out
    assert "bad.csv" in told.err
    assert [f["value"] for f in standing(run)] == ["580"]


def test_numbers_as_vietnamese_write_them(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "vi.csv", [row("1.234,5")])
    refused = run("load", file)
    assert refused.status == 3
    assert "locale" in refused.err
    assert run("load", file, "--locale", "vi").status == 0
    assert [f["value"] for f in standing(run)] == ["1234.5"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.csv", None),
        ("empty.csv", b""),
        ("latin.csv", COLUMNS.encode() + "\nkim ngạch".encode("utf-16")),
        ("zip.xlsx", b"PK\x03\x04 no workbook"),
        ("notes.pdf", b"%PDF-1.7"),
    ],
)
def test_what_is_no_file_of_figures_is_refused(
    run: Run, home: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    run("figures")
    before = snapshot(home)
    told = run("load", tmp_path / name)
    assert (told.status, told.out) == (3, "")
    assert name in told.err
    assert "Traceback" not in told.err
    assert set(snapshot(home)) == set(before)
    assert standing(run) == []


def test_a_workbook_made_from_the_template(run: Run, tmp_path: Path) -> None:
    told = run("template", "tidy", tmp_path / "so-lieu.xlsx")
    assert (told.status, told.out) == (0, f"{tmp_path / 'so-lieu.xlsx'}\n")
    book = openpyxl.load_workbook(tmp_path / "so-lieu.xlsx")
    sheet = book.worksheets[0]
    columns = {str(cell.value): cell.column for cell in sheet[3] if cell.value}
    names = {"Chỉ tiêu": "kim ngạch xuất khẩu", "Địa bàn": "64", "Kỳ": "2020", "Giá trị": "580,5",
             "Đơn vị tính": "triệu USD", "Công bố từ": "2021-01-29", "Nguồn": "báo cáo 15/BC-SCT"}  # fmt: skip
    for name, value in names.items():
        sheet.cell(4, columns[name], value)
    book.save(tmp_path / "so-lieu.xlsx")
    loaded = run("load", tmp_path / "so-lieu.xlsx")
    assert (loaded.status, loaded.err) == (0, "")
    assert [(f["value"], f["source"]) for f in standing(run)] == [("580.5", "báo cáo 15/BC-SCT")]


@pytest.mark.parametrize("name", ["", "  "])
def test_a_file_without_a_name(run: Run, tmp_path: Path, name: str) -> None:
    told = run("load", name, "--home", tmp_path / "new")
    assert (told.status, told.out) == (2, "")
    assert "tên tệp để trống" in told.err
    assert not (tmp_path / "new").exists()


def test_notes_that_are_alike_are_counted(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", [row("580")] * 500)
    told = run("load", file).out.splitlines()
    assert len(told) == 5
    assert all("nêu cùng một số liệu" in line for line in told[:3])
    assert told[3] == "… và 496 ghi chú tương tự"
    assert told[4].startswith("a.csv: đợt ghi 1, ghi mới 1 số liệu")
    few = run("load", write(tmp_path / "b.csv", [row("580")] * 4), "--lang", "en").out.splitlines()
    assert [line for line in few if "more like these" in line] == []
    assert len(few) == 4


def test_a_negative_level_is_refused_and_nothing_recorded(run: Run, tmp_path: Path) -> None:
    told = run("load", write(tmp_path / "am.csv", [row("500", period="2019", known="2020-01-31"), row("-580")]))
    assert (told.status, told.out) == (3, "")
    assert "số âm" in told.err
    assert "am.csv" in told.err or "báo cáo 15/BC-SCT" in told.err
    assert "-580" in told.err
    assert standing(run) == []
    assert run("load", write(tmp_path / "hut.csv", [row("-20", measure="gap")])).status == 0

import os
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run, process
from tests.cli.files import FULL, full_disk

pytestmark = pytest.mark.usefixtures("home")


def test_the_monthly_return_comes_back_as_it_was_filled_in(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "thang-8.xlsx"
    told = run("template", "monthly", file, "--place", "64", "--period", "2020-M08")
    assert (told.status, told.out) == (0, f"{file}\n")
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    (heads,) = [r for r in sheet.iter_rows() if any(c.value == "Chỉ tiêu" for c in r)]
    columns = {str(c.value): c.column for c in heads if c.value}
    month = next(column for name, column in columns.items() if name.startswith("Ước thực hiện"))
    code = next(column for name, column in columns.items() if name.startswith("Mã số"))
    lines = [r[0].row for r in sheet.iter_rows() if sheet.cell(r[0].row, code).value == "export.value"]
    sheet.cell(lines[0], month, 50.5)
    (day,) = [c for r in sheet.iter_rows() for c in r if str(c.value).startswith("Ngày báo cáo")]
    sheet.cell(day.row, day.column, "Ngày báo cáo: 25/08/2020")
    book.save(file)
    loaded = run("load", file)
    assert (loaded.status, loaded.err) == (0, "")
    compared = run("compare", "64", "2020-M08", "--csv").out.splitlines()
    assert any(line.startswith("export.value,,triệu USD,std,50.5,") for line in compared)


@pytest.mark.parametrize("layout", [("tidy",), ("monthly", "--place", "64", "--period", "2020-M08")])
def test_an_empty_template_holds_no_figures(run: Run, tmp_path: Path, layout: tuple[str, ...]) -> None:
    assert run("template", layout[0], tmp_path / "a.xlsx", *layout[1:]).status == 0
    run("load", tmp_path / "a.xlsx")
    assert run("figures").out.splitlines()[-1] == "0 dòng"


def test_a_template_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    told = run("template", "tidy", tmp_path / "no" / "a.xlsx")
    assert (told.status, told.out) == (3, "")
    assert "a.xlsx" in told.err
    assert "Traceback" not in told.err


def test_a_month_that_is_none(run: Run, tmp_path: Path) -> None:
    told = run("template", "monthly", tmp_path / "a.xlsx", "--place", "64", "--period", "2020")
    assert (told.status, told.out) == (2, "")
    assert "2020-M08" in told.err
    assert not (tmp_path / "a.xlsx").exists()


def test_a_file_that_is_there_is_replaced_only_when_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_text("filled in for days")
    for lang in ("vi", "en"):
        told = run("template", "tidy", file, "--lang", lang)
        assert (told.status, told.out) == (2, "")
        assert "--force" in told.err
        assert str(file) in told.err
    assert file.read_text() == "filled in for days"
    assert run("template", "tidy", file, "--force").status == 0
    assert openpyxl.load_workbook(file).sheetnames[0] == "Số liệu"


def test_a_file_without_a_name(run: Run) -> None:
    told = run("template", "tidy", "")
    assert (told.status, told.out) == (2, "")
    assert "tên tệp để trống" in told.err


def test_a_full_disk_leaves_what_was_there(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.xlsx"
    file.write_text("the one of last month")
    monkeypatch.setattr(os, "fsync", full_disk)
    told = run("template", "tidy", file, "--force")
    assert (told.status, told.out) == (3, "")
    assert str(file) in told.err
    assert "chỗ trống" in told.err
    assert file.read_text() == "the one of last month"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["a.xlsx"]


def test_a_full_device(home: Path, tmp_path: Path) -> None:
    if not FULL.exists():
        pytest.skip("/dev/full is not there")
    told = process("template", "tidy", FULL, "--force", home=home, cwd=tmp_path)
    assert (told.status, told.out) == (3, "")
    assert len(told.err.splitlines()) == 1
    assert FULL.is_char_device()

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.ledger.loading.layouts import VOCABULARY
from tongket.core.errors import Unavailable
from tongket.core.period import Period
from tongket.files.faults import Refused
from tongket.ledger.loading.reading import read_file
from tongket.ledger.loading.templates import GUIDE, write_monthly_template, write_tidy_template
from tongket.ledger.loading.words import COLUMNS

AUGUST = Period.parse("2025-M08")


def test_a_tidy_template_left_blank_gives_no_figure_not_even_its_example(tmp_path: Path) -> None:
    write_tidy_template(tmp_path / "a.xlsx", VOCABULARY)
    with pytest.raises(Refused, match="no rows of figures"):
        read_file(tmp_path / "a.xlsx", VOCABULARY)


def test_a_tidy_template_filled_in_like_its_example_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_tidy_template(path, VOCABULARY)
    book = openpyxl.load_workbook(path)
    sheet = book["Số liệu"]
    for cell in sheet[2]:
        sheet.cell(4, cell.column, cell.value)
    book.save(path)
    (figure,) = read_file(path, VOCABULARY).figures
    assert str(figure.key) == "export.value~commodity:coffee~vn.64@1997~2020~actual~estimate~department~std"
    assert (figure.value.quantity, figure.value.decimals) == (Decimal(3400), -2)


def test_every_choice_of_a_tidy_template_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_tidy_template(path, VOCABULARY)
    book = openpyxl.load_workbook(path)
    sheet, guide = book["Số liệu"], book[GUIDE]
    headings = {cell.column_letter: cell.value for cell in sheet[3]}
    assert list(headings.values()) == [column.vi for column in COLUMNS]
    row = {
        "Chỉ tiêu": "kim ngạch xuất khẩu",
        "Địa bàn": "vn.64@1997",
        "Kỳ": "2020",
        "Giá trị": "1",
        "Đơn vị tính": "triệu USD",
    }
    row |= {"Đơn vị tính": "triệu USD", "Công bố từ": "2021-01", "Nguồn": "BC"}
    told = set()
    for rule in sheet.data_validations.dataValidation:
        heading = headings[str(rule.sqref).partition(":")[0].rstrip("0123456789")]
        column = rule.formula1.split("$")[1]
        choices = [cell.value for cell in guide[column] if cell.value]
        assert choices
        for choice in choices:
            for cell in sheet[4]:
                cell.value = (
                    choice if headings[cell.column_letter] == heading else row.get(headings[cell.column_letter])
                )
            book.save(tmp_path / "b.xlsx")
            try:
                read_file(tmp_path / "b.xlsx", VOCABULARY)
            except Refused as refused:
                # Another unit, basis or state may not fit this row; a word that is not known is another thing.
                told |= {
                    f.problem.en for f in refused.faults if " is no " in f.problem.en or "there is no" in f.problem.en
                }
    assert told == set()


def test_a_tidy_template_keeps_headings_in_sight_and_codes_as_text(tmp_path: Path) -> None:
    write_tidy_template(tmp_path / "a.xlsx", VOCABULARY)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Số liệu"]
    assert sheet.freeze_panes == "B4"
    as_text = {
        sheet.cell(3, number).value
        for columns in sheet.column_dimensions.values()
        for number in range(columns.min, columns.max + 1)
        if columns.number_format == "@"
    }
    assert as_text == {"Địa bàn", "Kỳ", "Đã in", "Công bố từ"}


def filled(path: Path) -> int:
    book = openpyxl.load_workbook(path)
    sheet = book["Biểu tháng"]
    count = 0
    for row in sheet.iter_rows(min_row=11):
        for place, cell in enumerate(row[3:], start=1):
            cell.value = 100 + place
            count += 1
    book.save(path)
    return count


@pytest.mark.parametrize("place", ["vn.52@2025", "vn.64@1997"])
def test_a_monthly_template_filled_in_reads_back(tmp_path: Path, place: str) -> None:
    path = tmp_path / "a.xlsx"
    month = AUGUST if place == "vn.52@2025" else Period.parse("2020-M08")
    write_monthly_template(path, VOCABULARY, VOCABULARY.places[place], month)
    count = filled(path)
    found = read_file(path, VOCABULARY)
    assert len(found.figures) == count > 300
    assert {f.key.place for f in found.figures} == {place}
    assert {f.key.period.year for f in found.figures} == {month.year, month.year - 1}
    assert {f.key.indicator for f in found.figures} >= {"export.value", "industry.output", "industry.iip"}


def test_a_monthly_template_of_chosen_indicators_left_blank(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_monthly_template(path, VOCABULARY, VOCABULARY.places["vn.52@2025"], AUGUST, ["market.count"])
    sheet = openpyxl.load_workbook(path)["Biểu tháng"]
    assert [cell.value for cell in sheet["A"]][10] == "1. số chợ"
    assert sheet["A3"].value == "Đơn vị báo cáo: Sở Công Thương tỉnh Gia Lai"
    assert sheet["A6"].value == "Kỳ báo cáo: tháng 8 năm 2025"
    with pytest.raises(Refused, match="no rows of figures"):
        read_file(path, VOCABULARY)


def test_equal_templates_are_equal_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_tidy_template(tmp_path / name, VOCABULARY)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"cannot write a\.xlsx"):
        write_tidy_template(tmp_path / "none" / "a.xlsx", VOCABULARY)

"""Forms read: every fault with its place and remedy; the same form comes back from its table and its mapping."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.samples import form
from tongket.collect import form_table
from tongket.collect.form_faults import FormRefused
from tongket.collect.form_reading import DATA, packaged, read, read_folder
from tongket.core.vocabulary import Vocabulary
from tongket.core.vocabulary import vocabulary as read_vocabulary


def told() -> dict[str, Any]:
    return form_table.told_of(form())


def ruled(says: str, severity: str = "warn") -> dict[str, str]:
    return {"code": "a", "says": says, "severity": severity, "why_vi": "vì"}


def refused(of: dict[str, Any], vocabulary: Vocabulary) -> str:
    with pytest.raises(FormRefused) as caught:
        read(of, vocabulary, "biểu")
    for fault in caught.value.faults:
        assert all((fault.where.vi, fault.problem.vi, fault.problem.en, fault.remedy.vi, fault.remedy.en))
    return caught.value.message("vi")


def test_every_form_comes_back_from_its_mapping_its_kept_form_and_its_table(vocabulary: Vocabulary) -> None:
    for one in packaged():
        of = form_table.told_of(one)
        assert read(of, vocabulary, "biểu") == one
        assert read(form_table.dated(form_table.plain(of)), vocabulary, "biểu") == one
        sections = form_table.read(form_table.written(one), vocabulary)
        rows = list(read({**of, "sections": sections}, vocabulary, "biểu").rows)
        assert rows == list(one.rows)


def row(code: str) -> Any:
    of = told()
    return of, next(row for section in of["sections"] for row in section["rows"] if row["code"] == code)


@pytest.mark.parametrize(
    ("item", "value", "says"),
    [
        ("indicator", "retail.revenu", "retail.revenue"),
        ("unit", "usd.m", "vnd.bn"),
        ("basis", "p1994", "dept"),
        ("decimals", 9, "nhiều nhất 6"),
        ("decimals", "hai", "số chữ số lẻ"),
        ("members", ["colour:red"], "colour:red"),
        ("members", ["trade-activity:nothing"], "trade-activity:nothing"),
        ("part_of", "nowhere", "không có dòng “nowhere”"),
        ("code", "Bán lẻ", "chữ thường không dấu"),
        ("number", "", "còn thiếu"),
        ("name_vi", "x" * 301, "dài quá"),
        ("indikator", "x", "có phải “indicator”"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_where_it_is(
    item: str, value: object, says: str, vocabulary: Vocabulary
) -> None:
    of, wrong = row("retail")
    wrong[item] = value
    message = refused(of, vocabulary)
    assert says in message
    assert "phần 2 dòng 1" in message or "“retail”" in message


@pytest.mark.parametrize(
    ("item", "value", "says"),
    [
        ("frequency", "decade", "không có “decade”"),
        ("due", "someday", "chọn:"),
        ("owed_by", "kommune", "commune"),
        ("body", "nobody", "không có “nobody”"),
        ("status", "assigned", "không có “assigned”"),
        ("valid_from", "1/1/2027", "không phải ngày"),
        ("valid_to", date(2020, 1, 1), "trước khi có hiệu lực"),
        ("columns", [], "đúng một cột"),
        ("columns", "none", "không phải danh sách"),
        ("sections", [], "0 dòng"),
        ("complete_parts", ["retail"], "không có phần nào"),
        ("colour", "red", "không có mục “colour”"),
        ("rules", [ruled("retail > nothing")], "không có dòng “nothing”"),
        ("rules", [ruled("retail")], "không có phép so sánh"),
        ("rules", [ruled("retail > 1", "scream")], "không có “scream”"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_form(item: str, value: object, says: str, vocabulary: Vocabulary) -> None:
    assert says in refused({**told(), item: value}, vocabulary)


def test_rows_that_are_parts_of_themselves_or_the_same_figure(vocabulary: Vocabulary) -> None:
    of, industry = row("industry")
    industry["part_of"] = "industry-mining"
    assert "phần của chính nó" in refused(of, vocabulary)
    of, export = row("export")
    export |= {"indicator": "retail.revenue", "unit": "vnd.bn", "basis": "dept"}
    assert "cùng chỉ tiêu, phân tổ và giá với dòng “retail”" in refused(of, vocabulary)


def test_all_that_is_wrong_in_all_files_is_said_at_once(tmp_path: Path, vocabulary: Vocabulary) -> None:
    good = (DATA / "commune-month.2025.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text("code = ", encoding="utf-8")
    (tmp_path / "b.toml").write_text(good.replace('frequency = "month"', 'frequency = "decade"'), encoding="utf-8")
    (tmp_path / "c.toml").write_text(good.replace('part_of = "industry"', 'part_of = "nothing"'), encoding="utf-8")
    with pytest.raises(FormRefused) as caught:
        read_folder(tmp_path, vocabulary)
    assert {fault.where.vi.split(",")[0] for fault in caught.value.faults} == {"a.toml", "b.toml", "c.toml"}


def test_two_versions_for_one_day(tmp_path: Path, vocabulary: Vocabulary) -> None:
    good = (DATA / "commune-month.2025.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text(good, encoding="utf-8")
    later = good.replace('version = "2025-07"', 'version = "2026-01"').replace("2025-07-01", "2026-01-01")
    (tmp_path / "b.toml").write_text(later, encoding="utf-8")
    with pytest.raises(FormRefused, match="holds until"):
        read_folder(tmp_path, vocabulary)
    (tmp_path / "a.toml").write_text(
        good.replace("valid_from = 2025-07-01", "valid_from = 2025-07-01\nvalid_to = 2025-12-31"), encoding="utf-8"
    )
    assert [one.version for one in read_folder(tmp_path, vocabulary)] == ["2025-07", "2026-01"]


@given(st.text(max_size=300))
def test_no_table_brings_the_reader_down(table: str) -> None:
    of = {**told(), "sections": form_table.read(table, read_vocabulary())}
    with pytest.raises(FormRefused):
        read(of, read_vocabulary(), "biểu")

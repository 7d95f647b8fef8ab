"""Cells of a table: row label × column heading."""

from datetime import date
from decimal import Decimal

import pytest

from tongket.core.period import Period
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Kind
from tongket.prose.read import Cell, read, read_cells

KNOWN = vocabulary()
CAPTION = "Biểu 1. Kết quả năm 2021 (ĐVT: tỷ đồng)"


def cell(text: str, heading: str, label: str = "1. Giá trị sản xuất công nghiệp", **more: str) -> Cell:
    return Cell(text, 100, label, heading, **{"caption": CAPTION, **more})


@pytest.mark.parametrize(
    ("given", "kind", "value", "unit", "period", "base", "scenario"),
    [
        (cell("22.519", "Thực hiện năm 2020"), Kind.LEVEL, "22519", "tỷ đồng", "2020", None, "actual"),
        (cell("24.800", "KH 2022"), Kind.LEVEL, "24800", "tỷ đồng", "2022", None, "plan"),
        (cell("24.800", "Kế hoạch năm 2021"), Kind.LEVEL, "24800", "tỷ đồng", "2021", None, "plan"),
        (
            cell("580", "Ước 9 tháng năm 2021", unit="triệu USD"),
            Kind.LEVEL, "580", "triệu USD", "2021-M01..M09", None, "actual",
        ),
        (cell("98,26", "So với kế hoạch (%)"), Kind.COMPLETION, "98.26", "%", "2021", "plan", "actual"),
        (cell("6,61", "Tăng trưởng so với cùng kỳ (%)"), Kind.GROWTH, "6.61", "%", "2021", "2020", "actual"),
        (cell("-3,2", "Tăng, giảm so với cùng kỳ (%)"), Kind.GROWTH, "-3.2", "%", "2021", "2020", "actual"),
        (cell("106,61", "So với cùng kỳ (%)"), Kind.INDEX, "106.61", "%", "2021", "2020", "actual"),
        (cell("12,5", "Tỷ trọng (%)"), Kind.SHARE, "12.5", "%", "2021", None, "actual"),
        (cell("416 ha", "Năm 2021", "Diện tích cụm công nghiệp"), Kind.AREA, "416", "ha", "2021", None, "actual"),
        (cell("13", "Năm 2021", "Số cụm công nghiệp (cụm)"), Kind.COUNT, "13", "cụm", "2021", None, "actual"),
    ],
)  # fmt: skip
def test_cells(given: Cell, kind: Kind, value: str, unit: str, period: str, base: str | None, scenario: str) -> None:
    (claim,) = read_cells([given], KNOWN, document_date=date(2021, 12, 20))
    assert (claim.kind, claim.value, claim.unit) == (kind, Decimal(value), unit)
    assert (str(claim.period), claim.base, claim.scenario) == (period, base, scenario)
    assert claim.indicator_code is not None


def test_offsets_and_ids() -> None:
    found = read_cells([cell(" 22.519 ", "Năm 2020"), cell("x", "Năm 2020"), cell("75", "Năm 2020")], KNOWN, first_id=7)
    assert [(c.id, c.start, c.end, c.text) for c in found] == [(7, 101, 107, "22.519"), (8, 100, 102, "75")]


@pytest.mark.parametrize("text", ["", "-", "…", "x", "Đạt", "1.1.", "2020-2021", "29/1/2021"])
def test_what_is_no_number(text: str) -> None:
    assert read_cells([cell(text, "Năm 2020")], KNOWN) == []


def test_a_number_without_unit_is_none() -> None:
    assert read_cells([cell("12", "Năm 2020", "Chỉ tiêu khác", caption="")], KNOWN) == []


def test_a_row_the_vocabulary_has_not_keeps_its_words() -> None:
    (claim,) = read_cells([cell("12", "Năm 2020", "2. Bia lon (triệu lít)", caption="")], KNOWN)
    assert (claim.indicator, claim.indicator_code, claim.value, claim.unit) == (
        "Bia lon",
        None,
        Decimal(12_000_000),
        "lít",
    )


def test_period_from_the_document() -> None:
    given = cell("12", "Thực hiện", caption="Đơn vị tính: tỷ đồng")
    (claim,) = read_cells([given], KNOWN, period=Period.parse("2020-H1"))
    assert (claim.period, claim.unit) == (Period.parse("2020-H1"), "tỷ đồng")


def test_a_column_of_ratios_is_of_the_column_before() -> None:
    found = read(
        "Kết quả năm 2022\nChỉ tiêu, đơn vị, kế hoạch năm 2022, thực hiện 6 tháng, so kế hoạch (%)\n"
        "Tổng mức bán lẻ (tỷ đồng) 69.560 35.270 50,7\nKim ngạch xuất khẩu (tỷ USD) 45,5 21,9 48,13",
        KNOWN,
    ).claims
    assert [(c.text, c.kind, c.unit) for c in found[:3]] == [
        ("69.560", Kind.LEVEL, "tỷ đồng"), ("35.270", Kind.LEVEL, "tỷ đồng"), ("50,7", Kind.COMPLETION, "%"),
    ]  # fmt: skip
    assert [str(c.period) for c in found] == ["2022", "2022-H1", "2022-H1"] * 2
    assert [c.scenario for c in found] == ["plan", "actual", "actual"] * 2
    assert [c.indicator_code for c in found] == ["retail.revenue"] * 3 + ["export.value"] * 3
    assert [c.id for c in found] == list(range(6))


def test_growth_behind_a_plan_is_aimed_at() -> None:
    """“Ước 2023 | KH 2024 | Tăng (%)”: the growth is next year's target on this year; after a completion it is not."""
    heads = {"680": "Ước năm 2023", "750": "Kế hoạch năm 2024", "10,29": "Tăng (%)"}
    row = [cell(text, heading, caption="ĐVT: triệu USD") for text, heading in heads.items()]
    growth = read_cells(row, KNOWN, period=Period.parse("2023"))[-1]
    assert (growth.kind, growth.scenario, str(growth.period), growth.base) == (Kind.GROWTH, "plan", "2024", "2023")
    row = [row[1], cell("98,2", "So với kế hoạch (%)", caption=""), row[2]]
    growth = read_cells(row, KNOWN, period=Period.parse("2023"))[-1]
    assert (growth.scenario, str(growth.period), growth.base) == ("actual", "2023", "2022")

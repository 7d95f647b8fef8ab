"""From a document to its verdicts: reader, tables and verifier together."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import docx
import pytest

from tests.cube.support import NEW, OLD, sample_rows
from tests.files.texts import page
from tongket.core.figure import Measure
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary
from tongket.cube.audit import Timeline
from tongket.files.text import DocumentText, document_of
from tongket.prose.claims import CheckVerdict
from tongket.review.check import check_text
from tongket.review.checked import Checked
from tongket.review.marks.ledger import AskedLedger

HEAD = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2020", "Thực hiện năm 2020", "So với kế hoạch (%)"]
ROW = ["1", "Giá trị sản xuất công nghiệp", "tỷ đồng", "22.918", "22.519", "98,26"]


def _docx(rows: Sequence[Sequence[str]], *before: str, created: date | None = None) -> DocumentText:
    document: Any = docx.Document()
    for text in before:
        document.add_paragraph(text)
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    if created is not None:
        document.core_properties.created = datetime(created.year, created.month, created.day, tzinfo=UTC)
    out = io.BytesIO()
    document.save(out)
    return document_of(out.getvalue(), "a.docx")


def _html(rows: Sequence[Sequence[str]]) -> DocumentText:
    return document_of(f"<html><body>{page(rows)}</body></html>".encode(), "a.html")


def _verdicts(checked: Checked) -> dict[str, CheckVerdict]:
    return {checked.document.text[m.start : m.end]: m.verdict for m in checked.marks}


@pytest.mark.parametrize("make", [_docx, _html])
def test_cells_are_claims(make: Any, vocabulary: Vocabulary) -> None:
    checked = check_text(make([HEAD, ROW]), vocabulary, document_date="2021-01-29")
    told = {c.text: (c.kind.value, c.unit, c.scenario, str(c.period), c.indicator_code) for c in checked.reading.claims}
    assert told == {
        "22.918": ("level", "tỷ đồng", "plan", "2020", "industry.output"),
        "22.519": ("level", "tỷ đồng", "actual", "2020", "industry.output"),
        "98,26": ("completion", "%", "actual", "2020", "industry.output"),
    }
    assert all(verdict is CheckVerdict.HOLDS for verdict in _verdicts(checked).values())


@pytest.mark.parametrize("make", [_docx, _html])
def test_a_wrong_cell_is_found(make: Any, vocabulary: Vocabulary) -> None:
    checked = check_text(make([HEAD, [*ROW[:-1], "99,26"]]), vocabulary, document_date="2021-01-29")
    assert _verdicts(checked)["99,26"] is CheckVerdict.CONTRADICTS
    assert checked.contradicted


def test_ids_follow_the_text(vocabulary: Vocabulary) -> None:
    checked = check_text(_docx([HEAD, ROW], "Năm 2020, xuất khẩu đạt 580 triệu USD."), vocabulary)
    claims = checked.reading.claims
    assert [c.id for c in claims] == list(range(4))
    assert [c.text for c in claims] == ["580 triệu USD", "22.918", "22.519", "98,26"]
    text = checked.document.text
    assert all(text[c.start : c.end] == c.text for c in claims)
    assert all(checked.reading.sentences[c.sentence][0] <= c.start for c in claims)


def test_texts_in_cells_stay_texts(vocabulary: Vocabulary) -> None:
    words = "Năm 2020, kim ngạch xuất khẩu của tỉnh đạt 580 triệu USD."
    checked = check_text(_docx([["Kết quả"], [words]]), vocabulary)
    assert [c.text for c in checked.reading.claims] == ["580 triệu USD"]


def test_units_in_headings(vocabulary: Vocabulary) -> None:
    rows = [["Loại nguồn điện", "Số dự án", "MW"], ["Thủy điện", "49", "2.246,15"], ["Điện gió", "115", "14.023,5"]]
    checked = check_text(_docx(rows), vocabulary, document_date="2021-01-29")
    told = {c.text: (c.kind.value, c.unit) for c in checked.reading.claims}
    assert told["2.246,15"] == ("capacity", "MW")
    assert told["49"] == ("count", "dự án")


@pytest.mark.parametrize(
    ("created", "day"),
    [(date(2021, 1, 29), "2021-01-29"), (date(2000, 1, 1), None), (date(2026, 5, 4), None)],
)
def test_a_files_own_date_counts_only_near_its_text(created: date, day: str | None, vocabulary: Vocabulary) -> None:
    document = _docx([["Năm 2020, kim ngạch xuất khẩu đạt 580 triệu USD."]], created=created)
    reading = check_text(document, vocabulary).reading
    assert reading.document_date == day
    assert [c.scenario for c in reading.claims] == ["actual"]


def test_the_month_that_was_given_stays_a_month(vocabulary: Vocabulary) -> None:
    document = document_of("Xuất khẩu đạt 580 triệu USD.".encode(), "a.txt")
    assert check_text(document, vocabulary, document_date="2021-01").reading.document_date == "2021-01"


def _ledger(vocabulary: Vocabulary) -> AskedLedger:
    histories = {place: [r for r in sample_rows() if r.key.place == place] for place in (OLD, NEW)}
    return AskedLedger(lambda place: Timeline(histories.get(place, []), vocabulary), vocabulary)


def test_ledger_answers_levels_and_ratios(vocabulary: Vocabulary) -> None:
    ledger, year = _ledger(vocabulary), Period.of_year(2020)
    levels = ledger.levels("export.value", (), OLD, year, "actual")
    assert 580 in {level.value for level in levels}
    assert [level.known_from for level in levels] == sorted(level.known_from for level in levels)
    ratios = ledger.ratios("export.value", (), OLD, year, "actual")
    told = {(r.measure, str(r.value)) for r in ratios}
    assert (Measure.COMPLETION, "92.06") in told
    assert (Measure.GROWTH, "16") in told


def test_ledger_says_nothing_of_what_it_has_not(vocabulary: Vocabulary) -> None:
    ledger = _ledger(vocabulary)
    assert ledger.levels("export.value", (), OLD, Period.of_year(1950), "actual") == []
    assert ledger.ratios("export.value", (), "vn.01@1997", Period.of_year(2020), "actual") == []


def test_ledger_adds_up_what_nobody_stated(vocabulary: Vocabulary) -> None:
    # Quarters that nobody summed: the half-year follows from two of them.
    (known, *_) = [
        row for row in sample_rows()
        if row.key.measure is Measure.LEVEL and row.key.period.length == 3 and row.key.scenario.value == "actual"
        and vocabulary.indicators[row.key.indicator].over_time == "sum" and row.value.quantity is not None
    ]  # fmt: skip
    first = replace(known.key, period=Period.parse("1999-Q1"))
    rows = [replace(known, key=first), replace(known, key=replace(first, period=Period.parse("1999-Q2")), row=9999)]
    ledger = AskedLedger(lambda _: Timeline(rows, vocabulary), vocabulary)
    (level,) = ledger.levels(first.indicator, first.members, first.place, Period.parse("1999-H1"), "actual")
    assert known.value.quantity is not None
    assert level.value == known.value.quantity * 2
    assert level.unit == vocabulary.indicators[first.indicator].unit


def test_every_number_of_the_article_is_checked(vocabulary: Vocabulary) -> None:
    text = (
        "Chiều 29-1-2021, tổng kết năm 2020. Năm 2020, kim ngạch xuất khẩu đạt 580 triệu USD (đạt 92,06% kế hoạch, "
        "tăng 16% so với năm 2019), góp phần thực hiện vượt các chỉ tiêu. Năm 2021, phấn đấu kim ngạch xuất khẩu đạt "
        "610 triệu USD (tăng 5,17% so với năm 2020)."
    )
    verdicts = _verdicts(check_text(document_of(text.encode(), "a.txt"), vocabulary))
    assert verdicts["5,17%"] is CheckVerdict.HOLDS
    assert verdicts["92,06%"] is CheckVerdict.CANNOT_TELL
    (verbal,) = [v for words, v in verdicts.items() if "vượt" in words]
    assert verbal is CheckVerdict.CONTRADICTS

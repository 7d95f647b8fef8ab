"""Against a ledger; figures of Gia Lai as published 2016–2024, those of 2024–2025 retail to show a broken series."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from tests.prose.verify.passage import EXP, GO, IMP, RET, UNITS, Passage, changed
from tongket.core.exact import Interval
from tongket.core.figure import Measure
from tongket.core.period import Period
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Kind, TextFinding
from tongket.prose.verify import Ledger, StatedLevel, StatedRatio, verify_with_ledger

Key = tuple[str, tuple[str, ...], str, str, str]
CODES = {"tỷ đồng": "vnd.bn", "triệu USD": "usd.m"}


@dataclass
class Shelf:
    """A ledger in memory."""

    known: dict[Key, list[StatedLevel]] = field(default_factory=dict)
    printed: dict[Key, list[StatedRatio]] = field(default_factory=dict)

    def put(
        self, code: str, value: str, period: str = "2020", scenario: str = "actual", status: str | None = None,
        body: str = "department", basis: str = "p2010", known: str = "2021-01-29", place: str = "vn.64@1997",
    ) -> "Shelf":  # fmt: skip
        number = Decimal(value)
        interval = Interval.of(number) if scenario == "plan" else Interval.printed(number, 0, truncation=False)
        status = status or ("assigned" if scenario == "plan" else None)
        level = StatedLevel(
            number, CODES[UNITS[code]], interval, 0, body, basis, status, date.fromisoformat(known)
        )  # fmt: skip
        self.known.setdefault((code, (), place, period, scenario), []).append(level)
        return self

    def ratio(self, code: str, measure: Measure, value: str, period: str = "2020") -> "Shelf":
        stated = StatedRatio(measure, Decimal(value), 2, "department", "p2010", None, date(2021, 1, 29))
        self.printed.setdefault((code, (), "vn.64@1997", period, "actual"), []).append(stated)
        return self

    def levels(
        self, indicator: str, members: tuple[str, ...], place: str, period: Period, scenario: str
    ) -> Sequence[StatedLevel]:
        return self.known.get((indicator, members, place, str(period), scenario), [])

    def ratios(
        self, indicator: str, members: tuple[str, ...], place: str, period: Period, scenario: str
    ) -> Sequence[StatedRatio]:
        return self.printed.get((indicator, members, place, str(period), scenario), [])


def asked(passage: Passage, ledger: Ledger) -> list[TextFinding]:
    found = verify_with_ledger(passage.reading(), vocabulary(), ledger)
    inside = ("growth-of-levels", "completion", "twice")
    return [f for f in found if f.rule not in inside]


def only(passage: Passage, ledger: Ledger, claim: int) -> TextFinding:
    found = [f for f in asked(passage, ledger) if f.claims[0] == claim]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("value", "unit", "text", "verdict"),
    [
        ("22519", "tỷ đồng", "22.519 tỷ đồng", "holds"),
        ("22.5", "nghìn tỷ đồng", "22,5 nghìn tỷ đồng", "holds"),
        ("22591", "tỷ đồng", "22.591 tỷ đồng", "contradicts"),
        ("22519", "triệu đồng", "22.519 triệu đồng", "contradicts"),
        ("22519", "triệu USD", "22.519 triệu USD", "cannot-tell"),
    ],
)
def test_level(value: str, unit: str, text: str, verdict: str) -> None:
    p = Passage()
    p.number(Kind.LEVEL, text, value, unit, code=GO)
    found = only(p, Shelf().put(GO, "22519"), 0)
    assert (found.rule, found.verdict) == ("ledger-level", verdict)
    if verdict == "contradicts":
        assert "22.519 tỷ đồng (Sở Công Thương, giá so sánh năm 2010)" in found.explanation_vi


def test_unknown_to_the_ledger() -> None:
    p = Passage()
    p.level(GO, "22519", "2019")
    p.level("", "1", indicator="số hộ")
    p.level(GO, "22519", place="Bình Định")
    p.level(GO, "22519", place="Không Có Tỉnh")
    assert [f.verdict for f in asked(p, Shelf().put(GO, "22519"))] == ["cannot-tell"] * 4


def test_place_in_words_is_resolved_by_the_period() -> None:
    p = Passage(place=None)
    p.level(GO, "22519", place="Gia Lai")
    assert only(p, Shelf().put(GO, "22519"), 0).verdict == "holds"


def test_other_bodys_figure_is_named() -> None:
    shelf = Shelf().put(RET, "75000", basis="dept").put(RET, "61000", body="statistics-office", basis="nso")
    p = Passage()
    p.level(RET, "75000")
    found = only(p, shelf, 0)
    assert found.verdict == "holds"
    assert "61.000 tỷ đồng (cơ quan thống kê" in found.explanation_vi
    q = Passage()
    q.level(RET, "61000")
    assert only(q, shelf, 0).verdict == "holds"
    r = Passage()
    r.level(RET, "71000")
    assert only(r, shelf, 0).verdict == "contradicts"


def test_replaced_figure() -> None:
    shelf = Shelf().put(RET, "75000", known="2021-01-29").put(RET, "72267", known="2022-01-15")
    p = Passage()
    p.level(RET, "75000")
    found = only(p, shelf, 0)
    assert found.verdict == "cannot-tell"
    assert "29/01/2021" in found.explanation_vi
    assert "2021-01-29" in found.explanation_en


def test_an_estimate_is_not_contradicted_by_the_result() -> None:
    shelf = Shelf().put(GO, "22519", status="official")
    p = Passage()
    p.level(GO, "22300", status="estimate")
    assert only(p, shelf, 0).verdict == "cannot-tell"
    q = Passage()
    q.level(GO, "22300", status="official")
    assert only(q, shelf, 0).verdict == "contradicts"


def test_ratio_recomputed() -> None:
    shelf = Shelf().put(GO, "22519").put(GO, "21123", "2019").put(GO, "22918", scenario="plan")
    p = Passage()
    p.level(GO, "22519")
    p.completion(GO, "98.26")
    p.growth(GO, "6.61", base="2019")
    p.number(Kind.INDEX, "106,61%", "106.61", "%", code=GO, base="2019", verb="bang")
    assert [f.verdict for f in asked(p, shelf)] == ["holds"] * 4


def test_growth_without_its_level_in_the_text() -> None:
    shelf = Shelf().put(GO, "22519").put(GO, "21123", "2019")
    p = Passage()
    p.growth(GO, "7.61", base="2019")
    found = only(p, shelf, 0)
    assert (found.rule, found.verdict, found.computed) == ("silent-revision", "contradicts", "6,61")


def test_silent_revision_names_both_bases() -> None:
    # Retail of 2021 was said to be up 5,97 % on 2020, published as 75.000; 76.585 on that is 2,11 %.
    shelf = Shelf().put(RET, "76585", "2021", basis="dept").put(RET, "75000", "2020", basis="dept")
    p = Passage()
    p.level(RET, "76585", "2021")
    p.growth(RET, "5.97", "2021", base="2020")
    found = only(p, shelf, 1)
    assert (found.rule, found.verdict) == ("silent-revision", "contradicts")
    assert "75.000 tỷ đồng" in found.explanation_vi
    assert "72.26" in found.explanation_vi  # implied: 72.263–72.274
    assert "silently uses" in found.explanation_en


def test_another_plan() -> None:
    shelf = Shelf().put(IMP, "126", "2021-H1").put(IMP, "95", "2021", scenario="plan")
    p = Passage()
    p.level(IMP, "126", "2021-H1")
    p.completion(IMP, "123.4", "2021-H1")
    found = only(p, shelf, 1)
    assert (found.rule, found.verdict) == ("plan-basis-mismatch", "contradicts")
    assert "kế hoạch năm 2021 từ 101" in found.explanation_vi


def test_a_plan_that_was_only_proposed_is_no_denominator() -> None:
    shelf = Shelf().put(GO, "22519").put(GO, "25000", scenario="plan", status="proposed")
    p = Passage()
    p.level(GO, "22519")
    p.completion(GO, "98.26")
    assert only(p, shelf, 1).verdict == "cannot-tell"


def test_index_printed_as_growth() -> None:
    shelf = Shelf().put(RET, "16747", "2020-Q1").put(RET, "15220", "2019-Q1")
    p = Passage()
    p.level(RET, "16747", "2020-Q1")
    p.growth(RET, "110.03", "2020-Q1", base="2019-Q1")
    found = only(p, shelf, 1)
    assert (found.rule, found.verdict) == ("index-as-growth", "contradicts")


def test_series_break() -> None:
    shelf = (
        Shelf()
        .put(RET, "130000", "2025", basis="nso", body="statistics-office")
        .put(RET, "93000", "2024", basis="dept")
    )
    p = Passage()
    p.level(RET, "130000", "2025")
    p.growth(RET, "12", "2025", base="2024")
    found = only(p, shelf, 1)
    assert found.verdict == "cannot-tell"
    assert "chuỗi số bị ngắt" in found.explanation_vi


@pytest.mark.parametrize(("value", "verdict"), [("98.26", "holds"), ("98.62", "contradicts")])
def test_ratio_as_stated(value: str, verdict: str) -> None:
    shelf = Shelf().put(GO, "22519").ratio(GO, Measure.COMPLETION, "98.26")
    p = Passage()
    p.level(GO, "22519")
    p.completion(GO, value)
    assert only(p, shelf, 1).verdict == verdict


def test_excess_and_index_beside_ratios_as_stated() -> None:
    shelf = Shelf().ratio(GO, Measure.COMPLETION, "105.00").ratio(GO, Measure.GROWTH, "6.61")
    p = Passage()
    p.growth(GO, "5", base="plan", verb="vuot")
    p.number(Kind.INDEX, "106,61%", "106.61", "%", code=GO, base="2019", verb="bang")
    assert [f.verdict for f in asked(p, shelf) if f.rule == "ledger-ratio"] == ["holds", "holds"]


def test_far_off_is_no_contradiction() -> None:
    shelf = Shelf().put(EXP, "580", basis="std").put(EXP, "30", "2019", basis="std")
    p = Passage()
    p.growth(EXP, "16", base="2019")
    assert only(p, shelf, 0).verdict == "cannot-tell"


def test_last_digit() -> None:
    shelf = Shelf().put(GO, "22918", scenario="plan").put(GO, "22519")
    p = Passage()
    p.level(GO, "22519.000")
    p.completion(GO, "98.25")
    assert only(p, shelf, 1).verdict == "holds"
    q = changed(p, p.claims[1], value=Decimal("98.268"), decimals=3, text="98,268%")
    assert only(q, shelf, 1).verdict == "last-digit"


def test_a_level_far_from_the_ledgers_is_not_divided_by_the_others_base() -> None:
    """Of 2023 two bodies state retail; the Department's 108.000 has no base in the ledger, the other's has."""
    shelf = Shelf()
    for year, value in (("2022", "47018"), ("2023", "55172")):
        shelf.put(RET, value, year, body="statistics-office", basis="nso", status="official")
    p = Passage()
    p.level(RET, "108000", "2023")
    p.growth(RET, "20.48", "2023")
    assert only(p, shelf, 1).verdict == "cannot-tell"
    shelf.put(RET, "108000", "2023", basis="dept")
    assert only(p, shelf, 1).verdict == "cannot-tell"
    shelf.put(RET, "89640", "2022", basis="dept")
    assert only(p, shelf, 1).verdict == "holds"

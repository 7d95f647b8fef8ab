"""Levels that are averaged: over months by their number, over places by another indicator."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tongket.core.figure import Key, Scenario, Status, Value
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary
from tongket.cube.book import Book, Slot
from tongket.cube.rows import LedgerRow

PROVINCE, ONE, TWO = "vn.52@2025", "vn.90001@2025", "vn.90002@2025"


@pytest.fixture
def own(tmp_path: Path) -> Vocabulary:
    """A province with two communes, a price that is averaged and the turnover that weights it."""
    tables = {
        "indicators": "coffee.price,trade,giá cà phê,price,vnd.m,2,index,average,weighted,,coffee.sold,std,none,,\n"
        "coffee.sold,trade,lượng cà phê bán ra,coffee sold,tonne,3,flow,sum,sum,,,std,up,,\n",
        "places": f"{ONE},commune,{PROVINCE},2025-07-01,\n{TWO},commune,{PROVINCE},2025-07-01,\n",
        "place_names": f"{ONE},,,90001,Xã Một,Một,Mot,\n{TWO},,,90002,Xã Hai,Hai,Hai,\n",
    }
    source = Path(__file__).parents[2] / "tongket" / "core" / "data"
    for name, lines in tables.items():
        head = (source / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        (tmp_path / f"{name}.csv").write_text(f"{head}\n{lines}", encoding="utf-8")
    return Vocabulary([tmp_path])


def row(number: int, indicator: str, place: str, period: str, value: str) -> LedgerRow:
    key = Key(indicator, (), place, Period.parse(period), Scenario.ACTUAL, Status.OFFICIAL, "department", "std")
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return LedgerRow(number, 1, moment, key, Value(Decimal(value)), date(2026, 1, 1), "BC", "", "", None)


def slot(place: str, period: str) -> Slot:
    return Slot("coffee.price", (), place, Period.parse(period), Scenario.ACTUAL, "std")


def test_months_weigh_by_their_number(own: Vocabulary) -> None:
    said = (("2025-H2", "90"), ("2025-H1", "100"), ("2026-Q1", "91"), ("2026-M04", "100"))
    book = Book([row(n, "coffee.price", ONE, period, value) for n, (period, value) in enumerate(said, start=1)], own)
    year, part = book.level(slot(ONE, "2025")), book.level(slot(ONE, "2026-M01..M04"))
    assert year is not None
    assert year.value.quantity == Decimal("95")
    # (91 × 3 + 100) ÷ 4 = 93.25
    assert part is not None
    assert part.value.quantity == Decimal("93.25")
    assert [str(a.key.period) for a in part.inputs] == ["2026-Q1", "2026-M04"]


def test_places_weigh_by_the_other_indicator(own: Vocabulary) -> None:
    rows = [row(1, "coffee.price", ONE, "2026", "90"), row(2, "coffee.price", TWO, "2026", "100"),
            row(3, "coffee.sold", ONE, "2026", "2"), row(4, "coffee.sold", TWO, "2026", "1")]  # fmt: skip
    mean = Book(rows, own).level(slot(PROVINCE, "2026"))
    # (90 × 2 + 100 × 1) ÷ 3 = 93.333…, half-up at the scale of 2
    assert mean is not None
    assert mean.value.quantity == Decimal("93.33")
    assert {r.row for r in mean.rows()} == {1, 2, 3, 4}
    assert mean.formula is not None
    assert "lượng cà phê bán ra" in mean.formula.vi


def test_a_mean_of_some_is_not_the_mean(own: Vocabulary) -> None:
    rows = [row(1, "coffee.price", ONE, "2026", "90"), row(2, "coffee.price", TWO, "2026", "100"),
            row(3, "coffee.sold", ONE, "2026", "2")]  # fmt: skip
    assert Book(rows, own).level(slot(PROVINCE, "2026")) is None
    assert Book([*rows[1:], row(4, "coffee.sold", TWO, "2026", "1")], own).level(slot(PROVINCE, "2026")) is None


def test_weights_of_nothing_give_nothing(own: Vocabulary) -> None:
    rows = [row(1, "coffee.price", ONE, "2026", "90"), row(2, "coffee.price", TWO, "2026", "100"),
            row(3, "coffee.sold", ONE, "2026", "0"), row(4, "coffee.sold", TWO, "2026", "0")]  # fmt: skip
    assert Book(rows, own).level(slot(PROVINCE, "2026")) is None

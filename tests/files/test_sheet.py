from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.files.sheet import MAX_COLUMN, MAX_ROW, Cell, Kind, Span, address, position


@given(st.integers(1, MAX_ROW), st.integers(1, MAX_COLUMN))
def test_an_address_leads_back_to_its_cell(row: int, column: int) -> None:
    assert position(address(row, column)) == (row, column)


@pytest.mark.parametrize("name", ["", "A", "1", "A0", "XFE1", "A1048577", "ZZZZ1", "a1", "A1:B2", "A99999999999"])
def test_what_is_no_cell_has_no_position(name: str) -> None:
    assert position(name) is None


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("  x ", Kind.TEXT, "x"),
        (Decimal("2020"), Kind.NUMBER, "2020"),
        (Decimal("1E+3"), Kind.NUMBER, "1000"),
        (True, Kind.BOOL, "TRUE"),
        (date(2021, 1, 29), Kind.DATE, "2021-01-29"),
        (None, Kind.EMPTY, ""),
    ],
)
def test_the_text_of_a_cell(value: Decimal | str | bool | date | None, kind: Kind, text: str) -> None:
    assert Cell(value, 7, 3, kind).text == text


def test_cells_and_spans_are_named_as_in_a_spreadsheet() -> None:
    assert Cell(None, 7, 3, Kind.EMPTY).address == "C7"
    assert Span(7, 2, 9, 3).address == "B7:C9"

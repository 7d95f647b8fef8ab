"""What is typed into a cell."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.collect.typed import MARKS, clean, read
from tongket.core.figure import State
from tongket.core.number import render


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False, allow_infinity=False))
def test_what_is_written_the_vietnamese_way_is_read_back(value: Decimal) -> None:
    found = read(render(value), 3)
    assert found.fault is None
    assert found.value == value
    assert found.state is State.VALUE


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_value_a_state_nothing_or_a_fault(text: str) -> None:
    found = read(text, 2)
    assert (found.value is not None) == (found.state is State.VALUE)
    assert found.fault is None or (found.state is None and found.fault.vi and found.fault.en)
    if clean(text) and found.fault is None:
        assert found.state is not None


@pytest.mark.parametrize("state", list(MARKS))
def test_marks_say_why_there_is_no_number(state: State) -> None:
    assert read(MARKS[state], 0).state is state


def test_an_empty_cell_says_nothing() -> None:
    assert read("   ", 2) == read("", 2)
    assert read("", 2).state is None


@pytest.mark.parametrize("text", ["１２３,５", "123,5 ", "\u00a0123,5", "\ufeff123,5", "123\u200b,5"])
def test_full_width_digits_and_odd_blanks(text: str) -> None:
    assert read(text, 1).value == Decimal("123.5")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1,234.5", "1.234,5"),  # English marks: the right way to write it is offered, never assumed
        ("1234.5", "1.234,5"),
        ("1,234", "1.234"),  # one and a bit, or one thousand
        ("12,345,678", "12.345.678"),
        ("12,5", "13"),
        ("abc", "1.234,5"),
        ("9" * 41, "dài quá"),
        ("1,000", "1.000"),  # also where a Vietnamese reader would take the zeros for nothing
        ("-2,500", "-2.500"),
        ("12 5", "một số hay nhiều số"),
        ("1\t2", "một số hay nhiều số"),
        ("1.234 567", "một số hay nhiều số"),
        ("12 34,5", "một số hay nhiều số"),
        # A footnote's mark or a power is no digit: 123¹ is not 1231.
        ("123¹", "không phải là số"),
        ("10²", "không phải là số"),
        ("①", "không phải là số"),
        ("٣", "không phải là số"),
    ],
)
def test_what_two_readers_would_read_differently_is_asked_about(text: str, says: str) -> None:
    found = read(text, 0)
    assert found.value is None
    assert found.state is None
    assert found.fault is not None
    assert says in found.fault.vi


@pytest.mark.parametrize(
    ("text", "value"), [("1 234 567", "1234567"), ("1\u00a0234,5", "1234.5"), ("- 5", "-5"), ("− 1 234", "-1234")]
)
def test_blanks_between_groups_of_three_digits(text: str, value: str) -> None:
    assert read(text, 1).value == Decimal(value)


@given(st.from_regex(r"[1-9][0-9]{0,3} [0-9]{1,4}", fullmatch=True))
def test_blanks_elsewhere_join_no_digits(text: str) -> None:
    groups = text.split(" ")
    assert (read(text, 0).value is not None) == (len(groups[0]) < 4 and len(groups[1]) == 3)


def test_zeros_behind_the_last_decimal_are_no_more_exact_than_without() -> None:
    assert read("1,0", 0).value == 1
    assert read("2,50", 1).value == Decimal("2.5")

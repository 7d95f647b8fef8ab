import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import golden
from tests.core.strategies import decimals, keys
from tongket.core.errors import InvalidInput
from tongket.core.exact import Interval, rounded
from tongket.core.figure import (
    LETTERS,
    RATIOS,
    STATUSES,
    Figure,
    Key,
    Measure,
    Qualifier,
    Scenario,
    Source,
    State,
    Status,
    Value,
    split_id,
)
from tongket.core.period import Period

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
TEXT = "export.value~-~vn.64@1997~2020~actual~estimate~department~std"


def _second_series_id(text: str) -> str:
    """The series id by bits as text: slow, and nothing in common with the product's shifts."""
    bits = "".join(f"{byte:08b}" for byte in hashlib.sha256(text.encode("ascii")).digest())[:80]
    return "".join(CROCKFORD[int(bits[i : i + 5], 2)] for i in range(0, 80, 5))


# Keys


@pytest.mark.parametrize("row", golden.rows("keys.csv"), ids=lambda r: r["given"].strip())
def test_golden(row: dict[str, str]) -> None:
    key = Key.parse(row["given"])
    assert str(key) == row["text"]
    assert (key.series_id, key.id) == (row["series"], row["id"])
    assert key == Key(
        row["indicator"],
        () if row["members"] == "-" else tuple(row["members"].split(",")),
        row["place"],
        Period.parse(row["period"]),
        Scenario(row["scenario"]),
        Status(row["status"]),
        row["body"],
        row["basis"],
        Measure(row["measure"]),
    )
    level = row["text"].removesuffix("~" + row["measure"])
    assert row["series"] == _second_series_id(level)
    assert split_id(row["id"]) == (Measure(row["measure"]), row["series"])


@pytest.mark.parametrize("row", golden.rows("keys_refused.csv"), ids=lambda r: r["why"])
def test_golden_refused(row: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        Key.parse(row["given"])
    assert all(refused.value.text)


def test_every_measure_is_in_the_golden_file() -> None:
    assert {row["measure"] for row in golden.rows("keys.csv")} == {m.value for m in Measure}


@given(keys())
def test_the_text_form_is_the_key(key: Key) -> None:
    assert key.checked() is key
    assert Key.parse(str(key)) == key
    assert str(Key.parse(str(key))) == str(key)


@given(keys())
def test_the_text_form_is_safe_in_an_address(key: Key) -> None:
    assert set(str(key)) <= set("abcdefghijklmnopqrstuvwxyzHQM0123456789.-~:,@")


@given(keys(), st.sampled_from(Measure))
def test_all_measures_of_a_series_share_all_but_the_first_letter(key: Key, measure: Measure) -> None:
    other = key.measured(measure)
    assert other.measure is measure
    assert other.measured(key.measure) == key
    assert other.id == LETTERS[measure] + key.series_id
    assert key.series_id == _second_series_id(str(key.measured(Measure.LEVEL)))
    assert len(key.id) == 17
    assert split_id(f" {key.id.upper()} ") == (key.measure, key.series_id)


@given(keys(), keys())
def test_different_keys_have_different_ids(one: Key, other: Key) -> None:
    assert (one.id == other.id) == (one == other)


def test_measured_as_it_is_already() -> None:
    key = Key.parse(TEXT)
    assert key.measured(Measure.LEVEL) is key


def test_a_letter_for_each_measure() -> None:
    assert set(LETTERS) == set(Measure)
    assert len(set(LETTERS.values())) == len(LETTERS)
    assert set(LETTERS.values()) <= set(CROCKFORD)


def test_a_status_for_each_scenario() -> None:
    assert set(STATUSES) == set(Scenario)
    assert sorted(status for some in STATUSES.values() for status in some) == sorted(Status)


def test_which_measures_are_ratios() -> None:
    assert set(Measure) - RATIOS == {Measure.LEVEL, Measure.GAP, Measure.CHANGE}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v",
        TEXT,
        "vqycg97j80badgps",  # 16
        "vqycg97j80badgpsff",  # 18
        "zqycg97j80badgpsf",  # no measure
        "7qycg97j80badgpsf",
        "vqycg97j80badgpsu",  # u is not in the alphabet
        "vqycg97j80badgpsl",
    ],
)
def test_not_a_short_id(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        split_id(text)
    assert all(f"“{text}”" in message and "17" in message for message in refused.value.text)


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("indicator", "Export"),
        ("indicator", "a~b"),
        ("members", ("b:x", "a:x")),
        ("members", ("a:x", "a:y")),
        ("members", ("coffee",)),
        ("place", "64"),
        ("place", "vn.64@1997~2020"),
        ("body", ""),
        ("basis", "giá 2010"),
        ("status", Status.ASSIGNED),
    ],
)
def test_a_key_made_by_hand_is_checked_too(field: str, bad: object) -> None:
    key = replace(Key.parse(TEXT), **{field: bad})  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(InvalidInput):
        key.checked()


@given(st.text(max_size=80))
def test_any_text_is_a_key_or_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Key.parse(text)
    assert all(refused.value.text)


# Values


def _interval(low: str | None, high: str | None, low_open: bool = False, high_open: bool = False) -> Interval:
    return Interval(
        None if low is None else Fraction(low), None if high is None else Fraction(high), low_open, high_open
    )


Q = Qualifier


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (Value(Decimal("22519"), decimals=0), _interval("22518.5", "22519.5", False, True)),
        (Value(Decimal("2246.15"), decimals=2), _interval("2246.145", "2246.155", False, True)),
        (Value(Decimal("3400"), decimals=-2), _interval("3350", "3450", False, True)),
        (Value(Decimal("-5"), decimals=0), _interval("-5.5", "-4.5", True, False)),
        (Value(Decimal("0"), decimals=0), _interval("-0.5", "0.5", True, True)),
        (Value(Decimal("22519")), _interval("22519", "22519")),
        (Value(Decimal("9.5"), high=Decimal("10.5"), decimals=1), _interval("9.45", "10.55", False, True)),
        (Value(Decimal("9.5"), high=Decimal("10.5")), _interval("9.5", "10.5")),
        (Value(Decimal("500"), qualifier=Q.ABOUT, decimals=0), _interval("495", "505", False, True)),
        (Value(Decimal("500"), qualifier=Q.ABOUT, decimals=-2), _interval("450", "550", False, True)),
        (Value(Decimal("500"), qualifier=Q.ABOUT), _interval("495", "505", False, True)),
        (Value(Decimal("416"), qualifier=Q.OVER, decimals=0), _interval("416", None)),
        (Value(Decimal("416"), qualifier=Q.UNDER, decimals=0), _interval(None, "416")),
        (Value(None, State.NIL), _interval("0", "0")),
        (Value(None, State.MISSING), None),
        (Value(None, State.NOT_APPLICABLE), None),
        (Value(None, State.CONFIDENTIAL), None),
    ],
)
def test_what_a_value_can_stand_for(value: Value, wanted: Interval | None) -> None:
    assert value.interval() == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (Value(Decimal("22918"), decimals=0), _interval("22918", "22918")),
        (Value(Decimal("9.5"), high=Decimal("10.5"), decimals=1), _interval("9.5", "10.5")),
        (Value(Decimal("500"), qualifier=Q.OVER), _interval("500", "500")),
        (Value(None, State.NIL), _interval("0", "0")),
        (Value(None, State.MISSING), None),
    ],
)
def test_a_plan_is_exact(value: Value, wanted: Interval | None) -> None:
    assert value.interval(exact=True) == wanted


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (Value(Decimal("416"), qualifier=Q.OVER, decimals=0), _interval("416", "417", False, True)),
        (Value(Decimal("400"), qualifier=Q.OVER, decimals=0), _interval("400", "500", False, True)),
        (Value(Decimal("3.4"), qualifier=Q.OVER, decimals=1), _interval("3.4", "3.5", False, True)),
        (Value(Decimal("416"), qualifier=Q.UNDER, decimals=0), _interval("415", "416", True, False)),
        (Value(Decimal("0"), qualifier=Q.OVER), _interval("0", "1", False, True)),
        (Value(Decimal("416"), decimals=0), _interval("415.5", "416.5", False, True)),
        (Value(None, State.MISSING), None),
        (Value(None, State.MISSING, qualifier=Q.OVER), None),
    ],
)
def test_what_a_writer_has_in_mind(value: Value, wanted: Interval | None) -> None:
    assert value.reach() == wanted


@given(decimals(places=2, size=10**6), st.integers(0, 2), st.integers(-12, 12))
def test_a_level_stands_for_what_rounds_to_it(number: Decimal, places: int, quarters: int) -> None:
    printed = rounded(number, places)
    probe = Fraction(printed) + Fraction(quarters, 4 * 10**places)
    found = Value(printed, decimals=places).interval()
    assert found is not None
    assert (probe in found) == (rounded(probe, places) == printed)


def test_five_states_are_five_different_things() -> None:
    assert sorted(State) == ["confidential", "missing", "nil", "not-applicable", "value"]


def test_a_figure_as_handed_to_the_ledger() -> None:
    figure = Figure(Key.parse(TEXT), Value(Decimal("580")), date(2021, 1, 29), Source("https://example.vn/bao-cao"))
    assert (figure.note, figure.source.locator, figure.value.printed) == ("", "", "")
    assert figure.value.state is State.VALUE

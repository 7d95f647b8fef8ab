from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core import golden
from tests.core.strategies import decimals
from tongket.core.errors import InvalidInput
from tongket.core.number import MAX_DIGITS, Number, parse, render
from tongket.core.text import Lang

VALUES = golden.rows("values.csv")
PRINTED = [r for r in VALUES if r["case"] == "printed"]
READ = [r for r in VALUES if r["case"] == "read"]
LOCALES: dict[str, Lang | None] = {"vi": "vi", "en": "en", "": None}


def _lang(row: dict[str, str]) -> Lang:
    return "en" if row["locale"] == "en" else "vi"


def _name(row: dict[str, str]) -> str:
    return f"{row['text']!r}-{row['locale'] or 'unsaid'}"


@pytest.mark.parametrize("row", PRINTED, ids=_name)
def test_golden_printed(row: dict[str, str]) -> None:
    wanted = int(row["decimals"]) if row["decimals"] else None
    assert render(Decimal(row["text"]), wanted, _lang(row)) == row["result"]
    if row["back"]:
        assert parse(row["result"], _lang(row)).value == Decimal(row["back"])


@pytest.mark.parametrize("row", READ, ids=_name)
def test_golden_read(row: dict[str, str]) -> None:
    locale = LOCALES[row["locale"]]
    if row["result"] == "refused":
        with pytest.raises(InvalidInput) as refused:
            parse(row["text"], locale)
        assert all(f"“{row['text']}"[:40] in message for message in refused.value.text)
    else:
        number = parse(row["text"], locale)
        assert str(number.value) == row["result"]
        assert number.decimals == int(row["decimals"])


@pytest.mark.parametrize(("text", "readings"), [("1.234", ("1234", "1.234")), ("-9,876", ("-9876", "-9.876"))])
def test_an_unclear_number_names_both_readings(text: str, readings: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse(text, None)
    assert all(reading in refused.value.message("en") for reading in readings)
    assert all(reading.replace(".", ",") in refused.value.message("vi") for reading in readings)
    assert all("locale=vi" in message and "locale=en" in message for message in refused.value.text)


def test_a_comma_without_a_locale_says_what_to_state() -> None:
    with pytest.raises(InvalidInput, match="locale=vi"):
        parse("98,26", None)


def test_a_long_text_is_shortened_in_the_message() -> None:
    with pytest.raises(InvalidInput) as refused:
        parse("x" * 5000, "vi")
    assert all("x" * 40 + "…" in message and len(message) < 200 for message in refused.value.text)


@given(decimals(), st.sampled_from(["vi", "en"]))
def test_what_is_printed_reads_back(value: Decimal, lang: Lang) -> None:
    text = render(value, None, lang)
    number = parse(text, lang)
    assert number.value == value
    # A second time nothing changes: the printed form is canonical.
    assert render(number.value, number.decimals, lang) == text


@given(decimals(), st.integers(0, 6), st.sampled_from(["vi", "en"]))
def test_printed_with_so_many_decimals(value: Decimal, places: int, lang: Lang) -> None:
    with localcontext() as context:
        context.prec = 60
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert parse(render(value, places, lang), lang) == Number(rounded, places)


@given(decimals())
def test_the_two_languages_print_the_same_digits(value: Decimal) -> None:
    swapped = str.maketrans(".,", ",.")
    assert render(value, None, "vi") == render(value, None, "en").translate(swapped)


@given(decimals(size=10**12))
def test_without_a_locale_only_what_both_read_alike(value: Decimal) -> None:
    plain = f"{value:f}"
    try:
        unsaid = parse(plain, None)
    except InvalidInput:
        # Only a number that Vietnamese would take for grouped thousands is refused.
        assert parse(plain, "vi").value != parse(plain, "en").value
    else:
        assert unsaid.value == value


@given(st.text(max_size=MAX_DIGITS + 5), st.sampled_from(["vi", "en", None]))
def test_any_text_is_a_number_or_refused(text: str, locale: Lang | None) -> None:
    try:
        number = parse(text, locale)
    except InvalidInput:
        return
    assert number.value.is_finite()
    assert number.decimals == -int(number.value.as_tuple().exponent)


def test_no_minus_before_nothing() -> None:
    assert render(Decimal("-0.00")) == "0"
    assert render(Decimal("-0.4"), 0) == "0"


def test_the_printed_digits_do_not_depend_on_the_calculation_around_them() -> None:
    with localcontext() as context:
        context.prec = 3
        assert render(Decimal("22519.25"), 1) == "22.519,3"
        assert render(Decimal("22519.25")) == "22.519,25"

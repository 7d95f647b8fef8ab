from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.prose.support import (
    LANGS,
    NBSP,
    amount,
    completion,
    growth,
    langs,
    measures,
    periods,
    qualifiers,
    quantities,
    told,
)
from tongket.core.figure import Measure, Notation, Qualifier
from tongket.core.number import parse
from tongket.core.text import Lang
from tongket.prose.write import pieces
from tongket.prose.write.pieces import Printed, joined, percent, sentence


@pytest.mark.parametrize(
    ("quantity", "decimals", "vi", "en"),
    [
        ("22519", 0, "22.519", "22,519"),
        ("2246.15", 2, "2.246,15", "2,246.15"),
        ("580", 0, "580", "580"),
        ("13.40", 2, "13,40", "13.40"),
        ("0.05", 2, "0,05", "0.05"),
        ("14023.5", None, "14.023,5", "14,023.5"),
        ("3400", -2, "3.400", "3,400"),
        ("47017.946", 3, "47.017,946", "47,017.946"),
        ("0", 0, "0", "0"),
        (None, None, "–", "–"),
    ],
)
def test_a_level_has_the_decimals_its_source_printed(
    quantity: str | None, decimals: int | None, vi: str, en: str
) -> None:
    level = amount(quantity, decimals=decimals)
    assert (level.text("vi"), level.text("en")) == (vi, en)


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        ("98.255", "98,26"),
        ("98.254999", "98,25"),
        ("-0.005", "-0,01"),
        ("-0.004999", "0"),
        ("16", "16"),
        ("16.5", "16,5"),
        ("16.500001", "16,5"),
        ("99.995", "100"),
        ("963.157895", "963,16"),
    ],
)
def test_a_computed_ratio_has_two_decimals_at_most_half_up(quantity: str, shown: str) -> None:
    assert growth(quantity).text("vi") == shown


def test_a_stated_ratio_keeps_the_decimals_it_was_stated_with() -> None:
    assert growth("12", decimals=2).text("vi") == "12,00"
    assert growth("9.5", decimals=1).text("vi") == "9,5"


def test_a_range_is_two_numbers_and_one_piece() -> None:
    both = growth("9.5", high="10.5", decimals=1)
    assert [p for p in percent(both, "vi") if isinstance(p, Printed)] == [Printed("9,5–10,5", both.key)]
    assert told(percent(both, "en")) == "9.5–10.5%"


def test_a_fall_over_a_range_is_told_from_the_smaller_to_the_larger() -> None:
    assert growth("-2", high="-1", decimals=0).text("vi", signed=False) == "1–2"


@pytest.mark.parametrize(
    ("qualifier", "vi", "en"),
    [
        (Qualifier.EXACT, "416 triệu USD", "416 million USD"),
        (Qualifier.OVER, "hơn 416 triệu USD", "over 416 million USD"),
        (Qualifier.ABOUT, "khoảng 416 triệu USD", "about 416 million USD"),
        (Qualifier.UNDER, "gần 416 triệu USD", "nearly 416 million USD"),
    ],
)
def test_qualifiers_stand_before_the_number(qualifier: Qualifier, vi: str, en: str) -> None:
    level = amount("416", qualifier=qualifier)
    assert [told(pieces.amount(level, lang)) for lang in LANGS] == [vi, en]


def test_number_and_unit_are_never_torn_apart() -> None:
    assert pieces.amount(amount("416"), "vi")[-1] == f"{NBSP}triệu USD"
    assert percent(growth("10.16", notation=Notation.TIMES), "vi")[-1] == f"{NBSP}lần"
    assert told(percent(growth("16"), "vi")) == "16%"


@pytest.mark.parametrize(("lang", "unit"), [("vi", "lần"), ("en", "times")])
def test_times_are_no_percent(lang: Lang, unit: str) -> None:
    shown = told(percent(growth("10.16", notation=Notation.TIMES, decimals=2), lang))
    assert shown.endswith(f" {unit}")
    assert "%" not in shown


@pytest.mark.parametrize(
    ("quantity", "qualifier"),
    [
        ("99.998", Qualifier.UNDER),
        ("99.995", Qualifier.UNDER),
        ("99.994", Qualifier.EXACT),
        ("100", Qualifier.EXACT),
        ("100.001897", Qualifier.EXACT),
        ("98.26", Qualifier.EXACT),
    ],
)
def test_what_was_missed_by_less_than_is_printed_is_nearly_100(quantity: str, qualifier: Qualifier) -> None:
    assert pieces.qualifier_of(completion(quantity)) is qualifier
    assert pieces.qualifier_of(growth(quantity)) is Qualifier.EXACT


def test_a_qualifier_of_the_source_is_kept() -> None:
    assert pieces.qualifier_of(completion("99.999", qualifier=Qualifier.OVER)) is Qualifier.OVER
    assert pieces.qualifier_of(completion(None)) is Qualifier.EXACT


@given(quantities(), measures, periods, qualifiers, langs, st.booleans())
def test_a_printed_ratio_is_the_ratio_rounded_half_up(
    quantity: Decimal, measure: Measure, period: str, qualifier: Qualifier, lang: Lang, signed: bool
) -> None:
    figure = amount(quantity, measure, period=period, qualifier=qualifier)
    shown = parse(figure.text(lang, signed=signed), lang)
    exact = quantity if signed else abs(quantity)
    # Decimal's own rounding: another road to the same number.
    assert shown.value == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert shown.decimals <= 2
    assert shown.decimals == 0 or not figure.text(lang).endswith("0")


@given(quantities(), langs)
def test_a_printed_level_is_the_level(quantity: Decimal, lang: Lang) -> None:
    assert parse(amount(quantity).text(lang), lang).value == quantity


def test_a_sentence_begins_with_a_capital_and_ends_with_one_full_stop() -> None:
    assert told(sentence("đạt ", ("kế", " hoạch"), "")) == "Đạt kế hoạch."
    assert told(sentence("các chỉ tiêu:")) == "Các chỉ tiêu:"
    assert told(sentence("xong.")) == "Xong."
    assert sentence() == ()


def test_a_sentence_may_begin_and_end_with_a_number() -> None:
    level = amount("49")
    assert sentence(level.printed("vi")) == (level.printed("vi"), ".")


def test_clauses_are_joined_without_the_empty_ones() -> None:
    assert told(joined([("a",), (), ("b",), ("c",)])) == "a, b, c"
    assert told(joined([("a",), ("b",), ("c",)], "; ", " và ")) == "a; b và c"
    assert joined([(), ()]) == ()

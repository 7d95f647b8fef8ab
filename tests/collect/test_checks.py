"""The checks: what they find, what they leave alone, what an answer belongs to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.samples import form, key
from tongket.collect.checks import Finding, Known, check

WHOLE = {"industry": Decimal("56.1"), "industry-mining": Decimal("2.1"), "industry-manufacturing": Decimal(41),
         "industry-power": Decimal(12), "industry-water": Decimal(1)}  # fmt: skip


def found(values: dict[str, Decimal], known: Known | None = None) -> tuple[Finding, ...]:
    return check(form(), values, known or Known())


def rules(values: dict[str, Decimal], known: Known | None = None) -> list[str]:
    return [finding.rule for finding in found(values, known)]


def test_nothing_is_found_in_what_is_right() -> None:
    assert found(WHOLE) == ()
    assert found({}) == ()


@given(st.dictionaries(st.sampled_from(sorted(WHOLE)), st.decimals(-(10**9), 10**9, places=3), max_size=5))
def test_parts_are_held_against_their_whole_exactly_where_all_were_told(values: dict[str, Decimal]) -> None:
    parts = [values[row] for row in WHOLE if row != "industry" and row in values]
    wrong = (
        "industry" in values
        and bool(parts)
        and (sum(parts) > values["industry"] or (len(parts) == 4 and sum(parts) != values["industry"]))
    )
    assert ("parts" in rules(values)) == wrong
    assert rules(values).count("negative") == sum(value < 0 for value in values.values())


def test_both_sides_are_said_with_the_numbers() -> None:
    (finding,) = found({**WHOLE, "industry": Decimal(57)})
    assert finding.blocks
    assert finding.cells[0] == key("industry")
    assert all(number in finding.message.vi for number in ("56,1", "57", "-0,9"))
    assert finding.why.vi


@pytest.mark.parametrize(("value", "wrong"), [("85500", True), ("0.0855", True), ("190", False), ("85.5", False)])
def test_a_thousand_times_more_or_less_is_asked_about(value: str, wrong: bool) -> None:
    known = Known(previous={"retail": Decimal(84)}, last_year={"retail": Decimal("80.1")})
    assert ("magnitude" in rules({"retail": Decimal(value)}, known)) == wrong


def test_the_question_says_what_it_compares_with_and_what_may_be_meant() -> None:
    known = Known(previous={"retail": Decimal(3)}, last_year={"retail": Decimal(7)})
    (after_a_year,) = found({"retail": Decimal("6999.3")}, known)
    assert "cùng kỳ năm trước 7" in after_a_year.message.vi
    assert "có phải 6,9993?" in after_a_year.message.vi
    (after_a_month,) = found({"retail": Decimal("0.003")}, Known(previous={"retail": Decimal(3)}))
    assert "kỳ trước 3" in after_a_month.message.vi
    assert "có phải 3?" in after_a_month.message.vi


def series(season: Decimal) -> list[Decimal | None]:
    """Four years of a steady level whose twelfth month is `season` times it."""
    return [Decimal(100) * (season if month % 12 == 11 else 1) for month in range(47)]


def test_a_jump_that_comes_every_december_is_no_news_and_one_that_does_not_is() -> None:
    every_year = Known(series={"retail": series(Decimal(2))})
    never = Known(series={"retail": series(Decimal(1))})
    assert rules({"retail": Decimal(200)}, every_year) == []
    assert rules({"retail": Decimal(200)}, never) == ["season"]
    assert rules({"retail": Decimal(100)}, every_year) == ["season"]
    assert rules({"retail": Decimal(105)}, never) == []


def test_one_wild_value_of_the_past_does_not_hide_another() -> None:
    past = series(Decimal(1))
    past[20] = Decimal(100_000)
    assert rules({"retail": Decimal(300)}, Known(series={"retail": past})) == ["season"]


def test_too_little_history_judges_nothing() -> None:
    for past in ([], [None], [Decimal(1)], [Decimal(1), None, Decimal(2), Decimal(0)]):
        assert rules({"retail": Decimal(7)}, Known(series={"retail": past})) == []


def test_more_than_the_years_plan_in_a_month() -> None:
    known = Known(plan={"retail": Decimal(100)}, cumulative_before={"retail": Decimal(90)})
    assert rules({"retail": Decimal(61)}, known) == ["plan"]
    assert rules({"retail": Decimal(60)}, known) == []


def test_an_answer_belongs_to_the_numbers() -> None:
    known = Known(previous={"retail": Decimal(84)})
    (one,) = found({"retail": Decimal(84_000)}, known)
    (same,) = found({"retail": Decimal(84_000), **WHOLE}, known)
    (other,) = found({"retail": Decimal(84_001)}, known)
    assert one.id == same.id != other.id

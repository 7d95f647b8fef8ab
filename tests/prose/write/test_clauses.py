from decimal import Decimal

import pytest
from hypothesis import assume, given

from tests.prose.support import LANGS, amount, completion, growth, langs, periods, plan, quantities, stray_digits, told
from tongket.core.figure import Measure, Notation, Qualifier, Status
from tongket.core.period import Period
from tongket.core.text import Lang
from tongket.prose.write import clauses
from tongket.prose.write.pieces import Amount, Pieces, Printed


def both(clause: Pieces, other: Pieces) -> tuple[str, str]:
    return told(clause), told(other)


@pytest.mark.parametrize(
    ("status", "vi", "en"),
    [
        (Status.ESTIMATE, "ước đạt 22.519 tỷ đồng", "is estimated at 22,519 billion VND"),
        (Status.PRELIMINARY, "đạt 22.519 tỷ đồng", "reached 22,519 billion VND"),
        (Status.OFFICIAL, "đạt 22.519 tỷ đồng", "reached 22,519 billion VND"),
    ],
)
def test_an_estimate_is_called_one(status: Status, vi: str, en: str) -> None:
    level = amount("22519", indicator="industry.output", status=status)
    assert both(*(clauses.reached(level, lang) for lang in LANGS)) == (vi, en)


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        ("2020", "đạt 98,26% kế hoạch", "98.26% of the plan"),
        ("2020-M01..M09", "đạt 98,26% kế hoạch năm", "98.26% of the year's plan"),
        ("2020-Q1", "đạt 98,26% kế hoạch năm", "98.26% of the year's plan"),
    ],
)
def test_completion_names_its_plan(period: str, vi: str, en: str) -> None:
    ratio = completion("98.2588", period=period)
    assert both(*(clauses.against_plan(ratio, lang) for lang in LANGS)) == (vi, en)


@pytest.mark.parametrize(
    ("quantity", "vi"),
    [
        ("99.9988", "đạt gần 100% kế hoạch"),
        ("100", "đạt 100% kế hoạch"),
        ("100.0019", "đạt 100% kế hoạch"),
        ("128.1818", "đạt 128,18% kế hoạch"),
    ],
)
def test_completion_about_100(quantity: str, vi: str) -> None:
    assert told(clauses.against_plan(completion(quantity), "vi")) == vi


def excess(quantity: str | Decimal, **more: object) -> Amount:
    return amount(quantity, Measure.EXCESS, **more)  # type: ignore[arg-type]  # handed on as they are


@pytest.mark.parametrize(
    ("quantity", "vi", "en"),
    [
        ("9.33", "vượt 9,33% kế hoạch", "9.33% above the plan"),
        ("-1.7412", "thấp hơn kế hoạch 1,74%", "1.74% below the plan"),
        ("0", "", ""),
        ("0.0019", "", ""),
        ("-0.0012", "", ""),
        ("0.005", "vượt 0,01% kế hoạch", "0.01% above the plan"),
    ],
)
def test_by_how_much_the_plan_was_exceeded_or_missed(quantity: str, vi: str, en: str) -> None:
    assert both(*(clauses.over_plan(excess(quantity), lang) for lang in LANGS)) == (vi, en)


def test_nothing_is_said_of_an_unknown_excess() -> None:
    assert clauses.over_plan(amount(None, Measure.EXCESS), "vi") == ()


def test_what_is_missing_to_the_plan_is_told_without_its_sign() -> None:
    gap = amount("-7419", Measure.GAP, indicator="retail.revenue")
    assert both(*(clauses.short_by(gap, lang) for lang in LANGS)) == (
        "còn thiếu 7.419 tỷ đồng",
        "7,419 billion VND short",
    )


@pytest.mark.parametrize(
    ("quantity", "more", "vi", "en"),
    [
        ("6.61", {}, "tăng 6,61% so với năm 2019", "up 6.61% on 2019"),
        ("-3.2", {}, "giảm 3,2% so với năm 2019", "down 3.2% on 2019"),
        ("0", {}, "bằng năm 2019", "as in 2019"),
        ("0.0031", {}, "tương đương năm 2019", "about as in 2019"),
        ("-0.0031", {}, "tương đương năm 2019", "about as in 2019"),
        ("-0.005", {}, "giảm 0,01% so với năm 2019", "down 0.01% on 2019"),
        ("38", {"qualifier": Qualifier.OVER}, "tăng hơn 38% so với năm 2019", "up over 38% on 2019"),
        ("53", {"qualifier": Qualifier.UNDER}, "tăng gần 53% so với năm 2019", "up nearly 53% on 2019"),
        ("9.5", {"high": "10.5", "decimals": 1}, "tăng 9,5–10,5% so với năm 2019", "up 9.5–10.5% on 2019"),
        ("-2", {"high": "-1", "decimals": 0}, "giảm 1–2% so với năm 2019", "down 1–2% on 2019"),
        ("-1", {"high": "2", "decimals": 0}, "dao động trong khoảng -1–2% so với năm 2019", "within -1–2% of 2019"),
        ("10.16", {"notation": Notation.TIMES, "decimals": 2}, "gấp 10,16 lần năm 2019", "10.16 times 2019"),
        ("0.5", {"notation": Notation.TIMES, "decimals": 1}, "bằng 0,5 lần năm 2019", "0.5 times 2019"),
        ("106.61", {"notation": Notation.INDEX, "decimals": 2}, "bằng 106,61% so với năm 2019", "106.61% of 2019"),
        ("97", {"notation": Notation.INDEX, "decimals": 0}, "bằng 97% so với năm 2019", "97% of 2019"),
    ],
)
def test_growth_in_every_form(quantity: str, more: dict[str, object], vi: str, en: str) -> None:
    ratio = growth(quantity, **more)
    assert both(*(clauses.against_last_year(ratio, lang) for lang in LANGS)) == (vi, en)


def test_nothing_is_said_of_an_unknown_growth() -> None:
    assert clauses.against_last_year(growth(None), "vi") == ()


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        ("2020", "năm 2019", "2019"),
        ("2020-M01..M09", "cùng kỳ năm 2019", "the same period of 2019"),
        ("2020-Q1", "cùng kỳ năm 2019", "the same period of 2019"),
        ("2020-M04", "cùng kỳ năm 2019", "the same period of 2019"),
        ("2016..2020", "giai đoạn 2011–2015", "2011–2015"),
    ],
)
def test_the_base_of_a_growth(period: str, vi: str, en: str) -> None:
    base = [clauses.same_period_last_year(Period.parse(period), lang) for lang in LANGS]
    assert base == [vi, en]


def test_share_and_contribution() -> None:
    share = amount("78.8571", Measure.SHARE)
    assert both(*(clauses.of_all(share, lang) for lang in LANGS)) == ("chiếm 78,86% tổng số", "78.86% of the total")
    adds, takes = amount("3.2", Measure.CONTRIBUTION), amount("-0.75", Measure.CONTRIBUTION)
    assert told(clauses.contributing(adds, "vi")) == "đóng góp 3,2 điểm phần trăm vào mức tăng chung"
    assert told(clauses.contributing(takes, "vi")) == "làm giảm 0,75 điểm phần trăm của mức tăng chung"
    assert told(clauses.contributing(takes, "en")) == "taking away 0.75 percentage points from the growth of the total"
    assert clauses.contributing(amount("0.001", Measure.CONTRIBUTION), "vi") == ()
    assert clauses.contributing(amount("0", Measure.CONTRIBUTION), "vi") == ()


def test_a_target() -> None:
    aim = plan("24800", indicator="industry.output")
    assert both(*(clauses.aims_at(aim, lang) for lang in LANGS)) == ("đạt 24.800 tỷ đồng", "of 24,800 billion VND")


@given(quantities(), langs, periods)
def test_vuot_is_said_only_above_the_plan(points: Decimal, lang: Lang, period: str) -> None:
    said = told(clauses.over_plan(excess(points, period=period), lang))
    assert (said.startswith("vượt") or "above" in said) == (points >= Decimal("0.005"))
    assert (said.startswith("thấp hơn") or "below" in said) == (points <= Decimal("-0.005"))
    assert "-" not in said


@given(quantities(sign="positive"), langs, periods)
def test_completion_never_says_vuot_and_always_names_the_plan(ratio: Decimal, lang: Lang, period: str) -> None:
    said = told(clauses.against_plan(completion(ratio, period=period), lang))
    assert "vượt" not in said
    assert ("kế hoạch" if lang == "vi" else "plan") in said
    # “100%” without “gần” is never said of a plan that was missed.
    assert ratio >= 100 or "gần 100%" in said or "nearly 100%" in said or " 100%" not in f" {said}"


@given(quantities(), langs, periods)
def test_growth_has_the_verb_of_its_sign_and_names_its_base(ratio: Decimal, lang: Lang, period: str) -> None:
    assume(Period.parse(period).length)
    pieces = clauses.against_last_year(growth(ratio, period=period), lang)
    said = told(pieces)
    assert clauses.same_period_last_year(Period.parse(period), lang) in said
    up, down = ("tăng ", "giảm ") if lang == "vi" else ("up ", "down ")
    assert said.startswith(up) == (ratio >= Decimal("0.005"))
    assert said.startswith(down) == (ratio <= Decimal("-0.005"))
    assert all(not p.text.startswith("-") for p in pieces if isinstance(p, Printed))
    assert stray_digits(pieces) == ""

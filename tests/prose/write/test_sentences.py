import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.prose.support import (
    LANGS,
    amount,
    completion,
    growth,
    langs,
    periods,
    plan,
    qualifiers,
    quantities,
    stray_digits,
    told,
    well_written,
)
from tongket.core.figure import Measure, Notation, Qualifier, Status
from tongket.core.period import Period
from tongket.core.text import Lang
from tongket.core.vocabulary import vocabulary
from tongket.prose.write.pieces import Amount, Pieces, Printed, sentence
from tongket.prose.write.sentences import level_unknown, result, shortfall, stock, subject, target, unknown

EXPORTS = {"vi": "kim ngạch xuất khẩu", "en": "export turnover"}


def in_both(pieces: dict[Lang, Pieces]) -> tuple[str, str]:
    return told(pieces["vi"]), told(pieces["en"])


@pytest.mark.parametrize(
    ("prices", "source", "vi"),
    [
        ("", "", "kim ngạch xuất khẩu"),
        ("giá so sánh năm 2010", "", "kim ngạch xuất khẩu (theo giá so sánh năm 2010)"),
        ("", "Hải quan", "kim ngạch xuất khẩu (số liệu của Hải quan)"),
        (
            "giá so sánh năm 2010",
            "UBND tỉnh",
            "kim ngạch xuất khẩu (theo giá so sánh năm 2010, số liệu của UBND tỉnh)",
        ),
    ],
)
def test_a_subject_says_prices_and_who_states_it(prices: str, source: str, vi: str) -> None:
    assert subject(vocabulary().indicators["export.value"], "", prices, "vi", source) == vi


def test_a_subject_in_english_and_with_its_part() -> None:
    exports = vocabulary().indicators["export.value"]
    assert subject(exports, "cà phê", "", "vi") == "kim ngạch xuất khẩu cà phê"
    assert subject(exports, "coffee", "", "en") == "export turnover, coffee"
    assert subject(exports, "", "constant 2010 prices", "en", "Statistics Office") == (
        "export turnover (at constant 2010 prices, figure of the Statistics Office)"
    )


def said(
    level: Amount | None = None, done: Amount | None = None, grown: Amount | None = None, share: Amount | None = None
) -> tuple[str, str]:
    return in_both({lang: result(EXPORTS[lang], level, done, grown, share, lang) for lang in LANGS})


def test_a_whole_result() -> None:
    assert said(amount("580"), completion("92.06"), growth("16")) == (
        "kim ngạch xuất khẩu ước đạt 580 triệu USD, đạt 92,06% kế hoạch, tăng 16% so với năm 2019",
        "export turnover is estimated at 580 million USD, 92.06% of the plan, up 16% on 2019",
    )


def test_a_result_without_plan_or_growth() -> None:
    official = amount("580", status=Status.OFFICIAL)
    assert said(official) == ("kim ngạch xuất khẩu đạt 580 triệu USD", "export turnover reached 580 million USD")
    assert said(official, None, growth("-6.2"))[0] == (
        "kim ngạch xuất khẩu đạt 580 triệu USD, giảm 6,2% so với năm 2019"
    )
    assert said() == ("", "")
    assert said(None, None, growth(None)) == ("", "")


def test_a_result_without_level_has_its_verb_in_english_too() -> None:
    assert said(None, None, growth("9")) == (
        "kim ngạch xuất khẩu tăng 9% so với năm 2019",
        "export turnover was up 9% on 2019",
    )
    assert said(None, completion("92.06"), None) == (
        "kim ngạch xuất khẩu đạt 92,06% kế hoạch",
        "export turnover was 92.06% of the plan",
    )


def test_a_part_tells_its_share() -> None:
    share = amount("80.4762", Measure.SHARE)
    assert said(amount("338"), None, growth("2.42"), share) == (
        "kim ngạch xuất khẩu ước đạt 338 triệu USD, chiếm 80,48% tổng số, tăng 2,42% so với năm 2019",
        "export turnover is estimated at 338 million USD, 80.48% of the total, up 2.42% on 2019",
    )


def test_a_target_missed_tells_by_how_much_as_far_as_it_is_known() -> None:
    done, under = completion("91.1679"), amount("-8.8321", Measure.EXCESS)
    gap = amount("-7419", Measure.GAP, indicator="retail.revenue")
    whole = in_both({lang: shortfall("X", done, under, gap, lang) for lang in LANGS})
    assert whole == (
        "X đạt 91,17% kế hoạch, thấp hơn kế hoạch 8,83%, còn thiếu 7.419 tỷ đồng",
        "X was 91.17% of the plan, 8.83% below the plan, 7,419 billion VND short",
    )
    assert told(shortfall("X", done, under, None, "vi")) == "X đạt 91,17% kế hoạch, thấp hơn kế hoạch 8,83%"
    assert told(shortfall("X", done, None, None, "vi")) == "X đạt 91,17% kế hoạch"


def test_a_target_missed_by_a_hair() -> None:
    hair = shortfall("X", completion("99.9981"), amount("-0.0019", Measure.EXCESS), amount("-0.6", Measure.GAP), "vi")
    assert told(hair) == "X đạt gần 100% kế hoạch, còn thiếu 0,6 triệu USD"


@pytest.mark.parametrize(
    ("goal", "asked", "vi", "en"),
    [
        (
            "610",
            "5.1724",
            "X đạt 610 triệu USD (tăng 5,17% so với năm 2020)",
            "X of 610 million USD (up 5.17% on 2020)",
        ),
        ("610", None, "X đạt 610 triệu USD", "X of 610 million USD"),
        (None, "12.12", "X tăng 12,12% so với năm 2020", "X up 12.12% on 2020"),
        ("95", "-89", "X đạt 95 triệu USD (giảm 89% so với năm 2020)", "X of 95 million USD (down 89% on 2020)"),
    ],
)
def test_a_target(goal: str | None, asked: str | None, vi: str, en: str) -> None:
    aim = plan(goal) if goal else None
    grown = growth(asked, period="2021", status=Status.ASSIGNED) if asked else None
    assert in_both({lang: target("X", aim, grown, lang) for lang in LANGS}) == (vi, en)


@pytest.mark.parametrize(
    ("status", "vi", "en"),
    [
        (Status.PROPOSED, "X tăng 10,7% so với năm 2020 (mức đề xuất)", "X up 10.7% on 2020 (proposed)"),
        (Status.NEGOTIATED, "X tăng 10,7% so với năm 2020 (mức thống nhất)", "X up 10.7% on 2020 (negotiated)"),
        (Status.ADJUSTED, "X tăng 10,7% so với năm 2020", "X up 10.7% on 2020"),
    ],
)
def test_a_target_that_nobody_assigned_says_so(status: Status, vi: str, en: str) -> None:
    asked = growth("10.7", period="2021", status=status)
    assert in_both({lang: target("X", None, asked, lang) for lang in LANGS}) == (vi, en)


def test_what_stands() -> None:
    count = amount("49", indicator="power.projects")
    megawatts = amount("2246.15", indicator="power.capacity")
    assert told(stock(count, "dự án thủy điện", "đang vận hành", [megawatts], "vi")) == (
        "49 dự án thủy điện đang vận hành với tổng công suất 2.246,15 MW"
    )
    assert told(stock(count, "dự án thủy điện", "", [], "vi")) == "49 dự án thủy điện"
    assert told(stock(None, "dự án thủy điện", "đang vận hành", [megawatts], "vi")) == (
        "dự án thủy điện đang vận hành: 2.246,15 MW"
    )
    assert told(stock(None, "hydropower projects", "operating", [megawatts], "en")) == (
        "hydropower projects (operating): 2,246.15 MW"
    )
    assert stock(None, "dự án thủy điện", "đang vận hành", [], "vi") == ()


def test_one_capacity_in_two_units_is_said_to_be_one() -> None:
    peak, nominal = amount("787", indicator="power.peak-capacity"), amount("630", indicator="power.capacity")
    text = told(stock(amount("9", indicator="power.projects"), "dự án điện mặt trời", "", [peak, nominal], "vi"))
    assert text == "9 dự án điện mặt trời với tổng công suất 787 MWp (630 MW)"
    assert "1.417" not in text


def test_what_is_unknown_is_said() -> None:
    period = Period.parse("2020-M01..M09")
    assert in_both({lang: unknown(EXPORTS[lang], period, lang) for lang in LANGS}) == (
        "Chưa có số liệu về kim ngạch xuất khẩu 9 tháng đầu năm 2020.",
        "The ledger holds no figure for export turnover of the first 9 months of 2020.",
    )
    assert told(level_unknown(EXPORTS["vi"], period, "vi")) == (
        "Chưa có giá trị tuyệt đối của kim ngạch xuất khẩu 9 tháng đầu năm 2020, chỉ có tỷ lệ đã công bố."
    )


notations = st.sampled_from([Notation.NONE, Notation.GROWTH, Notation.INDEX, Notation.TIMES])


@given(
    level=st.none() | quantities(sign="positive"),
    done=st.none() | quantities(sign="positive"),
    grown=st.none() | quantities(),
    share=st.none() | quantities(sign="positive"),
    period=periods,
    qualifier=qualifiers,
    notation=notations,
    status=st.sampled_from([Status.ESTIMATE, Status.PRELIMINARY, Status.OFFICIAL]),
    lang=langs,
)
def test_every_result_is_well_written_and_types_no_digit(
    level: Decimal | None,
    done: Decimal | None,
    grown: Decimal | None,
    share: Decimal | None,
    period: str,
    qualifier: Qualifier,
    notation: Notation,
    status: Status,
    lang: Lang,
) -> None:
    told_level = None if level is None else amount(level, period=period, qualifier=qualifier, status=status)
    told_done = None if done is None else completion(done, period=period, qualifier=qualifier, status=status)
    told_growth = None if grown is None else growth(grown, period=period, notation=notation, status=status)
    told_share = None if share is None else amount(share, Measure.SHARE, period=period, status=status)
    given_amounts = (told_level, told_done, told_growth, told_share)
    pieces = sentence(result(EXPORTS[lang], *given_amounts, lang))
    if not pieces:
        assert given_amounts == (None,) * 4
        return
    text = told(pieces)
    assert well_written(text), text
    assert stray_digits(pieces) == ""
    assert "vượt" not in text
    known = {a.key for a in given_amounts if a is not None}
    printed = [p for p in pieces if isinstance(p, Printed)]
    assert {p.key for p in printed} <= known
    assert len(printed) == len({p.key for p in printed})
    assert unicodedata.normalize("NFC", text) == text


@given(quantities(sign="positive"), quantities(sign="positive"), langs, periods)
def test_every_shortfall_is_true_and_well_written(actual: Decimal, goal: Decimal, lang: Lang, period: str) -> None:
    ratio = (actual / goal * 100).quantize(Decimal("0.000001"))
    done, over = completion(ratio, period=period), amount(ratio - 100, Measure.EXCESS, period=period)
    gap = amount(actual - goal, Measure.GAP, period=period) if actual < goal else None
    pieces = sentence(shortfall(EXPORTS[lang], done, over, gap, lang))
    text = told(pieces)
    assert well_written(text), text
    assert stray_digits(pieces) == ""
    assert ("vượt" in text or "above" in text) <= (ratio > 100)
    assert ("còn thiếu" in text or " short" in text) == (actual < goal)

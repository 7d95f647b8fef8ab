from decimal import Decimal

import pytest

from tests.prose.verify.passage import EXP, GO, RET, Passage, changed, contradictions
from tongket.prose.claims import Kind

IIP = "industry.iip"
HOLDS, SLIP, UNSURE, WRONG = "holds", "last-digit", "cannot-tell", "contradicts"


def two_levels(now: str, before: str, growth: str, **more: str) -> Passage:
    p = Passage()
    p.say("Năm 2020, kim ngạch xuất khẩu đạt").level(EXP, now)
    p.say(", tăng").growth(EXP, growth, base="2019", **more)
    p.say(" so với năm 2019").stop().say("Năm 2019, kim ngạch xuất khẩu đạt").level(EXP, before, "2019")
    return p.stop()


@pytest.mark.parametrize(
    ("now", "before", "growth", "verdict"),
    [
        ("580", "500", "16", HOLDS),
        ("580.00", "500.00", "16.00", HOLDS),
        ("22519", "21122.8", "6.61", HOLDS),  # cut off or rounded
        ("110.00", "97.00", "13.40", HOLDS),  # 13,402…
        ("110.000", "97.000", "13.41", SLIP),  # 13,4020…: not rounded to 13,41, and within 0,01 of it
        ("110.000", "97.000", "13.43", WRONG),
        ("580", "500", "12", WRONG),  # printed +12 where the levels give +16
        ("609.5", "500", "12", WRONG),  # +12 where the levels give +21,9
        ("400", "500", "-20", HOLDS),
        ("400", "500", "20", WRONG),  # said to have risen
        ("580", "50", "16", UNSURE),  # another period or thing, more likely than an error
    ],
)
def test_growth(now: str, before: str, growth: str, verdict: str) -> None:
    assert two_levels(now, before, growth).one("growth-of-levels").verdict == verdict


def test_a_wrong_first_digit_is_told_from_another_period() -> None:
    found = two_levels("180", "500", "16.0").one("growth-of-levels")
    assert found.verdict == WRONG
    assert "“180 triệu USD” sai một chữ số" in found.explanation_vi
    assert two_levels("180", "500", "16").one("growth-of-levels").verdict == UNSURE  # 16 without decimals fits too much
    assert two_levels("48", "500", "16.0").one("growth-of-levels").verdict == UNSURE  # a month beside a year


def test_explanation_has_the_arithmetic() -> None:
    found = two_levels("609.5", "500", "12").one("growth-of-levels")
    assert found.computed == "22"
    assert "(609,5 ÷ 500 − 1) × 100 = 21,9" in found.explanation_vi
    assert "không khớp" in found.explanation_vi
    assert "(609.5 ÷ 500 − 1) × 100 = 21.9" in found.explanation_en
    assert found.interval is not None
    assert found.claims == (1, 0, 2)
    assert found.interval[0] is not None
    assert found.interval[1] is not None
    assert 21 < found.interval[0] < found.interval[1] < 23


def test_base_not_spelled_out_is_the_year_before() -> None:
    p = Passage()
    p.say("Xuất khẩu đạt").level(EXP, "580")
    p.say(", tăng").growth(EXP, "30")
    p.stop().say("Năm trước đạt").level(EXP, "500", "2019")
    assert p.one("growth-of-levels").verdict == WRONG


def test_base_missing_names_what_is_implied() -> None:
    p = Passage()
    p.level(EXP, "580")
    p.say(", tăng").growth(EXP, "16", base="2019")
    found = p.one("growth-of-levels")
    assert found.verdict == UNSURE
    assert found.computed is None
    assert "năm 2019" in found.explanation_vi
    assert "từ 495,3 đến 502,6 triệu USD" in found.explanation_vi


def test_no_level_at_all() -> None:
    p = Passage()
    p.say("GRDP tăng").growth("x", "8.1", indicator="grdp")
    assert p.verdicts() == [("growth-of-levels", UNSURE)]


def test_nine_months_on_a_year_named_alone() -> None:
    p = Passage()
    p.level(EXP, "450", "2021-M01..M09")
    p.say(", tăng").growth(EXP, "12.5", "2021-M01..M09", base="2020")
    p.say(" so với năm 2020 (9 tháng").level(EXP, "400", "2020-M01..M09")
    p.say("; cả năm").level(EXP, "580", "2020")
    assert p.one("growth-of-levels").verdict == HOLDS


@pytest.mark.parametrize(
    ("kind", "text", "value", "unit", "verb", "rule", "verdict"),
    [
        (Kind.GROWTH, "110,03%", "110.03", "%", "tang", "index-as-growth", WRONG),
        (Kind.GROWTH, "10,03%", "10.03", "%", "tang", "growth-of-levels", HOLDS),
        (Kind.INDEX, "110,03%", "110.03", "%", "bang", "growth-of-levels", HOLDS),
        (Kind.INDEX, "10,03%", "10.03", "%", "bang", "index-as-growth", WRONG),
        (Kind.MULTIPLE, "1,1 lần", "1.1", "lần", "gap", "growth-of-levels", HOLDS),
        (Kind.MULTIPLE, "0,1 lần", "0.1", "lần", "gap", "index-as-growth", WRONG),
        (Kind.MULTIPLE, "1,1 lần", "1.1", "lần", "tang", "growth-of-levels", HOLDS),
        (Kind.MULTIPLE, "0,1 lần", "0.1", "lần", "tang", "growth-of-levels", HOLDS),
        (Kind.MULTIPLE, "1,3 lần", "1.3", "lần", "tang", "growth-of-levels", WRONG),
    ],
)
def test_notations(kind: Kind, text: str, value: str, unit: str, verb: str, rule: str, verdict: str) -> None:
    # Retail of a first quarter: 16.747 after 15.220 is 110,03 % of it, and 10,03 % more.
    p = Passage()
    p.level(RET, "16747")
    p.say(",").number(kind, text, value, unit, code=RET, base="2019", verb=verb)
    p.say(" so với").level(RET, "15220", "2019")
    found = p.one(rule)
    assert found.verdict == verdict
    if rule == "index-as-growth" and kind is Kind.GROWTH:
        assert "chỉ số" in found.explanation_vi


def test_over_hides_only_so_much() -> None:
    p = two_levels("580", "500", "16")
    assert changed(p, p.claims[0], approx="over").one("growth-of-levels").verdict == HOLDS
    q = two_levels("540", "500", "16")
    # “Hơn 540” may be 580, though nobody would say it: not a contradiction, and not confirmed.
    assert changed(q, q.claims[0], approx="over").one("growth-of-levels").verdict == UNSURE
    assert changed(q, q.claims[0], approx="under").one("growth-of-levels").verdict == WRONG


def test_about_and_round_numbers_are_not_contradicted_by_a_little() -> None:
    p = two_levels("580", "500", "18")
    assert changed(p, p.claims[0], approx="about").one("growth-of-levels").verdict == UNSURE
    # 75.000 beside 69.587 was perhaps rounded to thousands; beside 69.000 it was not.
    assert two_levels("75000", "69587", "7.9").one("growth-of-levels").verdict == UNSURE
    assert two_levels("75000", "69000", "8.9").one("growth-of-levels").verdict == WRONG


def test_a_fall_by_over() -> None:
    p = two_levels("484", "500", "-3")
    assert changed(p, p.claims[1], approx="over").one("growth-of-levels").verdict == HOLDS
    q = two_levels("490", "500", "-3")
    assert changed(q, q.claims[1], approx="over").one("growth-of-levels").verdict == WRONG


def test_restated_base_is_not_an_error() -> None:
    p = Passage()
    p.level(EXP, "580")
    p.say(", tăng").growth(EXP, "12", base="2019")
    p.stop().say("Số năm 2019 (đã điều chỉnh) trước đây công bố là").level(EXP, "500", "2019")
    assert p.one("growth-of-levels").verdict == UNSURE


def test_constant_and_current_prices_are_not_mixed() -> None:
    p = Passage()
    p.say("Giá trị sản xuất theo giá so sánh đạt").level(GO, "22519")
    p.say(", tăng").growth(GO, "6.61", base="2019")
    p.stop().say("Năm 2019 theo giá hiện hành đạt").level(GO, "20000", "2019")
    assert p.one("growth-of-levels").verdict == UNSURE
    q = Passage()
    q.say("GRDP đạt").number(Kind.LEVEL, "60000 tỷ đồng", "60000", "tỷ đồng", indicator="GRDP")
    q.say(", tăng").growth("", "8", indicator="GRDP", base="2019")
    q.say(" so với").number(Kind.LEVEL, "55000 tỷ đồng", "55000", "tỷ đồng", indicator="GRDP", period="2019")
    assert q.one("growth-of-levels").verdict == UNSURE


def test_in_quantity_and_in_value() -> None:
    p = Passage()
    p.say("Cà phê đạt").number(Kind.LEVEL, "200 nghìn tấn", "200000", "tấn", decimals=-3, code=EXP)
    p.level(EXP, "420")
    p.say(", tăng").growth(EXP, "5.0", base="2019")
    p.say(" về giá trị").stop().say("Năm 2019:").level(EXP, "400", "2019")
    p.number(Kind.LEVEL, "250 nghìn tấn", "250000", "tấn", decimals=-3, code=EXP, period="2019")
    assert p.one("growth-of-levels").verdict == HOLDS


def test_two_statements_of_the_base_both_are_tried() -> None:
    p = two_levels("580", "500", "16")
    p.say("Ước năm 2019 đạt").level(EXP, "490", "2019", status="estimate")
    assert p.one("growth-of-levels").verdict == HOLDS


def test_a_dot_that_was_a_decimal_point() -> None:
    p = two_levels("1250", "1.000", "25")
    found = changed(p, p.claims[0], other=Decimal("1.25")).one("growth-of-levels")
    assert found.verdict == HOLDS
    assert "dấu thập phân" in found.explanation_vi


def test_a_decimal_point_read_everywhere_excuses_nothing() -> None:
    p = two_levels("1900", "1700", "5")
    p = changed(p, p.claims[0], other=Decimal("1.9"))
    assert changed(p, p.claims[2], other=Decimal("1.7")).one("growth-of-levels").verdict == WRONG


@pytest.mark.parametrize(
    ("value", "verb", "verdict"), [("80", "tang", HOLDS), ("90", "tang", WRONG), ("80", "giam", WRONG)]
)
def test_difference(value: str, verb: str, verdict: str) -> None:
    p = two_levels("580", "500", "16")
    p.say("Như vậy, xuất khẩu tăng thêm").number(
        Kind.DIFFERENCE, f"{value} triệu USD", value, "triệu USD", code=EXP, verb=verb, base="2019"
    )
    assert p.one("difference-of-levels").verdict == verdict


@pytest.mark.parametrize(("growth", "verdict"), [("8.45", HOLDS), ("9.45", WRONG), ("10.67", HOLDS)])
def test_average_growth(growth: str, verdict: str) -> None:
    # 15.000 to 22.500: 8,45 % a year in five steps (2015 to 2020), 10,67 % in four (2016 to 2020).
    p = Passage()
    p.say("Giai đoạn 2016–2020 bình quân tăng").growth(GO, growth, "2016..2020")
    p.say("/năm, từ").level(GO, "15000", "2015")
    p.say(" lên").level(GO, "22500", "2020")
    if verdict == HOLDS and growth == "10.67":
        p = changed(p, p.claims[1], period=p.claims[1].period.shifted(12))  # type: ignore[union-attr]  # it has one
    assert p.one("average-growth").verdict == verdict


def test_average_growth_without_ends() -> None:
    p = Passage()
    p.say("Giai đoạn 2016–2020 bình quân tăng").growth(GO, "8.45", "2016..2020")
    assert p.verdicts() == [("average-growth", UNSURE)]


@pytest.mark.parametrize(
    ("kind", "other", "members", "rule", "verdict"),
    [
        (Kind.INDEX, "103.05", (), "index-as-growth", WRONG),
        (Kind.GROWTH, "6.5", (), "index-as-growth", WRONG),
        (Kind.GROWTH, "6.5", ("activity:mining",), "index-as-growth", WRONG),  # of one volume index
        (Kind.GROWTH, "95", (), "growth-of-levels", UNSURE),
        (Kind.SHARE, "6.5", (), "growth-of-levels", UNSURE),
    ],
)
def test_an_index_as_growth_without_levels(
    kind: Kind, other: str, members: tuple[str, ...], rule: str, verdict: str
) -> None:
    p = Passage()
    p.say("IIP tăng").growth(IIP, "108.2", "2023-M08", base="2022-M08")
    p.number(kind, f"{other}%", other, "%", code=IIP, members=members, period="2023-M07", base="2022-M07", verb="")
    found = next(f for f in p.findings() if f.claims[0] == 0)
    assert (found.rule, found.verdict) == (rule, verdict)
    assert "chỉ số" in found.explanation_vi


def test_a_commodity_may_double_in_one_month_and_not_in_another() -> None:
    p = Passage()
    coffee = ("commodity:coffee",)
    p.say("cà phê tăng").growth(EXP, "115", "2024-M01", base="2023-M01", members=coffee)
    p.say(", cả năm tăng").growth(EXP, "20", "2024", base="2023", members=coffee)
    assert contradictions(p.findings()) == []


@pytest.mark.parametrize(
    ("base", "opening", "verdict"),
    [
        ("17600", "(", HOLDS),
        ("16600", "(", WRONG),
        ("176000", "(", UNSURE),  # under another name and far off
        ("16600", "(trong đó", UNSURE),  # a part, not the base
        ("17600", "", HOLDS),  # only ever confirmed
        ("16600", "", UNSURE),
    ],
)
def test_a_base_told_by_its_place(base: str, opening: str, verdict: str) -> None:
    p = Passage()
    if not opening:
        p.say("Năm 2020 đạt").number(Kind.LEVEL, f"{base} tỷ đồng", base, "tỷ đồng", indicator="khác", period="2020")
        p.stop()
    p.say("Năm 2021 đạt").number(
        Kind.LEVEL, "20.600 tỷ đồng", "20600", "tỷ đồng", indicator="toàn ngành", period="2021"
    )
    p.say(", tăng").growth(GO, "17.05", "2021", base="2020", indicator="ngành khác")
    if opening:
        p.say(f" so với cùng kỳ {opening}").number(
            Kind.LEVEL, f"{base} tỷ đồng", base, "tỷ đồng", indicator="khác", period="2020"
        )
    assert p.stop().one("growth-of-levels").verdict == verdict


@pytest.mark.parametrize(("growth", "verdict"), [("11.7", HOLDS), ("12.9", WRONG)])
def test_average_growth_from_a_year_to_another(growth: str, verdict: str) -> None:
    p = Passage()
    p.say("từ").level(RET, "32840", "2016")
    p.say(" năm 2016 lên").level(RET, "51120")
    p.say(" năm 2020, bình quân tăng").growth(RET, growth, "2020")
    p.say("/năm; xuất khẩu bình quân tăng").growth(EXP, "8.5", "2020")
    found = {f.claims[0]: f.verdict for f in p.findings() if f.rule == "average-growth"}
    assert found == {2: verdict, 3: UNSURE}


@pytest.mark.parametrize(("growth", "base", "verdict"), [("5.69", "5230", WRONG), ("5.69", "52300", WRONG)])
def test_far_off_in_one_sentence_is_wrong(growth: str, base: str, verdict: str) -> None:
    p = Passage()
    p.say("đạt").level(EXP, "2674")
    p.say(", tăng").growth(EXP, growth, base="2019")
    p.say(" so với năm 2019 (").level(EXP, base, "2019")
    assert p.say(")").stop().one("growth-of-levels").verdict == verdict


def test_far_off_in_a_bracket_on_the_months_so_far_is_not() -> None:
    p = Passage()
    p.say("đạt").level(EXP, "215", "2020-M09")
    p.say(", tăng").growth(EXP, "5.2", "2020-M09", base="2019-M09")
    p.say(" so với cùng kỳ (lũy kế").level(EXP, "1840", "2019-M09")
    assert p.say(")").stop().one("growth-of-levels").verdict == UNSURE


def test_two_swapped_digits_explain_what_is_far_off() -> None:
    p = Passage()
    p.say("đạt").level(EXP, "2824.81", "2023")
    p.stop().say("Năm 2024 phấn đấu đạt").level(EXP, "1344", "2024", scenario="plan")
    p.say(", tăng").growth(EXP, "11.3", "2024", base="2023", scenario="plan")
    found = p.stop().one("growth-of-levels")
    assert found.verdict == WRONG
    assert "đảo hai chữ số" in found.explanation_vi


def test_a_text_that_says_itself_that_it_is_an_index() -> None:
    p = Passage()
    p.say("Công bố tăng").growth(RET, "110.03", "2020-Q1", base="2019-Q1")
    p.say("; các kỳ khác cho thấy đó là chỉ số").stop()
    p.say("Năm 2020 tăng").growth(RET, "7.78", base="2019")
    assert contradictions(p.findings()) == []

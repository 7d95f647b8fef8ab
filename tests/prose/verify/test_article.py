"""The article behind the reference year (baogialai.com.vn, January 2021): its 28 figures, and what holds of them."""

import pytest

from tests.prose.verify.passage import EXP, GO, IMP, RET, Passage, changed, contradictions
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import CheckVerdict, Claim, Kind
from tongket.prose.verify import verify
from tongket.prose.verify.book import Book
from tongket.prose.verify.growth import implied_base

IMPLIED = [
    # ratio, level, base that the published figures leave as the only likely one
    (1, 0, "22918"), (4, 3, "80000"), (7, 6, "630"), (8, 6, "500"), (21, 20, "22519"), (23, 22, "75000"),
    (25, 24, "580"), (27, 26, "90"),
]  # fmt: skip


def article() -> Passage:
    p = Passage()
    p.say("Năm 2020, tổng giá trị sản xuất công nghiệp (theo giá so sánh năm 2010) đạt")
    _result(p, GO, "22519", "22.519 tỷ đồng", "98.26", "6.61")
    p.say("; tổng mức bán lẻ hàng hóa và doanh thu dịch vụ đạt")
    _result(p, RET, "75000", "75.000 tỷ đồng", "93.75", "7.78")
    p.say("; kim ngạch xuất khẩu đạt")
    _result(p, EXP, "580", "580 triệu USD", "92.06", "16")
    p.stop().say("Toàn tỉnh hiện có")
    _stocks(p)
    p.stop().say("Trong năm qua, công tác phối hợp được thực hiện tốt, góp phần ")
    p.boast("thực hiện vượt các chỉ tiêu, nhiệm vụ chung của ngành").stop().say("Năm 2021, ngành phấn đấu")
    for code, value, text, growth in (
        (GO, "24800", "24.800 tỷ đồng", "10.13"), (RET, "84000", "84.000 tỷ đồng", "12"),
        (EXP, "610", "610 triệu USD", "5.17"), (IMP, "95", "95 triệu USD", "5.56"),
    ):  # fmt: skip
        unit = "triệu USD" if "USD" in text else "tỷ đồng"
        p.number(Kind.LEVEL, text, value, unit, code=code, period="2021", scenario="plan", verb="dat")
        p.say(" (tăng").growth(code, growth, "2021", scenario="plan", base="2020")
        p.say(" so với năm 2020);")
    return p.stop()


def _result(p: Passage, code: str, value: str, text: str, completion: str, growth: str) -> None:
    p.number(Kind.LEVEL, text, value, "triệu USD" if "USD" in text else "tỷ đồng", code=code)
    p.say(" (đạt").completion(code, completion)
    p.say(" kế hoạch, tăng").growth(code, growth, base="2019")
    p.say(" so với năm 2019)")


STOCKS = [
    ("13", "13 cụm", "cụm", "cluster.count", ("cluster-state:detailed-plan-approved",), "cluster.area", "416", "ha"),
    ("49", "49 dự án", "dự án", "power.projects", ("power-state:operating", "technology:hydro"), "power.capacity",
     "2246.15", "MW"),
    ("2", "2 dự án", "dự án", "power.projects", ("technology:biomass",), None, "", ""),
    ("115", "115 dự án", "dự án", "power.projects", ("technology:wind",), "power.capacity", "14023.5", "MW"),
    ("44", "44 dự án", "dự án", "power.projects", ("technology:solar-farm",), "power.peak-capacity", "6500.5", "MWp"),
    ("3248", "3.248 hệ thống", "hệ thống", "power.systems", ("power-state:operating", "technology:rooftop-solar"),
     "power.peak-capacity", "603", "MWp"),
]  # fmt: skip


def _stocks(p: Passage) -> None:
    for count, words, unit, code, members, size_code, size, size_unit in STOCKS:
        p.number(Kind.COUNT, words, count, unit, code=code, period="2021-01-29", members=members)
        if size_code is not None:
            p.say(" với tổng diện tích" if size_unit == "ha" else " với tổng công suất")
            kind, over = (
                (Kind.AREA if size_unit == "ha" else Kind.CAPACITY),
                ("over" if size in ("416", "603") else None),
            )
            shown = f"{'hơn ' if over else ''}{size.replace('.', ',')} {size_unit}"
            p.number(kind, shown, size, size_unit, code=size_code, period="2021-01-29", members=members, approx=over)
        p.say(";")


def test_it_has_28_figures() -> None:
    assert len(article().claims) == 28


def test_no_number_contradicts_and_the_boast_is_not_borne_out() -> None:
    wrong = contradictions(article().findings())
    assert [f.rule for f in wrong] == ["verbal-exceeded"]
    assert wrong[0].claims == (1, 4, 7)
    assert wrong[0].stated == "thực hiện vượt các chỉ tiêu, nhiệm vụ chung của ngành"
    assert all(text in wrong[0].explanation_vi for text in ("98,26%", "93,75%", "92,06%"))


def test_targets_hold_against_levels_and_growth() -> None:
    held = {f.claims: f.computed for f in article().findings() if f.verdict is CheckVerdict.HOLDS}
    assert held == {(21, 20, 0): "10,13", (23, 22, 3): "12", (25, 24, 6): "5,17"}


def test_every_ratio_is_reported_and_what_lacks_a_base_is_not_said_to_hold() -> None:
    found = article().findings()
    unsure = {f.claims[0]: f.rule for f in found if f.verdict is CheckVerdict.CANNOT_TELL}
    plans, growths = dict.fromkeys((1, 4, 7), "completion"), dict.fromkeys((2, 5, 8, 27), "growth-of-levels")
    assert {n: r for n, r in unsure.items() if r != "mixed-states"} == plans | growths
    assert [f.claims for f in found if f.rule == "mixed-states"] == [(11, 13, 14, 16)]


@pytest.mark.parametrize(("ratio", "level", "base"), IMPLIED)
def test_implied_bases(ratio: int, level: int, base: str) -> None:
    reading = article().reading()
    book = Book(reading, vocabulary())
    claims: tuple[Claim, ...] = reading.claims
    interval = implied_base(book, claims[ratio], claims[level])
    assert interval is not None
    assert interval.low is not None
    assert interval.high is not None
    assert int(base) in interval
    assert interval.high - interval.low < int(base) // 20


def test_implied_bases_nobody_published() -> None:
    # Production of 2019: 21.122,8; retail of 2019: 69.586,2 (both between the ends, neither a whole number).
    texts = {f.claims[0]: f.explanation_vi for f in article().findings() if f.rule == "growth-of-levels"}
    assert "năm 2019" in texts[2]
    assert "từ 21.120,3 đến 21.124,2 tỷ đồng" in texts[2]
    assert "từ 69.579,3 đến 69.589,9 tỷ đồng" in texts[5]


def test_a_seeded_wrong_digit_is_found() -> None:
    p = article()
    wrong = contradictions(
        verify(changed(p, p.claims[21], value=p.claims[21].value + 1, text="11,13%").reading(), vocabulary())
    )
    assert {f.rule for f in wrong} == {"growth-of-levels", "verbal-exceeded"}
    assert next(f for f in wrong if f.rule == "growth-of-levels").computed == "10,13"

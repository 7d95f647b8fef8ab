import pytest

from tests.prose.verify.passage import EXP, GO, RET, Passage
from tongket.prose.claims import Kind


def boasting(words: str, *ratios: str) -> Passage:
    p = Passage()
    for code, ratio in zip((GO, RET, EXP), ratios, strict=False):
        p.say("đạt").completion(code, ratio)
        p.say(" kế hoạch").stop()
    return p.boast(words).stop()


@pytest.mark.parametrize(
    ("words", "ratios", "verdict"),
    [
        ("vượt các chỉ tiêu", ("98.26", "93.75", "92.06"), "contradicts"),
        ("vượt các chỉ tiêu", ("101", "102"), "holds"),
        ("vượt các chỉ tiêu", ("101", "99.2"), "contradicts"),
        ("vượt các chỉ tiêu", ("101", "100"), "cannot-tell"),  # 100 may be 100,4
        ("đạt và vượt các chỉ tiêu", ("101", "100.0"), "cannot-tell"),
        ("đạt và vượt các chỉ tiêu", ("101", "100.5"), "holds"),
        ("đạt và vượt các chỉ tiêu", ("101", "97"), "contradicts"),
        ("vượt hầu hết các chỉ tiêu", ("101", "97"), "cannot-tell"),
        ("vượt hầu hết các chỉ tiêu", ("91", "97", "98"), "contradicts"),
        ("15/17 chỉ tiêu vượt kế hoạch", ("101", "97"), "cannot-tell"),
        ("vượt các chỉ tiêu", (), "cannot-tell"),
        ("không đạt các chỉ tiêu", ("98", "97"), "holds"),
        ("không đạt các chỉ tiêu", ("101", "102", "103"), "contradicts"),
        ("chưa đạt một số chỉ tiêu", ("101", "102", "103"), "cannot-tell"),
    ],
)
def test_targets_as_a_whole(words: str, ratios: tuple[str, ...], verdict: str) -> None:
    found = boasting(words, *ratios).one("verbal-exceeded")
    assert found.verdict == verdict
    assert words in found.explanation_vi


def test_part_of_a_year_says_nothing_of_the_year() -> None:
    p = Passage()
    p.completion(GO, "66.92", "2020-M01..M09")
    p.boast("vượt các chỉ tiêu")
    assert p.one("verbal-exceeded").verdict == "cannot-tell"


def test_last_years_shortfall_is_not_this_years() -> None:
    p = Passage()
    p.completion(GO, "98.26", "2019")
    p.completion(GO, "101.5", "2020")
    p.boast("vượt các chỉ tiêu")
    assert p.one("verbal-exceeded").verdict == "holds"


def test_levels_and_plans_count_too() -> None:
    p = Passage()
    p.level(EXP, "580")
    p.level(EXP, "630", scenario="plan")
    p.boast("vượt các chỉ tiêu")
    found = p.one("verbal-exceeded")
    assert found.verdict == "contradicts"
    assert found.claims == (0, 1)


@pytest.mark.parametrize(
    ("verb", "ratio", "found"),
    [
        ("vuot", "98.26", ["contradicts"]),
        ("vuot", "101", ["holds"]),
        ("chua dat", "101", ["contradicts"]),
        ("chua dat", "98", ["holds"]),
        ("dat", "98.26", []),
    ],
)
def test_verbs_of_one_completion(verb: str, ratio: str, found: list[str]) -> None:
    p = Passage()
    p.completion(GO, ratio, verb=verb)
    assert [v for _, v in p.verdicts("verbal-completion")] == found


@pytest.mark.parametrize(
    ("verb", "value", "found"), [("tang", "-5", 1), ("giam", "5", 1), ("tang", "5", 0), ("giam", "-5", 0)]
)
def test_sign(verb: str, value: str, found: int) -> None:
    p = Passage()
    p.growth(GO, value, verb=verb)
    assert [v for _, v in p.verdicts("verbal-sign")] == ["cannot-tell"] * found


@pytest.mark.parametrize(
    ("words", "first", "scope", "found"),
    [
        ("cao nhất là", "480", "", ["holds"]),
        ("cao nhất là", "48", "", ["contradicts"]),
        ("thấp nhất là", "48", "", ["holds"]),
        ("thấp nhất là", "480", "", ["contradicts"]),
        ("cao nhất là", "48", " (từ trước đến nay)", []),
    ],
)
def test_extremes(words: str, first: str, scope: str, found: list[str]) -> None:
    p = Passage()
    p.say(f"Trong đó {words} cà phê").level(EXP, first, members=("commodity:coffee",))
    p.say(f"{scope}, cao su").level(EXP, "60", members=("commodity:rubber",))
    p.stop()
    assert [v for _, v in p.verdicts("verbal-extreme")] == found


def test_kinds_are_not_compared_with_each_other() -> None:
    p = Passage()
    p.say("cao nhất là").level(EXP, "48", members=("commodity:coffee",))
    p.number(Kind.SHARE, "60%", "60", "%", code=EXP, members=("commodity:rubber",))
    assert p.verdicts("verbal-extreme") == []


@pytest.mark.parametrize(("ratio", "verdict"), [("101", "cannot-tell"), ("98.26", "contradicts")])
def test_another_paragraph_bears_out_nothing(ratio: str, verdict: str) -> None:
    p = Passage()
    p.boast("vượt các chỉ tiêu").say("\n").completion(GO, ratio)
    assert p.one("verbal-exceeded").verdict == verdict


@pytest.mark.parametrize("before", ["đều chưa", "không"])
def test_a_denial_before_the_marked_words(before: str) -> None:
    p = Passage()
    p.completion(GO, "98.26")
    p.say(f" kế hoạch, {before} ").boast("hoàn thành kế hoạch năm")
    assert p.stop().one("verbal-exceeded").verdict == "holds"


def test_below_the_plan_is_borne_out_by_what_is_below() -> None:
    assert boasting("thấp hơn kế hoạch", "98.26", "93.75").one("verbal-exceeded").verdict == "holds"


def test_the_name_of_a_quantity_claims_nothing() -> None:
    p = Passage()
    p.completion(GO, "98.26")
    p.stop().say("Hình 1. Mức ").boast("hoàn thành kế hoạch năm")
    assert p.stop().verdicts("verbal-exceeded") == []

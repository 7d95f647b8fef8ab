import pytest

from tests.prose.verify.passage import EXP, GO, Passage
from tongket.prose.claims import Kind


def planned(level: str, ratio: str, plan: str, period: str = "2020") -> Passage:
    p = Passage()
    p.say("đạt").level(GO, level, period)
    p.say(", bằng").completion(GO, ratio, period)
    p.say(" kế hoạch năm (").level(GO, plan, "2020", scenario="plan")
    return p.say(")").stop()


@pytest.mark.parametrize(
    ("level", "ratio", "plan", "period", "verdict"),
    [
        ("22519", "98.26", "22918", "2020", "holds"),
        ("22519", "98.25", "22918", "2020", "holds"),  # cut off
        ("982.648", "98.27", "1000", "2020", "last-digit"),
        ("22519", "98.36", "22918", "2020", "contradicts"),
        ("510", "72.27", "660", "2020", "contradicts"),
        ("15337", "66.92", "22918", "2020-M01..M09", "holds"),
        ("15337", "69.62", "22918", "2020-M01..M09", "contradicts"),
        ("1500", "75", "22918", "2020-M01..M09", "cannot-tell"),  # a month's level under nine months' ratio
    ],
)
def test_completion(level: str, ratio: str, plan: str, period: str, verdict: str) -> None:
    assert planned(level, ratio, plan, period).one("completion").verdict == verdict


def test_excess() -> None:
    p = Passage()
    p.level(EXP, "660")
    p.say(", vượt").growth(EXP, "10", base="plan", verb="vuot")
    p.say(" kế hoạch").level(EXP, "600", scenario="plan")
    assert p.verdicts() == [("completion", "holds")]


def test_no_plan() -> None:
    p = Passage()
    p.level(GO, "22519")
    p.say(", đạt").completion(GO, "98.26")
    found = p.one("completion")
    assert found.verdict == "cannot-tell"
    assert "từ 22.914,9 đến 22.919,4 tỷ đồng" in found.explanation_vi


def test_two_plans() -> None:
    p = planned("4500", "112.5", "4000")
    p.say("bằng").completion(GO, "90")
    p.say(" dự toán HĐND giao")
    assert p.verdicts("completion") == [("completion", "holds"), ("completion", "cannot-tell")]


def test_magnitude() -> None:
    p = Passage()
    p.number(Kind.LEVEL, "22.519 triệu đồng", "22519", "triệu đồng", code=GO)
    p.say(", bằng").completion(GO, "98.26")
    p.say(" kế hoạch").level(GO, "22918", scenario="plan")
    found = p.one("magnitude-slip")
    assert found.verdict == "contradicts"
    assert "đơn vị" in found.explanation_vi


@pytest.mark.parametrize(("ratio", "verdict"), [("98.26", "holds"), ("96.28", "contradicts"), ("39.26", "cannot-tell")])
def test_a_level_read_as_a_plan(ratio: str, verdict: str) -> None:
    # A plan is not completed: what is said to be a share of the plan was reached.
    p = Passage()
    p.say("Kế hoạch năm 2020 là").level(GO, "22918", scenario="plan")
    p.stop().say("Năm 2020 đạt").level(GO, "22519", scenario="plan")
    p.say(", bằng").completion(GO, ratio, scenario="plan")
    assert p.say(" kế hoạch").stop().one("completion").verdict == verdict


@pytest.mark.parametrize(("ratio", "verdict"), [("50.8", "holds"), ("52.1", "contradicts")])
def test_a_plan_told_by_its_words(ratio: str, verdict: str) -> None:
    p = Passage()
    p.say("Theo kế hoạch, xuất khẩu năm 2021 đạt").level(EXP, "440", "2021")
    p.say("; 6 tháng thực hiện").level(EXP, "223.5", "2021-H1")
    p.say(", bằng").completion(EXP, ratio, "2021-H1")
    assert p.say(" kế hoạch").stop().one("completion").verdict == verdict


@pytest.mark.parametrize(("plan", "verdict"), [("22918", "holds"), ("29218", "contradicts"), ("229180", "cannot-tell")])
def test_a_plan_in_the_bracket_under_another_name(plan: str, verdict: str) -> None:
    p = Passage()
    p.say("đạt").number(Kind.LEVEL, "22.519 tỷ đồng", "22519", "tỷ đồng", indicator="sản xuất")
    p.say(", bằng").completion(GO, "98.26")
    p.say(" kế hoạch (").number(Kind.LEVEL, f"{plan} tỷ đồng", plan, "tỷ đồng", indicator="giao", scenario="plan")
    assert p.say(")").stop().one("completion").verdict == verdict


def test_far_off_its_plan_in_one_sentence() -> None:
    assert planned("22519", "38.26", "22918").one("completion").verdict == "contradicts"

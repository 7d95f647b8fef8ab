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

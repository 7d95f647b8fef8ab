from decimal import Decimal

import pytest

from tests.prose.verify.passage import EXP, GO, Passage
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Kind
from tongket.prose.read import read
from tongket.prose.verify import verify


@pytest.mark.parametrize(
    ("other", "text", "unit", "rule", "verdict"),
    [
        ("22519", "22.519 tỷ đồng", "tỷ đồng", "twice", "holds"),
        ("22.5", "22,5 nghìn tỷ đồng", "nghìn tỷ đồng", "twice", "holds"),
        ("22591", "22.591 tỷ đồng", "tỷ đồng", "twice", "contradicts"),  # two digits swapped
        ("23519", "23.519 tỷ đồng", "tỷ đồng", "twice", "contradicts"),  # one digit wrong
        ("17000", "17.000 tỷ đồng", "tỷ đồng", "twice", "cannot-tell"),  # likely something else
        ("22519", "22.519 triệu đồng", "triệu đồng", "magnitude-slip", "contradicts"),
    ],
)
def test_levels(other: str, text: str, unit: str, rule: str, verdict: str) -> None:
    p = Passage()
    p.level(GO, "22519")
    p.stop().say("Như vậy").number(Kind.LEVEL, text, other, unit, code=GO)
    found = p.one(rule)
    assert found.verdict == verdict
    assert found.claims == (1, 0)


def test_an_amount_said_again_in_the_next_sentence() -> None:
    text = "Năm 2020, tổng công suất điện gió là 1.213,5 MW. Như vậy, Gia Lai có {} MW."
    known = vocabulary()

    def rules(again: str) -> list[tuple[str, str]]:
        return [(f.rule, f.verdict) for f in verify(read(text.format(again), known), known)]

    assert rules("1.213,5") == [("twice", "holds")]
    assert ("twice", "holds") not in rules("1.312,5")


def test_few_digits_may_be_two_things() -> None:
    p = Passage()
    for value in ("13", "18"):
        p.number(Kind.COUNT, f"{value} cụm", value, "cụm", code="cluster.count")
    assert p.verdicts() == [("twice", "cannot-tell")]


def test_estimate_and_result() -> None:
    p = Passage()
    p.level(GO, "22519", status="estimate")
    p.level(GO, "22591", status="official")
    assert p.verdicts() == [("twice", "cannot-tell")]


def test_not_the_same() -> None:
    p = Passage()
    p.level(GO, "22519")
    p.level(GO, "22591", "2019")
    p.level(GO, "22951", scenario="plan")
    p.level(EXP, "580", members=("commodity:coffee",))
    p.level(EXP, "585", members=("commodity:rubber",))
    p.level(EXP, "508", place="Bình Định")
    p.level(EXP, "850")
    assert p.verdicts("twice") == []


@pytest.mark.parametrize(
    ("kind", "text", "value", "found"),
    [
        (Kind.GROWTH, "6,61%", "6.61", ["holds"]),
        (Kind.GROWTH, "6,16%", "6.16", ["contradicts"]),
        (Kind.INDEX, "106,61%", "106.61", ["holds"]),
        (Kind.GROWTH, "9,2%", "9.2", []),  # in quantity, in value: not told
    ],
)
def test_ratios(kind: Kind, text: str, value: str, found: list[str]) -> None:
    p = Passage()
    p.growth(GO, "6.61", base="2019")
    p.stop().say("Như vậy").number(kind, text, value, "%", code=GO, base="2019", verb="tang")
    assert [v for _, v in p.verdicts("twice")] == found


def test_what_came_of_a_range_aimed_at_need_not_lie_in_it() -> None:
    p = Passage().say("so với mục tiêu ")
    p.number(Kind.LEVEL, "9–10 tỷ đồng", "9", "tỷ đồng", code=GO, high=Decimal(10))
    p.number(Kind.LEVEL, "7 tỷ đồng", "7", "tỷ đồng", code=GO)
    assert p.one("range").verdict == "cannot-tell"


@pytest.mark.parametrize(("value", "verdict"), [("9.5", "holds"), ("12.5", "contradicts")])
def test_range(value: str, verdict: str) -> None:
    p = Passage()
    p.number(Kind.LEVEL, "9–10 tỷ đồng", "9", "tỷ đồng", code=GO, high=Decimal(10))
    p.number(Kind.LEVEL, f"{value} tỷ đồng", value, "tỷ đồng", code=GO)
    assert p.one("range").verdict == verdict


@pytest.mark.parametrize(
    ("headline", "states", "found"),
    [
        ("Toàn tỉnh hiện có", ("power-state:operating", None), ["cannot-tell"]),
        ("Toàn tỉnh hiện có", ("power-state:operating", "power-state:operating"), []),
        ("Quy hoạch", ("power-state:operating", None), []),
    ],
)
def test_states(headline: str, states: tuple[str | None, ...], found: list[str]) -> None:
    p = Passage().say(headline)
    for value, state, kind in zip(("49", "115"), states, ("hydro", "wind"), strict=True):
        members = tuple(m for m in (state, f"technology:{kind}") if m)
        p.number(Kind.COUNT, f"{value} dự án", value, "dự án", code="power.projects", members=members)
        p.say(";")
    assert [v for _, v in p.verdicts("mixed-states")] == found

from typing import Any

import pytest

from tests.prose.verify.passage import EXP, GO, RET, Passage, changed
from tongket.core.period import Period
from tongket.prose.claims import Kind

P = "power.projects"


def listed(
    total: str, words: str, parts: list[tuple[str, tuple[str, ...]]], between: str = ",", **more: Any
) -> Passage:
    p = Passage()
    p.say("Toàn tỉnh quy hoạch")
    whole = p.number(Kind.COUNT, f"{total} dự án", total, "dự án", code=P, **more)
    p.say(words)
    for at, (value, members) in enumerate(parts):
        p.say((between if at else "") + " nhóm")
        p.number(Kind.COUNT, f"{value} dự án", value, "dự án", code=P, members=members, part_of=whole.id, **more)
    return p.stop()


def states(*values: str) -> list[tuple[str, tuple[str, ...]]]:
    names = ("operating", "under-construction", "procedures", "no-policy")
    return [(v, (f"power-state:{n}",)) for v, n in zip(values, names, strict=False)]


def plain(*values: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(v, ()) for v in values]


@pytest.mark.parametrize(
    ("total", "words", "parts", "verdict"),
    [
        ("60", ", gồm", states("49", "2", "9"), "holds"),
        ("60", ", gồm", states("49", "2", "8"), "contradicts"),  # one short
        ("61", ", bao gồm", states("49", "2", "9"), "contradicts"),
        ("70", ", gồm", states("49", "2", "9"), "contradicts"),  # ten short
        ("60", ", trong đó", states("49", "2", "9"), "holds"),
        ("60", ", trong đó", states("49", "2"), "cannot-tell"),  # some only
        ("60", ", trong đó", states("49", "2", "19"), "contradicts"),  # states do not overlap
        ("60", ", trong đó", plain("49", "2", "19"), "cannot-tell"),  # whatever these are, they may overlap
        ("60", ", trong đó", plain("49", "2", "10"), "cannot-tell"),
        ("1000", ", trong đó", plain("490", "200", "311"), "contradicts"),  # off by one in a thousand: meant as a sum
        ("60", ", gồm", plain("49", "2", "9"), "holds"),
        ("60", " (chia ra:", plain("49", "2", "7"), "contradicts"),
    ],
)
def test_counts(total: str, words: str, parts: list[tuple[str, tuple[str, ...]]], verdict: str) -> None:
    assert listed(total, words, parts).one("parts-sum").verdict == verdict


def test_a_rest_completes_the_list() -> None:
    p = listed("60", ", trong đó", plain("49", "2", "8"), between=", còn lại")
    assert p.one("parts-sum").verdict == "contradicts"


def test_a_part_that_was_not_read() -> None:
    p = Passage()
    whole = p.number(Kind.COUNT, "60 dự án", "60", "dự án", code=P)
    p.say(", gồm:").number(Kind.COUNT, "49 dự án", "49", "dự án", code=P, part_of=whole.id)
    p.say(" vận hành, 7 đang thi công và").number(Kind.COUNT, "4 dự án", "4", "dự án", code=P, part_of=whole.id)
    assert p.one("parts-sum").verdict == "cannot-tell"


def test_parts_of_parts() -> None:
    p = Passage()
    whole = p.number(Kind.COUNT, "60 dự án", "60", "dự án", code=P)
    p.say(", gồm").number(Kind.COUNT, "49 dự án", "49", "dự án", code=P, part_of=whole.id)
    p.say(" (trong đó").number(Kind.COUNT, "10 dự án", "10", "dự án", code=P, part_of=whole.id)
    p.say(" nhỏ, trong đó").number(Kind.COUNT, "11 dự án", "11", "dự án", code=P, part_of=whole.id)
    assert p.one("parts-sum").verdict == "cannot-tell"


def test_a_part_larger_than_the_whole() -> None:
    p = listed("49", ", trong đó", plain("60"))
    assert p.verdicts() == [("part-exceeds-whole", "contradicts")]
    assert listed("60", ", trong đó", plain("49")).verdicts() == []


def test_overlap_is_no_error_but_excess_of_one_is() -> None:
    assert ("part-exceeds-whole", "contradicts") in listed("49", ", gồm", plain("60", "3")).verdicts()


def test_capacity_beside_counts_finds_its_own_whole() -> None:
    p = Passage()
    whole = p.number(Kind.COUNT, "17 dự án", "17", "dự án", code=P)
    p.say(" với tổng công suất").number(Kind.CAPACITY, "1.242,4 MW", "1242.4", "MW", code="power.capacity")
    p.say(", gồm: ")
    for count, size in (("7", "446.2"), ("10", "796.2")):
        p.number(Kind.COUNT, f"{count} dự án", count, "dự án", code=P, part_of=whole.id)
        p.say(" với").number(Kind.CAPACITY, f"{size} MW", size, "MW", code="power.capacity", part_of=whole.id)
    assert p.verdicts("parts-sum") == [("parts-sum", "holds"), ("parts-sum", "holds")]
    wrong = changed(p, p.claims[5], value=p.claims[5].value + 10)
    assert sorted(wrong.verdicts("parts-sum")) == [("parts-sum", "contradicts"), ("parts-sum", "holds")]


def test_rounded_parts_may_miss_by_their_rounding() -> None:
    p = Passage()
    whole = p.level(EXP, "301")
    p.say(", gồm").level(EXP, "100", part_of=whole.id)
    p.say(" và").level(EXP, "200", part_of=whole.id)
    found = p.one("parts-sum")
    assert found.verdict == "holds"
    assert "làm tròn" in found.explanation_vi


def test_a_month_under_a_cumulative_total() -> None:
    p = Passage()
    whole = p.level(EXP, "450", "2021-M01..M09")
    p.say(", gồm cà phê").level(EXP, "30", "2021-M01..M09", members=("commodity:coffee",), part_of=whole.id)
    p.say(" và hàng hóa khác").level(EXP, "20", "2021-M01..M09", members=("commodity:other",), part_of=whole.id)
    assert p.one("parts-sum").verdict == "contradicts"
    # Read as parts of the month they are of, they say nothing of the nine months.
    month = changed(p, p.claims[1], period=Period.parse("2021-M09"))
    assert month.one("parts-sum").verdict == "cannot-tell"


def test_the_base_between_the_whole_and_its_parts_is_not_the_whole() -> None:
    p = Passage()
    p.level(EXP, "450", "2021-M01..M09")
    p.say(", cùng kỳ").level(EXP, "400", "2020-M01..M09")
    p.say(", gồm")
    for member, value in (("coffee", "390"), ("other", "60")):
        p.level(EXP, value, "2021-M01..M09", members=(f"commodity:{member}",), part_of=1)
    found = p.one("parts-sum")
    assert (found.claims, found.verdict) == ((0, 2, 3), "holds")
    assert changed(p, p.claims[3], value=p.claims[3].value + 10).one("parts-sum").verdict == "contradicts"


def test_examples_are_not_the_whole() -> None:
    p = listed("1000", ", gồm các nhóm chủ yếu như", plain("300", "200"))
    assert p.one("parts-sum").verdict == "cannot-tell"


def test_home_and_foreign() -> None:
    p = Passage()
    whole = p.level(EXP, "580")
    p.say(", trong đó khu vực kinh tế trong nước").level(EXP, "480", part_of=whole.id)
    p.say(", khu vực FDI").level(EXP, "90", part_of=whole.id)
    assert p.one("parts-sum").verdict == "contradicts"
    assert changed(p, p.claims[2], value=p.claims[2].value + 10).one("parts-sum").verdict == "holds"


@pytest.mark.parametrize(("last", "verdict"), [("519", "holds"), ("591", "contradicts")])
def test_a_partition_known_to_the_vocabulary(last: str, verdict: str) -> None:
    p = Passage()
    p.say("đạt").level(GO, "22519")
    p.stop()
    for member, value in (("mining", "1000"), ("manufacturing", "15000"), ("electricity", "6000"), ("water", last)):
        p.say("ngành").level(GO, value, members=(f"activity:{member}",))
        p.stop()
    assert p.one("parts-sum").verdict == verdict


@pytest.mark.parametrize(("value", "verdict"), [("80", "holds"), ("81.5", "contradicts"), ("38", "cannot-tell")])
def test_share(value: str, verdict: str) -> None:
    p = Passage()
    whole = p.level(EXP, "600")
    p.say(", trong đó cà phê").level(EXP, "480", members=("commodity:coffee",), part_of=whole.id)
    p.say(", chiếm").number(
        Kind.SHARE, f"{value}%", value, "%", code=EXP, members=("commodity:coffee",), base="kim ngạch"
    )
    assert p.one("share").verdict == verdict


def test_share_of_something_else() -> None:
    p = Passage()
    whole = p.level(EXP, "600")
    p.say(", trong đó cà phê").level(EXP, "480", members=("commodity:coffee",), part_of=whole.id)
    p.say(", chiếm").number(Kind.SHARE, "12%", "12", "%", code=EXP, members=("commodity:coffee",), base="cả nước")
    assert p.one("share").verdict == "cannot-tell"


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (("4.4", "66.7", "26.6", "2.3"), ["holds"]),
        (("4.4", "66.7", "62.6", "2.3"), ["contradicts"]),
        (("4.4", "66.7", "22.6", "2.3"), ["contradicts"]),
        (("4.4", "66.7"), []),  # some branches only
    ],
)
def test_shares_of_a_hundred(values: tuple[str, ...], found: list[str]) -> None:
    p = Passage()
    p.say("Tỷ trọng:")
    for member, value in zip(("mining", "manufacturing", "electricity", "water"), values, strict=False):
        p.number(Kind.SHARE, f"{value}%", value, "%", code=RET if not member else GO, members=(f"activity:{member}",))
        p.say(",")
    assert [v for _, v in p.verdicts("shares-sum")] == found
    assert [v for _, v in p.verdicts("share")] == ["cannot-tell"] * len(values)

from typing import Any

import pytest

from tests.prose.verify.passage import EXP, GO, Passage, changed
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


@pytest.mark.parametrize(
    ("total", "words", "verdict"),
    [("78", "Trong", "contradicts"), ("90", "Trong", "cannot-tell"), ("78", "Có", "cannot-tell")],
)
def test_all_states_down_to_those_not_begun(total: str, words: str, verdict: str) -> None:
    p = Passage()
    p.say(words)
    whole = p.number(Kind.COUNT, f"{total} dự án", total, "dự án", code=P)
    for value, state in (("53", "đang vận hành"), ("9", "đang thi công"), ("15", "chưa có chủ trương")):
        p.say(" có").number(Kind.COUNT, f"{value} dự án", value, "dự án", code=P, part_of=whole.id)
        p.say(f" {state},")
    assert p.one("parts-sum").verdict == verdict


def test_a_list_that_goes_on_without_numbers() -> None:
    p = Passage()
    whole = p.number(Kind.COUNT, "12 cụm", "12", "cụm", indicator="cụm")
    p.say(", gồm").number(Kind.COUNT, "6 cụm", "6", "cụm", indicator="cụm", part_of=whole.id)
    p.say(" tại Pleiku,").number(Kind.COUNT, "4 cụm", "4", "cụm", indicator="cụm", part_of=whole.id)
    assert p.say(" tại An Khê và các huyện khác").stop().one("parts-sum").verdict == "cannot-tell"


def test_a_part_of_another_sentence_does_not_exceed() -> None:
    p = Passage()
    whole = p.number(Kind.CAPACITY, "69 MWp", "69", "MWp", indicator="nhà máy")
    p.stop().say("Điện mặt trời").number(Kind.CAPACITY, "600 MWp", "600", "MWp", indicator="điện", part_of=whole.id)
    assert p.stop().verdicts("part-exceeds-whole") == []

"""The kinds of relation that did not hold in real texts, and the two that looked false and were not."""

import pytest

from tests.prose.verify.passage import EXP, GO, RET, Passage, contradictions
from tests.prose.verify.test_growth import two_levels
from tests.prose.verify.test_parts import listed, plain, states
from tongket.prose.claims import Kind


def _share_on_another_base() -> Passage:
    p = Passage()
    whole = p.level(EXP, "600")
    p.say(", trong đó cà phê").level(EXP, "480", members=("commodity:coffee",), part_of=whole.id)
    p.say(", chiếm").number(Kind.SHARE, "92,3%", "92.3", "%", code=EXP, members=("commodity:coffee",))
    return p


def _month_under_cumulative() -> Passage:
    p = Passage()
    whole = p.level(RET, "52000", "2021-M01..M09")
    p.say(", gồm bán lẻ").level(RET, "4800", "2021-M01..M09", part_of=whole.id)
    p.say(" và dịch vụ khác").level(RET, "1100", "2021-M01..M09", part_of=whole.id)
    return p


def _swapped_total() -> Passage:
    return listed("1243", ", gồm", plain("510", "420", "304"))


def _target() -> Passage:
    p = Passage()
    p.say("Năm 2020 đạt").level(GO, "22519")
    p.stop().say("Năm 2021 phấn đấu đạt").level(GO, "24800", "2021", scenario="plan")
    p.say(" (tăng").growth(GO, "11.13", "2021", scenario="plan", base="2020")
    return p.say(")").stop()


def _completion() -> Passage:
    p = Passage()
    p.say("đạt").level(EXP, "510", "2022-M01..M08")
    p.say(", bằng").completion(EXP, "72.27", "2022-M01..M08")
    p.say(" kế hoạch").level(EXP, "660", "2022", scenario="plan")
    return p


def _index_as_growth() -> Passage:
    p = Passage()
    p.say("đạt").level(RET, "16747", "2020-Q1")
    p.say(", tăng").growth(RET, "110.03", "2020-Q1", base="2019-Q1")
    p.say(" so với").level(RET, "15220", "2019-Q1")
    return p


def _turbines() -> Passage:
    p = Passage()
    p.say("gồm").number(Kind.COUNT, "6 tua-bin", "6", "tua-bin", indicator="tua-bin")
    p.say(" x").number(Kind.CAPACITY, "5,3 MW", "5.3", "MW", indicator="công suất")
    p.say(", tổng").number(Kind.CAPACITY, "30 MW", "30", "MW", indicator="công suất nhà máy", decimals=1)
    return p


FALSE = {
    "sum off by one": listed("61", ", gồm", states("49", "2", "9")),
    "sum off by ten": listed("70", ", gồm", states("49", "2", "9")),
    "swapped digits": _swapped_total(),
    "another growth": two_levels("609.5", "500", "12"),
    "share on another base": _share_on_another_base(),
    "a month under a cumulative total": _month_under_cumulative(),
    "a target's growth": _target(),
    "a completion with one digit wrong": _completion(),
    "an index as growth": _index_as_growth(),
    "counts times size": _turbines(),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_ones_are_reported(name: str) -> None:
    found = contradictions(FALSE[name].findings())
    assert len(found) == 1
    assert found[0].explanation_vi != found[0].explanation_en


def test_a_total_that_counts_what_the_parts_leave_out() -> None:
    p = listed("60", ", trong đó", states("49", "2"))
    assert contradictions(p.findings()) == []


def test_a_growth_whose_base_was_restated() -> None:
    p = two_levels("76585", "75000", "5.97")
    p.say("Số năm 2019 được điều chỉnh").stop()
    assert len(contradictions(p.findings())) == 1  # said elsewhere, it explains nothing
    q = Passage()
    q.level(EXP, "76585")
    q.say(", tăng").growth(EXP, "5.97", base="2019")
    q.say(" so với số đã điều chỉnh của năm 2019").stop().level(EXP, "75000", "2019")
    assert contradictions(q.findings()) == []

"""Changes in units: beside a growth, and part by part."""

import pytest

from tests.prose.verify.passage import GO, Passage
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import TextFinding
from tongket.prose.read import read
from tongket.prose.verify import verify


def found(text: str, rule: str) -> list[TextFinding]:
    known = vocabulary()
    return [f for f in verify(read(text, known), known) if f.rule == rule]


@pytest.mark.parametrize(
    ("growth", "verdict"),
    [("6,4%", "holds"), ("6,43%", "holds"), ("6,46%", "contradicts"), ("6,9%", "contradicts"), ("64%", "contradicts")],
)
def test_growth_beside_a_change(growth: str, verdict: str) -> None:
    """1.263 ÷ (20.900 − 1.263) is 6,4317 %."""
    text = f"Năm 2021, dư nợ đạt 20.900 tỷ đồng, tăng 1.263 tỷ đồng, tăng {growth} so với năm 2020."
    assert [f.verdict for f in found(text, "growth-of-change")] == [verdict]


def test_a_fall_is_taken_on_what_it_fell_from() -> None:
    text = "Năm 2021, diện tích cụm công nghiệp đạt 76.664 ha, giảm 777 ha (-1%) so với năm 2020."
    (told,) = found(text, "growth-of-change")
    assert (told.verdict, told.computed) == ("holds", "-1")


def test_a_plan_between_level_and_change_is_passed_over() -> None:
    text = (
        "Năm 2018, diện tích gieo trồng đạt 75.856 ha, đạt 98,51% so kế hoạch (kế hoạch 77.000 ha), giảm 1,53% hay "
        "giảm 1.181 ha so với năm 2017."
    )
    assert [f.verdict for f in found(text, "growth-of-change")] == ["holds"]


def test_changes_of_parts() -> None:
    """The levels add up, the changes do not: 228 + 230 is 458."""
    text = (
        "Năm 2019, diện tích gieo trồng đạt 128.134 ha, giảm {} so với năm 2018, gồm: vụ đông 36.123 ha, giảm 228 ha, "
        "vụ xuân 92.011 ha, giảm 230 ha."
    )
    for whole, verdict in (("458 ha", "holds"), ("461 ha", "contradicts")):
        assert [f.verdict for f in found(text.format(whole), "changes-of-parts")] == [verdict]
    assert "(-228) + (-230) = -458" in found(text.format("461 ha"), "changes-of-parts")[0].explanation_vi


def test_changes_are_not_added_where_the_levels_do_not_add_up() -> None:
    text = (
        "Năm 2019, diện tích gieo trồng đạt 150.000 ha, giảm 461 ha so với năm 2018, gồm: vụ đông 36.123 ha, giảm "
        "228 ha, vụ xuân 92.011 ha, giảm 230 ha."
    )
    assert found(text, "changes-of-parts") == []


def test_no_growth_of_another_base() -> None:
    p = Passage()
    p.level(GO, "22519")
    assert all(f.rule != "growth-of-change" for f in p.stop().findings())

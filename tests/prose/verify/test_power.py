import pytest

from tests.prose.verify.passage import Passage
from tongket.prose.claims import Kind

CAPACITY, PEAK = "power.capacity", "power.peak-capacity"


@pytest.mark.parametrize(
    ("plain", "peak", "verdict"), [("630", "787", "holds"), ("49", "49", "contradicts"), ("49", "69", "cannot-tell")]
)
def test_mw_and_mwp(plain: str, peak: str, verdict: str) -> None:
    p, solar = Passage(), ("technology:solar-farm",)
    p.number(Kind.CAPACITY, f"{peak} MWp", peak, "MWp", code=PEAK, members=solar)
    p.say(" (tương đương").number(Kind.CAPACITY, f"{plain} MW", plain, "MW", code=CAPACITY, members=solar)
    assert p.one("mw-mwp").verdict == verdict


def test_mw_under_mwp() -> None:
    p = Passage()
    whole = p.number(Kind.CAPACITY, "138 MWp", "138", "MWp", code=PEAK)
    p.say(", gồm").number(Kind.CAPACITY, "69 MW", "69", "MW", code=CAPACITY, part_of=whole.id)
    p.number(Kind.CAPACITY, "49 MW", "49", "MW", code=CAPACITY, part_of=whole.id)
    assert p.verdicts() == [("mw-mwp", "cannot-tell")]


def _solar(words: str, *sizes: tuple[str, str]) -> Passage:
    p = Passage()
    p.say(words)
    for at, (value, unit) in enumerate(sizes):
        code = PEAK if unit == "MWp" else CAPACITY
        p.number(Kind.CAPACITY, f"{value.replace('.', ',')} {unit}", value, unit, code=code)
        p.say(", gồm:" if not at and len(sizes) > 2 else ",")
    return p.stop()


@pytest.mark.parametrize(
    ("words", "sizes", "found"),
    [
        ("Điện mặt trời", (("944.6", "MW"), ("427.5", "MWp"), ("517.1", "MWp")), ["contradicts"]),
        ("Điện mặt trời", (("944.6", "MWp"), ("427.5", "MWp"), ("517.1", "MW")), ["contradicts"]),
        ("Điện mặt trời", (("900.6", "MWp"), ("427.5", "MWp"), ("517.1", "MW")), ["cannot-tell"]),
        ("Điện mặt trời", (("944.6", "MWp"), ("427.5", "MWp"), ("517.1", "MWp")), []),
        ("Điện gió, điện mặt trời", (("944.6", "MW"), ("427.5", "MWp"), ("517.1", "MW")), ["cannot-tell"]),
        ("Nhà máy điện mặt trời", (("150", "MW"), ("150", "MWp")), ["contradicts"]),
        ("Nhà máy điện mặt trời", (("49", "MW"), ("69", "MWp")), []),
    ],
)
def test_both_units_in_one_sentence(words: str, sizes: tuple[tuple[str, str], ...], found: list[str]) -> None:
    assert [v for _, v in _solar(words, *sizes).verdicts("mw-mwp")] == found

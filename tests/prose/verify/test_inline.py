import pytest

from tests.prose.verify.passage import GO, Passage
from tongket.prose.claims import Kind


def _in_line(words: str, opening: str, values: tuple[str, ...], unit: str = "tỷ đồng") -> Passage:
    p = Passage()
    p.say(words)
    for at, value in enumerate(values):
        p.number(Kind.LEVEL, f"{value} {unit if at == 0 else 'tỷ đồng'}", value, unit if at == 0 else "tỷ đồng",
                 indicator=f"nhóm {at}" if at else "giá trị")  # fmt: skip
        p.say((opening if not at else ";") + " nhóm")
    return p.stop()


@pytest.mark.parametrize(
    ("opening", "values", "found"),
    [
        (":", ("216500", "185300", "22480", "8720"), ["holds"]),
        (";", ("216500", "185300", "22480", "8720"), ["holds"]),  # no word for it, but no coincidence
        (":", ("216500", "185300", "22480", "8270"), ["contradicts"]),  # misses by a slip
        (";", ("216500", "185300", "22480", "8270"), []),
        (":", ("216500", "85300", "22480", "8720"), []),  # far off: some of the parts
        (";", ("7", "4", "3"), []),  # small numbers add up by chance
    ],
)
def test_a_whole_and_what_follows(opening: str, values: tuple[str, ...], found: list[str]) -> None:
    assert [v for _, v in _in_line("đạt", opening, values).verdicts("parts-sum")] == found


def test_a_unit_a_thousand_times_too_small() -> None:
    p = _in_line("đạt", ", gồm:", ("46242.4", "5473.2", "7381.0", "33388.2"), unit="triệu đồng")
    assert ("magnitude-slip", "contradicts") in p.verdicts()


@pytest.mark.parametrize(
    ("values", "found"), [(("135", "155", "262", "67", "74", "693"), ["holds"]), (("135", "155", "262", "693"), [])]
)
def test_the_row_below(values: tuple[str, ...], found: list[str]) -> None:
    p = Passage()
    for at, value in enumerate(values):
        p.say("Tổng cộng" if at == len(values) - 1 else f"KCN {'ABCDE'[at]}")
        p.number(Kind.AREA, f"{value} ha", value, "ha", indicator=f"hàng {at}")
        p.stop()
    assert [v for _, v in p.verdicts("parts-sum")] == found


def test_a_total_behind_its_parts() -> None:
    p = Passage()
    p.say("trong nước").number(Kind.COUNT, "44 dự án", "44", "dự án", indicator="dự án trong nước")
    p.say(", vốn").level(GO, "9260", unit="tỷ đồng")
    p.say("; nước ngoài").number(Kind.COUNT, "39 dự án", "39", "dự án", indicator="dự án nước ngoài")
    p.say("; tổng số").number(Kind.COUNT, "83 dự án", "83", "dự án", indicator="dự án")
    assert p.stop().one("parts-sum").verdict == "holds"

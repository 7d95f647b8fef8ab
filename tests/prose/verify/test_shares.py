import pytest

from tests.prose.verify.passage import EXP, GO, RET, Passage
from tongket.prose.claims import Kind


@pytest.mark.parametrize(
    ("value", "base", "verdict"),
    [
        ("80", "kim ngạch", "holds"),
        ("81.5", "kim ngạch", "contradicts"),
        ("38", "kim ngạch", "cannot-tell"),  # of which exports?
        ("38", None, "contradicts"),
    ],
)
def test_share(value: str, base: str | None, verdict: str) -> None:
    p = Passage()
    whole = p.level(EXP, "600")
    p.say(", trong đó cà phê").level(EXP, "480", members=("commodity:coffee",), part_of=whole.id)
    p.say(", chiếm").number(Kind.SHARE, f"{value}%", value, "%", code=EXP, members=("commodity:coffee",), base=base)
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


@pytest.mark.parametrize(
    ("value", "words", "verdict"),
    [
        ("77.27", "Trong tổng số", "holds"),
        ("72.27", "Trong tổng số", "contradicts"),
        ("72.27", "Hai năm trước đã có", "cannot-tell"),  # no word puts the two together
        ("77.27", "Hai năm trước đã có", "holds"),  # but so close a fit is no coincidence
    ],
)
def test_whole_told_by_the_form(value: str, words: str, verdict: str) -> None:
    p = Passage()
    p.say(words).number(Kind.COUNT, "660 dự án", "660", "dự án", indicator="dự án")
    p.say(" có").number(Kind.COUNT, "510 dự án", "510", "dự án", indicator="dự án FDI")
    p.say(", chiếm").number(Kind.SHARE, f"{value}%", value, "%", indicator="dự án FDI")
    assert p.stop().one("share").verdict == verdict


@pytest.mark.parametrize(("value", "verdict"), [("19", "holds"), ("16", "contradicts")])
def test_whole_in_the_bracket(value: str, verdict: str) -> None:
    p = Passage()
    p.say("Xuất khẩu alumin").level(EXP, "190")
    p.say(", chiếm").number(Kind.SHARE, f"{value}%", value, "%", indicator="alumin")
    p.say(" tổng kim ngạch (").level(EXP, "1000")
    assert p.say(")").stop().one("share").verdict == verdict


@pytest.mark.parametrize(
    ("values", "found"), [(("43.5", "46.3", "10.2"), ["holds"]), (("43.5", "46.3", "11.2"), []), (("60", "40"), [])]
)
def test_shares_without_a_code(values: tuple[str, ...], found: list[str]) -> None:
    p = Passage()
    for name, value in zip(("công nghiệp", "dịch vụ", "nông nghiệp"), values, strict=False):
        p.say(f" {name}").number(Kind.SHARE, f"{value}%", value, "%", indicator=name)
    assert [v for _, v in p.verdicts("shares-sum")] == found


def test_shares_in_a_row_whatever_they_are_called() -> None:
    p = Passage()
    for name, value in (("ngành A", "30.2"), ("ngành B", "29.5"), ("phần C", "40.3"), ("ngành A", "31.0")):
        p.say(f" {name}").number(Kind.SHARE, f"{value.replace('.', ',')}%", value, "%", indicator=name)
    holding = [f.claims for f in p.findings() if (f.rule, f.verdict) == ("shares-sum", "holds")]
    assert holding == [(0, 1, 2)]


def test_a_neighbour_with_a_share_of_its_own_is_no_whole() -> None:
    p = Passage()
    p.level(RET, "4200")
    p.say(", chiếm").number(Kind.SHARE, "78%", "78", "%", code=RET)
    p.say("; dịch vụ").level(RET, "1200", members=("trade-activity:other-services",))
    p.say(", chiếm").number(Kind.SHARE, "22,2%", "22.2", "%", code=RET, members=("trade-activity:other-services",))
    assert [v for _, v in p.verdicts("share")] == ["cannot-tell", "cannot-tell"]

import pytest

from tests.prose.verify.passage import EXP, GO, IMP, TRADE, Passage
from tongket.prose.claims import Kind


def trade(
    balance: str | None, words: str = "xuất siêu", total: str = "670", exports: str = "580", **more: str
) -> Passage:
    p = Passage()
    p.say("Tổng kim ngạch xuất nhập khẩu đạt").level(TRADE, total)
    p.say(", xuất khẩu").level(EXP, exports)
    p.say(", nhập khẩu").level(IMP, more.get("imports", "90"))
    if balance is not None:
        p.say(f", {words}").number(Kind.DIFFERENCE, f"{balance} triệu USD", balance, "triệu USD", verb="")
    return p.stop()


@pytest.mark.parametrize(("total", "verdict"), [("670", "holds"), ("671", "holds"), ("680", "contradicts")])
def test_total(total: str, verdict: str) -> None:
    assert trade(None, total=total).one("total-trade").verdict == verdict


@pytest.mark.parametrize(
    ("balance", "words", "exports", "imports", "verdict"),
    [
        ("490", "xuất siêu", "580", "90", "holds"),
        ("490", "nhập siêu", "90", "580", "holds"),
        ("-490", "nhập siêu", "90", "580", "holds"),
        ("499", "xuất siêu", "580", "90", "contradicts"),
        ("490", "xuất siêu", "90", "580", "contradicts"),
        ("490", "nhập siêu", "580", "90", "contradicts"),
    ],
)
def test_balance(balance: str, words: str, exports: str, imports: str, verdict: str) -> None:
    found = trade(balance, words, exports=exports, imports=imports).one("trade-balance")
    assert found.verdict == verdict
    if exports == "90" and words == "xuất siêu":
        assert "nhập khẩu lớn hơn xuất khẩu" in found.explanation_vi


def test_balance_without_both_sides() -> None:
    p = Passage()
    p.say("Cả nước xuất siêu").number(Kind.DIFFERENCE, "490 triệu USD", "490", "triệu USD", verb="xuat sieu")
    assert p.verdicts() == []


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        (("-0.1", "6.2", "1.9", "0.1"), "holds"),
        (("-0.1", "6.2", "1.1", "0.1"), "contradicts"),
        (("6.2", "1.1"), "cannot-tell"),
    ],
)
def test_contributions(values: tuple[str, ...], verdict: str) -> None:
    p = Passage()
    p.say("tăng").growth(GO, "8.1", base="2019")
    names = (
        ("mining", "manufacturing", "electricity", "water") if len(values) == 4 else ("manufacturing", "electricity")
    )
    for name, value in zip(names, values, strict=True):
        p.say(", đóng góp").number(
            Kind.DIFFERENCE, f"{value} điểm phần trăm", value, "điểm phần trăm", code=GO, members=(f"activity:{name}",),
            verb="dong gop",
        )  # fmt: skip
    assert p.one("contributions").verdict == verdict


@pytest.mark.parametrize(
    ("size_words", "total", "found"),
    [
        (("mỗi tua-bin", ""), "31.8", ["holds"]),
        (("mỗi tua-bin", ""), "38.1", ["contradicts"]),
        (("x", ""), "31.8", ["holds"]),
        (("(công suất", "/tua-bin)"), "31.8", ["holds"]),
        (("mới có", ""), "38.1", []),  # new, not each
    ],
)
def test_count_times_size(size_words: tuple[str, str], total: str, found: list[str]) -> None:
    p = Passage()
    p.say("gồm").number(Kind.COUNT, "6 tua-bin", "6", "tua-bin", indicator="tua-bin")
    p.say(f" {size_words[0]}").number(Kind.CAPACITY, "5,3 MW", "5.3", "MW", indicator="công suất")
    p.say(f"{size_words[1]}, tổng công suất").number(
        Kind.CAPACITY, f"{total} MW", total, "MW", indicator="công suất nhà máy"
    )
    assert [v for _, v in p.verdicts("count-times-size")] == found


@pytest.mark.parametrize(
    ("balance", "before", "verdict"), [("49", "xuất siêu", "contradicts"), ("49", "lũy kế xuất siêu", "cannot-tell")]
)
def test_balance_far_off(balance: str, before: str, verdict: str) -> None:
    assert trade(balance, before).one("trade-balance").verdict == verdict


def test_balance_in_the_wrong_unit() -> None:
    p = Passage()
    p.say("Xuất khẩu").level(EXP, "2751.7")
    p.say(", nhập khẩu").level(IMP, "686.5")
    p.say("; xuất siêu").number(Kind.DIFFERENCE, "2.065,2 tỷ USD", "2065.2", "tỷ USD", verb="xuat sieu")
    assert p.stop().verdicts() == [("magnitude-slip", "contradicts")]


@pytest.mark.parametrize(("total", "found"), [("670", ["holds"]), ("760", [])])
def test_total_by_its_words(total: str, found: list[str]) -> None:
    p = Passage()
    p.say("Xuất khẩu").level(EXP, "580")
    p.say(", nhập khẩu").level(IMP, "90")
    p.say("; tổng kim ngạch hai chiều").number(
        Kind.LEVEL, f"{total} triệu USD", total, "triệu USD", indicator="hai chiều"
    )
    assert [v for _, v in p.stop().verdicts("total-trade")] == found


@pytest.mark.parametrize(("total", "verdict"), [("54.6", "holds"), ("50", "contradicts"), ("5", "contradicts")])
def test_turbines_after_their_plant(total: str, verdict: str) -> None:
    p = Passage()
    p.say("Dự án công suất").number(Kind.CAPACITY, f"{total} MW", total, "MW", indicator="dự án", decimals=1)
    p.say(" với").number(Kind.COUNT, "13 tua-bin", "13", "tua-bin", indicator="tua-bin")
    p.say(", mỗi tua-bin").number(Kind.CAPACITY, "4,2 MW", "4.2", "MW", indicator="tua-bin")
    assert p.stop().one("count-times-size").verdict == verdict

import pytest

from tests.prose.verify.passage import EXP, Passage, changed
from tongket.prose.claims import Kind


def series(*levels: tuple[str, str], code: str = EXP) -> Passage:
    p = Passage()
    for period, value in levels:
        p.say("đạt").level(code, value, period)
        p.stop()
    return p


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ([("2021-Q1", "160"), ("2021-Q2", "155"), ("2021-H1", "315")], ["holds"]),
        ([("2021-Q1", "160"), ("2021-Q2", "151"), ("2021-H1", "315")], ["contradicts"]),
        ([("2021-M01..M08", "410"), ("2021-M09", "40"), ("2021-M01..M09", "450")], ["holds"]),
        ([("2021-M01..M08", "410"), ("2021-M09", "40"), ("2021-M01..M09", "540")], ["contradicts"]),
        ([("2021-M01..M08", "410"), ("2021-M01..M09", "450")], []),  # the ninth month is not stated
        ([("2021-M01..M08", "460"), ("2021-M01..M09", "450")], ["contradicts"]),
        ([("2021-Q1", "160"), ("2021-Q2", "155"), ("2021-Q3", "135"), ("2021-Q4", "150"), ("2021", "600")], ["holds"]),
    ],
)
def test_periods(levels: list[tuple[str, str]], found: list[str]) -> None:
    assert [v for r, v in series(*levels).verdicts() if r == "cumulative"] == found


def test_earlier_figures_may_have_been_revised() -> None:
    p = series(("2021-M01..M08", "410"), ("2021-M09", "40"), ("2021-M01..M09", "540"))
    assert changed(p, p.claims[1], status="estimate").one("cumulative").verdict == "cannot-tell"


def test_stocks_do_not_add_up_over_time() -> None:
    p = Passage()
    for period, value in (("2021-Q1", "20"), ("2021-Q2", "22"), ("2021-H1", "22")):
        p.number(Kind.COUNT, f"{value} cụm", value, "cụm", code="cluster.count", period=period)
    assert p.verdicts("cumulative") == []


def test_an_unknown_indicator_is_not_contradicted() -> None:
    p = Passage()
    for period, value in (("2021-Q1", "20"), ("2021-Q2", "22"), ("2021-H1", "50")):
        p.number(Kind.LEVEL, f"{value} tỷ đồng", value, "tỷ đồng", indicator="vốn đăng ký", period=period)
    assert p.one("cumulative").verdict == "cannot-tell"


def test_adjusted_months_need_not_add_up() -> None:
    p = Passage()
    p.level(EXP, "120", "2020-Q1")
    p.level(EXP, "150", "2020-Q2")
    p.level(EXP, "285", "2020-H1")
    assert p.say(" (số đã điều chỉnh)").stop().verdicts("cumulative") == [("cumulative", "cannot-tell")]

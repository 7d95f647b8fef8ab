"""What `prose.write` writes, `prose.read` reads back to the same figures."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.prose import support
from tongket.core.figure import Measure, Notation, Qualifier, Scenario, Status
from tongket.core.period import Period
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Claim, Kind
from tongket.prose.read import read
from tongket.prose.write.pieces import Amount, Pieces, Printed, sentence
from tongket.prose.write.sentences import result, shortfall, stock, target

KNOWN = vocabulary()
# How coordination goes is counted, never planned: no sentence tells it against a plan.
TOLD = [i for i in KNOWN.indicators.values() if i.group != "coordination"]
FLOWS = [i for i in TOLD if i.kind == "flow"]
LEVELS = [i for i in TOLD if KNOWN.units[i.unit].quantity != "percent"]
KINDS = {"power": Kind.CAPACITY, "power-peak": Kind.CAPACITY, "area": Kind.AREA}
APPROX = {Qualifier.EXACT: None, Qualifier.ABOUT: "about", Qualifier.OVER: "over", Qualifier.UNDER: "under"}


def written(pieces: Pieces) -> str:
    return "".join(p.text if isinstance(p, Printed) else p for p in pieces)


def claims(text: str) -> tuple[Claim, ...]:
    return read(text, KNOWN).claims


def led(period: Period, pieces: Pieces, words: str = "") -> str:
    label = period.label("vi")
    return written(sentence(f"{label[0].upper()}{label[1:]}, {words}", pieces))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Any period a flow is told of: months, quarters, halves, cumulative, years, several years."""
    year = draw(st.integers(2001, 2040))
    first = draw(st.integers(0, 11))
    period: Period = draw(
        st.one_of(
            st.just(Period.of_year(year)),
            st.just(Period(year * 12 + first, 1)),
            st.integers(1, 12).map(lambda n: Period(year * 12, n)),
            st.just(Period(year * 12 + 3 * (first % 4), 3)),
            st.integers(2, 12 - first if first < 10 else 2).map(lambda n: Period(year * 12 + min(first, 12 - n), n)),
            st.integers(2, 6).map(lambda n: Period(year * 12, 12 * n)),
        )
    )
    return period


def ratios(low: int, high: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).filter(bool).map(lambda n: Decimal(n).scaleb(-2))


@st.composite
def levels(
    draw: st.DrawFn,
    indicator: str,
    period: Period,
    status: Status = Status.ESTIMATE,
    scenario: Scenario = Scenario.ACTUAL,
) -> Amount:
    """A level with the decimals its indicator keeps, at most three, and any qualifier."""
    scale = min(KNOWN.indicators[indicator].scale, 3)
    value = Decimal(draw(st.integers(1, 10**9))).scaleb(-draw(st.integers(0, scale)))
    qualifier = draw(st.sampled_from(Qualifier))
    return support.amount(
        value, indicator=indicator, period=str(period), qualifier=qualifier, status=status, scenario=scenario
    )


def same_level(claim: Claim, level: Amount) -> None:
    unit = level.unit
    assert claim.value == level.value.quantity
    assert claim.unit == unit.symbol.vi
    assert claim.indicator_code == level.key.indicator
    assert claim.approx == APPROX[level.value.qualifier]
    default = Kind.COUNT if unit.quantity.startswith("count") else Kind.LEVEL
    assert claim.kind is KINDS.get(unit.quantity, default)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_results(data: st.DataObject) -> None:
    indicator = data.draw(st.sampled_from(LEVELS))
    period = data.draw(periods())
    status = data.draw(st.sampled_from((Status.ESTIMATE, Status.OFFICIAL)))
    level = data.draw(levels(indicator.code, period, status=status))
    done = support.completion(data.draw(ratios(1, 99_999)), indicator=indicator.code, period=str(period))
    moved = support.growth(data.draw(ratios(-9_999, 99_999)), indicator=indicator.code, period=str(period))
    text = led(period, result(indicator.name.vi, level, done, moved, None, "vi"))
    found = claims(text)
    assert [c.kind for c in found[1:]] == [Kind.COMPLETION, Kind.GROWTH], text
    same_level(found[0], level)
    assert found[0].status == ("estimate" if status is Status.ESTIMATE else None)
    assert [c.value for c in found[1:]] == [done.value.quantity, moved.value.quantity]
    assert [c.base for c in found] == [None, "plan", str(period.year_before())], text
    assert {c.period for c in found} == {period}, text
    assert {c.indicator_code for c in found} == {indicator.code}
    assert {c.scenario for c in found} == {"actual"}


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_growth_in_every_notation(data: st.DataObject) -> None:
    indicator = data.draw(st.sampled_from(FLOWS))
    period = data.draw(periods())
    notation = data.draw(st.sampled_from((Notation.INDEX, Notation.TIMES)))
    quantity = data.draw(ratios(10, 99_999))
    moved = support.growth(quantity, indicator=indicator.code, period=str(period), notation=notation)
    text = led(period, result(indicator.name.vi, None, None, moved, None, "vi"))
    (claim,) = claims(text)
    assert claim.kind is (Kind.INDEX if notation is Notation.INDEX else Kind.MULTIPLE), text
    assert claim.value == quantity
    assert (claim.period, claim.base) == (period, str(period.year_before())), text


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_ranges_of_growth(data: st.DataObject) -> None:
    low = data.draw(ratios(-3_000, 3_000))
    high = low + data.draw(ratios(1, 500))
    moved = support.growth(low, high=str(high), decimals=2)
    text = led(Period.of_year(2020), result("kim ngạch xuất khẩu", None, None, moved, None, "vi"))
    (claim,) = claims(text)
    assert (claim.value, claim.high) == (low, high), text
    assert claim.kind is Kind.GROWTH


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_targets(data: st.DataObject) -> None:
    indicator = data.draw(st.sampled_from(FLOWS))
    period = Period.of_year(data.draw(st.integers(2001, 2040)))
    plan = data.draw(levels(indicator.code, period, status=Status.ASSIGNED, scenario=Scenario.PLAN))
    asked = support.growth(
        data.draw(ratios(1, 9_999)), indicator=indicator.code, period=str(period), status=Status.ASSIGNED,
        scenario=Scenario.PLAN,
    )  # fmt: skip
    text = led(period, target(indicator.name.vi, plan, asked, "vi"), "phấn đấu ")
    found = claims(text)
    same_level(found[0], plan)
    assert [c.scenario for c in found] == ["plan", "plan"], text
    assert (found[1].kind, found[1].value) == (Kind.GROWTH, asked.value.quantity)
    assert found[1].base == str(period.year_before())
    assert {c.period for c in found} == {period}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_shortfalls(data: st.DataObject) -> None:
    indicator = data.draw(st.sampled_from(FLOWS))
    done = support.completion(data.draw(ratios(1, 9_999)), indicator=indicator.code)
    excess = support.amount((done.value.quantity or Decimal(0)) - 100, Measure.EXCESS, indicator=indicator.code)
    gap = support.amount(-data.draw(ratios(1, 10**8)), Measure.GAP, indicator=indicator.code)
    text = led(Period.of_year(2020), shortfall(indicator.name.vi, done, excess, gap, "vi"))
    found = claims(text)
    assert [c.kind for c in found] == [Kind.COMPLETION, Kind.GROWTH, Kind.DIFFERENCE], text
    assert [c.value for c in found] == [a.value.quantity for a in (done, excess, gap)], text
    assert {c.base for c in found} == {"plan"}
    assert {c.indicator_code for c in found} == {indicator.code}


@pytest.mark.parametrize(
    ("noun", "member", "unit"),
    [
        ("dự án thủy điện", "technology:hydro", "power.capacity"),
        ("dự án điện gió", "technology:wind", "power.capacity"),
        ("dự án điện mặt trời", "technology:solar-farm", "power.peak-capacity"),
        ("dự án điện sinh khối", "technology:biomass", "power.capacity"),
    ],
)
def test_stocks(noun: str, member: str, unit: str) -> None:
    count = support.amount("49", indicator="power.projects", period="2020-12-31")
    capacity = support.amount("2246.15", indicator=unit, period="2020-12-31", qualifier=Qualifier.OVER)
    text = led(Period.parse("2020-12-31"), stock(count, noun, "đang vận hành", [capacity], "vi"), "có ")
    first, second = claims(text)
    assert (first.kind, first.value, first.unit) == (Kind.COUNT, Decimal(49), "dự án")
    assert first.indicator_code == "power.projects"
    assert first.members == ("power-state:operating", member)
    assert (second.kind, second.value, second.indicator_code) == (Kind.CAPACITY, Decimal("2246.15"), unit)
    assert second.unit == KNOWN.units[KNOWN.indicators[unit].unit].symbol.vi
    assert (second.approx, second.period, first.period) == ("over", Period.parse("2020-12-31"), second.period)
    assert second.members == first.members

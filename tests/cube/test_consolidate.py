"""Consolidation of a small nation: every total as worked out by hand, on any boundaries, however rows lie."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cube.nation import (
    DISTRICTS,
    NEW_COMMUNES,
    OLD_COMMUNES,
    PRICE,
    PROVINCES,
    A,
    B,
    C,
    D,
    Nation,
    line_of,
    percent,
    same_voice,
    vocabulary,
)  # fmt: skip
from tests.cube.support import Rows, arrow, key, stored, val
from tongket.core.boundaries import Boundaries
from tongket.core.exact import to_units
from tongket.core.figure import Qualifier, Scenario, State, Status
from tongket.core.period import Period
from tongket.cube.consolidate import Consolidator, Totals
from tongket.cube.engines.duck import DuckSets
from tongket.cube.rows import LedgerRow

BEFORE, AFTER = date(2020, 12, 31), date(2025, 7, 1)
FAR = date(2030, 1, 1)


def totals(rows: Sequence[LedgerRow], on: date, ask: Totals | None = None) -> dict[tuple[str, ...], dict[str, Any]]:
    """The answer by place, indicator, members, basis, scenario and period."""
    table = arrow(rows, vocabulary())
    found = Consolidator(vocabulary(), Boundaries(vocabulary().places, on)).totals(
        DuckSets([], stored(table)), ask or Totals()
    )
    names = ("place", "indicator", "members", "basis", "scenario", "period")
    return {tuple(row[name] for name in names): row for row in found.to_pylist()}


_PERIODS = ("2024-M01", "2024-M02", "2024-M03", "2024-Q1", "2024-M01..M05", "2024-M04", "2024-M05", "2024-Q2",
            "2024-H1", "2025-M05", "2025-M06", "2025-M07", "2025-M08", "2025-Q2", "2025-H1", "2024", "2025-M01..M05",
            "2025-Q1", "2023", "2023-M01", "2025-M01..M08")  # fmt: skip
_DAYS = ("2024-12-31", "2023-12-31", "2023-12-15", "2025-06-30", "2025-07-31", "2025-12-31")
_ALL = (*OLD_COMMUNES, *NEW_COMMUNES, *DISTRICTS, *PROVINCES, "vn")


@st.composite
def statements(draw: st.DrawFn) -> list[LedgerRow]:
    """Rows of a few lines: whole tiers that speak in a period, some places that say more, some that say nothing."""
    rows = Rows()
    groups = (
        OLD_COMMUNES, NEW_COMMUNES, DISTRICTS, (A, B, D), (C, D), OLD_COMMUNES[:2], OLD_COMMUNES[2:5],
        NEW_COMMUNES[:3], (C,), ("vn",), OLD_COMMUNES[5:], (D,),
    )  # fmt: skip
    for _ in range(draw(st.integers(1, 14))):
        code = draw(st.sampled_from(("export.value", "export.value", "cluster.count", PRICE, "industry.iip")))
        whole = draw(st.sampled_from(groups))
        stock = code == "cluster.count"
        plan = draw(st.integers(0, 5)) == 0
        periods = _DAYS if stock and not plan else ("2024", "2025") if plan else _PERIODS
        for period in draw(st.lists(st.sampled_from(periods), min_size=1, max_size=4, unique=True)):
            skipped = draw(st.integers(0, 30))
            body = draw(st.sampled_from(("department", "department", "statistics-office", "ministry", "province")))
            status = draw(st.sampled_from((Status.ASSIGNED, Status.ADJUSTED, Status.PROPOSED) if plan else
                                          (Status.ESTIMATE, Status.ESTIMATE, Status.OFFICIAL)))  # fmt: skip
            members = draw(st.sampled_from(((), (), ("commodity:coffee",)))) if code == "export.value" else ()
            for at, place in enumerate(whole):
                if at == skipped:
                    continue
                state = draw(st.sampled_from((State.VALUE,) * 12 + tuple(State)))
                number = draw(st.integers(0, 999)) if state is State.VALUE else None
                basis = "std"
                where = key(
                    "export.value", period, members=members, place=place,
                    scenario=Scenario.PLAN if plan else Scenario.ACTUAL, status=status, body=body, basis=basis,
                )  # fmt: skip
                known = date(2024, 1, 1) + timedelta(draw(st.integers(0, 3)))
                value = val(number, state=state, qualifier=draw(st.sampled_from(_QUALIFIERS)))
                rows.add(_of(where, code), value, known=known)
    return rows.rows


_QUALIFIERS = (Qualifier.EXACT,) * 8 + tuple(Qualifier)


def _of(where: Any, code: str) -> Any:
    from dataclasses import replace

    return replace(where, indicator=code)


def _standing(rows: Sequence[LedgerRow], as_of: date = FAR) -> list[LedgerRow]:
    best: dict[Any, LedgerRow] = {}
    for row in rows:
        before = best.get(row.key)
        if row.known_from <= as_of and (before is None or (before.known_from, before.row) < (row.known_from, row.row)):
            best[row.key] = row
    return list(best.values())


def _units(value: Fraction, code: str) -> int:
    from tongket.core.exact import rounded

    return to_units(rounded(value, vocabulary().indicators[code].scale), vocabulary().indicators[code].scale)


@settings(max_examples=50, deadline=None)
@given(statements(), st.sampled_from((BEFORE, AFTER)), st.sampled_from((FAR, date(2024, 1, 2))))
def test_every_total_as_worked_out_by_hand(rows: list[LedgerRow], on: date, as_of: date) -> None:
    found = totals(rows, on, Totals(as_of=as_of))
    nation = Nation(_standing(rows, as_of), on)
    lines = {line_of(r.key) for r in rows if r.known_from <= as_of}
    regions = ["vn.west@2004", "vn.east@2004"] if on == BEFORE else ["vn.all@2025"]
    targets = ["vn", *regions, *((A, B, D) if on == BEFORE else (C, D))]
    wanted = {*_PERIODS, *_DAYS, "2024-M01..M04", "2024-M01..M09", "2025", "2024-H2", "2025-Q3", "2025-M01..M07"}
    for line in lines:
        for target in targets:
            for text in wanted:
                by_hand = nation.level(target, line, Period.parse(text))
                row = found.get((target, str(line[0]), ",".join(line[1]), str(line[2]), line[3].value, text))  # type: ignore[arg-type,attr-defined]
                told = row["value"] if row is not None else None
                expected = None if by_hand is None else _units(by_hand[0], str(line[0]))
                assert told == expected, (line, target, text, by_hand, row)


@settings(max_examples=25, deadline=None)
@given(statements(), st.sampled_from((BEFORE, AFTER)))
def test_ratios_are_those_of_the_exact_functions(rows: list[LedgerRow], on: date) -> None:
    nation = Nation(_standing(rows), on)
    for (place, code, members, basis, scenario, text), row in totals(rows, on).items():
        period = Period.parse(text)
        if period.is_day or vocabulary().indicators[code].over_time == "last":
            continue
        line = (code, tuple(members.split(",")) if members else (), basis, Scenario(scenario), False)
        level = nation.level(place, line, period)
        before = nation.level(place, (*line[:3], Scenario.ACTUAL, False), period.year_before())
        plan = nation.level(place, (*line[:3], Scenario.PLAN, False), period.whole_year())
        if level is not None and before is not None and before[0] > 0 and same_voice(level[1], before[1]):
            assert row["growth"] == percent(level[0] - before[0], before[0])
            assert row["last_year"] is not None
        else:
            assert row["growth"] is None
        if scenario == "plan":
            assert (row["completion"], row["plan"]) == (None, None)
        elif level is not None and plan is not None and plan[0] > 0 and same_voice(level[1], plan[1]):
            assert row["completion"] == percent(level[0], plan[0])
        else:
            assert row["completion"] is None


@settings(max_examples=25, deadline=None)
@given(statements())
def test_the_nation_is_the_same_on_all_boundaries(rows: list[LedgerRow]) -> None:
    one, two = (
        {key: {**row, "contribution_to_nation": None} for key, row in totals(rows, on).items() if key[0] == "vn"}
        for on in (BEFORE, AFTER)
    )
    assert one == two


@settings(max_examples=15, deadline=None)
@given(statements(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[LedgerRow], random: Any) -> None:
    table = arrow(rows, vocabulary())
    order = list(range(table.num_rows))
    random.shuffle(order)
    consolidator = Consolidator(vocabulary(), Boundaries(vocabulary().places, AFTER))
    one = consolidator.totals(DuckSets([], table), Totals())
    two = consolidator.totals(DuckSets([], table.take(pa.array(order, pa.int64()))), Totals())
    assert one.to_pylist() == two.to_pylist()


def _spread(rows: Rows, places: Sequence[str], periods: Sequence[str], number: int, code: str = "export.value") -> None:
    for at, place in enumerate(places):
        for period in periods:
            rows.add(key(code, period, place=place), number + at)


MONTHS = [f"2025-M{m:02}" for m in range(1, 13)]


def test_a_year_across_the_merger() -> None:
    """Half a year by seven old communes, half by four new ones; D and C go on, and the year is whole."""
    rows = Rows()
    _spread(rows, OLD_COMMUNES, MONTHS[:6], 10)
    _spread(rows, NEW_COMMUNES, MONTHS[6:], 100)
    found = totals(rows.rows, AFTER)
    scale = 10**6
    year = found[("vn", "export.value", "", "std", "actual", "2025")]
    assert year["value"] == (6 * sum(range(10, 17)) + 6 * sum(range(100, 104))) * scale
    merged = found[(C, "export.value", "", "std", "actual", "2025")]
    assert merged["value"] == (6 * sum(range(10, 15)) + 6 * sum(range(100, 103))) * scale
    assert (merged["reported"], merged["expected"], merged["complete"]) == (3, 5, True)
    assert found[("vn.all@2025", "export.value", "", "std", "actual", "2025")]["value"] == year["value"]
    # On the boundaries of before, the commune that took from both A and B belongs to neither.
    old = totals(rows.rows, BEFORE)
    assert old[(A, "export.value", "", "std", "actual", "2025-H1")]["value"] == 6 * (10 + 11) * scale
    assert old[(A, "export.value", "", "std", "actual", "2025-M07")]["value"] is None
    assert old[(D, "export.value", "", "std", "actual", "2025")]["value"] == (6 * (15 + 16) + 6 * 103) * scale
    assert old[("vn", "export.value", "", "std", "actual", "2025")]["value"] == year["value"]


def test_one_that_is_silent_makes_the_total_unknown_and_what_is_there_is_said() -> None:
    rows = Rows()
    _spread(rows, OLD_COMMUNES[1:], MONTHS[:3], 10)
    found = totals(rows.rows, AFTER)
    nation = found[("vn", "export.value", "", "std", "actual", "2025-Q1")]
    assert (nation["value"], nation["complete"], nation["reported"], nation["expected"]) == (None, False, 6, 7)
    assert nation["partial"] == 3 * sum(range(10, 16)) * 10**6
    assert found[(D, "export.value", "", "std", "actual", "2025-Q1")]["value"] == 3 * (14 + 15) * 10**6


def test_occupancy_is_sum_over_sum() -> None:
    rows = Rows()
    for place, leased, land in ((A, 30, 40), (B, 10, 60), (D, 5, 10)):
        rows.add(key("cluster.leased-area", "2024-12-31", place=place), leased)
        rows.add(key("cluster.leasable-area", "2024-12-31", place=place), land)
    found = totals(rows.rows, AFTER)
    assert found[(C, "cluster.occupancy", "", "std", "actual", "2024")]["value"] == 40_000_000
    assert found[("vn", "cluster.occupancy", "", "std", "actual", "2024-12-31")]["value"] == 40_909_091
    assert found[("vn", "cluster.occupancy", "", "std", "actual", "2024-H2")]["counted"] == date(2024, 12, 31)


def test_contributions_of_members_and_of_provinces() -> None:
    rows = Rows()
    for place, coffee, total in ((A, 30, 50), (D, 10, 50), (B, 0, 100)):
        for period, more in (("2023", 0), ("2024", 20)):
            rows.add(key("export.value", period, place=place, members=["commodity:coffee"]), coffee + more)
            rows.add(key("export.value", period, place=place), total + 2 * more)
    found = totals(rows.rows, AFTER)
    part = found[("vn", "export.value", "commodity:coffee", "std", "actual", "2024")]
    assert (part["contribution"], part["growth"]) == (30_000_000, 150_000_000)
    merged = found[(C, "export.value", "", "std", "actual", "2024")]
    assert (merged["contribution_to_nation"], merged["growth"]) == (40_000_000, 53_333_333)


def test_levels_places_and_years_asked_for() -> None:
    rows = Rows()
    _spread(rows, OLD_COMMUNES, ["2023", "2024"], 10)
    found = totals(rows.rows, AFTER, Totals(levels=("province",), places=(D,), first_year=2024, last_year=2024))
    assert list(found) == [(D, "export.value", "", "std", "actual", "2024")]
    assert next(iter(found.values()))["growth"] == 0
    communes = totals(rows.rows, BEFORE, Totals(levels=("commune",)))
    assert {at[0] for at in communes} == set(OLD_COMMUNES)
    after = totals(rows.rows, AFTER, Totals(levels=("commune",)))
    told = {at[0]: line["value"] for at, line in after.items() if at[-1] == "2024"}
    assert told == {
        NEW_COMMUNES[0]: None,
        NEW_COMMUNES[1]: None,
        NEW_COMMUNES[2]: 27_000_000,
        NEW_COMMUNES[3]: 31_000_000,
    }
    districts = totals(rows.rows, BEFORE, Totals(levels=("district",)))
    assert districts[(DISTRICTS[1], "export.value", "", "std", "actual", "2024")]["value"] == 39_000_000


@pytest.mark.parametrize("levels", [("commune", "nation"), (), ("xã",)])
def test_levels_that_do_not_go_together(levels: tuple[str, ...]) -> None:
    from tongket.core.errors import InvalidInput

    with pytest.raises(InvalidInput):
        totals([], AFTER, Totals(levels=levels))

"""The embedded engine against a plain oracle, however the rows lie in segments and tail."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cube.support import DAY, OLD, POSTED, Rows, arrow, key, posted_at, sample_rows, val
from tongket.core.figure import Measure, Notation, Qualifier, Scenario, State, Status
from tongket.core.vocabulary import vocabulary
from tongket.cube.engines.duck import DuckEngine
from tongket.cube.rows import Ask, LedgerRow
from tongket.ledger.schema import schema

INDICATORS = vocabulary().indicators
EMPTY = Ask()
days = st.integers(0, 6).map(lambda n: date(2021, 1, 1) + timedelta(n))


def _engine(rows: Sequence[LedgerRow], folder: Path | None = None, cuts: Sequence[int] = ()) -> DuckEngine:
    """An engine over the rows: all in the tail, or those of the postings up to each cut in a segment of their own."""
    table = arrow(rows)
    segments, after = [], 0
    for cut in sorted(set(cuts)):
        mask = [after < posting <= cut for posting in table.column("posting").to_pylist()]
        assert folder is not None
        segments.append(folder / f"{cut}.parquet")
        pq.write_table(table.filter(pa.array(mask, pa.bool_())).sort_by("period"), segments[-1])
        after = cut
    tail = table.filter(pa.array([p > after for p in table.column("posting").to_pylist()], pa.bool_()))
    return DuckEngine(segments, tail, INDICATORS)


def _oracle(rows: Sequence[LedgerRow], as_of: date, recorded_by: datetime) -> set[int]:
    """Of each key the latest known, of those the latest recorded; it knows nothing of links."""
    best: dict[object, tuple[date, int]] = {}
    for row in rows:
        if row.known_from <= as_of and row.posted_at <= recorded_by:
            rank = (row.known_from, row.row)
            best[row.key] = max(best.get(row.key, rank), rank)
    return {row for _, row in best.values()}


# Which of three keys, the day it is known from, its value; postings of several.
statements = st.lists(
    st.lists(st.tuples(st.integers(0, 2), days, st.integers(0, 99)), min_size=1, max_size=4), max_size=6
)


def _posted(said: Sequence[Sequence[tuple[int, date, int]]]) -> list[LedgerRow]:
    rows = Rows()
    for posting, statement in enumerate(said, start=1):
        for which, known, quantity in statement:
            rows.add(key(period=("2019", "2020", "2020-M01..M09")[which]), quantity, known=known, posting=posting)
    return rows.rows


@settings(max_examples=40, deadline=None)
@given(
    said=statements,
    cuts=st.sets(st.integers(1, 6), max_size=3),
    asked=st.lists(st.tuples(st.integers(-1, 7), st.integers(0, 6)), min_size=1, max_size=6),
)
def test_what_stands_agrees_with_the_oracle_for_any_day_and_moment(
    said: list[list[tuple[int, date, int]]], cuts: set[int], asked: list[tuple[int, int]]
) -> None:
    rows = _posted(said)
    with TemporaryDirectory() as folder:
        engine = _engine(rows, Path(folder), sorted(cuts))
        for after, posting in asked:
            day, moment = date(2021, 1, 1) + timedelta(after), posted_at(posting)
            found = {r.row for r in engine.rows(Ask(as_of=day, recorded_by=moment))}
            assert found == _oracle(rows, day, moment), (day, posting)
        assert {r.row for r in engine.rows(EMPTY)} == _oracle(rows, date.max, posted_at(99))
        assert [r.row for r in engine.rows(Ask(history=True))] == [
            r.row for r in sorted(rows, key=lambda r: (str(r.key.period), r.known_from, r.row))
        ]


@pytest.fixture
def sample() -> list[LedgerRow]:
    """The samples in postings of a hundred rows."""
    rows = Rows()
    for number, row in enumerate(sample_rows()):
        rows.add(row.key, row.value, known=row.known_from, posting=number // 100 + 1, source=row.source)
    return rows.rows


@pytest.mark.parametrize("cuts", [[], [1], [6], [2, 3, 5]])
def test_a_row_comes_back_as_it_went_in_wherever_it_lies(
    sample: list[LedgerRow], tmp_path: Path, cuts: list[int]
) -> None:
    found = _engine(sample, tmp_path, cuts).rows(Ask(history=True))
    assert sorted(found, key=lambda r: r.row) == sample


def test_every_state_and_trait_of_a_value_comes_back() -> None:
    rows = Rows()
    for n, state in enumerate(s for s in State if s is not State.VALUE):
        rows.add(key(period=f"201{n}"), val(state=state))
    rows.add(key(period="2020"), val("3450", qualifier=Qualifier.ABOUT, decimals=-1))
    rows.add(key("industry.iip", measure=Measure.GROWTH), val("9.5", high="10.5", notation=Notation.GROWTH))
    rows.add(key("import.value", measure=Measure.GROWTH), val("10.16", notation=Notation.TIMES))
    rows.add(key("power.projects", "2020-12-31", members=["power-state:operating", "technology:hydro"]), 49)
    rows.add(key(period="2020-M01@adm"), val("0.000001"))
    rows.add(key(period="2021", measure=Measure.GAP), val("-399.5"))
    rows.add(key(period="2022", scenario=Scenario.FORECAST), 225)
    rows.add(key(period="2022", scenario=Scenario.PLAN, status=Status.ADJUSTED), 9_223_372_036_854)
    assert sorted(_engine(rows.rows).rows(EMPTY), key=lambda r: r.row) == rows.rows


def test_an_empty_ledger_has_no_rows() -> None:
    engine = DuckEngine([], schema().empty_table(), INDICATORS)
    assert engine.rows(EMPTY) == []
    assert engine.rows(Ask(rows=[1], as_of=DAY, history=True)) == []


@pytest.mark.parametrize("name", ["Sở Công Thương", "d'Ialy", "a''b", "[2025]", "50%", "a;b --", "period=1999"])
def test_a_segment_may_lie_in_a_folder_of_any_name(sample: list[LedgerRow], tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    found = _engine(sample, folder, [3]).rows(Ask(history=True))
    assert sorted(found, key=lambda r: r.row) == sample


def test_a_folder_is_never_read_as_a_pattern(sample: list[LedgerRow], tmp_path: Path) -> None:
    for name in ("data1", "data[1]"):
        (tmp_path / name).mkdir()
    other = Rows()
    other.add(key(), 999_999)
    pq.write_table(arrow(other.rows), tmp_path / "data1" / "3.parquet")
    engine = _engine(sample, tmp_path / "data[1]", [3])
    assert sorted(engine.rows(Ask(history=True)), key=lambda r: r.row) == sample


def test_filters_take_what_they_name(sample: list[LedgerRow], tmp_path: Path) -> None:
    engine = _engine(sample, tmp_path, [2, 4])
    standing = engine.rows(EMPTY)
    at = key("industry.output", "2020")
    cases: dict[str, tuple[Ask, list[LedgerRow]]] = {
        "indicator": (Ask(indicators=["export.value", "import.value"]), [
            r for r in standing if r.key.indicator in ("export.value", "import.value")
        ]),
        "place": (Ask(places=[OLD]), [r for r in standing if r.key.place == OLD]),
        "period": (Ask(periods=["2020", "2020-Q1"]), [r for r in standing if str(r.key.period) in ("2020", "2020-Q1")]),
        "scenario": (Ask(scenarios=[Scenario.PLAN]), [r for r in standing if r.key.scenario is Scenario.PLAN]),
        "series": (Ask(series=[at.series_id]), [r for r in standing if r.key.series_id == at.series_id]),
        "together": (
            Ask(indicators=["industry.output"], places=[OLD], periods=["2020"], scenarios=[Scenario.ACTUAL]),
            [r for r in standing if r.key.measured(Measure.LEVEL) == at],
        ),
        "none": (Ask(indicators=["no.such"]), []),
    }  # fmt: skip
    for name, (ask, expected) in cases.items():
        assert engine.rows(ask) == expected, name
        assert bool(expected) == (name != "none")


def test_a_single_row_is_found_whether_or_not_it_still_stands() -> None:
    rows = Rows()
    rows.add(key(), 575, known=date(2020, 12, 31))
    rows.add(key(), 580, known=DAY, posting=2)
    engine = _engine(rows.rows)
    assert [r.row for r in engine.rows(Ask(rows=[2]))] == [2]
    assert engine.rows(Ask(rows=[1])) == [], "it is superseded"
    assert [r.row for r in engine.rows(Ask(rows=[1], history=True))] == [1]
    assert [r.row for r in engine.rows(Ask(rows=[1], as_of=date(2021, 1, 30)))] == [1]
    assert [r.row for r in engine.rows(Ask(rows=[1], recorded_by=POSTED))] == [1]


def test_the_two_clocks_do_not_meddle() -> None:
    rows = Rows()
    rows.add(key(), 580, known=date(2021, 1, 29), posting=1)
    rows.add(key(), 575, known=date(2020, 12, 31), posting=2)
    engine = _engine(rows.rows)

    def quantity(as_of: date | None, recorded_by: datetime | None) -> list[object]:
        return [r.value.quantity for r in engine.rows(Ask(as_of=as_of, recorded_by=recorded_by))]

    assert quantity(None, None) == [580], "what came later to our ears was said earlier"
    assert quantity(date(2021, 1, 1), None) == [575]
    assert quantity(date(2021, 1, 1), posted_at(1)) == [], "known then, but not to us"
    assert quantity(None, posted_at(1) - timedelta(microseconds=1)) == []
    assert quantity(date(2020, 12, 30), None) == []


@given(st.randoms())
@settings(max_examples=10, deadline=None)
def test_the_order_in_which_rows_lie_does_not_matter(shuffled: random.Random) -> None:
    rows = Rows()
    for n in range(30):
        rows.add(key(period=f"20{n % 7:02}"), n, known=DAY + timedelta(n % 3), posting=n // 5 + 1)
    table = arrow(rows.rows)
    order = list(range(table.num_rows))
    shuffled.shuffle(order)
    straight, mixed = (DuckEngine([], t, INDICATORS).rows(EMPTY) for t in (table, table.take(pa.array(order))))
    assert straight == mixed


def test_more_rows_than_one_batch_come_back() -> None:
    rows = Rows()
    for n in range(10_050):
        rows.add(key(period=str(date(1990, 1, 1) + timedelta(n))), n)
    found = _engine(rows.rows).rows(EMPTY)
    assert [r.value.quantity for r in found] == list(range(10_050))

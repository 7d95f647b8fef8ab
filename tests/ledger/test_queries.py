from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.ledger.samples import DAY, all_rows, figure
from tongket.core.errors import NotFound, Unavailable
from tongket.core.figure import Figure, Measure, Notation, Qualifier, State, Value
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import queries, services
from tongket.ledger.schema import schema

FIGURES = [
    figure(580, note="ghi chú", locator="Bảng 1, B7"),
    replace(figure(), key=replace(figure().key, period=Period.parse("2020-12-31"))),
    replace(figure(), key=replace(figure().key, period=Period.parse("2020-M01..M09"), members=("commodity:coffee",))),
    replace(figure(), key=replace(figure().key, place="vn"), value=Value(None, State.MISSING)),
    replace(
        figure("9.5", measure=Measure.GROWTH),
        value=Value(Decimal("9.5"), State.VALUE, Decimal("10.5"), Qualifier.ABOUT, Notation.GROWTH, 1, "9,5–10,5"),
    ),
    replace(figure(period="2021", measure=Measure.CHANGE), value=Value(Decimal("-1E+3"), decimals=-3)),
]


def post(vocabulary: Vocabulary, *figures: Figure) -> services.Posted:
    return services.post(figures, actor="u1", vocabulary=vocabulary)


def test_figures_come_back_as_they_went_in(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, *FIGURES)
    in_tail = [queries.figure_of(row, vocabulary) for row in all_rows()]
    services.seal()
    sealed = [queries.figure_of(row, vocabulary) for row in all_rows()]
    assert in_tail == sealed == FIGURES


def test_the_relation_has_the_promised_columns(ledger: Path, vocabulary: Vocabulary) -> None:
    empty = queries.relation()
    assert (empty.segments, empty.tail.num_rows, empty.last_posting) == ((), 0, 0)
    post(vocabulary, *FIGURES)
    tail = queries.relation().tail
    assert empty.tail.schema == tail.schema == schema()
    assert tail.schema.field("posted_at").type == pa.timestamp("us", tz="UTC")
    assert tail.column("posted_at").to_pylist()[0] == queries.postings()[0].at.astimezone(UTC)
    assert tail.column("period_on").to_pylist()[:2] == [None, date(2020, 12, 31)]
    assert tail.column("high").to_pylist()[4] == 10_500_000


def test_the_tail_grows_without_being_read_again(
    ledger: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    real = queries.Figures.table

    def watched(self: queries.Figures, after: int, upto: int) -> pa.Table:
        asked.append((after, upto))
        return real(self, after, upto)

    monkeypatch.setattr(queries.Figures, "table", watched)
    for n in range(3):
        post(vocabulary, figure(n, f"201{n}"))
        assert queries.relation().tail.num_rows == n + 1
    assert queries.relation().tail.num_rows == 3
    assert asked == [(0, 1), (1, 2), (2, 3)]
    services.seal()
    post(vocabulary, figure(9, "2009"))
    asked.clear()
    assert queries.relation().tail.column("posting").to_pylist() == [4]
    assert asked == [(3, 4)]


def test_many_postings_do_not_leave_the_tail_in_crumbs(home: Path, vocabulary: Vocabulary) -> None:
    for n in range(80):
        post(vocabulary, figure(n, str(1901 + n)))
        relation = queries.relation()
    assert relation.tail.num_rows == 80
    assert relation.tail.column(0).num_chunks < 70


def test_a_missing_segment_is_said_not_skipped(home: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure())
    sealed = services.seal()
    assert sealed is not None
    sealed.file.unlink()
    with pytest.raises(Unavailable, match=sealed.file.name):
        queries.relation()


def test_rows_of_a_series_and_of_one_measure(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure(580), figure("6.61", measure=Measure.GROWTH), figure(1, "2019"))
    post(vocabulary, figure(570, known_from=date(2020, 12, 31)))
    series = figure().key.series_id
    assert [row["row"] for row in queries.rows_of(series)] == [4, 1, 2]
    assert [row["row"] for row in queries.rows_of(series, Measure.LEVEL)] == [4, 1]
    assert queries.rows_of("0" * 16) == []
    assert queries.row(4)["until"] == DAY


@pytest.mark.parametrize("number", [0, -1, 2, 2**70])
def test_a_row_that_is_not_there(ledger: Path, vocabulary: Vocabulary, number: int) -> None:
    post(vocabulary, figure())
    with pytest.raises(NotFound):
        queries.row(number)


def test_recorded_by_counts_the_postings_up_to_a_moment(ledger: Path, vocabulary: Vocabulary) -> None:
    assert queries.recorded_by(datetime(2100, 1, 1, tzinfo=UTC)) == 0
    post(vocabulary, figure())
    post(vocabulary, figure(1, "2019"))
    first, second = (p.at for p in queries.postings())
    assert first <= second
    assert queries.recorded_by(first - timedelta(seconds=1)) == 0
    assert queries.recorded_by(second) == 2


def test_the_order_of_segments_serves_one_place(home: Path, vocabulary: Vocabulary) -> None:
    elsewhere = replace(figure(1), key=replace(figure().key, place="vn"))
    post(vocabulary, figure(2, "2021"), elsewhere, figure(3, "2019"))
    services.seal()
    relation = queries.relation()
    found = pq.read_table(relation.segments[0])
    assert found.column("place").to_pylist() == ["vn", "vn.64@1997", "vn.64@1997"]
    assert found.column("period").to_pylist()[1:] == ["2019", "2021"]

"""One suite over every engine: the same question, the same answer to the last digit."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import postgres
from tests.cube.nation import OLD_COMMUNES, A, B, vocabulary
from tests.cube.support import Rows, arrow, key, stored
from tests.cube.test_consolidate import AFTER, BEFORE, FAR, statements
from tongket.core.boundaries import Boundaries
from tongket.core.errors import InvalidInput
from tongket.cube.consolidate import Consolidator, Sets, Totals
from tongket.cube.engines.duck import DuckSets
from tongket.cube.engines.postgres import PostgresSets
from tongket.cube.rows import LedgerRow
from tongket.ledger.schema import settled

Engine = Callable[[Sequence[LedgerRow]], Sets]
_COLUMNS = (
    "id", "posting", "series", "measure", "indicator", "members", "place", "period", "period_first", "period_length",
    "period_on", "scenario", "status", "body", "basis", "state", "value", "high", "qualifier", "notation", "decimals",
    "printed", "known_from", "locator", "note", "supersedes", "until",
)  # fmt: skip


def embedded(rows: Sequence[LedgerRow]) -> DuckSets:
    return DuckSets([], stored(arrow(rows, vocabulary())))


@pytest.fixture
def server(postgres_home: Path) -> Iterator[Engine]:
    """PostgreSQL with the ledger's own tables, filled as often as asked."""
    url = os.environ["TONGKET_DATABASE_URL"].replace("postgres://", "postgresql://")
    engines: list[PostgresSets] = []
    with psycopg.connect(url, autocommit=True) as connection:
        # The ledger refuses to forget; here it starts anew for each example.
        connection.execute("ALTER TABLE ledger_figure DISABLE TRIGGER USER")
        connection.execute("ALTER TABLE store_posting DISABLE TRIGGER USER")
        connection.execute("INSERT INTO store_stream (name, last_posting, rewrites) VALUES ('figures', 9, 0)")
        connection.execute("INSERT INTO ledger_source (address) VALUES ('bao-cao.docx')")
        (source,) = connection.execute("SELECT id FROM ledger_source").fetchone() or (0,)

        def filled(rows: Sequence[LedgerRow]) -> PostgresSets:
            connection.execute("TRUNCATE ledger_figure, store_posting CASCADE")
            table = arrow(rows, vocabulary()).rename_columns(
                ["id" if name == "row" else name for name in arrow([], vocabulary()).column_names]
            )
            at = dict(zip(table.column("posting").to_pylist(), table.column("posted_at").to_pylist(), strict=True))
            for number, moment in at.items():
                connection.execute(
                    "INSERT INTO store_posting (stream_id, number, at, actor, reason, origin, digest, rows) "
                    "SELECT id, %s, %s, 'a', '', '', '', 1 FROM store_stream",
                    (number, moment),
                )
            names = ", ".join((*_COLUMNS, "source_id", "fingerprint"))
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY ledger_figure ({names}) FROM STDIN".encode()) as copy,
            ):
                for row in table.select(_COLUMNS).to_pylist():
                    copy.write_row((*row.values(), source, str(row["id"])))
            if not engines:
                engines.append(PostgresSets(url))
            return engines[0]

        yield filled
        for engine in engines:
            engine.close()


def answered(sets: Sets, on: date, ask: Totals) -> list[dict[str, Any]]:
    found = Consolidator(vocabulary(), Boundaries(vocabulary().places, on)).totals(sets, ask)
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


@pytest.mark.skipif(postgres.programs() is None, reason="PostgreSQL's programs are not installed")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statements(), st.sampled_from((BEFORE, AFTER)), st.sampled_from((FAR, date(2024, 1, 2), None)))
def test_a_server_answers_as_the_embedded_engine(
    server: Engine, rows: list[LedgerRow], on: date, as_of: date | None
) -> None:
    moment = rows[len(rows) // 2].posted_at if rows and as_of is None else None
    ask = Totals(as_of=as_of, recorded_by=moment)
    assert answered(server(rows), on, ask) == answered(embedded(rows), on, ask)


def overflowing() -> list[LedgerRow]:
    rows = Rows()
    for place in OLD_COMMUNES:
        rows.add(key("export.value", "2024", place=place), 9 * 10**12)
    return rows.rows


def test_a_total_beyond_64_bits_is_refused() -> None:
    with pytest.raises(InvalidInput, match="64 bit"):
        answered(embedded(overflowing()), AFTER, Totals())


@pytest.mark.skipif(postgres.programs() is None, reason="PostgreSQL's programs are not installed")
def test_a_server_refuses_it_as_well(server: Engine) -> None:
    with pytest.raises(InvalidInput, match="64 bit"):
        answered(server(overflowing()), AFTER, Totals())


@pytest.mark.parametrize("old", [(0,), (1,), (0, 1), ()])
def test_segments_from_before_rows_said_so_are_read_beside_newer_ones(tmp_path: Path, old: Sequence[int]) -> None:
    """What they do not say is looked for; a row that was superseded is never counted beside its successor."""
    rows = Rows()
    for place in (A, B):
        rows.add(key("export.value", "2024", place=place), 5)
        rows.add(key("export.value", "2024", place=place), 7, known=date(2025, 3, 1))
    table = arrow(rows.rows, vocabulary())
    files = []
    for number, part in enumerate((table.slice(0, 2), table.slice(2, 2))):
        whole = settled(part)
        kept = whole.drop_columns(["settled_from", "settled_at", "settles"]) if number in old else whole
        files.append(tmp_path / f"figures-{number}.parquet")
        pq.write_table(kept, files[-1])
    found = answered(DuckSets(files, table.slice(0, 0)), AFTER, Totals(levels=("province",)))
    assert found == answered(DuckSets([], table), AFTER, Totals(levels=("province",)))
    assert {row["value"] for row in found} == {14_000_000}


def test_what_is_kept_is_dropped() -> None:
    rows = Rows()
    for place in (A, B):
        rows.add(key("export.value", "2024", place=place), 5)
    sets = embedded(rows.rows)
    assert answered(sets, AFTER, Totals()) == answered(sets, AFTER, Totals())
    assert sets.read("SELECT table_name FROM duckdb_tables()").num_rows == 0

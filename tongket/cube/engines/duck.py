"""The embedded engine: DuckDB over Parquet segments and the in-memory tail. Integers only; no division here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tongket.core.indicator import Indicator
from tongket.core.record import key_of, scale_of, value_of
from tongket.cube.engines.refusal import beyond
from tongket.cube.rows import Ask, LedgerRow
from tongket.cube.statements.words import Dialect

COLUMNS = (
    "row", "posting", "posted_us", "measure", "indicator", "members", "place", "period", "scenario", "status", "body",
    "basis", "state", "value", "high", "qualifier", "notation", "decimals", "printed", "known_from", "source",
    "locator", "note", "supersedes",
)  # fmt: skip
FAR_DAY = date(9999, 12, 31)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FAR_MOMENT = datetime(9999, 12, 31, tzinfo=UTC)

# A row is seen when its source had said it and it was recorded; a seen row stands unless one known later had already
# been recorded when it came (`until`) or another seen row supersedes it.
_STANDING = """
    AND (until IS NULL OR until > $as_of)
    AND NOT EXISTS (SELECT 1 FROM seen AS newer WHERE newer.supersedes = seen.row)
"""


class DuckEngine:
    """Answers over one reading of the ledger.

    Args:
        segments: Parquet files that hold whole postings.
        tail: the rows in no segment, an Arrow table with the same columns.
        indicators: the vocabulary's indicators: their scales turn stored whole numbers into values.
    """

    def __init__(self, segments: Sequence[Path], tail: Any, indicators: Mapping[str, Indicator]) -> None:
        import duckdb  # noqa: PLC0415 – 0.1 s, and a command that only parses its arguments should not pay it

        self._indicators = indicators
        self._connection = duckdb.connect()
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.register("tail", tail)
        # Microseconds since 1970, because reading a moment with its zone would need one more library.
        self._facts = f"SELECT *, epoch_us(posted_at) AS posted_us FROM ({_relation(segments)})"

    def rows(self, ask: Ask) -> list[LedgerRow]:
        """Return the rows asked for, in order of key, then known-from, then row."""
        return list(self._read(ask))

    def _read(self, ask: Ask) -> Iterator[LedgerRow]:
        values: dict[str, Any] = {
            "as_of": ask.as_of or FAR_DAY,
            "recorded_by": (ask.recorded_by or FAR_MOMENT) - EPOCH,
        }
        values["recorded_by"] //= timedelta(microseconds=1)
        filters = "known_from <= $as_of AND posted_us <= $recorded_by"
        wanted: dict[str, Sequence[Any]] = {
            "indicator": ask.indicators,
            "place": ask.places,
            "period": ask.periods,
            "scenario": [s.value for s in ask.scenarios],
            "series": ask.series,
        }
        for column, accepted in wanted.items():
            if accepted:
                filters += f" AND {column} IN (SELECT unnest(${column}))"
                values[column] = list(accepted)
        # A single row is asked for after the superseding rows were found, so it is not among the filters above.
        single = " AND row IN (SELECT unnest($rows))" if ask.rows else ""
        if ask.rows:
            values["rows"] = list(ask.rows)
        sql = f"""
            WITH facts AS ({self._facts}), seen AS (SELECT * FROM facts WHERE {filters})
            SELECT {", ".join(COLUMNS)} FROM seen
            WHERE true {"" if ask.history else _STANDING} {single}
            ORDER BY indicator, members, place, period, scenario, status, body, basis, measure, known_from, row
        """
        cursor = self._connection.execute(sql, values)
        while batch := cursor.fetchmany(10_000):
            for record in batch:
                yield self._row(dict(zip(COLUMNS, record, strict=True)))

    def _row(self, record: Mapping[str, Any]) -> LedgerRow:
        key = key_of(record)
        value = value_of(record, scale_of(key.measure, self._indicators[key.indicator]))
        moment = EPOCH + timedelta(microseconds=record["posted_us"])
        return LedgerRow(
            record["row"], record["posting"], moment, key, value, record["known_from"], record["source"],
            record["locator"], record["note"], record["supersedes"],
        )  # fmt: skip


class DuckSets:
    """The embedded engine for sets: the tables of one question beside the ledger's segments and tail.

    Args:
        segments: Parquet files that hold whole postings.
        tail: the rows in no segment, an Arrow table with the same columns.
        folder: where tables go that memory does not hold; None: the system's folder for such.
        memory: at most so much, as DuckDB writes it (`2GB`); None: as much as it sees fit.
    """

    dialect = Dialect(wide="CAST({} AS HUGEINT)", quotient="(({}) // {})")

    def __init__(
        self, segments: Sequence[Path], tail: Any, *, folder: Path | None = None, memory: str | None = None
    ) -> None:
        import duckdb  # noqa: PLC0415 – 0.1 s, and a command that only parses its arguments should not pay it

        self._connection = duckdb.connect()
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute("SET preserve_insertion_order = false")
        # Segments never change, so what their footers say is read once.
        self._connection.execute("SET parquet_metadata_cache = true")
        if folder is not None:
            self._connection.execute(f"SET temp_directory = {_text(str(folder))}")
        if memory is not None:
            self._connection.execute(f"SET memory_limit = {_text(memory)}")
        self._begun = False
        self._loaded: list[str] = []
        self.extend(segments, tail)

    def extend(self, segments: Sequence[Path], tail: Any) -> None:
        """Look at the ledger as it is now: the segments and the tail of a later reading."""
        self._connection.register("tail", tail)
        self._connection.execute(
            "CREATE OR REPLACE TEMP VIEW facts AS "
            "SELECT *, row AS number, epoch_us(posted_at) AS posted_us, epoch_us(settled_at) AS settled_us "
            f"FROM ({_relation(segments)})"
        )

    def load(self, name: str, rows: Any) -> None:
        """Keep a small table of ours: it is read where it lies."""
        self._begin()
        self._connection.register(name, rows)
        self._loaded.append(name)

    def _begin(self) -> None:
        """Begin a transaction that ends with the question: dropping thirty tables one by one takes ten times longer."""
        if not self._begun:
            self._connection.execute("BEGIN")
            self._begun = True

    def keep(self, name: str, statement: str) -> None:
        """Keep the result of a statement under a name."""
        self._begin()
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {statement}")

    def add(self, name: str, statement: str) -> None:
        """Add the result of a statement to what is kept under a name."""
        self.keep(name, f"SELECT * FROM {name} UNION ALL {statement}")

    def read(self, statement: str) -> Any:
        """Return the result of a statement as an Arrow table.

        Raises:
            InvalidInput: a total beyond 64 bits.
        """
        import duckdb  # noqa: PLC0415 – loaded already

        try:
            return self._connection.sql(statement).to_arrow_table()
        except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
            raise beyond() from error

    def done(self) -> None:
        """Drop what was kept."""
        if self._begun:
            self._connection.execute("ROLLBACK")
            self._begun = False
        for name in self._loaded:
            self._connection.unregister(name)
        self._loaded.clear()

    def close(self) -> None:
        """Leave the engine."""
        self._connection.close()


def _relation(segments: Sequence[Path]) -> str:
    """Return the rows of the segments and of what is registered as `tail`."""
    if not segments:
        return "SELECT * FROM tail"
    files = ", ".join(_quoted(path) for path in segments)
    # Without the first word a folder named period=2020 would take the place of the column; without the second, segments
    # that were written before a column was added could not be read beside newer ones.
    how = "hive_partitioning = false, union_by_name = true"
    return f"SELECT * FROM read_parquet([{files}], {how}) UNION ALL BY NAME SELECT * FROM tail"


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(path: Path) -> str:
    """Return a path as SQL text that means this very file: unescaped, data[1] would also be read from data1."""
    literal = re.sub(r"([*?\[])", r"[\1]", str(path))
    return "'" + literal.replace("'", "''") + "'"

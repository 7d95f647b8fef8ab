"""PostgreSQL as an engine for sets: the same statements, executed where the records are.

It reads the ledger's own table, so that no segment is needed; on many rows it is slower than the embedded engine over
segments (bench/README.md), and it is the one that checks the other.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from tongket.cube.engines.refusal import beyond
from tongket.cube.statements.words import Dialect

_FACTS = """
CREATE OR REPLACE TEMP VIEW facts AS
SELECT f.id AS number, f.posting, f.measure, f.indicator, f.members, f.place, f.period, f.period_first, f.scenario,
  f.status, f.body, f.basis, f.state, f.value, f.high, f.qualifier, f.known_from, f.supersedes, f.until,
  CAST(EXTRACT(EPOCH FROM p.at) * 1000000 AS BIGINT) AS posted_us,
  CAST(NULL AS DATE) AS settled_from, CAST(NULL AS BIGINT) AS settled_us, FALSE AS settles
FROM ledger_figure f
LEFT JOIN store_posting p ON p.number = f.posting
  AND p.stream_id = (SELECT id FROM store_stream WHERE name = 'figures')
"""


class PostgresSets:
    """The ledger's own server for sets.

    Args:
        url: where it is, as psycopg takes it (`postgresql://…`).
        memory: of one sort or join, as PostgreSQL writes it (`256MB`).
    """

    dialect = Dialect(wide="CAST({} AS NUMERIC)", quotient="DIV({}, {})", bytewise='{} COLLATE "C"')

    def __init__(self, url: str, *, memory: str = "256MB") -> None:
        import psycopg  # noqa: PLC0415 – an extra, only where the records are on a server

        self._connection = psycopg.connect(url, autocommit=True)
        self._execute(f"SET work_mem = '{memory}'")
        self._execute("SET client_min_messages = warning")
        self._execute("SET TimeZone = 'UTC'")
        self._execute(_FACTS)
        self._kept: list[str] = []

    def _execute(self, statement: str) -> Any:
        return self._connection.execute(statement.encode())

    def load(self, name: str, rows: Any) -> None:
        """Keep a small table of ours."""
        import pyarrow as pa  # noqa: PLC0415 – heavy, only when used

        kinds = ("TEXT" if pa.types.is_string(field.type) else "INTEGER" for field in rows.schema)
        columns = ", ".join(f"{column} {kind}" for column, kind in zip(rows.column_names, kinds, strict=True))
        self._execute(f"DROP TABLE IF EXISTS {name}")
        self._execute(f"CREATE TEMP TABLE {name} ({columns})")
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN".encode()) as copy:
            for row in zip(*(column.to_pylist() for column in rows.columns), strict=True):
                copy.write_row(row)
        self._kept.append(name)
        self._execute(f"ANALYZE {name}")

    def keep(self, name: str, statement: str) -> None:
        """Keep the result of a statement under a name."""
        self._execute(f"DROP TABLE IF EXISTS {name}")
        self._execute(f"CREATE TEMP TABLE {name} AS {statement}")
        self._kept.append(name)
        # Without it the planner takes each table for a thousand rows and joins in loops.
        self._execute(f"ANALYZE {name}")

    def add(self, name: str, statement: str) -> None:
        """Add the result of a statement to what is kept under a name."""
        self.keep(f"{name}_more", f"SELECT * FROM {name} UNION ALL {statement}")
        self._execute(f"DROP TABLE {name}")
        self._execute(f"ALTER TABLE {name}_more RENAME TO {name}")

    def read(self, statement: str) -> Any:
        """Return the result of a statement as an Arrow table.

        Raises:
            InvalidInput: a total beyond 64 bits.
        """
        import psycopg  # noqa: PLC0415 – loaded already
        import pyarrow as pa  # noqa: PLC0415 – heavy, only when used

        try:
            cursor = self._execute(statement)
        except psycopg.errors.NumericValueOutOfRange as error:
            raise beyond() from error
        names = [column.name for column in cursor.description]
        cells = list(zip(*cursor.fetchall(), strict=True)) or [()] * len(names)
        texts = {n for n, column in enumerate(cursor.description) if column.type_code in _TEXTS}
        arrays = [pa.array(*_typed(pa, column, n in texts)) for n, column in enumerate(cells)]
        return pa.table([pa.chunked_array([array]) for array in arrays], names=names)

    def done(self) -> None:
        """Drop what was kept."""
        for name in dict.fromkeys(self._kept):
            self._execute(f"DROP TABLE IF EXISTS {name}")
        self._kept.clear()

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()


_TEXTS = frozenset((25, 1043))
"""Numbers of the types text and varchar in the server's catalogue."""


def _typed(pa: Any, column: Iterable[Any], text: bool) -> tuple[list[Any], Any]:
    if text:
        return list(column), pa.string()
    return [int(cell) if isinstance(cell, Decimal) else cell for cell in column], pa.int64()

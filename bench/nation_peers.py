"""The peers of `bench.nation`: the same totals written by hand, knowing the data, as well as each allows."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tongket.core.boundaries import Boundaries
from tongket.cube.units import STILL, months_of

Told = dict[tuple[str, str, str], tuple[Any, ...]]
Peer = Callable[[list[Path], Boundaries, date, int], tuple[list[float], Told]]
LEVEL_NAMES = ("province", "region", "nation")


def geography(drawn: Boundaries) -> pa.Table:
    """Every commune with the province, region and nation it belongs to, and the months in which it stood."""
    lower = drawn.gazetteer.lower
    rows = []
    for place in lower.places.values() if lower is not None else ():
        if place.level == "commune":
            first, last = months_of(place)
            rows.append((place.id, *(drawn.within(place.id, level) for level in LEVEL_NAMES), first, min(last, STILL)))
    names = ("place", *LEVEL_NAMES, "stood_from", "stood_to")
    return pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


_LIMIT = """
WITH gone AS (SELECT supersedes AS id FROM facts WHERE supersedes IS NOT NULL AND known_from <= {as_of}),
cells AS MATERIALIZED (
  SELECT g.province, f.indicator, f.scenario, f.period_first AS m, sum(f.value) AS v, count(*) AS n
  FROM (SELECT f.* FROM facts f LEFT JOIN gone ON f.row = gone.id
        WHERE gone.id IS NULL AND f.known_from <= {as_of} AND f.measure = 'level') f
  JOIN geo g ON f.place = g.place GROUP BY ALL),
spread AS (
  SELECT u.target, c.indicator, c.scenario, c.m, sum(c.v) AS v, sum(c.n) AS n
  FROM cells c JOIN ups u ON c.province = u.province GROUP BY ALL),
full_cells AS MATERIALIZED (
  SELECT s.target, s.indicator, s.scenario, s.m, s.v FROM spread s JOIN due d ON s.target = d.target AND s.m = d.m
  WHERE s.n = d.n),
months AS (SELECT target, indicator, m, v, m - m % 12 AS y FROM full_cells WHERE scenario = 'actual'),
running AS (
  SELECT target, indicator, y, m - y + 1 AS length, sum(v) OVER w AS v, count(*) OVER w AS n FROM months
  WINDOW w AS (PARTITION BY target, indicator, y ORDER BY m)),
levels AS MATERIALIZED (
  SELECT target, indicator, m AS first, 1 AS length, v FROM months
  UNION ALL SELECT target, indicator, y, length, v FROM running WHERE n = length AND length > 1
  UNION ALL SELECT target, indicator, m - m % 3, 3, sum(v) FROM months WHERE m - y >= 3
    GROUP BY ALL HAVING count(*) = 3
  UNION ALL SELECT target, indicator, m - m % 6, 6, sum(v) FROM months WHERE m - y >= 6
    GROUP BY ALL HAVING count(*) = 6),
plans AS (SELECT target, indicator, m, v FROM full_cells WHERE scenario = 'plan')
SELECT l.target, l.indicator, l.first, l.length, l.v::BIGINT AS value, p.v::BIGINT AS plan,
  (CASE WHEN p.v > 0 THEN (2 * l.v * 100000000 + p.v) // (2 * p.v) END)::BIGINT AS completion,
  (CASE WHEN b.v > 0 AND l.v >= b.v THEN (2 * (l.v - b.v) * 100000000 + b.v) // (2 * b.v)
        WHEN b.v > 0 THEN -((2 * (b.v - l.v) * 100000000 + b.v) // (2 * b.v)) END)::BIGINT AS growth
FROM levels l
LEFT JOIN plans p ON p.target = l.target AND p.indicator = l.indicator AND p.m = l.first - l.first % 12
LEFT JOIN levels b ON b.target = l.target AND b.indicator = l.indicator AND b.first = l.first - 12
  AND b.length = l.length
ORDER BY l.target, l.indicator, l.first, l.length
"""


def _prepared(connection: duckdb.DuckDBPyConnection, drawn: Boundaries) -> None:
    connection.register("given", geography(drawn))
    connection.execute("CREATE TABLE geo AS SELECT * FROM given")
    connection.execute(
        "CREATE TABLE ups AS SELECT DISTINCT province, unnest([province, region, nation]) AS target FROM geo"
    )
    connection.execute(
        "CREATE TABLE due AS SELECT u.target, m.m, count(*) AS n FROM geo g JOIN ups u ON g.province = u.province "
        "JOIN range(24264, 24324) m(m) ON m.m BETWEEN g.stood_from AND g.stood_to GROUP BY ALL"
    )


def _text(first: int, length: int) -> str:
    from tongket.core.period import Period

    return str(Period(first, length))


def told(rows: list[tuple[Any, ...]]) -> Told:
    """Key an answer as ours is keyed."""
    return {
        (r[0], r[1], _text(int(r[2]), int(r[3]))): tuple(None if c is None else int(c) for c in r[4:]) for r in rows
    }


def timed(
    answer: Callable[[], Any], rows: Callable[[Any], list[tuple[Any, ...]]], runs: int
) -> tuple[list[float], Told]:
    """Time an answer, after one run to warm up."""
    found, times = answer(), []
    for _ in range(runs):
        begun = time.perf_counter()
        found = answer()
        times.append(time.perf_counter() - begun)
    return times, told(rows(found))


def limit(files: list[Path], drawn: Boundaries, as_of: date, runs: int) -> tuple[list[float], Told]:
    """The best hand-written DuckDB SQL."""
    connection = duckdb.connect()
    connection.execute(f"SET preserve_insertion_order = false; SET temp_directory = '{files[0].parent}'")
    connection.execute("SET memory_limit = '6GB'")
    _prepared(connection, drawn)
    connection.execute(f"CREATE VIEW facts AS SELECT * FROM read_parquet({[str(f) for f in files]})")
    sql = _LIMIT.format(as_of=f"DATE '{as_of}'")
    return timed(lambda: connection.sql(sql).to_arrow_table(), _arrow_rows, runs)


def _arrow_rows(table: pa.Table) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _closed(months: Any, pl: Any) -> Any:
    """All periods of monthly levels, in Polars."""
    year = months.with_columns(y=pl.col("m") - pl.col("m") % 12).sort("target", "indicator", "m")
    running = year.with_columns(
        v=pl.col("v").cum_sum().over("target", "indicator", "y"),
        n=pl.int_range(1, pl.len() + 1).over("target", "indicator", "y"),
        length=pl.col("m") - pl.col("y") + 1,
    ).filter((pl.col("n") == pl.col("length")) & (pl.col("length") > 1))
    parts = [
        year.select("target", "indicator", first="m", length=pl.lit(1), v="v"),
        running.select("target", "indicator", first="y", length="length", v="v"),
    ]
    for size in (3, 6):
        parts.append(
            year.filter(pl.col("m") - pl.col("y") >= size)
            .group_by("target", "indicator", first=pl.col("m") - pl.col("m") % size)
            .agg(pl.col("v").sum(), n=pl.len())
            .filter(pl.col("n") == size)
            .select("target", "indicator", "first", length=pl.lit(size), v="v")
        )
    return pl.concat([part.with_columns(pl.col("first", "length").cast(pl.Int64)) for part in parts])


def polars(files: list[Path], drawn: Boundaries, as_of: date, runs: int) -> tuple[list[float], Told]:
    """Polars, lazily, with its streaming engine; ratios as in pandas, untimed, since it cannot divide 128 bits."""
    import polars as pl

    geo, ups, due = (pl.from_arrow(table) for table in _tables(drawn))

    def answer() -> Any:
        facts = pl.scan_parquet(files).filter((pl.col("known_from") <= as_of) & (pl.col("measure") == "level"))
        gone = facts.filter(pl.col("supersedes").is_not_null()).select(row="supersedes")
        cells = (
            facts.select("row", "place", "indicator", "scenario", "period_first", "value")
            .join(gone, on="row", how="anti")
            .join(geo.lazy().select("place", "province"), on="place")
            .group_by("province", "indicator", "scenario", m="period_first")
            .agg(v=pl.col("value").sum(), n=pl.len())
            .collect(engine="streaming")
        )
        spread = (
            cells.join(ups, on="province")
            .group_by("target", "indicator", "scenario", "m")
            .agg(pl.col("v").sum(), pl.col("n").sum())
        )
        whole = spread.with_columns(pl.col("m", "n").cast(pl.Int64)).join(due, on=["target", "m"], suffix="_due")
        whole = whole.filter(pl.col("n") == pl.col("n_due"))
        levels = _closed(whole.filter(pl.col("scenario") == "actual"), pl)
        plans = whole.filter(pl.col("scenario") == "plan").select("target", "indicator", y="m", plan="v")
        before = levels.select("target", "indicator", pl.col("first") + 12, "length", base="v")
        found = (
            levels.with_columns(y=pl.col("first") - pl.col("first") % 12)
            .join(plans, on=["target", "indicator", "y"], how="left")
            .join(before, on=["target", "indicator", "first", "length"], how="left")
        )
        return found.select("target", "indicator", "first", "length", "v", "plan", "base")

    return timed(answer, lambda found: _rated(found.rows()), runs)


def pandas(files: list[Path], drawn: Boundaries, as_of: date, runs: int) -> tuple[list[float], Told]:
    """pandas over Arrow columns; ratios in Python's own whole numbers, untimed, since it has none of 128 bits."""
    import pandas as pd
    import pyarrow.parquet as pq

    geo, ups, due = (table.to_pandas() for table in _tables(drawn))
    columns = ["row", "place", "indicator", "scenario", "period_first", "value", "known_from", "supersedes"]

    def answer() -> Any:
        table = pq.read_table(files, columns=columns, filters=[("known_from", "<=", as_of)], read_dictionary=[
            "place", "indicator", "scenario"])  # fmt: skip
        facts = table.drop_columns(["known_from"]).to_pandas()
        facts = facts[~facts["row"].isin(facts["supersedes"].dropna().astype("int64"))]
        province = geo.set_index("place")["province"]
        facts["province"] = facts["place"].map(province)
        keys = ["province", "indicator", "scenario", "period_first"]
        cells = facts.groupby(keys, observed=True, sort=False)["value"].agg(["sum", "size"]).reset_index()
        cells = cells.astype({"province": str, "indicator": str, "scenario": str})
        spread = cells.merge(ups, on="province").groupby(["target", "indicator", "scenario", "period_first"])
        whole = spread[["sum", "size"]].sum().reset_index().rename(columns={"period_first": "m", "sum": "v"})
        whole = whole.merge(due, on=["target", "m"])
        whole = whole[whole["size"] == whole["n"]]
        months = whole[whole["scenario"] == "actual"].sort_values(["target", "indicator", "m"])
        months = months.assign(y=months["m"] - months["m"] % 12)
        by_year = months.groupby(["target", "indicator", "y"])
        running = months.assign(
            v=by_year["v"].cumsum(), there=by_year.cumcount() + 1, length=months["m"] - months["y"] + 1
        )
        running = running[(running["there"] == running["length"]) & (running["length"] > 1)]
        parts = [
            months.assign(first=months["m"], length=1)[["target", "indicator", "first", "length", "v"]],
            running.assign(first=running["y"])[["target", "indicator", "first", "length", "v"]],
        ]
        for size in (3, 6):
            late = months[months["m"] - months["y"] >= size]
            late = late.assign(first=late["m"] - late["m"] % size).groupby(["target", "indicator", "first"])["v"]
            joined = late.agg(["sum", "size"]).reset_index()
            joined = joined[joined["size"] == size].rename(columns={"sum": "v"}).assign(length=size)
            parts.append(joined[["target", "indicator", "first", "length", "v"]])
        levels = pd.concat(parts)
        plans = whole[whole["scenario"] == "plan"].rename(columns={"m": "y", "v": "plan"})
        found = levels.assign(y=levels["first"] - levels["first"] % 12)
        found = found.merge(plans[["target", "indicator", "y", "plan"]], on=["target", "indicator", "y"], how="left")
        before = levels.assign(first=levels["first"] + 12).rename(columns={"v": "base"})
        return found.merge(before, on=["target", "indicator", "first", "length"], how="left")

    return timed(answer, _pandas_rows, runs)


def _pandas_rows(found: Any) -> list[tuple[Any, ...]]:
    names = ("target", "indicator", "first", "length", "v", "plan", "base")
    # What is missing is a NaN, which alone is not itself.
    rows = zip(*(found[name].tolist() for name in names), strict=True)
    return _rated([tuple(None if cell != cell else cell for cell in row) for row in rows])


def _rated(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Put completion and growth in the place of the base."""
    rows = []
    for target, code, first, length, level, plan, base in found:
        completion = (2 * level * _UNIT + int(plan)) // (2 * int(plan)) if plan else None
        size = (2 * abs(level - int(base)) * _UNIT + int(base)) // (2 * int(base)) if base else None
        growth = size if size is None or level >= base else -size
        rows.append((target, code, first, length, level, plan, completion, growth))
    return rows


_UNIT = 100_000_000


def _tables(drawn: Boundaries) -> list[pa.Table]:
    connection = duckdb.connect()
    _prepared(connection, drawn)
    return [connection.sql(f"SELECT * FROM {name}").to_arrow_table() for name in ("geo", "ups", "due")]


_SERVER = {
    "cells": """
      SELECT g.province, f.indicator, f.scenario, f.period_first AS m, sum(f.value) AS v, count(*) AS n
      FROM bench_figure f JOIN geo g ON f.place = g.place
      WHERE f.known_from <= {as_of} AND NOT EXISTS (
        SELECT 1 FROM bench_figure n WHERE n.supersedes = f.id AND n.known_from <= {as_of})
      GROUP BY 1, 2, 3, 4""",
    "spread": """
      SELECT u.target, c.indicator, c.scenario, c.m, sum(c.v) AS v, sum(c.n) AS n
      FROM cells c JOIN ups u ON c.province = u.province GROUP BY 1, 2, 3, 4""",
    "full_cells": """
      SELECT s.target, s.indicator, s.scenario, s.m, s.v, s.m - s.m % 12 AS y
      FROM spread s JOIN due d ON s.target = d.target AND s.m = d.m WHERE s.n = d.n""",
    "levels": """
      WITH months AS (SELECT target, indicator, m, v, y FROM full_cells WHERE scenario = 'actual'),
      running AS (
        SELECT target, indicator, y, m - y + 1 AS length, sum(v) OVER w AS v, count(*) OVER w AS n FROM months
        WINDOW w AS (PARTITION BY target, indicator, y ORDER BY m))
      SELECT target, indicator, m AS first, 1 AS length, v FROM months
      UNION ALL SELECT target, indicator, y, length, v FROM running WHERE n = length AND length > 1
      UNION ALL SELECT target, indicator, m - m % 3, 3, sum(v) FROM months WHERE m - y >= 3
        GROUP BY 1, 2, 3 HAVING count(*) = 3
      UNION ALL SELECT target, indicator, m - m % 6, 6, sum(v) FROM months WHERE m - y >= 6
        GROUP BY 1, 2, 3 HAVING count(*) = 6""",
}
_SERVER_ANSWER = """
  SELECT l.target, l.indicator, l.first, l.length, l.v, p.v,
    CASE WHEN p.v > 0 THEN div(2 * l.v * 100000000 + p.v, 2 * p.v) END,
    CASE WHEN b.v > 0 AND l.v >= b.v THEN div(2 * (l.v - b.v) * 100000000 + b.v, 2 * b.v)
         WHEN b.v > 0 THEN -div(2 * (b.v - l.v) * 100000000 + b.v, 2 * b.v) END
  FROM levels l
  LEFT JOIN full_cells p ON p.target = l.target AND p.indicator = l.indicator AND p.m = l.first - l.first % 12
    AND p.scenario = 'plan'
  LEFT JOIN levels b ON b.target = l.target AND b.indicator = l.indicator AND b.first = l.first - 12
    AND b.length = l.length
"""


def postgres(files: list[Path], drawn: Boundaries, as_of: date, runs: int) -> tuple[list[float], Told]:
    """PostgreSQL, indexed, with a parallel GROUP BY over the rows, as DHIS2 aggregates."""
    import psycopg

    from tests import postgres as server

    programs = server.programs()
    if programs is None:
        raise SystemExit("PostgreSQL's programs (initdb, pg_ctl, postgres) are not installed")
    with server.running(programs) as cluster:
        database = cluster.create()
        url = cluster.url(database).replace("postgres://", "postgresql://")
        with psycopg.connect(url, autocommit=True) as connection:
            _fill(connection, files, drawn)
            for setting in ("work_mem = '512MB'", "max_parallel_workers_per_gather = 2", "jit = off"):
                connection.execute(f"SET {setting}".encode())

            def answer() -> list[tuple[Any, ...]]:
                # In steps, with statistics after each, as DHIS2 does: in one statement the planner joins in loops.
                for name, statement in _SERVER.items():
                    sql = statement.format(as_of=f"DATE '{as_of}'")
                    connection.execute(f"DROP TABLE IF EXISTS {name}".encode())
                    connection.execute(f"CREATE TEMP TABLE {name} AS {sql}".encode())
                    connection.execute(f"ANALYZE {name}".encode())
                return connection.execute(_SERVER_ANSWER.encode()).fetchall()

            return timed(answer, lambda rows: rows, runs)


def _fill(connection: Any, files: list[Path], drawn: Boundaries) -> None:
    connection.execute(
        "CREATE TABLE bench_figure (id bigint, place text, indicator text, scenario text, period_first int, "
        "value bigint, known_from date, supersedes bigint)"
    )
    columns = "row, place, indicator, scenario, period_first, value, known_from, supersedes"
    source = duckdb.connect()
    with connection.cursor() as cursor, cursor.copy(b"COPY bench_figure FROM STDIN (FORMAT csv)") as copy:
        for file in files:
            text = file.with_suffix(".csv")
            source.execute(f"COPY (SELECT {columns} FROM read_parquet('{file}')) TO '{text}' (HEADER false)")
            with text.open("rb") as lines:
                while block := lines.read(1 << 20):
                    copy.write(block)
            text.unlink()
    for name, table in zip(("geo", "ups", "due"), _tables(drawn), strict=True):
        kinds = {f.name: "text" if pa.types.is_string(f.type) else "bigint" for f in table.schema}
        connection.execute(f"CREATE TABLE {name} ({', '.join(f'{n} {k}' for n, k in kinds.items())})".encode())
        with connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN".encode()) as copy:
            for row in _arrow_rows(table):
                copy.write_row(row)
    for index in ("(place, indicator, period_first)", "(supersedes) WHERE supersedes IS NOT NULL"):
        connection.execute(f"CREATE INDEX ON bench_figure {index}".encode())
    connection.execute(b"VACUUM ANALYZE")


PEERS: dict[str, Peer] = {"limit": limit, "polars": polars, "pandas": pandas, "postgres": postgres}

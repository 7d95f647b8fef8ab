"""A nation of 20 million rows: ours beside the best SQL by hand, Polars, pandas and PostgreSQL, in one run.

    python -m bench.nation                     # 20 million rows, all peers that are installed
    python -m bench.nation --scale 1 --runs 5  # a tenth of the lines: two million rows
    python -m bench.nation --scale 100 --only ours,limit

Geography is real: 10,035 communes until June 2025, 3,321 since. Before the reform 33 lines are reported by every
commune every month, since then a hundred; each has a plan of the year; 2 % of all are corrected a month later. Asked
for: every line of nation, regions and provinces on today's boundaries, by month, quarter, half, nine months, year and
cumulative, with plan and growth, as known on a day on which the last month's corrections were not.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from bench import nation_peers
from tongket.core.boundaries import Boundaries
from tongket.core.indicator import Indicator
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary, vocabulary
from tongket.cube.consolidate import Consolidator, Totals
from tongket.cube.engines.duck import DuckSets
from tongket.ledger.schema import schema
from tongket.store.segments import ROW_GROUP

FIRST, YEARS, REFORM = 2022, 5, date(2025, 7, 1)
AS_OF = date(2026, 12, 31)
BEFORE_REFORM, AFTER_REFORM = 33, 100
PEERS = ("ours", "limit", "polars", "pandas", "postgres")


def lines(scale: int) -> tuple[int, int]:
    """Lines before and after the reform; scale 10 is the nation of 20 million rows."""
    return max(1, BEFORE_REFORM * scale // 10), max(1, AFTER_REFORM * scale // 10)


def words(scale: int) -> Vocabulary:
    """The product's vocabulary with the benchmark's indicators."""
    known = vocabulary()
    for number in range(lines(scale)[1]):
        code = f"bench.i{number:04}"
        known.indicators[code] = Indicator(
            code, "bench", Text(code, code), "vnd.bn", 2, "flow", "sum", "sum", None, None, ("std",), "up", ()
        )
    return known


def communes(on: date) -> list[str]:
    """Ids of the communes of a day."""
    lower = vocabulary().places.lower
    return sorted(p.id for p in lower.places.values() if p.level == "commune" and p.stands_on(on)) if lower else []


_YEAR = """
COPY (
  WITH told AS (
    SELECT p.place, l.line, m.month, p.number, 'actual' AS scenario, 'official' AS status,
      hash(p.place, l.line, m.month) AS h, ((m.month * 2000 + l.line) * 20000 + p.number) AS id
    FROM range({year} * 12, {year} * 12 + 12) m(month)
    JOIN places p ON (m.month < {reform}) = p.old
    JOIN range({after}) l(line) ON m.month >= {reform} OR l.line < {before}
    UNION ALL
    SELECT p.place, l.line, {year} * 12, p.number, 'plan', 'assigned', hash(p.place, l.line, {year}),
      (({year} * 2000 + l.line) * 20000 + p.number) AS id
    FROM places p JOIN range({after}) l(line) ON ({year} * 12 >= {reform}) <> p.old
      AND ({year} * 12 >= {reform} OR l.line < {before})
  ), every AS (
    SELECT *, false AS corrected FROM told UNION ALL SELECT *, true FROM told WHERE h % 50 = 0
  )
  SELECT id + CASE WHEN corrected THEN 1000000000000 ELSE 0 END AS row,
    CAST(month - {first} + 1 + corrected::INT AS INTEGER) AS posting,
    make_timestamptz(month // 12, month % 12 + 1, 28, 0, 0, 0, 'UTC') AS posted_at,
    printf('v%015d', id) AS series, 'level' AS measure, printf('bench.i%04d', line) AS indicator, '' AS members, place,
    CASE scenario WHEN 'plan' THEN '{year}' ELSE printf('%d-M%02d', month // 12, month % 12 + 1) END AS period,
    CAST(month AS INTEGER) AS period_first, CAST(CASE scenario WHEN 'plan' THEN 12 ELSE 1 END AS SMALLINT)
      AS period_length, NULL::DATE AS period_on, scenario, status, 'department' AS body, 'std' AS basis,
    'value' AS state, CAST(hash(h, corrected) % 1000000000 AS BIGINT) AS value, NULL::BIGINT AS high,
    '-' AS qualifier, '-' AS notation, 2::SMALLINT AS decimals, '' AS printed,
    last_day(make_date(month // 12, month % 12 + 1, 1)) + CASE WHEN corrected THEN 30 ELSE 0 END AS known_from,
    'bench' AS source, '' AS locator, '' AS note, CASE WHEN corrected THEN id END AS supersedes, NULL::DATE AS until,
    CASE WHEN NOT corrected AND h % 50 = 0
      THEN last_day(make_date(month // 12, month % 12 + 1, 1)) + 30 END AS settled_from,
    CASE WHEN NOT corrected AND h % 50 = 0
      THEN make_timestamptz(month // 12, month % 12 + 1, 28, 0, 0, 0, 'UTC') END AS settled_at,
    corrected AS settles
  FROM every ORDER BY place, indicator, period_first, period_length, row
) TO '{file}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {block})
"""


def generate(folder: Path, scale: int) -> list[Path]:
    """Write the ledger's segments, one for each year, sorted as the ledger sorts them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"figures-{year}.parquet" for year in range(FIRST, FIRST + YEARS)]
    if all(file.is_file() for file in files):
        return files
    connection = duckdb.connect()
    connection.execute(f"SET temp_directory = '{folder}'; SET memory_limit = '6GB'; SET enable_progress_bar = false")
    rows = [(p, n, True) for n, p in enumerate(communes(date(2025, 6, 30)))]
    rows += [(p, 12_000 + n, False) for n, p in enumerate(communes(REFORM))]
    table = pa.table(dict(zip(("place", "number", "old"), map(list, zip(*rows, strict=True)), strict=True)))
    connection.register("given", table)
    connection.execute("CREATE TABLE places AS SELECT * FROM given")
    before, after = lines(scale)
    for year, file in zip(range(FIRST, FIRST + YEARS), files, strict=True):
        draft = file.with_suffix(".draft")
        connection.execute(
            _YEAR.format(
                year=year,
                first=FIRST * 12,
                reform=REFORM.year * 12 + 6,
                before=before,
                after=after,
                file=draft,
                block=ROW_GROUP,
            )
        )
        draft.rename(file)
    return files


def ours(files: list[Path], scale: int, runs: int) -> tuple[list[float], pa.Table]:
    """Time our answer; the first run warms up."""
    known = words(scale)
    consolidator = Consolidator(known, Boundaries(known.places, REFORM))
    tail = schema().empty_table()
    ask = Totals(as_of=AS_OF)
    memory = "6GB" if scale > 10 else "1500MB"
    sets = DuckSets(files, tail, folder=files[0].parent, memory=memory)
    return _timed(lambda: consolidator.totals(sets, ask), runs)


def _timed(answer: Callable[[], pa.Table], runs: int) -> tuple[list[float], pa.Table]:
    found, times = answer(), []
    for _ in range(runs):
        begun = time.perf_counter()
        found = answer()
        times.append(time.perf_counter() - begun)
    return times, found


def province(files: list[Path], scale: int) -> list[float]:
    """Time one province's whole comparison of a year in a warm process."""
    known = words(scale)
    consolidator = Consolidator(known, Boundaries(known.places, REFORM))
    sets = DuckSets(files, schema().empty_table())
    ask = Totals(levels=("province",), places=("vn.52@2025",), first_year=2026, last_year=2026, as_of=AS_OF)
    return _timed(lambda: consolidator.totals(sets, ask), 7)[0]


def run_one(peer: str, folder: Path, scale: int, runs: int) -> None:
    """Run one peer in this process and print what it took, as JSON."""
    files = generate(folder, scale)
    extra: dict[str, Any] = {}
    if peer == "ours":
        times, found = ours(files, scale, runs)
        extra["province_ms"] = statistics.median(province(files, scale)) * 1000
        told = {
            (r["place"], r["indicator"], r["period"]): (r["value"], r["plan"], r["completion"], r["growth"])
            for r in found.select(
                ["place", "indicator", "period", "scenario", "value", "plan", "completion", "growth"]
            ).to_pylist()
            if r["scenario"] == "actual" and r["value"] is not None
        }
    else:
        times, told = nation_peers.PEERS[peer](files, Boundaries(vocabulary().places, REFORM), AS_OF, runs)
    digest = hash_of(told)
    # Not the kernel's ru_maxrss: a child starts with that of its parent, who wrote the data.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
    print(json.dumps({"peer": peer, "times": times, "peak_mib": peak, "rows": len(told), "digest": digest, **extra}))


def hash_of(told: dict[tuple[str, str, str], tuple[Any, ...]]) -> str:
    """A digest of an answer, so that peers can be told to have given the same."""
    import hashlib

    return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()[:16]


def main() -> None:
    """Run the peers one after another, each in a process of its own, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=10, help="10: 20 million rows; 1: 2 million; 100: 200 million")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default=",".join(PEERS))
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "tongket-bench")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    folder = args.folder / f"nation-{args.scale}"
    if args.one:
        run_one(args.one, folder, args.scale, args.runs)
        return
    files = generate(folder, args.scale)
    rows = duckdb.sql(f"SELECT count(*) FROM read_parquet({[str(f) for f in files]})").fetchall()[0][0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}; {rows:,} rows")
    print(f"{'':10} {'median':>8} {'min':>8} {'ours ÷':>8} {'MiB':>7}  answer")
    base: float | None = None
    for peer in args.only.split(","):
        command = [sys.executable, "-m", "bench.nation", "--one", peer, "--scale", str(args.scale)]
        command += ["--runs", str(args.runs), "--folder", str(args.folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{peer:10} {done.stderr.strip().splitlines()[-1]}")
            continue
        told = json.loads(done.stdout.splitlines()[-1])
        median = statistics.median(told["times"])
        base = median if peer == "ours" else base
        ratio = f"{base / median:8.2f}" if base is not None else " " * 8
        print(
            f"{peer:10} {median:7.2f}s {min(told['times']):7.2f}s {ratio} {told['peak_mib']:7.0f}  "
            f"{told['rows']:,} totals {told['digest']}"
        )
        if "province_ms" in told:
            print(f"{'':10} one province, one year: {told['province_ms']:.0f} ms (goal 150)")


if __name__ == "__main__":
    main()

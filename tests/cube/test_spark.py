"""Spark answers as the embedded engine does; `make test-spark` runs this, since it needs an extra and Java 17."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cube.nation import A, B, vocabulary
from tests.cube.support import Rows, arrow, key, stored
from tests.cube.test_consolidate import AFTER, BEFORE, FAR, statements
from tests.cube.test_engines import answered, embedded, overflowing
from tongket.core.errors import InvalidInput
from tongket.core.exact import rounded
from tongket.cube.consolidate import Totals
from tongket.cube.engines.spark import SparkSets
from tongket.cube.rows import LedgerRow

pytestmark = [
    pytest.mark.spark,
    # PySpark's own helpers warn of what they replace in their next version.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module", autouse=True)
def _session() -> Iterator[None]:
    pytest.importorskip("pyspark", reason="PySpark is not installed: make test-spark")
    yield
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        active.stop()


def spark(rows: list[LedgerRow]) -> SparkSets:
    return SparkSets([], stored(arrow(rows, vocabulary())), master="local[2]")


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(statements(), st.sampled_from((BEFORE, AFTER)), st.sampled_from((FAR, date(2024, 1, 2), None)))
def test_spark_answers_as_the_embedded_engine(rows: list[LedgerRow], on: date, as_of: date | None) -> None:
    moment = rows[len(rows) // 2].posted_at if rows and as_of is None else None
    ask = Totals(as_of=as_of, recorded_by=moment)
    assert answered(spark(rows), on, ask) == answered(embedded(rows), on, ask)


def test_segments_and_tail_are_one(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    rows = Rows()
    for place in (A, B):
        for period in ("2023", "2024"):
            rows.add(key("export.value", period, place=place), 5)
    table = arrow(rows.rows, vocabulary())
    # A folder whose name is a pattern, with a decoy that the pattern would find.
    for name in ("data[1]", "data1"):
        (tmp_path / name).mkdir()
    pq.write_table(table.slice(0, 3), tmp_path / "data[1]" / "figures-1.parquet")
    pq.write_table(table.slice(0, 4), tmp_path / "data1" / "figures-1.parquet")
    sets = SparkSets([tmp_path / "data[1]" / "figures-1.parquet"], table.slice(3), master="local[2]")
    assert answered(sets, AFTER, Totals()) == answered(embedded(rows.rows), AFTER, Totals())
    # Nothing of a question is left for the next one.
    assert {row.name for row in sets._spark.catalog.listTables()} == {"stored_facts", "facts"}


def test_a_total_beyond_64_bits_is_refused() -> None:
    with pytest.raises(InvalidInput, match="64 bit"):
        answered(spark(overflowing()), AFTER, Totals())


NUMBERS = st.integers(-(10**18), 10**18)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(NUMBERS, st.integers(1, 10**18)), min_size=50, max_size=200))
def test_division_is_exact(pairs: list[tuple[int, int]]) -> None:
    """Spark's own division rounds at the sixth decimal, which would turn 0.9999999 into 1."""
    sets = spark([])
    pairs = [*pairs, (10**18 - 1, 10**18), (-(10**18) + 1, 10**18), (5, 1000), (-5, 1000)]
    told: Any = sets._spark.createDataFrame(
        [(n, Decimal(part), Decimal(whole)) for n, (part, whole) in enumerate(pairs)],
        "n INT, part DECIMAL(38, 0), whole DECIMAL(38, 0)",
    )
    told.createOrReplaceTempView("pairs_told")
    words = SparkSets.dialect.half_up("part * 100000000", "whole")
    found = sets.read(f"SELECT n, {words} AS found FROM pairs_told ORDER BY n").column("found").to_pylist()
    sets._spark.catalog.dropTempView("pairs_told")
    assert found == [rounded(Fraction(part * 10**8, whole), 0) for part, whole in pairs]

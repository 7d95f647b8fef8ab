"""Spark as an engine for sets: the same statements over the same Parquet, on a cluster or on this machine's cores.

Whole numbers are decimals of 38 digits. In ANSI mode Spark refuses what does not fit instead of making it null.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tongket.core.errors import Unavailable
from tongket.cube.engines.refusal import beyond
from tongket.cube.statements.words import Dialect

LOCAL = "local[*]"
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    # A quotient has six decimals then and 32 digits before them; without it Spark would keep eighteen and twenty.
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_ALONE = {
    # On one machine most steps have a few thousand rows, and each partition costs more than it carries.
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
}
_TOO_LARGE = ("NUMERIC_VALUE_OUT_OF_RANGE", "ARITHMETIC_OVERFLOW", "CAST_OVERFLOW", "NUMERIC_OUT_OF_SUPPORTED_RANGE")


class SparkSets:
    """Spark for sets: the tables of one question beside the ledger's segments and tail.

    What is kept is computed at once and held by the executors (a local checkpoint): a plan of thirty steps inside each
    other would be planned again at every one. An executor that is lost fails the question, which can be asked again.

    Args:
        segments: Parquet files that hold whole postings, where every executor can read them.
        tail: the rows in no segment, an Arrow table with the same columns.
        master: as Spark writes it: `local[*]`, `spark://…`, `yarn`, `k8s://…`.

    Raises:
        Unavailable: PySpark or Java is not installed, or the cluster does not answer.
    """

    # Decimals divide with rounding at the sixth decimal; without the remainder the division is exact.
    dialect = Dialect(
        wide="CAST({} AS DECIMAL(38, 0))", quotient="CAST((({0}) - MOD({0}, {1})) / ({1}) AS DECIMAL(38, 0))"
    )

    def __init__(self, segments: Sequence[Path], tail: Any, *, master: str = LOCAL) -> None:
        self._spark = _session(master)
        self._kept: list[str] = []
        facts = self._spark.createDataFrame(tail)
        if segments:
            stored = self._spark.read.parquet(*(_address(path) for path in segments))
            facts = stored.unionByName(facts)
        facts.createOrReplaceTempView("stored_facts")
        self._spark.sql(
            "SELECT *, row AS number, unix_micros(posted_at) AS posted_us, unix_micros(settled_at) AS settled_us "
            "FROM stored_facts"
        ).createOrReplaceTempView("facts")

    def load(self, name: str, rows: Any) -> None:
        """Keep a small table of ours."""
        self._spark.createDataFrame(rows).createOrReplaceTempView(name)
        self._kept.append(name)

    def keep(self, name: str, statement: str) -> None:
        """Keep the result of a statement under a name.

        Raises:
            InvalidInput: a sum beyond what can be counted.
        """
        with _refused():
            self._spark.sql(statement).localCheckpoint(eager=True).createOrReplaceTempView(name)
        self._kept.append(name)

    def add(self, name: str, statement: str) -> None:
        """Add the result of a statement to what is kept under a name."""
        self.keep(name, f"SELECT * FROM {name} UNION ALL {statement}")

    def read(self, statement: str) -> Any:
        """Return the result of a statement as an Arrow table.

        Raises:
            InvalidInput: a total beyond 64 bits.
        """
        with _refused():
            return self._spark.sql(statement).toArrow()

    def done(self) -> None:
        """Drop what was kept."""
        for name in dict.fromkeys(self._kept):
            self._spark.catalog.dropTempView(name)
        self._kept.clear()

    def close(self) -> None:
        """Leave the question; the session stays for the next one of this process."""
        self.done()


def _address(path: Path) -> str:
    """Return a path as Spark reads it: a file, whatever the cluster's own file system is, and no pattern."""
    return "file://" + re.sub(r"([\\\[\]{}*?])", r"\\\1", str(path.absolute()))


def _session(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 – an extra, only when asked for
    except ImportError as error:
        raise Unavailable(
            "--engine spark cần PySpark và Java 17 trở lên; cài bằng pip install tongket[spark]",
            "--engine spark needs PySpark, and Java 17 or newer; install it with pip install tongket[spark]",
        ) from error
    builder = SparkSession.builder.master(master).appName("tongket")
    for name, value in (_SETTINGS | (_ALONE if master.startswith("local") else {})).items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:  # whatever keeps a JVM from starting has its own type
        raise Unavailable(
            f"không khởi động được Spark tại {master}; kiểm tra Java 17 trở lên (JAVA_HOME) và địa chỉ cụm máy",
            f"Spark does not start at {master}; check Java 17 or newer (JAVA_HOME) and the address of the cluster",
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


@contextmanager
def _refused() -> Iterator[None]:
    from pyspark.errors import PySparkException  # noqa: PLC0415 – loaded already

    try:
        yield
    except PySparkException as error:
        if any(name in str(error) for name in _TOO_LARGE):
            raise beyond() from error
        raise

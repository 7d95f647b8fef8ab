"""Figures for the tests, and the relation read the slow and plain way."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from tongket.core.figure import Figure, Key, Measure, Scenario, Source, Status, Value
from tongket.core.period import Period
from tongket.ledger import queries
from tongket.ledger.rules import Row
from tongket.store.relation import Relation

DAY = date(2021, 1, 31)


def key(period: str = "2020", *, indicator: str = "export.value", measure: Measure = Measure.LEVEL) -> Key:
    return Key(
        indicator,
        (),
        "vn.64@1997",
        Period.parse(period),
        Scenario.ACTUAL,
        Status.ESTIMATE,
        "department",
        "std",
        measure,
    )


def figure(
    quantity: str | int = "580",
    period: str = "2020",
    *,
    known_from: date = DAY,
    source: str = "bao-cao-2020.docx",
    locator: str = "",
    note: str = "",
    measure: Measure = Measure.LEVEL,
) -> Figure:
    value = Value(Decimal(quantity), decimals=0, printed=str(quantity))
    return Figure(key(period, measure=measure), value, known_from, Source(source, locator), note)


def all_rows(relation: Relation | None = None) -> list[Row]:
    """Every row of the relation, by number."""
    relation = relation or queries.relation()
    tables = [pq.read_table(file, schema=relation.tail.schema) for file in relation.segments]
    rows: list[Row] = pa.concat_tables([*tables, relation.tail]).to_pylist()
    return sorted(rows, key=lambda row: row["row"])


def visible(rows: Iterable[Row], day: date, posting: int) -> set[int]:
    """The rows the rule shows as known on a day and as recorded by a posting; the rule to the letter."""
    known = [row for row in rows if row["known_from"] <= day and row["posting"] <= posting]
    hidden = {row["supersedes"] for row in known}
    return {row["row"] for row in known if row["row"] not in hidden and (row["until"] is None or row["until"] > day)}


def expected(rows: Iterable[Row], day: date, posting: int) -> set[int]:
    """The same by an oracle that knows nothing of links: of each key the latest known, of those the latest recorded."""
    best: dict[tuple[str, str], tuple[date, int]] = {}
    for row in rows:
        if row["known_from"] <= day and row["posting"] <= posting:
            its_key, rank = (row["series"], row["measure"]), (row["known_from"], row["row"])
            best[its_key] = max(best.get(its_key, rank), rank)
    return {row for _, row in best.values()}

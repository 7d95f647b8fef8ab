"""The columns of the ledger's relation: what engines and segments see. Names and types are a promise.

One row is one statement of a figure; key `row`; segments are sorted by `services.FIGURES.order`. Values are whole
numbers of 10^-scale units of the indicator (ratios: of 10^-6, in % or, where notation is `times`, in times).
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@cache
def schema() -> "pa.Schema":
    """Return the columns, in order."""
    import pyarrow as pa  # noqa: PLC0415 – heavy, only when used

    text = pa.string()
    return pa.schema(
        [
            ("row", pa.int64()),
            ("posting", pa.int32()),
            ("posted_at", pa.timestamp("us", tz="UTC")),
            ("series", text),
            ("measure", text),
            ("indicator", text),
            ("members", text),
            ("place", text),
            ("period", text),
            ("period_first", pa.int32()),
            ("period_length", pa.int16()),
            ("period_on", pa.date32()),
            ("scenario", text),
            ("status", text),
            ("body", text),
            ("basis", text),
            ("state", text),
            ("value", pa.int64()),
            ("high", pa.int64()),
            ("qualifier", text),
            ("notation", text),
            ("decimals", pa.int16()),
            ("printed", text),
            ("known_from", pa.date32()),
            ("source", text),
            ("locator", text),
            ("note", text),
            ("supersedes", pa.int64()),
            ("until", pa.date32()),
            ("settled_from", pa.date32()),
            ("settled_at", pa.timestamp("us", tz="UTC")),
            ("settles", pa.bool_()),
        ]
    )


def settled(table: "pa.Table") -> "pa.Table":
    """Fill in the last three columns: of a row that another one of the same table supersedes, when that one was known
    and recorded; and which rows are told of in this way.

    Whoever asks then needs no join to pass over them, which takes longer than reading all rows does. Of several rows
    that supersede one only the first recorded is told of; the others, and those of other tables, are still looked for.

    Args:
        table: rows in the columns of `schema`.
    """
    import pyarrow as pa  # noqa: PLC0415 – heavy, only when used
    import pyarrow.compute as pc  # noqa: PLC0415 – the same

    count = table.num_rows
    known: list[object] = [None] * count
    recorded: list[object] = [None] * count
    settles = [False] * count
    newer = pc.indices_nonzero(pc.is_valid(table.column("supersedes")))
    rows = table.select(["posted_at", "known_from", "supersedes"]).take(newer)
    place = pc.index_in(rows.column("supersedes"), value_set=table.column("row"))
    found = zip(newer.to_pylist(), place.to_pylist(), rows.to_pylist(), strict=True)
    for by, of, row in sorted(found, key=lambda one: (one[2]["posted_at"], one[0])):
        if of is not None and recorded[of] is None:
            known[of], recorded[of], settles[by] = row["known_from"], row["posted_at"], True
    for name, column in (("settled_from", known), ("settled_at", recorded), ("settles", settles)):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, schema().field(name), pa.array(column, schema().field(name).type))
    return table

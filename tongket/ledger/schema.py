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
        ]
    )

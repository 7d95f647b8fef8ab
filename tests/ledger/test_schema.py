"""What a row says of the one that stands in its place."""

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from tongket.ledger.schema import schema, settled


def table(*rows: tuple[int, int | None, int]) -> pa.Table:
    """Rows as (row, the one it supersedes, day of January on which it was known and recorded)."""
    return pa.Table.from_pylist(
        [
            {"row": row, "supersedes": of, "known_from": date(2026, 1, day),
             "posted_at": datetime(2026, 1, day, tzinfo=UTC)}
            for row, of, day in rows
        ],
        schema=schema(),
    )  # fmt: skip


def told(found: pa.Table) -> list[tuple[Any, ...]]:
    return [
        (r["row"], r["settled_from"] and r["settled_from"].day, r["settled_at"] and r["settled_at"].day, r["settles"])
        for r in found.to_pylist()
    ]


def test_a_chain_in_any_order() -> None:
    rows = ((1, None, 1), (2, 1, 2), (3, 2, 3))
    wanted = {(1, 2, 2, False), (2, 3, 3, True), (3, None, None, True)}
    assert set(told(settled(table(*rows)))) == wanted
    assert set(told(settled(table(*reversed(rows))))) == wanted


def test_of_two_that_supersede_one_the_first_recorded_is_told_of() -> None:
    found = told(settled(table((1, None, 1), (3, 1, 9), (2, 1, 5))))
    assert found == [(1, 5, 5, False), (3, None, None, False), (2, None, None, True)]


def test_what_another_table_holds_is_still_looked_for() -> None:
    assert told(settled(table((5, 1, 4)))) == [(5, None, None, False)]


def test_filled_in_again_it_is_the_same() -> None:
    once = settled(table((1, None, 1), (2, 1, 2)))
    assert settled(once).equals(once)
    assert settled(table()).schema == schema()

"""Totals of a table whose cells were read one by one. The figures are invented."""

import pytest

from tests.prose.read.test_grid import CLUSTERS
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import TextFinding
from tongket.prose.read import read
from tongket.prose.verify import verify

THIRD = ["3.", "Thái Bình", "100", "4.000", "50", "1.000,5"]
HEAD, ROWS, TOTAL = CLUSTERS[:10], CLUSTERS[10:22], "Tổng số:"


def totals(*rows: str) -> list[TextFinding]:
    known = vocabulary()
    found = verify(read("\n\n".join([*HEAD, *rows]), known), known)
    return [f for f in found if f.rule == "table-total"]


def test_every_column_against_its_total() -> None:
    told = totals(*ROWS, *THIRD, TOTAL, "346", "8.546", "164", "3.988,1")
    assert [(f.stated, f.verdict) for f in told] == [
        ("346", "holds"), ("8.546", "holds"), ("164", "holds"), ("3.988,1", "holds"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("total", "slip"),
    [
        (("346", "8.546", "165", "3.988,1"), ("165", "164")),
        (("346", "8.546", "164", "3.998,1"), ("3.998,1", "3.988,1")),
    ],
)
def test_a_slip_in_one_total(total: tuple[str, ...], slip: tuple[str, str]) -> None:
    wrong = [f for f in totals(*ROWS, *THIRD, TOTAL, *total) if f.verdict == "contradicts"]
    assert [(f.stated, f.computed) for f in wrong] == [slip]


def test_a_total_of_other_rows_is_not_judged() -> None:
    """What misses by more than a fiftieth has rows in it that are not in the list."""
    assert [f.stated for f in totals(*ROWS, *THIRD, TOTAL, "400", "8.546", "190", "3.988,1")] == ["8.546", "3.988,1"]


def test_two_rows_are_too_few() -> None:
    assert totals(*ROWS, TOTAL, "246", "4.546", "114", "2.987,6") == []

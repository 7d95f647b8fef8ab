"""Totals of tables: a row of totals against the rows of its column, above it or below."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, TextFinding
from tongket.prose.verify.book import Book
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Relation, finding, judge, summed

TOTAL = "tong so"
_LEAST, _MOST = 3, 200
_NEAR = 50
"""A sum that misses its total by no more than a fiftieth is meant as it; one far off has other rows in it."""


@rule("table-total")
def table_total(book: Book) -> Iterator[TextFinding]:
    """The total of a column of a table whose cells were read one by one."""
    for claims in book.sentences():
        if any(c.verb == TOTAL for c in claims):
            yield from _table(book, claims)


def _table(book: Book, claims: Sequence[Claim]) -> Iterator[TextFinding]:
    named = {c.indicator for c in claims if c.verb == TOTAL} & {c.indicator for c in claims if c.verb != TOTAL}
    columns: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind in AMOUNTS:
            # Where rows are places, a column is what it is called; else rows are, and a column is its time.
            name = claim.indicator if claim.indicator in named else None
            columns[claim.kind, claim.unit, claim.period, claim.scenario, name].append(claim)
    for column in columns.values():
        totals = [c for c in column if c.verb == TOTAL]
        parts = [c for c in column if c.verb != TOTAL]
        if len(totals) == 1 and _LEAST <= len(parts) <= _MOST:
            yield from _sum(book, totals[0], parts)


def _sum(book: Book, total: Claim, parts: Sequence[Claim]) -> Iterator[TextFinding]:
    formula = " + ".join(f"{{{i}}}" for i in range(len(parts)))
    outcome = judge(book.measures, Relation("table-total", total, tuple(parts), summed, formula, gate=None))
    if outcome is None or outcome.point is None:
        return
    holds = outcome.verdict in (CheckVerdict.HOLDS, CheckVerdict.LAST_DIGIT)
    near = abs(outcome.point - Fraction(total.value)) * _NEAR <= abs(Fraction(total.value))
    if holds or near:
        yield finding(outcome)

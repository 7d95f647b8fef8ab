"""Rules between cells as a form states them: `industry@cumulative ≥ industry`, `area = leased + 0.5 * vacant`. Pure.

A side is a sum of terms: a row's code, with `@` and the code of a column for another than the one that is filled in, or
a number, or a number times a row. No brackets, no division: what a clerk cannot check by head is no rule for a clerk.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from tongket.collect.form import OPERATORS, RATIOS, Column, Row, Rule, Sum, Term, What
from tongket.core.errors import InvalidInput
from tongket.core.text import Text

_WRITTEN = {">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤", "==": "="}
_SIDES = re.compile(r"^(.+?)(>=|=>|<=|=<|==|=|≥|≤|>|<)(.+)$")
_TERM = re.compile(
    r"\s*(?P<sign>[-+−]?)\s*(?:(?P<factor>\d+(?:\.\d+)?)(?:\s*[*×]\s*(?P<times>[a-z][a-z0-9.-]*(?:@[a-z0-9.-]+)?))?"
    r"|(?P<cell>[a-z][a-z0-9.-]*(?:@[a-z0-9.-]+)?))\s*"
)
HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda a, b: a == b, "≥": lambda a, b: a >= b, "≤": lambda a, b: a <= b, ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}  # fmt: skip
Cell = Callable[[str, What], Decimal | None]
"""What a row's column holds; None where that is not known."""


def rule_of(
    code: str, says: str, rows: Sequence[Row], columns: Sequence[Column], *, blocks: bool, why: Text
) -> Rule:  # fmt: skip
    """Return the rule that a line states.

    Args:
        code: of the rule.
        says: the line.
        rows, columns: of the form.
        blocks: whether a return that breaks it cannot be submitted.
        why: why it matters.

    Raises:
        InvalidInput: it is no comparison of two sums, or names a row or column the form does not have.

    A minus sign stands between blanks, since codes have hyphens: `a - b` is a difference, `a-b` one code.
    """
    sides = _SIDES.match(says.strip())
    if sides is None:
        listed = " ".join(OPERATORS)
        raise InvalidInput(f"không có phép so sánh ({listed})", f"there is no comparison ({listed})")
    operator = _WRITTEN.get(sides[2], sides[2])
    known = {row.code for row in rows}, {column.code: column.what for column in columns}
    return Rule(code, says.strip(), _sum(sides[1], *known), operator, _sum(sides[3], *known), blocks, why)


def _sum(side: str, rows: set[str], columns: Mapping[str, What]) -> Sum:
    terms: list[Term] = []
    at = 0
    while at < len(side):
        found = _TERM.match(side, at)
        if found is None or (terms and not found["sign"]):
            rest = side[at:].strip()
            raise InvalidInput(f"không hiểu “{rest}”", f"“{rest}” cannot be read")
        at = found.end()
        sign = -1 if found["sign"] in ("-", "−") else 1
        cell = found["times"] or found["cell"] or ""
        row, _, column = cell.partition("@")
        if row and row not in rows:
            raise InvalidInput(f"không có dòng “{row}”", f"there is no row “{row}”")
        if column and (column not in columns or columns[column] in RATIOS):
            raise InvalidInput(
                f"không có cột “{column}”, hoặc đó là cột tỷ lệ", f"there is no column “{column}”, or it is a ratio"
            )
        what = columns[column] if column else What.PERIOD
        terms.append(Term(sign * Decimal(found["factor"] or 1), row, what))
    return tuple(terms)


def value_of(side: Sum, cell: Cell) -> Decimal | None:
    """Return what a side comes to; None where a cell of it is not known."""
    total = Decimal(0)
    for term in side:
        value = cell(term.row, term.what) if term.row else Decimal(1)
        if value is None:
            return None
        total += term.factor * value
    return total

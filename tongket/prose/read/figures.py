"""Single numbers as texts write them: thousands marks, decimals, and the other reading where there are two."""

from dataclasses import dataclass
from decimal import Decimal

_MOST_DIGITS = 15  # with the largest scale (nghìn tỷ) all digits stay within the precision of Decimal


@dataclass(frozen=True, slots=True)
class Plain:
    """A number without scale and unit.

    Attributes:
        value: as a Vietnamese reader takes it.
        decimals: decimals printed.
        other: the other reading (a dot or comma before exactly three digits), or None.
    """

    value: Decimal
    decimals: int
    other: Decimal | None = None


def plain(text: str) -> Plain | None:
    """Read digits with marks; None for what is no number (29.1.2021, 4.0.1, 0905123).

    >>> plain("22.519"), plain("1.63").value, plain("1,234").value
    (Plain(value=Decimal('22519'), decimals=0, other=Decimal('22.519')), Decimal('1.63'), Decimal('1.234'))
    """
    if len(text) > _MOST_DIGITS and sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return None
    if "." in text and "," in text:
        return _both(text)
    if "." in text:
        return _one(text, ".")
    if "," in text:
        return _one(text, ",")
    return None if text[0] == "0" and len(text) > 3 else Plain(Decimal(text), 0)


def _both(text: str) -> Plain | None:
    # The mark that comes last is the decimal one, and comes once: 2.246,15 or 2,246.15.
    mark = "," if text.rindex(",") > text.rindex(".") else "."
    whole, _, part = text.rpartition(mark)
    group = "." if mark == "," else ","
    groups = whole.split(group)
    if mark in whole or not _grouped(groups):
        return None
    return Plain(Decimal(f"{''.join(groups)}.{part}"), len(part))


def _one(text: str, mark: str) -> Plain | None:
    groups = text.split(mark)
    if len(groups) > 2:
        return Plain(Decimal("".join(groups)), 0) if _grouped(groups) else None
    whole, part = groups
    decimal = Decimal(f"{whole}.{part}")
    if not _grouped(groups):
        return Plain(decimal, len(part)) if whole == "0" or whole[0] != "0" else None
    together = Decimal(whole + part)
    # A comma before three digits is a decimal one to a Vietnamese reader, unless they are nothing (580,000).
    if mark == "." or part == "000":
        return Plain(together, 0, decimal)
    return Plain(decimal, len(part), together)


def _grouped(groups: list[str]) -> bool:
    first, *rest = groups
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(group) == 3 for group in rest)

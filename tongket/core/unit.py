"""Units of measure: exact conversion inside one quantity, refusal across two (MW is not MWp)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from tongket.core.errors import InvalidInput, NotFound
from tongket.core.exact import rounded
from tongket.core.tables import Row, split_list
from tongket.core.text import Lang, Text, fold


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure.

    Attributes:
        code: its name in code, e.g. `vnd.bn`.
        symbol: how it is printed, e.g. “tỷ đồng”.
        quantity: what it measures; only units of one quantity convert into each other.
        factor: how many base units of its quantity it is.
    """

    code: str
    symbol: Text
    quantity: str
    factor: Decimal

    def print(self, lang: Lang = "vi") -> str:
        """Return the symbol as printed after a number, with the blank before it (none before %)."""
        symbol = self.symbol.to(lang)
        return symbol if symbol == "%" else f"\N{NO-BREAK SPACE}{symbol}"


class Units:
    """All units, found by code, symbol or alias."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_code: dict[str, Unit] = {}
        self._by_name: dict[str, Unit] = {}
        for row in rows:
            unit = Unit(row["code"], Text(row["symbol_vi"], row["symbol_en"]), row["quantity"], _factor(row))
            self._by_code[unit.code] = unit
            for name in (row["symbol_vi"], row["symbol_en"], *split_list(row["aliases"])):
                # Case tells MW from mW; diacritics tell nothing here.
                self._by_name[_key(name)] = unit

    def __getitem__(self, code: str) -> Unit:
        return self._by_code[code]

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._by_code.values())

    def find(self, text: str) -> Unit:
        """Return the unit with that code, symbol or alias.

        Raises:
            NotFound: there is none.
        """
        unit = self._by_code.get(text.strip()) or self._by_name.get(_key(text))
        if unit is None:
            raise NotFound(
                f"không có đơn vị tính “{text}”; xem core/data/units.csv",
                f"there is no unit “{text}”; see core/data/units.csv",
            )
        return unit


def convert(value: Decimal, source: Unit, target: Unit) -> Decimal:
    """Convert exactly.

    Raises:
        InvalidInput: the units measure different quantities (MW and MWp, đồng and USD), or the result has no end
            (1 ha in a unit of 360 m²).

    >>> from tongket.core.vocabulary import vocabulary
    >>> u = vocabulary().units
    >>> convert(Decimal("55171855"), u.find("triệu đồng"), u.find("tỷ đồng"))
    Decimal('55171.855')
    """
    if source == target:
        return value
    if source.quantity != target.quantity:
        raise InvalidInput(
            f"đơn vị “{source.symbol.vi}” không đổi được sang “{target.symbol.vi}”",
            f"the unit “{source.symbol.en}” cannot be converted into “{target.symbol.en}”",
        )
    exact = Fraction(value) * Fraction(source.factor) / Fraction(target.factor)
    decimals = _decimals(exact.denominator)
    if decimals is None:
        raise InvalidInput(
            f"{value} “{source.symbol.vi}” không đổi được đúng sang “{target.symbol.vi}”: phép chia không hết; "
            "ghi số theo đơn vị của chỉ tiêu",
            f"{value} “{source.symbol.en}” cannot be converted exactly into “{target.symbol.en}”: the division has no "
            "end; state the number in the indicator's unit",
        )
    return rounded(exact, decimals)


def _decimals(denominator: int) -> int | None:
    # A fraction in lowest terms ends after as many decimals as its denominator has twos or fives, and never if it
    # has any other factor.
    most = 0
    for prime in (2, 5):
        times = 0
        while denominator % prime == 0:
            denominator //= prime
            times += 1
        most = max(most, times)
    return most if denominator == 1 else None


def _key(text: str) -> str:
    # fold() would lower the case, and mW must not be read as MW.
    folded = fold(text)
    return folded if folded != "mw" or text.strip() != "mW" else "milliwatt"


def _factor(row: Row) -> Decimal:
    try:
        factor = Decimal(row["factor"])
    except InvalidOperation:
        factor = Decimal(0)
    if not factor.is_finite() or factor <= 0:
        raise InvalidInput(
            f"units.csv, {row['code']}: hệ số phải là số dương, không phải “{row['factor']}”",
            f"units.csv, {row['code']}: the factor must be a number above 0, not “{row['factor']}”",
        )
    return factor

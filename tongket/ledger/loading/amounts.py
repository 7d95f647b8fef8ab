"""A number in a cell, made exact and brought into the unit its indicator is kept in."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tongket.core import number
from tongket.core.errors import InvalidInput, TongketError
from tongket.core.exact import from_units, rounded, to_units, truncated
from tongket.core.figure import RATIO_SCALE, RATIOS, Measure, Notation
from tongket.core.indicator import Indicator
from tongket.core.text import Lang, Text
from tongket.core.unit import Unit, Units, convert
from tongket.files.sheet import Cell, Kind, Shown
from tongket.ledger.loading.findings import Findings

_ONLY_A_NUMBER = Text(
    "chỉ ghi số, ví dụ 22519 hoặc 2246,15 (kèm locale=vi ở đầu tệp); đơn vị ghi ở cột đơn vị tính",
    "write the number alone, e.g. 22519 or 2246.15; the unit belongs in the column of units",
)
_NOT_NUMBERS = {
    Kind.DATE: Text("ô chứa ngày tháng chứ không phải số", "the cell holds a date, not a number"),
    Kind.BOOL: Text("ô chứa giá trị đúng/sai chứ không phải số", "the cell holds true/false, not a number"),
}
UNUSABLE = {
    Kind.ERROR: (
        Text("ô báo lỗi công thức (ví dụ #REF!, #DIV/0!)", "the cell shows a formula error (such as #REF!, #DIV/0!)"),
        Text("sửa công thức hoặc nhập số vào ô", "mend the formula or type the number"),
    ),
    Kind.UNCOMPUTED: (
        Text("ô có công thức nhưng tệp không lưu kết quả", "the cell has a formula whose result is not stored"),
        Text("mở bằng Excel, lưu lại rồi nạp", "open it in Excel, save it, and load again"),
    ),
}
_PRINTED = re.compile(r"(?P<number>-?\d[\d.]*(?:,\d+)?)\s*(?P<unit>\D.*)?")


@dataclass(frozen=True, slots=True)
class Plain:
    """A number as a cell has it.

    Attributes:
        value: its exact value; what is seen as 98,26% is 98.26.
        decimals: decimals written; None where the cell is a number, which does not tell.
        percent: whether the cell itself says %.
        computed: whether a formula gave it.
    """

    value: Decimal
    decimals: int | None
    percent: bool = False
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the unit its figure is kept in.

    Attributes:
        quantity: the number.
        decimals: decimals printed, in that unit; negative for tens, hundreds; None where not known.
        remark: what was done to it, to stand in the figure's note.
    """

    quantity: Decimal
    decimals: int | None
    remark: str = ""


def read_number(cell: Cell, locale: Lang | None, findings: Findings) -> Plain | None:
    """Return the number in a cell, or None after recording why there is none."""
    if cell.kind in UNUSABLE:
        findings.add(cell, *UNUSABLE[cell.kind])
        return None
    if isinstance(cell.value, Decimal):
        return _shown_number(cell, cell.value, findings)
    if cell.kind is not Kind.TEXT:
        findings.add(cell, _NOT_NUMBERS.get(cell.kind, Text("thiếu số", "the number is missing")), _ONLY_A_NUMBER)
        return None
    text = cell.text
    percent = text.endswith("%")
    try:
        found = number.parse(text[:-1] if percent else text, locale)
    except InvalidInput as error:
        findings.error(cell, error, _ONLY_A_NUMBER)
        return None
    return Plain(found.value, found.decimals, percent, cell.computed)


def _shown_number(cell: Cell, value: Decimal, findings: Findings) -> Plain | None:
    if cell.shown is Shown.THOUSANDS:
        findings.add(
            cell,
            Text(
                f"định dạng ô rút gọn theo nghìn: giá trị {value} hiển thị khác đi",
                f"the cell's format shows thousands: its value {value} is seen as another number",
            ),
            Text("đặt lại định dạng ô là số thường", "set the format of the cell to a plain number"),
        )
        return None
    if cell.shown is Shown.PERCENT:
        return Plain(value * 100, None, True, cell.computed)
    return Plain(value, None, False, cell.computed)


def target_unit(indicator: Indicator, measure: Measure, notation: Notation, units: Units) -> Unit:
    """Return the unit in which a measure of an indicator is kept: its own, or % or times for a ratio."""
    if measure not in RATIOS:
        return units[indicator.unit]
    return units["times" if notation is Notation.TIMES else "percent"]


def to_amount(
    plain: Plain, source: Unit, target: Unit, scale: int, cell: Cell, findings: Findings, *, points: bool = False
) -> Amount | None:
    """Bring a number into the unit its figure is kept in, exactly.

    The decimals move with the unit: 3.4 billion USD (one decimal) in million USD has −2.

    Args:
        plain: the number as the cell has it.
        source: the unit it is stated in.
        target: the unit it is kept in.
        scale: decimals kept in `target`.
        cell: where it stands.
        findings: takes what is wrong.
        points: whether percentage points are meant where the target is %.

    Returns:
        None after recording why it cannot be: units of two quantities, too many decimals, too large.
    """
    if plain.percent and source.code != "percent":
        findings.add(
            cell,
            Text(
                f"ô ghi % nhưng đơn vị tính là “{source.symbol.vi}”",
                f"the cell says % but the unit is “{source.symbol.en}”",
            ),
            Text("thống nhất ô số và đơn vị tính", "make the cell and the unit agree"),
        )
        return None
    if points and source.quantity == "points" and target.code == "percent":
        source = target
    try:
        quantity = convert(plain.value, source, target)
        decimals, remark = shifted(plain.decimals, source, target), ""
        if plain.computed and -int(quantity.as_tuple().exponent) > scale:
            # A quotient has no end; what a formula gives beyond the decimals kept was never stated by anyone.
            remark = f"công thức cho {quantity}, làm tròn {scale} chữ số thập phân"
            quantity, decimals = rounded(quantity, scale), scale
        return Amount(from_units(to_units(quantity, scale), scale), decimals, remark)
    except TongketError as error:
        findings.error(cell, error, _unit_remedy(target, scale))
        return None


def scale_of(indicator: Indicator, measure: Measure) -> int:
    """Return how many decimals are kept of a measure of an indicator."""
    return RATIO_SCALE if measure in RATIOS else indicator.scale


def units_like(target: Unit, units: Units) -> Text:
    """Return the list of units that can be converted into `target`."""
    same = [unit for unit in units if unit.quantity == target.quantity]
    return Text(", ".join(u.symbol.vi for u in same), ", ".join(u.symbol.en for u in same))


def printed_amount(printed: str, unit: Unit, target: Unit, units: Units) -> tuple[Decimal, int | None] | None:
    """Return value and decimals, in `target`, of a number as its Vietnamese source printed it.

    Args:
        printed: `98,26`, or with a unit of its own, `3,4 tỷ USD`.
        unit: the unit that is meant where it has none.
        target: the unit the figure is kept in.
        units: all units.

    Returns:
        None where it is not one plain number with at most a unit after it (`9,5–10,5%`, `hơn 500`).
    """
    match = _PRINTED.fullmatch(printed.strip())
    if match is None:
        return None
    try:
        found = number.parse(match["number"], "vi")
        own = units.find(match["unit"]) if match["unit"] else unit
        return convert(found.value, own, target), shifted(found.decimals, own, target)
    except TongketError:
        return None


def agrees(quantity: Decimal, printed: Decimal, decimals: int | None) -> bool:
    """Whether a printed number can stand for a quantity: equal, rounded or cut off, whatever its sign (“giảm 6,2%”)."""
    value, shown = abs(quantity), abs(printed)
    if decimals is None or value == shown:
        return value == shown
    return shown in (rounded(value, decimals), truncated(value, decimals))


def shifted(decimals: int | None, source: Unit, target: Unit) -> int | None:
    """Return the count of printed decimals in another unit; None where it is not known or the factor no power of ten.

    >>> from tongket.core.vocabulary import vocabulary
    >>> u = vocabulary().units
    >>> shifted(1, u["usd.bn"], u["usd.m"])
    -2
    """
    if decimals is None:
        return None
    factor = Fraction(source.factor) / Fraction(target.factor)
    shift = len(str(factor.numerator)) - len(str(factor.denominator))
    # Only powers of ten move the decimal point; another factor leaves no count of decimals.
    return decimals - shift if factor == Fraction(10) ** shift else None


def _unit_remedy(target: Unit, scale: int) -> Text:
    return Text(
        f"ghi số theo “{target.symbol.vi}” hoặc đơn vị đổi được sang đó, không quá {scale} chữ số thập phân",
        f"state it in “{target.symbol.en}” or a unit that converts into it, with at most {scale} decimals",
    )

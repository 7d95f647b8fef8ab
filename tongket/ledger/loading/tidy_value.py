"""The value of one row of the tidy layout: number, state, range, notation, printed form."""

import re
from decimal import Decimal

from tongket.core import number
from tongket.core.figure import Measure, Notation, Qualifier, State, Value
from tongket.core.indicator import Indicator
from tongket.core.text import Text
from tongket.core.unit import Unit
from tongket.core.vocabulary import Vocabulary
from tongket.files.sheet import Cell, Kind
from tongket.ledger.loading import words
from tongket.ledger.loading.amounts import (
    Amount,
    agrees,
    printed_amount,
    read_number,
    scale_of,
    shifted,
    target_unit,
    to_amount,
    units_like,
)
from tongket.ledger.loading.lookup import UNIT_REMEDY
from tongket.ledger.loading.tidy_fields import RowFields

_GROWTHS = (Measure.GROWTH, Measure.GROWTH_PREVIOUS)
_IN_POINTS = (Measure.CONTRIBUTION, Measure.GAP, Measure.CHANGE)
_MOST_DECIMALS = 12


def read_value(
    fields: RowFields, vocabulary: Vocabulary, indicator: Indicator, measure: Measure
) -> tuple[Value | None, str]:
    """Return the value of a row and a remark on it; None after recording what is wrong."""
    return _ValueReader(fields, vocabulary).read(indicator, measure)


class _ValueReader:
    def __init__(self, fields: RowFields, vocabulary: Vocabulary) -> None:
        self._fields, self._vocabulary = fields, vocabulary

    def read(self, indicator: Indicator, measure: Measure) -> tuple[Value | None, str]:
        cell = self._fields.cell("value")
        state = self._state(cell)
        qualifier = self._fields.word("qualifier", words.QUALIFIERS, Qualifier, Qualifier.EXACT)
        if state is None:
            return None, ""
        unit = self._unit(required=state is State.VALUE)
        notation = self._notation(measure, unit)
        if state is not State.VALUE:
            return Value(None, state, None, qualifier, notation, None, self._fields.text("printed")), ""
        if unit is None:
            return None, ""
        target = target_unit(indicator, measure, notation, self._vocabulary.units)
        scale, points = scale_of(indicator, measure), measure in _IN_POINTS
        if unit.quantity != target.quantity and not (points and unit.quantity == "points" and target.code == "percent"):
            self._wrong_unit(indicator, measure, unit, target)
            return None, ""
        amount = self._amount("value", unit, target, scale, points)
        high = self._high(amount, unit, target, scale, points)
        if amount is None:
            return None, ""
        decimals, printed = self._decimals(amount, unit, target), self._printed()
        value = Value(amount.quantity, state, high, qualifier, notation, decimals, printed)
        return value, amount.remark

    def _amount(self, code: str, unit: Unit, target: Unit, scale: int, points: bool) -> Amount | None:
        cell = self._fields.cell(code)
        plain = read_number(cell, self._fields.locale, self._fields.findings)
        return (
            None if plain is None else to_amount(plain, unit, target, scale, cell, self._fields.findings, points=points)
        )

    def _high(self, low: Amount | None, unit: Unit, target: Unit, scale: int, points: bool) -> Decimal | None:
        if self._fields.cell("high").empty:
            return None
        high = self._amount("high", unit, target, scale, points)
        if high is not None and low is not None and high.quantity < low.quantity:
            self._fields.findings.add(
                self._fields.cell("high"),
                Text("giá trị trên nhỏ hơn giá trị", "the upper end is below the value"),
                Text(
                    "ghi đầu nhỏ ở Giá trị, đầu lớn ở Giá trị trên", "write the lower end in value, the upper in high"
                ),
            )
        return None if high is None else high.quantity

    def _state(self, cell: Cell) -> State | None:
        sign = words.STATE_SIGNS.get(cell.text.lower()) if cell.kind is Kind.TEXT else None
        state = self._fields.word("state", words.STATES, State, sign or State.VALUE)
        if state is State.VALUE and (cell.empty or sign):
            self._fields.required_text("value") if cell.empty else self._contradiction(cell)
            return None
        if state is not State.VALUE and not cell.empty and sign is not state:
            self._contradiction(cell)
            return None
        return state

    def _contradiction(self, cell: Cell) -> None:
        self._fields.findings.add(
            cell,
            Text("ô Giá trị và Tình trạng số mâu thuẫn nhau", "value and state contradict each other"),
            Text(
                "để trống Giá trị khi không có số, hoặc bỏ Tình trạng số",
                "leave value empty where there is no number, or drop state",
            ),
        )

    def _unit(self, *, required: bool) -> Unit | None:
        if required and not self._fields.required_text("unit"):
            return None
        code = self._fields.named("unit", lambda text: self._vocabulary.units.find(text).code, UNIT_REMEDY)
        return None if code is None else self._vocabulary.units[code]

    def _wrong_unit(self, indicator: Indicator, measure: Measure, unit: Unit, target: Unit) -> None:
        fit = units_like(target, self._vocabulary.units)
        self._fields.findings.add(
            self._fields.cell("unit"),
            Text(
                f"đơn vị “{unit.symbol.vi}” không dùng được cho {indicator.name.vi} ({measure.value})",
                f"the unit “{unit.symbol.en}” does not fit {indicator.code} ({measure.value})",
            ),
            Text(f"dùng một trong: {fit.vi}", f"use one of: {fit.en}"),
        )

    def _notation(self, measure: Measure, unit: Unit | None) -> Notation:
        times = unit is not None and unit.code == "times"
        default = Notation.NONE
        if measure in _GROWTHS:
            default = Notation.TIMES if times else Notation.GROWTH
        notation = self._fields.word("notation", words.NOTATIONS, Notation, default)
        if measure not in _GROWTHS and notation is not Notation.NONE:
            self._fields.findings.add(
                self._fields.cell("notation"),
                Text("chỉ tăng trưởng mới có cách ghi", "only a growth has a notation"),
                Text("để trống ô này", "leave the cell empty"),
            )
        elif (
            measure in _GROWTHS
            and unit is not None
            and (times != (notation is Notation.TIMES) or notation is Notation.NONE)
        ):
            self._fields.findings.add(
                self._fields.cell("notation"),
                Text("cách ghi và đơn vị tính không khớp", "notation and unit do not fit"),
                Text(
                    "“lần” đi với đơn vị lần; “tăng”, “chỉ số” đi với %", "times goes with times; growth, index with %"
                ),
            )
        return notation

    def _printed(self) -> str:
        cell = self._fields.cell("printed")
        return number.render(cell.value) if cell.kind is Kind.NUMBER and isinstance(cell.value, Decimal) else cell.text

    def _decimals(self, amount: Amount, unit: Unit, target: Unit) -> int | None:
        cell, given = self._fields.cell("decimals"), self._fields.text("decimals")
        shown = (
            printed_amount(self._fields.text("printed"), unit, target, self._vocabulary.units)
            if self._fields.cell("printed").kind is Kind.TEXT
            else None
        )
        if shown is not None and not agrees(amount.quantity, *shown):
            self._fields.findings.add(
                self._fields.cell("printed"),
                Text(
                    f"số đã in “{self._fields.text('printed')}” khác giá trị",
                    f"printed “{self._fields.text('printed')}” differs from value",
                ),
                Text(
                    "sửa một trong hai; số đã in theo đơn vị khác thì ghi kèm đơn vị",
                    "correct one; add the unit if it was printed in another",
                ),
            )
        if given:
            if not re.fullmatch(r"-?\d{1,2}", given) or abs(int(given)) > _MOST_DECIMALS:
                self._fields.findings.add(
                    cell,
                    Text(f"“{given}” không phải số chữ số thập phân", f"“{given}” is not a count of decimals"),
                    Text("ghi số nguyên, ví dụ 2", "write a whole number, e.g. 2"),
                )
                return None
            return shifted(int(given), unit, target)
        return shown[1] if shown is not None else amount.decimals

"""The rows of a monthly return: which indicator, or which part of the indicator above, a row is."""

import re
from dataclasses import dataclass

from tongket.core.errors import NotFound
from tongket.core.indicator import Indicator
from tongket.core.text import Text, fold
from tongket.core.unit import Unit
from tongket.core.vocabulary import Vocabulary
from tongket.files.sheet import Cell
from tongket.ledger.loading.findings import Findings
from tongket.ledger.loading.lookup import INDICATOR_REMEDY, UNIT_REMEDY, find_basis, member_code

_BULLET = re.compile(r"\s*([-–+*•])\s*")
_AMONG = re.compile(r"\s*(?:trong đó|tr\.? ?đó|trđ|chia ra|bao gồm|gồm)\s*:?\s*[-–+*•]?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:(\d{1,2}(?:\.\d{1,2})+)[.)]?|(?:[IVX]{1,4}|\d{1,2}|[A-Za-zĐđ])[.)])\s+")
_BRACKET = re.compile(r"(.+?)\s*\(([^()]+)\)")
_GROUPING = re.compile(r"(?:phan|chia|tach)?\s*theo\b|trong do\b|chia ra\b|gom\b")
_DITTO = {'"', "”", "“", "″", "〃", "-nt-", "nt", "''", "như trên"}
_FOOT = re.compile(
    r"nguoi (?:lap|kiem tra|ky)|thu truong|giam doc|pho giam doc|\(?ky,|noi nhan\b|ghi chu ?:"
    r"|[^,:]*, ngay \d{1,2} thang \d{1,2} nam \d{4}"
)


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a row without its marks.

    Attributes:
        text: without bullet, number and colon.
        bullet: `-`, `+`, … or empty.
        deep: whether bullet, sub-number, indentation or “trong đó” makes it a part of the row above.
    """

    text: str
    bullet: str
    deep: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What the figures of a row are about."""

    indicator: Indicator
    members: tuple[str, ...]
    basis: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class RowCells:
    """The cells of a row that are no figures; None where the table has no such column."""

    name: Cell
    code: Cell | None
    unit: Cell | None
    basis: Cell | None


class RowNames:
    """Reads the names of rows in their order, remembering the indicator above.

    Args:
        vocabulary: what may be named.
        findings: takes what is wrong.
        unit: unit of the whole table, as written; may be empty.
        bases: bases of the whole table, as written.
    """

    def __init__(self, vocabulary: Vocabulary, findings: Findings, unit: str, bases: tuple[str, ...]) -> None:
        self._vocabulary, self._findings, self._table_unit, self._bases = vocabulary, findings, unit, bases
        self._above: Indicator | None = None
        self._above_basis: str | None = None
        self._above_unit: Unit | None = None
        self._last_unit: Unit | None = None
        self._dash_dimension = ""

    def read(self, cells: RowCells, *, filled: bool) -> Subject | None:
        """Return what a row is about; `filled` tells whether there are figures in it.

        Returns:
            None for a title, and after recording what is wrong.
        """
        parsed = parse_name(cells.name)
        text, bracket = self._split_bracket(parsed.text)
        found = self._find(text, parsed, cells)
        if found is None:
            self._unknown(cells.name, parsed, filled=filled)
            return None
        indicator, members = found
        basis = self._basis(indicator, members, cells, bracket)
        unit = self._unit(members, cells, bracket)
        if not members:
            self._above, self._above_basis, self._above_unit = indicator, basis, unit
            self._dash_dimension = ""
        if not filled:
            return None
        nested = self._nested(members, parsed, cells.name)
        if not self._complete(indicator, basis, unit, cells, bracket) or nested or basis is None or unit is None:
            return None
        return Subject(indicator, members, basis, unit)

    def _split_bracket(self, text: str) -> tuple[str, str]:
        match = _BRACKET.fullmatch(text)
        # Some names have brackets of their own.
        if match is None or self._indicator(text) is not None or self._member(text) is not None:
            return text, ""
        return match[1], match[2].strip()

    def _find(self, text: str, parsed: Name, cells: RowCells) -> tuple[Indicator, tuple[str, ...]] | None:
        own = self._indicator(text)
        code = cells.code.text if cells.code is not None else ""
        # Forms have codes of their own (01, 02, …); only one of ours says anything.
        if code in self._vocabulary.indicators:
            coded = self._vocabulary.indicators[code]
            if own is not None and own is not coded and not parsed.deep:
                self._findings.add(
                    cells.code,
                    Text(f"mã số {code} và tên chỉ tiêu “{text}” khác nhau", f"code {code} and name “{text}” differ"),
                    Text("sửa một trong hai", "correct one of them"),
                )
            own = coded
        part = self._member(text)
        if part is not None and (parsed.deep or own is None) and code not in self._vocabulary.indicators:
            return part
        return None if own is None else (own, ())

    def _indicator(self, text: str) -> Indicator | None:
        try:
            return self._vocabulary.indicator(text)
        except NotFound:
            return None

    def _member(self, text: str) -> tuple[Indicator, tuple[str, ...]] | None:
        if self._above is None:
            return None
        try:
            return self._above, (member_code(self._vocabulary, self._above, text),)
        except NotFound:
            return None

    def _unknown(self, cell: Cell, parsed: Name, *, filled: bool) -> None:
        if not filled:
            # “II. Thương mại” ends what is above it, “phân theo thành phần kinh tế” does not.
            if not parsed.deep and not _GROUPING.match(fold(parsed.text)):
                self._above = None
            return
        try:
            if parsed.deep and self._above is not None:
                self._vocabulary.member(self._above, parsed.text)
            self._vocabulary.indicator(parsed.text)
        except NotFound as error:
            self._findings.error(cell, error, INDICATOR_REMEDY)

    def _nested(self, members: tuple[str, ...], parsed: Name, cell: Cell) -> bool:
        dimension = members[0].partition(":")[0] if members else ""
        if parsed.bullet != "+":
            self._dash_dimension = dimension
            return False
        if not self._dash_dimension or dimension == self._dash_dimension:
            return False
        self._findings.add(
            cell,
            Text(
                "không rõ dòng “+” là một phần của dòng “-” phía trên hay của cả chỉ tiêu",
                "it is not clear whether this “+” row is part of the “-” row above or of the whole indicator",
            ),
            Text("nạp các dòng này bằng bảng chuẩn (docs/layouts.md)", "load these rows in the tidy layout"),
        )
        return True

    def _basis(self, indicator: Indicator, members: tuple[str, ...], cells: RowCells, bracket: str) -> str | None:
        said = (cells.basis.text if cells.basis is not None else "", bracket)
        for text in (*said, *self._bases):
            found = find_basis(self._vocabulary, indicator, text) if text else None
            if found is not None:
                return found
        if members and self._above_basis is not None:
            return self._above_basis
        return find_basis(self._vocabulary, indicator, "")

    def _unit(self, members: tuple[str, ...], cells: RowCells, bracket: str) -> Unit | None:
        stated = cells.unit.text if cells.unit is not None else ""
        if fold(stated) in _DITTO or stated in _DITTO:
            return self._last_unit
        if not stated and members:
            return self._above_unit
        for text in (stated, bracket, self._table_unit):
            try:
                found = self._vocabulary.units.find(text) if text else None
            except NotFound:
                found = None
            if found is not None:
                self._last_unit = found
                return found
            if text == stated and stated:
                return None
        return None

    def _complete(
        self, indicator: Indicator, basis: str | None, unit: Unit | None, cells: RowCells, bracket: str
    ) -> bool:
        before = len(self._findings.faults)
        stated = cells.basis.text if cells.basis is not None else ""
        if basis is None or (stated and find_basis(self._vocabulary, indicator, stated) is None):
            listed = "; ".join(self._vocabulary.bases[code].name.vi for code in indicator.bases)
            self._findings.add(
                cells.basis or cells.name,
                Text(
                    f"không rõ gốc so sánh của chỉ tiêu {indicator.code}", f"the basis of {indicator.code} is not clear"
                ),
                Text(
                    f"ghi trong ngoặc sau tên chỉ tiêu một trong: {listed}",
                    f"put in brackets after the name one of: {listed}",
                ),
            )
        if unit is None:
            stated = cells.unit.text if cells.unit is not None else ""
            problem = (
                Text(f"không có đơn vị tính “{stated}”", f"there is no unit “{stated}”")
                if stated
                else Text("thiếu đơn vị tính", "the unit is missing")
            )
            self._findings.add(cells.unit or cells.name, problem, UNIT_REMEDY)
        if bracket and not self._bracket_read(indicator, bracket):
            self._findings.add(
                cells.name,
                Text(f"không hiểu phần trong ngoặc “({bracket})”", f"the brackets “({bracket})” are not understood"),
                Text(
                    "chỉ ghi gốc so sánh hoặc đơn vị tính trong ngoặc",
                    "put a basis or a unit in the brackets, nothing else",
                ),
            )
        return len(self._findings.faults) == before

    def _bracket_read(self, indicator: Indicator, bracket: str) -> bool:
        if find_basis(self._vocabulary, indicator, bracket) is not None:
            return True
        try:
            return self._vocabulary.units.find(bracket) is not None
        except NotFound:
            return False


def parse_name(cell: Cell) -> Name:
    """Return the name in a cell without bullets, numbers and colon.

    A number of two or more levels (1.1) makes a part; one level (1., I., a)) may begin an indicator as well.
    """
    text, deep, bullet = str(cell.value or ""), cell.indent > 0, ""
    if (match := _AMONG.match(text)) is not None and match.end() < len(text):
        text, deep = text[match.end() :], True
    if (match := _BULLET.match(text)) is not None:
        text, deep, bullet = text[match.end() :], True, match[1]
    if (match := _NUMBER.match(text)) is not None:
        text, deep = text[match.end() :], deep or match[1] is not None
    return Name(" ".join(text.split()).rstrip(": "), bullet, deep)


def is_foot(text: str) -> bool:
    """Whether a cell begins the foot of a form: signatures, date of signing, addressees."""
    return _FOOT.match(fold(text)) is not None

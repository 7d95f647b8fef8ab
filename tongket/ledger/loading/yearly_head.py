"""The head of a yearly table by place: which columns are years, and what the whole table is about."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

from tongket.core.errors import InvalidInput, TongketError
from tongket.core.figure import Status
from tongket.core.indicator import Indicator
from tongket.core.period import FIRST_YEAR, LAST_YEAR
from tongket.core.text import Text, fold
from tongket.core.unit import Unit
from tongket.core.vocabulary import Vocabulary
from tongket.files.sheet import Cell, Sheet
from tongket.ledger.loading.amounts import units_like
from tongket.ledger.loading.findings import Findings
from tongket.ledger.loading.lookup import BODY_REMEDY, INDICATOR_REMEDY, UNIT_REMEDY, find_basis, read_day

Named = TypeVar("Named")
SEARCHED_ROWS = 40
_FEWEST_YEARS = 2
_YEAR = re.compile(
    r"(?P<mark>so bo|prel\.?|preliminary|uoc(?: tinh)?|est\.?|estimate)?\s*(?:nam |x)?(?P<year>\d{4})"
    r"(?:\s*\((?P<mark_after>so bo|prel\.?|uoc)\))?"
    r"(?:\s*\((?:dia gioi|ranh gioi|boundaries)(?: ngay| of)? (?P<drawn>\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})\))?"
)
_LABELS = {
    "indicator": ("chi tieu", "indicator"),
    "unit": ("don vi tinh", "dvt", "unit"),
    "basis": ("goc so sanh", "basis"),
    "body": ("co quan cong bo", "body"),
    "known_from": ("cong bo tu", "ngay cong bo", "known from"),
    "source": ("nguon", "source"),
}


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said of a whole table, as written: by the one who loads it, or in cells above it; empty where it is not.

    Attributes:
        known_from: the day of publication.
    """

    indicator: str = ""
    unit: str = ""
    basis: str = ""
    body: str = ""
    known_from: str = ""
    source: str = ""

    @property
    def anything(self) -> bool:
        """Whether anything is said at all."""
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Year:
    """A column of figures.

    Attributes:
        status: official unless the heading says preliminary or estimate.
        on: the day on whose boundaries its places are.
    """

    year: int
    status: Status
    on: date


@dataclass(frozen=True, slots=True)
class YearTable:
    """The heading row of a yearly table by place.

    Attributes:
        row: its number.
        name: the column of the places.
        years: the columns of years, by number.
        headings: the texts of all headings, by column.
    """

    row: int
    name: int
    years: dict[int, Year]
    headings: dict[int, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """What the figures of a table are about."""

    indicator: Indicator
    unit: Unit
    basis: str
    body: str
    known_from: date
    source: str


def find_years(sheet: Sheet) -> YearTable | None:
    """Return the heading row of a yearly table by place; None where no row has a heading and years right of it."""
    for row in sheet.top(SEARCHED_ROWS):
        filled = [cell for cell in row if not cell.empty]
        years = {cell.column: year for cell in filled[1:] if (year := _year(cell.text)) is not None}
        if len(years) >= _FEWEST_YEARS and filled[0].column < min(years) and _year(filled[0].text) is None:
            return YearTable(row[0].row, filled[0].column, years, {cell.column: cell.text for cell in filled})
    return None


def _year(text: str) -> Year | None:
    match = _YEAR.fullmatch(fold(text))
    if match is None or not FIRST_YEAR <= int(match["year"]) <= LAST_YEAR:
        return None
    mark = match["mark"] or match["mark_after"] or ""
    status = Status.OFFICIAL
    if mark:
        status = Status.PRELIMINARY if mark.startswith(("so", "prel")) else Status.ESTIMATE
    try:
        on = read_day(match["drawn"], vietnamese=True) if match["drawn"] else date(int(match["year"]), 12, 31)
    except InvalidInput:
        return None
    return Year(int(match["year"]), status, on)


def check_headings(table: YearTable, findings: Findings, cells: Sequence[Cell]) -> None:
    """Record headings that are no years, and years that stand twice."""
    seen: dict[int, str] = {}
    for cell in cells:
        if cell.empty or cell.column == table.name:
            continue
        year = table.years.get(cell.column)
        if year is None:
            findings.add(
                cell,
                Text(f"tiêu đề “{cell.text}” không phải là năm", f"the heading “{cell.text}” is not a year"),
                Text(
                    "ghi 2016, Sơ bộ 2016, hoặc 2003 (địa giới 2004-01-01); hoặc bỏ cột này",
                    "write 2016, Prel. 2016, or 2003 (boundaries 2004-01-01); or drop the column",
                ),
            )
        elif year.year in seen:
            findings.add(
                cell,
                Text(
                    f"năm {year.year} đã có ở ô {seen[year.year]}", f"{year.year} stands in {seen[year.year]} already"
                ),
                Text("chỉ giữ một cột cho mỗi năm", "keep one column a year"),
            )
        else:
            seen[year.year] = cell.address


def read_subject(
    above: Sequence[Sequence[Cell]], told: Stated, vocabulary: Vocabulary, findings: Findings
) -> Subject | None:
    """Return what a table is about, by the cells above it and by whoever loads it; None after recording what is wrong.

    Args:
        above: the rows above the headings.
        told: what the one who loads it says; where the file says it too, they must agree.
    """
    before = len(findings.faults)
    said = _said(above, told, findings)
    indicator = _named(said, "indicator", findings, vocabulary.indicator, INDICATOR_REMEDY)
    unit = _named(said, "unit", findings, vocabulary.units.find, UNIT_REMEDY)
    body = _named(said, "body", findings, lambda t: vocabulary.body(t).code, BODY_REMEDY)
    known_from = _named(
        said, "known_from", findings, lambda t: read_day(t, vietnamese=True),
        Text("ghi ngày nguồn công bố số liệu, ví dụ 2017-06-30", "write the day of publication, e.g. 2017-06-30"),
    )  # fmt: skip
    basis = None
    if indicator is not None:
        basis = find_basis(vocabulary, indicator, said["basis"].text)
        if basis is None:
            listed = [f"{code} ({vocabulary.bases[code].name.vi})" for code in indicator.bases]
            listed_en = [f"{code} ({vocabulary.bases[code].name.en})" for code in indicator.bases]
            findings.add(
                said["basis"].cell,
                Text(
                    f"không rõ gốc so sánh của chỉ tiêu {indicator.code}", f"the basis of {indicator.code} is not clear"
                ),
                Text("ghi một trong: " + "; ".join(listed), "write one of: " + "; ".join(listed_en)),
            )
    if indicator is not None and unit is not None:
        _check_unit(indicator, unit, said["unit"].cell, vocabulary, findings)
    if len(findings.faults) > before or not (indicator and unit and body and known_from and basis):
        return None
    return Subject(indicator, unit, basis, body, known_from, said["source"].text or findings.file)


@dataclass(frozen=True, slots=True)
class _Said:
    cell: Cell | None
    text: str


def _said(above: Sequence[Sequence[Cell]], told: Stated, findings: Findings) -> Mapping[str, _Said]:
    found = {what: _Said(None, getattr(told, what).strip()) for what in _LABELS}
    for cell in (cell for row in above for cell in row):
        label, colon, rest = cell.text.partition(":")
        what = next((w for w, names in _LABELS.items() if fold(label.lstrip("# ")) in names), None)
        if what is None or not colon or not rest.strip():
            continue
        text, other = rest.strip(), found[what].text
        if other and fold(other) != fold(text):
            findings.add(
                cell,
                Text(
                    f"bảng ghi “{text}” nhưng lệnh hay ô khác ghi “{other}”",
                    f"the table says “{text}”, but “{other}” is said elsewhere",
                ),
                Text("chỉ giữ một cách ghi", "keep one of them"),
            )
        found[what] = _Said(cell, text)
    return found


_MISSING = {
    "indicator": Text("không rõ bảng nêu chỉ tiêu nào", "the table does not say which indicator it is about"),
    "unit": Text("thiếu đơn vị tính của bảng", "the unit of the table is missing"),
    "body": Text("không rõ cơ quan nào công bố", "the table does not say who states it"),
    "known_from": Text("thiếu ngày công bố", "the day of publication is missing"),
}


def _named(
    said: Mapping[str, _Said], what: str, findings: Findings, read: Callable[[str], Named], remedy: Text
) -> Named | None:
    """Return what a statement names; None after recording that it is missing or names nothing."""
    if not said[what].text:
        option = f"--{what.replace('_', '-')}"
        label = next(iter(_LABELS[what]))
        findings.add(
            None,
            _MISSING[what],
            Text(
                f"ghi vào một ô phía trên bảng, hoặc dùng {option}; {remedy.vi}",
                f"write “{label}: …” in a cell above the table, or use {option}; {remedy.en}",
            ),
        )
        return None
    try:
        return read(said[what].text)
    except TongketError as error:
        findings.error(said[what].cell, error, remedy)
        return None


def _check_unit(
    indicator: Indicator, unit: Unit, cell: Cell | None, vocabulary: Vocabulary, findings: Findings
) -> None:
    target = vocabulary.units["percent" if indicator.kind == "index" else indicator.unit]
    if unit.quantity == target.quantity:
        return
    fit = units_like(target, vocabulary.units)
    findings.add(
        cell,
        Text(
            f"đơn vị “{unit.symbol.vi}” không dùng được cho {indicator.name.vi}",
            f"the unit “{unit.symbol.en}” does not fit {indicator.code}",
        ),
        Text(f"dùng một trong: {fit.vi}", f"use one of: {fit.en}"),
    )

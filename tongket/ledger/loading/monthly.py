"""The monthly return: one row is one indicator or part of it, its columns are the times. See docs/layouts.md.

The columns are those of the statistical regime's monthly forms: previous month, month of the report, cumulative from
January, the same two of last year, and ratios between them.
"""

from collections.abc import Sequence
from itertools import islice

from tongket.core.figure import RATIOS, Figure, Key, Measure, Notation, Source, Value
from tongket.core.period import Period
from tongket.core.text import Lang, Text
from tongket.core.unit import Unit
from tongket.core.vocabulary import Vocabulary
from tongket.files.faults import Fault
from tongket.files.sheet import Cell, Kind, Sheet
from tongket.ledger.loading import words
from tongket.ledger.loading.amounts import UNUSABLE, Plain, read_number, scale_of, target_unit, to_amount, units_like
from tongket.ledger.loading.findings import Findings
from tongket.ledger.loading.monthly_head import Head, read_head
from tongket.ledger.loading.monthly_headings import Meaning, Span
from tongket.ledger.loading.monthly_rows import RowCells, RowNames, Subject, is_foot
from tongket.ledger.loading.monthly_table import Table, find_table, is_number, is_numbering, read_columns
from tongket.ledger.loading.tidy import NO_TABLE, stated_locale

_LEAST_INDEX = 5
"""An index below 5 % under a heading without % is taken for a quotient (1.03) and refused."""


def read_monthly(
    sheets: Sheet | Sequence[Sheet], name: str, vocabulary: Vocabulary, locale: Lang | None = None
) -> tuple[list[Figure], list[Fault]]:
    """Read monthly returns, one a sheet.

    Args:
        sheets: the sheets that hold them.
        name: the name by which messages call the file; the address of the figures' source.
        vocabulary: indicators, places, units, … that may be named.
        locale: how numbers in text cells are written, where the file does not state it.

    Returns:
        The figures without fault, and all faults. Where there is a fault, nothing should be recorded.
    """
    figures: list[Figure] = []
    faults: list[Fault] = []
    for sheet in [sheets] if isinstance(sheets, Sheet) else sheets:
        findings = Findings(name, sheet.name)
        figures += _read_sheet(sheet, vocabulary, locale, findings)
        faults += findings.faults
    return figures, faults


def _read_sheet(sheet: Sheet, vocabulary: Vocabulary, locale: Lang | None, findings: Findings) -> list[Figure]:
    table = find_table(sheet)
    if table is None:
        findings.add(None, NO_TABLE, Text("xem docs/layouts.md", "see docs/layouts.md"))
        return []
    above = sheet.top(table.first - 1)
    locale = stated_locale(above, findings, locale)
    head = read_head(above, vocabulary, findings)
    if head is None:
        return []
    columns = read_columns(table, head.month, findings)
    reader = _Reader(table, head, columns, vocabulary, locale, findings)
    return reader.read(sheet)


class _Reader:
    def __init__(
        self,
        table: Table,
        head: Head,
        columns: dict[int, Meaning],
        vocabulary: Vocabulary,
        locale: Lang | None,
        findings: Findings,
    ) -> None:
        self._table, self._head, self._columns = table, head, columns
        self._vocabulary, self._locale, self._findings = vocabulary, locale, findings
        self._names = RowNames(vocabulary, findings, head.unit, head.bases)
        self._nameless: set[int] = set()

    def read(self, sheet: Sheet) -> list[Figure]:
        figures: list[Figure] = []
        last, below = self._table.last, False
        for row in islice(sheet.rows(), self._table.last, None):
            if self._findings.full:
                break
            below = below or self._foot(row)
            if below:
                self._check_below(row)
                continue
            if not all(cell.empty for cell in row) and not (is_numbering(row) and not figures):
                figures += self._row(row)
            last = row[0].row if row else last
        self._check_merged(sheet, last)
        if not figures and not self._findings.faults:
            self._findings.add(
                None,
                Text("biểu không có dòng số liệu nào", "the return has no rows of figures"),
                Text("ghi số liệu từ dòng ngay dưới tiêu đề", "write figures from the row below the headings"),
            )
        return figures

    def _foot(self, row: Sequence[Cell]) -> bool:
        return not self._numbers(row) and any(is_foot(cell.text) for cell in row if cell.kind is Kind.TEXT)

    def _numbers(self, row: Sequence[Cell]) -> list[Cell]:
        return [cell for cell in row if cell.column in self._columns and is_number(cell)]

    def _check_below(self, row: Sequence[Cell]) -> None:
        for cell in self._numbers(row)[:1]:
            self._findings.add(
                cell,
                Text("số liệu nằm dưới phần ký tên của biểu", "a figure stands below the signatures"),
                Text("chuyển lên bảng, hoặc xóa ô", "move it up into the table, or clear the cell"),
            )

    def _row(self, row: Sequence[Cell]) -> list[Figure]:
        known = {*self._columns, *self._table.headings, *self._table.fixed.values()}
        for cell in row:
            if not cell.empty and cell.column not in known and cell.column not in self._nameless:
                self._nameless.add(cell.column)
                self._findings.add(
                    cell,
                    Text("ô nằm ở cột không có tiêu đề", "the cell stands in a column without heading"),
                    Text("ghi tiêu đề cột hoặc xóa ô", "give the column a heading or clear the cell"),
                )
        cells = [cell for cell in row if cell.column in self._columns and not cell.empty]
        name = self._fixed(row, "indicator")
        if name is None or not name.text:
            if cells:
                self._findings.add(
                    cells[0],
                    Text("dòng có số nhưng không có tên chỉ tiêu", "the row has figures but no indicator"),
                    Text("ghi tên chỉ tiêu", "name the indicator"),
                )
            return []
        parts = RowCells(name, *(self._fixed(row, what) for what in ("code", "unit", "basis")))
        subject = self._names.read(parts, filled=bool(cells))
        if subject is None:
            return []
        note = self._fixed(row, "note")
        read = (self._figure(cell, subject, note.text if note is not None else "") for cell in cells)
        return [figure for figure in read if figure is not None]

    def _fixed(self, row: Sequence[Cell], what: str) -> Cell | None:
        column = self._table.fixed.get(what)
        if column is None:
            return None
        return row[column - 1] if column <= len(row) else Cell(None, row[0].row, column, Kind.EMPTY)

    def _figure(self, cell: Cell, subject: Subject, note: str) -> Figure | None:
        column = self._columns[cell.column]
        period = self._period(cell, column, subject)
        if period is None:
            return None
        state = words.STATE_SIGNS.get(cell.text.lower()) if cell.kind is Kind.TEXT else None
        if state is not None and column.measure in RATIOS:
            # A dash among the ratios says that there is nothing to divide by.
            return None
        read = (Value(None, state), "") if state is not None else self._value(cell, column, subject)
        if read is None:
            return None
        value, remark = read
        key = Key(
            subject.indicator.code,
            subject.members,
            self._head.place,
            period,
            column.scenario,
            column.status,
            self._head.body,
            subject.basis,
            column.measure,
        ).checked()
        source = Source(self._findings.file, self._findings.locator(cell))
        return Figure(key, value, self._head.known_from, source, "; ".join(p for p in (note, remark) if p))

    def _period(self, cell: Cell, column: Meaning, subject: Subject) -> Period | None:
        period = column.period(self._head.month)
        if subject.indicator.kind != "stock":
            return period
        if column.span in (Span.CUMULATIVE, Span.CUMULATIVE_LAST_YEAR) and column.measure is Measure.LEVEL:
            self._findings.add(
                cell,
                Text(
                    f"chỉ tiêu thời điểm {subject.indicator.code} không có số cộng dồn",
                    f"{subject.indicator.code} is measured on a day and has no cumulative figure",
                ),
                Text("để trống ô này", "leave the cell empty"),
            )
            return None
        return Period.of_day(period.end)

    def _value(self, cell: Cell, column: Meaning, subject: Subject) -> tuple[Value, str] | None:
        if cell.kind in UNUSABLE:
            self._findings.add(cell, *UNUSABLE[cell.kind])
            return None
        plain = read_number(cell, self._locale, self._findings)
        if plain is None:
            return None
        units = self._vocabulary.units
        target = target_unit(subject.indicator, column.measure, column.notation, units)
        unit = target if column.measure in RATIOS else subject.unit
        if not self._plausible(cell, column, plain) or not self._fits(cell, subject, unit, target):
            return None
        scale = scale_of(subject.indicator, column.measure)
        amount = to_amount(plain, unit, target, scale, cell, self._findings)
        if amount is None:
            return None
        printed = cell.text if cell.kind is Kind.TEXT and self._locale == "vi" else ""
        value = Value(amount.quantity, notation=column.notation, decimals=amount.decimals, printed=printed)
        return value, amount.remark

    def _plausible(self, cell: Cell, column: Meaning, plain: Plain) -> bool:
        heading = self._table.headings[cell.column]
        quotient = column.notation is Notation.INDEX or column.measure is Measure.COMPLETION
        if not quotient or plain.percent or "%" in heading or plain.value >= _LEAST_INDEX:
            return True
        self._findings.add(
            cell,
            Text(f"không rõ {plain.value} là lần hay %", f"it is not clear whether {plain.value} is times or %"),
            Text("ghi % ở tiêu đề cột và số dạng 103,18", "put % into the heading and write 103.18"),
        )
        return False

    def _fits(self, cell: Cell, subject: Subject, unit: Unit, target: Unit) -> bool:
        if unit.quantity == target.quantity:
            return True
        fit = units_like(target, self._vocabulary.units)
        self._findings.add(
            cell,
            Text(
                f"đơn vị “{unit.symbol.vi}” không dùng được cho {subject.indicator.name.vi}",
                f"the unit “{unit.symbol.en}” does not fit {subject.indicator.code}",
            ),
            Text(f"dùng một trong: {fit.vi}", f"use one of: {fit.en}"),
        )
        return False

    def _check_merged(self, sheet: Sheet, last: int) -> None:
        for span in sheet.merged:
            across = any(span.left <= column <= span.right for column in self._columns)
            # A title may run across its row; anything else hides which figure is whose.
            title = span.top == span.bottom and span.left <= self._table.fixed["indicator"]
            if self._table.last < span.top <= last and not title and (across or span.top != span.bottom):
                self._findings.add(
                    span.address,
                    Text("ô gộp trong vùng số liệu", "merged cells inside the table"),
                    Text("bỏ gộp ô và ghi đủ nội dung vào từng ô", "unmerge them and fill in each cell"),
                )

"""A yearly table by place: one row is a place, one column a year, all of one indicator. See docs/layouts.md.

This is how yearbooks print their tables by province. A name is resolved on the last day of the column's year – “Đắk
Lắk” of 2003 is the undivided one – or on the boundaries that its heading names.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from tongket.core.errors import TongketError
from tongket.core.figure import Figure, Key, Measure, Notation, Scenario, Source, State, Value
from tongket.core.indicator import Indicator
from tongket.core.period import Period
from tongket.core.place import Place
from tongket.core.text import Lang, Text, fold
from tongket.core.vocabulary import Vocabulary
from tongket.files.faults import Fault
from tongket.files.sheet import Cell, Kind, Sheet
from tongket.ledger.loading import words
from tongket.ledger.loading.amounts import read_number, scale_of, target_unit, to_amount
from tongket.ledger.loading.findings import Findings
from tongket.ledger.loading.lookup import PLACE_REMEDY
from tongket.ledger.loading.tidy import NO_TABLE, stated_locale
from tongket.ledger.loading.yearly_head import (
    Stated,
    Subject,
    Year,
    YearTable,
    check_headings,
    find_years,
    read_subject,
)

_COUNTRY = frozenset(("ca nuoc", "whole country", "toan quoc", "viet nam"))
_NO_PLACE = re.compile(
    r"units? (?:are )?not included in provinces|khong (?:phan|thuoc|tinh)\b.*(?:tinh|dia phuong|dia ban)"
)
"""What belongs to the country and to none of its provinces: not a place."""
NOTHING = Stated()
_KIND_WORD = re.compile(r"^(?:tp\.?|t\.p\.?|thanh pho|tinh)\s+")


def read_yearly(
    sheet: Sheet, name: str, vocabulary: Vocabulary, locale: Lang | None = None, told: Stated = NOTHING
) -> tuple[list[Figure], list[Fault], list[Text]]:
    """Read a yearly table by place.

    Args:
        sheet: the sheet that holds it.
        name: the name by which messages call the file.
        vocabulary: indicators, places, units, … that may be named.
        locale: how numbers in text cells are written, where the file does not state it.
        told: what the one who loads it says of the table.

    Returns:
        The figures without fault, all faults, and notes on rows that are of no place. Where there is a fault, nothing
        should be recorded.
    """
    findings = Findings(name, sheet.name)
    table = find_years(sheet)
    if table is None:
        findings.add(None, NO_TABLE, Text("xem docs/layouts.md", "see docs/layouts.md"))
        return [], findings.faults, []
    top = sheet.top(table.row)
    locale = stated_locale(top[:-1], findings, locale)
    check_headings(table, findings, top[-1])
    subject = read_subject(top[:-1], told, vocabulary, findings)
    reader = _Reader(table, subject, vocabulary, locale, findings)
    return list(reader.read(sheet)), findings.faults, reader.notes


class _Reader:
    def __init__(
        self,
        table: YearTable,
        subject: Subject | None,
        vocabulary: Vocabulary,
        locale: Lang | None,
        findings: Findings,
    ) -> None:
        self._table, self._subject, self._vocabulary = table, subject, vocabulary
        self._locale, self._findings = locale, findings
        self.notes: list[Text] = []

    def read(self, sheet: Sheet) -> Iterator[Figure]:
        for row in islice(sheet.rows(), self._table.row, None):
            if self._findings.full:
                return
            if not all(cell.empty for cell in row) and not self._heading_again(row):
                yield from self._row(row)

    def _heading_again(self, row: Sequence[Cell]) -> bool:
        return all(cell.text == self._table.headings.get(cell.column, "") for cell in row if not cell.empty)

    def _row(self, row: Sequence[Cell]) -> Iterator[Figure]:
        cells = [cell for cell in row if cell.column in self._table.years and not cell.empty]
        name = row[self._table.name - 1] if len(row) >= self._table.name else None
        for cell in row:
            if not cell.empty and cell.column not in self._table.headings:
                self._findings.add(
                    cell,
                    Text("ô nằm ở cột không có tiêu đề", "the cell stands in a column without heading"),
                    Text("ghi tiêu đề cột hoặc xóa ô", "give the column a heading or clear the cell"),
                )
        if not cells:
            return  # a title, or a note below the table
        if name is None or not name.text:
            self._findings.add(
                cells[0],
                Text("dòng có số nhưng không có tên địa bàn", "the row has figures but no place"),
                Text("ghi tên địa bàn", "name the place"),
            )
        elif _NO_PLACE.fullmatch(fold(name.text)):
            count = sum(self._state(cell) is None for cell in cells)
            self.notes.append(
                Text(
                    f"{self._findings.file}: dòng “{name.text}” ({name.address}) không phải số của địa bàn nào, "
                    f"{count} số không ghi nhận; khi đối chiếu, phần này là chênh lệch giữa cả nước và các tỉnh",
                    f"{self._findings.file}: the row “{name.text}” ({name.address}) is of no place, its {count} "
                    "figures were not taken; the audit shows them as what the provinces lack of the country",
                )
            )
        else:
            yield from self._figures(name, cells)

    def _state(self, cell: Cell) -> State | None:
        return words.STATE_SIGNS.get(cell.text.lower()) if cell.kind is Kind.TEXT else None

    def _figures(self, name: Cell, cells: Sequence[Cell]) -> Iterator[Figure]:
        text, known = self._known(name.text)
        if not known:
            self._fault(name, text, None, PLACE_REMEDY)
        for cell in cells if known else ():
            year, state = self._table.years[cell.column], self._state(cell)
            standing = [place for place in known if place.stands_on(year.on)]
            if len(standing) == 1:
                figure = self._figure(cell, year, standing[0].id, state)
                if figure is not None:
                    yield figure
            elif standing or state is None:
                # Nothing said of a place that did not stand is no fault.
                remedy = PLACE_REMEDY if standing else _other_boundaries(year, known)
                self._fault(cell, text, Period.of_day(year.on), remedy)

    def _known(self, text: str) -> tuple[str, list[Place]]:
        """Return the places that ever bore a name, and the form of the name by which they are found."""
        places = self._vocabulary.places
        if fold(text) in _COUNTRY:
            return "vn", [places["vn"]]
        if "@" in text:
            found = places.get(text)
            return text, [found] if found is not None else []
        for name in _spellings(text):
            if named := places.named(name):
                return name, named
        return text, []

    def _fault(self, cell: Cell, name: str, on: Period | None, remedy: Text) -> None:
        """Record why a name leads to no one place."""
        try:
            self._vocabulary.places.resolve(name, on)
        except TongketError as error:
            self._findings.error(cell, error, remedy)

    def _figure(self, cell: Cell, year: Year, place: str, state: State | None) -> Figure | None:
        subject = self._subject
        plain = read_number(cell, self._locale, self._findings) if state is None else None
        if subject is None or (plain is None and state is None):
            return None
        indicator = subject.indicator
        measure, notation = (
            (Measure.GROWTH, Notation.INDEX) if indicator.kind == "index" else (Measure.LEVEL, Notation.NONE)
        )
        value, remark = Value(None, state or State.MISSING, notation=notation), ""
        if plain is not None:
            target = target_unit(indicator, measure, notation, self._vocabulary.units)
            scale = scale_of(indicator, measure)
            amount = to_amount(plain, subject.unit, target, scale, cell, self._findings)
            if amount is None:
                return None
            printed = cell.text if cell.kind is Kind.TEXT and self._locale == "vi" else ""
            value = Value(amount.quantity, notation=notation, decimals=amount.decimals, printed=printed)
            remark = amount.remark
        period = Period.of_year(year.year)
        if self._on_a_day(indicator):
            period = Period.of_day(period.end)
        key = Key(
            indicator.code, (), place, period, Scenario.ACTUAL, year.status, subject.body, subject.basis, measure
        ).checked()
        return Figure(key, value, subject.known_from, Source(subject.source, self._findings.locator(cell)), remark)

    def _on_a_day(self, indicator: Indicator) -> bool:
        """Whether a yearly figure is one of the last day of the year: of a stock, and of a ratio of stocks."""
        parts = [self._vocabulary.indicators[code] for code in indicator.ratio or ()]
        return indicator.kind == "stock" or (bool(parts) and all(part.kind == "stock" for part in parts))


def _other_boundaries(year: Year, known: Sequence[Place]) -> Text:
    """Return what to write where a column is on boundaries on which a place did stand: the nearest such day."""
    later = sorted(place.valid_from for place in known if place.valid_from > year.on)
    day = later[0] if later else max(place.valid_to or year.on for place in known)
    return Text(
        f"nếu cả cột {year.year} theo địa giới ngày khác, ghi ngày vào tiêu đề, ví dụ “{year.year} (địa giới {day})”; "
        "nếu không thì xóa ô",
        f"if all of column {year.year} is on the boundaries of another day, put it into the heading, e.g. “{year.year} "
        f"(boundaries {day})”; else clear the cell",
    )


def _spellings(text: str) -> Iterator[str]:
    """Yield a name as written, without “TP.”, and without hyphens: “Thua Thien - Hue”, “TP. Ho Chi Minh”."""
    name = " ".join(text.split())
    yield name
    for short in (name, " ".join(name.replace("-", " ").split())):
        yield _KIND_WORD.sub("", fold(short))

"""The head of a monthly return: what stands in free cells above its table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tongket.core.errors import InvalidInput, NotFound, TongketError
from tongket.core.period import FIRST_YEAR, LAST_YEAR, Period
from tongket.core.place import Place
from tongket.core.text import Text, fold
from tongket.core.vocabulary import Vocabulary
from tongket.files.sheet import Cell
from tongket.ledger.loading.findings import Findings
from tongket.ledger.loading.lookup import PLACE_REMEDY, read_day

_MONTH = re.compile(r"(?<!\d )\bthang (\d{1,2}) ?(?:/|-|nam) ?(\d{4})\b")
_LONG_DATE = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_ADM = re.compile(r"tu ngay 15\b.*den(?: het)? ngay 14\b")
_LABELS = {
    "month": ("ky bao cao", "thang bao cao"),
    "place": ("dia ban",),
    "unit": ("don vi tinh", "dvt"),
    "reporter": ("don vi bao cao", "co quan bao cao", "don vi gui bao cao"),
    "published": ("ngay bao cao", "ngay cong bo", "ngay gui bao cao", "ngay gui"),
    "basis": ("goc so sanh",),
}
_DEPARTMENT = "so cong thuong"
_KIND_OF_PLACE = re.compile(r"\s(?:tỉnh|thành phố|tp\.?)\s+(.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a return says.

    Attributes:
        month: the month it reports on.
        place: id of its place.
        body: code of who reports.
        known_from: the day it was made; the last day of its month where it does not say.
        unit: the unit stated for the whole table; empty where there is none.
        bases: bases stated for the whole table, as written.
    """

    month: Period
    place: str
    body: str
    known_from: date
    unit: str
    bases: tuple[str, ...]


def read_head(rows: Sequence[Sequence[Cell]], vocabulary: Vocabulary, findings: Findings) -> Head | None:
    """Read the rows above the table; None after recording what is missing or wrong."""
    labelled = dict(_labelled(rows))
    before = len(findings.faults)
    month = _month(rows, labelled.get("month"), findings)
    if month is None:
        return None
    place = _place(rows, labelled, month, vocabulary, findings)
    body = _body(labelled.get("reporter"), vocabulary, findings)
    known_from = _published(labelled.get("published"), month, findings)
    if place is None or len(findings.faults) > before:
        return None
    unit = labelled["unit"].text if "unit" in labelled else ""
    bases = labelled["basis"].text.split(";") if "basis" in labelled else []
    return Head(month, place.id, body, known_from, unit, tuple(b.strip() for b in bases))


@dataclass(frozen=True, slots=True)
class _Labelled:
    cell: Cell
    text: str


def _labelled(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[str, _Labelled]]:
    for row in rows:
        for place, cell in enumerate(row):
            label, colon, rest = cell.text.partition(":")
            what = next((w for w, names in _LABELS.items() if fold(label) in names), None)
            if what is None or not colon:
                continue
            # The content stands after the colon, or in the next cell that holds anything.
            holder = cell if rest.strip() else next((c for c in row[place + 1 :] if not c.empty), cell)
            yield what, _Labelled(holder, rest.strip() if holder is cell else holder.text)


def _month(rows: Sequence[Sequence[Cell]], stated: _Labelled | None, findings: Findings) -> Period | None:
    cells = [stated.cell] if stated else [cell for row in rows for cell in row]
    found: dict[tuple[int, int], Cell] = {}
    for cell in cells:
        text = stated.text if stated else cell.text
        # The date of a law or a signature names a month too.
        for number, year in _MONTH.findall(_LONG_DATE.sub("", fold(text))):
            found.setdefault((int(year), int(number)), cell)
        if stated and isinstance(cell.value, date):
            found[(cell.value.year, cell.value.month)] = cell
    remedy = Text("ghi ở đầu biểu: Kỳ báo cáo: tháng 8 năm 2020", "write above the table: Kỳ báo cáo: tháng 8 năm 2020")
    place = stated.cell if stated else None
    if len(found) != 1:
        problem = (
            Text("đầu biểu nêu nhiều tháng báo cáo khác nhau", "the head names several months")
            if found
            else Text("đầu biểu không nêu tháng báo cáo", "the head does not name the month reported on")
        )
        findings.add(place, problem, remedy)
        return None
    (year, number), cell = next(iter(found.items()))
    if not 1 <= number <= 12 or not FIRST_YEAR < year <= LAST_YEAR:
        findings.add(cell, Text(f"không có tháng {number} năm {year}", f"there is no month {number} of {year}"), remedy)
        return None
    adm = any(_ADM.search(fold(cell.text)) for row in rows for cell in row)
    return Period(year * 12 + number - 1, 1, None, adm)


def _place(
    rows: Sequence[Sequence[Cell]],
    labelled: dict[str, _Labelled],
    month: Period,
    vocabulary: Vocabulary,
    findings: Findings,
) -> Place | None:
    cell, name = _place_name(rows, labelled)
    if not name:
        findings.add(
            cell,
            Text("đầu biểu không nêu địa bàn", "the head does not name the place"),
            Text("ghi ở đầu biểu: Địa bàn: tỉnh Gia Lai", "write above the table: Địa bàn: tỉnh Gia Lai"),
        )
        return None
    try:
        return vocabulary.places.resolve(name, month)
    except TongketError as error:
        findings.error(cell, error, PLACE_REMEDY)
        return None


def _place_name(rows: Sequence[Sequence[Cell]], labelled: dict[str, _Labelled]) -> tuple[Cell | None, str]:
    if "place" in labelled:
        return labelled["place"].cell, labelled["place"].text
    units = [labelled["reporter"]] if "reporter" in labelled else []
    units += [_Labelled(c, c.text) for row in rows for c in row if fold(c.text).startswith(_DEPARTMENT)]
    for unit in units:
        match = _KIND_OF_PLACE.search(f" {unit.text}")
        if match is not None:
            return unit.cell, match[1].strip(" .;,")
        if fold(unit.text).startswith(_DEPARTMENT + " "):
            return unit.cell, " ".join(unit.text.split()[3:])
    return (units[0].cell if units else None), ""


def _body(reporter: _Labelled | None, vocabulary: Vocabulary, findings: Findings) -> str:
    if reporter is None:
        return "department"
    words = reporter.text.split()
    for count in range(len(words), 0, -1):
        try:
            return vocabulary.body(" ".join(words[:count])).code
        except NotFound:
            continue
    known = ", ".join(body.name.vi for body in vocabulary.bodies.values())
    findings.add(
        reporter.cell,
        Text(f"không nhận ra đơn vị báo cáo “{reporter.text}”", f"unknown reporting unit “{reporter.text}”"),
        Text(f"bắt đầu bằng tên một cơ quan: {known}", f"begin with the name of a body: {known}"),
    )
    return "department"


def _published(stated: _Labelled | None, month: Period, findings: Findings) -> date:
    if stated is None or not stated.text:
        return month.end
    if isinstance(stated.cell.value, date):
        return stated.cell.value
    match = _LONG_DATE.search(fold(stated.text))
    text = f"{match[1]}/{match[2]}/{match[3]}" if match else stated.text
    try:
        return read_day(text, vietnamese=True)
    except InvalidInput as error:
        findings.error(stated.cell, error, Text("ghi ví dụ 20/8/2020", "write e.g. 20/8/2020"))
        return month.end

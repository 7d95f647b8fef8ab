"""A table of records, read: headings to fields, cells to values, every fault at once; and back, as an export.

A row is a record as it is from a day on. Columns that a table lacks say nothing; an empty cell says nothing either, and
`-` clears a value. So an exported table can be imported again unchanged, and changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tongket.core.errors import InvalidInput, TongketError
from tongket.core.text import Lang, Text, fold
from tongket.core.vocabulary import Vocabulary
from tongket.files.faults import refuse
from tongket.files.sheet import Cell, Sheet
from tongket.files.workbook import tables_of
from tongket.registers.shared.declare import Field, Kind, Problem, Register
from tongket.registers.shared.told import Fault, Told
from tongket.registers.shared.values import checked, kept, of_column, read

if TYPE_CHECKING:
    from tongket.registers.shared.models import Version

CODE, DAY, SOURCE = "code", "day", "source"
_OWN: Mapping[str, tuple[str, ...]] = {
    CODE: ("code", "mã", "mã số", "id"),
    DAY: ("day", "từ ngày", "ngày", "from"),
    SOURCE: ("source", "nguồn"),
}
TITLES = {CODE: Text("mã", "code"), DAY: Text("từ ngày", "from"), SOURCE: Text("nguồn", "source")}
CLEAR = frozenset(("-", "–", "—"))
_HEADING_ROWS = 20
_FORMULA = frozenset("=+-@")


@dataclass(frozen=True, slots=True)
class Read:
    """What a table says.

    Attributes:
        told: rows that can be read; those without a code have an empty one.
        faults: of the others.
        unknown: headings that are no field; what is under them was left aside.
    """

    told: Sequence[Told]
    faults: Sequence[Fault]
    unknown: Sequence[str]


def headings(register: Register) -> dict[str, str]:
    """Return what a heading may be, folded → name of the field, or one of `code`, `day`, `source`."""
    found = {fold(word): name for name, words in _OWN.items() for word in words}
    for field in register.all_fields:
        for word in (field.name, field.title.vi, field.title.en, *field.aliases):
            found.setdefault(fold(word), field.name)
    return found


def only_sheet(data: bytes, file: str) -> Sheet:
    """Return the one table of a file.

    Raises:
        Refused: the file cannot be read. InvalidInput: it has several sheets.
    """
    sheets = tables_of(data, file).sheets
    if len(sheets) != 1:
        raise InvalidInput(
            f"{file} có {len(sheets)} trang tính; giữ một trang để nhập", f"{file} has {len(sheets)} sheets; keep one"
        )
    return sheets[0]


def read_table(
    register: Register, sheet: Sheet, file: str, words: Vocabulary, *, day: date, source: str,
    locale: Lang | None = None,
) -> Read:  # fmt: skip
    """Read a table.

    Args:
        register: that it is of.
        sheet: the table.
        file: its name, for messages.
        words: the vocabulary, for places.
        day: of rows that name none.
        source: of rows that name none.
        locale: how text cells write numbers; None where the file does not say.

    Raises:
        Refused: no row looks like a heading with the register's columns.
    """
    known = headings(register)
    rows = sheet.rows()
    columns, unknown, after = _heading(rows, known, register, file)
    told: list[Told] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, date], int] = {}
    for cells in after:
        texts = {columns[cell.column]: cell for cell in cells if cell.column in columns and not cell.empty}
        if not texts:
            continue
        row = next(iter(texts.values())).row
        one, wrong = _row(register, texts, row, words, day, source, locale)
        if one.code and (one.code, one.day) in seen:
            twice = Text(f"mã và ngày trùng với dòng {seen[one.code, one.day]}; mỗi mã một dòng cho mỗi ngày",
                         f"same code and day as row {seen[one.code, one.day]}")  # fmt: skip
            wrong = [*wrong, Fault(one.code, row, Problem(CODE, twice))]
        seen.setdefault((one.code, one.day), row)
        faults += wrong
        if not wrong:
            told.append(one)
    return Read(told, faults, unknown)


def _heading(
    rows: Iterator[list[Cell]], known: Mapping[str, str], register: Register, file: str
) -> tuple[dict[int, str], list[str], Iterator[list[Cell]]]:
    for _, cells in zip(range(_HEADING_ROWS), rows, strict=False):
        named = {cell.column: known[fold(cell.text)] for cell in cells if fold(cell.text) in known}
        if "name" in named.values() or CODE in named.values():
            unknown = [cell.text for cell in cells if cell.text and fold(cell.text) not in known]
            return named, unknown, rows
    titles = ", ".join(one.title.vi for one in register.all_fields)
    raise refuse(
        file,
        Text(f"không có dòng tiêu đề của {register.title.vi}", f"no heading of {register.title.en}"),
        Text(f"dòng tiêu đề cần “mã” hoặc “tên”, và các cột: {titles}; tải mẫu về để điền",
             "the heading needs a code or a name; download the template"),
    )  # fmt: skip


def _row(
    register: Register, texts: Mapping[str, Cell], row: int, words: Vocabulary, day: date, source: str,
    locale: Lang | None,
) -> tuple[Told, list[Fault]]:  # fmt: skip
    code = texts[CODE].text if CODE in texts else ""
    faults: list[Fault] = []

    def value(field: Field, cell: Cell, on: date) -> str | None:
        try:
            return _value(field, cell, words, on, locale)
        except TongketError as error:
            faults.append(Fault(code, row, Problem(field.name, error.text)))
            return None

    day_field = Field(DAY, TITLES[DAY], Kind.DAY)
    told_day = value(day_field, texts[DAY], day) if DAY in texts else None
    on = date.fromisoformat(told_day) if told_day else day
    values = {field.name: value(field, texts[field.name], on) for field in register.all_fields if field.name in texts}
    said = texts[SOURCE].text if SOURCE in texts else source
    return Told(code, on, values, said, row=row), faults


def _value(field: Field, cell: Cell, words: Vocabulary, day: date, locale: Lang | None) -> str | None:
    if cell.text in CLEAR:
        return None
    text = cell.text[1:] if cell.text[:1] == "'" and cell.text[1:2] in _FORMULA else cell.text
    if field.kind is Kind.NUMBER and isinstance(cell.value, Decimal):
        return kept(checked(field, cell.value))
    return kept(read(field, text, words, day, locale=locale))


def exported(register: Register) -> list[str]:
    """Return the headings of an export: names in code, which no language changes."""
    return [CODE, DAY, *(field.name for field in register.all_fields), SOURCE]


def export_row(register: Register, row: "Version", source: str) -> list[str]:
    """Return a row of an export: a record from the first day of its version on.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, which reading takes away.
    """
    texts = [kept(of_column(field, getattr(row, field.name))) or "" for field in register.all_fields]
    return [_plain(text) for text in (row.code, row.valid_from.isoformat(), *texts, source)]


def _plain(text: str) -> str:
    number = text[:1] == "-" and text[1:2].isdigit()
    return f"'{text}" if text[:1] in _FORMULA and not number else text

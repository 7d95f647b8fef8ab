"""Opening a file of tables: XLSX, XLSM (macros are not looked at) or delimited text, told by content, not name."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.core.text import Text
from tongket.files.archive import FETCH_AGAIN, OLE_MARK, ZIP_MARK, broken, open_archive, refuse_ole
from tongket.files.delimited import read_delimited
from tongket.files.facts import Mark, SheetFacts, read_facts
from tongket.files.faults import refuse
from tongket.files.limits import LIMITS, MIB, Limits
from tongket.files.sheet import Cell, CellValue, Kind, Sheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_EXCEL_DIGITS = 15
_WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xls", ".xlsb"}


@dataclass(frozen=True, slots=True)
class Opened:
    """The tables of a file.

    Attributes:
        sheets: the visible sheets in their order.
        notes: what was left aside, e.g. hidden sheets.
    """

    sheets: tuple[Sheet, ...]
    notes: tuple[Text, ...] = ()


def read_bytes(path: Path, limits: Limits = LIMITS) -> bytes:
    """Return the content of a file, its size checked first.

    Raises:
        Refused: missing, not a plain file, not readable, empty, or larger than allowed.
    """
    name = path.name or str(path)
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise refuse(
                name,
                Text("đây là thư mục", "this is a directory"),
                Text("chỉ ra từng tệp .xlsx hoặc .csv trong đó", "name each .xlsx or .csv file in it"),
            )
        if not stat.S_ISREG(facts.st_mode):
            raise refuse(name, Text("không phải tệp thường", "not a plain file"), FETCH_AGAIN)
        if facts.st_size <= limits.file_bytes:
            with path.open("rb") as stream:
                # One byte more than allowed tells a file that grew since it was measured.
                data = stream.read(limits.file_bytes + 1)
        if facts.st_size > limits.file_bytes or len(data) > limits.file_bytes:
            most = limits.file_bytes // MIB
            raise refuse(
                name,
                Text(f"tệp lớn hơn {most} MiB", f"the file is larger than {most} MiB"),
                Text("chia thành nhiều tệp, bỏ hình ảnh kèm theo", "split it into several files, leave pictures out"),
            )
    except (FileNotFoundError, NotADirectoryError):
        raise refuse(
            name,
            Text("không có tệp này", "there is no such file"),
            Text("kiểm tra lại tên và đường dẫn", "check the name and the path"),
        ) from None
    except OSError as error:
        raise refuse(
            name,
            Text(f"không mở được tệp ({error.strerror})", f"the file cannot be opened ({error.strerror})"),
            Text(
                "đóng chương trình đang mở tệp, kiểm tra quyền đọc",
                "close the program that has it open, check its permissions",
            ),
        ) from None
    except ValueError:
        # A NUL in the name.
        raise refuse(name, Text("tên tệp không hợp lệ", "not a valid file name"), FETCH_AGAIN) from None
    if not data:
        raise refuse(name, Text("tệp rỗng", "the file is empty"), FETCH_AGAIN)
    return data


def open_tables(path: Path, limits: Limits = LIMITS) -> list[Sheet]:
    """Return the visible sheets of a workbook, or the one table of a text file.

    Raises:
        Refused: the file cannot be read, or goes beyond the limits.
    """
    return list(tables_of(read_bytes(path, limits), path.name, limits).sheets)


def tables_of(data: bytes, file: str, limits: Limits = LIMITS) -> Opened:
    """Return the tables in the content of a file.

    Args:
        data: the content.
        file: the name by which messages call it.
        limits: how large it may be.

    Raises:
        Refused: the content cannot be read, or goes beyond the limits.
    """
    if data.startswith(OLE_MARK):
        raise refuse_ole(data, file)
    if data.startswith(ZIP_MARK):
        return _workbook(data, file, limits)
    if Path(file).suffix.lower() in _WORKBOOK_ENDINGS:
        raise broken(file)
    return Opened((read_delimited(data, file, limits),))


def exact_number(number: float) -> Decimal:
    """Return the decimal number that Excel shows for a stored double.

    That is the shortest text that gives the double again (0.1 is 0.1). Where that needs more than the 15 digits
    Excel keeps and shows – only sums and quotients computed in binary do (0.1 + 0.2) – it is cut to those 15.

    >>> exact_number(0.1), exact_number(0.1 + 0.2), exact_number(1234567890123456.0)
    (Decimal('0.1'), Decimal('0.3'), Decimal('1234567890123456'))
    """
    if number.is_integer() and abs(number) < 2**53:
        return Decimal(int(number))
    value = Decimal(repr(number))
    return value if len(value.as_tuple().digits) <= _EXCEL_DIGITS else Decimal(f"{number:.{_EXCEL_DIGITS}g}")


def _workbook(data: bytes, file: str, limits: Limits) -> Opened:
    import python_calamine  # noqa: PLC0415 – heavy, only when used

    with open_archive(data, file, limits) as archive:
        facts = read_facts(archive, file, limits)
    visible = [sheet for sheet in facts if not sheet.hidden]
    if not visible:
        raise refuse(
            file,
            Text("tệp không có trang tính nào hiện", "the workbook has no visible sheet"),
            Text("bỏ ẩn trang tính cần nạp", "unhide the sheet to be loaded"),
        )
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = tuple(_sheet(book.get_sheet_by_name(sheet.name), sheet, file) for sheet in visible)
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError):
        raise broken(file) from None
    notes = tuple(
        Text(
            f"{file}: không đọc trang tính ẩn “{sheet.name}”",
            f"{file}: the hidden sheet “{sheet.name}” was not read",
        )
        for sheet in facts
        if sheet.hidden
    )
    return Opened(sheets, notes)


def _sheet(values: "CalamineSheet", facts: SheetFacts, file: str) -> Sheet:
    left = values.start[1] if values.start else 0

    def read_rows() -> Iterator[list[Cell]]:
        grid = values.iter_rows()
        for number in range(1, facts.height + 1):
            try:
                row: list[object] = next(grid, [])
            except (OverflowError, ValueError):
                # A time or date too far off for any calendar.
                raise broken(file) from None
            cells = [Cell(None, number, column, Kind.EMPTY) for column in range(1, left + 1)]
            cells += [_cell(v, number, column, facts) for column, v in enumerate(row, start=left + 1)]
            cells += [_cell("", number, column, facts) for column in range(len(cells) + 1, facts.width + 1)]
            yield cells

    return Sheet(facts.name, read_rows, tuple(facts.merged))


def _cell(raw: object, row: int, column: int, facts: SheetFacts) -> Cell:
    mark = facts.marks.get((row, column))
    if mark is not None and mark.error:
        return Cell(None, row, column, Kind.ERROR, computed=mark.formula)
    kind, value = _typed(raw)
    if mark is None:
        indent = len(value) - len(value.lstrip()) if isinstance(value, str) and value[0].isspace() else 0
        return Cell(value, row, column, kind, indent=indent)
    return _marked(kind, value, row, column, mark)


def _marked(kind: Kind, value: CellValue, row: int, column: int, mark: Mark) -> Cell:
    if kind is Kind.EMPTY and mark.formula and not mark.text_formula:
        return Cell(None, row, column, Kind.UNCOMPUTED, computed=True)
    leading = len(value) - len(value.lstrip()) if isinstance(value, str) else 0
    return Cell(value, row, column, kind, mark.style.shown, mark.formula, mark.style.indent + leading)


def _typed(raw: object) -> tuple[Kind, CellValue]:
    if isinstance(raw, str):
        return (Kind.TEXT, raw) if raw.strip() else (Kind.EMPTY, None)
    if isinstance(raw, bool):
        return Kind.BOOL, raw
    if isinstance(raw, int | float):
        return (Kind.NUMBER, exact_number(float(raw))) if isfinite(raw) else (Kind.ERROR, None)
    if isinstance(raw, datetime):
        return Kind.DATE, raw.date()
    return Kind.DATE, raw if isinstance(raw, date) else None

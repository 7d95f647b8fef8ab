"""Text files of figures: CSV with comma, semicolon or tab."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from tongket.core.text import Text
from tongket.files.faults import Refused, refuse
from tongket.files.limits import Limits
from tongket.files.sheet import Cell, Kind, Sheet

_DELIMITERS = ";\t,"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SNIFFED_LINES = 60
SAVE_AS_UTF8 = Text(
    "trong Excel chọn Lưu thành → “CSV UTF-8 (phân cách bằng dấu phẩy)”, hoặc lưu thành .xlsx",
    "in Excel choose Save As → “CSV UTF-8 (Comma delimited)”, or save as .xlsx",
)


def read_delimited(data: bytes, file: str, limits: Limits) -> Sheet:
    """Return the one sheet that a text file is.

    Accepted are UTF-8 with or without a byte-order mark, and UTF-16 with one. The delimiter is taken from the first
    line that is parted at all, which in a plain table is the line of headings.

    Raises:
        Refused: another encoding, binary content, quotes that do not close, or too many rows.
    """
    text = _decoded(data, file)
    rows = _split(text, _delimiter(text), file, limits)

    def read_rows() -> Iterator[list[Cell]]:
        for number, row in enumerate(rows, start=1):
            yield [
                Cell(value, number, column, Kind.TEXT, indent=_indent(value))
                if value.strip()
                else _empty(number, column)
                for column, value in enumerate(row, start=1)
            ]

    return Sheet(None, read_rows)


def _indent(value: str) -> int:
    return 0 if not value[0].isspace() else len(value) - len(value.lstrip())


def _empty(row: int, column: int) -> Cell:
    return Cell(None, row, column, Kind.EMPTY)


def _decoded(data: bytes, file: str) -> str:
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(
            file,
            Text(
                f"tệp không phải là văn bản UTF-8 (dòng {line} có ký tự không đọc được)",
                f"the file is not UTF-8 text (line {line} has characters that cannot be read)",
            ),
            SAVE_AS_UTF8,
        ) from None
    if (junk := _CONTROL.search(text)) is not None:
        line = text.count("\n", 0, junk.start()) + 1
        raise refuse(
            file,
            Text(
                f"tệp chứa dữ liệu nhị phân (dòng {line}), không phải bảng số liệu dạng văn bản",
                f"the file holds binary data (line {line}), it is not a table in text form",
            ),
            SAVE_AS_UTF8,
        )
    return text


def _delimiter(text: str) -> str:
    for line in io.StringIO(text[: 1 << 20]).readlines()[:_SNIFFED_LINES]:
        if line.startswith("#"):
            continue
        bare = re.sub(r'"[^"]*"', "", line)
        count, _, mark = max((bare.count(mark), -place, mark) for place, mark in enumerate(_DELIMITERS))
        if count:
            return mark
    return ","


def _split(text: str, delimiter: str, file: str, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if len(rows) > limits.rows or cells > limits.cells:
                raise _too_many(file, limits)
    except csv.Error:
        raise refuse(
            file,
            Text(
                f"dấu nháy kép không khép đúng, gần dòng {reader.line_num}",
                f"quotation marks do not close properly, near line {reader.line_num}",
            ),
            Text(
                "mỗi ô có dấu phân cách hoặc xuống dòng đặt trong một cặp nháy kép; nháy kép bên trong viết hai lần",
                "put a cell with a delimiter or line break between quotation marks, and double those inside it",
            ),
        ) from None
    return rows


def _too_many(file: str, limits: Limits) -> Refused:
    return refuse(
        file,
        Text(
            f"tệp có hơn {limits.rows} dòng hoặc {limits.cells} ô",
            f"the file has more than {limits.rows} rows or {limits.cells} cells",
        ),
        Text("chia thành nhiều tệp", "split it into several files"),
    )

"""Vocabulary tables: CSV files, the product's own and those a province adds beside them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from tongket.core.errors import InvalidInput

Row = dict[str, str]


def read_table(name: str, extra: Sequence[Path] = ()) -> list[Row]:
    """Read a vocabulary table.

    Args:
        name: file name, e.g. `units.csv`.
        extra: folders in which a file of the same name adds rows after the product's own. Where things are found by
            code, a later row with the same code takes the place of the earlier one.

    Returns:
        One dict of text a row, in file order.

    Raises:
        InvalidInput: a row with too few or too many columns, columns other than the product's, or a file that is not
            UTF-8.
    """
    own = files("tongket.core").joinpath("data", name).read_text(encoding="utf-8")
    rows = list(_parse(name, own.splitlines()))
    columns = list(rows[0])
    for folder in extra:
        path = folder / name
        if path.exists():
            added = list(_parse(str(path), _added_text(path).splitlines()))
            if added and list(added[0]) != columns:
                raise InvalidInput(
                    f"{path}: các cột phải là {', '.join(columns)}",
                    f"{path}: the columns must be {', '.join(columns)}",
                )
            rows.extend(added)
    return rows


def split_list(cell: str, mark: str = "|") -> tuple[str, ...]:
    """Split a cell that holds a list; an empty cell is an empty list."""
    return tuple(part.strip() for part in cell.split(mark) if part.strip())


def whole(cell: str, file: str, code: str, column: str) -> int:
    """Read a whole number of a vocabulary table.

    Raises:
        InvalidInput: it is none, or below zero.
    """
    if not (cell.isascii() and cell.isdigit()):
        raise InvalidInput(
            f"{file}, {code}: {column} phải là số nguyên không âm, không phải “{cell}”",
            f"{file}, {code}: {column} must be a whole number from 0, not “{cell}”",
        )
    return int(cell)


def _added_text(path: Path) -> str:
    try:
        # Excel's “CSV UTF-8” begins with a byte order mark.
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(
            f"{path}: tệp không phải UTF-8; lưu lại từ Excel với kiểu “CSV UTF-8”",
            f"{path}: the file is not UTF-8; save it from Excel as “CSV UTF-8”",
        ) from None


def _parse(name: str, lines: Iterable[str]) -> Iterator[Row]:
    for number, row in enumerate(csv.DictReader(lines), start=2):
        if None in row or None in row.values():
            raise InvalidInput(
                f"{name}, dòng {number}: thừa hoặc thiếu cột",
                f"{name}, line {number}: too many or too few columns",
            )
        yield row

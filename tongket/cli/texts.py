"""The department's own words for a review: `texts/*.csv` in the data folder, one line a row.

Columns: place, period, section (`tasks` or `coordination`), text_vi, text_en (may be empty).
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from tongket.core.errors import InvalidInput
from tongket.core.period import Period
from tongket.review.remark import Remark

COLUMNS = ["place", "period", "section", "text_vi", "text_en"]
SECTIONS = ("tasks", "coordination")


def read_remarks(folder: Path, place: str, period: Period) -> list[Remark]:
    """Return the remarks of a place and period, in the order of files and lines.

    Raises:
        InvalidInput: a file has other columns, an unknown section, or a period that does not exist.
    """
    return [
        Remark(row["section"], row["text_vi"].strip(), row["text_en"].strip())
        for path in sorted(folder.glob("*.csv"))
        for row in _rows(path)
        if row["place"] == place and Period.parse(row["period"]) == period
    ]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    except UnicodeDecodeError:
        raise InvalidInput(f"{path}: tệp phải ở mã UTF-8", f"{path}: the file must be UTF-8") from None
    if reader.fieldnames != COLUMNS:
        columns = ", ".join(COLUMNS)
        raise InvalidInput(f"{path}: các cột phải là {columns}", f"{path}: the columns must be {columns}")
    for number, row in enumerate(reader, start=2):
        if None in row or None in row.values() or row["section"] not in SECTIONS or not row["text_vi"].strip():
            raise InvalidInput(
                f"{path}, dòng {number}: mục phải là {' hoặc '.join(SECTIONS)} và phải có lời văn tiếng Việt",
                f"{path}, line {number}: the section must be {' or '.join(SECTIONS)}, with Vietnamese text",
            )
        yield row

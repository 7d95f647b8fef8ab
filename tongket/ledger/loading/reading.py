"""A file of figures, read whole or refused whole: the layout of each sheet is recognised by its headings."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tongket.core.figure import Figure, Key
from tongket.core.text import Lang, Text
from tongket.core.vocabulary import Vocabulary
from tongket.files.faults import Fault, Refused
from tongket.files.limits import LIMITS, Limits
from tongket.files.sheet import Sheet
from tongket.files.workbook import read_bytes, tables_of
from tongket.ledger.loading.findings import Findings
from tongket.ledger.loading.monthly import read_monthly
from tongket.ledger.loading.monthly_table import find_table
from tongket.ledger.loading.tidy import find_header, read_tidy
from tongket.ledger.loading.yearly import NOTHING, read_yearly
from tongket.ledger.loading.yearly_head import Stated, find_years


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a file says.

    Attributes:
        figures: its figures, each once, in the order they stand.
        digest: SHA-256 of its bytes, in hex: the same file loaded again is known by it.
        notes: what was left aside (hidden sheets, sheets without a table, figures stated twice).
    """

    figures: tuple[Figure, ...]
    digest: str
    notes: tuple[Text, ...]


def read_file(
    path: Path,
    vocabulary: Vocabulary,
    locale: Lang | None = None,
    *,
    told: Stated = NOTHING,
    limits: Limits = LIMITS,
) -> FileRead:
    """Read the figures of a workbook or text file.

    Args:
        path: the file.
        vocabulary: indicators, places, units, … that may be named.
        locale: how numbers in text cells are written, where the file does not state it.
        told: what its yearly tables are about, where they do not state it themselves.
        limits: how large the file may be.

    Raises:
        Refused: with every fault found; nothing of the file may then be used.
    """
    data = read_bytes(path, limits)
    opened = tables_of(data, path.name, limits)
    notes = list(opened.notes)
    figures: list[Figure] = []
    faults: list[Fault] = []
    empty: list[Sheet] = []
    told_used = not told.anything
    for sheet in opened.sheets:
        if find_header(sheet) is not None:
            more, wrong = read_tidy(sheet, path.name, vocabulary, locale)
        elif find_table(sheet) is not None:
            more, wrong = read_monthly(sheet, path.name, vocabulary, locale)
        elif find_years(sheet) is not None:
            more, wrong, aside = read_yearly(sheet, path.name, vocabulary, locale, told)
            notes += aside
            told_used = True
        else:
            empty.append(sheet)
            continue
        figures += more
        faults += wrong
    if len(empty) == len(opened.sheets):
        _, faults = read_tidy(opened.sheets[0], path.name, vocabulary, locale)
    kept, said_twice, clashes = _merged(figures, path.name)
    if faults or clashes:
        raise Refused([*faults, *clashes])
    notes += [_left_aside(path.name, sheet) for sheet in empty]
    if not told_used:
        notes.append(_told_in_vain(path.name))
    return FileRead(kept, hashlib.sha256(data).hexdigest(), (*notes, *said_twice))


def _left_aside(file: str, sheet: Sheet) -> Text:
    return Text(
        f"{file}: trang tính “{sheet.name}” không có bảng số liệu nên không đọc",
        f"{file}: the sheet “{sheet.name}” has no table of figures and was not read",
    )


def _told_in_vain(file: str) -> Text:
    return Text(
        f"{file}: không có bảng theo năm, nên chỉ tiêu, đơn vị, cơ quan… ghi ở lệnh không được dùng",
        f"{file}: there is no yearly table, so what the command says of indicator, unit, body, … was not used",
    )


def _merged(figures: Iterable[Figure], file: str) -> tuple[tuple[Figure, ...], list[Text], list[Fault]]:
    kept: dict[tuple[Key, date], Figure] = {}
    notes: list[Text] = []
    faults: list[Fault] = []
    for figure in figures:
        first = kept.setdefault((figure.key, figure.known_from), figure)
        if first is figure:
            continue
        places = f"{first.source.locator}, {figure.source.locator}"
        if _says(first) == _says(figure):
            notes.append(
                Text(
                    f"{file}: hai ô {places} nêu cùng một số liệu, chỉ ghi nhận một",
                    f"{file}: the cells {places} state the same figure, one of them is taken",
                )
            )
            continue
        sheet, _, cell = figure.source.locator.rpartition("!")
        findings = Findings(file, sheet or None)
        findings.add(cell, *_clash(first, figure))
        faults += findings.faults
    return tuple(kept.values()), notes, faults


def _says(figure: Figure) -> tuple[object, ...]:
    value = figure.value
    return (value.quantity, value.state, value.high, value.qualifier, value.notation)


def _clash(first: Figure, second: Figure) -> tuple[Text, Text]:
    one, other = first.value.quantity, second.value.quantity
    where = first.source.locator
    return (
        Text(
            f"số liệu {second.key} đã có giá trị khác ở ô {where}: {one} và {other}",
            f"the figure {second.key} has another value in cell {where}: {one} and {other}",
        ),
        Text(
            "giữ một giá trị; nếu là số công bố lại thì ghi ngày công bố khác nhau",
            "keep one of them; if one is a later statement, give each its own day of publication",
        ),
    )

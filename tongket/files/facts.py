"""What a value reader does not tell of a workbook: visibility, extent, formulas, errors, number formats.

The XML is read as a stream of events: no tree is built, entities are not resolved, nothing is fetched.
"""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from tongket.core.text import Text
from tongket.files.archive import broken
from tongket.files.faults import Refused, refuse
from tongket.files.limits import Limits
from tongket.files.meter import BROKEN_ZIP
from tongket.files.sheet import Shown, Span, position

_CHUNK = 1 << 16
_BROKEN_PART: tuple[type[Exception], ...] = (etree.XMLSyntaxError, KeyError, *BROKEN_ZIP)
_BUILTIN_PERCENT, _BUILTIN_MONTH = {"9", "10"}, {"17"}


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell format says of the number and its place."""

    shown: Shown = Shown.PLAIN
    indent: int = 0


PLAIN_STYLE = Style()


@dataclass(slots=True)
class Mark:
    """What is to be known of one cell beside its value."""

    error: bool = False
    formula: bool = False
    text_formula: bool = False
    style: Style = PLAIN_STYLE


@dataclass(slots=True)
class SheetFacts:
    """What is to be known of one sheet.

    Attributes:
        name: as on its tab.
        part: name of its XML in the archive.
        hidden: whether it is hidden from the user.
        height: the last row with content.
        width: the last column with content.
        marks: cells that are not plain, by row and column.
        merged: the merged ranges.
    """

    name: str
    part: str
    hidden: bool
    height: int = 0
    width: int = 0
    marks: dict[tuple[int, int], Mark] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)


class _Handler(Protocol):
    def start(self, tag: str, attrib: Mapping[str, str]) -> None: ...


def read_facts(archive: zipfile.ZipFile, file: str, limits: Limits) -> list[SheetFacts]:
    """Return the worksheets in their order; only visible ones are looked into.

    Raises:
        Refused: XML that is not well formed, a cell outside any sheet, or more rows or cells than allowed.
    """
    links = _Links()
    _feed(archive, "xl/_rels/workbook.xml.rels", links, file)
    book = _Book(links.sheets)
    _feed(archive, "xl/workbook.xml", book, file)
    styles = _Styles()
    if "xl/styles.xml" in archive.namelist():
        _feed(archive, "xl/styles.xml", styles, file)
    room = limits.cells
    for sheet in book.sheets:
        if not sheet.hidden:
            _feed(archive, sheet.part, _Cells(sheet, styles.cells, file, limits), file)
            room -= sheet.height * sheet.width
            if room < 0:
                raise _too_many(
                    file, sheet.name, f"hơn {limits.cells} ô", f"more than {limits.cells} cells", sheet.height
                )
    return book.sheets


def _feed(archive: zipfile.ZipFile, part: str, handler: _Handler, file: str) -> None:
    target = _Target(handler)
    parser = etree.XMLParser(
        target=target,  # type: ignore[arg-type]  # lxml is content with start, end, close; calls for text would cost
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
    )
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.feed(chunk)
        parser.close()
    except Refused:
        raise
    except _BROKEN_PART:
        raise broken(file) from None


class _Target:
    """Hands on start tags without their namespaces: writers differ in prefixes, readers go by the local name."""

    def __init__(self, handler: _Handler) -> None:
        self._start = handler.start

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        self._start(tag.rpartition("}")[2], attrib)

    def end(self, tag: str) -> None:
        """Nothing is needed of end tags."""

    def close(self) -> None:
        """Nothing is kept."""


class _Links:
    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        if tag == "Relationship" and attrib.get("Type", "").endswith("/worksheet"):
            target = attrib.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            self.sheets[attrib.get("Id", "")] = part


class _Book:
    def __init__(self, parts: Mapping[str, str]) -> None:
        self._parts = parts
        self.sheets: list[SheetFacts] = []

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        if tag != "sheet":
            return
        link = next((value for name, value in attrib.items() if name.endswith("}id")), "")
        if link in self._parts:
            hidden = attrib.get("state", "visible") != "visible"
            self.sheets.append(SheetFacts(attrib.get("name", ""), self._parts[link], hidden))


class _Styles:
    def __init__(self) -> None:
        self.cells: list[Style] = []
        self._formats: dict[str, str] = {}
        self._inside = False

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        if tag == "numFmt":
            self._formats[attrib.get("numFmtId", "")] = attrib.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            self._inside = tag == "cellXfs"
        elif self._inside and tag == "xf":
            self.cells.append(Style(self._shown(attrib.get("numFmtId", "0"))))
        elif self._inside and tag == "alignment" and self.cells:
            steps = attrib.get("indent", "0")
            self.cells[-1] = Style(self.cells[-1].shown, int(steps) if steps.isdecimal() and len(steps) < 4 else 0)

    def _shown(self, number: str) -> Shown:
        code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", self._formats.get(number, "")).partition(";")[0]
        if number in _BUILTIN_PERCENT or "%" in code:
            return Shown.PERCENT
        if number in _BUILTIN_MONTH or ("y" in code.lower() and not set(code.lower()) & set("dhs")):
            return Shown.MONTH
        # A comma after the last digit place divides what is seen by a thousand.
        return Shown.THOUSANDS if re.search(r"[0#?],+(?![0#?,])", code) else Shown.PLAIN


class _Cells:
    def __init__(self, sheet: SheetFacts, styles: list[Style], file: str, limits: Limits) -> None:
        self._sheet, self._styles, self._file, self._limits = sheet, styles, file, limits
        self._row = self._column = 0
        self._type: str | None = None
        self._style = PLAIN_STYLE

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        if tag == "c":
            self._cell(attrib)
        elif tag in ("v", "is", "f"):
            self._content(tag)
        elif tag == "row":
            number = attrib.get("r")
            self._row = self._row + 1 if number is None else self._number(number)
            self._column = 0
        elif tag == "mergeCell":
            self._merge(attrib.get("ref", ""))

    def _cell(self, attrib: Mapping[str, str]) -> None:
        name = attrib.get("r")
        if name is None:
            self._column += 1
        else:
            found = position(name)
            if found is None:
                raise broken(self._file)
            self._row, self._column = found
        self._type = attrib.get("t")
        number = attrib.get("s", "")
        self._style = PLAIN_STYLE
        if number.isdecimal() and len(number) < 7 and int(number) < len(self._styles):
            self._style = self._styles[int(number)]

    def _content(self, tag: str) -> None:
        sheet = self._sheet
        sheet.height, sheet.width = max(sheet.height, self._row), max(sheet.width, self._column)
        if self._row > self._limits.rows:
            most = self._limits.rows
            raise _too_many(self._file, sheet.name, f"hơn {most} dòng", f"more than {most} rows", self._row)
        # Checked here as well: a marked cell must not be kept for a sheet that will be refused.
        if sheet.height * sheet.width > self._limits.cells:
            most = self._limits.cells
            raise _too_many(self._file, sheet.name, f"hơn {most} ô", f"more than {most} cells", self._row)
        if tag == "f" or self._type == "e" or self._style is not PLAIN_STYLE:
            mark = sheet.marks.setdefault((self._row, self._column), Mark(style=self._style))
            mark.error |= self._type == "e"
            mark.formula |= tag == "f"
            mark.text_formula |= self._type == "str"

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = position(first), position(last or first)
        if start is None or end is None:
            raise broken(self._file)
        self._sheet.merged.append(Span(start[0], start[1], end[0], end[1]))

    def _number(self, text: str) -> int:
        found = position(f"A{text}")
        if found is None:
            raise broken(self._file)
        return found[0]


def _too_many(file: str, sheet: str, vi: str, en: str, row: int) -> Refused:
    return refuse(
        file,
        Text(f"bảng quá lớn: {vi} (tới dòng {row})", f"the table is too large: {en} (down to row {row})"),
        Text(
            "xóa các dòng, cột thừa ở cuối trang tính, hoặc chia thành nhiều tệp",
            "delete stray rows and columns at the end of the sheet, or split it into several files",
        ),
        sheet,
    )

"""Word files: the text as it reads with its tracked changes accepted, and where each letter of it stands.

Reading the same bytes twice gives the same places, so that who writes comments into a copy finds the runs again.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from tongket.core.text import Text
from tongket.files.limits import Limits
from tongket.files.text.builder import Builder
from tongket.files.text.document import DocumentText
from tongket.files.text.fonts import STRICT, Encoding, Fonts, W, child, get
from tongket.files.text.legacy import Legacy, convert, told_by_letters
from tongket.files.text.offsets import Offsets
from tongket.files.text.package import Element, broken, open_word, parse
from tongket.files.text.tables import Grid, GridCell

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_PROPERTIES = frozenset(
    [
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "tcPr",
        "trPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "instrText",
        "delText",
        "delInstrText",
    ]
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_CAPTION = re.compile(r"(?:bảng|biểu|phụ lục|table|đơn vị|đvt)\b", re.IGNORECASE)
_CREATED = re.compile(r"\d{4}-\d{2}-\d{2}")
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """A stretch of the text that one element holds.

    Attributes:
        element: the `w:t`, or the sign (tab, break).
        start: offset of its first letter before composing.
        end: offset after its last one.
        host: where a comment on it can hang: itself in the main text; for a footnote or text box the run in the main
            text that shows it.
        places: from the element's own letters to the text, where they were in an old encoding.
    """

    element: Element
    start: int
    end: int
    host: Element
    places: Offsets | None


@dataclass(slots=True)
class WordFile:
    """A Word file that was read.

    Attributes:
        archive: the opened archive.
        main: name of the main part.
        root: its tree.
        atoms: the stretches of the text, in order of their offsets.
        controls: tag (or title), start and end, before composing, of the content controls inside paragraphs.
    """

    archive: zipfile.ZipFile
    main: str
    root: Element
    atoms: list[Atom] = field(default_factory=list)
    controls: list[tuple[str, int, int]] = field(default_factory=list)


def read_word(data: bytes, name: str, limits: Limits) -> tuple[DocumentText, WordFile]:
    """Return the text of a Word file, and the file itself.

    Raises:
        InvalidInput: not a Word file, damaged, with a password, or too large.
    """
    archive = open_word(data, name, limits)
    names = set(archive.namelist())
    main = _main_part(archive, names, name)
    file = WordFile(archive, main, parse(archive, main, name))
    folder = main.rpartition("/")[0]
    styles = f"{folder}/styles.xml".lstrip("/")
    fonts = Fonts(parse(archive, styles, name) if styles in names else None)
    old = _old_letters(file.root, fonts)
    builder = Builder()
    walk = _Walk(builder, file, fonts, old)
    walk.body(file.root)
    stories = [(f"{folder}/{story}s.xml".lstrip("/"), story) for story in ("footnote", "endnote")]
    for part, story in stories:
        if part in names:
            walk.notes(parse(archive, part, name), story)
    if walk.converted:
        builder.notes.append(
            Text("phông chữ cũ (TCVN3, VNI) đã chuyển sang Unicode", "old fonts (TCVN3, VNI) were read as Unicode")
        )
    title, day = _properties(archive, names, name)
    return builder.build(name, "docx", title=title, date=day), file


def atoms_again(file: WordFile) -> list[Atom]:
    """Return the stretches of the main text as the tree has them now; its runs may have been split since."""
    names = set(file.archive.namelist())
    styles = f"{file.main.rpartition('/')[0]}/styles.xml".lstrip("/")
    fonts = Fonts(parse(file.archive, styles, file.main) if styles in names else None)
    again = WordFile(file.archive, file.main, file.root)
    _Walk(Builder(), again, fonts, _old_letters(file.root, fonts)).body(file.root)
    return again.atoms


def _main_part(archive: zipfile.ZipFile, names: set[str], name: str) -> str:
    if "_rels/.rels" in names:
        for relation in parse(archive, "_rels/.rels", name).iter(f"{{{_RELATION}}}Relationship"):
            target = str(relation.get("Target", "")).lstrip("/")
            if str(relation.get("Type", "")).endswith("/officeDocument") and target in names:
                return target
    raise broken(name)


def _old_letters(root: Element, fonts: Fonts) -> Legacy | None:
    """Return the old encoding of a text whose fonts were changed afterwards, so that only its letters tell."""
    sample: list[str] = []
    length = 0
    for element in root.iter(f"{{{W}}}t", f"{{{STRICT}}}t"):
        text = str(element.text or "")
        run = element.getparent()
        if run is None or fonts.encoding(run, run.getparent()) is not None:
            continue
        sample.append(text)
        length += len(text)
        if length > 100_000:
            break
    return told_by_letters(" ".join(sample))


def _properties(archive: zipfile.ZipFile, names: set[str], name: str) -> tuple[str | None, str | None]:
    """Return title and day of the file's properties."""
    if "docProps/core.xml" not in names:
        return None, None
    root = parse(archive, "docProps/core.xml", name)
    title = root.findtext(f"{_DC}title")
    # Saving again does not make a report of another period; the day it was begun is nearest to it.
    created = _CREATED.match(str(root.findtext(f"{_TERMS}created") or ""))
    return (str(title) if title else None), (_day(created[0]) if created else None)


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


class _Walk:
    """Writes the text of a document into a builder and notes which element holds which of it."""

    def __init__(self, builder: Builder, file: WordFile, fonts: Fonts, old: Legacy | None) -> None:
        self._to = builder
        self._file = file
        self._fonts = fonts
        self._old: Encoding | None = (old, False) if old else None
        self._host: Element | None = None
        self._noted: dict[tuple[str, str], Element] = {}
        self._boxes: list[tuple[Element, Element]] = []
        self._paragraphs = self._box_count = self._tables = 0
        self._last_line = ""
        self.converted = False

    def body(self, root: Element) -> None:
        """Write the main text."""
        for element in root:
            if local(element) == "body":
                self._blocks(element)

    def notes(self, root: Element, kind: str) -> None:
        """Write the footnotes or endnotes that the main text refers to."""
        number = 0
        for note in root:
            host = self._noted.get((kind, get(note, "id") or ""))
            if local(note) != kind or host is None:
                continue
            number += 1
            start, self._host = self._to.length, host
            self._blocks(note, counted=False)
            self._to.piece(start, "footnote", number)
            self._host = None

    def _blocks(self, parent: Element, *, counted: bool = True) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element, counted=counted)
            elif name == "tbl":
                self._table(element)
            elif name in ("del", "moveFrom") or name is None or name in _PROPERTIES:
                continue
            else:
                self._blocks(element, counted=counted)

    def _paragraph(self, paragraph: Element, *, counted: bool = True) -> None:
        start = self._to.length
        self._inline(paragraph, paragraph)
        if counted:
            self._paragraphs += 1
        # A paragraph whose end was deleted runs into the next one.
        if not _mark_deleted(paragraph):
            self._to.add("\n")
        if counted:
            self._to.piece(start, "paragraph", self._paragraphs)
        if self._to.length - start > 1:
            self._last_line = self._to.since(start).strip()
        if not self._boxes or self._host is not None:
            return
        boxes, self._boxes = self._boxes, []
        for box, host in boxes:
            self._box_count += 1
            start, self._host = self._to.length, host
            self._blocks(box, counted=False)
            self._to.piece(start, "text-box", self._box_count)
            self._host = None

    def _inline(self, element: Element, paragraph: Element, run: Element | None = None) -> None:
        for part in element:
            name = local(part)
            if name is None or name in _PROPERTIES or name in ("del", "moveFrom"):
                continue
            if name == "txbxContent":
                self._box(part, run)
            elif name == "t":
                self._text(part, paragraph, run)
            elif name in _SIGNS:
                self._atom(part, _SIGNS[name], None, run)
            elif name in ("footnoteReference", "endnoteReference") and run is not None:
                self._noted[(name.removesuffix("Reference"), get(part, "id") or "")] = run
            elif name == "sdt":
                self._control(part, paragraph, run)
            else:
                self._inline(part, paragraph, part if name == "r" else run)

    def _control(self, control: Element, paragraph: Element, run: Element | None) -> None:
        marks = {local(e): get(e, "val") or "" for p in control if local(p) == "sdtPr" for e in p}
        # An empty control shows an invitation to fill it, which is no text.
        if "showingPlcHdr" in marks and marks["showingPlcHdr"] not in ("0", "false", "off"):
            return
        start = self._to.length
        self._inline(control, paragraph, run)
        self._file.controls.append((marks.get("tag") or marks.get("alias") or "", start, self._to.length))

    def _box(self, box: Element, run: Element | None) -> None:
        if self._host is None and run is not None:
            self._boxes.append((box, run))
        elif self._host is not None:
            # A box inside a box or a note has no place of its own in the main text.
            self._blocks(box, counted=False)

    def _text(self, element: Element, paragraph: Element, run: Element | None) -> None:
        text = str(element.text or "")
        encoding = self._fonts.encoding(run, paragraph) if run is not None else None
        encoding = encoding or self._old
        places = None
        if encoding is not None and not text.isascii():
            text, places = convert(text, encoding[0])
            self.converted = True
        if encoding is not None and encoding[1]:
            text = "".join(c.upper() if len(c.upper()) == 1 else c for c in text)
        self._atom(element, text, places, run)

    def _atom(self, element: Element, text: str, places: Offsets | None, run: Element | None) -> None:
        start = self._to.add(text)
        if text:
            host = self._host if self._host is not None else run if run is not None else element
            self._file.atoms.append(Atom(element, start, self._to.length, host, places))

    def _table(self, table: Element) -> None:
        """Write a table: a row a line, cells parted by tabs; one inside a cell reads as text of that cell."""
        line = self._last_line
        caption = line if _CAPTION.match(line) or (len(line) < 150 and line[-1:] not in ".;,") else ""
        start, rows = self._to.length, []
        for row in _through(table, "tr"):
            properties = child(row, "trPr")
            if properties is not None and child(properties, "del") is not None:
                continue
            header = properties is not None and child(properties, "tblHeader") is not None
            rows.append(self._row(row, header))
            self._to.end_line()
        self._to.grids.append(Grid(start, self._to.length, caption, tuple(rows)))
        if self._host is None:
            self._tables += 1
            self._to.piece(start, "table", self._tables)
        self._last_line = ""

    def _row(self, row: Element, header: bool) -> tuple[GridCell, ...]:
        cells = []
        for number, cell in enumerate(_through(row, "tc")):
            if number:
                self._to.add("\t")
            start = self._to.length
            for paragraph in _paragraphs(cell):
                if self._to.length > start:
                    self._to.add(" ")
                self._inline(paragraph, paragraph)
            properties = child(cell, "tcPr")
            span = child(properties, "gridSpan") if properties is not None else None
            width = (get(span, "val") or "1") if span is not None else "1"
            merge = child(properties, "vMerge") if properties is not None else None
            goes_on = merge is not None and get(merge, "val") != "restart"
            cells.append(
                GridCell(
                    start, self._to.length, int(width) if width.isdigit() and len(width) < 4 else 1,
                    0 if goes_on else 1, header,
                )
            )  # fmt: skip
        return tuple(cells)


def _through(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield the rows or cells of a table, those inside content controls and accepted insertions too."""
    for element in parent:
        name = local(element)
        if name == wanted:
            yield element
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", ""):
            yield from _through(element, wanted)


def _paragraphs(parent: Element) -> Iterator[Element]:
    """Yield the paragraphs of a cell, those of tables and controls inside it too."""
    for element in parent:
        name = local(element)
        if name == "p":
            yield element
        elif name is not None and name not in _PROPERTIES and name not in ("del", "moveFrom"):
            yield from _paragraphs(element)


def local(element: Element) -> str | None:
    """Return the name of an element of the text; None for what is passed over, empty for what others put around."""
    if not isinstance(element.tag, str):
        return None
    name = etree.QName(element)
    # A shape is there twice, for new programs and for old ones; its text counts once.
    if name.namespace == _MC:
        return None if name.localname == "Fallback" else ""
    return str(name.localname) if name.namespace in (W, STRICT) else ""


def _mark_deleted(paragraph: Element) -> bool:
    properties = child(paragraph, "pPr")
    mark = child(properties, "rPr") if properties is not None else None
    return mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None)

"""Finds the bound numbers of a Word file again, whatever people and programs have done to it since.

A number carries three marks – the tag of its control, the alias of its control, a bookmark around it – and the file a
part that lists them all. Word, LibreOffice and people lose different ones of these, so each is tried.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from lxml import etree

from tongket.core.errors import InvalidInput
from tongket.core.figure import split_id
from tongket.review.word.binding import NAMESPACE, parse_bookmark
from tongket.review.word.container import not_word, read_package
from tongket.review.word.markup import MC, Element, W, q

FoundBy = Literal["tag", "alias", "bookmark"]

MAX_XML = 64 * 2**20
"""Bytes of one part that are read at most; the text of a long review has less than two million."""

_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OTHER_STORIES = re.compile(r"word/(footnotes|endnotes|header\d*|footer\d*)\.xml")
_ITEM = re.compile(r"customXml/[^/]+\.xml")
_PROPERTIES = frozenset({"pPr", "rPr", "tblPr", "tblGrid", "tcPr", "trPr", "sectPr", "sdtPr", "sdtEndPr", "instrText"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class BoundNumber:
    """A bound number as it now stands in a file.

    Attributes:
        id: short id of its figure.
        occurrence: which printing of that figure it is, from 1; a copy made since then counts on.
        key: text form of the figure's key; None where the file's list has it not, or is lost.
        printed: as it was printed; None likewise.
        text: as it stands now, tracked changes accepted; None where the number is lost.
        found_by: the mark that led to it; None where it is lost.
        posting: the ledger's posting as of which it was printed; None where the list is lost.
    """

    id: str
    occurrence: int
    key: str | None
    printed: str | None
    text: str | None
    found_by: FoundBy | None
    posting: int | None


@dataclass(frozen=True, slots=True)
class BoundDocument:
    """The bound numbers of a file, in the order they were printed, copies last.

    Attributes:
        numbers: every one that was printed, lost ones too, and every copy made since.
        version: of the program that wrote the file; None where the list is lost.
        as_of: what was known on that day; None: everything known, or the list is lost.
        posting: the last posting the figures were read from; None where the list is lost.
    """

    numbers: tuple[BoundNumber, ...]
    version: str | None
    as_of: date | None
    posting: int | None


@dataclass(frozen=True, slots=True)
class _Listed:
    id: str
    occurrence: int
    key: str | None = None
    printed: str | None = None
    posting: int | None = None


@dataclass(frozen=True, slots=True)
class _Listing:
    numbers: tuple[_Listed, ...]
    version: str | None
    as_of: date | None
    posting: int | None


@dataclass(frozen=True, slots=True, eq=False)
class _Mark:
    """A stretch of the text that a control or bookmark holds. A bookmark knows its occurrence, a control does not."""

    id: str
    start: int
    end: int
    text: str
    found_by: FoundBy
    occurrence: int | None = None


def read_bound(path: Path) -> BoundDocument:
    """Read the bound numbers of a Word file.

    Raises:
        InvalidInput: not a Word file, damaged, locked with a password, far too large, or without any bound number.
    """
    data = read_package(path)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        main = _main_part(archive, names, path)
        stories = [main, *sorted(name for name in names if _OTHER_STORIES.fullmatch(name) and name != main)]
        text = _Text()
        for name in stories:
            text.read(_parse(archive, name, path))
        listing = _listing(archive, names, path)
    controls, bookmarks = text.marks()
    if listing is None and not controls and not bookmarks:
        raise InvalidInput(
            f"{path}: tệp này không có số liệu gắn kết; chỉ dùng được báo cáo Word do tongket lập",
            f"{path}: this file has no bound numbers; use a Word review written by tongket",
        )
    listed = listing.numbers if listing else _recovered(controls, bookmarks)
    numbers = tuple(_match(listed, controls, bookmarks))
    if listing is None:
        return BoundDocument(numbers, None, None, None)
    return BoundDocument(numbers, listing.version, listing.as_of, listing.posting)


def _match(listed: tuple[_Listed, ...], controls: list[_Mark], bookmarks: list[_Mark]) -> Iterator[BoundNumber]:
    """Yield every listed number with what stands for it now, then the copies."""
    named = {(mark.id, mark.occurrence): mark for mark in bookmarks}
    free: dict[str, list[_Mark]] = defaultdict(list)
    for control in controls:
        free[control.id].append(control)
    found: dict[_Listed, _Mark] = {}
    # By place first: a control inside its bookmark, or what a bookmark holds without one.
    for number in listed:
        bookmark = named.get((number.id, number.occurrence))
        if bookmark is None:
            continue
        inside = [c for c in free[number.id] if bookmark.start <= c.start and c.end <= bookmark.end]
        mark = inside[0] if inside else bookmark
        if inside:
            free[number.id].remove(mark)
        if mark.text:
            found[number] = mark
    # What was moved or lost its bookmark is told by what it says, then by order.
    for same_text in (True, False):
        for number in listed:
            rest = [c for c in free[number.id] if not same_text or c.text == number.printed]
            if number not in found and rest:
                found[number] = rest[0]
                free[number.id].remove(rest[0])
    for number in listed:
        yield _bound(number, found.get(number))
    yield from _copies(listed, free)


def _copies(listed: tuple[_Listed, ...], free: dict[str, list[_Mark]]) -> Iterator[BoundNumber]:
    for identity, marks in free.items():
        known = [number for number in listed if number.id == identity]
        first = known[0] if known else _Listed(identity, 0)
        count = max((number.occurrence for number in known), default=0)
        for number, mark in enumerate(marks, start=count + 1):
            yield _bound(_Listed(identity, number, first.key, first.printed, first.posting), mark)


def _bound(number: _Listed, mark: _Mark | None) -> BoundNumber:
    return BoundNumber(
        number.id,
        number.occurrence,
        number.key,
        number.printed,
        mark.text if mark else None,
        mark.found_by if mark else None,
        number.posting,
    )


def _recovered(controls: list[_Mark], bookmarks: list[_Mark]) -> tuple[_Listed, ...]:
    """Return what the marks alone tell was printed, where the list is lost."""
    listed = {_Listed(mark.id, mark.occurrence or 1): mark.start for mark in bookmarks}
    for control in controls:
        count = sum(number.id == control.id for number in listed)
        alike = sum(other.id == control.id for other in controls)
        if count < alike:
            taken = {number.occurrence for number in listed if number.id == control.id}
            free = next(n for n in range(1, alike + 1) if n not in taken)
            listed.setdefault(_Listed(control.id, free), control.start)
    return tuple(sorted(listed, key=lambda number: (listed[number], number.occurrence)))


@dataclass(slots=True)
class _Text:
    """The text of a file as one string, as it reads with its tracked changes accepted, and the marks in it."""

    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _open: dict[str, tuple[str, int]] = field(default_factory=dict)
    _bookmarks: list[tuple[str, int, int]] = field(default_factory=list)
    _controls: list[tuple[str, FoundBy, int, int]] = field(default_factory=list)

    def read(self, root: Element) -> None:
        """Add a part of the file."""
        # Bookmark ids are unique within a part only.
        self._open.clear()
        self._walk(root, deleted=False)
        self._add("\n")

    def marks(self) -> tuple[list[_Mark], list[_Mark]]:
        """Return the controls that still hold text, and all bookmarks."""
        whole = "".join(self._pieces)
        controls = []
        for identity, found_by, start, end in self._controls:
            text = _standing(whole, start, end)
            if text:
                controls.append(_Mark(identity, start, end, text, found_by))
        bookmarks = []
        for name, start, end in self._bookmarks:
            parsed = parse_bookmark(name)
            if parsed:
                text = _standing(whole, start, end)
                bookmarks.append(_Mark(parsed[0], start, end, text, "bookmark", parsed[1]))
        return controls, bookmarks

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _walk(self, element: Element, *, deleted: bool) -> None:
        for child in element:
            name = _local(child)
            if name is None or name in _PROPERTIES:
                continue
            gone = deleted or name in ("del", "moveFrom") or (name == "tr" and _row_deleted(child))
            if name == "bookmarkStart":
                self._open[_get(child, "id") or ""] = (_get(child, "name") or "", self._length)
            elif name == "bookmarkEnd":
                self._close(_get(child, "id") or "")
            elif name == "sdt":
                self._control(child, deleted=gone)
            else:
                if not gone:
                    self._add(str(child.text or "") if name == "t" else _SIGNS.get(name, ""))
                self._walk(child, deleted=gone)
                if name == "p":
                    self._add("\n")

    def _close(self, identity: str) -> None:
        started = self._open.pop(identity, None)
        if started:
            self._bookmarks.append((started[0], started[1], self._length))

    def _control(self, element: Element, *, deleted: bool) -> None:
        marks: dict[str, str] = {}
        for properties in _children(element, "sdtPr"):
            for child in properties:
                marks[_local(child) or ""] = _get(child, "val") or ""
        # A control that was emptied shows an invitation to fill it, which is not a number.
        gone = deleted or marks.get("showingPlcHdr", "off") not in ("0", "false", "off")
        start = self._length
        for content in _children(element, "sdtContent"):
            self._walk(content, deleted=gone)
        found = _identity(marks)
        if found:
            self._controls.append((found[0], found[1], start, self._length))


def _identity(marks: dict[str, str]) -> tuple[str, FoundBy] | None:
    """Return the figure's id that a control carries, and where; None for a control that is none of ours."""
    kinds: tuple[FoundBy, ...] = ("tag", "alias")
    for kind in kinds:
        text = marks.get(kind, "")
        try:
            split_id(text)
        except InvalidInput:
            continue
        return text.strip().lower(), kind
    return None


def _standing(whole: str, start: int, end: int) -> str:
    """Return what is read in a stretch of text.

    Digits typed right before or behind a control are not in it, and yet the reader sees one number: they are added.
    """
    while start < end and whole[start].isspace():
        start += 1
    while end > start and whole[end - 1].isspace():
        end -= 1
    if start == end:
        return ""
    while start > 0 and whole[start].isdigit() and _glued(whole[max(start - 2, 0) : start][::-1]):
        start -= 1 if whole[start - 1].isdigit() else 2
    while end < len(whole) and whole[end - 1].isdigit() and _glued(whole[end : end + 2]):
        end += 1 if whole[end].isdigit() else 2
    return whole[start:end]


def _glued(beyond: str) -> bool:
    """Say whether what follows a digit belongs to its number: a digit, or a mark with a digit behind it."""
    return beyond[:1].isdigit() or (beyond[:1] in (".", ",") and beyond[1:2].isdigit())


def _listing(archive: zipfile.ZipFile, names: list[str], path: Path) -> _Listing | None:
    """Return what the file's list says; None where it is lost or unreadable."""
    for name in sorted(names):
        if not _ITEM.fullmatch(name):
            continue
        root = _parse(archive, name, path)
        if root.tag != q("bindings", NAMESPACE):
            continue
        try:
            as_of = root.get("as-of")
            return _Listing(
                tuple(_listed(element) for element in root.iterfind(q("number", NAMESPACE))),
                root.get("version"),
                date.fromisoformat(str(as_of)) if as_of else None,
                int(str(root.get("posting"))),
            )
        except ValueError:
            return None
    return None


def _listed(element: Element) -> _Listed:
    return _Listed(
        str(element.get("id")),
        int(str(element.get("occurrence"))),
        str(element.get("key")),
        str(element.get("printed")),
        int(str(element.get("posting"))),
    )


def _main_part(archive: zipfile.ZipFile, names: list[str], path: Path) -> str:
    if "_rels/.rels" in names:
        for relation in _parse(archive, "_rels/.rels", path):
            target = str(relation.get("Target", "")).lstrip("/")
            if str(relation.get("Type", "")).endswith("/officeDocument") and target in names:
                root = _parse(archive, target, path)
                if _local(root) == "document":
                    return target
    raise not_word(path)


def _parse(archive: zipfile.ZipFile, name: str, path: Path) -> Element:
    if archive.getinfo(name).file_size > MAX_XML:
        raise InvalidInput(
            f"{path}: phần {name} quá lớn so với một văn bản, không đọc",
            f"{path}: the part {name} is too large for a document, not read",
        )
    try:
        return etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise not_word(path) from None


def _local(element: Element) -> str | None:
    """Return the name of an element of the text; None for what is to be passed over."""
    if not isinstance(element.tag, str):
        return None
    name = etree.QName(element)
    # A shape is there twice, for new programs and for old ones; its text counts once.
    if name.namespace == MC:
        return None if name.localname == "Fallback" else ""
    return str(name.localname) if name.namespace in (W, _STRICT) else ""


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if _local(child) == name]


def _get(element: Element, name: str) -> str | None:
    value = element.get(q(name)) or element.get(q(name, _STRICT))
    return None if value is None else str(value)


def _row_deleted(row: Element) -> bool:
    return any(_children(properties, "del") for properties in _children(row, "trPr"))

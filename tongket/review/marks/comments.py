"""A copy of a Word file with the findings as comments at the right words; all else in it stays as it was."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from tongket.core.errors import InvalidInput, Unavailable
from tongket.core.text import Lang
from tongket.files.limits import LIMITS, Limits
from tongket.files.text.fonts import STRICT
from tongket.files.text.package import parse
from tongket.files.text.word import Atom, WordFile, atoms_again, local, read_word
from tongket.review.checked import Checked, Mark
from tongket.review.marks.lines import SHOWN, told
from tongket.review.marks.words import NAMES, SIGNS

Element = etree._Element

AUTHOR, INITIALS = "tongket", "TK"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def write_comments(data: bytes, checked: Checked, out: Path, lang: Lang, *, limits: Limits = LIMITS) -> int:
    """Write the copy.

    Args:
        data: the Word file as it was read.
        checked: what was found in its text.
        out: the file to write.
        lang: the language of the comments.
        limits: how large the file may be.

    Returns:
        How many comments it has more than before.

    Raises:
        InvalidInput: the bytes are not those that were checked.
        Unavailable: it cannot be written there.
    """
    document, file = read_word(data, checked.document.name, limits)
    if document.text != checked.document.text:
        raise InvalidInput(
            f"{document.name}: tệp đã thay đổi trong khi kiểm tra; chạy lại lệnh",
            f"{document.name}: the file has changed since it was checked; run the command again",
        )
    marks = [mark for mark in checked.marks if mark.verdict in SHOWN and mark.findings]
    spans = [(document.offsets.to_old(mark.start), document.offsets.to_old(mark.end)) for mark in marks]
    placed = _anchors(file, spans)
    package = _Package(file, document.name)
    for mark, anchors in zip(marks, placed, strict=True):
        if anchors:
            _hang(anchors, package.add(_words(mark, lang)), package.space)
    try:
        out.write_bytes(package.packed())
    except OSError as error:
        raise Unavailable(
            f"{out}: không ghi được tệp; đóng tệp nếu đang mở trong Word, kiểm tra thư mục và quyền ghi",
            f"{out}: cannot be written ({error.strerror}); close it in Word, check folder and rights",
        ) from None
    return package.added


def _words(mark: Mark, lang: Lang) -> list[str]:
    findings = [f for f in mark.findings if f.verdict in SHOWN]
    head = f"{SIGNS[mark.verdict]} {NAMES[mark.verdict].to(lang).capitalize()}"
    return [head, *(told(finding, lang) for finding in findings)]


def _anchors(file: WordFile, spans: Sequence[tuple[int, int]]) -> list[tuple[Element, Element] | None]:
    """Return the first and the last element of each span; runs are split where a span begins or ends inside one."""
    cuts = sorted({place for span in spans for place in span}, reverse=True)
    # From the end, so that what stands before a cut keeps its place.
    own = [atom for atom in file.atoms if _is_own(atom)]
    at = len(own) - 1
    for cut in cuts:
        while at >= 0 and own[at].start >= cut:
            at -= 1
        if at >= 0 and own[at].end > cut:
            _split(own[at], cut)
        elif at + 1 < len(own) and own[at + 1].start == cut:
            _part(own[at + 1].host, own[at + 1].element)
    now = atoms_again(file) + [atom for atom in file.atoms if not _is_own(atom)]
    return [_found(now, span) for span in spans]


def _is_own(atom: Atom) -> bool:
    """Whether the run that holds a stretch stands in the main text itself."""
    return atom.element.getparent() is atom.host


def _found(atoms: Sequence[Atom], span: tuple[int, int]) -> tuple[Element, Element] | None:
    inside = [atom.host for atom in atoms if atom.start < span[1] and span[0] < atom.end]
    return (inside[0], inside[-1]) if inside else None


def _split(atom: Atom, cut: int) -> None:
    """Split a run inside one of its texts."""
    text = str(atom.element.text or "")
    at = cut - atom.start
    if atom.places is not None:
        at = atom.places.to_old(at)
    if not 0 < at < len(text) or local(atom.element) != "t":
        return
    rest = etree.Element(str(atom.element.tag))
    rest.text, atom.element.text = text[at:], text[:at]
    for element in (rest, atom.element):
        element.set(_XML_SPACE, "preserve")
    atom.element.addnext(rest)
    _part(atom.host, rest)


def _part(run: Element, first: Element) -> None:
    """Move an element of a run and what follows it into a run of its own behind it."""
    if local(run) != "r" or first.getparent() is not run:
        return
    before = [e for e in first.itersiblings(preceding=True) if local(e) != "rPr"]
    if not before:
        return
    behind = etree.Element(str(run.tag), {str(k): str(v) for k, v in run.attrib.items()})
    properties = next((e for e in run if local(e) is not None and etree.QName(e).localname == "rPr"), None)
    if properties is not None:
        behind.append(_copied(properties))
    behind.extend([first, *first.itersiblings()])
    run.addnext(behind)


def _copied(element: Element) -> Element:
    return etree.fromstring(etree.tostring(element))


def _hang(anchors: tuple[Element, Element], number: int, space: str) -> None:
    """Put the marks of a comment around the words."""
    first, last = _outside(anchors[0], last=False), _outside(anchors[1], last=True)
    start = etree.Element(f"{{{space}}}commentRangeStart", {f"{{{space}}}id": str(number)})
    end = etree.Element(f"{{{space}}}commentRangeEnd", {f"{{{space}}}id": str(number)})
    run = etree.Element(f"{{{space}}}r")
    etree.SubElement(run, f"{{{space}}}commentReference", {f"{{{space}}}id": str(number)})
    first.addprevious(start)
    last.addnext(run)
    last.addnext(end)


def _outside(element: Element, *, last: bool) -> Element:
    """Return the content control around a run at its edge: what is inside one is its value and stays so."""
    while True:
        content = element.getparent()
        control = content.getparent() if content is not None else None
        if content is None or control is None or local(content) != "sdtContent":
            return element
        plain = any(local(e) == "sdtPr" and any(local(k) == "text" for k in e) for e in control)
        edge = element.getnext() if last else element.getprevious()
        if edge is not None and not plain:
            return element
        element = control


class _Package:
    """The archive being written anew: main text, comments, and the two lists that name the comments."""

    def __init__(self, file: WordFile, name: str) -> None:
        self._file = file
        self.space = str(etree.QName(file.root).namespace)
        self._office = _OFFICE_STRICT if self.space == STRICT else _OFFICE
        folder, _, leaf = file.main.rpartition("/")
        self._relations_part = f"{folder}/_rels/{leaf}.rels".lstrip("/")
        names = set(file.archive.namelist())
        if self._relations_part in names:
            self._relations = parse(file.archive, self._relations_part, name)
        else:
            self._relations = etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>')
        self._types = parse(file.archive, "[Content_Types].xml", name)
        known = self._known(folder)
        self._part = known or _free(f"{folder}/comments{{}}.xml".lstrip("/"), names)
        if known and known in names:
            self._comments = parse(file.archive, known, name)
        else:
            self._comments = etree.Element(f"{{{self.space}}}comments", nsmap={"w": self.space})
        ids = [str(e.get(f"{{{self.space}}}id") or "") for e in self._comments]
        self._next = max((int(i) for i in ids if i.isdigit()), default=-1) + 1
        self._new = known is None
        self.added = 0

    def _known(self, folder: str) -> str | None:
        for relation in self._relations:
            if str(relation.get("Type", "")) == f"{self._office}/comments":
                target = str(relation.get("Target", ""))
                return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        return None

    def add(self, paragraphs: Sequence[str]) -> int:
        """Add a comment and return its number."""
        number = self._next
        self._next += 1
        self.added += 1
        w = f"{{{self.space}}}"
        comment = etree.SubElement(
            self._comments, f"{w}comment", {f"{w}id": str(number), f"{w}author": AUTHOR, f"{w}initials": INITIALS}
        )
        for nth, words in enumerate(paragraphs):
            paragraph = etree.SubElement(comment, f"{w}p")
            if not nth:
                etree.SubElement(etree.SubElement(paragraph, f"{w}r"), f"{w}annotationRef")
            text = etree.SubElement(etree.SubElement(paragraph, f"{w}r"), f"{w}t")
            text.text = words
            text.set(_XML_SPACE, "preserve")
        return number

    def packed(self) -> bytes:
        """Return the archive: every other entry as it was, byte for byte."""
        changed = {self._file.main: self._file.root}
        if self.added:
            changed[self._part] = self._comments
            if self._new:
                self._register()
                changed[self._relations_part] = self._relations
                changed["[Content_Types].xml"] = self._types
        out = io.BytesIO()
        source = self._file.archive
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in source.infolist():
                root = changed.pop(entry.filename, None)
                target.writestr(_entry(entry.filename), source.read(entry) if root is None else _serialised(root))
            for part, root in changed.items():
                target.writestr(_entry(part), _serialised(root))
        return out.getvalue()

    def _register(self) -> None:
        ids = {str(relation.get("Id")) for relation in self._relations}
        identity = next(f"rId{n}" for n in range(1, len(ids) + 2) if f"rId{n}" not in ids)
        etree.SubElement(
            self._relations,
            f"{{{_RELATIONS}}}Relationship",
            {"Id": identity, "Type": f"{self._office}/comments", "Target": f"/{self._part}"},
        )
        etree.SubElement(
            self._types,
            f"{{{_TYPES}}}Override",
            {"PartName": f"/{self._part}", "ContentType": _COMMENTS_TYPE},
        )


def _entry(name: str) -> zipfile.ZipInfo:
    # The same input gives the same bytes: no clock in the archive.
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _serialised(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _free(pattern: str, names: set[str]) -> str:
    return next(p for p in (pattern.format(n or "") for n in range(len(names) + 1)) if p not in names)

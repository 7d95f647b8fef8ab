"""The file around the text: opening it without trusting it, and writing it so that equal input gives equal bytes."""

import copy
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from lxml import etree

from tongket.core.errors import InvalidInput, Unavailable
from tongket.core.text import Lang
from tongket.files.limits import MIB, Limits
from tongket.files.meter import Trouble, Unsafe, open_metered
from tongket.review.word.binding import NAMESPACE, PREFIX, part_properties
from tongket.review.word.markup import MC, W15, WP, Element, attribute, field, paragraph, q, w
from tongket.review.word.styles import LOCALES, ensure_styles, set_defaults

MARKER = "{{tongket}}"
LIMITS = Limits(file_bytes=100 * MIB, inflated_bytes=200 * MIB)
"""Bytes. A review with its charts has a few million; more than this unpacked is not a document but an attack."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_EPOCH = (1980, 1, 1, 0, 0, 0)
# The blank file python-docx starts from carries these from the Word it was once saved with.
_LEFTOVERS = re.compile(
    r"/(customXml|stylesWithEffects|webSettings|numbering|fontTable|thumbnail|extended-properties)$"
)

# Millimetres. Decree 30/2020/NĐ-CP, Appendix I: top and bottom 20–25, left 30–35, right 15–20; A4.
_PAGE = {"top": 1134, "right": 851, "bottom": 1134, "left": 1701, "header": 567, "footer": 567, "gutter": 0}


def read_package(path: Path) -> bytes:
    """Return the bytes of a Word file that can safely be unpacked.

    Raises:
        InvalidInput: not there, not a zip, locked with a password, or unpacking to more than any document has.
    """
    try:
        if path.stat().st_size > LIMITS.file_bytes:
            raise _too_large(path)
        data = path.read_bytes()
    except OSError as error:
        raise InvalidInput(
            f"{path}: không đọc được tệp; kiểm tra lại đường dẫn và quyền đọc",
            f"{path}: the file cannot be read ({error.strerror}); check the path and the right to read it",
        ) from None
    if data.startswith(_OLE):
        raise InvalidInput(
            f"{path}: tệp có mật khẩu hoặc ở định dạng .doc cũ; bỏ mật khẩu và lưu lại thành .docx",
            f"{path}: the file has a password or is an old .doc; remove the password and save it as .docx",
        )
    try:
        open_metered(data, LIMITS).close()
    except Unsafe as unsafe:
        large = unsafe.trouble in (Trouble.TOO_LARGE, Trouble.INFLATES, Trouble.MANY_PARTS)
        raise (_too_large(path) if large else not_word(path)) from None
    return data


def _too_large(path: Path) -> InvalidInput:
    return InvalidInput(
        f"{path}: tệp quá lớn so với một văn bản (trên {LIMITS.inflated_bytes // MIB} MB khi giải nén), không mở",
        f"{path}: too large for a document (over {LIMITS.inflated_bytes // MIB} MB unpacked), not opened",
    )


def not_word(path: Path) -> InvalidInput:
    """Return the error for a file that is no Word file."""
    return InvalidInput(
        f"{path}: không phải tệp Word (.docx) hoặc tệp đã hỏng; mở bằng Word và lưu lại thành .docx",
        f"{path}: not a Word file (.docx), or damaged; open it in Word and save it as .docx",
    )


class WordFile:
    """A Word file being written, from nothing or from a template.

    Attributes:
        styles: ids of the paragraph styles by role.
        width: of the text, in twips, where the review goes.
        marked: the template has the marker, so its own letterhead and foot stay.
        from_template: whether there is one.
    """

    def __init__(self, lang: Lang, template: Path | None, *, compact: bool) -> None:
        from docx import Document as open_docx  # noqa: PLC0415 – heavy, only when a Word file is written

        self.from_template = template is not None
        self._docx: Any = open_docx() if template is None else _open_template(template)
        self.styles_element: Element = self._docx.styles.element
        if template is None:
            set_defaults(self.styles_element, lang)
            self._blank(lang)
        self.styles = ensure_styles(self.styles_element, compact=compact, font=template is None)
        if template is None:
            self._number_pages()
        self._place = _marker(self._docx.part._element.body, template)
        self.marked = self._place is not None
        self._root, self._body = self._renewed_root()
        self._drop_old_bindings()
        self.width = _text_width(self._place if self._place is not None else self._body)

    def free_id(self, name: str) -> int:
        """Return a number above every `id` that elements of that `w:` name (or `docPr`) have in the text."""
        if name == "docPr":
            used = [element.get("id") for element in self._root.iter(q("docPr", WP))]
        else:
            used = [attribute(element, "id" if name != "sdt" else "val") for element in self._ids_of(name)]
        return max((int(value) for value in used if value and value.isdigit()), default=0) + 1

    def _ids_of(self, name: str) -> Iterator[Element]:
        if name != "sdt":
            yield from self._root.iter(q(name))
            return
        for properties in self._root.iter(q("sdtPr")):
            yield from properties.findall(q("id"))

    def add_picture(self, png: bytes) -> tuple[str, int, int]:
        """Add a picture; return the id of its relationship and its size in pixels."""
        relation, image = self._docx.part.get_or_add_image(io.BytesIO(png))
        return str(relation), int(image.px_width), int(image.px_height)

    def fill(self, content: list[Element]) -> None:
        """Put the content where the marker is, or in place of everything there was."""
        if self._place is None:
            self._body[0:0] = content
            return
        parent = self._place.getparent()
        if parent is None:
            return
        position = parent.index(self._place)
        # A paragraph may end a section; its page set-up must outlive the marker.
        ends_section = self._place.find(f"{q('pPr')}/{q('sectPr')}") is not None
        for element in list(self._place):
            if element.tag != q("pPr"):
                self._place.remove(element)
        if not ends_section:
            parent.remove(self._place)
        parent[position:position] = content

    def attach(self, bindings: bytes) -> None:
        """Add the part that lists the bindings."""
        from docx.opc.constants import RELATIONSHIP_TYPE as KIND  # noqa: PLC0415 – heavy, only when a Word file is written
        from docx.opc.packuri import PackURI  # noqa: PLC0415 – heavy, only when a Word file is written
        from docx.opc.part import Part  # noqa: PLC0415 – heavy, only when a Word file is written

        package = self._docx.part.package
        taken = {str(part.partname) for part in package.iter_parts()}
        number = next(n for n in range(1, len(taken) + 2) if f"/customXml/item{n}.xml" not in taken)
        item = Part(PackURI(f"/customXml/item{number}.xml"), "application/xml", bindings, package)
        properties = Part(
            PackURI(f"/customXml/itemProps{number}.xml"),
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
            part_properties(),
            package,
        )
        item.relate_to(properties, KIND.CUSTOM_XML_PROPS)
        self._docx.part.relate_to(item, KIND.CUSTOM_XML)

    def describe(self, lang: Lang, title: str, author: str, day: date, more: Mapping[str, str]) -> None:
        """Set the file's properties; its times are the document's day, never the clock's."""
        moment = datetime.combine(day, time(0), tzinfo=UTC)
        core = self._docx.core_properties
        core.title, core.author, core.last_modified_by, core.language = title[:255], author, author, LOCALES[lang]
        core.created = core.modified = moment
        core.revision = 1
        core.comments = more.get("comments", "")
        for name in ("subject", "keywords", "category"):
            if name in more:
                setattr(core, name, more[name][:255])

    def save(self, path: Path) -> None:
        """Write the file.

        Raises:
            Unavailable: it cannot be written there.
        """
        packed = io.BytesIO()
        self._docx.save(packed)
        try:
            path.write_bytes(_settled(packed.getvalue()))
        except OSError as error:
            raise Unavailable(
                f"{path}: không ghi được tệp; đóng tệp nếu đang mở trong Word, kiểm tra thư mục và quyền ghi",
                f"{path}: cannot be written ({error.strerror}); close it in Word, check folder and rights",
            ) from None

    def _renewed_root(self) -> tuple[Element, Element]:
        """Return a root that declares what the controls need, and its body; the old text stays only around a marker.

        It has to be a new one: lxml cannot add a prefix to an element there is.
        """
        from docx.oxml.parser import oxml_parser  # noqa: PLC0415 – heavy, only when a Word file is written

        old = self._docx.part._element
        new: Element = oxml_parser.makeelement(old.tag, dict(old.attrib), {**old.nsmap, "mc": MC, "w15": W15})
        ignorable = str(new.get(q("Ignorable", MC), "")).split()
        if "w15" not in ignorable:
            new.set(q("Ignorable", MC), " ".join([*ignorable, "w15"]))
        body: Element = old.body
        if not self.marked:
            # Copied, not emptied: taking a large tree apart takes lxml seconds.
            body = oxml_parser.makeelement(body.tag, nsmap=body.nsmap)
            body.extend(copy.deepcopy(section) for section in old.body.findall(q("sectPr")))
        new.extend(body if element is old.body else element for element in list(old))
        self._docx.part._element = new
        return new, body

    def _drop_old_bindings(self) -> None:
        """Take away what a former review left in the template: its numbers are not in this one's list."""
        old = [e for e in self._root.iter(q("bookmarkStart")) if str(attribute(e, "name")).startswith(PREFIX)]
        ids = {attribute(element, "id") for element in old}
        for element in [*old, *(e for e in self._root.iter(q("bookmarkEnd")) if attribute(e, "id") in ids)]:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        relations = self._docx.part.rels
        for key, relation in list(relations.items()):
            data = relation.reltype.endswith("/customXml") and not relation.is_external
            if data and NAMESPACE.encode() in relation.target_part.blob:
                del relations[key]

    def _blank(self, lang: Lang) -> None:
        """Make python-docx's own blank file ours: page, settings, nothing of the Word that once saved it."""
        for relations in (self._docx.part.rels, self._docx.part.package.rels):
            for key, relation in list(relations.items()):
                if _LEFTOVERS.search(relation.reltype):
                    del relations[key]
        office = "http://schemas.microsoft.com/office/word"
        settings = self._docx.settings.element
        settings[:] = [
            w("zoom", percent=100),
            w("defaultTabStop", val=720),
            w("characterSpacingControl", val="doNotCompress"),
            w("compat", w("compatSetting", name="compatibilityMode", uri=office, val=15)),
            w("themeFontLang", val=LOCALES[lang]),
            w("decimalSymbol", val="," if lang == "vi" else "."),
            w("listSeparator", val=";" if lang == "vi" else ","),
        ]
        body = self._docx.part._element.body
        body[:] = [
            w(
                "sectPr",
                w("pgSz", w=11906, h=16838),
                w("pgMar", **_PAGE),
                w("cols", space=708),
                w("docGrid", linePitch=360),
            )
        ]

    def _number_pages(self) -> None:
        """Number pages from 1 in the middle of the top margin, the first without number."""
        section = self._docx.sections[0]
        section.different_first_page_header_footer = True
        section.header.is_linked_to_previous = False
        section.first_page_header.is_linked_to_previous = False
        section.header._element[:] = [paragraph(self.styles["header"], field("PAGE", "2"))]
        section.first_page_header._element[:] = [paragraph(self.styles["header"])]


def _open_template(path: Path) -> Any:
    from docx import Document as open_docx  # noqa: PLC0415 – heavy, only when a Word file is written
    from docx.opc.exceptions import OpcError  # noqa: PLC0415 – heavy, only when a Word file is written

    data = read_package(path)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    if any(name.endswith("vbaProject.bin") for name in names):
        raise InvalidInput(
            f"{path}: tệp mẫu có macro (.docm); lưu lại thành .docx không có macro rồi dùng",
            f"{path}: the template has macros (.docm); save it as .docx without macros and use that",
        )
    try:
        opened = open_docx(io.BytesIO(data))
        # These parts are made on first use; a template that lacks one shows it here.
        _ = opened.styles.element, opened.part._element.body.tag, opened.core_properties.title
    except (OpcError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, etree.XMLSyntaxError):
        raise InvalidInput(
            f"{path}: tệp mẫu không phải .docx hoặc đã hỏng (tệp .dotx, .docm cũng không dùng được); "
            "mở bằng Word và lưu lại thành .docx",
            f"{path}: the template is not a .docx or is damaged (.dotx and .docm do not serve either); "
            "open it in Word and save it as .docx",
        ) from None
    return opened


def _marker(body: Element, template: Path | None) -> Element | None:
    """Return the paragraph that marks where the review goes; None where there is none."""
    texts = [(p, "".join(str(t.text or "") for t in p.iter(q("t")))) for p in body.iter(q("p"))]
    found = [p for p, text in texts if MARKER in text]
    if not found:
        return None
    allowed = {q("body"), q("sdtContent")}
    alone = [p for p, text in texts if text.strip() == MARKER and p.getparent() is not None]
    if len(found) > 1 or alone != found or any(p.tag not in allowed for p in _holders(found[0])):
        raise InvalidInput(
            f"{template}: {MARKER} phải đứng một lần, thành một đoạn riêng, ngoài bảng và hộp văn bản",
            f"{template}: {MARKER} must stand once, as a paragraph of its own, outside tables and text boxes",
        )
    return found[0]


def _holders(element: Element) -> Iterator[Element]:
    for parent in element.iterancestors():
        if parent.tag in (q("sdt"), q("document")):
            continue
        yield parent


def _text_width(place: Element) -> int:
    """Return the width of the text, in twips, of the section in which a place lies."""
    sections = [place.find(f"{q('pPr')}/{q('sectPr')}"), place.find(q("sectPr"))]
    document = place.getroottree().getroot()
    behind = False
    for element in document.iter(q("sectPr"), place.tag):
        behind = behind or element is place
        if behind and element.tag == q("sectPr"):
            sections.append(element)
    for section in sections:
        if section is None:
            continue
        size, margins = section.find(q("pgSz")), section.find(q("pgMar"))
        values = [attribute(size, "w"), *(attribute(margins, side) for side in ("left", "right", "gutter"))]
        whole, *taken = (int(float(value)) if value else 0 for value in values)
        if whole - sum(taken) > 0:
            return whole - sum(taken)
    return 11906 - _PAGE["left"] - _PAGE["right"]


def _settled(packed: bytes) -> bytes:
    """Return the same archive in a fixed order, with fixed times."""
    first = {"[Content_Types].xml": 0, "_rels/.rels": 1}
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(result, "w") as target:
        for name in sorted(source.namelist(), key=lambda n: (first.get(n, 2), n)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name), compresslevel=6)
    return result.getvalue()

"""The binding of a printed number to its figure: a control in a bookmark, and a part of the file that lists them.

Three marks carry one binding, because programs lose different ones: Word keeps all; LibreOffice drops tags and the
part, keeps aliases and bookmarks; through ODT only bookmarks survive.
"""

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date

from lxml import etree

from tongket import __version__
from tongket.core.figure import split_id
from tongket.review.document import Number
from tongket.review.word.markup import W15, Element, Look, q, run, w

NAMESPACE = "urn:tongket:bindings:1"
DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
PREFIX = "tk_"
_BOOKMARK = re.compile(r"tk_([a-z0-9]{17})(?:_(\d{1,6}))?")


def bookmark_name(identity: str, occurrence: int) -> str:
    """Return the name of a number's bookmark; Word allows 40 characters.

    >>> bookmark_name("v0123456789abcdef", 2)
    'tk_v0123456789abcdef_2'
    """
    return PREFIX + identity + (f"_{occurrence}" if occurrence > 1 else "")


def parse_bookmark(name: str) -> tuple[str, int] | None:
    """Return the id and the occurrence a bookmark's name tells; None where it is not one of ours."""
    match = _BOOKMARK.fullmatch(name)
    return (match[1], int(match[2] or 1)) if match else None


class Binder:
    """Binds numbers in the order they are printed and remembers them.

    Args:
        bookmark: first free bookmark id of the file.
        control: first free content control id of the file.
    """

    def __init__(self, bookmark: int, control: int) -> None:
        self._bookmark = bookmark
        self._control = control
        self._printed: Counter[str] = Counter()
        self._numbers: list[tuple[Number, int]] = []

    def bind(self, number: Number, look: Look) -> Iterator[Element]:
        """Yield what stands in the paragraph for a number.

        Raises:
            InvalidInput: its id has not the form of a short id, so no reader could find it again.
        """
        split_id(number.id)
        self._printed[number.id] += 1
        occurrence = self._printed[number.id]
        self._numbers.append((number, occurrence))
        appearance = etree.Element(q("appearance", W15), {q("val", W15): "hidden"}, nsmap={"w15": W15})
        properties = w(
            "sdtPr",
            look.properties(),
            w("alias", val=number.id),
            w("tag", val=number.id),
            w("id", val=self._control),
            appearance,
            # LibreOffice keeps the alias of a control of plain text only, and loses its bold and size.
            None if look.bold or look.size else w("text"),
        )
        yield w("bookmarkStart", id=self._bookmark, name=bookmark_name(number.id, occurrence))
        yield w("sdt", properties, w("sdtContent", run(number.text, look)))
        yield w("bookmarkEnd", id=self._bookmark)
        self._bookmark += 1
        self._control += 1

    def part(self, as_of: date | None, posting: int) -> bytes:
        """Return the part that lists what was bound, with the state of the ledger it was printed from."""
        root = etree.Element(q("bindings", NAMESPACE), nsmap={"tk": NAMESPACE})
        root.set("version", __version__)
        if as_of:
            root.set("as-of", as_of.isoformat())
        root.set("posting", str(posting))
        for number, occurrence in self._numbers:
            values = {
                "id": number.id,
                "occurrence": str(occurrence),
                "key": number.key,
                "printed": number.text,
                "posting": str(number.posting),
            }
            etree.SubElement(root, q("number", NAMESPACE), values)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def part_properties() -> bytes:
    """Return the properties that go with the part: its identity in the file's data store."""
    identity = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)).upper() + "}"
    root = etree.Element(q("datastoreItem", DATA_STORE), {q("itemID", DATA_STORE): identity}, nsmap={"ds": DATA_STORE})
    references = etree.SubElement(root, q("schemaRefs", DATA_STORE))
    etree.SubElement(references, q("schemaRef", DATA_STORE), {q("uri", DATA_STORE): NAMESPACE})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

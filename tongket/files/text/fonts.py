"""Which font a run of a Word file is set in, so far as it tells the encoding of its letters."""

from tongket.files.text.legacy import Legacy, font_kind
from tongket.files.text.package import Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
Encoding = tuple[Legacy, bool]
_BASED_ON_LIMIT = 20


def w(name: str) -> str:
    """Return the full name of a `w:` element or attribute."""
    return f"{{{W}}}{name}"


def child(element: Element, name: str) -> Element | None:
    """Return the first child of that name, in either form of the standard."""
    found = element.find(w(name))
    return found if found is not None else element.find(f"{{{STRICT}}}{name}")


def get(element: Element, name: str) -> str | None:
    """Return an attribute in either form of the standard."""
    value = element.get(w(name)) or element.get(f"{{{STRICT}}}{name}")
    return None if value is None else str(value)


class Fonts:
    """Answers which old encoding a run's letters are in, by its own font, its styles' and the document's.

    Args:
        styles: root of the styles part; None where the file has none.
    """

    def __init__(self, styles: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._known: dict[tuple[str, ...], Encoding | None] = {}
        self._default_font: str | None = None
        self._default_style = ""
        if styles is None:
            return
        for style in styles.iter(w("style"), f"{{{STRICT}}}style"):
            identity = get(style, "styleId") or ""
            self._styles[identity] = style
            if get(style, "type") == "paragraph" and get(style, "default") in ("1", "true", "on"):
                self._default_style = identity
        for defaults in styles.iter(w("rPrDefault"), f"{{{STRICT}}}rPrDefault"):
            self._default_font = _font(child(defaults, "rPr"))

    def encoding(self, run: Element, paragraph: Element | None) -> Encoding | None:
        """Return the old encoding of a run's letters, and whether its font has capitals only; None for Unicode."""
        properties = child(run, "rPr")
        own = _font(properties)
        if own is not None:
            return font_kind(own)
        character = _style(properties, "rStyle")
        block = _style(child(paragraph, "pPr") if paragraph is not None else None, "pStyle") or self._default_style
        asked = (character, block)
        if asked not in self._known:
            font = self._of_style(character) or self._of_style(block) or self._default_font
            self._known[asked] = font_kind(font) if font else None
        return self._known[asked]

    def _of_style(self, identity: str) -> str | None:
        for _ in range(_BASED_ON_LIMIT):
            style = self._styles.get(identity)
            if style is None:
                return None
            font = _font(child(style, "rPr"))
            if font is not None:
                return font
            parent = child(style, "basedOn")
            identity = (get(parent, "val") or "") if parent is not None else ""
        return None


def _font(properties: Element | None) -> str | None:
    fonts = child(properties, "rFonts") if properties is not None else None
    return (get(fonts, "ascii") or get(fonts, "hAnsi")) if fonts is not None else None


def _style(properties: Element | None, kind: str) -> str:
    style = child(properties, kind) if properties is not None else None
    return (get(style, "val") or "") if style is not None else ""

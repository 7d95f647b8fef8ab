"""Paragraph styles after Decree 30/2020/NĐ-CP, Appendix I; those a template already has are left as they are."""

from dataclasses import dataclass
from typing import Literal

from lxml import etree

from tongket.core.text import Lang
from tongket.review.word.markup import Element, W, attribute, child, q, w

Role = Literal["normal", "body", "item", "note", "heading1", "heading2", "title", "caption", "cell", "head", "header"]

LOCALES: dict[Lang, str] = {"vi": "vi-VN", "en": "en-US"}
FONT = "Times New Roman"
FIRST_LINE = 720
"""First-line indent of running text in twips: 1.27 cm, one of the two the decree allows."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name in Word (lower case for Word's own), its parent, and its properties as XML.

    `{size}` in `character` stands for the size of running text in half-points.
    """

    name: str
    parent: Role | None
    paragraph: str = ""
    character: str = ""


_INDENT = f'<w:ind w:firstLine="{FIRST_LINE}"/>'
_KEEP = "<w:keepNext/><w:keepLines/>"
_BOLD = "<w:b/><w:bCs/>"


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


# Running text 13–14 pt, justified, first line indented, 6 pt or more between paragraphs.
_BODY = '<w:spacing w:before="120" w:after="0" w:line="{line}" w:lineRule="auto"/>' + _INDENT + '<w:jc w:val="both"/>'

STYLES: dict[Role, Style] = {
    "normal": Style("Normal", None, "", "{size}"),
    "body": Style("Body Text", "normal", _BODY),
    "item": Style("Tongket Item", "normal", _BODY),
    "note": Style(
        "Tongket Note",
        "normal",
        '<w:spacing w:before="60" w:after="120"/><w:jc w:val="both"/>',
        "<w:i/><w:iCs/>" + _size(22),
    ),
    "heading1": Style(
        "heading 1",
        "normal",
        _KEEP + '<w:spacing w:before="240" w:after="0"/>' + _INDENT + '<w:jc w:val="both"/><w:outlineLvl w:val="0"/>',
        _BOLD + "<w:caps/>" + "{size}",
    ),
    "heading2": Style(
        "heading 2",
        "normal",
        _KEEP + '<w:spacing w:before="160" w:after="0"/>' + _INDENT + '<w:jc w:val="both"/><w:outlineLvl w:val="1"/>',
        _BOLD + "{size}",
    ),
    "title": Style(
        "Title", "normal", _KEEP + '<w:spacing w:before="0" w:after="120"/><w:jc w:val="center"/>', _BOLD + _size(30)
    ),
    "caption": Style(
        "caption",
        "normal",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="160" w:after="80"/><w:jc w:val="center"/>',
        _BOLD + _size(26),
    ),
    "cell": Style("Tongket Cell", "normal", '<w:spacing w:before="40" w:after="40"/>', _size(24)),
    "head": Style(
        "Tongket Letterhead", "normal", '<w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/>', _size(26)
    ),
    "header": Style("header", "normal", '<w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/>', _size(28)),
}


def ensure_styles(styles: Element, *, compact: bool, font: bool) -> dict[Role, str]:
    """Add the styles that are missing.

    Args:
        styles: the `w:styles` of the file.
        compact: smaller text and single spacing, for what must stay on one page.
        font: give them the decree's font; else they take that of the file's own Normal, all but the letterhead.

    Returns:
        The id of each style. Styles are told by name: ids differ with the language of the Word that saved the file.
    """
    taken: dict[str, str] = {}
    ids = set()
    for style in styles.findall(q("style")):
        identity, name = attribute(style, "styleId"), attribute(child(style, "name"), "val")
        if identity:
            ids.add(identity.casefold())
            if name and attribute(style, "type") == "paragraph":
                taken.setdefault(name.casefold(), identity)
    found: dict[Role, str] = {}
    for role, style_ in STYLES.items():
        identity = taken.get(style_.name.casefold())
        if identity is None:
            identity = _free(style_.name.title().replace(" ", ""), ids)
            styles.append(_element(style_, identity, found, compact=compact, font=font or role == "head"))
            ids.add(identity.casefold())
        found[role] = identity
    return found


def set_defaults(styles: Element, lang: Lang) -> None:
    """Replace every style and default by the decree's font and the document's language (a file without template)."""
    for name in ("docDefaults", "style"):
        for element in styles.findall(q(name)):
            styles.remove(element)
    character = w(
        "rPr",
        w("rFonts", ascii=FONT, eastAsia=FONT, hAnsi=FONT, cs=FONT),
        w("color", val="000000"),
        w("sz", val=28),
        w("szCs", val=28),
        w("lang", val=LOCALES[lang], eastAsia="en-US", bidi="ar-SA"),
    )
    styles.insert(
        0,
        w(
            "docDefaults",
            w("rPrDefault", character),
            w("pPrDefault", w("pPr", w("spacing", before=0, after=0, line=240, lineRule="auto"))),
        ),
    )
    plain = w("tblCellMar", *(w(side, w=0 if side in ("top", "bottom") else 108, type="dxa") for side in _SIDES))
    styles.append(
        w(
            "style",
            w("name", val="Normal Table"),
            w("uiPriority", val=99),
            w("semiHidden"),
            w("unhideWhenUsed"),
            w("tblPr", w("tblInd", w=0, type="dxa"), plain),
            type="table",
            default=1,
            styleId="TableNormal",
        )
    )
    styles.append(
        w(
            "style",
            w("name", val="Default Paragraph Font"),
            w("uiPriority", val=1),
            w("semiHidden"),
            w("unhideWhenUsed"),
            type="character",
            default=1,
            styleId="DefaultParagraphFont",
        )
    )


_SIDES = ("top", "left", "bottom", "right")


def default_language(styles: Element) -> str | None:
    """Return the language the file's text has by default; None where it says none."""
    for lang in styles.iterfind(f"{q('docDefaults')}/{q('rPrDefault')}/{q('rPr')}/{q('lang')}"):
        return attribute(lang, "val")
    return None


def numbered(styles: Element, style_id: str) -> bool:
    """Say whether a style, or one it is based on, numbers its paragraphs by itself."""
    by_id = {attribute(s, "styleId"): s for s in styles.findall(q("style"))}
    seen: set[str] = set()
    current: str | None = style_id
    while current and current not in seen and (style := by_id.get(current)) is not None:
        seen.add(current)
        if style.find(f"{q('pPr')}/{q('numPr')}") is not None:
            return True
        current = attribute(child(style, "basedOn"), "val")
    return False


def _element(style: Style, identity: str, ids: dict[Role, str], *, compact: bool, font: bool) -> Element:
    size = 26 if compact else 28
    fill = {"{size}": _size(size), "{line}": "240" if compact else "269"}
    paragraph, character = style.paragraph, style.character
    for mark, value in fill.items():
        paragraph, character = paragraph.replace(mark, value), character.replace(mark, value)
    fonts = f'<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>' if font else ""
    kind = 'w:type="paragraph"'
    if style.parent is None:
        kind += ' w:default="1"'
    if style.name.startswith("Tongket"):
        kind += ' w:customStyle="1"'
    based = f'<w:basedOn w:val="{ids[style.parent]}"/>' if style.parent else ""
    return etree.fromstring(
        f'<w:style xmlns:w="{W}" {kind} w:styleId="{identity}"><w:name w:val="{style.name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{fonts}{character}</w:rPr></w:style>"
    )


def _free(identity: str, taken: set[str]) -> str:
    candidate, number = identity, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{identity}{number}"
    return candidate

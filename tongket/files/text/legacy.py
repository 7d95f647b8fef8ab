"""The two Vietnamese encodings from before Unicode, TCVN3 (ABC) and VNI, told by letter statistics or by font.

Both put other letters into the places of Western European ones (Windows-1252), so that a text without its font reads
“ViÖt Nam” or “Vieät Nam”. TCVN3 is TCVN 5712:1993, third set: one place a letter, capitals by a font of capitals
(.VnTimeH). VNI writes the letter and behind it its marks.
"""

import re
import unicodedata
from typing import Literal

from tongket.files.text.offsets import Offsets, replaced

Legacy = Literal["tcvn3", "vni"]

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_TONES = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_HATS = {"â": "", "à": _GRAVE, "á": _ACUTE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_BREVES = {"ê": "", "è": _GRAVE, "é": _ACUTE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ì": "ì", "í": "í"}


def _vni() -> dict[str, str]:
    low = dict(_ALONE)
    for letters, circumflex, breve in (("aeoyuôö", "aeo", "a"),):
        for letter in letters:
            base = _ALONE.get(letter, letter)
            low.update({letter + mark: base + tone for mark, tone in _TONES.items()})
        low.update({x + mark: x + "\u0302" + tone for x in circumflex for mark, tone in _HATS.items()})
        low.update({x + mark: x + "\u0306" + tone for x in breve for mark, tone in _BREVES.items()})
    table = {}
    for old, new in low.items():
        letter = unicodedata.normalize("NFC", new)
        # A capital has a capital mark behind it; some wrote the small one.
        table.update({old: letter, old.upper(): letter.upper(), old[0].upper() + old[1:]: letter.upper()})
    return table


_VNI = _vni()
_TABLES = {"tcvn3": _TCVN3, "vni": _VNI}
_PATTERNS = {
    kind: re.compile("|".join(sorted((re.escape(old) for old in table), key=len, reverse=True)))
    for kind, table in _TABLES.items()
}

_WORD = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")
_LEGACY_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff]*[\u00a1-\u00ff][A-Za-z\u00a1-\u00ff]*")
_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx]"
_NUCLEUS = (
    "oai|oay|oeo|uây|uôi|uya|uyê|uyu|iêu|yêu|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|"
    "ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_NUCLEUS})(?:ng|nh|ch|[cmnpt])?")
_TONE_MARKS = re.compile(f"[{_GRAVE}{_ACUTE}{_HOOK}{_TILDE}{_DOT}]")

SURE = 0.75
"""Share of marked words that must be Vietnamese syllables; real Unicode texts have 0.95, misread ones below 0.4."""
_SAMPLE = 200_000


def font_kind(font: str) -> tuple[Legacy, bool] | None:
    """Return the encoding a font stands for, and whether it is a font of capitals; None for one of Unicode.

    >>> font_kind(".VnTimeH"), font_kind("VNI-Times"), font_kind("Times New Roman")
    (('tcvn3', True), ('vni', False), None)
    """
    name = font.strip().casefold()
    if name.startswith(".vn"):
        return "tcvn3", name.endswith("h")
    if name.startswith(("vni-", "vni ")):
        return "vni", False
    return None


def convert(text: str, kind: Legacy, *, capitals: bool = False) -> tuple[str, Offsets]:
    """Return the text in Unicode, and where each place of it was.

    >>> convert("ViÖt Nam", "tcvn3")[0], convert("Vieät Nam", "vni")[0]
    ('Việt Nam', 'Việt Nam')
    """
    table = _TABLES[kind]
    stretches = [match.span() for match in _PATTERNS[kind].finditer(text)]
    new, places = replaced(text, stretches, lambda old: table[old])
    return (new.upper() if capitals else new), places


def told_by_letters(text: str) -> Legacy | None:
    """Return the old encoding a text with Western European letters is in; None where it is none of them.

    The words with marks are read each way; the right one makes Vietnamese syllables of nearly all of them.
    """
    sample = text[:_SAMPLE]
    western = sum("\u00a1" <= c <= "\u00ff" for c in sample)
    # Neither has letters in the places of control signs; other encodings do.
    if western < 3 or sum("\x7f" <= c <= "\x9f" for c in sample) * 20 > western:
        return None
    if len(set(_LEGACY_WORD.findall(sample))) < 2:
        return None
    # Letters that only Unicode has: no text of old letters, though a piece of one may stand in it.
    if sum("\u0102" <= c <= "\u01b0" or "\u1ea0" <= c <= "\u1ef9" for c in sample) * 10 > western:
        return None
    as_is = likeness(sample)
    scores: dict[Legacy, float] = {kind: likeness(_as_words(sample, kind)) for kind in ("tcvn3", "vni")}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= SURE and scores[best] > as_is + 0.2 else None


def _as_words(text: str, kind: Legacy) -> str:
    return convert(" ".join(_LEGACY_WORD.findall(text)), kind)[0]


def likeness(text: str) -> float:
    """Return the share of the words with marks that are Vietnamese syllables; 0 where there are none."""
    words = _WORD.findall(unicodedata.normalize("NFC", text[:_SAMPLE]))
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


def _is_syllable(word: str) -> bool:
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    bare, tones = _TONE_MARKS.subn("", unicodedata.normalize("NFD", word.casefold()))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None

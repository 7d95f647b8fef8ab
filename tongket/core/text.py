"""Text in the two languages of the product, and folding for comparison."""

import unicodedata
from typing import Literal, NamedTuple

Lang = Literal["vi", "en"]


class Text(NamedTuple):
    """One message in Vietnamese and in English."""

    vi: str
    en: str

    def to(self, lang: Lang) -> str:
        """Return the text in `lang`."""
        return self.en if lang == "en" else self.vi


def fold(text: str) -> str:
    """Fold for comparison: no diacritics, lower case, single spaces.

    >>> fold("  Kim ngạch  XUẤT khẩu ")
    'kim ngach xuat khau'
    >>> fold("Đắk Lắk")
    'dak lak'
    """
    decomposed = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(plain.replace("đ", "d").replace("Đ", "D").casefold().split())

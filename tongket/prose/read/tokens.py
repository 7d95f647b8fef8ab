"""Words, numbers and marks of a text, each word with the key by which it is looked up."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from tongket.core.text import fold

# Each alternative begins with another class of characters and repeats one class only: it cannot backtrack.
_TOKEN = re.compile(r"[kKcC]?[mM][23](?![^\W_])|[^\W\d_]+|[0-9]+(?:[.,][0-9]+)*|\n|[^\w\s]|_")
_TONES = {"\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_VOWELS = frozenset("aăâeêioôơuưy")
_GLUED = ("tăng", "giảm", "đạt", "khoảng", "gần", "trên", "hơn", "là")
_MARKED = re.compile(r"[\u00c0-\u01b0\u1ea0-\u1ef9]")
# ã for ă, as old code pages leave it: none of these is a word of its own.
_MISTYPED = {"tãng": "tăng", "nãm": "năm", "trãm": "trăm", "nãng": "năng"}
_RUN_TOGETHER = re.compile(r"[ngtà][0-9]")  # the last letters of those words
_DIGITS = frozenset("0123456789")
_BARE_SHARE = 40  # a Vietnamese text has a diacritic on every third letter; below one in forty it was typed without


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """Return the key of a word: lower case, its tone set apart, `y` as `i` where both spellings are in use.

    >>> key_of("Thuỷ") == key_of("thủy"), key_of("tỉ") == key_of("TỶ"), key_of("tấn") == key_of("tan")
    (True, True, False)
    """
    if word.isascii():
        return _one_i(word.lower())
    word = _MISTYPED.get(word.lower(), word)
    letters, tone = [], ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tone = _TONES[char]
        else:
            letters.append(char)
    return _one_i(unicodedata.normalize("NFC", "".join(letters))) + tone


@lru_cache(maxsize=65536)
def bare_key_of(word: str) -> str:
    """Return the key of a word in a text without diacritics."""
    return _one_i(fold(word))


def _one_i(word: str) -> str:
    if word.endswith("y") and len(word) > 1 and (word[-2] not in _VOWELS or word.endswith("quy")):
        return word[:-1] + "i"
    return word


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, side by side.

    Attributes:
        text: what was cut up.
        starts: where each begins.
        ends: where each ends.
        keys: by which it is looked up; numbers and marks as they stand.
        numeric: whether it begins with a digit.
        bare: whether the text is written without diacritics.
    """

    text: str
    starts: list[int]
    ends: list[int]
    keys: list[str]
    numeric: list[bool]
    bare: bool

    def __len__(self) -> int:
        return len(self.keys)

    def raw(self, i: int) -> str:
        """Return a token as it stands."""
        return self.text[self.starts[i] : self.ends[i]]

    def glued(self, i: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        return 0 < i < len(self.keys) and self.ends[i - 1] == self.starts[i]

    def capital(self, i: int) -> bool:
        """Whether a token begins with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def words(self, start: int, end: int) -> str:
        """Return the text from one token up to (not with) another, on one line."""
        return " ".join(self.text[self.starts[start] : self.ends[end - 1]].split()) if end > start else ""


def tokenize(text: str, *, bare: bool | None = None) -> Tokens:
    """Cut a text into tokens.

    Args:
        text: as `source.prepare` leaves it.
        bare: whether it is without diacritics; None: look.
    """
    without = is_bare(text) if bare is None else bare
    spans = _unglued(text, [match.span() for match in _TOKEN.finditer(text)])
    words = [text[start:end] for start, end in spans]
    # A word's key is worked out once: numbers and marks are their own.
    look_up = bare_key_of if without else key_of
    keys = [look_up(word) if word[0].isalpha() else word for word in words]
    numeric = [word[0] in _DIGITS for word in words]
    return Tokens(text, [start for start, _ in spans], [end for _, end in spans], keys, numeric, without)


def _unglued(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut the verb off a word it was run together with before a number: “chế tạotăng1,36%”."""
    if _RUN_TOGETHER.search(text) is None:
        return spans
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and out[-1][1] == start and text[start] in _DIGITS and text[start - 1].isalpha():
            first, last = out[-1]
            verb = next((v for v in _GLUED if last - first > len(v) and text.endswith(v, first, last)), None)
            if verb is not None:
                out[-1:] = [(first, last - len(verb)), (last - len(verb), last)]
        out.append((start, end))
    return out


def is_bare(text: str) -> bool:
    """Whether a text is written without diacritics (telegrams, file names, old mail)."""
    if text.isascii():
        return True
    return len(_MARKED.findall(text)) * _BARE_SHARE < len(text)

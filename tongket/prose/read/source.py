"""The text as it is read: one form for blanks, dashes and digits, with the way back to the offsets of the NFC text."""

import unicodedata
from dataclasses import dataclass

_BLANKS = "\t\x0b\x0c\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\xad\u034f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_LINES = "\r\u2028\u2029"
_TABLE = {
    **dict.fromkeys(map(ord, _BLANKS), " "),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _LINES), "\n"),
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    ord("％"): "%",
    ord("﹪"): "%",
    ord("，"): ",",
    ord("．"): ".",
    ord("∼"): "~",
    ord("≈"): "~",
    ord("≥"): ">",
    ord("≤"): "<",
}
_HIDDEN = dict.fromkeys(map(ord, _INVISIBLE))


@dataclass(frozen=True, slots=True)
class Source:
    """A text made ready for reading.

    Attributes:
        text: the text in NFC; offsets of claims count its code points.
        work: the same with one form for blanks, dashes and digits, and without what is not seen.
        origins: for each code point of `work` its place in `text`; None where both are the same.
    """

    text: str
    work: str
    origins: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of `text` that a (not empty) span of `work` stands for."""
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


def prepare(text: str) -> Source:
    """Make a text ready: NFC, NBSP and its kin as blanks, any dash as `-`, soft hyphens and zero widths dropped."""
    composed = unicodedata.normalize("NFC", text)
    work = composed.translate(_TABLE)
    if not any(mark in work for mark in _INVISIBLE):
        return Source(composed, work, None)
    origins = tuple(i for i, char in enumerate(work) if char not in _INVISIBLE)
    return Source(composed, work.translate(_HIDDEN), origins)

"""The text as it is read: one form for blanks, dashes and digits, with the way back to the offsets of the NFC text."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

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
_SCALES = frozenset({"nghìn", "ngàn", "triệu", "tỷ", "tỉ"})
_UNITS = _SCALES | frozenset(
    {"đồng", "tấn", "ha", "lần", "lượt", "người", "USD", "kWh", "MW", "MWp", "kg", "km", "km2", "m2", "m3", "%"}
)
_ODD = re.compile("[" + "".join(map(chr, _TABLE)) + "]")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
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


def _in_one_form(odd: re.Match[str]) -> str:
    return _TABLE[ord(odd[0])]


def _joined(work: str) -> str:
    """Take a single line break between a number and its unit (or scale and unit, “năm” and year) as a blank.

    A number alone on its line is a cell of a table and stays.
    """
    if "\n" not in work:
        return work
    lines = work.split("\n")
    out = [lines[0]]
    for before, line in pairwise(lines):
        words = before.split()[-2:]
        joined = len(before.split()) > 1 and _goes_on(words, line.split(" ", 1)[0].strip(",.;:)("))
        out += [" " if joined else "\n", line]
    return "".join(out)


def _goes_on(words: list[str], first: str) -> bool:
    last = words[-1].lower()
    if last == "năm":
        return len(first) == 4 and first.isdigit()
    number = last if last not in _SCALES else words[0]
    return number[0].isdigit() and number[-1].isdigit() and first in _UNITS and last != first


def prepare(text: str) -> Source:
    """Make a text ready: NFC, NBSP and its kin as blanks, any dash as `-`, soft hyphens and zero widths dropped."""
    composed = unicodedata.normalize("NFC", text)
    work = _joined(_ODD.sub(_in_one_form, composed))
    if _UNSEEN.search(work) is None:
        return Source(composed, work, None)
    origins = tuple(i for i, char in enumerate(work) if char not in _INVISIBLE)
    return Source(composed, work.translate(_HIDDEN), origins)

"""Positions through a change of text: which place of the new text stands for which place of the old."""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

# What composes with the letter before it, besides combining marks: vowels and finals of Hangul.
_FINALS = range(0x1160, 0x1200)


@dataclass(slots=True)
class Offsets:
    """Maps offsets between an old text and the one made from it.

    Between two knots the texts run alike; a stretch that was changed lies between two knots of its own, and a place
    inside it is taken to the nearest place that exists.
    """

    _old: list[int] = field(default_factory=lambda: [0])
    _new: list[int] = field(default_factory=lambda: [0])

    def changed(self, old: tuple[int, int], new: tuple[int, int]) -> None:
        """Note that the stretch `old` became `new`; stretches come in order."""
        for before, after in zip(old, new, strict=True):
            if (before, after) != (self._old[-1], self._new[-1]):
                self._old.append(before)
                self._new.append(after)

    def to_new(self, old: int) -> int:
        """Return where a place of the old text is in the new one."""
        return _moved(old, self._old, self._new)

    def to_old(self, new: int) -> int:
        """Return where a place of the new text was in the old one."""
        return _moved(new, self._new, self._old)


def _moved(place: int, source: list[int], target: list[int]) -> int:
    at = bisect_right(source, place) - 1
    moved = target[at] + place - source[at]
    return min(moved, target[at + 1]) if at + 1 < len(target) else moved


def composed(text: str) -> tuple[str, Offsets]:
    """Return the text in NFC, and where each place of it was.

    >>> text, places = composed("tỷ đồng")
    >>> text, places.to_old(3)
    ('tỷ đồng', 3)
    """
    if unicodedata.is_normalized("NFC", text):
        return text, Offsets()
    return replaced(text, _clusters(text), lambda cluster: unicodedata.normalize("NFC", cluster))


def replaced(text: str, stretches: list[tuple[int, int]], change: Callable[[str], str]) -> tuple[str, Offsets]:
    """Return the text with each stretch as `change` gives it, and where each place of it was."""
    pieces: list[str] = []
    places = Offsets()
    done = length = 0
    for start, end in stretches:
        old = text[start:end]
        new = change(old)
        if new == old:
            continue
        pieces += (text[done:start], new)
        length += start - done
        places.changed((start, end), (length, length + len(new)))
        length += len(new)
        done = end
    pieces.append(text[done:])
    return "".join(pieces), places


def _clusters(text: str) -> list[tuple[int, int]]:
    """Return the stretches that begin with a letter and go on with what may compose with it."""
    found: list[tuple[int, int]] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _goes_on(text[at]):
            if at - start > 1 or ord(text[start]) > 0x2FF:
                found.append((start, at))
            start = at
    return found


def _goes_on(letter: str) -> bool:
    code = ord(letter)
    return code >= 0x300 and (code in _FINALS or unicodedata.category(letter)[0] == "M")

"""All phrases of the reader's vocabulary in one tree of words: a text is looked up in one pass, longest phrase first.

The cost is bound by the longest phrase, not by their number, and a phrase can only begin and end with a whole word,
which an automaton over characters would have to check afterwards.
"""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from tongket.prose.read.tokens import Tokens, tokenize

HIDDEN = "!"
"""Value of a phrase that only hides the shorter ones in it: “so sánh” is no “so”."""


class Hit(NamedTuple):
    """A phrase found: from token `start` up to (not with) `end`, and what it stands for."""

    start: int
    end: int
    value: str


@dataclass(slots=True)
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


class Hits:
    """The phrases found in a text, by class, by the token they begin or end at; in a class none overlap."""

    def __init__(self) -> None:
        self._begin: defaultdict[str, dict[int, Hit]] = defaultdict(dict)
        self._last: defaultdict[str, dict[int, Hit]] = defaultdict(dict)
        self._order: defaultdict[str, list[int]] = defaultdict(list)
        self._reached: defaultdict[str, int] = defaultdict(int)

    def add(self, kind: str, hit: Hit) -> None:
        """Take in a hit, unless an earlier one of its class covers its beginning. Hits come in order."""
        if hit.start < self._reached[kind]:
            return
        self._reached[kind] = hit.end
        if hit.value == HIDDEN:
            return
        self._begin[kind][hit.start] = hit
        self._last[kind][hit.end - 1] = hit
        self._order[kind].append(hit.start)

    def at(self, kind: str, token: int) -> Hit | None:
        """Return the phrase of a class that begins at a token."""
        return self._begin[kind].get(token)

    def ending(self, kind: str, token: int) -> Hit | None:
        """Return the phrase of a class whose last word is a token."""
        return self._last[kind].get(token)

    def starts(self, kind: str) -> dict[int, Hit]:
        """Return all phrases of a class by their first token."""
        return self._begin[kind]

    def within(self, kind: str, start: int, end: int) -> list[Hit]:
        """Return the phrases of a class that lie between two tokens, in order."""
        order = self._order[kind]
        first = bisect_left(order, start)
        if first == len(order) or order[first] >= end:
            return []
        table = self._begin[kind]
        return [table[i] for i in order[first : bisect_left(order, end, first)] if table[i].end <= end]

    def nearest(self, kind: str, start: int, end: int) -> Hit | None:
        """Return the last phrase of a class that ends before `end` and begins at `start` or later."""
        order = self._order[kind]
        i = bisect_left(order, end) - 1
        if i >= 0 and self._begin[kind][order[i]].end > end:
            i -= 1
        return self._begin[kind][order[i]] if i >= 0 and order[i] >= start else None


class Trie:
    """Phrases of several classes, each standing for a value."""

    def __init__(self, *, bare: bool) -> None:
        self._root = _Node()
        self._bare = bare

    def add(self, kind: str, phrase: str, value: str) -> None:
        """Add a phrase; the first meaning of a phrase in a class stays."""
        node = self._root
        for key in tokenize(phrase, bare=self._bare).keys:
            node = node.next.setdefault(key, _Node())
        node.values.setdefault(kind, value)

    def find(self, tokens: Tokens) -> Hits:
        """Return all phrases of a text, the longest of each class at each place."""
        hits, keys = Hits(), [*tokens.keys, ""]  # no phrase has an empty word: the last one ends every walk
        root = self._root.next
        for i, key in enumerate(keys):
            node = root.get(key)
            if node is None:
                continue
            best: dict[str, Hit] = {}
            j = i + 1
            while node is not None:
                for kind, value in node.values.items():
                    best[kind] = Hit(i, j, value)
                node = node.next.get(keys[j])
                j += 1
            for kind, hit in best.items():
                hits.add(kind, hit)
        return hits

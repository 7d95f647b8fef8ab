"""All phrases of the reader's vocabulary in one tree of words: a text is looked up in one pass, longest phrase first.

The cost is bound by the longest phrase, not by their number, and a phrase can only begin and end with a whole word,
which an automaton over characters would have to check afterwards.
"""

from bisect import bisect_left
from collections.abc import Mapping
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


class _Class:
    """The phrases found of one class."""

    __slots__ = ("begin", "last", "order", "reached")

    def __init__(self) -> None:
        self.begin: dict[int, Hit] = {}
        self.last: dict[int, Hit] = {}
        self.order: list[int] = []
        self.reached = 0


_NONE = _Class()


class Hits:
    """The phrases found in a text, by class, by the token they begin or end at; in a class none overlap."""

    def __init__(self) -> None:
        self._classes: dict[str, _Class] = {}

    def add(self, kind: str, start: int, end: int, value: str) -> None:
        """Take in a phrase, unless an earlier one of its class covers its beginning. Phrases come in order."""
        found = self._classes.get(kind)
        if found is None:
            found = self._classes[kind] = _Class()
        elif start < found.reached:
            return
        found.reached = end
        if value != HIDDEN:
            found.begin[start] = found.last[end - 1] = Hit(start, end, value)
            found.order.append(start)

    def at(self, kind: str, token: int) -> Hit | None:
        """Return the phrase of a class that begins at a token."""
        return self._classes.get(kind, _NONE).begin.get(token)

    def ending(self, kind: str, token: int) -> Hit | None:
        """Return the phrase of a class whose last word is a token."""
        return self._classes.get(kind, _NONE).last.get(token)

    def starts(self, kind: str) -> Mapping[int, Hit]:
        """Return all phrases of a class by their first token."""
        return self._classes.get(kind, _NONE).begin

    def within(self, kind: str, start: int, end: int) -> list[Hit]:
        """Return the phrases of a class that lie between two tokens, in order."""
        found = self._classes.get(kind)
        if found is None:
            return []
        order = found.order
        first = bisect_left(order, start)
        if first == len(order) or order[first] >= end:
            return []
        table = found.begin
        return [table[i] for i in order[first : bisect_left(order, end, first)] if table[i].end <= end]

    def nearest(self, kind: str, start: int, end: int) -> Hit | None:
        """Return the last phrase of a class that ends before `end` and begins at `start` or later."""
        found = self._classes.get(kind, _NONE)
        order = found.order
        i = bisect_left(order, end) - 1
        if i >= 0 and found.begin[order[i]].end > end:
            i -= 1
        return found.begin[order[i]] if i >= 0 and order[i] >= start else None


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
        root, add = self._root.next, hits.add
        for i, key in enumerate(keys):
            node = root.get(key)
            if node is None:
                continue
            j = i + 1
            longer = node.next.get(keys[j])
            if longer is None:
                for kind, value in node.values.items():
                    add(kind, i, j, value)
                continue
            best = {kind: (j, value) for kind, value in node.values.items()}
            while longer is not None:
                j += 1
                for kind, value in longer.values.items():
                    best[kind] = (j, value)
                longer = longer.next.get(keys[j])
            for kind, (end, value) in best.items():
                add(kind, i, end, value)
        return hits

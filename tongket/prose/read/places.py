"""The place a text is about, and the places its claims are about where they are others."""

from collections import Counter

from tongket.prose.read.amounts import Amount
from tongket.prose.read.view import View, Window


def text_place(view: View) -> str | None:
    """Return the id of the province named most often (the first named on a tie); None where none is named."""
    names = Counter(hit.value for hit in view.hits.starts("place").values() if hit.value != "vn")
    for name, _ in names.most_common(1):
        found = view.lexicon.place_id(name, view.clock.year)
        return found if found.startswith("vn") else None
    return None


def place_of(view: View, window: Window, amount: Amount, home: str | None) -> str | None:
    """Return the place a claim names, None where it is the text's own."""
    hit = view.hits.nearest("place", window.left, amount.start)
    if hit is None:
        return None
    found = view.lexicon.place_id(hit.value, view.clock.year)
    return None if found == home else found

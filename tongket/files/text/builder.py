"""Collects the text of a file piece by piece, and hands it over composed."""

from tongket.core.text import Text
from tongket.files.text.document import DocumentText, Piece, Unit
from tongket.files.text.offsets import composed
from tongket.files.text.tables import Grid, arranged


class Builder:
    """Collects the text of a file piece by piece."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._last = ""
        self.grids: list[Grid] = []
        self.notes: list[Text] = []
        self.length = 0
        self.lines = 0

    def add(self, text: str) -> int:
        """Add text and return where it begins."""
        start = self.length
        if text:
            self._parts.append(text)
            self.length += len(text)
            self.lines += text.count("\n")
            self._last = text[-1]
        return start

    def end_line(self) -> None:
        """End the line, unless nothing is on it."""
        if self._last and self._last != "\n":
            self.add("\n")

    def piece(self, start: int, unit: Unit, number: int) -> None:
        """Note that what was added since `start` is one place in the file."""
        if self.length > start:
            self._pieces.append(Piece(start, self.length, unit, number))

    def since(self, start: int) -> str:
        """Return what was added since `start`, the value of an earlier `length`."""
        parts: list[str] = []
        length = self.length
        for part in reversed(self._parts):
            if length <= start:
                break
            length -= len(part)
            parts.append(part)
        return "".join(reversed(parts))[max(0, start - length) :]

    def raw(self) -> str:
        """Return the text so far, before composing."""
        return "".join(self._parts)

    def build(self, name: str, kind: str, *, title: str | None = None, date: str | None = None) -> DocumentText:
        """Return the document: text composed, all offsets moved along."""
        text, offsets = composed(self.raw())
        pieces = tuple(
            Piece(offsets.to_new(p.start), offsets.to_new(p.end), p.unit, p.number)
            for p in sorted(self._pieces, key=lambda p: p.start)
        )
        found = tuple(arranged(grid, text, offsets) for grid in self.grids)
        return DocumentText(
            name, kind, text, pieces, found, " ".join(title.split()) or None if title else None, date,
            tuple(self.notes), offsets,
        )  # fmt: skip

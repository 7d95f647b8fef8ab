"""Tables flattened to lines, as text taken from a page or a PDF has them: a head of columns, then rows of bare numbers.

Chỉ tiêu, kế hoạch năm 2022, thực hiện 6 tháng, so kế hoạch (%)
Tổng mức bán lẻ (tỷ đồng) 69.560 35.270 50,7
"""

from bisect import bisect_left
from collections.abc import Iterator

from tongket.prose.read.cells import Cell
from tongket.prose.read.figures import plain
from tongket.prose.read.view import View

_MOST_ROWS = 40
_LEAST_YEARS = 2
_BESIDE_YEARS = frozenset({"sơ", "so", "bô5", "bo", "ươc2", "uoc", "prel", "est", "th", "kh"})
_MOST_HEAD = 60  # tokens: a longer line is a sentence


class Rows:
    """Finds the rows of flattened tables while the sentences of a text are gone through in order.

    Args:
        view: the text.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self._labels = [i for when in view.whens for i in range(when.start, when.end) if self._is_year(i)]
        self._columns: list[str] = []
        self._left = 0
        self._title = ""

    def cells(self, begin: int, end: int) -> Iterator[Cell]:
        """Yield the cells of the line from token `begin` to `end`, with offsets into the working text.

        A line that is no row yields nothing; it may be the head of the rows after it.
        """
        years = self._years(begin, end)
        if years:
            self._columns, self._left = years, _MOST_ROWS
            return
        if self._columns and self._left == _MOST_ROWS and end - begin == 1 and self._is_year(begin):
            self._columns.append(self.view.tokens.raw(begin))  # the last year on a line of its own: “Prel. / 2022”
            return
        first = self._first_number(begin, end)
        if first is not None and self._columns and self._left and first > begin:
            self._left -= 1
            yield from self._row(begin, first, end)
        elif first is None or first == begin:
            self._columns, self._left = self._head(begin, end), _MOST_ROWS
            title = self.view.tokens.words(begin, end) if end - begin <= _MOST_HEAD else ""
            told = any(mark in title for mark in ("ĐVT", "Đơn vị", "(%"))
            if not self._columns and (told or not any(mark in self._title for mark in ("ĐVT", "Đơn vị"))):
                self._title = title

    def _first_number(self, begin: int, end: int) -> int | None:
        """Return where the run of bare numbers begins that ends the line; None where there is none."""
        tokens = self.view.tokens
        i = end
        while i > begin and tokens.numeric[i - 1] and plain(tokens.keys[i - 1]) is not None and not tokens.glued(i - 1):
            i -= 1
        if i == end or any(j in self.view.verbs for j in range(begin, i)):
            return None
        # Numbers before the last as many as there are columns belong to the name (“KCN Trà Nóc 1 135 100”).
        return max(i, end - len(self._columns)) if self._columns else i

    def _row(self, begin: int, first: int, end: int) -> Iterator[Cell]:
        tokens = self.view.tokens
        label = tokens.words(begin, first)
        before = ""
        for i, heading in zip(range(first, end), self._columns, strict=False):
            unit = heading.rpartition(",")[2].strip() if "," in heading else ""
            # A column of ratios that names no time is of the column before it.
            yield Cell(tokens.raw(i), tokens.starts[i], label, heading, unit, before or self._title)
            before = "" if heading.isdigit() else heading  # a column that is a year says all itself

    def _years(self, begin: int, end: int) -> list[str]:
        """Return the years that are columns: “Chỉ tiêu 2018 2019 2020”, “2018 2019 2020 Sơ bộ 2021”."""
        tokens = self.view.tokens
        years = self._labels[bisect_left(self._labels, begin) : bisect_left(self._labels, end)]
        if len(years) < _LEAST_YEARS:
            return []
        words = [i for i in range(begin, end) if i not in years and tokens.keys[i][0].isalnum()]
        # Between and behind the years stands no more than “sơ bộ”, “ước”, “Prel.”
        junk = all(tokens.keys[i] in _BESIDE_YEARS for i in words if i > years[0])
        return [tokens.raw(i) for i in years] if junk and not any(tokens.numeric[i] for i in words) else []

    def _is_year(self, i: int) -> bool:
        tokens = self.view.tokens
        return tokens.numeric[i] and self.view.taken[i] and len(tokens.raw(i)) == 4

    def _head(self, begin: int, end: int) -> list[str]:
        """Return the columns a line names: “(diện tích, ha; tỷ lệ lấp đầy, %)”, “Chỉ tiêu, kế hoạch, thực hiện”."""
        tokens = self.view.tokens
        if end - begin > _MOST_HEAD or tokens.keys[end - 1] in (".", ";"):
            return []
        line = tokens.words(begin, end).rstrip(": ")
        inside = line.partition("(")[2].rpartition(")")[0] if line.endswith(")") else ""
        if ";" in inside:
            return [part.strip() for part in inside.split(";")]
        if "|" in line:
            return [part.strip() for part in line.split("|")][1:]
        parts = [part.strip() for part in line.split(",")]
        named = [n for n, part in enumerate(parts) if part.casefold() in ("đơn vị", "đvt", "đơn vị tính", "chỉ tiêu")]
        return parts[named[-1] + 1 :] if named and len(parts) > named[-1] + 1 else []

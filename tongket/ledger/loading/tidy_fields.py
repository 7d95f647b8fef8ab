"""The cells of one row of a tidy table, by column, with what is commonly wrong with them."""

from collections.abc import Callable, Mapping, Sequence

from tongket.core.errors import TongketError
from tongket.core.text import Lang, Text
from tongket.files.sheet import Cell, Kind
from tongket.ledger.loading import words
from tongket.ledger.loading.amounts import UNUSABLE
from tongket.ledger.loading.findings import Findings


class RowFields:
    """One row of a tidy table.

    Args:
        row: its cells, from column A on.
        columns: column number of each column code.
        locale: how numbers in text cells are written; None: not stated.
        findings: takes what is wrong.
    """

    def __init__(
        self, row: Sequence[Cell], columns: Mapping[str, int], locale: Lang | None, findings: Findings
    ) -> None:
        self._row, self._columns = row, columns
        self.locale, self.findings = locale, findings

    def cell(self, code: str) -> Cell:
        """Return the cell of a column; an empty one where the row or table has none."""
        column = self._columns.get(code)
        if column is not None and column <= len(self._row):
            return self._row[column - 1]
        return Cell(None, self._row[0].row, column or 1, Kind.EMPTY)

    def text(self, code: str) -> str:
        """Return the text of a column; empty where there is none."""
        column = self._columns.get(code, 0)
        return self._row[column - 1].text if 0 < column <= len(self._row) else ""

    def check_usable(self) -> None:
        """Record cells that show an error or a formula without result."""
        for code in self._columns:
            cell = self.cell(code)
            if cell.kind in UNUSABLE:
                self.findings.add(cell, *UNUSABLE[cell.kind])

    def required_text(self, code: str) -> str:
        """Return the text of a column after recording a fault where it is empty."""
        text = self.text(code)
        if not text:
            column = words.BY_CODE[code]
            self.findings.add(
                self.cell(code),
                Text(f"thiếu {column.vi.lower()}", f"{column.code} is missing"),
                Text(column.help.rstrip("."), f"fill in the column {column.code}"),
            )
        return text

    def named(self, code: str, find: Callable[[str], str], remedy: Text) -> str | None:
        """Return the code `find` gives for the text of a column; None where it is empty or nothing has that name."""
        text = self.text(code)
        if not text:
            return None
        try:
            return find(text)
        except TongketError as error:
            self.findings.error(self.cell(code), error, remedy)
            return None

    def word(
        self, code: str, table: Mapping[str, words.Coded], kind: type[words.Coded], default: words.Coded
    ) -> words.Coded:
        """Return the coded value of a column; the default where it is empty, or after recording that it is no word."""
        text = self.text(code)
        found = words.find_word(table, kind, text) if text else default
        if found is None:
            self.findings.add(
                self.cell(code),
                Text(f"“{text}” không phải {words.BY_CODE[code].vi.lower()}", f"“{text}” is no {code}"),
                Text("ghi một trong: " + ", ".join(table), "write one of: " + ", ".join(m.value for m in kind)),
            )
            return default
        return found

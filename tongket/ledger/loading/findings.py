"""What a reader of figures finds wrong, gathered so that all of it can be told at once."""

from dataclasses import dataclass, field

from tongket.core.errors import TongketError
from tongket.core.text import Text
from tongket.files.faults import Fault, problem_of
from tongket.files.sheet import Cell

MOST_FAULTS = 10_000
"""After so many faults reading stops: the file is of another kind, or one mistake runs through all of it."""


@dataclass(slots=True)
class Findings:
    """The faults of one sheet.

    Attributes:
        file: the name by which messages call the file.
        sheet: name of the sheet; None for a text file.
        faults: those found so far.
    """

    file: str
    sheet: str | None
    faults: list[Fault] = field(default_factory=list)

    def add(self, cell: Cell | str | None, problem: Text, remedy: Text) -> None:
        """Record a fault at a cell, an address, or of the sheet as a whole."""
        place = cell.address if isinstance(cell, Cell) else cell
        self.faults.append(Fault(self.file, self.sheet, place, problem, remedy))

    def error(self, cell: Cell | str | None, error: TongketError, remedy: Text) -> None:
        """Record what an error says."""
        self.add(cell, problem_of(error), remedy)

    @property
    def full(self) -> bool:
        """Whether there are so many that reading on is of no use."""
        return len(self.faults) >= MOST_FAULTS

    def locator(self, cell: Cell) -> str:
        """Return the place of a cell in its file, as `sheet!cell`."""
        return cell.address if self.sheet is None else f"{self.sheet}!{cell.address}"

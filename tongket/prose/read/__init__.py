"""Reading: figures out of sentences and tables. See docs/algorithms/reading.md."""

from tongket.prose.read.cells import Cell, read_cells
from tongket.prose.read.reader import read

__all__ = ["Cell", "read", "read_cells"]

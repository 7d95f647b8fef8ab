"""How large a file may be. Each limit is checked before the work it bounds is done."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file.

    Attributes:
        file_bytes: size on disk, checked before reading.
        inflated_bytes: of all parts of a workbook together, as declared and as really inflated.
        part_ratio: inflated to packed size of one part of more than `ratio_from` bytes; spreadsheets of figures
            stay below 100, a zip bomb comes near deflate's 1032.
        ratio_from: inflated size from which the ratio counts, in bytes.
        parts: entries in the archive.
        rows: rows of one sheet or text file.
        cells: area of one sheet, rows × columns from A1 to the last filled cell.
    """

    file_bytes: int = 64 * MIB
    inflated_bytes: int = 512 * MIB
    part_ratio: int = 400
    ratio_from: int = 4 * MIB
    parts: int = 2_000
    rows: int = 1_000_000
    cells: int = 10_000_000


LIMITS = Limits()

"""The golden files: what core has promised, worked out by hand."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden"


def rows(name: str) -> list[dict[str, str]]:
    """Every row of a golden file, never none."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, strict=True))
    assert found
    assert all(None not in row and None not in row.values() for row in found), name
    return found

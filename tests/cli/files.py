"""Files of figures for the command line's tests."""

import errno
from collections.abc import Mapping, Sequence
from pathlib import Path

COLUMNS = "indicator;place;period;scenario;measure;value;unit;known_from;source"
SOURCE = "báo cáo 15/BC-SCT"
FULL = Path("/dev/full")


def row(
    value: str,
    *,
    indicator: str = "export.value",
    place: str = "vn.64@1997",
    period: str = "2020",
    scenario: str = "actual",
    measure: str = "level",
    unit: str = "triệu USD",
    known: str = "2021-01-29",
) -> str:
    """One line of a file of figures."""
    return ";".join((indicator, place, period, scenario, measure, value, unit, known, SOURCE))


def write(path: Path, rows: Sequence[str]) -> Path:
    """Write a file of figures."""
    path.write_text("\n".join((COLUMNS, *rows)) + "\n", encoding="utf-8")
    return path


def snapshot(folder: Path) -> Mapping[str, int]:
    """Every file below a folder, with its size."""
    return {str(p.relative_to(folder)): p.stat().st_size for p in folder.rglob("*") if p.is_file()}


def full_disk(*args: object) -> None:
    """What a disk without room answers."""
    raise OSError(errno.ENOSPC, "No space left on device")

"""Segment files: written whole to a draft, made durable, then given their name."""

import hashlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 131_072
"""Rows in a block of a segment. With smaller ones a question about one province reads less, but what a segment says of
its blocks takes longer to go through than the rows do (bench/README.md)."""
_DRAFT = ".draft"


@dataclass(frozen=True, slots=True)
class Draft:
    """A segment that has no name yet, so that nobody reads it."""

    path: Path
    sha256: str
    bytes: int
    rows: int


def write_draft(folder: Path, stream: str, table: "pa.Table", order: tuple[str, ...]) -> Draft:
    """Write the rows, sorted, to a durable draft; on failure nothing is left.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 – heavy, only when used

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stream}-{uuid.uuid4().hex}{_DRAFT}"
    try:
        with path.open("xb") as out:
            pq.write_table(
                table.sort_by([(name, "ascending") for name in order]),
                out,
                compression="zstd",
                row_group_size=ROW_GROUP,
            )
            out.flush()
            os.fsync(out.fileno())
        with path.open("rb") as back:
            sha256 = hashlib.file_digest(back, "sha256").hexdigest()
        return Draft(path, sha256, path.stat().st_size, table.num_rows)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def publish(draft: Draft, stream: str, first: int, last: int) -> str:
    """Give a draft its name, durably, and return the name.

    The same rows give the same name, so a file left by a process that died is simply replaced.
    """
    name = f"{stream}-{first:08}-{last:08}-{draft.sha256[:12]}.parquet"
    os.replace(draft.path, draft.path.parent / name)
    _sync_folder(draft.path.parent)
    return name


def fault(path: Path, sha256: str) -> str | None:
    """Return `missing` or `damaged`, or None where the file is what it was when sealed."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "missing"
    return None if found == sha256 else "damaged"


def files_of(folder: Path, stream: str) -> list[Path]:
    """Return every segment and draft of a stream that lies in the folder."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.name.startswith(f"{stream}-") and path.suffix in (".parquet", _DRAFT) and path.is_file()
    )


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows neither can nor needs to: NTFS journals names
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

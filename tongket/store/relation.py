"""Sealed segments and the live tail, read as one relation.

A reader takes the list of segments, then the last posting, then all rows between the two. No snapshot is needed:
rows stay in the database when they are sealed, numbers have no gaps, and what a posting holds never changes but by
withholding, which counts up `Stream.rewrites`.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.db import connection

from tongket.core.errors import Unavailable
from tongket.store.errors import mapped
from tongket.store.models import Segment, Stream

if TYPE_CHECKING:
    import pyarrow as pa

_MAX_CHUNKS = 64
_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Relation:
    """All rows up to a posting, once each.

    Attributes:
        segments: Parquet files, oldest first. A file may vanish when rows are withheld or a segment is made anew:
            whoever finds one gone asks for the relation again.
        tail: the rows of the postings that no segment holds, in order of posting.
        last_posting: number of the last posting included; 0 for none.
    """

    segments: tuple[Path, ...]
    tail: "pa.Table"
    last_posting: int


class Source(Protocol):
    """How an application says which rows a stream has. One row has one posting, in the column `posting`."""

    @property
    def name(self) -> str:
        """The stream."""

    @property
    def order(self) -> tuple[str, ...]:
        """Columns by which a segment is sorted; the last one is unique."""

    def table(self, after: int, upto: int) -> "pa.Table":
        """Return the rows of the postings after < number ≤ upto, in order of posting, always in one schema."""


@dataclass(frozen=True, slots=True)
class _Tail:
    ledger: tuple[str, ...]
    rewrites: int
    after: int
    upto: int
    rows: "pa.Table"


class Reader:
    """Reads one stream; keeps its tail in memory and fetches only newer postings."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._tail: _Tail | None = None
        self._lock = threading.Lock()

    def relation(self) -> Relation:
        """Return all rows as of now.

        Raises:
            Unavailable: the database cannot be read, or a listed segment is not there.
        """
        with mapped(), self._lock:
            segments, stream = self._listed()
            if stream is None:
                return Relation((), self._source.table(0, 0), 0)
            sealed = segments[-1].last if segments else 0
            self._tail = self._extended(stream, sealed)
            files = tuple(folder() / s.file for s in segments)
            return Relation(files, self._tail.rows, stream.last_posting)

    def _listed(self) -> tuple[list[Segment], Stream | None]:
        """Return the segments, and the stream as it stood no earlier than they did."""
        gone: list[Path] = []
        for _ in range(_ATTEMPTS):
            before = Stream.objects.filter(name=self._source.name).first()
            if before is None:
                return [], None
            segments = list(Segment.objects.filter(stream=before).order_by("first"))
            stream = Stream.objects.get(pk=before.pk)
            gone = [file for s in segments if not (file := folder() / s.file).is_file()]
            if not gone and stream.rewrites == before.rewrites:
                return segments, stream
        missing = ", ".join(str(file) for file in gone) or self._source.name
        raise Unavailable(
            f"thiếu tệp phân đoạn {missing}; chạy lệnh dựng lại phân đoạn (rebuild) để tạo lại từ cơ sở dữ liệu",
            f"segment missing: {missing}; rebuild the segments from the database",
        )

    def _extended(self, stream: Stream, sealed: int) -> _Tail:
        ledger = (str(connection.settings_dict["NAME"]), str(connection.settings_dict["HOST"]), str(folder()))
        old, last = self._tail, stream.last_posting
        fits = (
            old is not None
            and (old.ledger, old.rewrites) == (ledger, stream.rewrites)
            and old.after <= sealed <= old.upto <= last
        )
        if old is None or not fits:
            return _Tail(ledger, stream.rewrites, sealed, last, self._source.table(sealed, last))
        rows = old.rows if old.after == sealed else _after(old.rows, sealed)
        if old.upto < last:
            rows = _joined(rows, self._source.table(old.upto, last))
        return _Tail(ledger, stream.rewrites, sealed, last, rows)


def folder() -> Path:
    """Return the folder of the segments."""
    return Path(settings.TONGKET_SEGMENTS)


def _after(rows: "pa.Table", posting: int) -> "pa.Table":
    import pyarrow.compute as pc  # noqa: PLC0415 – heavy, only when used

    return rows.filter(pc.greater(rows["posting"], posting))


def _joined(old: "pa.Table", new: "pa.Table") -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415 – heavy, only when used

    rows = pa.concat_tables([old, new])
    # Many small postings would otherwise leave many small chunks, and every engine pays for each.
    return rows.combine_chunks() if rows.num_columns and rows.column(0).num_chunks > _MAX_CHUNKS else rows

"""Streams of numbered postings, and the segments that hold them in columns."""

from typing import ClassVar

from django.db import models


class Stream(models.Model):
    """An append-only sequence of postings. Its row is the lock under which they are numbered.

    Attributes:
        last_posting: number of the last one; 0 before the first.
        rewrites: how often rows already posted were withheld; a reader whose count differs reads again.
    """

    name = models.CharField(max_length=40, unique=True)
    last_posting = models.IntegerField(default=0)
    rewrites = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} ({self.last_posting})"


class Posting(models.Model):
    """One transaction that recorded rows. Triggers refuse to change or delete it.

    Attributes:
        number: 1, 2, 3 … in its stream, without gaps.
        at: when it was recorded (UTC); never earlier than the posting before it.
        actor: opaque id of who recorded it.
        origin: what it came from, e.g. a file name.
        digest: SHA-256 of that file or content, in hex; empty where there was none.
        rows: how many rows it recorded.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="postings")
    number = models.IntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    origin = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    rows = models.IntegerField()

    class Meta:
        """No number twice."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "number"], name="store_posting_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.at:%Y-%m-%d %H:%M}"


class Segment(models.Model):
    """A Parquet file that holds whole postings, `first` to `last`.

    Attributes:
        file: its name in the folder of segments.
        sha256: of the file, in hex.
        rows, bytes: how many it has.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="segments")
    first = models.IntegerField()
    last = models.IntegerField()
    file = models.CharField(max_length=120, unique=True)
    sha256 = models.CharField(max_length=64)
    rows = models.BigIntegerField()
    bytes = models.BigIntegerField()
    sealed_at = models.DateTimeField()

    class Meta:
        """Two sealers of the same postings: the second is refused."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "first"], name="store_segment_first"),
            models.UniqueConstraint(fields=["stream", "last"], name="store_segment_last"),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="store_segment_order"),
        ]

    def __str__(self) -> str:
        return self.file

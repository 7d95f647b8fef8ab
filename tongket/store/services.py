"""What may be done to a stream: lock it, add a posting, seal, rewrite, verify, rebuild, clean."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from tongket.core.text import Text
from tongket.store import segments as files
from tongket.store.errors import mapped
from tongket.store.models import Posting, Segment, Stream
from tongket.store.relation import Source, folder


@dataclass(frozen=True, slots=True)
class Sealed:
    """A segment that was made: postings `first` to `last` in `file`."""

    first: int
    last: int
    rows: int
    file: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A segment that was made anew, with the hashes of the old and the new file."""

    first: int
    last: int
    old_sha256: str
    new_sha256: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was recorded.

    Attributes:
        kind: `missing`, `damaged`, `gap`, `rows`; `rebuild` mends the first two.
        what: the segment or posting meant.
    """

    kind: str
    what: str
    text: Text


def locked(name: str) -> Stream:
    """Return the stream, locked until the transaction ends. Call inside `transaction.atomic`.

    On SQLite the transaction itself is the lock (BEGIN IMMEDIATE); on PostgreSQL the stream's row is.
    """
    Stream.objects.get_or_create(name=name)
    return Stream.objects.select_for_update().get(name=name)


def add_posting(
    stream: Stream, *, actor: str, rows: int, reason: str = "", origin: str = "", digest: str = ""
) -> Posting:
    """Number and record a posting. Call last, with the stream locked."""
    before = Posting.objects.filter(stream=stream, number=stream.last_posting).first()
    now = timezone.now()
    stream.last_posting += 1
    stream.save(update_fields=["last_posting"])
    return Posting.objects.create(
        stream=stream,
        number=stream.last_posting,
        # A clock that was set back must not make a later posting look earlier: “recorded by” asks for a prefix.
        at=now if before is None else max(now, before.at),
        actor=actor,
        reason=reason,
        origin=origin,
        digest=digest,
        rows=rows,
    )


def seal(source: Source) -> Sealed | None:
    """Write all postings that no segment holds into a new one.

    Returns:
        None where there is nothing to seal, or where another process sealed or withheld meanwhile.

    Raises:
        Unavailable: disk or database fail; nothing has changed then.
    """
    with mapped():
        seen = Stream.objects.filter(name=source.name).first()
        if seen is None:
            return None
        first, last = _sealed_upto(seen) + 1, seen.last_posting
        table = source.table(first - 1, last)
        if table.num_rows == 0:
            return None
        draft = files.write_draft(folder(), source.name, table, source.order)
        try:
            return _list_segment(seen, draft, first, last)
        finally:
            draft.path.unlink(missing_ok=True)


def _list_segment(seen: Stream, draft: files.Draft, first: int, last: int) -> Sealed | None:
    with transaction.atomic():
        stream = locked(seen.name)
        # The draft holds rows as they were read: if one was withheld since, it must not come back.
        lost = _sealed_upto(stream) != first - 1 or stream.rewrites != seen.rewrites or not draft.path.exists()
        if lost:
            return None
        name = files.publish(draft, stream.name, first, last)
        Segment.objects.create(
            stream=stream,
            first=first,
            last=last,
            file=name,
            sha256=draft.sha256,
            rows=draft.rows,
            bytes=draft.bytes,
            sealed_at=timezone.now(),
        )
    return Sealed(first, last, draft.rows, folder() / name, draft.sha256)


def _sealed_upto(stream: Stream) -> int:
    last = Segment.objects.filter(stream=stream).order_by("-last").values_list("last", flat=True).first()
    return last or 0


def rewrite(source: Source, stream: Stream, postings: Collection[int]) -> list[Rewritten]:
    """Make the segments that hold any of the postings anew from the database, and tell readers.

    Call with the stream locked, after the rows were changed. The old files go when the transaction commits.
    """
    stream.rewrites += 1
    stream.save(update_fields=["rewrites"])
    held = [s for s in Segment.objects.filter(stream=stream) if any(s.first <= p <= s.last for p in postings)]
    return [_remake(source, segment) for segment in held]


def _remake(source: Source, segment: Segment) -> Rewritten:
    table = source.table(segment.first - 1, segment.last)
    draft = files.write_draft(folder(), source.name, table, source.order)
    old_file, old_sha256 = folder() / segment.file, segment.sha256
    try:
        segment.file = files.publish(draft, source.name, segment.first, segment.last)
    finally:
        draft.path.unlink(missing_ok=True)
    segment.sha256, segment.rows, segment.bytes = draft.sha256, draft.rows, draft.bytes
    segment.save()
    if old_file != folder() / segment.file:
        transaction.on_commit(lambda: _remove([old_file]))
    return Rewritten(segment.first, segment.last, old_sha256, draft.sha256)


def verify(source: Source) -> tuple[Finding, ...]:
    """Return what does not agree: files against their hashes, segments and postings against their numbers.

    Raises:
        Unavailable: the database cannot be read.
    """
    with mapped():
        stream = Stream.objects.filter(name=source.name).first()
        if stream is None:
            return ()
        return (*_check_numbers(stream), *_check_segments(stream))


def _check_numbers(stream: Stream) -> Iterable[Finding]:
    numbers = Posting.objects.filter(stream=stream, number__lte=stream.last_posting).order_by("number")
    for expected, number in enumerate(numbers.values_list("number", flat=True), start=1):
        if number != expected:
            yield Finding(
                "gap",
                str(expected),
                Text(f"thiếu lần ghi sổ số {expected}", f"posting {expected} is missing"),
            )
            return
    if numbers.count() != stream.last_posting:
        yield Finding(
            "gap",
            str(stream.last_posting),
            Text(f"thiếu lần ghi sổ số {stream.last_posting}", f"posting {stream.last_posting} is missing"),
        )


def _check_segments(stream: Stream) -> Iterable[Finding]:
    expected = 1
    for segment in Segment.objects.filter(stream=stream).order_by("first"):
        if segment.first != expected:
            yield Finding(
                "gap",
                segment.file,
                Text(
                    f"phân đoạn {segment.file} không nối tiếp phân đoạn trước",
                    f"segment {segment.file} does not continue the one before",
                ),
            )
        expected = segment.last + 1
        kind = files.fault(folder() / segment.file, segment.sha256)
        if kind is not None:
            vi = "thiếu tệp" if kind == "missing" else "tệp bị thay đổi hoặc hư hỏng:"
            en = "missing:" if kind == "missing" else "changed or damaged:"
            yield Finding(
                kind,
                segment.file,
                Text(f"{vi} {segment.file}; hãy dựng lại phân đoạn", f"{en} {segment.file}; rebuild the segments"),
            )


def rebuild(source: Source) -> tuple[Rewritten, ...]:
    """Make missing and damaged segments anew from the database, which holds every row.

    Raises:
        Unavailable: disk or database fail; nothing has changed then.
    """
    with mapped(), transaction.atomic():
        stream = locked(source.name)
        bad = [
            segment
            for segment in Segment.objects.filter(stream=stream).order_by("first")
            if files.fault(folder() / segment.file, segment.sha256) is not None
        ]
        return tuple(_remake(source, segment) for segment in bad)


def clean(source: Source) -> tuple[Path, ...]:
    """Remove files that no list names: what a process left that died, or an old segment still to be removed.

    A process that is sealing just now loses its draft and seals nothing.

    Returns:
        The files removed.
    """
    # Names are given under the lock, so under the lock a named file that is not listed belongs to nobody.
    with mapped(), transaction.atomic():
        stream = locked(source.name)
        listed = set(Segment.objects.filter(stream=stream).values_list("file", flat=True))
        return _remove(path for path in files.files_of(folder(), source.name) if path.name not in listed)


def _remove(paths: Iterable[Path]) -> tuple[Path, ...]:
    removed = []
    for path in paths:
        try:
            path.unlink()
        except FileNotFoundError:
            continue
        except PermissionError:
            # Windows does not remove what a reader holds open; the next `clean` does.
            continue
        removed.append(path)
    return tuple(removed)

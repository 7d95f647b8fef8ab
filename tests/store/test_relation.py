"""The store with a stream that is not the ledger's: readings of a dam."""

from pathlib import Path
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import transaction

from tongket.core.errors import Unavailable
from tongket.store import segments, services
from tongket.store.models import Posting, Segment, Stream
from tongket.store.relation import Reader, Relation

SCHEMA = pa.schema([("posting", pa.int32()), ("level", pa.int64())])


class Readings:
    """Readings kept in a list; a posting has those appended with it."""

    name = "dams"
    order = ("level",)

    def __init__(self) -> None:
        self.kept: list[tuple[int, int]] = []
        self.fetched: list[tuple[int, int]] = []

    def table(self, after: int, upto: int) -> pa.Table:
        self.fetched.append((after, upto))
        rows = [(posting, level) for posting, level in self.kept if after < posting <= upto]
        return pa.Table.from_pylist([{"posting": p, "level": v} for p, v in rows], schema=SCHEMA)

    def post(self, *levels: int) -> int:
        with transaction.atomic():
            stream = services.locked(self.name)
            self.kept += [(stream.last_posting + 1, level) for level in levels]
            return services.add_posting(stream, actor="gauge", rows=len(levels)).number

    def change(self, posting: int, level: int) -> list[services.Rewritten]:
        self.kept = [(p, level if p == posting else v) for p, v in self.kept]
        with transaction.atomic():
            return services.rewrite(self, services.locked(self.name), {posting})


def levels(relation: Relation) -> list[int]:
    tables = [pq.read_table(file, schema=SCHEMA) for file in relation.segments]
    found: list[int] = pa.concat_tables([*tables, relation.tail]).column("level").to_pylist()
    return sorted(found)


@pytest.fixture
def readings(ledger: Path) -> Readings:
    return Readings()


def test_streams_are_numbered_apart(readings: Readings) -> None:
    other = Readings()
    other.name = "rain"
    assert [readings.post(1), other.post(5), readings.post(2), other.post(6)] == [1, 1, 2, 2]
    services.seal(other)
    assert levels(Reader(readings).relation()) == [1, 2]
    assert Reader(readings).relation().segments == ()
    assert services.clean(readings) == ()


def test_a_reader_never_loses_what_is_sealed_while_it_reads(readings: Readings) -> None:
    reader = Reader(readings)
    readings.post(1)
    reader.relation()
    readings.post(2)
    real = Stream.objects.get

    def seal_and_post_first(*args: object, **kwargs: object) -> Stream:
        # Between the list of segments and the last posting, everything happens.
        patch.stop()
        services.seal(readings)
        readings.post(3)
        return real(*args, **kwargs)

    patch = mock.patch.object(Stream.objects, "get", seal_and_post_first)
    patch.start()
    relation = reader.relation()
    assert (levels(relation), relation.last_posting, relation.segments) == ([1, 2, 3], 3, ())
    after = reader.relation()
    assert (levels(after), after.last_posting, len(after.segments)) == ([1, 2, 3], 3, 1)


def test_a_reader_that_listed_a_file_since_replaced_lists_again(readings: Readings) -> None:
    readings.post(1)
    services.seal(readings)
    reader = Reader(readings)
    real = Stream.objects.get

    def rewrite_first(*args: object, **kwargs: object) -> Stream:
        patch.stop()
        readings.change(1, 9)
        return real(*args, **kwargs)

    patch = mock.patch.object(Stream.objects, "get", rewrite_first)
    patch.start()
    assert levels(reader.relation()) == [9]


def test_a_sealer_does_not_bring_back_what_was_rewritten_meanwhile(readings: Readings) -> None:
    readings.post(1)
    real = segments.write_draft

    def rewrite_after(*args: object, **kwargs: object) -> segments.Draft:
        draft = real(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come
        readings.change(1, 9)
        return draft

    with mock.patch.object(segments, "write_draft", rewrite_after):
        assert services.seal(readings) is None
    assert Segment.objects.count() == 0
    assert services.seal(readings) is not None
    assert levels(Reader(readings).relation()) == [9]


def test_a_sealer_whose_draft_was_cleaned_away_seals_nothing(readings: Readings) -> None:
    readings.post(1)
    real = segments.write_draft

    def clean_after(*args: object, **kwargs: object) -> segments.Draft:
        draft = real(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come
        assert services.clean(readings) == (draft.path,)
        return draft

    with mock.patch.object(segments, "write_draft", clean_after):
        assert services.seal(readings) is None
    assert services.seal(readings) is not None


def test_rewriting_tells_which_segments_and_leaves_the_others(readings: Readings) -> None:
    for level in (1, 2, 3):
        readings.post(level)
        services.seal(readings)
    readings.post(4)
    before = Reader(readings).relation()
    (rewritten,) = readings.change(2, 9)
    assert (rewritten.first, rewritten.last) == (2, 2)
    after = Reader(readings).relation()
    assert [a == b for a, b in zip(after.segments, before.segments, strict=True)] == [True, False, True]
    assert levels(after) == [1, 3, 4, 9]
    assert services.verify(readings) == ()
    assert readings.change(4, 8) == []


def test_a_tail_of_another_ledger_is_forgotten(readings: Readings) -> None:
    readings.post(1)
    readings.post(2)
    reader = Reader(readings)
    reader.relation()
    readings.fetched.clear()
    with mock.patch.dict("django.db.connection.settings_dict", {"HOST": "elsewhere"}):
        reader.relation()
    assert readings.fetched == [(0, 2)]


def test_the_clock_going_back_does_not_turn_postings_round(readings: Readings) -> None:
    readings.post(1)
    first = Posting.objects.get()
    with mock.patch("tongket.store.services.timezone.now", return_value=first.at.replace(year=2001)):
        readings.post(2)
    assert Posting.objects.get(number=2).at == first.at


def test_a_gap_in_the_numbers_is_found(readings: Readings) -> None:
    readings.post(1)
    Stream.objects.update(last_posting=3)
    readings.post(2)
    assert [f.kind for f in services.verify(readings)] == ["gap"]


def test_segments_that_do_not_follow_each_other_are_found(readings: Readings) -> None:
    readings.post(1)
    services.seal(readings)
    Segment.objects.update(first=2, last=2)
    assert "gap" in [f.kind for f in services.verify(readings)]


def test_a_segment_that_is_gone_is_never_left_out_silently(readings: Readings) -> None:
    readings.post(1)
    sealed = services.seal(readings)
    assert sealed is not None
    sealed.file.unlink()
    with pytest.raises(Unavailable):
        Reader(readings).relation()
    services.rebuild(readings)
    assert levels(Reader(readings).relation()) == [1]

"""Killed in the middle, or out of room: the ledger is as it was, and the next one works."""

import signal
from pathlib import Path

import pytest

from tests.ledger.processes import together
from tests.ledger.samples import all_rows, figure
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import queries, services
from tongket.store.models import Segment


@pytest.fixture
def filled(ledger: Path, vocabulary: Vocabulary) -> Path:
    """A ledger with one sealed posting and one in the tail."""
    services.post([figure(580)], actor="u1", vocabulary=vocabulary)
    services.seal()
    services.post([figure(581)], actor="u1", vocabulary=vocabulary)
    return ledger


POST = [
    ("tongket.ledger.services._insert", "before"),
    ("tongket.ledger.services._insert", "after"),
    ("tongket.store.services.add_posting", "before"),
    ("tongket.store.services.add_posting", "after"),
]
SEAL = [
    ("tongket.store.segments.write_draft", "before"),
    ("tongket.store.segments.write_draft", "after"),
    ("tongket.store.segments.publish", "after"),
    ("tongket.store.services._list_segment", "after"),
]
WITHHOLD = [
    ("tongket.store.services.rewrite", "after"),
    ("tongket.ledger.services._log", "after"),
]


@pytest.mark.parametrize(("where", "when"), POST)
def test_killed_while_posting(filled: Path, vocabulary: Vocabulary, where: str, when: str) -> None:
    before = all_rows()
    (ended,) = together(("die", "post", where, when))
    assert ended.status == -signal.SIGKILL, ended.errors
    assert all_rows() == before
    posted = services.post([figure(7, "2007")], actor="u1", vocabulary=vocabulary)
    assert (posted.posting, posted.recorded) == (3, 1)
    assert [row["row"] for row in all_rows()] == [1, 2, 3]
    assert services.verify() == ()


@pytest.mark.parametrize(("where", "when"), SEAL)
def test_killed_while_sealing(filled: Path, where: str, when: str) -> None:
    before = all_rows()
    (ended,) = together(("die", "seal", where, when))
    assert ended.status == -signal.SIGKILL, ended.errors
    assert all_rows() == before
    services.seal()
    relation = queries.relation()
    assert (len(relation.segments), relation.tail.num_rows) == (2, 0)
    assert all_rows(relation) == before
    services.clean()
    assert sorted(f.name for f in relation.segments[0].parent.iterdir()) == [f.name for f in relation.segments]
    assert services.verify() == ()


@pytest.mark.parametrize(("where", "when"), WITHHOLD)
def test_killed_while_withholding(filled: Path, where: str, when: str) -> None:
    before = all_rows()
    (ended,) = together(("die", "withhold", where, when))
    assert ended.status == -signal.SIGKILL, ended.errors
    assert all_rows() == before
    assert services.verify() == ()
    assert len(services.clean()) == 1
    services.withhold([1], actor="u1", legal_basis="Luật Thống kê")
    assert [row["state"] for row in all_rows()] == ["confidential", "value"]


def test_no_room_to_post(home: Path, vocabulary: Vocabulary) -> None:
    services.post([figure(580)], actor="u1", vocabulary=vocabulary)
    before = all_rows()
    (ended,) = together(("fill", "post", str(300_000)))
    assert ended.status == 0, ended.errors
    assert ended.lines[0].startswith("unavailable"), ended.errors
    assert all_rows() == before
    assert services.post([figure(7, "2007")], actor="u1", vocabulary=vocabulary).posting == 2
    assert services.verify() == ()


def test_no_room_to_seal(ledger: Path, vocabulary: Vocabulary) -> None:
    services.post([figure(580)], actor="u1", vocabulary=vocabulary)
    before = all_rows()
    (ended,) = together(("fill", "seal", "1000"))
    assert ended.status == 0, ended.errors
    assert ended.lines[0].startswith("unavailable no room left"), ended.lines
    assert Segment.objects.count() == 0
    assert services.clean() == ()
    assert all_rows() == before
    assert services.seal() is not None

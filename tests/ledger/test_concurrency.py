import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from tests.ledger.processes import together
from tests.ledger.samples import DAY, all_rows, expected, figure, visible
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import queries, services
from tongket.store.models import Segment

TIMES = 25


def test_two_post_while_one_seals_and_one_reads(ledger: Path) -> None:
    ended = together(
        ("post", "a", str(TIMES)), ("post", "bb", str(TIMES)), ("seal", "60"), ("read", str(2 * TIMES))
    )  # fmt: skip
    assert [e.errors for e in ended] == [""] * 4
    assert [e.status for e in ended] == [0] * 4
    first, second, _, reader = ended
    numbers = [int(line) for line in first.lines + second.lines]
    assert sorted(numbers) == list(range(1, 2 * TIMES + 1)) == [p.number for p in queries.postings()]
    assert reader.lines == ["whole"]
    rows = all_rows()
    assert sorted(row["row"] for row in rows) == list(range(1, 6 * TIMES + 1))
    for posting in range(1, 2 * TIMES + 1):
        assert visible(rows, DAY, posting) == expected(rows, DAY, posting)
    assert services.verify() == ()


def test_of_sealers_at_once_one_wins_and_no_file_is_lost(ledger: Path, vocabulary: Vocabulary) -> None:
    for n in range(3):
        services.post([figure(n, f"201{n}")], actor="u1", vocabulary=vocabulary)
    ended = together(*[("seal", "1")] * 3)
    assert [e.errors for e in ended] == [""] * 3
    assert sorted(line for e in ended for line in e.lines) == ["1 3"]
    assert [s.file for s in Segment.objects.all()] == [f.name for f in queries.relation().segments]
    assert services.verify() == ()
    assert services.clean() == ()
    assert len(all_rows()) == 3


def test_a_reader_survives_withholding(ledger: Path, vocabulary: Vocabulary) -> None:
    services.post([figure(), figure(1, "2019")], actor="u1", vocabulary=vocabulary)
    services.seal()
    held = queries.relation()
    with held.segments[0].open("rb") as reading:
        services.withhold([2], actor="u2", legal_basis="Luật Thống kê")
        assert reading.read(4) == b"PAR1"
    again = queries.relation()
    assert again.segments != held.segments
    assert all(file.exists() for file in again.segments)
    assert visible(all_rows(again), date(2022, 1, 1), 2) == {1, 2}


def test_preparing_at_once_makes_one_ledger(bare_home: Path) -> None:
    assert [e.errors for e in together(*[("prepare",)] * 3)] == [""] * 3
    with closing(sqlite3.connect(bare_home / "ledger.sqlite3")) as database:
        applied = database.execute("SELECT app, name FROM django_migrations").fetchall()
        mode = database.execute("PRAGMA journal_mode").fetchone()
    assert len(applied) == len(set(applied)) > 0
    assert mode == ("wal",)

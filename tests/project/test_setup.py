import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests import postgres
from tests.ledger.samples import all_rows, figure
from tongket.core.errors import NotFound, Unavailable
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import services
from tongket.project.setup import opened, prepare


def test_preparing_makes_folder_and_tables(bare_home: Path, vocabulary: Vocabulary) -> None:
    prepare()
    assert services.post([figure()], actor="u1", vocabulary=vocabulary).posting == 1
    assert (bare_home / "ledger.sqlite3").is_file()


def test_preparing_again_asks_two_questions_and_writes_nothing(ledger: Path) -> None:
    with CaptureQueriesContext(connection) as asked:
        prepare()
    assert len(asked) <= 2
    assert all(query["sql"].lstrip().upper().startswith("SELECT") for query in asked.captured_queries)


def test_preparing_for_another_home_leaves_the_first(home: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    services.post([figure()], actor="u1", vocabulary=vocabulary)
    services.seal()
    assert len(all_rows()) == 1
    prepare(tmp_path / "other")
    assert all_rows() == []
    assert Path(settings.TONGKET_SEGMENTS) == tmp_path / "other" / "segments"
    services.post([figure(1, "2019")], actor="u1", vocabulary=vocabulary)
    prepare(home)
    assert [row["period"] for row in all_rows()] == ["2020"]


def test_models_and_migrations_agree(ledger: Path) -> None:
    loader = MigrationExecutor(connection).loader
    # Django's own models name their columns in the reader's language, which is no change of a table.
    with translation.override(None):
        changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        assert changes.changes(graph=loader.graph) == {}


def test_migrations_can_be_taken_back(ledger: Path) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("ledger", None), ("store", None)])
    tables = connection.introspection.table_names()
    assert [t for t in tables if t.startswith(("ledger_", "store_"))] == []
    prepare()
    assert services.verify() == ()


def test_every_migration_left_the_triggers_in_place(ledger: Path) -> None:
    kinds = ("update", "delete", "insert" if connection.vendor == "sqlite" else "truncate")
    tables = ("ledger_figure", "ledger_source", "ledger_withholding", "ledger_scale", "store_posting")
    names = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {names}")
        found = {name for (name,) in cursor.fetchall()}
    assert {f"{table}_no_{kind}" for table in tables for kind in kinds} <= found


def test_a_ledger_of_a_newer_version_is_left_alone(ledger: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9999_future', CURRENT_TIMESTAMP)"
        )
    with pytest.raises(Unavailable, match="9999_future"):
        prepare()


def test_a_file_that_is_no_database_is_said_to_be_none(bare_home: Path) -> None:
    bare_home.mkdir()
    (bare_home / "ledger.sqlite3").write_bytes(b"this is not a database at all" * 100)
    with pytest.raises(Unavailable):
        prepare()


def test_a_home_that_cannot_be_made(bare_home: Path) -> None:
    bare_home.write_text("a file where the folder should be")
    with pytest.raises(Unavailable) as caught:
        prepare()
    assert "thư mục" in caught.value.message("vi")


def test_a_server_that_does_not_answer(bare_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is not installed")
    monkeypatch.setenv("TONGKET_DATABASE_URL", f"postgres://a@{str(tmp_path).replace('/', '%2F')}/b")
    with pytest.raises(Unavailable):
        prepare()


def test_starting_reads_no_heavy_library(bare_home: Path) -> None:
    script = (
        "from tongket.project.setup import prepare; prepare(); import sys\n"
        "from tongket.ledger import queries, services\n"
        "print([m for m in ('pyarrow', 'duckdb', 'docx', 'dj_database_url', 'django.contrib') if m in sys.modules])"
    )
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=env)
    assert done.stdout == "[]\n"


def test_only_reading_makes_no_ledger(bare_home: Path) -> None:
    with pytest.raises(NotFound) as caught:
        prepare(make=False)
    assert str(bare_home) in caught.value.message("vi")
    assert not bare_home.exists()


def test_a_ledger_that_is_there_is_opened(ledger: Path, vocabulary: Vocabulary) -> None:
    services.post([figure()], actor="u1", vocabulary=vocabulary)
    with opened(make=False) as folder:
        assert folder == ledger
        assert len(all_rows()) == 1


def test_a_server_without_our_tables_has_no_ledger(
    bare_home: Path, cluster: postgres.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = cluster.create()
    monkeypatch.setenv("TONGKET_DATABASE_URL", cluster.url(name))
    with pytest.raises(NotFound, match=name):
        prepare(make=False)
    assert connection.introspection.table_names() == []
    assert not bare_home.exists()
    connections.close_all()
    cluster.drop(name)

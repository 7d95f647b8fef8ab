"""Fixtures for all tests: a data folder of its own for each test, on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from tests import postgres
from tongket.core.vocabulary import Vocabulary
from tongket.core.vocabulary import vocabulary as read_vocabulary
from tongket.project.setup import prepare

# How long an example takes says more about the machine than about the code. The gate tries the same examples on every
# run, so that it tells what a change did; `make test-random` goes looking for new ones.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None, max_examples=500)
settings.load_profile("random" if os.environ.get("TONGKET_TEST_RANDOM") == "1" else "steady")

_VARIABLES = ("TONGKET_HOME", "TONGKET_DATABASE_URL", "TONGKET_SEGMENTS", "TONGKET_SECRET_KEY")


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return read_vocabulary()


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL cluster for this worker; the tests that need one are skipped where there is none."""
    programs = postgres.programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl, postgres) are not installed")
    with postgres.running(programs) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """An empty ledger, made once."""
    home = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        _clear(patch)
        patch.setenv("TONGKET_HOME", str(home))
        prepare()
        connections.close_all()
    return home / "ledger.sqlite3"


@pytest.fixture(scope="session")
def postgres_template(
    cluster: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> str:
    """The name of a database with an empty ledger, made once."""
    name = cluster.create()
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        _clear(patch)
        patch.setenv("TONGKET_HOME", str(tmp_path_factory.mktemp("template-pg")))
        patch.setenv("TONGKET_DATABASE_URL", cluster.url(name))
        prepare()
        connections.close_all()
    return name


@pytest.fixture
def bare_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A data folder that does not exist yet; TONGKET_HOME names it, no other variable is set, databases are open."""
    _clear(monkeypatch)
    monkeypatch.setenv("TONGKET_HOME", str(tmp_path / "home"))
    with django_db_blocker.unblock():
        yield tmp_path / "home"
        connections.close_all()


@pytest.fixture
def home(bare_home: Path, sqlite_template: Path) -> Path:
    """A data folder with an empty ledger on SQLite, prepared; TONGKET_HOME names it."""
    bare_home.mkdir()
    shutil.copy(sqlite_template, bare_home / "ledger.sqlite3")
    prepare()
    return bare_home


@pytest.fixture
def postgres_home(
    bare_home: Path, cluster: postgres.Cluster, postgres_template: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A data folder whose empty ledger is on PostgreSQL, prepared; the environment names both."""
    database = cluster.create(postgres_template)
    monkeypatch.setenv("TONGKET_DATABASE_URL", cluster.url(database))
    prepare()
    yield bare_home
    connections.close_all()
    cluster.drop(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest) -> Path:
    """`home` and `postgres_home` in turn: what is tested must hold on both."""
    name = "home" if request.param == "sqlite" else "postgres_home"
    folder: Path = request.getfixturevalue(name)
    return folder


def _clear(patch: pytest.MonkeyPatch) -> None:
    for variable in _VARIABLES:
        patch.delenv(variable, raising=False)

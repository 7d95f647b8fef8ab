"""The command line in this process and as a process of its own, over a copy of the demonstration's ledger."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from tongket.project.main import main

PROGRAM = Path(sys.executable).with_name("tongket")
_VARIABLES = ("TONGKET_DATABASE_URL", "TONGKET_SEGMENTS", "TONGKET_SECRET_KEY", "TONGKET_LANG")


@dataclass(frozen=True)
class Ran:
    """How a command ended.

    Attributes:
        out: its standard output, with plain blanks.
    """

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """A folder with what `tongket demo` makes: `home` and `out`. To be copied, not changed."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        for variable in _VARIABLES:
            patch.delenv(variable, raising=False)
        patch.setenv("TONGKET_HOME", str(folder / "home"))
        assert main(["demo", "--out", str(folder / "out")]) == 0
        connections.close_all()
    return folder


@pytest.fixture
def run(bare_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, in an empty folder, over the data folder of this test."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.delenv("TONGKET_LANG", raising=False)

    def command(*words: object) -> Ran:
        capsys.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        said = capsys.readouterr()
        return Ran(status, said.out.replace("\N{NO-BREAK SPACE}", " "), said.err)

    return command


@pytest.fixture
def demo_home(bare_home: Path, demo: Path) -> Path:
    """A data folder with the sample figures loaded; TONGKET_HOME names it."""
    shutil.copytree(demo / "home", bare_home)
    return bare_home


@pytest.fixture
def demo_out(demo: Path) -> Path:
    """The files of the demonstration's review. Not to be changed."""
    return demo / "out"


def process(*words: object, home: Path, cwd: Path, **variables: str) -> Ran:
    """Run the installed program as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TONGKET_")}
    environment = {**kept, "TONGKET_HOME": str(home), **variables}
    done = subprocess.run(
        [PROGRAM, *(str(word) for word in words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.replace("\N{NO-BREAK SPACE}", " "), done.stderr)

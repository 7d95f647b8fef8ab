"""Imports point down only. import-linter holds the contracts; here it is run, and shown to bite."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, Code, code, floors, imported, parsed

PURE = ("core", "cube", "prose")
_LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in a folder: the code of that folder, not what is installed."""
    words = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {_LINT}"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


def _django(file: Code) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if any(name.split(".")[0] == "django" for name in imported(node)):
            yield f"{file.path}:{getattr(node, 'lineno', 0)}"


def test_contracts() -> None:
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(PACKAGE, folder / "tongket", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.mark.parametrize(
    ("file", "planted", "broken"),
    [
        ("core/text.py", "import tongket.review.document\n", "The house has floors"),
        ("cube/book.py", "def late():\n    import tongket.ledger.models\n", "The house has floors"),
        ("prose/__init__.py", "from tongket.cube import book\n", "The house has floors"),
        ("collect/queries.py", "import tongket.coordination.models\n", "The house has floors"),
        ("cube/book.py", "from django.db import models\n", "The pure packages know no Django"),
        ("core/text.py", "import rich\n", "core is standard library only"),
        ("ledger/queries.py", "import duckdb\n", "Only the cube names the engine"),
        ("unplaced/__init__.py", "", "The house has floors"),
    ],
)
def test_contracts_bite(copy: Path, file: str, planted: str, broken: str) -> None:
    path = copy / "tongket" / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text((before or "") + "\n" + planted, encoding="utf-8")
    try:
        done = _lint(copy)
    finally:
        if before is None:
            shutil.rmtree(path.parent)
        else:
            path.write_text(before, encoding="utf-8")
    assert done.returncode != 0, done.stdout
    # An unplaced package is refused before the contracts are listed.
    assert broken in done.stdout.replace("\n", " ")
    assert "BROKEN" in done.stdout or "unplaced" in done.stdout


def test_pure_packages_know_no_django() -> None:
    files = [file for file in code() if file.path.split("/")[1] in PURE]
    assert {file.path.split("/")[1] for file in files} == set(PURE)
    assert [found for file in files for found in _django(file)] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("import django", 1),
        ("def f():\n    from django.db import models", 1),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from django.http import HttpRequest", 1),
        ("import importlib\nimportlib.import_module('django.db')", 1),
        ("import djangorest\nfrom tongket.core import text", 0),
    ],
)
def test_scan_finds_django(text: str, count: int) -> None:
    assert len(list(_django(parsed("x.py", text)))) == count


def test_every_package_has_a_floor() -> None:
    packages = {file.path.split("/")[1] for file in code() if file.path.count("/") > 1}
    assert packages == set(floors())


def test_only_tests_import_tests() -> None:
    found = [
        file.path for file in code() for node in ast.walk(file.tree) for name in imported(node)
        if name.split(".")[0] in ("tests", "bench", "pytest", "hypothesis")
    ]  # fmt: skip
    assert found == []

"""What is handed out: one version, whole packages, data that travels with them, a wheel that holds it all."""

import subprocess
import sys
import zipfile
from importlib import import_module
from importlib.resources import files as resources
from pathlib import Path, PurePosixPath

import tongket
from tests.house.tree import ROOT, code, files, project

_DATA = (".csv", ".css", ".typ")
_OWN_DATA = [name for name in files() if name.startswith("tongket/") and name.endswith(_DATA)]


def test_one_version() -> None:
    assert project()["project"]["version"] == tongket.__version__


def test_every_package_is_marked() -> None:
    folders = {PurePosixPath(file.path).parent for file in code()}
    assert [str(folder) for folder in folders if not (ROOT / folder / "__init__.py").is_file()] == []
    # Nor does a folder of ours hide between two packages.
    between = {parent for folder in folders for parent in folder.parents if str(parent) != "."}
    assert between <= folders
    tests = {PurePosixPath(file.path).parent for file in code("tests")}
    assert [str(folder) for folder in tests if not (ROOT / folder / "__init__.py").is_file()] == []


def test_tests_mirror_the_house() -> None:
    packages = {PurePosixPath(file.path).parts[1] for file in code() if file.path.count("/") > 1}
    tested = {PurePosixPath(file.path).parts[1] for file in code("tests") if "/test_" in file.path}
    assert packages - tested == set()


def test_data_lies_in_the_package() -> None:
    outside = ("tests/", "bench/", "docs/", "tongket/")
    assert [name for name in files() if name.endswith(_DATA) and not name.startswith(outside)] == []
    assert {PurePosixPath(name).suffix for name in _OWN_DATA} == set(_DATA)


def test_data_is_found_through_the_package() -> None:
    package = resources("tongket")
    for name in _OWN_DATA:
        found = package.joinpath(*PurePosixPath(name).parts[1:])
        assert found.is_file(), name
        assert found.read_bytes(), name


def test_commands_can_be_called() -> None:
    scripts = project()["project"]["scripts"]
    assert "tongket" in scripts
    for target in scripts.values():
        module, _, name = target.partition(":")
        assert callable(getattr(import_module(module), name)), target


def test_the_wheel_is_whole(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    wheel = next(tmp_path.glob("*.whl"))
    assert wheel.name.startswith(f"tongket-{tongket.__version__}-py3")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    # Listed anew: the wheel holds what lies there now.
    ours = {name for name in files.__wrapped__() if name.startswith("tongket/")}
    assert ours - packed == set()
    assert {name for name in packed if ".dist-info/" not in name} <= ours
    assert any(name.endswith("/licenses/LICENSE") for name in packed)

"""The locks: every line pinned and hashed, nothing named by address, and what pyproject.toml asks for is in them."""

import re
from collections.abc import Iterator

import pytest

from tests.house.tree import project, text_of

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock")
_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[\w,-]+\])?==([\w.!+]+)(?:\s*;\s*[^#]+)?")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
_ASKED = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[\w,-]+\])?\s*((?:[<>=]=?\s*[\d.]+\s*,?\s*)*)")


def _statements(text: str) -> list[str]:
    """The lock's statements: comments gone, lines that go on joined."""
    kept = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    return re.sub(r"\\\n\s*", " ", "\n".join(kept)).splitlines()


def pins(text: str) -> dict[str, str]:
    """Name → version of every pinned distribution.

    Raises:
        ValueError: a statement is no pin, or carries no hash.
    """
    found: dict[str, str] = {}
    for statement in _statements(text):
        head, *hashes = re.split(r"\s+(?=--)", statement.strip())
        match = _PIN.fullmatch(head)
        if match is None or not hashes or not all(_HASH.fullmatch(h) for h in hashes):
            raise ValueError(statement[:100])
        found[_normal(match[1])] = match[2]
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text.split(".post")[0]))


def fits(version: str, asked: str) -> bool:
    """Whether a version is inside `>=5.2,<5.3`: the only two signs pyproject.toml uses."""
    for bound in filter(None, (part.strip() for part in asked.split(","))):
        sign, limit = re.fullmatch(r"(>=|<)\s*([\d.]+)", bound).groups()  # type: ignore[union-attr]  # a new sign must fail loudly
        size = max(len(_version(version)), len(_version(limit)))
        have, want = (v + (0,) * (size - len(v)) for v in (_version(version), _version(limit)))
        if (have < want) if sign == ">=" else (have >= want):
            return False
    return True


def _asked(requirements: list[str]) -> Iterator[tuple[str, str]]:
    for requirement in requirements:
        match = _ASKED.fullmatch(requirement)
        assert match is not None, requirement
        yield _normal(match[1]), match[2]


def _runtime() -> list[str]:
    found: list[str] = [*project()["project"]["dependencies"], *project()["dependency-groups"]["build"]]
    return found


def _every() -> list[str]:
    extras = project()["project"]["optional-dependencies"].values()
    return [*_runtime(), *project()["dependency-groups"]["dev"], *(r for extra in extras for r in extra)]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_pinned_and_hashed(lock: str) -> None:
    assert len(pins(text_of(lock))) > 10


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address(lock: str) -> None:
    # Whence it is fetched is the machine's business: a mirror, a folder, a proxy. The hashes say what is right.
    bad = re.findall(
        r"^.*(?:://|\s@\s|--(?:extra-)?index-url|--find-links|--trusted-host).*$|^-[a-z].*$", text_of(lock), re.M
    )
    assert bad == []


def _of_lock(lock: str) -> list[str]:
    """What a lock has to hold. Spark has one of its own: it is larger than all the rest, and few need it."""
    spark: list[str] = project()["project"]["optional-dependencies"]["spark"]
    wanted = {
        "requirements.lock": _runtime(),
        "requirements-dev.lock": [name for name in _every() if name not in spark],
        "requirements-spark.lock": spark,
    }
    return wanted[lock]


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_asked_for_is_locked(lock: str) -> None:
    locked = pins(text_of(lock))
    asked = list(_asked(_of_lock(lock)))
    assert [name for name, _ in asked if name not in locked] == []
    assert [(name, bounds, locked[name]) for name, bounds in asked if not fits(locked[name], bounds)] == []


def test_development_runs_what_users_run() -> None:
    runtime, every, spark = (pins(text_of(lock)) for lock in LOCKS)
    assert {name: version for name, version in runtime.items() if every.get(name) != version} == {}
    assert {name: version for name, version in spark.items() if every.get(name, version) != version} == {}


def test_direct_dependencies_have_a_reason() -> None:
    reasons = text_of("docs/decisions/0002-dependencies.md")
    assert [name for name, _ in _asked(_every()) if f"| `{name}` |" not in reasons] == []
    listed = {_normal(name) for name in re.findall(r"^\| `([\w.-]+)` \|", reasons, re.M)}
    assert listed - {name for name, _ in _asked(_every())} == set()


def test_runtime_stays_small() -> None:
    assert len(project()["project"]["dependencies"]) <= 25


_OK = "a-b==1.2 \\\n    --hash=sha256:" + "0" * 64 + "\n    # via c\n"


@pytest.mark.parametrize(
    "text",
    [
        "a-b==1.2\n",
        "a-b>=1.2 \\\n    --hash=sha256:" + "0" * 64,
        "a-b==1.2 \\\n    --hash=md5:" + "0" * 32,
        "a-b @ file:///x",
        "-r other.txt",
        _OK + "c==1\n",
    ],
)
def test_reader_refuses(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        pins(text)


def test_reader_reads() -> None:
    assert pins(_OK + _OK.replace("a-b==1.2", "C.d[x]==2.0.post1 ; os_name == 'nt'")) == {
        "a-b": "1.2",
        "c-d": "2.0.post1",
    }


@pytest.mark.parametrize(
    ("version", "asked", "expected"),
    [
        ("5.2.19", ">=5.2,<5.3", True), ("5.3", ">=5.2,<5.3", False), ("5.1.9", ">=5.2", False),
        ("20", ">=20.0.0", True), ("1.9.0.post1", ">=1.8", True), ("2.0", "", True), ("10.0", ">=9", True),
    ],
)  # fmt: skip
def test_bounds(version: str, asked: str, expected: bool) -> None:
    assert fits(version, asked) is expected

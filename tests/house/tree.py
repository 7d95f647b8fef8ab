"""The tree of the project as its house tests see it: files, syntax trees, floors."""

import ast
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tongket"
_NOT_OURS = {"__pycache__", "node_modules", "out", "tongket-data"}


class Code(NamedTuple):
    """One Python file: its path below the root, its lines and its syntax tree."""

    path: str
    lines: list[str]
    tree: ast.Module


@cache
def project() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def files() -> tuple[str, ...]:
    """Every file that is, or is about to be, in the repository: paths below the root."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        words = [git, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(words, check=True, capture_output=True).stdout.decode().split("\0")
        return tuple(sorted(name for name in listed if name and (ROOT / name).is_file()))
    return tuple(sorted(_walked(ROOT)))


def _walked(folder: Path) -> Iterator[str]:
    """The same from a tree without git, e.g. an unpacked archive."""
    for path in folder.iterdir():
        hidden = path.name.startswith(".") and path.name not in (".ci", ".gitignore")
        if hidden or path.name in _NOT_OURS:
            continue
        if path.is_dir():
            yield from _walked(path)
        else:
            yield path.relative_to(ROOT).as_posix()


def text_of(path: str) -> str:
    """The text of a file of the tree."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def code(*tops: str) -> tuple[Code, ...]:
    """Every Python file below the folders named, `tongket` where none is."""
    wanted = tuple(f"{top}/" for top in tops or ("tongket",))
    return tuple(parsed(name, text_of(name)) for name in files() if name.endswith(".py") and name.startswith(wanted))


def parsed(path: str, text: str) -> Code:
    """Python text as if it stood at that path."""
    return Code(path, text.splitlines(), ast.parse(text, path))


@cache
def documents() -> tuple[str, ...]:
    """Every Markdown file for readers."""
    return tuple(name for name in files() if name.endswith(".md"))


@cache
def floors() -> dict[str, int]:
    """Package → its floor in the house, 0 the lowest."""
    contracts = project()["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(c["layers"] for c in contracts if c["type"] == "layers")
    return {name.strip(): floor for floor, layer in enumerate(reversed(layers)) for name in layer.split("|")}


def imported(node: ast.AST) -> list[str]:
    """The modules that an import statement, `import_module("…")` or `__import__("…")` names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        name = called(node)
        if name in ("import_module", "__import__") and isinstance(node.args[0].value, str):
            return [node.args[0].value]
    return []


def called(node: ast.Call) -> str:
    """The last name of what is called: `create` of `Posting.objects.create(…)`."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of the string nodes that stand alone as statements: docstrings and notes under names."""
    return {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def shown(node: ast.expr | None) -> str | None:
    """The text of a string as far as it is known, with `…` for what is filled in; None where it is no literal."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(shown(part) or "…" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = (shown(node.left), shown(node.right))
        return None if parts == (None, None) else "".join(part or "…" for part in parts)
    return None


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every string that is not a docstring; an f-string comes whole, not in pieces."""
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if id(node) in skipped or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        # A tree is walked from above: the pieces of an f-string come after it and are passed over.
        skipped.update(id(piece) for piece in ast.walk(node))
        if (text := shown(node)) is not None:
            yield node.lineno, text

"""Caps: a file is read at one sitting, a function on one screen, an import inside a function has its reason."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.tree import Code, code, files, parsed, text_of

FILE, TEST_FILE, FUNCTION = 500, 600, 80
"""Lines. CSV is not counted: the gazetteer has as many rows as the country has communes."""
_CODE = (".py", ".typ", ".css", ".js", ".html")
_REASON = re.compile(r"#\s*noqa: PLC0415\s*[–-]\s*\S.{3,}|^\s*#\s*(?!noqa)\S.{8,}")


def _long_functions(file: Code) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > FUNCTION:
                yield f"{file.path}:{node.lineno} {node.name} has {size} lines"


def _imports_without_reason(file: Code) -> Iterator[str]:
    found: set[int] = set()
    for outer in ast.walk(file.tree):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            found.update(n.lineno for n in ast.walk(outer) if isinstance(n, ast.Import | ast.ImportFrom))
    for line in sorted(found):
        # The reason stands on the line, or in a comment just above the imports.
        above = line - 2
        while above + 1 in found:
            above -= 1
        around = (file.lines[line - 1], file.lines[above] if above >= 0 else "")
        if not (_REASON.search(around[0]) or _REASON.match(around[1])):
            yield f"{file.path}:{line}"


def test_files() -> None:
    sizes = {name: len(text_of(name).splitlines()) for name in files() if name.endswith(_CODE)}
    assert len(sizes) > 50
    too_long = {n: s for n, s in sizes.items() if s > (TEST_FILE if n.startswith("tests/") else FILE)}
    assert too_long == {}


def test_functions() -> None:
    every = [found for file in code("tongket", "tests", "bench") for found in _long_functions(file)]
    assert every == []


def test_imports_inside_functions_say_why() -> None:
    assert [found for file in code() for found in _imports_without_reason(file)] == []


@pytest.mark.parametrize(("lines", "long"), [(78, 0), (79, 0), (80, 1)])
def test_scan_measures_functions(lines: int, long: int) -> None:
    text = "def f():\n" + "    pass\n" * lines
    assert len(list(_long_functions(parsed("x.py", text)))) == long


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("def f():\n    import docx\n", 1),
        ("def f():\n    import docx  # noqa: PLC0415\n", 1),
        ("def f():\n    import docx  # noqa: PLC0415 – heavy, only when used\n", 0),
        ("def f():\n    # The ledger needs Django, which --help should not wait for.\n    import docx\n", 0),
        ("def f():\n    # Heavy, and needed once in a while.\n    import docx\n    import pptx\n", 0),
        ("def f():\n    # noqa: PLC0415\n    import docx\n", 1),
        ("import docx\n", 0),
        ("if TYPE_CHECKING:\n    import docx\n", 0),
        ("class A:\n    async def f(self):\n        if self:\n            from docx import Document\n", 1),
    ],
)
def test_scan_wants_reasons(text: str, missing: int) -> None:
    assert len(list(_imports_without_reason(parsed("x.py", text)))) == missing

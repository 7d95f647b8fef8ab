"""Only services write. A syntax scan for what changes rows, with examples that show what it takes for a write."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.tree import Code, called, code, parsed, strings

_ALWAYS = {
    "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "adelete",
    "abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create",
}  # fmt: skip
_SAVES = {"save", "asave", "save_base"}
_QUERIES = {"create", "acreate", "update", "aupdate"}
_STEPS = {"objects", "filter", "exclude", "all", "select_for_update", "get_queryset", "order_by"}
_SQL = re.compile(
    r"\s*(INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|REPLACE\s+INTO|MERGE\s+INTO|TRUNCATE\s+\w+)\b",
    re.I,
)


def may_write(path: str) -> bool:
    """Whether a file is one of the writers: services, and migrations, which make the tables."""
    return path.endswith("/services.py") or "/migrations/" in path


def writes(file: Code) -> Iterator[str]:
    """Yield where a file changes rows, as `path:line`."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and _is_write(node):
            yield f"{file.path}:{node.lineno}"
    for line, text in strings(file.tree):
        if _SQL.match(text):
            yield f"{file.path}:{line}"


def _is_write(call: ast.Call) -> bool:
    name = called(call)
    if not isinstance(call.func, ast.Attribute):
        return False
    if name in _ALWAYS:
        return True
    if name in _SAVES:
        # A model is saved with keywords or nothing; a document or a presentation is saved to a path.
        return not call.args
    if name in _QUERIES:
        # `rows.update(state="x")` changes rows; `found.update(other)` a dict, `digest.update(data)` a hash.
        keywords_only = name.endswith("update") and bool(call.keywords) and not call.args
        return keywords_only or bool(_STEPS & set(_chain(call.func.value)))
    return False


def _chain(node: ast.expr) -> Iterator[str]:
    """Yield the names before the last one: `Posting`, `objects`, `filter` of `Posting.objects.filter(…).update`."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        else:
            return


def test_only_services_write() -> None:
    assert [found for file in code() if not may_write(file.path) for found in writes(file)] == []


def test_scan_sees_the_real_writers() -> None:
    for path in ("tongket/store/services.py", "tongket/ledger/services.py"):
        file = next(f for f in code() if f.path == path)
        assert len(list(writes(file))) >= 3, path


@pytest.mark.parametrize("path", ["tongket/ledger/queries.py", "tongket/cli/services_list.py", "tongket/x/views.py"])
def test_others_may_not_write(path: str) -> None:
    assert not may_write(path)


@pytest.mark.parametrize(
    "text",
    [
        "row.save()",
        "row.save(update_fields=['value'])",
        "await row.asave()",
        "Posting.objects.create(number=1)",
        "stream.postings.all().update(number=2)",
        "Posting.objects.filter(number=1).update(**changes)",
        "rows = Posting.objects.filter(number=1)\nrows.update(actor='x')",
        "Source.objects.bulk_create(new)",
        "Stream.objects.get_or_create(name=name)",
        "row.delete()",
        "cursor.execute('INSERT INTO ledger_figure VALUES (1)')",
        "cursor.execute(f'update {table} set value = 0')",
        "sql = 'DELETE FROM ledger_figure'\ncursor.execute(sql)",
        "cursor.execute('INSERT OR REPLACE INTO ledger_figure VALUES (1)')",
        "cursor.executemany('  TRUNCATE ledger_figure', [])",
    ],
)
def test_writes_are_found(text: str) -> None:
    assert list(writes(parsed("tongket/ledger/views.py", text)))


@pytest.mark.parametrize(
    "text",
    [
        "presentation.save(buffer)",
        "found.update(other)",
        "digest.update(b'x')",
        "found.update((r.row, r) for r in rows)",
        "Posting.objects.filter(number=1).first()",
        "cursor.execute('SELECT value FROM ledger_figure')",
        "cursor.execute('SET TimeZone = 1')",
        "'''DELETE FROM is what this never says.'''",
        "print('Delete fromage')",
        "updated = create(1)",
        "session.create(path)",
    ],
)
def test_others_are_left_alone(text: str) -> None:
    assert not list(writes(parsed("tongket/ledger/views.py", text)))

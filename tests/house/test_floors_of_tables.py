"""What import-linter cannot see: keys between tables, and signals, also point down only."""

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Field, ForeignObject, Model

from tests.house.tree import Code, code, floors, imported, parsed

_SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.db.backends.signals")


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("tongket.")]


def _package(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def _keys() -> Iterator[tuple[str, str, str]]:
    """Yield (name, package it is in, package it points to) for each key between tables, many-to-many too."""
    for model in _models():
        fields: list[Field[Any, Any]] = [*model._meta.local_fields, *model._meta.local_many_to_many]
        for field in fields:
            if isinstance(field, ForeignObject) or field.many_to_many:
                target = field.related_model
                assert isinstance(target, type), field
                yield f"{model.__name__}.{field.name}", _package(model), _package(target)


def _points_down(here: str, there: str) -> bool:
    return here == there or floors()[there] < floors()[here]


def _signals(file: Code) -> Iterator[str]:
    for node in ast.walk(file.tree):
        if any(name == s or name.startswith(f"{s}.") for name in imported(node) for s in _SIGNALS):
            yield f"{file.path}:{getattr(node, 'lineno', 0)}"


def _by_string(file: Code) -> Iterator[str]:
    """Models fetched by name, and keys to a model named by a string with an app in it: both hide where they point."""
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        target = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "to"), None)
        named = isinstance(target, ast.Constant) and isinstance(target.value, str) and "." in target.value
        relation = name in ("ForeignKey", "OneToOneField", "ManyToManyField", "GenericRelation") and named
        if relation or name in ("get_model", "GenericForeignKey"):
            yield f"{file.path}:{node.lineno}"


def test_keys_point_down() -> None:
    keys = list(_keys())
    assert len(keys) >= 3  # a posting's stream, a segment's stream, a figure's source: the walk finds something
    assert [key for key in keys if not _points_down(*key[1:])] == []


def test_direction() -> None:
    assert _points_down("ledger", "store")
    assert _points_down("ledger", "ledger")
    assert not _points_down("store", "ledger")
    assert not _points_down("cube", "prose")


def test_tables_stand_where_django_may() -> None:
    assert {_package(model) for model in _models()} <= set(floors()) - {"core", "cube", "prose", "cli", "project"}


def test_no_signals_between_our_packages() -> None:
    assert [found for file in code() for found in _signals(file)] == []


def test_models_are_not_fetched_by_name() -> None:
    files = [file for file in code() if "/migrations/" not in file.path]
    assert [found for file in files for found in _by_string(file)] == []


@pytest.mark.parametrize(
    "text",
    [
        "from django.dispatch import receiver",
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "def f():\n    import django.dispatch",
    ],
)
def test_scan_finds_signals(text: str) -> None:
    assert list(_signals(parsed("x.py", text)))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("apps.get_model('ledger', 'FigureRow')", 1),
        ("models.ForeignKey('ledger.Source', on_delete=models.PROTECT)", 1),
        ("models.ManyToManyField(to='store.Stream')", 1),
        ("models.ForeignKey(Stream, on_delete=models.PROTECT)", 0),
        ("models.ForeignKey('self', on_delete=models.PROTECT)", 0),
    ],
)
def test_scan_finds_models_by_name(text: str, count: int) -> None:
    assert len(list(_by_string(parsed("x.py", text)))) == count

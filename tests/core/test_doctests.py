"""The examples in core's docstrings are run."""

import doctest
import pkgutil
from importlib import import_module

import pytest

from tongket import core

MODULES = sorted(found.name for found in pkgutil.walk_packages(core.__path__, core.__name__ + "."))
WITH_EXAMPLES = {"exact", "number", "period", "text", "unit"}


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    result = doctest.testmod(import_module(name), raise_on_error=False)
    assert result.failed == 0
    if name.rpartition(".")[2] in WITH_EXAMPLES:
        assert result.attempted > 0

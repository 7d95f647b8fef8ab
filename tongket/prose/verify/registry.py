"""The rules, by name. A new rule is one function with `@rule`, in a module that `checking.py` imports."""

from collections.abc import Callable, Iterator

from tongket.prose.claims import TextFinding
from tongket.prose.verify.book import Book

Rule = Callable[[Book], Iterator[TextFinding]]
RULES: dict[str, Rule] = {}
"""Every rule inside a text. A rule may name its findings after a slip it recognises (`magnitude-slip`)."""


def rule(name: str) -> Callable[[Rule], Rule]:
    """Enter a function as the rule of that name."""

    def enter(function: Rule) -> Rule:
        RULES[name] = function
        return function

    return enter

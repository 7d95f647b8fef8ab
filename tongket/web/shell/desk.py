"""What else waits on somebody's first page: packages of pages put in what they know, none imports another.

A package says so once, when Django is ready: `desk.offers(name, function)`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line: what it is, whose, by when, and how it stands.

    Attributes:
        unit: name of the unit it waits for; empty where that needs no saying.
        due: last day, as printed; empty where there is none.
        late: whether the day is over.
        time: how far the day is, in words.
        state, tone: its badge.
    """

    title: str
    url: str
    unit: str
    due: str
    late: bool
    time: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Waits:
    """Lines under one heading, and where the rest of them is, as there may be more than a first page has."""

    title: str
    lines: list[Waiting]
    more: int = 0
    url: str = ""


_OFFERS: dict[str, Callable[[HttpRequest], list[Waits]]] = {}


def offers(name: str, found: Callable[[HttpRequest], list[Waits]]) -> None:
    """Put in what waits, under the name of the package; said twice it counts once."""
    _OFFERS[name] = found


def waits(request: HttpRequest) -> list[Waits]:
    """Return what waits for who asks, package by package; what is empty is left out."""
    return [one for name in sorted(_OFFERS) for one in _OFFERS[name](request) if one.lines]

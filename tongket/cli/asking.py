"""What several verbs share: the two clocks, and progress on anything over a second."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager


def add_clocks(verb: ArgumentParser) -> None:
    """Add `--as-of` and `--recorded-by`."""
    verb.add_argument("--as-of", metavar="DATE", help="như đã biết vào ngày đó / as its sources had said by that day")
    verb.add_argument("--recorded-by", metavar="DATE", help="như đã ghi sổ đến lúc đó / as recorded by then")


@contextmanager
def progress(text: str) -> Iterator[None]:
    """Show that work is under way, on a terminal only."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 – only for a terminal

    with Console(stderr=True).status(text):
        yield

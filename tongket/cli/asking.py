"""What several verbs share: the two clocks, tables on a terminal, and progress on anything over a second."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table


def add_clocks(verb: ArgumentParser) -> None:
    """Add `--as-of` and `--recorded-by`."""
    verb.add_argument("--as-of", metavar="DATE", help="như đã biết vào ngày đó / as its sources had said by that day")
    verb.add_argument("--recorded-by", metavar="DATE", help="như đã ghi sổ đến lúc đó / as recorded by then")


def add_boundaries(verb: ArgumentParser) -> None:
    """Add `--boundaries`."""
    verb.add_argument(
        "--boundaries", metavar="DATE", help="theo ranh giới hành chính của ngày đó / on the boundaries of that day"
    )


def print_table(table: "Table", width: int) -> None:
    """Print a table as wide as the terminal, or `width` characters where there is none."""
    from rich.console import Console  # noqa: PLC0415 – heavy, only where a table is shown

    console = Console(width=None if sys.stdout.isatty() else width, highlight=False, markup=False)
    # Rich would end the process with status 1 when its reader (head, less) goes away; 1 means findings here.
    with console.capture() as shown:
        console.print(table)
    print(shown.get(), end="")


@contextmanager
def progress(text: str) -> Iterator[None]:
    """Show that work is under way, on a terminal only."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 – only for a terminal

    with Console(stderr=True).status(text):
        yield

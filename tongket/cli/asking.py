"""What several verbs share: the two clocks, tables on a terminal, and progress on anything over a second."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tongket.core.boundaries import Boundaries
from tongket.core.period import Period
from tongket.core.place import SNAPSHOT, Place
from tongket.core.text import Text

if TYPE_CHECKING:
    from rich.table import Table

    from tongket.cli.session import Session

ASSUMED = Text(
    f"Lưu ý: ranh giới cấp huyện, cấp xã trước ngày {SNAPSHOT:%d/%m/%Y} lấy theo hiện trạng ngày đó, trừ những thay "
    "đổi đã có căn cứ trong dữ liệu; nếu trước đó còn có thay đổi khác thì kết quả chưa phản ánh",
    f"Note: boundaries of districts and communes before {SNAPSHOT.isoformat()} are taken as of that day, but for the "
    "changes the data give a source for; any other change before it is not in this answer",
)
"""Said once where an answer on a district or commune rests on it."""


def add_clocks(verb: ArgumentParser) -> None:
    """Add `--as-of` and `--recorded-by`."""
    verb.add_argument("--as-of", metavar="DATE", help="như đã biết vào ngày đó / as its sources had said by that day")
    verb.add_argument("--recorded-by", metavar="DATE", help="như đã ghi sổ đến lúc đó / as recorded by then")


def add_boundaries(verb: ArgumentParser) -> None:
    """Add `--boundaries`."""
    verb.add_argument(
        "--boundaries", metavar="DATE", help="theo ranh giới hành chính của ngày đó / on the boundaries of that day"
    )


def assumption(session: "Session", place: Place | None, periods: Sequence[Period | None]) -> str | None:
    """Return what an answer with `--boundaries` on a place assumes of the past, and say it to a person; else None.

    Args:
        periods: those the answer speaks of, the year before them too; None is passed over.
    """
    drawn = session.boundaries
    if drawn is None or place is None or place.level not in ("district", "commune"):
        return None
    days = {drawn.on, *(each.end for p in periods if p is not None for each in (p, p.year_before()))}
    places = session.vocabulary.places
    if not any(Boundaries(places, day).assumed(place.id) for day in sorted(days) if day < SNAPSHOT):
        return None
    return say_assumed(session)


def say_assumed(session: "Session") -> str:
    """Say to a person, beside what is printed, that old boundaries are assumed; return the words."""
    told = ASSUMED.to(session.lang)
    print(told, file=sys.stderr)
    return told


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

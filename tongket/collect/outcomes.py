"""What is put into returns, and what became of it: what the services take and answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tongket.collect.checks import Finding
from tongket.collect.models import Return
from tongket.core.text import Text


@dataclass(frozen=True, slots=True)
class Change:
    """One cell as its sender has it.

    Attributes:
        cell: its key, `row|column`.
        text: what it shall be, as typed.
        seen: what the sender saw there before; None to write over whatever is there.
        note: a remark on the cell; None leaves the one there is.
    """

    cell: str
    text: str
    seen: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did.

    Attributes:
        revision: of the return now.
        before: of the return before it, so that a sender can tell whether anybody else wrote in between.
        changed: cells that are another now.
        conflicts: cells left as they are because somebody else changed them: (what they hold, uid of who).
    """

    revision: int
    before: int
    changed: tuple[str, ...] = ()
    conflicts: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a return that a program sent.

    Attributes:
        of: the return as it is now.
        again: whether it had been received under that key before, so that nothing was done.
        found: what the checks find in it.
    """

    of: Return
    again: bool
    found: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of returns that were to be accepted together.

    Attributes:
        numbers: of those that are in the ledger now.
        refused: why not, by number.
    """

    numbers: tuple[int, ...]
    refused: Mapping[int, Text]

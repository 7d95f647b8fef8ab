"""How a register is declared: its fields, its states, its checks and what it measures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from tongket.core.errors import NotFound
from tongket.core.text import Text

if TYPE_CHECKING:
    from tongket.registers.shared.models import Version

Value = str | Decimal | date | None
"""A value as checks and pages see it; a choice and a place by their code. None: not known."""


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register.

    Attributes:
        name: in code; also the column of the version's table.
        title: over the column.
        kind: what it holds.
        unit: code of the unit in the vocabulary; empty for a number without one.
        decimals: that are kept of a number; more are refused, for they would be lost.
        least, most: what a number must lie between; None for no bound.
        choices: code → name of a choice.
        required: whether a record cannot be without it.
        listed: whether lists show it unless told otherwise.
        aliases: other words for it in the heading of an imported table.
        hint: what to know before filling it in.
    """

    name: str
    title: Text
    kind: Kind = Kind.TEXT
    unit: str = ""
    decimals: int = 0
    least: Decimal | None = None
    most: Decimal | None = None
    choices: Mapping[str, Text] = field(default_factory=dict)
    required: bool = False
    listed: bool = False
    aliases: tuple[str, ...] = ()
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a record, or doubtful about it.

    Attributes:
        field: name of the field it is about; empty for the record as a whole.
        text: what is wrong, with the numbers, and what to do.
        blocks: whether it must be mended; otherwise it is only said.
    """

    field: str
    text: Text
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """A total of the register that is an indicator of the ledger.

    Attributes:
        indicator: its code.
        by: dimension of the indicator → field of the register whose code is the member.
        sums: the number field that is summed; empty counts records.
        where: field → codes it must have; a record without them is not measured.
    """

    indicator: str
    by: Mapping[str, str]
    sums: str = ""
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)


Check = Callable[[Mapping[str, Value], date], Sequence[Problem]]
"""Looks at the values as they are from a day on."""


@dataclass(frozen=True, slots=True)
class Register:
    """One register.

    Attributes:
        code: in addresses and exports.
        title: of the register; `noun` of one record in it.
        sector: whose specialist keeps it; as grants name sectors.
        version: the model of a version of its records.
        fields: besides `code` and `state`, which every register has; in the order of forms and exports.
        states: code → name, from the first to the last of a life; `ended` are those in which nothing stands any more.
        measures: what it feeds the ledger.
        check: its own rules.
        kin: the choice field two records must share to be one; empty for none.
        all_fields: the state among them.
        alike: number fields by which an incoming record without a code is compared with those that are there.
    """

    code: str
    title: Text
    noun: Text
    sector: str
    version: "type[Version]"
    fields: tuple[Field, ...]
    states: Mapping[str, Text]
    ended: frozenset[str] = frozenset()
    measures: tuple[Measure, ...] = ()
    check: Check = lambda values, day: ()
    alike: tuple[str, ...] = ()
    kin: str = ""
    all_fields: tuple[Field, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Put the state, which every register has, after the name."""
        state = Field("state", Text("tình trạng", "state"), Kind.CHOICE, choices=self.states, required=True,
                      listed=True, aliases=("trạng thái", "status"))  # fmt: skip
        object.__setattr__(self, "all_fields", (self.fields[0], state, *self.fields[1:]))

    def field(self, name: str) -> Field:
        """Return a field.

        Raises:
            NotFound: it has none of that name.
        """
        found = next((one for one in self.all_fields if one.name == name), None)
        if found is None:
            raise NotFound(
                f"{self.title.vi} không có cột “{name}”; các cột: {', '.join(one.name for one in self.all_fields)}",
                f"{self.title.en} has no field {name}; it has {', '.join(one.name for one in self.all_fields)}",
            )
        return found

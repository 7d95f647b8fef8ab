"""What somebody says about records, before anything is written, and what is said back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from tongket.core.errors import InvalidInput
from tongket.registers.shared.declare import Problem


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one record from a day on.

    Attributes:
        code: of the record; a new one where the register has none of it.
        day: the first on which it holds.
        values: field → value as text, None to clear it; only what is said.
        source: where it is from.
        source_day: when the source said so.
        decision: key of the decision it rests on.
        revision: of the record as its writer saw it; None where nobody looked at it (an import).
        row: in the file it came from, for messages.
    """

    code: str
    day: date
    values: Mapping[str, str | None]
    source: str
    source_day: date | None = None
    decision: int | None = None
    revision: int | None = None
    row: int | None = None

    def kept(self) -> dict[str, Any]:
        """Return it as a waiting change keeps it."""
        return {
            "code": self.code, "day": self.day.isoformat(), "values": dict(self.values), "source": self.source,
            "source_day": self.source_day.isoformat() if self.source_day else None, "decision": self.decision,
            "revision": self.revision, "row": self.row,
        }  # fmt: skip

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Return what `kept` made."""
        days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in ("day", "source_day")}
        return cls(**{**kept, **days})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with what was said of one record."""

    code: str
    row: int | None
    problem: Problem

    def line(self, lang: str = "vi") -> str:
        """Return it as one line: which row, which record, what."""
        where = {"vi": "dòng", "en": "row"}[lang]
        row = f"{where} {self.row}: " if self.row else ""
        return f"{row}{self.code}: {self.problem.text.vi if lang == 'vi' else self.problem.text.en}"


class Wrong(InvalidInput):
    """Nothing was written, for something in it is wrong; all faults at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        more = len(self.faults) - 20
        lines = {
            lang: "\n".join(
                [*(one.line(lang) for one in self.faults[:20]), *([f"… và {more} lỗi nữa" if lang == "vi" else
                                                                   f"… and {more} more"] if more > 0 else [])]
            )
            for lang in ("vi", "en")
        }  # fmt: skip
        super().__init__(lines["vi"], lines["en"])


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a change.

    Attributes:
        change: its number.
        waiting: whether somebody else has to approve it first; nothing else was written then.
        new, changed, same: how many records of each.
        remarks: what is doubtful but was written.
    """

    change: int
    waiting: bool = False
    new: int = 0
    changed: int = 0
    same: int = 0
    remarks: Sequence[Fault] = field(default_factory=tuple)

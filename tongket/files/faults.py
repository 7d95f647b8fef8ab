"""Faults of a file: where, what is wrong, what would be right. All of them at once, and nothing is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongket.core.errors import InvalidInput, TongketError
from tongket.core.text import Lang, Text

SHOWN_FAULTS = 200
"""How many faults the message of `Refused` spells out; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file.

    Attributes:
        file: name of the file as the user gave it.
        sheet: name of the sheet; None for a text file, or where the whole file is meant.
        cell: `C7`, or a range `B7:C9`; None where no one cell is to blame.
        problem: what is wrong.
        remedy: what would be right; what to do next.
    """

    file: str
    sheet: str | None
    cell: str | None
    problem: Text
    remedy: Text

    def line(self, lang: Lang = "vi") -> str:
        """Return the fault as one line: place, problem, remedy."""
        sheet, cell, mend = ("trang tính", "ô", "Cách sửa") if lang == "vi" else ("sheet", "cell", "To mend")
        place = [self.file]
        if self.sheet is not None:
            place.append(f"{sheet} “{self.sheet}”")
        if self.cell is not None:
            place.append(f"{cell} {self.cell}")
        return f"{', '.join(place)}: {self.problem.to(lang)}. {mend}: {self.remedy.to(lang)}."


class Refused(InvalidInput):
    """A file is refused as a whole; `faults` lists everything found, the message the first `SHOWN_FAULTS`."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self._listed("vi"), self._listed("en"))

    def _listed(self, lang: Lang) -> str:
        count, rest = len(self.faults), len(self.faults) - SHOWN_FAULTS
        if lang == "vi":
            head, more = f"tệp có {count} lỗi, chưa ghi nhận số liệu nào:", f"… và {rest} lỗi nữa"
        else:
            head, more = f"{count} fault(s) in the file, nothing was recorded:", f"… and {rest} more"
        lines = [head, *(fault.line(lang) for fault in self.faults[:SHOWN_FAULTS])]
        return "\n".join([*lines, more] if rest > 0 else lines)


def refuse(file: str, problem: Text, remedy: Text, sheet: str | None = None, cell: str | None = None) -> Refused:
    """Return the refusal of a file for one fault."""
    return Refused([Fault(file, sheet, cell, problem, remedy)])


def problem_of(error: TongketError) -> Text:
    """Return what an error says, without a closing full stop, to stand in a fault."""
    return Text(error.text.vi.rstrip(". "), error.text.en.rstrip(". "))

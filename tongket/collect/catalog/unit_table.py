"""Reporting units as a table that is pasted from a spreadsheet: `code, name, commune, phone`, one a line. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tongket.core.errors import InvalidInput, TongketError
from tongket.core.place import Place
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary

HEADS = (
    Text("Mã (mã số thuế)", "Code (tax code)"), Text("Tên", "Name"), Text("Xã, phường", "Commune"),
    Text("Điện thoại", "Phone"),
)  # fmt: skip
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,39}")
_MOST = 5000


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be added: code without its kind, name, id of its place, phone."""

    code: str
    name: str
    place: str
    phone: str


def read(table: str, words: Vocabulary, day: date, reach: Callable[[str], bool]) -> list[NewUnit]:
    """Return the units a table tells of.

    Args:
        table: lines with columns apart by tabs; a line of headings is passed over.
        words: for the communes.
        day: a commune must stand on it.
        reach: whether units may lie in a place, by its id.

    Raises:
        InvalidInput: lines cannot be read, a code is there twice, or a commune is not known or not the only one of its
            name; every line is named.
    """
    found: list[NewUnit] = []
    wrong: list[Text] = []
    for number, line in enumerate(table.replace("\r\n", "\n").split("\n"), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or cells[0] == HEADS[0].vi:
            continue
        try:
            one = _unit(cells, words, day, reach)
            if any(one.code == other.code for other in found):
                raise InvalidInput(f"mã “{one.code}” có hai lần", f"code “{one.code}” is there twice")
            found.append(one)
        except TongketError as error:
            wrong.append(Text(f"dòng {number}: {error.text.vi}", f"line {number}: {error.text.en}"))
    if (not found and not wrong) or len(found) > _MOST:
        wrong.append(Text(f"cần 1–{_MOST} dòng", f"1 to {_MOST} lines are needed"))
    if wrong:
        raise InvalidInput("\n".join(one.vi for one in wrong), "\n".join(one.en for one in wrong))
    return found


def _unit(cells: Sequence[str], words: Vocabulary, day: date, reach: Callable[[str], bool]) -> NewUnit:
    if not 3 <= len(cells) <= len(HEADS):
        raise InvalidInput(
            f"có {len(cells)} cột; cần mã, tên, xã, phường và có thể thêm điện thoại, cách nhau bằng Tab",
            f"it has {len(cells)} columns; code, name, commune and perhaps a phone, apart by tabs, are needed",
        )
    code, name, commune, phone = (*cells, "")[:4]
    if not _CODE.fullmatch(code):
        raise InvalidInput(f"mã “{code}” chỉ được có chữ, số, dấu chấm, gạch nối", f"“{code}” is no code")
    if not name or len(name) > 200 or len(phone) > 30:
        raise InvalidInput("thiếu tên, hoặc tên, điện thoại dài quá", "the name is missing, or something is too long")
    return NewUnit(code, name, _commune(commune, words, day, reach).id, phone)


def _commune(text: str, words: Vocabulary, day: date, reach: Callable[[str], bool]) -> Place:
    known = [p for p in words.places.named(text) if p.level == "commune" and p.stands_on(day) and reach(p.id)]
    if len(known) != 1:
        why = "không có" if not known else f"có {len(known)}"
        raise InvalidInput(
            f"{why} xã, phường nào tên “{text}” trên địa bàn; ghi đúng tên, ví dụ “Xã Đak Đoa”",
            f"there is no one commune called “{text}” there; write its name, e.g. “Xã Đak Đoa”",
        )
    return known[0]

"""Rows that came without a code: which record each may be, for a person to say so by writing its code, or a new one."""

from collections.abc import Sequence
from decimal import Decimal

from tongket.core.text import Text
from tongket.registers.shared import queries
from tongket.registers.shared.declare import Problem, Register
from tongket.registers.shared.importing import CODE
from tongket.registers.shared.matching import Incoming, Match, match
from tongket.registers.shared.told import Fault, Told


def uncoded(register: Register, told: Sequence[Told]) -> list[Fault]:
    """Return a fault for each row without a code, with the records it may be. Nothing is decided here."""
    rows = [one for one in told if not one.code]
    if not rows:
        return []
    there = queries.candidates(register, register.kin)
    names = {one.code: one.name for one in there}
    found = match([_incoming(register, one) for one in rows], there)
    return [
        Fault(str(one.values.get("name") or ""), one.row, Problem(CODE, _proposal(proposed, names)))
        for one, proposed in zip(rows, found, strict=True)
    ]


def _incoming(register: Register, one: Told) -> Incoming:
    numbers = {name: Decimal(text) for name in register.alike if (text := one.values.get(name)) is not None}
    kind = one.values.get(register.kin) if register.kin else ""
    return Incoming(str(one.values.get("name") or ""), str(one.values.get("place") or ""), str(kind or ""), numbers)


def _proposal(found: Match, names: dict[str, str]) -> Text:
    if not found.code:
        return Text("chưa có mã và không giống bản ghi nào trong sổ; ghi một mã mới vào cột mã",
                    "no code, and like no record there is; write a new code")  # fmt: skip
    others = "".join(f", {code} ({names[code]})" for code in found.others)
    if found.sure:
        return Text(
            f"chưa có mã; là {found.code} ({names[found.code]})? giống {found.score}/100. Đúng thì ghi {found.code} "
            "vào cột mã, không thì ghi mã mới",
            f"no code; is it {found.code} ({names[found.code]})? {found.score} of 100 alike. Write {found.code}, or a "
            "new code",
        )  # fmt: skip
    return Text(
        f"chưa có mã; có thể là {found.code} ({names[found.code]}){others}, nhưng chưa chắc: xem lại tên, địa bàn, độ "
        "lớn rồi ghi mã đúng vào cột mã, hoặc mã mới",
        f"no code; may be {found.code} ({names[found.code]}){others}, but it is not sure: look at name, place and "
        "size, then write the right code, or a new one",
    )  # fmt: skip

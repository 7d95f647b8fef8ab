"""What holds for every register: the fold of events into versions, checks of positions, what a change may do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby, zip_longest

from tongket.core.number import render
from tongket.core.text import Text
from tongket.registers.shared.declare import Problem, Register, Value
from tongket.registers.shared.values import LATITUDES, LONGITUDES, value_of

CLOSING = 10
"""An import that ends more records than this is asked about."""


class ChangeState(StrEnum):
    """Where a change stands."""

    DRAFT = "draft"
    """Looked at by its author, who has not said yes."""
    WAITING = "waiting"
    APPLIED = "applied"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Happened:
    """An event, as folding needs it.

    Attributes:
        order: of events of one day; the later one wins.
    """

    day: date
    order: int
    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Span:
    """Values over days.

    Attributes:
        first: day.
        until: the day after the last; None until further notice.
        values: field → text; without those that are not known.
        said_by: field → `order` of the event that set it.
    """

    first: date
    until: date | None
    values: Mapping[str, str]
    said_by: Mapping[str, int]


def fold(events: Iterable[Happened]) -> list[Span]:
    """Return what events come to: one span for each stretch of days with the same values.

    The order in which events were recorded plays a part only among those of one day.
    """
    values: dict[str, str] = {}
    said_by: dict[str, int] = {}
    stretches: list[tuple[date, dict[str, str], dict[str, int]]] = []
    for day, of_day in groupby(sorted(events, key=lambda one: (one.day, one.order)), key=lambda one: one.day):
        for event in of_day:
            for name, text in event.values.items():
                said_by[name] = event.order
                if text is None:
                    values.pop(name, None)
                else:
                    values[name] = text
        if not stretches or stretches[-1][1] != values:
            stretches.append((day, dict(values), dict(said_by)))
    ends = [first for first, _, _ in stretches]
    return [
        Span(first, until, found, said)
        for (first, found, said), until in zip_longest(stretches, ends[1:])
    ]  # fmt: skip


def values_of(register: Register, texts: Mapping[str, str]) -> dict[str, Value]:
    """Return values as checks see them, every field of the register; None where not known."""
    return {field.name: value_of(field, texts.get(field.name)) for field in register.all_fields}


def problems(register: Register, span: Span) -> list[Problem]:
    """Return what is wrong with a record over a span of days: what lacks, its position, the register's own rules."""
    values = values_of(register, span.values)
    found = [
        Problem(field.name, Text(f"thiếu “{field.title.vi}”; bổ sung rồi ghi lại", f"{field.title.en} is missing"))
        for field in register.all_fields
        if field.required and values[field.name] is None
    ]
    return [*found, *_position(values), *register.check(values, span.first)]


def _position(values: Mapping[str, Value]) -> Iterator[Problem]:
    latitude, longitude = values["latitude"], values["longitude"]
    if values["place"] is None:
        nowhere = Text("chưa rõ địa bàn: không được tính vào tổng số của tỉnh nào",
                       "no place is known: counted in the total of no province")  # fmt: skip
        yield Problem("place", nowhere, blocks=False)
    if latitude is None and longitude is None:
        return
    if not isinstance(latitude, Decimal) or not isinstance(longitude, Decimal):
        yield Problem("latitude", Text("vị trí cần cả vĩ độ và kinh độ", "a position needs latitude and longitude"))
        return
    if _between(latitude, LATITUDES) and _between(longitude, LONGITUDES):
        return
    shown_vi = f"vĩ độ {render(latitude)}, kinh độ {render(longitude)}"
    shown_en = f"latitude {latitude}, longitude {longitude}"
    if _between(latitude, LONGITUDES) and _between(longitude, LATITUDES):
        yield Problem("latitude", Text(f"{shown_vi}: hai số bị đảo chỗ cho nhau; đổi lại",
                                       f"{shown_en}: the two are swapped; change them round"))  # fmt: skip
    elif max(abs(latitude), abs(longitude)) > 1000:
        yield Problem("latitude", Text(f"{shown_vi}: đây là tọa độ VN-2000 tính bằng mét; đổi sang độ (WGS 84)",
                                       f"{shown_en}: these are VN-2000 metres; give degrees (WGS 84)"))  # fmt: skip
    else:
        yield Problem("latitude", Text(f"{shown_vi}: nằm ngoài Việt Nam; kiểm tra lại",
                                       f"{shown_en}: outside Vietnam; look again"))  # fmt: skip


def _between(value: Decimal, bounds: tuple[Decimal, Decimal]) -> bool:
    return bounds[0] <= value <= bounds[1]


def ends(register: Register, before: Sequence[Span], after: Sequence[Span]) -> bool:
    """Whether a change ends a record that stood: its last state is one in which nothing stands."""
    return bool(after) and _ended(register, after[-1]) and bool(before) and not _ended(register, before[-1])


def _ended(register: Register, span: Span) -> bool:
    return span.values.get("state") in register.ended

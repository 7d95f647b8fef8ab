"""What an industrial cluster must be: parts within their whole, and the size the decree in force allows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tongket.core.exact import ratio
from tongket.core.number import render
from tongket.core.text import Text
from tongket.registers.shared.declare import Problem, Value

TERRAINS = {
    "plain": Text("không thuộc miền núi", "not mountainous"),
    "mountain": Text("huyện miền núi", "mountainous district"),
    "craft": Text("cụm làng nghề", "craft village"),
}


@dataclass(frozen=True, slots=True)
class Decree:
    """What a decree says of a cluster's size.

    Attributes:
        first: day in force.
        largest: ha; `least` by terrain.
    """

    name: str
    first: date
    largest: Decimal
    least: Mapping[str, Decimal]


_LEAST = {"plain": Decimal(10), "mountain": Decimal(5), "craft": Decimal(5)}
DECREES = (
    Decree("68/2017/NĐ-CP", date(2017, 7, 15), Decimal(75), _LEAST),
    Decree("32/2024/NĐ-CP", date(2024, 5, 1), Decimal(75), _LEAST),
)
"""Articles on size; 66/2020/NĐ-CP amended the first and kept these numbers."""

_PARTS = (("industrial", "area"), ("leasable", "industrial"), ("leased", "leasable"), ("disbursed", "registered"),
          ("operating", "tenants"))  # fmt: skip
_TITLES = {
    "area": Text("tổng diện tích", "total area"), "industrial": Text("đất công nghiệp", "industrial land"),
    "leasable": Text("đất cho thuê được", "leasable land"), "leased": Text("đất đã cho thuê", "leased land"),
    "registered": Text("vốn đăng ký", "capital registered"), "disbursed": Text("vốn đã thực hiện", "disbursed"),
    "tenants": Text("số dự án", "projects"), "operating": Text("dự án đang hoạt động", "operating projects"),
}  # fmt: skip


def in_force(day: date) -> Decree | None:
    """Return the decree in force on a day; None before the first of them."""
    return next((one for one in reversed(DECREES) if one.first <= day), None)


def occupancy(values: Mapping[str, Value]) -> Fraction | None:
    """Return leased ÷ leasable industrial land; None where either is not known. Not ÷ total area, see `land_use`."""
    return _ratio(values, "leased", "leasable")


def land_use(values: Mapping[str, Value]) -> Fraction | None:
    """Return leased industrial land ÷ total area: another ratio, lower, and never called occupancy."""
    return _ratio(values, "leased", "area")


def _ratio(values: Mapping[str, Value], part: str, whole: str) -> Fraction | None:
    one, other = values[part], values[whole]
    return ratio(one, other) if isinstance(one, Decimal) and isinstance(other, Decimal) else None


def check(values: Mapping[str, Value], day: date) -> list[Problem]:
    """Return what is wrong or doubtful about a cluster as it is from a day on."""
    return [*_parts(values), *_size(values, day), *_days(values)]


def _parts(values: Mapping[str, Value]) -> Iterator[Problem]:
    for part, whole in _PARTS:
        one, other = values[part], values[whole]
        if isinstance(one, Decimal) and isinstance(other, Decimal) and one > other:
            yield Problem(part, Text(
                f"{_TITLES[part].vi} {render(one)} lớn hơn {_TITLES[whole].vi} {render(other)}; kiểm tra hai số",
                f"{_TITLES[part].en} {one} is more than {_TITLES[whole].en} {other}; look at both again",
            ))  # fmt: skip


def _size(values: Mapping[str, Value], day: date) -> Iterator[Problem]:
    """Doubt a size the decree does not allow: the decree in force when it was established, else on the day.

    Said, not refused: clusters older than the decree stand as they are, and a register tells what stands.
    """
    area, established = values["area"], values["established_day"]
    if not isinstance(area, Decimal):
        return
    decree = in_force(established if isinstance(established, date) else day)
    if decree is None:
        return
    if area > decree.largest:
        yield Problem("area", Text(
            f"{render(area)} ha vượt mức tối đa {render(decree.largest)} ha của Nghị định {decree.name}",
            f"{area} ha exceed the {decree.largest} ha that Decree {decree.name} allows",
        ), blocks=False)  # fmt: skip
    least = decree.least.get(str(values["terrain"] or ""))
    if least is not None and area < least:
        yield Problem("area", Text(
            f"{render(area)} ha nhỏ hơn mức tối thiểu {render(least)} ha của Nghị định {decree.name} "
            f"({TERRAINS[str(values['terrain'])].vi})",
            f"{area} ha are less than the {least} ha that Decree {decree.name} asks for",
        ), blocks=False)  # fmt: skip


def _days(values: Mapping[str, Value]) -> Iterator[Problem]:
    if values["state"] in {"established", "infrastructure", "operating"} and values["established_day"] is None:
        lacks = Text("đã thành lập nhưng chưa ghi ngày của quyết định thành lập",
                     "established, but without the day of the decision")  # fmt: skip
        yield Problem("established_day", lacks, blocks=False)

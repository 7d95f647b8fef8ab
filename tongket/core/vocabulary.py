"""The vocabulary as one object, read from CSV: a province adds an indicator without touching code."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import cast, get_args

from tongket.core.errors import InvalidInput, NotFound
from tongket.core.indicator import (
    Basis,
    Body,
    Dimension,
    Direction,
    Indicator,
    Kind,
    Member,
    OverPlaces,
    OverTime,
    Partition,
)
from tongket.core.lower import read_lower
from tongket.core.place import HORIZON, Gazetteer
from tongket.core.tables import Row, read_table, split_list, whole
from tongket.core.text import Text, fold
from tongket.core.unit import Units


class Vocabulary:
    """Units, indicators, dimensions, bases, bodies and places, found by code or by any of their names.

    Args:
        extra: folders whose CSV files of the same names add to the product's own.
    """

    def __init__(self, extra: Sequence[Path] = ()) -> None:
        self.units = Units(read_table("units.csv", extra))
        self.bodies = {r["code"]: Body(r["code"], _text(r)) for r in read_table("bodies.csv", extra)}
        self.bases = {
            r["code"]: Basis(r["code"], _text(r), r["prices"], _year(r)) for r in read_table("bases.csv", extra)
        }
        self.dimensions = _dimensions(extra)
        self.indicators = {r["code"]: _indicator(r) for r in read_table("indicators.csv", extra)}
        self.partitions = [
            Partition(r["indicator"], r["dimension"], frozenset(r["members"].split()))
            for r in read_table("partitions.csv", extra)
        ]
        self.places = Gazetteer(
            read_table("places.csv", extra),
            read_table("place_names.csv", extra),
            read_table("place_events.csv", extra),
            regions=read_table("regions.csv", extra),
            lower=lambda: read_lower(HORIZON, extra),
        )
        self._names = self._index_names(extra)
        self._check()

    def _index_names(self, extra: Sequence[Path]) -> dict[tuple[str, str], str]:
        names: dict[tuple[str, str], str] = {}
        tables = (("indicator", "indicators.csv"), ("body", "bodies.csv"), ("member", "members.csv"))
        for what, file in tables:
            for row in read_table(file, extra):
                owner = f"member:{row['dimension']}" if what == "member" else what
                for name in (row["code"], row["name_vi"], row["name_en"], *split_list(row["aliases"])):
                    taken = names.setdefault((owner, fold(name)), row["code"])
                    if taken != row["code"]:
                        raise InvalidInput(
                            f"{file}, {row['code']}: tên “{name}” đã là tên của {taken}; đặt tên khác",
                            f"{file}, {row['code']}: the name “{name}” is {taken}'s already; choose another",
                        )
        return names

    def _check(self) -> None:
        for indicator in self.indicators.values():
            codes = (*(indicator.ratio or ()), *([indicator.weight] if indicator.weight else []))
            known = (
                indicator.unit in self.units
                and all(b in self.bases for b in indicator.bases)
                and all(d in self.dimensions for d in indicator.dimensions)
                and all(i in self.indicators for i in codes)
                and (indicator.over_places == "weighted") == (indicator.weight is not None)
            )
            if not known or not indicator.bases:
                raise InvalidInput(
                    f"indicators.csv, {indicator.code}: đơn vị, gốc so sánh, phân tổ, chỉ tiêu thành phần hoặc "
                    "quyền số chưa được khai báo",
                    f"indicators.csv, {indicator.code}: a unit, basis, dimension, part of the ratio or weight "
                    "is not declared",
                )

    def indicator(self, name: str) -> Indicator:
        """Return the indicator with that code, name or alias.

        Raises:
            NotFound: there is none; near names are offered.
        """
        code = self._names.get(("indicator", fold(name)))
        if code is None:
            near = ", ".join(self._near(name))
            raise NotFound(
                f"không có chỉ tiêu “{name}”" + (f"; có thể là: {near}" if near else "; xem core/data/indicators.csv"),
                f"there is no indicator “{name}”"
                + (f"; perhaps: {near}" if near else "; see core/data/indicators.csv"),
            )
        return self.indicators[code]

    def _near(self, name: str) -> list[str]:
        words = set(fold(name).replace(".", " ").split())
        scored = [
            (len(words & set(known.replace(".", " ").split())), code)
            for (what, known), code in self._names.items()
            if what == "indicator"
        ]
        best = sorted({(-score, code) for score, code in scored if score})
        return list(dict.fromkeys(code for _, code in best))[:3]

    def body(self, name: str) -> Body:
        """Return the body with that code, name or alias.

        Raises:
            NotFound: there is none.
        """
        code = self._names.get(("body", fold(name)))
        if code is None:
            raise NotFound(
                f"không có cơ quan “{name}”; dùng một trong: {', '.join(self.bodies)}",
                f"there is no body “{name}”; use one of: {', '.join(self.bodies)}",
            )
        return self.bodies[code]

    def member_name(self, member: str) -> Text:
        """Return the name of a member as keys have it, e.g. of `technology:hydro`; it must be in the vocabulary."""
        dimension, _, code = member.partition(":")
        return self.dimensions[dimension].members[code].name

    def member(self, indicator: Indicator, name: str) -> Member:
        """Return the member of one of the indicator's dimensions, by `dimension:code`, code, name or alias.

        Raises:
            NotFound: none of its dimensions has it.
        """
        wanted, _, rest = name.partition(":")
        if wanted in indicator.dimensions and rest in self.dimensions[wanted].members:
            return self.dimensions[wanted].members[rest]
        for dimension in indicator.dimensions:
            if rest and wanted.strip() != dimension:
                continue
            code = self._names.get((f"member:{dimension}", fold(rest or name)))
            if code is not None:
                return self.dimensions[dimension].members[code]
        known = ", ".join(self._members_of(indicator))
        raise NotFound(
            f"chỉ tiêu {indicator.code} không có phân tổ “{name}”; có: {known or 'không phân tổ'}",
            f"{indicator.code} has no breakdown “{name}”; it has: {known or 'none'}",
        )

    def _members_of(self, indicator: Indicator) -> Iterator[str]:
        for dimension in indicator.dimensions:
            for code in self.dimensions[dimension].members:
                yield f"{dimension}:{code}"

    def partitions_of(self, indicator: str, dimension: str) -> list[Partition]:
        """Return the complete sets of parts declared for an indicator along a dimension."""
        return [p for p in self.partitions if p.indicator == indicator and p.dimension == dimension]


@cache
def vocabulary(*extra: Path) -> Vocabulary:
    """Return the vocabulary, read once for each set of added folders."""
    return Vocabulary(extra)


def _year(row: Row) -> int | None:
    return whole(row["base_year"], "bases.csv", row["code"], "base_year") if row["base_year"] else None


def _text(row: Row) -> Text:
    return Text(row["name_vi"], row["name_en"])


def _dimensions(extra: Sequence[Path]) -> dict[str, Dimension]:
    declared = {r["code"]: _text(r) for r in read_table("dimensions.csv", extra)}
    members: dict[str, dict[str, Member]] = defaultdict(dict)
    for row in read_table("members.csv", extra):
        if row["dimension"] not in declared:
            raise InvalidInput(
                f"members.csv, {row['code']}: phân tổ “{row['dimension']}” chưa có trong dimensions.csv",
                f"members.csv, {row['code']}: the dimension “{row['dimension']}” is not in dimensions.csv",
            )
        members[row["dimension"]][row["code"]] = Member(
            row["dimension"], row["code"], _text(row), row["residual"] == "yes"
        )
    return {code: Dimension(code, name, members[code]) for code, name in declared.items()}


def _indicator(row: Row) -> Indicator:
    numerator, _, denominator = row["ratio"].partition("/")
    words = {name: get_args(kind) for name, kind in _WORDS.items()}
    for column, allowed in words.items():
        if row[column] not in allowed:
            raise InvalidInput(
                f"indicators.csv, {row['code']}: {column} phải là {', '.join(allowed)}, không phải “{row[column]}”",
                f"indicators.csv, {row['code']}: {column} must be {', '.join(allowed)}, not “{row[column]}”",
            )
    return Indicator(
        code=row["code"],
        group=row["group"],
        name=_text(row),
        unit=row["unit"],
        scale=whole(row["scale"], "indicators.csv", row["code"], "scale"),
        kind=cast(Kind, row["kind"]),
        over_time=cast(OverTime, row["over_time"]),
        over_places=cast(OverPlaces, row["over_places"]),
        ratio=(numerator, denominator) if denominator else None,
        weight=row["weight"] or None,
        bases=tuple(row["bases"].split()),
        direction=cast(Direction, row["direction"]),
        dimensions=tuple(row["dimensions"].split()),
    )


_WORDS = {"kind": Kind, "over_time": OverTime, "over_places": OverPlaces, "direction": Direction}

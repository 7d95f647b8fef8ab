"""A nation small enough to be worked out by hand, and consolidation as one would do it with pencil and paper.

Provinces A (two communes) and B (three) became C on 1 July 2025; D stayed. Of A's second commune a part went to a new
commune that also took one of B's, so that backwards it lies in neither; D's two communes became one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

from tongket.core.boundaries import Boundaries
from tongket.core.exact import rounded
from tongket.core.figure import RATIO_SCALE, Key, Measure, Scenario, State
from tongket.core.indicator import Indicator
from tongket.core.lower import Lower
from tongket.core.period import Period
from tongket.core.place import HORIZON, Gazetteer, Place
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary
from tongket.cube.book import BODIES, DENOMINATORS, FIRM, kin
from tongket.cube.rows import LedgerRow
from tongket.cube.units import months_of

A, B, C, D = "vn.01@1997", "vn.02@1997", "vn.01@2025", "vn.03@1997"
OLD_DAY, NEW_DAY = "2025-06-30", "2025-07-01"
PRICE = "bench.price"
_DISTRICTS = (("001", A), ("002", B), ("003", D))
_OLD = (("00001", "001"), ("00002", "001"), ("00003", "002"), ("00004", "002"), ("00005", "002"), ("00006", "003"),
        ("00007", "003"))  # fmt: skip
_NEW = (("00001", C), ("00003", C), ("00005", C), ("00006", D))
_WENT = (("00001", "00001", "merge"), ("00002", "00001", "divide"), ("00002", "00003", "divide"),
         ("00003", "00003", "merge"), ("00004", "00005", "merge"), ("00005", "00005", "merge"),
         ("00006", "00006", "merge"), ("00007", "00006", "merge"))  # fmt: skip
OLD_COMMUNES = tuple(f"vn.{code}@1997" for code, _ in _OLD)
NEW_COMMUNES = tuple(f"vn.{code}@2025" for code, _ in _NEW)
DISTRICTS = tuple(f"vn.{code}@1997" for code, _ in _DISTRICTS)
PROVINCES = (A, B, C, D)


def _lower() -> Lower:
    plain = {"lat": "", "lon": "", "area_km2": ""}
    districts = [
        {"id": f"vn.{code}@1997", "kind": "district", "parent": parent, "valid_from": "", "valid_to": OLD_DAY,
         "code": code, "name": f"Huyện {code}", **plain} for code, parent in _DISTRICTS
    ]  # fmt: skip
    communes = [
        {"id": f"vn.{code}@1997", "kind": "commune", "parent": f"vn.{parent}@1997", "valid_from": "",
         "valid_to": OLD_DAY, "code": code, "name": f"Cũ {code}", **plain} for code, parent in _OLD
    ] + [
        {"id": f"vn.{code}@2025", "kind": "commune", "parent": parent, "valid_from": NEW_DAY, "valid_to": "",
         "code": code, "name": f"Mới {code}", **plain} for code, parent in _NEW
    ]  # fmt: skip
    events = [
        {"date": NEW_DAY, "event": event, "from": f"vn.{old}@1997", "to": f"vn.{new}@2025", "people": "",
         "area_km2": "", "legal_basis": "bịa"} for old, new, event in _WENT
    ]  # fmt: skip
    return Lower([*districts, *communes], events, HORIZON)


@cache
def vocabulary() -> Vocabulary:
    """The product's vocabulary with this nation's places, and a price that is averaged over months."""
    found = Vocabulary()
    spans = {A: ("", OLD_DAY), B: ("", OLD_DAY), C: (NEW_DAY, ""), D: ("", "")}
    places = [{"id": "vn", "kind": "nation", "parent": "", "valid_from": "", "valid_to": ""}]
    places += [
        {"id": place, "kind": "province", "parent": "vn", "valid_from": begun, "valid_to": ended}
        for place, (begun, ended) in spans.items()
    ]
    names = [
        {"place": p["id"], "valid_from": "", "valid_to": "", "code": p["id"][3:5], "name_vi": f"Tỉnh {p['id']}",
         "short_vi": p["id"], "short_en": p["id"]} for p in places
    ]  # fmt: skip
    events = [
        {"date": NEW_DAY, "event": "merge", "from": old, "to": C, "legal_basis": "bịa"} for old in (A, B)
    ]  # fmt: skip
    regions = [
        {"id": f"vn.{name}@2004", "name_vi": name, "name_en": name, "valid_from": "", "valid_to": OLD_DAY,
         "provinces": codes, "legal_basis": "bịa"} for name, codes in (("west", "01 02"), ("east", "03"))
    ] + [{"id": "vn.all@2025", "name_vi": "cả", "name_en": "all", "valid_from": NEW_DAY, "valid_to": "",
          "provinces": "01 03", "legal_basis": "bịa"}]  # fmt: skip
    found.places = Gazetteer(places, names, events, regions=regions, lower=_lower)
    price = Text("giá bình quân", "mean price")
    found.indicators[PRICE] = Indicator(
        PRICE, "x", price, "vnd", 2, "flow", "average", "none", None, None, ("std",), "none", ()
    )
    return found


class ByHand:
    """Levels of one line worked out figure by figure: what the statements must find.

    Args:
        rows: standing rows.
        drawn: the boundaries.
    """

    def __init__(self, rows: Iterable[LedgerRow], drawn: Boundaries, body: str | None = None) -> None:
        self.drawn, self.places = drawn, drawn.gazetteer
        self.bodies = tuple(dict.fromkeys((body, *BODIES) if body else BODIES))
        self.rows = [r for r in rows if r.key.measure is Measure.LEVEL]

    def said(self, place: str, line: tuple[object, ...], period: Period) -> LedgerRow | None:
        """The best statement with a number, else that there is none to give."""
        found = [
            r for r in self.rows
            if r.key.place == place and line_of(r.key) == line and r.key.period == period
            and (r.key.scenario is not Scenario.PLAN or r.key.status in DENOMINATORS)
        ]  # fmt: skip
        silent = {State.VALUE: 0, State.NIL: 0, State.NOT_APPLICABLE: 1}

        def rank(row: LedgerRow) -> tuple[int, ...]:
            body = self.bodies.index(row.key.body) if row.key.body in self.bodies else 50
            silence = silent.get(row.value.state, 2)
            return (silence, FIRM[row.key.status], body, -row.known_from.toordinal(), row.row)

        best = min(found, key=rank, default=None)
        return best if best is not None and silent.get(best.value.state, 2) < 2 else None

    def total(self, rows: Sequence[LedgerRow | None]) -> tuple[Fraction, frozenset[str]] | None:
        if not rows or any(row is None for row in rows):
            return None
        told = [r for r in rows if r is not None and r.value.state is not State.NOT_APPLICABLE]
        if not told:
            return None
        return sum((Fraction(r.value.quantity or 0) for r in told), Fraction(0)), frozenset(r.key.body for r in told)


def line_of(key: Key) -> tuple[object, ...]:
    """What a figure tells of, but for place, period, firmness and body."""
    return (key.indicator, key.members, key.basis, key.scenario, key.period.adm)


def _adds(line: tuple[object, ...]) -> str:
    return "none" if line[3] is Scenario.PLAN else vocabulary().indicators[str(line[0])].over_time


def chained(
    period: Period, adds: str, told: Callable[[Period], tuple[Fraction, frozenset[str]] | None]
) -> tuple[Fraction, frozenset[str]] | None:
    """What is told of the period, else the fewest told parts that make it up: sums, or means weighted by months."""
    stated = told(period)
    if stated is not None or adds not in ("sum", "average") or not 1 <= period.length <= 12 or period.first % 12 % 3:
        return stated
    best: dict[int, tuple[int, Fraction, frozenset[str]]] = {period.first: (0, Fraction(0), frozenset())}
    for end in range(period.first + 1, period.first + period.length + 1):
        for start in range(period.first, end):
            part = told(replace(period, first=start, length=end - start)) if start in best else None
            if part is None:
                continue
            parts, total, bodies = best[start]
            weight = end - start if adds == "average" else 1
            if end not in best or parts + 1 < best[end][0]:
                best[end] = (parts + 1, total + part[0] * weight, bodies | part[1])
    found = best.get(period.first + period.length)
    if found is None:
        return None
    return (found[1] / period.length if adds == "average" else found[1]), found[2]


class Nation:
    """The whole nation by hand, on boundaries of a day."""

    def __init__(self, rows: Iterable[LedgerRow], on: date, body: str | None = None) -> None:
        voc = vocabulary()
        self.drawn = Boundaries(voc.places, on)
        self.hand = ByHand(rows, self.drawn, body)
        lower = voc.places.lower
        assert lower is not None
        self.every: list[Place] = [*voc.places.places.values(), *lower.places.values()]

    def level(self, target: str, line: tuple[object, ...], period: Period) -> tuple[Fraction, frozenset[str]] | None:
        """The level of a place (or region) in a period; None where it cannot be told."""
        adds = _adds(line)
        indicator = vocabulary().indicators[str(line[0])]
        if indicator.over_time == "last" and not period.is_day:
            stated = self._at(target, line, period)
            days = sorted(
                {r.key.period for r in self.hand.rows if line_of(r.key) == line and r.key.period.is_day}, reverse=True
            )
            inside = [d for d in days if period.first <= d.first < period.first + period.length]
            return stated or next((found for d in inside if (found := self._at(target, line, d))), None)
        return chained(period, adds, lambda p: self._at(target, line, p))

    def _at(self, target: str, line: tuple[object, ...], period: Period) -> tuple[Fraction, frozenset[str]] | None:
        """Its own word in this period, else the sum of its units that stood then."""
        if target in self.drawn.gazetteer.places:
            own = self._own(target, line, period)
            if own is not None:
                return own
        if vocabulary().indicators[str(line[0])].over_places != "sum":
            return None
        at = _month(line, period)
        level = "nation" if target == "vn" else "region" if target not in PROVINCES else "province"
        units = [p for p in self.every if p.level == "province" and _stood(p, at)]
        units = [p for p in units if target in self.drawn.touched(p.id, level)]
        found = [self._unit(p, line, period, target, level) for p in units if p.id != target]
        if not found or any(f is None for f in found):
            return None
        known = [f for f in found if f is not None]
        return sum((f[0] for f in known), Fraction(0)), frozenset().union(*(f[1] for f in known))

    def _own(self, target: str, line: tuple[object, ...], period: Period) -> tuple[Fraction, frozenset[str]] | None:
        place = self.drawn.gazetteer[target]
        if place.level == "nation":
            return chained(period, _adds(line), lambda p: self.hand.total([self.hand.said(target, line, p)]))
        return self._unit(place, line, period, target, "province") if place.stands_on(self.drawn.on) else None

    def _unit(
        self, unit: Place, line: tuple[object, ...], period: Period, target: str, level: str
    ) -> tuple[Fraction, frozenset[str]] | None:
        whole = self.drawn.within(unit.id, level) == target

        def told(tier: int) -> Callable[[Period], tuple[Fraction, frozenset[str]] | None]:
            def of(p: Period) -> tuple[Fraction, frozenset[str]] | None:
                if tier == 0:
                    return self.hand.total([self.hand.said(unit.id, line, p)]) if whole else None
                if vocabulary().indicators[str(line[0])].over_places != "sum":
                    return None
                name = ("district", "commune")[tier - 1]
                at = _month(line, p)
                due = [q for q in self.every if q.level == name and self._inside(q, unit) and _stood(q, at)]
                due = [q for q in due if whole or target in self.drawn.touched(q.id, level)]
                if not all(whole or self.drawn.within(q.id, level) == target for q in due):
                    return None
                return self.hand.total([self.hand.said(q.id, line, p) for q in due])

            return of

        for tier in range(3):
            found = chained(period, _adds(line), told(tier))
            if found is not None:
                return found
        return None

    def _inside(self, place: Place, unit: Place) -> bool:
        above: Place | None = place
        while above is not None and above.id != unit.id:
            above = self.drawn.gazetteer.get(above.parent) if above.parent else None
        return above is not None


def _month(line: tuple[object, ...], period: Period) -> int:
    return period.first if line[3] is Scenario.PLAN else period.first + max(period.length, 1) - 1


def _stood(place: Place, month: int) -> bool:
    first, last = months_of(place)
    return first <= month <= last


def percent(part: Fraction, whole: Fraction) -> int:
    """A ratio as whole 10^-6 percent."""
    return int(rounded(part / whole * 100, RATIO_SCALE) * 10**RATIO_SCALE)


def same_voice(*bodies: frozenset[str]) -> bool:
    """Whether all of it is one body's word."""
    every = sorted(frozenset().union(*bodies))
    return all(kin(every[0], b) for b in every)

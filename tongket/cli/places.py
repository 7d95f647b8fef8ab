"""`tongket places NAME`: a place by name or code, what it was made of, what became of it, on any day's boundaries."""

import json
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Sequence
from datetime import date
from typing import Any

from tongket.cli.asking import add_boundaries, say_assumed
from tongket.cli.owing import Returns
from tongket.cli.session import GOOD, Need, Session, UsageError
from tongket.core.boundaries import ESTIMATES, LEVELS, Boundaries, Carried
from tongket.core.owed import TIERS
from tongket.core.place import KIND_NAMES, SNAPSHOT, Place, PlaceEvent

_LOWER = ("commune", "district")
_EVENTS = {
    "merge": ("nhập vào", "merged into"),
    "divide": ("chia, một phần vào", "divided, a part into"),
    "rename": ("đổi tên thành", "renamed"),
    "establish": ("lập thành", "established as"),
}


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "places", parents=[common], help="tra địa bàn, lịch sử, ranh giới / places, their history and boundaries"
    )
    verb.add_argument("name", metavar="NAME", help="mã hoặc tên, có dấu hay không / id, code or name")
    verb.add_argument("--period", help="kỳ cần tra: chỉ các địa bàn có trong kỳ đó / only places that stood then")
    verb.add_argument("--inside", action="store_true", help="cả các địa bàn trực thuộc / the places in it as well")
    verb.add_argument(
        "--estimate",
        choices=ESTIMATES,
        help="ước tỷ lệ chia theo dân số, diện tích / estimate shares of what was divided",
    )
    verb.add_argument(
        "--owed",
        choices=TIERS,
        metavar="TIER",
        help="đơn vị cấp này phải báo cáo kỳ --period: commune, district, province / units that owed a return",
    )
    verb.add_argument("--json", action="store_true", help="mỗi địa bàn một dòng / one object a line")
    add_boundaries(verb)
    verb.set_defaults(run=run, need=Need.NOTHING)


def run(session: Session) -> int:
    """Print every place meant; with `--boundaries` where its figures belong on that day's boundaries."""
    if session.args.owed:
        return _owed(session)
    found = _found(session)
    drawn = _boundaries(session)
    if drawn is not None and any(drawn.assumed(place.id) for place in found if place.level in _LOWER):
        say_assumed(session)
    for place in found:
        told = _Told(session, place, drawn)
        print(json.dumps(told.record(), ensure_ascii=False) if session.args.json else "\n".join(told.lines()))
    return GOOD


def _owed(session: Session) -> int:
    """Print who owed a return: of each place meant that stood on the last day of the period."""
    args = session.args
    if not args.period or args.boundaries or args.estimate or args.inside:
        raise UsageError(
            "--owed đi cùng --period, không đi cùng --boundaries, --estimate, --inside",
            "--owed goes with --period, and not with --boundaries, --estimate or --inside",
        )
    found, period = _found(session), session.period(args.period)
    standing = [p for p in found if p.stands_on(period.end) and LEVELS.index(p.level) >= LEVELS.index(args.owed)]
    if args.owed in _LOWER and period.end < SNAPSHOT:
        say_assumed(session)
    for place in standing or found:
        returns = Returns(session, place, args.owed, period)
        print(json.dumps(returns.record(), ensure_ascii=False) if args.json else "\n".join(returns.lines()))
    return GOOD


def _boundaries(session: Session) -> Boundaries | None:
    drawn = session.boundaries
    if drawn is None:
        if session.args.estimate:
            raise UsageError("--estimate đi cùng --boundaries", "--estimate goes with --boundaries")
        return None
    return Boundaries(session.vocabulary.places, drawn.on, estimate=session.args.estimate)


def _found(session: Session) -> list[Place]:
    places, text = session.vocabulary.places, session.args.name.strip()
    if "@" in text or text == "vn":
        return [session.place(text)]
    found = places.named(text)
    period = session.period(session.args.period) if session.args.period else None
    standing = [p for p in found if period is None or p.stands_in(period)]
    if not standing:
        session.place(text, period)  # says why, and what there is
    return sorted(standing, key=lambda p: (p.valid_from, p.id))


class _Told:
    """What is told of one place."""

    def __init__(self, session: Session, place: Place, drawn: Boundaries | None) -> None:
        self.session, self.place, self.drawn = session, place, drawn
        places = session.vocabulary.places
        lower = places.lower if place.level in _LOWER else None
        events: Sequence[PlaceEvent] = [*places.events, *(lower.events if lower is not None else ())]
        self.before = [event for event in events if event.target == place.id]
        self.after = [event for event in events if event.source == place.id]
        self.carried: tuple[Carried, ...] = drawn.carried(place.id) if drawn is not None else ()

    def record(self) -> dict[str, Any]:
        """Return it for other programs."""
        place = self.place
        out: dict[str, Any] = {
            "id": place.id, "kind": place.kind, "code": place.code(), "name": place.full_name(), "parent": place.parent,
            "valid_from": place.valid_from.isoformat(), "valid_to": place.valid_to and place.valid_to.isoformat(),
            "lat": place.lat and float(place.lat), "lon": place.lon and float(place.lon),
            "area_km2": place.area and float(place.area),
            "made_of": [_event_record(e, e.source) for e in self.before],
            "became": [_event_record(e, e.target) for e in self.after],
        }  # fmt: skip
        if self.session.args.inside:
            out["inside"] = [p.id for p in self._inside()]
        if self.drawn is not None:
            out["boundaries"] = self.drawn.on.isoformat()
            out["carried"] = [
                {"to": part.target, "share": None if part.share is None else str(part.share), "by": part.by or None}
                for part in self.carried
            ]
            out["assumed"] = self.drawn.assumed(place.id)
            out["complete"] = self.drawn.complete(place.id)
            out["within"] = {
                level: self.drawn.within(place.id, level) for level in ("commune", "province", "region", "nation")
            }
        return out

    def lines(self) -> list[str]:
        """Return it for a reader."""
        words, place = self.session.words, self.place
        until = f"{place.valid_to:%d/%m/%Y}" if place.valid_to else words("nay", "now")
        kind = KIND_NAMES[place.kind].to(self.session.lang)
        out = [f"{place.id}  {place.full_name()}  ({kind}, {place.valid_from:%d/%m/%Y} – {until})"]
        above = list(self.session.vocabulary.places.upward(place.id))[1:]
        parents = [one.full_name() for one in above if one.id != "vn"]
        if parents:
            out.append(words("  thuộc ", "  in ") + ", ".join(parents))
        if place.area is not None:
            out.append(words("  diện tích ", "  area ") + f"{str(place.area).replace('.', ',')} km²")
        out += [f"  ← {self._event(e, e.source)}" for e in self.before]
        out += [f"  → {self._event(e, e.target)}" for e in self.after]
        out += [f"    {p.id}  {p.full_name()}" for p in (self._inside() if self.session.args.inside else ())]
        return out + self._on_boundaries()

    def _inside(self) -> list[Place]:
        on = self.drawn.on if self.drawn is not None else self.place.valid_to or date.max
        return self.session.vocabulary.places.children(self.place.id, min(on, self.place.valid_to or on))

    def _event(self, event: PlaceEvent, other: str) -> str:
        place = self.session.vocabulary.places[other]
        vi, en = _EVENTS.get(event.event, (event.event, event.event))
        size = [f"{event.people} {self.session.words('người', 'people')}"] if event.people is not None else []
        size += [f"{str(event.area).replace('.', ',')} km²"] if event.area is not None else []
        law = ", ".join([*size, event.legal_basis])
        word = self.session.words(vi, en) if event.source == self.place.id else self.session.words("từ", "from")
        return f"{event.on:%d/%m/%Y} {word} {place.full_name()} {place.id} ({law})"

    def _on_boundaries(self) -> list[str]:
        if self.drawn is None:
            return []
        words, places = self.session.words, self.session.vocabulary.places
        out = [words("  theo ranh giới ngày", "  on the boundaries of") + f" {self.drawn.on:%d/%m/%Y}:"]
        for part in self.carried:
            name = f"{places[part.target].full_name()} {part.target}"
            if part.share is None:
                out.append(
                    f"    {name}: " + words("không rõ tỷ lệ, chưa kết luận được", "share not known, cannot be told")
                )
            elif part.share == 1:
                out.append(f"    {name}: " + words("toàn bộ", "all of it"))
            else:
                out.append(
                    f"    {name}: {part.share} " + words(f"(ước theo {_BY[part.by][0]})", f"(estimated by {part.by})")
                )
        if not self.drawn.complete(self.place.id):
            unknown = ("toàn bộ", "all of it") if not self.carried else ("phần còn lại", "the rest")
            out.append(
                f"    {words(*unknown)}: "
                + words("không rõ đã thuộc về đâu, chưa kết luận được", "where it went is not known, cannot be told")
            )
        for level, (vi, en) in _LEVELS.items():
            holds = self.drawn.within(self.place.id, level)
            if level != self.place.level and holds is not None:
                out.append(f"    {words(vi, en)}: {self._name(holds)}")
        return out

    def _name(self, place_id: str) -> str:
        places = self.session.vocabulary.places
        region = next((r for r in places.regions if r.id == place_id), None)
        return region.name.to(self.session.lang) if region is not None else f"{places[place_id].full_name()} {place_id}"


_BY = {"people": ("dân số",), "area": ("diện tích",)}
_LEVELS = {"province": ("trọn trong tỉnh", "all in the province"), "region": ("trọn trong vùng", "all in the region")}


def _event_record(event: PlaceEvent, other: str) -> dict[str, Any]:
    return {
        "on": event.on.isoformat(), "event": event.event, "place": other, "people": event.people,
        "area_km2": event.area and float(event.area), "legal_basis": event.legal_basis,
    }  # fmt: skip

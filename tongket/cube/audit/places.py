"""A place against the places in it: regions and provinces against the country, provinces against their region.

What is short of the whole may belong to no part (a yearbook counts units outside every province): it is shown, and no
contradiction. More than the whole is one, where nothing is below 0. An index or a rate is never added.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from tongket.core.exact import Interval
from tongket.core.figure import Measure, Qualifier, Scenario
from tongket.core.place import Place
from tongket.core.text import Lang, Text
from tongket.cube.audit.finding import Finding, Severity, Timeline, written
from tongket.cube.audit.sums import decimal_of, mixed, operand_of, rows_of
from tongket.cube.book import Book, Slot, number
from tongket.cube.rows import Answer

_MOST_NAMED = 5
_FEWEST_KNOWN = Fraction(1, 2)
"""With fewer of the parts known, what is left says nothing."""
_TIERS = {
    "region": Text("vùng", "regions"),
    "province": Text("tỉnh, thành phố", "provinces"),
    "district": Text("đơn vị cấp huyện", "districts"),
    "commune": Text("đơn vị cấp xã", "communes"),
}


def parts_of(timeline: Timeline, place: Place) -> list[str]:
    """Return the places that a place's figures are held against, on the last day of any of them, in order of id."""
    days = {row.key.period.end for row in timeline.rows if row.key.place == place.id}
    return sorted({part.id for on in days for parts in _groups(timeline.now, place, on) for part in parts})


def audit_places(timeline: Timeline, place: Place) -> Iterator[Finding]:
    """Yield the totals of a place that its regions, or the places right in it, do not make up.

    Args:
        timeline: the figures of the place and of its parts.
    """
    book = timeline.now
    keys = (r.key for r in book.rows if r.key.measure is Measure.LEVEL and r.key.scenario is Scenario.ACTUAL)
    slots = {Slot.of(key) for key in keys if key.place == place.id}
    for slot in sorted(slots, key=lambda s: (s.indicator, s.members, s.period, s.basis)):
        total = book.read(slot)
        if total is None or book.indicator(slot.indicator).over_places != "sum":
            continue
        for parts in _groups(book, place, slot.period.end):
            yield from _against(book, slot, total, parts)


def _groups(book: Book, place: Place, on: date) -> Iterator[Sequence[Place]]:
    """Yield each set of places that makes up a place on a day: of the nation its regions, and its provinces."""
    places = book.vocabulary.places
    if place.level == "nation" and (regions := places.regions_on(on)):
        yield regions
    if children := places.children(place.id, on):
        yield children


def _against(book: Book, slot: Slot, total: Answer, parts: Sequence[Place]) -> Iterator[Finding]:
    said = {part.id: book.read(_at(slot, part)) for part in parts}
    known = [answer for answer in said.values() if answer is not None]
    missing = [part for part in parts if said[part.id] is None]
    if not known:
        return
    counted = book.indicator(slot.indicator).scale == 0
    whole, reach = operand_of(total, counted=counted), Interval.of(0)
    for answer in known:
        reach = reach + operand_of(answer, counted=counted)
    if reach.meet(whole) is not None:
        return
    summed = sum((number(answer) for answer in known), Fraction(0))
    over = summed > number(total)
    fallen = any(number(answer) < 0 for answer in (total, *known))
    if missing and (fallen or (not over and len(known) < _FEWEST_KNOWN * len(parts))):
        return  # what is missing may be anything
    every = (total, *known)
    loose = mixed(every) or any(answer.value.qualifier is not Qualifier.EXACT for answer in every)
    severity = Severity.REMARK if missing and not over else Severity.DOUBT
    if over and not fallen and not loose:
        severity = Severity.CONTRADICTION
    yield Finding(
        "places-do-not-sum",
        severity,
        slot.period,
        rows_of(total, known),
        written(decimal_of(number(total)), total.value.decimals).vi,
        written(decimal_of(summed)).vi,
        Text(*(_reason(book, total, summed, parts, missing, lang) for lang in ("vi", "en"))),
    )


def _at(slot: Slot, place: Place) -> Slot:
    return Slot(slot.indicator, slot.members, place.id, slot.period, slot.scenario, slot.basis)


def _reason(
    book: Book, total: Answer, summed: Fraction, parts: Sequence[Place], missing: Sequence[Place], lang: Lang
) -> str:
    vi, over = lang == "vi", summed > number(total)
    on, tier = total.key.period.end, _TIERS[parts[0].level].to(lang)
    whole = written(decimal_of(number(total)), total.value.decimals).to(lang)
    found = written(decimal_of(summed)).to(lang)
    gap = written(decimal_of(abs(number(total) - summed))).to(lang)
    name = f"{book.vocabulary.places[total.key.place].name(lang, on)} ({whole})"
    count = f"{len(parts) - len(missing)}/{len(parts)}" if missing else str(len(parts))
    out = f"cộng {count} {tier} được {found}, " if vi else f"{count} {tier} make {found}, "
    if over:
        out += f"nhiều hơn {name} là {gap}" if vi else f"{gap} more than {name}"
    else:
        out += f"còn thiếu {gap} so với {name}" if vi else f"{gap} short of {name}"
    if missing:
        listed = ", ".join(part.name(lang, on) for part in missing[:_MOST_NAMED])
        more = len(missing) - _MOST_NAMED
        if more > 0:
            listed += f" và {more} nơi khác" if vi else f" and {more} more"
        return out + (f"; chưa có số của {listed}" if vi else f"; there is no figure of {listed}")
    if over:
        return out
    return out + (": có phần không thuộc địa bàn nào trong số đó" if vi else ": a part of it belongs to none of them")

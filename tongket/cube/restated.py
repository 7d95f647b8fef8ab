"""What of a place on other boundaries cannot be told, and why: a total of some of its parts is not the total."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tongket.core.figure import Scenario
from tongket.core.indicator import Indicator
from tongket.core.period import Period
from tongket.core.text import Lang, Text
from tongket.cube.book import Book, Slot
from tongket.cube.compare import Line

LANGS: tuple[Lang, Lang] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Untold:
    """An indicator (or a part of it) that some of the places which make up a place state, and no sum follows.

    Attributes:
        period: of which it cannot be told: the one asked for, or the same a year before.
        reason: why, with the places.
    """

    indicator: Indicator
    members: tuple[str, ...]
    period: Period
    reason: Text


def untold(book: Book, place: str, period: Period) -> Iterator[Untold]:
    """Yield what the sources of a place state of a period without making up a figure of the place."""
    sources = book.sources.get(place, ())
    lines = dict.fromkeys((r.key.indicator, r.key.members) for r in book.rows if r.key.place in sources)
    for code, members in lines:
        indicator = book.indicator(code)
        slots = [Slot(code, members, place, period, Scenario.ACTUAL, basis) for basis in indicator.bases]
        if any(book.level(slot) is not None for slot in slots):
            continue
        told = [[s for s in sources if book.level(replace(slot, place=s)) is not None] for slot in slots]
        if any(told):
            yield Untold(indicator, members, period, _reason(book, indicator, sources, told))


def unmatched(book: Book, place: str, period: Period, lines: Iterable[Line]) -> Iterator[Untold]:
    """Yield the lines of a place that have no figure of a year before to stand on, though its sources state some.

    A series that goes on upon another basis is not bridged: what is stated on the old one is no base of the new.
    """
    sources, before = book.sources.get(place, ()), period.year_before()
    for line in lines:
        if line.actual is None or line.last_year is not None or line.indicator.kind == "stock":
            continue
        slots = {b: Slot(line.indicator.code, line.members, place, before, Scenario.ACTUAL, b)
                 for b in line.indicator.bases}  # fmt: skip
        told = {b: [s for s in sources if book.level(replace(slot, place=s)) is not None] for b, slot in slots.items()}
        if any(told.values()):
            yield Untold(line.indicator, line.members, before, _base_reason(book, line, place, before, told))


def _base_reason(book: Book, line: Line, place: str, before: Period, told: Mapping[str, Sequence[str]]) -> Text:
    sources = book.sources[place]
    here = told[line.basis]
    if book.level(Slot(line.indicator.code, line.members, place, before, Scenario.ACTUAL, line.basis)) is not None:
        return Text(
            "số cùng kỳ năm trước do cơ quan khác công bố, không tính tăng, giảm giữa hai cơ quan",
            "the figure of a year before is another body's; no growth is taken between two bodies",
        )
    away = {b: [s for s in found if s not in here] for b, found in told.items() if b != line.basis}
    if not any(away.values()):
        return _reason(book, line.indicator, sources, [here])
    parts_vi, parts_en = [], []
    bases = book.vocabulary.bases
    for basis, found in away.items():
        if found:
            vi, en = _names(book, found)
            own, other = bases[line.basis].name, bases[basis].name
            parts_vi.append(f"{vi} công bố theo {other.vi}, không nối được với {own.vi}")
            parts_en.append(f"{en}: stated on {other.en}, not to be linked with {own.en}")
    gone = [s for s in sources if not any(s in found for found in told.values())]
    if gone:
        vi, en = _names(book, gone)
        parts_vi.append(f"thiếu số của {vi}")
        parts_en.append(f"no figure of {en}")
    return Text("; ".join(parts_vi), "; ".join(parts_en))


def _names(book: Book, places: Sequence[str]) -> tuple[str, str]:
    known = book.vocabulary.places
    vi, en = (", ".join(known[place].name(lang) for place in places) for lang in LANGS)
    return vi, en


def _reason(book: Book, indicator: Indicator, sources: Sequence[str], told: Sequence[Sequence[str]]) -> Text:
    if indicator.over_places != "sum":
        return Text("chỉ số và tỷ lệ không cộng được qua các địa bàn", "an index or a rate is not added over places")
    missing = [s for s in sources if not any(s in found for found in told)]
    if not missing:
        return Text(
            "các địa bàn công bố theo chuỗi số hoặc chốt số vào ngày khác nhau, không cộng được với nhau",
            "the places state it on different bases or on different days, which are not added to one another",
        )
    vi, en = _names(book, missing)
    return Text(f"thiếu số của {vi}", f"no figure of {en}")

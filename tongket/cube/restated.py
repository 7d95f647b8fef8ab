"""What of a place on other boundaries cannot be told, and why: a total of some of its parts is not the total."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tongket.core.figure import Scenario
from tongket.core.indicator import Indicator
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.cube.book import Book, Slot


@dataclass(frozen=True, slots=True)
class Untold:
    """An indicator (or a part of it) that some of the places which make up a place state, and no sum follows.

    Attributes:
        reason: why, with the places.
    """

    indicator: Indicator
    members: tuple[str, ...]
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
            yield Untold(indicator, members, _reason(book, indicator, sources, told))


def _reason(book: Book, indicator: Indicator, sources: Sequence[str], told: Sequence[Sequence[str]]) -> Text:
    names = book.vocabulary.places
    if indicator.over_places != "sum":
        return Text("chỉ số và tỷ lệ không cộng được qua các địa bàn", "an index or a rate is not added over places")
    missing = [s for s in sources if not any(s in found for found in told)]
    if not missing:
        return Text(
            "các địa bàn công bố theo chuỗi số hoặc chốt số vào ngày khác nhau, không cộng được với nhau",
            "the places state it on different bases or on different days, which are not added to one another",
        )
    vi, en = (", ".join(names[s].name(lang) for s in missing) for lang in ("vi", "en"))
    return Text(f"thiếu số của {vi}", f"no figure of {en}")

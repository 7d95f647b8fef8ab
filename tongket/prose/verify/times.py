"""Months and quarters against the cumulative figure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tongket.core.period import Period
from tongket.core.text import Text
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, TextFinding
from tongket.prose.verify.book import ACTUAL, Book, Subject
from tongket.prose.verify.growth import restated
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Relation, finding, judge, summed

_REVISED = Text(
    "các số có mức độ chính thức khác nhau, số kỳ trước có thể đã điều chỉnh",
    "the numbers are not equally firm: earlier ones may have been revised",
)
_NOT_KNOWN_TO_ADD = Text(
    "chưa chắc chỉ tiêu này cộng được theo thời gian", "it is not sure that this indicator adds up over time"
)


@rule("cumulative")
def cumulative(book: Book) -> Iterator[TextFinding]:
    """A longer period against the shorter ones that make it up, and each of these against it."""
    series: dict[tuple[Subject, str], dict[Period, Claim]] = defaultdict(dict)
    for (subject, family, period, scenario), claims in book.slots():
        # A part that the vocabulary has no name for is called like its whole.
        wholes = [c for c in claims if c.part_of is None] or claims
        plain = {(c.value, c.high) for c in wholes}
        if period is not None and period.length and scenario == ACTUAL and len(plain) == 1:
            series[subject, family][period] = wholes[0]
    for (subject, family), levels in series.items():
        if len(levels) > 1 and _adds_up(book, subject, family):
            yield from _series(book, subject, levels)


def _adds_up(book: Book, subject: Subject, family: str) -> bool:
    indicator = book.vocabulary.indicators.get(subject.indicator)
    if indicator is not None:
        return indicator.over_time == "sum"
    return family in ("money-vnd", "money-usd", "mass", "energy")


def _series(book: Book, subject: Subject, levels: Mapping[Period, Claim]) -> Iterator[TextFinding]:
    # By its first month, longest first: a cover is found by following months, not by trying sets.
    starting: dict[tuple[int, bool], list[Period]] = defaultdict(list)
    for period in sorted(levels, key=lambda p: -p.length):
        starting[period.first, period.adm].append(period)
    for whole in sorted(levels):
        cover = _cover(book, whole, starting)
        if cover is not None:
            yield from _sum(book, subject, levels[whole], [levels[p] for p in cover])
        for part in starting[whole.first, whole.adm]:
            if part.length < whole.length:
                yield from _no_more_than(book, subject, levels[whole], levels[part])


def _cover(book: Book, whole: Period, starting: Mapping[tuple[int, bool], Sequence[Period]]) -> list[Period] | None:
    """Return the fewest stated periods that follow one another through the whole; None where there are not enough."""
    end = whole.first + whole.length
    best: dict[int, list[Period]] = {end: []}
    for month in range(end - 1, whole.first - 1, -1):
        for part in starting.get((month, whole.adm), ()):
            book.steps += 1
            rest = best.get(month + part.length)
            if part == whole or rest is None:
                continue
            if month not in best or len(rest) + 1 < len(best[month]):
                best[month] = [part, *rest]
    return best.get(whole.first)


def _sum(book: Book, subject: Subject, whole: Claim, parts: Sequence[Claim]) -> Iterator[TextFinding]:
    firm = len({c.status for c in (whole, *parts)}) == 1 and not restated(book, (whole, *parts))
    doubt = _REVISED if not firm else None if book.is_flow(subject) else _NOT_KNOWN_TO_ADD
    formula = " + ".join(f"{{{i}}}" for i in range(len(parts)))
    outcome = judge(book.measures, Relation("cumulative", whole, tuple(parts), summed, formula, doubt=doubt))
    if outcome is not None:
        yield finding(outcome)


def _no_more_than(book: Book, subject: Subject, whole: Claim, part: Claim) -> Iterator[TextFinding]:
    """A shorter period of a flow cannot hold more than the longer one it begins."""
    if not book.is_flow(subject) or whole.kind not in AMOUNTS:
        return
    top = book.measures.logic(whole).high
    least = book.measures.logic(part).low
    # Far more is a matter of two different things under one name; a little more is a slip or a revision.
    if top is not None and least is not None and top < least <= 2 * top and whole.status == part.status:
        vi, en = (part.period.label("vi"), part.period.label("en")) if part.period else ("", "")
        yield TextFinding(
            "cumulative",
            (whole.id, part.id),
            whole.text,
            None,
            (least / book.measures.factor(whole), None),
            CheckVerdict.CONTRADICTS,
            Text(
                f"Riêng {vi} đã là “{part.text}”, lớn hơn số lũy kế “{whole.text}”.",
                f"{en} alone is “{part.text}”, more than the cumulative “{whole.text}”.",
            ).to,
        )

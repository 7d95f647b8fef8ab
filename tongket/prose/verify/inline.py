"""Sums by their place: wholes and parts that follow one another in one unit, where no word says “of which”.

“Giá trị sản xuất 900 tỷ đồng: FDI 700 tỷ đồng, ngoài nhà nước 150 tỷ đồng, nhà nước 50 tỷ đồng”, the rows of a table
above “Tổng cộng”, “31 dự án trong nước, 22 dự án FDI; tổng số 53 dự án”. They are confirmed where the sum fits too well
to be a coincidence, and contradicted only where the form says that the list is whole and the sum misses it as a slip
does.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.book import Book
from tongket.prose.verify.changes import changes_of_parts, holds
from tongket.prose.verify.nearby import chance
from tongket.prose.verify.parts import all_within, disjoint, home_and_foreign
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Outcome, Relation, finding, judge, summed

_MOST_PARTS, _SENTENCES = 10, 6
_CHANCE, _FEW = Fraction(1, 20), 2
_TOTALS = ("tong cong", "tong so", "cong", "cong lai", "gop lai", "tinh chung", "ca hai")
_SUMMED_UP = ("nhu vay", "tinh chung", "tong hop", "cong chung")
_COMPLETE = ("gom", "chia ra", "bao gom")
_SLIP = 50
"""A sum that misses by no more than a fiftieth is meant as a sum."""


@rule("parts-in-line")
def parts_in_line(book: Book) -> Iterator[TextFinding]:
    """A whole against the amounts that stand behind it, and a total against those that stand before it."""
    amounts = [c for c in book.claims if (c.kind in AMOUNTS or _is_points(book, c)) and c.high is None]
    sorts = [_sort(book, claim) for claim in amounts]
    for at, claim in enumerate(amounts):
        span = slice(at + 1, at + 1 + 2 * _MOST_PARTS)
        behind = _run(book, claim, sorts[at], list(zip(amounts[span], sorts[span], strict=True)), _SENTENCES)
        own = [p for p in behind if p.part_of == claim.id]
        # Parts that are members of one dimension belong to the rule of parts, which leaves none of them out.
        found = [] if own and disjoint(own) else list(_whole_first(book, claim, behind))
        if not found and _is_total(book, claim):
            span = slice(max(0, at - 2 * _MOST_PARTS), at)
            before = list(zip(amounts[span], sorts[span], strict=True))[::-1]
            last = _total_last(book, claim, sorts[at], before)
            found = [last] if last is not None else []
        for outcome in found:
            yield finding(outcome)
            if holds(outcome.verdict):
                yield from changes_of_parts(book, outcome.relation.stated, outcome.relation.operands)


_Sort = tuple[str, str, str]
"""Kind, scenario and unit family: what a whole has in common with its parts."""


def _sort(book: Book, claim: Claim) -> _Sort:
    return claim.kind, claim.scenario, book.measures.family(claim)


def _run(book: Book, whole: Claim, sort: _Sort, others: Sequence[tuple[Claim, _Sort]], sentences: int) -> list[Claim]:
    """Return the amounts, in order, that may be parts: of the whole's family, and not of another scenario."""
    book.steps += len(others)
    run: list[Claim] = []
    for other, its in others:
        if abs(other.sentence - whole.sentence) >= sentences or len(run) == _MOST_PARTS:
            break
        if its == sort and other.approx != "about":
            run.append(other)
    return run


def _whole_first(book: Book, whole: Claim, run: Sequence[Claim]) -> Iterator[Outcome]:
    """Yield each way in which what follows makes up a whole, or that its list misses it by a slip."""
    alike = [p for p in run if p.period == whole.period or p.sentence != whole.sentence]
    parts = [p for p in alike if p.part_of is None]
    told: set[tuple[int, ...]] = set()
    for tried in _ways(book, whole, alike, parts):
        outcome = _summing(book, whole, tried)
        made_of = tuple(c.id for c in outcome.relation.operands) if outcome is not None else ()
        if outcome is not None and made_of not in told:
            told.add(made_of)
            yield outcome
    here = [p for p in parts if p.sentence == whole.sentence and p.approx is None]
    if not told and not any(p.part_of == whole.id for p in run) and len(here) > 1 and _says_all(book, whole, here):
        missed = _missed(book, whole, here)
        if missed is not None:
            yield missed


def _ways(book: Book, whole: Claim, alike: Sequence[Claim], parts: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    """Yield the runs that may make up a whole: as they come, with parts of parts, without brackets, split once more."""
    yield parts
    if len(alike) > len(parts):
        # What the reader took for parts of another amount may be parts of this one as well.
        yield alike
    plain = [p for p in alike if not book.in_brackets(p)]
    if len(plain) < len(alike):
        yield plain
    for at in range(2, len(plain)):
        # “Theo thành phần …; theo ngành …”: the whole is split once more, in a sentence of its own.
        if plain[at].sentence != plain[at - 1].sentence and plain[at].sentence != whole.sentence:
            yield plain[at:]


def _is_points(book: Book, claim: Claim) -> bool:
    """Whether a claim is a contribution in percentage points, which adds up as amounts do."""
    return claim.kind is Kind.DIFFERENCE and book.measures.family(claim) == "points"


def _total_last(book: Book, whole: Claim, sort: _Sort, before: Sequence[tuple[Claim, _Sort]]) -> Outcome | None:
    """Judge a total on the amounts before it, back to where they stop being its own."""
    told = 2 if book.words_of_sentence(whole).startswith(_SUMMED_UP) else 1
    rows = _run(book, whole, sort, before, 2 * _MOST_PARTS if _is_row(book, whole) else told)
    parts = [p for p in rows if p.part_of is None and p.period == whole.period and p.unit == whole.unit]
    return _summing(book, whole, parts, backwards=True)


def _summing(book: Book, whole: Claim, parts: Sequence[Claim], *, backwards: bool = False) -> Outcome | None:
    """Return the outcome of the longest run of parts, from the first on, that makes up the whole."""
    for count in _counts(book, whole, parts):
        run = parts[:count][::-1] if backwards else parts[:count]
        outcome = _confirmed(book, whole, run, len(parts) - 1)
        if outcome is not None:
            return outcome
    return None


def _counts(book: Book, whole: Claim, parts: Sequence[Claim]) -> list[int]:
    """Return how many parts may make up the whole, the most first: worked out in whole numbers, since few do."""
    least, most = book.measures.bounds(whole)
    low = high = 0
    found = []
    for count, part in enumerate(parts, start=1):
        bounds = book.measures.bounds(part)
        low, high = low + bounds[0], high + bounds[1]
        if count > 1 and low <= most and high >= least:
            found.append(count)
    return found[::-1]


def _is_total(book: Book, claim: Claim) -> bool:
    before = book.words_before(claim)
    summed_up = "tong" in before.split() and book.words_of_sentence(claim).startswith(_SUMMED_UP)
    return before.endswith(_TOTALS) or summed_up


def _is_row(book: Book, claim: Claim) -> bool:
    return 0 <= claim.sentence < len(book.reading.sentences) and book.words_of_sentence(claim).startswith(_TOTALS)


def _relation(whole: Claim, parts: Sequence[Claim]) -> Relation:
    return Relation("parts-sum", whole, tuple(parts), summed, " + ".join(f"{{{i}}}" for i in range(len(parts))), None)


def _confirmed(book: Book, whole: Claim, parts: Sequence[Claim], tries: int) -> Outcome | None:
    outcome = judge(book.measures, _relation(whole, parts))
    if outcome is None or outcome.verdict is not CheckVerdict.HOLDS:
        return None
    return outcome if chance(book, outcome) * tries <= _CHANCE or _says_all(book, whole, parts) else None


def _says_all(book: Book, whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the form says that these are all parts: “gồm”, a colon, or “trong 78 dự án có …, … chưa …”."""
    opening = book.words(whole.end, parts[0].start).replace("(", " ")
    own = book.reading.text[whole.end : parts[0].start]
    head = own.partition(":")
    colon = bool(head[1]) and (not any(ch.isdigit() for ch in head[2]) or len(parts) > _FEW) and ". " not in head[2]
    complete = any(f" {mark}" in f" {opening}" for mark in _COMPLETE) or all_within(book, whole, parts)
    return colon or complete or home_and_foreign(book, parts)


def _missed(book: Book, whole: Claim, parts: Sequence[Claim]) -> Outcome | None:
    """Return the outcome of a list that misses its whole by a slip; None where it holds or misses by more."""
    if book.unread_digits(whole.end, parts[-1].end, book.around(whole, 4 * _MOST_PARTS)):
        return None
    outcome = judge(book.measures, _relation(whole, parts))
    if outcome is None or outcome.verdict is not CheckVerdict.CONTRADICTS or outcome.point is None:
        return None
    near = abs(outcome.point - Fraction(whole.value)) * _SLIP <= abs(Fraction(whole.value))
    return outcome if near or outcome.rule == "magnitude-slip" else None

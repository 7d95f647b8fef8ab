"""Parts against the whole: those the text lists under it, and those the vocabulary knows to be complete."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tongket.core.exact import Interval
from tongket.core.text import Text, fold
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.book import Book
from tongket.prose.verify.changes import changes_of_parts, holds
from tongket.prose.verify.nearby import chance
from tongket.prose.verify.quantities import allowed, doubted, one_slip, printed, shown
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Outcome, Relation, finding, judge, summed, unknown

_COMPLETE = ("gom", "bao gom", "chia ra", "cu the", "lan luot")
_SOME, _SOME_OF_IT = ("trong do", "trong so do"), ("nhu", "nhu la", "dien hinh", "chu yeu", "rieng", "tieu bieu")
_HOME, _FOREIGN = ("trong nuoc", "noi dia"), ("fdi", "nuoc ngoai", "dau tu nuoc", "quoc te")
_REST, _WITHIN = ("con lai", "khac"), ("trong so", "trong tong so")
_OPEN_ENDED = ("và các", "và một số", "và ở các", "v.v", "…", "còn lại là", "còn lại tại", "còn lại ở")
_CLOSING = (",", ";", "(", " va ", ".")
_SLIP, _TAIL = 50, 80
_SLIP_DIGITS = 4
_CHANCE, _MOST_FIRST = Fraction(1, 25), 12
_FAR = 2


@rule("parts-sum")
def parts_sum(book: Book) -> Iterator[TextFinding]:
    """A whole against its parts: those the text lists under it, and those the vocabulary knows to be complete."""
    told: set[tuple[int, ...]] = set()
    for whole, parts in book.parts():
        if whole.kind not in AMOUNTS and whole.kind is not Kind.DIFFERENCE:
            continue
        for family, group in _by_family(book, parts).items():
            total = _of_their_period(book, _whole_of(book, whole, family, group), group)
            if total is not None and _is_trade(total, group):
                continue
            if total is None:
                yield from _mixed_units(book, whole, family, group)
            elif len(group) == 1:
                yield from _one_part(book, total, group[0])
            else:
                told.add((total.id, *sorted(p.id for p in group)))
                yield from _listed(book, total, group)
    yield from _partitioned(book, told)


def _by_family(book: Book, parts: Sequence[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for part in parts:
        if part.kind in AMOUNTS:
            found[book.measures.family(part)].append(part)
    return found


def _whole_of(book: Book, whole: Claim, family: str, parts: Sequence[Claim]) -> Claim | None:
    """Return the whole in the unit of the parts: of “17 dự án, tổng công suất 1.242,4 MW, trong đó …” there are two."""
    if book.measures.family(whole) == family and whole.kind in AMOUNTS:
        return whole
    first = min(p.id for p in parts)
    near = [
        c for c in book.around(whole)
        if c.kind in AMOUNTS and c.part_of is None and c.id < first and abs(c.id - whole.id) <= _FAR
        and book.measures.family(c) == family
    ]  # fmt: skip
    return near[0] if len(near) == 1 else None


def _of_their_period(book: Book, whole: Claim | None, parts: Sequence[Claim]) -> Claim | None:
    """Return the whole of the parts' own period, where the words before the list ended with another one.

    “Đạt 450 triệu USD, tăng 12,5% so với cùng kỳ (400 triệu USD); trong đó cà phê …” lists parts of the 450.
    """
    subject = book.subject(whole) if whole is not None else None
    slots = {(p.period, p.scenario) for p in parts}
    if whole is None or subject is None or len(slots) != 1 or (whole.period, whole.scenario) in slots:
        return whole
    period, scenario = next(iter(slots))
    own = [c for c in book.amounts(subject, book.measures.family(whole), period, scenario) if c.id < parts[0].id]
    return own[0] if len(own) == 1 else whole


def _is_trade(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether these are exports and imports under total trade, which has a rule of its own."""
    return whole.indicator_code == "trade.value" and {p.indicator_code for p in parts} == {
        "export.value",
        "import.value",
    }


def _mixed_units(book: Book, whole: Claim, family: str, parts: Sequence[Claim]) -> Iterator[TextFinding]:
    if {family, book.measures.family(whole)} == {"power", "power-peak"}:
        why = Text(
            "tổng số và bộ phận ghi bằng MW và MWp, hai đơn vị không cộng được với nhau",
            "whole and parts are in MW and MWp, which do not add up",
        )
        yield unknown("mw-mwp", whole, why, parts)


def _one_part(book: Book, whole: Claim, part: Claim) -> Iterator[TextFinding]:
    """A part alone may only not exceed its whole."""
    if part.period not in (None, whole.period) or part.scenario != whole.scenario:
        return
    if part.sentence != whole.sentence and not book.words_of_sentence(part).startswith(_SOME):
        return
    # What stands far behind the whole, after another of its kind, may be of that other.
    between = [c for c in book.before(part) if c.id > whole.id and c.kind is part.kind and c.unit == part.unit]
    if any(c.part_of is None for c in between):
        return
    factors = book.measures.factor(whole), book.measures.factor(part)
    top, least = allowed(whole).scaled(factors[0]), allowed(part).scaled(factors[1])
    if _exceeds(least, top) and not _exceeds(
        doubted(part, (whole,)).scaled(factors[1]), doubted(whole, (part,)).scaled(factors[0])
    ):
        return
    if _exceeds(least, top):
        yield TextFinding(
            "part-exceeds-whole",
            (part.id, whole.id),
            part.text,
            None,
            (None, None if top.high is None else top.high / factors[1]),
            CheckVerdict.CONTRADICTS,
            Text(
                f"Bộ phận “{part.text}” lớn hơn tổng số “{whole.text}”.",
                f"The part “{part.text}” is more than the whole “{whole.text}”.",
            ).to,
        )


def _exceeds(part: Interval, whole: Interval) -> bool:
    return part.low is not None and whole.high is not None and part.low > whole.high


def _listed(book: Book, whole: Claim, parts: Sequence[Claim]) -> Iterator[TextFinding]:
    larger = [found for part in parts for found in _one_part(book, whole, part)]
    if len(larger) == 1:
        yield larger[0]  # several parts larger than the whole are parts of something else
    if any(p.period not in (None, whole.period) or p.scenario != whole.scenario for p in parts):
        why = Text("các bộ phận không cùng kỳ với tổng số", "the parts are not of the period of the whole")
        yield unknown("parts-sum", whole, why, parts)
        return
    outcome = judge(book.measures, _sum("parts-sum", whole, parts))
    if outcome is None:
        return
    if holds(outcome.verdict):
        yield finding(outcome)
        yield from changes_of_parts(book, whole, parts)
        return
    # Members of one dimension are all parts of one whole: none of them may be left out to make it fit.
    first = None if disjoint(parts) else _first_of_them(book, whole, parts)
    if first is not None:
        yield finding(first)
        return
    reason = _why_not(book, whole, parts, outcome)
    if reason is not None:
        yield unknown("parts-sum", whole, reason, parts)
    else:
        yield finding(outcome)


def _first_of_them(book: Book, whole: Claim, parts: Sequence[Claim]) -> Outcome | None:
    """Return how the first few of a list make up the whole, where what follows is of something else; None else."""
    ordered = sorted(parts, key=lambda p: p.id)
    for count in range(min(len(ordered) - 1, _MOST_FIRST), 1, -1):
        outcome = judge(book.measures, _sum("parts-sum", whole, ordered[:count]))
        if outcome is not None and outcome.verdict is CheckVerdict.HOLDS and chance(book, outcome) <= _CHANCE:
            return outcome
    return None


def _sum(name: str, whole: Claim, parts: Sequence[Claim]) -> Relation:
    ordered = tuple(sorted(parts, key=lambda c: c.id))
    return Relation(name, whole, ordered, summed, " + ".join(f"{{{i}}}" for i in range(len(ordered))), gate=None)


def _why_not(book: Book, whole: Claim, parts: Sequence[Claim], outcome: Outcome) -> Text | None:
    """Return why parts that do not make up the whole may still all be right."""
    start, end = whole.end, max(p.end for p in parts)
    opening = book.words(start, min(p.start for p in parts))
    listed = book.words(start, end)
    if listed.count("trong do") > 1 or listed.count("gom ") > 1:
        return Text("danh sách có nhiều tầng bộ phận", "the list has parts of parts")
    more = outcome.point is not None and outcome.point > Fraction(whole.value)
    if more:
        if disjoint(parts) or _says_complete(book, opening, parts) or _near(whole, outcome):
            return None
        return Text("các bộ phận có thể trùng nhau", "the parts may overlap")
    complete = _says_complete(book, opening, parts) or _known_complete(book, whole, parts) or _off_by_a_digit(outcome)
    if not (complete or (_near(whole, outcome, _SLIP) and all_within(book, whole, parts))):
        return Text("văn bản chỉ nêu một số bộ phận", "the text lists some of the parts only")
    tail = book.reading.text[end : end + _TAIL].replace("...", "…").partition("\n")[0].partition(". ")[0].lower()
    if any(mark in tail for mark in _OPEN_ENDED):
        return Text("danh sách còn bộ phận không nêu số", "the list goes on with parts that are not numbered")
    if book.unread_digits(start, end, book.around(whole, 40)):
        return Text("danh sách có thể còn bộ phận chưa đọc được", "the list may hold a part that was not read")
    return None


def _off_by_a_digit(outcome: Outcome) -> bool:
    """Whether a sum of some parts is its whole but for one digit of several: left-out parts would not come out so."""
    whole = outcome.relation.stated
    number = printed(whole, "vi")
    long = sum(ch.isdigit() for ch in number) >= _SLIP_DIGITS and len(outcome.relation.operands) > 2
    return long and outcome.point is not None and one_slip(number, shown(outcome.point, whole.decimals, "vi"))


def _near(whole: Claim, outcome: Outcome, share: int = 100) -> bool:
    """Whether the sum misses the whole as a slip does: one digit, two swapped, or by no more than one in `share`."""
    if outcome.point is None:
        return False
    value = Fraction(whole.value)
    near = abs(outcome.point - value) * share <= abs(value)
    return near or one_slip(printed(whole, "vi"), shown(outcome.point, whole.decimals, "vi"))


def all_within(book: Book, whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether “trong 78 dự án có 53 …, 9 …, 15 … chưa …” goes through all of them, down to those not begun."""
    within = book.words_before(whole, 20).split()[-1:] == ["trong"] or book.words_before(whole, 20).endswith(_WITHIN)
    last = max(parts, key=lambda p: p.id)
    closing = f" {book.words(last.start, last.end + 24)}"
    return within and len(parts) > 2 and any(f" {mark}" in closing for mark in (*_REST, "chua"))


def disjoint(parts: Sequence[Claim]) -> bool:
    """Whether the parts are different members of one dimension, so that nothing is counted twice."""
    members = [p.members for p in parts]
    dimensions = {m[0].partition(":")[0] for m in members if len(m) == 1}
    return all(len(m) == 1 for m in members) and len(dimensions) == 1 and len(set(members)) == len(members)


def _says_complete(book: Book, opening: str, parts: Sequence[Claim]) -> bool:
    words = f" {opening} ".replace("(", " ")
    examples = any(f" {mark} " in words for mark in _SOME_OF_IT)
    if examples or (any(f" {mark}" in words for mark in _SOME) and " gom " not in words):
        return home_and_foreign(book, parts) or _has_rest(book, parts)
    complete = any(f" {mark} " in words or f" {mark}:" in words for mark in _COMPLETE)
    return complete or home_and_foreign(book, parts) or _has_rest(book, parts)


def _has_rest(book: Book, parts: Sequence[Claim]) -> bool:
    last = max(parts, key=lambda c: c.id)
    return any(f" {mark}" in f" {book.words_before(last)}" for mark in _REST)


def _behind(book: Book, part: Claim) -> str:
    """Return the words behind a part that name it: “27 dự án trong nước”."""
    after = book.words(part.end, part.end + 24)
    return min((after.partition(mark)[0] for mark in _CLOSING), key=len)


def home_and_foreign(book: Book, parts: Sequence[Claim]) -> bool:
    """Whether two parts are the one at home and the one from abroad: domestic and FDI, inland and foreign guests."""
    if len(parts) != 2:
        return False
    words = [
        f"{book.words_before(p)} {_behind(book, p)} {fold(p.indicator or '')} {' '.join(p.members)}" for p in parts
    ]
    foreign = [any(mark in w for mark in _FOREIGN) for w in words]
    home = [any(mark in w for mark in _HOME) and not f for w, f in zip(words, foreign, strict=True)]
    return sorted(foreign) == [False, True] and any(home)


def _known_complete(book: Book, whole: Claim, parts: Sequence[Claim]) -> bool:
    if whole.indicator_code is None or whole.members or not disjoint(parts):
        return False
    dimension = parts[0].members[0].partition(":")[0]
    codes = {p.members[0].partition(":")[2] for p in parts}
    declared = book.vocabulary.dimensions.get(dimension)
    if declared is not None and any(c in declared.members and declared.members[c].residual for c in codes):
        return True
    return any(codes == set(p.members) for p in book.vocabulary.partitions_of(whole.indicator_code, dimension))


def _partitioned(book: Book, told: set[tuple[int, ...]]) -> Iterator[TextFinding]:
    """Yield sums over complete partitions whose parts stand anywhere in the text."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for (subject, family, period, scenario), claims in book.slots():
        if len(subject.members) == 1 and subject.indicator in book.vocabulary.indicators and period is not None:
            dimension = subject.members[0].partition(":")[0]
            values = {c.value for c in claims}
            if len(values) == 1:
                groups[subject.indicator, subject.place, family, period, scenario, dimension].append(claims[0])
    for parts in groups.values():
        yield from _partition(book, parts, told)


def _partition(book: Book, parts: Sequence[Claim], told: set[tuple[int, ...]]) -> Iterator[TextFinding]:
    subject = book.subject(parts[0])
    if subject is None or len(parts) < 2:
        return
    total = type(subject)(subject.indicator, (), subject.place)
    wholes = book.amounts(total, book.measures.family(parts[0]), parts[0].period, parts[0].scenario)
    if len(wholes) != 1 or not _known_complete(book, wholes[0], parts):
        return
    if (wholes[0].id, *sorted(p.id for p in parts)) not in told and not any(p.part_of == wholes[0].id for p in parts):
        outcome = judge(book.measures, _sum("parts-sum", wholes[0], parts))
        if outcome is not None:
            yield finding(outcome)

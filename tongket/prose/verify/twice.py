"""One quantity stated twice; a range beside a number; counts of different states under one headline."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from tongket.core.exact import Interval
from tongket.core.text import Text, fold
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.book import Book
from tongket.prose.verify.growth import GROWING, HUNDRED
from tongket.prose.verify.quantities import doubted, one_slip, practical, printed, span
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import unknown

_AND = ("và", "và tăng", "và giảm", ";", "/")
_MANY_DIGITS = 3
_SOON, _CHANCE = 3, Fraction(1, 10)
_SLIP_DIGITS = 4
"""A digit wrong in a number of so many is a slip; “13 cụm” and “18 cụm” may be two different things."""
_HEADLINES = ("hien co", "toan tinh co", "tren dia ban co", "dia ban tinh co", "hien nay co", "da co")


@rule("twice")
def twice(book: Book) -> Iterator[TextFinding]:
    """The same quantity of the same period given twice, in levels and in ratios."""
    for (subject, _, period, _), claims in book.slots():
        known = subject.indicator in book.vocabulary.indicators and period is not None
        yield from _pairs(book, [c for c in claims if known and c.part_of is None])
    for ratios in _ratios(book).values():
        yield from _pairs(book, ratios)
    yield from _spelled_out(book)
    yield from _repeated(book)


def _spelled_out(book: Book) -> Iterator[TextFinding]:
    """Confirm “gần 3,3 tỷ USD” by the exact number that follows soon (“3,268 tỷ USD”), whatever they are called."""
    for claim in book.claims:
        if claim.approx is None or claim.kind not in AMOUNTS or claim.kind is Kind.COUNT or claim.high is not None:
            continue
        wide = book.measures.near(claim)
        for number in range(claim.id + 1, claim.id + 1 + _SOON):
            other = book.get(number)
            if other is None or not _alike(claim, other):
                continue
            near = book.measures.near(other)
            size = abs(Fraction(claim.value)) * book.measures.factor(claim)
            if wide.meet(near) is not None and wide.low is not None and wide.high is not None:
                if (wide.high - wide.low) * _SOON <= size * _CHANCE:
                    back = near.scaled(book.measures.back(claim))
                    yield _told(other, claim, "twice", CheckVerdict.HOLDS, back)
                break


def _repeated(book: Book) -> Iterator[TextFinding]:
    """Confirm an amount of several digits that stands in the text again in the same unit, whatever it is called."""
    first: dict[tuple[object, ...], Claim] = {}
    for claim in book.claims:
        digits = claim.value.normalize().as_tuple().digits
        if claim.kind not in AMOUNTS or len(digits) < _MANY_DIGITS or claim.high is not None:
            continue
        key = (claim.value, claim.unit, claim.kind)
        before = first.setdefault(key, claim)
        if before is not claim:
            near = book.measures.near(before).scaled(book.measures.back(claim))
            yield _told(before, claim, "twice", CheckVerdict.HOLDS, near)


def _alike(claim: Claim, other: Claim) -> bool:
    slots = [(c.kind, c.unit, c.period, c.scenario) for c in (claim, other)]
    own = other.part_of in (None, claim.id)  # “… 9 tháng: con số cụ thể 3,268 tỷ USD”
    return slots[0] == slots[1] and other.approx is None and other.high is None and own


def _ratios(book: Book) -> dict[tuple[object, ...], list[Claim]]:
    """Group ratios by what they are of and on: growth, index and times are three notations of one."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in book.claims:
        subject = book.subject(claim)
        if subject is None or claim.period is None or claim.base is None:
            continue
        if claim.kind in GROWING or claim.kind is Kind.COMPLETION:
            notation = "index" if claim.kind in GROWING else "completion"
            after = book.words(claim.end, claim.end + 14)
            # “60% dự toán huyện giao và 65% dự toán tỉnh giao” are on two plans.
            given = book.words(claim.end, claim.end + 30) if claim.kind is Kind.COMPLETION else ""
            side = after if after.startswith("ve ") else given.partition(" giao")[0] if " giao" in given else ""
            groups[subject, claim.period, claim.base, claim.scenario, notation, side].append(claim)
    return groups


def _pairs(book: Book, claims: Sequence[Claim]) -> Iterator[TextFinding]:
    """Compare each statement with the first: as many findings as statements, not as pairs."""
    if len(claims) < 2:
        return
    first = claims[0]
    for other in claims[1:]:
        if other.id == first.id + 1 and book.reading.text[first.end : other.start].strip() in _AND:
            continue  # “tăng 5,61% và 5,65%” names two things in one breath
        finding = _twice(book, first, other)
        if finding is not None:
            yield finding


def _twice(book: Book, first: Claim, other: Claim) -> TextFinding | None:
    one, two = _comparable(book, first), _comparable(book, other)
    factor, shift = book.measures.factor(other), Fraction(100 if other.kind is Kind.GROWTH else 0)
    back = (one - Interval.of(shift)).scaled(1 / factor)
    if one.meet(two) is not None:
        return _told(first, other, "twice", CheckVerdict.HOLDS, back)
    # “Tăng 1,38 lần” is heard in two ways, so it cannot differ from anything.
    unclear = "tang" in (first.verb, other.verb) and Kind.MULTIPLE in (first.kind, other.kind)
    if other.status != first.status or unclear:
        return _told(first, other, "twice", CheckVerdict.CANNOT_TELL, back)
    if _thousandfold(one, two) and first.kind in AMOUNTS:
        return _told(first, other, "magnitude-slip", CheckVerdict.CONTRADICTS, back)
    loose = doubted(first, (other,)), doubted(other, (first,))
    close = _shifted(book, first, loose[0]).meet(_shifted(book, other, loose[1])) is not None
    same_form = first.kind is other.kind and first.unit == other.unit
    slip = not close and same_form and _slip(first, other)
    if not slip and first.kind not in AMOUNTS:
        # Two growths of one name that are far apart are of two things (in quantity, in value): nothing to report.
        return _told(first, other, "twice", CheckVerdict.CANNOT_TELL, back) if close else None
    return _told(first, other, "twice", CheckVerdict.CONTRADICTS if slip else CheckVerdict.CANNOT_TELL, back)


def _comparable(book: Book, claim: Claim) -> Interval:
    return _shifted(book, claim, practical(claim))


def _shifted(book: Book, claim: Claim, interval: Interval) -> Interval:
    scaled = interval.scaled(book.measures.factor(claim))
    return scaled + HUNDRED if claim.kind is Kind.GROWTH else scaled


def _thousandfold(one: Interval, two: Interval) -> bool:
    slips = (1000, Fraction(1, 1000), 10**6, Fraction(1, 10**6))
    return any(one.scaled(s).meet(two) is not None for s in slips)


def _slip(first: Claim, other: Claim) -> bool:
    a, b = printed(first, "vi"), printed(other, "vi")
    long = sum(ch.isdigit() for ch in a) >= (_SLIP_DIGITS if first.kind in AMOUNTS else 3)
    long = long and (first.kind in AMOUNTS or first.decimals > 0)  # 125 % and 120 % may be on two plans
    # One digit wrong at the very front may be as much again; more is not one quantity.
    near = abs(first.value - other.value) <= abs(first.value)
    return long and near and first.approx is None and other.approx is None and one_slip(a, b)


def _told(first: Claim, other: Claim, name: str, verdict: CheckVerdict, back: Interval) -> TextFinding:
    endings = {
        CheckVerdict.HOLDS: ("hai lần khớp nhau", "both agree"),
        CheckVerdict.CANNOT_TELL: (
            "hai lần khác nhau, có thể do khác phạm vi hoặc mức độ chính thức",
            "they differ, perhaps in what they cover or in how firm they are",
        ),
        CheckVerdict.CONTRADICTS: ("hai lần khác nhau", "they differ"),
    }
    vi, en = endings[verdict] if verdict in endings else endings[CheckVerdict.CANNOT_TELL]
    if name == "magnitude-slip":
        vi, en = (
            "lệch đúng bội số của 1.000, hẳn ghi nhầm đơn vị (triệu với tỷ)",
            "off by exactly a multiple of 1,000, so one unit must be wrong",
        )
    return TextFinding(
        name,
        (other.id, first.id),
        other.text,
        printed(first, "vi") if first.unit == other.unit and first.kind is other.kind else None,
        (back.low, back.high),
        verdict,
        Text(
            f"Cùng một số liệu được nêu hai lần: “{first.text}” và “{other.text}”: {vi}.",
            f"One quantity is stated twice, “{first.text}” and “{other.text}”: {en}.",
        ).to,
    )


@rule("range")
def ranges(book: Book) -> Iterator[TextFinding]:
    """A range beside the number that should lie in it."""
    for (_, _, period, _), claims in book.slots():
        wide = [c for c in claims if c.high is not None and c.part_of is None]
        single = [c for c in claims if c.high is None and c.part_of is None]
        alone = len(wide) == 1 and len(single) == 1 and period is not None
        if alone and not _named_apart(book, wide[0], single[0]):
            yield _in_range(book, wide[0], single[0])


def _named_apart(book: Book, one: Claim, two: Claim) -> bool:
    """Whether one sentence names two things: “xuất khẩu 25 toa, nhập khẩu 30–35 toa”, not “7 tỷ (kế hoạch 6–8 tỷ)”."""
    between = book.reading.text[min(one.end, two.end) : max(one.start, two.start)]
    return one.sentence == two.sentence and "(" not in between and any(ch.isalpha() for ch in between)


_AIMS = ("muc tieu", "ke hoach", "chi tieu", "phan dau", "du kien")
_LEAD = 40


def _aimed_at(book: Book, wide: Claim) -> bool:
    """Whether a range is one that was aimed at: what came of it need not lie inside."""
    lead = fold(book.reading.text[max(0, wide.start - _LEAD) : wide.start])
    return any(word in lead for word in _AIMS)


def _in_range(book: Book, wide: Claim, single: Claim) -> TextFinding:
    one = book.measures.near(wide)
    two = book.measures.near(single)
    loose = (
        doubted(wide, ())
        .scaled(book.measures.factor(wide))
        .meet(doubted(single, (wide,)).scaled(book.measures.factor(single)))
    )
    back = one.scaled(book.measures.back(single))
    if one.meet(two) is not None:
        verdict, vi, en = CheckVerdict.HOLDS, "nằm trong khoảng", "it lies in the range"
    elif loose is not None or wide.status != single.status or wide.approx is not None or _aimed_at(book, wide):
        verdict, vi, en = CheckVerdict.CANNOT_TELL, "chưa kết luận được", "this cannot be told"
    else:
        verdict, vi, en = CheckVerdict.CONTRADICTS, "không nằm trong khoảng", "it does not lie in the range"
    return TextFinding(
        "range",
        (single.id, wide.id),
        single.text,
        None,
        (back.low, back.high),
        verdict,
        lambda lang: (
            f"“{single.text}” so với khoảng đã nêu “{wide.text}” ({span(back, single.decimals, 'vi')}): {vi}."
            if lang == "vi"
            else f"“{single.text}” beside the stated range “{wide.text}” ({span(back, single.decimals, 'en')}): {en}."
        ),
    )


@rule("mixed-states")
def mixed_states(book: Book) -> Iterator[TextFinding]:
    """Things in operation and things merely planned, counted one after the other under “hiện có”."""
    for claims in book.sentences():
        counts: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            if claim.kind is Kind.COUNT and claim.part_of is None and _has_states(book, claim):
                counts[claim.indicator_code or ""].append(claim)
        for group in counts.values():
            states = {_state(c) for c in group}
            if len(states) > 1 and any(mark in book.words_of_sentence(group[0]) for mark in _HEADLINES):
                why = Text(
                    "các số đếm nêu cùng nhau dưới chữ “hiện có” nhưng không cùng tình trạng (đang vận hành, mọi giai "
                    "đoạn, không nêu tình trạng): không cộng hoặc so sánh được với nhau",
                    "the counts stand together under “hiện có” but are not of one state (operating, any stage, not "
                    "stated): they can be neither added nor compared",
                )
                yield unknown("mixed-states", group[0], why, group[1:])


def _has_states(book: Book, claim: Claim) -> bool:
    indicator = book.vocabulary.indicators.get(claim.indicator_code or "")
    return indicator is not None and any(d.endswith("-state") for d in indicator.dimensions)


def _state(claim: Claim) -> str | None:
    return next((m for m in claim.members if m.partition(":")[0].endswith("-state")), None)

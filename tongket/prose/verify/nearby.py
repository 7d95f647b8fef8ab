"""Pairs by their place in the sentence, where the words for what they are about do not tell.

“Trong tổng số 660 dự án …, có 510 dự án …, chiếm 77,27%” and “tăng 8,5% (20.000 tỷ đồng)” say by their form alone
which numbers belong together. Where not even the form says it, a pair is only ever taken to confirm a ratio, and only
where it fits so closely that it is no coincidence.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from tongket.core.exact import Interval
from tongket.core.text import fold
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind
from tongket.prose.verify.book import ACTUAL, Book
from tongket.prose.verify.relation import Outcome, Relation, judge

_CHANCE = Fraction(1, 10)
"""How probable a fit by chance may be for a pair to be taken as confirmed."""
_LEAST_SCALE = 10
_MOST_WORDS = 5
_OF_A_BASE = frozenset(
    (
        "nam", "cung", "ky", "thang", "quy", "truoc", "ngoai", "la", "dat", "ke", "hoach", "kh", "so", "voi", "cua",
        "muc", "thuc", "hien", "uoc", "chi", "tieu", "du", "toan", "giao", "dau", "tong", "kim", "ngach", "von", "kd",
        "dieu", "chinh", "cu",
    )
)  # fmt: skip
"""Words that may stand before the base in a bracket (“(cùng kỳ năm 2019 đạt …)”); any noun besides is another thing."""
_NOT_A_BASE = frozenset(
    (
        "trong",
        "gom",
        "rieng",
        "tuong",
        "duong",
        "tang",
        "giam",
        "von",
        "xuat",
        "nhap",
        "bao",
        "nhu",
        "chiem",
        "them",
        "yeu",
        "luy",
    )
)
"""Words that open a bracket on something else than the base (“(tương đương …)”, “(riêng …)”, “(vốn …)”)."""
_SO, _MOST_SAID, _MOST_LETTERS = "so", 9, 60
_LEADING_ON = frozenset(("la", "muc", "voi", "hoach", "kh", "toan", "giao", "nam", "ky"))
"""Last words before a base that stands behind its ratio without a bracket (“so với năm 2022 ở mức 1.389 triệu kWh”)."""
_UP_TO = ("len", "xuong", "con", "xuong con", "len muc", "xuong muc", "len den", "len toi", "den")
_FROM = ("tu", "tu muc", "tu chi")
_WHOLE_BEFORE = ("trong tong so", "trong so", "trong tong", "tren tong so", "tren tong", "tong so")
_PLANNED = ("quy hoach", "ke hoach", "muc tieu", "du toan")
_FEW = 8
"""So few pairs are tried that numbers which come out exactly do not by chance."""
_WHOLE_BEHIND = ("tong so", "cua tong so", "tren tong so", "trong tong so", "tong", "so", "tong cong", "tren tong")
_BACK = 16


def side_by_side(book: Book, claims: Sequence[Claim]) -> bool:
    """Whether ratio, level and base stand in one sentence, of one subject, the base next behind the ratio."""
    ratio, level, base = claims
    return (
        len({c.sentence for c in claims}) == 1
        and book.subject(ratio) == book.subject(level) == book.subject(base) is not None
        and base.id == ratio.id + 1
        and level.id < ratio.id
        and _equally_long(level, base)
        and not _NOT_A_BASE & {*book.words_before(base, 30).rpartition("(")[2].split()}
    )


def _equally_long(one: Claim, two: Claim) -> bool:
    """Whether months are not set against a month: the word for the longer period may have been for another number."""
    return one.period is None or two.period is None or one.period.length == two.period.length


def level_before(book: Book, ratio: Claim) -> Claim | None:
    """Return the nearest amount before a ratio in its sentence that does not stand in brackets of its own."""
    for other in book.before(ratio):
        if other.kind in AMOUNTS and not _bracketed(book, other, ratio.start) and not is_whole_behind(book, other):
            return other
    return None


def is_whole_behind(book: Book, claim: Claim) -> bool:
    """Whether an amount is what the share right before it is of: “chiếm 6% tổng số 20.600 hộ”."""
    share = book.get(claim.id - 1)
    if share is None or share.kind is not Kind.SHARE or share.sentence != claim.sentence:
        return False
    return book.words(share.end, claim.start) in _WHOLE_BEHIND


def base_behind(book: Book, ratio: Claim) -> Claim | None:
    """Return the amount in the bracket that a ratio is followed by (“tăng 8,25% so với cùng kỳ (200.000 tỷ đồng)”)."""
    other = book.get(ratio.id + 1)
    if other is None or other.kind not in AMOUNTS or other.sentence != ratio.sentence:
        return None
    outside, bracket, inside = book.reading.text[ratio.end : other.start].partition("(")
    words = book.words(other.start - len(inside), other.start).split()
    plain = not any(mark in outside + inside for mark in ";:.)")
    named = all(word in _OF_A_BASE or word[0].isdigit() for word in words)
    if not bracket:
        return other if _said_of(book, ratio, other) else None
    return other if plain and named and len(words) <= _MOST_WORDS else None


def _said_of(book: Book, ratio: Claim, other: Claim) -> bool:
    """Whether a ratio's base is said behind it in plain words (“tăng 18 cửa hàng so với cuối năm 2020 là 418”).

    “So với năm 2019 đạt 500 triệu USD” may as well go on with what was reached.
    """
    between = book.reading.text[ratio.end : other.start]
    if len(between) > _MOST_LETTERS or any(mark in between for mark in ",;:.()"):
        return False
    words = book.words(ratio.end, other.start).split()
    if len(words) < 2 or len(words) > _MOST_SAID or words[0] != _SO:
        return False
    return words[-1] in _LEADING_ON and all(w in _OF_A_BASE or w in ("cuoi", "o") or w[0].isdigit() for w in words)


def step_before(book: Book, ratio: Claim) -> tuple[Claim, Claim] | None:
    """Return the level and the base of “từ 318 triệu USD năm 2016 lên 477 triệu USD năm 2020, tăng 50%”, else None."""
    amounts = [c for c in book.before(ratio, 4) if c.kind in AMOUNTS][:2]
    if len(amounts) != 2 or amounts[1].id + 1 != amounts[0].id:
        return None
    level, base = amounts
    if level.high is not None or base.high is not None or book.measures.family(level) != book.measures.family(base):
        return None
    steps = book.words(base.end, level.start).endswith(_UP_TO) and book.words_before(base, 14).endswith(_FROM)
    if not steps or ";" in book.reading.text[base.end : ratio.start]:
        return None
    after = book.words(ratio.end, ratio.end + 12)
    return None if after.startswith(("so ", "ke hoach", "cung ky")) else (level, base)


def whole_before(book: Book, ratio: Claim, part: Claim) -> Claim | None:
    """Return the whole that the sentence names with “trong tổng số” before the part that a share is of."""
    for other in book.before(part, 2):
        words = f" {book.words_before(other, 24)} "
        named = any(f" {mark} " in words for mark in _WHOLE_BEFORE)
        if other.unit == part.unit and other.kind is part.kind and ratio.id == part.id + 1 and named:
            return other
    return None


def pairs_for_share(book: Book, ratio: Claim) -> list[tuple[Claim, Claim]]:
    """Return the pairs of part and whole, in one unit, that stand a little before a share."""
    near = [c for c in book.seen(book.back(ratio, _BACK)) if c.kind in AMOUNTS]
    parts = [c for c in book.back(ratio, _BACK) if c.kind in AMOUNTS and c.sentence == ratio.sentence][:2]
    found = []
    for part in parts:
        # Another part of the same whole is none.
        others = [c for c in near if c.unit == part.unit and (c.part_of is None or c.part_of != part.part_of)]
        # “Chiếm 72% diện tích quy hoạch”: what was planned is the whole of what there is.
        planned = any(mark in fold(ratio.base or "") for mark in _PLANNED)
        alike = [c for c in others if planned or (c.scenario == part.scenario and _of_one_time(c, part))]
        alike = list(dict.fromkeys((*alike, *book.seen(book.totals_like(part)))))
        found += [(part, whole) for whole in alike if whole.id != part.id and whole.value > part.value > 0]
    return found


def _of_one_time(whole: Claim, part: Claim) -> bool:
    """Whether a whole may be that of a part by their periods: “đến ngày 21/10 thu hoạch 65.198 ha” of a year's area."""
    if whole.period == part.period or whole.period is None or part.period is None:
        return True
    return whole.kind is not Kind.LEVEL and whole.period.covers(part.period)


def bases_for_growth(book: Book, level: Claim, periods: Iterable[object]) -> list[Claim]:
    """Return the amounts of the base's period in the unit of a level, whatever they are called."""
    wanted = list(periods)
    if not wanted:
        return []
    near = book.seen([*book.back(level, 3 * _BACK), *book.ahead(level, _BACK)])
    alike = [c for c in near if c.unit == level.unit and c.kind in AMOUNTS and c.scenario == ACTUAL]
    return [c for c in alike if c.part_of is None and c.period in wanted]


def confirmed(book: Book, relations: Sequence[Relation]) -> Outcome | None:
    """Return the outcome that holds, if so close a fit among so many tries is no coincidence."""
    found = [outcome for outcome in _judged(book, relations) if outcome.verdict is CheckVerdict.HOLDS]
    if len(found) != 1:
        return None
    close = chance(book, found[0]) * len(relations) <= _CHANCE
    return found[0] if close or (len(relations) <= _FEW and _comes_out(found[0])) else None


def _comes_out(outcome: Outcome) -> bool:
    """Whether numbers of several digits give a ratio to the last digit, with nothing left over: 15.120 ÷ 5.040 = 3."""
    exact = outcome.point is not None and outcome.point == Fraction(outcome.relation.stated.value)
    digits = [len(c.value.normalize().as_tuple().digits) for c in outcome.relation.operands]
    return exact and min(digits) > 2 and outcome.relation.stated.value != 1


def _judged(book: Book, relations: Sequence[Relation]) -> Iterator[Outcome]:
    for relation in relations:
        # Most tries do not fit: a look at that before the search for slips that judging means.
        reach = relation.compute([book.measures.near(c) for c in relation.operands])
        fits = reach is not None and reach.meet(book.measures.near(relation.stated)) is not None
        outcome = judge(book.measures, relation) if fits else None
        if outcome is not None:
            yield outcome


def chance(book: Book, outcome: Outcome) -> Fraction:
    """Return about how often a number drawn at random would fit as well."""
    stated = outcome.relation.stated
    widths = [_width(book.measures.near(stated).scaled(book.measures.back(stated)))]
    reach = outcome.relation.compute([book.measures.near(c) for c in outcome.relation.operands])
    if reach is not None:
        widths.append(_width(reach.scaled(book.measures.back(stated))))
    scale = max(abs(Fraction(stated.value)), Fraction(_LEAST_SCALE if stated.kind is Kind.GROWTH else 1))
    # A count stands for itself alone; the next number is one away.
    return max(sum(widths, Fraction(0)), Fraction(1 if stated.kind is Kind.COUNT else 0)) / scale


def _width(interval: Interval) -> Fraction:
    return Fraction(10**9) if interval.low is None or interval.high is None else interval.high - interval.low


def _bracketed(book: Book, claim: Claim, until: int) -> bool:
    """Whether a bracket that opens before a claim closes between it and an offset behind it."""
    before = book.reading.text[max(0, claim.start - 40) : claim.start]
    return before.rfind("(") > before.rfind(")") and ")" in book.reading.text[claim.end : until]


def levels_for_growth(book: Book, ratio: Claim, base: Claim) -> list[Claim]:
    """Return the amounts of a ratio's period before it, in the unit of its base, whatever they are called."""
    near = book.seen(book.back(ratio, 2 * _BACK))
    alike = [c for c in near if c.unit == base.unit and c.kind in AMOUNTS and c.scenario == ratio.scenario]
    return [c for c in alike if c.period == ratio.period]


def plans_nearby(book: Book, level: Claim) -> list[Claim]:
    """Return the amounts a little before a level, in its unit, that may be the plan it is measured on."""
    near = book.seen(book.back(level, _BACK))
    # The level said once more is no plan.
    return [
        c for c in near if c.unit == level.unit and c.kind is level.kind and c.high is None and c.value != level.value
    ]

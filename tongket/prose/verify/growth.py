"""Growth, index and times against the two levels; increases in units; average growth over years."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from tongket.core.exact import LAST_DIGIT, Interval
from tongket.core.period import Period
from tongket.core.text import Text, fold
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.book import ACTUAL, PLAN, Book, base_period
from tongket.prose.verify.nearby import (
    base_behind,
    bases_for_growth,
    confirmed,
    level_before,
    levels_for_growth,
    side_by_side,
    step_before,
)
from tongket.prose.verify.quantities import root, span
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Compute, Outcome, Relation, best, finding, unknown

HUNDRED = Interval.of(100)
GROWING = frozenset({Kind.GROWTH, Kind.INDEX, Kind.MULTIPLE})
_ROOT_DECIMALS = 8
_ENDS = ("first", "last")
_OF_AN_INDEX = ("chi so", "iip", "nganh", "cong nghiep", "khai khoang", "che bien")
_LEAST_INDEX = 50
"""An index printed as growth is near 100; “tăng 12%” beside a fall by 88 % is a matter of two periods."""
_MOST_INDEX, _LIKE = 135, 30
"""“Tăng 108,2%” is an index where its indicator's other growths are within so many points of 8,2 %."""
_VOLUME_INDICES = frozenset({"industry.iip"})
_RESTATED = ("dieu chinh", "danh gia lai", "tinh lai", "ra soat lai", "so chinh thuc")
_REAL_TERMS = ("grdp", "gdp", "tong san pham", "gia tri tang them", "gia tri gia tang")
BALANCE = ("xuat sieu", "nhap sieu", "thang du", "tham hut", "can can")


def grown(operands: Sequence[Interval]) -> Interval | None:
    """Return (level ÷ base − 1) × 100."""
    index = indexed(operands)
    return None if index is None else index - HUNDRED


def indexed(operands: Sequence[Interval]) -> Interval | None:
    """Return level ÷ base × 100; None unless both are positive."""
    level, base = operands
    return level.over(base).scaled(100) if level.positive and base.positive else None


def averages(claim: Claim, book: Book) -> bool:
    """Whether a growth is an average over several years (“bình quân tăng 8,5%/năm”)."""
    if claim.kind is not Kind.GROWTH:
        return False
    before = book.words_before(claim)
    if "binh quan" in before or "trung binh" in before or "moi nam" in before:
        return True
    return book.words(claim.end, claim.end + 8).startswith(("/nam", "/ nam"))


@rule("growth-of-levels")
def growth_of_levels(book: Book) -> Iterator[TextFinding]:
    """Growth, index or times against the level of its period and that of its base, wherever the text states them."""
    for claim in book.claims:
        if claim.kind in GROWING and claim.base != "plan" and not averages(claim, book):
            yield _growth(book, claim)


def _growth(book: Book, claim: Claim) -> TextFinding:
    step = step_before(book, claim)
    stepped = best(book.measures, _relations(book, claim, [step])) if step is not None else None
    if stepped is not None and stepped.verdict is not CheckVerdict.CANNOT_TELL:
        return finding(_slip_of_notation(stepped))
    levels = book.level_of(claim)
    pairs = [(level, base) for level in levels for base in bases(book, claim, level)]
    outcome = best(book.measures, _relations(book, claim, pairs))
    if outcome is None or outcome.verdict is CheckVerdict.CANNOT_TELL:
        # What is called alike may be of something else: what stands beside it confirms it all the same.
        outcome = _by_place(book, claim, levels, sure=outcome is None) or outcome
    if outcome is not None:
        return finding(_slip_of_notation(outcome))
    if Fraction(100) < claim.value <= _MOST_INDEX and claim.kind is Kind.GROWTH:
        return _looks_like_index(book, claim)
    if levels:
        return unknown("growth-of-levels", claim, lambda lang: _no_base(book, claim, levels).to(lang), levels)
    why = Text("văn bản không nêu số tuyệt đối của kỳ này", "the text does not state this period's level")
    return unknown("growth-of-levels", claim, why)


def _relations(book: Book, claim: Claim, pairs: Sequence[tuple[Claim, Claim]]) -> list[Relation]:
    return [
        Relation(
            "growth-of-levels", claim, pair, compute, formula, offset=offset, doubt=doubt(book, (claim, *pair)),
            sure=side_by_side(book, (claim, *pair)),
        )
        for pair in pairs
        for compute, formula, offset in _forms(claim)
    ]  # fmt: skip


def _plainly(claim: Claim, pair: tuple[Claim, Claim], form: tuple[Compute, str, int]) -> Relation:
    compute, formula, offset = form
    return Relation("growth-of-levels", claim, pair, compute, formula, offset=offset)


def _by_place(book: Book, claim: Claim, levels: Sequence[Claim], *, sure: bool) -> Outcome | None:
    """Judge a growth whose levels are not called by one name: on the bracket behind it, else only to confirm it."""
    level, base = level_before(book, claim), base_behind(book, claim)
    if level is not None and len(levels) == 1 and levels[0].sentence == claim.sentence:
        level = levels[0]  # “… tấn, trị giá … USD, tăng 10,8% về lượng” is on the tonnes
    if level is None:
        found = levels_for_growth(book, claim, base) if base is not None else []
        own = [c for c in found if base is not None and _called_alike(claim, c) and sure]
        if len(own) == 1 and base is not None:
            return best(book.measures, _relations(book, claim, [(own[0], base)]))
        return confirmed(book, [_plainly(claim, (c, base), f) for c in found if base for f in _forms(claim)])
    if sure and base is not None and book.measures.family(level) == book.measures.family(base):
        return best(book.measures, _relations(book, claim, [(level, base)]))
    pairs = [(level, other) for other in bases_for_growth(book, level, base_periods(claim))]
    # What only confirms needs no reason why it might fail.
    return confirmed(book, [_plainly(claim, pair, form) for pair in pairs for form in _forms(claim)])


def _called_alike(one: Claim, two: Claim) -> bool:
    """Whether one name holds the other: “nhóm chế biến, chế tạo”, “chế biến, chế tạo”."""
    names = sorted((fold(c.indicator or "") for c in (one, two)), key=len)
    return len(names[0].split()) > 1 and f" {names[0]} " in f" {names[1]} "


def _looks_like_index(book: Book, claim: Claim) -> TextFinding:
    """Judge “tăng 108,2%” without levels: an index where the text shows how much such things grow, else not told."""
    subject = book.subject(claim)
    # A text that says itself that the number is an index is not mistaken about it.
    told = "la chi so" in book.words(claim.end, claim.end + 80)
    known = subject is not None and not told and _names_it(book, claim)
    signs = [c for c in book.seen(_growths(book, claim)) if known and _shows_index(book, claim, c)]
    shown = "; ".join(f"“{c.text}”" for c in signs)
    return TextFinding(
        "index-as-growth" if signs else "growth-of-levels",
        (claim.id, *(c.id for c in signs)),
        claim.text,
        None,
        None,
        CheckVerdict.CONTRADICTS if signs else CheckVerdict.CANNOT_TELL,
        Text(
            f"“tăng {claim.text}” nhiều khả năng là chỉ số so với kỳ gốc (bằng {claim.text}), không phải mức tăng"
            + (f": các số cùng loại trong văn bản là {shown}." if signs else "; văn bản không nêu số nào để kết luận."),
            f"“tăng {claim.text}” is probably the index on the base (equal to {claim.text}), not the growth"
            + (f": alike in the text are {shown}." if signs else "; the text states nothing that would tell."),
        ).to,
    )


def _names_it(book: Book, claim: Claim) -> bool:
    """Whether the words before a growth name its indicator: of “than đá tăng 103,6%” the indicator is carried on."""
    words = book.words_before(claim, 90)
    name = fold(claim.indicator or "").split()[:2]
    return bool(claim.members) or all(word in words for word in name) or any(mark in words for mark in _OF_AN_INDEX)


def _growths(book: Book, claim: Claim) -> list[Claim]:
    """Return growths and indices of the claim's indicator; at most a few."""
    return [c for c in book.ratios(claim) if c.id != claim.id and c.base != "plan"]


def _shows_index(book: Book, claim: Claim, other: Claim) -> bool:
    """Whether another ratio shows that “tăng 108,2%” is 8,2 %: alike, and of the same thing or of one volume index.

    Of one commodity more than a doubling in one period and a little in another may both be true.
    """
    volume = claim.indicator_code in _VOLUME_INDICES
    if not volume and (book.subject(other) != book.subject(claim) or (claim.members and other.kind is Kind.GROWTH)):
        return False
    if other.kind not in (Kind.INDEX, Kind.GROWTH):
        return False
    grown_by = other.value - (100 if other.kind is Kind.INDEX else 0)
    return abs(grown_by - (claim.value - 100)) <= _LIKE


def bases(book: Book, claim: Claim, level: Claim) -> list[Claim]:
    """Return the levels that a growth may be taken on."""
    subject, family = book.subject(level), book.measures.family(level)
    if subject is None:
        return []
    found: list[Claim] = []
    for period in base_periods(claim):
        for scenario in dict.fromkeys((ACTUAL, claim.scenario)):
            stated = [c for c in book.amounts(subject, family, period, scenario) if c.id != level.id]
            if stated:
                found.extend(stated)
                break
    return found


def base_periods(claim: Claim) -> list[Period]:
    """Return the periods a growth may be taken on, the likeliest first; empty where none is known."""
    period = base_period(claim)
    if period is None:
        return []
    before = claim.period.year_before() if claim.period else None
    # “Tăng 5% so với năm 2019” of nine months may mean nine months of 2019.
    same = before is not None and period.is_year and before != period and period.covers(before)
    return [period, before] if same and before is not None else [period]


def doubt(book: Book, claims: Sequence[Claim]) -> Text | None:
    """Return why a growth may differ from what the levels give though each is right; None where nothing says so."""
    words = [book.words_of_sentence(c) for c in claims]
    if restated(book, claims):
        return Text(
            "văn bản nói số gốc đã được điều chỉnh hoặc tính lại",
            "the text says that the base was adjusted or counted again",
        )
    constant = [mark for mark in ("gia so sanh", "gia hien hanh") if any(mark in w for w in words)]
    subject = book.subject(claims[0])
    name = (subject.indicator if subject else "") + " " + (claims[0].indicator or "").casefold()
    real = any(mark in name or mark in words[0] for mark in _REAL_TERMS) and "gia so sanh" not in words[1]
    if len(constant) == 2 or real:
        return Text(
            "tốc độ tăng có thể theo giá so sánh còn các số tuyệt đối theo giá hiện hành",
            "the growth may be at constant prices and the levels at current ones",
        )
    return None


def restated(book: Book, claims: Sequence[Claim]) -> bool:
    """Whether a sentence of the claims says that numbers were adjusted or counted again."""
    return any(mark in book.words_of_sentence(c) for c in claims for mark in _RESTATED)


def _forms(claim: Claim) -> list[tuple[Compute, str, int]]:
    if claim.kind is Kind.GROWTH:
        return [(grown, "({0} ÷ {1} − 1) × 100", 100)]
    if claim.kind is Kind.MULTIPLE and "tang" in claim.verb.split() and "gap" not in claim.verb.split():
        # “Tăng 1,38 lần” is said of a rise to 1.38 times and of one by 1.38 times; both are heard.
        return [(indexed, "{0} ÷ {1}", 0), (grown, "{0} ÷ {1} − 1", 100)]
    return [(indexed, "{0} ÷ {1}" + ("" if claim.kind is Kind.MULTIPLE else " × 100"), 0)]


def _slip_of_notation(outcome: Outcome) -> Outcome:
    claim, point = outcome.relation.stated, outcome.point
    if outcome.verdict in (CheckVerdict.HOLDS, CheckVerdict.LAST_DIGIT) or point is None or claim.value <= 0:
        return outcome
    value, shift = Fraction(claim.value), Fraction(1 if claim.kind is Kind.MULTIPLE else 100)
    slack = LAST_DIGIT if claim.kind is Kind.MULTIPLE else Fraction(1, 10)
    if claim.kind is Kind.GROWTH and value >= _LEAST_INDEX and abs(point - (value - shift)) <= slack:
        note = Text(
            f"“{claim.text}” là chỉ số so với kỳ gốc, không phải mức tăng",
            f"“{claim.text}” is the index on the base, not the growth",
        )
    elif claim.kind is Kind.INDEX and abs(point - (value + shift)) <= slack:
        note = Text(
            f"“{claim.text}” là mức tăng, không phải chỉ số so với kỳ gốc",
            f"“{claim.text}” is the growth, not the index on the base",
        )
    elif claim.kind is Kind.MULTIPLE and abs(point - (value + shift)) <= slack:
        note = Text(
            f"“{claim.text}” là số lần tăng thêm, không phải số lần gấp", f"“{claim.text}” is how many times were added"
        )
    else:
        return outcome
    return replace(outcome, verdict=CheckVerdict.CONTRADICTS, rule="index-as-growth", notes=(note,))


def _no_base(book: Book, claim: Claim, levels: Sequence[Claim]) -> Text:
    period = base_period(claim)
    vi, en = (period.label("vi"), period.label("en")) if period else ("kỳ gốc", "the base period")
    text = Text(f"văn bản không nêu số liệu {vi}", f"the text does not state the level of {en}")
    implied = implied_base(book, claim, levels[0]) if len(levels) == 1 else None
    if implied is None:
        return text
    told = implying(book, implied, levels[0], Text("số gốc", "a base"))
    return Text(f"{text.vi}; {told.vi}", f"{text.en}; {told.en}")


def implying(book: Book, implied: Interval, level: Claim, what: Text) -> Text:
    """Tell which base is implied, in the level's unit; `what` is the word for it."""
    places, unit = level.decimals, book.measures.unit(level)
    vi, en = (unit.symbol.vi, unit.symbol.en) if unit is not None else (level.unit or "", level.unit or "")
    return Text(
        f"tính ngược từ các số đã nêu, {what.vi} là {span(implied, places, 'vi')} {vi}".rstrip(),
        f"what is stated implies {what.en} of {span(implied, places, 'en')} {en}".rstrip(),
    )


def implied_base(book: Book, claim: Claim, level: Claim) -> Interval | None:
    """Return the base that a ratio on a level implies, in the level's unit; None where it implies none."""
    ratio = book.measures.logic(claim)
    index = ratio + HUNDRED if claim.kind is Kind.GROWTH else ratio
    if index.low is None or index.low <= 0:
        return None
    return book.measures.logic(level).scaled(100 / book.measures.factor(level)).over(index)


@rule("difference-of-levels")
def difference_of_levels(book: Book) -> Iterator[TextFinding]:
    """An increase or fall in units (“tăng thêm 1.397 tỷ đồng”) against the two levels."""
    for claim in book.claims:
        family = book.measures.family(claim)
        if claim.kind is not Kind.DIFFERENCE or family in ("points", "percent") or is_balance(book, claim):
            continue
        levels = [c for c in book.level_of(claim) if book.measures.family(c) == family]
        pairs = [(level, base) for level in levels for base in _difference_bases(book, claim, level)]
        formed = [] if pairs else _pairs_by_form(book, claim)
        falls = claim.value > 0 and "giam" in claim.verb.split()
        relations = [_difference(book, claim, pair, falls) for pair in pairs]
        relations += [replace(_difference(book, claim, pair, falls), sure=True) for pair in formed]
        outcome = best(book.measures, relations)
        if outcome is not None:
            yield finding(outcome)


def _pairs_by_form(book: Book, claim: Claim) -> list[tuple[Claim, Claim]]:
    """Return level and base of a change by form: “từ 412 lên 575, tăng 163”, “tăng 7 so với năm 2020 (35)”."""
    step = step_before(book, claim)
    if step is not None:
        return [step] if book.measures.family(step[0]) == book.measures.family(claim) else []
    level, base = level_before(book, claim), base_behind(book, claim)
    if level is None or base is None or book.get(level.id + 1) is not claim:
        return []
    return [(level, base)] if len({book.measures.family(c) for c in (claim, level, base)}) == 1 else []


def _difference_bases(book: Book, claim: Claim, level: Claim) -> Sequence[Claim]:
    subject = book.subject(level)
    if claim.base == "plan" and subject is not None and level.period is not None:
        return book.amounts(subject, book.measures.family(level), level.period, PLAN)
    return bases(book, claim, level)


def _difference(book: Book, claim: Claim, pair: tuple[Claim, Claim], falls: bool) -> Relation:
    return Relation(
        "difference-of-levels",
        claim,
        pair,
        (lambda o: o[1] - o[0]) if falls else (lambda o: o[0] - o[1]),
        "{1} − {0}" if falls else "{0} − {1}",
        doubt=doubt(book, (claim, *pair)),
    )


def is_balance(book: Book, claim: Claim) -> bool:
    """Whether a difference is a trade balance."""
    words = f"{book.words_before(claim, 40)} {claim.verb} {book.words(claim.start, claim.end)}"
    name = book.subject(claim)
    return any(mark in words or (name is not None and mark in name.indicator) for mark in BALANCE)


@rule("average-growth")
def average_growth(book: Book) -> Iterator[TextFinding]:
    """Average growth over years against the levels at their two ends."""
    for claim in book.claims:
        if claim.period is None or not averages(claim, book):
            continue
        outcome = best(book.measures, _averages(book, claim)) or best(book.measures, _average_by_place(book, claim))
        if outcome is not None:
            yield finding(outcome)
        else:
            why = Text("văn bản không nêu đủ số đầu kỳ và cuối kỳ", "the text does not state both end levels")
            yield unknown("average-growth", claim, why)


def _averages(book: Book, claim: Claim) -> Iterator[Relation]:
    subject, period = book.subject(claim), claim.period
    if subject is None or period is None or period.length <= 12:
        return
    last = Period.of_year(period.year + period.length // 12 - 1)
    # “Giai đoạn 2016–2020” is five steps from 2015 to one writer, and four from 2016 to another.
    for first in (period.year - 1, period.year):
        steps = last.year - first
        for level in book.amounts_of_any_family(subject, last, claim.scenario):
            family = book.measures.family(level)
            for base in book.amounts(subject, family, Period.of_year(first), ACTUAL) if steps else ():
                yield _average(claim, level, base, steps, doubt(book, (claim, level, base)))


def _average_by_place(book: Book, claim: Claim) -> Iterator[Relation]:
    """Take the two years' levels right before it (“từ 100 năm 2015 lên 150 năm 2020, bình quân tăng …%/năm”)."""
    alike: dict[str, list[Claim]] = defaultdict(list)
    for other in book.before(claim, 3):
        near = book.subject(other) == book.subject(claim) or claim.id - other.id <= len(_ENDS)
        if near and other.kind in AMOUNTS and other.period is not None and other.period.is_year:
            alike[book.measures.family(other)].append(other)
    for levels in alike.values():
        if len(levels) != len(_ENDS) or levels[0].period is None or levels[1].period is None:
            continue
        base, level = sorted(levels, key=lambda c: c.period.year if c.period else 0)
        steps = abs(levels[0].period.year - levels[1].period.year)
        if steps > 1 and book.subject(base) == book.subject(level):
            reason = doubt(book, (claim, level, base))
            yield _average(claim, level, base, steps, reason)


def _average(claim: Claim, level: Claim, base: Claim, steps: int, reason: Text | None) -> Relation:
    formula = f"(({{0}} ÷ {{1}})^(1/{steps}) − 1) × 100"
    return Relation("average-growth", claim, (level, base), _rooted(steps), formula, offset=100, doubt=reason)


def _rooted(steps: int) -> Compute:
    def compute(operands: Sequence[Interval]) -> Interval | None:
        index = indexed(operands)
        if index is None or index.low is None or index.high is None:
            return None
        # Rounded outwards: the root has no end, and what it allows must not be made smaller. A single value, and a
        # level computed from it, stays single.
        low = root(index.low / 100, steps, _ROOT_DECIMALS)
        high = root(index.high / 100, steps, _ROOT_DECIMALS)
        widened = high if index.low == index.high else high + Fraction(1, 10**_ROOT_DECIMALS)
        return Interval((low - 1) * 100, (widened - 1) * 100)

    return compute

"""Exports, imports, total trade and the balance; points of contribution; counts times the size of one."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from tongket.core.exact import Interval
from tongket.core.text import Text
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.book import Book, Subject
from tongket.prose.verify.growth import is_balance
from tongket.prose.verify.quantities import readings
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Compute, Outcome, Relation, best, finding, judge, summed, unknown

EXPORT, IMPORT, TRADE = "export.value", "import.value", "trade.value"
_EACH = ("mỗi", "x", "×", "*")
_MADE_UP_OF = ("voi", "gom", "gom co", "bao gom", "co", "tu")
_EACH_AFTER = ("/máy", "/tua", "/tổ", "/trụ", "/chiếc", "mỗi", "một tua", "một tổ")


@rule("total-trade")
def total_trade(book: Book) -> Iterator[TextFinding]:
    """Exports plus imports against total trade."""
    for (subject, family, period, scenario), claims in book.slots():
        totals = [c for c in claims if not subject.members and _is_total(book, subject, c)]
        if not totals:
            continue
        sides = [book.amounts(Subject(code, (), subject.place), family, period, scenario) for code in (EXPORT, IMPORT)]
        pairs = [(one, two) for one in sides[0] for two in sides[1]]
        for total in totals:
            outcome = best(book.measures, [Relation("total-trade", total, pair, summed, "{0} + {1}") for pair in pairs])
            # “Xuất nhập khẩu của khối FDI” is not that of all.
            named = subject.indicator == TRADE and "fdi" not in book.words_of_sentence(total).split()
            if outcome is not None and (named or outcome.verdict in (CheckVerdict.HOLDS, CheckVerdict.LAST_DIGIT)):
                yield finding(outcome)


def _is_total(book: Book, subject: Subject, claim: Claim) -> bool:
    """Whether this is total trade: by its code, or by “tổng kim ngạch (hai chiều)” where the words had none."""
    if subject.indicator == TRADE:
        return True
    return claim.indicator_code is None and claim.kind in AMOUNTS and "tong kim ngach" in book.words_before(claim)


@rule("trade-balance")
def trade_balance(book: Book) -> Iterator[TextFinding]:
    """Xuất siêu is exports less imports, nhập siêu imports less exports; the word decides the sign."""
    for claim in book.claims:
        if claim.kind is Kind.DIFFERENCE and book.measures.family(claim) == "money-usd" and is_balance(book, claim):
            yield from _balance(book, claim)


def _balance(book: Book, claim: Claim) -> Iterator[TextFinding]:
    subject, family = book.subject(claim), book.measures.family(claim)
    place = subject.place if subject is not None else book.place(claim)
    if claim.members:
        return
    sides = [book.amounts(Subject(code, (), place), family, claim.period, claim.scenario) for code in (EXPORT, IMPORT)]
    said = f"{book.words_before(claim, 40)} {claim.verb} {subject.indicator if subject else ''}"
    deficit = "nhap sieu" in said or "tham hut" in said
    negative = claim.value < 0
    relations = [
        Relation(
            "trade-balance",
            claim,
            (two, one) if deficit and not negative else (one, two),
            _subtracted,
            "{0} − {1}",
            gate=Fraction(3),
            sure=len({claim.sentence, one.sentence, two.sentence}) == 1 and not _of_other_months(book, claim),
        )
        for one in sides[0]
        for two in sides[1]
    ]
    outcome = best(book.measures, relations)
    if outcome is None:
        return
    told = finding(outcome)
    wrong_way = outcome.point is not None and outcome.point * Fraction(claim.value) < 0
    if wrong_way and told.verdict in (CheckVerdict.CONTRADICTS, CheckVerdict.CANNOT_TELL):
        yield _other_way(claim, told, deficit)
    else:
        yield told


def _of_other_months(book: Book, claim: Claim) -> bool:
    """Whether the words before a balance may speak of another period (“lũy kế xuất siêu …”)."""
    return any(mark in book.words_before(claim) for mark in ("luy ke", "tinh chung", "thang", "quy", "ca nam"))


def _other_way(claim: Claim, told: TextFinding, deficit: bool) -> TextFinding:
    vi = "nhập siêu nhưng xuất khẩu lớn hơn nhập khẩu" if deficit else "xuất siêu nhưng nhập khẩu lớn hơn xuất khẩu"
    en = "a deficit, but exports exceed imports" if deficit else "a surplus, but imports exceed exports"
    return TextFinding(
        told.rule,
        told.claims,
        told.stated,
        told.computed,
        told.interval,
        CheckVerdict.CONTRADICTS,
        Text(
            f"Văn bản ghi {vi}: “{claim.text}”. {told.explanation_vi}",
            f"The text says {en}: “{claim.text}”. {told.explanation_en}",
        ).to,
    )


def _subtracted(operands: Sequence[Interval]) -> Interval:
    return operands[0] - operands[1]


@rule("contributions")
def contributions(book: Book) -> Iterator[TextFinding]:
    """Percentage points that branches contribute against the growth of the whole."""
    for claims in book.sentences():
        points = [c for c in claims if c.kind is Kind.DIFFERENCE and book.measures.family(c) == "points"]
        if len(points) > 1:
            yield from _contributed(book, points)
    for claims in book.paragraphs():
        yield from _of_branches(book, claims)


def _of_branches(book: Book, claims: Sequence[Claim]) -> Iterator[TextFinding]:
    """Confirm points named branch by branch, a sentence each, against the growth the paragraph opens with.

    What stands in brackets is a part of a branch already told of.
    """
    growth = next((c for c in claims if c.kind is Kind.GROWTH), None)
    points = [c for c in claims if c.kind is Kind.DIFFERENCE and book.measures.family(c) in ("points", "percent")]
    points = [p for p in points if growth is not None and p.id > growth.id and p.period == growth.period]
    plain = [p for p in points if not book.in_brackets(p)]
    for told in (points, plain):
        if growth is not None and len(told) > 1:
            formula = " + ".join(f"{{{i}}}" for i in range(len(told)))
            outcome = judge(book.measures, Relation("contributions", growth, tuple(told), summed, formula, offset=100))
            if outcome is not None and outcome.verdict in (CheckVerdict.HOLDS, CheckVerdict.LAST_DIGIT):
                yield finding(outcome)
                return


def _contributed(book: Book, points: Sequence[Claim]) -> Iterator[TextFinding]:
    total = book.get(points[0].part_of) or next((c for c in book.before(points[0]) if c.kind is Kind.GROWTH), None)
    if total is None or total.kind is not Kind.GROWTH or any(p.period != points[0].period for p in points):
        why = Text("không rõ các điểm phần trăm này thuộc mức tăng nào", "it is not clear of which growth they are")
        yield unknown("contributions", points[0], why, points[1:])
        return
    # One relation, judged on the growth; its unit and that of points are both percent.
    formula = " + ".join(f"{{{i}}}" for i in range(len(points)))
    outcome = judge(book.measures, Relation("contributions", total, tuple(points), summed, formula, offset=100))
    if outcome is None:
        return
    if outcome.verdict in (CheckVerdict.HOLDS, CheckVerdict.LAST_DIGIT) or _all_branches(book, total, points):
        yield finding(outcome)
    else:
        why = Text("văn bản có thể chỉ nêu một số ngành đóng góp", "perhaps the text lists some branches only")
        yield unknown("contributions", total, why, points)


def _all_branches(book: Book, total: Claim, points: Sequence[Claim]) -> bool:
    members = {m for p in points for m in p.members if m.startswith("activity:")}
    whole = {f"activity:{code}" for code in ("mining", "manufacturing", "electricity", "water")}
    return members == whole and len(points) == len(whole) and total.members == ()


@rule("yield-times-area")
def yield_times_area(book: Book) -> Iterator[TextFinding]:
    """A harvest against area and yield: “20.615 ha, năng suất 53,51 tạ/ha, sản lượng 110.305 tấn”."""
    for claims in book.sentences():
        for at, rate in enumerate(claims):
            tonnes = _TONNES_A_HA.get((rate.unit or "").replace(" ", ""))
            if tonnes is None:
                continue
            areas = [c for c in claims[max(0, at - 2) : at] if c.unit == "ha" and c.kind is Kind.AREA]
            harvests = [c for c in claims[at + 1 : at + 3] if c.unit == "tấn" and c.kind is Kind.LEVEL]
            if len(areas) == len(harvests) == 1:
                formula = "{0} × {1}" + (" ÷ 10" if tonnes < 1 else "")
                operands = (areas[0], rate)
                outcome = best(
                    book.measures, [Relation("yield-times-area", harvests[0], operands, _harvest(tonnes), formula)]
                )
                if outcome is not None and _is_meant(outcome):
                    yield finding(outcome)


def _is_meant(outcome: Outcome) -> bool:
    """Whether a product is near enough to the number to be meant as it: a yield may be of another field."""
    stated, point = Fraction(outcome.relation.stated.value), outcome.point
    return point is not None and abs(point - stated) * _MEANT <= abs(stated)


_MEANT = 50
_M2_OF_A_HA = 10_000
_TONNES_A_HA = {"tạ/ha": Fraction(1, 10), "tấn/ha": Fraction(1)}


def _harvest(tonnes: Fraction) -> Compute:
    """Return tonnes from base units of area (m²) and tonnes or quintals a hectare, in tonnes."""

    def compute(operands: Sequence[Interval]) -> Interval | None:
        area, rate = operands
        if None in (area.low, area.high, rate.low, rate.high):
            return None
        low = (area.low or Fraction(0)) * (rate.low or Fraction(0))
        high = (area.high or Fraction(0)) * (rate.high or Fraction(0))
        return Interval(low, high).scaled(tonnes / _M2_OF_A_HA)

    return compute


@rule("count-times-size")
def count_times_size(book: Book) -> Iterator[TextFinding]:
    """“6 tua-bin, mỗi tua-bin 5,3 MW, tổng công suất 31,8 MW”."""
    for claims in book.sentences():
        for at, count in enumerate(claims):
            if count.kind is Kind.COUNT and at + 1 < len(claims):
                yield from _sized(book, count, claims[at + 1], claims[at + 2 : at + 4], claims[max(0, at - 2) : at])


def _sized(
    book: Book, count: Claim, size: Claim, after: Sequence[Claim], before: Sequence[Claim]
) -> Iterator[TextFinding]:
    if size.kind not in AMOUNTS or size.kind is Kind.COUNT:
        return
    said = _each(book, count, size)
    family = book.measures.family(size)
    totals = [c for c in (*after, *before) if c.kind is size.kind and book.measures.family(c) == family]
    sure = [c for c in totals if "tong" in book.words_before(c).split() or _equals(book, c)]
    # “Dự án công suất 50 MW với 13 tua-bin, mỗi tua-bin 4,2 MW”: the capacity of what the turbines make up.
    sure = sure or [c for c in totals if book.words(c.end, count.start).strip(" ,") in _MADE_UP_OF]
    relations = [
        Relation("count-times-size", total, (count, size), _product, "{0} × {1}", sure=len(sure) == 1)
        for total in (sure or totals)
    ]
    if not said and not any(_comes_out(book, relation) for relation in relations):
        return
    outcome = best(book.measures, relations)
    if outcome is None:
        return
    holds = outcome.verdict in (CheckVerdict.HOLDS, CheckVerdict.LAST_DIGIT)
    # Where nothing says “each”, only a product that is exactly the total is one.
    exact = outcome.point == Fraction(outcome.relation.stated.value) and count.value > 1
    if (holds and (said or exact)) or (said and len(sure) == 1):
        yield finding(outcome)


def _comes_out(book: Book, relation: Relation) -> bool:
    """Whether count times size is exactly the total, in some reading of unclear numbers: a look before judging."""
    for total, count, size in product(*(readings(c) for c in (relation.stated, *relation.operands))):
        made = _product([book.measures.point(count), book.measures.point(size)])
        if made is not None and made.meet(book.measures.point(total)) is not None:
            return True
    return False


def _each(book: Book, count: Claim, size: Claim) -> bool:
    # Not folded: “mỗi” (each) and “mới” (new) fold to the same word.
    text = book.reading.text
    between = text[count.end : size.start].lower().replace("(", " ").replace(",", " ").split()
    after = text[size.end : size.end + 12].lower().strip()
    return any(mark in between for mark in _EACH) or after.startswith(_EACH_AFTER)


def _equals(book: Book, total: Claim) -> bool:
    return book.words_before(total).rstrip().endswith("=")


def _product(operands: Sequence[Interval]) -> Interval | None:
    """Return the product of a count, which is a single positive number, and a size."""
    count, size = operands
    times = count.low if count.single else None
    return None if times is None or times <= 0 else size.scaled(times)

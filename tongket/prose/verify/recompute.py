"""The ratios of a text recomputed from the ledger; where that contradicts them, both bases are named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tongket.core.exact import LAST_DIGIT, Interval
from tongket.core.figure import Measure, Scenario
from tongket.core.number import render
from tongket.core.text import Text
from tongket.prose.claims import CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.asking import Slot, base_units, body_name, current, factor, levels, named, slot_of
from tongket.prose.verify.book import Book
from tongket.prose.verify.growth import HUNDRED, base_periods, indexed
from tongket.prose.verify.ledger import Ledger, StatedLevel, StatedRatio
from tongket.prose.verify.quantities import allowed, doubted, practical, shown, span
from tongket.prose.verify.relation import RANK, unknown

RULE = "ledger-ratio"
_DENOMINATORS = ("assigned", "adjusted", None)
"""Only a plan that was given by decision is what a completion is measured against."""
_LEAST_INDEX, _GATE = 50, 2
_NEAR = Fraction(1, 10)
"""How far an estimate may be from what was counted later and still be of the same thing."""
_ENDINGS = {
    CheckVerdict.HOLDS: Text("khớp", "they agree"),
    CheckVerdict.LAST_DIGIT: Text("chỉ lệch ở chữ số cuối, không quá 0,01", "off in the last digit only"),
    CheckVerdict.CANNOT_TELL: Text("chưa kết luận được", "this cannot be told"),
    CheckVerdict.CONTRADICTS: Text("không khớp", "they contradict each other"),
}


@dataclass(frozen=True, slots=True)
class _Pair:
    """A level and a base that may be divided.

    Attributes:
        level: the ledger's level.
        base: the ledger's base.
        target: what the base tells of.
        own: the level as the text states it: what its ratio was computed from; None where it states none.
    """

    level: StatedLevel
    base: StatedLevel
    target: Slot
    own: Claim | None


@dataclass(frozen=True, slots=True)
class _Judged:
    pair: _Pair
    verdict: CheckVerdict
    reach: Interval
    point: Fraction
    rule: str = RULE


def ratio_against_ledger(book: Book, ledger: Ledger, claim: Claim) -> TextFinding:
    """Judge a growth, index, times or completion by the ledger's levels, or by the ratio it has as stated."""
    slot = slot_of(book, claim)
    targets = list(_targets(claim, slot)) if slot else []
    if slot is None or not targets:
        why = Text("không rõ chỉ tiêu, địa bàn, kỳ hoặc kỳ gốc", "indicator, place, period or base is not clear")
        return unknown(RULE, claim, why)
    tops = current(levels(ledger, slot))
    below = [(target, base) for target in targets for base in current(levels(ledger, target)) if _given(target, base)]
    stated = [c for c in book.level_of(claim) if c.indicator_code == claim.indicator_code]
    own = stated[0] if len(stated) == 1 else None
    pairs = [
        _Pair(top, base, target, own)
        for top in _meant(book, own, tops)
        for target, base in below
        if _comparable(top, base, target)
    ]
    judged = [j for pair in pairs if (j := _judge(book, claim, pair)) is not None]
    if judged:
        return _told(book, claim, min(judged, key=lambda j: RANK[j.verdict]))
    if own is not None and tops and below and not _meant(book, own, tops):
        why = Text(
            f"“{own.text}” khác hẳn số trong sổ: hẳn theo cơ quan hoặc chuỗi số khác",
            f"“{own.text}” is far from what the ledger has: it must be another body's, or of another series",
        )
        return unknown(RULE, claim, why, (own,))
    if tops and below:
        why = Text(
            "số kỳ này và số gốc trong sổ không cùng gốc so sánh hoặc không cùng cơ quan công bố: chuỗi số bị ngắt",
            "level and base in the ledger are not of one basis or one body: the series breaks between them",
        )
        return unknown(RULE, claim, why)
    return _as_stated(book, ledger, claim, slot)


def _meant(book: Book, own: Claim | None, tops: Sequence[StatedLevel]) -> Sequence[StatedLevel]:
    """Return the levels a text can mean by its own: those it agrees with, else those near it; all where it has none.

    The Department's 108.000 must not be divided by the base of the Statistics Office's 55.171,855.
    """
    if own is None:
        return tops
    said = book.measures.near(own)
    agreeing = [top for top in tops if said.meet(base_units(book, top)) is not None]
    size = abs(Fraction(own.value)) * book.measures.factor(own)
    return agreeing or [top for top in tops if abs(_exact(book, top) - size) <= size * _NEAR]


def _targets(claim: Claim, slot: Slot) -> Iterator[Slot]:
    if claim.kind is Kind.COMPLETION or claim.base == "plan":
        for period in dict.fromkeys((slot.period, slot.period.whole_year())):
            yield replace(slot, period=period, scenario=Scenario.PLAN)
        return
    for period in base_periods(claim):
        yield replace(slot, period=period, scenario=Scenario.ACTUAL)


def _given(target: Slot, base: StatedLevel) -> bool:
    return target.scenario is not Scenario.PLAN or base.status in _DENOMINATORS


def _comparable(top: StatedLevel, base: StatedLevel, target: Slot) -> bool:
    """Whether two statements may be divided: of one basis, and of one body, but plans are given by another body."""
    return top.unit == base.unit and top.basis == base.basis and (_planned(target) or top.body == base.body)


def _planned(target: Slot) -> bool:
    return target.scenario is Scenario.PLAN


def _judge(book: Book, claim: Claim, pair: _Pair) -> _Judged | None:
    own, scale = pair.own, book.measures.back(claim)
    top = book.measures.near(own) if own else base_units(book, pair.level)
    exact = Fraction(own.value) * book.measures.factor(own) if own else _exact(book, pair.level)
    reach, middle = indexed([top, base_units(book, pair.base)]), _exact(book, pair.base)
    if reach is None or middle <= 0:
        return None
    shift = 100 if claim.kind is Kind.GROWTH else 0
    back = (reach - Interval.of(shift)).scaled(scale)
    point = (exact / middle * 100 - shift) * scale
    value = Fraction(claim.value)
    if practical(claim).meet(back) is not None:
        return _Judged(pair, CheckVerdict.HOLDS, back, point)
    if Interval(value - LAST_DIGIT, value + LAST_DIGIT).meet(back) is not None:
        return _Judged(pair, CheckVerdict.LAST_DIGIT, back, point)
    if allowed(claim).meet(back) is not None or doubted(claim, ()).meet(back) is not None:
        return _Judged(pair, CheckVerdict.CANNOT_TELL, back, point)
    if claim.kind is Kind.GROWTH and value >= _LEAST_INDEX and abs(value - 100 - point) <= Fraction(1, 10):
        return _Judged(pair, CheckVerdict.CONTRADICTS, back, point, "index-as-growth")
    one, two = value + shift, point + shift
    far = one <= 0 or two <= 0 or one > _GATE * two or two > _GATE * one
    return _Judged(pair, CheckVerdict.CANNOT_TELL if far else CheckVerdict.CONTRADICTS, back, point)


def _exact(book: Book, stated: StatedLevel) -> Fraction:
    return Fraction(stated.value) * factor(book, stated)


def _told(book: Book, claim: Claim, judged: _Judged) -> TextFinding:
    pair, own = judged.pair, judged.pair.own
    tops = [f"“{own.text}”"] * 2 if own is not None else [named(book, pair.level, "vi"), named(book, pair.level, "en")]
    name, tail = judged.rule, Text("", "")
    if judged.verdict is CheckVerdict.CONTRADICTS and name == RULE:
        name, tail = _revision(book, claim, pair)
    elif name == "index-as-growth":
        tail = Text("; đó là chỉ số so với kỳ gốc, không phải mức tăng", "; it is the index, not the growth")
    ending, places = _ENDINGS[judged.verdict], claim.decimals + 1
    sums = [f"{tops[0]} ÷ {named(book, pair.base, 'vi')}", f"{tops[1]} ÷ {named(book, pair.base, 'en')}"]
    reaches = span(judged.reach, places, "vi"), span(judged.reach, places, "en")
    return TextFinding(
        name,
        (claim.id,) if own is None else (claim.id, own.id),
        claim.text,
        shown(judged.point, claim.decimals, "vi"),
        (judged.reach.low, judged.reach.high),
        judged.verdict,
        Text(
            f"Theo sổ số liệu, {sums[0]} cho {reaches[0]}; văn bản ghi “{claim.text}”: {ending.vi}{tail.vi}.",
            f"By the ledger {sums[1]} gives {reaches[1]}; the text says “{claim.text}”: {ending.en}{tail.en}.",
        ).to,
    )


def _revision(book: Book, claim: Claim, pair: _Pair) -> tuple[str, Text]:
    """Name both bases: the one the ledger has, and the one the text silently used."""
    own, base = pair.own, pair.base
    top = book.measures.near(own) if own else base_units(book, pair.level)
    ratio = book.measures.logic(claim)
    index = ratio + HUNDRED if claim.kind is Kind.GROWTH else ratio
    if index.low is None or index.low <= 0:
        return RULE, Text("", "")
    unit = book.vocabulary.units[base.unit]
    implied = top.scaled(100).over(index).scaled(1 / factor(book, base))
    places = max(1, base.decimals or 0)
    vi, en = pair.target.period.label("vi"), pair.target.period.label("en")
    what = ("kế hoạch", "a plan") if _planned(pair.target) else ("số", "a level")
    name = "plan-basis-mismatch" if _planned(pair.target) else "silent-revision"
    return name, Text(
        f"; “{claim.text}” ngầm dùng {what[0]} {vi} {span(implied, places, 'vi')} {unit.symbol.vi}, "
        f"khác số trong sổ là {named(book, base, 'vi')}",
        f"; “{claim.text}” silently uses {what[1]} of {en} of {span(implied, places, 'en')} {unit.symbol.en}, "
        f"not the ledger's {named(book, base, 'en')}",
    )


def _as_stated(book: Book, ledger: Ledger, claim: Claim, slot: Slot) -> TextFinding:
    """Compare with the ratio that a source printed, where the ledger has no levels to recompute it from."""
    completion = claim.kind is Kind.COMPLETION or claim.base == "plan"
    measure = Measure.COMPLETION if completion else Measure.GROWTH
    asked = completion or slot.period.year_before() in base_periods(claim)
    found = ledger.ratios(slot.indicator, slot.members, slot.place, slot.period, slot.scenario.value) if asked else ()
    stated = sorted((r for r in found if r.measure is measure), key=lambda r: (r.known_from, r.body))
    if not stated:
        why = Text("sổ số liệu không có đủ số để tính lại", "the ledger does not hold what it takes to recompute it")
        return unknown(RULE, claim, why)
    return _compared(book, claim, stated, completion)


def _compared(book: Book, claim: Claim, stated: Sequence[StatedRatio], completion: bool) -> TextFinding:
    # Growth, index and times are brought to growth; “vượt 5% kế hoạch” to a completion of 105.
    shift = 0
    if completion and claim.kind is Kind.GROWTH:
        shift = 100
    elif claim.kind in (Kind.INDEX, Kind.MULTIPLE):
        shift = -100
    own = book.measures.near(claim) + Interval.of(shift)
    agreeing = [r for r in stated if own.meet(Interval.printed(r.value, r.decimals)) is not None]
    last = agreeing[-1] if agreeing else stated[-1]
    differs = CheckVerdict.CANNOT_TELL if claim.status != last.status else CheckVerdict.CONTRADICTS
    verdict = CheckVerdict.HOLDS if agreeing else differs
    back = (Interval.printed(last.value, last.decimals) - Interval.of(shift)).scaled(book.measures.back(claim))
    one, two = render(last.value, last.decimals), render(last.value, last.decimals, "en")
    vi, en = body_name(book, last.body, "vi"), body_name(book, last.body, "en")
    return TextFinding(
        RULE,
        (claim.id,),
        claim.text,
        one,
        (back.low, back.high),
        verdict,
        Text(
            f"Sổ số liệu ghi {one}% theo {vi}; văn bản ghi “{claim.text}”: {_ENDINGS[verdict].vi}.",
            f"The ledger has {two}% as stated by {en}; the text says “{claim.text}”: {_ENDINGS[verdict].en}.",
        ).to,
    )

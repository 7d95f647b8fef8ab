"""One relation between claims: computed over intervals, judged, and told with its arithmetic."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial, reduce
from itertools import islice, product

from tongket.core.exact import LAST_DIGIT, Interval
from tongket.core.text import Lang, Text
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding, Told
from tongket.prose.verify.quantities import PERCENT, Measures, one_slip, printed, readings, shown, span

Compute = Callable[[Sequence[Interval]], Interval | None]
"""From the operands, in base units, to what they allow for the stated number; None where nothing follows."""
RANK = {CheckVerdict.HOLDS: 0, CheckVerdict.LAST_DIGIT: 1, CheckVerdict.CANNOT_TELL: 2, CheckVerdict.CONTRADICTS: 3}
_LAST_RANK = 4
_MOST_READINGS, _FEW_DIGITS = 8, 2
_MOST_SLIPPED = 20
"""Of a long sum so many numbers are tried as a thousand times too large or small: each try is a sum of its own."""
_HIDDEN = Text(
    "chỉ đúng nếu các chữ “hơn”, “gần” che một phần lớn hơn bình thường",
    "true only if “over” or “nearly” hides more than it usually does",
)
_LOOSE = Text(
    "có thể đúng nếu kể đến số làm tròn hoặc số ước chừng",
    "it may be true once round or approximate numbers are allowed for",
)
_ROUNDING = Text("đã kể đến phần làm tròn của các số liên quan", "with the rounding of the others allowed for")
_FAR = Text(
    "lệch quá xa: các số có thể không cùng kỳ hoặc không cùng phạm vi",
    "too far off: the numbers may not be of the same period or the same thing",
)
_SLIP = Text("nhiều khả năng sai một chữ số hoặc đảo hai chữ số", "probably one digit wrong, or two swapped")
_SLIPS = (Fraction(1000), Fraction(1, 1000), Fraction(10**6), Fraction(1, 10**6))


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated number and what it should follow from.

    Attributes:
        rule: name of the rule.
        stated: the claim that is judged.
        operands: the claims it follows from.
        compute: how.
        formula: the arithmetic as it is printed, with `{0}`, `{1}` … for the operands.
        gate: how many times too large or small a computed ratio may be before the operands are thought to be of
            something else; None: no gate.
        offset: what is added before the gate compares (100 for growth).
        doubt: why the relation may fail though every number is right; a contradiction then cannot be told.
        sure: whether the text itself puts the numbers side by side (“tăng 5% so với năm 2019 (7.000 tỷ đồng)”), so
            that one far off is wrong and not of something else.
    """

    rule: str
    stated: Claim
    operands: tuple[Claim, ...]
    compute: Compute
    formula: str
    gate: Fraction | None = Fraction(2)
    offset: int = 0
    doubt: Text | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a relation came out.

    Attributes:
        relation: the relation, with the readings that were taken.
        verdict: the verdict.
        point: what the numbers as they stand give, in the stated unit; None where nothing follows.
        reach: what the operands allow in logic, in the stated unit.
        notes: what more is to be said.
        rule: the rule's name, or the name of the slip that was recognised.
    """

    relation: Relation
    verdict: CheckVerdict
    point: Fraction | None
    reach: Interval | None
    notes: tuple[Text, ...] = ()
    rule: str = ""


def summed(operands: Sequence[Interval]) -> Interval:
    """Return the sum of the operands."""
    return reduce(lambda a, b: a + b, operands)


def best(measures: Measures, relations: Iterable[Relation]) -> Outcome | None:
    """Judge every way a number may be meant, and return the best: it is wrong only if it is wrong in all of them."""
    found: Outcome | None = None
    apart: list[Outcome] = []
    for relation in relations:
        outcome = _judge_as_read(measures, relation)
        if outcome is None:
            continue
        if outcome.verdict is CheckVerdict.HOLDS:
            return outcome
        if outcome.verdict is CheckVerdict.CONTRADICTS:
            apart.append(outcome)
        else:
            found = _better(found, outcome)
    for outcome in apart:
        # The search for the slip behind a contradiction costs the most: only where nothing milder was found.
        looked = _read_otherwise(measures, outcome.relation) if found is not None else _looked_into(measures, outcome)
        found = _better(found, looked)
        if found is not None and found.verdict is CheckVerdict.HOLDS:
            break
    return found


def _better(found: Outcome | None, other: Outcome | None) -> Outcome | None:
    return other if found is None or (other is not None and _rank(other) < _rank(found)) else found


def _rank(outcome: Outcome) -> int:
    # Numbers that are of something else say nothing in favour of the statement.
    return _LAST_RANK if _FAR in outcome.notes else RANK[outcome.verdict]


def judge(measures: Measures, relation: Relation) -> Outcome | None:
    """Judge a relation; None where its operands say nothing (a base of zero, a negative level)."""
    outcome = _judge_as_read(measures, relation)
    if outcome is None or outcome.verdict is not CheckVerdict.CONTRADICTS:
        return outcome
    return _looked_into(measures, outcome)


def _looked_into(measures: Measures, outcome: Outcome) -> Outcome:
    """Return what is to be thought of a contradiction: a slip, a doubt, another reading, or that it is one."""
    told = _contradicted(measures, outcome)
    if told.verdict is not CheckVerdict.CONTRADICTS:
        return told
    return _read_otherwise(measures, outcome.relation) or told


def _read_otherwise(measures: Measures, relation: Relation) -> Outcome | None:
    """Return the outcome under another reading of unclear numbers under which the relation holds, or None."""
    ways = product(*(readings(c) for c in (relation.stated, *relation.operands)))
    for stated, *operands in islice(ways, 1, _MOST_READINGS):
        near = relation.compute([measures.near(c) for c in operands])
        if near is None or measures.near(stated).meet(near) is None:
            continue
        other = _judge_as_read(measures, replace(relation, stated=stated, operands=tuple(operands)))
        if other is not None and other.verdict is CheckVerdict.HOLDS:
            note = Text(
                "dấu chấm trước ba chữ số ở đây là dấu thập phân",
                "the dot before three digits is a decimal point here",
            )
            return replace(other, notes=(*other.notes, note))
    return None


def _judge_as_read(measures: Measures, relation: Relation) -> Outcome | None:
    """Judge a relation by its numbers as read; a contradiction is yet to be looked into."""
    stated, operands = relation.stated, relation.operands
    near = relation.compute([measures.near(c) for c in operands])
    # Only “hơn” and “gần” set apart what a number can stand for and what its writer has in mind.
    open_ended = any(c.approx in ("over", "under") for c in operands)
    reach = relation.compute([measures.logic(c) for c in operands]) if open_ended else near
    point = relation.compute([measures.point(c) for c in operands]) if near is not None else None
    if point is None or reach is None or near is None:
        return None
    back = measures.back(stated)
    middle = point.low * back if point.low is not None and point.single else None
    back_reach = reach.scaled(back)
    if measures.near(stated).meet(near) is not None:
        notes = _notes(measures.logic(stated), point)
        return Outcome(relation, CheckVerdict.HOLDS, middle, back_reach, notes, relation.rule)
    verdict, notes = _missed(measures, relation, near.scaled(back), reach)
    return Outcome(relation, verdict, middle, back_reach, notes, relation.rule)


def _missed(
    measures: Measures, relation: Relation, near: Interval, reach: Interval
) -> tuple[CheckVerdict, tuple[Text, ...]]:
    """Return what is to be said of a stated number that is not where its writer's operands put it.

    `near` is in the stated unit, `reach` in base units.
    """
    stated, operands = relation.stated, relation.operands
    exact, top = Fraction(stated.value), Fraction(stated.high if stated.high is not None else stated.value)
    if Interval(exact - LAST_DIGIT, top + LAST_DIGIT).meet(near) is not None:
        return CheckVerdict.LAST_DIGIT, ()
    if measures.logic(stated).meet(reach) is not None:
        return CheckVerdict.CANNOT_TELL, (_HIDDEN,)
    every = (stated, *operands)
    loose = relation.compute([measures.loose(c, every) for c in operands])
    if loose is not None and measures.loose(stated, every).meet(loose) is not None:
        return CheckVerdict.CANNOT_TELL, (_LOOSE,)
    return CheckVerdict.CONTRADICTS, ()


def _notes(stated: Interval, point: Interval) -> tuple[Text, ...]:
    return (_ROUNDING,) if point.single and stated.meet(point) is None else ()


def _contradicted(measures: Measures, outcome: Outcome) -> Outcome:
    """Look for the slip behind a contradiction, or for the doubt that forbids to speak of one."""
    relation, point = outcome.relation, outcome.point
    far = relation.gate is not None and (point is None or not _plausible(relation, point))
    # In a ratio a unit a thousand times wrong shows as a number far off; in a sum it may be a small part that is wrong.
    slipped = _magnitude(measures, relation) if far or relation.gate is None else None
    if slipped is not None:
        note = Text(
            f"“{slipped.text}” lệch đúng bội số của 1.000, nhiều khả năng ghi nhầm đơn vị (triệu với tỷ)",
            f"“{slipped.text}” is off by exactly a multiple of 1,000: probably a wrong unit (million for billion)",
        )
        return replace(outcome, notes=(note,), rule="magnitude-slip")
    if relation.doubt is not None:
        return replace(outcome, verdict=CheckVerdict.CANNOT_TELL, notes=(relation.doubt,))
    if point is None:
        return outcome
    stated = relation.stated
    if one_slip(printed(stated, "vi"), shown(point, stated.decimals, "vi")):
        return replace(outcome, notes=(_SLIP,))
    if not far or relation.sure:
        return outcome
    mistyped = _mistyped(measures, relation)
    if mistyped is None:
        return replace(outcome, verdict=CheckVerdict.CANNOT_TELL, notes=(_FAR,))
    note = Text(
        f"nhiều khả năng “{mistyped.text}” sai một chữ số hoặc đảo hai chữ số",
        f"probably “{mistyped.text}” has one digit wrong, or two swapped",
    )
    return replace(outcome, notes=(note,))


def _plausible(relation: Relation, point: Fraction) -> bool:
    gate = relation.gate or Fraction(2)
    one, two = Fraction(relation.stated.value) + relation.offset, point + relation.offset
    if not relation.offset:
        # Of the wrong sign alone, a difference is plainly the one meant.
        one, two = abs(one), abs(two)
    return one > 0 and two > 0 and one / two <= gate and two / one <= gate


def _magnitude(measures: Measures, relation: Relation) -> Claim | None:
    """Return the amount that, taken a thousand (or a million) times larger or smaller, makes the relation hold."""
    every = (relation.stated, *relation.operands)
    if relation.compute is summed and not _sum_slipped(measures, relation.stated, relation.operands):
        return None
    near = [measures.near(c) for c in every]
    for at, claim in enumerate(every[:_MOST_SLIPPED]):
        amount = claim.kind in AMOUNTS or claim.kind is Kind.DIFFERENCE
        if not amount or claim.approx is not None or not claim.value:
            continue
        for slip in _SLIPS:
            taken = [*near[:at], near[at].scaled(slip), *near[at + 1 :]]
            result = relation.compute(taken[1:])
            if result is not None and result.meet(taken[0]) is not None:
                return claim
    return None


def _sum_slipped(measures: Measures, whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether a part, or the whole, may be off by a thousand: seen in whole numbers, since of most sums none is."""
    least, most = measures.bounds(whole)
    bounds = [measures.bounds(c) for c in parts]
    low, high = sum(b[0] for b in bounds), sum(b[1] for b in bounds)
    rests = [(least - high + b[1], most - low + b[0], *b) for b in bounds]
    for times in (1000, 10**6):
        if (least * times <= high and low <= most * times) or (least <= high * times and low * times <= most):
            return True
        for least_left, most_left, part_low, part_high in rests:
            if part_low * times <= most_left and least_left <= part_high * times:
                return True
            if part_low <= most_left * times and least_left * times <= part_high:
                return True
    return False


def _mistyped(measures: Measures, relation: Relation) -> Claim | None:
    """Return the amount of which another first digit, or two digits in the other order, makes the relation hold.

    Only these put a ratio far off. A number of few digits fits too much to show anything.
    """
    stated = relation.stated
    if _digits(stated) <= _FEW_DIGITS or (stated.decimals < 1 and stated.kind in PERCENT):
        return None
    near = [measures.near(c) for c in relation.operands]
    for at, claim in enumerate(relation.operands):
        if claim.approx is not None or _digits(claim) <= _FEW_DIGITS:
            continue
        for value in _miswritten(str(claim.value)):
            other = replace(claim, value=value)
            result = relation.compute([*near[:at], measures.near(other), *near[at + 1 :]])
            if result is not None and result.meet(measures.near(stated)) is not None:
                return claim
    return None


def _digits(claim: Claim) -> int:
    return sum(ch.isdigit() for ch in str(claim.value))


def _miswritten(number: str) -> Iterator[Decimal]:
    """Yield the number with another first digit, then with two neighbouring digits swapped."""
    if number[0].isdigit():
        yield from (Decimal(first + number[1:]) for first in "123456789".replace(number[0], ""))
    for i in range(len(number) - 1):
        one, two = number[i], number[i + 1]
        if one != two and one.isdigit() and two.isdigit():
            yield Decimal(number[:i] + two + one + number[i + 2 :])


def finding(outcome: Outcome) -> TextFinding:
    """Tell an outcome with its arithmetic, in both languages."""
    relation, stated = outcome.relation, outcome.relation.stated
    reach = outcome.reach
    return TextFinding(
        outcome.rule,
        (stated.id, *(c.id for c in relation.operands)),
        stated.text,
        None if outcome.point is None else shown(outcome.point, stated.decimals, "vi"),
        None if reach is None else (reach.low, reach.high),
        outcome.verdict,
        partial(_told, outcome),
    )


_ENDINGS = {
    CheckVerdict.HOLDS: Text("khớp", "they agree"),
    CheckVerdict.LAST_DIGIT: Text(
        "chỉ lệch ở chữ số cuối, không quá 0,01", "off in the last digit only, by no more than 0.01"
    ),
    CheckVerdict.CANNOT_TELL: Text("chưa kết luận được", "this cannot be told"),
    CheckVerdict.CONTRADICTS: Text("không khớp", "they contradict each other"),
}


def _told(outcome: Outcome, lang: Lang) -> str:
    relation, stated = outcome.relation, outcome.relation.stated
    formula = relation.formula.format(*(_operand(c, relation.operands, lang) for c in relation.operands))
    places = _places(outcome)
    computed = "" if outcome.point is None else f" = {shown(outcome.point, places, lang)}"
    said = "văn bản ghi" if lang == "vi" else "the text says"
    within = ""
    if outcome.reach is not None and outcome.verdict is not CheckVerdict.HOLDS:
        reach = span(outcome.reach, places, lang)
        within = f" (theo các số liên quan: {reach})" if lang == "vi" else f" (by the others: {reach})"
    notes = "".join(f"; {note.to(lang)}" for note in outcome.notes)
    return f"{formula}{computed}; {said} “{stated.text}”: {_ENDINGS[outcome.verdict].to(lang)}{within}{notes}."


def _places(outcome: Outcome) -> int:
    """Return how many decimals tell the computed number apart from the stated one: one more where it does not hold."""
    decimals, point = max(0, outcome.relation.stated.decimals), outcome.point
    whole = point is not None and (point * 10**decimals).denominator == 1
    return decimals if outcome.verdict is CheckVerdict.HOLDS or whole else decimals + 1


def _operand(claim: Claim, operands: Sequence[Claim], lang: Lang) -> str:
    number = printed(claim, lang)
    mixed = len({c.unit for c in operands}) > 1
    return f"{number} {claim.unit}" if mixed and claim.unit else number


def unknown(rule: str, claim: Claim, why: Text | Told, operands: Sequence[Claim] = ()) -> TextFinding:
    """Return the finding that a relation cannot be judged, with the reason, which may be worked out when it is read."""
    reason = why.to if isinstance(why, Text) else why
    return TextFinding(
        rule,
        (claim.id, *(c.id for c in operands)),
        claim.text,
        None,
        None,
        CheckVerdict.CANNOT_TELL,
        lambda lang: f"{'Chưa kết luận được' if lang == 'vi' else 'Cannot be told'}: {reason(lang)}.",
    )

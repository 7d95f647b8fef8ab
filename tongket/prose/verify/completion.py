"""Completion of a plan against level and plan."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from tongket.core.text import Text, fold
from tongket.prose.claims import Claim, Kind, TextFinding
from tongket.prose.verify.book import ACTUAL, PLAN, Book
from tongket.prose.verify.growth import grown, implied_base, implying, indexed
from tongket.prose.verify.nearby import base_behind, confirmed, level_before, plans_nearby, side_by_side
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Compute, Outcome, Relation, best, finding, unknown

_PLANS = ("ke hoach", "du toan", "bo tri", "duoc giao")
_DONE = frozenset(("giai", "ngan", "thuc", "hien", "duoc", "da", "uoc"))
_YEAR, _AFTER = re.compile(r"(?:19|20)\d\d"), 50


@rule("completion")
def completion(book: Book) -> Iterator[TextFinding]:
    """“Đạt 98,26% kế hoạch” and “vượt 5% kế hoạch” against the level and the plan."""
    ratios = [c for c in book.claims if c.kind is Kind.COMPLETION or (c.kind is Kind.GROWTH and c.base == "plan")]
    levels = {c.id: book.level_of(c) for c in ratios}
    told: dict[int, list[Claim]] = defaultdict(list)
    for ratio in ratios:
        for level in levels[ratio.id]:
            told[level.id].append(ratio)
    for ratio in ratios:
        rivals = [r for level in levels[ratio.id] for r in told[level.id]]
        yield _completion(book, ratio, levels[ratio.id], rivals)


def _completion(book: Book, claim: Claim, levels: Sequence[Claim], rivals: Sequence[Claim]) -> TextFinding:
    if not levels and base_behind(book, claim) is None:
        why = Text("văn bản không nêu số thực hiện", "the text does not state the level reached")
        return unknown("completion", claim, why)
    compute, formula, offset = (
        (grown, "({0} ÷ {1} − 1) × 100", 100) if claim.kind is Kind.GROWTH else (indexed, "{0} ÷ {1} × 100", 0)
    )
    doubt = _doubt(book, claim, rivals)
    relations = [
        Relation("completion", claim, (level, plan), compute, formula, offset=offset, doubt=doubt, sure=sure)
        for level, plan, sure in _pairs(book, claim, levels)
    ]
    outcome = best(book.measures, relations) or _by_place(book, claim, compute, formula, offset)
    return (
        finding(outcome)
        if outcome is not None
        else unknown("completion", claim, lambda lang: _no_plan(book, claim, levels).to(lang), levels)
    )


def _by_place(book: Book, claim: Claim, compute: Compute, formula: str, offset: int) -> Outcome | None:
    """Confirm a completion by an amount a little before its level: what was provided for, whatever it is called."""
    level = level_before(book, claim)
    plans = plans_nearby(book, level) if level is not None else []
    pairs = [(level, plan) for plan in plans if level is not None]
    named = [pair for pair in pairs if _provided(book, *pair)]
    if len(named) == 1 and level is not None and level.id + 1 == claim.id:
        return best(book.measures, [Relation("completion", claim, named[0], compute, formula, offset=offset)])
    return confirmed(book, [Relation("completion", claim, pair, compute, formula, offset=offset) for pair in pairs])


def _provided(book: Book, level: Claim, plan: Claim) -> bool:
    """Whether an amount of a sentence on the plan is called as a level is, but for a word left out."""
    names = [{*fold(c.indicator or "").split()} - _DONE for c in (level, plan)]
    begin = book.reading.sentences[plan.sentence][0] if plan.sentence < len(book.reading.sentences) else plan.start
    told = plan.sentence != level.sentence and any(mark in book.words(begin, plan.start) for mark in _PLANS)
    # A sentence that says how far a plan was fulfilled states what was done.
    told = told and not any(c.kind is Kind.COMPLETION for c in book.around(plan))
    # A name that was only carried on says nothing.
    said = names[0] <= {*book.words_before(level).split()}
    return told and said and len(names[0]) > 1 and names[0] <= names[1] and level.indicator_code is None


def _pairs(book: Book, claim: Claim, levels: Sequence[Claim]) -> list[tuple[Claim, Claim, bool]]:
    """Return level and plan by their words, else by the bracket behind the ratio; and whether they stand together."""
    levels = [level for level in levels if not _of_another_year(book, claim, level)]
    found = [(level, plan) for level in levels for plan in plans(book, level) or _called_plans(book, level)]
    near, behind = level_before(book, claim), base_behind(book, claim)
    if not found and near is not None and behind is not None and near.id != behind.id:
        found = [(near, behind)] if book.measures.family(near) == book.measures.family(behind) else []
    # Of a part of the year the level may be a month's and the ratio that of all months so far.
    return [
        (level, plan, level.period == plan.period and side_by_side(book, (claim, level, plan))) for level, plan in found
    ]


def _of_another_year(book: Book, claim: Claim, level: Claim) -> bool:
    """Whether a ratio is on the plan of another year: “tăng 44,7% so với dự toán địa phương 2022”."""
    years = _YEAR.findall(book.reading.text[claim.end : claim.end + _AFTER].partition(",")[0].partition(";")[0])
    return level.period is not None and bool(years) and str(level.period.year) not in years


def plans(book: Book, level: Claim) -> list[Claim]:
    """Return the plans a level may be measured against: that of its period, and that of its whole year."""
    subject, family = book.subject(level), book.measures.family(level)
    if subject is None or level.period is None:
        return []
    # Nine months, too, are measured against the plan of the year.
    periods = dict.fromkeys((level.period, level.period.whole_year()))
    found = [plan for period in periods for plan in book.amounts(subject, family, period, PLAN)]
    return [plan for plan in found if plan.id != level.id]


def _called_plans(book: Book, level: Claim) -> list[Claim]:
    """Return the amounts of the whole year that the words before them call a plan (“Theo kế hoạch, năm 2021 đạt …”)."""
    subject, family = book.subject(level), book.measures.family(level)
    if subject is None or level.period is None:
        return []
    found = book.amounts(subject, family, level.period.whole_year(), ACTUAL)
    # The level said once more, in a sentence on how plans were fulfilled, is no plan of itself.
    return [c for c in found if c.value != level.value and "ke hoach" in book.words_before(c)]


def _doubt(book: Book, claim: Claim, rivals: Sequence[Claim]) -> Text | None:
    """A level with two completions was measured against two plans (Trung ương giao, HĐND giao)."""
    others = [other for other in rivals if other.kind is claim.kind and other.id != claim.id]
    if all(book.measures.logic(claim).meet(book.measures.logic(other)) is not None for other in others):
        return None
    return Text("cùng một số được so với nhiều kế hoạch khác nhau", "the same number is measured against several plans")


def _no_plan(book: Book, claim: Claim, levels: Sequence[Claim]) -> Text:
    vi, en = "văn bản không nêu số kế hoạch", "the text does not state the plan"
    implied = implied_base(book, claim, levels[0]) if len(levels) == 1 else None
    if implied is None:
        return Text(vi, en)
    told = implying(book, implied, levels[0], Text("kế hoạch", "a plan"))
    return Text(f"{vi}; {told.vi}", f"{en}; {told.en}")

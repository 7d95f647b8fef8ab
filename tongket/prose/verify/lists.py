"""Shares in a list, where the list tells what the single sentence does not: of which whole they are, and of which part.

“Châu Âu 288,6 triệu USD, chiếm 55%; châu Á 163,2 triệu USD, chiếm 31,1%; …”: where all but one are shares of one
amount, or where the parts add up to it, so is the last. “Cơ cấu lần lượt là 35,1%, 27,4% và 37,5%” goes through the
parts listed before in their order.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tongket.core.exact import Interval
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.book import Book
from tongket.prose.verify.changes import holds
from tongket.prose.verify.growth import indexed
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Compute, Outcome, Relation, finding, judge, summed

_TURNED = ("voi", "(", "tuong ung", "tuong duong", "dat", ", dat", ", voi", "tuong ung voi")
_PLANNED = ("ke hoach", "kh", "du toan", "chi tieu", "muc tieu", "so voi")
_AS_SHARE = ("tuong ung", "tuong duong", "bang", "tuc", "dat")
_IN_TURN = ("lan luot", "tuong ung")
_APART, _LEAST, _BEFORE, _BEHIND = 3, 2, 14, 6
_OF_ALL = re.compile(r"(\d{1,6})\s?/\s?(\d{1,6})(?!\d)")
_ONLY = frozenset(("dat", "chiem", "bang", "ty", "le", "tuong", "ung", "duong", "tuc", "khoang", "la"))
"""Words that may stand between the last comma behind “38/42 đề án …” and its percentage."""

_Pair = tuple[Claim, Claim]
"""A part and the share printed for it."""


@rule("shares-in-line")
def shares_in_line(book: Book) -> Iterator[TextFinding]:
    """Shares printed each behind its part, of the whole that the list as such shows."""
    for pairs in _lists(book):
        yield from _of_one_whole(book, pairs, _wholes(book, pairs))
    for shares in _runs(book):
        pairs = _in_turn(book, shares)
        if pairs:
            yield from _of_one_whole(book, pairs, _wholes(book, pairs))


def _lists(book: Book) -> Iterator[list[_Pair]]:
    """Yield the runs of parts with their shares: in one unit and period, one soon after the other."""
    run: list[_Pair] = []
    for one, two in pairwise(book.claims):
        if _is_pair(book, one, two):
            part, share = one, two
        elif _is_pair_turned(book, one, two):
            part, share = two, one
        else:
            continue
        if run and (part is run[-1][0] or share is run[-1][1]):
            continue
        if run and not _goes_on(run[-1], part):
            yield run
            run = []
        run.append((part, share))
    if run:
        yield run


def _is_pair(book: Book, part: Claim, share: Claim) -> bool:
    if part.kind not in AMOUNTS or part.high is not None or part.sentence != share.sentence:
        return False
    return _is_share(book, share)


def _is_share(book: Book, claim: Claim) -> bool:
    return claim.kind is Kind.SHARE or (claim.kind is Kind.COMPLETION and reads_as_share(book, claim))


def _is_pair_turned(book: Book, share: Claim, part: Claim) -> bool:
    """Whether a share stands before its part: “nông sản chiếm 70% với 882 triệu USD”, “60% (390 triệu USD)”."""
    if share.kind is not Kind.SHARE or part.kind not in AMOUNTS or part.high is not None:
        return False
    return share.sentence == part.sentence and book.words(share.end, part.start) in _TURNED


def reads_as_share(book: Book, claim: Claim) -> bool:
    """Whether a completion without a word of a plan may as well be a share: “đạt 41 triệu USD, tương ứng 8,6%”."""
    return claim.verb in _AS_SHARE and not book.words(claim.end, claim.end + 14).startswith(_PLANNED)


def _goes_on(before: _Pair, part: Claim) -> bool:
    alike = before[0].unit == part.unit and before[0].kind is part.kind and before[0].scenario == part.scenario
    near = min(c.id for c in before) + 1 + _APART
    return alike and part.id <= near and before[0].period == part.period


def _wholes(book: Book, pairs: Sequence[_Pair]) -> list[Claim]:
    """Return the amounts that may be the whole of all parts: a little before them or behind, larger than each."""
    first, last = pairs[0][0], max(pairs[-1], key=lambda c: c.id)
    family = book.measures.family(first)
    parts = {part.id for part, _ in pairs}
    near = [*book.back(first, _BEFORE), *book.ahead(last, _BEHIND), book.get(first.part_of), *book.totals_like(first)]
    largest = max(book.measures.bounds(part)[1] for part, _ in pairs)
    known = [c for c in near if c is not None and c.kind is first.kind and c.id not in parts and c.high is None]
    found = [c for c in book.seen(known) if book.measures.family(c) == family]
    return list({c.id: c for c in found if book.measures.bounds(c)[0] > largest}.values())


def _of_one_whole(book: Book, pairs: Sequence[_Pair], wholes: Sequence[Claim]) -> Iterator[TextFinding]:
    if len(pairs) < _LEAST:
        return
    for whole in wholes:
        outcomes = [judge(book.measures, _relation(pair, whole)) for pair in pairs]
        known = [outcome for outcome in outcomes if outcome is not None]
        true = [outcome for outcome in known if holds(outcome.verdict)]
        if len(known) == len(pairs) and (_agree(true, known) or (true and _make_up(book, pairs, whole))):
            yield from map(finding, known)
            return


def _agree(true: Sequence[Outcome], known: Sequence[Outcome]) -> bool:
    return len(true) >= _LEAST and len(true) + 1 >= len(known)


def _make_up(book: Book, pairs: Sequence[_Pair], whole: Claim) -> bool:
    parts = tuple(part for part, _ in pairs)
    formula = " + ".join(f"{{{i}}}" for i in range(len(parts)))
    outcome = judge(book.measures, Relation("parts-sum", whole, parts, summed, formula, None))
    return outcome is not None and outcome.verdict is CheckVerdict.HOLDS


def _relation(pair: _Pair, whole: Claim) -> Relation:
    part, share = pair
    return Relation("share", share, (part, whole), indexed, "{0} ÷ {1} × 100", sure=True)


def _runs(book: Book) -> Iterator[list[Claim]]:
    """Yield the shares that follow one another in a sentence after “lần lượt”."""
    for claims in book.sentences():
        shares = [c for c in claims if c.kind is Kind.SHARE]
        if len(shares) > _LEAST and shares[-1].id - shares[0].id == len(shares) - 1:
            begin = book.reading.sentences[shares[0].sentence][0]
            if any(mark in book.words(begin, shares[-1].start) for mark in _IN_TURN):
                yield shares


def _in_turn(book: Book, shares: Sequence[Claim]) -> list[_Pair]:
    """Return the shares with the parts listed last before them, where there are as many."""
    parts = [c for c in book.back(shares[0], _BEFORE) if c.kind in AMOUNTS][: len(shares)][::-1]
    if len(parts) != len(shares) or len({(c.unit, c.kind, c.period, c.part_of) for c in parts}) != 1:
        return []
    return list(zip(parts, shares, strict=True))


@rule("share-of-all")
def share_of_all(book: Book) -> Iterator[TextFinding]:
    """“38/42 đề án được nghiệm thu, đạt 90,5%”: the percentage against both numbers of the count before it."""
    for count, share in pairwise(book.claims):
        said = _OF_ALL.match(count.text)
        if said is None or count.kind is not Kind.COUNT or count.sentence != share.sentence or not int(said[2]):
            continue
        if not _is_share(book, share):
            continue
        every = int(said[2])
        relation = Relation("share-of-all", share, (count,), _of(every), f"{{0}} ÷ {every} × 100", sure=True)
        outcome = judge(book.measures, relation)
        if outcome is not None and _is_of_it(book, count, share):
            yield finding(outcome)


def _is_of_it(book: Book, count: Claim, share: Claim) -> bool:
    """Whether a percentage is of that count: nothing between them, or behind it, says of what else."""
    between = book.reading.text[count.end : share.start]
    clause, mark, last = between.rpartition(",")
    opening = last if mark else between.rpartition("(")[2]
    words = {*book.words(share.start - len(opening), share.start).split()}
    closed = book.reading.text[share.end : share.end + 1] in ("", ".", ",", ";", ")", "\n")
    return ";" not in between and "," not in clause.replace(", ", "", 2) and words <= _ONLY and closed


def _of(every: int) -> Compute:
    def compute(operands: Sequence[Interval]) -> Interval | None:
        return operands[0].over(Interval.of(every)).scaled(100)

    return compute

"""Shares against part and whole, and shares that make up a hundred."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tongket.core.exact import Interval
from tongket.core.text import Lang, Text, fold
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.book import Book
from tongket.prose.verify.growth import indexed
from tongket.prose.verify.nearby import (
    base_behind,
    confirmed,
    is_whole_behind,
    level_before,
    pairs_for_share,
    whole_before,
)
from tongket.prose.verify.parts import disjoint
from tongket.prose.verify.quantities import practical, printed, shown
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import Relation, best, finding, summed, unknown

_WIDER = ("ca nuoc", "toan quoc", "toan vung", "khu vuc", "nhu cau", "the gioi", "toan nganh")
_OUT_OF = ("tren tong so", "tren tong", "trong tong so", "tren tong cong", "tren", "trong so")
_OF_ANY = frozenset(("so", "tong", "cua", "toan", "tinh", "trong", "cac"))
_ONLY, _LAST = (
    frozenset(("dat", "chiem", "bang", "ty", "le", "lap", "day", "tuong", "ung", "duong", "tuc", ",", "la")),
    5,
)
_FEW, _HUNDRED, _MOST_IN_A_ROW = 2, 100, 12


@rule("share")
def share(book: Book) -> Iterator[TextFinding]:
    """“Chiếm 80%” against the part and the whole."""
    for claim in book.claims:
        if claim.kind is Kind.SHARE:
            yield _share(book, claim)


def _share(book: Book, claim: Claim) -> TextFinding:
    words = fold(claim.base or "")
    if any(mark in words for mark in _WIDER):
        own = confirmed(book, _shares(book, claim, pairs_for_share(book, claim)))
        if own is not None:
            return finding(own)
        why = Text("tỷ trọng tính trên một tổng số ngoài văn bản", "the share is of a whole outside the text")
        return unknown("share", claim, why)
    pairs = [(part, whole) for part in book.level_of(claim) for whole in _wholes(book, claim, part)]
    outcome = best(book.measures, _shares(book, claim, pairs or _told_by_form(book, claim)))
    outcome = outcome or confirmed(book, _shares(book, claim, pairs_for_share(book, claim)))
    if outcome is not None:
        return finding(outcome)
    why = Text("văn bản không nêu đủ bộ phận và tổng số", "the text does not state both part and whole")
    return unknown("share", claim, why)


def _shares(book: Book, claim: Claim, pairs: Sequence[tuple[Claim, Claim]]) -> list[Relation]:
    def sure(part: Claim, whole: Claim) -> bool:
        # Printed right behind its part, in the sentence that opens with the whole, and of nothing else by its words.
        beside = part.id + 1 == claim.id and whole.sentence == claim.sentence
        return beside and part.part_of == whole.id and (claim.base is None or fold(claim.base).startswith("tong "))

    return [Relation("share", claim, pair, indexed, "{0} ÷ {1} × 100", sure=sure(*pair)) for pair in pairs]


def _told_by_form(book: Book, claim: Claim) -> list[tuple[Claim, Claim]]:
    """Return part and whole where the form of the sentence tells them, whatever they are called."""
    part = level_before(book, claim)
    if part is None:
        return []
    earlier = book.get(part.id - 1)
    if earlier is not None and _out_of(book, claim, earlier, part):
        return [(earlier, part)]
    after = book.get(claim.id + 1)
    if after is not None and after.unit is not None and _noun(after) == _noun(part) and is_whole_behind(book, after):
        return [(part, after)]
    own = _whole_said(book, claim, part)
    if own is not None:
        return [(part, own)]
    named, behind = whole_before(book, claim, part), base_behind_share(book, claim)
    if named is not None:
        return [(part, named)]
    if behind is not None and book.measures.family(behind) == book.measures.family(part):
        return [(part, behind)]
    return []


def _out_of(book: Book, claim: Claim, part: Claim, whole: Claim) -> bool:
    """Whether a share stands behind “358.420 hộ trên tổng số 359.858 hộ”."""
    alike = part.unit == whole.unit and part.kind is whole.kind and part.kind in AMOUNTS
    beside = part.sentence == whole.sentence and whole.id + 1 == claim.id
    before = book.words_before(whole, 60)
    return alike and beside and (before.endswith(_OUT_OF) or before.startswith("tren "))


def _whole_said(book: Book, claim: Claim, part: Claim) -> Claim | None:
    """Return the whole of a share right behind its part: what “trong đó” leads on from, or what its words name."""
    if part.id + 1 != claim.id:
        return None
    whole = book.get(part.part_of)
    named = {*fold(claim.base or "").split()} - _OF_ANY
    if whole is not None and not named and whole.id + 1 == part.id and whole.unit == part.unit:
        return whole if {*book.words_before(claim).split()[-_LAST:]} <= _ONLY else None
    near = [c for c in book.before(part, 3) if c.kind is part.kind and (c.unit or "").split()[:1] == _noun(part)]
    fitting = [c for c in near if named and named <= {*f"{book.words_before(c)} {fold(c.unit or '')}".split()}]
    return fitting[0] if len(fitting) == 1 and fitting[0].value > part.value else None


def _noun(claim: Claim) -> list[str]:
    return (claim.unit or "").split()[:1]


def base_behind_share(book: Book, claim: Claim) -> Claim | None:
    """Return the whole in the bracket behind a share (“chiếm 19% tổng kim ngạch (1 tỷ USD)”)."""
    behind = base_behind(book, claim)
    return behind if behind is not None and "tong" in book.words(claim.end, behind.start).split() else None


def _wholes(book: Book, claim: Claim, part: Claim) -> list[Claim]:
    family, subject = book.measures.family(part), book.subject(part)
    for number in (part.part_of, claim.part_of):
        whole = book.get(number)
        if whole is None or whole.id == part.id or whole.kind not in AMOUNTS:
            continue
        same = book.measures.family(whole) == family and whole.period == part.period and whole.scenario == part.scenario
        if same:
            return [whole]
    if subject is None or not subject.members:
        return []
    outer = type(subject)(subject.indicator, subject.members[:-1], subject.place)
    found = [c for c in book.amounts(outer, family, part.period, part.scenario) if c.id != part.id]
    # What itself has a share printed behind it is another part, called by too short a name.
    behind = {c.id: book.get(c.id + 1) for c in found}
    return [c for c in found if (after := behind[c.id]) is None or after.kind is not Kind.SHARE or after.id == claim.id]


@rule("shares-sum")
def shares_sum(book: Book) -> Iterator[TextFinding]:
    """Shares of one whole may not pass a hundred, and make it up where the list is complete."""
    for claims in book.sentences():
        groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
        for claim in claims:
            if claim.kind is Kind.SHARE:
                whole = (claim.part_of, claim.base, claim.indicator_code, claim.period, claim.scenario, claim.place)
                groups[whole].append(claim)
        for group in groups.values():
            yield from _hundred(book, group)
    for claims in book.paragraphs():
        yield from _in_a_row(claims)


def _in_a_row(claims: Sequence[Claim]) -> Iterator[TextFinding]:
    """Confirm shares with decimals that follow one another and make up exactly a hundred, whatever they are called."""
    shares = [c for c in claims if c.kind is Kind.SHARE]
    for at in range(len(shares)):
        total = Decimal(0)
        for count, share in enumerate(shares[at : at + _MOST_IN_A_ROW], start=1):
            total += share.value
            run = shares[at : at + count]
            exact = all(s.approx is None and s.high is None for s in run) and max(s.decimals for s in run) > 0
            if count > 1 and exact and total == _HUNDRED and len({(s.period, s.scenario) for s in run}) == 1:
                yield _made_up(run, CheckVerdict.HOLDS)
            if total >= _HUNDRED:
                break


def _hundred(book: Book, shares: Sequence[Claim]) -> Iterator[TextFinding]:
    distinct = len({(s.members, s.indicator) for s in shares}) == len(shares)
    if len(shares) < _FEW or not distinct:
        return
    total = summed([practical(s) for s in shares])
    hundred = 100 in total
    # Whatever they are called: exactly a hundred is no coincidence, and anything else may be of several wholes.
    if not disjoint(shares) and (len(shares) == _FEW or sum(s.value for s in shares) != _HUNDRED):
        return
    over = total.low is not None and total.low > 100 and all(s.approx is None for s in shares)
    complete = _complete_shares(book, shares)
    if not (hundred or over or complete):
        return
    under = complete and total.high is not None and total.high < 100 and all(s.approx is None for s in shares)
    verdict = CheckVerdict.HOLDS if hundred else CheckVerdict.CONTRADICTS if over or under else CheckVerdict.CANNOT_TELL
    yield _made_up(shares, verdict)


def _made_up(shares: Sequence[Claim], verdict: CheckVerdict) -> TextFinding:
    total = summed([practical(s) for s in shares])
    return TextFinding(
        "shares-sum",
        tuple(s.id for s in shares),
        _added(shares, "vi"),
        _sum_of(shares, "vi"),
        (total.low, total.high),
        verdict,
        lambda lang: f"{_added(shares, lang)} = {_sum_of(shares, lang)}: {_ENDINGS[verdict].to(lang)}.",
    )


_ENDINGS = {
    CheckVerdict.HOLDS: Text("các tỷ trọng cộng bằng 100%", "the shares make up 100%"),
    CheckVerdict.CANNOT_TELL: Text("chưa kết luận được", "this cannot be told"),
    CheckVerdict.CONTRADICTS: Text("các tỷ trọng phải cộng bằng 100%", "the shares should make up 100%"),
}


def _added(shares: Sequence[Claim], lang: Lang) -> str:
    return " + ".join(printed(s, lang) for s in shares)


def _sum_of(shares: Sequence[Claim], lang: Lang) -> str:
    total = summed([Interval.of(s.value) for s in shares]).low
    return "" if total is None else shown(total, max(s.decimals for s in shares), lang)


def _complete_shares(book: Book, shares: Sequence[Claim]) -> bool:
    code = shares[0].indicator_code
    if code is None or not disjoint(shares):
        return False
    dimension = shares[0].members[0].partition(":")[0]
    codes = {s.members[0].partition(":")[2] for s in shares}
    return any(codes == set(p.members) for p in book.vocabulary.partitions_of(code, dimension))

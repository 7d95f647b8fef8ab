"""The amounts of a text against the ledger: the level, an earlier one that was replaced, the other body's figure."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tongket.core.exact import Interval
from tongket.core.text import Text
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.asking import base_units, current, factor, firmness, levels, named, slot_of
from tongket.prose.verify.book import ACTUAL, Book
from tongket.prose.verify.growth import GROWING, averages
from tongket.prose.verify.ledger import Ledger, StatedLevel
from tongket.prose.verify.quantities import doubted, practical, shown
from tongket.prose.verify.recompute import ratio_against_ledger
from tongket.prose.verify.relation import unknown

RULE = "ledger-level"
_ESTIMATE = "estimate"


def against_ledger(book: Book, ledger: Ledger) -> Iterator[TextFinding]:
    """Yield one finding for each amount, growth, index, times and completion."""
    for claim in book.claims:
        if claim.kind in AMOUNTS:
            yield _level(book, ledger, claim)
        elif claim.kind is Kind.COMPLETION or (claim.kind in GROWING and not averages(claim, book)):
            yield ratio_against_ledger(book, ledger, claim)


def _level(book: Book, ledger: Ledger, claim: Claim) -> TextFinding:
    slot = slot_of(book, claim)
    stated = [s for s in levels(ledger, slot) if _same_quantity(book, claim, s)] if slot else []
    if not stated:
        return unknown(RULE, claim, Text("sổ số liệu không có số này", "the ledger does not know this figure"))
    now = current(stated)
    agreeing = [s for s in now if _meets(book, claim, s, practical(claim))]
    if agreeing:
        others = [s for s in now if s not in agreeing and s.body != agreeing[-1].body]
        return _told(book, claim, agreeing[-1], CheckVerdict.HOLDS, _others(book, others))
    earlier = [s for s in stated if _meets(book, claim, s, practical(claim))]
    if earlier:
        note = Text(
            f"văn bản dùng số công bố ngày {earlier[-1].known_from:%d/%m/%Y}, nay đã được thay",
            f"the text has the figure of {earlier[-1].known_from.isoformat()}, which was replaced since",
        )
        return _told(book, claim, _picked(claim, now), CheckVerdict.CANNOT_TELL, note)
    return _differs(book, claim, now)


def _differs(book: Book, claim: Claim, now: Sequence[StatedLevel]) -> TextFinding:
    nearest = _picked(claim, now)
    if any(_meets(book, claim, s, doubted(claim, ())) for s in now):
        note = Text("chỉ khớp nếu là số ước chừng hoặc đã làm tròn", "it agrees only if approximate or rounded")
        return _told(book, claim, nearest, CheckVerdict.CANNOT_TELL, note)
    if claim.scenario == ACTUAL and claim.status != nearest.status and _ESTIMATE in (claim.status, nearest.status):
        note = Text(
            "văn bản và sổ có mức độ chính thức khác nhau (số ước và số đã thống kê)",
            "text and ledger are not equally firm (one is an estimate)",
        )
        return _told(book, claim, nearest, CheckVerdict.CANNOT_TELL, note)
    others = _others(book, [s for s in now if s != nearest])
    return _told(book, claim, nearest, CheckVerdict.CONTRADICTS, others)


def _picked(claim: Claim, now: Sequence[StatedLevel]) -> StatedLevel:
    """Return the statement to compare with: of the claim's own status, else the firmest; of equals the latest."""
    same = [s for s in now if claim.status is not None and s.status == claim.status]
    return max(same or now, key=lambda s: (firmness(s), s.known_from, s.body))


def _same_quantity(book: Book, claim: Claim, stated: StatedLevel) -> bool:
    unit = book.measures.unit(claim)
    return unit is not None and unit.quantity == book.vocabulary.units[stated.unit].quantity


def _meets(book: Book, claim: Claim, stated: StatedLevel, interval: Interval) -> bool:
    return interval.scaled(book.measures.factor(claim)).meet(base_units(book, stated)) is not None


def _others(book: Book, others: Sequence[StatedLevel]) -> Text | None:
    if not others:
        return None
    return Text(
        "trong sổ còn có: " + "; ".join(named(book, s, "vi") for s in others),
        "the ledger also has: " + "; ".join(named(book, s, "en") for s in others),
    )


def _told(book: Book, claim: Claim, stated: StatedLevel, verdict: CheckVerdict, note: Text | None) -> TextFinding:
    own = book.measures.factor(claim)
    back = base_units(book, stated).scaled(1 / own)
    ending = {
        CheckVerdict.HOLDS: Text("khớp", "they agree"),
        CheckVerdict.CANNOT_TELL: Text("chưa kết luận được", "this cannot be told"),
    }.get(verdict, Text("không khớp", "they contradict each other"))
    tail = Text(f"; {note.vi}", f"; {note.en}") if note else Text("", "")
    return TextFinding(
        RULE,
        (claim.id,),
        claim.text,
        shown(Fraction(stated.value) * factor(book, stated) / own, claim.decimals, "vi"),
        (back.low, back.high),
        verdict,
        Text(
            f"Sổ số liệu ghi {named(book, stated, 'vi')}; văn bản ghi “{claim.text}”: {ending.vi}{tail.vi}.",
            f"The ledger has {named(book, stated, 'en')}; the text says “{claim.text}”: {ending.en}{tail.en}.",
        ).to,
    )

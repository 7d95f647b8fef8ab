"""MW beside MWp: what the grid takes and what the panels give, which neither add up nor convert."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from tongket.core.text import Text
from tongket.prose.claims import CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.book import Book
from tongket.prose.verify.registry import rule
from tongket.prose.verify.relation import unknown

_POWER = {"power.capacity": "power", "power.peak-capacity": "power"}
_PEAK_PER_POWER = Fraction(5, 4)
_FAMILIES = frozenset({"power", "power-peak"})
_SOLAR, _OTHERS = ("mat troi", "solar"), ("gio", "thuy dien", "sinh khoi", "nhiet dien", "mat dien")
_PARTS_AFTER = ("gom", "trong do", "chia ra")


@rule("mw-mwp")
def mw_and_mwp(book: Book) -> Iterator[TextFinding]:
    """One capacity in MW and in MWp: the same number in both cannot be; 1.25 MWp to 1 MW is the usual rate."""
    groups: dict[tuple[object, ...], dict[str, Claim]] = defaultdict(dict)
    for claim in book.claims:
        family, subject = book.measures.family(claim), book.subject(claim)
        if family in ("power", "power-peak") and subject is not None and subject.members:
            name = _POWER.get(subject.indicator, subject.indicator)
            groups[name, subject.members, subject.place, claim.period, claim.scenario].setdefault(family, claim)
    for pair in groups.values():
        if len(pair) == 2:
            yield _peak(book, pair["power-peak"], pair["power"])
    for claims in book.sentences():
        yield from _beside(book, [c for c in claims if c.kind is Kind.CAPACITY])


def _peak(book: Book, peak: Claim, plain: Claim) -> TextFinding:
    one = book.measures.near(peak)
    two = book.measures.near(plain)
    usual = two.scaled(_PEAK_PER_POWER)
    back = usual.scaled(book.measures.back(peak))
    if one.meet(usual) is not None:
        verdict, vi, en = CheckVerdict.HOLDS, "khớp với tỷ lệ 1 MW = 1,25 MWp", "they agree at 1 MW = 1.25 MWp"
    elif peak.value == plain.value and peak.part_of is None and plain.part_of is None:
        verdict = CheckVerdict.CONTRADICTS
        vi, en = "cùng một số mà ghi hai đơn vị khác nhau", "the same number in two different units"
    else:
        verdict, vi, en = CheckVerdict.CANNOT_TELL, "hai đơn vị không đổi được cho nhau", "the units do not convert"
    return TextFinding(
        "mw-mwp",
        (peak.id, plain.id),
        peak.text,
        None,
        (back.low, back.high),
        verdict,
        Text(
            f"Công suất của cùng một đối tượng ghi “{plain.text}” và “{peak.text}”: {vi}.",
            f"The capacity of one thing is “{plain.text}” and “{peak.text}”: {en}.",
        ).to,
    )


def _beside(book: Book, claims: Sequence[Claim]) -> Iterator[TextFinding]:
    """Capacities of one sentence in both units: a whole and its parts, or one plant twice."""
    power = [c for c in claims if book.measures.family(c) in _FAMILIES and c.high is None]
    if {book.measures.family(c) for c in power} != _FAMILIES:
        return
    whole, *parts = power
    opening = f" {book.words(whole.end, parts[0].start)} "
    if len(parts) > 1 and any(f" {mark}" in opening for mark in _PARTS_AFTER):
        yield from _whole_and_parts(book, whole, parts)
        return
    for one, two in pairwise(power):
        same = one.value == two.value and book.measures.family(one) != book.measures.family(two)
        named = one.indicator_code is None or two.indicator_code is None or one.members == two.members
        if same and named and one.id + 1 == two.id:
            pair = (one, two) if book.measures.family(one) == "power-peak" else (two, one)
            yield _peak(book, *pair)


def _whole_and_parts(book: Book, whole: Claim, parts: Sequence[Claim]) -> Iterator[TextFinding]:
    words = book.words_of_sentence(whole)
    total = sum(Fraction(p.value) for p in parts)
    if not any(mark in words for mark in _SOLAR) and total != whole.value:
        return
    if total != whole.value or any(f" {mark}" in words for mark in _OTHERS):
        why = Text(
            "tổng số và bộ phận ghi bằng MW và MWp, hai đơn vị không cộng được với nhau",
            "whole and parts are in MW and MWp, which do not add up",
        )
        yield unknown("mw-mwp", whole, why, parts)
        return
    sums = [" + ".join(p.text for p in parts), whole.text]
    yield TextFinding(
        "mw-mwp",
        (whole.id, *(p.id for p in parts)),
        whole.text,
        None,
        None,
        CheckVerdict.CONTRADICTS,
        Text(
            f"{sums[0]} = “{sums[1]}” chỉ đúng khi tất cả cùng một đơn vị, mà văn bản ghi lẫn MW và MWp.",
            f"{sums[0]} = “{sums[1]}” only if all are in one unit, but the text mixes MW and MWp.",
        ).to,
    )

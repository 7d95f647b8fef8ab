"""What the words claim: targets exceeded, reached or missed, and the highest of those listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tongket.core.exact import Interval
from tongket.core.text import Lang, Text
from tongket.prose.claims import AMOUNTS, CheckVerdict, Claim, Kind, TextFinding
from tongket.prose.verify.book import ACTUAL, PLAN, Book
from tongket.prose.verify.completion import plans
from tongket.prose.verify.growth import indexed
from tongket.prose.verify.quantities import practical
from tongket.prose.verify.registry import rule

_MISSED = (
    "khong dat", "chua dat", "khong hoan thanh", "chua hoan thanh", "khong vuot", "chua vuot", "thap hon",
    "duoi ke hoach",
)  # fmt: skip
_NOT = ("khong", "chua")
_NAMING = ("muc", "muc do", "ty le", "ket qua", "tien do", "kha nang")
"""“Mức hoàn thành kế hoạch” names a quantity and claims nothing."""
_REACHED = ("dat va vuot", "hoan thanh va vuot", "dat hoac vuot", "dat, vuot", "hoan thanh, vuot", "bang hoac vuot")
_MOST = ("hau het", "nhieu", "phan lon", "da so", "co ban", "mot so", "chu yeu", "da phan")
_COUNTED = 2
_HIGHEST, _LOWEST = ("cao nhat", "lon nhat", "nhieu nhat"), ("thap nhat", "nho nhat", "it nhat")
_OF_ANOTHER = (
    "ca nuoc", "toan quoc", "trong vung", "khu vuc", "tu truoc", "nam qua", "gan day", "giai doan", "trong nhieu nam",
    "tu dau nam", "lich su",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ratio:
    """One completion of the text: the claims it rests on (judged first), and in which interval it lies."""

    claims: tuple[int, ...]
    text: str
    interval: Interval


@rule("verbal-exceeded")
def verbal_exceeded(book: Book) -> Iterator[TextFinding]:
    """“Thực hiện vượt các chỉ tiêu” against every completion of a whole year that the text states or allows."""
    ratios = list(_completions(book)) if book.reading.verbal else []
    for start, end, words in book.reading.verbal:
        # “Đều chưa hoàn thành kế hoạch”: the word that turns it round may stand before what was marked.
        before = book.words(start - 12, start).split()
        if " ".join(before).endswith(_NAMING):
            continue
        turned = before[-1:] and before[-1] in _NOT
        found = _verbal(book.reading.text[start:end] or words, f"{before[-1]} {words}" if turned else words, ratios)
        if found.verdict is CheckVerdict.HOLDS and not _same_paragraph(book, start, found):
            # Another paragraph's numbers can refute what is said of all targets, but bear out nothing.
            found = _finding(book.reading.text[start:end] or words, CheckVerdict.CANNOT_TELL, ratios, ratios)
        yield found


def _same_paragraph(book: Book, start: int, found: TextFinding) -> bool:
    claims = [c for c in map(book.get, found.claims) if c is not None]
    spans = ((min(start, c.start), max(start, c.start)) for c in claims)
    return any("\n" not in book.reading.text[low:high] for low, high in spans)


def _completions(book: Book) -> Iterator[_Ratio]:
    stated = [c for c in book.claims if _of_a_year(c) and (c.kind is Kind.COMPLETION or _excess(c))]
    years = {c.period.year for c in stated if c.period is not None}
    told: set[int] = set()
    for claim in stated:
        # The year under review is the last one; an earlier year's completions are its background.
        if claim.period is None or claim.period.year == max(years):
            shift = Interval.of(100 if claim.kind is Kind.GROWTH else 0)
            yield _Ratio((claim.id,), claim.text, practical(claim) + shift)
            told.update(level.id for level in book.level_of(claim))
    for (_, _, period, scenario), claims in book.slots():
        if scenario != ACTUAL or period is None or not period.is_year or (years and period.year != max(years)):
            continue
        for level in claims:
            targets = [] if level.id in told else plans(book, level)
            reach = _reach(book, level, targets[0]) if len(targets) == 1 else None
            if reach is not None:
                yield _Ratio((level.id, targets[0].id), f"{level.text} / {targets[0].text}", reach)


def _of_a_year(claim: Claim) -> bool:
    whole = claim.period is None or claim.period.is_year
    return whole and claim.scenario != PLAN and claim.base in (None, "plan")


def _excess(claim: Claim) -> bool:
    return claim.kind is Kind.GROWTH and claim.base == "plan"


def _reach(book: Book, level: Claim, plan: Claim) -> Interval | None:
    return indexed([book.measures.logic(c) for c in (level, plan)])


def _verbal(said: str, words: str, ratios: Sequence[_Ratio]) -> TextFinding:
    missed = any(mark in words for mark in _MISSED)
    reached = any(mark in words for mark in _REACHED) or "vuot" not in words
    below = [r for r in ratios if _below(r.interval, strictly=reached)]
    some = any(mark in words for mark in _MOST) or any(ch.isdigit() for ch in words)
    if missed:
        # All at or above the plan: nothing was missed, unless by a target the text does not give.
        above = [r for r in ratios if r.interval.low is not None and r.interval.low >= 100]
        fails = bool(ratios) and len(above) == len(ratios) and not some and len(ratios) > _COUNTED
        verdict = CheckVerdict.HOLDS if len(above) < len(ratios) else CheckVerdict.CANNOT_TELL
        return _finding(said, CheckVerdict.CONTRADICTS if fails else verdict, above if fails else ratios, ratios)
    if not ratios:
        return _finding(said, CheckVerdict.CANNOT_TELL, [], ratios)
    if some:
        # “Hầu hết” leaves room for some below: only when none is above is it refuted.
        fails = len(below) == len(ratios) and len(ratios) > _COUNTED
        verdict = CheckVerdict.CONTRADICTS if fails else CheckVerdict.CANNOT_TELL if below else CheckVerdict.HOLDS
    else:
        sure = all(r.interval.low is not None and r.interval.low >= 100 for r in ratios)
        verdict = CheckVerdict.CONTRADICTS if below else CheckVerdict.HOLDS if sure else CheckVerdict.CANNOT_TELL
    return _finding(said, verdict, below or ratios, ratios)


def _below(interval: Interval, *, strictly: bool) -> bool:
    """Whether a completion is surely under 100 (to be exceeded, one of exactly 100 is not enough)."""
    if interval.high is None:
        return False
    under = interval.high < 100 or (interval.high == 100 and interval.high_open)
    exactly = interval.low == interval.high == Fraction(100)
    return under or (exactly and not strictly)


def _finding(said: str, verdict: CheckVerdict, told: Sequence[_Ratio], every: Sequence[_Ratio]) -> TextFinding:
    ordered = [*told, *(r for r in every if r not in told)]
    listed = "; ".join(r.text for r in told)
    texts = {
        CheckVerdict.HOLDS: Text(
            f"các tỷ lệ thực hiện kế hoạch nêu trong văn bản phù hợp: {listed}",
            f"the completions stated in the text bear it out: {listed}",
        ),
        CheckVerdict.CANNOT_TELL: Text(
            "các tỷ lệ thực hiện kế hoạch nêu trong văn bản chưa đủ để kết luận" + (f": {listed}" if listed else ""),
            "the completions stated in the text do not settle it" + (f": {listed}" if listed else ""),
        ),
        CheckVerdict.CONTRADICTS: Text(
            f"không phù hợp với các tỷ lệ thực hiện kế hoạch nêu trong chính văn bản: {listed}",
            f"the completions stated in the same text do not bear it out: {listed}",
        ),
    }
    text = texts.get(verdict, texts[CheckVerdict.CANNOT_TELL])
    return TextFinding(
        "verbal-exceeded",
        tuple(n for r in ordered for n in r.claims),
        said,
        None,
        None,
        verdict,
        Text(
            f"Văn bản viết “{said}”; {text.vi}.",
            f"The text says “{said}”; {text.en}.",
        ).to,
    )


@rule("verbal-completion")
def verbal_completion(book: Book) -> Iterator[TextFinding]:
    """“Vượt” beside a completion under 100 %, “không đạt” beside one of 100 % or more."""
    for claim in book.claims:
        if claim.kind is not Kind.COMPLETION or claim.scenario == PLAN:
            continue
        reach = practical(claim)
        if "vuot" in claim.verb.split() and not any(m in claim.verb for m in _MISSED):
            yield _worded(claim, "vượt", "exceeded", not _below(reach, strictly=False))
        elif claim.verb in _MISSED and claim.verb != "khong vuot":
            yield _worded(claim, "không đạt", "missed", reach.low is None or reach.low < 100)


def _worded(claim: Claim, vi: str, en: str, holds: bool) -> TextFinding:
    verdict = CheckVerdict.HOLDS if holds else CheckVerdict.CONTRADICTS
    endings: dict[Lang, str] = {
        "vi": "phù hợp" if holds else "không phù hợp",
        "en": "they agree" if holds else "they contradict each other",
    }
    bounds = (Fraction(100), None) if en == "exceeded" else (None, Fraction(100))
    return TextFinding(
        "verbal-completion",
        (claim.id,),
        claim.text,
        None,
        bounds,
        verdict,
        Text(
            f"Văn bản viết “{vi}” với tỷ lệ “{claim.text}”: {endings['vi']}.",
            f"The text says “{vi}” ({en}) of “{claim.text}”: {endings['en']}.",
        ).to,
    )


@rule("verbal-sign")
def verbal_sign(book: Book) -> Iterator[TextFinding]:
    """A growth whose word says the other direction than its sign (“giảm” with a number read as positive)."""
    for claim in book.claims:
        words = claim.verb.split()
        if claim.kind is not Kind.GROWTH or claim.base == "plan" or not claim.value:
            continue
        if (words == ["tang"] and claim.value < 0) or (words == ["giam"] and claim.value > 0):
            yield TextFinding(
                "verbal-sign",
                (claim.id,),
                claim.text,
                None,
                None,
                CheckVerdict.CANNOT_TELL,
                Text(
                    f"Chữ và dấu của “{claim.text}” không cùng chiều: chưa kết luận được.",
                    f"Word and sign of “{claim.text}” go different ways: this cannot be told.",
                ).to,
            )


@rule("verbal-extreme")
def verbal_extreme(book: Book) -> Iterator[TextFinding]:
    """“Cao nhất”, “thấp nhất” against the values listed beside it."""
    for claim in book.claims:
        side = _extreme(book, claim)
        if side is not None:
            yield from _extremes(book, claim, side)


def _extreme(book: Book, claim: Claim) -> str | None:
    if claim.kind not in AMOUNTS and claim.kind not in (Kind.SHARE, Kind.GROWTH):
        return None
    if not (claim.members or claim.part_of is not None):
        return None
    before = book.words_before(claim, 40)
    highest, lowest = (any(mark in before for mark in marks) for marks in (_HIGHEST, _LOWEST))
    if highest == lowest or any(mark in book.words_of_sentence(claim) for mark in _OF_ANOTHER):
        return None
    return "high" if highest else "low"


def _extremes(book: Book, claim: Claim, side: str) -> Iterator[TextFinding]:
    rivals = [c for c in book.around(claim) if _rival(book, claim, c)]
    if not rivals:
        return
    own = book.measures.near(claim)
    better = [c for c in rivals if _beats(book.measures.near(c), own, side)]
    shown = "; ".join(f"“{c.text}”" for c in (better or rivals))
    vi, en = ("cao nhất", "the highest") if side == "high" else ("thấp nhất", "the lowest")
    holds = not better
    one, two = ("phù hợp", "it agrees") if holds else ("không phù hợp", "it does not")
    yield TextFinding(
        "verbal-extreme",
        (claim.id, *(c.id for c in (better or rivals))),
        claim.text,
        None,
        None,
        CheckVerdict.HOLDS if holds else CheckVerdict.CONTRADICTS,
        Text(
            f"Văn bản viết “{vi}” về “{claim.text}”; các số cùng liệt kê: {shown}: {one}.",
            f"The text calls “{claim.text}” {en}; listed beside it: {shown}: {two}.",
        ).to,
    )


def _rival(book: Book, claim: Claim, other: Claim) -> bool:
    alike = other.kind is claim.kind and other.period == claim.period and other.scenario == claim.scenario
    alike = alike and other.base == claim.base and book.measures.family(other) == book.measures.family(claim)
    if not alike or other.place != claim.place:
        return False
    if claim.part_of is not None and other.part_of == claim.part_of:
        return True
    same = other.indicator_code == claim.indicator_code is not None
    dimensions = [tuple(m.partition(":")[0] for m in c.members) for c in (claim, other)]
    return same and bool(claim.members) and other.members != claim.members and dimensions[0] == dimensions[1]


def _beats(other: Interval, own: Interval, side: str) -> bool:
    if side == "high":
        return other.low is not None and own.high is not None and other.low > own.high
    return other.high is not None and own.low is not None and other.high < own.low

"""The numbers that our own content controls bind to the ledger, as findings beside those on the text."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tongket.core.errors import InvalidInput
from tongket.core.figure import RATIOS, Key
from tongket.core.text import Lang, Text
from tongket.core.vocabulary import Vocabulary
from tongket.cube.rows import Answer
from tongket.files.text import DocumentText
from tongket.files.text.word import WordFile
from tongket.prose.claims import CheckVerdict, Claim, TextFinding
from tongket.prose.write.pieces import Amount
from tongket.review.bound import BoundDocument, BoundNumber
from tongket.review.checked import Checked, Mark

RULE = "bound-number"
Lookup = Callable[[Key], Answer | None]
"""What the ledger has now under a key; None where it has nothing."""


def with_bound(
    checked: Checked, file: WordFile, bound: BoundDocument, lookup: Lookup, vocabulary: Vocabulary
) -> Checked:
    """Return the checked text with a finding for every number that is bound to the ledger.

    A number that says what the ledger says now holds; one that was edited, or that the ledger has moved away from,
    contradicts; a lost one, or one the ledger does not know, cannot be told.

    Args:
        checked: the text of the file.
        file: the file as it was read.
        bound: its bound numbers.
        lookup: the ledger.
        vocabulary: names the units.
    """
    amounts = [_amount(number, lookup, vocabulary) for number in bound.numbers]
    lang = _language(bound.numbers, amounts)
    spans = _spans(bound.numbers, file, checked.document)
    findings: list[TextFinding] = []
    more: list[Mark] = []
    for number, amount, span in zip(bound.numbers, amounts, spans, strict=True):
        claims = [] if span is None else list(_inside(checked.reading.claims, span))
        finding = _finding(number, _as_printed(amount, number.printed, lang), tuple(c.id for c in claims[:1]))
        findings.append(finding)
        if span is not None and not claims:
            more.append(Mark(*span, finding.verdict, (finding,), None))
    return replace(checked, findings=(*checked.findings, *findings), more=(*checked.more, *more))


def _amount(number: BoundNumber, lookup: Lookup, vocabulary: Vocabulary) -> Amount | None:
    if number.key is None:
        return None
    try:
        key = Key.parse(number.key)
    except InvalidInput:
        return None
    indicator = vocabulary.indicators.get(key.indicator)
    answer = lookup(key) if indicator is not None else None
    if answer is None or indicator is None or answer.value.quantity is None:
        return None
    return Amount(key, answer.value, vocabulary.units["percent" if key.measure in RATIOS else indicator.unit])


def _language(numbers: Sequence[BoundNumber], amounts: Sequence[Amount | None]) -> Lang:
    """Return the language whose way of writing numbers the file follows."""

    def alike(lang: Lang) -> int:
        pairs = zip(numbers, amounts, strict=True)
        return sum(n.printed == _as_printed(a, n.printed, lang) for n, a in pairs if a is not None)

    return "en" if alike("en") > alike("vi") else "vi"


def _as_printed(amount: Amount | None, printed: str | None, lang: Lang) -> str | None:
    if amount is None:
        return None
    # A review prints a fall without its minus: “giảm 3,2%”.
    unsigned = amount.text(lang, signed=False)
    return unsigned if printed == unsigned else amount.text(lang)


def _spans(numbers: Sequence[BoundNumber], file: WordFile, document: DocumentText) -> Iterator[tuple[int, int] | None]:
    """Yield where each number stands in the text; None where its control is lost or stands in a note."""
    free: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for tag, start, end in file.controls:
        free[tag.strip().lower()].append((document.offsets.to_new(start), document.offsets.to_new(end)))
    for number in numbers:
        spans = free[number.id]
        found = next((s for s in spans if number.text and document.text[s[0] : s[1]].strip() in number.text), None)
        if found is not None:
            spans.remove(found)
        yield found


def _inside(claims: Sequence[Claim], span: tuple[int, int]) -> Iterator[Claim]:
    return (claim for claim in claims if claim.start < span[1] and span[0] < claim.end)


def _finding(number: BoundNumber, now: str | None, claims: tuple[int, ...]) -> TextFinding:
    verdict, vi, en = _judged(number, now)
    return TextFinding(
        RULE,
        claims,
        number.text or number.printed or number.id,
        now,
        None,
        verdict,
        Text(
            f"Số gắn kết {number.id}: khi lập báo cáo in {number.printed or '?'}, trong tệp nay là "
            f"{number.text or '–'}, sổ số liệu có {now or '–'}: {vi}.",
            f"Bound number {number.id}: printed as {number.printed or '?'}, the file now says {number.text or '–'}, "
            f"the ledger has {now or '–'}: {en}.",
        ).to,
    )


def _judged(number: BoundNumber, now: str | None) -> tuple[CheckVerdict, str, str]:
    if number.text is None:
        return CheckVerdict.CANNOT_TELL, "số đã bị bỏ khỏi văn bản", "the number was taken out of the text"
    if now is None:
        if number.printed is not None and number.text != number.printed:
            return CheckVerdict.CONTRADICTS, "số đã bị sửa trong tệp", "the number was edited in the file"
        return CheckVerdict.CANNOT_TELL, "sổ không có số liệu này", "the ledger does not have it"
    if number.text == now:
        return CheckVerdict.HOLDS, "khớp với sổ", "it agrees with the ledger"
    if number.text == number.printed:
        return CheckVerdict.CONTRADICTS, "sổ đã có số mới", "the ledger has moved"
    return CheckVerdict.CONTRADICTS, "số đã bị sửa trong tệp", "the number was edited in the file"

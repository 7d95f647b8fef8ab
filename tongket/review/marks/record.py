"""Marks as one JSON object a file; every number is an exact decimal literal, none goes through a float."""

import json
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from tongket.core.errors import InvalidInput, TongketError
from tongket.core.number import parse
from tongket.core.text import Lang
from tongket.prose.claims import Claim, TextFinding
from tongket.review.checked import Checked, is_verbal
from tongket.review.marks.lines import told

Json = None | bool | str | int | Decimal | Sequence["Json"] | Mapping[str, "Json"]
_DIGITS = 30
"""Significant digits of an end of an interval that has no end as a decimal; it is moved outwards."""


def record(checked: Checked, lang: Lang) -> str:
    """Return the checked file as one line of JSON."""
    reading = checked.reading
    by_id = {claim.id: claim for claim in reading.claims}
    return dumps(
        {
            "file": checked.document.name,
            "error": None,
            "document_date": reading.document_date,
            "text": reading.text,
            "claims": [_claim(claim, reading.place) for claim in reading.claims],
            "findings": [_finding(finding, by_id, lang) for finding in checked.findings],
        }
    )


def refusal(name: str, error: TongketError, lang: Lang) -> str:
    """Return a file that could not be read as one line of JSON of the same shape."""
    return dumps(
        {
            "file": name, "error": error.message(lang), "document_date": None, "text": None, "claims": [],
            "findings": [],
        }
    )  # fmt: skip


def dumps(value: Json) -> str:
    """Return JSON on one line; a Decimal keeps all its digits and has no exponent.

    >>> dumps({"value": Decimal("2246.150"), "high": None})
    '{"value": 2246.150, "high": null}'
    """
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)}: {dumps(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(dumps(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _claim(claim: Claim, place: str | None) -> Json:
    return {
        "id": claim.id,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "kind": claim.kind.value,
        "indicator": claim.indicator,
        "indicator_code": claim.indicator_code,
        "place": claim.place or place,
        "period": None if claim.period is None else str(claim.period),
        "base": claim.base,
        "value": claim.value,
        "high": claim.high,
        "unit": claim.unit,
        "approx": claim.approx,
        "scenario": claim.scenario,
        "status": claim.status,
        "part_of": claim.part_of,
    }


def _finding(finding: TextFinding, claims: Mapping[int, Claim], lang: Lang) -> Json:
    judged = claims.get(finding.claims[0]) if finding.claims else None
    return {
        "rule": finding.rule,
        "claims": list(finding.claims),
        "stated": judged.value if judged is not None and not is_verbal(finding) else finding.stated,
        "computed": _number(finding.computed),
        "interval": None if finding.interval is None else [_end(e, low) for e, low in _ends(finding.interval)],
        "verdict": finding.verdict.value,
        "explanation": told(finding, lang),
    }


def _number(text: str | None) -> Json:
    """Return a printed number as one; words stay words."""
    if text is None:
        return None
    try:
        return parse(text.rstrip(" %"), "vi").value
    except InvalidInput:
        return text


def _ends(interval: tuple[Fraction | None, Fraction | None]) -> tuple[tuple[Fraction | None, bool], ...]:
    return ((interval[0], True), (interval[1], False))


def _end(end: Fraction | None, low: bool) -> Decimal | None:
    """Return an end of an interval: exact where it ends as a decimal, else moved outwards."""
    if end is None:
        return None
    context = Context(prec=_DIGITS, rounding=ROUND_FLOOR if low else ROUND_CEILING)
    return context.divide(Decimal(end.numerator), Decimal(end.denominator))

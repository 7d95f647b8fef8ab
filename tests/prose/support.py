"""Amounts for the tests of prose, and what every text must be."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from hypothesis import strategies as st

from tongket.core.figure import Key, Measure, Notation, Qualifier, Scenario, Status, Value
from tongket.core.period import Period
from tongket.core.text import Lang
from tongket.core.vocabulary import vocabulary
from tongket.prose.write.pieces import Amount, Piece, Printed

LANGS: tuple[Lang, Lang] = ("vi", "en")
NBSP = "\N{NO-BREAK SPACE}"
IN_UNIT = (Measure.LEVEL, Measure.GAP, Measure.CHANGE)


def amount(
    quantity: str | Decimal | None,
    measure: Measure = Measure.LEVEL,
    *,
    indicator: str = "export.value",
    period: str = "2020",
    status: Status = Status.ESTIMATE,
    scenario: Scenario = Scenario.ACTUAL,
    high: str | None = None,
    qualifier: Qualifier = Qualifier.EXACT,
    notation: Notation = Notation.NONE,
    decimals: int | None = None,
) -> Amount:
    """An amount of Gia Lai, in the unit its measure is printed in."""
    voc = vocabulary()
    known = voc.indicators[indicator]
    key = Key(
        indicator, (), "vn.64@1997", Period.parse(period), scenario, status, "department", known.bases[0], measure
    )
    value = Value(
        None if quantity is None else Decimal(quantity),
        high=None if high is None else Decimal(high),
        qualifier=qualifier,
        notation=notation,
        decimals=decimals,
    )
    return Amount(key, value, voc.units[known.unit if measure in IN_UNIT else "percent"])


def growth(quantity: str | Decimal | None, **more: object) -> Amount:
    """A growth in percent."""
    return amount(quantity, Measure.GROWTH, **more)  # type: ignore[arg-type]  # handed on as they are


def completion(quantity: str | Decimal | None, **more: object) -> Amount:
    """A completion in percent of the plan."""
    return amount(quantity, Measure.COMPLETION, **more)  # type: ignore[arg-type]  # handed on as they are


def plan(quantity: str, **more: object) -> Amount:
    """An assigned plan of 2021."""
    given = {"scenario": Scenario.PLAN, "status": Status.ASSIGNED, "period": "2021", **more}
    return amount(quantity, **given)  # type: ignore[arg-type]  # handed on as they are


def told(pieces: Sequence[Piece]) -> str:
    """The text of pieces, with plain blanks."""
    return "".join(p.text if isinstance(p, Printed) else p for p in pieces).replace(NBSP, " ")


def words_only(pieces: Sequence[Piece]) -> str:
    """The text without the printed numbers."""
    return "".join("" if isinstance(p, Printed) else p for p in pieces)


LABELS = re.compile(
    r"\b(?:năm|giai đoạn|cùng kỳ năm|the same period of|on|of|in|as in|times|for|than) (?:năm )?\d{4}(?:–\d{4})?\b"
    r"|\btháng \d{1,2} năm \d{4}|\b\d{1,2} tháng (?:đầu|cuối) năm \d{4}|\bngày \d\d/\d\d/\d{4}"
    r"|\b(?:first|last) \d{1,2} months of \d{4}|\b\d{4} prices|so sánh năm \d{4}"
)
"""Digits that are no figure: years and other periods, and the base year of prices."""


def stray_digits(pieces: Sequence[Piece]) -> str:
    """The digits that are neither a printed number nor part of a period's name."""
    return "".join(c for c in LABELS.sub("", words_only(pieces)) if c.isdigit())


def well_written(text: str) -> bool:
    """Whether a sentence is composed (NFC), begins with a capital, ends with a full stop, has no doubled blanks."""
    return (
        unicodedata.is_normalized("NFC", text)
        and not re.search(r"[ \u00a0]{2}|\s[,.;:]|^\s|\(\s|\s\)", text)
        and not text[0].islower()
        and text.endswith(".")
        and not text.endswith("..")
    )


Sign = Literal["any", "positive"]


def quantities(places: int = 6, sign: Sign = "any") -> st.SearchStrategy[Decimal]:
    """Numbers as the ledger keeps them."""
    low = "-1000000" if sign == "any" else "0.000001"
    return st.decimals(low, "1000000", places=places, allow_nan=False, allow_infinity=False)


measures = st.sampled_from([Measure.COMPLETION, Measure.GROWTH, Measure.SHARE, Measure.EXCESS, Measure.CONTRIBUTION])
periods = st.sampled_from(["2020", "2020-M01..M09", "2020-H1", "2020-Q3", "2020-M04", "2016..2020", "2020-12-31"])
qualifiers = st.sampled_from(list(Qualifier))
langs = st.sampled_from(LANGS)

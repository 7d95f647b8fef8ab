"""What the headings of a monthly return say: the column's period, measure and firmness."""

import re
from dataclasses import dataclass
from enum import Enum

from tongket.core.errors import InvalidInput
from tongket.core.figure import Measure, Notation, Scenario, Status
from tongket.core.period import Period
from tongket.core.text import fold

_RATIO = re.compile(r"%|\bso (?:voi|cung|thang|ke|kh|luy|cong|dau|nam)\b|\bty le\b|\btoc do\b|\bchi so\b")
_PLAN = re.compile(r"\bke hoach\b|\bkh\b")
_CUMULATIVE = re.compile(r"\bcong don\b|\bluy ke\b|\blui ke\b|\btu dau nam\b|\b\d{1,2} thang\b")
_LAST_YEAR = re.compile(r"\bcung ky\b|\bcung thang nam truoc\b")
_PREVIOUS = re.compile(r"\bthang truoc\b")
_MONTH = re.compile(r"\bthang\b|\bky bao cao\b")
_GROWTH = re.compile(r"\btang\b|\bgiam\b|\+/-|±")
_YEAR = re.compile(r"\bnam (\d{4})\b|/ ?(\d{4})\b|\bthang (\d{4})\b")
_NAMED_MONTH = re.compile(r"\bthang (\d{1,2})\b(?!\s*thang)")
_COUNTED_MONTHS = re.compile(r"\b(\d{1,2}) thang\b")
_FIXED_NAMES = {
    "number": ("stt", "tt", "so tt", "so thu tu"),
    "indicator": (
        "chi tieu", "ten chi tieu", "chi tieu chu yeu", "danh muc chi tieu", "noi dung", "noi dung chi tieu",
        "cac chi tieu",
    ),
    "code": ("ma so", "ma", "ma chi tieu"),
    "unit": ("don vi tinh", "don vi", "dvt"),
    "basis": ("goc so sanh",),
    "note": ("ghi chu",),
}  # fmt: skip
FIXED = {name: code for code, names in _FIXED_NAMES.items() for name in names}
"""Headings of the columns that hold no figures."""


class Span(Enum):
    """Which time a column tells of."""

    PREVIOUS = "previous month"
    MONTH = "month"
    CUMULATIVE = "from January"
    MONTH_LAST_YEAR = "month of last year"
    CUMULATIVE_LAST_YEAR = "from January of last year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the figures of a column are.

    Attributes:
        span: which time.
        measure: level, or the kind of ratio.
        notation: of a growth: growth or index.
        scenario: actual, or plan for the column of the annual plan.
        status: how firm.
    """

    span: Span
    measure: Measure
    notation: Notation
    scenario: Scenario
    status: Status

    def period(self, month: Period) -> Period:
        """Return the period of the column in the return of a month."""
        begun = Period(month.year * 12, month.first % 12 + 1, None, month.adm)
        return {
            Span.PREVIOUS: month.shifted(-1),
            Span.MONTH: month,
            Span.CUMULATIVE: begun,
            Span.MONTH_LAST_YEAR: month.year_before(),
            Span.CUMULATIVE_LAST_YEAR: begun.year_before(),
            Span.YEAR: month.whole_year(),
        }[self.span]


def meaning(heading: str, month: Period) -> Meaning:
    """Return what a heading says.

    Args:
        heading: its text, the rows of a heading of several joined by blanks.
        month: the month of the return, which a heading that names a month is checked against.

    Raises:
        InvalidInput: it says none of the things a column can be, leaves open whether the month or the months from
            January are meant, or names another month than the return's.
    """
    text = fold(heading.replace("\n", " "))
    if _RATIO.search(text):
        return _ratio(text, heading, month)
    if _PLAN.search(text):
        if _MONTH.search(text):
            raise _unclear(heading)
        return Meaning(Span.YEAR, Measure.LEVEL, Notation.NONE, Scenario.PLAN, Status.ASSIGNED)
    span = _span(text, heading, month)
    status = Status.ESTIMATE if span in (Span.MONTH, Span.CUMULATIVE) else Status.PRELIMINARY
    if re.search(r"\bchinh thuc\b", text):
        status = Status.OFFICIAL
    elif re.search(r"\bso bo\b", text):
        status = Status.PRELIMINARY
    return Meaning(span, Measure.LEVEL, Notation.NONE, Scenario.ACTUAL, status)


def _ratio(text: str, heading: str, month: Period) -> Meaning:
    subject, _, base = text.partition(" so ")
    cumulative = bool(_CUMULATIVE.search(subject) or _CUMULATIVE.search(base))
    # “Tháng 7 so với cùng kỳ” in the return of August is a figure of July: it must not pass for August's.
    _check_named(subject, heading, month, {month.year})
    notation = _notation(text)
    if _PLAN.search(text):
        return Meaning(Span.CUMULATIVE, Measure.COMPLETION, Notation.NONE, Scenario.ACTUAL, Status.ESTIMATE)
    before = month.shifted(-1)
    on_previous = _PREVIOUS.search(text) or re.search(rf"\bthang {before.first % 12 + 1}\b", base)
    on_last_year = _LAST_YEAR.search(text) or "nam truoc" in text
    span = Span.CUMULATIVE if cumulative else Span.MONTH
    if on_previous and not cumulative and not on_last_year:
        return Meaning(span, Measure.GROWTH_PREVIOUS, notation, Scenario.ACTUAL, Status.ESTIMATE)
    if on_last_year and not _PREVIOUS.search(text) and (cumulative or _MONTH.search(text)):
        return Meaning(span, Measure.GROWTH, notation, Scenario.ACTUAL, Status.ESTIMATE)
    raise _unclear(heading)


def _notation(text: str) -> Notation:
    if re.search(r"\blan\b", text):
        return Notation.TIMES
    return Notation.GROWTH if _GROWTH.search(text) else Notation.INDEX


def _span(text: str, heading: str, month: Period) -> Span:
    years, named = _years(text), {int(n) for n in _NAMED_MONTH.findall(text)}
    before, last = month.shifted(-1), month.year_before()
    last_year = bool(_LAST_YEAR.search(text)) or "nam truoc" in text
    if _CUMULATIVE.search(text):
        last_year = last_year or years == {last.year}
        _check_named(text, heading, month, {last.year if last_year else month.year})
        return Span.CUMULATIVE_LAST_YEAR if last_year else Span.CUMULATIVE
    if not _MONTH.search(text):
        raise _unclear(heading)
    if last_year or (named, years) == ({last.first % 12 + 1}, {last.year}):
        _check_named(text, heading, last, {last.year})
        return Span.MONTH_LAST_YEAR
    if _PREVIOUS.search(text) or named == {before.first % 12 + 1}:
        _check_named(text, heading, before, {before.year})
        return Span.PREVIOUS
    _check_named(text, heading, month, {month.year})
    return Span.MONTH


def _years(text: str) -> set[int]:
    return {int(next(filter(None, groups))) for groups in _YEAR.findall(text)}


def _check_named(text: str, heading: str, month: Period, years: set[int]) -> None:
    number = month.first % 12 + 1
    named = {int(n) for n in (*_NAMED_MONTH.findall(text), *_COUNTED_MONTHS.findall(text))}
    if named - {number} or _years(text) - years:
        raise InvalidInput(
            f"tiêu đề “{heading}” không khớp với kỳ báo cáo",
            f"the heading “{heading}” does not fit the month of the return",
        )


def _unclear(heading: str) -> InvalidInput:
    return InvalidInput(
        f"không rõ cột “{heading}” là số của kỳ nào", f"it is not clear what the column “{heading}” tells of"
    )

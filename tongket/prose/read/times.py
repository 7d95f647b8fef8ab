"""What the words of time mean in their text: resolved against its date and the period told of so far."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tongket.core.errors import InvalidInput
from tongket.core.period import Period
from tongket.prose.read.periods import When
from tongket.prose.read.tokens import Tokens

_HEADER_TOKENS = 40
_NEARLY_OVER = 20
_EARLY_MONTHS = 2  # a text of January or February that says “năm qua” tells of the year before
_BEFOREHAND = 2


@dataclass(frozen=True, slots=True)
class Clock:
    """The date of a text.

    Attributes:
        year: of the text, or the year it tells of where it has no date; None where there is none at all.
        month: None where only the year is known.
        day: None where only the month is known.
        dated: whether the text has a date (else `year` is only the first year it names).
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    dated: bool = False

    def text(self) -> str | None:
        """Return the date as `2021-01-29`, or `2021-01`; None where the text has none."""
        if not self.dated or self.year is None or self.month is None:
            return None
        return f"{self.year}-{self.month:02}" + (f"-{self.day:02}" if self.day is not None else "")

    def has_passed(self, period: Period) -> bool:
        """Whether a period was over, but for its last month, when the text was written."""
        if not self.dated or self.year is None or self.month is None:
            return False
        return (period.end.year, period.end.month) <= (self.year, self.month)

    def resolve(self, when: When, current: Period | None, *, planned: bool = False) -> Period | None:
        """Return the period a word of time means.

        Args:
            when: the word.
            current: the period told of so far.
            planned: whether the sentence tells of what is to come, so that a period may lie after the text's date.

        Returns:
            None where the word means no period, or not enough is known to tell which.
        """
        try:
            return self._resolve(when, current, planned)
        except InvalidInput:
            return None

    def _resolve(self, when: When, current: Period | None, planned: bool) -> Period | None:
        simple = self._relative(when, current)
        if simple is not None or when.form in ("now", "last-month", "this-month", "last-quarter", "same", "duration"):
            return simple
        if when.form == "years":
            return Period.parse(f"{when.a}..{when.b}")
        year = self._year(when, current)
        if year is None:
            return None
        form, given = _FORMS[when.form](when, year), when.year is not None or when.back is not None
        period = Period.parse(form)
        if not given and not planned and self.dated and self._is_future(period):
            return period.shifted(-12)
        return period

    def _year(self, when: When, current: Period | None) -> int | None:
        if when.year is not None:
            return when.year
        if when.back is not None and self.year is not None:
            if when.back == -2:
                early = self.month is None or self.month <= _EARLY_MONTHS
                return self.year - (1 if self.dated and early else 0)
            own = current is None or (self.dated and not (when.form == "year" and when.a))
            anchor = self.year if own or current is None else current.year
            return anchor + when.back
        if when.form in ("whole-year", "year-end", "year-start", "to-date") and current is not None:
            return current.year
        if self.dated and self.year is not None:
            return (
                current.year if current is not None and current.year == self.year - 1 and self._early() else self.year
            )
        return current.year if current is not None else self.year

    def _early(self) -> bool:
        return self.month is not None and self.month <= _EARLY_MONTHS

    def _is_future(self, period: Period) -> bool:
        if self.year is None:
            return False
        # “10 tháng” in July are last year's; of those that end in September a report may tell beforehand.
        ends = period.end.year * 12 + period.end.month - (self.year * 12 + (self.month or 12))
        far = 0 < period.length < 12 and ends > _BEFOREHAND
        return far or period.start > date(self.year, self.month or 12, self.day or 28)

    def _relative(self, when: When, current: Period | None) -> Period | None:
        if when.form == "now":
            return Period.of_month(self.year, self.month) if self.dated and self.year and self.month else current
        if when.form == "same":
            return _same(when, current)
        if when.form == "last-month":
            month = self._last_month_of(current)
            return month.shifted(-1) if month is not None else None
        if when.form == "this-month":
            return self._last_month_of(current)
        if when.form == "last-quarter":
            return current.before() if current is not None and current.length == 3 else None
        if when.form == "to-date" and when.year in (None, self.year) and self.dated and self.year and self.month:
            if current is not None and current.is_cumulative and current.year == self.year:
                return current
            return Period.parse(f"{self.year}-M01..M{self.month:02}")
        return None

    def _last_month_of(self, current: Period | None) -> Period | None:
        if current is not None and 0 < current.length < 12:
            return Period(current.first + current.length - 1, 1)
        if self.dated and self.year and self.month:
            return Period.of_month(self.year, self.month)
        return None


def _same(when: When, current: Period | None) -> Period | None:
    if current is None:
        return Period.of_year(when.year) if when.year is not None else None
    years = when.year - current.year if when.year is not None else -1
    return current.year_before() if years == -1 else current.shifted(12 * years)


_FORMS = {
    "year": lambda when, year: f"{year}",
    "bare-year": lambda when, year: f"{year}",
    "whole-year": lambda when, year: f"{year}",
    "month": lambda when, year: f"{year}-M{when.a:02}",
    "months": lambda when, year: _months(year, when.a, when.b),
    "quarter": lambda when, year: f"{year}-Q{when.a}",
    "half": lambda when, year: f"{year}-H{when.a}",
    "day": lambda when, year: f"{year}-{when.b:02}-{when.a:02}",
    "year-end": lambda when, year: f"{year}-12-31",
    "year-start": lambda when, year: f"{year - 1}-12-31",
    "to-date": lambda when, year: f"{year}",
}


def _months(year: int, first: int, last: int) -> str:
    return f"{year}-M{first:02}..M{last:02}" if last > first else f"{year}-M{first:02}"


def usual_period(clock: Clock) -> Period | None:
    """Return what a text of that date tells of when it does not say: the months of the year that were over.

    In January that is the year before, in December the year; a month counts once it is nearly over, as reports are
    made some days before its end.
    """
    if not clock.dated or clock.year is None or clock.month is None:
        return None
    month = clock.month if clock.day is None or clock.day >= _NEARLY_OVER else clock.month - 1
    if clock.month == 1:
        return Period.of_year(clock.year - 1)
    if clock.month == 12:
        return Period.of_year(clock.year)
    return Period.parse(_months(clock.year, 1, month))


def clock_of(tokens: Tokens, whens: Sequence[When], document_date: date | None) -> Clock:
    """Find the date of a text: as given, or in its head (“ date 2021-01”, “Hà Nội, ngày 29 tháng 1 năm 2021”).

    A day without a year (“Chiều 29-1”) is completed from a known month. Where there is no date the year named most
    often, the first of them on a tie, stands in for the year.
    """
    if document_date is not None:
        return Clock(document_date.year, document_date.month, document_date.day, dated=True)
    head = tokens.text[: tokens.ends[min(_HEADER_TOKENS, len(tokens)) - 1]] if len(tokens) else ""
    marked = _marked(head)
    if marked is not None:
        return marked
    for when in whens:
        if when.start > _HEADER_TOKENS:
            break
        if when.form == "day" and when.year is not None and _opens(tokens, when):
            return Clock(when.year, when.b, when.a, dated=True)
    years = Counter(when.year for when in whens if when.year is not None)
    return Clock(years.most_common(1)[0][0] if years else None)


def _marked(head: str) -> Clock | None:
    """Read a line “date 2021-01” or “date 2021-01-29” at the very beginning, as archives of news put it."""
    words = head.split(None, 2)
    if len(words) < 2 or words[0].lower().rstrip(":") != "date":
        return None
    parts = words[1].split("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts) or len(parts) not in (2, 3):
        return None
    year, month, *day = (int(part) for part in parts)
    return (
        Clock(year, month, day[0] if day else None, dated=True) if 1900 <= year <= 2100 and 1 <= month <= 12 else None
    )


def _opens(tokens: Tokens, when: When) -> bool:
    """Whether a full date stands on a line of its own, or after a place and comma, as the date of the text itself."""
    i = when.start
    while i and tokens.keys[i - 1] != "\n" and when.start - i < 8:
        i -= 1
    alone = when.start - i <= 5 and (
        when.end >= len(tokens) or tokens.keys[when.end] == "\n" or tokens.numeric[when.end]
    )
    return alone and (i == 0 or tokens.keys[i - 1] == "\n")

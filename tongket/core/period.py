"""Periods: one stored form for each, with its days.

| text | means | Vietnamese |
|---|---|---|
| `2020` | year | năm 2020 |
| `2020-H1`, `2020-Q1`, `2020-M04` | half, quarter, month | 6 tháng đầu năm, quý I, tháng 4 |
| `2020-M01..M09` | months from January: cumulative | 9 tháng đầu năm 2020 |
| `2020-M05..M08` | any other run of months inside a year | từ tháng 5 đến tháng 8 năm 2020 |
| `2021..2025` | years | giai đoạn 2021–2025 |
| `2020-12-31` | a day: what a stock is measured on | ngày 31/12/2020 |

A run of months that is a quarter, half or year is stored as that. The suffix `@adm` takes the administrative
reporting calendar of Decree 09/2019/NĐ-CP, article 12: a month runs from the 15th of the month before to the
14th.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

from tongket.core.errors import InvalidInput
from tongket.core.text import Lang

FIRST_YEAR, LAST_YEAR = 1900, 2100
_FORMS = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?P<kind>[HQM])(?P<nth>\d{1,2})(?:\.\.M(?P<to>\d{2}))?"
    r"|-(?P<month>\d{2})-(?P<day>\d{2})|\.\.(?P<last>\d{4}))?"
    r"(?P<adm>@adm)?",
    re.ASCII,
)
_ROMAN = ("", "I", "II", "III", "IV")
_MONTHS_EN = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A run of whole months, or one day.

    Attributes:
        first: the first month, counted as year × 12 + month − 1.
        length: how many months; 0 for a day.
        on: the day, for a day.
        adm: whether the administrative calendar (15th to 14th) applies.
    """

    first: int
    length: int
    on: date | None = None
    adm: bool = False

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read the text form.

        Raises:
            InvalidInput: not a period, or one that does not exist (`2020-M13`, `2019-02-29`).

        >>> str(Period.parse("2020-M01..M03"))
        '2020-Q1'
        """
        match = _FORMS.fullmatch(text.strip())
        if match is None:
            raise _no_period(text)
        part = match.groupdict()
        adm = part["adm"] is not None
        year = int(part["year"])
        if part["day"]:
            return cls._of_day(text, year, int(part["month"]), int(part["day"]), adm)
        if part["last"]:
            years = int(part["last"]) - year + 1
            return cls._of_months(text, year, 1, 12 * years, adm, whole_years=True)
        if not part["kind"]:
            return cls._of_months(text, year, 1, 12, adm)
        size = {"H": 6, "Q": 3, "M": 1}[part["kind"]]
        nth = int(part["nth"])
        start = (nth - 1) * size + 1
        if part["to"]:
            if part["kind"] != "M":
                raise _no_period(text)
            size = int(part["to"]) - nth + 1
        if (len(part["nth"]) == 2) != (part["kind"] == "M"):
            raise _no_period(text)
        return cls._of_months(text, year, start, size, adm)

    @classmethod
    def _of_months(
        cls, text: str, year: int, start: int, size: int, adm: bool, *, whole_years: bool = False
    ) -> "Period":
        last_year = year + (size // 12 - 1 if whole_years else 0)
        inside = start >= 1 and size >= 1 and (whole_years or start + size <= 13)
        if not inside or year < FIRST_YEAR or last_year > LAST_YEAR or (whole_years and size < 24):
            raise _no_period(text)
        return cls(year * 12 + start - 1, size, None, adm)

    @classmethod
    def _of_day(cls, text: str, year: int, month: int, day: int, adm: bool) -> "Period":
        try:
            on = date(year, month, day)
        except ValueError:
            raise _no_period(text) from None
        if adm or not FIRST_YEAR <= year <= LAST_YEAR:
            raise _no_period(text)
        return cls(year * 12 + month - 1, 0, on)

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """Return the calendar year."""
        return cls(year * 12, 12)

    @classmethod
    def of_day(cls, on: date) -> "Period":
        """Return the period of one day."""
        return cls(on.year * 12 + on.month - 1, 0, on)

    @classmethod
    def of_month(cls, year: int, month: int) -> "Period":
        """Return one calendar month."""
        return cls(year * 12 + month - 1, 1)

    def __str__(self) -> str:
        if self.on is not None:
            return self.on.isoformat()
        return self._months_text() + ("@adm" if self.adm else "")

    def _months_text(self) -> str:
        year, start = self.year, self.first % 12 + 1
        if self.length > 12:
            return f"{year}..{year + self.length // 12 - 1}"
        if self.length == 12:
            return str(year)
        if self.length == 6 and start in (1, 7):
            return f"{year}-H{start // 6 + 1}"
        if self.length == 3 and start % 3 == 1:
            return f"{year}-Q{start // 3 + 1}"
        if self.length == 1:
            return f"{year}-M{start:02}"
        return f"{year}-M{start:02}..M{start + self.length - 1:02}"

    def __lt__(self, other: "Period") -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[date, int, bool]:
        return (self.end, -self.length, self.adm)

    @property
    def year(self) -> int:
        """The calendar year in which it begins."""
        return self.first // 12

    @property
    def start(self) -> date:
        """The first day."""
        if self.on is not None:
            return self.on
        if not self.adm:
            return date(self.year, self.first % 12 + 1, 1)
        before = self.first - 1
        return date(before // 12, before % 12 + 1, 15)

    @property
    def end(self) -> date:
        """The last day."""
        if self.on is not None:
            return self.on
        last = self.first + self.length - 1
        year, month = last // 12, last % 12 + 1
        return date(year, month, 14 if self.adm else monthrange(year, month)[1])

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.on is not None

    @property
    def is_year(self) -> bool:
        """Whether it is one whole year."""
        return self.length == 12

    @property
    def is_cumulative(self) -> bool:
        """Whether it runs from January and is shorter than the year (Q1, H1, M01..M09, M01)."""
        return 0 < self.length < 12 and self.first % 12 == 0

    def shifted(self, months: int) -> "Period":
        """Return it moved by `months`; a day moves by whole months, to the last day where there is none."""
        first = self.first + months
        if self.on is None:
            return Period(first, self.length, None, self.adm)
        year, month = first // 12, first % 12 + 1
        last = monthrange(year, month)[1]
        month_end = self.on.day == monthrange(self.on.year, self.on.month)[1]
        return Period(first, 0, date(year, month, last if month_end else min(self.on.day, last)))

    def year_before(self) -> "Period":
        """Return the same period one year earlier (for several years: the years just before them)."""
        return self.shifted(-max(12, self.length))

    def before(self) -> "Period | None":
        """Return the period of the same length just before it; None where that would run over two years."""
        size = max(1, self.length)
        moved = self.shifted(-size)
        within = moved.first % 12 + size <= 12 or size % 12 == moved.first % 12 == 0
        return moved if within else None

    def whole_year(self) -> "Period":
        """Return the year it lies in: the period whose plan it is measured against."""
        return Period(self.year * 12, 12, None, self.adm)

    def months(self) -> Iterator["Period"]:
        """Yield its months; nothing for a day."""
        for i in range(self.length):
            yield Period(self.first + i, 1, None, self.adm)

    def covers(self, other: "Period") -> bool:
        """Whether every day of `other` is in it."""
        return self.start <= other.start and other.end <= self.end

    def label(self, lang: Lang = "vi") -> str:
        """Name it as a review does: “9 tháng đầu năm 2023”, “quý I năm 2021”."""
        return self._label_en() if lang == "en" else self._label_vi()

    def _label_vi(self) -> str:
        if self.on is not None:
            return f"ngày {self.on:%d/%m/%Y}"
        year, start = self.year, self.first % 12 + 1
        if self.length > 12:
            return f"giai đoạn {year}–{year + self.length // 12 - 1}"
        if self.length == 12:
            return f"năm {year}"
        if self.length == 1:
            return f"tháng {start} năm {year}"
        if self.length == 3 and start % 3 == 1:
            return f"quý {_ROMAN[start // 3 + 1]} năm {year}"
        if start == 1:
            return f"{self.length} tháng đầu năm {year}"
        if start + self.length == 13:
            return f"{self.length} tháng cuối năm {year}"
        return f"từ tháng {start} đến tháng {start + self.length - 1} năm {year}"

    def _label_en(self) -> str:
        if self.on is not None:
            return f"{self.on.day} {_MONTHS_EN[self.on.month]} {self.on.year}"
        year, start = self.year, self.first % 12 + 1
        if self.length > 12:
            return f"{year}–{year + self.length // 12 - 1}"
        if self.length == 12:
            return str(year)
        if self.length == 1:
            return f"{_MONTHS_EN[start]} {year}"
        if self.length == 3 and start % 3 == 1:
            return f"the {('first', 'second', 'third', 'fourth')[start // 3]} quarter of {year}"
        if start == 1:
            return f"the first {self.length} months of {year}"
        if start + self.length == 13:
            return f"the last {self.length} months of {year}"
        return f"{_MONTHS_EN[start]} to {_MONTHS_EN[start + self.length - 1]} {year}"


def day_before(on: date) -> date:
    """Return the day before `on`."""
    return on - timedelta(days=1)


def parse_known(text: str) -> date:
    """Read a date from which something was known: `2021-01-29`, or `2021-01`, which counts from its last day.

    Raises:
        InvalidInput: not such a date.

    >>> parse_known("2021-02")
    datetime.date(2021, 2, 28)
    """
    clean = text.strip()
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", clean):
            year, month = int(clean[:4]), int(clean[5:])
            return date(year, month, monthrange(year, month)[1])
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", clean):
            return date.fromisoformat(clean)
    except ValueError:
        pass
    raise InvalidInput(
        f"“{text}” không phải là ngày; ghi 2021-01-29, hoặc 2021-01 khi chỉ biết tháng",
        f"“{text}” is not a date; write 2021-01-29, or 2021-01 where only the month is known",
    )


def _no_period(text: str) -> InvalidInput:
    return InvalidInput(
        f"“{text}” không phải là kỳ có thật; ghi ví dụ 2020, 2020-H1, 2020-Q1, 2020-M04, 2020-M01..M09, 2020-12-31",
        f"“{text}” is not a period that exists; write e.g. 2020, 2020-H1, 2020-Q1, 2020-M04, 2020-M01..M09, 2020-12-31",
    )

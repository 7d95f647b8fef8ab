"""Return forms: which rows and columns a unit fills in, since when, and by which law. `form_reading` reads them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from tongket.core.errors import NotFound
from tongket.core.figure import Key, Scenario, Status
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class What(StrEnum):
    """What a column tells of, seen from the period of the return."""

    PERIOD = "period"
    CUMULATIVE = "cumulative"
    PREVIOUS = "previous"
    LAST_YEAR = "last-year"
    CUMULATIVE_LAST_YEAR = "cumulative-last-year"
    ON_PREVIOUS = "on-previous"
    ON_LAST_YEAR = "on-last-year"
    CUMULATIVE_ON_LAST_YEAR = "cumulative-on-last-year"


RATIOS = {
    What.ON_PREVIOUS: (What.PERIOD, What.PREVIOUS),
    What.ON_LAST_YEAR: (What.PERIOD, What.LAST_YEAR),
    What.CUMULATIVE_ON_LAST_YEAR: (What.CUMULATIVE, What.CUMULATIVE_LAST_YEAR),
}
"""Columns that are one column over another, in percent."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. Only that of the period itself is filled in; the others follow from it and from what is known.

    Attributes:
        code: unique in the form.
        name: its heading.
        what: what it tells of.
    """

    code: str
    name: Text
    what: What

    @property
    def entered(self) -> bool:
        """Whether somebody types it."""
        return self.what is What.PERIOD


@dataclass(frozen=True, slots=True)
class Row:
    """A row.

    Attributes:
        code: unique in the form, and the same in every version.
        number: as printed, e.g. `1.1`.
        name: what it tells of.
        indicator: code in the vocabulary.
        members: `dimension:member`, sorted.
        basis: what its figures are comparable with.
        unit: of the vocabulary; the indicator's own.
        decimals: so many may be given at most.
        part_of: code of the row it is a part of; empty for none.
        required: whether a return without it is not complete.
    """

    code: str
    number: str
    name: Text
    indicator: str
    members: tuple[str, ...]
    basis: str
    unit: str
    decimals: int
    part_of: str
    required: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading."""

    code: str
    name: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold between cells, e.g. `retail ≥ retail-food + retail-fuel`.

    Attributes:
        code: unique in the form; names the check.
        says: the line it was read from.
        left, right: sums of terms.
        operator: of `OPERATORS`.
        blocks: whether a return that breaks it cannot be submitted; else it wants an answer.
        why: why it matters.
    """

    code: str
    says: str
    left: "Sum"
    operator: str
    right: "Sum"
    blocks: bool
    why: Text


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a sum: so many times a cell, or a number alone.

    Attributes:
        factor: signed; the number itself where `row` is empty.
        row: code of a row.
        what: which of its columns; never a ratio.
    """

    factor: Decimal
    row: str
    what: What


Sum = tuple[Term, ...]
OPERATORS = ("=", "≥", "≤", ">", "<")


@dataclass(frozen=True, slots=True)
class Form:
    """One version of a form.

    Attributes:
        code: permanent. The official codes are not public; these are the product's own.
        version: says which file.
        name: as it is called.
        legal_basis: what it is owed by.
        frequency: month, quarter, half or year.
        adm: whether its periods are those of the administrative calendar (15th to 14th).
        owed_by: kind of units that owe it.
        body: whose word its figures are in the ledger.
        status: how firm they are.
        due: code of the rule that says when.
        sector: the division of the Department that takes it.
        gathered: whether the ledger gets the sum over a place's units, as of enterprises, and no unit's own figures.
        complete_parts: codes of rows whose parts make them up, so that they must add up to them exactly.
        rules: what must hold between cells besides.
        valid_from: first day on whose periods it is owed.
        valid_to: last day; None while it is.
    """

    code: str
    version: str
    name: Text
    legal_basis: Text
    frequency: str
    adm: bool
    owed_by: str
    body: str
    status: Status
    due: str
    sector: str
    gathered: bool
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    complete_parts: frozenset[str]
    rules: tuple[Rule, ...]
    valid_from: date
    valid_to: date | None
    _by_code: Mapping[str, Row] = field(init=False, repr=False, compare=False)
    entered_cells: Mapping[str, str] = field(init=False, repr=False, compare=False)
    """Key of the cell of each row that is filled in, by code of row."""

    def __post_init__(self) -> None:
        rows = {row.code: row for section in self.sections for row in section.rows}
        column = next((column.code for column in self.columns if column.entered), "")
        object.__setattr__(self, "_by_code", rows)
        object.__setattr__(self, "entered_cells", {code: cell_key(code, column) for code in rows})

    @property
    def rows(self) -> Iterator[Row]:
        """All rows, in order."""
        return iter(self._by_code.values())

    @property
    def entered(self) -> Column:
        """The column that is filled in."""
        return next(column for column in self.columns if column.entered)

    def row(self, code: str) -> Row:
        """Return a row.

        Raises:
            NotFound: the form has none of that code.
        """
        found = self._by_code.get(code)
        if found is None:
            raise NotFound(f"biểu {self.code} không có dòng “{code}”", f"form {self.code} has no row “{code}”")
        return found

    def holds_on(self, day: date) -> bool:
        """Whether this version is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def period_of(self, day: date) -> Period:
        """Return the period of the form in which a day lies."""
        size = MONTHS[self.frequency]
        if not self.adm:
            month = (day.month - 1) // size * size + 1
            return Period((day.year * 12 + month - 1), size)
        # The administrative year begins on 15 December, so a day is counted into the month of the coming 14th.
        count = day.year * 12 + day.month - 1 + (1 if day.day >= 15 else 0)
        return Period(count // size * size, size, adm=True)

    def owed_on(self, day: date) -> Period:
        """Return the period whose return is owed on a day: the one that ended last."""
        return self.period_of(self.period_of(day).start - timedelta(days=1))

    def key(self, row: Row, what: What, period: Period, place: str, vocabulary: Vocabulary) -> Key:
        """Return the figure that a cell stands for; of a stock that of the period's last day."""
        told = told_of(what, period)
        stock = vocabulary.indicators[row.indicator].over_time == "last"
        of = Period.of_day(told.end) if stock else told
        return Key(row.indicator, row.members, place, of, Scenario.ACTUAL, self.status, self.body, row.basis)


def told_of(what: What, period: Period) -> Period:
    """Return the period a column tells of."""
    cumulative = Period(period.first - period.first % 12, period.first % 12 + period.length, adm=period.adm)
    if what is What.PERIOD:
        return period
    if what is What.CUMULATIVE:
        return cumulative
    if what is What.PREVIOUS:
        return Period(period.first - period.length, period.length, adm=period.adm)
    if what is What.LAST_YEAR:
        return period.year_before()
    if what is What.CUMULATIVE_LAST_YEAR:
        return cumulative.year_before()
    raise ValueError(f"{what} is a ratio")


def cell_key(row: str, column: str) -> str:
    """Return the key of a cell."""
    return f"{row}|{column}"


def form_of(code: str, day: date, among: Sequence[Form]) -> Form:
    """Return the version of a form that is in force on a day.

    Raises:
        NotFound: none is.
    """
    for form in among:
        if form.code == code and form.holds_on(day):
            return form
    raise NotFound(
        f"không có biểu “{code}” có hiệu lực ngày {day:%d/%m/%Y}", f"no form “{code}” is in force on {day.isoformat()}"
    )


def version_of(code: str, version: str, among: Sequence[Form]) -> Form:
    """Return one version of a form.

    Raises:
        NotFound: there is none.
    """
    for form in among:
        if (form.code, form.version) == (code, version):
            return form
    raise NotFound(f"không có biểu “{code}” bản {version}", f"there is no form “{code}” of version {version}")


def following(forms: Iterable[Form]) -> tuple[Form, ...]:
    """Return forms by code, then by age, each version ended by the one that follows it."""
    ordered = sorted(forms, key=lambda form: (form.code, form.valid_from))
    found = []
    for form, after in zip(ordered, [*ordered[1:], None], strict=True):
        last = form.valid_to
        if after is not None and after.code == form.code and (last is None or after.valid_from <= last):
            last = after.valid_from - timedelta(days=1)
        found.append(replace(form, valid_to=last))
    return tuple(found)

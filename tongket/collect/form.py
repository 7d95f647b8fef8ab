"""Return forms as data: which rows and columns a unit fills in, since when, and by which law.

A form is a TOML file: it has nested lists and texts in two languages, which a table of cells would need codes for, and
a statistician can read it aloud. One file is one version; files of one code are versions that follow each other.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from tongket.core.errors import InvalidInput, NotFound
from tongket.core.figure import Key, Scenario, Status
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary

DATA = Path(__file__).parent / "data" / "forms"
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
        complete_parts: codes of rows whose parts make them up, so that they must add up to them exactly.
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
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    complete_parts: frozenset[str]
    valid_from: date
    valid_to: date | None

    @property
    def rows(self) -> Iterator[Row]:
        """All rows, in order."""
        for section in self.sections:
            yield from section.rows

    @property
    def entered(self) -> Column:
        """The column that is filled in."""
        return next(column for column in self.columns if column.entered)

    def row(self, code: str) -> Row:
        """Return a row.

        Raises:
            NotFound: the form has none of that code.
        """
        for row in self.rows:
            if row.code == code:
                return row
        raise NotFound(f"biểu {self.code} không có dòng “{code}”", f"form {self.code} has no row “{code}”")

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


def forms(folder: Path = DATA) -> Sequence[Form]:
    """Return all versions of all forms in a folder, by code, then by age.

    Raises:
        InvalidInput: a form cannot be right; all that is wrong in all files is said at once.
    """
    return _read(folder)


def form_of(code: str, day: date, folder: Path = DATA) -> Form:
    """Return the version of a form that is in force on a day.

    Raises:
        NotFound: none is.
    """
    for form in forms(folder):
        if form.code == code and form.holds_on(day):
            return form
    raise NotFound(
        f"không có biểu “{code}” có hiệu lực ngày {day:%d/%m/%Y}", f"no form “{code}” is in force on {day.isoformat()}"
    )


def version_of(code: str, version: str, folder: Path = DATA) -> Form:
    """Return one version of a form.

    Raises:
        NotFound: there is none.
    """
    for form in forms(folder):
        if (form.code, form.version) == (code, version):
            return form
    raise NotFound(f"không có biểu “{code}” bản {version}", f"there is no form “{code}” of version {version}")


@cache
def _read(folder: Path) -> tuple[Form, ...]:
    faults: list[Text] = []
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(_form(tomllib.loads(path.read_text(encoding="utf-8"))))
        except tomllib.TOMLDecodeError as error:
            faults.append(Text(f"{path.name}: không đúng cú pháp TOML ({error})", f"{path.name}: no TOML ({error})"))
        except (KeyError, ValueError, TypeError) as error:
            faults.append(Text(f"{path.name}: thiếu hoặc sai mục {error}", f"{path.name}: missing or wrong: {error}"))
    if faults:
        raise InvalidInput("; ".join(fault.vi for fault in faults), "; ".join(fault.en for fault in faults))
    return tuple(sorted(found, key=lambda form: (form.code, form.valid_from)))


def _text(of: Mapping[str, Any], name: str) -> Text:
    return Text(str(of[f"{name}_vi"]), str(of[f"{name}_en"]))


def _form(told: Mapping[str, Any]) -> Form:
    columns = tuple(Column(c["code"], _text(c, "name"), What(c["what"])) for c in told["columns"])
    if sum(column.entered for column in columns) != 1:
        raise ValueError('columns: exactly one has what = "period"')
    sections = tuple(
        Section(s["code"], _text(s, "name"), tuple(_row(r, told) for r in s["rows"])) for s in told["sections"]
    )
    codes = [row.code for section in sections for row in section.rows]
    twice = {code for code in codes if codes.count(code) > 1}
    unknown = {r.part_of for s in sections for r in s.rows if r.part_of} - set(codes)
    if twice or unknown or told["frequency"] not in MONTHS:
        raise ValueError(f"rows twice {sorted(twice)}, part_of unknown {sorted(unknown)}, or frequency")
    return Form(
        told["code"], str(told["version"]), _text(told, "name"), _text(told, "legal_basis"), told["frequency"],
        bool(told.get("adm", False)), told["owed_by"], told["body"], Status(told["status"]), told["due"],
        told["sector"], columns, sections, frozenset(told.get("complete_parts", ())), told["valid_from"],
        told.get("valid_to"),
    )  # fmt: skip


def _row(told: Mapping[str, Any], form: Mapping[str, Any]) -> Row:
    return Row(
        told["code"], str(told["number"]), _text(told, "name"), told["indicator"],
        tuple(sorted(told.get("members", ()))), told.get("basis", "std"), told["unit"], int(told["decimals"]),
        told.get("part_of", ""), bool(told.get("required", True)),
    )  # fmt: skip


def check_against(form: Form, vocabulary: Vocabulary) -> None:
    """Check that every row names what the vocabulary has.

    Raises:
        InvalidInput: some do not; all are named.
    """
    faults = []
    for row in form.rows:
        indicator = vocabulary.indicators.get(row.indicator)
        if indicator is None:
            faults.append(f"{row.code}: {row.indicator}")
        elif row.unit != indicator.unit or row.basis not in indicator.bases or row.decimals > indicator.scale:
            faults.append(f"{row.code}: {row.unit}, {row.basis}, {row.decimals}")
        else:
            faults += [f"{row.code}: {m}" for m in row.members if m.split(":")[0] not in indicator.dimensions]
    if faults:
        listed = "; ".join(faults)
        raise InvalidInput(
            f"biểu {form.code}: dòng dùng mã, đơn vị, số lẻ hoặc phân tổ mà danh mục không có: {listed}",
            f"form {form.code}: rows use codes, units, decimals or members the vocabulary has not: {listed}",
        )

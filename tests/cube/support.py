"""Ledger rows without a database: the sample figures, books made by hand, and rows as the engines read them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyarrow as pa

from tongket.core.figure import Figure, Key, Measure, Notation, Qualifier, Scenario, Source, State, Status, Value
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary, vocabulary
from tongket.cube.audit.finding import Timeline
from tongket.cube.book import Book, Slot
from tongket.cube.rows import LedgerRow
from tongket.ledger import rules
from tongket.ledger.loading.reading import read_file
from tongket.ledger.schema import schema, settled

OLD = "vn.64@1997"
"""Gia Lai until 30/06/2025; NEW from 01/07/2025; BINH_DINH is the other half of NEW."""
NEW = "vn.52@2025"
BINH_DINH = "vn.52@1997"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "gia-lai"
"""Reference data compiled independently, beside the checkout where there is any."""
DAY = date(2021, 1, 31)
POSTED = datetime(2026, 3, 1, 8, tzinfo=UTC)
"""When posting 1 was recorded; each later one a minute after."""


def posted_at(posting: int) -> datetime:
    """When a posting of the tests was recorded."""
    return POSTED + timedelta(minutes=posting - 1)


def key(
    indicator: str = "export.value",
    period: str = "2020",
    *,
    members: Sequence[str] = (),
    place: str = OLD,
    scenario: Scenario = Scenario.ACTUAL,
    status: Status | None = None,
    body: str = "department",
    basis: str | None = None,
    measure: Measure = Measure.LEVEL,
) -> Key:
    """A key; the firmness defaults to estimate or assigned, the basis to the indicator's first."""
    usual = {Scenario.ACTUAL: Status.ESTIMATE, Scenario.PLAN: Status.ASSIGNED, Scenario.FORECAST: Status.NONE}
    return Key(
        indicator,
        tuple(sorted(members)),
        place,
        Period.parse(period),
        scenario,
        status or usual[scenario],
        body,
        basis or vocabulary().indicators[indicator].bases[0],
        measure,
    ).checked()


def val(
    quantity: str | int | Decimal | None = None,
    *,
    state: State = State.VALUE,
    high: str | None = None,
    qualifier: Qualifier = Qualifier.EXACT,
    notation: Notation = Notation.NONE,
    decimals: int | None = None,
) -> Value:
    """A value, printed with as many decimals as it is written with."""
    exact = None if quantity is None else Decimal(quantity)
    if decimals is None and exact is not None:
        decimals = max(0, -int(exact.as_tuple().exponent))
    return Value(exact, state, None if high is None else Decimal(high), qualifier, notation, decimals)


class Rows:
    """Rows put together one by one, numbered and linked as the ledger does."""

    def __init__(self) -> None:
        self.rows: list[LedgerRow] = []
        self._chains: dict[Key, rules.Chain] = {}

    def add(
        self, at: Key, value: Value | str | int, *, known: date = DAY, posting: int = 1, source: str = "bao-cao.docx"
    ) -> LedgerRow:
        """Add a row and return it."""
        number = len(self.rows) + 1
        said = value if isinstance(value, Value) else val(value)
        link = self._chains.setdefault(at, rules.Chain()).add(known, number)
        row = LedgerRow(number, posting, posted_at(posting), at, said, known, source, "", "", link.supersedes)
        self.rows.append(row)
        return row

    def book(self, body: str | None = None) -> Book:
        """The book of all rows."""
        return Book(self.rows, vocabulary(), body)

    def timeline(self) -> Timeline:
        """The timeline of all rows."""
        return Timeline(self.rows, vocabulary())


def slot(at: Key) -> Slot:
    """The slot a key fills."""
    return Slot.of(at)


@cache
def sample_figures() -> tuple[Figure, ...]:
    """The figures of the samples that come with the product, in file order."""
    folder = Path(str(files("tongket"))) / "samples" / "gia-lai"
    return tuple(f for name in ("published.csv", "stocks.csv") for f in read_file(folder / name, vocabulary()).figures)


@cache
def sample_rows() -> tuple[LedgerRow, ...]:
    """The same as ledger rows."""
    rows = Rows()
    for figure in sample_figures():
        rows.add(figure.key, figure.value, known=figure.known_from, source=figure.source.address)
    return tuple(rows.rows)


@cache
def sample_timeline() -> Timeline:
    """The samples as a timeline; read only."""
    return Timeline(sample_rows(), vocabulary())


def arrow(rows: Iterable[LedgerRow], voc: Vocabulary | None = None) -> pa.Table:
    """Rows as the ledger hands them to engines, with the links its chain rule gives them, in the order handed in."""
    chains: dict[Key, rules.Chain] = {}
    records = []
    for row in sorted(rows, key=lambda r: r.row):
        figure = Figure(row.key, row.value, row.known_from, Source(row.source, row.locator), row.note)
        link = chains.setdefault(row.key, rules.Chain()).add(row.known_from, row.row)
        encoded = rules.encode(figure, voc or vocabulary())._asdict()
        told = {"supersedes": link.supersedes, "until": link.until, "settles": False}
        records.append({**encoded, **_numbers(row), **told})
    return pa.Table.from_pylist(records, schema=schema())


def stored(table: pa.Table) -> pa.Table:
    """A table as the ledger hands it over: in one piece, in two, or with nothing settled; by its number of rows."""
    half = table.num_rows // 2
    if table.num_rows % 3 == 0:
        return table
    return (
        settled(table)
        if table.num_rows % 3 == 1
        else pa.concat_tables([settled(table.slice(0, half)), settled(table.slice(half))])
    )


def _numbers(row: LedgerRow) -> dict[str, object]:
    return {"row": row.row, "posting": row.posting, "posted_at": row.posted_at}

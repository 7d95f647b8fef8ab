"""The only readers of the ledger offered to other packages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django.db import connection

from tongket.core.errors import InvalidInput, NotFound
from tongket.core.figure import Figure, Key, Measure, State
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import rules
from tongket.ledger.models import FigureRow, Scale
from tongket.ledger.schema import schema, settled
from tongket.store.errors import mapped
from tongket.store.models import Posting
from tongket.store.relation import Reader, Relation

if TYPE_CHECKING:
    import pyarrow as pa

STREAM = "figures"
_SELECT = """
SELECT f.id, f.posting, f.series, f.measure, f.indicator, f.members, f.place, f.period, f.period_first,
  f.period_length, f.period_on, f.scenario, f.status, f.body, f.basis, f.state, f.value, f.high, f.qualifier,
  f.notation, f.decimals, f.printed, f.known_from, s.address, f.locator, f.note, f.supersedes, f.until
FROM ledger_figure f JOIN ledger_source s ON s.id = f.source_id
"""


_SETTLED = 3
"""Columns that follow from the others; see `schema.settled`."""


class Figures:
    """The ledger's rows as the store sees them."""

    name = STREAM
    # “One province out of all” reads few row groups only where place comes first.
    order = ("place", "indicator", "period_first", "period_length", "series", "measure", "row")

    def table(self, after: int, upto: int) -> "pa.Table":
        """Return the rows of the postings after < number ≤ upto, in order of posting and row."""
        return settled(_table("WHERE f.posting > %s AND f.posting <= %s ORDER BY f.posting, f.id", [after, upto]))


FIGURES = Figures()
_READER = Reader(FIGURES)


@dataclass(frozen=True, slots=True)
class PostingInfo:
    """A posting as it was recorded; see `store.models.Posting`. `at` is in UTC."""

    number: int
    at: datetime
    actor: str
    reason: str
    origin: str
    digest: str
    rows: int


def relation() -> Relation:
    """Return all figures as of now, as segments and tail in the columns of `schema`.

    Raises:
        Unavailable: database or segments cannot be read.
    """
    return _READER.relation()


def rows_of(series: str, measure: Measure | None = None) -> list[rules.Row]:
    """Return every row of a series (of one measure, or of all), by day known, then by row.

    Raises:
        Unavailable: the database cannot be read.
    """
    where, values = "WHERE f.series = %s", [series]
    if measure is not None:
        where, values = where + " AND f.measure = %s", [*values, measure.value]
    with mapped():
        return _rows(_table(where + " ORDER BY f.known_from, f.id", values))


def plans(place: str, year: Period, vocabulary: Vocabulary) -> Mapping[Key, Decimal]:
    """Return the levels planned for a place and year as they were said last, in each indicator's unit; nil is zero.

    Raises:
        Unavailable: the database cannot be read.
    """
    # The scenario is no parameter: only so do databases see that the index on plans holds all there is to find.
    where = "WHERE f.scenario = 'plan' AND f.place = %s AND f.period = %s AND f.measure = %s"
    with mapped():
        if not FigureRow.objects.filter(scenario="plan", place=place, period=str(year)).exists():
            return {}
        rows = _rows(_table(f"{where} ORDER BY f.known_from, f.id", [place, str(year), Measure.LEVEL.value]))
    said = {(figure := rules.decode(row, vocabulary)).key: figure.value for row in rows}
    levels = {key: Decimal(0) if value.state is State.NIL else value.quantity for key, value in said.items()}
    return {key: level for key, level in levels.items() if level is not None}


def row(number: int) -> rules.Row:
    """Return one row by its number.

    Raises:
        NotFound: there is none.
        Unavailable: the database cannot be read.
    """
    with mapped():
        found = _rows(_table("WHERE f.id = %s", [number])) if 0 < number < 2**63 else []
    if not found:
        raise NotFound(f"sổ số liệu không có dòng {number}", f"the ledger has no row {number}")
    return found[0]


def postings(*, digest: str = "") -> list[PostingInfo]:
    """Return all postings of figures, oldest first, or those made from one content.

    Args:
        digest: SHA-256, in hex, of a file: only the postings made from it; empty for all.
    """
    with mapped():
        found = Posting.objects.filter(stream__name=STREAM).order_by("number")
        if digest:
            found = found.filter(digest=digest)
        return [PostingInfo(p.number, p.at, p.actor, p.reason, p.origin, p.digest, p.rows) for p in found]


def recorded_by(moment: datetime) -> int:
    """Return the number of the last posting recorded at or before a moment (with time zone); 0 for none."""
    with mapped():
        found = Posting.objects.filter(stream__name=STREAM, at__lte=moment).order_by("-number")
        return found.values_list("number", flat=True).first() or 0


def check_scales(vocabulary: Vocabulary) -> None:
    """Refuse a vocabulary that reads the stored integers otherwise than they were written.

    Raises:
        InvalidInput: an indicator's unit or scale is not what it was when its first figure was recorded.
    """
    with mapped():
        kept = {s.indicator: (s.unit, s.scale) for s in Scale.objects.all()}
    compare_scales(kept, vocabulary)


def compare_scales(kept: Mapping[str, tuple[str, int]], vocabulary: Vocabulary) -> None:
    """Compare (unit, scale) as recorded with the vocabulary's; see `check_scales`."""
    for code, (unit, scale) in kept.items():
        now = vocabulary.indicators.get(code)
        if now is not None and (now.unit, now.scale) != (unit, scale):
            raise InvalidInput(
                f"chỉ tiêu {code} đã ghi sổ theo đơn vị {unit}, {scale} chữ số thập phân; danh mục hiện là {now.unit}, "
                f"{now.scale}. Khôi phục khai báo cũ, hoặc khai báo chỉ tiêu mới với mã khác",
                f"{code} was recorded in {unit} with {scale} decimals; the vocabulary now says {now.unit} with "
                f"{now.scale}. Restore the declaration, or declare a new indicator under another code",
            )


def figure_of(row: rules.Row, vocabulary: Vocabulary) -> Figure:
    """Return the figure a row holds, its numbers in the indicator's unit.

    Raises:
        NotFound: its indicator is no longer in the vocabulary.
    """
    return rules.decode(row, vocabulary)


def _rows(table: "pa.Table") -> list[rules.Row]:
    return cast(list[rules.Row], table.to_pylist())


def _table(where: str, values: list[Any]) -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415 – heavy, only when used

    with connection.cursor() as cursor:
        cursor.execute(_SELECT + where, values)
        columns = [list(column) for column in zip(*cursor.fetchall(), strict=True)]
    columns = columns or [[] for _ in range(len(schema()) - 1 - _SETTLED)]
    columns.insert(2, _times(columns[1]))
    columns += [[None] * len(columns[0]) for _ in range(_SETTLED)]
    arrays = [_array(pa, column, field.type) for column, field in zip(columns, schema(), strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema())


def _times(numbers: list[int]) -> list[datetime]:
    """Return when each posting was recorded."""
    if not numbers:
        return []
    span = Posting.objects.filter(stream__name=STREAM, number__range=(min(numbers), max(numbers)))
    at = dict(span.values_list("number", "at"))
    return [at[number] for number in numbers]


def _array(pa: Any, column: list[Any], kind: Any) -> Any:
    # SQLite hands dates over as text.
    as_text = pa.types.is_date(kind) and any(isinstance(cell, str) for cell in column)
    return pa.array(column, pa.string()).cast(kind) if as_text else pa.array(column, kind)

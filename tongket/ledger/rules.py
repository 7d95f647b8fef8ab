"""Figures to rows and back, and the chain that links the rows of one key. Pure: no database."""

import hashlib
import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, TypedDict

from tongket.core.errors import InvalidInput, NotFound
from tongket.core.exact import to_units
from tongket.core.figure import (
    Figure,
    Key,
    Measure,
    Source,
    State,
)
from tongket.core.indicator import Indicator
from tongket.core.record import key_of, scale_of, value_of
from tongket.core.vocabulary import Vocabulary

_SMALL = 32_767


_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


class Row(TypedDict):
    """A row as readers get it; columns and meaning as in `schema` and `models.FigureRow`."""

    row: int
    posting: int
    posted_at: datetime
    series: str
    measure: str
    indicator: str
    members: str
    place: str
    period: str
    period_first: int
    period_length: int
    period_on: date | None
    scenario: str
    status: str
    body: str
    basis: str
    state: str
    value: int | None
    high: int | None
    qualifier: str
    notation: str
    decimals: int | None
    printed: str
    known_from: date
    source: str
    locator: str
    note: str
    supersedes: int | None
    until: date | None


class Encoded(NamedTuple):
    """A figure as it is stored, before it has an id, a posting and a place in its chain."""

    series: str
    measure: str
    indicator: str
    members: str
    place: str
    period: str
    period_first: int
    period_length: int
    period_on: date | None
    scenario: str
    status: str
    body: str
    basis: str
    state: str
    value: int | None
    high: int | None
    qualifier: str
    notation: str
    decimals: int | None
    printed: str
    known_from: date
    source: str
    locator: str
    note: str

    @property
    def key(self) -> tuple[str, str]:
        """Series and measure: what the rows of one chain share."""
        return (self.series, self.measure)

    @property
    def said(self) -> tuple[object, ...]:
        """What the figure says, however it was printed."""
        return (self.state, self.value, self.high, self.qualifier, self.notation)

    def fingerprint(self) -> str:
        """Return the SHA-256 of the statement: what, how much, since when, by which source.

        Where in the source it stands and what was remarked do not count: a row moved by one line in a workbook that
        is handed in again is not a new statement.
        """
        return _digest(self._replace(locator="", note=""))


def encode(figure: Figure, vocabulary: Vocabulary) -> Encoded:
    """Return the figure as it is stored.

    Raises:
        InvalidInput: key and value do not fit together, or a number does not fit the indicator's scale or 64 bits.
        NotFound: indicator, member, place, body or basis is not in the vocabulary.
    """
    key, value = figure.key, figure.value
    try:
        indicator = _known(key.checked(), vocabulary)
        _check_value(figure, indicator)
        scale = scale_of(key.measure, indicator)
        low, high = (None if q is None else to_units(q, scale) for q in (value.quantity, value.high))
    except (InvalidInput, NotFound) as error:
        where = located(figure.source.address, figure.source.locator)
        raise type(error)(f"{where}: {error.text.vi}", f"{where}: {error.text.en}") from error
    period = key.period
    return Encoded(
        series=key.series_id,
        measure=key.measure.value,
        indicator=key.indicator,
        members=",".join(key.members),
        place=key.place,
        period=str(period),
        period_first=period.first,
        period_length=period.length,
        period_on=period.on,
        scenario=key.scenario.value,
        status=key.status.value,
        body=key.body,
        basis=key.basis,
        state=value.state.value,
        value=low,
        high=high,
        qualifier=value.qualifier.value,
        notation=value.notation.value,
        decimals=value.decimals,
        printed=value.printed,
        known_from=figure.known_from,
        source=figure.source.address,
        locator=figure.source.locator,
        note=figure.note,
    )


def decode(row: Row, vocabulary: Vocabulary) -> Figure:
    """Return the figure a row holds.

    Raises:
        NotFound: its indicator is no longer in the vocabulary.
    """
    key = key_of(row)
    value = value_of(row, scale_of(key.measure, _indicator(key.indicator, vocabulary)))
    return Figure(key, value, row["known_from"], Source(row["source"], row["locator"]), row["note"])


def withheld_fingerprint(key: tuple[str, str], known_from: date, source: str) -> str:
    """Return what replaces the fingerprint of a withheld row.

    It tells the same statement when it comes again, but holds nothing of the payload: from a hash of the content the
    number could be found by trying.
    """
    return _digest(("withheld", *key, known_from, source))


def located(address: str, locator: str) -> str:
    """Return how a message names the place a figure was read from."""
    return f"{address}, {locator}" if locator else address


def check_text(what_vi: str, what_en: str, text: str) -> None:
    """Refuse text that no database keeps.

    Raises:
        InvalidInput: it has a NUL or half a surrogate pair.
    """
    if _UNKEEPABLE.search(text):
        raise InvalidInput(
            f"{what_vi} có ký tự không lưu được; hãy xóa ký tự đó rồi gửi lại",
            f"{what_en} has a character that cannot be kept; remove it and send again",
        )


def check_unanimous(rows: Iterable[Encoded]) -> None:
    """Refuse two different statements of one key that are known from the same day.

    Raises:
        InvalidInput: there are two; the message names where both stand.
    """
    first: dict[tuple[tuple[str, str], date], Encoded] = {}
    for row in rows:
        other = first.setdefault((row.key, row.known_from), row)
        if other.said != row.said:
            here, there = located(row.source, row.locator), located(other.source, other.locator)
            name = f"{row.indicator} {row.members} {row.place} {row.period}".replace("  ", " ")
            raise InvalidInput(
                f"{name}: hai giá trị khác nhau cho cùng một số liệu, ở {there} và ở {here}; giữ lại một giá trị",
                f"{name}: two different values of one figure, at {there} and at {here}; keep one of them",
            )


class Link(NamedTuple):
    """Where a new row stands in its chain: the row it supersedes, and the day until which it holds."""

    supersedes: int | None
    until: date | None


class Chain:
    """The rows of one key, in order of (known_from, id). Ids are handed in as they grow.

    A row is visible as of day D and as recorded by posting P when known_from ≤ D, posting ≤ P, `until` is not ≤ D,
    and no row with known_from ≤ D and posting ≤ P supersedes it. That is always exactly the row with the greatest
    (known_from, id) of those known and recorded by then:

    - A hidden row is not the greatest: what hides it was known later, or on the same day and recorded later. A row
      that gave `until` was recorded before, so it lies inside any P that has the row itself; `until` need not ask.
    - A row that is not the greatest is hidden. If a greater one, known by D, was recorded before it, `until` ≤ D.
      If not, take the greater one, known by D and recorded by P, that was recorded first: the row just before it
      then was this very one (any between the two would be greater and recorded earlier), so it supersedes it.
    """

    __slots__ = ("_rows",)

    def __init__(self, rows: Sequence[tuple[date, int]] = ()) -> None:
        self._rows = sorted(rows)

    def add(self, known_from: date, row: int) -> Link:
        """Put a new row in and return its link; its id is greater than any before."""
        at = bisect_right(self._rows, (known_from, row))
        link = Link(
            self._rows[at - 1][1] if at else None,
            self._rows[at][0] if at < len(self._rows) else None,
        )
        insort(self._rows, (known_from, row))
        return link

    def overruled(self, known_from: date, row: int) -> bool:
        """Whether a later statement of the same day stands in place of the row."""
        at = bisect_right(self._rows, (known_from, row))
        return at < len(self._rows) and self._rows[at][0] == known_from


def _digest(parts: Iterable[object]) -> str:
    # Lengths keep ("ab", "c") and ("a", "bc") apart.
    texts = ["" if part is None else f"={part}" for part in parts]
    return hashlib.sha256("".join([f"{len(t)}:{t}" for t in texts]).encode()).hexdigest()


def _indicator(code: str, vocabulary: Vocabulary) -> Indicator:
    found = vocabulary.indicators.get(code)
    if found is None:
        raise NotFound(
            f"không có chỉ tiêu mang mã “{code}” trong danh mục; kiểm tra mã hoặc khai báo chỉ tiêu trước",
            f"the vocabulary has no indicator with the code “{code}”; check the code, or declare it first",
        )
    return found


def _known(key: Key, vocabulary: Vocabulary) -> Indicator:
    indicator = _indicator(key.indicator, vocabulary)
    if vocabulary.places.get(key.place) is None:
        raise NotFound(f"không có địa bàn “{key.place}” trong danh mục", f"there is no place “{key.place}”")
    if key.body not in vocabulary.bodies:
        raise NotFound(f"không có cơ quan “{key.body}” trong danh mục", f"there is no body “{key.body}”")
    if key.basis not in indicator.bases:
        raise NotFound(
            f"chỉ tiêu {indicator.code} không có gốc so sánh “{key.basis}”; có: {', '.join(indicator.bases)}",
            f"{indicator.code} is not stated on the basis “{key.basis}”; it is on: {', '.join(indicator.bases)}",
        )
    for member in key.members:
        vocabulary.member(indicator, member)
    dimensions = [member.partition(":")[0] for member in key.members]
    if len(set(dimensions)) < len(dimensions):
        raise InvalidInput(
            f"một số liệu không thể thuộc hai mục của cùng một phân tổ: {', '.join(key.members)}",
            f"a figure cannot belong to two members of one dimension: {', '.join(key.members)}",
        )
    return indicator


def _check_value(figure: Figure, indicator: Indicator) -> None:
    value = figure.value
    numbers = [q for q in (value.quantity, value.high) if q is not None]
    if (value.quantity is not None) != (value.state is State.VALUE) or (value.high is not None and len(numbers) < 2):
        raise InvalidInput(
            f"trạng thái “{value.state.value}” không khớp với giá trị; chỉ “value” mới có con số",
            f"the state “{value.state.value}” does not fit the value; only “value” has a number",
        )
    if not all(q.is_finite() for q in numbers) or numbers != sorted(numbers):
        raise InvalidInput(
            "giá trị không phải là số, hoặc khoảng giá trị có đầu dưới lớn hơn đầu trên",
            "the value is no number, or a range whose lower end is above its upper end",
        )
    _check_sign(figure.key, numbers, indicator)
    if value.decimals is not None and abs(value.decimals) > _SMALL:
        raise InvalidInput("số chữ số thập phân quá lớn", "too many decimals")
    texts = (
        ("số đã in", "the printed number", value.printed),
        ("nguồn", "the source", figure.source.address),
        ("vị trí trong nguồn", "the place in the source", figure.source.locator),
        ("ghi chú", "the note", figure.note),
    )
    for vi, en, text in texts:
        check_text(vi, en, text)
    if not figure.source.address.strip():
        raise InvalidInput("số liệu không ghi nguồn", "the figure names no source")


def _check_sign(key: Key, numbers: Sequence[Decimal], indicator: Indicator) -> None:
    """Refuse what cannot be below nothing: a quantity made, sold or there. A gap or a change may be."""
    if key.measure is Measure.LEVEL and indicator.kind in ("flow", "stock") and any(q < 0 for q in numbers):
        name = " ".join((key.indicator, *key.members, key.place, str(key.period)))
        raise InvalidInput(
            f"{name}: mức {numbers[0]:f} là số âm; kiểm tra lại số, hoặc ghi đúng thước đo nếu đây là chênh lệch "
            "(gap) hay mức tăng, giảm (change)",
            f"{name}: the level {numbers[0]:f} is negative; check the number, or name its measure if it is a "
            "difference (gap) or a change (change)",
        )

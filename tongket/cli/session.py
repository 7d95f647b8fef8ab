"""What a verb works with: the vocabulary, the ledger as it stands, and the language of its words."""

from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from tongket.core.boundaries import Boundaries
from tongket.core.errors import InvalidInput, TongketError
from tongket.core.period import Period, parse_known
from tongket.core.place import Place
from tongket.core.text import Lang, Text
from tongket.core.vocabulary import Vocabulary, vocabulary
from tongket.cube.rows import Ask, Engine, LedgerRow

if TYPE_CHECKING:
    from tongket.store.relation import Relation

GOOD, FINDINGS, USAGE, REFUSED = 0, 1, 2, 3
HOME_TIME = ZoneInfo("Asia/Ho_Chi_Minh")

T = TypeVar("T")


class Need(Enum):
    """What a verb needs of the data folder before it runs.

    Only what records figures may make one: a mistyped folder must not become a new, empty ledger.
    """

    NOTHING = "nothing"
    LEDGER = "ledger"
    LEDGER_OR_NEW = "ledger-or-new"
    WEB = "web"
    """The ledger, new where there is none, with the tables of the web application."""


Prepare = Callable[[Path | None, Need], AbstractContextManager[Path]]
"""Makes the ledger of a data folder as ready as a verb needs it, and gives the folder, for as long as the verb runs."""


class UsageError(TongketError):
    """The words of the command cannot be right."""


@dataclass
class Session:
    """One run of a verb.

    Attributes:
        args: the parsed command line.
        home: the data folder.
    """

    args: Namespace
    home: Path

    @property
    def lang(self) -> Lang:
        """The language of what is printed."""
        return "en" if self.args.lang == "en" else "vi"

    def words(self, vi: str, en: str) -> str:
        """Return the words of the session's language."""
        return Text(vi, en).to(self.lang)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The product's vocabulary and what the province added in `<home>/vocabulary`."""
        added = self.home / "vocabulary"
        return vocabulary(added) if added.is_dir() else vocabulary()

    @cached_property
    def relation(self) -> "Relation":
        """The ledger's segments and tail."""
        # The ledger needs Django, which `--help` and a wrong word should not wait for.
        from tongket.ledger import queries  # noqa: PLC0415

        queries.check_scales(self.vocabulary)
        return queries.relation()

    @cached_property
    def engine(self) -> Engine:
        """The engine that answers."""
        from tongket.cube.engines.duck import DuckEngine  # noqa: PLC0415 – heavy, only when something is asked

        return DuckEngine(self.relation.segments, self.relation.tail, self.vocabulary.indicators)

    @cached_property
    def as_of(self) -> date | None:
        """The day asked for by `--as-of`."""
        text = getattr(self.args, "as_of", None)
        return usage(lambda: parse_known(text)) if text else None

    @cached_property
    def recorded_by(self) -> datetime | None:
        """The moment asked for by `--recorded-by`: of a day, its end here."""
        text = getattr(self.args, "recorded_by", None)
        return usage(lambda: parse_moment(text)) if text else None

    def period(self, text: str) -> Period:
        """Return the period a word of the command names."""
        return usage(lambda: Period.parse(text))

    def place(self, text: str, period: Period | None = None) -> Place:
        """Return the place a word of the command names."""
        return usage(lambda: self.vocabulary.places.resolve(text, period))

    @cached_property
    def boundaries(self) -> Boundaries | None:
        """The boundaries of the day asked for by `--boundaries`, None without it."""
        text = getattr(self.args, "boundaries", None)
        if not text:
            return None
        return Boundaries(self.vocabulary.places, usage(lambda: Period.parse(text)).end)

    def place_on_boundaries(self, text: str, period: Period | None) -> Place:
        """Return the place a word of the command names: with `--boundaries` as it stood on that day."""
        drawn = self.boundaries
        return self.place(text, Period.of_day(drawn.on) if drawn is not None else period)

    def sources(self, place: Place, period: Period | None) -> tuple[str, ...]:
        """Return the places that made up a place of the boundaries asked for before (or after) it stood.

        Raises:
            UsageError: those places do not make it up exactly.
        """
        drawn = self.boundaries
        if drawn is None or period is None:
            return ()
        days = {period.end, period.year_before().end}
        away = sorted(day for day in days if not place.stands_on(day))
        found = [drawn.sources(place.id, day) for day in away]
        if not all(found):
            name, on = place.name(self.lang, drawn.on), f"{away[found.index(())]:%d/%m/%Y}"
            raise UsageError(
                f"{name} trong ranh giới ngày {drawn.on:%d/%m/%Y} không gồm trọn các địa bàn của ngày {on}: có địa bàn "
                "bị chia mà không rõ tỷ lệ. Xem tongket places",
                f"{name} on the boundaries of {drawn.on.isoformat()} is not made up of whole places of {on}: one of "
                "them was divided and its shares are not known. See tongket places",
            )
        return tuple(dict.fromkeys(source for each in found for source in each if source != place.id))

    def history(self, place: str) -> list[LedgerRow]:
        """Return all rows of a place as known and recorded by the days asked for, superseded ones included."""
        ask = Ask(places=[place], as_of=self.as_of, recorded_by=self.recorded_by, history=True)
        return self.engine.rows(ask)


def usage(read: Callable[[], T]) -> T:
    """Return what `read` returns; an error in a word of the command is one of usage, not of input."""
    try:
        return read()
    except TongketError as error:
        raise UsageError(error.text.vi, error.text.en) from error


def parse_moment(text: str) -> datetime:
    """Read a day (its end, in Vietnam's time) or a moment of ISO 8601.

    Raises:
        InvalidInput: neither.
    """
    try:
        if len(text) == 10:
            day = date.fromisoformat(text) + timedelta(days=1)
            return datetime.combine(day, time(), HOME_TIME) - timedelta(microseconds=1)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            f"“{text}” không phải ngày hay thời điểm; ghi 2021-01-29 hoặc 2021-01-29T10:30",
            f"“{text}” is neither a day nor a moment; write 2021-01-29 or 2021-01-29T10:30",
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=HOME_TIME)).astimezone(UTC)

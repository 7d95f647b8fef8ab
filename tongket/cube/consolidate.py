"""A nation's totals at once: every indicator, place of the levels asked for, and period, as known on any day.

The rules are the book's (docs/algorithms/consolidation.md), said for sets instead of one figure at a time; nothing is
kept that would have to be rebuilt. See docs/algorithms/nation.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from tongket.core.boundaries import Boundaries
from tongket.core.errors import InvalidInput
from tongket.core.figure import STATUSES, Scenario
from tongket.core.indicator import Indicator
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary
from tongket.cube.book import BODIES, DENOMINATORS, FIRM, kin
from tongket.cube.statements import closing, comparing, gathering, words
from tongket.cube.units import Units, base_of, units

if TYPE_CHECKING:
    import pyarrow as pa

MOST_TABLES = 200
"""So many tables of places are remembered; a process that answers for months is asked many different questions."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Totals:
    """Which totals are wanted.

    Attributes:
        levels: commune or district alone, or any of province, region, nation.
        places: ids of places of these levels; empty for all.
        indicators: codes; empty for all. Of a ratio its parts are read, too.
        first_year: of the periods wanted; None for all.
        last_year: of the periods wanted; None for all.
        body: the body whose word is preferred; None: the Department's, then the province's.
        as_of: what was known on that day; None: everything known.
        recorded_by: what was recorded by that moment; None: everything recorded.
    """

    levels: Sequence[str] = ("province", "region", "nation")
    places: Sequence[str] = ()
    indicators: Sequence[str] = ()
    first_year: int | None = None
    last_year: int | None = None
    body: str | None = None
    as_of: date | None = None
    recorded_by: datetime | None = None


class Sets(Protocol):
    """An engine that keeps tables of one question and joins them with the ledger's rows, `facts`."""

    @property
    def dialect(self) -> words.Dialect:
        """What this engine says its own way."""
        ...

    def load(self, name: str, rows: "pa.Table") -> None:
        """Keep a small table of ours."""
        ...

    def keep(self, name: str, statement: str) -> None:
        """Keep the result of a statement under a name, in place of an older one of that name."""
        ...

    def add(self, name: str, statement: str) -> None:
        """Add the result of a statement to what is kept under a name."""
        ...

    def read(self, statement: str) -> "pa.Table":
        """Return the result of a statement."""
        ...

    def done(self) -> None:
        """Drop what was kept."""
        ...

    def close(self) -> None:
        """Leave the engine."""
        ...


@dataclass
class Consolidator:
    """Consolidates on the boundaries of one day; keeps the tables of places, which do not change.

    Attributes:
        vocabulary: how each indicator adds up.
        drawn: the boundaries.
    """

    vocabulary: Vocabulary
    drawn: Boundaries
    _units: dict[tuple[tuple[str, ...], frozenset[str] | None], Units] = field(default_factory=dict)
    tables: dict[tuple[Any, ...], "pa.Table"] = field(default_factory=dict)

    def totals(self, sets: Sets, ask: Totals) -> "pa.Table":
        """Return the totals asked for, one row for each place, line and period of which anything is told.

        Columns: place, level, indicator, members (comma-joined), basis, scenario, period (text form), period_first,
        period_length, counted (the day a stock was counted), value (whole number of 10^-scale units; null where not
        all that had to speak did), high (upper end of a range, else null), partial (what those say who spoke, where
        value is null), status (the weakest of the parts), body (null where several were added), qualifier, complete,
        reported and expected (places, in the month with the fewest; units, where whole ones were silent), plan and
        plan_status (of the year; of plans only those that bind), last_year; completion, growth, contribution (to the
        growth of the total over the members) and contribution_to_nation as whole numbers of 10^-6 percent or points.
        Rows by level from the largest, place, line and period.

        Raises:
            InvalidInput: levels that do not go together, an unknown indicator or place, or a total beyond 64 bits.
        """
        try:
            return _Question(self, sets, ask).answer()
        finally:
            sets.done()

    def grouped(self, ask: Totals) -> tuple[tuple[Any, ...], Units]:
        """Return the places of a question as tables, and what they depend on."""
        base_of(ask.levels)
        among = frozenset(ask.places) if ask.places else None
        key = (tuple(sorted(set(ask.levels))), among)
        if key not in self._units:
            for place in ask.places:
                known = any(r.id == place for r in self.drawn.gazetteer.regions)
                if not known:
                    self.drawn.gazetteer[place]
            self._units[key] = units(self.drawn, key[0], among)
        return key, self._units[key]


class _Question:
    """One question to one engine."""

    def __init__(self, of: Consolidator, sets: Sets, ask: Totals) -> None:
        self.vocabulary, self.tables, self.sets, self.ask = of.vocabulary, of.tables, sets, ask
        self.key, self.grouped = of.grouped(ask)
        self.averaged = False
        self.indicators = self._indicators()
        self.filters = gathering.Filters(
            dialect=sets.dialect,
            as_of=ask.as_of.isoformat() if ask.as_of else "",
            recorded_us=(ask.recorded_by - EPOCH) // timedelta(microseconds=1) if ask.recorded_by else None,
            # A year more, for growth; a month more, for what was counted a little before.
            first=None if ask.first_year is None else ask.first_year * 12 - 13,
            last=None if ask.last_year is None else ask.last_year * 12 + 11,
            indicators=sorted(self.indicators) if ask.indicators else (),
            spans=self.grouped.spans,
        )

    def _indicators(self) -> Mapping[str, Indicator]:
        known = self.vocabulary.indicators
        if not self.ask.indicators:
            return known
        for code in self.ask.indicators:
            if code not in known:
                raise InvalidInput(f"không có chỉ tiêu “{code}”", f"there is no indicator “{code}”")
        parts = (p for code in self.ask.indicators for p in known[code].ratio or ())
        return {code: known[code] for code in (*self.ask.indicators, *parts)}

    def answer(self) -> "pa.Table":
        sets, dialect = self.sets, self.sets.dialect
        self._load_places()
        self._load_words()
        sets.keep("gone", gathering.gone(self.filters))
        sets.keep("marked", gathering.marked(self.filters))
        sets.keep("gathered", gathering.gathered(self.filters, marked=self._any("marked"), gone=self._any("gone")))
        periods = self._load_periods()
        lines = self._load_lines()
        over_time = set(lines.column("over_time").to_pylist())
        self.averaged = "average" in over_time
        self._load_standing(periods)
        sets.keep("spoken", gathering.spoken())
        self._decide()
        sets.keep("longer", closing.longer())
        self._of_units()
        self._of_targets()
        if "last" in over_time:
            sets.keep("stocks", comparing.with_stocks())
        else:
            sets.keep("stocks", f"SELECT t.*, {words.NO_DAY} AS counted FROM target_levels t")
        sets.keep("levels", comparing.with_ratios(dialect) if self._has_ratios(lines) else "SELECT * FROM stocks")
        sets.keep("pairs", comparing.pairs())
        sets.keep("stock_bases", comparing.stock_bases())
        nation = next((n for n, (_, level) in enumerate(self.grouped.targets) if level == "nation"), None)
        found = sets.read(comparing.compared(dialect, nation))
        return self._shown(found, lines)

    def _decide(self) -> None:
        """Keep `cells`: one statement for each unit, tier, line and period."""
        sets = self.sets
        sets.keep("contested", gathering.contested())
        if not self._any("contested"):
            sets.keep("cells", gathering.counted("spoken"))
            return
        sets.keep("uncontested", gathering.uncontested())
        sets.keep("decided", gathering.decided())
        sets.keep("undecided", gathering.undecided())
        found = [gathering.counted("uncontested"), gathering.counted("decided")]
        if self._any("undecided"):
            sets.keep("asked", gathering.asked_one_by_one(self.filters))
            found.append("SELECT * FROM asked")
        sets.keep("cells", " UNION ALL ".join(found))

    def _of_units(self) -> None:
        """Keep `of_units`: of each unit its own word, else that of the tier below it that is complete.

        A line told by months only needs no longer periods here: those of its places follow from months as well.
        """
        name = "cells"
        if self._any("longer"):
            self._close(("unit", "tier", "line"), "cells", "unit")
            name = "unit_levels"
        columns = (*words.UNIT_KEY, *words.CARRIED)
        if self._twice(name, words.UNIT_KEY):
            statement = closing.best(name, words.UNIT_KEY, "t.complete DESC, t.tier", columns)
        else:
            statement = f"SELECT {', '.join(columns)} FROM {name}"
        self.sets.keep("of_units", statement)

    def _of_targets(self) -> None:
        """Keep `target_levels`: of each place its own word, else the sum over its units, for every period."""
        sets, columns = self.sets, (*words.TARGET_KEY, *words.CARRIED)
        sets.keep("of_targets", comparing.of_targets())
        name = "of_targets"
        if self._twice(name, words.TARGET_KEY):
            name = "best_of_targets"
            sets.keep(name, closing.best("of_targets", words.TARGET_KEY, "t.complete DESC, t.summed", columns))
        if not self._any("longer"):
            listed = ", ".join((*words.TARGET_KEY, "1 AS parts", *words.CARRIED))
            months = closing.months_summed(name, sets.dialect, averaged=self.averaged)
            sets.keep("target_levels", f"SELECT {listed} FROM {name} UNION ALL {months}")
            return
        sets.keep("monthly", closing.of_line(name, monthly=True))
        sets.keep("summed", closing.months_summed("monthly", sets.dialect, averaged=self.averaged))
        self._close(("target", "line"), name, "target", ("summed",))

    def _close(self, group: Sequence[str], cells: str, prefix: str, more: Sequence[str] = ()) -> None:
        """Keep the levels of all periods: as told, or through the best chain of what was told."""
        sets, columns = self.sets, (*group, *words.PERIOD, "parts", *words.CARRIED)
        sets.keep(f"{prefix}_longer", closing.of_line(cells, monthly=False))
        sets.keep(f"{prefix}_told", closing.told(group, f"{prefix}_longer"))
        ends = sorted(sets.read(f"SELECT DISTINCT ends FROM {prefix}_told").column(0).to_pylist())
        name = f"{prefix}_longer"
        for month in ends:
            if month == ends[0]:
                sets.keep(f"{prefix}_chains", closing.chains_begun(group, prefix, month))
            else:
                sets.add(f"{prefix}_chains", closing.chains(group, prefix, month))
        if ends:
            name = f"{prefix}_closed"
            sets.keep(name, closing.closed(group, f"{prefix}_longer", prefix, sets.dialect))
        plain = ", ".join("1 AS parts" if column == "parts" else column for column in columns)
        listed = [f"SELECT {', '.join(columns) if ends else plain} FROM {name}"]
        listed += [f"SELECT {', '.join(columns)} FROM {other}" for other in more]
        sets.keep(f"{prefix}_plain", closing.of_line(cells, monthly=True))
        listed.append(f"SELECT {plain} FROM {prefix}_plain")
        sets.keep(f"{prefix}_levels", " UNION ALL ".join(listed))

    def _any(self, name: str) -> bool:
        return bool(self.sets.read(f"SELECT COUNT(*) AS n FROM {name}").column(0)[0].as_py())

    def _twice(self, name: str, key: Sequence[str]) -> bool:
        return bool(self.sets.read(closing.twice(name, key)).num_rows)

    def _has_ratios(self, lines: "pa.Table") -> bool:
        told = set(lines.column("indicator").to_pylist())
        return any(i.ratio and told & set(i.ratio) for i in self.indicators.values())

    def _load_places(self) -> None:
        grouped = self.grouped
        self._load("members_of", ("place", "kin"), grouped.members, of=(self.key,))
        kins = ((n, k.unit, k.tier, k.first, k.last) for n, k in enumerate(grouped.kins))
        self._load("kins", ("kin", "unit", "tier", "first", "last"), kins, of=(self.key,))
        ups = ((u.unit, u.target, int(u.own), u.first, u.last) for u in grouped.ups)
        self._load("ups", ("unit", "target", "own", "first", "last"), ups, of=(self.key,))

    def _load_words(self) -> None:
        asked, every = tuple(self.ask.indicators), self.indicators.values()
        ratios = ((i.code, *i.ratio) for i in every if i.ratio)
        self._load("ratios", ("indicator", "part", "whole"), ratios, of=asked)
        statuses = (
            (scenario.value, status.value, FIRM[status])
            for scenario, known in STATUSES.items()
            for status in known
            if scenario is not Scenario.PLAN or status in DENOMINATORS
        )
        self._load("statuses", ("scenario", "status", "rank"), statuses, of=())
        preferred = dict.fromkeys((self.ask.body, *BODIES) if self.ask.body else BODIES)
        ranks = {body: rank for rank, body in enumerate(preferred)}
        self.bodies = sorted(self.vocabulary.bodies)
        self.voices = {body: next(n for n, b in enumerate(self.bodies) if kin(b, body)) for body in self.bodies}
        bodies = ((body, ranks.get(body, words.UNRANKED), self.voices[body]) for body in self.bodies)
        self._load("bodies", ("body", "rank", "speaks"), bodies)

    def _load_periods(self) -> list[Period]:
        texts = self.sets.read("SELECT DISTINCT period FROM gathered").column(0).to_pylist()
        periods = [Period.parse(text) for text in sorted(texts)]
        rows = ((str(p), p.first, p.length, _day(p), int(p.adm), _last(p)) for p in periods)
        self._load("periods", ("period", "first", "length", "day", "adm", "last"), rows)
        days = (p.on for p in periods if p.on is not None)
        before = ((on.toordinal(), Period.of_day(on).year_before().end.toordinal()) for on in days)
        self._load("years_back", ("day", "before"), before)
        return periods

    def _load_lines(self) -> "pa.Table":
        """Number the lines told of, and the ratios that follow from them, in one order whatever the engine's is."""
        told = {tuple(line.values()) for line in self.sets.read(gathering.lines_told()).to_pylist()}
        of_ratio = {i.ratio[0]: i.code for i in self.indicators.values() if i.ratio}
        told |= {(of_ratio[line[0]], *line[1:]) for line in told if line[0] in of_ratio}
        adds = self.vocabulary.indicators
        rows = [
            (*line, adds[line[0]].over_time, adds[line[0]].over_places, number)
            for number, line in enumerate(sorted(told))
        ]
        names = ("indicator", "members", "basis", "scenario", "adm", "over_time", "over_places", "line")
        return self._load("lines", names, rows)

    def _load_standing(self, periods: Iterable[Period]) -> None:
        ends = {month for p in periods for month in (p.first, _last(p))}
        years = {month // 12 for month in ends}
        months = sorted(ends | {year * 12 + month for year in years for month in range(12)})
        of = (self.key, *months)
        self._load("standing", ("unit", "tier", "month", "places"), self.grouped.expected(months), of=of)
        self._load("needed", ("target", "month", "units"), self.grouped.needed(months), of=of)

    def _load(
        self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], of: tuple[Any, ...] | None = None
    ) -> "pa.Table":
        """Load a table of ours; one that depends on `of` alone is made once."""
        if of is None:
            table = _table(columns, rows)
        else:
            key = (name, *of)
            if key not in self.tables:
                if len(self.tables) >= MOST_TABLES:
                    self.tables.clear()
                self.tables[key] = _table(columns, rows)
            table = self.tables[key]
        self.sets.load(name, table)
        return table

    def _shown(self, found: "pa.Table", lines: "pa.Table") -> "pa.Table":
        from tongket.cube.tabled import tabled  # noqa: PLC0415 – Arrow, only when something is asked

        wanted = frozenset(self.ask.indicators) or frozenset(self.indicators)
        years = (self.ask.first_year, self.ask.last_year)
        return tabled(found, lines, self.grouped.targets, self.bodies, wanted, years)


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415 – heavy, only when used

    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [
        pa.array(column, pa.string() if name in _TEXTS else pa.int32())
        for name, column in zip(columns, cells, strict=True)
    ]
    return pa.table(arrays, names=list(columns))


_TEXTS = frozenset(
    (
        "place",
        "indicator",
        "members",
        "basis",
        "over_time",
        "over_places",
        "part",
        "whole",
        "scenario",
        "status",
        "body",
        "period",
    )
)


def _day(period: Period) -> int:
    return period.on.toordinal() if period.on is not None else words.NO_DAY


def _last(period: Period) -> int:
    """Return the month in which a period ends."""
    return period.first + max(period.length, 1) - 1

"""From rows to cells: what was said of each unit, tier, line and period, the firmest statement of each place."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongket.cube.statements.words import AT, GROUPED, PERIOD, UNRANKED, Dialect, listed, on


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rows of the ledger are read.

    Attributes:
        as_of: ISO day; empty for all that is known.
        recorded_us: microseconds since 1970; None for all that is recorded.
        first: first month read; None for all.
        last: last month read.
        indicators: codes; empty for all.
        spans: (first, last) ids between which the places wanted lie, where few are: segments are sorted by place, so
            that few of their blocks are read.
        dialect: of the engine.
    """

    dialect: Dialect
    as_of: str = ""
    recorded_us: int | None = None
    first: int | None = None
    last: int | None = None
    indicators: Sequence[str] = ()
    spans: Sequence[tuple[str, str]] = ()

    def known(self, alias: str) -> str:
        """Return the condition under which a row was known and recorded."""
        terms = []
        if self.as_of:
            terms.append(f"{alias}.known_from <= DATE '{self.as_of}'")
        if self.recorded_us is not None:
            terms.append(f"{alias}.posted_us <= {self.recorded_us}")
        return " AND ".join(terms) or "TRUE"

    def asked(self, alias: str) -> str:
        """Return the condition under which the key of a row is asked for, or, of its place, one near it."""
        terms = [f"{alias}.measure = 'level'"]
        ends = ((">=", self.first), ("<=", self.last))
        terms += [f"{alias}.period_first {sign} {month}" for sign, month in ends if month is not None]
        if self.indicators:
            codes = ", ".join(f"'{code}'" for code in self.indicators)
            terms.append(f"{alias}.indicator IN ({codes})")
        if self.spans:
            place = self.dialect.bytewise.format(f"{alias}.place")
            terms.append("(" + " OR ".join(f"{place} BETWEEN '{a}' AND '{b}'" for a, b in self.spans) + ")")
        return " AND ".join(terms)

    def standing(self, alias: str, *, gone: bool = True) -> str:
        """Return the rows of levels that stand and are asked for, as a source named `alias`.

        Args:
            alias: its name.
            gone: whether the table `gone` has rows.
        """
        later = f" OR {alias}.until > DATE '{self.as_of}'" if self.as_of else ""
        unsettled = [f"{alias}.settled_from IS NULL"]
        if self.as_of:
            unsettled.append(f"{alias}.settled_from > DATE '{self.as_of}'")
        if self.recorded_us is not None:
            unsettled.append(f"{alias}.settled_us > {self.recorded_us}")
        terms = [self.known(alias), self.asked(alias), f"({alias}.until IS NULL{later})", f"({' OR '.join(unsettled)})"]
        if not gone:
            return f"(SELECT {alias}.* FROM facts {alias} WHERE {' AND '.join(terms)}) {alias}"
        # An outer join is planned as one pass by every engine; NOT EXISTS is not.
        joined = f"LEFT JOIN gone ON gone.number = {alias}.number"
        terms.append("gone.number IS NULL")
        return f"(SELECT {alias}.* FROM facts {alias} {joined} WHERE {' AND '.join(terms)}) {alias}"


def gone(filters: Filters) -> str:
    """Return the rows in whose place a known one of the same key stands, and that do not say so themselves."""
    found = f"f.settles IS NOT TRUE AND {filters.known('f')} AND {filters.asked('f')}"
    return f"SELECT f.supersedes AS number FROM facts f WHERE f.supersedes IS NOT NULL AND {found}"


def marked(filters: Filters) -> str:
    """Return the few rows that are more than a plain number; three questions, so that each can pass over files."""
    terms = ("f.state <> 'value'", "f.high IS NOT NULL", "f.qualifier <> '-'")
    return " UNION ".join(f"SELECT f.number FROM facts f WHERE {term} AND {filters.asked('f')}" for term in terms)


def gathered(filters: Filters, *, marked: bool, gone: bool) -> str:
    """Sum standing rows by the kin of their place and by all that tells two statements apart.

    Args:
        filters: which rows.
        marked: whether the table `marked` has rows.
        gone: whether the table `gone` has rows.
    """
    wide = filters.dialect.wide
    groups = "m.kin, " + listed(GROUPED, "f")
    source = f"FROM {filters.standing('f', gone=gone)} JOIN members_of m ON f.place = m.place"
    summed = f"SELECT {groups}, SUM({wide.format('f.value')}) AS value, COUNT(*) AS n {source} GROUP BY {groups}"
    marks = ("over_n", "under_n", "about_n", "not_applicable", "unknown")
    if not marked:
        nothing = ", ".join(f"0 AS {name}" for name in ("spread", *marks))
        return f"SELECT a.*, {nothing} FROM ({summed}) a"
    count = "COALESCE(SUM(CASE WHEN {} THEN 1 ELSE 0 END), 0)"
    return f"""
        SELECT a.kin, {listed(GROUPED, "a")}, COALESCE(a.value, 0) AS value, a.n,
          COALESCE(b.spread, 0) AS spread, COALESCE(b.over_n, 0) AS over_n, COALESCE(b.under_n, 0) AS under_n,
          COALESCE(b.about_n, 0) AS about_n, COALESCE(b.not_applicable, 0) AS not_applicable,
          COALESCE(b.unknown, 0) AS unknown
        FROM ({summed}) a
        LEFT JOIN (
          SELECT {groups}, SUM(COALESCE({wide.format("f.high")} - {wide.format("f.value")}, 0)) AS spread,
            {count.format("f.qualifier = 'over'")} AS over_n, {count.format("f.qualifier = 'under'")} AS under_n,
            {count.format("f.qualifier = 'about'")} AS about_n,
            {count.format("f.state = 'not-applicable'")} AS not_applicable,
            {count.format("f.state IN ('missing', 'confidential')")} AS unknown
          {source} JOIN marked ON marked.number = f.number GROUP BY {groups}) b
        ON {on(("kin", *GROUPED), "a", "b")}"""


def lines_told() -> str:
    """Return the lines told of: what a figure tells of, but for place, period, firmness and body."""
    return """
        SELECT DISTINCT g.indicator, g.members, g.basis, g.scenario, p.adm
        FROM gathered g JOIN periods p ON g.period = p.period"""


def spoken() -> str:
    """Say per unit and tier what each status and body told; of places that stood then, and plans that bind."""
    at = "CASE WHEN l.scenario = 'plan' THEN p.first ELSE p.last END"
    return f"""
        SELECT k.unit, k.tier, l.line, {listed(PERIOD, "p")}, s.rank AS firm, b.rank AS voice, b.speaks, g.body,
          SUM(g.value) AS value, SUM(g.value + g.spread) AS high, SUM(g.over_n) AS over_n, SUM(g.under_n) AS under_n,
          SUM(g.about_n) AS about_n, SUM(g.n - g.unknown) AS reported, SUM(g.n - g.unknown - g.not_applicable) AS told
        FROM gathered g
        JOIN kins k ON g.kin = k.kin
        JOIN periods p ON g.period = p.period
        JOIN lines l ON {on(("indicator", "members", "basis", "scenario"), "g", "l")} AND p.adm = l.adm
        JOIN statuses s ON g.scenario = s.scenario AND g.status = s.status
        JOIN bodies b ON g.body = b.body
        WHERE k.tier = 0 OR ({at} BETWEEN k.first AND k.last AND l.over_places = 'sum')
        GROUP BY k.unit, k.tier, l.line, {listed(PERIOD, "p")}, s.rank, b.rank, b.speaks, g.body"""


_CELL = ("unit", "tier", "line", *PERIOD)
_EXPECTED = "CASE WHEN s.tier = 0 THEN 1 ELSE COALESCE(e.places, 0) END"


def contested() -> str:
    """Return the cells of which several statements of different firmness or by different bodies were found."""
    return f"SELECT {listed(_CELL)} FROM spoken GROUP BY {listed(_CELL)} HAVING COUNT(*) > 1"


def counted(among: str) -> str:
    """Put beside statements how many places had to speak; `among` is `spoken` or some of it."""
    return f"""
        SELECT {listed(_CELL, "s")}, s.value, s.high, s.firm, s.speaks AS voice, s.speaks AS voice_last, s.over_n,
          s.under_n, s.about_n, s.reported, {_EXPECTED} AS expected,
          CASE WHEN s.reported >= {_EXPECTED} THEN 1 ELSE 0 END AS complete
        FROM {among} s
        JOIN lines l ON s.line = l.line
        LEFT JOIN standing e ON e.unit = s.unit AND e.tier = s.tier AND e.month = {AT.format("s")}
        WHERE s.told > 0"""


def uncontested() -> str:
    """Return what was said of cells of which there is one statement."""
    return f"""
        SELECT s.* FROM spoken s LEFT JOIN contested c ON {on(_CELL, "s", "c")} WHERE c.unit IS NULL"""


def decided() -> str:
    """Take the firmest statement of a contested cell where all places gave it.

    Whatever else there is was then said by the same places and counts for less.
    """
    return f"""
        SELECT s.* FROM (
          SELECT s.*, ROW_NUMBER() OVER (PARTITION BY {listed(_CELL, "s")} ORDER BY s.firm, s.voice, s.body) AS nth
          FROM spoken s JOIN contested c ON {on(_CELL, "s", "c")}) s
        JOIN lines l ON s.line = l.line
        LEFT JOIN standing e ON e.unit = s.unit AND e.tier = s.tier AND e.month = {AT.format("s")}
        WHERE s.nth = 1 AND s.told > 0 AND s.told = s.reported AND s.reported >= {_EXPECTED}
          AND (s.tier > 0 OR s.voice < {UNRANKED})"""


def undecided() -> str:
    """Return the contested cells whose places must be asked one by one."""
    return f"""
        SELECT {listed(_CELL, "c")}, {_EXPECTED.replace("s.tier", "c.tier")} AS expected
        FROM contested c
        JOIN lines l ON c.line = l.line
        LEFT JOIN standing e ON e.unit = c.unit AND e.tier = c.tier AND e.month = {AT.format("c")}
        LEFT JOIN decided d ON {on(_CELL, "c", "d")}
        WHERE d.unit IS NULL"""


def asked_one_by_one(filters: Filters) -> str:
    """Take of each place of an undecided cell its best statement, and sum those."""
    wide = filters.dialect.wide
    number = "CASE WHEN f.state IN ('value', 'nil') THEN 0 WHEN f.state = 'not-applicable' THEN 1 ELSE 2 END"
    count = "SUM(CASE WHEN t.qualifier = '{}' THEN 1 ELSE 0 END)"
    at = "CASE WHEN l.scenario = 'plan' THEN p.first ELSE p.last END"
    return f"""
        SELECT {listed(_CELL, "t")}, COALESCE(SUM({wide.format("t.value")}), 0) AS value,
          COALESCE(SUM({wide.format("COALESCE(t.high, t.value)")}), 0) AS high, MAX(t.firm) AS firm,
          MIN(t.speaks) AS voice, MAX(t.speaks) AS voice_last, {count.format("over")} AS over_n,
          {count.format("under")} AS under_n, {count.format("about")} AS about_n,
          SUM(CASE WHEN t.silent < 2 THEN 1 ELSE 0 END) AS reported, MAX(t.expected) AS expected,
          CASE WHEN SUM(CASE WHEN t.silent < 2 THEN 1 ELSE 0 END) >= MAX(t.expected) THEN 1 ELSE 0 END AS complete
        FROM (
          SELECT {listed(_CELL, "u")}, u.expected, f.value, f.high, f.qualifier, s.rank AS firm, b.speaks,
            {number} AS silent, ROW_NUMBER() OVER (
              PARTITION BY {listed(_CELL, "u")}, f.place
              ORDER BY {number}, s.rank, b.rank, f.known_from DESC, f.number) AS nth
          FROM {filters.standing("f")}
          JOIN members_of m ON f.place = m.place
          JOIN kins k ON m.kin = k.kin
          JOIN periods p ON f.period = p.period
          JOIN lines l ON {on(("indicator", "members", "basis", "scenario"), "f", "l")} AND p.adm = l.adm
          JOIN statuses s ON f.scenario = s.scenario AND f.status = s.status
          JOIN bodies b ON f.body = b.body
          JOIN undecided u ON u.unit = k.unit AND u.tier = k.tier AND u.line = l.line AND {on(PERIOD, "u", "p")}
          WHERE (k.tier = 0 OR {at} BETWEEN k.first AND k.last)) t
        WHERE t.nth = 1
        GROUP BY {listed(_CELL, "t")}
        HAVING SUM(CASE WHEN t.silent = 0 THEN 1 ELSE 0 END) > 0"""

"""From what was told of some periods to all that follow from it: sums and means over the shortest chains of parts."""

from collections.abc import Sequence

from tongket.cube.statements.words import CARRIED, NO_DAY, PERIOD, STARTS, WANTED, Dialect, listed, merged, on


def told(group: Sequence[str], cells: str) -> str:
    """Return the told parts of years from which longer periods follow; those of a mean weighted by months."""
    weight = "CASE WHEN l.over_time = 'average' THEN c.length ELSE 1 END"
    return f"""
        SELECT {listed(group, "c")}, c.first - MOD(c.first, 12) AS year, MOD(c.first, 12) AS start,
          MOD(c.first, 12) + c.length AS ends, c.value * {weight} AS value, c.high * {weight} AS high,
          {listed(CARRIED[2:], "c")}
        FROM {cells} c
        JOIN lines l ON c.line = l.line AND l.over_time IN ('sum', 'average') AND l.scenario <> 'plan'
        WHERE c.length BETWEEN 1 AND 12 AND MOD(c.first, 12) + c.length <= 12"""


def chains_begun(group: Sequence[str], prefix: str, month: int) -> str:
    """Return the chains of one part that end with a month of the year, each from the start of a quarter."""
    return f"""
        SELECT {listed(group)}, year, start, ends, 1 AS parts, start AS since, {listed(CARRIED)}
        FROM {prefix}_told WHERE ends = {month} AND start IN ({", ".join(map(str, STARTS))})"""


def chains(group: Sequence[str], prefix: str, month: int) -> str:
    """Return the best chains that end with a month of the year, given those that end before it.

    A chain of complete parts goes before one that is not, then the one of fewer parts, then the one whose last part
    begins first.
    """
    longer = f"""
        SELECT {listed(group, "c")}, c.year, w.start, c.ends, w.parts + 1 AS parts, c.start AS since,
          w.value + c.value AS value, w.high + c.high AS high, {merged("w", "c")}
        FROM {prefix}_chains w JOIN {prefix}_told c ON {on((*group, "year"), "w", "c")} AND c.start = w.ends
        WHERE c.ends = {month}"""
    return f"""
        SELECT {listed(group)}, year, start, ends, parts, since, {listed(CARRIED)}
        FROM (SELECT t.*, ROW_NUMBER() OVER (PARTITION BY {listed(group, "t")}, t.year, t.start
                ORDER BY t.complete DESC, t.parts, t.since) AS nth
              FROM ({chains_begun(group, prefix, month)} UNION ALL {longer}) t) t
        WHERE t.nth = 1"""


def closed(group: Sequence[str], cells: str, prefix: str, dialect: Dialect) -> str:
    """Return the levels of all periods: as told, or through the best chain."""
    mean = {
        name: f"CASE WHEN l.over_time = 'average' THEN {dialect.half_up(f'w.{name}', 'w.months')} "
        f"ELSE w.{name} END AS {name}"
        for name in ("value", "high")
    }
    wanted = " OR ".join(f"(start = {start} AND ends = {start + months})" for start, months in WANTED)
    ends = (
        f"SELECT {listed(group)}, year + start AS first, ends - start AS length, "
        f"{dialect.wide.format('(ends - start)')} AS months, parts, {listed(CARRIED)} FROM {prefix}_chains "
        f"WHERE parts > 1 AND ({wanted})"
    )
    as_told = f"SELECT {listed(group, 'c')}, {listed(PERIOD, 'c')}, 1 AS parts, {listed(CARRIED, 'c')} FROM {cells} c"
    chain = (
        f"SELECT {listed(group, 'w')}, w.first, w.length, {NO_DAY} AS day, w.parts, {mean['value']}, {mean['high']}, "
        f"{listed(CARRIED[2:], 'w')} FROM ({ends}) w JOIN lines l ON w.line = l.line"
    )
    return f"""
        SELECT {listed(group)}, {listed(PERIOD)}, parts, {listed(CARRIED)}
        FROM (SELECT t.*, ROW_NUMBER() OVER (
                PARTITION BY {listed(group, "t")}, {listed(PERIOD, "t")} ORDER BY t.complete DESC, t.parts) AS nth
              FROM ({as_told} UNION ALL {chain}) t) t
        WHERE t.nth = 1"""


def longer() -> str:
    """Return the lines whose longer periods may follow in more than one way.

    Something else is told of them than months, or by several tiers of one unit, or by a place of a time before it
    stood.
    """
    return f"""
        SELECT line FROM cells WHERE length <> 1 OR day <> {NO_DAY}
        UNION SELECT line FROM cells GROUP BY unit, line HAVING MIN(tier) < MAX(tier)
        UNION SELECT c.line FROM cells c JOIN ups p ON c.unit = p.unit AND p.own = 1
          WHERE c.tier = 0 AND NOT (c.first BETWEEN p.first AND p.last)"""


def of_line(name: str, *, monthly: bool) -> str:
    """Return the rows of `name` of lines told by months only, or of the others."""
    return f"""
        SELECT c.* FROM {name} c LEFT JOIN longer x ON c.line = x.line
        WHERE x.line IS {"" if monthly else "NOT "}NULL"""


def months_summed(cells: str, dialect: Dialect, *, averaged: bool) -> str:
    """Return the longer periods of lines told by months only: the sum or mean of months of which none is missing.

    What `walks` and `closed` would find, in one pass: there is only one chain.

    Args:
        cells: the table of months.
        dialect: how the engine divides.
        averaged: whether of any line there is a mean; the words for it cost more to read than most sums to make.
    """
    lowest = {"voice", "reported", "complete"}
    highest = {"firm", "voice_last", "expected"}
    how = {name: "MIN" if name in lowest else "MAX" if name in highest else "SUM" for name in CARRIED}
    wide = dialect.wide.format

    def finished(name: str, months: str) -> str:
        if name not in ("value", "high") or not averaged:
            return f"t.{name}"
        mean = dialect.half_up(f"t.{name}", wide(months))
        return f"CASE WHEN t.over_time = 'average' THEN {mean} ELSE t.{name} END AS {name}"

    source = f"""
        (SELECT c.*, c.first - MOD(c.first, 12) AS year, l.over_time FROM {cells} c JOIN lines l ON c.line = l.line
         AND l.over_time IN ('sum', 'average') AND l.scenario <> 'plan') c"""
    key = "c.target, c.line, c.year"
    window = f"OVER (PARTITION BY {key} ORDER BY c.first)"
    running = ", ".join(f"{how[name]}(c.{name}) {window} AS {name}" for name in CARRIED)
    parts = [
        f"""
        SELECT t.target, t.line, t.year AS first, t.months AS length, {NO_DAY} AS day, t.months AS parts,
          {", ".join(finished(name, "t.months") for name in CARRIED)}
        FROM (SELECT {key}, c.over_time, c.first - c.year + 1 AS months, COUNT(*) {window} AS there, {running}
              FROM {source}) t
        WHERE t.there = t.months AND t.months > 1"""
    ]
    for size in (3, 6):
        start = f"c.first - MOD(c.first, {size})"
        joined = ", ".join(f"{how[name]}(c.{name}) AS {name}" for name in CARRIED)
        parts.append(f"""
        SELECT t.target, t.line, t.start AS first, {size} AS length, {NO_DAY} AS day, {size} AS parts,
          {", ".join(finished(name, str(size)) for name in CARRIED)}
        FROM (SELECT c.target, c.line, c.over_time, {start} AS start, COUNT(*) AS there, {joined}
              FROM {source} WHERE c.first - c.year >= {size} GROUP BY c.target, c.line, c.over_time, {start}) t
        WHERE t.there = {size}""")
    return " UNION ALL ".join(parts)


def twice(name: str, key: Sequence[str]) -> str:
    """Return one key that a table has twice, or nothing."""
    return f"SELECT {listed(key)} FROM {name} GROUP BY {listed(key)} HAVING COUNT(*) > 1 LIMIT 1"


def best(name: str, key: Sequence[str], order: str, columns: Sequence[str]) -> str:
    """Return one row for each key: the first in an order."""
    return f"""
        SELECT {listed(columns)}
        FROM (SELECT t.*, ROW_NUMBER() OVER (PARTITION BY {listed(key, "t")} ORDER BY {order}) AS nth FROM {name} t) t
        WHERE t.nth = 1"""

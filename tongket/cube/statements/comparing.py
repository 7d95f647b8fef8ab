"""From units to places, and beside each level its plan, the year before, and the ratios on them."""

from tongket.core.exact import INT64_MAX
from tongket.cube.statements.words import (
    AT,
    CARRIED,
    NO_DAY,
    PERIOD,
    RATIO_UNITS,
    TARGET_KEY,
    WANTED,
    Dialect,
    listed,
    merged,
    on,
)


def of_targets() -> str:
    """Return for each place its own word (summed 0), and the sum of its units that stood then (summed 1)."""
    at = AT.format("u")
    keys = f"p.target, u.line, {listed(PERIOD, 'u')}"
    return f"""
        SELECT p.target, u.line, {listed(PERIOD, "u")}, 0 AS summed, {listed(CARRIED, "u")}
        FROM of_units u JOIN ups p ON u.unit = p.unit AND p.own = 1
        UNION ALL
        SELECT s.target, s.line, {listed(PERIOD, "s")}, 1 AS summed, {listed(CARRIED[:8], "s")},
          CASE WHEN s.units = n.units THEN s.reported ELSE s.units END AS reported,
          CASE WHEN s.units = n.units THEN s.expected ELSE n.units END AS expected,
          CASE WHEN s.units = n.units THEN s.complete ELSE 0 END AS complete
        FROM (
          SELECT {keys}, {at} AS month, COUNT(*) AS units, SUM(u.value) AS value, SUM(u.high) AS high,
            MAX(u.firm) AS firm, MIN(u.voice) AS voice, MAX(u.voice_last) AS voice_last, SUM(u.over_n) AS over_n,
            SUM(u.under_n) AS under_n, SUM(u.about_n) AS about_n, SUM(u.reported) AS reported,
            SUM(u.expected) AS expected, MIN(u.complete) AS complete
          FROM of_units u
          JOIN lines l ON u.line = l.line AND l.over_places = 'sum'
          JOIN ups p ON u.unit = p.unit AND p.own = 0 AND {at} BETWEEN p.first AND p.last
          GROUP BY {keys}, {at}) s
        JOIN needed n ON n.target = s.target AND n.month = s.month"""


def with_stocks() -> str:
    """Add what is counted on days: of a period it is what it was on the last day of it that all counted."""
    wanted = " UNION ALL ".join(
        f"SELECT {first} AS offset_months, {length} AS length"
        for first, length in (*((m, 1) for m in range(12)), *WANTED)
    )
    year = "t.first - MOD(t.first, 12)"
    return f"""
        SELECT target, line, {listed(PERIOD)}, counted, {listed(CARRIED)} FROM (
          SELECT t.*, ROW_NUMBER() OVER (
            PARTITION BY t.target, t.line, {listed(PERIOD, "t")}
            ORDER BY t.told, t.complete DESC, t.counted DESC) AS nth
          FROM (
            SELECT t.target, t.line, {listed(PERIOD, "t")}, t.day AS counted, 0 AS told, {listed(CARRIED, "t")}
            FROM target_levels t
            UNION ALL
            SELECT t.target, t.line, {year} + w.offset_months AS first, w.length, {NO_DAY} AS day, t.day AS counted,
              1 AS told, {listed(CARRIED, "t")}
            FROM target_levels t
            JOIN lines l ON t.line = l.line AND l.over_time = 'last'
            JOIN ({wanted}) w ON MOD(t.first, 12) BETWEEN w.offset_months AND w.offset_months + w.length - 1
            WHERE t.day <> {NO_DAY}) t) t
        WHERE t.nth = 1"""


def with_ratios(dialect: Dialect) -> str:
    """Add ratios, each of its numerator on its denominator of the same place, period and day."""
    same = ("members", "basis", "scenario", "adm")
    exact = dialect.half_up(f"a.value * {RATIO_UNITS}", "b.value")
    return f"""
        SELECT target, line, {listed(PERIOD)}, counted, {listed(CARRIED)} FROM (
          SELECT t.*, ROW_NUMBER() OVER (
            PARTITION BY t.target, t.line, {listed(PERIOD, "t")} ORDER BY t.complete DESC, t.computed) AS nth
          FROM (
            SELECT t.target, t.line, {listed(PERIOD, "t")}, t.counted, 0 AS computed, {listed(CARRIED, "t")}
            FROM stocks t
            UNION ALL
            SELECT a.target, l.line, {listed(PERIOD, "a")}, a.counted, 1 AS computed, {exact} AS value,
              {exact} AS high, {merged("a", "b")}
            FROM stocks a
            JOIN lines la ON a.line = la.line
            JOIN ratios r ON la.indicator = r.part
            JOIN lines lb ON r.whole = lb.indicator AND {on(same, "la", "lb")}
            JOIN stocks b ON b.line = lb.line AND b.target = a.target AND {on(PERIOD, "a", "b")}
              AND a.counted = b.counted
            JOIN lines l ON r.indicator = l.indicator AND {on(same, "la", "l")}
            WHERE b.value > 0) t) t
        WHERE t.nth = 1"""


def compared(dialect: Dialect, nation: int | None) -> str:
    """Put beside each level its plan, the same period last year, and the ratios on them.

    Ratios are of complete levels of one body, and on a base above zero, only.

    Args:
        dialect: how the engine divides.
        nation: number of the nation among the targets; None where it is not asked for.
    """
    same = "{0}.complete = 1 AND {0}.value > 0 AND {0}.voice = {0}.voice_last AND v.voice = v.voice_last "
    on = {name: same.format(name) + f"AND v.voice = {name}.voice AND v.complete = 1" for name in ("p", "b")}
    change = "(v.value - {}) * " + str(RATIO_UNITS)
    year = "v.first - MOD(v.first, 12)"
    part = "v.complete = 1 AND b.complete = 1 AND {0}.complete = 1 AND {0}.value > 0"
    nations = (
        f"LEFT JOIN levels c ON c.target = {nation} AND c.line = v.actual_line AND c.first = v.first - 12 "
        "AND c.length = v.length AND c.day = 0 AND v.day = 0"
        if nation is not None
        else "LEFT JOIN levels c ON FALSE"
    )
    words = f"""
        SELECT v.target, v.line, {listed(PERIOD, "v")}, v.counted, {listed(CARRIED, "v")},
          CASE WHEN p.complete = 1 THEN p.value END AS plan, p.firm AS plan_firm,
          CASE WHEN b.complete = 1 THEN b.value END AS base,
          CASE WHEN {on["p"]} THEN {dialect.half_up(f"v.value * {RATIO_UNITS}", "p.value")} END AS completion,
          CASE WHEN {on["b"]} THEN {dialect.half_up(change.format("b.value"), "b.value")} END AS growth,
          CASE WHEN {part.format("w")} THEN {dialect.half_up(change.format("b.value"), "w.value")} END AS contribution,
          CASE WHEN {part.format("c")} THEN {dialect.half_up(change.format("b.value"), "c.value")} END AS of_nation
        FROM (SELECT t.*, l.plan_line, l.actual_line, l.total_line, l.scenario, l.over_time FROM levels t
              JOIN pairs l ON t.line = l.line) v
        LEFT JOIN levels p ON p.target = v.target AND p.line = v.plan_line AND p.first = {year} AND p.length = 12
          AND v.over_time <> 'last' AND v.length BETWEEN 1 AND 12
        LEFT JOIN stock_bases s ON s.target = v.target AND s.line = v.line AND s.counted = v.counted AND v.counted <> 0
        LEFT JOIN levels b ON b.target = v.target AND b.line = v.actual_line
          AND b.first = CASE WHEN v.counted <> 0 THEN s.first ELSE v.first - 12 END
          AND b.length = CASE WHEN v.counted <> 0 THEN 0 ELSE v.length END
          AND b.day = CASE WHEN v.counted <> 0 THEN s.day ELSE 0 END
        LEFT JOIN levels w ON w.target = v.target AND w.line = v.total_line AND w.first = v.first - 12
          AND w.length = v.length AND w.day = 0 AND v.day = 0
        {nations}"""
    whole = ", ".join(f"CAST({name} AS BIGINT) AS {name}" for name in ("value", "high", "plan", "base"))
    # A ratio on next to nothing may pass 64 bits; a total that does is refused.
    ratios = ", ".join(
        f"CASE WHEN {name} BETWEEN -{INT64_MAX} AND {INT64_MAX} THEN CAST({name} AS BIGINT) END AS {name}"
        for name in ("completion", "growth", "contribution", "of_nation")
    )
    small = ", ".join(
        f"CAST({name} AS BIGINT) AS {name}"
        for name in ("target", "line", *PERIOD, "counted", *CARRIED[2:], "plan_firm")
    )
    return f"SELECT {small}, {whole}, {ratios} FROM ({words}) t ORDER BY {listed(TARGET_KEY)}"


def pairs() -> str:
    """Return for each line its plan, its actual (whose last year a plan grows on), and the total it is a part of."""
    same = ("indicator", "basis", "adm")
    return f"""
        SELECT l.line, l.scenario, l.over_time, p.line AS plan_line, a.line AS actual_line, t.line AS total_line
        FROM lines l
        LEFT JOIN lines p ON {on(same, "l", "p")} AND l.members = p.members AND p.scenario = 'plan'
          AND l.scenario <> 'plan'
        LEFT JOIN lines a ON {on(same, "l", "a")} AND l.members = a.members AND a.scenario = 'actual'
        LEFT JOIN lines t ON {on(same, "l", "t")} AND l.members <> '' AND t.members = '' AND l.scenario = 'actual'
          AND t.scenario = 'actual'"""


def stock_bases() -> str:
    """Return for what was counted on a day the last complete count of the month up to that day a year before."""
    return f"""
        SELECT v.target, v.line, v.counted, MAX(b.day) AS day, MAX(b.first) AS first
        FROM (SELECT DISTINCT t.target, t.line, t.counted, l.actual_line FROM levels t JOIN pairs l ON t.line = l.line
              WHERE t.counted <> {NO_DAY}) v
        JOIN years_back y ON y.day = v.counted
        JOIN levels b ON b.target = v.target AND b.line = v.actual_line AND b.complete = 1
          AND b.day BETWEEN y.before - 31 AND y.before
        GROUP BY v.target, v.line, v.counted"""

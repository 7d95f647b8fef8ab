"""The answer of a consolidation with words in it, in place of the numbers they were joined by."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tongket.core.figure import STATUSES, Qualifier, Scenario
from tongket.core.period import Period
from tongket.cube.book import FIRM


def tabled(
    found: pa.Table,
    lines: pa.Table,
    targets: Sequence[tuple[str, str]],
    bodies: Sequence[str],
    indicators: frozenset[str],
    years: tuple[int | None, int | None],
) -> pa.Table:
    """Return the answer; its columns are those of `Consolidator.totals`.

    Args:
        found: the engine's answer, numbers only.
        lines: what each line number means.
        targets: (place id, level) by number.
        bodies: codes of bodies by number.
        indicators: those asked for.
        years: the first and the last year of the periods asked for, None for open ends.
    """
    found = _asked(found, lines, indicators, years)
    by_line = {line: at for at, line in enumerate(lines.column("line").to_pylist())}
    at_line = _each(found.column("line"), pa.int32(), by_line.__getitem__).cast(pa.int32())
    named = {
        name: _words(lines.column(name).to_pylist(), at_line) for name in ("indicator", "members", "basis", "scenario")
    }
    adm = lines.column("adm").combine_chunks().take(at_line)
    at_target = found.column("target").combine_chunks().cast(pa.int32())
    complete = pc.equal(found.column("complete"), 1)
    value, high = found.column("value"), found.column("high")
    columns: dict[str, Any] = {
        "place": _words([place for place, _ in targets], at_target),
        "level": _words([level for _, level in targets], at_target),
        **named,
        "period": _period_texts(found, adm),
        "period_first": found.column("first"),
        "period_length": found.column("length"),
        "counted": _each(found.column("counted"), pa.date32(), lambda day: date.fromordinal(day) if day else None),
        "value": pc.if_else(complete, value, None),
        "high": pc.if_else(pc.and_(complete, pc.not_equal(value, high)), high, None),
        "partial": pc.if_else(complete, None, value),
        "status": _statuses(named["scenario"], found.column("firm")),
        "body": _bodies(found, bodies),
        "qualifier": _qualifiers(found),
        "complete": complete,
        "reported": found.column("reported"),
        "expected": found.column("expected"),
        "plan": found.column("plan"),
        "plan_status": _each(found.column("plan_firm"), pa.string(), lambda firm: _STATUS[Scenario.PLAN, firm]),
        "last_year": found.column("base"),
        "completion": found.column("completion"),
        "growth": found.column("growth"),
        "contribution": found.column("contribution"),
        "contribution_to_nation": found.column("of_nation"),
    }
    return pa.table(columns)


_STATUS = {(scenario, FIRM[status]): status.value for scenario, known in STATUSES.items() for status in reversed(known)}


def _asked(
    found: pa.Table, lines: pa.Table, indicators: frozenset[str], years: tuple[int | None, int | None]
) -> pa.Table:
    """Leave out what was read only to compare with."""
    first, last = years
    keep = pc.is_in(lines.column("indicator").cast(pa.string()), pa.array(sorted(indicators), pa.string()))
    asked = lines.column("line").cast(pa.int64()).filter(keep).combine_chunks()
    found = found.filter(pc.is_in(found.column("line"), asked))
    if first is not None:
        found = found.filter(pc.greater_equal(found.column("first"), first * 12))
    return found if last is None else found.filter(pc.less(found.column("first"), last * 12 + 12))


def _each(column: pa.ChunkedArray, kind: pa.DataType, word: Callable[[Any], Any]) -> pa.DictionaryArray:
    """Map each different cell once; an empty cell stays empty."""
    coded = column.combine_chunks().dictionary_encode()
    words = [word(cell) for cell in coded.dictionary.to_pylist()]
    known = list(dict.fromkeys(word for word in words if word is not None))
    at = pa.array([None if word is None else known.index(word) for word in words], pa.int32())
    return pa.DictionaryArray.from_arrays(at.take(coded.indices), pa.array(known, kind))


def _words(words: Sequence[str], at: pa.Array) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(at, pa.array(words, pa.string()))


def _period_texts(found: pa.Table, adm: Any) -> Any:
    code = pc.add(
        pc.multiply(found.column("day"), 10**9),
        pc.add(pc.multiply(found.column("first"), 10**4), pc.add(pc.multiply(found.column("length"), 2), adm)),
    )
    return _each(code, pa.string(), _period_text)


def _period_text(code: int) -> str:
    day, rest = divmod(code, 10**9)
    if day:
        return str(Period.of_day(date.fromordinal(day)))
    first, rest = divmod(rest, 10**4)
    return str(Period(first, rest // 2, None, bool(rest % 2)))


def _statuses(scenario: pa.DictionaryArray, firm: pa.ChunkedArray) -> Any:
    kinds = list(Scenario)
    numbers = pa.array([kinds.index(Scenario(word)) for word in scenario.dictionary.to_pylist()], pa.int64())
    code = pc.add(pc.multiply(numbers.take(scenario.indices), 10), firm)
    return _each(code, pa.string(), lambda code: _STATUS[kinds[code // 10], code % 10])


def _bodies(found: pa.Table, bodies: Sequence[str]) -> Any:
    one = pc.equal(found.column("voice"), found.column("voice_last"))
    voice = pc.if_else(one, found.column("voice"), None).combine_chunks().cast(pa.int32())
    return _words(bodies, voice)


def _qualifiers(found: pa.Table) -> Any:
    """Say how exactly a sum is known: with one part “over”, the sum is over; over and under make it about."""
    marks = [pc.greater(found.column(f"{name}_n"), 0) for name in ("over", "under", "about")]
    over, under, about = (pc.cast(mark, pa.int64()) for mark in marks)
    code = pc.add(over, pc.add(pc.multiply(under, 2), pc.multiply(about, 4)))
    words = {0: Qualifier.EXACT, 1: Qualifier.OVER, 2: Qualifier.UNDER}
    return _each(code, pa.string(), lambda found: words.get(found, Qualifier.ABOUT).value)

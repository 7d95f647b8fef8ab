"""Figures made up for tests, written in the tidy layout."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from tests.files.books import write_xlsx
from tongket.core.exact import from_units
from tongket.core.figure import (
    STATUSES,
    Figure,
    Key,
    Measure,
    Notation,
    Qualifier,
    Scenario,
    Source,
    State,
    Status,
    Value,
)
from tongket.core.number import render
from tongket.core.period import Period
from tongket.core.text import Lang
from tongket.core.vocabulary import Vocabulary, vocabulary
from tongket.ledger.loading.amounts import scale_of, target_unit
from tongket.ledger.loading.words import COLUMNS

CODES = [column.code for column in COLUMNS]
VOCABULARY: Vocabulary = vocabulary()
PERIODS = ["2020", "2020-H1", "2020-Q3", "2020-M04", "2020-M01..M09", "2021..2025", "2020-12-31", "2020-M02@adm"]
WORDS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyắềộ 0123456789,;\"'()/–", min_size=1, max_size=20).map(str.strip)
_GROWTHS = (Measure.GROWTH, Measure.GROWTH_PREVIOUS)


@st.composite
def keys(draw: st.DrawFn) -> Key:
    indicator = draw(st.sampled_from(list(VOCABULARY.indicators.values())))
    dimensions = draw(st.sets(st.sampled_from(indicator.dimensions))) if indicator.dimensions else set()
    members = sorted(f"{d}:{draw(st.sampled_from(sorted(VOCABULARY.dimensions[d].members)))}" for d in dimensions)
    scenario = draw(st.sampled_from(Scenario))
    return Key(
        indicator.code,
        tuple(members),
        draw(st.sampled_from(["vn.64@1997", "vn.52@2025", "vn"])),
        Period.parse(draw(st.sampled_from(PERIODS))),
        scenario,
        draw(st.sampled_from(STATUSES[scenario])) if STATUSES[scenario] else Status.NONE,
        draw(st.sampled_from(sorted(VOCABULARY.bodies))),
        draw(st.sampled_from(indicator.bases)),
        draw(st.sampled_from(Measure)),
    ).checked()


@st.composite
def values(draw: st.DrawFn, key: Key) -> Value:
    notation = draw(st.sampled_from(list(Notation)[1:])) if key.measure in _GROWTHS else Notation.NONE
    qualifier = draw(st.sampled_from(Qualifier))
    state = draw(st.sampled_from(State))
    if state is not State.VALUE:
        return Value(None, state, None, qualifier, notation)
    scale = scale_of(VOCABULARY.indicators[key.indicator], key.measure)
    low, high = sorted(draw(st.lists(st.integers(-(10**14), 10**14), min_size=2, max_size=2)))
    ranged, decimals = draw(st.booleans()), draw(st.integers(-3, 6))
    quantity = from_units(low, scale)
    printed = render(quantity) if decimals >= 0 and draw(st.booleans()) else ""
    return Value(quantity, state, from_units(high, scale) if ranged else None, qualifier, notation, decimals, printed)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    key = draw(keys())
    source, note = draw(WORDS.filter(bool)), draw(WORDS)
    return Figure(key, draw(values(key)), draw(st.dates(date(1990, 1, 1), date(2050, 1, 1))), Source(source), note)


FIGURES = st.lists(figures(), min_size=1, max_size=8, unique_by=lambda figure: (str(figure.key), figure.known_from))


def fields(figure: Figure) -> dict[str, object]:
    """The columns of a figure; numbers as Decimal."""
    key, value = figure.key, figure.value
    indicator = VOCABULARY.indicators[key.indicator]
    unit = target_unit(indicator, key.measure, value.notation, VOCABULARY.units).symbol.vi
    return {
        "indicator": key.indicator,
        "members": ",".join(key.members),
        "place": key.place,
        "period": str(key.period),
        "scenario": key.scenario.value,
        "status": key.status.value,
        "body": key.body,
        "basis": key.basis,
        "measure": key.measure.value,
        "notation": value.notation.value,
        "value": value.quantity,
        "high": value.high,
        "unit": unit,
        "qualifier": value.qualifier.value,
        "state": value.state.value,
        "decimals": value.decimals,
        "printed": value.printed,
        "known_from": figure.known_from.isoformat(),
        "source": figure.source.address,
        "note": figure.note,
    }


def csv_text(rows: Iterable[dict[str, object]], locale: Lang, mark: str) -> str:
    stream = io.StringIO()
    stream.write(f"# tongket locale={locale}\n")
    writer = csv.writer(stream, delimiter=mark)
    writer.writerow(CODES)
    for row in rows:
        writer.writerow([render(v, None, locale) if isinstance(v, Decimal) else v for v in (row[c] for c in CODES)])
    return stream.getvalue()


def write_tidy_xlsx(path: Path, rows: Iterable[dict[str, object]]) -> Path:
    return write_xlsx(path, [CODES, *([row[code] for code in CODES] for row in rows)])


def said(figures: Iterable[Figure]) -> list[tuple[object, ...]]:
    """Figures without the place they were read from."""
    return [(str(f.key), f.value, f.known_from, f.source.address, f.note) for f in figures]

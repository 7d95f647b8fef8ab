"""The vocabulary's tables: two languages a row, one meaning to a name, dates in order; the glossary has every word."""

import csv
import re
from collections import defaultdict
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

import pytest

from tests.house.tree import files, text_of
from tongket.core import figure, place
from tongket.core.tables import Row, read_table, split_list
from tongket.core.text import fold
from tongket.core.unit import Units
from tongket.core.vocabulary import Vocabulary

DATA = "tongket/core/data/"
TABLES = [name.removeprefix(DATA) for name in files() if name.startswith(DATA) and name.endswith(".csv")]
ENUMS = [kind for kind in vars(figure).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]
_PAIRS = (("name_vi", "name_en"), ("symbol_vi", "symbol_en"), ("short_vi", "short_en"))


def _columns(table: str) -> list[str]:
    return next(csv.reader(text_of(DATA + table).splitlines()))


def _glossary() -> list[list[str]]:
    """The rows of the glossary's tables: Vietnamese, in code, meaning; the last column may be missing."""
    rows = [line for line in text_of("docs/glossary.md").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in rows]
    return [row for row in cells if not set("".join(row)) <= set("-: ")]


def _in_code() -> set[str]:
    return {name for row in _glossary() for name in re.findall(r"`([^`]+)`", row[1])}


def _vietnamese() -> set[str]:
    return {fold(name) for row in _glossary() for name in row[0].split(";")}


def test_tables_and_enums_are_seen() -> None:
    assert {"indicators.csv", "units.csv", "members.csv", "place_events.csv"} <= set(TABLES)
    assert {"Scenario", "Status", "Measure", "State", "Qualifier", "Notation"} <= {kind.__name__ for kind in ENUMS}


@pytest.mark.parametrize("table", TABLES)
def test_rows_have_both_languages(table: str) -> None:
    columns = set(_columns(table))
    pairs = [pair for pair in _PAIRS if columns & set(pair)]
    if table == "place_names.csv":
        pairs.remove(("name_vi", "name_en"))  # the full official name is Vietnamese only
    rows = read_table(table)
    assert all(columns >= set(pair) for pair in pairs)
    assert [row for row in rows if not all(row[column].strip() for pair in pairs for column in pair)] == []
    assert rows


@pytest.mark.parametrize("table", ["indicators.csv", "units.csv", "bodies.csv", "bases.csv", "dimensions.csv"])
def test_codes_are_unique(table: str) -> None:
    codes = [row["code"] for row in read_table(table)]
    assert len(codes) == len(set(codes))


def _names(row: Row, *columns: str) -> set[str]:
    return {fold(name) for name in (*(row[c] for c in columns), *split_list(row["aliases"]))}


@pytest.mark.parametrize("table", ["indicators.csv", "bodies.csv", "members.csv"])
def test_a_name_means_one_thing(table: str) -> None:
    # The look-up takes the first of two that share a name, so a second one would be lost in silence.
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in read_table(table):
        for name in _names(row, "code", "name_vi", "name_en"):
            owners[row.get("dimension", ""), name].add(row["code"])
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_a_unit_is_found_by_each_of_its_names() -> None:
    rows = read_table("units.csv")
    units = Units(rows)
    wrong = [
        (name, row["code"]) for row in rows
        for name in (row["code"], row["symbol_vi"], row["symbol_en"], *split_list(row["aliases"]))
        if units.find(name).code != row["code"]
    ]  # fmt: skip
    assert wrong == []


def test_what_tables_name_exists(vocabulary: Vocabulary) -> None:
    for part in vocabulary.partitions:
        indicator = vocabulary.indicators[part.indicator]
        assert part.dimension in indicator.dimensions, part
        assert part.members <= set(vocabulary.dimensions[part.dimension].members), part
    assert {row["dimension"] for row in read_table("members.csv")} <= set(vocabulary.dimensions)
    for indicator in vocabulary.indicators.values():
        assert (indicator.kind == "ratio") == (indicator.ratio is not None), indicator.code
        assert 0 <= indicator.scale <= 9, indicator.code
        if indicator.kind == "stock":
            assert indicator.over_time in ("last", "none"), indicator.code


def test_places_are_in_order(vocabulary: Vocabulary) -> None:
    gazetteer = vocabulary.places
    assert {row["place"] for row in read_table("place_names.csv")} == set(gazetteer.places)
    for found in gazetteer.places.values():
        assert found.kind in place.KIND_NAMES, found.id
        assert found.valid_to is None or found.valid_from <= found.valid_to, found.id
        if found.parent is not None:
            parent = gazetteer[found.parent]
            assert parent.valid_from <= found.valid_from, found.id


def test_place_events_fit_the_places(vocabulary: Vocabulary) -> None:
    gazetteer = vocabulary.places
    assert gazetteer.events
    for event in gazetteer.events:
        source, target = gazetteer[event.source], gazetteer[event.target]
        assert event.on > place.HORIZON, event
        assert event.legal_basis, event
        # What a place turns into stands from that day on (or stood already and took it in); what ends, ends the day
        # before.
        before = event.on - timedelta(days=1)
        assert target.valid_from <= event.on <= (target.valid_to or date.max), event
        assert source.valid_from <= before, event
        assert source.valid_to in (None, before), event


def test_every_ended_place_has_an_event(vocabulary: Vocabulary) -> None:
    told = {(event.source, event.on) for event in vocabulary.places.events}
    ended = {(p.id, p.valid_to + timedelta(days=1)) for p in vocabulary.places.places.values() if p.valid_to}
    assert ended - told == set()
    assert all(isinstance(on, date) for _, on in told)


def test_an_indicator_is_added_without_code(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows = {
        "units.csv": "litre.m,triệu lít,million litres,volume,1000000,tr.lít",
        "indicators.csv": "beer.output,industry,sản lượng bia,beer output,litre.m,3,flow,sum,sum,,,std,up,,bia",
        "bodies.csv": "power-company,công ty điện lực,Power company,điện lực",
    }
    for table, row in rows.items():
        (tmp_path / table).write_text(f"{','.join(_columns(table))}\n{row}\n", encoding="utf-8")
    wider = Vocabulary([tmp_path])
    assert wider.indicator("BIA").unit == wider.units.find("tr.lít").code == "litre.m"
    assert wider.body("Điện lực").code == "power-company"
    assert set(wider.indicators) - set(vocabulary.indicators) == {"beer.output"}


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_in_the_glossary(table: str) -> None:
    assert [column for column in _columns(table) if column not in _in_code()] == []


@pytest.mark.parametrize("kind", ENUMS)
def test_coded_values_are_in_the_glossary(kind: type[StrEnum]) -> None:
    assert [member.value for member in kind if member.value not in _in_code()] == []


@pytest.mark.parametrize("table", ["indicators.csv", "bases.csv", "bodies.csv", "dimensions.csv", "units.csv"])
def test_terms_are_in_the_glossary(table: str) -> None:
    rows = read_table(table)
    name = "symbol_vi" if table == "units.csv" else "name_vi"
    assert [row["code"] for row in rows if row["code"] not in _in_code()] == []
    known = _vietnamese()
    assert [row[name] for row in rows if fold(row[name]) not in known] == []


def test_glossary_speaks_of_what_is_there() -> None:
    """A name in code that no file has any more is taken out of the glossary."""
    tree = "\n".join(text_of(n) for n in files() if n.startswith("tongket/") and n.endswith((".py", ".csv")))
    assert [name for name in sorted(_in_code()) if name not in tree] == []


def test_glossary_is_filled_in() -> None:
    rows = _glossary()
    assert len(rows) > 100
    assert [row for row in rows if len(row) != 3 or not all(row)] == []

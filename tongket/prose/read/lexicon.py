"""The words the reader knows, as trees: cues, units and nouns from its tables, names from the vocabulary."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from tongket.core.errors import Ambiguous, NotFound
from tongket.core.period import Period
from tongket.core.tables import Row, read_table, split_list
from tongket.core.vocabulary import Vocabulary
from tongket.prose.read.tokens import Tokens
from tongket.prose.read.trie import Hits, Trie


@dataclass(frozen=True, slots=True)
class UnitWord:
    """What a word of unit stands for: the unit as printed and the family that decides what is done with its scale."""

    symbol: str
    family: str


class Lexicon:
    """All phrases by class, once with diacritics and once for texts without.

    Args:
        vocabulary: whose indicators, members and places are known by name.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.units: dict[str, UnitWord] = {}
        self.scales: dict[str, Decimal] = {}
        self._places: dict[tuple[str, int | None], str] = {}  # names of provinces and years: some thousands at most
        self._marked, self._bare = Trie(bare=False), Trie(bare=True)
        for row in _table("cues.csv"):
            for phrase in split_list(row["phrases"]):
                self._add(row["class"], phrase, row["value"])
        for row in _table("units.csv"):
            code = f"{row['unit']} {row['family']}"
            self.units[code] = UnitWord(row["unit"], row["family"])
            self._add_all("unit", row["words"], code)
        for row in _table("scales.csv"):
            self.scales[row["factor"]] = Decimal(row["factor"])
            self._add_all("scale", row["words"], row["factor"])
        for row in _table("nouns.csv"):
            self._add_all("noun", row["words"], row["unit"])
        self._add_names()
        self._add_places()

    def _add_all(self, kind: str, phrases: str, value: str) -> None:
        for phrase in split_list(phrases):
            self._add(kind, phrase, value)

    def _add(self, kind: str, phrase: str, value: str) -> None:
        self._marked.add(kind, phrase, value)
        self._bare.add(kind, phrase, value)

    def _add_names(self) -> None:
        for row in _table("names.csv"):
            if row["code"] in self.vocabulary.indicators:
                self._add_all("indicator", row["words"], row["code"])
        for indicator in self.vocabulary.indicators.values():
            self._add("indicator", indicator.name.vi, indicator.code)
        for code, alias in self._aliases("indicators.csv"):
            # A code in capitals or one short word (“GO”, “cụm công nghiệp”) is a noun that may mean much else.
            if len(alias.split()) > 2 and alias != "cụm công nghiệp":
                self._add("indicator", alias, code)
        for dimension in self.vocabulary.dimensions.values():
            for member in dimension.members.values():
                self._add(f"member:{dimension.code}", member.name.vi, member.code)
        for row in read_table("members.csv"):
            self._add_all(f"member:{row['dimension']}", row["aliases"], row["code"])

    @staticmethod
    def _aliases(table: str) -> Iterator[tuple[str, str]]:
        for row in read_table(table):
            for alias in split_list(row["aliases"]):
                yield row["code"], alias

    def _add_places(self) -> None:
        for place in self.vocabulary.places.places.values():
            if place.kind in ("province", "city", "nation"):
                for name in place.names:
                    self._add("place", name.short.vi, name.short.vi)
                    self._add("place", name.full, name.short.vi)
        for words in ("cả nước", "toàn quốc"):
            self._add("place", words, "vn")

    def find(self, tokens: Tokens) -> Hits:
        """Return all phrases of a text."""
        return (self._bare if tokens.bare else self._marked).find(tokens)

    def quantity(self, code: str) -> str:
        """Return the quantity an indicator is measured in (`money-vnd`, `power` …), empty where it is not known."""
        indicator = self.vocabulary.indicators.get(code)
        return self.vocabulary.units[indicator.unit].quantity if indicator else ""

    def place_id(self, name: str, year: int | None) -> str:
        """Return the id of a place named in a text of a year; the name itself where several may be meant."""
        known = self._places.get((name, year))
        if known is None:
            known = self._places[name, year] = self._resolve(name, year)
        return known

    def _resolve(self, name: str, year: int | None) -> str:
        if name == "vn":
            return name
        try:
            return self.vocabulary.places.resolve(name, Period.of_year(year) if year else None).id
        except (NotFound, Ambiguous):
            return name


@lru_cache(maxsize=4)
def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Return the lexicon of a vocabulary, built once for each."""
    return Lexicon(vocabulary)


def _table(name: str) -> list[Row]:
    text = files("tongket.prose.read").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))

"""Builds a text together with the claims a careful reader would mark in it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from tongket.core.period import Period
from tongket.core.text import fold
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import CheckVerdict, Claim, Kind, Reading, TextFinding
from tongket.prose.read import read
from tongket.prose.verify import verify

GIA_LAI = "vn.64@1997"
GO, RET, EXP, IMP, TRADE = "industry.output", "retail.revenue", "export.value", "import.value", "trade.value"
UNITS = {GO: "tỷ đồng", RET: "tỷ đồng", EXP: "triệu USD", IMP: "triệu USD", TRADE: "triệu USD"}


class Passage:
    """A text under construction: words, and claims among them."""

    def __init__(self, place: str | None = GIA_LAI) -> None:
        self.text, self.place = "", place
        self.claims: list[Claim] = []
        self.sentences: list[tuple[int, int]] = []
        self.verbal: list[tuple[int, int, str]] = []
        self._from = 0

    def say(self, words: str) -> "Passage":
        self.text += words
        return self

    def stop(self) -> "Passage":
        self.text += ". "
        self.sentences.append((self._from, len(self.text)))
        self._from = len(self.text)
        return self

    def boast(self, words: str) -> "Passage":
        self.verbal.append((len(self.text), len(self.text) + len(words), fold(words)))
        return self.say(words)

    def number(self, kind: Kind, text: str, value: str, unit: str | None, **more: Any) -> Claim:
        """Add a claim: its words go into the text with a blank before and after them."""
        self.text += " " if self.text and not self.text.endswith((" ", "(")) else ""
        start = len(self.text)
        self.text += text
        code, period = more.pop("code", None), more.pop("period", "2020")
        decimals = more.pop("decimals", max(0, -int(Decimal(value).as_tuple().exponent)))
        fields: dict[str, Any] = {
            "members": (), "place": None, "base": None, "high": None, "approx": None, "scenario": "actual",
            "status": None, "part_of": None, "verb": "dat", "other": None, "indicator": code, **more,
        }  # fmt: skip
        claim = Claim(
            id=len(self.claims), start=start, end=len(self.text), text=text, kind=kind, indicator_code=code,
            period=Period.parse(period) if period else None, value=Decimal(value), unit=unit, decimals=decimals,
            sentence=len(self.sentences), **fields,
        )  # fmt: skip
        self.claims.append(claim)
        return claim

    def level(self, code: str, value: str, period: str = "2020", **more: Any) -> Claim:
        unit = more.pop("unit", UNITS.get(code, "tỷ đồng"))
        return self.number(
            Kind.LEVEL, f"{value.replace('.', ',')} {unit}", value, unit, code=code, period=period, **more
        )

    def growth(self, code: str, value: str, period: str = "2020", **more: Any) -> Claim:
        verb = more.pop("verb", "giam" if value.startswith("-") else "tang")
        shown = value.lstrip("-").replace(".", ",") + "%"
        return self.number(Kind.GROWTH, shown, value, "%", code=code, period=period, verb=verb, **more)

    def completion(self, code: str, value: str, period: str = "2020", **more: Any) -> Claim:
        shown = value.replace(".", ",") + "%"
        return self.number(Kind.COMPLETION, shown, value, "%", code=code, period=period, base="plan", **more)

    def reading(self, seed: int | None = None) -> Reading:
        claims = list(self.claims)
        if seed is not None:
            Random(seed).shuffle(claims)  # noqa: S311 – an order, not a secret
        sentences = [*self.sentences, (self._from, len(self.text))]
        return Reading(self.text, tuple(claims), tuple(sentences), None, self.place, tuple(self.verbal))

    def findings(self) -> list[TextFinding]:
        return verify(self.reading(), vocabulary())

    def verdicts(self, rule: str | None = None) -> list[tuple[str, str]]:
        return [(f.rule, f.verdict.value) for f in self.findings() if rule in (None, f.rule)]

    def one(self, rule: str) -> TextFinding:
        """Return the only finding of a rule."""
        found = [f for f in self.findings() if f.rule == rule]
        assert len(found) == 1, found
        return found[0]


def contradictions(findings: list[TextFinding]) -> list[TextFinding]:
    return [f for f in findings if f.verdict is CheckVerdict.CONTRADICTS]


def changed(passage: Passage, claim: Claim, **fields: Any) -> Passage:
    """Return the passage with one claim changed (its words in the text stay)."""
    other = Passage(passage.place)
    other.text, other.sentences, other.verbal, other._from = (
        passage.text, passage.sentences, passage.verbal, passage._from,
    )  # fmt: skip
    other.claims = [replace(c, **fields) if c.id == claim.id else c for c in passage.claims]
    return other


def checked(text: str, rule: str, on: date = date(2022, 12, 31)) -> list[tuple[str, str]]:
    """Return what a rule says of a text as it is read: the number judged and the verdict, where it has one."""
    found = verify(read(text, vocabulary(), document_date=on, place=GIA_LAI), vocabulary())
    return [(f.stated, f.verdict.value) for f in found if f.rule == rule and f.verdict is not CheckVerdict.CANNOT_TELL]

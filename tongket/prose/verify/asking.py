"""Asking the ledger: the slot of a claim, what was stated of it, and how that is named to a reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tongket.core.errors import TongketError
from tongket.core.exact import Interval
from tongket.core.figure import Scenario, Status
from tongket.core.number import render
from tongket.core.period import Period
from tongket.core.text import Lang
from tongket.prose.claims import Claim
from tongket.prose.verify.book import Book
from tongket.prose.verify.ledger import Ledger, StatedLevel

_FIRM = {Status.OFFICIAL.value: 3, Status.ADJUSTED.value: 3, Status.PRELIMINARY.value: 2, Status.ASSIGNED.value: 2}


@dataclass(frozen=True, slots=True)
class Slot:
    """What the ledger is asked for."""

    indicator: str
    members: tuple[str, ...]
    place: str
    period: Period
    scenario: Scenario


def slot_of(book: Book, claim: Claim) -> Slot | None:
    """Return what a claim tells of in the ledger's terms; None where indicator, place or period are not known."""
    place = _place(book, claim)
    if claim.indicator_code not in book.vocabulary.indicators or claim.period is None or place is None:
        return None
    code, scenario = claim.indicator_code, Scenario(claim.scenario)
    return Slot(code or "", tuple(sorted(claim.members)), place, claim.period, scenario)


def _place(book: Book, claim: Claim) -> str | None:
    if claim.place is None or claim.place == book.reading.place:
        return book.reading.place
    try:
        return book.vocabulary.places.resolve(claim.place, claim.period).id
    except TongketError:
        return None  # no such place, or several: the ledger cannot be asked


def levels(ledger: Ledger, slot: Slot) -> Sequence[StatedLevel]:
    """Return every level stated for a slot, the earliest first, of one day the firmest last."""
    found = ledger.levels(slot.indicator, slot.members, slot.place, slot.period, slot.scenario.value)
    return sorted(found, key=lambda s: (s.known_from, firmness(s), s.body, s.basis))


def firmness(stated: StatedLevel) -> int:
    """Return how firm a statement is: official before preliminary before an estimate."""
    return _FIRM.get(stated.status or "", 1)


def current(stated: Sequence[StatedLevel]) -> list[StatedLevel]:
    """Return the last statement of each body, basis and status: what stands side by side today."""
    return list({(s.body, s.basis, s.status): s for s in stated}.values())


def base_units(book: Book, stated: StatedLevel) -> Interval:
    """Return what a statement can stand for, in base units of its quantity."""
    return stated.interval.scaled(factor(book, stated))


def factor(book: Book, stated: StatedLevel) -> Fraction:
    """Return how many base units one unit of a statement is."""
    return Fraction(book.vocabulary.units[stated.unit].factor)


def body_name(book: Book, code: str, lang: Lang) -> str:
    """Return a body's name; its code where the vocabulary has none."""
    body = book.vocabulary.bodies.get(code)
    return body.name.to(lang) if body else code


def named(book: Book, stated: StatedLevel, lang: Lang) -> str:
    """Print a statement with its unit, who stated it, and at which prices where that plays a part."""
    unit = book.vocabulary.units[stated.unit].symbol.to(lang)
    basis = book.vocabulary.bases.get(stated.basis)
    suffix = f", {basis.name.to(lang)}" if basis and basis.prices else ""
    return f"{render(stated.value, None, lang)} {unit} ({body_name(book, stated.body, lang)}{suffix})"

"""What a sentence is made of: words, and printed numbers that know their figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tongket.core.exact import rounded
from tongket.core.figure import Key, Measure, Notation, Qualifier, Value
from tongket.core.number import render
from tongket.core.text import Lang, Text
from tongket.core.unit import Unit


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it is printed, and the figure it states."""

    text: str
    key: Key


Piece = str | Printed
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure ready to be put into words: what it tells of, its number, and its unit.

    Attributes:
        said: a recomputed ratio as its source had printed it, where the two contradict each other; else empty.
    """

    key: Key
    value: Value
    unit: Unit
    said: str = ""

    def text(self, lang: Lang, *, signed: bool = True) -> str:
        """Return its number as the Department prints it.

        A level has the decimals its source printed; a ratio at most two, without trailing zeros. A range is two
        numbers. `signed` False drops the minus (for “giảm 3,2%”).
        """
        if self.value.quantity is None:
            return "–"
        ends = [self.value.quantity] + ([self.value.high] if self.value.high is not None else [])
        if not signed:
            # A fall by 2 to 1 % is told as one by 1–2 %.
            ends = sorted(abs(end) for end in ends)
        return "–".join(render(end, decimals_of(self), lang) for end in ends)

    def printed(self, lang: Lang, *, signed: bool = True) -> Printed:
        """Return its number, bound to its figure."""
        return Printed(self.text(lang, signed=signed), self.key)


QUALIFIERS = {
    Qualifier.ABOUT: Text("khoảng ", "about "),
    Qualifier.OVER: Text("hơn ", "over "),
    Qualifier.UNDER: Text("gần ", "nearly "),
    Qualifier.EXACT: Text("", ""),
}


def qualifier_of(amount: Amount) -> Qualifier:
    """Return the qualifier an amount is printed with: 99.998 % of a plan prints as “gần 100%”, for it was missed."""
    quantity, stated = amount.value.quantity, amount.value.qualifier
    if amount.key.measure is not Measure.COMPLETION or stated is not Qualifier.EXACT or quantity is None:
        return stated
    return Qualifier.UNDER if quantity < 100 <= rounded(quantity, decimals_of(amount)) else stated


def decimals_of(amount: Amount) -> int:
    """Return how many decimals an amount is printed with."""
    quantity, stated = amount.value.quantity, amount.value.decimals
    if quantity is None:
        return 0
    if stated is not None:
        return max(0, stated)
    share = amount.key.measure is Measure.LEVEL and amount.unit.code == "percent"
    if amount.key.measure in (Measure.LEVEL, Measure.GAP, Measure.CHANGE) and not share:
        return max(0, -int(quantity.normalize().as_tuple().exponent))
    two = render(quantity, 2, "en")
    return len(two.rstrip("0").partition(".")[2])


def amount(figure: Amount, lang: Lang) -> Pieces:
    """Return a level with its qualifier and unit: “hơn 416 ha”."""
    return (QUALIFIERS[qualifier_of(figure)].to(lang), figure.printed(lang), figure.unit.print(lang))


_TURNED = {Qualifier.OVER: Qualifier.UNDER, Qualifier.UNDER: Qualifier.OVER}


def size(figure: Amount, lang: Lang) -> Pieces:
    """Return how large a difference is, without its sign: a shortfall of “over −7.419” is one of “gần 7.419”."""
    return (looseness_of_size(figure.value).to(lang), figure.printed(lang, signed=False), figure.unit.print(lang))


def looseness_of_size(value: Value) -> Text:
    """Return the qualifier of how large a number is: more than −7.419 is nearly 7.419 below zero."""
    qualifier = value.qualifier
    if value.quantity is not None and value.quantity < 0:
        qualifier = _TURNED.get(qualifier, qualifier)
    return QUALIFIERS[qualifier]


def percent(figure: Amount, lang: Lang, *, signed: bool = True) -> Pieces:
    """Return a ratio with its sign of percent, or in times where it was stated so."""
    unit = Text("\N{NO-BREAK SPACE}lần", " times").to(lang) if figure.value.notation is Notation.TIMES else "%"
    return (QUALIFIERS[qualifier_of(figure)].to(lang), figure.printed(lang, signed=signed), unit)


def sentence(*parts: Piece | Sequence[Piece]) -> Pieces:
    """Join parts into one sentence: first letter capital, full stop at the end, no doubled blanks."""
    flat = list(_flat(parts))
    if flat and isinstance(flat[0], str):
        first = flat[0].lstrip()
        flat[0] = first[:1].upper() + first[1:]
    if flat and not (isinstance(flat[-1], str) and flat[-1].rstrip().endswith((".", ":", ";"))):
        flat.append(".")
    return tuple(flat)


def joined(clauses: Sequence[Pieces], mark: str = ", ", last: str | None = None) -> Pieces:
    """Join clauses by a mark, the last one by another where given; empty clauses are left out."""
    kept = [c for c in clauses if c]
    out: list[Piece] = []
    for i, clause in enumerate(kept):
        if i:
            out.append(last if last is not None and i == len(kept) - 1 else mark)
        out.extend(clause)
    return tuple(out)


def _flat(parts: Iterable[Piece | Sequence[Piece]]) -> Iterable[Piece]:
    for part in parts:
        if isinstance(part, str | Printed):
            if part != "":
                yield part
        else:
            yield from _flat(part)

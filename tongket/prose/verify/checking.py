"""Runs every rule over a text, and once more with a ledger."""

from collections import Counter
from itertools import groupby

from tongket.core.vocabulary import Vocabulary
from tongket.prose.claims import CheckVerdict, Reading, TextFinding

# Imported for the rules they enter into the registry.
from tongket.prose.verify import (
    changes,
    completion,
    growth,
    inline,
    lists,
    parts,
    per_unit,
    power,
    shares,
    tables,
    times,
    trade,
    twice,
    verbal,
)
from tongket.prose.verify.against import against_ledger
from tongket.prose.verify.book import Book
from tongket.prose.verify.ledger import Ledger
from tongket.prose.verify.registry import RULES

_ONE_TRUTH = frozenset({"share", "growth-of-levels", "completion", "per-unit", "difference-of-levels"})
"""Rules by which a number is a ratio of one pair: it is right if it is right of any."""
_OTHERS = 2
"""So many shares of one whole make it the whole of the list."""
MODULES = (
    changes,
    growth,
    completion,
    parts,
    inline,
    lists,
    per_unit,
    shares,
    times,
    twice,
    power,
    tables,
    trade,
    verbal,
)


def verify(reading: Reading, vocabulary: Vocabulary) -> list[TextFinding]:
    """Check every relation between the claims of a text.

    Args:
        reading: the text and its claims; their order plays no part.
        vocabulary: units, indicators and complete partitions.

    Returns:
        One finding a relation, ordered by the claim that is judged, then by rule. A relation that cannot be judged is
        one too (cannot-tell); it never counts as holding.
    """
    return _checked(Book(reading, vocabulary))


def verify_with_ledger(reading: Reading, vocabulary: Vocabulary, ledger: Ledger) -> list[TextFinding]:
    """Check the claims of a text against each other and against what the ledger holds.

    Args:
        reading: the text and its claims.
        vocabulary: units, indicators and bases.
        ledger: answers which levels and ratios were stated; see `tongket.prose.verify.ledger`.

    Returns:
        As `verify`, with the rules `ledger-level` and `ledger-ratio` besides.
    """
    book = Book(reading, vocabulary)
    return _sorted([*_checked(book), *against_ledger(book, ledger)])


def _checked(book: Book) -> list[TextFinding]:
    return _sorted(_best_of_each([finding for rule in RULES.values() for finding in rule(book)]))


def _best_of_each(findings: list[TextFinding]) -> list[TextFinding]:
    """Leave out what one way of relating a ratio says against it, where another way bears it out.

    Where every other share of a list is of one whole, two amounts from elsewhere in it that bear the last one out do so
    by chance; then they are left out.
    """
    true = [f for f in findings if f.rule in _ONE_TRUTH and f.verdict is CheckVerdict.HOLDS]
    if not true:
        return findings
    wholes = Counter(f.claims[-1] for f in true if f.rule == "share")
    against = [f for f in findings if f.rule == "share" and f.verdict is CheckVerdict.CONTRADICTS]
    listed = {f.claims[0]: f.claims for f in against if wholes[f.claims[-1]] >= _OTHERS}
    chance = [f for f in true if f.rule == "share" and _is_other_pair(f.claims, listed.get(f.claims[0], f.claims))]
    borne_out = {(f.rule, f.claims[0]) for f in true if f not in chance}
    return [
        f for f in findings
        if f not in chance
        and (f.rule not in _ONE_TRUTH or f.verdict is CheckVerdict.HOLDS or (f.rule, f.claims[0]) not in borne_out)
    ]  # fmt: skip


def _is_other_pair(one: tuple[int, ...], two: tuple[int, ...]) -> bool:
    """Whether two findings on a share take it of other wholes and of other parts."""
    return one[1] != two[1] and one[-1] != two[-1]


def _sorted(findings: list[TextFinding]) -> list[TextFinding]:
    ordered = sorted(dict.fromkeys(findings), key=_place)
    # Only what is alike in all else is put in order by its words.
    return [f for _, alike in groupby(ordered, key=_place) for f in _by_words(list(alike))]


def _place(finding: TextFinding) -> tuple[tuple[int, ...], str, tuple[int, ...], str]:
    return finding.claims[:1] or (-1,), finding.rule, finding.claims, finding.verdict


def _by_words(alike: list[TextFinding]) -> list[TextFinding]:
    return sorted(alike, key=lambda f: f.explanation_en) if len(alike) > 1 else alike

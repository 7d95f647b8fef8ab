"""Where one number comes from: the answer with its inputs, what it implies, and who else said something else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tongket.core.errors import NotFound
from tongket.core.figure import Key, Measure, Notation, split_id
from tongket.core.period import FIRST_YEAR, LAST_YEAR, Period
from tongket.cube.audit import Finding, audit
from tongket.cube.audit.finding import Timeline
from tongket.cube.audit.notation import MEANT
from tongket.cube.book import Book, Slot
from tongket.cube.implied import Implied, implied
from tongket.cube.measures import excess, measure, stated
from tongket.cube.rows import Answer, How, LedgerRow

_ANY = Period.of_year(2000)
"""Stands for any period where only the line matters."""
_ALL_TIME = Period.parse(f"{FIRST_YEAR}..{LAST_YEAR}")


@dataclass(frozen=True, slots=True)
class Reread:
    """What a printed ratio implies when it is read as what it was meant to be.

    Attributes:
        notation: how it is read: as an index where growth was printed, or the other way round.
        implied: the base it then implies.
    """

    notation: Notation
    implied: Implied


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that can be told of one figure.

    Attributes:
        answer: the figure, with everything it rests on.
        implied: the base that a stated ratio implies, read as printed; None where nothing can be told.
        reread: the base it implies in the notation in which the audit says it was meant; None where the audit does not
            say that it was read in the wrong one.
        revisions: earlier rows of the same key, oldest first.
        others: what other bodies, or the same at another degree of firmness, state of the same.
        findings: what the audit says of the figure's row, or of the ratio printed for it, worst first.
    """

    answer: Answer
    implied: Implied | None
    revisions: tuple[LedgerRow, ...]
    others: tuple[LedgerRow, ...]
    findings: tuple[Finding, ...] = ()
    reread: Reread | None = None


def explain(timeline: Timeline, key: Key) -> Explanation:
    """Explain the figure of a key.

    Raises:
        NotFound: the ledger neither holds it nor anything it could be computed from.
    """
    answer = answer_of(timeline.now, key)
    if answer is None:
        raise NotFound(
            f"sổ số liệu không có “{key}” và không có gì để tính ra nó",
            f"the ledger holds neither “{key}” nor anything to compute it from",
        )
    row = answer.row
    ratio = row if row is not None and answer.how is How.STATED else answer.check.stated if answer.check else None
    earlier = (r for r in timeline.rows if row is not None and r.key == row.key and r.row != row.row)
    revisions = tuple(sorted(earlier, key=lambda r: (r.known_from, r.row)))
    level = answer.key.measured(Measure.LEVEL)
    others = tuple(r for r in timeline.now.said(Slot.of(level)) if r.key != level)
    findings = tuple(_findings(timeline, answer))
    return Explanation(
        answer,
        _implied(timeline, ratio) if ratio else None,
        revisions,
        others,
        findings,
        _reread(timeline, ratio, findings) if ratio else None,
    )


def _findings(timeline: Timeline, answer: Answer) -> Iterator[Finding]:
    """Yield what the audit says of the figure: of the row it was read from, or the ratio printed for it."""
    own = answer.row.row if answer.row else None
    printed = answer.check.stated.row if answer.check else None
    for finding in audit(timeline, answer.key.place, _ALL_TIME):
        if finding.rows[0].row == own or printed in [r.row for r in finding.rows]:
            yield finding


def _implied(timeline: Timeline, ratio: LedgerRow) -> Implied | None:
    """Return the implied base; None where the ratio can be true on no base above 0."""
    found = implied(timeline, ratio)
    # An end below 0 comes of a level below 0, no end at all of a fall of 100 % or more.
    return found if found and found.rounded.low is not None and found.rounded.low >= 0 else None


def _reread(timeline: Timeline, ratio: LedgerRow, findings: Sequence[Finding]) -> Reread | None:
    meant = [MEANT[f.rule] for f in findings if f.rule in MEANT and f.rows[0].row == ratio.row]
    if not meant:
        return None
    found = _implied(timeline, replace(ratio, value=replace(ratio.value, notation=meant[0])))
    return Reread(meant[0], found) if found else None


def answer_of(book: Book, key: Key) -> Answer | None:
    """Return the answer of exactly that key: read, stated, or computed; None where there is none."""
    level_key = key.measured(Measure.LEVEL)
    row = book.at(level_key)
    level: Answer | None = None
    if row is not None and row.value.quantity is not None:
        level = Answer(row.key, row.value, How.LEDGER, row=row)
    elif (computed := book.level(Slot.of(level_key))) is not None and computed.key == level_key:
        level = computed
    if key.measure is Measure.LEVEL:
        return level or (Answer(row.key, row.value, How.LEDGER, row=row) if row else None)
    found = measure(book, level, key.measure) if level else None
    if found is None and key.measure is Measure.EXCESS:
        return _excess(book, key)
    return found or stated(book, key)


def _excess(book: Book, key: Key) -> Answer | None:
    completion = stated(book, key.measured(Measure.COMPLETION))
    return excess(completion) if completion else None


def find(book: Book, short_id: str) -> Key:
    """Return the key that a short id stands for, among what the book states or can compute.

    Raises:
        InvalidInput: it has not the form of an id.
        NotFound: nothing has it.
    """
    wanted, series = split_id(short_id)
    for row in book.rows:
        if row.key.series_id == series:
            return row.key.measured(wanted)
    for key in _computable(book):
        if key.series_id == series:
            return key.measured(wanted)
    raise NotFound(f"không có số liệu nào mang mã {short_id}", f"no figure has the id {short_id}")


def _computable(book: Book) -> Iterator[Key]:
    """Yield the keys of levels that nobody stated but that follow: of longer periods, ratios, larger places."""
    stated = {replace(Slot.of(r.key), period=_ANY) for r in book.rows if r.key.measure is Measure.LEVEL}
    lines = stated | set(_above(book, stated))
    months = {r.key.period for r in book.rows if not r.key.period.is_day}
    years = {r.key.period.whole_year() for r in book.rows}
    periods = sorted({*months, *years, *(q for p in months for q in _from_january(p))})
    for line in sorted(lines, key=lambda s: (s.indicator, s.members, s.place, s.scenario, s.basis)):
        ratio = book.indicator(line.indicator).ratio
        days = {p for p in book.periods(replace(line, indicator=ratio[0])) if p.is_day} if ratio else set()
        for period in (*periods, *sorted(days)):
            answer = book.level(line.moved(period))
            if answer is not None:
                yield answer.key


def _above(book: Book, lines: set[Slot]) -> Iterator[Slot]:
    """Yield the ratios that lines are numerators of, and the same lines of the places they lie in."""
    ratios = {i.ratio[0]: i.code for i in book.vocabulary.indicators.values() if i.ratio}
    for line in lines:
        found = [replace(line, indicator=code) for code in (line.indicator, ratios.get(line.indicator)) if code]
        yield from found
        parent = book.vocabulary.places[line.place].parent
        while parent is not None:
            yield from (replace(each, place=parent) for each in found)
            parent = book.vocabulary.places[parent].parent


def _from_january(period: Period) -> list[Period]:
    year = period.year * 12
    return [Period(year, n, None, period.adm) for n in range(1, 12)]

"""Checks every figure of a text: reads its claims, verifies them against one another and, when asked, the ledger.

No command line in it: a page can call it with the text somebody typed.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tongket.core.errors import InvalidInput, NotFound
from tongket.core.period import Period, parse_known
from tongket.core.text import fold
from tongket.core.vocabulary import Vocabulary
from tongket.files.text import DocumentText
from tongket.prose.claims import Claim, Reading
from tongket.prose.read import Cell, read, read_cells
from tongket.prose.verify import Ledger, verify, verify_with_ledger
from tongket.review.checked import Checked

_PROSE = 15
"""Letters around a number that make a cell a piece of running text."""


def check_text(
    document: DocumentText,
    vocabulary: Vocabulary,
    ledger: Ledger | None = None,
    *,
    document_date: str | None = None,
    place: str | None = None,
) -> Checked:
    """Check a text.

    Args:
        document: the text and its tables.
        vocabulary: indicators, units and places.
        ledger: what to ask as well; None: the text alone.
        document_date: ISO date (or year-month) of the text; None: what the text says, else what the file says.
        place: id of the place the text is about; None: what the text says.

    Returns:
        Claims and findings; every claim is in `marks` with a verdict.
    """
    reading = _with_tables(_read(document, vocabulary, document_date, place), document, vocabulary)
    found = verify(reading, vocabulary) if ledger is None else verify_with_ledger(reading, vocabulary, ledger)
    return Checked(document, reading, tuple(found))


def _read(document: DocumentText, vocabulary: Vocabulary, day: str | None, place: str | None) -> Reading:
    reading = read(document.text, vocabulary, document_date=_day(day), place=place)
    if day is None and reading.document_date is None and _is_near(document, reading):
        return read(document.text, vocabulary, document_date=_day(document.document_date), place=place)
    # What the user said, as it was said: a month stays a month.
    return replace(reading, document_date=day) if day else reading


def _is_near(document: DocumentText, reading: Reading) -> bool:
    """Whether the date in a file's properties can be that of its text.

    A page says when it was published. Word and PDF say when a file was made, which may be the template's day or years
    later: it counts only within the year the text tells of, or the next.
    """
    on, told = _day(document.document_date), _usual_period(reading)
    if on is None or document.kind == "html" or told is None:
        return on is not None
    return told.end.year <= on.year <= told.end.year + 1


def _with_tables(reading: Reading, document: DocumentText, vocabulary: Vocabulary) -> Reading:
    """Return the reading with the cells of tables read as row × column instead of as a line of words."""
    if not document.tables:
        return reading
    on, period = _day(reading.document_date), _usual_period(reading)
    sentences = list(reading.sentences)
    cells: list[Claim] = []
    for table in document.tables:
        given = [
            Cell(c.text, c.start, c.row_label, c.heading, c.unit or _headed(c.heading, vocabulary), table.caption)
            for c in table.cells
        ]
        sentence = len(sentences)
        sentences.append((table.start, table.end))
        told = [
            claim.period
            for claim in read_cells(given, vocabulary, document_date=on)
            if claim.period is not None and claim.scenario == "actual"
        ]
        # A column of ratios tells of the last period the table tells of, whatever the text around it is about.
        cells += read_cells(given, vocabulary, document_date=on, period=max(told, default=period), sentence=sentence)
    taken = sorted((claim.start, claim.end) for claim in cells)
    kept = [c for c in reading.claims if _stays(c, taken, document)]
    claims = _numbered([*((c, True) for c in kept), *((c, False) for c in cells)])
    return replace(reading, claims=claims, sentences=tuple(sentences))


def _stays(claim: Claim, taken: Sequence[tuple[int, int]], document: DocumentText) -> bool:
    """Whether a claim of the running text stays one: it stands in no table, or in a cell that is a text itself."""
    at = bisect_right(document.tables, claim.start, key=lambda table: table.start) - 1
    if at < 0 or claim.start >= document.tables[at].end:
        return True
    near = bisect_right(taken, (claim.start, len(document.text))) - 1
    if any(start < claim.end and claim.start < end for start, end in taken[max(0, near) : near + 2]):
        return False
    text = document.text
    left = max(text.rfind(sign, 0, claim.start) for sign in "\t\n") + 1
    ends = [text.find(sign, claim.end) for sign in "\t\n"]
    right = min((end for end in ends if end >= 0), default=len(text))
    return right - left - (claim.end - claim.start) > _PROSE


def _numbered(claims: Sequence[tuple[Claim, bool]]) -> tuple[Claim, ...]:
    """Return claims of text (True) and of tables (False) in one order, numbered anew."""
    ordered = sorted(claims, key=lambda pair: (pair[0].start, pair[0].end))
    new = {claim.id: number for number, (claim, of_text) in enumerate(ordered) if of_text}
    return tuple(
        replace(claim, id=number, part_of=new.get(claim.part_of) if of_text and claim.part_of is not None else None)
        for number, (claim, of_text) in enumerate(ordered)
    )


def _headed(heading: str, vocabulary: Vocabulary) -> str:
    """Return the unit that a heading is (“MW”) or counts (“Số dự án, hệ thống”); empty where it does neither."""
    last = heading.rpartition(" / ")[2].strip()
    if fold(last).startswith("so "):
        return last[3:].partition(",")[0].partition("(")[0].strip()
    try:
        return last if vocabulary.units.find(last) else ""
    except NotFound:
        return ""


def _usual_period(reading: Reading) -> Period | None:
    """Return the period most claims tell of: what a column tells of that names none."""
    periods = Counter(c.period for c in reading.claims if c.period is not None and c.scenario == "actual")
    return periods.most_common(1)[0][0] if periods else None


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return parse_known(text)
    except InvalidInput:
        return None

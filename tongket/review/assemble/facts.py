"""What the sections of a review ask: lines of comparison, amounts to put into words, and runs bound to figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tongket.core.exact import Verdict
from tongket.core.figure import RATIOS, Measure, Notation, Scenario
from tongket.core.indicator import REGISTERED, Indicator
from tongket.core.period import FIRST_YEAR, LAST_YEAR, Period
from tongket.core.place import KIND_NAMES, Place
from tongket.core.text import Lang
from tongket.core.unit import Unit
from tongket.core.vocabulary import Vocabulary
from tongket.cube.audit import Finding, Severity, Timeline, audit
from tongket.cube.book import Book, Slot
from tongket.cube.compare import Line, line_of, target_of
from tongket.cube.measures import measure
from tongket.cube.rows import Answer, How, LedgerRow
from tongket.prose.write.pieces import QUALIFIERS, Amount, Piece, Pieces, Printed, percent, qualifier_of
from tongket.review.document import Number, Run, Runs, Words
from tongket.review.remark import Remark

ALL_TIME = Period.parse(f"{FIRST_YEAR}..{LAST_YEAR}")
OWN_BODY = "department"
HEADLINES = ("industry.output", "retail.revenue", "export.value", "import.value")


@dataclass
class Facts:
    """One place and period, as known on a day.

    Attributes:
        rows: the ledger's rows of the place, history included, as known on `as_of`.
        posting: the last posting they were read from.
        used: every answer printed so far, by its short id.
    """

    place: Place
    period: Period
    rows: Sequence[LedgerRow]
    vocabulary: Vocabulary
    lang: Lang
    posting: int
    as_of: date | None = None
    body: str | None = None
    remarks: Sequence[Remark] = ()
    used: dict[str, Answer] = field(default_factory=dict)

    @cached_property
    def timeline(self) -> Timeline:
        """The whole history."""
        return Timeline(self.rows, self.vocabulary)

    @cached_property
    def book(self) -> Book:
        """What is known now (or was on `as_of`)."""
        return Book(self.timeline.now.rows, self.vocabulary, self.body)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the audit reports of the period."""
        return [f for f in self._every_finding if self.period.covers(f.period)]

    @cached_property
    def _every_finding(self) -> list[Finding]:
        return audit(self.timeline, self.place.id, ALL_TIME)

    @cached_property
    def _refuted(self) -> frozenset[int]:
        """Printed ratios that the audit contradicts: never repeated as if they held."""
        found = (f.rows[0] for f in self._every_finding if _refutes(f))
        return frozenset(row.row for row in found)

    def line(self, code: str, members: tuple[str, ...] = ()) -> Line | None:
        """Return the five columns of an indicator or part, without ratios that are known to be wrong."""
        line = line_of(self.book, code, members, self.place.id, self.period)
        return self._trusted(line) if line is not None and line.told else None

    def target(self, code: str) -> Line | None:
        """Return next year's plan of an indicator and the growth it asks."""
        year = Period.of_year(self.period.year + 1)
        here = self.line(code)
        for basis in [here.basis] if here else self.indicator(code).bases:
            found = target_of(self.book, code, (), self.place.id, year, basis)
            if found is not None:
                return found
        return None

    def lines(self, group: str) -> list[Line]:
        """Return the lines of a section's indicators, totals before parts."""
        wanted = {(r.key.indicator, r.key.members) for r in self.book.rows if r.key.place == self.place.id}
        order = {code: at for at, code in enumerate(self.vocabulary.indicators)}
        members = self._member_order
        found = [
            self.line(code, parts)
            for code, parts in sorted(wanted, key=lambda w: (order[w[0]], len(w[1]), [members[m] for m in w[1]]))
            if self.indicator(code).group == group
        ]
        return _published_first([line for line in found if line is not None])

    def lines_with_plan(self) -> list[Line]:
        """Return the totals that have a plan or a completion, in the vocabulary's order."""
        found = [line_of(self.book, code, (), self.place.id, self.period) for code in self.vocabulary.indicators]
        trusted = [self._trusted(line) for line in found if line is not None]
        return [line for line in trusted if line.plan or line.completion]

    @cached_property
    def _member_order(self) -> dict[str, tuple[int, int]]:
        return {
            f"{d.code}:{code}": (i, j)
            for i, d in enumerate(self.vocabulary.dimensions.values())
            for j, code in enumerate(d.members)
        }

    def _trusted(self, line: Line) -> Line:
        def keep(answer: Answer | None) -> Answer | None:
            stated = answer is not None and answer.how is How.STATED and answer.row is not None
            return None if stated and answer and answer.row and answer.row.row in self._refuted else answer

        return Line(
            line.indicator, line.members, line.basis, line.actual, line.plan, keep(line.completion), line.last_year,
            keep(line.growth),
        )  # fmt: skip

    def indicator(self, code: str) -> Indicator:
        """Return the indicator of that code."""
        return self.vocabulary.indicators[code]

    def name(self, line: Line) -> str:
        """Name a line: the indicator, and its part where it is one."""
        name = line.indicator.name.to(self.lang)
        return name if not line.members else self.members(line.members)

    def members(self, members: Iterable[str]) -> str:
        """Name members: “cà phê”, “thủy điện, đang vận hành”."""
        return ", ".join(self.member(m) for m in members)

    def member(self, member: str) -> str:
        """Name one member."""
        return self.vocabulary.member_name(member).to(self.lang)

    def prices(self, line: Line) -> str:
        """Name the price basis where prices are constant: a growth in volume must say so."""
        basis = self.vocabulary.bases[line.basis]
        return basis.name.to(self.lang) if basis.prices == "constant" else ""

    def source(self, line: Line) -> str:
        """Name who states a line where it is not the Department, whose review this is."""
        known = line.answers
        body = known[0].key.body if known else OWN_BODY
        return "" if body == OWN_BODY else self.vocabulary.bodies[body].name.to(self.lang)

    @property
    def whole_place(self) -> str:
        """Name the place by its kind: “toàn tỉnh”, “toàn thành phố”."""
        if self.place.kind not in ("province", "city"):
            return self.words("toàn địa bàn", "the area")
        kind = KIND_NAMES[self.place.kind]
        return self.words(f"toàn {kind.vi}", f"the {kind.en}")

    def unit(self, answer: Answer) -> Unit:
        """Return the unit an answer is printed in."""
        percent = answer.key.measure in RATIOS
        return self.vocabulary.units["percent" if percent else self.indicator(answer.key.indicator).unit]

    def unit_name(self, line: Line) -> str:
        """Name the unit of a line's levels."""
        return self.vocabulary.units[line.indicator.unit].symbol.to(self.lang)

    def amount(self, answer: Answer | None) -> Amount | None:
        """Return an answer ready to be put into words, and remember that it is printed."""
        if answer is None or answer.value.quantity is None:
            return None
        self.used.setdefault(answer.key.id, answer)
        return Amount(answer.key, answer.value, self.unit(answer), _said_otherwise(answer))

    def counted_on(self, day: Period) -> Pieces:
        """Return “ (tính đến ngày 30/6/2023)” for a stock counted before the period's last day; else nothing."""
        if day.end == self.period.end:
            return ()
        when = f"{day.end.day}/{day.end.month}/{day.end.year}"
        return (self.words(f" (tính đến ngày {when})", f" (as of {day.label('en')})"),)

    def of(self, answer: Answer | None, wanted: Measure) -> Amount | None:
        """Return another measure of a level, ready to be put into words."""
        return self.amount(measure(self.book, answer, wanted)) if answer else None

    def runs(self, pieces: Pieces, *, bold: bool = False) -> Runs:
        """Return pieces as runs of the document, numbers bound to their figures."""
        out: list[Run] = []
        for piece in pieces:
            if isinstance(piece, Printed):
                out.append(Number(piece.text, piece.key.id, str(piece.key), self.posting, bold))
            elif piece:
                out.append(Words(piece, bold))
        return tuple(out)

    def cell(self, answer: Answer | None, *, bold: bool = False) -> Runs:
        """Return a table's cell: the number with its qualifier (“hơn 603”), or a dash where there is none."""
        amount = self.amount(answer)
        if amount is None:
            return (Words("–"),)
        return self.runs(self._in_cell(amount), bold=bold)

    def _in_cell(self, amount: Amount) -> tuple[Piece, ...]:
        if amount.value.notation is Notation.TIMES:
            # The column is headed “%”: 10,16 under it would be read as a growth of 10,16 %.
            return (self.words("gấp ", ""), *percent(amount, self.lang))
        if amount.value.notation is Notation.INDEX:
            return (self.words("bằng ", "index "), *percent(amount, self.lang))
        return (QUALIFIERS[qualifier_of(amount)].to(self.lang), amount.printed(self.lang))

    def words(self, vi: str, en: str) -> str:
        """Return the words of the review's language."""
        return en if self.lang == "en" else vi

    def last_day(self, code: str, members: tuple[str, ...]) -> Period | None:
        """Return the last day up to the period's end on which a stock is stated, also before the period."""
        slot = Slot(code, members, self.place.id, self.period, Scenario.ACTUAL, "std")
        days = [p for p in self.book.periods(slot) if p.is_day and p.end <= self.period.end]
        return max(days, default=None)


def _published_first(lines: list[Line]) -> list[Line]:
    """Return the lines without those a register counted of a kind of which anything was published.

    The register may not have all of them, and counts by states of its own: side by side the two would be read as one.
    What the register has, and what it lacks, is shown where the register is.
    """
    published = {_kind(line) for line in lines if line.basis != REGISTERED}
    return [line for line in lines if line.basis != REGISTERED or _kind(line) not in published]


def _kind(line: Line) -> tuple[str, ...]:
    return (line.indicator.group, *(m for m in line.members if not m.partition(":")[0].endswith("-state")))


def _said_otherwise(answer: Answer) -> str:
    """Return a ratio as its source printed it, where the levels contradict that."""
    if answer.check is None or answer.check.verdict is not Verdict.CONTRADICTS:
        return ""
    return answer.check.stated.value.printed


def _refutes(finding: Finding) -> bool:
    return finding.severity is Severity.CONTRADICTION and finding.key.measure is not Measure.LEVEL


def capital(text: str) -> str:
    """Return the text with its first letter capital."""
    return text[:1].upper() + text[1:]

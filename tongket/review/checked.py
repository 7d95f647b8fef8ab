"""A text that was checked: its claims, what was found about them, and which words the findings belong to."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tongket.files.text import DocumentText
from tongket.prose.claims import CheckVerdict, Claim, Reading, TextFinding

_JUDGED = (CheckVerdict.CONTRADICTS, CheckVerdict.LAST_DIGIT, CheckVerdict.HOLDS, CheckVerdict.CANNOT_TELL)
"""Of several findings on one claim the first of these is the claim's."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of the text and what was found about it.

    Attributes:
        start: offset of its first code point.
        end: offset after its last one.
        verdict: the gravest of its own findings; where it only served others, holds if one of them held.
        findings: those that judge it.
        claim: the claim, or None for a verbal one.
    """

    start: int
    end: int
    verdict: CheckVerdict
    findings: tuple[TextFinding, ...]
    claim: Claim | None


@dataclass(frozen=True)
class Checked:
    """A text that was checked.

    Attributes:
        document: the text and its places.
        reading: its claims.
        findings: every relation that was checked.
        more: marks of findings that belong to no claim: numbers bound to the ledger that the reader takes for none.
    """

    document: DocumentText
    reading: Reading
    findings: tuple[TextFinding, ...]
    more: tuple[Mark, ...] = ()

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Every claim with its verdict, and the verbal claims that were judged, in order of their place."""
        own: dict[int, list[TextFinding]] = defaultdict(list)
        served: set[int] = set()
        verbal: list[TextFinding] = []
        for finding in self.findings:
            if is_verbal(finding):
                verbal.append(finding)
            elif finding.claims:
                own[finding.claims[0]].append(finding)
            if finding.verdict is CheckVerdict.HOLDS:
                served.update(finding.claims)
        marks = [
            Mark(c.start, c.end, _verdict(own[c.id], c.id in served), tuple(own[c.id]), c) for c in self.reading.claims
        ]
        marks += [*_verbal_marks(verbal, self.reading), *self.more]
        return tuple(sorted(marks, key=lambda m: (m.start, m.end)))

    @property
    def counts(self) -> dict[CheckVerdict, int]:
        """How many marks have each verdict."""
        counted = Counter(mark.verdict for mark in self.marks)
        return {verdict: counted[verdict] for verdict in CheckVerdict}

    @property
    def contradicted(self) -> bool:
        """Whether anything in it contradicts."""
        return any(finding.verdict is CheckVerdict.CONTRADICTS for finding in self.findings)


def is_verbal(finding: TextFinding) -> bool:
    """Whether a finding judges words, not a number: “vượt các chỉ tiêu”."""
    return finding.rule.startswith("verbal")


def _verdict(findings: Sequence[TextFinding], served: bool) -> CheckVerdict:
    verdicts = {finding.verdict for finding in findings}
    for verdict in _JUDGED[:-1]:
        if verdict in verdicts:
            return verdict
    return CheckVerdict.HOLDS if served and not verdicts else CheckVerdict.CANNOT_TELL


def _verbal_marks(findings: Sequence[TextFinding], reading: Reading) -> list[Mark]:
    """Return the marks of findings on words: each on the words it quotes, where the reading has them."""
    by_span: dict[tuple[int, int], list[TextFinding]] = defaultdict(list)
    for finding in findings:
        by_span[_span(finding, reading)].append(finding)
    return [Mark(*span, _verdict(own, False), tuple(own), None) for span, own in by_span.items()]


def _span(finding: TextFinding, reading: Reading) -> tuple[int, int]:
    spans = [(start, end) for start, end, _ in reading.verbal]
    quoted = finding.stated.strip(' “”"').casefold()
    for start, end in spans:
        words = reading.text[start:end].casefold()
        if quoted and (quoted in words or words in quoted):
            return start, end
    if spans:
        return spans[0]
    claims = {claim.id: claim for claim in reading.claims}
    first = next((claims[c] for c in finding.claims if c in claims), None)
    return (first.start, first.end) if first else (0, min(1, len(reading.text)))

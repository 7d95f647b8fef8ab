"""Checks over what was published: what its own figures contradict, and what a careful statistician would ask about."""

from dataclasses import replace

from tongket.core.period import Period
from tongket.core.text import Text
from tongket.cube.audit.finding import Finding, Severity, Timeline, written
from tongket.cube.audit.places import audit_places, parts_of
from tongket.cube.audit.ratios import audit_ratios
from tongket.cube.audit.series import audit_series
from tongket.cube.audit.sums import audit_sums

__all__ = ["Finding", "Severity", "Timeline", "audit", "parts_of"]

_ORDER = list(Severity)


def audit(timeline: Timeline, place: str, period: Period, parts: Timeline | None = None) -> list[Finding]:
    """Return what does not hold, or is worth asking about, of a place in a period, worst first.

    Args:
        period: findings on it and on the periods and days inside it.
        parts: the figures of the place and of the places in it (`parts_of`), to hold it against them; None: not.
    """
    every = _of(timeline, place)
    if parts is not None:
        every += audit_places(parts, timeline.vocabulary.places[place])
    found = [_as_of_now(timeline, f) for f in every if period.covers(f.period)]
    return sorted(found, key=lambda f: (_ORDER.index(f.severity), f.period, f.rule, f.rows[0].row))


def _of(timeline: Timeline, place: str) -> list[Finding]:
    every = (*audit_ratios(timeline), *audit_sums(timeline), *audit_series(timeline))
    return [f for f in every if f.key.place == place]


def _as_of_now(timeline: Timeline, finding: Finding) -> Finding:
    """Return the finding, saying so where the accused row has been replaced since."""
    now = timeline.successor(finding.rows[0])
    if now is None:
        return finding
    note = Text("đã được thay, nay không có số", "since replaced, there is no number now")
    if now.value.quantity is not None:
        value = written(now.value.quantity, now.value.decimals)
        note = Text(f"đã được thay bằng {value.vi}", f"since replaced by {value.en}")
    reason = finding.reason
    return replace(finding, reason=Text(f"{reason.vi} ({note.vi})", f"{reason.en} ({note.en})"))

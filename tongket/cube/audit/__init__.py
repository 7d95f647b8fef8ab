"""Checks over what was published: what its own figures contradict, and what a careful statistician would ask about."""

from tongket.core.period import Period
from tongket.cube.audit.finding import Finding, Severity, Timeline
from tongket.cube.audit.ratios import audit_ratios
from tongket.cube.audit.series import audit_series
from tongket.cube.audit.sums import audit_sums

__all__ = ["Finding", "Severity", "Timeline", "audit"]

_ORDER = list(Severity)


def audit(timeline: Timeline, place: str, period: Period) -> list[Finding]:
    """Return what does not hold, or is worth asking about, of a place in a period, worst first.

    Args:
        period: findings on it and on the periods and days inside it.
    """
    every = (*audit_ratios(timeline), *audit_sums(timeline), *audit_series(timeline))
    found = [f for f in every if f.key.place == place and period.covers(f.period)]
    return sorted(found, key=lambda f: (_ORDER.index(f.severity), f.period, f.rule, f.rows[0].row))

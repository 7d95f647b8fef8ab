"""Forms, units and people for the tests of returns."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from tongket.collect import rules, services
from tongket.collect.catalog import services as catalog
from tongket.collect.form import Form, cell_key, form_of
from tongket.collect.form_reading import packaged
from tongket.collect.models import Return, Unit
from tongket.collect.outcomes import Change
from tongket.core.number import render
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary

PLACE = "vn.23563@2025"
AT = datetime(2026, 2, 3, 8, 0, tzinfo=UTC)
JANUARY = Period.of_month(2026, 1)
CLERK = rules.Actor("u_clerk", enters=True)
HEAD = rules.Actor("u_head", heads=True)
TAKER = rules.Actor("u_taker", accepts=True)
VALUES = {
    "industry": "56,1", "industry-mining": "2,1", "industry-manufacturing": "41", "industry-power": "12",
    "industry-water": "1", "retail": "85,5", "export": "–", "power": "…",
}  # fmt: skip


def form() -> Form:
    return form_of("commune-month", date(2026, 1, 31), packaged())


def key(row: str) -> str:
    return cell_key(row, form().entered.code)


def changes(**values: str | Decimal) -> list[Change]:
    told = {row.replace("_", "-"): text for row, text in values.items()}
    return [Change(key(row), t if isinstance(t, str) else render(t)) for row, t in told.items()]


def unit(code: str = "commune.a", place: str = PLACE) -> Unit:
    return catalog.add_unit(code, "commune", "Xã Đak Đoa", place, valid_from=date(2025, 7, 1))


def begun(period: Period = JANUARY, code: str = "commune.a") -> Return:
    return services.begin(unit(code), form(), period, at=AT)


def filled(period: Period = JANUARY, values: Mapping[str, str] | None = None) -> Return:
    of = begun(period)
    told = [Change(key(row), text) for row, text in (VALUES | dict(values or {})).items()]
    services.save(of.pk, told, form=form(), key=f"first-{period}", actor=CLERK.uid, at=AT, origin="browser")
    return of


def take(of: Return, *actions: rules.Action, vocabulary: Vocabulary, reason: str = "") -> Return:
    who = {
        rules.Action.SUBMIT: CLERK, rules.Action.APPROVE: HEAD, rules.Action.RETURN: HEAD, rules.Action.ACCEPT: TAKER,
    }  # fmt: skip
    for action in actions:
        of = services.step(of.pk, action, form=form(), who=who[action], at=AT, reason=reason, vocabulary=vocabulary)
    return of

"""Who may do what: the whole table, and what a grant covers."""

from datetime import date
from itertools import product

import pytest

from tongket.accounts.rules import MAY, About, Action, Held, Role, may

DAY = date(2026, 1, 31)
HERE = About("commune.a", "vn.a", "trade")
UNIT_ROLES = {Role.REPORTER, Role.HEAD, Role.ENTERPRISE}


def within(place: str, above: str) -> bool:
    return place == above or (place, above) in {("vn.a", "vn.p"), ("vn.b", "vn.q")}


@pytest.mark.parametrize(("role", "action"), list(product(Role, Action)))
def test_every_role_and_action(role: Role, action: Action) -> None:
    grant = Held(role, unit="commune.a" if role in UNIT_ROLES else "", place="" if role in UNIT_ROLES else "vn.p")
    assert may([grant], action, HERE, DAY, within=within) == (role in MAY[action])
    # Of another unit, another province, or before the grant began, nobody may anything.
    elsewhere = About("commune.b", "vn.b", "trade")
    assert not may([grant], action, elsewhere, DAY, within=within)
    late = Held(role, grant.place, grant.sector, grant.unit, valid_from=date(2026, 2, 1))
    ended = Held(role, grant.place, grant.sector, grant.unit, valid_to=date(2026, 1, 30))
    assert not may([late, ended], action, HERE, DAY, within=within)


def test_a_specialist_of_one_sector_has_nothing_to_do_with_another() -> None:
    grant = Held(Role.SPECIALIST, "vn.p", sector="industry")
    assert not may([grant], Action.ACCEPT, HERE, DAY, within=within)
    assert may([grant], Action.ACCEPT, About("commune.a", "vn.a", "industry"), DAY, within=within)


def test_nobody_without_a_grant_may_anything() -> None:
    assert not any(may([], action, about, DAY, within=within) for action in Action for about in (HERE, About()))

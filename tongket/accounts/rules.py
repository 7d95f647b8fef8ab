"""Who may do what: one table, and one function that asks it.

A person holds grants. Each gives one role, over a subtree of places, a sector, or one reporting unit. What a role may
do is `MAY`, and nothing else in the product decides it.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongket.core.text import Text


class Role(StrEnum):
    """What somebody is to the department."""

    ADMINISTRATOR = "administrator"
    SPECIALIST = "specialist"
    LEADER = "leader"
    REPORTER = "reporter"
    HEAD = "head"
    ENTERPRISE = "enterprise"
    AUDITOR = "auditor"


ROLES: Mapping[Role, Text] = {
    Role.ADMINISTRATOR: Text("quản trị của Sở", "administrator of the Department"),
    Role.SPECIALIST: Text("chuyên viên phụ trách", "division specialist"),
    Role.LEADER: Text("lãnh đạo Sở", "leader of the Department"),
    Role.REPORTER: Text("người lập báo cáo", "reporter of the unit"),
    Role.HEAD: Text("thủ trưởng đơn vị", "head of the unit"),
    Role.ENTERPRISE: Text("người lập báo cáo của doanh nghiệp", "reporter of the enterprise"),
    Role.AUDITOR: Text("kiểm tra, giám sát", "auditor"),
}


class Action(StrEnum):
    """What can be asked for."""

    READ = "read"
    """Read a unit's returns, what it was asked and told, and its answers."""
    ENTER = "enter"
    """Fill in a unit's return and submit it."""
    APPROVE = "approve"
    """Approve or send back, as the head of the unit."""
    ACCEPT = "accept"
    """Accept into the ledger or send back, for the Department."""
    WATCH = "watch"
    """See who has sent what in the province."""
    GRANT = "grant"
    """Invite people and say what they may do."""
    AUDIT = "audit"
    """Read who changed what."""
    FORMS = "forms"
    """Make and publish return forms."""
    ASK = "ask"
    """Ask units, accept their answers or send them back, and let them know, for the Department."""
    ANSWER = "answer"
    """Answer for a unit, and say that it has read a notice."""
    CONTACTS = "contacts"
    """Read the address book."""
    RECORD = "record"
    """Write the registers of one's sector and place."""
    KEEP = "keep"
    """Write the address book: a unit its own entries, the Department all."""


_UNIT = frozenset((Role.REPORTER, Role.HEAD, Role.ENTERPRISE))
_DEPARTMENT = frozenset((Role.ADMINISTRATOR, Role.SPECIALIST, Role.LEADER, Role.AUDITOR))

MAY: Mapping[Action, frozenset[Role]] = {
    Action.READ: _UNIT | _DEPARTMENT,
    Action.ENTER: frozenset((Role.REPORTER, Role.ENTERPRISE)),
    # The head of an enterprise signs for it, so whoever is invited as its head holds HEAD there.
    Action.APPROVE: frozenset((Role.HEAD,)),
    Action.ACCEPT: frozenset((Role.SPECIALIST, Role.LEADER)),
    Action.WATCH: _DEPARTMENT,
    Action.GRANT: frozenset((Role.ADMINISTRATOR,)),
    Action.AUDIT: frozenset((Role.ADMINISTRATOR, Role.LEADER, Role.AUDITOR)),
    Action.FORMS: frozenset((Role.ADMINISTRATOR, Role.SPECIALIST)),
    Action.RECORD: frozenset((Role.SPECIALIST,)),
    Action.ASK: frozenset((Role.SPECIALIST, Role.LEADER)),
    Action.ANSWER: _UNIT,
    Action.CONTACTS: _UNIT | _DEPARTMENT,
    Action.KEEP: _UNIT | frozenset((Role.ADMINISTRATOR, Role.SPECIALIST)),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One grant.

    Attributes:
        role: what it makes of its holder.
        place: id of the place whose subtree it covers; empty for all.
        sector: the sector it covers; empty for all.
        unit: code of the one reporting unit it covers; empty for all in the place.
        valid_from: first day.
        valid_to: last day; None while it lasts.
    """

    role: Role
    place: str = ""
    sector: str = ""
    unit: str = ""
    valid_from: date = date.min
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class About:
    """What an action is on: a reporting unit, its place and a sector. Empty: asked in general.

    Attributes:
        unit: code of the reporting unit.
        place: id of its place.
        sector: of the form.
    """

    unit: str = ""
    place: str = ""
    sector: str = ""


def may(held: Sequence[Held], action: Action, about: About, day: date, *, within: Callable[[str, str], bool]) -> bool:
    """Whether one of the grants allows an action.

    Args:
        held: all grants of the person.
        action: what is to be done.
        about: on what; with nothing in it the question is whether it is allowed anywhere.
        day: today.
        within: whether the first place is the second or lies in it.
    """
    return any(grant.role in MAY[action] and grant.holds_on(day) and _covers(grant, about, within) for grant in held)


def may_somewhere(held: Sequence[Held], action: Action, sector: str, day: date) -> bool:
    """Whether one of the grants allows an action of a sector in some place, be it everywhere."""
    return any(
        grant.role in MAY[action] and grant.holds_on(day) and not grant.unit and grant.sector in {"", sector}
        for grant in held
    )


def _covers(grant: Held, about: About, within: Callable[[str, str], bool]) -> bool:
    if not (about.unit or about.place or about.sector):
        return True
    if grant.role in _UNIT and grant.unit != about.unit:
        return False
    if grant.unit and grant.unit != about.unit:
        return False
    if grant.sector and grant.sector != about.sector:
        return False
    return not grant.place or (bool(about.place) and within(about.place, grant.place))


def may_give(held: Sequence[Held], grant: Held, place: str, day: date, *, within: Callable[[str, str], bool]) -> bool:
    """Whether somebody with these grants may give a grant: an administrator, of nothing that reaches beyond their own.

    Args:
        held: grants of who gives.
        grant: what is to be given.
        place: id of the place the grant reaches: its own, or that of its reporting unit; empty for everywhere.
        day: today.
        within: whether the first place is the second or lies in it.
    """
    return any(
        own.role in MAY[Action.GRANT] and own.holds_on(day) and not own.unit
        and (not own.place or (bool(place) and within(place, own.place)))
        and (not own.sector or own.sector == grant.sector)
        for own in held
    )  # fmt: skip


def token_digest(key: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()

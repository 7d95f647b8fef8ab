"""What other packages may ask about people."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from django.db.models import prefetch_related_objects

from tongket.accounts.models import AccountChange, Grant, Token, User
from tongket.accounts.rules import Held, Role, token_digest
from tongket.core.errors import NotFound
from tongket.core.vocabulary import vocabulary


def held(user: User) -> tuple[Held, ...]:
    """Return the grants of a person; none once they are no longer active."""
    if not user.is_active:
        return ()
    # A page asks of one person many times; the first time fetches the grants.
    prefetch_related_objects([user], "grants")
    grants = sorted(user.grants.all(), key=lambda grant: grant.pk)
    return tuple(Held(Role(g.role), g.place, g.sector, g.unit, g.valid_from, g.valid_to) for g in grants)


@cache
def within(place: str, above: str) -> bool:
    """Whether a place is another or lies in it, on the boundaries it stood in."""
    return place == above or any(one.id == above for one in vocabulary().places.upward(place))


def acting_for(key: str, day: date) -> User | None:
    """Return for whom a program with this key acts; None where it is no key, or none any more.

    Nothing is noted of it: on the last day before a deadline that would be a write for every return. When a program was
    heard of last, its returns tell.
    """
    found = Token.objects.select_related("user").filter(digest=token_digest(key), revoked_at=None, expires__gte=day)
    token = found.first()
    return token.user if token is not None and token.user.is_active else None


def tokens(user: User) -> list[Token]:
    """Return the keys of a person that were not taken back, newest first."""
    return list(user.tokens.filter(revoked_at=None).order_by("-id"))


def of_unit(unit: str, roles: Iterable[Role], day: date) -> list[User]:
    """Return the active people who hold one of the roles for a reporting unit on a day, by name."""
    held = Grant.objects.filter(unit=unit, role__in=list(roles), user__is_active=True, valid_from__lte=day)
    grants = held.exclude(valid_to__lt=day).select_related("user")
    return sorted({grant.user for grant in grants}, key=lambda user: (user.full_name, user.uid))


def every(word: str = "") -> list[User]:
    """Return all people whose name or address has a word, with their grants, by name."""
    found = User.objects.prefetch_related("grants").exclude(email__endswith="@erased.invalid")
    return sorted((u for u in found if word.lower() in f"{u.full_name} {u.email}".lower()), key=lambda u: u.full_name)


def of_uid(uid: str) -> User:
    """Return a person by uid.

    Raises:
        NotFound: there is none.
    """
    found = User.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound("không có người dùng này", "there is no such person")
    return found


def grant_of(number: int) -> Grant:
    """Return a grant.

    Raises:
        NotFound: there is none.
    """
    found = Grant.objects.select_related("user").filter(pk=number).first()
    if found is None:
        raise NotFound("không có quyền này", "there is no such grant")
    return found


def changes(whom: str, limit: int = 100) -> list[AccountChange]:
    """Return what was done to an account, newest first."""
    return list(AccountChange.objects.filter(whom=whom).order_by("-id")[:limit])


def names(uids: Iterable[str]) -> Mapping[str, str]:
    """Return the names of people by uid; of those erased or unknown none."""
    found = User.objects.filter(uid__in=set(uids)).values_list("uid", "full_name")
    return {uid: name for uid, name in found if name}

"""The only writers of accounts."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from tongket.accounts.models import AccountChange, Grant, Token, User
from tongket.accounts.rules import Held, Role, token_digest
from tongket.core.errors import InvalidInput, NotFound

TOKEN_LASTS = timedelta(days=400)
"""The longest a key lasts: a year, and time to change it."""


@transaction.atomic
def invite(email: str, full_name: str, grants: tuple[Held, ...], *, by: str, title: str = "", phone: str = "",
           password: str | None = None) -> User:  # fmt: skip
    """Make an account with grants; without a password the person sets one by the link they are sent.

    Raises:
        InvalidInput: there is such an account, or nobody could say who they are.
    """
    if not full_name.strip():
        raise InvalidInput("thiếu họ tên", "the name is missing")
    if User.objects.filter(email__iexact=email).exists():
        raise InvalidInput(f"đã có tài khoản dùng địa chỉ {email}", f"there is an account with the address {email}")
    user = User(email=email.strip().lower(), full_name=full_name.strip(), title=title, phone=phone)
    user.set_password(password)
    user.save()
    _note("invite", user, by)
    for grant in grants:
        give(user, grant, by=by)
    return user


def give(user: User, grant: Held, *, by: str, reason: str = "") -> Grant:
    """Give a grant."""
    _note("give", user, by, reason, _told(grant))
    return Grant.objects.create(
        user=user, role=grant.role, place=grant.place, sector=grant.sector, unit=grant.unit,
        valid_from=grant.valid_from, valid_to=grant.valid_to, granted_by=by, reason=reason,
    )  # fmt: skip


@transaction.atomic
def end_grant(number: int, last: date, *, by: str, reason: str) -> None:
    """Let a grant end with a day; that it was there stays readable.

    Raises:
        NotFound: there is no such grant.
        InvalidInput: no reason is given.
    """
    grant = Grant.objects.select_related("user").filter(pk=number).first()
    if grant is None:
        raise NotFound("không có quyền này", "there is no such grant")
    _check_reason(reason)
    grant.valid_to = last
    grant.save(update_fields=["valid_to"])
    told = _told(Held(Role(grant.role), grant.place, grant.sector, grant.unit))
    _note("end", grant.user, by, reason, {**told, "last": last.isoformat()})


@transaction.atomic
def set_active(user: User, active: bool, *, by: str, reason: str) -> None:
    """Let somebody sign in no more, or again.

    Raises:
        InvalidInput: no reason is given.
    """
    _check_reason(reason)
    user.is_active = active
    user.save(update_fields=["is_active"])
    _note("reactivate" if active else "deactivate", user, by, reason)


@transaction.atomic
def set_password(user: User, password: str) -> None:
    """Set the password of somebody who came by their link; the link is then used up."""
    user.set_password(password)
    user.save(update_fields=["password"])
    _note("password", user, user.uid)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput("cần nêu lý do", "say why")


def _told(grant: Held) -> dict[str, str]:
    return {"role": grant.role.value, "place": grant.place, "sector": grant.sector, "unit": grant.unit}


def _note(what: str, whom: User, by: str, reason: str = "", detail: Mapping[str, str] | None = None) -> None:
    AccountChange.objects.create(
        whom=whom.uid, actor=by[:20], what=what, detail=dict(detail or {}), reason=reason.strip()[:500]
    )


@transaction.atomic
def give_token(user: User, label: str, *, expires: date, at: datetime) -> str:
    """Return a new key by which a program acts for a person; it cannot be shown again.

    Raises:
        InvalidInput: it says not what for, or would last too long.
    """
    if not label.strip() or len(label) > 120:
        raise InvalidInput("ghi khóa dùng cho phần mềm nào (tối đa 120 ký tự)", "say what program the key is for")
    if not at.date() <= expires <= at.date() + TOKEN_LASTS:
        raise InvalidInput(
            f"ngày hết hạn của khóa phải trong vòng {TOKEN_LASTS.days} ngày tới",
            f"a key lasts {TOKEN_LASTS.days} days at most",
        )
    key = f"tk_{secrets.token_urlsafe(32)}"
    Token.objects.create(user=user, digest=token_digest(key), label=label.strip(), made_at=at, expires=expires)
    _note("token", user, user.uid, detail={"label": label.strip(), "expires": expires.isoformat()})
    return key


@transaction.atomic
def revoke_token(user: User, number: int, *, at: datetime) -> None:
    """Take a key back; it is refused from now on.

    Raises:
        NotFound: the person has no such key.
    """
    if not user.tokens.filter(pk=number, revoked_at=None).update(revoked_at=at):
        raise NotFound("không có khóa này", "there is no such key")
    _note("revoke", user, user.uid, detail={"token": str(number)})


@transaction.atomic
def erase(user: User, *, by: str = "law") -> None:
    """Forget who somebody was, as the law on personal data demands; what they did stays under their opaque id."""
    user.email = f"{user.uid}@erased.invalid"
    user.full_name = user.title = user.office = user.phone = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
    user.tokens.all().delete()
    _note("erase", user, by)

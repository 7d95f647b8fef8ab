"""The only writers of accounts."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction

from tongket.accounts.models import Grant, Token, User
from tongket.accounts.rules import Held, token_digest
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
    for grant in grants:
        give(user, grant, by=by)
    return user


def give(user: User, grant: Held, *, by: str, reason: str = "") -> Grant:
    """Give a grant."""
    return Grant.objects.create(
        user=user, role=grant.role, place=grant.place, sector=grant.sector, unit=grant.unit,
        valid_from=grant.valid_from, valid_to=grant.valid_to, granted_by=by, reason=reason,
    )  # fmt: skip


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
    return key


def revoke_token(user: User, number: int, *, at: datetime) -> None:
    """Take a key back; it is refused from now on.

    Raises:
        NotFound: the person has no such key.
    """
    if not user.tokens.filter(pk=number, revoked_at=None).update(revoked_at=at):
        raise NotFound("không có khóa này", "there is no such key")


@transaction.atomic
def erase(user: User) -> None:
    """Forget who somebody was, as the law on personal data demands; what they did stays under their opaque id."""
    user.email = f"{user.uid}@erased.invalid"
    user.full_name = user.title = user.office = user.phone = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
    user.tokens.all().delete()

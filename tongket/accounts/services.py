"""The only writers of accounts."""

from django.db import transaction

from tongket.accounts.models import Grant, User
from tongket.accounts.rules import Held
from tongket.core.errors import InvalidInput


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


@transaction.atomic
def erase(user: User) -> None:
    """Forget who somebody was, as the law on personal data demands; what they did stays under their opaque id."""
    user.email = f"{user.uid}@erased.invalid"
    user.full_name = user.title = user.office = user.phone = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()

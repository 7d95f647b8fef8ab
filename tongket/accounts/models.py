"""People and their grants."""

import secrets
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from tongket.accounts.rules import ROLES, Role

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_uid() -> str:
    """Return an id for a person that says nothing about them, e.g. `u_7k2m9xwq4d3f`."""
    return "u_" + "".join(secrets.choice(_ALPHABET) for _ in range(12))


class User(AbstractBaseUser):
    """A person. Other tables and the ledger know the `uid` alone.

    Attributes:
        uid: opaque, permanent, never used again.
        email: signs in with it; empty once the person was erased.
        title: position, e.g. “Chuyên viên”.
        office: where they work, as they write it.
    """

    uid = models.CharField(max_length=20, unique=True, default=new_uid, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    office = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = BaseUserManager()  # without it the plain manager has no look-up by the name somebody signs in with

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.uid


class Grant(models.Model):
    """What a person may do, where, and since when; see `rules.Held`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, name.vi) for role, name in ROLES.items()])
    place = models.CharField(max_length=30, blank=True)
    sector = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=60, blank=True, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=20)
    reason = models.TextField(blank=True)

    class Meta:
        """A unit's person has a unit."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(role__in=[Role.REPORTER, Role.HEAD, Role.ENTERPRISE]) | ~models.Q(unit=""),
                name="accounts_grant_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} {self.unit or self.place}"


class Token(models.Model):
    """A key by which a program acts for a person. The key itself is shown once and kept nowhere.

    Attributes:
        digest: SHA-256 of the key, in hex. It is random and long, so that a slow hash would add nothing.
        label: what the program is, in the person's words.
        expires: last day.
        revoked_at: when it was taken back; None while it was not.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    expires = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user}: {self.label}"


class AccountChange(models.Model):
    """What was done to an account. Never altered; of people it knows the uid alone.

    Attributes:
        whom: uid of the account.
        actor: uid of who did it, or the name of what did.
        what: invite, give, end, deactivate, reactivate, erase, token, revoke.
        detail: what the change was about, e.g. role, place and unit of a grant.
    """

    whom = models.CharField(max_length=20, db_index=True)
    actor = models.CharField(max_length=20)
    what = models.CharField(max_length=20)
    detail = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.actor}: {self.what} {self.whom}"

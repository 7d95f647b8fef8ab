"""Requests with their answers, notices with their receipts, and an address book whose changes are kept."""

from typing import ClassVar

from django.db import models

from tongket.collect.models import Unit
from tongket.files.kept.models import Stored


class Request(models.Model):
    """What the Department asks of units, as it was sent. Never altered afterwards.

    Attributes:
        due: last day on which an answer is on time, as first set; the one that counts is each unit's own.
        sector: of `rules.SECTORS`; empty for all.
        basis: number of the official letter, or what law it rests on.
        key: the sender's own key; the same key again is the same request, not another one.
    """

    title = models.CharField(max_length=200)
    body = models.TextField()
    due = models.DateField(db_index=True)
    sector = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=64, unique=True)
    asked_by = models.CharField(max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Asked(models.Model):
    """One unit that was asked, and where its answer stands.

    Attributes:
        state: of `rules.State`.
        due: last day for this unit; sending back may set a later one.
        revision: counts every change, so that nobody accepts what they have not seen.
        answered_at: when the answer that stands was given; None while none does, so also after it was sent back.
    """

    of = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="asked")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="asked")
    state = models.CharField(max_length=20)
    due = models.DateField()
    revision = models.IntegerField(default=0)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Each unit once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "unit"], name="coordination_asked_once")]
        indexes: ClassVar = [models.Index(fields=["unit", "state"], name="coordination_asked_state")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.unit_id}: {self.state}"


class Entry(models.Model):
    """One answer, or one step of the Department's: who, when, with what words. Never altered afterwards.

    Attributes:
        revision: of what was asked after it.
        action, before, after: of `rules`.
        text: the answer, or the reason.
        due: the new last day where one was set.
    """

    of = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="entries")
    revision = models.IntegerField()
    action = models.CharField(max_length=20)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    actor = models.CharField(max_length=20)
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    due = models.DateField(null=True)

    class Meta:
        """Numbered without twins."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "revision"], name="coordination_entry_once")]

    def __str__(self) -> str:
        return f"{self.of_id}: {self.before} → {self.after}"


class Attached(models.Model):
    """A file of a request, or of one answer. Never altered afterwards.

    Attributes:
        request, entry: what it belongs to; the other one is None.
        name: as its sender called it, without what cannot be seen.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, null=True, related_name="files")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="files")
    stored = models.ForeignKey(Stored, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)

    class Meta:
        """Of one thing, and each content once."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(request__isnull=True) ^ models.Q(entry__isnull=True),
                name="coordination_attached_one",
            ),
            models.UniqueConstraint(fields=["request", "stored"], name="coordination_attached_request"),
            models.UniqueConstraint(fields=["entry", "stored"], name="coordination_attached_entry"),
        ]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """What the Department lets units know, as it was sent. Never altered afterwards.

    Attributes:
        kind: of `rules.Kind`.
        sector, basis, key: as of a request.
    """

    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    body = models.TextField()
    sector = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=64, unique=True)
    sent_by = models.CharField(max_length=20)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.title


class Told(models.Model):
    """One unit that a notice was sent to. Never altered afterwards."""

    of = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="told")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="told")

    class Meta:
        """Each unit once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "unit"], name="coordination_told_once")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.unit_id}"


class Receipt(models.Model):
    """Somebody of a unit said that they have read its notice; the first time counts. Never altered afterwards."""

    of = models.ForeignKey(Told, on_delete=models.PROTECT, related_name="receipts")
    uid = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        """Each person once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "uid"], name="coordination_receipt_once")]

    def __str__(self) -> str:
        return f"{self.of_id} {self.uid}"


class Described(models.Model):
    """What an entry of the address book says.

    Attributes:
        office: the office or section, where it is not simply the unit.
        valid_from, valid_to: first and last day on which it holds; None while it does.
    """

    office = models.CharField(max_length=200, blank=True)
    person = models.CharField(max_length=120, blank=True)
    position = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """No table of its own."""

        abstract = True


class Contact(Described):
    """One entry of the address book as it is now.

    Attributes:
        unit: whose it is; None for an office that is no reporting unit.
        place: id of the place it belongs to: of the unit's, or the one the office serves.
        revision: counts every change.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    place = models.CharField(max_length=30)
    revision = models.IntegerField(default=1)

    def __str__(self) -> str:
        return self.person or self.office


class ContactChange(Described):
    """An entry as somebody left it. Never altered, but to take a person's data out of it."""

    of = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="changes")
    revision = models.IntegerField()
    actor = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        """Numbered without twins."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["of", "revision"], name="coordination_change_once")]

    def __str__(self) -> str:
        return f"{self.of_id} r{self.revision}"

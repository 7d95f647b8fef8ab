"""Reporting units and their returns. A return is one document; what was done to it is kept for good."""

from datetime import date
from typing import ClassVar

from django.db import models


class Unit(models.Model):
    """Who owes returns: a commune, an enterprise, a division of the Department.

    Attributes:
        code: permanent, e.g. `commune.vn.23563@2025`; what grants and figures' sources name.
        kind: as forms say who owes them: commune, district, enterprise, cluster-investor, division.
        place: id of the place it reports of, or lies in.
        body: the body of the vocabulary whose word its figures are.
        valid_from, valid_to: first and last day on which it owes anything; None while it does.
        demo: whether it is of the demonstration.
    """

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=30)
    body = models.CharField(max_length=60, blank=True)
    sector = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    demo = models.BooleanField(default=False)

    class Meta:
        """Found by who they are and where."""

        indexes: ClassVar = [models.Index(fields=["kind", "place"])]

    def __str__(self) -> str:
        return self.name

    def owes_on(self, day: date) -> bool:
        """Whether the unit owes anything on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class FormVersion(models.Model):
    """A version of a form made in this department; those that come with the product are files. Never altered.

    Attributes:
        told: the form as `form_table.told_of` has it, days in ISO form.
    """

    code = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    told = models.JSONField()
    made_by = models.CharField(max_length=20)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        """One version once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "version"], name="collect_form_version_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Return(models.Model):
    """One filled form of one unit for one period, in one version. Before it is begun there is none.

    Attributes:
        form, form_version: the form it was begun with.
        period: in text form.
        number: 1; a correction after acceptance is the next one.
        state: of `rules.State`.
        document: cells as `{"row|column": {"t": as typed, "v": decimal text, "s": state, "n": note}}`, and answers to
            warnings; see `document.py`.
        revision: counts every change, so that two people cannot overwrite each other unseen.
        entered_by: uids of all who filled in a cell of this version.
        due: last day; None where nothing says when it is due.
        reason: why a correction was begun.
        posting: of the ledger, once accepted.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="returns")
    form = models.CharField(max_length=60)
    form_version = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    number = models.IntegerField(default=1)
    state = models.CharField(max_length=20)
    document = models.JSONField(default=dict)
    revision = models.IntegerField(default=0)
    entered_by = models.JSONField(default=list)
    submitted_by = models.CharField(max_length=20, blank=True)
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=20, blank=True)
    accepted_by = models.CharField(max_length=20, blank=True)
    changed_at = models.DateTimeField()
    due = models.DateField(null=True)
    reason = models.TextField(blank=True)
    posting = models.IntegerField(null=True)

    class Meta:
        """One version once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "form", "period", "number"], name="collect_return_once")
        ]
        indexes: ClassVar = [models.Index(fields=["form", "period", "state"])]

    def __str__(self) -> str:
        return f"{self.form} {self.period} {self.unit_id}/{self.number}"


class Save(models.Model):
    """Cells changed together, never altered afterwards.

    Attributes:
        revision: of the return after it.
        key: the sender's own key; the same key again is the same save, not another one.
        digest: SHA-256 of what a machine sent under that key, in hex; empty for people.
        changes: `[{"cell": "row|column", "from": cell before or null, "to": cell after or null}]`.
        origin: browser, excel, api.
    """

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="saves")
    revision = models.IntegerField()
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)
    actor = models.CharField(max_length=20)
    at = models.DateTimeField()
    origin = models.CharField(max_length=20)
    changes = models.JSONField()

    class Meta:
        """Nothing twice."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "key"], name="collect_save_key"),
            models.UniqueConstraint(fields=["of", "revision"], name="collect_save_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.of_id} r{self.revision}"


class Step(models.Model):
    """One step on the way of a return: who did what, when and why. Never altered afterwards.

    Attributes:
        action, before, after: of `rules`.
        cells: what is to be looked at again, `{"row|column": reason}`.
        document: as it stood when it was submitted; null for other steps.
    """

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="steps")
    revision = models.IntegerField()
    action = models.CharField(max_length=20)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    actor = models.CharField(max_length=20)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    cells = models.JSONField(default=dict)
    document = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.of_id}: {self.before} → {self.after}"


class Extension(models.Model):
    """A named exception from a lock: a unit may still hand in a return, until a day. Never altered; the latest counts.

    Attributes:
        until: last day.
        granted_by: uid of who.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="extensions")
    form = models.CharField(max_length=60)
    period = models.CharField(max_length=20)
    until = models.DateField()
    reason = models.TextField()
    granted_by = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        """Found by what it is of."""

        indexes: ClassVar = [models.Index(fields=["unit", "form", "period"], name="collect_extension_of")]

    def __str__(self) -> str:
        return f"{self.form} {self.period} {self.unit_id}: {self.until}"

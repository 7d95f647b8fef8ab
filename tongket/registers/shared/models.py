"""Records, the dated events of their lives, and versions folded from them.

Events are the truth and are never altered; versions can be made anew from them. A version has two spans: the days on
which it holds, and the moments at which the register said so. Any day, as known at any moment, is one comparison each.
"""

from datetime import UTC, date, datetime
from typing import ClassVar

from django.db import models

OPEN_DAY = date(9999, 12, 31)
"""End of what holds until further notice. A value, not NULL: one comparison finds it, and an index helps."""
OPEN_MOMENT = datetime(9999, 12, 31, tzinfo=UTC)


class Policy(models.Model):
    """How a register is kept. Its row is also what writers of the register lock.

    Attributes:
        four_eyes: whether a change waits until somebody else approves it.
    """

    register = models.CharField(max_length=40, unique=True)
    four_eyes = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.register


class Change(models.Model):
    """What one person did at once: an edit, a bulk edit, an import, an undo.

    Attributes:
        kind: edit, import, undo.
        state: of `rules.ChangeState`.
        told: what a draft or a waiting change says, as `services` keeps it; what holds is in its events.
        origin: name of the file; `digest` its SHA-256 in hex.
        key: the sender's own; the same key again is the same change, not another one.
        undoes: the change that this one takes back.
    """

    register = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    actor = models.CharField(max_length=20)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    told = models.JSONField(default=list)
    origin = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=64, unique=True)
    decided_by = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField(null=True)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        """Found by register, newest first."""

        app_label = "registers"
        indexes: ClassVar = [models.Index(fields=["register", "-id"], name="registers_change_of")]

    def __str__(self) -> str:
        return f"{self.register} {self.kind} {self.pk}"


class Decision(models.Model):
    """An official document that something rests on.

    Attributes:
        number: as printed, e.g. `123/QĐ-UBND`.
    """

    number = models.CharField(max_length=60)
    day = models.DateField()
    issuer = models.CharField(max_length=120)
    title = models.CharField(max_length=300, blank=True)

    class Meta:
        """One document once."""

        app_label = "registers"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "day", "issuer"], name="registers_decision_once")
        ]

    def __str__(self) -> str:
        return self.number


class Record(models.Model):
    """One thing in a register; what is known of it is in its events.

    Attributes:
        code: the Department's own, never used again for another.
        revision: counts changes, so that nobody overwrites what they have not seen.
        demo: made up for demonstration; never counted with real ones.
        keeper: uid of who is responsible; empty for nobody in particular.
    """

    register = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    revision = models.IntegerField(default=1)
    demo = models.BooleanField(default=False)
    keeper = models.CharField(max_length=20, blank=True)

    class Meta:
        """A code once in a register."""

        app_label = "registers"
        constraints: ClassVar = [models.UniqueConstraint(fields=["register", "code"], name="registers_record_code")]

    def __str__(self) -> str:
        return self.code


class Event(models.Model):
    """What changed about a record, from a day on. Never altered, but for being withdrawn once by an undo.

    Attributes:
        day: the first on which it holds.
        values: field → value as text, null for one that is cleared; only what changes.
        source: where it is from, in words or as an address; `source_day` when that said so.
        withdrawn_by: the change that took it back.
    """

    of = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="events")
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="events")
    day = models.DateField()
    values = models.JSONField()
    source = models.CharField(max_length=500)
    source_day = models.DateField(null=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="events")
    withdrawn_by = models.ForeignKey(Change, on_delete=models.PROTECT, null=True, related_name="withdrawn")

    class Meta:
        """Read in order of days."""

        app_label = "registers"

    def __str__(self) -> str:
        return f"{self.of_id} {self.day}"


class Note(models.Model):
    """A dated note in the journal of a record. Never altered."""

    of = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    actor = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        """Of the application of all registers."""

        app_label = "registers"

    def __str__(self) -> str:
        return f"{self.of_id} {self.at}"


class Version(models.Model):
    """A record as it is over a span of days, as the register knew it over a span of time.

    Attributes:
        valid_from, valid_to: the first day, and the day after the last; OPEN_DAY until further notice.
        known_from, known_to: when the register began to say so, and when it no longer did; OPEN_MOMENT while it does.
        code, demo: of the record.
        search: name, code and other texts, folded: what the search box looks through.
        place: id of the commune it lies in, or of the province where no more is known.
        latitude, longitude: WGS 84, in millionths of a degree; None where not known.
        accuracy: how exact the position is.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField()
    known_from = models.DateTimeField()
    known_to = models.DateTimeField()
    code = models.CharField(max_length=60)
    demo = models.BooleanField(default=False)
    search = models.TextField()
    state = models.CharField(max_length=40)
    name = models.CharField(max_length=500)
    place = models.CharField(max_length=30, blank=True)
    latitude = models.IntegerField(null=True)
    longitude = models.IntegerField(null=True)
    accuracy = models.CharField(max_length=20, blank=True)

    class Meta:
        """Each register has a table of its own. What is known now is found without what was known before."""

        abstract = True
        app_label = "registers"
        indexes: ClassVar = [
            models.Index(fields=["known_to", "name"], name="registers_%(class)s_name"),
            models.Index(fields=["record", "known_to"], name="registers_%(class)s_of"),
            models.Index(fields=["known_to", "code"], name="registers_%(class)s_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"

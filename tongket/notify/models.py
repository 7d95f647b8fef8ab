"""The outbox: what is to be sent, and what became of it."""

from typing import ClassVar

from django.db import models


class Mail(models.Model):
    """A mail to one person.

    Attributes:
        key: the sender's own; the same key again is the same mail, not another one.
        uid: of the person.
        address: of the person, when it was put in.
        place: id of the place it is about; who audits that place may read it. Empty for none.
        sent_at: when the server took it; null while it waits.
        tries: how often it was tried.
        error: what was said the last time it failed.
    """

    key = models.CharField(max_length=200, unique=True)
    uid = models.CharField(max_length=20, db_index=True)
    address = models.EmailField()
    place = models.CharField(max_length=30, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        """What waits is looked for again and again, and is little."""

        indexes: ClassVar = [
            models.Index(fields=["id"], name="notify_mail_waiting", condition=models.Q(sent_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.subject}"

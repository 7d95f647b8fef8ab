"""The only writers of mail."""

from datetime import datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import IntegrityError, connection, transaction

from tongket.accounts.models import User
from tongket.notify.models import Mail
from tongket.store.errors import mapped

MOST_TRIES = 8


def put(to: User, subject: str, body: str, *, key: str, at: datetime, place: str = "") -> bool:
    """Put a mail into the outbox, in the caller's transaction; return whether it was not there yet.

    Args:
        to: the person; nothing is put in for one who is no longer active.
        subject, body: plain text.
        key: of the mail, at most 200 characters. With the same key it is the same mail.
        at: now.
        place: id of the place it is about.
    """
    if not to.is_active:
        return False
    if Mail.objects.filter(key=key).exists():
        return False
    try:
        with transaction.atomic():
            Mail.objects.create(
                key=key, uid=to.uid, address=to.email, place=place, subject=" ".join(subject.split())[:200], body=body,
                at=at,
            )  # fmt: skip
    except IntegrityError:
        # Somebody else put it in at the same moment.
        return False
    return True


def deliver(sender: str, *, at: datetime) -> tuple[int, int]:
    """Send what waits and return how many the server took and how many it did not.

    A mail is marked as sent after the server took it. Killed between the two it is sent again: a reminder that comes
    twice harms nobody, one that never comes does. One that fails is tried again with the next delivery, `MOST_TRIES`
    times. Two who deliver at once send each mail once.

    Args:
        sender: address it comes from.
        at: now.
    """
    sent = failed = 0
    waiting = Mail.objects.filter(sent_at=None, tries__lt=MOST_TRIES).order_by("id")
    for number in list(waiting.values_list("pk", flat=True)):
        with mapped(), transaction.atomic():
            locked = Mail.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            mail = locked.filter(pk=number, sent_at=None).first()
            if mail is None:
                continue
            mail.tries += 1
            try:
                EmailMessage(mail.subject, mail.body, sender, [mail.address]).send()
            except (SMTPException, OSError) as error:
                mail.error = f"{type(error).__name__}: {error}"[:300]
                failed += 1
            else:
                mail.sent_at, mail.error = at, ""
                sent += 1
            mail.save(update_fields=["tries", "error", "sent_at"])
    return sent, failed

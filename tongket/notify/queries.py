"""What other packages may ask about mail."""

from collections.abc import Callable
from itertools import islice

from tongket.notify.models import Mail


def to(uid: str, limit: int = 100) -> list[Mail]:
    """Return the newest mails to a person."""
    return list(Mail.objects.filter(uid=uid).order_by("-id")[:limit])


def about(covers: Callable[[str], bool], limit: int = 200) -> list[Mail]:
    """Return the newest mails that are about places somebody may audit, by id of the place.

    Mail about no place is between its sender and its reader: an invitation holds the way into an account.
    """
    found = Mail.objects.exclude(place="").order_by("-id").iterator(limit)
    return list(islice((mail for mail in found if covers(mail.place)), limit))

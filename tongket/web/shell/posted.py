"""What a form posted, read: a day, a revision."""

from datetime import date

from tongket.core.errors import InvalidInput


def day_of(text: str) -> date | None:
    """Return a day that a form posted; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def number_of(text: str) -> int:
    """Return a whole number that a form posted.

    Raises:
        InvalidInput: it is none.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInput("thiếu số phiên bản của trang; mở lại trang rồi làm lại", "open the page again: no revision")
    return int(text)

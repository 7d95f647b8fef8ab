"""The language of a request."""

from django.http import HttpRequest

from tongket.core.text import Lang


def language(request: HttpRequest) -> Lang:
    """Return the language somebody reads: Vietnamese unless they chose English."""
    return "en" if getattr(request, "LANGUAGE_CODE", "vi").startswith("en") else "vi"

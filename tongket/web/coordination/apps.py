"""Pages of coordination as a Django application."""

from django.apps import AppConfig


class CoordinationPagesConfig(AppConfig):
    """Where the Department asks and lets know, and its units answer."""

    name = "tongket.web.coordination"
    label = "web_coordination"

"""Pages of return forms as a Django application."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """Where statisticians make forms."""

    name = "tongket.web.forms"
    label = "web_forms"

"""Mail as a Django application."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """What is sent to people."""

    name = "tongket.notify"
    label = "notify"

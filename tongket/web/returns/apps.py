"""Pages of returns as a Django application."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Where returns are filled in, approved and watched over."""

    name = "tongket.web.returns"
    label = "web_returns"

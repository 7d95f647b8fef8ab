"""Coordination as a Django application."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """Requests and their answers, notices and who has read them, whom to call."""

    name = "tongket.coordination"
    label = "coordination"
    verbose_name = "công tác phối hợp"

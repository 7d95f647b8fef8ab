"""Kept files as a Django application."""

from django.apps import AppConfig


class KeptConfig(AppConfig):
    """What people attach."""

    name = "tongket.files.kept"
    label = "files"

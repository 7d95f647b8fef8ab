"""The frame of all pages as a Django application."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Templates, styles and scripts that all pages share."""

    name = "tongket.web.shell"
    label = "web_shell"

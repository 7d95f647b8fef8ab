"""Django's view of these pages."""

from django.apps import AppConfig


class RegisterPages(AppConfig):
    """Templates and static files of the registers' pages."""

    name = "tongket.web.registers"
    label = "web_registers"

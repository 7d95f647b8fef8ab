"""Django's view of the registers: one application, so that a register is a folder and no more."""

from django.apps import AppConfig


class Registers(AppConfig):
    """Records, their events and versions."""

    name = "tongket.registers"
    label = "registers"

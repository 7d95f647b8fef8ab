"""The ledger as a Django application."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Figures and where they were stated."""

    name = "tongket.ledger"
    label = "ledger"
    verbose_name = "sổ số liệu"

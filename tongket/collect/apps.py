"""Collecting as a Django application."""

from django.apps import AppConfig


class CollectConfig(AppConfig):
    """Returns of reporting units, from the first cell to the ledger."""

    name = "tongket.collect"
    label = "collect"
    verbose_name = "thu thập báo cáo"

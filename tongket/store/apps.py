"""The store as a Django application."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Streams, postings and segments."""

    name = "tongket.store"
    label = "store"
    verbose_name = "kho dữ liệu"

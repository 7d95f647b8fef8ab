"""Accounts as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, and the grants that say what they may do where."""

    name = "tongket.accounts"
    label = "accounts"
    verbose_name = "tài khoản"

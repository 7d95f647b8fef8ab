"""Pages of people as a Django application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Where accounts are looked after."""

    name = "tongket.web.people"
    label = "web_people"

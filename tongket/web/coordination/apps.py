"""Pages of coordination as a Django application."""

from django.apps import AppConfig


class CoordinationPagesConfig(AppConfig):
    """Where the Department asks and lets know, and its units answer."""

    name = "tongket.web.coordination"
    label = "web_coordination"

    def ready(self) -> None:
        """Say what waits for people on their first page."""
        # Models can only be imported once all applications are there.
        from tongket.web.coordination import waiting  # noqa: PLC0415
        from tongket.web.shell import desk  # noqa: PLC0415

        desk.offers(self.label, waiting.waits)

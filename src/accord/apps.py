"""The one Django app with tables."""

from django.apps import AppConfig


class AccordConfig(AppConfig):
    name = "accord"
    verbose_name = "Accord"

    def ready(self) -> None:
        from accord.config import checks

        checks.register()

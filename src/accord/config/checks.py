"""System checks: what is wrong with an installation before anybody uses it."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


def register() -> None:
    checks.register(demo_stays_on_this_machine, checks.Tags.security)


def demo_stays_on_this_machine(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """The demo lets anybody sign in as anybody: nobody else may reach it."""
    if not settings.ACCORD_DEMO or settings.ACCORD_ADDRESS.is_loopback:
        return []
    return [
        checks.Error(
            f"ACCORD_DEMO is on, but ACCORD_URL is {settings.ACCORD_URL}: everybody there could sign in as anybody.",
            hint="Unset ACCORD_DEMO, or use an address of this machine such as http://127.0.0.1:8000.",
            id="accord.E001",
        )
    ]

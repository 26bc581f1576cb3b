"""How somebody likes Accord to look and to write dates. It concerns nobody else, so it leaves no event."""

from dataclasses import dataclass

from django.db import transaction

from accord.models import User


@dataclass(frozen=True, slots=True)
class Preferences:
    """An empty format or zone means what the installation uses."""

    format: str
    time_zone: str
    theme: str
    has_shortcuts: bool


@transaction.atomic
def choose(user: User, preferences: Preferences) -> None:
    """Keep what somebody has chosen for themselves."""
    User.objects.filter(pk=user.pk).update(
        language=preferences.format,
        time_zone=preferences.time_zone,
        theme=preferences.theme,
        has_shortcuts=preferences.has_shortcuts,
    )

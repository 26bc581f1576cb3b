"""How somebody likes Accord to look and to write dates. It concerns nobody else, so it leaves no event."""

from dataclasses import dataclass

from django.db import transaction

from accord.domain.telling import Choice
from accord.models import Person, Telling, User


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


@transaction.atomic
def choose_telling(person: Person, choice: Choice) -> None:
    """Keep how somebody is told. What is on its way already arrives as it was chosen before."""
    quiet = choice.quiet
    Telling.objects.update_or_create(
        person=person,
        defaults={
            "how": choice.how.value,
            "hour": choice.hour,
            "quiet_from": quiet.start if quiet else None,
            "quiet_until": quiet.end if quiet else None,
            "muted": sorted(choice.muted),
        },
    )

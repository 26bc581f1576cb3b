"""Calendar feeds: secret addresses under which a calendar program reads what is due."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accord.models.people import Person, Team


class CalendarFeed(models.Model):
    """An address that somebody made: of what is theirs, or of one of their teams. Only a hash of its secret is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="calendar_feeds")  # who made it
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="ended_calendar_feeds")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(team=None, ended_at=None), name="one_calendar_of_ones_own"
            ),
            models.UniqueConstraint(
                fields=["person", "team"],
                condition=Q(team__isnull=False, ended_at=None),
                name="one_calendar_of_a_team_each",
            ),
        ]

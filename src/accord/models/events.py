"""What happened, as rows that sentences are made from, and what must still leave the house."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accord.models.changes import Change
from accord.models.key_results import KeyResult
from accord.models.people import Person, Team


class Event(models.Model):
    """Something happened. Its sentence is made on reading, from its kind and data."""

    at = models.DateTimeField()
    kind = models.CharField(max_length=32)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="events")
    via = models.CharField(max_length=8)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="events")
    key_result = models.ForeignKey(KeyResult, models.SET_NULL, null=True, blank=True, related_name="events")
    change = models.ForeignKey(Change, models.PROTECT, null=True, blank=True, related_name="events")
    data = models.JSONField(default=dict)
    concerns = models.ManyToManyField(Team, through="Concern", related_name="concerning_events")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]


class Concern(models.Model):
    """An event concerns a team: its people see it on their home page."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="concern_rows")
    # Found by the index of the constraint, which begins with it.
    team = models.ForeignKey(Team, models.CASCADE, related_name="concern_rows", db_index=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["team", "event"], name="an_event_concerns_a_team_once"),
        ]


class Outbox(models.Model):
    """Something that must happen outside, once, because of what was committed with it."""

    effect = models.CharField(max_length=120, unique=True)  # the key under which it counts once
    kind = models.CharField(max_length=32)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        verbose_name_plural = "outbox"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="outbox_still_to_do"),
        ]

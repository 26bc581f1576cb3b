"""How each person likes to be told, what they follow, and what they were told."""

from typing import Any, ClassVar

from django.db import models

from accord.models.events import Event, Outbox
from accord.models.people import Person


class Telling(models.Model):
    """How a person has chosen to be told. Without a row: by mail, at once, of everything that concerns them."""

    class How(models.TextChoices):
        AT_ONCE = "at-once"
        DIGEST = "digest"
        IN_ACCORD = "in-accord"

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="telling")
    how = models.CharField(max_length=9, choices=How, default=How.AT_ONCE)
    hour = models.PositiveSmallIntegerField(default=8)  # of the digest and of reminders, on the person's clock
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    muted = models.JSONField(default=list)  # kinds of messages that are not mailed


class Follow(models.Model):
    """A person wants to hear of a team, a key result, a metric or another person."""

    class Kind(models.TextChoices):
        TEAM = "team"
        KEY_RESULT = "key_result"
        METRIC = "metric"
        PERSON = "person"

    person = models.ForeignKey(Person, models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=10, choices=Kind)
    item = models.BigIntegerField()  # the row's id in its own table
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "item", "person"], name="a_person_follows_a_thing_once"),
        ]


class Notice(models.Model):
    """What one person is told of one event: once, whatever the number of reasons. Without a message only in Accord."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="notices")
    kind = models.CharField(max_length=10)  # why, as in domain.telling
    effect = models.CharField(max_length=120, unique=True)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    message = models.ForeignKey(Outbox, models.SET_NULL, null=True, blank=True, related_name="notices")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

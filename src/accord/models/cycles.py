"""Cycles with their briefs, and the strategic goals beyond them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from accord.models.people import Person


class Cycle(models.Model):
    """A period with dates; objectives, key results, actions and needs live in one. It may lie within another."""

    key = models.CharField(max_length=64, unique=True)
    name = models.TextField()
    start = models.DateField()
    end = models.DateField()
    why = models.TextField(null=True, blank=True)
    success = models.TextField(null=True, blank=True)
    different = models.TextField(null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="inside")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="closed_cycles")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["start", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="cycle_ends_after_its_start"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="cycle_is_not_in_itself"),
        ]

    def __str__(self) -> str:
        return self.name


class StrategicGoal(models.Model):
    """A long-term aim, beyond the cycle. One that was dropped stays readable where it was served."""

    key = models.CharField(max_length=64, unique=True)
    title = models.TextField()
    horizon = models.DateField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]

    def __str__(self) -> str:
        return self.title

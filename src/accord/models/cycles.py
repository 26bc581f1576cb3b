"""Cycles with their briefs, and the strategic goals beyond them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q


class Cycle(models.Model):
    """A period with dates; objectives, key results, actions and needs live in one."""

    key = models.CharField(max_length=64, unique=True)
    name = models.TextField()
    start = models.DateField()
    end = models.DateField()
    why = models.TextField(null=True, blank=True)
    success = models.TextField(null=True, blank=True)
    different = models.TextField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["start", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="cycle_ends_after_its_start"),
        ]

    def __str__(self) -> str:
        return self.name


class StrategicGoal(models.Model):
    """A long-term aim, beyond the cycle."""

    key = models.CharField(max_length=64, unique=True)
    title = models.TextField()
    horizon = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]

    def __str__(self) -> str:
        return self.title

"""The registry: metrics and milestones, each meaning one thing for everybody."""

from typing import Any, ClassVar

from django.db import models

from accord.models.fields import ExactNumberField
from accord.models.people import Team


class Metric(models.Model):
    """A named measure with its precise definition. `wording` holds the first text of a field's wording class."""

    key = models.CharField(max_length=64, unique=True)
    name = models.TextField()
    aliases = models.JSONField(default=list)
    definition = models.TextField(null=True, blank=True)
    formula = models.TextField(null=True, blank=True)
    counts = models.TextField(null=True, blank=True)
    excludes = models.TextField(null=True, blank=True)
    unit = models.TextField(null=True, blank=True)
    source = models.TextField(null=True, blank=True)
    frequency = models.CharField(max_length=9, null=True, blank=True)
    better = models.CharField(max_length=6, default="none")
    owner = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="metrics")
    wording = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Influence(models.Model):
    """One metric moves another, and how we know."""

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="influences")
    moves = models.ForeignKey(Metric, models.CASCADE, related_name="influenced_by")
    sign = models.CharField(max_length=1)
    lag_days = models.PositiveBigIntegerField(null=True, blank=True)  # as many digits as a plan may write
    evidence = models.CharField(max_length=9, default="stated")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["metric", "moves"], name="one_influence_between_two_metrics"),
        ]


class Milestone(models.Model):
    """A named event: what exactly it means, and its date."""

    key = models.CharField(max_length=64, unique=True)
    name = models.TextField()
    aliases = models.JSONField(default=list)
    definition = models.TextField(null=True, blank=True)
    date = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="milestones")
    wording = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class MetricValue(models.Model):
    """One value in a metric's history."""

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="values_over_time")
    date = models.DateField()
    value = ExactNumberField()

    class Meta:
        ordering: ClassVar[list[str]] = ["date"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["metric", "date"], name="one_metric_value_a_day"),
        ]

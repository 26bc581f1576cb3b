"""Objectives: what a team wants to reach in a cycle, and what that supports."""

from typing import Any, ClassVar

from django.db import models

from accord.models.cycles import Cycle, StrategicGoal
from accord.models.fields import ExactNumberField
from accord.models.people import Team


class Kept(models.QuerySet[Any]):
    """Rows that may be dropped for a while and brought back."""

    def live(self) -> "Kept":
        return self.filter(dropped_at=None)


def objective_in_sight(to: str = "") -> models.Q:
    """An objective that everybody may read: published, and not dropped.

    `to` leads there, as "objective__" does from a key result.
    """
    return models.Q(**{f"{to}dropped_at": None, f"{to}published_at__isnull": False})


def key_result_in_sight(to: str = "") -> models.Q:
    """A key result that everybody may read: published and not dropped, and so is its objective."""
    return objective_in_sight(to) & objective_in_sight(f"{to}objective__")


class Objective(models.Model):
    """What a team wants to reach, and why. A draft has no `published_at`."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="objectives")
    key = models.CharField(max_length=64)
    team = models.ForeignKey(Team, models.PROTECT, related_name="objectives")
    title = models.TextField()
    why = models.TextField(null=True, blank=True)
    ambition = models.CharField(max_length=12, default="committed")
    not_strategic_because = models.TextField(null=True, blank=True)
    serves = models.ManyToManyField(StrategicGoal, through="ServedGoal", related_name="objectives")
    wording = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = Kept.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["cycle", "key"], name="one_objective_of_an_id_in_a_cycle"),
        ]

    def __str__(self) -> str:
        return self.title


class ServedGoal(models.Model):
    """An objective serves a strategic goal."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="served_goals")
    goal = models.ForeignKey(StrategicGoal, models.CASCADE, related_name="served_by")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["objective", "goal"], name="a_goal_is_served_once"),
        ]


class Contribution(models.Model):
    """An objective of one team supports a key result above or beside it."""

    class Status(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="contributions")
    key_result = models.ForeignKey("KeyResult", models.CASCADE, related_name="contributions")
    share = ExactNumberField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.PROPOSED)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["objective", "key_result"], name="contributes_once_to_a_key_result"),
        ]

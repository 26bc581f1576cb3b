"""People and the teams they belong to."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accord.models.fields import ExactNumberField


class Organization(models.Model):
    """The one organization this installation serves, with its calendar and what it holds against its teams' numbers."""

    key = models.CharField(max_length=64, unique=True)
    name = models.TextField()
    time_zone = models.CharField(max_length=64, default="UTC")
    holidays = models.JSONField(default=list)  # ISO dates on which nobody is expected to answer
    answer_days = models.PositiveSmallIntegerField(default=5)
    # How many points of progress a key result may lack of what is expected, and still be on track, or only behind.
    on_track_within = models.PositiveSmallIntegerField(default=10)
    behind_within = models.PositiveSmallIntegerField(default=25)
    most_minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # of meetings, reviews and reading a month
    checks = models.JSONField(default=dict)  # the plan's `checks` section, as in the file
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(behind_within__gt=F("on_track_within"), behind_within__lte=100),
                name="behind_begins_where_on_track_ends",
            ),
        ]


class Person(models.Model):
    """Somebody who works there."""

    key = models.CharField(max_length=64, unique=True)
    name = models.TextField()
    email = models.EmailField(max_length=254, null=True, blank=True)
    reports_to: "models.ManyToManyField[Person, ReportingLine]" = models.ManyToManyField(
        "self", through="ReportingLine", symmetrical=False, related_name="reports"
    )
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(Lower("email"), name="one_person_per_email")]

    def __str__(self) -> str:
        return self.name


class ReportingLine(models.Model):
    """One person reports to another; several lines make a matrix."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="lines_up")
    manager = models.ForeignKey(Person, models.CASCADE, related_name="lines_down")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "manager"], name="one_line_to_a_manager"),
            models.CheckConstraint(condition=~Q(person=F("manager")), name="nobody_reports_to_themself"),
        ]


class Team(models.Model):
    """A company, department or team. An ended one names its successor and keeps its content."""

    key = models.CharField(max_length=64, unique=True)
    name = models.TextField()
    code = models.CharField(max_length=3)  # the tile: given once, unique where letters allow
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    succeeded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successor_of")
    people = models.ManyToManyField(Person, through="Membership", related_name="teams")
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person's place in one team."""

    class Role(models.TextChoices):
        LEAD = "lead"
        DELEGATE = "delegate"
        MEMBER = "member"

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    allocation = ExactNumberField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["team", "person"], name="one_place_in_a_team"),
        ]

"""When teams review: what each has chosen, and the organization's review weeks. Rows here are only ever added."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accord.models.people import Person, Team


class ReviewCadence(models.Model):
    """A team chose when it reviews. Without a row: on the last working day of each month (domain.cadence)."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly"
        FORTNIGHTLY = "fortnightly"
        DATE = "date"
        WEEKDAY = "weekday"
        LAST_WORKING_DAY = "last-working-day"

    team = models.ForeignKey(Team, models.CASCADE, related_name="cadences")
    kind = models.CharField(max_length=16, choices=Kind)
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    anchor = models.DateField(null=True, blank=True)  # a day in one of the weeks of a fortnightly review
    day = models.PositiveSmallIntegerField()  # of the month
    nth = models.PositiveSmallIntegerField()  # weekday of the month; 5 is the last
    clock = models.TimeField()
    zone = models.CharField(max_length=64, blank=True)  # without one, the organization's
    day_chosen = models.DateField()
    begins = models.DateField()  # the first day that is due by it
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="chosen_cadences")
    by_email = models.TextField(blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=8)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        verbose_name_plural = "review cadences"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, day__gte=1, day__lte=31, nth__gte=1, nth__lte=5)
                & (~Q(kind="fortnightly") | Q(anchor__isnull=False)),
                name="a_cadence_has_due_days",
            ),
            models.CheckConstraint(condition=Q(begins__gt=models.F("day_chosen")), name="a_cadence_begins_later"),
        ]


class ReviewWeek(models.Model):
    """From a month on, all monthly reviews are held in one of its weeks; in none, where `week` is empty."""

    since = models.DateField()  # the first day of the month
    week = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="chosen_review_weeks")
    by_email = models.TextField(blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=8)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

"""Reviews: what a team says of its period, once published a fixed document; and what each other team is told of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accord.models.cycles import Cycle
from accord.models.people import Person, Team


class Review(models.Model):
    """A team's look at one period: a draft until it is published, then the document, which nothing changes any more."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="reviews")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="reviews")
    period = models.CharField(max_length=32)  # the key of the period of the team's cadence
    month = models.DateField()  # the first day of the month it is for
    due = models.DateField()
    edition = models.PositiveSmallIntegerField(default=1)  # a published review is followed by another, never changed
    title = models.TextField(blank=True)
    doing = models.TextField(blank=True)  # how are we doing?
    way = models.TextField(blank=True)  # what is in our way?
    correct = models.TextField(blank=True)  # what do we correct?
    # What was typed of key results, by their ids: {"value", "confidence", "note"}, each a text, only where it is new.
    typed = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    sitting = models.CharField(max_length=32, blank=True)  # the form it was saved from last
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="saved_reviews")
    seconds = models.PositiveIntegerField(default=0)  # that it took to write
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="published_reviews")
    published_by_email = models.TextField(blank=True)
    via = models.CharField(max_length=8)
    revision = models.BigIntegerField(default=0)  # the newest there was: what comes after it is told by the next review
    document = models.JSONField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-due", "-edition"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["team", "cycle", "period", "edition"], name="one_review_of_a_period_and_edition"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, document=None) | Q(published_at__isnull=False, document__isnull=False),
                name="a_published_review_is_a_document",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["team", "-published_at"], name="latest_review_of_a_team"),
            models.Index(fields=["month"], condition=Q(published_at__isnull=False), name="reviews_of_a_month"),
        ]

    @property
    def minutes(self) -> int:
        """How long it took to write, in whole minutes; a minute at least."""
        return max(1, round(self.seconds / 60))


class Update(models.Model):
    """What a published review tells one team, fixed when it was published. It is acknowledged or answered once."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="updates")
    team = models.ForeignKey(Team, models.PROTECT, related_name="updates")
    content = models.JSONField()
    has_news = models.BooleanField()
    asks = models.BooleanField()  # to be acknowledged: something is at risk, corrected or promised anew
    answer_by = models.DateField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="acknowledged_updates"
    )
    acknowledged_by_email = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="answered_updates")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["review", "team"], name="a_team_is_told_once_of_a_review"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(acknowledged_at__isnull=False),
                name="an_answer_acknowledges",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["team", "answer_by"],
                condition=Q(asks=True, acknowledged_at=None),
                name="updates_still_to_acknowledge",
            ),
        ]

    @property
    def waits(self) -> bool:
        """Whether it asks to be acknowledged and has not been."""
        return self.asks and self.acknowledged_at is None

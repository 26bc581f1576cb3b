"""Realignments: what a change undid, which parts must be agreed to again, and how it ended."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accord.models.changes import Change, Revision
from accord.models.key_results import KeyResult
from accord.models.people import Person, Team


class Realignment(models.Model):
    """Opened by a change that turned parts of agreed clauses stale. Written by services.realignments only."""

    class State(models.TextChoices):
        OPEN = "open"
        REALIGNED = "realigned"
        REVERTED = "reverted"
        WITHDRAWN = "withdrawn"
        UNANSWERED = "unanswered"

    change = models.ForeignKey(Change, models.PROTECT, related_name="realignments")  # that opened it
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateField()
    escalated_at = models.DateTimeField(null=True, blank=True)  # when others were told that the deadline has passed

    class Meta:
        ordering: ClassVar[list[str]] = ["opened_at", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="a_realignment_ends_in_a_state",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["deadline"], condition=Q(closed_at=None), name="realignments_due"),
        ]


class RealignedRevision(models.Model):
    """A difference that made a realignment, or joined it later; it stays also where it has been undone since."""

    realignment = models.ForeignKey(Realignment, models.CASCADE, related_name="realigned_revisions")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="realigned_revisions")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["realignment", "revision"], name="a_revision_joins_once"),
        ]


class GoneAhead(models.Model):
    """The key results' own team went ahead without another party, and why. Never updated."""

    realignment = models.ForeignKey(Realignment, models.CASCADE, related_name="goings_ahead")
    team = models.ForeignKey(Team, models.PROTECT, related_name="goings_ahead_without")  # that has not answered
    reason = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="goings_ahead")
    by_email = models.TextField(blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=8)


class RealignedPart(models.Model):
    """A team's part of a clause that went stale. `before` is the fingerprint it had before it did."""

    # Each is found by an index below that begins with it.
    realignment = models.ForeignKey(Realignment, models.CASCADE, related_name="parts", db_index=False)
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="realigned_parts", db_index=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="realigned_parts", db_index=False)
    clause = models.PositiveSmallIntegerField()
    before = models.CharField(max_length=64)
    agreed_to = models.CharField(max_length=64)  # what its team had agreed to: mostly what was there before
    state = models.CharField(max_length=1)  # a letter as in Party
    is_restored = models.BooleanField(default=False)  # it holds again what it held before
    is_active = models.BooleanField(default=True)  # still in it, and the realignment is open
    stale_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)  # agreed, or as before, since then
    left_at = models.DateTimeField(null=True, blank=True)
    gone_ahead = models.ForeignKey(GoneAhead, models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["realignment", "key_result", "team", "clause"], name="a_part_is_in_a_realignment_once"
            ),
            models.UniqueConstraint(
                fields=["key_result", "clause", "team"],
                condition=Q(is_active=True),
                name="a_part_is_in_one_open_realignment",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["team", "realignment"], name="realignments_of_a_team"),
            models.Index(fields=["key_result", "clause"], name="realignments_of_a_clause"),
            models.Index(fields=["realignment"], condition=Q(is_active=True) & ~Q(state="a"), name="parts_that_wait"),
        ]

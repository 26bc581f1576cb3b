"""What was handed over, what was missing, and how key results ended. Rows here are only ever added."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accord.models.key_results import KeyResult, Need
from accord.models.people import Person, Team


class HandoverStep(models.Model):
    """One step of handing over a need: what the provider, or the team that needs it, said of it."""

    class Kind(models.TextChoices):
        DELIVERED = "delivered"
        DELIVERY_TAKEN_BACK = "delivery-taken-back"
        RECEIVED = "received"
        NOT_YET = "not-yet"
        RECEIPT_TAKEN_BACK = "receipt-taken-back"

    need = models.ForeignKey(Need, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=19, choices=Kind)
    team = models.ForeignKey(Team, models.PROTECT, related_name="handover_steps")  # that says so
    day = models.DateField()  # on which it was handed over, or received
    link = models.TextField(blank=True)  # to what was delivered
    missing = models.TextField(blank=True)  # of 'not yet': the criterion that is not met
    by = models.ForeignKey(Person, models.PROTECT, related_name="handover_steps")
    by_email = models.TextField(blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=8)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]


class Closing(models.Model):
    """A team says how its key result ended: met or not, and a grade. Opened again it stays, with who did that.

    Closings from before there were grades have none.
    """

    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="closings")
    is_met = models.BooleanField()
    grade = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)  # 0.0 to 1.0; 1.0 is met
    word = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="closings")
    by_email = models.TextField(blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=8)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="reopenings")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["key_result"], condition=Q(reopened_at=None), name="a_key_result_is_closed_once"
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__gte=0, grade__lt=1, is_met=False) | Q(grade=1, is_met=True),
                name="graded_one_where_met",
            ),
        ]


class Verdict(models.Model):
    """What a party says of a closed key result: met or not met. Its latest counts."""

    closing = models.ForeignKey(Closing, models.CASCADE, related_name="verdicts")
    team = models.ForeignKey(Team, models.PROTECT, related_name="verdicts")
    is_met = models.BooleanField()
    word = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="verdicts")
    by_email = models.TextField(blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=8)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

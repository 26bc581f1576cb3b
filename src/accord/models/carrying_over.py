"""Where objectives and key results came from that were carried over from an earlier cycle."""

from typing import Any, ClassVar

from django.db import models

from accord.models.key_results import KeyResult
from accord.models.objectives import Objective
from accord.models.people import Person


class CarriedObjective(models.Model):
    """An objective goes on in a later cycle: `origin` is what it was, `carried` what it is there."""

    origin = models.ForeignKey(Objective, models.CASCADE, related_name="carried_on")
    carried = models.OneToOneField(Objective, models.CASCADE, related_name="carried_from")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="carried_objectives")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~models.Q(origin=models.F("carried")), name="objective_goes_elsewhere"),
        ]


class CarriedKeyResult(models.Model):
    """A key result goes on in a later cycle: `origin` is what it was, `carried` what it is there."""

    origin = models.ForeignKey(KeyResult, models.CASCADE, related_name="carried_on")
    carried = models.OneToOneField(KeyResult, models.CASCADE, related_name="carried_from")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="carried_key_results")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~models.Q(origin=models.F("carried")), name="key_result_goes_elsewhere"),
        ]

"""What the checks found in a cycle, what of it is accepted as it is, and what is still to be judged."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accord.models.cycles import Cycle
from accord.models.key_results import KeyResult
from accord.models.objectives import Objective
from accord.models.people import Person, Team


class Finding(models.Model):
    """One thing that does not fit, from when it was found until it was mended. Written by services.findings only.

    What the organization thinks of it (off, severity, accepted) is no part of it, and is applied on reading.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, db_index=False, related_name="findings")
    code = models.CharField(max_length=5)
    kind = models.CharField(max_length=14)  # of the subject, as in domain.checks.finding.Kind
    subject = models.CharField(max_length=64)  # its id in the plan
    mark = models.CharField(max_length=80, blank=True)  # tells the findings of one code on one subject apart
    related = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    content = models.CharField(max_length=32)  # a digest: another where the finding says something else
    # Whose to mend.
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, db_index=False, related_name="findings")
    # What the subject is, or is under: of an action and a need their key result.
    key_result = models.ForeignKey(
        KeyResult, models.CASCADE, null=True, blank=True, db_index=False, related_name="findings"
    )
    objective = models.ForeignKey(
        Objective, models.CASCADE, null=True, blank=True, db_index=False, related_name="findings"
    )
    found_at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["cycle", "code", "kind", "subject", "mark"],
                condition=Q(mended_at=None),
                name="a_finding_is_open_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["cycle", "team", "code"], condition=Q(mended_at=None), name="open_findings_of_a_team"),
            models.Index(fields=["key_result"], condition=Q(mended_at=None), name="open_findings_of_a_result"),
            models.Index(fields=["objective"], condition=Q(mended_at=None), name="open_findings_of_objective"),
            models.Index(fields=["cycle", "mended_at"], name="findings_mended"),
        ]


class AcceptedFinding(models.Model):
    """What a code finds about one thing is accepted as it is, in a cycle, until a day or for good; or was, once."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="accepted_findings")
    code = models.CharField(max_length=5)
    subject = models.CharField(max_length=64)  # its id in the plan; what kind of thing it is, the code says
    reason = models.TextField()
    until = models.DateField(null=True, blank=True)  # the last day on which it counts
    position = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accepted_findings")
    by_email = models.TextField(blank=True)
    at = models.DateTimeField()
    via = models.CharField(max_length=8)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="withdrawn_acceptances"
    )
    withdrawn_by_email = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["cycle", "code", "subject"], condition=Q(withdrawn_at=None), name="a_finding_is_accepted_once"
            ),
        ]


class Unjudged(models.Model):
    """Something has changed that these codes look at: the worker judges them again, and takes the row away.

    Each code has null where it is to be judged of the whole cycle, else around what: row ids, or ids, by kind.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="unjudged")
    codes = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "unjudged"


class JudgedCycle(models.Model):
    """On which day a cycle was last judged whole; on none where all of it is still to be judged."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, primary_key=True, related_name="judged")
    day = models.DateField(null=True, blank=True)

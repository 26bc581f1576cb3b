"""Key results with everything under them: actions, needs, duties, and what their texts use."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accord.domain import check_ins
from accord.models.cycles import Cycle
from accord.models.fields import ExactNumberField
from accord.models.objectives import Kept, Objective
from accord.models.people import Person, Team
from accord.models.registry import Metric, Milestone


class KeyResult(models.Model):
    """How an objective is measured. `wording` holds the first text of a field's wording class where it differs."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="key_results")
    key = models.CharField(max_length=64)
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="key_results")
    title = models.TextField()
    metric = models.ForeignKey(Metric, models.PROTECT, null=True, blank=True, related_name="key_results")
    milestone = models.ForeignKey(Milestone, models.PROTECT, null=True, blank=True, related_name="key_results")
    baseline = ExactNumberField(null=True, blank=True)
    target = ExactNumberField(null=True, blank=True)
    at_least = ExactNumberField(null=True, blank=True)
    at_most = ExactNumberField(null=True, blank=True)
    start = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    path = models.JSONField(default=list)  # [[ISO date, decimal text], …] in the file's order
    weight = ExactNumberField(default="1")
    accountable = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="key_results")
    completion_criteria = models.TextField(null=True, blank=True)
    decomposition = models.TextField(null=True, blank=True)
    wording = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = Kept.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["cycle", "key"], name="one_key_result_of_an_id_in_a_cycle"),
            models.CheckConstraint(
                condition=Q(metric=None) | Q(milestone=None), name="measured_by_a_metric_or_a_milestone"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Use(models.Model):
    """A metric or milestone that a key result names without being measured by it: guardrail or term."""

    class Kind(models.TextChoices):
        GUARDRAIL = "guardrail"
        TERM = "term"

    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=9, choices=Kind)
    metric = models.ForeignKey(Metric, models.PROTECT, null=True, blank=True, related_name="uses")
    milestone = models.ForeignKey(Milestone, models.PROTECT, null=True, blank=True, related_name="uses")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(metric=None, milestone__isnull=False) | Q(metric__isnull=False, milestone=None),
                name="uses_one_thing",
            ),
        ]


class Duty(models.Model):
    """What a team does for a key result all along. `first` is the first text of its wording class."""

    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="duties")
    team = models.ForeignKey(Team, models.PROTECT, related_name="duties")
    does = models.TextField()
    first = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        verbose_name_plural = "duties"


class Action(models.Model):
    """A piece of work under a key result. Without a team it is the key result's own."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="actions")
    key = models.CharField(max_length=64)
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="actions")
    title = models.TextField()
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="actions")
    responsible = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="actions")
    due = models.DateField(null=True, blank=True)
    effort_days = ExactNumberField(null=True, blank=True)
    expected = ExactNumberField(null=True, blank=True)
    done = models.DateField(null=True, blank=True)
    wording = models.JSONField(default=dict)
    dropped_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = Kept.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["cycle", "key"], name="one_action_of_an_id_in_a_cycle"),
        ]

    def __str__(self) -> str:
        return self.title


class Need(models.Model):
    """Something a key result, or one of its actions, needs from another team."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="needs")
    key = models.CharField(max_length=64)
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="needs")
    provider = models.ForeignKey(Team, models.PROTECT, related_name="provides")
    what = models.TextField()
    for_action = models.ForeignKey(Action, models.SET_NULL, null=True, blank=True, related_name="needs")
    completion_criteria = models.TextField(null=True, blank=True)
    by = models.DateField(null=True, blank=True)
    promised = models.DateField(null=True, blank=True)
    provided_by_action = models.ForeignKey(Action, models.SET_NULL, null=True, blank=True, related_name="provides")
    provided_by_key_result = models.ForeignKey(
        KeyResult, models.SET_NULL, null=True, blank=True, related_name="provides"
    )
    provided_by_milestone = models.ForeignKey(
        Milestone, models.SET_NULL, null=True, blank=True, related_name="provides"
    )
    delivered = models.DateField(null=True, blank=True)
    received = models.DateField(null=True, blank=True)
    not_yet = models.TextField(null=True, blank=True)  # what was missing from the latest delivery, until the next
    declined = models.TextField(null=True, blank=True)
    wording = models.JSONField(default=dict)
    dropped_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = Kept.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["cycle", "key"], name="one_need_of_an_id_in_a_cycle"),
            models.CheckConstraint(
                condition=Q(provided_by_action=None, provided_by_key_result=None)
                | Q(provided_by_action=None, provided_by_milestone=None)
                | Q(provided_by_key_result=None, provided_by_milestone=None),
                name="provided_by_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class CheckIn(models.Model):
    """A new value of a key result: progress, never a change of what was agreed. A file's is nobody's in particular."""

    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="check_ins")
    date = models.DateField()
    value = ExactNumberField()
    confidence = ExactNumberField(null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="check_ins")
    by_email = models.TextField(null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    via = models.CharField(max_length=8, null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["date"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["key_result", "date"], name="one_check_in_a_day"),
        ]

    @property
    def mark(self) -> str:
        """What a form was filled in upon: another where anything of the check-in has changed since."""
        return check_ins.mark(self.value, self.confidence, self.note, self.at)

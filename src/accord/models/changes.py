"""What was written when, by whom and why. Rows here are only ever added."""

from typing import Any, ClassVar

from django.db import models

from accord.models.cycles import Cycle
from accord.models.people import Person


class Change(models.Model):
    """One save, one command or one applied plan: the unit that is announced, undone and realigned."""

    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="changes")
    by_email = models.TextField(blank=True)
    via = models.CharField(max_length=8)  # web | shell | demo
    reason = models.TextField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]


class Revision(models.Model):
    """One field of one thing took a new value; field is null where the thing came or went.

    `first` is the first text of the wording class the new text belongs to (worded fields only).
    """

    change = models.ForeignKey(Change, models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=16)
    item = models.BigIntegerField()  # the row's id in its own table
    key = models.TextField()  # its id in the plan, as printed
    cycle = models.ForeignKey(Cycle, models.PROTECT, null=True, blank=True, related_name="revisions")
    field = models.CharField(max_length=32, null=True, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    substantive = models.BooleanField()
    first = models.TextField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["kind", "item", "field"], name="revision_of_a_field")]

"""Agreements: who is party, what each said yes to, and whether that is still what is written."""

from typing import Any, ClassVar

from django.db import models

from accord.models.changes import Revision
from accord.models.key_results import KeyResult
from accord.models.people import Person, Team


class Agreement(models.Model):
    """For one key result that more than one team touches: where its five clauses stand.

    Letters, one a clause: a agreed, o open, s stale, x objected. `own` is the key result's team's,
    `others` the worst of the others', `clauses` the worst of all. Written by services.standing only.
    """

    key_result = models.OneToOneField(KeyResult, models.CASCADE, primary_key=True, related_name="agreement")
    state = models.CharField(max_length=8)
    clauses = models.CharField(max_length=5)
    own = models.CharField(max_length=5)
    others = models.CharField(max_length=5)
    since = models.DateTimeField()  # when it came into this state

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["state"], name="agreements_by_state")]


class Party(models.Model):
    """A team an agreement binds, with the fingerprint and the standing of its part of each clause.

    `states` has a letter a clause as in Agreement; `empties` a 1 where the part holds nothing.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    team = models.ForeignKey(Team, models.PROTECT, related_name="parties")
    is_own = models.BooleanField()
    states = models.CharField(max_length=5)
    empties = models.CharField(max_length=5)
    fingerprint_1 = models.CharField(max_length=64)
    fingerprint_2 = models.CharField(max_length=64)
    fingerprint_3 = models.CharField(max_length=64)
    fingerprint_4 = models.CharField(max_length=64)
    fingerprint_5 = models.CharField(max_length=64)
    # For each clause that waits for this team: when it was asked, and until when; null for the others.
    asks = models.JSONField(default=list)
    waits = models.BooleanField(default=False)  # something is open or stale for this team
    # Of what is to be answered first.
    asked_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["team__key"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["agreement", "team"], name="a_team_is_party_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["team", "waits", "answer_by"], name="what_waits_for_a_team"),
        ]

    @property
    def fingerprints(self) -> tuple[str, str, str, str, str]:
        return (self.fingerprint_1, self.fingerprint_2, self.fingerprint_3, self.fingerprint_4, self.fingerprint_5)


class Content(models.Model):
    """What a part held, word for word, under its fingerprint: readable for as long as the installation lives."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="contents")
    clause = models.PositiveSmallIntegerField()
    body = models.TextField()  # the canonical JSON that was hashed
    change = models.ForeignKey("Change", models.PROTECT, null=True, blank=True, related_name="contents")


class Act(models.Model):
    """One answering: somebody presses one button or gives one command, for one team or several."""

    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="acts")
    by_email = models.TextField(blank=True)
    via = models.CharField(max_length=8)
    seen = models.ForeignKey(Revision, models.PROTECT, null=True, blank=True, related_name="+")


class Answer(models.Model):
    """A party's yes or no to its part of a clause at one fingerprint. Never updated."""

    class Kind(models.TextChoices):
        AGREE = "agree"
        OBJECT = "object"

    act = models.ForeignKey(Act, models.PROTECT, related_name="answers")
    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="answers")
    team = models.ForeignKey(Team, models.PROTECT, related_name="answers")
    clause = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=Kind)
    fingerprint = models.CharField(max_length=64)
    is_standing = models.BooleanField(default=False)
    reason = models.TextField(null=True, blank=True)  # of an objection: what would make it a yes

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["key_result", "clause", "team", "id"], name="answers_to_a_part"),
        ]


class Message(models.Model):
    """A question in a clause's thread, or an answer to one. It changes no standing."""

    class Kind(models.TextChoices):
        QUESTION = "question"
        REPLY = "reply"

    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="messages")
    clause = models.PositiveSmallIntegerField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    at = models.DateTimeField()
    text = models.TextField()
    via = models.CharField(max_length=8)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["key_result", "clause", "id"], name="a_clause_thread")]

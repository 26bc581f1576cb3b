"""Updates: what a published review tells each team that shares something, and that team's one act of having read it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from accord.domain.checks.felt import OF_REVIEWS
from accord.domain.kept import kept
from accord.models import Review, Update
from accord.queries import calendar
from accord.queries.people.people import teams_answered_for
from accord.queries.reviews import updates as queries
from accord.queries.reviews.updates_to_make import ToTell
from accord.services import bulk
from accord.services.cycles import open_cycles
from accord.services.findings import findings
from accord.services.telling import events
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]
COLUMNS = (
    "review_id", "team_id", "content", "has_news", "asks", "answer_by", "acknowledged_at", "acknowledged_by_id",
    "acknowledged_by_email", "answer",
)  # fmt: skip


class MayNotAnswer(Exception):
    """Only whoever answers for the team that was told acknowledges it."""


class ToldAnew(Exception):
    """A newer update stands in its place, with all that is still to be acknowledged; that one is answered."""


class AlreadyAnswered(Exception):
    """Somebody of the team has said it since it was on the screen; `now` is how it stands."""

    def __init__(self, now: Update) -> None:
        super().__init__()
        self.now = now

    def is_same(self, answer: str, by: Actor) -> bool:
        """Whether this person has said just this: a form that is sent twice."""
        return (self.now.acknowledged_by_id, self.now.answer) == (by.person_id, _said(answer))


def send(review: Review, to_tell: Sequence[ToTell], *, by: Actor, now: datetime) -> list[Update]:
    """Keep what each team is told; what is at risk, corrected or promised anew asks to be acknowledged by a day.

    What was asked before, and nobody has acknowledged, is asked by the day it was asked for then. Who publishes has
    read it, also for the other teams that they answer for.
    """
    answer_by = calendar.answer_date(now)
    own = teams_answered_for(by.person)
    rows = (
        (
            review.pk, each.row, kept(each.content), each.content.has_news, each.content.asks,
            (each.answer_by or answer_by) if each.content.asks else None,
            *((now, by.person_id, by.email) if each.content.asks and each.team.key in own else (None, None, "")), "",
        )
        for each in to_tell
    )  # fmt: skip
    bulk.add(Update, rows, columns=COLUMNS)
    return list(Update.objects.filter(review=review).select_related("team"))


@transaction.atomic
def acknowledge(number: int, *, answer: str = "", by: Actor, clock: Clock) -> Update:
    """Say for the team that was told (row id of the update) that it has read this, and what it answers: one act.

    What is acknowledged stays so; an answer can still follow. Raises MayNotAnswer, AlreadyAnswered, ToldAnew and
    CycleClosed.
    """
    held = Update.objects.select_for_update(of=("self",)).select_related("team", "review__team").get(pk=number)
    if held.team.key not in teams_answered_for(by.person):
        raise MayNotAnswer
    open_cycles.check(held.review.cycle_id)
    said, now = _said(answer), clock()
    if held.answer or (held.acknowledged_at and not said):
        raise AlreadyAnswered(held)
    if queries.newer(number) is not None:
        raise ToldAnew
    if held.acknowledged_at is None:
        held.acknowledged_at, held.acknowledged_by_id, held.acknowledged_by_email = now, by.person_id, by.email
    if said:
        held.answer, held.answered_at, held.answered_by_id = said, now, by.person_id
    held.save()
    _record(held, by=by, now=now)
    findings.mark(OF_REVIEWS, now=now)
    return held


def _said(answer: str) -> str:
    return answer.replace("\r\n", "\n").strip()


def _record(update: Update, *, by: Actor, now: datetime) -> None:
    review = update.review
    data: dict[str, object] = {
        "update": update.pk,
        "review": review.pk,
        "writer": review.team.name,
        "month": review.month.isoformat(),
    }
    if update.answer:
        data["reason"] = update.answer
    events.record(
        "update.answered" if update.answer else "update.acknowledged",
        by=by, at=now, team=update.team, concerns={update.team_id, review.team_id}, data=data,
    )  # fmt: skip

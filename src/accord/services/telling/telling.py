"""Telling people: an event becomes one notice for each person, and a message where they are mailed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accord.domain.telling import How, mailed_at
from accord.models import Event, Outbox
from accord.models.telling import Notice
from accord.queries.telling.recipients import Reason, Reasons, recipients
from accord.queries.telling.reminders import reminders
from accord.queries.telling.told_people import ToldPerson, told_people
from accord.services import bulk
from accord.services.telling import outbox
from accord.services.telling.events import CHORE

NOTICE = ("person_id", "event_id", "kind", "effect", "data", "made_at", "message_id")


@dataclass(frozen=True, slots=True)
class Due:
    """One person's notice of one event, and when it is mailed; `at` None: only told in Accord."""

    person: ToldPerson
    reason: Reason
    effect: str
    at: datetime | None

    @property
    def is_for_digest(self) -> bool:
        return self.at is not None and self.person.choice.how is How.DIGEST


def tell(event_id: int, touched: Mapping[str, Any], *, now: datetime) -> int:
    """Tell an event to everybody it concerns, once, however often this is called; say to how many anew."""
    event = Event.objects.filter(pk=event_id).first()
    if event is None:
        return 0
    is_of_the_calendar = event.via == CHORE
    reasons = recipients(event, touched)
    return notify(reasons, f"event:{event.pk}", now=now, event=event_id, is_of_the_calendar=is_of_the_calendar)


@transaction.atomic
def notify(
    reasons: Reasons, effect: str, *, now: datetime, event: int | None = None, is_of_the_calendar: bool = False
) -> int:
    """Give each person their notice under the effect and their id, and have it mailed when they want it."""
    people = told_people(reasons)
    due = [
        _due(people[person], reason, effect, now, is_of_the_calendar=is_of_the_calendar)
        for person, reason in sorted(reasons.items())
        if person in people
    ]
    known = set(Notice.objects.filter(effect__amongst=[each.effect for each in due]).values_list("effect", flat=True))
    new = [each for each in due if each.effect not in known]
    messages = _letters(new, now) | _digests(new, now)
    rows = (
        (n.person.id, event, n.reason.kind.value, n.effect, dict(n.reason.data), now, messages.get(n.effect))
        for n in new
    )
    bulk.add_missing(Notice, rows, columns=NOTICE)
    return len(new)


def _due(person: ToldPerson, reason: Reason, effect: str, now: datetime, *, is_of_the_calendar: bool) -> Due:
    at = None
    if person.is_mailed(reason.kind):
        at = mailed_at(reason.kind, person.choice, person.zone, now=now, is_of_the_calendar=is_of_the_calendar)
    return Due(person, reason, f"{effect}:{person.key}", at)


def _letters(notices: Iterable[Due], now: datetime) -> dict[str, int]:
    """A message for each notice that is mailed by itself: the row ids by effect."""
    wanted = {each.effect: each for each in notices if each.at and not each.is_for_digest}
    rows: Iterable[tuple[Any, ...]] = ((effect, "letter", {}, now, each.at, 0, "") for effect, each in wanted.items())
    bulk.add_missing(Outbox, rows, columns=outbox.COLUMNS)
    return dict(Outbox.objects.filter(effect__amongst=list(wanted)).values_list("effect", "id")) if wanted else {}


def _digests(notices: Iterable[Due], now: datetime) -> dict[str, int]:
    """The digest each notice goes into: the person's next that nobody has begun to send."""
    found: dict[str, int] = {}
    for each in notices:
        if each.is_for_digest and each.at:
            found[each.effect] = _digest(each, each.at, now)
    return found


def _digest(notice: Due, at: datetime, now: datetime) -> int:
    person = notice.person
    effect = f"digest:{at:%Y-%m-%dT%H%MZ}:{person.key}"
    bulk.add_missing(Outbox, [(effect, "digest", {}, now, at, 0, "")], columns=outbox.COLUMNS)
    row = Outbox.objects.select_for_update().get(effect=effect)
    if row.attempts == 0 and row.done_at is None:
        return row.pk
    # It is being sent just now: what comes too late for it is in the next.
    later = mailed_at(notice.reason.kind, person.choice, person.zone, now=at + timedelta(seconds=1))
    return _digest(notice, later or at + timedelta(days=1), now)


def remind(*, now: datetime) -> int:
    """Remind people of what comes round, once for each thing and day; say how many anew."""
    return sum(notify(each.reasons, each.effect, now=now) for each in reminders(now))

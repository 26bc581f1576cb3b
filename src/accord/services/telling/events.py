"""What happened, recorded in the transaction in which it happened."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accord.models import Change, Concern, Event, KeyResult, Person, Team
from accord.queries.telling.recipients import TOLD
from accord.services import bulk
from accord.services.telling import outbox

CHORE = "chore"  # the door of what comes about by the calendar: nobody does it


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and through which door: web, shell or demo. Nobody in particular is the operator, but on a page."""

    person: Person | None
    via: str
    email: str = ""

    @property
    def is_operator(self) -> bool:
        """Whether this is whoever runs the installation: nobody in particular, and not behind a page."""
        return self.person is None and self.via != "web"

    @property
    def person_id(self) -> int:
        """The row of the person who acts, where the act needs one: an answer is always somebody's."""
        if self.person is None:
            raise NobodyActs
        return self.person.pk


class NobodyActs(Exception):
    """Something that only a named person can do was asked by the operator in nobody's name."""


def record(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    concerns: Collection[int] = (),
    team: Team | None = None,
    key_result: KeyResult | None = None,
    change: Change | None = None,
    data: Mapping[str, Any] | None = None,
    touched: Mapping[str, Any] | None = None,
) -> Event:
    """Leave an event, shown to the people of the teams (row ids) it concerns, and have it told to whom it asks.

    `touched` is what the telling needs to know of a change (announcing.py). The demo's story is told to nobody.
    """
    values: dict[str, Any] = {
        "kind": kind,
        "at": at,
        "by_id": by.person and by.person.pk,
        "via": by.via,
        "team_id": team and team.pk,
        "key_result_id": key_result and key_result.pk,
        "change_id": change and change.pk,
        "data": dict(data or {}),
    }
    event = Event(pk=bulk.put(Event, values), **values)
    bulk.add(Concern, ((event.pk, team_id) for team_id in sorted(concerns)), columns=("event_id", "team_id"))
    if kind in TOLD and by.via != "demo":
        outbox.post("tell", effect=f"event:{event.pk}", data={"event": event.pk, **(touched or {})}, now=at)
    return event

"""Telling what became of realignments: a few events for each write, each shown to the teams that it concerns."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from accord.domain.realignment import Followed, PartOf, State
from accord.domain.standing import Standing
from accord.models import Change, Party, RealignedPart, Realignment, Team
from accord.queries.prepared import Prepared
from accord.services.telling import events
from accord.services.telling.events import Actor

NAMED = 3  # teams told by name in an event's sentence; the rest are counted


def tell(
    opened: int | None,
    followed: Followed,
    closed: Mapping[int, State],
    *,
    change: Change | None,
    by: Actor,
    now: datetime,
) -> None:
    """Record what a change opened and joined, and what has come to its end."""
    if change and opened:
        _record("realignment.opened", [opened], [moved.part for moved in followed.opens], change, by)
    if change and (again := _asked_again(followed)):
        _record("realignment.joined", sorted(again), [part for parts in again.values() for part in parts], change, by)
    for state in State:
        if ended := sorted(number for number, how in closed.items() if how is state):
            _tell_closed(ended, state, by=by, now=now)


def parties_of(realignments: Collection[int]) -> set[int]:
    """The teams (row ids) with a part in these realignments, and those whose key results they are about."""
    return {team for (team,) in _ASKED(ids=realignments)} | _owners(realignments)


def _owners(realignments: Collection[int]) -> set[int]:
    return {team for (team,) in _OWN(ids=realignments)}


_ASKED = Prepared(
    lambda ids: RealignedPart.objects.filter(realignment_id__amongst=ids).values_list("team_id").distinct(), ids=list
)
_OWN = Prepared(
    lambda ids: (
        Party.objects.filter(is_own=True, agreement__key_result__realigned_parts__realignment_id__amongst=ids)
        .order_by()
        .values_list("team_id")
        .distinct()
    ),
    ids=list,
)
_NAMED = Prepared(
    lambda ids: Team.objects.filter(pk__amongst=ids).order_by("position", "id").values_list("key")[:NAMED], ids=list
)


def named(teams: Collection[int]) -> dict[str, object]:
    """Teams as the data of an event: the first by name, all by count."""
    return {"things": [["team", key] for (key,) in _NAMED(ids=teams)], "count": len(teams)}


def _asked_again(followed: Followed) -> dict[int, list[PartOf]]:
    """By open realignment that the change has joined: the parts that have to be answered as they read now."""
    again: dict[int, list[PartOf]] = defaultdict(list)
    for number, moved in followed.joins:
        again[number].append(moved.part)
    for stands in followed.stands:
        if stands.tracked.realignment in followed.joined and stands.now and stands.now.standing is not Standing.AGREED:
            again[stands.tracked.realignment].append(stands.tracked.part)
    return again


def _record(kind: str, realignments: list[int], asked: Collection[PartOf], change: Change, by: Actor) -> None:
    teams = {part.team for part in asked}
    agreements = len({part.key_result for part in asked})
    data = {"realignments": realignments, "agreements": agreements, **named(teams)}
    concerned = teams | _owners(realignments) if kind == "realignment.opened" else teams
    events.record(kind, by=by, at=change.at, change=change, concerns=concerned, data=data)


def _tell_closed(ended: list[int], state: State, *, by: Actor, now: datetime) -> None:
    authors = Realignment.objects.filter(pk__amongst=ended).order_by("id").values_list("change__by__key", flat=True)
    data = {
        "realignments": ended,
        "state": state.value,
        "things": [["person", author] for author in authors[:1] if author],
        "count": len(ended),
    }
    events.record("realignment.closed", by=by, at=now, concerns=parties_of(ended), data=data)

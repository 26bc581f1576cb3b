"""Which changes of a plan are not the person's to make: domain.rights, asked for each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accord.domain.descriptions import Described
from accord.domain.plan import PROVIDERS_WORD
from accord.domain.plan_changes import FieldChange, PlanChanges, tomorrow
from accord.domain.rights import Sides, may_check_in, may_write, writing_side
from accord.queries.people.people import teams_of
from accord.services.administering import administers
from accord.services.telling.events import Actor

Things = Mapping[tuple[str, str], Described]
# Changes that move a thing to another team: both sides must have the right.
MOVES = {("objective", "team"), ("key_result", "objective"), ("action", "key_result"), ("need", "key_result")}
PROGRESS_OF = {"check_in": "key_result", "metric_value": "metric"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that the person may not make; field None is making or removing the thing."""

    kind: str
    id: str
    field: str | None


def refused_changes(
    changes: PlanChanges, today: Things, by: Actor, teams: frozenset[str] | None = None
) -> list[Refused]:
    """Every change that needs a right which the actor lacks; the operator and admins lack none.

    `teams` are those whose plan the actor may change, where they are known already.
    """
    if administers(by):
        return []
    if teams is None:
        teams = teams_of(by.person)[0] if by.person else frozenset()
    person = by.person.key if by.person else ""
    then = tomorrow(today, changes)
    return [
        refused
        for refused, worlds, creating in _asked(changes, today, {**today, **then})
        if not all(_may(refused, world, teams, person, creating=creating) for world in worlds)
    ]


def _may(refused: Refused, world: Things, teams: frozenset[str], person: str, *, creating: bool) -> bool:
    kind, sides = refused.kind, _sides(refused.kind, refused.id, world)
    if kind == "check_in":
        key_result = _fields("key_result", refused.id.partition("@")[0], world)
        is_accountable = key_result.get("accountable") == person
        return may_check_in(sides.own or "", teams, is_accountable=is_accountable)
    return may_write(kind, refused.field, sides, teams, creating=creating)


def _asked(changes: PlanChanges, today: Things, then: Things) -> Iterator[tuple[Refused, list[Things], bool]]:
    for thing in changes.create:
        yield Refused(thing.kind, thing.id, None), [then], True
        for name in _answered(thing):
            yield Refused(thing.kind, thing.id, name), [then], True
    declined = {c.id for c in changes.change if (c.kind, c.field) == ("need", "declined") and c.after is not None}
    turned = {c.id: then["need", c.id] for c in changes.change if (c.kind, c.field) == ("need", "from")}
    for change in changes.change:
        if (change.kind, change.field) == ("need", "received") and change.id in declined:
            continue  # it goes with the provider's no
        if change.kind == "need" and change.id in turned and change.field in PROVIDERS_WORD:
            continue  # what the earlier team said goes with the asking of another
        yield Refused(change.kind, change.id, change.field), _worlds(change, today, then), False
    for need in turned.values():
        for name in _word(need):  # what is said for the new team, though it be what the earlier one had said
            yield Refused("need", need.id, name), [then], False
    for thing in changes.remove:
        yield Refused(thing.kind, thing.id, None), [today], False


def _answered(thing: Described) -> list[str]:
    """Fields of a new thing that are another side's to say; that a contribution is proposed says nobody's answer."""
    side = writing_side(thing.kind, None, creating=True)
    return [
        name
        for name, value in thing.fields.items()
        if value is not None
        and (name, value) != ("status", "proposed")
        and writing_side(thing.kind, name, creating=True) is not side
    ]


def _word(need: Described) -> list[str]:
    return [name for name in PROVIDERS_WORD if need.fields[name] is not None]


def _worlds(change: FieldChange, today: Things, then: Things) -> list[Things]:
    moves = (change.kind, change.field) in MOVES
    return [today, then] if moves else [today]


def _sides(kind: str, key: str, world: Things) -> Sides:
    """The teams on each side of a thing, as the things of a world have it."""
    if kind == "contribution":
        objective, key_result = key.split(">")
        return Sides(own=_team_of_key_result(key_result, world), contributing=_team_of(objective, world))
    if kind in PROGRESS_OF:
        return _sides(PROGRESS_OF[kind], key.split("@", maxsplit=1)[0], world)
    fields = _fields(kind, key, world)
    if kind == "objective":
        return Sides(own=fields.get("team"))
    if kind == "key_result":
        return Sides(own=_team_of_key_result(key, world))
    if kind in {"metric", "milestone"}:
        return Sides(owner=fields.get("owner"))
    own = _team_of_key_result(fields.get("key_result"), world)
    return Sides(own=own, doing=fields.get("team"), providing=fields.get("from"))


def _team_of_key_result(key: str | None, world: Things) -> str | None:
    return _team_of(_fields("key_result", key, world).get("objective"), world)


def _team_of(objective: str | None, world: Things) -> str | None:
    team: str | None = _fields("objective", objective, world).get("team")
    return team


def _fields(kind: str, key: str | None, world: Things) -> Mapping[str, Any]:
    thing = world.get((kind, key)) if key is not None else None
    return thing.fields if thing else {}

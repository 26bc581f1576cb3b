"""What cannot be of people and teams, however well it is written: rules for which others have to be looked at."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from accord.domain.plan_changes import PlanChanges
from accord.formats.plan.judging import Wrong
from accord.models import Person, Team
from accord.services.accounts import is_address
from accord.services.definitions.edits import Saying, WrongValue

CIRCLES = {"parent": "own-ancestor", "succeeded_by": "own-successor"}


def wrong(said: Sequence[Saying], changes: PlanChanges) -> Iterator[WrongValue]:
    """What is wrong with the people and teams that are made or changed."""
    places = {(each.kind, each.id or ""): at for at, each in enumerate(said)}
    for kind, key, name, value in _stated(changes):
        if value and (kind, key) in places and (found := _of_one(kind, key, name, value)):
            yield WrongValue(places[kind, key], kind, key, found)


def _stated(changes: PlanChanges) -> Iterator[tuple[str, str, str, Any]]:
    for thing in changes.create:
        yield from ((thing.kind, thing.id, name, value) for name, value in thing.fields.items())
    yield from ((change.kind, change.id, change.field, change.after) for change in changes.change)


def _of_one(kind: str, key: str, name: str, value: Any) -> Wrong | None:
    match kind, name:
        case "person", "email":
            return _of_email(key, value)
        case "person", "reports_to":
            return Wrong(name, "own-manager") if key in value else None
        case "team", "parent" | "succeeded_by":
            return Wrong(name, CIRCLES[name]) if _is_reached(key, name, value) else None
    return None


def _of_email(person: str, email: str) -> Wrong | None:
    if not is_address(email):
        return Wrong("email", "no-email")
    other = Person.objects.filter(email__iexact=email).exclude(key=person).first()
    return Wrong("email", "email-taken", other.name) if other else None


def _is_reached(team: str, name: str, start: str) -> bool:
    """Whether going up, or from successor to successor, one comes back to the team."""
    ways: Mapping[str, str | None] = dict(Team.objects.values_list("key", f"{name}__key"))
    at: str | None = start
    passed: set[str] = set()
    while at and at != team and at not in passed:
        passed.add(at)
        at = ways.get(at)
    return at == team

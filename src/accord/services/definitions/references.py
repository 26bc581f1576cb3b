"""Whether what changes refer to is there, and what others still refer to."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from accord.domain.descriptions import Described
from accord.domain.plan_changes import PlanChanges
from accord.formats.plan.judging import Wrong
from accord.formats.plan.scalars import is_id
from accord.models import Influence, KeyResult, MetricValue, Need, Team, Use
from accord.services.definitions.edits import Create, Saying, WrongValue
from accord.services.definitions.new_ids import section
from accord.services.plans.plan_columns import NATURAL, OF_A_CYCLE
from accord.services.plans.plan_ids import Ids, references_of

Things = Mapping[tuple[str, str], Described]
STAYS = frozenset({"cycle", "person", "team"})
# Fields by which a team is asked for something new, or to be above another; one that has ended can do nothing.
ASKING = {("objective", "team"), ("action", "team"), ("need", "from"), ("key_result", "duties"), ("team", "parent")}


def wrong(
    said: Sequence[Saying], changes: PlanChanges, today: Things, ids: Ids, seen: Collection[tuple[str, str]]
) -> Iterator[WrongValue]:
    """Ids that are no ids, or taken; references to nothing; work given to teams that have ended.

    Of what belongs to a cycle only what is `seen` is there.
    """
    places = {(each.kind, each.id): at for at, each in enumerate(said)}
    made = {(thing.kind, thing.id) for thing in changes.create}
    ended = _ended(changes)
    for kind, key, name, value in _stated(changes):
        at = places.get((kind, key))
        if at is None:
            continue
        for targets, target in references_of(kind, name, value):
            there = {*made, *seen, *((each, target) for each in targets if _of_organization(each, target, ids))}
            if not any((each, target) in there for each in targets):
                yield WrongValue(at, kind, key, Wrong(name, "unknown-id", target))
            elif target in ended and targets == ("team",) and (kind, name) in ASKING:
                yield WrongValue(at, kind, key, Wrong(name, "ended-team", target))
        is_waiting = (kind, name) == ("need", "for") and value
        if is_waiting and _key_result(value, changes, today) not in _own(key, changes, today):
            yield WrongValue(at, kind, key, Wrong(name, "other-key-result", str(value)))
    for at, each in enumerate(said):
        if isinstance(each, Create):
            yield from (WrongValue(at, each.kind, each.id or "", found) for found in _wrong_id(each, said, at, ids))


def _of_organization(kind: str, key: str, ids: Ids) -> bool:
    return kind not in OF_A_CYCLE and ids.find(kind, key) is not None


def still_used(kind: str, key: str) -> Iterator[Wrong]:
    """Why a thing cannot be dropped: something speaks of an entry of the registry, or it has a history; and cycles,
    people and teams stay for good.
    """
    if kind in STAYS:
        yield Wrong("", "stays", key)
    if kind == "metric":
        users = (
            KeyResult.objects.filter(metric__key=key), Use.objects.filter(metric__key=key),
            Influence.objects.filter(moves__key=key), MetricValue.objects.filter(metric__key=key),
        )  # fmt: skip
    elif kind == "milestone":
        users = (  # type: ignore[assignment]
            KeyResult.objects.filter(milestone__key=key), Use.objects.filter(milestone__key=key),
            Need.objects.filter(provided_by_milestone__key=key),
        )  # fmt: skip
    else:
        return
    if any(rows.exists() for rows in users):
        yield Wrong("", "in-use", key)


def _stated(changes: PlanChanges) -> Iterator[tuple[str, str, str, object]]:
    for thing in changes.create:
        yield from ((thing.kind, thing.id, name, value) for name, value in thing.fields.items())
    yield from ((change.kind, change.id, change.field, change.after) for change in changes.change)


def _ended(changes: PlanChanges) -> set[str]:
    teams = {
        target
        for kind, _, name, value in _stated(changes)
        if (kind, name) in ASKING
        for _, target in references_of(kind, name, value)
    }
    return set(
        Team.objects.filter(key__amongst=sorted(teams)).exclude(succeeded_by=None).values_list("key", flat=True)
        if teams
        else ()
    )


def _key_result(action: object, changes: PlanChanges, today: Things) -> object:
    new = next((t.fields["key_result"] for t in changes.create if (t.kind, t.id) == ("action", action)), None)
    known = today.get(("action", str(action)))
    return new or (known and known.fields["key_result"])


def _own(need: str, changes: PlanChanges, today: Things) -> set[object]:
    moved = [c.after for c in changes.change if (c.kind, c.id, c.field) == ("need", need, "key_result")]
    new = [t.fields["key_result"] for t in changes.create if (t.kind, t.id) == ("need", need)]
    known = today.get(("need", need))
    return {*(moved or new or ([known.fields["key_result"]] if known else []))}


def _wrong_id(each: Create, said: Sequence[Saying], at: int, ids: Ids) -> Iterator[Wrong]:
    key = each.id or ""
    if each.kind in NATURAL:
        if ids.find(each.kind, key):
            yield Wrong("id", "duplicate-id", key)
        return
    if not is_id(key):
        yield Wrong("id", "id", key)
    alike = section(each.kind)
    twice = any(isinstance(other, Create) and other.id == key and other.kind in alike for other in said[:at])
    if twice or any(ids.find(kind, key) for kind in alike):
        yield Wrong("id", "duplicate-id", key)

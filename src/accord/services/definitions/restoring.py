"""Bringing back what was dropped, with everything that went with it, for a while."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from accord.domain.descriptions import Described
from accord.domain.new_things import blank
from accord.formats.plan.judging import Wrong, cleaned
from accord.models import Cycle, Revision
from accord.queries.plans.plan_marks import below, marks
from accord.services.definitions.edits import NotThere, Restore, Saying, WrongValue
from accord.services.definitions.new_ids import section
from accord.services.definitions.tying_again import Lost, tie_again
from accord.services.plans import plan_rows
from accord.services.plans.plan_columns import OF_A_CYCLE, TABLES

FOR = timedelta(days=14)
UNDER = {"key_result": "objective", "action": "key_result", "need": "key_result"}
Key = tuple[str, str]


@dataclass(slots=True)
class Back:
    """Things whose rows are there again, by kind and id, and things to be made again as they were; `lost` is what key
    results were tied to and is no longer in the registry.
    """

    rows: list[Key] = field(default_factory=list)
    again: list[Described] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)


def bring_back(cycle: Cycle, restores: Sequence[Restore], *, now: datetime) -> Back:
    """Take away the mark of having been dropped. Raises NotThere for what was not dropped, or too long ago."""
    back, lost = Back(), []
    for each in restores:
        if each.kind in OF_A_CYCLE:
            found = _rows(cycle, each, now)
            back.rows += found
            lost += [] if found else [(each.kind, each.id)]
        elif thing := _as_it_was(cycle, each, now):
            back.again.append(thing)
        else:
            lost.append((each.kind, each.id))
    if lost:
        raise NotThere(lost)
    if key_results := [key for kind, key in back.rows if kind == "key_result"]:
        back.lost = tie_again(cycle, key_results)
    return back


def no_longer_measured(said: Sequence[Saying], back: Back) -> Iterator[WrongValue]:
    """What measured a key result that comes back has to come back before it; told at the first that comes back."""
    at = next((at for at, each in enumerate(said) if isinstance(each, Restore)), 0)
    for lost in back.lost:
        yield WrongValue(at, "key_result", lost.key_result, Wrong(lost.field, "left-registry", lost.name))


def still_under_something_dropped(
    said: Sequence[Saying], restored: Sequence[Described], today: Mapping[Key, Described]
) -> Iterator[WrongValue]:
    """What comes back needs a place to come back to, and an id that nothing else has been given since."""
    for at, each in enumerate(said):
        if isinstance(each, Restore):
            yield from (WrongValue(at, each.kind, each.id, wrong) for wrong in _in_its_way(each, today))
        thing = next((t for t in restored if (t.kind, t.id) == (each.kind, each.id)), None)
        place = UNDER.get(each.kind)
        if isinstance(each, Restore) and thing and place and (place, thing.fields[place]) not in today:
            yield WrongValue(at, each.kind, each.id, Wrong(place, "dropped", thing.fields[place]))


def _in_its_way(each: Restore, today: Mapping[Key, Described]) -> Iterator[Wrong]:
    if each.kind == "contribution":
        for place, key in zip(("objective", "key_result"), each.id.split(">"), strict=True):
            if (place, key) not in today:
                yield Wrong(place, "dropped", key)
    elif each.kind not in OF_A_CYCLE:
        others = section(each.kind) - {each.kind}
        if any(TABLES[other].objects.filter(key=each.id).exists() for other in others):
            yield Wrong("id", "duplicate-id", each.id)


def _rows(cycle: Cycle, each: Restore, now: datetime) -> list[Key]:
    """The thing, and what was dropped with it at the same moment."""
    mark = marks(cycle, {each.kind: [each.id]}).get((each.kind, each.id))
    if mark is None or mark.dropped_at is None or mark.dropped_at < now - FOR:
        return []
    under = marks(cycle, below(cycle, {each.kind: [each.id]}))
    with_it = {key: other for key, other in under.items() if other.dropped_at == mark.dropped_at}
    with_it[each.kind, each.id] = mark
    for kind in OF_A_CYCLE:
        plan_rows.bring_back(kind, [other.row for key, other in with_it.items() if key[0] == kind])
    return list(with_it)


def _as_it_was(cycle: Cycle, each: Restore, now: datetime) -> Described | None:
    """What has no mark of being dropped is gone from its table; its latest revision holds what it was."""
    found = Revision.objects.filter(kind=each.kind, key=each.id, field=None).order_by("-id")
    found = found.filter(cycle=cycle) if each.kind == "contribution" else found
    last = found.select_related("change").first()
    if last is None or last.after is not None or last.change.at < now - FOR:
        return None
    kept: dict[str, Any] = last.before or {}
    values, _ = cleaned(each.kind, kept, blank(each.kind))
    return Described(each.kind, each.id, blank(each.kind) | values)

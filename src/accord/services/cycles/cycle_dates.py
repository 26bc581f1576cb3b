"""Whether a cycle may lie where somebody puts it: within what it is part of, and around what is part of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from accord.domain import cycles
from accord.domain.cycles import Misplaced, Span
from accord.domain.descriptions import Described
from accord.domain.plan_changes import PlanChanges
from accord.formats.plan.judging import Wrong
from accord.models import Cycle
from accord.services.definitions.edits import Saying, WrongValue

PLACING = ("start", "end", "parent")


def wrong(said: Sequence[Saying], changes: PlanChanges, today: Mapping[Any, Described]) -> Iterator[WrongValue]:
    """What is wrong with the places of the cycles that are made or moved."""
    places = {each.id or "": at for at, each in enumerate(said) if each.kind == "cycle"}
    if not places:
        return
    others = spans()
    for key, fields in _placed(changes, today):
        if key in places and fields["start"] and fields["end"]:
            yield from (WrongValue(places[key], "cycle", key, each) for each in _of_one(key, fields, others))


def broken(key: str, changes: PlanChanges, today: Mapping[Any, Described]) -> Misplaced | None:
    """The first reason why a plan's cycle cannot lie where the plan says."""
    fields = next((fields for placed, fields in _placed(changes, today) if placed == key), None)
    if fields is None:
        return None
    return next(iter(cycles.misplaced(_span(key, fields), spans())), None)


def spans() -> list[Span]:
    """All cycles with their places, by ids."""
    return [Span(*row) for row in Cycle.objects.values_list("key", "start", "end", "parent__key")]


def _placed(changes: PlanChanges, today: Mapping[Any, Described]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Cycles that are new, or moved, with the place they are to have."""
    yield from ((thing.id, thing.fields) for thing in changes.create if thing.kind == "cycle")
    moved: dict[str, dict[str, Any]] = {}
    for change in changes.change:
        if change.kind == "cycle" and change.field in PLACING:
            moved.setdefault(change.id, dict(today["cycle", change.id].fields))[change.field] = change.after
    yield from moved.items()


def _of_one(key: str, fields: Mapping[str, Any], others: Sequence[Span]) -> Iterator[Wrong]:
    for each in cycles.misplaced(_span(key, fields), others):
        yield Wrong(each.field, each.code, _name(each.other))
    parent = fields.get("parent")
    if parent and Cycle.objects.filter(key=parent, closed_at__isnull=False).exists():
        yield Wrong("parent", "closed", _name(parent))


def _span(key: str, fields: Mapping[str, Any]) -> Span:
    return Span(key, fields["start"], fields["end"], fields.get("parent"))


def _name(key: str) -> str:
    return Cycle.objects.filter(key=key).values_list("name", flat=True).first() or key

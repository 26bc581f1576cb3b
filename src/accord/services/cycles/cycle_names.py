"""What a cycle may be called: nobody could tell two of one name apart, and a name stands in the head of every page.

A plan file may say what its format allows; this is about what people write.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from accord.domain.plan_changes import PlanChanges
from accord.formats.plan.judging import Wrong
from accord.models import Cycle
from accord.services.definitions.edits import Saying, WrongValue

LONGEST = 200  # characters, as of a review's title


def wrong(said: Sequence[Saying], changes: PlanChanges) -> Iterator[WrongValue]:
    """What is wrong with the names of the cycles that are made or renamed."""
    places = {each.id or "": at for at, each in enumerate(said) if each.kind == "cycle"}
    for key, name in _named(changes):
        if key in places and name and (found := _of_one(key, name)):
            yield WrongValue(places[key], "cycle", key, found)


def _named(changes: PlanChanges) -> Iterator[tuple[str, Any]]:
    yield from ((thing.id, thing.fields["name"]) for thing in changes.create if thing.kind == "cycle")
    yield from ((each.id, each.after) for each in changes.change if (each.kind, each.field) == ("cycle", "name"))


def _of_one(key: str, name: str) -> Wrong | None:
    if len(name) > LONGEST:
        return Wrong("name", "long-name", str(LONGEST))
    others: Mapping[str, str] = dict(Cycle.objects.exclude(key=key).values_list("key", "name"))
    taken = next((other for other in others.values() if _as_read(other) == _as_read(name)), None)
    return Wrong("name", "same-name", taken) if taken else None


def _as_read(name: str) -> str:
    return " ".join(name.casefold().split())

"""A heads-up: teams that no agreement binds to what changed, but that build on it, hear of it once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accord.models import Change, KeyResult
from accord.queries.prepared import Prepared
from accord.queries.realignments.downstream import builds_on, changed_results
from accord.services.agreements.standing_rows import Touched
from accord.services.definitions.revisions import Revised
from accord.services.telling import events
from accord.services.telling.events import Actor

if TYPE_CHECKING:
    from django.db.models import QuerySet

NAMED = 3


@dataclass(frozen=True, slots=True)
class Further:
    """A team (row id) further down for which a check appeared or got worse, and its key result."""

    team: int
    key_result: int


def tell(
    change: Change, revised: Iterable[Revised], touched: Touched, *, by: Actor, further: Collection[Further] = ()
) -> None:
    """Tell teams one step downstream of what is defined otherwise now; and those `further` down, whom checks name.

    Parties are told of the change itself, so they are left out. Wording alone is no reason.
    """
    changed: dict[str, set[int]] = defaultdict(set)
    gone: set[int] = set()
    for each in revised:
        if each.substantive and not (each.field is None and each.before is None):
            changed[each.kind].add(each.item)
        if each.kind == "key_result" and each.field is None and each.after is None:
            gone.add(each.item)
    results = changed_results(changed)
    building = builds_on(results, changed.get("action", ()))
    for down in further:
        building.setdefault(down.team, set()).add(down.key_result)
    for team in _told_already(results, touched):
        building.pop(team, None)
    if building:
        count = len(results) or len(changed["action"])
        data = {"things": _named(results, changed), "count": count, "removed": len(results & gone)}
        events.record("change.heads-up", by=by, at=change.at, change=change, concerns=building, data=data)


def _told_already(results: Collection[int], touched: Touched) -> set[int]:
    parties = {team for key_result, team in touched.after if key_result in results}
    return parties | {team for _, team in touched.rewritten} | {move.team for move in touched.moves}


def _named(results: Collection[int], changed: dict[str, set[int]]) -> list[list[str]]:
    """What changed, by the key results that it is about."""
    about = _RESULTS(ids=sorted(results)[:NAMED]) if results else _OF_ACTIONS(ids=changed["action"])
    return [["key_result", key] for _, key in about]


def _first(rows: "QuerySet[KeyResult]") -> "QuerySet[KeyResult, Any]":
    return rows.order_by("id").values_list("id", "key")[:NAMED]


_RESULTS = Prepared(lambda ids: _first(KeyResult.objects.filter(id__amongst=ids)), ids=list)
_OF_ACTIONS = Prepared(lambda ids: _first(KeyResult.objects.filter(actions__id__amongst=ids).distinct()), ids=list)

"""Following: what somebody follows, and whoever follows what an event is about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q

from accord.models import Action, Contribution, Event, KeyResult, Need, Objective, Revision
from accord.models.telling import Follow

Things = dict[str, set[int]]  # row ids by kind, as in Follow
PUBLISHED = Q(published_at__isnull=False, objective__published_at__isnull=False)
# Under which key result a thing stands.
UNDER = {"action": Action, "need": Need, "contribution": Contribution}


def followers(event: Event, touched: Mapping[str, Any]) -> dict[int, list[list[Any]]]:
    """People (row ids), each with what they follow of what the event is about: pairs of kind and row id.

    What a draft says is told to nobody. The number of statements does not depend on how many there are.
    """
    wanted = Q(pk=None)
    for kind, items in about(event, touched).items():
        wanted |= Q(kind=kind, item__amongst=items)
    found: dict[int, list[list[Any]]] = defaultdict(list)
    for person, kind, item in Follow.objects.filter(wanted).values_list("person_id", "kind", "item"):
        found[person].append([kind, item])
    return found


def about(event: Event, touched: Mapping[str, Any]) -> Things:
    """What an event is about, of what one can follow."""
    found: Things = defaultdict(set)
    if event.by_id:
        found["person"].add(event.by_id)
    if event.team_id:
        found["team"].add(event.team_id)
    results = set(touched.get("key_results", ())) | ({event.key_result_id} if event.key_result_id else set())
    if event.change_id:
        results |= _changed(event.change_id, found)
    _add_results(results, found)
    if event.change_id and not (found.keys() - {"person"}):
        # All it touched are drafts: nobody but their team is to know that anything was written.
        found.pop("person", None)
    return found


def _changed(change: int, found: Things) -> set[int]:
    """The key results that a change is about; people, teams, metrics are put among what was found."""
    items: dict[str, set[int]] = defaultdict(set)
    for kind, item in Revision.objects.filter(change_id=change).values_list("kind", "item").distinct():
        items[kind].add(item)
    for kind in items.keys() & {"person", "team", "metric"}:
        found[kind] |= items[kind]
    if not (items.keys() & {"key_result", "objective", *UNDER}):
        return set()
    published = Objective.objects.filter(pk__amongst=items["objective"], published_at__isnull=False)
    if teams := set(published.values_list("team_id", flat=True)):
        found["team"] |= teams
    results = set(items["key_result"])
    for kind, model in UNDER.items():
        if items[kind]:
            results |= set(model.objects.filter(pk__amongst=items[kind]).values_list("key_result_id", flat=True))  # type: ignore[attr-defined]
    return results


def _add_results(results: Collection[int], found: Things) -> None:
    if results:
        rows: Iterable[tuple[int, int]] = KeyResult.objects.filter(PUBLISHED, pk__amongst=results).values_list(
            "id", "objective__team_id"
        )
        for result, team in rows:
            found["key_result"].add(result)
            found["team"].add(team)

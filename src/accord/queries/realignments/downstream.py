"""Who builds on something of a plan without being bound by its agreement: one step downstream."""

from collections.abc import Collection, Iterable, Mapping

from accord.models import Contribution, KeyResult, Need
from accord.models.objectives import key_result_in_sight
from accord.queries.prepared import Prepared


def changed_results(changed: Mapping[str, Collection[int]]) -> set[int]:
    """Key results (row ids) that are defined otherwise where these things are (row ids by kind)."""
    found = set(changed.get("key_result", ()))
    if objectives := changed.get("objective"):
        found |= _first(_OF["objective"](ids=objectives))
    for kind in ("metric", "milestone"):
        if measures := changed.get(kind):
            found |= _first(_OF[kind](ids=measures))
    return found


_OF = {
    kind: Prepared(
        lambda ids, kind=kind: KeyResult.objects.filter(**{f"{kind}_id__amongst": ids}).order_by().values_list("id"),
        ids=list,
    )
    for kind in ("objective", "metric", "milestone")
}


def builds_on(results: Collection[int], actions: Collection[int]) -> dict[int, set[int]]:
    """Teams whose published key results wait for these key results or actions, or receive from them; with which."""
    found: dict[int, set[int]] = {}
    for team, key_result in [*_waiting(results, actions), *_receiving(results)]:
        found.setdefault(team, set()).add(key_result)
    return found


IN_SIGHT = key_result_in_sight("key_result__")
TEAM = ("key_result__objective__team_id", "key_result_id")


def _waiting(results: Collection[int], actions: Collection[int]) -> list[tuple[int, int]]:
    rows = list(_WAITING["key_result"](ids=results)) if results else []
    return rows + list(_WAITING["action"](ids=actions)) if actions else rows


_WAITING = {
    kind: Prepared(
        lambda ids, kind=kind: (
            Need.objects.live()
            .filter(IN_SIGHT, declined=None)
            .filter(**{f"provided_by_{kind}_id__amongst": ids})
            .order_by()
            .values_list(*TEAM)
        ),
        ids=list,
    )
    for kind in ("key_result", "action")
}


def _receiving(results: Collection[int]) -> list[tuple[int, int]]:
    if not results:
        return []
    return list(_RECEIVING(ids=_first(_OBJECTIVES(ids=results))))


_OBJECTIVES = Prepared(
    lambda ids: KeyResult.objects.filter(id__amongst=ids).order_by().values_list("objective_id").distinct(), ids=list
)
_RECEIVING = Prepared(
    lambda ids: (
        Contribution.objects.filter(IN_SIGHT, status=Contribution.Status.ACCEPTED, objective_id__amongst=ids)
        .order_by()
        .values_list(*TEAM)
    ),
    ids=list,
)


def _first(rows: Iterable[tuple[int, ...]]) -> set[int]:
    return {row[0] for row in rows}

"""Who builds on something of a plan without being bound by its agreement: one step downstream."""

from collections.abc import Collection, Mapping

from accord.models import Contribution, KeyResult, Need


def changed_results(changed: Mapping[str, Collection[int]]) -> set[int]:
    """Key results (row ids) that are defined otherwise where these things are (row ids by kind)."""
    found = set(changed.get("key_result", ()))
    if objectives := changed.get("objective"):
        found |= set(KeyResult.objects.filter(objective_id__amongst=objectives).values_list("id", flat=True))
    for kind in ("metric", "milestone"):
        if measures := changed.get(kind):
            measured = KeyResult.objects.filter(**{f"{kind}_id__amongst": list(measures)})
            found |= set(measured.values_list("id", flat=True))
    return found


def builds_on(results: Collection[int], actions: Collection[int]) -> dict[int, set[int]]:
    """Teams whose published key results wait for these key results or actions, or receive from them; with which."""
    found: dict[int, set[int]] = {}
    for team, key_result in [*_waiting(results, actions), *_receiving(results)]:
        found.setdefault(team, set()).add(key_result)
    return found


PUBLISHED = {"key_result__published_at__isnull": False, "key_result__dropped_at": None}
TEAM = ("key_result__objective__team_id", "key_result_id")


def _waiting(results: Collection[int], actions: Collection[int]) -> list[tuple[int, int]]:
    live = Need.objects.filter(dropped_at=None, declined=None, **PUBLISHED)
    rows: list[tuple[int, int]] = []
    if results:
        rows += live.filter(provided_by_key_result_id__amongst=results).values_list(*TEAM)
    if actions:
        rows += live.filter(provided_by_action_id__amongst=actions).values_list(*TEAM)
    return rows


def _receiving(results: Collection[int]) -> list[tuple[int, int]]:
    if not results:
        return []
    objectives = set(KeyResult.objects.filter(id__amongst=results).values_list("objective_id", flat=True))
    accepted = Contribution.objects.filter(status=Contribution.Status.ACCEPTED, **PUBLISHED)
    return list(accepted.filter(objective_id__amongst=objectives).values_list(*TEAM))

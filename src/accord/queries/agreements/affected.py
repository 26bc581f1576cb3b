"""Which key results' agreements hold a thing in one of their clauses: found by index, never by reading agreements."""

from collections.abc import Collection, Mapping

from accord.models import Action, Contribution, Duty, KeyResult, Need, Team, Use
from accord.queries.prepared import Prepared

_AMONGST = "__amongst"
Holder = type[KeyResult | Action | Duty | Need | Contribution | Use]


def affected(changed: Mapping[str, Collection[int]]) -> set[int]:
    """Key results (row ids) whose clauses hold any of these things (row ids by kind, as in a plan).

    Of a team: those that hold something of it, or of a team that it succeeds.
    """
    found = set(changed.get("key_result", ()))
    found |= _of_objectives(changed.get("objective", ()))
    found |= _ids(Action, "key_result_id", id__amongst=changed.get("action", ()))
    found |= _ids(Need, "key_result_id", id__amongst=changed.get("need", ()))
    found |= _ids(Contribution, "key_result_id", id__amongst=changed.get("contribution", ()))
    measured = _using(changed.get("metric", ()), changed.get("milestone", ()))
    found |= measured | _ids(Use, "key_result_id", metric_id__amongst=changed.get("metric", ()))
    found |= _ids(Use, "key_result_id", milestone_id__amongst=changed.get("milestone", ()))
    found |= _of_cycles(changed.get("cycle", ())) | _of_teams(changed.get("team", ()))
    return found | _provided(
        changed, set(changed.get("key_result", ())) | measured | _of_cycles(changed.get("cycle", ()))
    )


def _of_objectives(objectives: Collection[int]) -> set[int]:
    own = _ids(KeyResult, "id", objective_id__amongst=objectives)
    return own | _ids(Contribution, "key_result_id", objective_id__amongst=objectives)


def _using(metrics: Collection[int], milestones: Collection[int]) -> set[int]:
    return _ids(KeyResult, "id", metric_id__amongst=metrics) | _ids(KeyResult, "id", milestone_id__amongst=milestones)


def _of_cycles(cycles: Collection[int]) -> set[int]:
    return _ids(KeyResult, "id", cycle_id__amongst=cycles)


def _of_teams(teams: Collection[int]) -> set[int]:
    if not teams:
        return set()
    held = _with_predecessors(teams)
    own = _ids(KeyResult, "id", objective__team_id__amongst=held)
    work = _ids(Action, "key_result_id", team_id__amongst=held) | _ids(Duty, "key_result_id", team_id__amongst=held)
    asked = _ids(Need, "key_result_id", provider_id__amongst=held)
    return own | work | asked | _ids(Contribution, "key_result_id", objective__team_id__amongst=held)


def _with_predecessors(teams: Collection[int]) -> set[int]:
    held, before = set(teams), set(teams)
    while before:
        found = Team.objects.filter(succeeded_by_id__amongst=list(before)).values_list("id", flat=True)
        before = set(found) - held
        held |= before
    return held


def _provided(changed: Mapping[str, Collection[int]], key_results: Collection[int]) -> set[int]:
    """Key results whose needs these things provide: their agreements hold them as they were promised."""
    by_action = _ids(Need, "key_result_id", provided_by_action_id__amongst=changed.get("action", ()))
    by_milestone = _ids(Need, "key_result_id", provided_by_milestone_id__amongst=changed.get("milestone", ()))
    return by_action | by_milestone | _ids(Need, "key_result_id", provided_by_key_result_id__amongst=key_results)


def _ids(model: Holder, column: str, **condition: Collection[int]) -> set[int]:
    ((lookup, wanted),) = condition.items()
    if len(wanted) == 1:
        # Mostly it is one thing. Of a list of unknown length SQLite believes that it may as well read the whole table.
        (one,) = wanted
        return {row for (row,) in _STATEMENTS[model, column, lookup.removesuffix(_AMONGST)](ids=one)}
    return {row for (row,) in _STATEMENTS[model, column, lookup](ids=wanted)} if wanted else set()


def _statement(model: Holder, column: str, lookup: str) -> Prepared:
    kind = list if lookup.endswith(_AMONGST) else int
    return Prepared(lambda ids: model.objects.filter(**{lookup: ids}).order_by().values_list(column), ids=kind)


_IN_RESULTS: tuple[tuple[Holder, str], ...] = (
    (Action, "id"), (Action, "team_id"), (Duty, "team_id"), (Need, "id"), (Need, "provider_id"),
    (Need, "provided_by_action_id"), (Need, "provided_by_milestone_id"), (Need, "provided_by_key_result_id"),
    (Contribution, "id"), (Contribution, "objective_id"), (Contribution, "objective__team_id"),
    (Use, "metric_id"), (Use, "milestone_id"),
)  # fmt: skip
_OF_RESULTS = ("objective_id", "metric_id", "milestone_id", "cycle_id", "objective__team_id")
_STATEMENTS = {
    (model, column, lookup): _statement(model, column, lookup)
    for model, column, name in (
        *((model, "key_result_id", name) for model, name in _IN_RESULTS),
        *((KeyResult, "id", name) for name in _OF_RESULTS),
    )
    for lookup in (name, f"{name}{_AMONGST}")
}

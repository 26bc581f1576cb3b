"""The rows that stand around a thing somebody writes, each as the thing of a plan it is; statements made once.

Of others only what is published; the ids of a kind come as a list. Only what checks look at is read.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import orjson
from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from accord.domain.descriptions import Described
from accord.models import Action, Contribution, Cycle, KeyResult, Membership, Metric, Milestone, Need, Objective, Team
from accord.models.objectives import key_result_in_sight, objective_in_sight
from accord.queries.prepared import Prepared

HERE = "-"  # begins the id of what has none yet, and of what is made up: no id of a plan begins so
Things = Iterator[Described]
Row = Mapping[str, Any]
NO_ALIASES = "[]"  # of most: they need not be read
PROVIDERS = ("action", "key_result", "milestone")
ON_ANOTHER = {"title": HERE, "objective": HERE * 2}  # a key result of which only some fields count


def actions_of(cycle: Cycle, results: Collection[str]) -> Things:
    """The actions under key results."""
    for row in _ACTIONS.rows(cycle=cycle.pk, results=sorted(results)):
        people = {"team": row["team__key"], "responsible": row["responsible__key"]}
        yield Described("action", row["key"], {**people, "title": row["title"], "due": row["due"], **_under(row)})


def needs_of(cycle: Cycle, results: Collection[str]) -> Things:
    """What key results need."""
    for row in _NEEDS.rows(cycle=cycle.pk, results=sorted(results)):
        yield _need(row, next((row[f"provided_by_{kind}__key"] for kind in PROVIDERS if _provides(row, kind)), None))


def provided_by(cycle: Cycle, kind: str, key: str) -> Things:
    """What others need that an action, a milestone, or a key result with its actions provides, each under its own."""
    for by, rows in _PROVIDED[kind].items():
        for row in rows.rows(cycle=cycle.pk, key=key):
            yield Described("key_result", row["key_result__key"], ON_ANOTHER)
            yield _need(row, row[by])


def supports_of(cycle: Cycle, result: str, own: str) -> Things:
    """The objectives that contribute to a key result, each with its share; of drafts only those of the `own` team."""
    for row in _SUPPORTS.rows(cycle=cycle.pk, result=result):
        if row["objective__published_at"] is not None or row["objective__team__key"] == own:
            key, team, title = row["objective__key"], row["objective__team__key"], row["objective__title"]
            yield Described("objective", key, {"team": team, "title": title})
            yield Described("contribution", f"{key}>{result}", {"share": row["share"], "status": row["status"]})


def helped_by(cycle: Cycle, objective: str) -> Things:
    """What an objective contributes to, and what that contributes to in turn, each with whether it serves a goal."""
    with connection.cursor() as cursor:
        cursor.execute(_UPWARDS, {"cycle": cycle.pk, "objective": objective})
        for below, result, above, team, goal in cursor.fetchall():
            yield Described("objective", above, {"team": team, "title": above, "serves": [goal] if goal else []})
            yield Described("key_result", result, {"title": result, "objective": above})
            yield Described("contribution", f"{below}>{result}", {"share": None, "status": "accepted"})


def teams_around(team: str) -> Things:
    """A team and those right below it."""
    for key, parent in _FAMILY(team=team):
        yield Described("team", key, {"name": key, "parent": parent, "succeeded_by": None})


def members(people: Collection[str], teams: Collection[str]) -> Things:
    """Which of these people are members of which of these teams."""
    for team in teams:
        yield Described("team", team, {"name": team, "parent": None, "succeeded_by": None})
    for team, person in _MEMBERS(people=sorted(people), teams=sorted(teams)):
        yield Described("membership", f"{team}>{person}", {"role": "member", "allocation": None})


def objectives_of(cycle: Cycle, team: str) -> Things:
    """A team's objectives, drafts too."""
    for (key,) in _OBJECTIVES(cycle=cycle.pk, team=team):
        yield Described("objective", key, {"team": team, "title": key})


def results_under(cycle: Cycle, objective: str) -> list[str]:
    """The ids of an objective's key results, drafts too."""
    return [key for (key,) in _RESULTS(cycle=cycle.pk, objective=objective)]


def measured_by(cycle: Cycle, kind: str, key: str) -> Things:
    """The key results that are measured by a metric or a milestone."""
    for row in _MEASURED[kind].rows(cycle=cycle.pk, key=key):
        said = {name: row[name] for name in ("title", "baseline", "target", "due")}
        yield Described("key_result", row["key"], {**ON_ANOTHER, **said, kind: key})


def users_of(cycle: Cycle, things: Mapping[str, Collection[str]]) -> Things:
    """The key results that use metrics or milestones (ids by kind): are measured by them, or name them."""
    used: dict[str, dict[str, None]] = {}
    for kind, keys in things.items():
        for row in _USERS[kind].rows(cycle=cycle.pk, keys=sorted(keys)) if keys else ():
            named = used.setdefault(row["key"], {})
            named |= dict.fromkeys(each for each in (row[f"{kind}__key"], row[f"uses__{kind}__key"]) if each in keys)
    for key, named in used.items():
        yield Described("key_result", key, {**ON_ANOTHER, "terms": list(named)})


def named(kind: str) -> Iterator[tuple[str, list[str]]]:
    """Every metric, or milestone, of the registry with all its names, in the order of creation."""
    for key, name, aliases in _NAMED[kind]():
        yield key, [name, *(orjson.loads(aliases) if aliases != NO_ALIASES else ())]


def goals_served(cycle: Cycle, goals: Collection[str], but_by: str = "") -> Things:
    """Which of these strategic goals an objective serves, other than one."""
    for (goal,) in _SERVING(cycle=cycle.pk, goals=sorted(goals), but_by=but_by):
        yield Described("objective", f"{HERE}{goal}", {"team": HERE, "title": goal, "serves": [goal]})


# As in plan_parts: what everybody sees of objectives and key results.
_UPWARDS = """
WITH RECURSIVE helped(below, result, above) AS (
    SELECT c.objective_id, k.id, o.id FROM accord_objective b
      JOIN accord_contribution c ON c.objective_id = b.id AND c.status <> 'declined'
      JOIN accord_keyresult k ON k.id = c.key_result_id AND k.dropped_at IS NULL AND k.published_at IS NOT NULL
      JOIN accord_objective o ON o.id = k.objective_id AND o.dropped_at IS NULL AND o.published_at IS NOT NULL
     WHERE b.cycle_id = %(cycle)s AND b.key = %(objective)s
    UNION
    SELECT c.objective_id, k.id, o.id FROM helped
      JOIN accord_contribution c ON c.objective_id = helped.above AND c.status <> 'declined'
      JOIN accord_keyresult k ON k.id = c.key_result_id AND k.dropped_at IS NULL AND k.published_at IS NOT NULL
      JOIN accord_objective o ON o.id = k.objective_id AND o.dropped_at IS NULL AND o.published_at IS NOT NULL)
SELECT b.key, k.key, o.key, t.key, (
       SELECT MIN(g.key) FROM accord_servedgoal s JOIN accord_strategicgoal g ON g.id = s.goal_id
        WHERE s.objective_id = o.id AND g.dropped_at IS NULL)
  FROM helped JOIN accord_objective b ON b.id = helped.below JOIN accord_keyresult k ON k.id = helped.result
  JOIN accord_objective o ON o.id = helped.above JOIN accord_team t ON t.id = o.team_id
"""


def _under(row: Row) -> dict[str, Any]:
    return {"key_result": row["key_result__key"]}


def _need(row: Row, provider: str | None) -> Described:
    said = {name: row[name] for name in ("what", "completion_criteria", "by", "promised", "declined")}
    return Described("need", row["key"], {**said, "from": row["provider__key"], "provided_by": provider, **_under(row)})


def _provides(row: Row, kind: str) -> bool:
    """What was dropped provides nothing, until it is brought back."""
    return row[f"provided_by_{kind}__key"] is not None and row.get(f"provided_by_{kind}__dropped_at") is None


_ACTIONS = Prepared(
    lambda cycle, results: (
        Action.objects.live()
        .filter(cycle=cycle, key_result__key__amongst=results)
        .values_list("key", "title", "due", "team__key", "responsible__key", "key_result__key")
    ),
    cycle=int,
    results=list,
)
NEED = ("key", "what", "completion_criteria", "by", "promised", "declined", "provider__key", "key_result__key")
PROVIDER = (
    "provided_by_action__key", "provided_by_action__dropped_at", "provided_by_key_result__key",
    "provided_by_key_result__dropped_at", "provided_by_milestone__key",
)  # fmt: skip
_NEEDS = Prepared(
    lambda cycle, results: (
        Need.objects.live().filter(cycle=cycle, key_result__key__amongst=results).values_list(*NEED, *PROVIDER)
    ),
    cycle=int,
    results=list,
)


def _provided(by: str, within: str = "") -> Prepared:
    """Needs by the id of what provides them, or of what that is under; `within` says where its cycle stands."""
    return Prepared(
        lambda cycle, key: (
            Need.objects.live()
            .filter(
                key_result_in_sight("key_result__"),
                cycle=cycle,
                declined=None,
                **{by: key, **({within: cycle} if within else {})},
            )
            .values_list(*NEED, *PROVIDER)
        ),
        cycle=int,
        key=str,
    )


_PROVIDED = {
    "action": {"provided_by_action__key": _provided("provided_by_action__key", "provided_by_action__cycle")},
    # An action without a day of its own is due with its key result.
    "key_result": {
        "provided_by_key_result__key": _provided("provided_by_key_result__key", "provided_by_key_result__cycle"),
        "provided_by_action__key": _provided(
            "provided_by_action__key_result__key", "provided_by_action__key_result__cycle"
        ),
    },
    "milestone": {"provided_by_milestone__key": _provided("provided_by_milestone__key")},
}
_SUPPORTS = Prepared(
    lambda cycle, result: Contribution.objects.filter(
        key_result__cycle=cycle, key_result__key=result, objective__dropped_at=None
    ).values_list(
        "objective__key", "objective__title", "objective__team__key", "objective__published_at", "share", "status"
    ),
    cycle=int,
    result=str,
)
_FAMILY = Prepared(
    lambda team: Team.objects.filter(Q(key=team) | Q(parent__key=team)).values_list("key", "parent__key"), team=str
)
_MEMBERS = Prepared(
    lambda people, teams: Membership.objects.filter(person__key__amongst=people, team__key__amongst=teams).values_list(
        "team__key", "person__key"
    ),
    people=list,
    teams=list,
)
_OBJECTIVES = Prepared(
    lambda cycle, team: Objective.objects.live().filter(cycle=cycle, team__key=team).values_list("key"),
    cycle=int,
    team=str,
)
_RESULTS = Prepared(
    lambda cycle, objective: (
        KeyResult.objects.live()
        .filter(cycle=cycle, objective__cycle=cycle, objective__key=objective)
        .values_list("key")
    ),
    cycle=int,
    objective=str,
)
_MEASURED = {
    kind: Prepared(
        lambda cycle, key, column=f"{kind}__key": KeyResult.objects.filter(
            key_result_in_sight(), **{"cycle": cycle, column: key}
        ).values_list("key", "title", "baseline", "target", "due"),
        cycle=int,
        key=str,
    )
    for kind in ("metric", "milestone")
}
_USERS = {
    kind: Prepared(
        lambda cycle, keys, measure=f"{kind}__key", use=f"uses__{kind}__key": KeyResult.objects.filter(
            key_result_in_sight(), Q(**{f"{measure}__amongst": keys}) | Q(**{f"{use}__amongst": keys}), cycle=cycle
        ).values_list("key", measure, use),
        cycle=int,
        keys=list,
    )
    for kind in ("metric", "milestone")
}
_NAMED = {
    kind: Prepared(lambda model=model: model.objects.values_list("key", "name", Cast("aliases", TextField())))
    for kind, model in {"metric": Metric, "milestone": Milestone}.items()
}
_SERVING = Prepared(
    lambda cycle, goals, but_by: (
        Objective.objects.filter(objective_in_sight(), cycle=cycle, served_goals__goal__key__amongst=goals)
        .exclude(key=but_by)
        .order_by()
        .values_list("served_goals__goal__key")
        .distinct()
    ),
    cycle=int,
    goals=list,
    but_by=str,
)

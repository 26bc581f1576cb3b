"""What somebody is about to edit: a thing as it stands, whose it is, and which of its fields are this person's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from accord import models as m
from accord.domain.rights import Sides, may_write
from accord.queries import access
from accord.queries.access import NotVisible, Reader
from accord.queries.definitions.beginnings import at_first
from accord.queries.definitions.saved_meanwhile import Saved, saved_since
from accord.queries.names import TeamName
from accord.queries.people.members import members_of
from accord.queries.plans import plan_items, plan_marks
from accord.queries.plans.plan_selections import Scope

PEOPLE = frozenset({"person", "team"})
STAYS = frozenset({"cycle"}) | PEOPLE  # others hang on it for good: it closes, ends, or leaves its teams
OF_NO_CYCLE = frozenset({"metric", "milestone", "cycle", "strategic_goal"}) | PEOPLE


@dataclass(frozen=True, slots=True)
class Where:
    """Where a thing stands in the plan: the team whose plan it is in, and what it is under."""

    team: TeamName | None = None
    objective: m.Objective | None = None
    key_result: m.KeyResult | None = None

    @property
    def is_draft(self) -> bool:
        """Whether nobody is asked yet: what it is under is a draft."""
        over = [each for each in (self.objective, self.key_result) if each is not None]
        return any(each.published_at is None for each in over)


@dataclass(frozen=True, slots=True)
class Editable:
    """One thing for one person. `may` are the fields that are theirs to write; a new thing has no id and no version."""

    kind: str
    id: str | None
    fields: Mapping[str, Any]
    version: int | None
    where: Where
    sides: Sides
    may: frozenset[str] = frozenset()
    may_remove: bool = False
    is_draft: bool = False
    title: str = ""
    row: int | None = None  # of an entry of the registry
    known: Mapping[str, Any] = field(default_factory=dict)  # of a new thing: what it is under, in the plan's words


def existing(who: Reader, cycle: m.Cycle, kind: str, key: str) -> Editable:
    """A thing as it stands. Raises NotVisible where there is none, or it is another team's draft."""
    row = _row(cycle, kind, key)
    if row is None:
        raise NotVisible
    where, sides = _where(kind, row), _sides(kind, row)
    is_draft = where.is_draft or (kind in {"objective", "key_result"} and row.published_at is None)
    if is_draft and (where.team is None or where.team.key not in who.own_teams):
        raise NotVisible
    (today,) = plan_items.READERS[kind](Scope(cycle, {key}))
    fields = dict(today.fields)
    if kind == "team":
        fields["members"] = members_of([key]).get(key, [])
    return Editable(
        kind=kind,
        id=key,
        fields=fields,
        version=getattr(row, "version", None),
        where=where,
        sides=sides,
        may=frozenset(name for name in fields if _may(who, kind, name, sides)),
        may_remove=kind not in STAYS and _may(who, kind, None, sides),
        is_draft=is_draft,
        title=str(getattr(row, NAMES[kind], "")),
        row=row.pk if kind in {"metric", "milestone"} else None,
    )


def beginning(who: Reader, cycle: m.Cycle, kind: str, under: str) -> Editable:
    """A thing that is to be made, under what it will stand: a team for an objective, an objective for a key result
    or a contribution, a key result for an action or a need; nothing for a metric or a milestone.

    Raises NotVisible where that is not there.
    """
    where, known = _under(cycle, kind, under)
    if where.is_draft and (where.team is None or where.team.key not in who.own_teams):
        raise NotVisible
    team = where.team.key if where.team else None
    sides = Sides(own=team, doing=team, contributing=team, owner=team)
    writes = _may(who, kind, None, sides, creating=True)
    return Editable(
        kind=kind,
        id=None,
        fields=at_first(who, cycle, kind, team),
        version=None,
        where=where,
        sides=sides,
        may=FIELDS[kind] if writes else frozenset(),
        is_draft=where.is_draft or kind in {"objective"},
        known=known,
    )


def within(objective: Editable, kind: str) -> Editable:
    """A thing that is made together with the objective it will stand under."""
    may = FIELDS[kind] if objective.may else frozenset()
    return replace(objective, kind=kind, may=may, known={}, is_draft=True)


def helping(who: Reader, cycle: m.Cycle, contribution: Editable, key_result: str) -> Editable:
    """A contribution that is to be made, with the key result (its id, or nothing) that somebody came from.

    Raises NotVisible where the reader sees no such key result.
    """
    if not key_result:
        return contribution
    helped = access.key_result(who, cycle, key_result)
    return replace(contribution, fields={**contribution.fields, "key_result": helped.key})


def team_names(keys: Collection[str]) -> dict[str, TeamName]:
    """Teams by their ids, as they are named in a line."""
    found = m.Team.objects.filter(key__in=list(keys)).values_list("key", "name", "code") if keys else ()
    return {row[0]: TeamName(*row) for row in found}


def below(cycle: m.Cycle, thing: Editable) -> dict[str, int]:
    """How much goes with a thing, by kind."""
    found = plan_marks.below(cycle, {thing.kind: {thing.id or ""}})
    return {kind: len(keys) for kind, keys in found.items() if keys and kind != thing.kind}


def drafts(cycle: m.Cycle, team: m.Team) -> list[tuple[str, str, str]]:
    """A team's objectives and key results that are drafts: kind, id and title, each objective before its results."""
    rows = m.Objective.objects.live().filter(cycle=cycle, team=team)
    under = m.KeyResult.objects.live().filter(cycle=cycle, objective__team=team, objective__dropped_at=None)
    results: dict[int, list[tuple[str, str, str]]] = {}
    for objective, key, title in under.filter(published_at=None).values_list("objective_id", "key", "title"):
        results.setdefault(objective, []).append(("key_result", key, title))
    found: list[tuple[str, str, str]] = []
    for row in rows.values("id", "key", "title", "published_at"):
        found += [("objective", row["key"], row["title"])] if row["published_at"] is None else []
        found += results.get(row["id"], [])
    return found


def saved_meanwhile(who: Reader, cycle: m.Cycle, thing: Editable, seen: int | None) -> Saved:
    """Who has saved a thing since the version that somebody saw."""
    row = _row(cycle, thing.kind, thing.id or "")
    team = thing.id if thing.kind == "team" else None
    versions = (thing.version or 0) - (seen or 0)
    return saved_since(thing.kind, row.pk, who, versions, team=team) if row else Saved("", False)


def _may(who: Reader, kind: str, name: str | None, sides: Sides, *, creating: bool = False) -> bool:
    return may_write(kind, name, sides, who.own_teams, is_admin=who.is_admin, creating=creating)


def _row(cycle: m.Cycle, kind: str, key: str) -> Any:
    if kind == "cycle":
        return cycle if cycle.key == key else None
    if kind == "strategic_goal":
        return m.StrategicGoal.objects.filter(key=key, dropped_at=None).first()
    if kind in PEOPLE:
        return TABLES[kind].objects.filter(key=key).first()
    if kind in {"metric", "milestone"}:
        return TABLES[kind].objects.filter(key=key).select_related("owner").first()
    if kind == "contribution":
        objective, _, key_result = key.partition(">")
        found = m.Contribution.objects.filter(
            objective__cycle=cycle, objective__key=objective, key_result__key=key_result,
            objective__dropped_at=None, key_result__dropped_at=None,
        )  # fmt: skip
        return found.select_related("objective__team", "key_result__objective__team").first()
    rows = TABLES[kind].objects.filter(cycle=cycle, key=key, dropped_at=None)
    return rows.select_related(*OVER[kind]).first()


def _where(kind: str, row: Any) -> Where:
    if kind in OF_NO_CYCLE:
        owner = getattr(row, "owner", None)
        return Where(_team(owner) if owner else None)
    if kind == "objective":
        return Where(_team(row.team))
    objective = row.objective if kind in {"key_result", "contribution"} else row.key_result.objective
    return Where(_team(objective.team), objective, row.key_result if kind in {"action", "need"} else None)


def _under(cycle: m.Cycle, kind: str, under: str) -> tuple[Where, dict[str, Any]]:
    if kind in OF_NO_CYCLE:
        return Where(), {}
    if kind == "objective":
        team = m.Team.objects.filter(key=under, succeeded_by=None).first()
        if team is None:
            raise NotVisible
        return Where(_team(team)), {"team": team.key}
    over = "objective" if kind in {"key_result", "contribution"} else "key_result"
    row = _row(cycle, over, under)
    if row is None:
        raise NotVisible
    if over == "objective":
        return Where(_team(row.team), row), {"objective": row.key}
    return Where(_team(row.objective.team), row.objective, row), {"key_result": row.key}


def _sides(kind: str, row: Any) -> Sides:
    if kind in OF_NO_CYCLE:
        owner = getattr(row, "owner", None)
        return Sides(owner=owner.key if owner else None)
    if kind == "objective":
        return Sides(own=row.team.key)
    if kind == "key_result":
        return Sides(own=row.objective.team.key)
    if kind == "contribution":
        return Sides(own=row.key_result.objective.team.key, contributing=row.objective.team.key)
    own = row.key_result.objective.team.key
    if kind == "action":
        return Sides(own=own, doing=row.team.key if row.team else own)
    return Sides(own=own, providing=row.provider.key)


def _team(team: m.Team) -> TeamName:
    return TeamName(team.key, team.name, team.code)


TABLES: Mapping[str, Any] = {
    "objective": m.Objective, "key_result": m.KeyResult, "action": m.Action, "need": m.Need,
    "metric": m.Metric, "milestone": m.Milestone, "person": m.Person, "team": m.Team,
}  # fmt: skip
OVER = {
    "objective": ("team",),
    "key_result": ("objective__team", "metric", "cycle"),
    "action": ("key_result__objective__team", "key_result__metric", "team"),
    "need": ("key_result__objective__team", "key_result__metric", "provider"),
}
NAMES = {
    "objective": "title", "key_result": "title", "action": "title", "need": "what", "contribution": "share",
    "metric": "name", "milestone": "name", "cycle": "name", "strategic_goal": "title",
    "person": "name", "team": "name",
}  # fmt: skip
# What a form may give a new thing.
FIELDS: Mapping[str, frozenset[str]] = {
    "objective": frozenset({"title", "why", "ambition", "serves", "not_strategic_because"}),
    "key_result": frozenset(
        {"title", "metric", "milestone", "baseline", "target", "hold", "start", "due", "path", "weight", "accountable"}
        | {"completion_criteria", "decomposition", "guardrails", "terms", "duties"}
    ),
    "action": frozenset({"title", "team", "responsible", "due", "effort_days", "expected"}),
    "need": frozenset({"from", "what", "for", "completion_criteria", "by"}),
    "contribution": frozenset({"key_result", "share"}),
    "metric": frozenset(
        {"name", "definition", "formula", "counts", "excludes", "unit", "source", "frequency", "better"}
        | {"owner", "aliases", "influences"}
    ),
    "milestone": frozenset({"name", "definition", "date", "owner", "aliases"}),
    "cycle": frozenset({"name", "start", "end", "parent", "why", "success", "different"}),
    "strategic_goal": frozenset({"title", "horizon"}),
    "person": frozenset({"name", "email", "reports_to"}),
    "team": frozenset({"name", "parent", "members", "succeeded_by"}),
}

"""Activity: everything that happened, as sentences, the newest first, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from accord.models import Person, Team
from accord.queries.access import Reader
from accord.queries.telling.told_events import Told, told

A_PAGE = 50
TEAMS = 60  # a list that one can choose from; in a bigger organization only one's own, and the way is by a page
# What one can look for, and the kinds of events that are so.
KINDS = {
    "answers": ("part.agreed", "part.objected"),
    "talk": ("clause.asked", "clause.replied"),
    "changes": ("change.made", "change.heads-up"),
    "realignments": ("realignment.%",),
    "progress": ("check-in.%",),
    "reviews": ("review.%", "update.%", "cadence.%"),
    "cycles": ("cycle.%", "items.carried-over"),
    "handovers": ("need.%", "key-result.%"),
    "organization": ("organization.%",),
    "accounts": ("account.%",),
}
# What else is of a kind: changes of things of these kinds.
CHANGES = {"cycles": ("cycle", "strategic_goal")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: of a team, by a person, about a thing (kind and row id), of a kind, before an event."""

    team: Team | None = None
    person: Person | None = None
    thing: tuple[str, int] | None = None
    kind: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Events of one page, and from where the next one reads; None where there is nothing older."""

    events: Sequence[Told]
    older: int | None


def activity(who: Reader, wanted: Wanted) -> Page:
    """One page of what happened; a fixed number of statements. Drafts of others are left out."""
    conditions = list(_conditions(wanted))
    where = " AND ".join(condition for condition, _ in conditions) or "1 = 1"
    latest = f"latest(id) AS (SELECT x.id FROM accord_event x WHERE {where} ORDER BY x.id DESC LIMIT {A_PAGE + 1})"  # noqa: S608 (only the texts below are put in)
    values = [value for _, values in conditions for value in values]
    found = told(latest, values, own_teams=who.own_teams)
    shown = found[:A_PAGE]
    return Page([each for each in shown if not each.is_hidden], shown[-1].id if len(found) > A_PAGE else None)


def teams_to_choose(who: Reader, chosen: str) -> list[tuple[str, str]]:
    """Ids and names of the teams to choose from: all of a small organization, else the reader's and the chosen one."""
    rows = Team.objects.order_by("position", "id").values_list("key", "name")
    teams = list(rows[: TEAMS + 1])
    return teams if len(teams) <= TEAMS else list(rows.filter(key__amongst=[*who.own_teams, chosen]))


def _conditions(wanted: Wanted) -> Iterator[tuple[str, list[Any]]]:
    if wanted.before is not None:
        yield "x.id < %s", [wanted.before]
    if wanted.team:
        yield (
            "(x.team_id = %s OR x.id IN (SELECT event_id FROM accord_concern WHERE team_id = %s))",
            [wanted.team.pk, wanted.team.pk],
        )
    if wanted.person:
        yield "x.by_id = %s", [wanted.person.pk]
    if wanted.thing:
        yield _about(*wanted.thing)
    if wanted.kind:
        yield _so(wanted.kind)


def _so(kind: str) -> tuple[str, list[Any]]:
    """Events of a kind that one can look for."""
    patterns, changed = KINDS[kind], CHANGES.get(kind, ())
    so = ["x.kind LIKE %s"] * len(patterns)
    so += ["x.change_id IN (SELECT change_id FROM accord_revision WHERE kind = %s)"] * len(changed)
    return f"({' OR '.join(so)})", [*patterns, *changed]


def _about(kind: str, item: int) -> tuple[str, list[Any]]:
    """Events of a key result itself, and those of changes that revised the thing."""
    changed = "x.change_id IN (SELECT change_id FROM accord_revision WHERE kind = %s AND item = %s)"
    if kind == "key_result":
        return f"(x.key_result_id = %s OR {changed})", [item, kind, item]
    return changed, [kind, item]

"""Drafts: a team writes its plan by itself, and everybody sees it once it is published."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accord.domain.plan_changes import PlanChanges
from accord.models import Cycle, KeyResult, Objective
from accord.queries.people.people import teams_of
from accord.queries.plans import plan_items
from accord.queries.plans.plan_marks import below
from accord.services.administering import administers
from accord.services.agreements import own_yes
from accord.services.cycles import open_cycles
from accord.services.definitions import previews
from accord.services.definitions.carrying_out import Carried, carry_out, take_turn
from accord.services.definitions.edits import ChangeRefused
from accord.services.definitions.previews import Preview
from accord.services.plans import plan_rows
from accord.services.plans.plan_ids import Ids
from accord.services.plans.plan_rights import Refused
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]


def write(drafts: PlanChanges, ids: Ids, *, now: datetime) -> None:
    """Write drafts. They have no history, bind nobody, and nobody is told: all that begins when they are published.

    To be called inside a transaction.
    """
    if drafts:
        plan_rows.write(drafts, ids, now=now, published_at=None)


@transaction.atomic
def publish(cycle: Cycle, team: str, *, by: Actor, clock: Clock, agree: bool = True) -> Carried | None:
    """Let everybody see the drafts of a team's plan, as one change: agreements open, and teams are asked.

    Who publishes and may answer for the team agrees to its own parts by that, unless not `agree`.
    None where there is no draft. Raises ChangeRefused and CycleClosed.
    """
    take_turn()
    open_cycles.check(cycle.pk)
    is_own = by.person is not None and team in teams_of(by.person)[0]
    if not is_own and not administers(by):
        raise ChangeRefused([Refused("team", team, "published")])
    drafts = _drafts(cycle, team)
    if not drafts:
        return None
    now = clock()
    for kind, rows in drafts.items():
        plan_rows.publish(kind, list(rows.values()), now=now)
    keys = {kind: set(rows) for kind, rows in drafts.items()}
    things = plan_items.described_of(cycle, keys | _with_them(cycle, keys))
    wanted = keys | _with_them(cycle, keys)
    arrived = [thing for (kind, key), thing in things.items() if key in wanted.get(kind, ())]
    ids = Ids.named_in(PlanChanges(create=arrived), cycle.pk)
    yes = own_yes.parts if agree else None
    return carry_out(PlanChanges(), ids, by=by, clock=clock, arrived=arrived, yes=yes)


def preview(cycle: Cycle, team: str, *, by: Actor, clock: Clock) -> Preview:
    """What publishing would do: it is done, looked at, and taken back without a trace. Raises what `publish` raises."""
    with transaction.atomic():
        carried = publish(cycle, team, by=by, clock=clock)
        found = previews.of(carried.touched, carried.agreed, carried.told, ()) if carried else Preview()
        transaction.set_rollback(True)
    return found


def _drafts(cycle: Cycle, team: str) -> dict[str, dict[str, int]]:
    """Objectives and key results of a team that are drafts: their rows by kind and id."""
    objectives = Objective.objects.live().filter(cycle=cycle, team__key=team, published_at=None)
    key_results = KeyResult.objects.live().filter(cycle=cycle, objective__team__key=team, published_at=None)
    found = {"objective": objectives, "key_result": key_results.filter(objective__dropped_at=None)}
    drafts = {kind: dict(rows.values_list("key", "id")) for kind, rows in found.items()}
    return {kind: rows for kind, rows in drafts.items() if rows}


def _with_them(cycle: Cycle, keys: dict[str, set[str]]) -> dict[str, set[str]]:
    """What comes into sight with them: the work and the needs under key results, and contributions of objectives."""
    found: dict[str, set[str]] = defaultdict(set)
    under = below(cycle, keys)
    found |= {kind: {*under[kind]} for kind in ("action", "need")}
    objectives = Objective.objects.filter(cycle=cycle, key__amongst=sorted(keys.get("objective", ())))
    supported = objectives.filter(contributions__key_result__dropped_at=None)
    for objective, key_result in supported.values_list("key", "contributions__key_result__key"):
        if key_result:
            found["contribution"].add(f"{objective}>{key_result}")
    return found

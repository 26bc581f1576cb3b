"""Applying a plan file: what it says and the installation does not yet hold, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accord.domain import descriptions
from accord.domain.plan import Plan
from accord.domain.plan_changes import PlanChanges, compare
from accord.models import Cycle, Organization
from accord.queries import plan_items
from accord.queries.plan_state import plan_state
from accord.services import cycle_dates
from accord.services.carrying_out import carry_out, take_turn
from accord.services.events import Actor
from accord.services.plan_ids import Ids
from accord.services.plan_rights import Refused, refused_changes
from accord.services.plan_texts import Told
from accord.services.standing_rows import Touched

Clock = Callable[[], datetime]


class PlanRefused(Exception):
    """A plan that may not be applied: a code, what it is about, and the changes that are refused, if any."""

    def __init__(self, code: str, about: Mapping[str, str], changes: Sequence[Refused] = ()) -> None:
        super().__init__(code)
        self.code, self.about, self.changes = code, about, changes


class StateMoved(Exception):
    """The installation is no longer in the state that the caller expected."""


@dataclass(slots=True)
class Applied:
    """What applying a plan did; `told` are the changes, with whether each is substantive."""

    state: str
    changes: PlanChanges = field(default_factory=PlanChanges)
    told: Sequence[Told] = ()
    touched: Touched = field(default_factory=Touched)


@transaction.atomic
def apply_plan(plan: Plan, *, by: Actor, clock: Clock, reason: str | None = None, expect: str | None = None) -> Applied:
    """Bring the installation to what the plan says; the same plan again changes nothing. Agrees for nobody.

    `by` without a person is the operator, who may do everything (the first plan is applied so).
    Raises PlanRefused where a change is not the person's to make or the plan is of another organization
    or of a closed cycle, and StateMoved where `expect` is not the state; then nothing is applied.
    """
    take_turn()
    if expect is not None and expect != plan_state():
        raise StateMoved(expect)
    cycle = _cycle_of(plan)
    today = plan_items.described(cycle)
    changes = compare(today, descriptions.described(plan))
    if refused := refused_changes(changes, today, by):
        raise PlanRefused("no-right", {"person": by.email}, refused)
    if not changes:
        return Applied(plan_state())
    if misplaced := cycle_dates.broken(plan.cycle.id, changes, today):
        raise PlanRefused("cycle-misplaced", {"cycle": plan.cycle.id, "other": misplaced.other})
    ids = Ids.named_in(changes, cycle.pk if cycle else 0)
    done = carry_out(changes, ids, by=by, clock=clock, reason=reason)
    return Applied(plan_state(), changes, done.told, done.touched)


def _cycle_of(plan: Plan) -> Cycle | None:
    other = Organization.objects.exclude(key=plan.organization.id).first()
    if other:
        raise PlanRefused("other-organization", {"here": other.key, "plan": plan.organization.id})
    cycle = Cycle.objects.filter(key=plan.cycle.id).first()
    if cycle and cycle.closed_at:
        raise PlanRefused("cycle-closed", {"cycle": cycle.key})
    return cycle

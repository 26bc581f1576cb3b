"""Applying a plan file: what it says and the installation does not yet hold, in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accord.domain import descriptions
from accord.domain.descriptions import Described, is_substantive
from accord.domain.plan import Plan
from accord.domain.plan_changes import PlanChanges, compare
from accord.models import Change, Cycle, KeyResult, Organization
from accord.queries import plan_items
from accord.queries.affected import affected
from accord.queries.plan_state import plan_state
from accord.services import plan_rows, revisions, standing
from accord.services.announcing import announce
from accord.services.events import Actor
from accord.services.plan_columns import Ids
from accord.services.plan_rights import Refused, refused_changes
from accord.services.plan_texts import Told, keep_wording, told
from accord.services.revisions import Revised

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
    touched: standing.Touched = field(default_factory=standing.Touched)


@transaction.atomic
def apply_plan(plan: Plan, *, by: Actor, clock: Clock, reason: str | None = None, expect: str | None = None) -> Applied:
    """Bring the installation to what the plan says; the same plan again changes nothing. Agrees for nobody.

    `by` without a person is the operator, who may do everything (the first plan is applied so).
    Raises PlanRefused where a change is not the person's to make or the plan is of another organization
    or of a closed cycle, and StateMoved where `expect` is not the state; then nothing is applied.
    """
    list(Organization.objects.select_for_update())  # plans are applied one after the other
    if expect is not None and expect != plan_state():
        raise StateMoved(expect)
    cycle = _cycle_of(plan)
    today = plan_items.described(cycle)
    changes = compare(today, descriptions.described(plan))
    if refused := refused_changes(changes, today, by):
        raise PlanRefused("no-right", {"person": by.email}, refused)
    if not changes:
        return Applied(plan_state())
    standing.lock(KeyResult.objects.filter(cycle=cycle).values_list("id", flat=True) if cycle else ())
    change = Change.objects.create(at=clock(), by=by.person, by_email=by.email, via=by.via, reason=reason)
    return _carry_out(changes, Ids(cycle.pk if cycle else 0), change, by)


def _cycle_of(plan: Plan) -> Cycle | None:
    other = Organization.objects.exclude(key=plan.organization.id).first()
    if other:
        raise PlanRefused("other-organization", {"here": other.key, "plan": plan.organization.id})
    cycle = Cycle.objects.filter(key=plan.cycle.id).first()
    if cycle and cycle.closed_at:
        raise PlanRefused("cycle-closed", {"cycle": cycle.key})
    return cycle


def _carry_out(changes: PlanChanges, ids: Ids, change: Change, by: Actor) -> Applied:
    fields = told(changes.change, ids)
    gone = [_end(thing, ids, came=False) for thing in changes.remove]
    held_before = affected(_rows([*((t.change.kind, t.item) for t in fields), *((r.kind, r.item) for r in gone)]))
    plan_rows.write(replace(changes, change=[t.change for t in fields]), ids, now=change.at)
    keep_wording(fields)
    came = [_end(thing, ids, came=True) for thing in changes.create if thing.kind not in plan_rows.PROGRESS]
    revised = [Revised(t.change.kind, t.item, t.change.id, t.change.field, t.change.before, t.change.after,
                       t.substantive, t.first) for t in fields]  # fmt: skip
    revisions.keep(change, [*came, *revised, *gone], cycle=ids.cycle)
    held_now = affected(_rows((r.kind, r.item) for r in [*came, *revised]))
    touched = standing.touch(held_before | held_now, change=change, now=change.at)
    announce(change, [*came, *revised, *gone], touched, by=by)
    return Applied(plan_state(), changes, fields, touched)


def _end(thing: Described, ids: Ids, *, came: bool) -> Revised:
    """A thing's coming or going; what it was is kept with it."""
    item = plan_rows.row_id(thing.kind, thing.id, ids)
    fields = dict(thing.fields)
    before, after = (None, fields) if came else (fields, None)
    return Revised(thing.kind, item, thing.id, None, before, after, is_substantive(thing.kind, None))


def _rows(items: Iterable[tuple[str, int]]) -> dict[str, Any]:
    found: dict[str, set[int]] = defaultdict(set)
    for kind, item in items:
        found[kind].add(item)
    return found

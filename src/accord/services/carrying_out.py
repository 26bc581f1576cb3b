"""Carrying out a change, from whichever door: rows, wording, revisions, standings and the event, in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from accord.domain.descriptions import Described, is_substantive
from accord.domain.plan_changes import PlanChanges
from accord.models import Change
from accord.queries.affected import affected
from accord.services import accounts, plan_rows, revisions, standing
from accord.services.announcing import announce
from accord.services.events import Actor
from accord.services.plan_columns import Ids
from accord.services.plan_texts import Told, keep_wording, told
from accord.services.revisions import Revised


def carry_out(
    changes: PlanChanges,
    ids: Ids,
    change: Change,
    *,
    by: Actor,
    wording_only: Collection[tuple[str, str, str]] = (),
) -> tuple[Sequence[Told], standing.Touched]:
    """Write what changes, keep it as revisions, work out the touched agreements again, and tell the teams.

    `wording_only` names changes (kind, id, field) that the author marked so and that may be.
    To be called inside a transaction.
    """
    fields = told(changes.change, ids, wording_only)
    gone = [_end(thing, ids, came=False) for thing in changes.remove]
    held_before = affected(_rows([*map(_revised, fields), *gone]))
    plan_rows.write(replace(changes, change=[t.change for t in fields]), ids, now=change.at)
    keep_wording(fields)
    came = [_end(thing, ids, came=True) for thing in changes.create if thing.kind not in plan_rows.PROGRESS]
    revised = [_revised(t) for t in fields]
    revisions.keep(change, [*came, *revised, *gone], cycle=ids.cycle)
    accounts.link_people({r.item for r in [*came, *revised] if r.kind == "person" and r.field in {None, "email"}})
    held_now = affected(_rows([*came, *revised]))
    touched = standing.touch(held_before | held_now, change=change, now=change.at)
    announce(change, [*came, *revised, *gone], touched, by=by)
    return fields, touched


def _end(thing: Described, ids: Ids, *, came: bool) -> Revised:
    """A thing's coming or going; what it was is kept with it."""
    item = plan_rows.row_id(thing.kind, thing.id, ids)
    fields = dict(thing.fields)
    before, after = (None, fields) if came else (fields, None)
    return Revised(thing.kind, item, thing.id, None, before, after, is_substantive(thing.kind, None))


def _revised(t: Told) -> Revised:
    c = t.change
    return Revised(c.kind, t.item, c.id, c.field, c.before, c.after, t.substantive, t.first)


def _rows(revised: Iterable[Revised]) -> dict[str, set[int]]:
    """What may be in clauses, or make other teams parties: of a team that is whether it has ended."""
    found: dict[str, set[int]] = defaultdict(set)
    for r in revised:
        if r.kind != "team" or r.field == "succeeded_by":
            found[r.kind].add(r.item)
    return found

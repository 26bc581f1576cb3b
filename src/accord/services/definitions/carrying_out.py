"""Carrying out a change, from whichever door: rows, wording, revisions, standings and the event, in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from accord.domain.descriptions import Described, is_substantive
from accord.domain.plan_changes import PlanChanges
from accord.domain.realignment import PartOf
from accord.models import Change, Organization
from accord.queries.agreements.affected import affected
from accord.queries.prepared import Prepared
from accord.services import accounts, bulk
from accord.services.agreements import registry_standing, standing
from accord.services.agreements.standing_rows import Touched
from accord.services.definitions import coming_back, given_with, revisions
from accord.services.definitions.chain import Chain
from accord.services.definitions.revisions import Revised
from accord.services.findings import findings
from accord.services.plans import plan_accepted, plan_rows
from accord.services.plans.plan_ids import Ids
from accord.services.plans.plan_texts import Told, keep_wording, told
from accord.services.realignments import realignments
from accord.services.telling import heads_up
from accord.services.telling.announcing import announce
from accord.services.telling.events import Actor

Clock = Callable[[], datetime]
# Fields that say under what a thing stands.
PLACES = frozenset({"objective", "key_result"})
# Of what kinds only one field is felt by agreements.
ALONE = {"team": "succeeded_by", "cycle": "end"}
REGISTRY = frozenset({"metric", "milestone"})


@dataclass(frozen=True, slots=True)
class Carried:
    """A change that was carried out: what was told of it, what it did to agreements, and what was agreed to with it."""

    change: Change
    told: Sequence[Told]
    touched: Touched
    agreed: Sequence[PartOf] = ()
    chain: Chain | None = None


def take_turn() -> None:
    """Wait until nobody else is changing definitions; held until the transaction ends.

    So whatever is read from here on stays as it is. (SQLite has one writer anyhow.) Whoever only answers, waits for
    nothing but the key result that is answered.
    """
    list(_TURN())


_TURN = Prepared(lambda: Organization.objects.select_for_update().values_list("id"))


def carry_out(
    changes: PlanChanges,
    ids: Ids,
    *,
    by: Actor,
    clock: Clock,
    reason: str | None = None,
    wording_only: Collection[tuple[str, str, str]] = (),
    arrived: Sequence[Described] = (),
    yes: given_with.Yes | None = None,
    drafts: PlanChanges | None = None,
    is_plan: bool = True,
    is_tried: bool = False,
) -> Carried:
    """Write what changes, keep it as revisions, work out the touched agreements again, and tell the teams.

    `wording_only` names changes (kind, id, field) that the author marked so and that may be. `arrived` is in its
    tables already and comes into sight: a draft, or dropped before. `yes` says what the author agrees to with it; what
    grants another team's ask as it was asked is agreed to always. `drafts` are changes of what was a draft until now:
    they are written along, without a history. What `is_tried` will be taken back: nobody is told. To be called inside a
    transaction, after `take_turn`. Only key results that hold what changes are locked.
    """
    fields = told(changes.change, ids, wording_only)
    chain = Chain.begin(changes, ids.cycle, today=clock().date(), is_plan=is_plan)
    gone = [_end(thing, ids, came=False) for thing in changes.remove]
    back = [_end(thing, ids, came=True) for thing in arrived]
    held = affected(_rows([*map(_revised, fields), *gone, *back])) | _joined(changes, ids)
    standing.lock(held)
    change = bulk.create(Change, _act(by, at=clock(), reason=reason))
    changes = replace(changes, create=coming_back.with_duties(changes.create, ids))
    _write(changes, fields, ids, drafts, arrived, now=change.at)
    revised = [*back, *_came(changes.create, ids), *map(_revised, fields), *gone]
    _keep(change, revised, ids.cycle)
    held |= affected(_rows(each for each in revised if _is_elsewhere(each)))
    agreed: list[PartOf] = []
    touched = _work_out(held, revised, change, given_with.answering(change, revised, by=by, yes=yes, into=agreed))
    done = Carried(change, fields, touched, agreed, chain.look_again())
    if not is_tried:
        _tell(done, revised, changes, by=by, cycle=ids.cycle)
    return done


def _act(by: Actor, *, at: datetime, reason: str | None) -> dict[str, Any]:
    author = by.person.pk if by.person else None
    return {"at": at, "by_id": author, "by_email": by.email, "via": by.via, "reason": reason}


def _came(new: Iterable[Described], ids: Ids) -> list[Revised]:
    """New things begin a history; progress has none."""
    return [_end(thing, ids, came=True) for thing in new if thing.kind not in plan_rows.PROGRESS]


def _keep(change: Change, revised: Sequence[Revised], cycle: int | None) -> None:
    revisions.keep(change, revised, cycle=cycle)
    plan_accepted.keep(change, revised, cycle)
    accounts.link_people({r.item for r in revised if r.kind == "person" and r.field in {None, "email"}})


def _is_elsewhere(revised: Revised) -> bool:
    """Whether a thing came into sight, or stands under something else now."""
    return (revised.field is None and revised.before is None) or revised.field in PLACES | {"succeeded_by"}


def _tell(done: Carried, revised: Sequence[Revised], changes: PlanChanges, *, by: Actor, cycle: int) -> None:
    announce(done.change, revised, done.touched, by=by)
    realignments.follow(done.touched, change=done.change, by=by, now=done.change.at)
    further = done.chain.further() if done.chain else ()
    heads_up.tell(done.change, revised, done.touched, by=by, further=further)
    checked_in = any(thing.kind == "check_in" for thing in changes.create)
    findings.follow_change(revised, done.touched, cycle=cycle, has_check_ins=checked_in, now=done.change.at)


def _write(
    changes: PlanChanges,
    fields: Sequence[Told],
    ids: Ids,
    drafts: PlanChanges | None,
    arrived: Sequence[Described],
    *,
    now: datetime,
) -> None:
    written = replace(changes, change=[t.change for t in fields])
    if drafts:
        written = replace(written, change=[*written.change, *drafts.change], remove=[*written.remove, *drafts.remove])
    plan_rows.write(written, ids, now=now, published_at=now)
    keep_wording(fields)
    coming_back.keep_wording([*changes.create, *arrived], ids)


def _joined(changes: PlanChanges, ids: Ids) -> set[int]:
    """Key results that come to hold something: a new thing is under them, or one has moved there."""
    new = [(thing.kind, thing.id, thing.fields.get("key_result")) for thing in changes.create]
    new += [(c.kind, c.id, c.after) for c in changes.change if c.field == "key_result"]
    keys = (key.partition(">")[2] if kind == "contribution" else above for kind, key, above in new)
    return {row for row in (ids.find("key_result", key) for key in keys if key) if row is not None}


def _work_out(
    held: Collection[int], revised: Sequence[Revised], change: Change, answering: standing.Answering
) -> Touched:
    """Where nothing but the registry has changed, no clause but the definitions can have."""
    if {r.kind for r in revised} <= REGISTRY:
        return registry_standing.touch(held, change=change, now=change.at, answering=answering)
    return standing.touch(held, change=change, now=change.at, answering=answering)


def _end(thing: Described, ids: Ids, *, came: bool) -> Revised:
    """A thing's coming or going; what it was is kept with it."""
    item = ids.of(thing.kind, thing.id)
    fields = dict(thing.fields)
    before, after = (None, fields) if came else (fields, None)
    return Revised(thing.kind, item, thing.id, None, before, after, is_substantive(thing.kind, None))


def _revised(t: Told) -> Revised:
    c = t.change
    return Revised(c.kind, t.item, c.id, c.field, c.before, c.after, t.substantive, t.first)


def _rows(revised: Iterable[Revised]) -> dict[str, set[int]]:
    """What may be in clauses, or make other teams parties: of a team whether it has ended, of a cycle its end."""
    found: dict[str, set[int]] = defaultdict(set)
    for r in revised:
        if ALONE.get(r.kind, r.field) == r.field:
            found[r.kind].add(r.item)
    return found

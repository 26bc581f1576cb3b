"""What people save, worked out as changes of the plan and looked at: all that is wrong is told, and nothing is done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accord.domain.descriptions import Described
from accord.domain.new_things import blank
from accord.domain.plan_changes import FieldChange, PlanChanges, without_another_teams_word
from accord.formats.plan.judging import PLACES, Wrong, broken_rules, cleaned, missing
from accord.models import Cycle
from accord.queries.people.people import teams_of
from accord.queries.plans import plan_items
from accord.queries.plans.plan_marks import Mark, below, marks
from accord.services.cycles import cycle_dates, cycle_names
from accord.services.definitions import conflicts, new_ids, references, restoring
from accord.services.definitions.edits import (
    ChangeRefused,
    Create,
    Drop,
    Edit,
    Invalid,
    NotThere,
    Restore,
    Saying,
    WrongValue,
)
from accord.services.people import membership, people_rules
from accord.services.plans.plan_columns import NATURAL, OF_A_CYCLE
from accord.services.plans.plan_ids import Ids, referred_to
from accord.services.plans.plan_rights import refused_changes
from accord.services.telling.events import Actor

Key = tuple[str, str]  # kind and id
WHOSE = frozenset({"team", "objective", "key_result"})
Wanted = dict[str, set[str]]


@dataclass(slots=True)
class Planned:
    """Changes of what is published, and of drafts; `restored` are back in their tables already."""

    changes: PlanChanges = field(default_factory=PlanChanges)
    drafts: PlanChanges = field(default_factory=PlanChanges)
    restored: list[Described] = field(default_factory=list)
    made: list[Key] = field(default_factory=list)
    wording_only: set[tuple[str, str, str]] = field(default_factory=set)
    ids: Ids = field(default_factory=lambda: Ids(0, {}))


@dataclass(slots=True)
class _Draft:
    """What is known while changes are worked out."""

    said: Sequence[Saying]
    today: dict[Key, Described]
    marks: dict[Key, Mark]
    all: PlanChanges = field(default_factory=PlanChanges)
    is_draft: dict[Key, bool] = field(default_factory=dict)
    wrong: list[WrongValue] = field(default_factory=list)

    def tell(self, at: int, *wrong: Wrong) -> None:
        kind, key = self.said[at].kind, self.said[at].id or ""
        self.wrong += [WrongValue(at, kind, key, each) for each in wrong]


def planned(cycle: Cycle, said: Sequence[Saying], *, by: Actor, now: Any) -> Planned:
    """The changes that these words of a person come to.

    Raises NotThere, Conflict, ChangeRefused and Invalid, in this order: each names all that it is about.
    What is restored is put back into its tables, to be looked at like anything else.
    """
    teams = teams_of(by.person)[0] if by.person else None
    said = membership.told_apart(new_ids.given(cycle, said))
    back = restoring.bring_back(cycle, [each for each in said if isinstance(each, Restore)], now=now)
    wanted = _wanted(cycle, said, back.rows)
    work = _Draft(said, plan_items.described_of(cycle, wanted), marks(cycle, wanted))
    work.all.create += back.again
    _look_for(work, teams, {(thing.kind, thing.id) for thing in back.again})
    conflicts.refuse(cycle, said, work.today, work.marks)
    for at, each in enumerate(said):
        _work_out(work, at, each, cycle)
    restored = [work.today[key] for key in back.rows if key in work.today]
    work.wrong += restoring.still_under_something_dropped(said, restored, work.today)
    work.wrong += restoring.no_longer_measured(said, back)
    if any(each.wrong.field in WHOSE and each.wrong.code in {"missing", "dropped"} for each in work.wrong):
        raise Invalid(work.wrong)  # nobody can say yet whose it would be
    # Whoever may take a thing away may bring it back, whatever others had said to it.
    new = [thing for thing in work.all.create if thing not in back.again]
    asked = PlanChanges(new, work.all.change, [*work.all.remove, *restored, *back.again])
    if refused := refused_changes(asked, work.today, by, teams):
        raise ChangeRefused(refused)
    ids = Ids.named_in(PlanChanges(work.all.create, work.all.change, [*work.all.remove, *restored]), cycle.pk)
    for each in said:
        if isinstance(each, Create):
            ids.want(new_ids.section(each.kind), each.id or "")
    work.wrong += references.wrong(work.said, work.all, work.today, ids, _seen(cycle, work.all, teams))
    work.wrong += cycle_dates.wrong(work.said, work.all, work.today)
    work.wrong += cycle_names.wrong(work.said, work.all)
    work.wrong += people_rules.wrong(work.said, work.all)
    if work.wrong:
        raise Invalid(work.wrong)
    return _divided(work, restored, ids)


def _wanted(cycle: Cycle, said: Iterable[Saying], back: Iterable[Key]) -> Wanted:
    """Everything that is spoken of, what it stands or will stand under, and what goes with what is dropped."""
    wanted: Wanted = defaultdict(set)
    dropped: Wanted = defaultdict(set)
    for each in said:
        key = each.id or ""
        wanted[each.kind].add(key)
        if each.kind in NATURAL:
            for kind, end in zip(NATURAL[each.kind].kinds, key.split(NATURAL[each.kind].mark), strict=False):
                wanted[kind].add(end)
        if isinstance(each, Edit | Create) and each.kind in PLACES:
            place = PLACES[each.kind].key  # called by the kind of what it names
            wanted[place].add(str(each.fields.get(place) or ""))
        if isinstance(each, Edit | Create) and each.kind == "need" and each.fields.get("for"):
            wanted["action"].add(str(each.fields["for"]))
        if isinstance(each, Drop):
            dropped[each.kind].add(key)
    for kind, keys in (below(cycle, dropped) if dropped else {}).items():
        wanted[kind].update(keys)
    for kind, key in back:
        wanted[kind].add(key)
    return wanted


def _look_for(work: _Draft, teams: frozenset[str] | None, again: set[Key]) -> None:
    """Whether all that is spoken of is there for this person. Another team's draft is not."""
    missing_: list[Key] = []
    for each in work.said:
        key = (each.kind, each.id or "")
        for part in [key, *_under(each)]:
            is_new = part == key and (isinstance(each, Create) or part in again)
            is_made = any(isinstance(other, Create) and (other.kind, other.id) == part for other in work.said)
            if not is_new and not is_made and not _is_seen(part, work, teams):
                missing_.append(part)
    if missing_:
        raise NotThere(list(dict.fromkeys(missing_)))


def _under(each: Saying) -> list[Key]:
    """What a new thing, or one that moves, is to stand under."""
    if not isinstance(each, Edit | Create):
        return []
    if each.kind in NATURAL:
        kinds, mark = NATURAL[each.kind]
        ends = (each.id or "").split(mark)
        return list(zip(kinds, (*ends, "")[:2], strict=True)) if isinstance(each, Create) else []
    place = PLACES.get(each.kind)
    above = each.fields.get(place.key) if place else None
    return [(place.key, str(above))] if place and above else []


def _is_seen(key: Key, work: _Draft, teams: frozenset[str] | None) -> bool:
    mark = work.marks.get(key)
    if mark is None or key not in work.today:
        return key in work.today
    return not mark.is_draft or teams is None or mark.team in teams


def _work_out(work: _Draft, at: int, each: Saying, cycle: Cycle) -> None:
    match each:
        case Create():
            _create(work, at, each)
        case Edit():
            _edit(work, at, each)
        case Drop(kind, key):
            gone = {kind: [key], **{k: v for k, v in below(cycle, {kind: [key]}).items() if v}}
            things = [work.today[k, i] for k, keys in gone.items() for i in keys if (k, i) in work.today]
            known = {(thing.kind, thing.id) for thing in work.all.remove}
            work.all.remove += [thing for thing in things if (thing.kind, thing.id) not in known]
            work.tell(at, *references.still_used(kind, key))
            for thing in things:
                work.is_draft[thing.kind, thing.id] = _is_draft(work, thing.kind, thing.id)


def _create(work: _Draft, at: int, each: Create) -> None:
    key = each.id or ""
    values, wrong = cleaned(each.kind, each.fields, blank(each.kind))
    fields = _answered(blank(each.kind) | values, values)
    work.tell(at, *wrong, *missing(each.kind, each.fields), *broken_rules(each.kind, fields))
    work.all.create.append(Described(each.kind, key, fields))
    above = [part for part in _under(each) if part[0] != "key_result" or each.kind != "contribution"]
    work.is_draft[each.kind, key] = each.draft or any(_is_draft(work, *part) for part in above)


def _edit(work: _Draft, at: int, each: Edit) -> None:
    today = work.today[each.kind, each.id]
    values, wrong = cleaned(each.kind, each.fields, blank(each.kind))
    fields = without_another_teams_word(each.kind, today.fields, {**today.fields, **values}, values.keys())
    fields = _answered(fields, values)
    work.tell(at, *wrong)
    if not wrong:
        work.tell(at, *broken_rules(each.kind, fields))
    changed = [FieldChange(each.kind, each.id, name, was, fields[name]) for name, was in today.fields.items()]
    work.all.change += [change for change in changed if change.before != change.after]
    work.is_draft[each.kind, each.id] = _is_draft(work, each.kind, each.id)


def _answered(fields: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """A provider's no takes back its yes, and a yes the no."""
    if said.get("declined") is not None:
        return fields | dict.fromkeys(("promised", "provided_by", "delivered", "received"))
    if any(said.get(name) is not None for name in ("promised", "provided_by")):
        return fields | {"declined": None}
    return fields


def _is_draft(work: _Draft, kind: str, key: str) -> bool:
    if (kind, key) in work.is_draft:
        return work.is_draft[kind, key]
    mark = work.marks.get((kind, key))
    return mark is not None and mark.is_draft


def _seen(cycle: Cycle, changes: PlanChanges, teams: frozenset[str] | None) -> frozenset[Key]:
    """What of the cycle is referred to and may be: neither dropped nor another team's draft."""
    wanted: Wanted = defaultdict(set)
    for kind, key in referred_to(changes):
        wanted[kind].add(key)
    found = marks(cycle, {kind: keys for kind, keys in wanted.items() if kind in OF_A_CYCLE})
    return frozenset(
        key
        for key, mark in found.items()
        if mark.dropped_at is None and (not mark.is_draft or teams is None or mark.team in teams)
    )


def _divided(work: _Draft, restored: Iterable[Described], ids: Ids) -> Planned:
    found = Planned(ids=ids)
    for is_draft, into in ((False, found.changes), (True, found.drafts)):
        into.create = [t for t in work.all.create if _is_draft(work, t.kind, t.id) is is_draft]
        into.change = [c for c in work.all.change if _is_draft(work, c.kind, c.id) is is_draft]
        into.remove = [t for t in work.all.remove if _is_draft(work, t.kind, t.id) is is_draft]
    found.restored = [thing for thing in restored if not _is_draft(work, thing.kind, thing.id)]
    found.made = [(each.kind, each.id or "") for each in work.said if isinstance(each, Create)]
    found.wording_only = {
        (each.kind, each.id, name) for each in work.said if isinstance(each, Edit) for name in each.wording_only
    }
    return found

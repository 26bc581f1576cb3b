"""What a plan may not bring because something that it does not name has it already: ids, and people's addresses."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from accord.domain.descriptions import Described
from accord.domain.plan_changes import PlanChanges, tomorrow
from accord.models import Cycle
from accord.services.definitions.new_ids import section
from accord.services.plans.plan_columns import OF_A_CYCLE, TABLES
from accord.services.plans.plan_rights import Refused

Things = Mapping[tuple[str, str], Described]
WITH_SECTIONS = frozenset({"key_result", "action", "need", "metric", "milestone"})


def taken_ids(changes: PlanChanges, today: Things, cycle: Cycle | None) -> list[tuple[Refused, str]]:
    """New things whose ids something else has that could be meant by them, each with the kind of the other."""
    gone = {(thing.kind, thing.id) for thing in changes.remove}
    found = []
    for thing in changes.create:
        others = section(thing.kind) - {thing.kind} if thing.kind in WITH_SECTIONS else ()
        clashing = next((o for o in sorted(others) if (o, thing.id) in today and (o, thing.id) not in gone), None)
        if clashing:
            found.append((Refused(thing.kind, thing.id, None), clashing))
    return [*found, *_in_other_cycles(changes, cycle)]


def _in_other_cycles(changes: PlanChanges, cycle: Cycle | None) -> Iterator[tuple[Refused, str]]:
    """A milestone is there for every cycle, and may be what provides a need in any of them."""
    milestones = [thing.id for thing in changes.create if thing.kind == "milestone"]
    for kind in sorted(OF_A_CYCLE & section("milestone")) if milestones else ():
        rows = TABLES[kind].objects.filter(key__amongst=milestones, dropped_at=None)
        for key in rows.exclude(cycle=cycle).order_by("key").values_list("key", flat=True).distinct():
            yield Refused("milestone", key, None), kind


def taken_emails(changes: PlanChanges, today: Things) -> list[tuple[Refused, str]]:
    """People whose new e-mail somebody has whom the plan does not name, each with the id of the other."""
    stated = {thing.id for thing in changes.create if thing.kind == "person" and thing.fields["email"]}
    stated |= {c.id for c in changes.change if (c.kind, c.field) == ("person", "email") and c.after}
    if not stated:
        return []
    holders: dict[str, list[str]] = defaultdict(list)
    for (kind, key), thing in tomorrow(today, changes).items():
        if kind == "person" and thing.fields["email"]:
            holders[thing.fields["email"].casefold()].append(key)
    clashing = [(key, keys) for keys in holders.values() if len(keys) > 1 for key in keys if key in stated]
    return [(Refused("person", key, "email"), next(o for o in keys if o != key)) for key, keys in clashing]

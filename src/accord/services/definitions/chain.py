"""Who is reached further down the chain by a change: where a date or a sum that held does so no longer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accord.domain.checks.consequences import Consequences, consequences
from accord.domain.checks.finding import Finding, Kind, Ref
from accord.domain.checks.snapshot import Snapshot
from accord.domain.plan_changes import PlanChanges
from accord.models import Cycle, KeyResult
from accord.queries.findings import chains
from accord.queries.plans.plan_items import Things
from accord.services.telling.heads_up import Further


@dataclass(slots=True)
class Chain:
    """What stood around the things before they were changed, and after; None where nothing hangs on them."""

    cycle: Cycle | None
    today: date
    changes: PlanChanges
    felt: Mapping[str, set[str]]
    things: Things | None  # as they stood before
    before: Snapshot | None = None
    after: Snapshot | None = None

    @classmethod
    def begin(cls, changes: PlanChanges, cycle: int | None, *, today: date, is_plan: bool) -> "Chain":
        """Look before anything is written. A whole plan that only brings new things changes nothing that stood."""
        is_new = is_plan and not changes.change and not changes.remove
        felt = {} if is_new or cycle is None else chains.felt(changes)
        row = Cycle.objects.filter(pk=cycle or 0).first() if felt else None
        things = chains.around(row, felt) if row else None
        return cls(row, today, changes, felt, things, chains.seen(things, today=today) if things else None)

    def look_again(self) -> "Chain":
        """Look at what stands there once it is written: without reading it, where the same things hang together."""
        if self.cycle is not None and self.things is not None:
            after = chains.changed(self.things, self.changes) or chains.around(self.cycle, self.felt)
            self.after = chains.seen(after, today=self.today) if after else None
        return self

    def further(self) -> list[Further]:
        """The teams (row ids) for which a finding about dates or sums appeared or got worse, each with its result."""
        found = self.consequences()
        if found is None or self.after is None:
            return []
        keys = {_key_result(each, self.after) for each in (*found.appear, *found.worse)} - {None}
        if not keys:
            return []
        rows = KeyResult.objects.filter(cycle=self.cycle, key__in=keys).values_list("objective__team_id", "id")
        return [Further(team, key_result) for team, key_result in rows]

    def consequences(self) -> Consequences | None:
        """What came of it for dates and sums."""
        if self.before is None or self.after is None:
            return None
        return consequences(self.before, self.after, _refs(self.felt))

    def name_of(self, ref: Ref) -> str:
        """What people call an item, whether it is there before or after."""
        names = [snapshot.name_of(ref) for snapshot in (self.after, self.before) if snapshot]
        return next((name for name in names if name != ref.id), ref.id)


def _refs(felt: Mapping[str, set[str]]) -> list[Ref]:
    """The things as checks know them; a contribution is looked at where it adds up."""
    found = [Ref(Kind(kind), key) for kind, keys in felt.items() if kind != "contribution" for key in keys]
    return found + [Ref(Kind.KEY_RESULT, key.partition(">")[2]) for key in felt.get("contribution", ())]


def _key_result(finding: Finding, snapshot: Snapshot) -> str | None:
    if finding.subject.kind is Kind.KEY_RESULT:
        return finding.subject.id
    need = snapshot.needs.get(finding.subject.id)
    return need.under.it.id if need else None

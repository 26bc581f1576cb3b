"""Whether a team is aligned: top to bottom, side to side, strategically. Counts of real things, never a score."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from accord.models import Agreement, Contribution, Cycle, Objective, ServedGoal

WORST_LAST = ("agreed", "open", "stale", "objected")


@dataclass(frozen=True, slots=True)
class Alignment:
    """A team's published objectives: how many there are, contribute (accepted), serve a strategic goal; and its
    agreements by state, the agreed ones first."""

    objectives: int
    contributing: int
    serving: int
    agreements: dict[str, int]

    @property
    def all_agreements(self) -> int:
        return sum(self.agreements.values())


def alignment(team: str, cycle: Cycle) -> Alignment:
    """How a team (its id) stands in a cycle; two statements."""
    accepted = Contribution.objects.filter(
        objective=OuterRef("pk"),
        status=Contribution.Status.ACCEPTED,
        key_result__dropped_at=None,
        key_result__objective__dropped_at=None,
        key_result__objective__published_at__isnull=False,
    )
    serves = ServedGoal.objects.filter(objective=OuterRef("pk"))
    published = Objective.objects.live().filter(cycle=cycle, team__key=team, published_at__isnull=False)
    counted = published.annotate(contributes=Exists(accepted), is_serving=Exists(serves)).aggregate(
        objectives=Count("pk"),
        contributing=Count("pk", filter=Q(contributes=True)),
        serving=Count("pk", filter=Q(is_serving=True)),
    )
    return Alignment(**counted, agreements=agreements_by_state([team], cycle))


def agreements_by_state(teams: Collection[str], cycle: Cycle) -> dict[str, int]:
    """How many agreements these teams are party to in each state, the agreed ones first; empty states are left out."""
    found = Agreement.objects.filter(key_result__cycle=cycle, parties__team__key__amongst=teams)
    counts = dict(found.values_list("state").annotate(Count("pk", distinct=True)))
    return {state: counts[state] for state in WORST_LAST if state in counts}

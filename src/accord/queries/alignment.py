"""Whether a team is aligned: top to bottom, side to side, strategically. Counts of real things, never a score."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accord.models import Agreement, Contribution, Cycle, Objective, ServedGoal, Team

STATES = ("agreed", "open", "stale", "objected")


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
    """How a team (its id) stands in a cycle; one statement."""
    published = Objective.objects.live().filter(cycle=cycle, team=OuterRef("pk"), published_at__isnull=False)
    contributing = published.filter(Exists(_accepted(objective=OuterRef("pk"))))
    serving = published.filter(Exists(ServedGoal.objects.filter(objective=OuterRef("pk"))))
    agreements = Agreement.objects.filter(key_result__cycle=cycle, parties__team=OuterRef("pk"))
    counts = {
        "in_all": _count(published),
        "contributing": _count(contributing),
        "serving": _count(serving),
        **{state: _count(agreements.filter(state=state)) for state in STATES},
    }
    row: dict[str, int] = Team.objects.annotate(**counts).values(*counts).get(key=team)
    states = {state: row[state] for state in STATES if row[state]}
    return Alignment(row["in_all"], row["contributing"], row["serving"], states)


def _accepted(**supporting: Any) -> QuerySet[Contribution]:
    return Contribution.objects.filter(
        **supporting,
        status=Contribution.Status.ACCEPTED,
        key_result__dropped_at=None,
        key_result__objective__dropped_at=None,
        key_result__objective__published_at__isnull=False,
    )


def _count(rows: QuerySet[Any, Any]) -> Coalesce:
    counted = rows.order_by().annotate(number=Func(F("pk"), function="COUNT")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

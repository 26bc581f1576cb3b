"""What is still open in a cycle that somebody is about to close."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Subquery

from accord.models import Agreement, Closing, Cycle, KeyResult, Objective, Party, RealignedPart, Verdict
from accord.models.objectives import key_result_in_sight
from accord.queries.names import TeamName

SHOWN = 50


@dataclass(frozen=True, slots=True)
class TeamLeft:
    """A team and how many of its key results have no grade."""

    team: TeamName
    count: int


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What closing would leave as it is: ungraded results by team, verdicts that parties have not given, agreements
    that are not agreed, realignments that would be withdrawn, drafts; and the first cycle inside that is open.
    """

    ungraded: Sequence[TeamLeft]
    key_results: int
    unconfirmed: int
    agreements: int
    not_agreed: int
    realignments: int
    drafts: int
    inside: str

    @property
    def is_empty(self) -> bool:
        """Nothing was ever published in the cycle, nor is anything being drafted."""
        return not (self.key_results or self.agreements) and self.is_nothing

    @property
    def is_nothing(self) -> bool:
        return not (self.ungraded or self.unconfirmed or self.not_agreed or self.realignments or self.drafts)


def left_open(cycle: Cycle) -> LeftOpen:
    """What is still open in a cycle; a fixed number of statements."""
    results = KeyResult.objects.filter(key_result_in_sight(), cycle=cycle)
    graded = Closing.objects.filter(key_result__cycle=cycle, reopened_at=None, grade__isnull=False)
    ungraded = results.exclude(pk__in=graded.values("key_result")).order_by().values_list(
        "objective__team__key", "objective__team__name"
    )  # fmt: skip
    teams = ungraded.annotate(code=F("objective__team__code"), count=Count("pk"))
    agreements = Agreement.objects.filter(key_result__cycle=cycle)
    drafts = KeyResult.objects.live().filter(cycle=cycle, objective__dropped_at=None, published_at=None)
    written = Objective.objects.live().filter(cycle=cycle, published_at=None)
    inside = Cycle.objects.filter(parent=cycle, closed_at=None).order_by("start").first()
    return LeftOpen(
        ungraded=[TeamLeft(TeamName(*row[:3]), row[3]) for row in teams.order_by("objective__team__position")[:SHOWN]],
        key_results=results.count(),
        unconfirmed=_unconfirmed(cycle),
        agreements=agreements.count(),
        not_agreed=agreements.exclude(state="agreed").count(),
        realignments=_realignments(cycle),
        drafts=drafts.count() + written.count(),
        inside=inside.name if inside else "",
    )


def _unconfirmed(cycle: Cycle) -> int:
    """Parties of closed key results that have said neither met nor not met."""
    closed = Closing.objects.filter(key_result=OuterRef("agreement_id"), reopened_at=None)
    parties = Party.objects.filter(agreement__key_result__cycle=cycle, is_own=False)
    asked = parties.annotate(closing=Subquery(closed.values("pk")[:1])).filter(closing__isnull=False)
    said = Verdict.objects.filter(closing__key_result__cycle=cycle, closing__reopened_at=None)
    pairs = set(said.values_list("closing_id", "team_id"))
    return sum(pair not in pairs for pair in asked.values_list("closing", "team_id"))


def _realignments(cycle: Cycle) -> int:
    parts = RealignedPart.objects.filter(key_result__cycle=cycle, is_active=True, realignment__closed_at=None)
    return parts.values("realignment_id").distinct().count()

"""The teams that a team shares agreements with: those its review is told to."""

from django.db.models import Count, QuerySet, Subquery, Value

from accord.models import Cycle, Party, Team
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared


def teams(team: Team, cycle: Cycle) -> list[tuple[int, TeamName]]:
    """All of them in their order, with their row ids; one statement."""
    return [(row, TeamName(*name)) for row, *name, _ in _TEAMS(team=team.pk, cycle=cycle.pk)]


def how_many(team: Team, cycle: Cycle) -> int:
    """How many they are; one statement."""
    ((found,),) = _HOW_MANY(team=team.pk, cycle=cycle.pk)
    return int(found)


def _others(team: int, cycle: int) -> "QuerySet[Party]":
    """The other parties of a team's agreements."""
    of_team = Party.objects.filter(
        agreement__parties__team=team, agreement__key_result__cycle=cycle, agreement__key_result__dropped_at=None
    )
    return of_team.exclude(team=team).order_by()


_TEAMS = Prepared(
    lambda team, cycle: (
        _others(team, cycle)
        .order_by("team__position", "team_id")
        .distinct()
        .values_list("team_id", "team__key", "team__name", "team__code", "team__position")
    ),
    team=int,
    cycle=int,
)
_HOW_MANY = Prepared(
    lambda team, cycle: Team.objects.filter(pk=team).values_list(
        Subquery(_others(team, cycle).values(one=Value(1)).annotate(teams=Count("team", distinct=True)).values("teams"))
    ),
    team=int,
    cycle=int,
)

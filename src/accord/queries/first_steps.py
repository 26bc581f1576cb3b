"""How far a new installation has come on the way to its first agreement."""

from dataclasses import dataclass

from accord.domain.standing import Standing
from accord.models import Agreement, Cycle, Objective, Team
from accord.models.objectives import objective_in_sight

TEAMS_FOR_AN_AGREEMENT = 2


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The four steps, each done or not."""

    has_brief: bool
    has_teams: bool
    has_objectives: bool
    has_agreed: bool


def first_steps() -> FirstSteps:
    """Look at what is there: four small statements."""
    writing_teams = Objective.objects.filter(objective_in_sight()).values("team").distinct()
    return FirstSteps(
        has_brief=Cycle.objects.exclude(why=None).exists(),
        has_teams=Team.objects.count() >= TEAMS_FOR_AN_AGREEMENT,
        has_objectives=writing_teams.count() >= TEAMS_FOR_AN_AGREEMENT,
        has_agreed=Agreement.objects.filter(state=Standing.AGREED.value).exists(),
    )

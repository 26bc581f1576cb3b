"""What a team's drafts offer to contribute, before they are published: who will be asked to accept it."""

from dataclasses import dataclass

from accord.models import Contribution, Cycle, Team
from accord.queries.names import TeamName


@dataclass(frozen=True, slots=True)
class Proposal:
    """An objective that will be offered to another team's key result, and the team that will be asked."""

    objective: str
    key_result: str
    title: str
    team: TeamName


def of_drafts(cycle: Cycle, team: Team) -> list[Proposal]:
    """What publishing a team's drafts asks others to accept, in the order of its objectives; one statement."""
    rows = Contribution.objects.filter(
        objective__cycle=cycle,
        objective__team=team,
        objective__published_at=None,
        objective__dropped_at=None,
        status=Contribution.Status.PROPOSED,
        key_result__dropped_at=None,
        key_result__objective__dropped_at=None,
    ).exclude(key_result__objective__team=team)
    under = "key_result__objective__team__"
    columns = ("objective__title", "key_result__key", "key_result__title", *(f"{under}{name}" for name in NAMES))
    found = rows.order_by("objective__position", "objective_id", "position", "id").values_list(*columns)
    return [Proposal(objective, key, title, TeamName(*names)) for objective, key, title, *names in found]


NAMES = ("key", "name", "code")

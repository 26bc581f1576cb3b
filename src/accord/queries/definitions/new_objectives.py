"""What somebody who writes an objective wants to know: the goals it may serve, how many there are, whom it will ask."""

from collections.abc import Collection

from accord import models as m
from accord.queries.definitions import editing
from accord.queries.definitions.editing import Editable
from accord.queries.names import TeamName


def goals() -> list[tuple[str, str]]:
    """The strategic goals that an objective may serve: ids and titles."""
    return list(m.StrategicGoal.objects.filter(dropped_at=None).values_list("key", "title"))


def asked_of(cycle: m.Cycle, thing: Editable, *, needed_from: Collection[str], helps: str | None) -> list[TeamName]:
    """The other teams that a new objective will ask once it is published, in order of name."""
    own = {thing.where.team.key} if thing.where.team else set()
    helped: Collection[str] = (
        m.KeyResult.objects.filter(cycle=cycle, key=helps).values_list("objective__team__key", flat=True)
        if helps
        else ()
    )
    return sorted(editing.team_names({*needed_from, *helped} - own).values(), key=lambda team: team.name)


def count_of_objectives(cycle: m.Cycle, team: str) -> int:
    """How many objectives a team has in a cycle, drafts among them."""
    return m.Objective.objects.live().filter(cycle=cycle, team__key=team).count()

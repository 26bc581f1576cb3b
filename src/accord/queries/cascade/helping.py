"""With what somebody may help a key result: their own teams' objectives, and which of them do so already."""

from collections.abc import Sequence
from dataclasses import dataclass

from accord.models import Contribution, KeyResult, Objective, Team
from accord.queries.access import Reader
from accord.queries.names import TeamName


@dataclass(frozen=True, slots=True)
class Offer:
    """An objective of the reader's teams; `status` says how it stands where it contributes already."""

    key: str
    title: str
    team: TeamName
    is_draft: bool
    status: str | None


def offers(who: Reader, key_result: KeyResult) -> Sequence[Offer]:
    """The objectives of the reader's teams in its cycle, without the one that it is under; two statements."""
    stands = dict(Contribution.objects.filter(key_result=key_result).values_list("objective_id", "status"))
    found = Objective.objects.live().filter(cycle=key_result.cycle, team__key__in=who.own_teams)
    rows = found.exclude(pk=key_result.objective_id).order_by("team__position", "team_id", "position", "id")
    return [
        Offer(key, title, TeamName(*team), published is None, stands.get(pk))
        for pk, key, title, published, *team in rows.values_list(
            "id", "key", "title", "published_at", "team__key", "team__name", "team__code"
        )
    ]


def beside(key_result: KeyResult) -> list[tuple[str, str]]:
    """The other published key results of its objective: ids and titles."""
    found = KeyResult.objects.live().filter(objective=key_result.objective_id, published_at__isnull=False)
    return list(found.exclude(pk=key_result.pk).order_by("position", "id").values_list("key", "title"))


def teams(who: Reader) -> list[TeamName]:
    """The teams whose plan the reader writes."""
    found = Team.objects.filter(key__in=who.own_teams, succeeded_by=None).order_by("position", "id")
    return [TeamName(*row) for row in found.values_list("key", "name", "code")]

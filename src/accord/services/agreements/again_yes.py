"""The yes that is said again with a change: to the parts it makes stale of the teams that its author answers for."""

from collections.abc import Sequence

from accord.domain.realignment import PartOf
from accord.models import Team
from accord.queries.people.people import teams_answered_for
from accord.services.agreements.standing_rows import Stored
from accord.services.definitions.revisions import Revised
from accord.services.telling.events import Actor


def parts(before: Stored, after: Stored, _: Sequence[Revised], by: Actor) -> list[PartOf]:
    """The parts that were agreed to and no longer are, of teams that the person may answer for."""
    signed = teams_answered_for(by.person)
    rows = set(Team.objects.filter(key__amongst=sorted(signed)).values_list("id", flat=True)) if signed else set()
    return [
        PartOf(key_result, team, place + 1)
        for (key_result, team), row in after.items()
        if team in rows and (key_result, team) in before
        for place, (was, now) in enumerate(zip(before[key_result, team].states, row.states, strict=True))
        if (was, now) == ("a", "s")
    ]

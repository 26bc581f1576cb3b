"""What stands on the form of a new thing before anybody has written."""

from collections.abc import Mapping
from typing import Any

from accord.models import Cycle
from accord.queries.access import Reader
from accord.queries.cycles.next_cycle import proposed


def at_first(who: Reader, cycle: Cycle, kind: str, team: str | None) -> Mapping[str, Any]:
    """The fields filled in: the cycle that follows, the team that does an action or keeps an entry most likely.

    `team` is the id of the team in whose plan the thing will stand.
    """
    if kind == "cycle":
        return proposed(cycle)
    if kind == "action":
        return {"team": team}
    if kind in {"metric", "milestone"} and len(who.own_teams) == 1:
        return {"owner": next(iter(who.own_teams))}
    return {}

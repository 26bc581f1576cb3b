"""Who is in a team, as a plan file says it."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from accord.models import Membership


def members_of(teams: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """The members of these teams (ids), in their order; a team without any is left out."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows = Membership.objects.filter(team__key__in=list(teams)).order_by("position", "id")
    for team, person, role, allocation in rows.values_list("team__key", "person__key", "role", "allocation"):
        found[team].append({"person": person, "role": role, "allocation": allocation})
    return dict(found)

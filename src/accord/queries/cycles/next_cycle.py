"""What a cycle that follows another would be: dates, name, and what it would be part of."""

from collections.abc import Mapping
from typing import Any

from accord.domain.cycles import following
from accord.models import Cycle


def proposed(after: Cycle) -> Mapping[str, Any]:
    """The fields of the first cycle after this one that nobody has opened yet, as they stand on a form at first."""
    others = list(Cycle.objects.values_list("id", "start", "end", "key", "closed_at"))
    there = {(start, end) for _, start, end, _, _ in others}
    found = following(after.key, after.name, after.start, after.end)
    while found and (found.start, found.end) in there:
        found = following(found.id, found.name, found.start, found.end)
    if found is None:
        return {}
    around = [
        (end - start, key)
        for _, start, end, key, closed in others
        if not closed and start <= found.start and found.end <= end
    ]
    return {
        "name": found.name or None,
        "start": found.start,
        "end": found.end,
        "parent": min(around)[1] if around else None,
    }

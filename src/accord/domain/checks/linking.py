"""Teams that already work together on key results: their results are linked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from accord.domain.checks.placed import PlacedKeyResult, live_contributions, live_needs
from accord.domain.checks.snapshot import Snapshot


def groups(snapshot: Snapshot, together: Sequence[PlacedKeyResult]) -> int:
    """Into how many groups some key results fall, if a chain of links runs through these only.

    The results of one team are linked, and links of a result link its team: so groups are groups of teams.
    """
    leader = {placed.team: placed.team for placed in together}
    if len(leader) < 2:
        return len(leader)
    for one, other in _linked_teams(snapshot, together):
        if one in leader and other in leader:
            leader[_first(leader, one)] = _first(leader, other)
    return sum(team == first for team, first in leader.items())


def _first(leader: dict[str, str], team: str) -> str:
    while leader[team] != team:
        leader[team] = team = leader[leader[team]]
    return team


def _linked_teams(snapshot: Snapshot, together: Sequence[PlacedKeyResult]) -> Iterator[tuple[str, str]]:
    for placed in together:
        for party in _parties(snapshot, placed):
            yield placed.team, party
    supporters = _supporters(together)
    for teams in supporters.values():
        for team in teams[1:]:
            yield teams[0], team


def _parties(snapshot: Snapshot, placed: PlacedKeyResult) -> Iterator[str]:
    yield from (action.team for action in placed.it.actions if action.team is not None)
    yield from (duty.team for duty in placed.it.duties)
    yield from (need.provider for need in live_needs(placed.it))
    yield from (support.objective.team for support in snapshot.support.get(placed.it.id, ()))


def _supporters(together: Sequence[PlacedKeyResult]) -> Mapping[str, list[str]]:
    """The teams that support each key result through the objectives of these."""
    found = defaultdict(list)
    for objective in {placed.objective.id: placed.objective for placed in together}.values():
        for contribution in live_contributions(objective):
            found[contribution.key_result].append(objective.team)
    return found

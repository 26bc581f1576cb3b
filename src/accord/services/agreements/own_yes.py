"""The yes that comes with a save: what somebody who answers for a team writes in the team's own lines, it agrees to."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from accord.domain.realignment import PartOf
from accord.domain.rights import Side, writing_side
from accord.models import Team
from accord.queries.agreements.affected import affected
from accord.queries.agreements.facts import successors
from accord.queries.people.people import teams_answered_for
from accord.queries.teams.sides import Lines, lines_of
from accord.services.agreements.asking import WAITING
from accord.services.agreements.standing_rows import Row, Stored
from accord.services.definitions.revisions import Revised
from accord.services.telling.events import Actor

Lined = Mapping[str, Mapping[str, Collection[int]]]  # by team: row ids by kind


def parts(before: Stored, after: Stored, revised: Sequence[Revised], by: Actor) -> list[PartOf]:
    """The parts, as they stand now, that the change alters and that the person has agreed to by making it.

    Parts that a team objects to are left out: its no stands until it answers in so many words.
    """
    signed = teams_answered_for(by.person)
    lines = {team: things for team, things in _lines(revised).items() if team in signed} if signed else {}
    if not lines:
        return []
    rows = dict(Team.objects.filter(key__amongst=sorted(lines)).values_list("key", "id"))
    every = len({(r.kind, r.item) for r in revised})
    found: list[PartOf] = []
    for team, things in lines.items():
        is_all = sum(map(len, things.values())) == every
        key_results = None if is_all else affected(things)
        found += _altered(before, after, rows[team], key_results)
    return found


def _lines(revised: Sequence[Revised]) -> Lined:
    """What is revised in whose own lines; those of a team that has ended are its successor's."""
    items: dict[str, set[int]] = defaultdict(set)
    for each in revised:
        items[each.kind].add(each.item)
    lines = {kind: lines_of(kind, rows) for kind, rows in items.items()}
    heirs = successors()
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for each in revised:
        if team := _team(each, lines.get(each.kind, {}).get(each.item)):
            found[heirs.get(team, team)][each.kind].add(each.item)
    return found


def _team(each: Revised, lines: Lines | None) -> str | None:
    if lines is None:
        return None
    is_new = each.field is None and each.before is None
    return {
        Side.OWN: lines.own,
        Side.DOING: lines.doing or lines.own,
        Side.PROVIDING: lines.providing,
        Side.CONTRIBUTING: lines.contributing,
        Side.OWNER: lines.owner,
        Side.ADMIN: None,
    }[writing_side(each.kind, each.field, creating=is_new)]


def _altered(before: Stored, after: Stored, team: int, key_results: Collection[int] | None) -> Iterator[PartOf]:
    for (key_result, party), row in after.items():
        if party != team or (key_results is not None and key_result not in key_results):
            continue
        was = before.get((key_result, party))
        for place, letter in enumerate(row.states):
            if letter in WAITING and row.empties[place] == "0" and _holds_otherwise(row, was, place):
                yield PartOf(key_result, party, place + 1)


def _holds_otherwise(row: Row, was: Row | None, place: int) -> bool:
    return was is None or was.fingerprints[place] != row.fingerprints[place]

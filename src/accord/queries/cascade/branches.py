"""The branches of the cascade: key results with who contributes to each, whether it adds up, and where nobody helps."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from accord.domain.promised import Promised, promised
from accord.models import Contribution
from accord.models.objectives import objective_in_sight
from accord.queries.check_ins import progress
from accord.queries.check_ins.progress import Scored
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared
from accord.queries.statements import in_list, numbered

MOST_TWIGS = 8  # contributions drawn at one key result; the others are counted
ACCEPTED, DECLINED = Contribution.Status.ACCEPTED, Contribution.Status.DECLINED
ORDER = (ACCEPTED, Contribution.Status.PROPOSED, DECLINED)
Details = tuple[str, str, TeamName, int, int]


class Heading(NamedTuple):
    """An objective as the cascade names it; `has_below` says that other teams stand below its team."""

    id: int
    key: str
    title: str
    why: str | None
    team: TeamName
    has_below: bool


@dataclass(frozen=True, slots=True)
class Twig:
    """An objective that contributes to a key result, with its share in that key result's unit.

    `results` and `supported` count what would be seen if it were opened: its key results, and what helps them.
    """

    key: str
    title: str
    team: TeamName
    share: Decimal | None
    status: str
    results: int
    supported: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A key result with what is contributed to it; `more` counts contributions that are not drawn.

    `taking_part` are other teams with an action, a duty or a need in it. `is_white` is AL401; AL403 adds up `promised`.
    """

    result: Scored
    owner: TeamName
    twigs: tuple[Twig, ...]
    more: int
    declined: tuple[Twig, ...]
    promised: Promised | None
    taking_part: tuple[TeamName, ...]
    is_white: bool

    @property
    def proposing(self) -> list[str]:
        """The names of teams whose share is proposed, of those that are drawn."""
        waiting = [each for each in self.twigs if each.status != ACCEPTED and each.share]
        return list(dict.fromkeys(each.team.name for each in waiting))


class _Given(NamedTuple):
    """A contribution as it counts in a sum, before anything else of it is read."""

    objective: int
    share: Decimal | None
    status: str


def branches(headings: Collection[Heading], *, today: date) -> dict[int, tuple[Branch, ...]]:
    """The published key results of objectives with what is contributed to each; five statements."""
    results = progress.of_objectives([each.id for each in headings], today=today)
    ids = [each.row["id"] for each in results]
    given = _contributed(ids)
    shown = {key_result: _shown(each) for key_result, each in given.items()}
    details = _details({each.objective for some in shown.values() for each in some})
    others = _taking_part(ids)
    above = {each.id: each for each in headings}
    found: dict[int, list[Branch]] = {each.id: [] for each in headings}
    for each in results:
        pk, objective = each.row["id"], each.row["objective_id"]
        branch = _branch(each, above[objective], given.get(pk, []), others.get(pk, ()), details)
        found[objective].append(branch)
    return {objective: tuple(some) for objective, some in found.items()}


def _branch(
    result: Scored,
    above: Heading,
    given: Sequence[_Given],
    others: tuple[TeamName, ...],
    details: Mapping[int, Details],
) -> Branch:
    live = [each for each in given if each.status != DECLINED]
    return Branch(
        result=result,
        owner=above.team,
        twigs=tuple(_twig(each, details) for each in live[:MOST_TWIGS]),
        more=max(0, len(live) - MOST_TWIGS),
        declined=tuple(_twig(each, details) for each in given if each.status == DECLINED and each.objective in details),
        promised=promised(result.measure, [(each.share, each.status == ACCEPTED) for each in live]),
        taking_part=others,
        is_white=above.has_below and not live and not others,
    )


def _twig(given: _Given, details: Mapping[int, Details]) -> Twig:
    key, title, team, results, supported = details[given.objective]
    return Twig(key, title, team, given.share, given.status, results, supported)


def _shown(given: Sequence[_Given]) -> list[_Given]:
    """Those that are drawn: the first that count, and the first that were declined."""
    live = [each for each in given if each.status != DECLINED]
    declined = [each for each in given if each.status == DECLINED]
    return live[:MOST_TWIGS] + declined[:MOST_TWIGS]


def _contributed(results: Collection[int]) -> dict[int, list[_Given]]:
    """What is contributed to key results (row ids), accepted first; drafts are not told."""
    found: dict[int, list[_Given]] = defaultdict(list)
    for key_result, *row in _CONTRIBUTED(key_results=results):
        found[key_result].append(_Given(*row))
    return {pk: sorted(each, key=lambda one: ORDER.index(one.status)) for pk, each in found.items()}


def _details(objectives: Collection[int]) -> dict[int, Details]:
    with connection.cursor() as cursor:
        cursor.execute(_DETAILS % in_list(), [numbered(objectives)])
        return {
            pk: (key, title, TeamName(*team), results, supported)
            for pk, key, title, *team, results, supported in cursor.fetchall()
        }


def _taking_part(results: Collection[int]) -> dict[int, tuple[TeamName, ...]]:
    """Other teams with an action, a duty or a need that was not declined, by key result (row id)."""
    ids = numbered(results)
    with connection.cursor() as cursor:
        cursor.execute(_TAKING_PART.replace("in_list", in_list()), [ids, ids, ids])
        rows = cursor.fetchall()
    found: dict[int, list[TeamName]] = defaultdict(list)
    for key_result, *team in rows:
        found[key_result].append(TeamName(*team))
    return {pk: tuple(teams) for pk, teams in found.items()}


_DETAILS = """
SELECT o.id, o.key, o.title, t.key, t.name, t.code,
       (SELECT COUNT(*) FROM accord_keyresult k
         WHERE k.objective_id = o.id AND k.dropped_at IS NULL AND k.published_at IS NOT NULL),
       (SELECT COUNT(*) FROM accord_keyresult k JOIN accord_contribution c ON c.key_result_id = k.id
          JOIN accord_objective b ON b.id = c.objective_id
         WHERE k.objective_id = o.id AND k.dropped_at IS NULL AND k.published_at IS NOT NULL
           AND c.status <> 'declined' AND b.dropped_at IS NULL AND b.published_at IS NOT NULL)
  FROM accord_objective o JOIN accord_team t ON t.id = o.team_id WHERE o.id %s
"""
_TAKING_PART = """
SELECT part.key_result, t.key, t.name, t.code
  FROM (SELECT key_result_id AS key_result, team_id AS team FROM accord_action
         WHERE key_result_id in_list AND team_id IS NOT NULL AND dropped_at IS NULL
        UNION SELECT key_result_id, team_id FROM accord_duty WHERE key_result_id in_list
        UNION SELECT key_result_id, provider_id FROM accord_need
         WHERE key_result_id in_list AND declined IS NULL AND dropped_at IS NULL) part
  JOIN accord_keyresult k ON k.id = part.key_result JOIN accord_objective o ON o.id = k.objective_id
  JOIN accord_team t ON t.id = part.team
 WHERE part.team <> o.team_id ORDER BY part.key_result, t.position, t.id
"""
_CONTRIBUTED = Prepared(
    lambda key_results: (
        Contribution.objects.filter(objective_in_sight("objective__"), key_result_id__amongst=key_results)
        .order_by("key_result_id", "objective__position", "objective_id")
        .values_list("key_result_id", "objective_id", "share", "status")
    ),
    key_results=list,
)

"""People as the directory lists them: where they are, to whom they report, and what they carry."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from accord.models import Action, Cycle, KeyResult, Membership, Need, Person, ReportingLine, Team
from accord.models.objectives import key_result_in_sight
from accord.queries.names import PersonName, TeamName
from accord.queries.prepared import Prepared
from accord.queries.statements import in_list, numbered

PAGE = 50
PAGES = 64  # whose statements are kept ready


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in a team; allocation in per cent where it is stated."""

    team: TeamName
    role: str
    allocation: Decimal | None


@dataclass(frozen=True, slots=True)
class EndedPlace:
    """A team somebody was in until it ended, and the team that carries on."""

    team: TeamName
    heir: TeamName


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of the list; counts are of published things in the cycle."""

    person: PersonName
    places: Sequence[Place]
    reports_to: Sequence[PersonName]
    key_results: int
    actions: int
    promises: int


@dataclass(frozen=True, slots=True)
class People:
    """One page of people, of so many."""

    rows: Sequence[Listed]
    count: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


def people(cycle: Cycle | None, *, teams: Collection[str] = (), named: str = "", page: int = 1) -> People:
    """People of some teams, or whose name, id or e-mail contains some text, or all; five statements."""
    asked: dict[str, Any] = ({"teams": teams} if teams else {}) | ({"named": named} if named else {})
    count = _some(tuple(asked)).count(**asked)
    page = min(max(page, 1), max(1, -(-count // PAGE)))
    rows = list(_some(tuple(asked), page)(**asked))
    ids = [pk for pk, *_ in rows]
    places, managers, carried = places_of(ids), _managers(ids), _carried(ids, cycle)
    listed = [
        Listed(PersonName(key, name), places[pk], managers[pk], *(carried.get((pk, kind), 0) for kind in CARRIED))
        for pk, key, name in rows
    ]
    return People(listed, count, page)


@lru_cache(maxsize=PAGES)
def _some(asked: Sequence[str], page: int | None = None) -> Prepared:
    """People of teams, or of a name, or both; all of them, or those of a page: where it begins stands in the text."""

    def build(teams: Collection[str] = (), named: str = "") -> QuerySet[Any, Any]:
        found = Person.objects.order_by().values_list("id", "key", "name")
        if "teams" in asked:
            found = found.filter(pk__in=Membership.objects.order_by().filter(team__key__amongst=teams).values("person"))
        if "named" in asked:
            found = found.filter(Q(name__icontains=named) | Q(key__icontains=named) | Q(email__icontains=named))
        if page is None:
            return found
        # In a team as the plan lists them: leads mostly come first. Amongst many, a name is found by the alphabet.
        in_order = found.order_by("position" if "teams" in asked else "name", "id")
        return in_order[(page - 1) * PAGE : page * PAGE]

    return Prepared(build, **{name: {"teams": list, "named": str}[name] for name in asked})


def results_of(cycle: int) -> QuerySet[Any, Any]:
    """Published key results of a cycle, by its row id."""
    return KeyResult.objects.filter(key_result_in_sight(), cycle=cycle)


def actions_of(cycle: int) -> QuerySet[Any, Any]:
    """Actions under published key results."""
    return Action.objects.live().filter(_under_published(cycle))


def promises_of(cycle: int) -> QuerySet[Any, Any]:
    """Needs of published key results to which a day was promised."""
    return Need.objects.live().filter(_under_published(cycle), promised__isnull=False, declined=None)


def promised_by(person: Person | int) -> QuerySet[Any, Any]:
    """Ids of what a person promised: being responsible for the action, or accountable for the result, that provides."""
    needs = Need.objects.order_by().values("pk")
    doing, giving = Q(provided_by_action__responsible=person), Q(provided_by_key_result__accountable=person)
    return needs.filter(doing).union(needs.filter(giving))


def _under_published(cycle: int) -> Q:
    return key_result_in_sight("key_result__") & Q(cycle=cycle)


CARRIED = ("result", "action", "promise")

# CROSS JOIN fixes the order for SQLite, and IN tells it that there are few: from the people to what is theirs. Most
# actions name nobody, from which it would conclude that going by who is responsible is no use.
_CARRIED = """
WITH people(id) AS (SELECT id FROM accord_person WHERE id {in_people}),
actions(id, person) AS (
    SELECT id, responsible_id FROM accord_action WHERE responsible_id IN (SELECT id FROM people)),
results(id, person) AS (
    SELECT id, accountable_id FROM accord_keyresult WHERE accountable_id IN (SELECT id FROM people)),
carried(person, kind, key_result_id) AS (
    SELECT person, 'result', id FROM results
    UNION ALL
    SELECT actions.person, 'action', a.key_result_id FROM accord_action a CROSS JOIN actions
     WHERE a.id IN (SELECT id FROM actions) AND a.dropped_at IS NULL AND actions.id = a.id
    UNION ALL
    SELECT COALESCE(actions.person, results.person), 'promise', n.key_result_id
      FROM accord_need n LEFT JOIN actions ON actions.id = n.provided_by_action_id
      LEFT JOIN results ON results.id = n.provided_by_key_result_id
     WHERE n.id IN (
            SELECT id FROM accord_need WHERE provided_by_action_id IN (SELECT id FROM actions)
            UNION SELECT id FROM accord_need WHERE provided_by_key_result_id IN (SELECT id FROM results))
       AND n.cycle_id = %(cycle)s AND n.dropped_at IS NULL AND n.promised IS NOT NULL AND n.declined IS NULL)
SELECT carried.person, carried.kind, COUNT(*)
  FROM accord_keyresult k CROSS JOIN accord_objective o CROSS JOIN carried
 WHERE k.id IN (SELECT key_result_id FROM carried) AND o.id = k.objective_id AND carried.key_result_id = k.id
   AND k.cycle_id = %(cycle)s
   AND k.published_at IS NOT NULL AND k.dropped_at IS NULL AND o.published_at IS NOT NULL AND o.dropped_at IS NULL
 GROUP BY carried.person, carried.kind
"""


def _carried(people: Collection[int], cycle: Cycle | None) -> dict[tuple[int, str], int]:
    """How many published things of a cycle each of these people carries, by kind."""
    if cycle is None:
        return {}
    with connection.cursor() as cursor:
        parameters = {"people": numbered(people), "cycle": cycle.pk}
        cursor.execute(_CARRIED.format(in_people=in_list("%(people)s")), parameters)
        return {(person, kind): number for person, kind, number in cursor.fetchall()}


def places_of(people: Collection[int]) -> dict[int, list[Place]]:
    """Where people (row ids) are today: teams they lead first, then where they give most."""
    found: dict[int, list[Place]] = defaultdict(list)
    for person, key, name, code, role, allocation in _PLACES(people=list(people)):
        found[person].append(Place(TeamName(key, name, code), role, allocation))
    for places in found.values():
        places.sort(key=lambda place: (place.role != Membership.Role.LEAD, -(place.allocation or 0)))
    return found


def ended_places(person: Person | None) -> list[EndedPlace]:
    """Teams a person was in that have ended, each with the one that carries it on; one statement."""
    if person is None:
        return []
    ended = Membership.objects.filter(person=person, team__succeeded_by__isnull=False).order_by("team__position")
    rows = ended.select_related("team__succeeded_by")
    return [EndedPlace(_named(row.team), _named(row.team.succeeded_by)) for row in rows if row.team.succeeded_by]


def _named(team: Team) -> TeamName:
    return TeamName(team.key, team.name, team.code)


def _managers(ids: Collection[int]) -> dict[int, list[PersonName]]:
    found: dict[int, list[PersonName]] = defaultdict(list)
    for person, key, name in _MANAGERS(people=list(ids)):
        found[person].append(PersonName(key, name))
    return found


_PLACES = Prepared(
    lambda people: (
        Membership.objects.filter(person_id__amongst=people, team__succeeded_by=None)
        .order_by("team__position")
        .values_list("person_id", "team__key", "team__name", "team__code", "role", "allocation")
    ),
    people=list,
)
_MANAGERS = Prepared(
    lambda people: ReportingLine.objects.filter(person_id__amongst=people).values_list(
        "person_id", "manager__key", "manager__name"
    ),
    people=list,
)

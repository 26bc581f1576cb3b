"""Who is in which team, and who answers for whom."""

from collections import defaultdict

from django.db import connection

from accord.domain.answering import TeamPeople
from accord.models import Membership, Person, Team, User

# Today's teams in which a person has a place, those below them that have nobody of their own to answer,
# and the ended ones that these have succeeded. `signs` is 1 where the person answers for the team.
# The same answer as domain.answering gives over the whole organization, without reading it: SQLite would read all teams
# to find those that two conditions lead to, and looks them up where each stands by itself within IN.
_MINE = """
WITH RECURSIVE mine(id, signs) AS (
    SELECT t.id, CASE WHEN m.role IN ('lead', 'delegate') THEN 1 ELSE 0 END
      FROM accord_membership m JOIN accord_team t ON t.id = m.team_id
     WHERE m.person_id = %s AND t.succeeded_by_id IS NULL
    UNION
    SELECT t.id, mine.signs
      FROM mine CROSS JOIN accord_team t
     WHERE t.id IN (
        SELECT ended.id FROM accord_team ended WHERE ended.succeeded_by_id = mine.id
         UNION ALL
        SELECT below.id FROM accord_team below
         WHERE below.parent_id = mine.id AND mine.signs = 1 AND below.succeeded_by_id IS NULL AND NOT EXISTS (
            SELECT 1 FROM accord_membership s WHERE s.team_id = below.id AND s.role IN ('lead', 'delegate')))
)
SELECT t.key, MAX(mine.signs) FROM mine CROSS JOIN accord_team t WHERE t.id = mine.id GROUP BY t.key
"""


def teams_of(person: Person) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of the teams whose plan a person may change, and of those for which the person may answer: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_MINE, [person.pk])
        found: dict[str, int] = dict(cursor.fetchall())
    return frozenset(found), frozenset(team for team, signs in found.items() if signs)


def teams_answered_for(person: Person | None) -> frozenset[str]:
    """Ids of the teams for which a person may answer today."""
    return teams_of(person)[1] if person else frozenset()


def team_people() -> dict[str, TeamPeople]:
    """Every team's place in the tree and its people, by ids in the plan: two statements."""
    roles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for team, person, role in Membership.objects.values_list("team__key", "person__key", "role"):
        roles[team][role].append(person)
    return {
        key: TeamPeople(
            parent=parent,
            leads=tuple(roles[key]["lead"]),
            delegates=tuple(roles[key]["delegate"]),
            succeeded_by=heir,
            members=tuple(roles[key]["member"]),
        )
        for key, parent, heir in Team.objects.values_list("key", "parent__key", "succeeded_by__key")
    }


def is_admin(person: Person | None) -> bool:
    """Whether a person has an account that administers the installation."""
    return person is not None and User.objects.filter(person=person, is_admin=True, is_active=True).exists()

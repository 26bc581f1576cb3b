"""What changed around somebody: events that concern their teams or that they follow, by others, the newest first."""

from accord.queries.access import Reader
from accord.queries.statements import in_list, listed
from accord.queries.telling.told_events import Told, told


def around(who: Reader, *, most: int) -> list[Told]:
    """The latest events that concern the reader's teams or what they follow; what the reader did is left out."""
    me = who.person.pk if who.person else 0  # what the operator did has no person, and is told
    if not who.own_teams and not me:
        return []
    return told(_LATEST % in_list(), [listed(who.own_teams), me, most, me, most, most], own_teams=who.own_teams)


# CROSS JOIN fixes the order for SQLite: from the teams to their latest events.
_LATEST = """
teams(id) AS (SELECT id FROM accord_team WHERE key %s),
concerning(id) AS (
    SELECT DISTINCT n.event_id FROM teams CROSS JOIN accord_concern n CROSS JOIN accord_event x
     WHERE n.team_id = teams.id AND x.id = n.event_id AND (x.by_id IS NULL OR x.by_id <> %%s)
     ORDER BY n.event_id DESC LIMIT %%s),
followed(id) AS (
    SELECT event_id FROM accord_notice WHERE person_id = %%s AND kind = 'following' AND event_id IS NOT NULL
     ORDER BY event_id DESC LIMIT %%s),
latest(id) AS (SELECT id FROM concerning UNION SELECT id FROM followed ORDER BY id DESC LIMIT %%s)
"""

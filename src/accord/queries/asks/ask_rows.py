"""What teams ask of others, as plain statements: begun with the teams that are asked, they touch only what is theirs.

CROSS JOIN fixes the order for SQLite, which would else begin with every key result of the cycle.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection

from accord.models import Cycle, Team
from accord.queries.statements import day, in_list, listed, moment

Row = Mapping[str, Any]

# A team, and the ended ones whose work it carries on.
_TEAMS = """
WITH RECURSIVE teams(id) AS (
    SELECT id FROM accord_team WHERE id = %(team)s
    UNION SELECT t.id FROM teams JOIN accord_team t ON t.succeeded_by_id = teams.id)"""
_NAMED = "WITH teams(id) AS (SELECT id FROM accord_team WHERE key {})"

_PUBLISHED = """k.cycle_id = %(cycle)s AND k.dropped_at IS NULL AND k.published_at IS NOT NULL
       AND o.id = k.objective_id AND o.dropped_at IS NULL AND o.published_at IS NOT NULL"""
_RESULT = "k.key AS result, k.title AS result_title, k.published_at AS result_at, o.published_at AS objective_at"


def _team(alias: str, name: str) -> str:
    return f"{alias}.key AS {name}, {alias}.name AS {name}_name, {alias}.code AS {name}_code"


# The revision with which a need came, or its promise was given; and the latest that changed what is asked for:
# another day only where the promise comes after it.
_ANSWERED = """(SELECT MAX(r.id) FROM accord_revision r WHERE r.kind = 'need' AND r.item = n.id
                   AND (r.field IS NULL OR r.field = 'promised'))"""
_ASKED_ANEW = """(SELECT MAX(r.id) FROM accord_revision r WHERE r.kind = 'need' AND r.item = n.id AND r.substantive
                   AND (r.field IN ('from', 'what', 'for', 'completion_criteria')
                        OR r.field = 'by' AND n.by < n.promised))"""
_PART = "(SELECT SUBSTR(p.states, {}, 1) FROM accord_party p WHERE p.agreement_id = k.id AND p.team_id IN ({}))"
_GIVERS = _PART.format(4, "SELECT id FROM teams")
_PROMISED_ANEW = f"""n.promised IS NOT NULL AND COALESCE({_GIVERS}, 'o') <> 'a'
                   AND COALESCE({_ASKED_ANEW}, 0) > COALESCE({_ANSWERED}, 0)"""
_OPEN = "n.dropped_at IS NULL AND n.declined IS NULL AND n.delivered IS NULL AND n.received IS NULL"

# One row, the team, for each thing asked of these teams: a need to promise, a delivery to receive, a contribution
# proposed to a key result, a key result for which its work waits for its yes. IN tells SQLite that the teams are few:
# joined, it would read whole tables to know what it need not look up.
ASKED = f"""
SELECT n.provider_id AS id FROM accord_need n CROSS JOIN accord_keyresult k CROSS JOIN accord_objective o
 WHERE n.provider_id IN (SELECT id FROM teams) AND k.id = n.key_result_id AND {_PUBLISHED} AND {_OPEN}
   AND (n.promised IS NULL AND n.not_yet IS NULL OR {_PROMISED_ANEW})
 UNION ALL
SELECT o.team_id FROM accord_objective o CROSS JOIN accord_keyresult k CROSS JOIN accord_need n
 WHERE o.team_id IN (SELECT id FROM teams) AND k.objective_id = o.id AND {_PUBLISHED} AND n.key_result_id = k.id
   AND n.dropped_at IS NULL AND n.declined IS NULL AND n.delivered IS NOT NULL AND n.received IS NULL
 UNION ALL
SELECT o.team_id FROM accord_objective o CROSS JOIN accord_keyresult k
 CROSS JOIN accord_contribution c CROSS JOIN accord_objective giving
 WHERE o.team_id IN (SELECT id FROM teams) AND k.objective_id = o.id AND {_PUBLISHED} AND c.key_result_id = k.id
   AND c.status = 'proposed' AND giving.id = c.objective_id AND giving.dropped_at IS NULL
   AND giving.published_at IS NOT NULL AND giving.team_id <> o.team_id
 UNION ALL
SELECT p.team_id FROM accord_party p CROSS JOIN accord_keyresult k
 WHERE p.team_id IN (SELECT id FROM teams) AND p.waits AND NOT p.is_own AND SUBSTR(p.states, 3, 1) IN ('o', 's')
   AND k.id = p.agreement_id AND k.cycle_id = %(cycle)s"""  # noqa: S608 (only the texts above are put in)

_NEEDS = f"""
SELECT n.id, n.key, n.what, n.completion_criteria, n.by, n.promised, n.delivered, n.received, n.declined, n.not_yet,
       n.version, COALESCE(pa.key, pk.key, pm.key) AS provided_by, {_RESULT},
       {_team("taker", "taker")}, {_team("giver", "giver")}, COALESCE({_GIVERS}, 'o') AS giver_letter,
       COALESCE({_PART.format(4, "o.team_id")}, 'o') AS taker_letter,
       (SELECT p.asks FROM accord_party p WHERE p.agreement_id = k.id AND p.team_id IN (SELECT id FROM teams)) AS asks,
       CASE WHEN {_PROMISED_ANEW} THEN 1 ELSE 0 END AS is_anew,
       (SELECT c.at FROM accord_change c JOIN accord_revision r ON r.change_id = c.id
         WHERE r.id = (SELECT MAX(r.id) FROM accord_revision r
                        WHERE r.kind = 'need' AND r.item = n.id AND (r.field IS NULL OR r.field = 'from')))
         AS came_at,
       (SELECT c.at FROM accord_change c JOIN accord_revision r ON r.change_id = c.id
         WHERE r.id = {_ASKED_ANEW}) AS anew_at,
       (SELECT c.at FROM accord_change c JOIN accord_revision r ON r.change_id = c.id
         WHERE r.id = (SELECT MAX(r.id) FROM accord_revision r
                        WHERE r.kind = 'need' AND r.item = n.id AND r.field = 'declined')) AS declined_at,
       (SELECT MAX(s.id) FROM accord_handoverstep s WHERE s.need_id = n.id) AS last_step
  FROM teams CROSS JOIN accord_need n CROSS JOIN accord_keyresult k CROSS JOIN accord_objective o
  CROSS JOIN accord_team taker CROSS JOIN accord_team giver
  LEFT JOIN accord_action pa ON pa.id = n.provided_by_action_id
  LEFT JOIN accord_keyresult pk ON pk.id = n.provided_by_key_result_id
  LEFT JOIN accord_milestone pm ON pm.id = n.provided_by_milestone_id
 WHERE n.provider_id = teams.id AND n.dropped_at IS NULL AND k.id = n.key_result_id AND {_PUBLISHED}
   AND taker.id = o.team_id AND giver.id = n.provider_id
 ORDER BY n.by IS NULL, n.by, n.id
"""  # noqa: S608 (only the texts above are put in)

# What a team said to which it was asked before is not said of what another has delivered.
_DELIVERIES = f"""
SELECT n.key, n.what, n.completion_criteria, n.by, n.promised, n.delivered, n.received, n.declined, n.not_yet,
       {_RESULT}, {_team("taker", "taker")}, {_team("giver", "giver")}, s.id AS last_step,
       CASE WHEN s.team_id IN (n.provider_id, o.team_id) THEN s.at END AS said_at,
       CASE WHEN s.team_id = n.provider_id THEN s.link END AS link
  FROM teams CROSS JOIN accord_objective o CROSS JOIN accord_keyresult k CROSS JOIN accord_need n
  CROSS JOIN accord_team taker CROSS JOIN accord_team giver
  LEFT JOIN accord_handoverstep s
    ON s.id = (SELECT MAX(l.id) FROM accord_handoverstep l WHERE l.need_id = n.id)
 WHERE o.team_id = teams.id AND k.objective_id = o.id AND {_PUBLISHED} AND n.key_result_id = k.id
   AND n.dropped_at IS NULL AND n.declined IS NULL AND n.delivered IS NOT NULL AND n.received IS NULL
   AND taker.id = o.team_id AND giver.id = n.provider_id
 ORDER BY n.delivered, n.id
"""  # noqa: S608 (only the texts above are put in)

_CONTRIBUTIONS = f"""
SELECT giving.key AS objective, giving.title AS objective_title, {_team("giver", "giver")}, c.share, c.status,
       {_RESULT}, m.unit, k.metric_id, k.milestone_id, giving.published_at AS giving_at,
       EXISTS (SELECT 1 FROM accord_agreement a WHERE a.key_result_id = k.id) AS has_agreement,
       EXISTS (SELECT 1 FROM accord_party p WHERE p.agreement_id = k.id AND p.team_id = giving.team_id) AS is_party,
       change.at AS said_at, change.reason
  FROM teams CROSS JOIN accord_objective o CROSS JOIN accord_keyresult k CROSS JOIN accord_contribution c
  CROSS JOIN accord_objective giving CROSS JOIN accord_team giver
  LEFT JOIN accord_metric m ON m.id = k.metric_id
  LEFT JOIN accord_revision said
    ON said.id = (SELECT MAX(r.id) FROM accord_revision r WHERE r.kind = 'contribution' AND r.item = c.id
                     AND (r.field IS NULL OR r.field = 'status' OR r.field = 'share' AND c.status = 'proposed'))
  LEFT JOIN accord_change change ON change.id = said.change_id
 WHERE o.team_id = teams.id AND k.objective_id = o.id AND {_PUBLISHED} AND c.key_result_id = k.id
   AND c.status <> 'accepted' AND giving.id = c.objective_id AND giving.dropped_at IS NULL
   AND giving.published_at IS NOT NULL AND giving.team_id <> o.team_id AND giver.id = giving.team_id
 ORDER BY said.id, c.id
"""  # noqa: S608 (only the texts above are put in)

_WORK = f"""
SELECT {_RESULT}, {_team("taker", "taker")}, p.asks, SUBSTR(p.states, 3, 1) AS letter,
       given.place, given.what, given.due, given.done
  FROM teams CROSS JOIN accord_party p CROSS JOIN accord_keyresult k CROSS JOIN accord_objective o
  CROSS JOIN accord_team taker
  CROSS JOIN (SELECT 0 AS place, a.position, a.id, a.key_result_id, a.team_id, a.title AS what, a.due, a.done
                FROM accord_action a WHERE a.dropped_at IS NULL AND a.team_id IN (SELECT id FROM teams)
               UNION ALL
              SELECT 1, d.position, d.id, d.key_result_id, d.team_id, d.does, NULL, NULL
                FROM accord_duty d WHERE d.team_id IN (SELECT id FROM teams)) given
 WHERE p.team_id = teams.id AND p.waits AND NOT p.is_own AND SUBSTR(p.states, 3, 1) IN ('o', 's')
   AND k.id = p.agreement_id AND {_PUBLISHED} AND taker.id = o.team_id AND given.key_result_id = k.id
 ORDER BY k.id, given.place, given.position, given.id
"""  # noqa: S608 (only the texts above are put in)

# What a team has that may provide a need: its own actions, key results and milestones.
_PROVIDERS = f"""
SELECT 'action' AS kind, a.key, a.title AS name, COALESCE(a.due, k.due) AS due
  FROM teams CROSS JOIN accord_objective o CROSS JOIN accord_keyresult k CROSS JOIN accord_action a
 WHERE o.team_id = teams.id AND k.objective_id = o.id AND {_PUBLISHED} AND a.key_result_id = k.id
   AND a.dropped_at IS NULL AND a.team_id IS NULL
 UNION ALL
SELECT 'action', a.key, a.title, COALESCE(a.due, k.due)
  FROM teams CROSS JOIN accord_action a CROSS JOIN accord_keyresult k CROSS JOIN accord_objective o
 WHERE a.team_id = teams.id AND a.dropped_at IS NULL AND k.id = a.key_result_id AND {_PUBLISHED}
 UNION ALL
SELECT 'key_result', k.key, k.title, k.due
  FROM teams CROSS JOIN accord_objective o CROSS JOIN accord_keyresult k
 WHERE o.team_id = teams.id AND k.objective_id = o.id AND {_PUBLISHED}
 UNION ALL
SELECT 'milestone', m.key, m.name, m.date FROM teams CROSS JOIN accord_milestone m WHERE m.owner_id = teams.id
 ORDER BY 1, 3, 2
"""  # noqa: S608 (only the texts above are put in)

DAYS = frozenset({"by", "promised", "delivered", "received", "due", "done"})
MOMENTS = frozenset({"result_at", "objective_at", "giving_at", "came_at", "anew_at", "declined_at", "said_at"})


def needs(team: Team, cycle: Cycle) -> list[Row]:
    """What others need from a team, the soonest needed first, with where both teams' parts of clause 4 stand."""
    return _rows(_NEEDS, team, cycle)


def deliveries(team: Team, cycle: Cycle) -> list[Row]:
    """What was delivered to a team and it has not said whether that is what it needs."""
    return _rows(_DELIVERIES, team, cycle)


def contributions(team: Team, cycle: Cycle) -> list[Row]:
    """What others propose to contribute to a team's key results, and what it declined."""
    return _rows(_CONTRIBUTIONS, team, cycle)


def work(team: Team, cycle: Cycle) -> list[Row]:
    """Actions and duties of a team under others' key results where its part of clause 3 waits for its answer."""
    return _rows(_WORK, team, cycle)


def providers(team: Team, cycle: Cycle) -> list[Row]:
    """What a team has that may provide what others need."""
    return _rows(_PROVIDERS, team, cycle)


def counts(teams: Collection[str], cycle: Cycle) -> dict[str, int]:
    """How much is asked of each of these teams (by their ids); one of which nothing is asked is left out."""
    with connection.cursor() as cursor:
        sql = f"SELECT t.key, COUNT(*) FROM ({ASKED}) asked JOIN accord_team t ON t.id = asked.id GROUP BY t.key"  # noqa: S608
        cursor.execute(f"{_NAMED.format(in_list('%(teams)s'))} {sql}", {"teams": listed(teams), "cycle": cycle.pk})
        return dict(cursor.fetchall())


def _rows(sql: str, team: Team, cycle: Cycle) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_TEAMS} {sql}", {"team": team.pk, "cycle": cycle.pk})
        names = [column[0] for column in cursor.description]
        return [_read(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _read(row: dict[str, Any]) -> Row:
    days = {name: day(row[name]) for name in DAYS if name in row}
    moments = {name: moment(row[name]) for name in MOMENTS if name in row}
    asks = {"asks": json.loads(row["asks"])} if isinstance(row.get("asks"), str) else {}
    return row | days | moments | asks

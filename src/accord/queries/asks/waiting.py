"""What waits for the teams somebody answers for: parts to answer, questions to reply to, objections to resolve.

Read from stored standings and threads, in plain SQL: the first of these numbers stands on every page, and building
such statements anew would cost more than running them. Teams are given by their ids in the plan. CROSS JOIN fixes the
order for SQLite, which would else begin with every agreement of the cycle: from the teams to what is theirs. IN
tells it that there are few, and || '' that it is not to begin with all that are objected to.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from accord.models import Cycle
from accord.queries.asks.ask_rows import ASKED
from accord.queries.statements import day, in_list, listed, moment

Row = Mapping[str, Any]

# The agreements of the cycle that the teams are party to: whether it is their own result, whether they owe an answer,
# whether they object to anything.
_MINE = """
mine(id, is_own, owes, objects) AS (
    SELECT p.agreement_id, MAX(CASE WHEN p.is_own THEN 1 ELSE 0 END), MAX(CASE WHEN p.waits THEN 1 ELSE 0 END),
           MAX(CASE WHEN p.states LIKE '%%x%%' THEN 1 ELSE 0 END)
      FROM teams CROSS JOIN accord_party p CROSS JOIN accord_keyresult k
     WHERE p.team_id = teams.id AND k.id = p.agreement_id AND k.cycle_id = %(cycle)s
     GROUP BY p.agreement_id)"""

# What others said there that stands today. A question is for the result's own team where another party asks, and for
# all others where the own team asks, until one of these teams has written in the thread since. An objection stands
# while it is its team's latest answer and the team, or its successor, is still party and objects. Once its part holds
# something else, it is for the team that objected to say whether that would be a yes.
_QUESTION = """q.kind = 'question' AND q.team_id NOT IN (SELECT id FROM teams)
       AND (mine.is_own = 1 OR EXISTS (
            SELECT 1 FROM accord_party p WHERE p.agreement_id = mine.id AND p.team_id = q.team_id AND p.is_own
             UNION ALL
            SELECT 1 FROM accord_keyresult k CROSS JOIN accord_objective o
             WHERE k.id = mine.id AND o.id = k.objective_id AND o.team_id = q.team_id))
       AND NOT EXISTS (
            SELECT 1 FROM accord_message r WHERE r.key_result_id = mine.id AND r.clause = q.clause AND r.id > q.id
               AND r.team_id IN (SELECT id FROM teams))"""
_STANDS = """a.kind = 'object' AND SUBSTR(p.states, a.clause, 1) = 'x'
       AND EXISTS (SELECT 1 FROM accord_team t WHERE t.id = a.team_id AND p.team_id IN (t.id, t.succeeded_by_id))
       AND NOT EXISTS (
            SELECT 1 FROM accord_answer later WHERE later.key_result_id = a.key_result_id AND later.clause = a.clause
               AND later.team_id = a.team_id AND later.id > a.id)"""
_MOVED = """a.fingerprint <> CASE a.clause WHEN 1 THEN p.fingerprint_1 WHEN 2 THEN p.fingerprint_2
            WHEN 3 THEN p.fingerprint_3 WHEN 4 THEN p.fingerprint_4 ELSE p.fingerprint_5 END"""
_MINE_MOVED = f"{_STANDS} AND p.team_id IN (SELECT id FROM teams) AND {_MOVED}"  # noqa: S608 (only texts of this file)
_OF_OTHERS = f"{_STANDS} AND p.team_id NOT IN (SELECT id FROM teams)"  # noqa: S608 (only texts of this file)
_SAID = f"""
said(id, is_own, what, clause, team_id, text, at, moved) AS (
    SELECT mine.id, mine.is_own, 'question', q.clause, q.team_id, q.text, q.at, 0
      FROM accord_message q CROSS JOIN mine
     WHERE q.key_result_id IN (SELECT id FROM mine) AND mine.id = q.key_result_id AND {_QUESTION}
    UNION ALL
    SELECT mine.id, mine.is_own,
           CASE WHEN p.team_id IN (SELECT id FROM teams) THEN 'own-objection' ELSE 'objection' END,
           a.clause, a.team_id, a.reason, act.at, CASE WHEN {_MOVED} THEN 1 ELSE 0 END
      FROM accord_agreement g CROSS JOIN mine CROSS JOIN accord_party p
      CROSS JOIN accord_answer a CROSS JOIN accord_act act
     WHERE g.key_result_id IN (SELECT id FROM mine) AND g.state || '' = 'objected' AND mine.id = g.key_result_id
       AND p.agreement_id = mine.id AND p.states LIKE '%%x%%' AND a.key_result_id = mine.id AND act.id = a.act_id
       AND (({_OF_OTHERS}) OR ({_MINE_MOVED})))"""  # noqa: S608 (only the texts above)

_RESULT = """k.key AS result, k.title AS result_title,
       whose.key AS result_team, whose.name AS result_team_name, whose.code AS result_team_code"""
_TO_RESULT = "k.objective_id = o.id AND o.team_id = whose.id"

# The open realignment in which a part of these teams waits; the first one, should there be several.
_REALIGNMENT = """
(SELECT MIN(r.realignment_id) FROM accord_realignedpart r
  WHERE r.key_result_id = mine.id AND r.is_active AND r.state <> 'a' AND r.gone_ahead_id IS NULL
    AND r.team_id IN (SELECT id FROM teams))"""

# Updates that ask these teams to acknowledge them, as queries.updates.to_read lists them.
_UPDATES = """
(SELECT COUNT(*) FROM accord_update u CROSS JOIN accord_review w
  WHERE u.team_id IN (SELECT id FROM teams) AND u.asks AND u.acknowledged_at IS NULL
    AND w.id = u.review_id AND w.cycle_id = %(cycle)s AND NOT EXISTS (
        SELECT 1 FROM accord_update l CROSS JOIN accord_review v
         WHERE l.team_id = u.team_id AND l.id > u.id AND v.id = l.review_id
           AND v.team_id = w.team_id AND v.cycle_id = w.cycle_id)
    AND NOT EXISTS (
        SELECT 1 FROM accord_team t
         WHERE t.id = w.team_id AND t.succeeded_by_id = u.team_id
            OR t.id = u.team_id AND t.succeeded_by_id = w.team_id))"""

# Whether something was said there that these teams have to see to: an objection is for the result's own team, until
# its part holds something else.
_SPOKEN = f"""
EXISTS (SELECT 1 FROM accord_message q WHERE q.key_result_id = mine.id AND {_QUESTION})
    OR (mine.is_own = 1 OR mine.objects = 1) AND EXISTS (
       SELECT 1 FROM accord_agreement g CROSS JOIN accord_party p CROSS JOIN accord_answer a
        WHERE g.key_result_id = mine.id AND g.state || '' = 'objected' AND p.agreement_id = mine.id
          AND p.states LIKE '%%x%%' AND a.key_result_id = mine.id
          AND (mine.is_own = 1 AND {_OF_OTHERS} AND NOT ({_MOVED}) OR {_MINE_MOVED}))
"""  # noqa: S608 (only the texts above are put in)

# What one change made stale is one thing that needs somebody, whatever the number of agreements.
_COUNTS = f"""
SELECT COUNT(DISTINCT CASE WHEN {_SPOKEN} THEN mine.id WHEN owes = 1 THEN COALESCE(-{_REALIGNMENT}, mine.id) END)
       + {_UPDATES} AS needs,
       COUNT(CASE WHEN owes = 1 THEN 1 END) AS owed,
       (SELECT COUNT(*) FROM ({ASKED}) asked) AS asks
  FROM mine
"""  # noqa: S608 (only the texts above are put in)

_REALIGNED = f"""
SELECT mine.id, r.id AS realignment, p.name AS by_name, c.reason
  FROM mine CROSS JOIN accord_realignment r CROSS JOIN accord_change c LEFT JOIN accord_person p ON p.id = c.by_id
 WHERE mine.owes = 1 AND r.id = {_REALIGNMENT} AND c.id = r.change_id
"""  # noqa: S608 (only the texts above are put in)

_PARTS = f"""
SELECT p.agreement_id AS id, p.is_own, p.states, p.empties, p.asked_at, p.answer_by,
       p.fingerprint_1, p.fingerprint_2, p.fingerprint_3, p.fingerprint_4, p.fingerprint_5,
       t.key AS team, t.name AS team_name, t.code AS team_code, {_RESULT}
  FROM teams CROSS JOIN accord_party p CROSS JOIN accord_team t
  CROSS JOIN accord_keyresult k CROSS JOIN accord_objective o CROSS JOIN accord_team whose
 WHERE p.team_id = teams.id AND p.waits AND t.id = p.team_id
   AND k.id = p.agreement_id AND k.cycle_id = %(cycle)s AND {_TO_RESULT}
 ORDER BY p.answer_by IS NULL, p.answer_by, p.agreement_id, p.team_id LIMIT %(most)s
"""  # noqa: S608 (only the texts above are put in)

_SAID_BY = f"""
SELECT said.id, said.what, said.clause, said.text, said.at, said.is_own, said.moved,
       t.key AS team, t.name AS team_name, t.code AS team_code, {_RESULT}
  FROM said CROSS JOIN accord_team t
  CROSS JOIN accord_keyresult k CROSS JOIN accord_objective o CROSS JOIN accord_team whose
 WHERE t.id = said.team_id AND k.id = said.id AND {_TO_RESULT}
 ORDER BY said.at LIMIT %(most)s
"""  # noqa: S608 (only the texts above are put in)

_NUMBERS = f", {_MINE} {_COUNTS}"


class Counts(NamedTuple):
    """In how many agreements and updates something needs these teams, in how many agreements they owe an answer, and
    how much others ask.
    """

    needs: int = 0
    owed: int = 0
    asks: int = 0


def counts(teams: Collection[str], cycle: Cycle) -> Counts:
    """One statement over what is stored, whatever the number of agreements."""
    with connection.cursor() as cursor:
        cursor.execute(_among_teams(_NUMBERS, connection.vendor), {"teams": listed(teams), "cycle": cycle.pk})
        return Counts(*cursor.fetchone())


def parts(teams: Collection[str], cycle: Cycle, *, most: int) -> list[Row]:
    """Parties of these teams that owe an answer to a part, the soonest first."""
    return _rows(_PARTS, teams, cycle, most=most)


def realignments(teams: Collection[str], cycle: Cycle) -> list[Row]:
    """For agreements in which a part of these teams waits in an open realignment: which, and who made the change."""
    return _rows(f", {_MINE} {_REALIGNED}", teams, cycle)


def said(teams: Collection[str], cycle: Cycle, *, most: int) -> list[Row]:
    """Questions these teams have not replied to, objections of others in their agreements, and their own objections
    to what holds something else by now; the oldest first.
    """
    return _rows(f", {_MINE}, {_SAID} {_SAID_BY}", teams, cycle, most=most)


def _rows(sql: str, teams: Collection[str], cycle: Cycle, *, most: int = 0) -> list[Row]:
    parameters = {"teams": listed(teams), "cycle": cycle.pk, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_among_teams(sql, connection.vendor), parameters)
        names = [column[0] for column in cursor.description]
        return [_read(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


@cache
def _among_teams(sql: str, _vendor: str) -> str:
    """A statement with the teams it is about. Looked up by eight parts of the counts, they are found once."""
    return f"WITH teams(id) AS MATERIALIZED (SELECT id FROM accord_team WHERE key {in_list('%(teams)s')}) {sql}"  # noqa: S608 (ours)


def _read(row: dict[str, Any]) -> Row:
    days = {name: day(row[name]) for name in ("answer_by",) if name in row}
    return row | days | {name: moment(row[name]) for name in ("at", "asked_at") if name in row}

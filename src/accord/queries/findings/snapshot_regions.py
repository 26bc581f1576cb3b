"""Which part of a cycle has to be read to judge some things again: the tables of ids that a statement begins with.

A region names what is read of each kind: k, o, t and s are judged near; kk key results, oo objectives, a actions,
n needs, c contributions, m metrics, ms milestones, p people, tt teams, mb memberships. Parts (snapshot_parts) refer to
these names.
"""

# ruff: noqa: S608 (only names and texts of this file are put in; what is asked comes as values)

from typing import NamedTuple


class Region(NamedTuple):
    """How it begins, what of it is judged (as SELECTs like parts), and the parts that are read whole all the same.

    `keys` is what of snapshot_rows.Around names things that are judged though they may be gone.
    """

    begin: str
    judged: tuple[str, ...] = ()
    whole: frozenset[str] = frozenset()
    keys: str = ""


def _scope(table: str, of: str) -> tuple[str]:
    """What is judged in a region further away, by its id in the plan."""
    return (f"SELECT 'scope', id, '\"' || key || '\"' FROM {table} WHERE id IN (SELECT id FROM {of})",)


# What hangs on one key result, objective or team: k, o, t and, by its standing, s; and what is around that.
NEAR = Region(
    """
WITH mo(id) AS ({moved_objectives}),
mk(id) AS ({moved_results} UNION SELECT id FROM accord_keyresult WHERE objective_id IN (SELECT id FROM mo)),
s(id) AS ({standing} UNION SELECT id FROM mk),
k(id) AS (
    SELECT id FROM mk UNION {key_results}
    UNION SELECT key_result_id FROM accord_action WHERE id IN ({actions})
    UNION SELECT key_result_id FROM accord_need WHERE id IN ({needs})
    UNION SELECT id FROM accord_keyresult WHERE cycle_id = %(cycle)s AND key IN ({result_keys})
    UNION SELECT key_result_id FROM accord_contribution WHERE objective_id IN (SELECT id FROM mo)),
o(id) AS (
    SELECT id FROM mo UNION {objectives}
    UNION SELECT id FROM accord_objective WHERE cycle_id = %(cycle)s AND key IN ({objective_keys})
    UNION SELECT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM mk)
    UNION SELECT objective_id FROM accord_contribution WHERE key_result_id IN (SELECT id FROM mk)),
t(id) AS (
    {teams} UNION SELECT team_id FROM accord_objective WHERE id IN (SELECT id FROM mo)
    UNION SELECT id FROM accord_team WHERE key IN ({team_keys})),
n(id) AS (
    SELECT id FROM accord_need WHERE key_result_id IN (SELECT id FROM k)
    UNION SELECT id FROM accord_need WHERE provided_by_key_result_id IN (SELECT id FROM k)
    UNION SELECT id FROM accord_need WHERE provided_by_action_id IN (
        SELECT id FROM accord_action WHERE key_result_id IN (SELECT id FROM k))),
a(id) AS (
    SELECT id FROM accord_action WHERE key_result_id IN (SELECT id FROM k)
    UNION SELECT provided_by_action_id FROM accord_need WHERE id IN (SELECT id FROM n)),
c(id) AS (
    SELECT id FROM accord_contribution WHERE key_result_id IN (SELECT id FROM k)
    UNION SELECT id FROM accord_contribution WHERE objective_id IN (SELECT id FROM o)),
kk(id) AS (
    SELECT id FROM k UNION SELECT id FROM s
    UNION SELECT id FROM accord_keyresult WHERE objective_id IN (SELECT id FROM o)
    UNION SELECT key_result_id FROM accord_need WHERE id IN (SELECT id FROM n)
    UNION SELECT provided_by_key_result_id FROM accord_need WHERE id IN (SELECT id FROM n)
    UNION SELECT key_result_id FROM accord_action WHERE id IN (SELECT id FROM a)
    UNION SELECT key_result_id FROM accord_contribution WHERE id IN (SELECT id FROM c)),
oo(id) AS (
    SELECT id FROM o
    UNION SELECT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM kk)
    UNION SELECT objective_id FROM accord_contribution WHERE id IN (SELECT id FROM c)
    UNION SELECT id FROM accord_objective WHERE cycle_id = %(cycle)s AND team_id IN (SELECT id FROM t)),
tt(id) AS (
    SELECT id FROM t
    UNION SELECT team_id FROM accord_objective WHERE id IN (SELECT id FROM oo)
    UNION SELECT team_id FROM accord_action WHERE id IN (SELECT id FROM a)),
mb(id) AS (
    SELECT id FROM accord_membership WHERE person_id IN (
        SELECT accountable_id FROM accord_keyresult WHERE id IN (SELECT id FROM k)
        UNION SELECT responsible_id FROM accord_action WHERE key_result_id IN (SELECT id FROM k))),
m(id) AS (SELECT metric_id FROM accord_keyresult WHERE id IN (SELECT id FROM k)),
ms(id) AS (
    SELECT milestone_id FROM accord_keyresult WHERE id IN (SELECT id FROM k)
    UNION SELECT provided_by_milestone_id FROM accord_need WHERE id IN (SELECT id FROM n))
""",
    tuple(
        f"SELECT 'judged_{name}', id, CAST(id AS text) FROM {table}"
        for name, table in {"result": "k", "objective": "o", "team": "t", "standing": "s"}.items()
    ),
)

# The same where nothing but the standing of parties has moved.
STANDINGS = Region(
    """
WITH s(id) AS ({standing}),
kk(id) AS (SELECT id FROM s),
oo(id) AS (SELECT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM kk))
""",
    ("SELECT 'judged_standing', id, CAST(id AS text) FROM s",),
)

# What further regions begin with: objectives that came, went or changed teams, key results that did or that something
# else contributes to now, and all key results that changed, or of which something did.
_CHANGED = """
WITH RECURSIVE mo(id) AS ({moved_objectives}),
mr(id) AS (
    {moved_results}
    UNION SELECT id FROM accord_keyresult WHERE cycle_id = %(cycle)s AND key IN ({result_keys})
    UNION SELECT id FROM accord_keyresult WHERE objective_id IN (SELECT id FROM mo)),
mk(id) AS (
    SELECT id FROM mr UNION {key_results}
    UNION SELECT key_result_id FROM accord_action WHERE id IN ({actions})
    UNION SELECT key_result_id FROM accord_need WHERE id IN ({needs}))
"""
_MEASURES = """
    SELECT id FROM accord_metric WHERE key IN ({metric_keys})
    UNION SELECT metric_id FROM accord_keyresult WHERE id IN (SELECT id FROM mk)
"""
_GUARDED = """
    SELECT id FROM accord_metric WHERE key IN ({guarded_keys})
    UNION SELECT metric_id FROM accord_use WHERE kind = 'guardrail' AND key_result_id IN (SELECT id FROM mk)
"""
_TERMS = """
    SELECT id FROM accord_metric WHERE key IN ({term_keys})
    UNION SELECT metric_id FROM accord_use WHERE kind = 'term' AND key_result_id IN (SELECT id FROM mk)
"""
# The plus keeps SQLite from reading all of the cycle by its index, in search of a few; a CROSS JOIN begins with these.
_HERE = "+cycle_id = %(cycle)s AND dropped_at IS NULL"
_MEASURED = "accord_keyresult r WHERE +r.cycle_id = %(cycle)s AND r.dropped_at IS NULL AND r.metric_id ="


def _may_be_blank(column: str) -> str:
    """Without letters that are written in two cases there may be nothing but white space."""
    return f"COALESCE(UPPER({column}) = LOWER({column}), TRUE)"


# Metrics that changed, or that what changed names or named: with all that use them, where something of them is missing,
USES = Region(
    f"""{_CHANGED},
m(id) AS ({_MEASURES} UNION {_GUARDED} UNION {_TERMS}),
bare(id) AS (
    SELECT id FROM accord_metric WHERE id IN (SELECT id FROM m) AND (
        {_may_be_blank("definition")} OR {_may_be_blank("source")} OR {_may_be_blank("frequency")})),
k(id) AS (
    SELECT r.id FROM bare CROSS JOIN {_MEASURED} bare.id
    UNION SELECT x.key_result_id FROM bare CROSS JOIN accord_use x WHERE x.metric_id = bare.id),
kk(id) AS (SELECT id FROM k),
oo(id) AS (SELECT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM kk))
""",
    _scope("accord_metric", "m"),
    keys="metric_keys",
)
# or with all that move them, and who works for that. Two teams work together where they contribute to the same: that
# tells where both move one metric; so do actions of other teams.
METRICS = Region(
    f"""{_CHANGED},
m(id) AS ({_MEASURES}
    UNION SELECT metric_id FROM accord_keyresult WHERE id IN (
        SELECT key_result_id FROM accord_contribution WHERE objective_id IN (SELECT id FROM mo))
    UNION SELECT metric_id FROM accord_keyresult WHERE objective_id IN (
        SELECT objective_id FROM accord_contribution WHERE key_result_id IN (SELECT id FROM mr)
        UNION SELECT id FROM accord_objective WHERE cycle_id = %(cycle)s AND key IN ({{objective_keys}}))
        GROUP BY metric_id HAVING COUNT(DISTINCT objective_id) > 1),
k(id) AS (SELECT r.id FROM m CROSS JOIN {_MEASURED} m.id),
a(id) AS (
    SELECT x.id FROM accord_action x JOIN accord_keyresult r ON r.id = x.key_result_id
        JOIN accord_objective o ON o.id = r.objective_id
        WHERE x.key_result_id IN (SELECT id FROM k) AND x.team_id <> o.team_id),
n(id) AS (SELECT id FROM accord_need WHERE key_result_id IN (SELECT id FROM k)),
c(id) AS (
    SELECT id FROM accord_contribution WHERE key_result_id IN (SELECT id FROM k)
    UNION SELECT id FROM accord_contribution WHERE objective_id IN (
        SELECT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM k))),
kk(id) AS (SELECT id FROM k UNION SELECT key_result_id FROM accord_contribution WHERE id IN (SELECT id FROM c)),
oo(id) AS (
    SELECT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM kk)
    UNION SELECT objective_id FROM accord_contribution WHERE id IN (SELECT id FROM c))
""",
    _scope("accord_metric", "m"),
    keys="metric_keys",
)

# Metrics that are reached from those over four influences at most, or that those guard who changed; and from where
# these in turn are reached.
INFLUENCES = Region(
    f"""{_CHANGED},
goal(id, steps) AS (
    SELECT id, 0 FROM ({_MEASURES}) named
    UNION SELECT id, 4 FROM ({_GUARDED}) guarded
    UNION SELECT x.moves_id, goal.steps + 1 FROM goal JOIN accord_influence x ON x.metric_id = goal.id
        WHERE goal.steps < 4),
source(id, steps) AS (
    SELECT DISTINCT id, 0 FROM goal
    UNION SELECT x.metric_id, source.steps + 1 FROM source JOIN accord_influence x ON x.moves_id = source.id
        WHERE source.steps < 4),
m(id) AS (SELECT DISTINCT id FROM source),
k(id) AS (SELECT u.key_result_id FROM goal CROSS JOIN accord_use u WHERE u.metric_id = goal.id AND kind = 'guardrail'),
kk(id) AS (SELECT id FROM k UNION SELECT r.id FROM m CROSS JOIN {_MEASURED} m.id),
oo(id) AS (SELECT DISTINCT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM kk))
""",
    _scope("accord_metric", "goal"),
    keys="metric_keys",
)

# Milestones that changed, or that what changed names or named, with all that use them.
MILESTONES = Region(
    f"""{_CHANGED},
ms(id) AS (
    SELECT id FROM accord_milestone WHERE key IN ({{milestone_keys}})
    UNION SELECT milestone_id FROM accord_keyresult WHERE id IN (SELECT id FROM mk)
    UNION SELECT milestone_id FROM accord_use WHERE key_result_id IN (SELECT id FROM mk)
    UNION SELECT provided_by_milestone_id FROM accord_need WHERE key_result_id IN (SELECT id FROM mk)),
k(id) AS (
    SELECT id FROM accord_keyresult WHERE {_HERE} AND milestone_id IN (SELECT id FROM ms)
    UNION SELECT key_result_id FROM accord_use WHERE milestone_id IN (SELECT id FROM ms)),
n(id) AS (SELECT id FROM accord_need WHERE {_HERE} AND provided_by_milestone_id IN (SELECT id FROM ms)),
kk(id) AS (SELECT id FROM k UNION SELECT key_result_id FROM accord_need WHERE id IN (SELECT id FROM n)),
oo(id) AS (SELECT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM kk))
""",
    _scope("accord_milestone", "ms"),
    keys="milestone_keys",
)

# People who are or were responsible for an action of what changed, with all their actions.
PEOPLE = Region(
    f"""{_CHANGED},
p(id) AS (
    SELECT id FROM accord_person WHERE key IN ({{people_keys}})
    UNION SELECT responsible_id FROM accord_action WHERE key_result_id IN (SELECT id FROM mk)),
a(id) AS (SELECT id FROM accord_action WHERE {_HERE} AND responsible_id IN (SELECT id FROM p)),
kk(id) AS (SELECT key_result_id FROM accord_action WHERE id IN (SELECT id FROM a)),
oo(id) AS (SELECT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM kk))
""",
    _scope("accord_person", "p"),
    keys="people_keys",
)

# Needs that wait, however far up, for what changed; with all that these wait for.
WAITS = Region(
    f"""{_CHANGED},
up(id) AS (
    SELECT id FROM accord_need WHERE key_result_id IN (SELECT id FROM mk)
    UNION SELECT id FROM accord_need WHERE provided_by_key_result_id IN (SELECT id FROM mk)
    UNION SELECT id FROM accord_need WHERE provided_by_action_id IN (
        SELECT id FROM accord_action WHERE key_result_id IN (SELECT id FROM mk))
    UNION SELECT id FROM accord_need WHERE +cycle_id = %(cycle)s AND provided_by_milestone_id IN (
        SELECT id FROM accord_milestone WHERE key IN ({{milestone_keys}}))
    UNION SELECT y.id FROM up JOIN accord_need x ON x.id = up.id JOIN accord_need y
        ON y.provided_by_key_result_id = x.key_result_id OR y.provided_by_action_id = x.for_action_id),
n(id) AS (
    SELECT id FROM up
    UNION SELECT y.id FROM n JOIN accord_need x ON x.id = n.id JOIN accord_need y
        ON y.key_result_id = x.provided_by_key_result_id OR y.for_action_id = x.provided_by_action_id),
a(id) AS (
    SELECT provided_by_action_id FROM accord_need WHERE id IN (SELECT id FROM n)
    UNION SELECT for_action_id FROM accord_need WHERE id IN (SELECT id FROM n)),
kk(id) AS (
    SELECT key_result_id FROM accord_need WHERE id IN (SELECT id FROM n)
    UNION SELECT provided_by_key_result_id FROM accord_need WHERE id IN (SELECT id FROM n)
    UNION SELECT key_result_id FROM accord_action WHERE id IN (SELECT id FROM a)),
oo(id) AS (SELECT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM kk)),
ms(id) AS (SELECT provided_by_milestone_id FROM accord_need WHERE id IN (SELECT id FROM n))
""",
    _scope("accord_need", "up"),
)

# Teams that became a party or are one no more, and the other parties there; with all agreements of theirs, and whoever
# may answer for them.
PARTIES = Region(
    """
WITH RECURSIVE t(id) AS ({teams} UNION SELECT team_id FROM accord_party WHERE agreement_id IN ({standing})),
tt(id) AS (SELECT id FROM t UNION SELECT x.parent_id FROM tt JOIN accord_team x ON x.id = tt.id),
mb(id) AS (SELECT id FROM accord_membership WHERE team_id IN (SELECT id FROM tt)),
s(id) AS (SELECT agreement_id FROM accord_party WHERE team_id IN (SELECT id FROM t)),
kk(id) AS (SELECT id FROM s),
oo(id) AS (SELECT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM kk))
""",
    _scope("accord_team", "t"),
)

# Objectives that contribute to something else now or serve another goal, and what contributes to these, however far
# down; with all that they contribute to, however far up. Whoever was on a circle is still on the way to what broke it.
SUPPORT = Region(
    f"""{_CHANGED},
down(id) AS (
    SELECT id FROM mo
    UNION SELECT id FROM accord_objective WHERE cycle_id = %(cycle)s AND key IN ({{objective_keys}})
    UNION SELECT objective_id FROM accord_contribution WHERE key_result_id IN ({{moved_results}})
    UNION SELECT x.objective_id FROM down JOIN accord_keyresult r ON r.objective_id = down.id
        JOIN accord_contribution x ON x.key_result_id = r.id),
oo(id) AS (
    SELECT id FROM down
    UNION SELECT r.objective_id FROM oo JOIN accord_contribution x ON x.objective_id = oo.id
        JOIN accord_keyresult r ON r.id = x.key_result_id),
c(id) AS (SELECT id FROM accord_contribution WHERE objective_id IN (SELECT id FROM oo)),
kk(id) AS (SELECT key_result_id FROM accord_contribution WHERE id IN (SELECT id FROM c))
""",
    _scope("accord_objective", "down"),
    keys="objective_keys",
)

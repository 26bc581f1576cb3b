"""What has to be read to judge the light codes of all of a cycle: few of its key results and objectives, or none."""

# ruff: noqa: S608 (only names and texts of this file are put in; what is asked comes as values)

from accord.queries.findings.snapshot_regions import Region

_NO_RESULTS = "kk(id) AS (SELECT 0 WHERE 1 = 0)"
SUPPORT = Region(
    """
WITH c(id) AS (
    SELECT x.id FROM accord_contribution x JOIN accord_objective y ON y.id = x.objective_id
        WHERE y.cycle_id = %(cycle)s),
kk(id) AS (SELECT key_result_id FROM accord_contribution WHERE id IN (SELECT id FROM c)),
oo(id) AS (SELECT id FROM accord_objective WHERE cycle_id = %(cycle)s)
"""
)
GOALS = Region(f"WITH {_NO_RESULTS}, oo(id) AS (SELECT objective_id FROM accord_servedgoal)")
REALIGNED = Region(
    "WITH kk(id) AS (SELECT x.key_result_id FROM accord_realignedpart x JOIN accord_realignment r"
    " ON r.id = x.realignment_id WHERE x.is_active AND r.closed_at IS NULL AND r.deadline < %(as_of)s),"
    " oo(id) AS (SELECT objective_id FROM accord_keyresult WHERE id IN (SELECT id FROM kk))"
)
ORGANIZATION = Region(
    f"WITH {_NO_RESULTS}, oo(id) AS (SELECT 0 WHERE 1 = 0)",
    whole=frozenset({"metric", "milestone", "person", "team", "member"}),
)

"""What checks look at, as SELECTs: kind by kind, of a whole cycle or of a region of it.

Each part is a SELECT of three columns: its name, a row id to put things in order by, a JSON object of what is read.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from accord.domain.checks.felt import FELT, OF_HANDOVERS, OF_NAMES, Codes


class Part(NamedTuple):
    """What is read of one kind of thing. `here` keeps it within the cycle, `near` within a region, where it is told."""

    source: str
    columns: Mapping[str, str]
    here: str = "%(cycle)s = %(cycle)s"
    near: str = ""
    number: str = "x.id"
    more: str = ""


# All aliases are x for the thing itself. Rows of a cycle's own kinds that are under something unseen are left out when
# things are put together.
PARTS: Mapping[str, Part] = {
    "cycle": Part(
        "accord_cycle x",
        {
            "id": "x.key", "name": "x.name", "start": "x.start", "end": 'x."end"', "why": "x.why",
            "success": "x.success", "different": "x.different",
        },
        "x.id = %(cycle)s",
    ),  # fmt: skip
    "team": Part(
        "accord_team x LEFT JOIN accord_team up ON up.id = x.parent_id",
        {"row": "x.id", "id": "x.key", "parent": "up.key"},
        near="x.id IN (SELECT id FROM tt UNION ALL SELECT id FROM accord_team WHERE parent_id IN (SELECT id FROM tt))",
    ),
    "person": Part("accord_person x", {"id": "x.key"}, near="x.id IN (SELECT id FROM p)"),
    "goal": Part("accord_strategicgoal x", {"id": "x.key", "horizon": "x.horizon"}, "x.dropped_at IS NULL"),
    "member": Part(
        "accord_membership x JOIN accord_team t ON t.id = x.team_id JOIN accord_person p ON p.id = x.person_id",
        {"team": "t.key", "person": "p.key", "role": "x.role", "allocation": "x.allocation"},
        near="x.id IN (SELECT id FROM mb)",
    ),
    "metric": Part(
        "accord_metric x",
        {
            "row": "x.id", "id": "x.key", "name": "x.name", "aliases": "@x.aliases", "definition": "x.definition",
            "source": "x.source", "frequency": "x.frequency", "better": "x.better", "team_row": "x.owner_id",
        },
        near="x.id IN (SELECT id FROM m)",
    ),  # fmt: skip
    "influence": Part(
        "accord_influence x JOIN accord_metric m ON m.id = x.moves_id",
        {"of": "x.metric_id", "metric": "m.key", "sign": "x.sign"},
        near="x.metric_id IN (SELECT id FROM m)",
    ),
    "milestone": Part(
        "accord_milestone x LEFT JOIN accord_team o ON o.id = x.owner_id",
        {
            "id": "x.key", "name": "x.name", "aliases": "@x.aliases", "definition": "x.definition", "date": "x.date",
            "owner": "o.key", "team_row": "x.owner_id",
        },
        near="x.id IN (SELECT id FROM ms)",
    ),  # fmt: skip
    "objective": Part(
        "accord_objective x JOIN accord_team t ON t.id = x.team_id",
        {
            "row": "x.id", "id": "x.key", "team": "t.key", "team_row": "x.team_id", "title": "x.title",
            "not_strategic_because": "x.not_strategic_because",
        },
        "x.cycle_id = %(cycle)s AND x.dropped_at IS NULL AND x.published_at IS NOT NULL",
        "x.id IN (SELECT id FROM oo)",
    ),  # fmt: skip
    "serves": Part(
        "accord_servedgoal x JOIN accord_strategicgoal g ON g.id = x.goal_id"
        " JOIN accord_objective o ON o.id = x.objective_id",
        {"objective": "x.objective_id", "goal": "g.key"},
        "o.cycle_id = %(cycle)s AND g.dropped_at IS NULL",
        "x.objective_id IN (SELECT id FROM oo)",
    ),
    "key_result": Part(
        "accord_keyresult x LEFT JOIN accord_metric m ON m.id = x.metric_id"
        " LEFT JOIN accord_milestone s ON s.id = x.milestone_id LEFT JOIN accord_person p ON p.id = x.accountable_id",
        {
            "row": "x.id", "id": "x.key", "objective": "x.objective_id", "title": "x.title", "metric": "m.key",
            "milestone": "s.key", "baseline": "x.baseline", "target": "x.target", "at_least": "x.at_least",
            "at_most": "x.at_most", "due": "x.due", "accountable": "p.key",
            "completion_criteria": "x.completion_criteria", "decomposition": "x.decomposition",
        },
        "x.cycle_id = %(cycle)s AND x.dropped_at IS NULL AND x.published_at IS NOT NULL",
        "x.id IN (SELECT id FROM kk)",
    ),  # fmt: skip
    "use": Part(
        "accord_use x JOIN accord_keyresult k ON k.id = x.key_result_id"
        " LEFT JOIN accord_metric m ON m.id = x.metric_id LEFT JOIN accord_milestone s ON s.id = x.milestone_id",
        {"key_result": "x.key_result_id", "kind": "x.kind", "thing": "COALESCE(m.key, s.key)"},
        "k.cycle_id = %(cycle)s",
        "x.key_result_id IN (SELECT id FROM k)",
    ),
    "duty": Part(
        "accord_duty x JOIN accord_keyresult k ON k.id = x.key_result_id JOIN accord_team t ON t.id = x.team_id",
        {"key_result": "x.key_result_id", "team": "t.key", "does": "x.does"},
        "k.cycle_id = %(cycle)s",
        "x.key_result_id IN (SELECT id FROM k)",
    ),
    "action": Part(
        "accord_action x LEFT JOIN accord_team t ON t.id = x.team_id"
        " LEFT JOIN accord_person p ON p.id = x.responsible_id",
        {
            "row": "x.id", "id": "x.key", "key_result": "x.key_result_id", "title": "x.title", "team": "t.key",
            "team_row": "x.team_id", "responsible": "p.key", "due": "x.due",
        },
        "x.cycle_id = %(cycle)s AND x.dropped_at IS NULL",
        "x.id IN (SELECT id FROM a)",
    ),  # fmt: skip
    "need": Part(
        "accord_need x JOIN accord_team t ON t.id = x.provider_id"
        " LEFT JOIN accord_milestone s ON s.id = x.provided_by_milestone_id",
        {
            "row": "x.id", "id": "x.key", "key_result": "x.key_result_id", "from": "t.key", "what": "x.what",
            "for": "x.for_action_id", "completion_criteria": "x.completion_criteria", "by": "x.by",
            "promised": "x.promised", "by_action": "x.provided_by_action_id",
            "by_key_result": "x.provided_by_key_result_id", "by_milestone": "s.key", "delivered": "x.delivered",
            "received": "x.received", "declined": "x.declined",
        },
        "x.cycle_id = %(cycle)s AND x.dropped_at IS NULL",
        "x.id IN (SELECT id FROM n)",
    ),  # fmt: skip
    "contribution": Part(
        "accord_contribution x JOIN accord_objective o ON o.id = x.objective_id",
        {"objective": "x.objective_id", "key_result": "x.key_result_id", "share": "x.share", "status": "x.status"},
        "o.cycle_id = %(cycle)s",
        "x.id IN (SELECT id FROM c)",
    ),
    "check_in": Part(
        "accord_checkin x JOIN accord_keyresult k ON k.id = x.key_result_id",
        {"key_result": "x.key_result_id", "date": "MAX(x.date)"},
        "k.cycle_id = %(cycle)s AND x.date <= %(as_of)s",
        "x.key_result_id IN (SELECT id FROM k)",
        number="x.key_result_id",
        more="GROUP BY x.key_result_id",
    ),
    "closing": Part(
        "accord_closing x JOIN accord_keyresult k ON k.id = x.key_result_id",
        {"key_result": "x.key_result_id"},
        "k.cycle_id = %(cycle)s AND x.reopened_at IS NULL",
        "x.key_result_id IN (SELECT id FROM k)",
    ),
    "standing": Part(
        "accord_party x JOIN accord_keyresult k ON k.id = x.agreement_id JOIN accord_team t ON t.id = x.team_id",
        {"key_result": "x.agreement_id", "team": "t.key", "states": "x.states"},
        "k.cycle_id = %(cycle)s",
        "x.agreement_id IN (SELECT id FROM s)",
        number="x.team_id",
    ),
    "realignment": Part(
        "accord_realignedpart x JOIN accord_realignment r ON r.id = x.realignment_id"
        " JOIN accord_keyresult k ON k.id = x.key_result_id",
        {"row": "r.id", "key_result": "x.key_result_id", "deadline": "r.deadline"},
        "k.cycle_id = %(cycle)s AND x.is_active AND r.closed_at IS NULL AND r.deadline < %(as_of)s",
    ),
}  # fmt: skip
# Columns that few codes look at, with those that do; all others are read whoever asks.
OF_COLUMNS: Mapping[str, Mapping[str, Codes]] = {
    "objective": {name: FELT["objective"][name] for name in ("title", "not_strategic_because")},
    "key_result": {
        **{
            name: FELT["key_result"][name]
            for name in (
                "title", "metric", "milestone", "baseline", "target", "due", "accountable", "completion_criteria",
                "decomposition",
            )
        },
        "at_least": FELT["key_result"]["hold"],
        "at_most": FELT["key_result"]["hold"],
    },
    "duty": {"does": OF_NAMES},
    "action": {name: FELT["action"][name] for name in ("title", "responsible", "due")},
    "need": {
        **{name: FELT["need"][name] for name in ("what", "completion_criteria", "by", "promised", "for")},
        **dict.fromkeys(("by_action", "by_key_result", "by_milestone"), FELT["need"]["provided_by"]),
        **dict.fromkeys(("delivered", "received"), OF_HANDOVERS),
    },
}  # fmt: skip


@lru_cache(maxsize=512)
def left_out(codes: Codes) -> frozenset[tuple[str, str]]:
    """The columns that none of these codes looks at, with their parts."""
    return frozenset(
        (part, column)
        for part, columns in OF_COLUMNS.items()
        for column, looking in columns.items()
        if looking.isdisjoint(codes)
    )

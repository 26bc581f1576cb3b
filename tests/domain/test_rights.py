import pytest

from accord.domain.rights import Side, Sides, may_write, writing_side

SIDES = Sides(own="kr-team", doing="doers", providing="providers", contributing="helpers", owner="owners")
BY_SIDE = {
    Side.OWN: "kr-team",
    Side.DOING: "doers",
    Side.PROVIDING: "providers",
    Side.CONTRIBUTING: "helpers",
    Side.OWNER: "owners",
}

# Product.md, "Who may write what"; None: making or removing it.
TABLE: dict[Side, dict[str, list[str | None]]] = {
    Side.OWN: {
        "objective": [None, "title", "why", "ambition", "team", "serves"],
        "key_result": [None, "title", "target", "due", "duties", "guardrails", "completion_criteria", "accountable"],
        "action": [None, "title", "team", "expected"],
        "need": [None, "from", "what", "for", "completion_criteria", "by", "received"],
        "contribution": ["status"],
        "check_in": [None, "value", "note"],
    },
    Side.DOING: {"action": ["responsible", "due", "effort_days", "done"]},
    Side.PROVIDING: {"need": ["promised", "provided_by", "declined", "delivered"]},
    Side.CONTRIBUTING: {"contribution": [None, "share"]},
    Side.OWNER: {
        "metric": [None, "definition", "better", "owner", "influences"],
        "milestone": ["date", "name"],
        "metric_value": [None, "value"],
    },
}
ROWS = [(side, kind, field) for side, kinds in TABLE.items() for kind, fields in kinds.items() for field in fields]


@pytest.mark.parametrize(("side", "kind", "field"), ROWS)
def test_a_field_is_written_by_its_side_and_by_no_other(side: Side, kind: str, field: str | None) -> None:
    may = {team for team in BY_SIDE.values() if may_write(kind, field, SIDES, {team})}
    assert may == {BY_SIDE[side]}
    assert may_write(kind, field, SIDES, set(), is_admin=True)
    assert not may_write(kind, field, SIDES, {"outsiders"})


@pytest.mark.parametrize(
    "kind", ["organization", "cycle", "strategic_goal", "team", "membership", "person", "anything-else"]
)
def test_the_frame_is_the_admins(kind: str) -> None:
    assert may_write(kind, "name", SIDES, set(), is_admin=True)
    assert not may_write(kind, "name", SIDES, set(BY_SIDE.values()))


def test_an_action_of_the_own_team_is_the_own_teams_wholly() -> None:
    own = Sides(own="kr-team")
    assert all(may_write("action", field, own, {"kr-team"}) for field in ("title", "due", "responsible", "done"))


def test_asking_another_team_for_an_action_is_one_act_but_for_what_is_done() -> None:
    asked = {field: writing_side("action", field, creating=True) for field in (None, "title", "due", "responsible")}
    assert set(asked.values()) == {Side.OWN}
    assert writing_side("action", "done", creating=True) is Side.DOING
    assert writing_side("need", "promised", creating=True) is Side.PROVIDING


def test_a_definition_that_nobody_owns_may_be_mended_by_anybody_in_a_team() -> None:
    assert may_write("metric", "definition", Sides(), {"any"})
    assert not may_write("metric", "definition", Sides(), set())
    assert not may_write("objective", "title", Sides(), {"any"})

"""Realignments in the shell: the promised JSON, and lines for people."""

from dataclasses import replace

import pytest

from accord.domain.plan import Plan
from tests import world as worlds
from tests.built_once import built_once
from tests.cli.shell import accord, accord_json
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db
EIGHTY = "Support counts 80 or fewer."


@pytest.fixture
@built_once
def world() -> World:
    found = worlds.build()
    found.agree("alice", "product")
    found.agree("bob", "support")
    return found


def to_eighty(plan: Plan) -> Plan:
    return with_key_result(plan, completion_criteria=EIGHTY)


def redefined(plan: Plan) -> Plan:
    return replace(plan, metrics=(replace(plan.metrics[0], definition="Tickets from Sunday to Saturday."),))


def test_a_change_is_listed_with_what_it_undid_and_who_must_answer(world: World) -> None:
    world.apply(to_eighty)
    opened = world.clock.now

    (found,) = accord_json("realignment", "list")["realignments"]

    assert {name: found[name] for name in ("state", "opened_at", "closed_at", "deadline", "by")} == {
        "state": "open",
        "opened_at": opened.isoformat(),
        "closed_at": None,
        "deadline": "2026-10-12",
        "by": None,
    }
    assert found["agreements"] == [
        {"key_result": "fewer-tickets", "clauses": ["completion-criteria"], "must_answer": ["product", "support"]}
    ]
    assert found["changes"] == [
        {
            "at": opened.isoformat(),
            "by": None,
            "subject": {"kind": "key_result", "id": "fewer-tickets"},
            "field": "completion_criteria",
            "before": "Support counts 60 or fewer in the last two weeks of December.",
            "after": EIGHTY,
            "substantive": True,
            "reason": None,
        }
    ]


def test_who_has_agreed_again_need_not_answer(world: World) -> None:
    world.apply(to_eighty)
    world.agree("bob", "support")

    (found,) = accord_json("realignment", "list")["realignments"]
    assert [each["must_answer"] for each in found["agreements"]] == [["product"]]


def test_taken_back_it_is_listed_with_both_changes_and_nobody_must_answer(world: World) -> None:
    world.apply(to_eighty)
    world.apply()

    (found,) = accord_json("realignment", "list", "--state", "reverted")["realignments"]
    assert (found["closed_at"], found["agreements"][0]["must_answer"]) == (world.clock.now.isoformat(), [])
    assert [change["after"] for change in found["changes"]] == [
        EIGHTY,
        "Support counts 60 or fewer in the last two weeks of December.",
    ]
    assert accord_json("realignment", "list", "--state", "open") == {"realignments": []}


def test_they_are_listed_in_the_order_in_which_they_opened_and_by_team(world: World) -> None:
    world.apply(to_eighty)
    world.apply(lambda plan: redefined(to_eighty(plan)))

    found = accord_json("realignment", "list")["realignments"]
    assert [each["agreements"][0]["clauses"] for each in found] == [["completion-criteria"], ["definitions"]]
    assert accord_json("realignment", "list", "--team", "support")["realignments"] == found
    assert accord_json("realignment", "list", "--team", "finance")["realignments"] == []


def test_a_person_reads_one_line_a_realignment_and_what_it_touches(world: World) -> None:
    assert accord("realignment", "list").output == "No realignments.\n"
    world.apply(to_eighty)

    said = accord("realignment", "list").output
    assert "open  opened 2026-10-05 by operator, answer by 2026-10-12" in said
    assert "fewer-tickets (completion-criteria): product, support" in said


@pytest.mark.parametrize("wrong", [("--state", "stale"), ("--team", "nobody"), ("--cycle", "1999")])
def test_what_is_not_there_is_wrong_use(world: World, wrong: tuple[str, str]) -> None:
    assert accord("realignment", "list", *wrong).exit_code == 2

"""`accord apply`: on whose behalf, what it prints, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from accord.models import Change, KeyResult, Organization
from tests import world as worlds
from tests.cli.shell import accord, accord_json
from tests.world import World

pytestmark = pytest.mark.django_db
ALICE, ADA = ("--as", "ALICE@north.example"), ("--as", "ada@north.example")


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def plan(tmp_path: Path) -> Any:
    """Writes the plan as it began, with texts replaced, and says where it is."""

    def write(*replaced: tuple[str, str]) -> str:
        text = worlds.PLAN.decode()
        for before, after in replaced:
            assert before in text
            text = text.replace(before, after)
        (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
        return str(tmp_path / "plan.yaml")

    return write


def test_the_first_plan_needs_nobody(plan: Any) -> None:
    found = accord_json("apply", plan())

    assert {"kind": "key_result", "id": "fewer-tickets"} in found["create"]
    assert (found["change"], found["remove"], found["agreements"]) == ([], [], [])
    assert len(found["state"]) == 64


def test_later_plans_need_somebody_of_the_plan(world: World, plan: Any) -> None:
    for who in ((), ("--as", "nobody@north.example")):
        done = accord("apply", plan(("target: 60", "target: 70")), *who)
        assert (done.exit_code, "--as" in done.stderr) == (2, True)
    assert KeyResult.objects.get(key="fewer-tickets").target == 60


def test_the_same_plan_again_changes_nothing(world: World, plan: Any) -> None:
    found = accord_json("apply", plan(), *ALICE)

    assert [found[name] for name in ("create", "change", "remove", "agreements")] == [[], [], [], []]
    assert Change.objects.count() == 1


def test_a_change_is_told_with_who_must_answer_again(world: World, plan: Any) -> None:
    world.agree("bob", "support")
    world.agree("alice", "product")

    found = accord_json(
        "apply",
        plan(("target: 60", "target: 62.5"), ("due: 2026-12-11", "due: 2026-12-04")),
        *ALICE,
        "--reason",
        "May.",
    )

    assert found["change"] == [
        {
            "kind": "key_result",
            "id": "fewer-tickets",
            "field": "target",
            "before": 60,
            "after": 62.5,
            "substantive": True,
        },
        {
            "kind": "action",
            "id": "fix-sync",
            "field": "due",
            "before": "2026-12-11",
            "after": "2026-12-04",
            "substantive": True,
        },
    ]
    assert found["agreements"] == [
        {
            "key_result": "fewer-tickets",
            "clauses": ["completion-criteria", "decomposition"],
            "must_answer": ["product", "support"],
        }
    ]
    change = Change.objects.latest("id")
    assert (change.reason, change.via, change.by and change.by.key) == ("May.", "shell", "alice")


def test_wording_and_people_are_no_substance(world: World, plan: Any) -> None:
    found = accord_json(
        "apply",
        plan(("150 tickets a week.", "150 tickets a week"), ("accountable: alice", "accountable: dan")),
        *ALICE,
    )

    assert {each["field"]: each["substantive"] for each in found["change"]} == {
        "decomposition": False,
        "accountable": False,
    }


def test_duties_are_printed_as_in_the_file(world: World, plan: Any) -> None:
    found = accord_json(
        "apply", plan(("Samples 100 tickets every Friday.", "Samples 100 tickets every Friday")), *ALICE
    )

    (change,) = found["change"]
    assert (change["field"], change["substantive"]) == ("duties", False)
    assert change["after"] == [{"team": "support", "does": "Samples 100 tickets every Friday"}]


def test_one_change_without_right_refuses_them_all(world: World, plan: Any) -> None:
    changed = plan(
        ("target: 60", "target: 70"), ("effort_days: 6", "effort_days: 8"), ("better: lower", "better: higher")
    )

    done = accord("apply", changed, *ALICE)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "action retag.effort_days" in done.stderr
    assert "metric tickets.better" in done.stderr
    assert "target" not in done.stderr
    assert KeyResult.objects.get(key="fewer-tickets").target == 60


def test_an_admin_may_apply_everything(world: World, plan: Any) -> None:
    world.account("ada", is_admin=True)

    found = accord_json("apply", plan(("effort_days: 6", "effort_days: 8"), ("name: Support", "name: Care")), *ADA)

    assert [each["field"] for each in found["change"]] == ["name", "effort_days"]


def test_an_expected_state_that_has_passed_ends_with_3(world: World, plan: Any) -> None:
    state = accord_json("apply", plan(), *ALICE)["state"]
    assert accord_json("apply", plan(), *ALICE, "--expect", state)["state"] == state
    world.agree("bob", "support")

    done = accord("apply", plan(("target: 60", "target: 70")), *ALICE, "--expect", state)

    assert (done.exit_code, done.stdout) == (3, "")
    assert KeyResult.objects.get(key="fewer-tickets").target == 60


def test_a_plan_that_cannot_be_read_changes_nothing_and_says_where(world: World, plan: Any) -> None:
    path = plan(("target: 60", "target: sixty"), ("team: finance", "team: finanse"))

    done = accord("apply", path, *ALICE)
    errors = accord_json("apply", path, *ALICE, code=2)["errors"]

    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{path}:" in done.stderr
    assert [each["path"] for each in errors] == ["objectives[0].key_results[0].target", "objectives[1].team"]
    assert errors[1]["suggestion"] == "finance"


def test_a_plan_of_another_organization_is_refused(world: World, plan: Any) -> None:
    done = accord("apply", plan(("id: north, name: Northwind}\ncycle", "id: south, name: South}\ncycle")), *ALICE)

    assert (done.exit_code, "south" in done.stderr) == (2, True)
    assert Organization.objects.get().key == "north"


def test_everything_that_is_refused_is_told_at_once(world: World, plan: Any) -> None:
    several = plan(
        ("title: Close the books in five days", "title: Close the books in four days"),
        ("name: Bob Berg", "name: Bob Berger"),
        ("teams:\n", "  - {id: eve, name: Eve, email: ada@north.example}\nteams:\n"),
        ("  - {id: ada, name: Ada Admin, email: ada@north.example}\n", ""),
        ("{id: retag, ", "{id: tickets-again, "),
        ("metrics:\n", "metrics:\n  - {id: five-days, name: Days}\n"),
    )
    marks = ("--wording", "tickets.unit", "--wording", "nothing.title")

    done = accord("apply", several, *ALICE, *marks)
    found = json.loads(accord("apply", several, *ALICE, *marks, "--format", "json").stdout)

    assert done.exit_code == 2
    told = ("person eve.email: ada has it", "objective books.title", "person bob.name", "nothing.title: the plan has")
    assert [each for each in told if each not in done.stderr] == []
    whys = {(each["kind"], each["id"], each["field"]): each["why"] for each in found["refused"]}
    assert whys["person", "eve", "email"] == found["why"] == "email-taken"
    assert whys["objective", "books", "title"] == whys["person", "bob", "name"] == "no-right"
    assert {each["wording"] for each in found["not_wording"]} == {"tickets.unit", "nothing.title"}
    assert Change.objects.count() == 1


def test_people_read_counts_then_what_must_be_answered_again_then_what_changes(world: World, plan: Any) -> None:
    world.agree("bob", "support")

    lines = accord("apply", plan(("target: 60", "target: 70")), *ALICE).stdout.splitlines()

    assert lines == [
        "1 changed, 1 agreement to be answered again.",
        "",
        "Must be answered again",
        "  ! fewer-tickets: support (completion-criteria)",
        "",
        "Changed",
        "  ~ key_result fewer-tickets target: 60 → 70",
    ]


def test_an_e_mail_that_nobody_can_sign_in_with_is_told_where_it_is_written(world: World, plan: Any) -> None:
    world.account("ada", is_admin=True)
    path = plan(("bob@north.example", "bob at north"), ("dan@north.example", "dan@localhost"))

    planned, applied, looked = accord("plan", path), accord("apply", path, *ADA), accord("doctor")

    for done in (planned, applied):
        assert "person bob: “bob at north”" in done.stderr
        assert "nobody can sign in with them" in done.stderr
        assert "alice" not in done.stderr
    assert applied.exit_code == 0
    assert looked.exit_code == 1
    assert "people: bob: “bob at north” is no e-mail address" in looked.stdout
    assert accord("user", "add", "bob at north", "--name", "Bob").exit_code == 2


def test_where_all_can_be_reached_nothing_is_said_of_e_mails(world: World, plan: Any) -> None:
    world.account("ada", is_admin=True)

    assert accord("apply", plan(("target: 60", "target: 70")), *ADA).stderr == ""

"""`accord plan`: what applying would do, told without doing it."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.cli.plan_output import as_json
from accord.domain.plan import CheckIn, Milestone, Plan
from accord.models import Answer, Change, Event, KeyResult, Outbox, Revision
from accord.models import CheckIn as CheckInRow
from accord.services.plans import plans
from accord.services.plans.plans import Manner, PlanRefused
from tests import world as worlds
from tests.cli.installation import Installation
from tests.cli.plan_files import ADA, ALICE, BOB, write
from tests.cli.shell import accord, accord_json
from tests.world import World, the_plan, with_key_result

pytestmark = pytest.mark.django_db
COUNTED = (Change, Revision, Event, Outbox, Answer, KeyResult)


@pytest.fixture
def world() -> World:
    return worlds.build()


def target(number: int) -> Any:
    return lambda plan: with_key_result(plan, target=Decimal(number))


def rows() -> list[int]:
    return [table.objects.count() for table in COUNTED]


def test_nothing_to_do_exits_with_0(world: World, tmp_path: Path) -> None:
    done = accord("plan", write(tmp_path))

    assert (done.exit_code, done.stdout) == (0, "Nothing to change.\n")
    found = accord_json("plan", write(tmp_path))
    assert [found[name] for name in ("create", "change", "remove", "agreements")] == [[], [], [], []]
    assert len(found["state"]) == 64


def test_changes_exit_with_1_and_leave_everything_as_it_was(world: World, tmp_path: Path) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")
    before = rows()

    found = accord_json("plan", write(tmp_path, target(70)), code=1)

    assert found["change"] == [
        {
            "kind": "key_result",
            "id": "fewer-tickets",
            "field": "target",
            "before": 60,
            "after": 70,
            "substantive": True,
        }
    ]
    assert found["agreements"] == [
        {"key_result": "fewer-tickets", "clauses": ["completion-criteria"], "must_answer": ["product", "support"]}
    ]
    assert rows() == before
    assert KeyResult.objects.get(key="fewer-tickets").target == 60
    assert world.state() == "agreed"


def test_people_read_what_it_would_mean(world: World, tmp_path: Path) -> None:
    world.agree("bob", "support")

    lines = accord("plan", write(tmp_path, target(70))).stdout.splitlines()

    assert lines[0] == "Applying this would mean: 1 changed, 1 agreement to be answered again."
    assert lines[2:4] == ["Must be answered again", "  ! fewer-tickets: support (completion-criteria)"]


def test_of_long_texts_people_read_what_differs(world: World, tmp_path: Path) -> None:
    criteria = (
        "Support counts 60 or fewer in the first two weeks of December, and Product agrees with every one of them."
    )

    lines = accord(
        "plan", write(tmp_path, lambda plan: with_key_result(plan, completion_criteria=criteria))
    ).stdout.splitlines()

    (line,) = (line for line in lines if line.startswith("  ~"))
    assert line.startswith(
        "  ~ key_result fewer-tickets completion_criteria: …counts 60 or fewer in the last two weeks"
    )
    assert "→ …counts 60 or fewer in the first two weeks of December, and Product" in line


def test_its_state_is_the_one_that_apply_may_expect(world: World, tmp_path: Path) -> None:
    path = write(tmp_path, target(70))
    state = accord_json("plan", path, code=1)["state"]

    applied = accord_json("apply", path, *ALICE, "--expect", state)

    assert applied["state"] != state
    assert accord("apply", path, *ALICE, "--expect", state).exit_code == 3
    assert accord_json("plan", path)["state"] == applied["state"]


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda world: world.agree("bob", "support"),
        lambda world: world.apply(target(61)),
        lambda world: CheckInRow.objects.create(key_result=world.key_result, date=worlds.START.date(), value=200),
        lambda world: KeyResult.objects.update(published_at=None, version=2),
    ],
    ids=["answer", "change", "check-in", "draft"],
)
def test_whatever_happens_in_between_is_another_state(world: World, tmp_path: Path, meanwhile: Any) -> None:
    path = write(tmp_path, target(70))
    state = accord_json("plan", path, code=1)["state"]
    meanwhile(world)

    done = accord("apply", path, *ALICE, "--expect", state)

    assert (done.exit_code, done.stdout) == (3, "")
    assert "has changed since" in done.stderr


def test_without_a_name_nobodys_rights_are_looked_at_with_one_they_are(world: World, tmp_path: Path) -> None:
    path = write(tmp_path, target(70))

    assert accord("plan", path).exit_code == 1
    assert accord("plan", path, *ALICE).exit_code == 1
    refused = accord("plan", path, *BOB)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "key_result fewer-tickets.target" in refused.stderr
    assert accord_json("plan", path, *BOB, code=2)["refused"] == [
        {"kind": "key_result", "id": "fewer-tickets", "field": "target", "why": "no-right"}
    ]
    assert accord("plan", path, "--as", "nobody@north.example").exit_code == 2


def test_before_the_first_plan_everything_is_new(tmp_path: Path) -> None:
    found = accord_json("plan", write(tmp_path), code=1)

    assert found["create"][0] == {"kind": "organization", "id": "north"}
    assert {"kind": "membership", "id": "product>alice"} in found["create"]
    assert rows() == [0] * len(COUNTED)


def test_progress_is_told_like_everything_else(world: World, tmp_path: Path) -> None:
    def reported(plan: Plan) -> Plan:
        return replace(plan, check_ins=(CheckIn("five-days", worlds.START.date(), Decimal("6.5")),))

    found = accord_json("plan", write(tmp_path, reported), code=1)
    assert found["create"] == [{"kind": "check_in", "id": "five-days@2026-10-05"}]

    world.apply(reported)
    again = replace(reported(the_plan()).check_ins[0], note="Better.")
    found = accord_json("plan", write(tmp_path, lambda plan: replace(plan, check_ins=(again,))), code=1)
    assert found["change"] == [
        {
            "kind": "check_in",
            "id": "five-days@2026-10-05",
            "field": "note",
            "before": None,
            "after": "Better.",
            "substantive": False,
        }
    ]


def test_what_a_check_in_is_silent_about_stays_as_it_was(world: World, tmp_path: Path) -> None:
    def reported(value: str, **more: Any) -> Any:
        check_in = CheckIn("five-days", worlds.START.date(), Decimal(value), **more)
        return lambda plan: replace(plan, check_ins=(check_in,))

    world.apply(reported("6.5", confidence=Decimal(7), note="Better."))

    found = accord_json("plan", write(tmp_path, reported("6")), code=1)
    assert [(each["field"], each["before"], each["after"]) for each in found["change"]] == [("value", 6.5, 6)]
    found = accord_json("plan", write(tmp_path, reported("6.5", note="")), code=1)
    assert [(each["field"], each["before"], each["after"]) for each in found["change"]] == [("note", "Better.", "")]


def test_an_empty_name_is_nobody(world: World, tmp_path: Path) -> None:
    done = accord("plan", write(tmp_path, target(70)), "--as", "")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "--as" in done.stderr


def test_everything_is_told_in_the_files_order(world: World, tmp_path: Path) -> None:
    def changed(plan: Plan) -> Plan:
        plan = with_key_result(
            plan, title="Tickets", completion_criteria="Sixty.", terms=("tickets",), weight=Decimal(2)
        )
        return replace(plan, milestones=(Milestone("beta", "Beta"),), metrics=(replace(plan.metrics[0], unit="w"),))

    found = accord_json("plan", write(tmp_path, changed), code=1)

    assert [(each["id"], each["field"]) for each in found["change"]] == [
        ("tickets", "unit"),
        ("fewer-tickets", "title"),
        ("fewer-tickets", "weight"),
        ("fewer-tickets", "completion_criteria"),
        ("fewer-tickets", "terms"),
    ]


def test_numbers_are_printed_exactly(world: World, tmp_path: Path) -> None:
    exact = "12345678901234567.000000000001"
    path = write(tmp_path, lambda plan: with_key_result(plan, target=Decimal(exact)))

    assert f'"after": {exact},' in accord("plan", path, "--format", "json").stdout


def test_where_nothing_is_initialized_it_says_so(installation: Installation, tmp_path: Path) -> None:
    elsewhere = Installation(tmp_path / "nothing")

    done = elsewhere.run("plan", write(tmp_path))

    assert (done.returncode, done.stdout) == (2, "")
    assert "accord init" in done.stderr


def test_a_plan_that_cannot_be_read_says_where(world: World, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("accord: 1\nobjectives: [{id: x}]\n", encoding="utf-8")

    done = accord("plan", str(path))

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}:")


def test_what_is_many_is_folded(tmp_path: Path) -> None:
    def crowded(plan: Plan) -> Plan:
        return replace(plan, milestones=tuple(Milestone(f"m{n}", f"M {n}") for n in range(40)))

    lines = accord("plan", write(tmp_path, crowded)).stdout.splitlines()

    assert "  + 40 milestones: m0, m1, m2, m3, m4, m5, m6, m7 and 32 more" in lines
    assert len(lines) < 25


EDITS: dict[str, Any] = {
    "target": target(70),
    "criteria": lambda plan: with_key_result(plan, completion_criteria="Eighty."),
    "typo": lambda plan: with_key_result(plan, decomposition="Three fixes take out 150 tickets a week"),
    "definition": lambda plan: replace(plan, metrics=(replace(plan.metrics[0], counts="Chat."),)),
    "milestone": lambda plan: replace(plan, milestones=(Milestone("beta", "Beta"),)),
    "one objective": lambda plan: replace(plan, objectives=plan.objectives[:1]),
    "another objective": lambda plan: replace(plan, objectives=plan.objectives[1:], check_ins=()),
    "no metric": lambda plan: replace(
        with_key_result(plan, metric=None, baseline=None, target=None), metrics=()
    ),
    "check-in": lambda plan: replace(
        plan,
        check_ins=(CheckIn(plan.objectives[-1].key_results[0].id, worlds.START.date(), Decimal(6)),),
    ),
}  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.sampled_from(sorted(EDITS)), max_size=4),
    manner=st.builds(Manner, prune=st.booleans(), agree=st.booleans()),
    person=st.sampled_from(["alice", "bob", "ada"]),
    drafts=st.booleans(),
)
def test_what_is_shown_is_what_is_done(
    world: World, edits: list[str], manner: Manner, person: str, drafts: bool
) -> None:
    wanted = the_plan()
    for edit in edits:
        with suppress(ValueError, IndexError):  # what an earlier edit took away
            wanted = EDITS[edit](wanted)
    with transaction.atomic():
        world.account("ada", is_admin=True)
        world.agree("alice", "product")
        world.agree("bob", "support")
        if drafts:
            KeyResult.objects.filter(key="five-days").update(published_at=None)
        by = world.actor(person, "shell")
        before = rows()
        shown = outcome(lambda: plans.preview_plan(wanted, by=by, clock=world.clock, manner=manner))
        assert rows() == before
        assert outcome(lambda: plans.apply_plan(wanted, by=by, clock=world.clock, manner=manner)) == shown
        transaction.set_rollback(True)


def outcome(act: Any) -> Any:
    """What is printed but for the state, or what is refused."""
    try:
        return {name: value for name, value in as_json(act()).items() if name != "state"}
    except PlanRefused as refusal:
        return [str(refusal), *refusal.changes]


def test_an_admin_is_shown_what_only_admins_may(world: World, tmp_path: Path) -> None:
    world.account("ada", is_admin=True)
    path = write(tmp_path, lambda plan: replace(plan, cycle=replace(plan.cycle, name="Autumn")))

    assert accord("plan", path, *ALICE).exit_code == 2
    assert accord("plan", path, *ADA).exit_code == 1

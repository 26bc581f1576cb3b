"""A closed cycle in the shell: it is read as before, and whatever would write into it is refused with exit code 2."""

from pathlib import Path

import pytest

from accord.models import Answer, Change, Event
from accord.services.cycles import cycles
from tests import world as worlds
from tests.built_once import built_once
from tests.cli.shell import accord, accord_json
from tests.world import World

pytestmark = pytest.mark.django_db
KR = "fewer-tickets"
BOB = ("--team", "support", "--as", "bob@north.example")
SAID = "closed: its plan and its agreements stay as they are"


@pytest.fixture
@built_once
def closed() -> World:
    world = worlds.build()
    world.account("ada", is_admin=True)
    world.agree("alice", "product")
    cycles.close(world.cycle, by=world.actor("ada"), clock=world.clock)
    return world


def written() -> tuple[int, int, int]:
    return Answer.objects.count(), Change.objects.count(), Event.objects.count()


@pytest.mark.parametrize(
    "command",
    [
        ("agree",),
        ("agree", "--clause", "decomposition"),
        ("object", "--clause", "decomposition", "--reason", "Two fixes bring less."),
        ("ask", "--clause", "decomposition", "--question", "Which fix comes first?"),
    ],
)
def test_nobody_answers_in_a_closed_cycle(closed: World, command: tuple[str, ...]) -> None:
    before = written()

    done = accord("agreement", command[0], KR, *command[1:], *BOB)

    assert (done.exit_code, done.stdout) == (2, "")
    assert SAID in done.stderr
    assert "Traceback" not in done.stderr
    assert written() == before
    assert closed.states("support") == "ooooo"


@pytest.mark.parametrize("who", ["alice@north.example", "ada@north.example"])
def test_no_plan_is_applied_to_a_closed_cycle_whoever_brings_it(closed: World, tmp_path: Path, who: str) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_bytes(worlds.PLAN.replace(b"target: 60", b"target: 50"))
    before = written()

    done = accord("apply", str(plan), "--as", who)

    assert (done.exit_code, done.stdout) == (2, "")
    assert f"The cycle 2026-q4 is {SAID}" in done.stderr
    assert written() == before


def test_it_is_read_as_before(closed: World) -> None:
    (found,) = accord_json("agreement", "list")["agreements"]

    assert (found["key_result"], found["state"]) == (KR, "open")

"""What people wrote cannot move the cursor of whoever reads it in a terminal, nor turn a line around."""

from pathlib import Path

import pytest

from accord.cli.harmless import harmless
from accord.domain.clauses import Clause
from accord.services.agreements import answers
from tests import world as worlds
from tests.cli.checked import check, write
from tests.cli.plan_files import ADA
from tests.cli.plan_files import write as write_plan
from tests.cli.shell import accord
from tests.world import with_key_result

TURNED = "Bread \N{RIGHT-TO-LEFT OVERRIDE}xis ta"
NAMED = "Bread <U+202E>xis ta"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Brot für 6 € 🥖, خبز, לחם", "Brot für 6 € 🥖, خبز, לחם"),
        ("two\nlines\r\nand\ta tab", "two\nlines\r\nand\ta tab"),
        ("red \x1b[31m", "red <U+001B>[31m"),
        ("gone\rback", "gone<U+000D>back"),
        ("\u2066in\u2069 \u202aout\u202c \u2028\x85", "<U+2066>in<U+2069> <U+202A>out<U+202C> <U+2028><U+0085>"),
        ("a family \U0001f468\u200d\U0001f469\u200d\U0001f467", "a family \U0001f468\u200d\U0001f469\u200d\U0001f467"),
    ],
)
def test_only_characters_that_act_are_named(text: str, said: str) -> None:
    assert harmless(text) == said


@pytest.mark.parametrize("output", ["text", "github"])
def test_a_title_that_turns_the_line_around_is_named_for_people(tmp_path: Path, output: str) -> None:
    said = check(write(tmp_path, ("Bread at six", TURNED)), "--format", output).stdout

    assert NAMED in said
    assert TURNED not in said


@pytest.mark.parametrize("output", ["json", "sarif"])
def test_programs_read_it_exactly(tmp_path: Path, output: str) -> None:
    said = check(write(tmp_path, ("Bread at six", TURNED)), "--format", output).stdout

    assert TURNED in said


def test_so_is_a_key_that_a_plan_does_not_know(tmp_path: Path) -> None:
    said = check(write(tmp_path, ("organization:", "ti\N{RIGHT-TO-LEFT OVERRIDE}elt: x\norganization:"))).stderr

    assert "<U+202E>" in said
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in said


@pytest.mark.django_db
def test_plans_and_agreements_are_printed_so_too(tmp_path: Path) -> None:
    world = worlds.build()
    world.account("ada", is_admin=True)
    path = write_plan(tmp_path, lambda plan: with_key_result(plan, title=TURNED))

    planned = accord("plan", path).stdout
    accord("apply", path, *ADA)
    shown = [accord("agreement", "show", "fewer-tickets").stdout, accord("export").stdout]

    assert NAMED in planned
    assert NAMED in shown[0]
    assert TURNED not in planned + shown[0]
    assert TURNED in shown[1] or "\\u202e" in shown[1].lower()


@pytest.mark.django_db
def test_no_line_of_a_question_passes_for_one_of_ours() -> None:
    world = worlds.build()
    (seen,) = world.seen("support", [Clause.DEPENDENCIES])
    asked = "Which tags?\n5 definitions: agreed"
    answers.ask(world.key_result, seen, question=asked, by=world.actor("bob"), clock=world.clock)

    shown = accord("agreement", "show", "fewer-tickets").stdout

    assert "Which tags?\n    5 definitions: agreed\n" in shown

"""Which files a plan is read from, what they are called, and what is said of those that cannot be read."""

import os
from pathlib import Path

import pytest

from accord.formats.plan import PlanErrors, read_plan
from tests.formats.plans import FULL, HEAD

PERSON = "accord: 1\npeople: [{{id: {0}, name: {0}}}]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `plans` in the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    return tmp_path / "plans"


def people(*arguments: str) -> list[str]:
    return [person.id for person in read_plan(arguments).plan.people]


def lines(*arguments: str) -> list[str]:
    with pytest.raises(PlanErrors) as wrong:
        read_plan(arguments)
    return wrong.value.as_lines()


def test_a_folder_stands_for_its_plan_files_in_code_point_order(folder: Path) -> None:
    for name, person in {"b.yaml": "b", "a.yml": "a", "B.yaml": "c", "é.yaml": "d"}.items():
        (folder / name).write_text(PERSON.format(person))
    (folder / "0.json").write_text('{"accord": 1, "people": [{"id": "j", "name": "J"}]}')
    (folder / "head.yaml").write_text(HEAD)
    (folder / ".hidden.yaml").write_text("[")
    (folder / "notes.txt").write_text("[")
    (folder / "old.yaml").mkdir()
    (folder / "below").mkdir()
    (folder / "below" / "c.yaml").write_text("[")
    assert people("plans") == ["j", "c", "a", "b", "d"]


def test_arguments_are_taken_in_the_order_given_and_each_file_once(folder: Path) -> None:
    for name in "zy":
        (folder / f"{name}.yaml").write_text(PERSON.format(name))
    (folder / "head.yaml").write_text(HEAD)
    (folder / "link.yaml").symlink_to("z.yaml")
    assert people("plans/z.yaml", "plans/head.yaml", "./plans//y.yaml", str(folder / "z.yaml"), "plans") == ["z", "y"]


def test_a_file_given_by_name_may_have_any_ending(folder: Path) -> None:
    (folder / "plan.txt").write_text(FULL)
    assert people("plans/plan.txt") == ["ana", "li"]


def test_errors_name_files_as_they_were_given(folder: Path) -> None:
    (folder / "a.yaml").write_text(f"{HEAD}x: 1\n")
    assert lines("plans")[0].startswith("plans/a.yaml:4:1: x: ")
    assert lines("plans/")[0].startswith("plans/a.yaml:4:1: x: ")
    assert lines("./plans/a.yaml")[0].startswith("./plans/a.yaml:4:1: x: ")
    assert lines(str(folder))[0].startswith(f"{folder}/a.yaml:4:1: x: ")


def test_what_cannot_be_read_is_told_with_everything_else(folder: Path) -> None:
    (folder / "a.yaml").write_text(f"{HEAD}x: 1\n")
    (folder / "empty").mkdir()
    (folder / "gone.yaml").symlink_to("nowhere")
    (folder / "round.yaml").symlink_to("round.yaml")
    assert [line.split(": ")[0] for line in lines("plans", "plans/empty", "missing.yaml")] == [
        "missing.yaml:1:1",
        "plans/a.yaml:4:1",
        "plans/empty:1:1",
        "plans/gone.yaml:1:1",
        "plans/round.yaml:1:1",
    ]


def test_a_name_that_can_be_no_file_is_an_error() -> None:
    assert "cannot be read" in lines("a\0b")[0]
    assert "cannot be read" in lines("/dev/zero")[0]
    assert "cannot be read" in lines("x" * 5000)[0]


def test_a_file_without_permission_is_an_error(folder: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may read every file")
    (folder / "a.yaml").write_text(HEAD)
    (folder / "a.yaml").chmod(0)
    assert "cannot be read" in lines("plans")[0]
    folder.chmod(0)
    try:
        assert "cannot be read" in lines("plans/a.yaml")[0]
    finally:
        folder.chmod(0o700)


def test_a_plan_needs_a_file() -> None:
    assert "needs a file" in lines()[0]


def test_sections_of_which_there_is_one_may_stand_in_one_file(folder: Path) -> None:
    (folder / "a.yaml").write_text(HEAD)
    (folder / "b.yaml").write_text("accord: 1\nchecks: {}\norganization: {id: mill, name: The Mill}\n")
    (folder / "c.yaml").write_text("accord: 1\nchecks: {}\n")
    told = lines("plans")
    assert [line.split(": ")[:2] for line in told] == [
        ["plans/b.yaml:3:1", "organization"],
        ["plans/c.yaml:2:1", "checks"],
    ]
    assert "plans/a.yaml:2:1" in told[0]


def test_a_plan_without_organization_and_cycle_says_so_in_its_first_file(folder: Path) -> None:
    (folder / "a.yaml").write_text("# mine\naccord: 1\n")
    (folder / "b.yaml").write_text("accord: 1\n")
    (told,) = lines("plans")
    assert told.startswith("plans/a.yaml:2:1: organization: organization and cycle are missing in this plan; ")
    assert told.endswith("give their file too, or the folder of all files")

"""`accord check`: what is looked at, what counts, and how it exits."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.checked import FOUND, check, codes, findings, write

WITHOUT_DJANGO = """
import sys
from click.testing import CliRunner
from accord.cli.main import cli
for form in ("text", "json", "sarif", "github"):
    result = CliRunner().invoke(cli, ["check", sys.argv[1], "--format", form])
    assert result.exit_code == 1, result.output
assert CliRunner().invoke(cli, ["explain", "AL101"]).exit_code == 0
print(sorted(name for name in ("django", "numpy", "jinja2", "sqlite3", "accord.models") if name in sys.modules))
"""
TIDEWELL = Path(__file__).parents[2] / "src" / "accord" / "demo" / "tidewell.yaml"
MENDED = (("decomposition: Earlier.}", "decomposition: Earlier., completion_criteria: At six.}"),)
CHECKS = "checks:\n"


def test_files_are_checked_alone(tmp_path: Path) -> None:
    plan = write(tmp_path)

    done = subprocess.run([sys.executable, "-c", WITHOUT_DJANGO, plan], capture_output=True, text=True)

    assert done.stdout.strip() == "[]", done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["plan.yaml"]


@pytest.mark.parametrize(
    ("select", "fail_on", "code"),
    [
        ("AL101,AL102,AL404", "error", 1),
        ("AL102,AL404", "error", 0),
        ("AL102,AL404", "warning", 1),
        ("AL404", "warning", 0),
        ("AL404", "info", 1),
        ("AL101", "info", 1),
        ("AL9", "info", 0),
    ],
)
def test_it_fails_on_what_is_as_grave_as_asked_or_graver(tmp_path: Path, select: str, fail_on: str, code: int) -> None:
    plan = write(tmp_path)

    for form in ("text", "json", "sarif", "github"):
        done = check(plan, "--select", select, "--fail-on", fail_on, "--format", form)
        assert done.exit_code == code, (form, done.output)


def test_only_errors_fail_unless_asked_otherwise(tmp_path: Path) -> None:
    assert check(write(tmp_path)).exit_code == 1
    assert check(write(tmp_path, *MENDED)).exit_code == 0
    assert check(write(tmp_path, *MENDED), "--fail-on", "warning").exit_code == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ("--select", "AL0"),
        ("--ignore", "AL101,nothing"),
        ("--select", ""),
        ("--select", "AL101,"),
        ("--select", "al101"),
        ("--fail-on", "nothing"),
        ("--format", "xml"),
        ("--as-of", "2026-02-30"),
        ("--as-of", "20261005"),
        ("--as-of", ""),
        ("--prune",),
    ],
)
def test_wrong_use_is_told_apart_from_findings(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    done = check(write(tmp_path), *wrong)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage: accord check" in done.stderr


def test_no_plan_is_wrong_use() -> None:
    assert check().exit_code == 2


def test_an_unknown_code_gets_a_suggestion(tmp_path: Path) -> None:
    assert "Did you mean AL703?" in check(write(tmp_path), "--select", "AL7-03").stderr


def test_options_choose_codes_by_their_beginnings(tmp_path: Path) -> None:
    plan = write(tmp_path)

    assert sorted(codes(plan)) == FOUND
    assert codes(plan, "--select", "AL4") == ["AL404"]
    assert sorted(codes(plan, "--select", "AL1", "--select", "AL2")) == ["AL101", "AL102", "AL206"]
    assert sorted(codes(plan, "--select", "AL1, AL4", "--ignore", "AL10")) == ["AL404"]
    assert codes(plan, "--select", "AL101", "--ignore", "AL101") == []
    assert sorted(codes(plan, "--ignore", "AL1")) == ["AL206", "AL404"]


def test_each_check_alone_finds_what_it_finds_among_all() -> None:
    together = findings(str(TIDEWELL), "--as-of", "2026-11-20")["findings"]

    for code in ("AL101", "AL303", "AL602", "AL801"):
        alone = findings(str(TIDEWELL), "--as-of", "2026-11-20", "--select", code)["findings"]
        assert alone == [each for each in together if each["code"] == code] != []


def test_what_is_left_out_counts_for_nothing(tmp_path: Path) -> None:
    plan = write(tmp_path, more=f"{CHECKS}  off: [AL101]\n")

    assert sorted(codes(plan)) == ["AL102", "AL206", "AL404"]
    assert findings(plan, "--select", "AL1")["summary"] == {"error": 0, "warning": 1, "info": 0, "accepted": 0}
    assert check(plan).exit_code == 0
    assert codes(plan, "--select", "AL101") == []


def test_the_plans_own_severity_counts(tmp_path: Path) -> None:
    plan = write(tmp_path, more=f"{CHECKS}  severity: {{AL404: error, AL101: info}}\n")

    found = findings(plan, "--select", "AL101,AL404")

    assert {each["code"]: each["severity"] for each in found["findings"]} == {"AL101": "info", "AL404": "error"}
    assert found["summary"] == {"error": 1, "warning": 0, "info": 1, "accepted": 0}
    assert check(plan, "--select", "AL404").exit_code == 1
    assert check(plan, "--select", "AL101", "--fail-on", "warning").exit_code == 0


@pytest.mark.parametrize(("as_of", "is_accepted"), [("2026-11-29", True), ("2026-11-30", True), ("2026-12-01", False)])
def test_an_accepted_finding_counts_as_accepted_through_its_last_day(
    tmp_path: Path, as_of: str, is_accepted: bool
) -> None:
    accepted = "{code: AL101, subject: bread, reason: Next week., until: 2026-11-30}"
    plan = write(tmp_path, more=f"{CHECKS}  accepted: [{accepted}]\n")

    found = findings(plan, "--as-of", as_of, "--select", "AL101")

    assert found["summary"] == {"error": not is_accepted, "warning": 0, "info": 0, "accepted": is_accepted}
    assert len(found["findings"]) == (not is_accepted)
    assert check(plan, "--as-of", as_of, "--select", "AL101").exit_code == (not is_accepted)


def test_code_and_subject_must_match_to_be_accepted(tmp_path: Path) -> None:
    for accepted in ("{code: AL102, subject: bread, reason: So.}", "{code: AL101, subject: hot, reason: So.}"):
        plan = write(tmp_path, more=f"{CHECKS}  accepted: [{accepted}]\n")
        assert codes(plan, "--select", "AL101") == ["AL101"]


def test_what_is_off_or_not_selected_is_not_counted_as_accepted(tmp_path: Path) -> None:
    accepted = "  accepted: [{code: AL101, subject: bread, reason: Next week.}]\n"
    plan = write(tmp_path, more=CHECKS + accepted)

    assert findings(plan, "--ignore", "AL101")["summary"]["accepted"] == 0
    plan = write(tmp_path, more=f"{CHECKS}  off: [AL101]\n{accepted}")
    assert findings(plan)["summary"]["accepted"] == 0


def test_the_day_by_which_to_judge_may_be_any(tmp_path: Path) -> None:
    plan = write(tmp_path)

    for day, expected in (("2026-10-31", 0), ("2026-11-01", 2), ("2026-12-31", 2), ("2027-01-01", 0)):
        assert codes(plan, "--as-of", day).count("AL801") == expected, day
    for day in ("0001-01-01", "9999-12-31"):
        assert sorted(codes(plan, "--as-of", day)) == FOUND


def test_a_finding_that_is_due_at_the_end_of_time_is_no_accident(tmp_path: Path) -> None:
    action = "{id: late, title: Wait, team: ovens, responsible: dot, due: 9999-12-31}"
    plan = write(tmp_path, ("decomposition: Earlier.}", f"decomposition: Earlier., actions: [{action}]}}"))

    assert "AL204" in codes(plan)

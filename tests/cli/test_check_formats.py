"""`accord check` for people, for code hosts and for their pipelines."""

import subprocess
import sys
from collections import Counter
from pathlib import Path, PurePath
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, validate  # type: ignore[import-untyped]

from accord.cli.check_annotations import _command
from accord.cli.harmless import harmless
from tests.cli.checked import check, findings, write
from tests.cli.sarif_shape import LOG

TIDEWELL = Path(__file__).parents[2] / "src" / "accord" / "demo" / "tidewell.yaml"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(*arguments: str) -> Any:
    """The one run of what is printed, which has the standard's shape."""
    log = orjson.loads(check(*arguments, "--format", "sarif").stdout)
    validate(log, LOG, Draft202012Validator)
    (run,) = log["runs"]
    return run


def test_people_read_the_gravest_first_by_team_then_how_to_mend_it(tmp_path: Path) -> None:
    plan = write(tmp_path)

    lines = check(plan, "--ignore", "AL102").stdout.splitlines()

    assert lines == [
        "Will break: 1 error",
        "",
        "Desk",
        f"{plan}:23: AL101 “Bread at six” does not say how anybody can tell that it is done.",
        "",
        "Could break: 1 warning",
        "",
        "Ovens",
        (
            f"{plan}:29: AL206 Dot is accountable for “Ovens hot at four” and is not a member of Ovens, "
            "whose key result it is."
        ),
        "",
        "Worth a look: 1 info",
        "",
        "Desk",
        (
            f"{plan}:17: AL404 Ovens has not answered whether it accepts what “Fresh bread” would do for "
            "“Ovens hot at four”."
        ),
        "",
        "How to mend",
        (
            "AL101 no-completion-criteria (1): Add completion criteria: what anybody can look at to see that it is "
            "done. "
            "Without them, two teams say yes to two different things."
        ),
        (
            "AL206 accountable-outside-team (1): Choose somebody of the team, or add the person to it. "
            "Who answers for a result should be able to decide about it."
        ),
        (
            "AL404 unanswered-contribution (1): Accept or decline it. "
            "Until then the other team does not know whether it counts."
        ),
        "",
        "1 error, 1 warning and 1 info.",
    ]


def test_people_are_told_when_there_is_nothing(tmp_path: Path) -> None:
    accepted = "checks:\n  accepted: [{code: AL101, subject: bread, reason: Next week.}]\n"

    assert check(write(tmp_path), "--select", "AL7").stdout == (
        "Nothing found in 2 teams and 2 key results: as far as these checks can see, it fits together.\n"
    )
    done = check(write(tmp_path, more=accepted), "--select", "AL101").stdout
    assert done.endswith(" 1 finding is accepted.\n")


def test_what_belongs_to_no_team_comes_first(tmp_path: Path) -> None:
    plan = write(tmp_path, ("    serves: [trusted]\n", ""))

    warnings = check(plan, "--select", "AL102,AL502").stdout.splitlines()

    assert warnings[2] == "The whole organization"
    assert warnings[3].endswith("No objective of this cycle serves “The baker people trust”.")
    assert warnings[5] == "Desk"


def test_a_finding_is_one_line_whatever_the_title(tmp_path: Path) -> None:
    plan = write(tmp_path, ("title: Bread at six", r'title: "Bread\n  ::error::\tat six"'), name="the  plan.yaml")

    assert f"{plan}:23: AL101 “Bread ::error:: at six” does not" in check(plan).stdout


@pytest.mark.parametrize(
    ("terminal", "variables", "is_coloured"),
    [(True, {}, True), (True, {"NO_COLOR": "1"}, False), (False, {}, False)],
)
def test_colour_is_for_terminals(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    terminal: bool,
    variables: dict[str, str],
    is_coloured: bool,
) -> None:
    from accord.cli.main import cli

    plan = write(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    with pytest.raises(SystemExit):
        cli(["check", plan], prog_name="accord")

    assert ("\x1b[" in capsys.readouterr().out) is is_coloured


def test_a_terminal_that_lacks_a_character_is_no_accident() -> None:
    for form in ("text", "github"):
        command = [sys.executable, "-m", "accord.cli.main", "check", str(TIDEWELL), "--format", form]
        done = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": "latin-1"})

        assert (done.returncode, b"Traceback" in done.stderr) == (1, False)
        assert b"Tom\xe1s Reyes" in done.stdout


def test_what_mends_the_gravest_is_told_first_and_of_those_what_mends_most(tmp_path: Path) -> None:
    lines = check(str(TIDEWELL), "--as-of", "2026-11-18").stdout.splitlines()
    mends = [line.split(" ")[0] for line in lines[lines.index("How to mend") + 1 : -2]]
    found = orjson.loads(check(str(TIDEWELL), "--as-of", "2026-11-18", "--format", "json").stdout)["findings"]

    counts = Counter(each["code"] for each in found)
    grave = {each["code"]: list(LEVELS).index(each["severity"]) for each in found}
    assert mends == sorted(counts, key=lambda code: (grave[code], -counts[code], code))
    assert mends != sorted(mends)


def test_github_is_told_a_file_as_it_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)

    told = {check(folder, "--format", "github").stdout for folder in (".", "./plan.yaml", "plan.yaml")}

    assert len(told) == 1
    assert "file=plan.yaml,line=23," in told.pop()


def test_github_is_told_file_line_and_title(tmp_path: Path) -> None:
    plan = write(tmp_path, ("title: Bread at six", r'title: "Bread: 100%, at\nsix"'))

    done = check(plan, "--ignore", "AL102", "--format", "github")

    name = plan.replace(":", "%3A").replace(",", "%2C")
    assert done.stdout.splitlines()[1] == (
        f"::error file={name},line=23,title=AL101 no-completion-criteria::"
        "“Bread: 100%25, at%0Asix” does not say how anybody can tell that it is done.%0A"
        "Add completion criteria: what anybody can look at to see that it is done. "
        "Without them, two teams say yes to two different things."
    )
    assert [line.split(" ")[0] for line in done.stdout.splitlines()] == ["::notice", "::error", "::warning"]
    assert done.stderr == "error: 1, warning: 1, info: 1\n"


def test_github_is_told_where_a_plan_cannot_be_read(tmp_path: Path) -> None:
    plan = write(tmp_path, ("team: ovens", "team: oven"))

    done = check(plan, "--format", "github")

    assert done.stdout.startswith(f"::error file={plan},line=25,col=11,title=Plan cannot be read::objectives[1].team: ")
    assert len(done.stdout.splitlines()) == 1


@given(st.text(), st.text().filter(lambda name: str(PurePath(name)) == name))
def test_no_text_ends_an_annotation_or_begins_another(message: str, name: str) -> None:
    command = _command("error", message, file=name, line=3)

    properties, _, said = command.removeprefix("::error ").partition("::")
    assert "\n" not in command
    assert "\r" not in command
    (file, line) = (each.partition("=")[2] for each in properties.split(","))
    assert (_read(file.replace("%3A", ":").replace("%2C", ",")), line) == (name, "3")
    assert _read(said) == harmless(message)


def _read(escaped: str) -> str:
    return escaped.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_sarif_has_a_result_for_each_finding_and_a_rule_for_each_check(tmp_path: Path) -> None:
    plan = write(tmp_path, more="checks: {severity: {AL102: info}, off: [AL604]}\n")

    run = sarif(plan)

    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == 49
    assert "AL604" not in rules
    for result, finding in zip(run["results"], findings(plan)["findings"], strict=True):
        (place,) = result["locations"]
        assert rules[result["ruleIndex"]] == result["ruleId"] == finding["code"]
        assert result["level"] == LEVELS[finding["severity"]]
        assert result["message"]["text"] == finding["message"]
        assert place["physicalLocation"] == {
            "artifactLocation": {"uri": Path(plan).as_uri()},
            "region": {"startLine": finding["line"]},
        }
        assert place["logicalLocations"][0]["name"] == finding["subject"]["id"]
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_a_whole_organizations_findings_have_sarifs_shape() -> None:
    assert len(sarif(str(TIDEWELL))["results"]) > 30


def test_a_finding_in_sarif_stays_the_same_one_when_lines_move(tmp_path: Path) -> None:
    prints = [
        [result["partialFingerprints"] for result in sarif(write(tmp_path, *moved))["results"]]
        for moved in ((), (("people:\n", "\n\n# Who works here.\npeople:\n"),))
    ]

    assert prints[0] == prints[1]
    assert len({each["finding/v1"] for each in prints[0]}) == len(prints[0])


def test_files_in_sarif_are_relative_where_they_were_named_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "q4 plän").mkdir()
    write(tmp_path / "q4 plän")

    run = sarif("./q4 plän")

    uris = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in run["results"]}
    assert uris == {"q4%20pl%C3%A4n/plan.yaml"}


def test_sarif_says_that_and_why_a_plan_could_not_be_read(tmp_path: Path) -> None:
    plan = write(tmp_path, ("team: ovens", "team: oven"))

    run = sarif(plan)

    (invocation,) = run["invocations"]
    (told,) = invocation["toolExecutionNotifications"]
    assert (invocation["executionSuccessful"], run["results"]) == (False, [])
    assert told["message"]["text"].endswith("(did you mean ovens?)")
    assert told["locations"][0]["physicalLocation"]["region"] == {"startLine": 25, "startColumn": 11}

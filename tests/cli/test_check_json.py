"""What `accord check --format json` promises: keys, places, order, the same bytes for the same plan."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accord.domain.checks.registry import CHECKS
from accord.domain.plan import Plan
from accord.formats.plan.writing import write_json
from tests.cli.checked import check, findings, write
from tests.domain.checks.random_plans import plans

LISTS = ("strategic_goals", "people", "teams", "metrics", "milestones", "objectives", "check_ins")
TIDEWELL = Path(__file__).parents[2] / "src" / "accord" / "demo" / "tidewell.yaml"


def test_a_finding_says_what_where_how_grave_and_how_to_mend_it(tmp_path: Path) -> None:
    plan = write(tmp_path)

    found = findings(plan, "--select", "AL404")

    assert found == {
        "findings": [
            {
                "code": "AL404",
                "name": "unanswered-contribution",
                "severity": "info",
                "subject": {"kind": "objective", "id": "fresh"},
                "related": [{"kind": "key_result", "id": "hot"}],
                "message": "Ovens has not answered whether it accepts what “Fresh bread” would do for "
                "“Ovens hot at four”.",
                "help": "Accept or decline it. Until then the other team does not know whether it counts.",
                "file": plan,
                "line": 17,
            }
        ],
        "summary": {"error": 0, "warning": 0, "info": 1, "accepted": 0},
    }


def test_nothing_found_is_an_answer_too(tmp_path: Path) -> None:
    done = check(write(tmp_path), "--select", "AL9", "--format", "json")

    assert orjson.loads(done.stdout) == {
        "findings": [],
        "summary": {"error": 0, "warning": 0, "info": 0, "accepted": 0},
    }
    assert done.stderr == ""


def test_the_line_is_that_of_the_subjects_id_whatever_the_subject(tmp_path: Path) -> None:
    plan = write(
        tmp_path,
        ("brief: {why: Bread was late., success: It is there at six., different: Nobody asks.}", "brief: {}"),
        ("    serves: [trusted]\n", ""),
        ("definition: They are lit.,", ""),
        ("decomposition: Earlier.}", "actions: [{id: bake, title: Bake}], needs: [{id: list, from: ovens, what: It}]}"),
        ("members: [{person: dot, role: lead}]", "members: [{person: dot, allocation: 101}]"),
        more="metrics: [{id: sold, name: Sold}]\n",
    )
    plan_with_metric = write(
        tmp_path,
        ("milestone: opening", "metric: sold"),
        name="other.yaml",
        more="metrics:\n  - name: Sold\n    id: sold\n",
    )

    lines = Path(plan).read_text(encoding="utf-8").splitlines()
    found = findings(plan)["findings"]

    assert {each["subject"]["kind"] for each in found} == {
        *("cycle", "strategic_goal", "person", "milestone", "objective", "key_result", "action", "need")
    }
    for each in found:
        assert f"id: {each['subject']['id']}" in lines[each["line"] - 1]
    (undefined,) = findings(plan_with_metric, "--select", "AL103")["findings"]
    assert undefined["line"] == len(Path(plan_with_metric).read_text(encoding="utf-8").splitlines())


def test_findings_come_by_file_line_code_subject_and_related(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("accord: 1\nteams: [{id: sales, name: Sales}]\n", encoding="utf-8")
    first = tmp_path / "a.yaml"
    objective = "{id: o%s, team: sales, title: Sell, key_results: [{id: k%s, title: Sell}]}"
    listed = ", ".join(objective % (number, number) for number in "abcdef")
    first.write_text(f"accord: 1\nobjectives: [{listed}]\n", encoding="utf-8")

    found = findings(write(tmp_path), str(tmp_path / "b.yaml"), str(first))["findings"]

    keys = [_key(each) for each in found]
    assert keys == sorted(keys)
    assert {Path(each["file"]).name for each in found} == {"a.yaml", "b.yaml", "plan.yaml"}


@pytest.mark.parametrize("at_once", [1, 2, 38, 200])
def test_it_is_laid_out_as_any_json_however_much_is_written_at_once(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr("accord.cli.check_json.AT_ONCE", at_once)

    for options in ((), ("--select", "AL9")):
        printed = check(str(TIDEWELL), "--as-of", "2026-11-20", "--format", "json", *options).stdout.encode()
        assert printed == orjson.dumps(orjson.loads(printed), option=orjson.OPT_INDENT_2) + b"\n"


def test_severities_are_counted_as_printed(tmp_path: Path) -> None:
    found = findings(str(TIDEWELL), "--as-of", "2026-11-20")

    severities = [each["severity"] for each in found["findings"]]
    names = {check.code: check.name for check in CHECKS}
    assert {name: severities.count(name) for name in ("error", "warning", "info")} | {"accepted": 2} == found["summary"]
    assert all(each["name"] == names[each["code"]] for each in found["findings"])


def test_the_same_plan_gives_the_same_bytes_in_any_process() -> None:
    for form in ("json", "sarif", "text", "github"):
        command = [sys.executable, "-m", "accord.cli.main", "check", str(TIDEWELL), "--as-of", "2026-11-20"]
        printed = {
            subprocess.run([*command, "--format", form], capture_output=True, env={"PYTHONHASHSEED": seed}).stdout
            for seed in ("1", "2")
        }
        assert len(printed) == 1
        assert len(printed.pop()) > 1000


def test_a_plan_that_cannot_be_read_is_told_on_standard_output_alone(tmp_path: Path) -> None:
    plan = write(tmp_path, ("team: ovens", "team: oven"), ("start: 2026-10-01", "strat: 2026-10-01"))

    done = check(plan, "--format", "json")

    assert (done.exit_code, done.stderr) == (2, "")
    told = orjson.loads(done.stdout)["errors"]
    assert [(each["file"], each["line"], each["column"], each["suggestion"]) for each in told] == [
        (plan, 6, 3, "start"),
        (plan, 25, 11, "ovens"),
    ]


def test_files_of_a_folder_are_called_by_its_name_as_it_was_given(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "teams.json").write_text('{"accord": 1, "teams": [{"id": "sales", "name": "Sales"}]}')
    for number in range(6):
        text = f'{{"accord": 1, "objectives": [{{"id": "o{number}", "team": "sales", "title": "Sell"}}]}}'
        (tmp_path / f"sales-{number}.json").write_text(text)

    (many,) = findings(str(tmp_path), "--select", "AL701")["findings"]

    assert (many["file"], many["line"], many["subject"]["id"]) == (f"{tmp_path}/teams.json", 1, "sales")


@given(plans, st.integers(1, 4), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_in_how_many_files_a_plan_lies_changes_only_files_and_lines(plan: Plan, count: int, random: Any) -> None:
    whole = orjson.loads(write_json(plan))
    with TemporaryDirectory() as folder:
        (Path(folder) / "whole.json").write_bytes(orjson.dumps(whole))
        names = []
        for number, part in enumerate(_parts(whole, count, random)):
            names.append(str(Path(folder) / f"part-{number}.json"))
            Path(names[-1]).write_bytes(orjson.dumps(part, option=orjson.OPT_INDENT_2))
        one, several = findings(f"{folder}/whole.json"), findings(*names)

    assume("errors" not in one)
    assert sorted(map(_key, several["findings"])) == [_key(each) for each in several["findings"]]
    assert _without_places(several) == _without_places(one)


@pytest.mark.parametrize("form", ["text", "sarif", "github"])
def test_the_mistakes_of_a_plan_are_lines_for_people_in_every_other_format(tmp_path: Path, form: str) -> None:
    plan = write(tmp_path, ("team: ovens", "team: oven"))

    done = check(plan, "--format", form)

    assert done.exit_code == 2
    assert done.stderr.startswith(f"{plan}:25:11: objectives[1].team: ")
    assert done.stderr.endswith("(did you mean ovens?)\n")


def _key(finding: dict[str, Any]) -> tuple[Any, ...]:
    related = [(ref["kind"], ref["id"]) for ref in finding["related"]]
    subject = finding["subject"]
    return finding["file"], finding["line"], finding["code"], subject["kind"], subject["id"], related


def _parts(whole: dict[str, Any], count: int, random: Any) -> Iterator[dict[str, Any]]:
    """Files that hold a plan together: what stands once lies anywhere, lists are cut anywhere."""
    home = random.randrange(count)
    cuts = {key: sorted(random.randint(0, len(whole.get(key, ()))) for _ in range(count - 1)) for key in LISTS}
    for number in range(count):
        part = {"accord": 1}
        if number == home:
            part |= {key: value for key, value in whole.items() if key not in LISTS}
        for key in LISTS:
            start, end = ([0, *cuts[key]][number], [*cuts[key], None][number])
            part[key] = whole.get(key, [])[start:end]
        yield part


def _without_places(found: dict[str, Any]) -> tuple[list[str], Any]:
    plain = ({key: value for key, value in each.items() if key not in ("file", "line")} for each in found["findings"])
    return sorted(orjson.dumps(each, option=orjson.OPT_SORT_KEYS).decode() for each in plain), found["summary"]

"""Plans and drafts: what a plan names is published; with --draft what is new stays a draft of its team."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from accord.domain.plan import Action, CheckIn, KeyResult, Metric, Need, Objective, Plan
from accord.models import Action as ActionRow
from accord.models import Agreement, Change, Party, Revision
from accord.models import KeyResult as KeyResultRow
from accord.models import Metric as MetricRow
from accord.models import Objective as ObjectiveRow
from accord.services import doctor
from tests import world as worlds
from tests.cli.plan_files import ADA, ALICE, BOB, CAROL, write
from tests.cli.shell import accord, accord_json
from tests.world import World

pytestmark = pytest.mark.django_db
FASTER = Objective(
    "faster",
    "product",
    "Faster answers",
    key_results=(
        KeyResult(
            "fast",
            "Answers in an hour",
            metric="wait",
            baseline=Decimal(5),
            target=Decimal(1),
            actions=(Action("train", "Train everybody", team="support"),),
            needs=(Need("rota", "support", "A rota", for_action="train"),),
        ),
    ),
)
WAIT = Metric("wait", "Time to answer", owner="product")


@pytest.fixture
def world() -> World:
    built = worlds.build()
    built.account("ada", is_admin=True)
    return built


def faster(plan: Plan) -> Plan:
    return replace(plan, metrics=(*plan.metrics, WAIT), objectives=(FASTER,))


def published(key: str = "fast") -> bool:
    row = KeyResultRow.objects.select_related("objective").get(key=key)
    return row.published_at is not None and row.objective.published_at is not None


def drafted(tmp_path: Path) -> None:
    accord_json("apply", write(tmp_path, faster), *ALICE, "--draft")


def test_what_is_new_stays_a_draft_and_binds_nobody(world: World, tmp_path: Path) -> None:
    found = accord_json("plan", write(tmp_path, faster), *ALICE, "--draft", code=1)
    assert found["create"] == [
        {"kind": "metric", "id": "wait"},
        {"kind": "objective", "id": "faster"},
        {"kind": "key_result", "id": "fast"},
        {"kind": "action", "id": "train"},
        {"kind": "need", "id": "rota"},
    ]

    drafted(tmp_path)

    assert not published()
    assert MetricRow.objects.filter(key="wait").exists()
    assert Agreement.objects.count() == 1
    assert not Revision.objects.filter(key__in=["faster", "fast", "train", "rota"]).exists()
    assert accord("plan", write(tmp_path, faster), "--draft").stdout == "Nothing to change.\n"


def test_drafts_change_without_a_history(world: World, tmp_path: Path) -> None:
    drafted(tmp_path)
    changes = Change.objects.count()

    def later(plan: Plan) -> Plan:
        key_result = replace(FASTER.key_results[0], target=Decimal(2), actions=(), needs=())
        return replace(faster(plan), objectives=(replace(FASTER, key_results=(key_result,)),))

    found = accord_json("apply", write(tmp_path, later), *ALICE, "--draft")

    assert [(each["id"], each["field"], each["after"]) for each in found["change"]] == [("fast", "target", 2)]
    assert KeyResultRow.objects.get(key="fast").target == 2
    assert Change.objects.count() == changes
    assert not published()


def test_a_published_item_among_drafts_is_refused(world: World, tmp_path: Path) -> None:
    path = write(tmp_path, lambda plan: replace(faster(plan), objectives=(*plan.objectives, FASTER)))

    for command in ("plan", "apply"):
        done = accord(command, path, *ALICE, "--draft")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "objective calm" in done.stderr
        assert "key_result five-days" in done.stderr
        assert "faster" not in done.stderr
    assert not ObjectiveRow.objects.filter(key="faster").exists()


def test_a_draft_that_a_plan_names_is_published(world: World, tmp_path: Path) -> None:
    drafted(tmp_path)
    path = write(tmp_path, faster)

    shown = accord_json("plan", path, *ALICE, code=1)
    assert shown["change"] == [
        {"kind": "objective", "id": "faster", "field": "published", "before": False, "after": True,
         "substantive": False},
        {"kind": "key_result", "id": "fast", "field": "published", "before": False, "after": True,
         "substantive": False},
    ]  # fmt: skip
    accord_json("apply", path, *ALICE)

    assert published()
    assert set(Party.objects.filter(agreement__key_result__key="fast").values_list("team__key", flat=True)) == {
        "product",
        "support",
    }
    came = Revision.objects.filter(field=None, before__isnull=True, key__in=["faster", "fast", "train", "rota"])
    assert came.count() == 4
    assert accord("plan", path).stdout == "Nothing to change.\n"


def test_a_draft_is_published_as_the_plan_describes_it(world: World, tmp_path: Path) -> None:
    drafted(tmp_path)

    def better(plan: Plan) -> Plan:
        calls = Metric("calls", "Calls a day", owner="product")
        first = FASTER.key_results[0]
        key_result = replace(
            first,
            metric="calls",
            title="Calls answered at once",
            actions=(*first.actions, Action("hire", "Hire two")),
            needs=(replace(first.needs[0], for_action="hire", by=date(2026, 11, 2)),),
        )
        changed = replace(FASTER, key_results=(key_result,))
        day = CheckIn("fast", date(2026, 10, 5), Decimal(4))
        return replace(plan, metrics=(*plan.metrics, WAIT, calls), objectives=(changed,), check_ins=(day,))

    path = write(tmp_path, better)
    found = accord_json("apply", path, *ALICE)

    assert {(each["id"], each["field"]) for each in found["change"]} == {
        ("faster", "published"), ("fast", "published"), ("fast", "title"), ("fast", "metric"),
        ("rota", "for"), ("rota", "by"),
    }  # fmt: skip
    came = Revision.objects.get(kind="key_result", key="fast", field=None)
    assert came.after is not None
    assert (came.after["title"], came.after["metric"]) == ("Calls answered at once", "calls")
    assert not Revision.objects.filter(key="fast", field__isnull=False).exists()
    assert KeyResultRow.objects.get(key="fast").wording == {}
    assert accord("plan", path).stdout == "Nothing to change.\n"
    assert list(doctor.problems(now=worlds.START)) == []


def test_only_its_team_publishes_a_draft(world: World, tmp_path: Path) -> None:
    drafted(tmp_path)

    refused = accord("apply", write(tmp_path, faster), *CAROL)

    assert (refused.exit_code, "objective faster.published" in refused.stderr) == (2, True)
    assert not published()
    accord_json("apply", write(tmp_path, faster), *ADA)
    assert published()


def test_nobody_drafts_in_another_teams_plan(world: World, tmp_path: Path) -> None:
    assert accord("apply", write(tmp_path, faster), *BOB, "--draft").exit_code == 2
    assert not ActionRow.objects.filter(key="train").exists()


def test_the_first_plan_may_be_a_draft_too(tmp_path: Path) -> None:
    found = accord_json("apply", write(tmp_path), "--draft")

    assert {"kind": "key_result", "id": "fewer-tickets"} in found["create"]
    assert not published("fewer-tickets")
    assert not Agreement.objects.exists()
    accord_json("apply", write(tmp_path), *ALICE, code=2)
    accord_json("apply", write(tmp_path, lambda plan: replace(plan, objectives=plan.objectives[:1])), *ALICE)
    assert (published("fewer-tickets"), published("five-days")) == (True, False)


def test_drafts_that_a_plan_does_not_name_stay_drafts(world: World, tmp_path: Path) -> None:
    drafted(tmp_path)

    accord_json("apply", write(tmp_path), *ALICE)

    assert not published()
    assert "faster" not in accord("export").stdout


def test_people_read_what_is_published(world: World, tmp_path: Path) -> None:
    drafted(tmp_path)

    lines = accord("plan", write(tmp_path, faster)).stdout.splitlines()

    assert lines == [
        "Applying this would mean: 2 published.",
        "",
        "Published, until now a draft",
        "  * objective: faster",
        "  * key result: fast",
    ]

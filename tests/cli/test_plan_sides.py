"""Plans and the sides of other teams: what a file may leave out, what it may say, and in whose name."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from accord.domain.plan import CheckIn, Checks, Contribution, Milestone, Need, Person, Plan
from accord.models import Contribution as ContributionRow
from accord.models import Need as NeedRow
from accord.models import Organization
from accord.models import Person as PersonRow
from tests import world as worlds
from tests.cli.plan_files import ADA, ALICE, BOB, CAROL, DAN, write
from tests.cli.shell import accord, accord_json
from tests.world import World, the_plan, with_key_result

pytestmark = pytest.mark.django_db
DAY, LATER = date(2026, 12, 17), date(2026, 12, 20)


@pytest.fixture
def world() -> World:
    built = worlds.build()
    built.account("ada", is_admin=True)
    return built


def need(**said: Any) -> Any:
    """The plan in which the provider says this of the need; nothing is said of the rest."""
    known = the_plan().objectives[0].key_results[0].needs[0]
    answered = replace(known, **said, stated=frozenset(said))
    return lambda plan: with_key_result(plan, needs=(answered,))


def row() -> dict[str, Any]:
    found = NeedRow.objects.select_related("provided_by_action").get()
    provided_by = found.provided_by_action.key if found.provided_by_action else None
    return {
        "promised": found.promised, "provided_by": provided_by, "delivered": found.delivered,
        "received": found.received, "declined": found.declined,
    }  # fmt: skip


def silent() -> dict[str, Any]:
    return dict.fromkeys(("promised", "provided_by", "delivered", "received", "declined"))


PROMISED = {"promised": DAY, "provided_by": "retag"}
PROVIDED = {**PROMISED, "delivered": DAY, "received": LATER}


def test_what_a_file_leaves_out_of_another_side_stays(world: World, tmp_path: Path) -> None:
    accord_json("apply", write(tmp_path, need(**PROVIDED)), *ADA)

    assert accord("plan", write(tmp_path)).stdout == "Nothing to change.\n"
    assert accord("apply", write(tmp_path), *ALICE).exit_code == 0
    assert row() == silent() | PROVIDED


def test_the_provider_promises_delivers_and_takes_its_promise_back(world: World, tmp_path: Path) -> None:
    accord_json("apply", write(tmp_path, need(promised=DAY)), *BOB)
    accord_json("apply", write(tmp_path, need(provided_by="retag", delivered=DAY)), *BOB)
    assert row() == silent() | {**PROMISED, "delivered": DAY}

    text = Path(write(tmp_path, need(promised=None))).read_text(encoding="utf-8")
    assert 'promised: ""' in text
    found = accord_json("apply", str(tmp_path / "plan.yaml"), *BOB)

    assert [(each["field"], each["before"], each["after"]) for each in found["change"]] == [
        ("promised", "2026-12-17", None)
    ]
    assert row() == silent() | {"provided_by": "retag", "delivered": DAY}


def test_a_no_takes_back_all_that_was_said_before(world: World, tmp_path: Path) -> None:
    accord_json("apply", write(tmp_path, need(**PROVIDED)), *ADA)

    found = accord_json("apply", write(tmp_path, need(declined="No one is free.")), *BOB)

    assert {each["field"] for each in found["change"]} == {*PROVIDED, "declined"}
    assert row() == silent() | {"declined": "No one is free."}


@pytest.mark.parametrize("said", [{"promised": DAY}, {"provided_by": "retag"}, {"delivered": DAY}])
def test_a_yes_takes_back_the_no(world: World, tmp_path: Path, said: dict[str, Any]) -> None:
    accord_json("apply", write(tmp_path, need(declined="No one is free.")), *BOB)

    accord_json("apply", write(tmp_path, need(**said)), *BOB)

    assert row() == silent() | said


@pytest.mark.parametrize(
    "said", [{"promised": DAY}, {"provided_by": "retag"}, {"delivered": DAY}, {"declined": "No."}]
)  # fmt: skip
@pytest.mark.parametrize("who", [ALICE, CAROL])
def test_nobody_else_speaks_for_the_provider(world: World, tmp_path: Path, said: Any, who: Any) -> None:
    done = accord("apply", write(tmp_path, need(**said)), *who)

    assert (done.exit_code, f"need tags.{next(iter(said))}" in done.stderr) == (2, True)
    assert row() == silent()
    assert accord("apply", write(tmp_path, need(**said)), *ADA).exit_code == 0


def test_an_asking_team_may_say_what_the_provider_said_itself(world: World, tmp_path: Path) -> None:
    accord_json("apply", write(tmp_path, need(promised=DAY)), *BOB)

    done = accord("apply", write(tmp_path, lambda plan: replace(need(promised=DAY)(plan))), *ALICE)

    assert (done.exit_code, done.stdout) == (0, "Nothing to change.\n")


def test_what_a_file_leaves_out_is_the_word_of_the_team_that_said_it(world: World, tmp_path: Path) -> None:
    accord_json("apply", write(tmp_path, need(**PROVIDED)), *ADA)
    other = write(tmp_path, need(provider="finance"))

    told = accord("plan", other, *ALICE).stdout
    found = accord_json("apply", other, *ALICE)

    assert {each["field"]: each["after"] for each in found["change"]} == {"from": "finance", **dict.fromkeys(PROVIDED)}
    assert all(field in told for field in PROVIDED)
    assert row() == silent()
    assert accord("plan", other, *ALICE).stdout == "Nothing to change.\n"


def test_what_was_exported_is_no_promise_of_the_team_that_is_asked_instead(world: World, tmp_path: Path) -> None:
    accord_json("apply", write(tmp_path, need(promised=DAY, delivered=DAY)), *ADA)
    exported = accord("export", "--format", "yaml").stdout
    path = tmp_path / "other.yaml"
    path.write_text(exported.replace("from: support", "from: finance"), encoding="utf-8")

    done = accord("apply", str(path), *ALICE)

    assert (done.exit_code, row()) == (2, silent() | {"promised": DAY, "delivered": DAY})
    assert all(f"need tags.{field}" in done.stderr for field in ("promised", "delivered"))
    accord_json("apply", str(path), *ADA)
    assert accord("export", "--format", "yaml").stdout == path.read_text(encoding="utf-8")


def test_received_is_the_asking_teams(world: World, tmp_path: Path) -> None:
    accord_json("apply", write(tmp_path, need(delivered=DAY)), *BOB)
    path = write(tmp_path, need(delivered=DAY, received=LATER))

    assert accord("apply", path, *BOB).exit_code == 2
    assert accord("apply", path, *ALICE).exit_code == 0
    assert row()["received"] == LATER


def test_a_new_ask_holds_no_promise_of_the_asking_team(world: World, tmp_path: Path) -> None:
    asked = Need("more", "support", "More of it", promised=DAY, stated=frozenset({"promised"}))
    path = write(tmp_path, lambda plan: with_key_result(plan, needs=(asked,)))

    done = accord("apply", path, *ALICE)

    assert (done.exit_code, "need more.promised" in done.stderr) == (2, True)
    assert "need more\n" not in done.stderr


def contributing(status: str | None = None, share: int = 5) -> Any:
    supports = (Contribution("fewer-tickets", Decimal(share), status),)
    return lambda plan: replace(
        plan, objectives=(plan.objectives[0], replace(plan.objectives[1], contributes_to=supports))
    )


def test_a_contribution_is_proposed_by_one_team_and_answered_by_the_other(world: World, tmp_path: Path) -> None:
    assert accord("apply", write(tmp_path, contributing("accepted")), *CAROL).exit_code == 2
    accord_json("apply", write(tmp_path, contributing()), *CAROL)
    assert accord("apply", write(tmp_path, contributing("accepted")), *CAROL).exit_code == 2
    assert accord("apply", write(tmp_path, contributing("accepted")), *BOB).exit_code == 2

    found = accord_json("apply", write(tmp_path, contributing("accepted")), *ALICE)

    assert found["change"] == [
        {
            "kind": "contribution", "id": "books>fewer-tickets", "field": "status", "before": "proposed",
            "after": "accepted", "substantive": True,
        }
    ]  # fmt: skip
    assert accord("plan", write(tmp_path, contributing())).stdout == "Nothing to change.\n"
    accord_json("apply", write(tmp_path, contributing(share=7)), *CAROL)
    assert ContributionRow.objects.get().status == "accepted"


def test_progress_that_a_file_leaves_out_stays(world: World, tmp_path: Path) -> None:
    def progressed(plan: Plan) -> Plan:
        own, theirs = plan.objectives[0].key_results[0].actions
        done = with_key_result(plan, actions=(replace(own, done=DAY), theirs))
        return replace(done, check_ins=(CheckIn("fewer-tickets", date(2026, 10, 5), Decimal(200)),))

    accord_json("apply", write(tmp_path, progressed), *ALICE)

    assert accord("plan", write(tmp_path), "--prune").stdout == "Nothing to change.\n"


def test_what_is_left_out_otherwise_is_cleared(world: World, tmp_path: Path) -> None:
    path = write(tmp_path, lambda plan: with_key_result(plan, decomposition=None, duties=()))

    found = accord_json("apply", path, *ALICE)

    assert [(each["field"], each["after"]) for each in found["change"]] == [("decomposition", None), ("duties", [])]


def test_who_is_accountable_checks_in_and_others_do_not(world: World, tmp_path: Path) -> None:
    def measured(plan: Plan) -> Plan:
        books = plan.objectives[1]
        days = replace(books.key_results[0], accountable="dan")
        return replace(plan, objectives=(plan.objectives[0], replace(books, key_results=(days,))))

    accord_json("apply", write(tmp_path, measured), *ADA)
    path = write(tmp_path, lambda plan: replace(
        measured(plan), check_ins=(CheckIn("five-days", date(2026, 10, 5), Decimal(6)),)
    ))  # fmt: skip

    assert accord("apply", path, *BOB).exit_code == 2
    assert accord("apply", path, *DAN).exit_code == 0


def test_an_opinion_of_the_checks_stays_where_a_plan_has_none(world: World, tmp_path: Path) -> None:
    judged = write(tmp_path, lambda plan: replace(plan, checks=Checks(("AL604",), {"AL701": "info"})))
    accord_json("apply", judged, *ADA)

    assert accord("plan", write(tmp_path), *ALICE).stdout == "Nothing to change.\n"
    accord_json("apply", write(tmp_path, lambda plan: replace(plan, checks=Checks())), *ADA)
    assert Organization.objects.get().checks == {}


def test_an_id_that_something_else_has_is_refused(world: World, tmp_path: Path) -> None:
    def elsewhere(plan: Plan) -> Plan:
        books = plan.objectives[1]
        days = replace(books.key_results[0], needs=(Need("retag", "support", "Numbers"),))
        return replace(plan, objectives=(replace(books, key_results=(days,)),), milestones=(Milestone("tickets", "T"),))

    path = write(tmp_path, lambda plan: replace(elsewhere(plan), metrics=()))

    done = accord("apply", path, *ADA)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "need retag, taken by: action" in done.stderr
    assert "milestone tickets, taken by: metric" in done.stderr


def test_an_address_that_somebody_else_has_is_refused_but_people_may_swap(world: World, tmp_path: Path) -> None:
    def mailing(**emails: str) -> Any:
        return lambda plan: replace(
            plan,
            people=tuple(
                replace(each, email=emails.get(each.id, each.email)) for each in plan.people
            ),
        )  # fmt: skip

    swapped = mailing(bob="carol@north.example", carol="bob@north.example")
    accord_json("apply", write(tmp_path, swapped), *ADA)
    assert PersonRow.objects.get(key="bob").email == "carol@north.example"

    fewer = lambda plan: replace(  # noqa: E731
        plan,
        people=(Person("eve", "Eve", "ADA@north.example"),),
        teams=(replace(plan.teams[0]),),
        metrics=(),
        objectives=(),
    )
    done = accord("apply", write(tmp_path, fewer), *ADA)
    assert (done.exit_code, "person eve.email: ada has it" in done.stderr) == (2, True)
    assert not PersonRow.objects.filter(key="eve").exists()

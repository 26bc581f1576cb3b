"""`--agree` and `--wording`: what somebody who applies a plan says about what it changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from accord.domain.plan import Metric, Objective, Plan
from accord.models import Act, Answer, Outbox, Realignment
from tests import world as worlds
from tests.cli.plan_files import ADA, ALICE, BOB, DAN, write
from tests.cli.shell import accord, accord_json
from tests.world import World, the_plan, with_key_result

pytestmark = pytest.mark.django_db
CRITERIA = "Support counts 60 or fewer in the last two weeks of December."


@pytest.fixture
def world() -> World:
    built = worlds.build()
    built.account("ada", is_admin=True)
    return built


def agreed(world: World) -> None:
    world.agree("alice", "product")
    world.agree("bob", "support")


def target(plan: Plan) -> Plan:
    return with_key_result(plan, target=Decimal(70))


def test_nobody_is_agreed_for_without_asking(world: World, tmp_path: Path) -> None:
    agreed(world)

    accord_json("apply", write(tmp_path, target), *ALICE)

    assert (world.states("product"), world.states("support")) == ("saaaa", "saaaa")
    assert Realignment.objects.count() == 1


def test_who_applies_agrees_for_their_own_team_that_had_agreed(world: World, tmp_path: Path) -> None:
    agreed(world)
    path = write(tmp_path, target)

    shown = accord_json("plan", path, *ALICE, "--agree", code=1)
    done = accord_json("apply", path, *ALICE, "--agree")

    assert (world.states("product"), world.states("support")) == ("aaaaa", "saaaa")
    expected = [{"key_result": "fewer-tickets", "clauses": ["completion-criteria"], "must_answer": ["support"]}]
    assert shown["agreements"] == done["agreements"] == expected
    act = Act.objects.latest("id")
    assert (act.by.key, act.via, act.answers.count()) == ("alice", "shell", 1)


def test_no_realignment_opens_where_none_is_left_stale(world: World, tmp_path: Path) -> None:
    agreed(world)
    due = date(2026, 12, 4)

    def own_action(plan: Plan) -> Plan:
        own, theirs = plan.objectives[0].key_results[0].actions
        return with_key_result(plan, actions=(replace(own, due=due), theirs))

    accord_json("apply", write(tmp_path, own_action), *ALICE, "--agree")

    assert world.state() == "agreed"
    assert not Realignment.objects.exists()


def test_what_had_not_been_agreed_to_stays_open(world: World, tmp_path: Path) -> None:
    accord_json("apply", write(tmp_path, target), *ALICE, "--agree")

    assert not Answer.objects.exists()
    assert world.states("product") == "ooooo"


def test_an_admin_and_a_member_answer_for_nobody(world: World, tmp_path: Path) -> None:
    for who in (ADA, DAN):
        world.apply()
        agreed(world)
        accord_json("apply", write(tmp_path, target), *who, "--agree")
        assert (world.states("product"), world.states("support")) == ("saaaa", "saaaa")


def test_agreeing_again_reaches_every_agreement_of_the_team_and_is_mailed(world: World, tmp_path: Path) -> None:
    def second(plan: Plan) -> Plan:
        first = plan.objectives[0].key_results[0]
        other = replace(first, id="other", title="Other tickets", actions=(), needs=())
        return replace(plan, objectives=(replace(plan.objectives[0], key_results=(first, other)), *plan.objectives[1:]))

    world.apply(second)
    agreed(world)
    for team, name in (("product", "alice"), ("support", "bob")):
        done = accord("agreement", "agree", "other", "--team", team, "--as", f"{name}@north.example")
        assert done.exit_code == 0
    mails = Outbox.objects.count()

    def counted(plan: Plan) -> Plan:
        return replace(second(plan), metrics=(replace(plan.metrics[0], counts="Chat, too."),))

    done = accord_json("apply", write(tmp_path, counted), *BOB, "--agree")

    assert [each["must_answer"] for each in done["agreements"]] == [["product"], ["product"]]
    mail = next(each for each in Outbox.objects.order_by("-id") if "act:" in str(each.effect))
    assert Outbox.objects.count() > mails
    text = str(mail.data)
    assert "bob@north.example" in text
    assert "fewer-tickets" in text
    assert "other" in text


def test_agreeing_needs_somebody(world: World, tmp_path: Path) -> None:
    for command in ("plan", "apply"):
        done = accord(command, write(tmp_path, target), "--agree")
        assert (done.exit_code, "--as" in done.stderr) == (2, True)


def reworded(plan: Plan) -> Plan:
    return with_key_result(plan, completion_criteria="Support finds 60 or fewer in the last two weeks of December.")


@pytest.mark.parametrize("name", ["fewer-tickets.completion_criteria", "key_result:fewer-tickets.completion_criteria"])
def test_what_is_marked_as_wording_breaks_nothing(world: World, tmp_path: Path, name: str) -> None:
    agreed(world)
    path = write(tmp_path, reworded)
    assert len(accord_json("plan", path, code=1)["agreements"]) == 1

    shown = accord_json("plan", path, "--wording", name, code=1)
    done = accord_json("apply", path, *ALICE, "--wording", name)

    assert [each["substantive"] for each in shown["change"]] == [False]
    assert (done["change"], done["agreements"]) == (shown["change"], [])
    assert world.state() == "agreed"


def test_several_may_be_marked(world: World, tmp_path: Path) -> None:
    def both(plan: Plan) -> Plan:
        return replace(reworded(plan), metrics=(replace(plan.metrics[0], definition="Tickets, Monday till Sunday."),))

    marks = ("--wording", "fewer-tickets.completion_criteria", "--wording", "tickets.definition")
    done = accord_json("apply", write(tmp_path, both), *ADA, *marks)

    assert {each["field"]: each["substantive"] for each in done["change"]} == {
        "completion_criteria": False, "definition": False,
    }  # fmt: skip


def numbers(plan: Plan) -> Plan:
    return with_key_result(plan, completion_criteria=CRITERIA.replace("60", "70"), due=date(2026, 12, 20))


def unit(plan: Plan) -> Plan:
    return replace(plan, metrics=(replace(plan.metrics[0], unit="weekly"),))


def without_decomposition(plan: Plan) -> Plan:
    return with_key_result(plan, decomposition=None)


def why(plan: Plan) -> Plan:
    return replace(plan, objectives=(replace(plan.objectives[0], why="Because."), plan.objectives[1]))


def alike(plan: Plan) -> Plan:
    same = Objective("fewer-tickets", "finance", "Another thing")
    return replace(reworded(plan), objectives=(*reworded(plan).objectives, same))


def new(plan: Plan) -> Plan:
    return replace(plan, metrics=(*plan.metrics, Metric("calls", "Calls")))


REFUSED: dict[str, tuple[Callable[[Plan], Plan], str, str]] = {
    "a date": (numbers, "fewer-tickets.due", "due is no text"),
    "a number in a text": (numbers, "fewer-tickets.completion_criteria", "a number differs (60 → 70)"),
    "a unit": (unit, "tickets.unit", "never wording only"),
    "what does not change": (reworded, "fewer-tickets.title", "it does not change"),
    "what is new": (new, "calls.name", "it is new"),
    "a text that disappears": (without_decomposition, "fewer-tickets.decomposition", "disappears"),
    "a text that appears": (
        lambda plan: replace(plan, metrics=(replace(plan.metrics[0], counts="Chat."),)), "tickets.counts", "it is new",
    ),
    "an unknown id": (reworded, "nothing.title", "the plan has no nothing"),
    "a field nobody knows": (reworded, "fewer-tickets.nonsense", "nonsense is no text"),
    "a list": (reworded, "fewer-tickets.duties", "duties is no text"),
    "an id without a field": (reworded, "fewer-tickets", "write it as ID.FIELD"),
    "an id that two have": (alike, "fewer-tickets.completion_criteria", "several sections"),
    "another kind": (reworded, "action:fewer-tickets.completion_criteria", "the plan has no action:fewer-tickets"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "mark", "message"), REFUSED.values(), ids=REFUSED)
def test_marks_that_cannot_be_are_refused_and_nothing_is_applied(
    world: World, tmp_path: Path, edit: Callable[[Plan], Plan], mark: str, message: str
) -> None:
    path = write(tmp_path, edit)

    for command in ("plan", "apply"):
        done = accord(command, path, *ADA, "--wording", mark)
        assert (done.exit_code, done.stdout) == (2, "")
        assert mark in done.stderr
        assert message in done.stderr
    assert accord("plan", path).exit_code == 1


def test_all_marks_that_cannot_be_are_named_together(world: World, tmp_path: Path) -> None:
    marks = ("--wording", "fewer-tickets.due", "--wording", "fewer-tickets.completion_criteria")

    found = accord_json("apply", write(tmp_path, numbers), *ALICE, *marks, code=2)

    assert {each["wording"] for each in found["not_wording"]} == {marks[1], marks[3]}


def test_an_id_that_two_have_is_told_apart_by_its_kind(world: World, tmp_path: Path) -> None:
    mark = "key_result:fewer-tickets.completion_criteria"

    done = accord_json("apply", write(tmp_path, alike), *ADA, "--wording", mark)

    assert [each["substantive"] for each in done["change"]] == [False]


def test_an_id_with_dots_ends_at_the_last_one(world: World, tmp_path: Path) -> None:
    dotted = Metric("a.b", "Calls a day", definition="All calls that anybody makes.")
    world.apply(lambda plan: replace(plan, metrics=(*plan.metrics, dotted)))
    again = replace(dotted, definition="All calls that somebody makes.")
    path = write(tmp_path, lambda plan: replace(plan, metrics=(*plan.metrics, again)))

    done = accord_json("apply", path, *ADA, "--wording", "a.b.definition")

    assert [(each["id"], each["substantive"]) for each in done["change"]] == [("a.b", False)]


def test_a_text_that_no_agreement_holds_may_be_marked(world: World, tmp_path: Path) -> None:
    world.apply(why)
    path = write(tmp_path, lambda plan: replace(
        plan, objectives=(replace(the_plan().objectives[0], why="For our customers."), plan.objectives[1])
    ))  # fmt: skip

    assert accord_json("apply", path, *ALICE, "--wording", "calm.why")["change"][0]["substantive"] is False

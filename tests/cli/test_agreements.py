"""Agreements in the shell: what is printed, who may answer, and the exit codes that programs rely on."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from accord.domain.canonical import fingerprint
from accord.domain.clauses import Clause
from accord.domain.plan import Plan
from accord.models import Act, Answer, Message, Outbox
from accord.queries.agreements import agreement_document
from tests import world as worlds
from tests.cli.shell import accord, accord_json
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db
CLAUSES = [clause.value for clause in Clause]
KR = "fewer-tickets"
BOB, ALICE = ("--team", "support", "--as", "Bob@North.Example"), ("--team", "product", "--as", "alice@north.example")


@pytest.fixture
def world() -> World:
    return worlds.build()


def show(*arguments: str) -> Any:
    return accord_json("agreement", "show", KR, *arguments)


def clause(document: Any, name: str) -> Any:
    return next(each for each in document["clauses"] if each["clause"] == name)


def to_target(value: int) -> Callable[[Plan], Plan]:
    return lambda plan: with_key_result(plan, target=Decimal(value))


def test_every_agreement_is_listed_with_its_five_clauses(world: World) -> None:
    (found,) = accord_json("agreement", "list")["agreements"]

    assert (found["key_result"], found["team"], found["parties"]) == (KR, "product", ["product", "support"])
    assert (found["state"], [each["clause"] for each in found["clauses"]]) == ("open", CLAUSES)
    for each in found["clauses"]:
        assert each["fingerprint"] == each["parts"]["product"]["fingerprint"]
        assert (each["answers"], each["questions"]) == ([], [])


def test_lists_can_be_of_one_party_and_of_one_state(world: World) -> None:
    def keys(*arguments: str) -> list[str]:
        return [each["key_result"] for each in accord_json("agreement", "list", *arguments)["agreements"]]

    assert keys("--team", "support") == keys("--state", "open") == [KR]
    assert keys("--team", "finance") == keys("--state", "agreed") == []


def test_a_list_of_more_agreements_asks_the_database_no_more(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world.agree("bob", "support")
    with django_assert_num_queries(6):
        assert len(agreement_document.agreements(world.cycle)) == 1
    world.apply(lambda plan: replace(plan, objectives=(*plan.objectives, shared_like(plan, 2), shared_like(plan, 3))))
    with django_assert_num_queries(6):
        assert len(agreement_document.agreements(world.cycle)) == 3


def shared_like(plan: Plan, number: int) -> Any:
    first = plan.objectives[0]
    key_result = replace(first.key_results[0], id=f"{KR}-{number}", actions=(), needs=())
    return replace(first, id=f"calm-{number}", key_results=(key_result,))


def test_what_is_shown_is_what_is_hashed(world: World) -> None:
    found = show()

    assert {name: fingerprint(body) for name, body in found["content"].items()} == {
        each["clause"]: each["fingerprint"] for each in found["clauses"]
    }
    assert found["content"]["completion-criteria"]["target"] == "60"


def test_an_earlier_content_is_read_back_word_for_word(world: World) -> None:
    before = clause(show(), "completion-criteria")["fingerprint"]
    world.apply(to_target(70))

    found = show("--fingerprint", before.upper())

    assert list(found["content"]) == ["completion-criteria"]
    assert fingerprint(found["content"]["completion-criteria"]) == before
    assert found["content"]["completion-criteria"]["target"] == "60"


def test_an_empty_part_can_be_read_back_too(world: World) -> None:
    need = replace(worlds.the_plan().objectives[0].key_results[0].needs[0], declined="No capacity before January.")
    world.apply(lambda plan: with_key_result(plan, needs=(need,)))

    empty = clause(show(), "dependencies")["parts"]["support"]

    assert empty["empty"] is True
    assert show("--fingerprint", empty["fingerprint"])["content"] == {
        "dependencies": {"schema": 1, "clause": "dependencies", "key_result": KR}
    }


def test_history_tells_every_change_of_what_the_clauses_name(world: World) -> None:
    world.apply(lambda plan: with_key_result(plan, target=Decimal("62.5"), accountable="dan"), by=None)

    entries = show()["history"]

    assert {(e["subject"]["kind"], e["subject"]["id"]) for e in entries if e["field"] is None} == {
        ("metric", "tickets"), ("objective", "calm"), ("key_result", KR), ("action", "fix-sync"), ("action", "retag"),
        ("need", "tags"),
    }  # fmt: skip
    changed = {e["field"]: (e["before"], e["after"], e["substantive"]) for e in entries if e["field"]}
    assert changed == {"target": (60, 62.5, True), "accountable": ("alice", "dan", False)}
    assert all(e["at"].endswith("+00:00") and e["by"] is None for e in entries)


def test_progress_is_no_history(world: World) -> None:
    day = worlds.START.date()
    need = replace(
        worlds.the_plan().objectives[0].key_results[0].needs[0], delivered=day, stated=frozenset({"delivered"})
    )
    before = show()["history"]

    world.apply(lambda plan: with_key_result(plan, needs=(need,)))

    assert show()["history"] == before


def test_agreeing_prints_the_agreement_and_tells_the_person_by_mail(world: World) -> None:
    found = accord_json("agreement", "agree", KR, *BOB)

    assert found == accord_json("agreement", "list")["agreements"][0]
    for each in found["clauses"]:
        (answer,) = each["answers"]
        assert (answer["team"], answer["answer"], answer["by"]) == ("support", "agree", "bob")
        assert (answer["by_email"], answer["current"], answer["standing"]) == ("bob@north.example", True, False)
        assert (answer["given_as"], answer["fingerprint"]) == (None, each["parts"]["support"]["fingerprint"])
    mail = Outbox.objects.get(kind="mail")
    assert (mail.data["to"], Act.objects.get().via) == ("bob@north.example", "shell")
    assert "Calendar tickets" in mail.data["subject"]


def test_agreeing_again_records_nothing_more(world: World) -> None:
    accord_json("agreement", "agree", KR, *BOB)
    accord_json("agreement", "agree", KR, *BOB)

    assert (Act.objects.count(), Answer.objects.count()) == (1, 5)


def test_one_clause_alone_can_be_agreed_to(world: World) -> None:
    found = accord_json("agreement", "agree", KR, *ALICE, "--clause", "definitions")

    assert [each["clause"] for each in found["clauses"] if each["answers"]] == ["definitions"]


def test_several_teams_answer_in_one_act(world: World) -> None:
    lead_of_both = replace(worlds.the_plan().teams[2], members=worlds.the_plan().teams[1].members)
    world.apply(lambda plan: replace(plan, teams=(*plan.teams[:2], lead_of_both, plan.teams[3])))

    found = accord_json("agreement", "agree", KR, *ALICE, "--team", "support")

    assert (found["state"], Act.objects.count()) == ("agreed", 1)


def test_a_fingerprint_binds_to_exactly_that(world: World) -> None:
    seen = clause(show(), "completion-criteria")["parts"]["support"]["fingerprint"]

    found = accord_json("agreement", "agree", KR, *BOB, "--fingerprint", f"completion-criteria={seen}")

    assert [each["clause"] for each in found["clauses"] if each["answers"]] == ["completion-criteria"]


def test_what_has_moved_is_not_agreed_to_and_the_difference_is_told(world: World) -> None:
    seen = clause(show(), "completion-criteria")["fingerprint"]
    world.apply(to_target(70))

    (told,) = accord_json("agreement", "agree", KR, *BOB, "--fingerprint", f"completion-criteria={seen}", code=3)[
        "outdated"
    ]

    assert (told["clause"], told["seen"]) == ("completion-criteria", seen)
    assert told["today"] == clause(show(), "completion-criteria")["fingerprint"]
    assert told["difference"] == [entry for entry in show()["history"] if entry["field"] == "target"]
    assert not Answer.objects.exists()


def test_a_fingerprint_nobody_knows_is_outdated_without_a_difference(world: World) -> None:
    told = accord_json("agreement", "agree", KR, *BOB, "--fingerprint", f"definitions={'0' * 64}", code=3)

    assert [(each["seen"], each["difference"]) for each in told["outdated"]] == [("0" * 64, [])]


def test_whoever_may_not_answer_hears_so_before_anything_else(world: World) -> None:
    stale = ("--fingerprint", f"definitions={'0' * 64}")
    for who in ("dan@north.example", "carol@north.example"):
        done = accord("agreement", "agree", KR, "--team", "product", "--as", who, *stale)
        assert (done.exit_code, done.stdout) == (4, "")
    done = accord("agreement", "agree", KR, "--team", "finance", "--as", "carol@north.example", *stale)
    assert (done.exit_code, "no party" in done.stderr) == (4, True)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere", *BOB),
        ("five-days", "--team", "finance", "--as", "carol@north.example"),
        (KR, "--team", "nobody", "--as", "bob@north.example"),
        (KR, "--team", "support", "--as", "nobody@north.example"),
        (KR, *BOB, "--clause", "purpose"),
        (KR, *BOB, "--fingerprint", "definitions=12ab"),
        (KR, *BOB, "--fingerprint", "purpose=" + "0" * 64),
        (KR, *BOB, "--clause", "decomposition", "--fingerprint", "definitions=" + "0" * 64),
        (KR, *BOB, "--cycle", "2031-q1"),
        (KR, "--team", "support"),
    ],
)
def test_wrong_use_ends_with_2_and_records_nothing(world: World, arguments: tuple[str, ...]) -> None:
    done = accord("agreement", "agree", *arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr
    assert not Answer.objects.exists()


def test_an_objection_stands_until_that_clause_is_agreed_to(world: World) -> None:
    accord_json("agreement", "object", KR, *BOB, "--clause", "dependencies", "--reason", "A week later.")
    found = accord_json("agreement", "agree", KR, *BOB)
    assert {each["clause"] for each in found["clauses"] if each["state"] == "objected"} == {"dependencies"}

    found = accord_json("agreement", "agree", KR, *BOB, "--clause", "dependencies")

    assert clause(found, "dependencies")["parts"]["support"]["state"] == "agreed"


def test_a_question_is_put_beside_the_answers_and_changes_no_standing(world: World) -> None:
    found = accord_json("agreement", "ask", KR, *BOB, "--clause", "definitions", "--question", "Trials too?")

    (asked,) = clause(found, "definitions")["questions"]
    assert (asked["team"], asked["by"], asked["text"]) == ("support", "bob", "Trials too?")
    assert (found["state"], Message.objects.get().via) == ("open", "shell")


def test_objections_and_questions_have_words_and_fit_their_clause(world: World) -> None:
    for text in (("object", "--reason", " "), ("ask", "--question", "")):
        done = accord("agreement", text[0], KR, *BOB, "--clause", "definitions", *text[1:])
        assert done.exit_code == 2
    other = ("--fingerprint", "decomposition=" + "0" * 64)
    done = accord("agreement", "object", KR, *BOB, "--clause", "definitions", "--reason", "No.", *other)
    assert done.exit_code == 2


def test_people_read_short_lines(world: World) -> None:
    accord("agreement", "agree", KR, *BOB)

    listed, shown = accord("agreement", "list").stdout, accord("agreement", "show", KR).stdout

    assert listed == f"{KR}  open      product with support\n"
    assert "1 completion-criteria: open" in shown
    assert "bob agreed" in shown


def test_an_ended_teams_answers_count_for_its_successor_and_say_as_whom(world: World) -> None:
    world.agree("bob", "support")
    world.apply(
        lambda plan: replace(
            plan, teams=(*plan.teams[:2], replace(plan.teams[2], succeeded_by="finance"), plan.teams[3])
        )
    )

    found = accord_json("agreement", "list", "--team", "finance")["agreements"][0]

    assert (found["parties"], found["state"]) == (["finance", "product"], "open")
    for each in found["clauses"]:
        (answer,) = each["answers"]
        assert (answer["team"], answer["given_as"], answer["by"]) == ("finance", "support", "bob")
        assert (answer["current"], each["parts"]["finance"]["state"]) == (True, "agreed")

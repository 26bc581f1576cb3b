"""Home: what needs whom, for the owner, the other party, a member, an outsider, and who is nobody's."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from accord.domain.clauses import Clause
from accord.domain.plan import Member, Objective, Plan
from accord.models import User
from accord.services.agreements import answers
from tests import world as cast
from tests.web import pseudo
from tests.web.budget import budget
from tests.web.people import make_account
from tests.world import World

SIX_WEEKS_IN = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    made = cast.build()
    monkeypatch.setattr(timezone, "now", lambda: SIX_WEEKS_IN)
    return made


def home(client: Client, user: User, address: str = "/") -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.text.partition("<main")[2]).split()))


def test_before_there_is_a_plan_home_shows_the_first_steps(client: Client, mara: User) -> None:
    client.force_login(mara)

    assert client.get("/").headers["Location"] == "/first-steps/"


@pytest.mark.django_db
def test_whoever_is_signed_out_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_a_cycle_that_is_not_there_is_not_found(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))

    assert client.get("/?cycle=never").status_code == 404


def test_the_other_party_reads_what_is_asked_since_when_and_goes_to_the_clause(client: Client, world: World) -> None:
    text = home(client, world.account("bob"))

    assert "One thing needs you, Bob" in text
    assert "One is overdue." in text
    assert "Answer all five clauses of Calendar tickets, from 210 to 60 a week" in text
    assert "It needs ‘Correct cause tags’ from you by Fri 18 Dec." in text
    assert "Was due Mon 12 Oct" in text
    assert "/agreements/fewer-tickets/#clause-1" in client.get("/").text


def test_the_owner_reads_what_would_make_an_objection_a_yes(client: Client, world: World) -> None:
    world.agree("alice", "product")
    (seen,) = world.seen("support", [Clause.DEPENDENCIES])
    answers.object_to(world.key_result, seen, reason="A week <b>more</b>.", by=world.actor("bob"), clock=world.clock)

    text = home(client, world.account("alice"))

    assert "Support objects to clause 4 of Calendar tickets" in text
    assert "It would be a yes if: “A week <b>more</b>.”" in text
    assert "Open clause 4" in text
    assert "Support objected to clause 4" in text, "it also changed around her"


def test_a_question_is_the_title_of_its_line(client: Client, world: World) -> None:
    world.agree("alice", "product")
    (seen,) = world.seen("support", [Clause.DEPENDENCIES])
    answers.ask(world.key_result, seen, question="By when exactly?", by=world.actor("bob"), clock=world.clock)

    text = home(client, world.account("alice"))

    assert "Support asks: By when exactly?" in text
    assert "None of it has a deadline." in text


def test_a_member_who_answers_for_nobody_sees_what_waits_and_who_answers(client: Client, world: World) -> None:
    text = home(client, world.account("dan"))

    assert "One thing waits for Product" in text
    assert "Answered by Alice Adler." in text
    assert "Read clause 1" in text
    assert "needs you, Dan" not in text


def test_an_outsider_has_nothing_to_do_and_reads_why(client: Client, world: World) -> None:
    text = home(client, world.account("carol"))

    assert "Nothing needs you today, Carol" in text
    assert "No other team touches yet what Finance wants" in text
    assert "Calendar tickets" not in text


def test_an_account_without_a_person_reads_and_is_asked_nothing(client: Client, world: World) -> None:
    text = home(client, make_account("guest@north.example"))

    assert "The plan doesn’t know you yet" in text
    assert "aligned?" not in text


def test_the_cards_count_real_things(client: Client, world: World) -> None:
    text = home(client, world.account("bob"))

    assert "Week 7 of 13. Six weeks left." in text
    assert "Side to side 0 of 1" in text

    world.agree("bob", "support")
    world.agree("alice", "product")
    assert "Side to side 1 of 1" in home(client, world.account("bob"))


def test_the_topmost_team_lacks_nothing_above_it(client: Client, world: World) -> None:
    def with_a_goal_at_the_top(plan: Plan) -> Plan:
        top, *teams = plan.teams
        wish = Objective("whole", "north", "A calm company")
        led = replace(top, members=(Member("ada", "lead"),))
        return replace(plan, teams=(led, *teams), objectives=(*plan.objectives, wish))

    world.apply(with_a_goal_at_the_top)

    text = home(client, world.account("ada"))

    assert "Is Northwind aligned? Top to bottom Nothing is above it Side to side" in text
    assert "Top to bottom 0 of 1" in home(client, world.account("alice"))


def test_every_sentence_of_home_can_be_translated(client: Client, world: World) -> None:
    (seen,) = world.seen("support", [Clause.DEPENDENCIES])
    answers.object_to(world.key_result, seen, reason="Later.", by=world.actor("bob"), clock=world.clock)
    wrote = [
        "Alice Adler", "Alice", "Bob Berg", "AA", "Support", "Product", "Q4 2026", "Correct cause tags", "Later.",
        "Calendar tickets, from 210 to 60 a week", "Samples 100 tickets every Friday.", "Northwind",
        "Fri 18 Dec", "Mon 12 Oct", "a week",
    ]  # fmt: skip
    client.force_login(world.account("alice"))

    with pseudo.speaking():
        page = client.get("/").text

    assert pseudo.untranslated(page, people_wrote=wrote) == []


def test_home_keeps_its_budget(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))
    client.get("/")

    with budget("home"):
        client.get("/")

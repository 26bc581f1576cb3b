"""A team grades its key results on one page, and carries over what goes on."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accord.models import Closing, Cycle, KeyResult, Objective, Team
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.web.budget import budget
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026-q4/teams/product/grades/"
CARRY = "/cycles/2026-q4/teams/product/carrying-over/"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    world = worlds.build()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2027, 1, 4))
    world.key_result.check_ins.create(date=date(2026, 12, 31), value="75")
    return world


def grade(client: Client, world: World, person: str = "alice", **typed: str) -> int:
    client.force_login(world.account(person))
    key = "fewer-tickets"
    seen = Closing.objects.filter(reopened_at=None).values_list("pk", flat=True).first() or 0
    said = {f"grade.{key}": typed.get("grade", "0.9"), f"word.{key}": typed.get("word", ""),
            f"seen.{key}": typed.get("seen", str(seen)), "result": key}  # fmt: skip
    return client.post(PAGE, said).status_code


def test_grades_are_filled_in_from_progress_and_given_in_one_go(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    assert 'name="grade.fewer-tickets" inputmode="decimal" autocomplete="off" value="0.9"' in client.get(PAGE).text

    assert grade(client, world, word="75 in the last week.") == 302

    given = Closing.objects.get()
    assert (given.grade, given.is_met, given.word, given.by.key) == (
        Decimal("0.9"),
        False,
        "75 in the last week.",
        "alice",
    )
    said = plain(client.get(f"{PAGE}?graded=1").text)
    assert "Every key result is graded" in said
    assert "Look back at it together" in said
    assert "Support has not said." in said


def test_a_grade_given_again_changes_nothing_and_another_asks_anew(client: Client, world: World) -> None:
    grade(client, world)
    grade(client, world)
    assert Closing.objects.count() == 1

    grade(client, world, grade="1.0")

    assert list(Closing.objects.values_list("grade", "reopened_by__key")) == [
        (Decimal("0.9"), "alice"), (Decimal("1.0"), None),
    ]  # fmt: skip


def test_grades_that_one_sends_twice_are_given_once(client: Client, world: World) -> None:
    assert [grade(client, world, seen="0") for _ in range(2)] == [302, 302]
    assert Closing.objects.count() == 1

    assert grade(client, world, "dan", seen="0") == 409
    assert (
        "Somebody graded meanwhile" in client.post(PAGE, {"grade.fewer-tickets": "0.1", "result": "fewer-tickets"}).text
    )


@pytest.mark.parametrize(
    "typed", [{"grade": "most"}, {"grade": "1.1"}, {"grade": "", "word": "?"}, {"word": "x" * 10_001}]
)
def test_what_cannot_be_read_is_said_and_nothing_is_graded(client: Client, world: World, typed: dict[str, str]) -> None:
    assert grade(client, world, **typed) == 422
    assert not Closing.objects.exists()


def test_of_two_who_grade_the_second_sees_the_first_and_loses_nothing(client: Client, world: World) -> None:
    grade(client, world)

    assert grade(client, world, grade="0.4", word="My words.", seen="0") == 409
    assert Closing.objects.get().grade == Decimal("0.9")


@pytest.mark.parametrize("person", ["bob", "carol"])
def test_others_read_grades_and_give_none(client: Client, world: World, person: str) -> None:
    assert grade(client, world, person) == 403
    assert not Closing.objects.exists()
    page = client.get(PAGE)
    assert page.status_code == 200
    assert 'name="grade.' not in page.text
    assert client.get(CARRY).status_code == 403
    assert client.post(CARRY, {"result": "fewer-tickets"}).status_code == 403


def test_what_goes_on_is_chosen_and_leads_to_the_draft(client: Client, world: World) -> None:
    Cycle.objects.create(key="2027-q1", name="Q1 2027", start=date(2027, 1, 1), end=date(2027, 3, 31))
    client.force_login(world.account("alice"))
    assert "Calendar tickets" in plain(client.get(CARRY).text)
    assert client.post(CARRY, {"into": "2027-q1"}).status_code == 422

    gone = client.post(CARRY, {"into": "2027-q1", "result": "fewer-tickets", "work": "yes"})

    assert gone.headers["Location"] == "/cycles/2027-q1/teams/product/?saved=carried"
    assert "Carried over, as a draft." in plain(client.get(gone.headers["Location"]).text)
    assert "It goes on in Q1 2027 already" in plain(client.get(CARRY).text)
    new = KeyResult.objects.get(cycle__key="2027-q1")
    assert "Carried over from Q4 2026" in plain(client.get(f"/cycles/2027-q1/key-results/{new.key}/").text)
    client.force_login(world.account("bob"))
    assert "It goes on in Q1 2027 as a draft." in plain(client.get("/cycles/2026-q4/key-results/fewer-tickets/").text)


@pytest.mark.parametrize(
    ("is_there", "said"),
    [(True, "comes along, to be proposed anew"), (False, "stays behind: Product has not published")],
)
def test_the_page_says_whether_what_an_objective_contributes_to_goes_on(
    client: Client, world: World, is_there: bool, said: str
) -> None:
    there = Cycle.objects.create(key="2027-q1", name="Q1 2027", start=date(2027, 1, 1), end=date(2027, 3, 31))
    Objective.objects.get(key="books").contributions.create(key_result=world.key_result)
    if is_there:
        calm = Objective.objects.create(cycle=there, key="calm", team=Team.objects.get(key="product"), title="Calm",
                                        published_at=world.clock())  # fmt: skip
        KeyResult.objects.create(
            cycle=there, key="fewer-tickets", objective=calm, title="x", published_at=world.clock()
        )
    client.force_login(world.account("carol"))

    assert said in plain(client.get("/cycles/2026-q4/teams/finance/carrying-over/").text)


def test_a_team_that_published_nothing_has_nothing_to_carry_over(client: Client, world: World) -> None:
    for quarter in (1, 2):
        first, last = date(2027, quarter * 3 - 2, 1), date(2027, quarter * 3, 30)
        Cycle.objects.create(key=f"2027-q{quarter}", name=f"Q{quarter} 2027", start=first, end=last)
    client.force_login(world.account("alice"))

    page = plain(client.get("/cycles/2027-q1/teams/product/carrying-over/").text)

    assert "Product left nothing unfinished in Q1 2027." in page


def test_nothing_goes_on_in_a_cycle_that_nobody_chose(client: Client, world: World) -> None:
    Cycle.objects.create(key="2027-q1", name="Q1 2027", start=date(2027, 1, 1), end=date(2027, 3, 31))
    client.force_login(world.account("alice"))

    refused = client.post(CARRY, {"into": "2027-q2", "result": "fewer-tickets"})

    assert refused.status_code == 422
    assert not KeyResult.objects.filter(cycle__key="2027-q1").exists()


def test_a_year_is_no_later_cycle_of_its_quarter(client: Client, world: World) -> None:
    Cycle.objects.filter(key="2026-q4").update(end=date(2026, 12, 30))
    Cycle.objects.create(key="2026", name="2026", start=date(2026, 1, 1), end=date(2026, 12, 31))
    client.force_login(world.account("alice"))

    assert "There is no later cycle that is open." in plain(client.get(CARRY).text)
    assert client.post(CARRY, {"into": "2026", "result": "fewer-tickets"}).status_code == 422
    assert not KeyResult.objects.filter(cycle__key="2026").exists()


def test_a_team_without_an_objective_sees_the_brief_and_what_it_may_carry_over(client: Client, world: World) -> None:
    Cycle.objects.create(key="2027-q1", name="Q1 2027", start=date(2027, 1, 1), end=date(2027, 3, 31), why="Trust.")
    client.force_login(world.account("alice"))

    page = plain(client.get("/cycles/2027-q1/teams/product/").text)

    assert "The brief of Q1 2027" in page
    assert "Trust." in page
    assert "Carry over from Q4 2026" in page


def test_pages_need_few_statements(client: Client, world: World) -> None:
    Cycle.objects.create(key="2027-q1", name="Q1 2027", start=date(2027, 1, 1), end=date(2027, 3, 31))
    client.force_login(world.account("alice"))
    for page, address in {"grades": PAGE, "carry over": CARRY}.items():
        with budget(page):
            client.get(address)

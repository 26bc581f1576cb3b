"""The page of an agreement: reading it, and answering exactly what it showed."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from accord.domain.plan import Duty, Plan
from accord.models import Act, Action, Answer, Event, Message, Person, Team, User
from tests import world as worlds
from tests.web.agreement_page import PAGE, plain, press, read, say, shown
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def bob(world: World) -> User:
    return world.account("bob")


@pytest.fixture
def alice(world: World) -> User:
    return world.account("alice")


def test_a_party_reads_its_own_part_first(client: Client, bob: User) -> None:
    said = plain(read(client, bob))

    assert "Product needs from Support: Correct cause tags by Fri 18 Dec" in said
    assert "Every calendar ticket carries one of the 18 causes." in said
    own, others = said.index("Tag September again"), said.index("Rebuild the sync")
    assert own < others
    assert "You answer as Bob Berg, for Support" in said


@pytest.mark.parametrize(
    ("rows", "now"),
    [
        (Person.objects.filter(name="Bob Berg"), {"name": "Bob Berger"}),
        (Team.objects.filter(name="Support"), {"name": "Customer Care"}),
        (
            Action.objects.filter(title="Rebuild the sync"),
            {"title": "Rebuild it", "wording": {"title": "Rebuild the sync"}},
        ),
    ],
    ids=["a person", "a team", "an action"],
)
def test_a_page_that_was_read_before_calls_everything_as_it_is_called_now(
    client: Client, bob: User, rows: "QuerySet[Any]", now: dict[str, Any]
) -> None:
    press(client, read(client, bob), "agree", "all")
    new = next(iter(now.values()))
    assert new not in plain(read(client, bob))

    assert rows.update(**now) == 1

    assert new in plain(read(client, bob))


def test_a_page_that_was_read_before_is_another_readers_own(client: Client, alice: User, bob: User) -> None:
    assert "You answer as Bob Berg, for Support" in plain(read(client, bob))
    assert "You answer as Alice" in plain(read(client, alice))
    assert "You answer as Bob Berg, for Support" in plain(read(client, bob))


def test_agreeing_to_all_that_is_shown_binds_exactly_that(client: Client, world: World, bob: User) -> None:
    page = read(client, bob)

    response = press(client, page, "agree", "all")

    assert response.headers["Location"] == f"{PAGE}?done=agree"
    assert world.states("support") == "aaaaa"
    answered = Answer.objects.values_list("team__key", "clause", "fingerprint")
    assert sorted(" ".join(map(str, each)) for each in answered) == sorted(shown(page)["seen"])
    assert Act.objects.get().seen_id == int(shown(page)["last_revision"][0])


def test_agreeing_to_one_clause_leaves_the_others_open(client: Client, world: World, bob: User) -> None:
    press(client, read(client, bob), "agree", "4")

    assert world.states("support") == "oooao"


def test_pressing_twice_is_the_same_as_pressing_once(client: Client, world: World, bob: User) -> None:
    page = read(client, bob)

    first, second = press(client, page, "agree", "all"), press(client, page, "agree", "all")

    assert (first.status_code, second.status_code) == (302, 302)
    assert Act.objects.count() == 1


def test_what_was_answered_is_said_on_the_page(client: Client, bob: User) -> None:
    press(client, read(client, bob), "agree", "all")

    said = plain(client.get(f"{PAGE}?done=agree").text)

    assert "Your yes is recorded." in said
    assert "Support agreed Bob Berg" in said
    assert "Product has not answered" in said


def test_objecting_says_what_would_make_it_a_yes(client: Client, world: World, bob: User) -> None:
    press(client, read(client, bob), "object", "4", object_text_4="Two weeks <later>.")

    assert world.states("support") == "oooxo"
    page = read(client, bob)
    assert "“Two weeks &lt;later&gt;.”" in page
    assert "Support objects." in plain(page)


def test_agreeing_to_all_leaves_out_what_the_team_objects_to(client: Client, world: World, bob: User) -> None:
    press(client, read(client, bob), "object", "4", object_text_4="Two weeks later.")

    press(client, read(client, bob), "agree", "all")
    assert world.states("support") == "aaaxa"
    press(client, read(client, bob), "agree", "4")
    assert world.states("support") == "aaaaa"


def test_a_question_changes_no_standing_and_is_answered_in_the_thread(
    client: Client, world: World, bob: User, alice: User
) -> None:
    press(client, read(client, bob), "ask", "4", ask_text_4="Does it have to be the 18th?")
    client.force_login(alice)
    say(client, "It does.\nClinics close.", team="product")

    assert world.states("support") == "ooooo"
    page = read(client, bob)
    assert "You asked" in page
    assert plain(page).index("Does it have to be the 18th?") < plain(page).index("It does. Clinics close.")


def test_a_word_in_the_thread_waits_for_nobody_and_the_form_says_so(
    client: Client, world: World, bob: User, alice: User
) -> None:
    assert "waits for nobody’s answer. For an answer, ask or object at the clause." in plain(read(client, bob))
    say(client, "Good morning.", team="support")
    client.force_login(alice)
    assert "Good morning." not in client.get("/").text

    press(client, read(client, bob), "ask", "4", ask_text_4="Does it have to be the 18th?")
    client.force_login(alice)
    assert "Does it have to be the 18th?" in client.get("/").text


@pytest.mark.parametrize(
    ("button", "field", "wrong"),
    [("object", "object-text-2", "Say what would make it a yes."), ("ask", "ask-text-2", "Write your question.")],
)
def test_saying_nothing_is_asked_again_at_the_field(
    client: Client, bob: User, button: str, field: str, wrong: str
) -> None:
    response = press(client, read(client, bob), button, "2", htmx=False, **{field.replace("-", "_"): " "})

    assert response.status_code == 422
    assert re.search(rf'id="{field}-error">.*{re.escape(wrong)}', response.text)
    assert f'href="#{field}"' in response.text
    assert not Answer.objects.exists()


def test_a_yes_to_what_has_moved_is_refused_with_the_difference(client: Client, world: World, bob: User) -> None:
    page = read(client, bob)
    world.apply(lambda plan: with_key_result(plan, completion_criteria="Support counts 80 or fewer, twice."))

    response = press(client, page, "agree", "all", ask_text_3="Who samples in the holidays?")

    assert response.status_code == 409
    assert not Answer.objects.exists()
    assert "It changed while you read. Nothing was recorded" in plain(response.text)
    assert "<del>60</del>" in response.text or "<del>Support counts 60" in response.text
    assert "Who samples in the holidays?" in response.text
    assert press(client, response.text, "agree", "all").status_code == 302
    assert world.states("support") == "aaaaa"


def test_with_htmx_only_the_agreement_comes_back(client: Client, world: World, bob: User) -> None:
    page = read(client, bob)
    answered = press(client, page, "agree", "2", htmx=True)
    world.apply(lambda plan: with_key_result(plan, decomposition="One fix takes out 150 tickets a week."))
    refused = press(client, page, "agree", "2", htmx=True)

    assert (answered.status_code, refused.status_code) == (200, 409)
    for response in (answered, refused):
        assert response.text.strip().startswith('<div id="agreement">')
    assert "Three fixes take" in refused.text


def test_what_was_seen_and_is_unknown_here_is_not_made_up(client: Client, bob: User) -> None:
    page = re.sub(r'(name="seen" value="support 1 )[0-9a-f]{64}', r"\g<1>" + "0" * 64, read(client, bob))

    response = press(client, page, "agree", "1")

    assert response.status_code == 409
    assert "Accord does not know the content you saw." in plain(response.text)


def test_a_stale_part_shows_what_differs_from_what_my_team_agreed_to(client: Client, world: World, bob: User) -> None:
    world.agree("bob", "support")
    duty = Duty("support", "Samples 100 tickets every Monday.")
    world.apply(lambda plan: with_key_result(plan, duties=(duty,), target=50))

    page = read(client, bob)

    assert "<del>Friday.</del> <ins>Monday.</ins>" in page
    assert re.search(r"<del><span[^>]*>60.a week</span></del> <ins><span[^>]*>50.a week</span></ins>", page)
    assert "Support agreed to what it was" in plain(page)


def test_an_outsider_reads_all_and_answers_nothing(client: Client, world: World, bob: User) -> None:
    page = read(client, world.account("carol"))
    theirs = read(client, bob)
    client.force_login(world.account("carol"))

    assert "The whole clause" in page
    assert "<button" not in page[page.index('id="agreement"') : page.index('id="live"')]
    for forged in (press(client, page, "agree", "all"), press(client, theirs, "agree", "all")):
        assert forged.status_code == 403
    assert press(client, theirs, "object", "4", object_text_4="No.").status_code == 403
    assert say(client, "I am not of you.", team="support").status_code == 403
    assert not Answer.objects.exists()
    assert not Message.objects.exists()


def test_a_member_reads_the_teams_part_and_may_not_answer(client: Client, world: World) -> None:
    page = read(client, world.account("dan"))

    assert "Your part, the whole clause" in page
    assert 'name="agree"' not in page
    assert press(client, page, "agree", "all").status_code == 403


def test_nobody_answers_for_the_other_party(client: Client, world: World, bob: User, alice: User) -> None:
    page = read(client, bob)
    client.force_login(alice)

    assert press(client, page, "agree", "all").status_code == 403
    assert not Answer.objects.exists()


def test_who_is_not_signed_in_is_asked_to(client: Client, world: World) -> None:
    for response in (client.get(PAGE), client.post(f"{PAGE}answers/", {"agree": "all"})):
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", ["five-days", "nowhere"])
def test_a_key_result_without_agreement_has_no_such_page(client: Client, bob: User, address: str) -> None:
    client.force_login(bob)

    assert client.get(f"/cycles/2026-q4/agreements/{address}/").status_code == 404
    assert client.post(f"/cycles/2026-q4/agreements/{address}/answers/", {"agree": "all"}).status_code == 404


def test_reading_never_writes(client: Client, bob: User) -> None:
    before = Event.objects.count()
    client.force_login(bob)

    for tail in ("", "history/", "print/", "live/?after=0&shown=x"):
        assert client.get(f"{PAGE}{tail}").status_code == 200

    assert (Event.objects.count(), Answer.objects.count()) == (before, 0)


def test_somebody_who_answers_for_both_parties_does_so_in_one_act(client: Client, world: World) -> None:
    def led_by_alice_too(plan: Plan) -> Plan:
        teams = tuple(
            replace(team, members=plan.teams[1].members) if team.id == "support" else team for team in plan.teams
        )
        return replace(plan, teams=teams)

    world.apply(led_by_alice_too)
    page = read(client, world.account("alice"))

    assert "for Product and Support" in plain(page)
    press(client, page, "agree", "all")

    assert (world.state(), Act.objects.count()) == ("agreed", 1)

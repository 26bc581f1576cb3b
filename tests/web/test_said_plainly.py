"""What a thing is called where it is told, asked for or chosen: by what people call it, and all who are asked."""

import logging
import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from accord.config.logs import OneLine
from accord.domain.plan import Contribution as Contributed
from accord.models import Contribution, Cycle, Finding, KeyResult, Objective, ServedGoal, StrategicGoal, Team
from accord.services.definitions import definitions
from accord.services.definitions.edits import Drop
from accord.services.findings import accepting
from accord.services.plans import plans
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.web.agreement_page import plain
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return worlds.build()


def page(client: Client, here: World, address: str, reader: str = "alice") -> str:
    client.force_login(here.account(reader, is_admin=reader == "ada"))
    return client.get(address).text


def test_that_a_finding_is_accepted_is_told_with_what_people_call_it(client: Client, here: World) -> None:
    found = Finding.objects.get(code="AL303", mended_at=None)
    accepting.accept(found.pk, reason="They know.", until=None, by=here.actor("alice"), clock=here.clock)

    text = plain(page(client, here, "/activity/"))

    assert re.search(r"accepted what AL303 finds about Correct cause tags for good\s?\. They know\.", text)


def test_activity_says_that_a_pruned_plan_ended_an_agreement(client: Client, here: World) -> None:
    plan = worlds.the_plan()
    fewer = replace(plan, objectives=plan.objectives[1:], metrics=())
    plans.apply_plan(fewer, by=Actor(None, "shell"), clock=here.clock, manner=plans.Manner(prune=True))

    text = plain(page(client, here, "/activity/"))

    assert re.search(r"The operator took out .* and five more things\. One agreement ended\.", text)


def test_a_heads_up_says_took_out_of_what_is_no_more(client: Client, here: World) -> None:
    plan = worlds.the_plan()
    first, *rest = plan.objectives
    contributing = replace(first, contributes_to=(Contributed("five-days", status="accepted"),))
    here.apply(lambda plan: replace(plan, objectives=(contributing, *rest)))

    definitions.save(here.cycle, [Drop("key_result", "fewer-tickets")], by=here.actor("alice"), clock=here.clock)

    said = r"Heads-up: Alice Adler took out Calendar tickets, from 210 to 60 a week\s?, which others build on\."
    assert re.search(said, plain(page(client, here, "/activity/")))


def test_before_publishing_one_reads_who_will_be_asked_to_accept_a_contribution(client: Client, here: World) -> None:
    objective = Objective.objects.get(key="books")
    Objective.objects.filter(pk=objective.pk).update(published_at=None)
    Contribution.objects.create(objective=objective, key_result=KeyResult.objects.get(key="fewer-tickets"))

    text = plain(page(client, here, "/cycles/2026-q4/teams/finance/publish/", "carol"))

    offered = text.partition("Who is asked to accept what you contribute")[2].partition("Publish it")[0]
    assert "Calendar tickets, from 210 to 60 a week with ‘Close the books in five days’ Product" in offered


def test_before_publishing_nobody_is_asked_to_accept_where_nothing_is_offered(client: Client, here: World) -> None:
    Objective.objects.filter(key="books").update(published_at=None)

    assert "Who is asked to accept" not in page(client, here, "/cycles/2026-q4/teams/finance/publish/", "carol")


def test_the_rest_of_what_serves_a_goal_is_listed_in_the_cycle_one_looks_at(client: Client, here: World) -> None:
    goal = StrategicGoal.objects.create(key="calm", title="Calm customers")
    for number in range(9):
        made = Objective.objects.create(
            cycle=here.cycle,
            key=f"more-{number}",
            team=Team.objects.get(key="support"),
            title=f"Objective {number}",
            published_at=here.clock(),
        )
        ServedGoal.objects.create(objective=made, goal=goal)

    text = page(client, here, "/cycles/2026-q4/strategy/")
    (rest,) = re.findall(r'href="([^"]*)">and \d more</a>', text)
    listed = client.get(rest).text

    assert rest == "/cycles/2026-q4/counted/serving/?goal=calm"
    assert all(f"Objective {number}" in listed for number in range(9))


def test_a_cycle_cannot_be_chosen_as_part_of_itself(client: Client, here: World) -> None:
    Cycle.objects.create(key="2026", name="Year 2026", start=date(2026, 1, 1), end=date(2026, 12, 31))
    form = page(client, here, "/cycles/2026-q4/edit/cycle/2026-q4/", "ada")
    (choose,) = re.findall(r'data-picker="([^"]*cycle[^"]*)"', form)

    offered = client.get(choose, {**dict([choose.partition("?")[2].split("=")]), "q": "2026"}).text

    assert "Year 2026" in offered
    assert "Q4 2026" not in offered


def test_a_team_without_a_key_result_is_told_where_a_new_action_would_stand(client: Client, here: World) -> None:
    text = page(client, here, "/cycles/2026-q4/teams/support/asks/", "bob")

    assert "A new action of ours" not in text
    assert "An action stands under a key result, and Support has published none." in plain(text)
    assert 'href="/cycles/2026-q4/new/objective/support/"' in text


@pytest.mark.parametrize(("status", "has_traceback"), [(403, False), (404, False), (500, True)])
def test_the_log_keeps_a_traceback_only_of_what_is_broken(status: int, has_traceback: bool) -> None:
    try:
        raise PermissionError("not yours")
    except PermissionError as refused:
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Said", (), (type(refused), refused, None))
    record.status_code = status

    line = OneLine().format(record)

    assert line.endswith("django.request: Said") != has_traceback
    assert ("PermissionError: not yours" in line) == has_traceback


def test_what_nobody_provides_leads_whoever_is_asked_to_the_form_of_the_answer(client: Client, here: World) -> None:
    text = page(client, here, "/cycles/2026-q4/checks/", "bob")
    (way,) = set(re.findall(r'href="([^"]*asks/[?]change=tags#need-tags)"', text))

    answer = client.get(way)

    assert answer.status_code == 200
    assert 'id="need-tags"' in answer.text


@pytest.mark.parametrize("reader", ["alice", "bob", "carol", "dan", "ada"])
def test_every_finding_leads_to_a_page_that_is_there(client: Client, here: World, reader: str) -> None:
    text = page(client, here, "/cycles/2026-q4/checks/", reader).partition('id="main"')[2].partition("</main>")[0]
    ways = {way.replace("&amp;", "&") for way in re.findall(r'<a [^>]*?href="(/[^"#]*)', text)}

    assert ways
    assert {way: status for way in ways if (status := client.get(way, follow=True).status_code) != 200} == {}


def test_in_a_closed_cycle_nothing_waits_for_anybody(client: Client, here: World) -> None:
    address = "/cycles/2026-q4/two-teams/product/support/"
    assert "things need you" in plain(page(client, here, "/")) or "thing needs you" in plain(page(client, here, "/"))
    Cycle.objects.update(closed_at=here.clock())

    home, between = plain(page(client, here, "/")), plain(page(client, here, address))

    assert "Q4 2026 is closed" in home
    assert "Nobody is asked anything more in it" in home
    assert "need you" not in home.partition("Q4 2026 is closed")[0]
    assert "when the cycle was closed" in between
    assert "Asked to answer by" not in between

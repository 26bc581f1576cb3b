"""What leads on where little is there yet: no plan, no metric, nothing published."""

import re

import pytest
from django.test import Client

from accord.models import Action, Cycle, Metric, Objective
from tests import reading_world
from tests import world as worlds
from tests.reading_world import ReadingWorld
from tests.web.agreement_page import plain
from tests.web.editing_form import form_of
from tests.world import World


@pytest.fixture
def here(db: None) -> World:
    return worlds.build()


def signed_in(client: Client, here: World, name: str) -> Client:
    client.force_login(here.account(name, is_admin=name == "ada"))
    return client


def test_whoever_leads_a_team_that_has_published_nothing_is_led_to_it(client: Client, here: World) -> None:
    assert "Begin with what" not in plain(signed_in(client, here, "carol").get("/").text)
    Objective.objects.filter(key="books").update(published_at=None)

    page = plain(client.get("/").text)

    assert "Begin with what Finance wants to reach" in page
    assert "All your answers are given" not in page


@pytest.mark.parametrize("kind", ["metric", "milestone"])
def test_the_registry_leads_to_a_new_entry_which_is_kept_by_ones_own_team(
    client: Client, here: World, kind: str
) -> None:
    signed_in(client, here, "bob")
    assert f'href="/new/{kind}/"' in client.get(f"/{kind}s/").text

    given = form_of(client.get(f"/new/{kind}/").text)

    assert given["owner"] == ["Support"]


def test_a_new_metric_is_read_on_its_own_page_once_it_is_saved(client: Client, here: World) -> None:
    signed_in(client, here, "bob")
    given = form_of(client.get("/new/metric/").text) | {"name": ["Calls a day"], "save": ["yes"]}

    landed = client.post("/new/metric/", given, follow=True)

    assert landed.redirect_chain[-1][0] == f"/metrics/{Metric.objects.get(name='Calls a day').key}/?saved=yes"
    assert "Saved." in plain(landed.text)


def test_a_new_action_is_its_own_teams_unless_somebody_names_another(client: Client, here: World) -> None:
    address = "/cycles/2026-q4/new/action/fewer-tickets/"
    given = form_of(signed_in(client, here, "alice").get(address).text)
    assert given["team"] == ["Product"]

    client.post(address, given | {"title": ["Write the guide"], "save": ["yes"]})

    assert Action.objects.get(title="Write the guide").team.key == "product"  # type: ignore[union-attr]


def test_in_a_draft_nobody_has_agreed_to_anything(client: Client, db: None) -> None:
    world: ReadingWorld = reading_world.build()
    world.make_draft("calm-product")
    client.force_login(world.account("dan"))

    page = plain(client.get("/cycles/2026-q4/key-results/fewer-tickets/").text)

    assert "Draft, nobody is asked yet" in page
    assert "Agreed" not in page.partition("Actions")[2].partition("Needs")[0]


def test_before_there_is_a_cycle_nobody_is_led_to_a_form_that_is_not_there(client: Client, admin: object) -> None:
    client.force_login(admin)  # type: ignore[arg-type]

    page = client.get("/cycles/").text

    assert "No cycle yet" in page
    assert "/new/cycle/" not in page


def test_where_nothing_contributes_to_anything_the_cascade_does_not_praise_it(client: Client, here: World) -> None:
    page = signed_in(client, here, "carol").get("/cycles/2026-q4/cascade/").text

    assert "No objective contributes to another team’s key result yet" in page
    assert "Somebody contributes" not in page


def test_whoever_looks_for_a_metric_that_is_not_there_is_told_where_it_is_written(client: Client, here: World) -> None:
    signed_in(client, here, "alice")

    assert "written first, under Metrics" in client.get("/choose/metric/?q=returns").text
    assert "under Metrics" not in client.get("/choose/team/?q=returns").text


@pytest.mark.parametrize("address", ["/metrics/", "/milestones/"])
def test_before_there_is_a_plan_no_page_leads_to_one_that_is_not_there(
    client: Client, admin: object, address: str
) -> None:
    client.force_login(admin)  # type: ignore[arg-type]

    page = client.get(address).text
    ways = {way for way in re.findall(r'href="(/[^"#]*)"', page) if not way.startswith(("/static/", "/style/"))}

    assert "/first-steps/" in ways
    assert {way: status for way in ways if (status := client.get(way).status_code) >= 400} == {}


def test_a_cycle_in_which_nothing_is_published_counts_nothing(client: Client, admin: object, here: World) -> None:
    Objective.objects.all().delete()
    client.force_login(admin)  # type: ignore[arg-type]

    page = plain(client.get("/cycles/2026-q4/").text)

    assert "0 of 0" not in page
    assert "Agreements agreed None yet" in page
    assert "Nothing was published in it." in plain(client.get("/cycles/2026-q4/close/").text)


def test_a_team_without_people_has_no_objective_either(client: Client, here: World) -> None:
    page = plain(signed_in(client, here, "alice").get("/cycles/2026-q4/").text)

    assert "2 teams have no objective yet Northwind Support" in re.sub(r"\b[A-Z]{3}\b ", "", page)


def test_a_lead_with_whom_nobody_has_anything_to_agree_is_not_praised_for_answers(client: Client, here: World) -> None:
    page = plain(signed_in(client, here, "carol").get("/").text)

    assert "No other team touches yet what Finance wants" in page
    assert "All your answers are given" not in page
    assert "Side to side None yet" in page


def test_whoever_has_written_nothing_in_a_cycle_that_is_over_waits_for_the_next(client: Client, here: World) -> None:
    Objective.objects.filter(key="books").update(published_at=None)
    Cycle.objects.update(start="2020-01-01", end="2020-03-31")

    page = plain(signed_in(client, here, "carol").get("/").text)

    assert "Q4 2026 is over An admin opens the next." in page
    assert "Begin with what" not in page


def test_the_brief_is_for_an_admin_to_write_and_for_others_to_read(client: Client, here: World) -> None:
    lead = plain(signed_in(client, here, "carol").get("/first-steps/").text)
    admin = plain(signed_in(client, here, "ada").get("/first-steps/").text)

    assert "An admin writes it. See it Say what the quarter is for" in lead
    assert "Do it Say what the quarter is for" in admin
    assert "An admin writes it." not in admin

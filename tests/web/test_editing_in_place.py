"""Editing with htmx: a refusal comes back into its place, what is saved leads on, and nothing is lost."""

import re

import pytest
from django.test import Client

from accord.models import Action, KeyResult, Metric, Objective
from tests import world as worlds
from tests.built_once import built_once
from tests.web.editing_form import Fields, form_of
from tests.world import World

HTMX = {"HX-Request": "true"}
EDIT = "/cycles/2026-q4/edit/key-result/fewer-tickets/"
NEW = "/cycles/2026-q4/new/objective/product/"
DROP = "/cycles/2026-q4/drop/action/retag/"
PUBLISH = "/cycles/2026-q4/teams/product/publish/"


@pytest.fixture
@built_once
def here(db: None) -> World:
    found = worlds.build()
    found.agree("bob", "support")
    return found


@pytest.fixture
def alice(client: Client, here: World) -> Client:
    client.force_login(here.account("alice"))
    return client


def is_a_part(text: str) -> bool:
    """And one that takes the focus once: browsers follow `autofocus` when it comes, htmx again when all is settled."""
    return "<html" not in text and text.count('id="editing"') == 1 and "autofocus" not in text


def given(client: Client, address: str = EDIT) -> Fields:
    return form_of(client.get(address).text) | {"save": ["yes"]}


def test_what_cannot_be_read_comes_back_into_its_place(alice: Client) -> None:
    response = alice.post(EDIT, given(alice) | {"target": ["about 4"]}, headers=HTMX)

    assert response.status_code == 422
    assert is_a_part(response.text)
    assert "<title>Error: Change the key result" in response.text
    assert 'id="errors"' in response.text
    assert 'value="about 4"' in response.text


def test_a_form_that_is_no_longer_todays_comes_back_with_both_texts(alice: Client, here: World) -> None:
    mine = given(alice)
    KeyResult.objects.filter(key="fewer-tickets").update(decomposition="Two fixes.", version=7)

    response = alice.post(EDIT, mine | {"decomposition": ["Four fixes."]}, headers=HTMX)

    assert response.status_code == 409
    assert is_a_part(response.text)
    assert "Two fixes." in response.text
    assert form_of(response.text)["decomposition"] == ["Four fixes."]


def test_what_undoes_a_yes_is_said_in_its_place_and_then_saved(alice: Client, here: World) -> None:
    told = alice.post(EDIT, given(alice) | {"target": ["80"], "reason": ["We counted."]}, headers=HTMX)

    assert told.status_code == 200
    assert is_a_part(told.text)
    assert re.search(r'<section[^>]*data-focus[^>]*aria-labelledby="effects-head"', told.text)
    assert form_of(told.text)["reason"] == ["We counted."]
    saved = alice.post(EDIT, form_of(told.text) | {"save": ["yes"]}, headers=HTMX)
    assert saved.headers["HX-Redirect"].startswith("/cycles/2026-q4/key-results/fewer-tickets/?saved=")
    assert KeyResult.objects.get(key="fewer-tickets").target == 80


def test_a_drop_is_asked_about_in_its_place_and_keeps_its_reason(alice: Client, here: World) -> None:
    told = alice.post(DROP, {"reason": "Not needed."}, headers=HTMX)

    assert is_a_part(told.text)
    assert "One agreement goes stale" in told.text
    assert "Not needed.</textarea>" in told.text
    token = re.search(r'name="told" value="(\w+)"', told.text)
    assert token
    gone = alice.post(DROP, {"reason": "Not needed.", "told": token[1]}, headers=HTMX)
    assert "dropped=action:retag" in gone.headers["HX-Redirect"]
    assert Action.objects.get(key="retag").dropped_at is not None


def test_a_drop_of_what_somebody_changed_meanwhile_takes_the_place_of_the_form(alice: Client, here: World) -> None:
    seen = str(Action.objects.get(key="retag").version)
    Action.objects.filter(key="retag").update(version=9)

    response = alice.post(DROP, {"seen": seen, "look": "yes"}, headers=HTMX)

    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#editing"
    assert is_a_part(response.text)
    assert "nothing was dropped" in response.text


TYPED = {
    "title": "Doctors trust the calendar", "results": "1", "kr1-metric": "Tickets a week", "kr1-baseline": "60",
    "kr1-target": "40", "kr1-needs": "1", "kr1-need1-what": "A list of clinics", "kr1-need1-from": "Support",
}  # fmt: skip


def test_a_new_objective_is_looked_at_while_it_is_written(alice: Client) -> None:
    looked = alice.post(NEW, TYPED | {"look": "yes"}, headers=HTMX).text

    assert "<html" not in looked
    criteria = re.search(r'id="guidance-kr1-completion_criteria" hx-swap-oob="true">(.*?)</div>', looked, re.S)
    assert criteria
    assert "AL101" in criteria[1]
    by = re.search(r'id="guidance-kr1-need1-by" hx-swap-oob="true">(.*?)</div>', looked, re.S)
    assert by
    assert "AL302" in by[1]
    assert re.search(r"Once you publish, these teams are asked:.*Support", looked, re.S)
    assert not Objective.objects.filter(title=TYPED["title"]).exists()


def test_a_look_at_a_new_objective_says_what_cannot_be_and_not_what_is_still_to_come(alice: Client) -> None:
    half = TYPED | {"title": "", "kr1-due": "2027-02-30", "look": "yes"}

    looked = alice.post(NEW, half, headers=HTMX).text

    assert "By: Write a day such as 2026-12-18" in looked
    assert "Fill this in." not in looked
    assert 'data-wrong="title kr1-due"' in looked


def test_a_new_objective_that_cannot_be_read_comes_back_into_its_place(alice: Client) -> None:
    response = alice.post(NEW, TYPED | {"kr1-target": "about 4", "save": "yes"}, headers=HTMX)

    assert response.status_code == 422
    assert is_a_part(response.text)
    assert 'href="#kr1-target"' in response.text
    assert form_of(response.text)["kr1-need1-what"] == ["A list of clinics"]
    more = alice.post(NEW, TYPED | {"more": "result"}, headers=HTMX)
    assert is_a_part(more.text)
    assert 'name="results" value="1 2"' in more.text


def test_a_new_objective_is_saved_and_published_in_place(alice: Client) -> None:
    saved = alice.post(NEW, TYPED | {"save": "yes"}, headers=HTMX)

    assert saved.headers["HX-Redirect"].startswith("/cycles/2026-q4/teams/product/#")
    told = alice.post(PUBLISH, headers=HTMX)
    assert is_a_part(told.text)
    assert "It opens an agreement" in told.text
    published = alice.post(PUBLISH, form_of(told.text.replace('id="editing"', 'id="edit"')), headers=HTMX)
    assert published.headers["HX-Redirect"] == "/cycles/2026-q4/teams/product/?saved=published"


def test_a_day_stands_beside_its_field_as_the_reader_writes_days(alice: Client, here: World) -> None:
    account = here.account("alice")
    account.language = "en-us"
    account.save()
    page = alice.get("/cycles/2026-q4/edit/need/tags/").text

    assert re.search(r'<time [^>]*data-day-of="by">Fri,? Dec 18</time>', page)


INFLUENCES = {
    "influences-metric": ["Days to close", ""], "influences-sign": ["-", ""], "influences-lag_days": ["14", ""],
    "influences-evidence": ["", ""],
}  # fmt: skip


def test_what_a_metric_moves_is_said_on_its_form_and_makes_nothing_stale(client: Client, here: World) -> None:
    client.force_login(here.account("bob"))
    Metric.objects.create(key="close", name="Days to close")
    address = "/edit/metric/tickets/"
    before = here.states("support")

    saved = client.post(address, given(client, address) | INFLUENCES)

    assert saved.status_code == 302, saved.text
    (moved,) = Metric.objects.get(key="tickets").influences.all()
    assert (moved.moves.key, moved.sign, moved.lag_days, moved.evidence) == ("close", "-", 14, "stated")
    assert here.states("support") == before
    shown = form_of(client.get(address).text)
    assert shown["influences-metric"][0] == "Days to close"
    assert shown["influences-evidence"][0] == "stated"


@pytest.mark.parametrize(
    ("field", "texts", "sentence"),
    [
        ("influences-sign", ["", ""], "Fill this in."),
        ("influences-lag_days", ["1.5", ""], "Write a whole number."),
        ("influences-metric", ["Tickets of wek", ""], "Nothing is called ‘Tickets of wek’"),
    ],
)
def test_what_cannot_be_an_influence_is_told_at_its_row(
    client: Client, here: World, field: str, texts: list[str], sentence: str
) -> None:
    client.force_login(here.account("bob"))
    Metric.objects.create(key="close", name="Days to close")
    address = "/edit/metric/tickets/"

    response = client.post(address, given(client, address) | INFLUENCES | {field: texts})

    assert response.status_code == 422
    assert sentence in response.text
    assert not Metric.objects.get(key="tickets").influences.exists()

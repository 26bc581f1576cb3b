"""A review sent again: another edition where anything is new, what is published where nothing is, and what to mend."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accord.models import CheckIn, Cycle, Review, Update
from tests import review_world as month
from tests.web.agreement_page import plain
from tests.web.review_form import WRITE, form_of, publish
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = "/cycles/2026-q4/teams/product/reviews/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def world() -> World:
    made = month.build()
    today = timezone.localdate()
    Cycle.objects.update(start=today - timedelta(days=40), end=today + timedelta(days=40))
    made.clock.now = timezone.now()
    return made


def test_a_cycle_that_has_not_begun_offers_no_review_and_takes_none(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    form = form_of(client)
    Cycle.objects.update(start=timezone.localdate() + timedelta(days=40), end=timezone.localdate() + timedelta(days=90))

    assert WRITE not in client.get(LIST).text
    assert "Q4 2026 has not begun" in plain(client.get(WRITE).text)
    assert 'id="review"' not in client.get(WRITE).text
    assert client.post(WRITE, form | {"publish": "yes"}).status_code == 422
    assert client.post(WRITE, form, headers=HTMX).status_code == 422
    assert not Review.objects.exists()


def test_what_is_published_again_with_nothing_new_leads_to_what_is_published(client: Client, world: World) -> None:
    client.force_login(world.account("alice"))
    first = publish(client, doing="Well.", **{"value-fewer-tickets": "100", "note-fewer-tickets": "One fix."})
    client.post(WRITE, form_of(client), headers=HTMX)  # after going back the form saves itself

    again = client.post(WRITE, form_of(client) | {"publish": "yes"}, follow=True)

    assert again.redirect_chain == [(f"/reviews/{first.pk}/?saved=known", 302)]
    assert "This is published already, and nothing is new since." in plain(again.text)
    assert (Review.objects.count(), Update.objects.count(), CheckIn.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    "typed", [{"doing": "Not so well."}, {"value-fewer-tickets": "90"}, {"note-fewer-tickets": "X"}]
)
def test_what_is_new_since_makes_another_edition(client: Client, world: World, typed: dict[str, str]) -> None:
    client.force_login(world.account("alice"))
    publish(client, doing="Well.")

    assert publish(client, **typed).edition == 2


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["sent", "kept by itself"])
def test_what_is_to_mend_names_the_key_result(client: Client, world: World, headers: dict[str, str]) -> None:
    client.force_login(world.account("alice"))
    title = world.key_result.title

    refused = client.post(WRITE, form_of(client) | {"value-fewer-tickets": "many"}, headers=headers)

    assert refused.status_code == 422
    assert f"{title}: Write a number, such as 16 or 5.4." in plain(refused.text)

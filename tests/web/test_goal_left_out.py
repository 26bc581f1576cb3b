"""A strategic goal that nothing serves leads, on each page that says so, to an objective that would."""

from collections.abc import Iterator
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.test import Client

from accord.models import StrategicGoal
from tests import reading_world
from tests.reading_world import ReadingWorld
from tests.web.editing_form import form_of

ROOT = "/cycles/2026-q4"
WRITE = f"{ROOT}/new/objective/support/?serves=sold"
PAGES = (f"{ROOT}/strategy/", "/strategic-goals/sold/")


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=datetime(2026, 11, 15, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def world(db: None) -> ReadingWorld:
    StrategicGoal.objects.create(key="sold", title="Partners sell with us")
    return reading_world.build()


@pytest.mark.parametrize("page", PAGES)
def test_it_leads_to_the_form_with_the_goal_ticked(client: Client, world: ReadingWorld, page: str) -> None:
    client.force_login(world.account("bob"))

    assert f'href="{WRITE}"' in client.get(page).text
    assert form_of(client.get(WRITE).text)["serves"] == ["sold"]


def test_a_goal_that_is_served_does_not(client: Client, world: ReadingWorld) -> None:
    client.force_login(world.account("bob"))

    assert "Write an objective for it" not in client.get("/strategic-goals/calm/").text


def test_what_is_no_goal_is_not_ticked(client: Client, world: ReadingWorld) -> None:
    client.force_login(world.account("bob"))

    assert "serves" not in form_of(client.get(f"{WRITE}-nothing").text)

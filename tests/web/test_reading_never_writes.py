"""Every address that can be read is read by everybody, and nothing is written for it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
PEOPLE = ["alice", "bob", "carol", "dan", None]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "BEGIN")
THINGS: dict[str, dict[str, object]] = {
    "agreement": {"key": "fewer-tickets"},
    "key_result": {"key": "fewer-tickets"},
    "team": {"key": "product"},
    "asks": {"key": "support"},
    "cadence": {"key": "product"},
    "calendar": {"token": "nobody-has-this"},
    "need_answer": {"key": "support", "need": "tags"},
    "contribution_answer": {"key": "product", "objective": "books", "result": "fewer-tickets"},
    "handover": {"key": "tags"},
    "cascade_objective": {"key": "calm"},
    "cascade_branches": {"key": "calm"},
    "counted": {"kind": "orphans"},
    "matrix_pairs": {"standing": "open"},
    "two_teams": {"one": "product", "other": "support", "team": "product", "key": "product"},
    "choose": {"kind": "team"},
    "new_definition": {"kind": "metric"},
    "edit_definition": {"kind": "metric", "key": "tickets"},
    "drop_definition": {"kind": "metric", "key": "tickets"},
    "bring_back_definition": {"kind": "metric", "key": "tickets"},
    "new_objective": {"under": "product"},
    "new": {"kind": "action", "under": "fewer-tickets"},
    "edit": {"kind": "action", "key": "retag"},
    "drop": {"kind": "action", "key": "retag"},
    "bring_back": {"kind": "action", "key": "retag"},
    "publish": {"key": "product"},
    "grades": {"key": "product"},
    "carry_over": {"key": "product"},
    "across": {"key": "north"},
    "strategic_goal": {"key": "nobody-has-this"},
    "check_in_mend": {"key": "fewer-tickets", "number": 1},
    "accept_finding": {"number": 1},
    "take_back_acceptance": {"number": 1},
    "check": {"code": "AL101"},
    "metric": {"key": "tickets"},
    "milestone": {"key": "beta"},
    "person": {"key": "alice"},
    "realignment": {"number": 1},
    "realignment_answers": {"number": 1},
    "going_ahead": {"number": 1},
    "reviews": {"key": "product"},
    "review_writing": {"key": "product"},
    "review": {"number": 1},
    "review_text": {"number": 1},
    "update": {"number": 1},
    "invitation": {"token": "nobody-has-this"},
    "password_new": {"uid": "MQ", "token": "nobody-has-this"},
    "follow": {"kind": "team", "key": "product"},
    "stop_mail": {"token": "nobody-has-this"},
    "still_signed_in": {"account": 1},
    "stylesheet": {"version": "any"},
}


@pytest.fixture
def world() -> World:
    return worlds.build()


def addresses() -> list[tuple[str, str]]:
    """Each route with an address that leads somewhere, found in the routes themselves."""
    found = []
    for pattern in get_resolver("accord.web.urls").url_patterns:
        assert isinstance(pattern, URLPattern)
        wanted = set(pattern.pattern.converters)
        known = THINGS.get(pattern.name or "", THINGS["agreement"]) | {"cycle": "2026-q4"}
        found.append((pattern.name or "", reverse(pattern.name or "", kwargs={name: known[name] for name in wanted})))
    return found


@pytest.mark.parametrize(("route", "address"), addresses())
def test_reading_writes_nothing(world: World, client: Client, route: str, address: str) -> None:
    for person in PEOPLE:
        if person:
            client.force_login(world.account(person))
            client.get("/preferences/")  # what a session is given once is not this page's doing
        else:
            client.logout()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        written = [query["sql"] for query in captured if query["sql"].lstrip().upper().startswith(WRITES)]
        assert response.status_code in {200, 204, 302, 304, 401, 403, 404, 405, 410}, (route, person)
        assert not written, (route, person)

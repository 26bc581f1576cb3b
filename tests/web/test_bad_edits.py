"""Edits that nobody's browser would send: each gets an answer a person can read, and none is half done."""

import random
from collections.abc import Callable, Sequence

import pytest
from django.test import Client

from accord.models import Action, Agreement, Change, Contribution, Event, KeyResult, Metric, Need, Objective, Revision
from accord.services import doctor
from tests import world as worlds
from tests.web.editing_form import Fields, form_of
from tests.web.test_bad_forms import COUNT, FITTING, NONSENSE

pytestmark = pytest.mark.django_db

CYCLE = "/cycles/2026-q4"
FORMS = [
    f"{CYCLE}/edit/key-result/fewer-tickets/", f"{CYCLE}/edit/objective/calm/", f"{CYCLE}/edit/action/retag/",
    f"{CYCLE}/edit/need/tags/", f"{CYCLE}/new/key-result/calm/", f"{CYCLE}/new/action/fewer-tickets/",
    f"{CYCLE}/new/need/fewer-tickets/", f"{CYCLE}/new/contribution/calm/", f"{CYCLE}/new/objective/product/",
    "/edit/metric/tickets/", "/new/metric/", "/new/milestone/",
]  # fmt: skip
OTHERS = [
    f"{CYCLE}/drop/action/fix-sync/", f"{CYCLE}/bring-back/action/fix-sync/", f"{CYCLE}/teams/product/publish/",
    f"{CYCLE}/drop/nonsense/x/", f"{CYCLE}/edit/nonsense/x/", "/edit/team/product/", "/drop/metric/tickets/",
]  # fmt: skip
FITTING_WORDS = [
    "tickets",
    "support",
    "Dan Diaz",
    "2026-11-30",
    "4",
    "1,234.5",
    "-3",
    "fewer-tickets",
    "calm>five-days",
]
TABLES = (Objective, KeyResult, Action, Need, Metric, Contribution, Change, Revision, Event, Agreement)


def test_no_edit_ends_in_a_stack_trace_or_a_partial_write() -> None:
    world, chance = worlds.build(), random.Random(20261123)
    clients = {}
    for name in ("alice", "bob", "carol", "ada"):
        clients[name] = Client(raise_request_exception=True)
        clients[name].force_login(world.account(name, is_admin=name == "ada"))
    given = {address: form_of(clients["ada"].get(address).text) for address in FORMS}

    for number in range(COUNT):
        address, data = generated(chance, given)
        before = counts()
        client = clients[chance.choice(sorted(clients))]
        response = client.post(address, data, headers={"HX-Request": "true"} if chance.random() < 0.3 else {})
        assert response.status_code in FITTING, (number, address, data)
        if response.status_code >= 400:
            assert counts() == before, (number, address, data)
    assert list(doctor.problems(now=world.clock())) == []


def generated(chance: random.Random, given: dict[str, Fields]) -> tuple[str, Fields]:
    """A form as it was given out, with something else in one to four places; or one that takes hardly anything."""
    if chance.random() < 0.1:
        return chance.choice(OTHERS), {"reason": [chance.choice(NONSENSE)], "seen": [chance.choice(NONSENSE)]}
    address = chance.choice(FORMS)
    data: Fields = {name: list(values) for name, values in given[address].items()}
    typed: Sequence[str] = [name for name in data if not name.startswith("was.")] or ["title"]
    wrong: list[Callable[[], object]] = [
        lambda: data.__setitem__(chance.choice(typed), [chance.choice(NONSENSE)]),
        lambda: data.__setitem__(chance.choice(typed), [chance.choice(FITTING_WORDS)]),
        lambda: data.__setitem__(chance.choice(typed), [chance.choice(NONSENSE), chance.choice(FITTING_WORDS)]),
        lambda: data.pop(chance.choice(sorted(data) or ["x"]), None),
        lambda: data.__setitem__("wording_only", [chance.choice([*typed, "x"])]),
        lambda: data.__setitem__("results", [chance.choice(["1 2", "x", "9999999", "1 1", ""])]),
        lambda: data.__setitem__(chance.choice(["look", "more", "less", "told", "yes"]), [chance.choice(NONSENSE)]),
    ]
    for _ in range(chance.randint(1, 4)):
        chance.choice(wrong)()
    return address, data | {"save": ["yes"]}


def counts() -> list[int]:
    return [table.objects.count() for table in TABLES]

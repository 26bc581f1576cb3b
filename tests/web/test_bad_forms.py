"""Forms that nobody's browser would send: each gets an answer a person can read, and none is half done."""

import os
import random
from collections.abc import Callable

import pytest
from django.test import Client

from accord.models import Act, Answer, Concern, Event, Message, Outbox, Party
from tests import world as worlds
from tests.tried import examples
from tests.web.agreement_page import PAGE, read, shown
from tests.world import World

pytestmark = pytest.mark.django_db

# A run of 10,000 takes minutes; BAD_FORMS=10000 asks for one.
COUNT = int(os.environ.get("BAD_FORMS", examples(300, on_postgresql=150)))
FITTING = {200, 302, 303, 400, 403, 404, 405, 409, 422}
NONSENSE = [
    *("", " ", "\x00", "0", "-1", "6", "999999999999999999999", "all", "agree", "null", "None", "{{ 7 * 7 }}", "%s%n"),
    *("<script>alert(1)</script>", "' OR 1=1 --", "\u202e\ufeff", "é" * 500, "x" * 20_000, "completion-criteria"),
    *("support", "product", "finance", "nobody", "product 1 " + "0" * 64, "support 9 " + "a" * 64),
    *("support 1 " + "A" * 64, "finance 1 " + "f" * 64),
]
NAMES = [
    "agree", "ask", "object", "seen", "last_revision", "text", "clause", "team", "done", "csrfmiddlewaretoken",
    *(f"{kind}-text-{n}" for kind in ("ask", "object") for n in range(7)), *(f"as-{n}" for n in range(7)),
]  # fmt: skip
TABLES = (Answer, Act, Message, Event, Concern, Outbox)


def test_no_form_ends_in_a_stack_trace_or_a_partial_write() -> None:
    world, chance = worlds.build(), random.Random(20261122)
    client = Client(raise_request_exception=True)
    pages = {person: shown(read(client, world.account(person))) for person in ("alice", "bob", "carol", "dan")}

    for number in range(COUNT):
        person = chance.choice(sorted(pages))
        client.force_login(world.account(person))
        address, data = generated(chance, pages[person])
        before = counts()
        response = client.post(address, data, headers={"HX-Request": "true"} if chance.random() < 0.3 else {})
        assert response.status_code in FITTING, (number, address, data)
        assert b"Traceback" not in response.content, (number, address, data)
        if response.status_code >= 400:
            assert counts() == before, (number, address, data)
    everything_fits(world)


def generated(chance: random.Random, page: dict[str, list[str]]) -> tuple[str, dict[str, list[str]]]:
    """A form that was on the page, with something wrong in one to four places, or made up altogether."""
    data: dict[str, list[str]] = {name: list(values) for name, values in page.items()} if chance.random() < 0.7 else {}
    data[chance.choice(["agree", "ask", "object"])] = [chance.choice(["all", "1", "2", "3", "4", "5"])]
    wrong: list[Callable[[], object]] = [
        lambda: data.__setitem__(chance.choice(NAMES), [chance.choice(NONSENSE)]),
        lambda: data.setdefault("seen", []).append(chance.choice(NONSENSE)),
        lambda: data.pop(chance.choice(sorted(data)), None),
        lambda: data.__setitem__("seen", [mangled(chance, seen) for seen in data.get("seen", [])]),
    ]
    for _ in range(chance.randint(1, 4)):
        chance.choice(wrong)()
        data.setdefault("x", ["y"])
    return PAGE + chance.choice(["answers/", "answers/", "answers/", "messages/"]), data


def mangled(chance: random.Random, seen: str) -> str:
    place = chance.randrange(len(seen) or 1)
    return seen[:place] + chance.choice(["", "0", "f", " ", "é", "\x00"]) + seen[place + 1 :]


def counts() -> list[int]:
    return [table.objects.count() for table in TABLES]


def everything_fits(world: World) -> None:
    """Every answer is by somebody who may give it, to a content that the party had before it."""
    allowed = {("alice", "product"), ("bob", "support")}
    for by, team, clause, fingerprint in Answer.objects.values_list(
        "act__by__key", "team__key", "clause", "fingerprint"
    ):
        assert (by, team) in allowed
        party = Party.objects.get(agreement_id=world.key_result.pk, team__key=team)
        assert party.fingerprints[clause - 1] == fingerprint

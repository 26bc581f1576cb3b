"""What people write may be one very long word, in any script: no page gets wider for it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accord.domain.plan import Person, Plan
from accord.models import Cycle
from tests import world as cast
from tests.browser.check import look
from tests.browser.conftest import WAYS, Browse
from tests.built_once import built_once
from tests.world import World, with_key_result

CYCLE = "/cycles/2026-q4"
LONG = "Donaudampfschifffahrt" * 12
NAME = "שרה 🦄 بن سلمان الطويل " + LONG[:90]


def long(plan: Plan) -> Plan:
    key_result = plan.objectives[0].key_results[0]
    needs = tuple(replace(need, what=LONG, completion_criteria=LONG) for need in key_result.needs)
    actions = tuple(replace(action, title=LONG) for action in key_result.actions)
    people = tuple(replace(each, name=NAME) if each.id in ("alice", "bob") else each for each in plan.people)
    many = tuple(Person(f"extra-{number}", f"{NAME} {number}") for number in range(40))
    written = with_key_result(plan, title=LONG, completion_criteria=LONG, needs=needs, actions=actions)
    return replace(written, people=(*people, *many))


@pytest.fixture
@built_once
def world(transactional_db: None) -> World:
    made = cast.build()
    made.apply(long)
    today = timezone.localdate()
    Cycle.objects.update(start=today - timedelta(days=80), end=date(today.year + 1, 12, 31))
    return made


@pytest.mark.parametrize(
    "address",
    [
        "/", f"{CYCLE}/teams/product/", f"{CYCLE}/teams/product/reviews/writing/", f"{CYCLE}/agreements/fewer-tickets/",
        f"{CYCLE}/key-results/fewer-tickets/", f"{CYCLE}/two-teams/product/support/", "/people/alice/", "/directory/",
        "/numbers/", f"{CYCLE}/matrix/", f"{CYCLE}/cascade/", "/activity/", "/asks/",
    ],
)  # fmt: skip
def test_a_long_word_makes_no_page_wider(browse: Browse, world: World, address: str) -> None:
    look(browse(address, by=world.account("alice")), WAYS)

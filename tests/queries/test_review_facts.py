"""What checks know of reviews, and what they find: AL802 and AL803 as they are written down."""

from datetime import date
from decimal import Decimal

import pytest

from accord.domain.checks.finding import Kind
from accord.domain.checks.installed import Installed
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.reviewing import Said
from accord.queries.review_facts import review_facts
from accord.services import closing, updates
from tests import review_world as month
from tests.review_world import publish, update, writing
from tests.world import World, the_plan

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 4)
AT_RISK = writing(values={"fewer-tickets": Said(Decimal(200), Decimal(2))})


@pytest.fixture
def world() -> World:
    return month.build()


def found(world: World, code: str, as_of: date) -> list[tuple[str, ...]]:
    facts = review_facts(world.cycle, as_of=as_of)
    installed = Installed(active=facts.active, reviewed=facts.reviewed, updates=facts.updates)
    made = findings(Snapshot(the_plan(), as_of=as_of, installed=installed), {code})
    return sorted((each.subject.id, *(ref.id for ref in each.related if ref.kind is Kind.TEAM)) for each in made)


def test_a_team_without_a_review_of_the_month_before_is_found(world: World) -> None:
    publish(world)

    assert found(world, "AL802", DECEMBER) == [("finance",), ("support",)]


def test_before_the_first_month_is_over_nobody_is_late(world: World) -> None:
    assert found(world, "AL802", date(2026, 10, 31)) == []


def test_a_team_whose_results_are_all_closed_has_nothing_to_review(world: World) -> None:
    closing.close(world.key_result, grade=Decimal(1), by=world.actor("alice"), clock=world.clock)

    assert ("product",) not in found(world, "AL802", DECEMBER)


def test_an_update_that_nobody_acknowledged_for_more_than_a_week_is_found(world: World) -> None:
    publish(world, AT_RISK)

    assert found(world, "AL803", date(2026, 12, 3)) == []
    assert found(world, "AL803", DECEMBER) == [("support", "product")]
    updates.acknowledge(update().pk, by=world.actor("bob"), clock=world.clock)
    assert found(world, "AL803", DECEMBER) == []

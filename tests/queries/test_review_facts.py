"""What checks know of reviews, and what they find: AL802 and AL803 as they are written down."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accord.domain.checks.finding import Kind
from accord.domain.checks.running import findings
from accord.domain.checks.snapshot import Snapshot
from accord.domain.reviewing import Said
from accord.models import Organization
from accord.queries.reviews.review_facts import review_facts
from accord.services.cycles import closing
from accord.services.reviews import updates
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
    installed = review_facts(world.cycle, as_of=as_of)
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


def test_writing_and_reading_are_shared_by_the_people_of_a_team_in_the_month_they_happened(world: World) -> None:
    publish(world, replace(AT_RISK, seconds=310))  # five minutes, for the two people of Product
    updates.acknowledge(update().pk, by=world.actor("bob"), clock=world.clock)

    assert review_facts(world.cycle, as_of=date(2026, 12, 1)).minutes == {
        "product": Decimal("2.5"),
        "support": Decimal("1.0"),
    }
    assert review_facts(world.cycle, as_of=date(2026, 11, 30)).minutes == {}
    assert review_facts(world.cycle, as_of=date(2027, 1, 4)).minutes == {}


def test_a_form_left_open_overnight_is_not_counted_as_writing(world: World) -> None:
    month.save(world, replace(AT_RISK, seconds=9 * 60 * 60))
    world.clock.now += timedelta(hours=9)
    publish(world, replace(AT_RISK, seen=1, seconds=50))

    assert review_facts(world.cycle, as_of=DECEMBER).minutes == {"product": Decimal("8.0")}  # 16 minutes, by two


@pytest.mark.parametrize(("most", "late"), [(None, []), (3, []), (2, [("product",)])])
def test_a_team_that_takes_more_than_the_organization_wants_is_found(
    world: World, most: int | None, late: list[tuple[str, ...]]
) -> None:
    publish(world, replace(AT_RISK, seconds=310))
    Organization.objects.update(most_minutes=most)

    assert found(world, "AL705", DECEMBER) == late

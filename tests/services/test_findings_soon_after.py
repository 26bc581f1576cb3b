"""What the worker judges soon after a change: of one key result's texts and progress, only those that changed."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accord.domain.plan import CheckIn
from accord.models import Finding, Organization, Unjudged
from accord.services import organization
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Drop, Edit, Restore
from accord.services.findings import judging
from accord.services.reviews import reviews
from accord.services.telling.events import Actor
from tests import review_world
from tests.built_once import built_once
from tests.review_world import period, team, writing
from tests.services.stored_findings import wrong
from tests.world import World, build

pytestmark = pytest.mark.django_db
OPERATOR = Actor(None, "shell")


@pytest.fixture
@built_once
def north() -> World:
    """Two key results, each with a text that a metric is named in and no tie to it."""
    made = build()
    save(made, Create("metric", "returns", {"name": "Returned parcels", "owner": "product"}))
    for key in ("five-days", "fewer-tickets"):
        save(made, Edit("key_result", key, {"completion_criteria": "Returned parcels stay few."}))
    judging.judge(now=made.clock.now)
    assert speaking() == {"five-days", "fewer-tickets"}
    return made


def test_only_the_texts_that_changed_are_read_again(north: World) -> None:
    Finding.objects.filter(code="AL109", subject="five-days").delete()
    save(north, Edit("key_result", "fewer-tickets", {"completion_criteria": "Few."}))
    judging.judge(now=north.clock.now)
    assert speaking() == set()
    save(north, Edit("key_result", "five-days", {"decomposition": "First the labels."}))
    judging.judge(now=north.clock.now)
    assert speaking() == {"five-days"}


def test_the_title_of_an_objective_is_read_with_its_key_results(north: World) -> None:
    save(north, Edit("key_result", "five-days", {"completion_criteria": "Few."}))
    save(north, Edit("objective", "books", {"title": "Returned parcels close early"}))
    judging.judge(now=north.clock.now)
    assert "five-days" in speaking()
    assert not wrong(north.cycle, today(north), settled_alone=False)


def test_another_name_is_looked_for_in_all_texts(north: World) -> None:
    save(north, Edit("metric", "returns", {"name": "Lost parcels"}))
    judging.judge(now=north.clock.now)
    assert speaking() == set()
    save(north, Edit("metric", "returns", {"aliases": ["returned parcels"]}))
    judging.judge(now=north.clock.now)
    assert speaking() == {"five-days", "fewer-tickets"}


def test_what_is_dropped_takes_its_progress_along_until_it_is_back(north: World) -> None:
    north.clock.now += timedelta(days=40)
    judging.judge(now=north.clock.now)
    for said, is_there in ((Drop("key_result", "five-days"), False), (Restore("key_result", "five-days"), True)):
        save(north, said)
        assert set(marked()["AL801"]) == {"moved_results"}
        judging.judge(now=north.clock.now)
        assert ("five-days" in found("AL801")) == is_there
        assert not wrong(north.cycle, today(north), settled_alone=False)


def test_a_plan_with_a_check_in_mends_what_was_found_for_want_of_one(north: World) -> None:
    north.clock.now += timedelta(days=40)
    judging.judge(now=north.clock.now)
    assert "fewer-tickets" in found("AL801")
    for value in (Decimal(9), Decimal(8)):  # the second corrects the first
        each = CheckIn("fewer-tickets", today(north), value)
        north.apply(lambda plan, it=each: replace(plan, check_ins=(*plan.check_ins, it)))  # type: ignore[misc]
        judging.judge(now=north.clock.now)
        assert "fewer-tickets" not in found("AL801")
        assert not wrong(north.cycle, today(north), settled_alone=False)


def test_more_meetings_than_wanted_are_found_once_a_limit_is_set_and_mended_as_it_is_lifted() -> None:
    world = review_world.build()
    long = replace(writing(), seconds=3 * 60 * 60)
    reviews.publish(team(), world.cycle, period(world), long, by=world.actor("alice"), clock=world.clock)
    world.clock.now = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    judging.judge(now=world.clock.now)
    assert found("AL705") == set()
    for most, teams in ((1, {"product"}), (10_000, set()), (1, {"product"}), (None, set())):
        wants_at_most(world, most)
        judging.judge(now=world.clock.now)
        assert found("AL705") == teams
        assert not wrong(world.cycle, today(world), settled_alone=False)


def test_a_review_that_is_published_late_is_missed_no_more() -> None:
    world = review_world.build()
    world.clock.now = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    judging.judge(now=world.clock.now)
    assert "product" in found("AL802")
    reviews.publish(team(), world.cycle, period(world), writing(), by=world.actor("alice"), clock=world.clock)
    judging.judge(now=world.clock.now)
    assert "product" not in found("AL802")
    assert not wrong(world.cycle, today(world), settled_alone=False)


PULLS = {"AL601", "AL602", "AL603", "AL604"}


@pytest.mark.parametrize(("field", "steady", "other"), [("target", "30", "300"), ("baseline", "90", "30")])
def test_goals_that_pull_at_each_other_are_judged_where_a_result_turns(
    north: World, field: str, steady: str, other: str
) -> None:
    save(north, Edit("key_result", "fewer-tickets", {field: steady}))
    assert not PULLS & marked_codes()
    save(north, Edit("key_result", "fewer-tickets", {field: other}))
    assert marked_codes() >= PULLS


def test_a_band_with_other_limits_is_none_to_goals_that_push(north: World) -> None:
    band = {"at_least": "10"}
    save(north, Edit("key_result", "fewer-tickets", {"baseline": None, "target": None, "hold": band}))
    assert marked_codes() >= PULLS
    judging.judge(now=north.clock.now)
    save(north, Edit("key_result", "fewer-tickets", {"hold": {"at_least": "20"}}))
    assert not PULLS & marked_codes()
    save(north, Edit("key_result", "fewer-tickets", {"hold": {"at_least": "20", "at_most": "60"}}))
    assert marked_codes() >= PULLS


def wants_at_most(world: World, minutes: int | None) -> None:
    row = Organization.objects.get()
    wanted = organization.Chosen(row.time_zone, row.answer_days, frozenset(), most_minutes=minutes)
    organization.change(wanted, seen=row.version, by=OPERATOR, clock=world.clock)


def save(world: World, said: Any) -> None:
    definitions.save(world.cycle, [said], by=OPERATOR, clock=world.clock)


def marked() -> dict[str, Any]:
    codes: dict[str, Any] = Unjudged.objects.latest("id").codes
    return codes


def marked_codes() -> set[str]:
    return {code for each in Unjudged.objects.all() for code in each.codes}


def speaking() -> AbstractSet[str]:
    return found("AL109")


def found(code: str) -> AbstractSet[str]:
    return set(Finding.objects.filter(code=code, mended_at=None).values_list("subject", flat=True))


def today(world: World) -> date:
    return world.clock.now.date()

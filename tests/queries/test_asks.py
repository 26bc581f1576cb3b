"""What is asked of a team: counted as it is listed, in as many statements for one as for many."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accord.domain.checks.finding import Severity
from accord.domain.checks.registry import CHECKS
from accord.domain.plan import Plan
from accord.models import Team
from accord.queries import access, shell
from accord.queries.access import Reader
from accord.queries.asks import ask_findings, ask_rows, asks
from accord.queries.asks.asked_things import AskedNeed, Provider
from accord.queries.asks.asks import AsksPage
from tests import reading_world
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 15)
TEAMS = ("north", "product", "design", "support", "finance")


@pytest.fixture
def world() -> World:
    return worlds.build()


def page(world: World, team: str = "support") -> AsksPage:
    return asks.page(bob(world), Team.objects.get(key=team), world.cycle, today=TODAY)


def bob(world: World) -> Reader:
    return access.reader(world.account("bob"))


def with_more_needs(plan: Plan, count: int) -> Plan:
    first, *rest = plan.objectives
    (result,) = first.key_results
    more = tuple(replace(result.needs[0], id=f"tags-{number}") for number in range(count))
    return replace(plan, objectives=(replace(first, key_results=(replace(result, needs=result.needs + more),)), *rest))


def test_the_count_is_that_of_the_list() -> None:
    reading = reading_world.build()
    who = reading.reader("bob")

    for team in TEAMS:
        found = asks.page(who, reading.team(team), reading.cycle, today=TODAY)
        assert len(found.asks) == ask_rows.counts({team}, reading.cycle).get(team, 0), team


@pytest.mark.parametrize("many", [1, 12])
def test_many_asks_take_as_many_statements_as_one(world: World, many: int) -> None:
    world.apply(lambda plan: with_more_needs(plan, many))

    who, support = bob(world), Team.objects.get(key="support")

    with CaptureQueriesContext(connection) as captured:
        found = asks.page(who, support, world.cycle, today=TODAY)

    assert len(found.asks) == many + 2
    assert len(captured) == 6
    assert shell.counts(who, world.cycle).asks == many + 2


def test_a_draft_asks_nobody(world: World) -> None:
    world.key_result.objective.__class__.objects.update(published_at=None)

    assert page(world).asks == ()
    assert page(world).promised == ()


def test_an_ended_teams_asks_are_its_successors(world: World) -> None:
    Team.objects.filter(key="support").update(succeeded_by=Team.objects.get(key="finance"))

    (asked,) = (ask for ask in page(world, "finance").asks if isinstance(ask, AskedNeed))

    assert (asked.key, asked.giver.key) == ("tags", "support")


@pytest.mark.parametrize(
    ("promised", "due", "codes"),
    [
        (date(2026, 12, 18), None, []),
        (date(2026, 12, 19), None, ["AL304"]),
        (date(2026, 12, 18), date(2026, 12, 19), ["AL306"]),
        (date(2026, 12, 19), date(2026, 12, 20), ["AL304", "AL306"]),
        (None, date(2026, 12, 20), []),
    ],
)
@pytest.mark.parametrize("kind", ["action", "key_result", "milestone"])
def test_the_checks_judge_a_promise_before_it_is_given(
    world: World, kind: str, promised: date | None, due: date | None, codes: list[str]
) -> None:
    (asked,) = (ask for ask in page(world).asks if isinstance(ask, AskedNeed))
    provider = Provider(kind, "retag", "Tag September again", due) if due else None

    found = ask_findings.of_promise(
        asked, Team.objects.get(key="support"), world.cycle, promised=promised, provider=provider, today=TODAY
    )

    assert [finding.code for finding in found] == codes


def test_what_stands_beside_a_promise_will_break() -> None:
    found = {check.code: check.severity for check in CHECKS if check.code in ask_findings.OF_A_PROMISE}

    assert set(found.values()) == {Severity.ERROR}

"""An objection to what something means reaches whoever owns the definition, and can mend it."""

import pytest

from accord.domain.clauses import Clause
from accord.models import Event, Person, Team
from accord.queries.telling.recipients import recipients
from accord.services.agreements import answers
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Create, Edit
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
OPERATOR = Actor(None, "shell")


@pytest.fixture
def world() -> World:
    return worlds.build()


def told_of_an_objection(world: World, clause: Clause) -> set[str]:
    (seen,) = world.seen("support", [clause])
    answers.object_to(world.key_result, seen, reason="Not so.", by=world.actor("bob"), clock=world.clock)
    found = recipients(Event.objects.order_by("-id")[0], {})
    return set(Person.objects.filter(id__in=found).values_list("key", flat=True))


def owned_by_finance(world: World) -> None:
    edit = Edit("metric", "tickets", {"owner": "finance"})
    definitions.save(world.cycle, [edit], by=OPERATOR, clock=world.clock)


def test_it_is_told_to_the_owner_of_the_metric(world: World) -> None:
    owned_by_finance(world)
    assert told_of_an_objection(world, Clause.DEFINITIONS) == {"alice", "carol"}


def test_it_is_told_to_the_owner_of_a_milestone_that_is_a_term(world: World) -> None:
    milestone = Create("milestone", "beta", {"name": "Beta is out", "owner": "finance"})
    term = Edit("key_result", "fewer-tickets", {"terms": ["beta"]})
    definitions.save(world.cycle, [milestone, term], by=OPERATOR, clock=world.clock)

    assert told_of_an_objection(world, Clause.DEFINITIONS) == {"alice", "carol"}


def test_it_is_told_to_the_team_that_succeeds_the_owner(world: World) -> None:
    owned_by_finance(world)
    Team.objects.filter(key="finance").update(succeeded_by=Team.objects.get(key="product"))

    assert told_of_an_objection(world, Clause.DEFINITIONS) == {"alice"}


def test_an_owner_that_objects_itself_is_not_told(world: World) -> None:
    assert told_of_an_objection(world, Clause.DEFINITIONS) == {"alice"}


@pytest.mark.parametrize("clause", [each for each in Clause if each is not Clause.DEFINITIONS])
def test_an_objection_to_another_clause_is_not(world: World, clause: Clause) -> None:
    owned_by_finance(world)
    assert told_of_an_objection(world, clause) == {"alice"}

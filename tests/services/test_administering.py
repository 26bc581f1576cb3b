"""Who may do everything: the operator, and accounts that administer, also one that is nobody of the plan."""

from collections.abc import Callable
from datetime import date

import pytest

from accord.domain.cadence import ReviewWeek
from accord.models import AcceptedFinding, Finding, User
from accord.services.administering import administers
from accord.services.cycles import cycles
from accord.services.cycles.cycles import CannotClose
from accord.services.definitions import definitions, drafts
from accord.services.definitions.edits import ChangeRefused, Create, Edit
from accord.services.findings import accepting, check_settings
from accord.services.findings.accepting import CannotAccept
from accord.services.organization import MayNotChange
from accord.services.reviews import cadences
from accord.services.reviews.cadences import MayNotChoose
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
GIL = Actor(None, "web", "gil@elsewhere.example")
Act = Callable[[World, Actor], object]


@pytest.fixture
def world() -> World:
    world = worlds.build()
    draft = Create("objective", "draft", {"team": "product", "title": "A draft"})
    definitions.save(world.cycle, [draft], by=world.actor("alice"), clock=world.clock)
    accepting.accept(_found(), reason="It may stay.", until=None, by=world.actor("alice"), clock=world.clock)
    User.objects.create(email=GIL.email, added_at=world.clock())
    return world


def _found() -> int:
    return Finding.objects.filter(mended_at=None, team__key="product").order_by("id")[0].pk


def _accept(world: World, by: Actor) -> object:
    return accepting.accept(_found(), reason="Why not.", until=date(2026, 12, 1), by=by, clock=world.clock)


def _take_back(world: World, by: Actor) -> object:
    return accepting.take_back(AcceptedFinding.objects.get(withdrawn_at=None).pk, by=by, clock=world.clock)


def _weigh(world: World, by: Actor) -> object:
    return check_settings.weigh("AL303", None, seen=1, by=by, clock=world.clock)


def _close(world: World, by: Actor) -> object:
    return cycles.close(world.cycle, by=by, clock=world.clock)


def _choose_week(world: World, by: Actor) -> object:
    return cadences.choose_week(ReviewWeek.FIRST_FULL, seen=0, by=by, clock=world.clock)


def _publish(world: World, by: Actor) -> object:
    return drafts.publish(world.cycle, "product", by=by, clock=world.clock)


def _change(world: World, by: Actor) -> object:
    target = Edit("key_result", "fewer-tickets", {"target": "80"})
    return definitions.save(world.cycle, [target], by=by, clock=world.clock)


ACTS: list[tuple[Act, type[Exception]]] = [
    (_accept, CannotAccept),
    (_take_back, CannotAccept),
    (_weigh, MayNotChange),
    (_close, CannotClose),
    (_choose_week, MayNotChoose),
    (_publish, ChangeRefused),
    (_change, ChangeRefused),
]


@pytest.mark.parametrize(("act", "refusal"), ACTS)
def test_an_account_that_is_nobody_of_the_plan_is_refused(world: World, act: Act, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        act(world, GIL)


@pytest.mark.parametrize("act", [act for act, _ in ACTS])
def test_one_that_administers_is_not(world: World, act: Act) -> None:
    User.objects.filter(email=GIL.email).update(is_admin=True)

    act(world, GIL)


def test_somebodys_account_gives_its_rights_to_nobody_else(world: World) -> None:
    world.account("ada", is_admin=True)

    assert administers(world.actor("ada"))
    assert administers(Actor(None, "shell"))
    assert not administers(world.actor("alice"))
    assert not administers(Actor(None, "web", world.actor("ada").email))

"""A month of the cast: November's review is due on Monday the 30th; what tests of reviews do in it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from accord.domain.plan import KeyResult, Objective
from accord.domain.reviewing import Said, Texts
from accord.models import Review, Team, Update
from accord.queries.reviews import review_periods
from accord.queries.reviews.review_periods import Period
from accord.services.reviews import reviews
from accord.services.reviews.reviews import Writing
from tests import world as worlds
from tests.built_once import built_once
from tests.world import World

NOVEMBER = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 28, 9, 0, tzinfo=UTC)


OF_SUPPORT = Objective(
    id="answer",
    team="support",
    title="Answer what is asked",
    key_results=(KeyResult(id="half", title="Half is rewritten"),),
)


@built_once
def build() -> World:
    world = worlds.build()
    world.apply(lambda plan: replace(plan, objectives=(*plan.objectives, OF_SUPPORT)))
    world.agree("alice", "product")
    world.agree("bob", "support")
    world.clock.now = NOVEMBER
    return world


def team(key: str = "product") -> Team:
    return Team.objects.get(key=key)


def period(world: World, of: str = "product") -> Period:
    found = review_periods.to_write(team(of), today=today(world))
    assert found is not None
    return found


def today(world: World) -> date:
    return world.clock.now.date()


def said(**values: str) -> Mapping[str, Said]:
    """Values by id of the key result, with _ for -."""
    return {key.replace("_", "-"): Said(Decimal(value)) for key, value in values.items()}


def writing(*, seen: int = 0, edition: int = 1, values: Mapping[str, Said] | None = None, **texts: str) -> Writing:
    return Writing(Texts(**texts), values or {}, seen=seen, edition=edition, seconds=40)


def save(world: World, what: Writing, *, by: str = "alice", of: str = "product") -> Review:
    return reviews.keep(team(of), world.cycle, period(world, of), what, by=world.actor(by), clock=world.clock)


def publish(world: World, what: Writing | None = None, *, by: str = "alice", of: str = "product") -> Review:
    what = what or writing()
    return reviews.publish(team(of), world.cycle, period(world, of), what, by=world.actor(by), clock=world.clock)


def update(to: str = "support") -> Update:
    return Update.objects.filter(team__key=to).latest("pk")

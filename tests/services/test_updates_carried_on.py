"""What an update asked and nobody has acknowledged is said on in the next one; what was acknowledged asks no more."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.domain import updating
from accord.domain.kept import read
from accord.domain.reviewing import Said, Texts
from accord.domain.updating import NOTHING_TOLD, Content, Promise, Told
from accord.queries.reviews import updates as queries
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.reviews import updates
from tests import review_world as month
from tests.review_world import DECEMBER, NOVEMBER, publish, update, writing
from tests.world import World

AT_RISK = {"fewer-tickets": Said(Decimal(200), Decimal(8))}
ON_TRACK = {"fewer-tickets": Said(Decimal(110), Decimal(8))}
DAYS = st.dates(date(2026, 12, 1), date(2026, 12, 5))
TAGS = Promise("need", "tags", "Tags", "fewer-tickets", "Fewer tickets", "agreed")


@pytest.fixture
def world() -> World:
    return month.build()


def content(to: str = "support") -> Content:
    return read(Content, update(to).content)


def promise(world: World, day: date) -> None:
    definitions.save(world.cycle, [Edit("need", "tags", {"promised": day})], by=world.actor("bob"), clock=world.clock)


def acknowledge(world: World, *, by: str = "bob", to: str = "support") -> None:
    updates.acknowledge(update(to).pk, by=world.actor(by), clock=world.clock)


@pytest.mark.django_db
def test_a_correction_that_nobody_acknowledged_still_asks_in_the_next_edition(world: World) -> None:
    publish(world, writing(values=ON_TRACK, correct="We train first."))

    publish(world, writing(edition=2, doing="Well."))

    assert (content().correct, content().correct_before) == ("", "We train first.")
    assert [each.id for each in queries.to_read({"support"}, world.cycle)] == [update().pk]
    acknowledge(world)
    publish(world, writing(edition=3, doing="Very well."))
    assert (content().correct_before, update().asks) == ("", False)


@pytest.mark.django_db
def test_two_corrections_in_a_row_are_both_said(world: World) -> None:
    publish(world, writing(values=ON_TRACK, correct="We train first."))
    publish(world, writing(edition=2, correct="We ask less."))

    publish(world, writing(edition=3))

    assert content().correct_before == "We train first.\n\nWe ask less."


@pytest.mark.django_db
def test_a_correction_that_is_said_again_is_said_once(world: World) -> None:
    publish(world, writing(values=ON_TRACK, correct="We train first."))

    publish(world, writing(edition=2, correct="We train first. We ask less."))

    assert (content().correct, content().correct_before) == ("We train first. We ask less.", "")


@pytest.mark.django_db
def test_a_correction_that_was_acknowledged_is_told_again_and_asks_no_more(world: World) -> None:
    publish(world, writing(values=ON_TRACK, correct="We train first."))
    acknowledge(world)

    publish(world, writing(edition=2, doing="Well.", correct="We train first."))

    assert (content().correct, update().asks, update().has_news) == ("We train first.", False, False)


@pytest.mark.django_db
def test_a_risk_that_was_acknowledged_asks_again_once_it_moves_or_the_period_is_over(world: World) -> None:
    publish(world, writing(values=AT_RISK, way="The release."))
    acknowledge(world)

    publish(world, writing(edition=2, doing="Well.", way="The release."))
    publish(world, writing(edition=3, doing="Very well.", way="The release."))
    assert (content().is_at_risk, update().asks) == (True, False)

    publish(world, writing(edition=4, values={"fewer-tickets": Said(Decimal(205))}))
    assert update().asks
    acknowledge(world)
    world.clock.now = DECEMBER
    publish(world, writing(values=AT_RISK))
    assert update().asks


@pytest.mark.django_db
def test_telling_again_gives_no_more_time_for_what_was_asked_and_not_acknowledged(world: World) -> None:
    publish(world, writing(values=AT_RISK))
    first = update().answer_by
    world.clock.now = NOVEMBER.replace(day=30)

    publish(world, writing(edition=2, values={"fewer-tickets": Said(Decimal(199))}))
    assert update().answer_by == first

    world.clock.now = DECEMBER
    publish(world, writing(values=AT_RISK))
    assert update().answer_by == first
    publish(world, writing(edition=2, values={"fewer-tickets": Said(Decimal(60))}, correct="We train first."))
    assert (first, update().answer_by) == (date(2026, 12, 3), date(2027, 1, 4))


@pytest.mark.django_db
def test_a_promise_that_moved_still_asks_in_the_next_update_until_it_is_acknowledged(world: World) -> None:
    promise(world, date(2026, 12, 10))
    publish(world, of="support", by="bob")
    promise(world, date(2026, 12, 18))
    publish(world, writing(edition=2), of="support", by="bob")

    publish(world, writing(edition=3, doing="Well."), of="support", by="bob")

    assert moved() == (date(2026, 12, 18), date(2026, 12, 10))
    assert update("product").asks
    acknowledge(world, by="alice", to="product")
    world.clock.now = DECEMBER.replace(day=2)
    publish(world, of="support", by="bob")
    assert moved() == (date(2026, 12, 18), None)


def moved() -> tuple[date | None, date | None]:
    (told,) = [each for each in content("product").promises if each.key == "tags"]
    return told.promised, told.promised_before


def test_what_is_delivered_meanwhile_is_no_longer_moved() -> None:
    told = Told(Content(promises=(on(date(2026, 12, 2), date(2026, 12, 1)),)), waits=True)

    now = Content(promises=(replace(on(date(2026, 12, 2)), standing="delivered"),))

    assert not updating.content(now, Texts(), told).asks


@given(st.lists(DAYS, min_size=2, max_size=5))
def test_of_a_promise_nobody_acknowledged_the_team_never_misses_that_it_moved(days: list[date]) -> None:
    told = NOTHING_TOLD
    for day in days:
        last = updating.content(Content(promises=(on(day),)), Texts(), told)
        told = Told(last, waits=last.asks)

    assert told.content.asks == (len(set(days)) > 1)


@given(st.lists(st.sampled_from(["", "We train first.", "We ask less."]), min_size=1, max_size=5))
def test_every_correction_is_in_the_last_update_until_it_is_acknowledged(texts: list[str]) -> None:
    told = NOTHING_TOLD
    for text in texts:
        last = updating.content(Content(promises=(on(None),)), Texts(correct=text), told)
        told = Told(last, waits=last.asks)

    said = f"{told.content.correct} {told.content.correct_before}"
    assert all(text in said for text in texts)
    assert told.content.asks == any(texts)
    read_it = updating.content(Content(promises=(on(None),)), Texts(correct=texts[-1]), replace(told, waits=False))
    assert not read_it.asks


def on(day: date | None, before: date | None = None) -> Promise:
    return replace(TAGS, promised=day, promised_before=before)

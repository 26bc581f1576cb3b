"""Reviews: written together, published with no typing at all, and then fixed for good."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accord.domain.check_ins import Unfit
from accord.domain.kept import read
from accord.domain.reviewing import Document, Said
from accord.models import CheckIn, Cycle, Event, KeyResult, Review, Team, Update
from accord.services import check_ins
from accord.services.asks import handovers
from accord.services.asks.handovers import Seen
from accord.services.cycles import closing
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.reviews.reviews import CycleClosed, MayNotReview, Moved, NothingToReview, WrongValue
from tests import review_world as month
from tests.review_world import DECEMBER, publish, said, save, writing
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return month.build()


def document(review: Review) -> Document:
    review.refresh_from_db()
    return read(Document, review.document or {})


def check_in(world: World, value: str, day: date, *, confidence: str | None = None, note: str = "") -> CheckIn:
    sure = Decimal(confidence) if confidence else None
    return check_ins.check_in(
        world.key_result, value=Decimal(value), confidence=sure, note=note, day=day, by=world.actor("alice"),
        clock=world.clock,
    )  # fmt: skip


def test_nothing_special_means_nothing_to_write(world: World) -> None:
    check_in(world, "131", date(2026, 11, 24), confidence="8")

    published = publish(world)

    line = document(published).results[0]
    assert (line.value, line.gap, line.confidence) == (Decimal(131), Decimal(71), Decimal(8))
    assert CheckIn.objects.count() == 1  # what is known already is said once


def test_a_value_that_is_typed_is_checked_in_when_the_review_is_published_and_not_before(world: World) -> None:
    what = writing(values={"fewer-tickets": Said(Decimal(120), Decimal(5), "Two fixes are live.")})

    draft = save(world, what)
    assert not CheckIn.objects.exists()
    publish(world, writing(seen=draft.version, values=what.said))

    made = CheckIn.objects.get()
    assert (made.value, made.confidence, made.note) == (Decimal(120), Decimal(5), "Two fixes are live.")
    assert (made.date, made.by and made.by.key) == (date(2026, 11, 26), "alice")


def test_a_word_on_confidence_alone_keeps_the_value(world: World) -> None:
    check_in(world, "131", date(2026, 11, 24), note="Two fixes are live.")

    publish(world, writing(values={"fewer-tickets": Said(confidence=Decimal(2))}))

    made = CheckIn.objects.get(date=date(2026, 11, 26))
    assert (made.value, made.confidence, made.note) == (Decimal(131), Decimal(2), None)


def test_what_cannot_be_checked_in_is_said_and_nothing_is_published(world: World) -> None:
    with pytest.raises(WrongValue) as refused:
        publish(world, writing(values={"fewer-tickets": Said(Decimal(1), Decimal(11))}))

    assert (refused.value.key_result, refused.value.code) == ("fewer-tickets", Unfit.NOT_A_CONFIDENCE)
    assert not Review.objects.exists()
    assert not CheckIn.objects.exists()


def test_a_published_review_stays_whatever_is_renamed_and_measured_later(world: World) -> None:
    published = publish(world, writing(doing="Well.", values=said(fewer_tickets="120")))
    before = published.document

    edits = [Edit("key_result", "fewer-tickets", {"title": "Something else", "target": Decimal(10)})]
    definitions.save(world.cycle, edits, by=world.actor("alice"), clock=world.clock)
    Team.objects.filter(key="product").update(name="Produce")
    check_in(world, "99", date(2026, 11, 27))

    published.refresh_from_db()
    assert published.document == before
    assert document(published).results[0].title == "Calendar tickets, from 210 to 60 a week"


def test_it_says_since_when_a_result_is_not_agreed(world: World) -> None:
    edits = [Edit("key_result", "fewer-tickets", {"target": Decimal(70)})]
    definitions.save(world.cycle, edits, by=world.actor("alice"), clock=world.clock, agree=False)

    assert document(publish(world)).results[0].not_agreed_since == date(2026, 11, 26)


def test_it_says_what_is_needed_of_others_and_where_that_stands(world: World) -> None:
    need = world.key_result.needs.get()
    day = date(2026, 11, 20)
    handovers.deliver(Seen(need, 0), day=day, by=world.actor("bob"), clock=world.clock)

    (needed,) = document(publish(world)).needs

    assert (needed.what, needed.team.name, needed.standing) == ("Correct cause tags", "Support", "delivered")


def test_a_closed_result_is_told_as_it_ended_and_checked_in_no_more(world: World) -> None:
    closing.close(world.key_result, grade=Decimal(1), by=world.actor("alice"), clock=world.clock)

    published = publish(world, writing(values=said(fewer_tickets="1")))

    assert document(published).results[0].ended == "met"
    assert document(published).silent == 0
    assert not CheckIn.objects.exists()


def test_the_next_review_shows_what_this_one_said(world: World) -> None:
    publish(world, writing(values=said(fewer_tickets="120")))
    world.clock.now = DECEMBER

    following = document(publish(world))

    assert following.before == date(2026, 11, 26)
    assert following.results[0].before == Decimal(120)
    assert following.results[0].confidence is None  # an old word is no word


def test_two_people_write_the_same_draft_and_nobody_overwrites_the_other(world: World) -> None:
    first = save(world, writing(doing="Well."), by="alice")

    with pytest.raises(Moved) as refused:
        save(world, writing(doing="Badly."), by="dan")

    assert refused.value.now is not None
    assert refused.value.now.doing == "Well."
    second = save(world, writing(seen=first.version, doing="Both."), by="dan")
    assert (second.doing, second.saved_by.key, second.version) == ("Both.", "dan", 2)


def test_a_draft_that_was_published_meanwhile_is_saved_no_more(world: World) -> None:
    draft = save(world, writing(doing="Well."))
    publish(world, writing(seen=draft.version))

    for seen in (0, draft.version, draft.version + 1):
        with pytest.raises(Moved):
            save(world, writing(seen=seen, doing="Late."))
    assert Review.objects.get().doing == ""


def test_a_published_review_is_followed_by_another_edition_and_both_stay(world: World) -> None:
    publish(world, writing(doing="Well."))

    second = publish(world, writing(edition=2, doing="Not so well."))

    assert (second.edition, second.period) == (2, "2026-11-30")
    assert set(Review.objects.values_list("doing", flat=True)) == {"Well.", "Not so well."}


def test_an_edition_follows_a_published_one_only(world: World) -> None:
    with pytest.raises(Moved):
        publish(world, writing(edition=2))


@pytest.mark.parametrize("person", ["bob", "carol", "ada"])
def test_only_the_teams_own_people_write_it(world: World, person: str) -> None:
    for act in (save, publish):
        with pytest.raises(MayNotReview):
            act(world, writing(), by=person)
    assert not Review.objects.exists()


def test_a_member_may_write_and_publish_it(world: World) -> None:
    assert publish(world, by="dan").published_by == world.actor("dan").person


def test_a_closed_cycle_is_reviewed_no_more(world: World) -> None:
    Cycle.objects.update(closed_at=world.clock())

    with pytest.raises(CycleClosed):
        publish(world)


def test_a_team_that_has_published_nothing_has_nothing_to_review(world: World) -> None:
    KeyResult.objects.filter(key="five-days").update(published_at=None)

    with pytest.raises(NothingToReview):
        publish(world, by="carol", of="finance")


def test_it_is_told_once_to_whom_it_concerns(world: World) -> None:
    published = publish(world)

    event = Event.objects.get(kind="review.published")
    assert {team.key for team in event.concerns.all()} == {"product", "support"}
    assert event.data["review"] == published.pk
    assert [each.team.key for each in Update.objects.all()] == ["support"]


def test_how_long_it_took_counts_sittings_and_no_night_between_them(world: World) -> None:
    draft = save(world, writing())
    night = writing(seen=draft.version)
    published = publish(world, type(night)(night.texts, seen=night.seen, seconds=60 * 60 * 9))

    assert published.minutes == 16


def test_a_late_review_is_made_up_for_until_half_of_the_next_period_has_passed(world: World) -> None:
    keys = {}
    for day in (26, 30):
        world.clock.now = datetime(2026, 11, day, 9, tzinfo=UTC)
        keys[f"Nov {day}"] = month.period(world).key
    for day in (1, 15, 17):
        world.clock.now = datetime(2026, 12, day, 9, tzinfo=UTC)
        keys[f"Dec {day}"] = month.period(world).key

    missing, coming = "2026-11-30", "2026-12-31"
    assert keys == {"Nov 26": missing, "Nov 30": missing, "Dec 1": missing, "Dec 15": missing, "Dec 17": coming}

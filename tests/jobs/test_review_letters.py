"""Letters about reviews: one is due, an update asks to be acknowledged, somebody answered. Nobody is told twice."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from accord.domain.reviewing import Said
from accord.domain.telling import Choice, How
from accord.models import Organization, Person
from accord.services.people import preferences
from accord.services.reviews import updates
from accord.services.telling import telling
from tests import review_world as month
from tests.built_once import built_once
from tests.jobs.post import html, letters, said
from tests.review_world import publish, update, writing
from tests.world import World

pytestmark = pytest.mark.django_db
AT_RISK = writing(values={"fewer-tickets": Said(Decimal(200), Decimal(2))}, way="The release.")
CORRECTED = replace(AT_RISK, texts=replace(AT_RISK.texts, correct="We train first.\nThen we look."))


@pytest.fixture
@built_once
def world() -> World:
    made = month.build()
    for person in ("alice", "bob", "carol", "dan"):
        made.account(person)
    letters(made.clock())
    return made


def at(day: int, hour: int = 6, *, of: int = 11) -> datetime:
    return datetime(2026, of, day, hour, tzinfo=UTC)


def reminded(moment: datetime) -> dict[str, str]:
    """Subjects of the letters that a morning's reminders bring, by person."""
    telling.remind(now=moment)
    sent = letters(moment.replace(hour=23))
    return {each.to[0].partition("@")[0]: str(each.subject) for each in sent if "review" in each.subject}


def test_whoever_answers_for_a_team_is_reminded_the_working_day_before(world: World) -> None:
    assert reminded(at(26)) == {}

    friday = reminded(at(27))

    assert friday == {
        "alice": "Product’s review is due on Mon 30 Nov",
        "bob": "Support’s review is due on Mon 30 Nov",
        "carol": "Finance’s review is due on Mon 30 Nov",
    }
    assert reminded(at(27)) == {}
    assert reminded(at(29)) == {}  # a Sunday


def test_who_has_written_is_reminded_no_more_and_who_has_not_once_when_it_is_late(world: World) -> None:
    publish(world)
    publish(world, of="support", by="bob")
    letters(at(26, 23))

    assert set(reminded(at(27))) == {"carol"}
    assert reminded(at(1, of=12)) == {"carol": "Finance’s review was due on Mon 30 Nov"}
    assert reminded(at(2, of=12)) == {}


def test_it_is_late_by_the_organizations_calendar_wherever_its_morning_begins(world: World) -> None:
    Organization.objects.update(time_zone="Asia/Tokyo")

    telling.remind(now=at(30, 15))  # in Tokyo the next day has begun

    assert {each.subject for each in letters(at(1, 9, of=12))} >= {
        "Product’s review was due on Mon 30 Nov",
        "Support’s review was due on Mon 30 Nov",
    }


def test_a_letter_without_lines_leaves_no_gap_for_them(world: World) -> None:
    telling.remind(now=at(27))

    (letter,) = (each for each in letters(at(27, 23)) if each.to == ["alice@north.example"])

    assert "Product’s review is due" in letter.subject
    assert "\n\n\n" not in str(letter.body)


def test_a_review_that_is_due_needs_whoever_is_mailed_once_a_day(world: World) -> None:
    preferences.choose_telling(Person.objects.get(key="alice"), Choice(How.DIGEST, hour=8))
    telling.remind(now=at(27))

    (letter,) = (each for each in letters(at(28, 9)) if each.to == ["alice@north.example"])

    assert letter.subject == "Your day in Accord: one thing needs you"


def test_a_reminder_is_not_sent_once_it_is_written(world: World) -> None:
    telling.remind(now=at(27))
    world.clock.now = at(27, 7)
    publish(world)

    sent = [each for each in letters(at(27, 23)) if each.to == ["alice@north.example"]]

    assert [each.subject for each in sent if "due" in each.subject] == []


def test_an_update_that_asks_is_mailed_to_whoever_answers_for_the_team(world: World) -> None:
    publish(world, CORRECTED)

    (letter,) = letters(at(26, 12))

    assert letter.to == ["bob@north.example"]
    assert letter.subject == "Product published its review of November."
    assert f"/updates/{update().pk}/" in html(letter)
    for text in (said(html(letter)), said(str(letter.body))):
        assert "Something you share with Product is at risk" in text
        assert "Calendar tickets, from 210 to 60 a week: at 200 a week, 140 a week to go, unlikely" in text.replace(
            "\N{NO-BREAK SPACE}", " "
        )
        assert "In their way: The release." in text
        assert "They correct: We train first. Then we look." in text


def test_what_is_acknowledged_before_it_is_mailed_is_not_mailed(world: World) -> None:
    publish(world, AT_RISK)
    updates.acknowledge(update().pk, by=world.actor("bob"), clock=lambda: at(26, 10))

    assert letters(at(26, 12)) == []


def test_an_update_that_asks_nothing_is_not_mailed(world: World) -> None:
    publish(world, writing(values={"fewer-tickets": Said(Decimal(110), Decimal(8))}))

    assert letters(at(26, 12)) == []


def test_an_answer_is_mailed_to_the_team_that_wrote_word_for_word(world: World) -> None:
    publish(world, AT_RISK)
    letters(at(26, 12))
    by = world.actor("bob")
    updates.acknowledge(update().pk, answer="We can wait.", by=by, clock=lambda: at(26, 13))

    (letter,) = letters(at(26, 14))

    assert letter.to == ["alice@north.example"]
    assert "We can wait." in said(html(letter))
    assert f"/reviews/{update().review_id}/" in html(letter)


def test_an_acknowledgement_alone_is_mailed_to_nobody(world: World) -> None:
    publish(world, AT_RISK)
    letters(at(26, 12))
    updates.acknowledge(update().pk, by=world.actor("bob"), clock=lambda: at(26, 13))

    assert letters(at(26, 14)) == []

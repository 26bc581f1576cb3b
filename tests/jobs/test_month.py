"""The month's letter: once, on the first working day of the next month, to whoever answers for teams above others."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.mail import EmailMultiAlternatives

from accord.domain.reviewing import Said
from accord.models import Membership, Notice, Person
from accord.models.telling import Telling
from accord.services.telling import telling
from tests import review_world as month
from tests.built_once import built_once
from tests.jobs.post import html, said, to, work
from tests.review_world import publish, team, writing
from tests.world import World

pytestmark = pytest.mark.django_db
LAST_OF_NOVEMBER = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
FIRST_OF_DECEMBER = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
AT_EIGHT = datetime(2026, 12, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
@built_once
def world() -> World:
    """Carol leads Northwind, above all others, and has an account."""
    found = month.build()
    found.account("carol")
    Membership.objects.create(team=team("north"), person=Person.objects.get(key="carol"), role="lead")
    publish(found, writing(values={"fewer-tickets": Said(Decimal(200), Decimal(2))}))
    work(found.clock())
    return found


def monthly() -> list[str]:
    return list(Notice.objects.filter(kind="month").values_list("person__key", flat=True))


def months() -> list[EmailMultiAlternatives]:
    """Carol also answers for Finance, whose review is late by then: that is another letter."""
    return [letter for letter in to(AT_EIGHT, "carol") if "across the teams" in letter.subject]


def test_it_comes_when_the_month_is_over_and_only_to_whoever_is_above_other_teams(world: World) -> None:
    telling.remind(now=LAST_OF_NOVEMBER)
    assert monthly() == []

    telling.remind(now=FIRST_OF_DECEMBER)

    assert monthly() == ["carol"]


def test_it_comes_once_however_often_the_worker_looks(world: World) -> None:
    for day in range(1, 8):
        telling.remind(now=FIRST_OF_DECEMBER.replace(day=day))

    assert monthly() == ["carol"]


def test_a_worker_that_stood_still_for_long_tells_nothing_stale(world: World) -> None:
    telling.remind(now=FIRST_OF_DECEMBER.replace(day=12))

    assert monthly() == []


def test_it_says_what_is_at_risk_who_reviewed_and_what_nobody_answered(world: World) -> None:
    telling.remind(now=FIRST_OF_DECEMBER)

    (letter,) = months()

    assert letter.subject == "November 2026 across the teams of Northwind"
    for text in (said(str(letter.body)), said(html(letter))):
        assert "1 of 3 teams reviewed it." in text
        assert "Product sees “Calendar tickets, from 210 to 60 a week” at risk; Support shares it." in text
        assert "One thing was asked and nobody answered." in text
        assert "You get this because you answer for Northwind." in text
    assert "/cycles/2026-q4/teams/north/across/?month=2026-11" in html(letter)


def test_whoever_wants_no_such_letter_gets_none(world: World) -> None:
    Telling.objects.create(person=Person.objects.get(key="carol"), muted=["month"])

    telling.remind(now=FIRST_OF_DECEMBER)

    assert months() == []
    assert monthly() == ["carol"]  # it is told in Accord

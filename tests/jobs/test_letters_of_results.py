"""What is mailed about handovers and about results that were closed: to the other side, as long as it holds."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings as installation

from accord.models import Closing, HandoverStep, Need, Notice
from accord.services.asks import handovers
from accord.services.asks.handovers import Seen
from accord.services.cycles import closing
from accord.services.telling import following
from tests import world as worlds
from tests.built_once import built_once
from tests.jobs.post import html, letters, said, work
from tests.world import World

pytestmark = pytest.mark.django_db

DAY = date(2026, 10, 5)
RESULT = "Calendar tickets, from 210 to 60 a week"
TAGS = f"Correct cause tags’ for {RESULT}"


@pytest.fixture
@built_once
def world() -> World:
    world = worlds.build()
    for person in ("alice", "bob", "carol", "dan"):
        world.account(person)
    work(world.clock())
    return world


def seen() -> Seen:
    need = Need.objects.get(key="tags")
    last = HandoverStep.objects.filter(need=need).order_by("-id").first()
    return Seen(need, last.pk if last else 0)


def deliver(world: World, link: str = "") -> None:
    handovers.deliver(seen(), day=DAY, link=link, by=world.actor("bob"), clock=world.clock)


def not_yet(world: World, missing: str) -> None:
    handovers.not_yet(seen(), missing=missing, by=world.actor("alice"), clock=world.clock)


def close(world: World, *, is_met: bool = True, word: str = "") -> Closing:
    grade = Decimal(1) if is_met else Decimal("0.6")
    return closing.close(world.key_result, grade=grade, word=word, by=world.actor("alice"), clock=world.clock)


def judge(world: World, closed: Closing, *, is_met: bool) -> None:
    closing.judge(world.key_result, "support", is_met=is_met, seen=closed.pk, by=world.actor("bob"), clock=world.clock)


def test_a_delivery_asks_the_team_that_needed_it_for_received_or_not_yet(world: World) -> None:
    deliver(world, link="https://desk.example/tags?a=1&b=2")

    (letter,) = letters(world.clock())

    assert letter.to == ["alice@north.example"]
    assert letter.subject == f"Support delivered ‘{TAGS}."
    for text in (said(str(letter.body)), said(html(letter))):
        assert "Every calendar ticket carries one of the 18 causes." in text
        assert "Say that you received it, or not yet and what is missing." in text
        assert "You get this because you answer for Product." in text
    assert "https://desk.example/tags?a=1&b=2" in letter.body
    assert 'href="https://desk.example/tags?a=1&amp;b=2"' in html(letter)
    assert f"{installation.ACCORD_URL}/cycles/2026-q4/needs/tags/handover/" in letter.body


def test_the_provider_hears_what_is_missing_and_later_that_it_was_received(world: World) -> None:
    deliver(world)
    work(world.clock())

    not_yet(world, "Two <causes>\nare empty.")
    (missing,) = letters(world.clock())
    deliver(world)
    work(world.clock())
    handovers.receive(seen(), by=world.actor("alice"), clock=world.clock)
    (received,) = letters(world.clock())

    assert (missing.to, received.to) == (["bob@north.example"], ["bob@north.example"])
    assert missing.subject == f"Product has not received ‘{TAGS} yet, and said what is missing."
    assert "Two &lt;causes&gt;\nare empty." in html(missing)
    assert received.subject == f"Product received ‘{TAGS}."
    assert "There is nothing you have to do." in received.body


def test_what_was_taken_back_before_it_was_mailed_is_told_as_it_is_now(world: World) -> None:
    deliver(world)
    handovers.take_back_delivery(seen(), by=world.actor("bob"), clock=world.clock)

    subjects = [letter.subject for letter in letters(world.clock())]

    assert subjects == [f"Support took back that ‘Correct cause tags’ was delivered for {RESULT}."]


def test_whoever_only_follows_is_told_and_asked_nothing(world: World) -> None:
    carol = world.actor("carol").person
    assert carol
    following.follow(world.key_result, by=carol, now=world.clock())
    deliver(world)

    told = {letter.to[0]: str(letter.body) for letter in letters(world.clock())}

    assert sorted(told) == ["alice@north.example", "carol@north.example"]
    assert "There is nothing you have to do." in told["carol@north.example"]
    assert "Say that you received it" not in told["carol@north.example"]


def test_a_closed_result_asks_its_parties_whether_they_find_it_met(world: World) -> None:
    closed = close(world, is_met=False, word="71 in the last week.")

    (letter,) = letters(world.clock())
    judge(world, closed, is_met=True)
    (judged,) = letters(world.clock())

    assert letter.to == ["bob@north.example"]
    assert letter.subject.startswith(f"Product closed {RESULT}")
    assert "“71 in the last week.”" in letter.body
    assert "You may say for Support whether you find it met." in letter.body
    assert "/cycles/2026-q4/key-results/fewer-tickets/#closing" in letter.body
    assert (judged.to, judged.subject) == (["alice@north.example"], f"Support finds {RESULT} met.")


def test_a_result_that_was_opened_again_before_it_was_mailed_asks_nothing(world: World) -> None:
    closed = close(world)
    closing.reopen(world.key_result, seen=closed.pk, by=world.actor("alice"), clock=world.clock)

    assert [letter.subject for letter in letters(world.clock())] == [f"Product opened {RESULT} again."]


def test_whoever_has_said_met_already_is_not_asked(world: World) -> None:
    judge(world, close(world), is_met=True)

    assert [letter.to for letter in letters(world.clock())] == [["alice@north.example"]]


def test_nobody_outside_hears_of_it_and_nobody_of_what_they_did(world: World) -> None:
    deliver(world)
    close(world)
    work(world.clock())

    told = Notice.objects.filter(event__kind__in=["need.delivered", "key-result.closed"])
    assert set(told.values_list("event__kind", "person__key")) == {
        ("need.delivered", "alice"),
        ("key-result.closed", "bob"),
    }

"""One mail a day, quiet hours, reminders: each comes when its reader has chosen, nothing left out or told twice."""

from datetime import UTC, datetime, time, timedelta

import pytest

from accord.domain.clauses import Clause
from accord.domain.telling import Choice, How, Quiet
from accord.models import Notice, Outbox, Party, Person, Telling
from accord.services.agreements import answers
from accord.services.people import preferences
from accord.services.telling import telling, unsubscribing
from tests import world as worlds
from tests.built_once import built_once
from tests.jobs.post import html, letters, said, to, work
from tests.world import START, World, with_key_result

pytestmark = pytest.mark.django_db

EIGHT_TOMORROW = datetime(2026, 10, 6, 8, tzinfo=UTC)


@pytest.fixture
@built_once
def world() -> World:
    world = worlds.build()
    for person in ("alice", "bob"):
        world.account(person)
    work(world.clock())
    return world


def choose(person: str, choice: Choice) -> None:
    preferences.choose_telling(Person.objects.get(key=person), choice)


def ask(world: World, question: str) -> None:
    (seen,) = world.seen("support", [Clause.DECOMPOSITION])
    answers.ask(world.key_result, seen, question=question, by=world.actor("bob"), clock=world.clock)


def test_a_days_mail_holds_what_happened_since_the_last_one(world: World) -> None:
    choose("alice", Choice(How.DIGEST, hour=8))
    ask(world, "Which fix first?")
    assert letters(world.clock()) == []
    world.agree("bob", "support")
    assert letters(EIGHT_TOMORROW - timedelta(minutes=1)) == []

    (digest,) = letters(EIGHT_TOMORROW)

    assert digest.to == ["alice@north.example"]
    assert digest.subject == "Your day in Accord: one thing needs you"
    for text in (said(str(digest.body)), said(html(digest))):
        assert text.index("Support asks about clause 2") < text.index("Support agreed to all five clauses")
        assert "Which fix first?" in text
    assert "List-Unsubscribe" in digest.extra_headers


def test_what_comes_while_a_days_mail_is_sent_is_in_the_next(world: World) -> None:
    choose("alice", Choice(How.DIGEST, hour=8))
    ask(world, "Which fix first?")
    work(world.clock())
    # It is being sent just now, and the worker's clock has not come that far.
    Outbox.objects.filter(kind="digest").update(attempts=1)

    ask(world, "And which then?")
    work(world.clock())

    first, second = (letters(EIGHT_TOMORROW + timedelta(days=days)) for days in (0, 1))
    assert ["Which fix first?" in str(first[0].body), "And which then?" in str(first[0].body)] == [True, False]
    assert "And which then?" in str(second[0].body)


def test_a_day_on_which_nothing_is_left_to_say_has_no_mail(world: World) -> None:
    choose("alice", Choice(How.DIGEST, hour=8))
    world.agree("alice", "product")
    work(world.clock())
    world.apply(lambda plan: with_key_result(plan, title="Fewer tickets"), by="dan")
    work(world.clock())
    world.agree("alice", "product")
    work(world.clock())

    assert to(EIGHT_TOMORROW, "alice") == []


def test_the_daily_mail_is_stopped_by_its_own_link(world: World) -> None:
    choose("alice", Choice(How.DIGEST, hour=8))
    ask(world, "Which fix first?")
    work(world.clock())
    (digest,) = letters(EIGHT_TOMORROW)
    link = digest.extra_headers["List-Unsubscribe"].rstrip("/>").rpartition("/")[2]

    unsubscribing.stop(link)

    assert Telling.objects.get(person__key="alice").how == "in-accord"


def test_in_quiet_hours_nothing_arrives_and_afterwards_everything(world: World) -> None:
    choose("alice", Choice(quiet=Quiet(time(7), time(9))))
    ask(world, "Which fix first?")

    assert letters(world.clock()) == []

    (letter,) = letters(START.replace(hour=9))
    assert "Which fix first?" in str(letter.body)


def test_who_is_told_only_in_accord_is_mailed_nothing_and_told_all_the_same(world: World) -> None:
    choose("alice", Choice(How.IN_ACCORD))
    ask(world, "Which fix first?")

    assert letters(world.clock()) == []
    assert Notice.objects.filter(person__key="alice", kind="said", message=None).count() == 1


def test_the_working_day_before_an_answer_is_due_its_party_is_reminded_once(world: World) -> None:
    Party.objects.filter(team__key="product").update(waits=False)
    friday = datetime(2026, 10, 9, 6, 30, tzinfo=UTC)  # it is due on Monday the 12th
    assert remind(friday - timedelta(days=1)) == 0

    assert [remind(friday), remind(friday)] == [1, 0]

    (letter,) = letters(friday.replace(hour=8))
    assert letter.to == ["bob@north.example"]
    assert letter.subject == "An agreement waits for your answer until Mon 12 Oct"
    assert "all five clauses" in str(letter.body)


def test_whoever_has_answered_is_not_reminded(world: World) -> None:
    friday = datetime(2026, 10, 9, 6, 30, tzinfo=UTC)
    remind(friday)
    world.agree("bob", "support")

    reminded = [letter.to for letter in letters(friday.replace(hour=8)) if "until Mon 12 Oct" in str(letter.subject)]

    assert reminded == [["alice@north.example"]]


def remind(now: datetime) -> int:
    return telling.remind(now=now)

"""Who is mailed what: once for each event, never what they did themselves, with the exact difference."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from email.utils import parseaddr

import pytest
from django.conf import settings as installation
from pytest_django import Settings

from accord.domain.clauses import Clause
from accord.domain.plan import Plan
from accord.models import Event, Notice, Outbox
from accord.services.agreements import answers
from accord.services.realignments import realignment_deadlines
from accord.services.telling.events import Actor
from tests import smtp
from tests import world as worlds
from tests.built_once import built_once
from tests.jobs.post import html, later, letters, part, said, to, work
from tests.world import World, with_key_result

pytestmark = pytest.mark.django_db

LESS = "Support counts 80 or fewer in the last two weeks of December."


@pytest.fixture
@built_once
def world() -> World:
    """Everybody has an account and stands agreed; what was told of that is read."""
    world = worlds.build()
    for person in ("alice", "bob", "carol", "dan"):
        world.account(person)
    world.agree("bob", "support")
    world.agree("alice", "product")
    work(world.clock())
    return world


def less(plan: Plan) -> Plan:
    return with_key_result(plan, target=Decimal(80), completion_criteria=LESS)


def test_a_change_is_one_letter_to_whoever_answers_for_what_it_undid(world: World) -> None:
    world.apply(less, by="dan")

    found = letters(world.clock())

    assert sorted(letter.to[0] for letter in found) == ["alice@north.example", "bob@north.example"]
    assert {letter.subject for letter in found} == {
        "Dan Diaz’s change touches an agreement of yours (answer by Mon 12 Oct)"
    }


def test_it_shows_what_they_agreed_to_and_what_is_written_now(world: World) -> None:
    world.apply(less, by="dan")

    (letter,) = to(world.clock(), "bob")

    for text in (said(str(letter.body)), said(html(letter))):
        assert "60 a week" in text.replace("\N{NO-BREAK SPACE}", " ")
        assert "80 a week" in text.replace("\N{NO-BREAK SPACE}", " ")
        assert "You get this because you answer for Support." in text
        assert "clause 1 (answer by Mon 12 Oct)" in text
    assert "<del" in html(letter)
    assert f"{installation.ACCORD_URL}/realignments/" in letter.body


def test_it_says_what_that_means_for_them_as_the_realignments_page_does(world: World) -> None:
    world.apply(lambda plan: with_key_result(less(plan), due=date(2026, 12, 24)), by="dan")

    (letter,) = to(world.clock(), "bob")

    for text in (said(str(letter.body)), said(html(letter))):
        words = re.sub(r" (?=[.,)])|(?<=[(]) ", "", text.replace("\N{NO-BREAK SPACE}", " "))
        assert "It is due 7 days earlier, on Thu 24 Dec." in words
        assert "The target you agreed to goes from 60 a week to 80 a week (20 more)." in words
        assert "What counts as done says ‘80’, no longer ‘60’." in words


def test_what_reads_the_same_again_means_nothing_any_more(world: World) -> None:
    world.apply(lambda plan: with_key_result(plan, due=date(2026, 12, 24)), by="dan")
    world.apply(less, by="dan")

    (letter, *_) = to(world.clock(), "bob")

    assert "earlier" not in said(str(letter.body))


def test_nobody_is_told_what_they_did_themselves(world: World) -> None:
    world.apply(less, by="alice")

    assert [letter.to for letter in letters(world.clock())] == [["bob@north.example"]]


def test_it_is_told_once_however_often_the_worker_looks(world: World) -> None:
    world.apply(less, by="dan")
    assert len(letters(world.clock())) == 2

    Outbox.objects.filter(kind="tell").update(done_at=None, claimed_at=None)

    assert letters(world.clock()) == []
    assert Notice.objects.filter(event=last_change(), person__key="bob").count() == 1


def test_what_was_taken_back_before_it_was_mailed_asks_nothing_any_more(world: World) -> None:
    world.apply(less, by="dan")
    world.apply(by="dan")

    subjects = {letter.subject for letter in to(world.clock(), "bob")}

    assert subjects == set()


def test_past_the_deadline_the_letter_says_by_which_day_it_was_to_be_answered(world: World) -> None:
    world.apply(less, by="dan")
    work(world.clock())
    world.agree("alice", "product")
    work(world.clock())
    passed = datetime(2026, 10, 13, 0, 5, tzinfo=UTC)
    realignment_deadlines.escalate(now=passed)
    work(passed)

    (letter,) = to(later(passed, hours=9), "bob")

    assert letter.subject.startswith("The deadline has passed without an answer from Support")
    for text in (said(html(letter)), said(str(letter.body))):
        assert "It was to be answered by Mon 12 Oct." in text


def test_an_opened_agreement_is_one_letter_for_each_who_is_asked() -> None:
    world = worlds.build()

    found = letters(world.clock())

    assert sorted(letter.to[0] for letter in found) == ["alice@north.example", "bob@north.example"]
    assert {letter.subject for letter in found} == {"An agreement waits for your answer (answer by Mon 12 Oct)"}
    assert all("all five clauses" in letter.body for letter in found)


def test_an_objection_is_told_to_the_team_whose_result_it_is(world: World) -> None:
    (seen,) = world.seen("support", [Clause.DEPENDENCIES])
    answers.object_to(world.key_result, seen, reason="The tags come\nin <January>.", by=bob(world), clock=world.clock)

    (letter,) = letters(world.clock())

    assert letter.to == ["alice@north.example"]
    assert letter.subject == "Support objects to clause 4 of Calendar tickets, from 210 to 60 a week"
    assert "in <January>." in letter.body
    assert "in &lt;January&gt;." in html(letter)


def test_a_question_goes_to_the_own_team_and_its_reply_to_whoever_asked(world: World) -> None:
    (seen,) = world.seen("support", [Clause.DECOMPOSITION])
    answers.ask(world.key_result, seen, question="Which fix first?", by=bob(world), clock=world.clock)
    (question,) = letters(world.clock())

    answers.reply(
        world.key_result, Clause.DECOMPOSITION, "product", text="The sync.", by=world.actor("alice"), clock=world.clock
    )
    (reply,) = letters(world.clock())

    assert (question.to, reply.to) == (["alice@north.example"], ["bob@north.example"])
    assert "Which fix first?" in question.body
    assert "The sync." in reply.body
    assert reply.subject == "Product replied in clause 2 of Calendar tickets, from 210 to 60 a week"


def test_the_last_yes_is_told_to_all_parties_and_others_only_to_the_own_team(world: World) -> None:
    world.apply(less, by="dan")
    work(world.clock())

    world.agree("bob", "support")
    first = letters(world.clock())
    world.agree("alice", "product")
    last = letters(world.clock())

    assert [letter.to for letter in first] == [["alice@north.example"]]
    assert [(letter.to, letter.subject) for letter in last] == [
        (["bob@north.example"], "All parties agree on Calendar tickets, from 210 to 60 a week")
    ]


def test_who_has_no_account_is_mailed_only_what_needs_an_answer() -> None:
    world = worlds.build()
    asked = to(world.clock(), "alice")
    world.agree("bob", "support")

    told = to(world.clock(), "alice")

    assert (len(asked), len(told)) == (1, 0)
    assert Notice.objects.filter(person__key="alice", message=None).count() == 1


def test_a_closed_account_is_mailed_nothing(world: World) -> None:
    account = world.account("bob")
    type(account).objects.filter(pk=account.pk).update(is_active=False)

    world.apply(less, by="dan")

    assert to(world.clock(), "bob") == []


def test_an_outsider_hears_of_none_of_it(world: World) -> None:
    world.apply(less, by="dan")

    assert to(world.clock(), "carol") == []
    assert not Notice.objects.filter(event=last_change(), person__key="carol").exists()


def test_the_demos_story_is_mailed_to_nobody(world: World) -> None:
    answers.agree(
        world.key_result, [], by=world.actor("alice", via="demo"), clock=world.clock
    )  # nothing to agree to, so nothing is told
    (seen,) = world.seen("support", [Clause.DECOMPOSITION])
    by = world.actor("bob", via="demo")
    answers.ask(world.key_result, seen, question="Which fix first?", by=by, clock=world.clock)

    assert letters(world.clock()) == []


def test_letters_speak_as_their_reader_likes(world: World) -> None:
    account = world.account("bob")
    type(account).objects.filter(pk=account.pk).update(language="en-US", time_zone="America/New_York")
    world.apply(less, by="dan")

    (letter,) = to(world.clock(), "bob")

    assert "answer by Mon, Oct 12" in letter.subject
    assert "AM." in said(str(letter.body))
    assert "Good morning Bob," in letter.body


def test_the_real_letter_arrives_with_what_mail_programs_look_for(world: World, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    world.apply(less, by="dan")
    with smtp.server() as mailbox:
        settings.EMAIL_PORT = mailbox.port
        work(world.clock())

    message = next(each for each in mailbox.messages if each["To"] == "bob@north.example")

    assert parseaddr(str(message["From"]))[0] == "Accord at Northwind"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(message["List-Unsubscribe"]).strip().startswith(f"<{settings.ACCORD_URL}/mail/stop/")
    assert str(message["In-Reply-To"]).startswith("<change.")
    assert message["Auto-Submitted"] == "auto-generated"
    assert LESS in part(message, "text/plain")
    assert "<img" not in part(message, "text/html")
    assert "<script" not in part(message, "text/html")


def test_the_mail_server_being_away_loses_nothing(world: World, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    world.apply(less, by="dan")
    work(now := world.clock())
    with smtp.server() as mailbox:
        settings.EMAIL_PORT = mailbox.port
        work(later(now, minutes=1))

    assert sorted(str(message["To"]) for message in mailbox.messages) == ["alice@north.example", "bob@north.example"]


def last_change() -> Event:
    return Event.objects.filter(kind="change.made").latest("id")


def bob(world: World) -> Actor:
    return world.actor("bob")

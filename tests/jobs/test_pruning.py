"""What was told long ago goes; what is still to be told stays, and nothing is told twice because of it."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from accord.domain.clauses import Clause
from accord.models import Event, Finding, Notice, Outbox
from accord.services.agreements import answers
from accord.services.definitions import definitions
from accord.services.definitions.definitions import Edit
from accord.services.findings import judging
from accord.services.telling import outbox, pruning, telling
from accord.services.telling.events import Actor
from tests import world as worlds
from tests.built_once import built_once
from tests.jobs.post import later, letters, work
from tests.web.agreement_page import plain
from tests.world import World

pytestmark = pytest.mark.django_db
SHELL = Actor(None, "shell")


@pytest.fixture
@built_once
def world() -> World:
    """Everybody has an account, and Bob has asked something that Alice was mailed."""
    world = worlds.build()
    for person in ("alice", "bob"):
        world.account(person)
    (seen,) = world.seen("support", [Clause.DECOMPOSITION])
    answers.ask(world.key_result, seen, question="Which fix?", by=world.actor("bob"), clock=world.clock)
    work(world.clock())
    return world


def kinds() -> set[str]:
    return set(Outbox.objects.values_list("kind", flat=True))


def test_messages_go_after_a_month_and_letters_with_their_notices(world: World) -> None:
    outbox.post_mail(effect="link:1", to="dan@north.example", subject="A link", text="…", now=world.clock())
    work(now := world.clock())
    notices = Notice.objects.count()
    assert kinds() == {"tell", "letter", "mail"}

    pruning.prune(now=later(now, days=29))
    assert kinds() == {"tell", "letter", "mail"}

    pruning.prune(now=later(now, days=31))
    assert kinds() == {"letter"}
    assert Notice.objects.count() == notices

    pruning.prune(now=later(now, days=181))
    assert not Outbox.objects.exists()
    assert not Notice.objects.exists()


def test_what_has_not_gone_out_stays_however_old_it_is(settings: Settings) -> None:
    world = worlds.build()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    work(now := world.clock())
    waiting = Outbox.objects.filter(done_at=None).count()
    assert waiting

    pruning.prune(now=later(now, days=1000))

    assert Outbox.objects.filter(done_at=None).count() == waiting
    assert Notice.objects.exclude(message=None).count() == waiting
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert len(letters(later(now, days=1000))) == waiting


def test_nobody_is_told_again_of_what_was_pruned(world: World) -> None:
    friday = worlds.START + timedelta(days=4, hours=-1)
    telling.remind(now=friday)
    work(later(friday, hours=3))
    much_later = later(friday, days=400)
    pruning.prune(now=much_later)

    telling.remind(now=much_later)

    assert letters(much_later) == []


def test_what_was_mended_goes_after_more_than_a_year_and_what_is_still_found_stays(world: World) -> None:
    judging.judge(now=(now := world.clock()))
    for text in (None, "All of them are tagged."):
        edit = Edit("need", "tags", {"completion_criteria": text})
        definitions.save(world.cycle, [edit], by=SHELL, clock=world.clock)
    still = set(Finding.objects.filter(mended_at=None))
    assert still
    assert Finding.objects.filter(code="AL301", mended_at__isnull=False).exists()

    pruning.prune(now=later(now, days=399))
    assert Finding.objects.filter(code="AL301").exists()

    pruning.prune(now=later(now, days=401))
    assert not Finding.objects.filter(code="AL301").exists()
    assert set(Finding.objects.all()) == still


def test_activity_tells_what_it_told_before(client: Client, world: World) -> None:
    client.force_login(world.account("bob"))
    before = plain(client.get("/activity/").text)
    events = Event.objects.count()

    pruning.prune(now=later(world.clock(), days=400))

    assert Event.objects.count() == events
    assert plain(client.get("/activity/").text) == before


def test_many_go_in_slices(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "AT_ONCE", 3)
    for number in range(10):
        outbox.post_mail(effect=f"link:{number}", to="dan@north.example", subject="A", text="…", now=world.clock())
    work(now := world.clock())

    assert pruning.prune(now=later(now, days=31)) >= 10
    assert kinds() == {"letter"}

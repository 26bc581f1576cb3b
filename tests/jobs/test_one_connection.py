"""All letters of a round go over one connection; one that breaks on the way loses nothing and doubles nothing."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from accord.jobs import effects
from accord.models import Outbox
from accord.services.telling import outbox
from tests import smtp
from tests.smtp import Mailbox
from tests.world import START

pytestmark = pytest.mark.django_db

LETTERS = 6


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    for number in range(LETTERS):
        to = f"person-{number}@north.example"
        outbox.post_mail(effect=f"test:{number}", to=to, subject="Hello", text=f"Letter {number}", now=START)
    with smtp.server() as found:
        settings.EMAIL_PORT = found.port
        yield found


def once_each() -> Counter[str]:
    return Counter(f"person-{number}@north.example" for number in range(LETTERS))


def arrived(mailbox: Mailbox) -> Counter[str]:
    """Who has how many letters in their mailbox, which keeps one of each Message-ID."""
    return Counter({str(message["Message-ID"]): str(message["To"]) for message in mailbox.messages}.values())


def test_a_round_of_letters_goes_over_one_connection(mailbox: Mailbox) -> None:
    assert effects.deliver(START) == LETTERS

    assert arrived(mailbox) == once_each()
    assert (len(mailbox.raw), mailbox.connections) == (LETTERS, 1)


def test_without_letters_nobody_rings(mailbox: Mailbox) -> None:
    Outbox.objects.all().delete()

    effects.deliver(START)

    assert mailbox.connections == 0


@pytest.mark.parametrize("enough", [1, 2, 5])
def test_a_server_that_takes_few_letters_over_a_connection_gets_another(mailbox: Mailbox, enough: int) -> None:
    mailbox.enough = enough

    assert effects.deliver(START) == LETTERS

    assert len(mailbox.raw) == LETTERS
    assert arrived(mailbox) == once_each()
    assert mailbox.connections == -(-LETTERS // enough)


@pytest.mark.parametrize("number", range(1, LETTERS + 1))
def test_a_connection_that_dies_before_a_letter_is_taken_loses_none(mailbox: Mailbox, number: int) -> None:
    mailbox.hangs_up_before = {number}

    effects.deliver(START)
    effects.deliver(START + timedelta(minutes=1))

    assert len(mailbox.raw) == LETTERS
    assert arrived(mailbox) == once_each()
    assert not Outbox.objects.filter(done_at=None).exists()


@pytest.mark.parametrize("number", range(1, LETTERS + 1))
def test_one_that_dies_after_a_letter_was_taken_sends_it_again_under_the_same_id(mailbox: Mailbox, number: int) -> None:
    mailbox.hangs_up_after = {number}

    effects.deliver(START)
    effects.deliver(START + timedelta(minutes=1))

    assert arrived(mailbox) == once_each()
    assert len(mailbox.raw) == LETTERS + 1  # the negative control: it did come twice, as one message
    assert not Outbox.objects.filter(done_at=None).exists()

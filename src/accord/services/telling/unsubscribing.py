"""Stopping mail by a link that works signed out: a signed token names one person and one kind of message."""

from typing import NamedTuple

from django.core import signing
from django.db import transaction

from accord.domain.telling import Kind
from accord.models import Person
from accord.models.telling import Telling

SALT = "accord.unsubscribe"
DIGEST = "digest"  # the daily mail as a whole, beside the kinds of what it holds


class Unsubscribing(NamedTuple):
    """Whose mail a link stops, and which kind of it."""

    person: Person
    kind: str
    is_stopped: bool


class NoSuchLink(Exception):
    """The link was not made here, or its person is no longer known."""


def token(person: int, kind: str) -> str:
    """What stands in a link. It does not run out, for a mail may be years old when its reader has had enough; and it is
    always the same, so that a letter that is sent again is the same letter.
    """
    return signing.Signer(salt=SALT).sign_object([person, str(kind)])


def read(link: str) -> Unsubscribing:
    """What a link stops, changing nothing. Raises NoSuchLink."""
    try:
        pk, kind = signing.Signer(salt=SALT).unsign_object(link)
        person = Person.objects.select_related("telling").get(pk=pk)
        known = kind == DIGEST or Kind(kind)
        return Unsubscribing(person, str(kind), bool(known) and _is_stopped(person, kind))
    except (signing.BadSignature, ValueError, TypeError, Person.DoesNotExist) as error:
        raise NoSuchLink from error


@transaction.atomic
def stop(link: str) -> Unsubscribing:
    """Mail this person no more of this kind; once more changes nothing. Raises NoSuchLink."""
    found = read(link)
    kept, _ = Telling.objects.select_for_update().get_or_create(person=found.person)
    row = Telling.objects.filter(pk=kept.pk)
    if found.kind == DIGEST:
        row.filter(how=Telling.How.DIGEST).update(how=Telling.How.IN_ACCORD)
    else:
        row.update(muted=sorted({*kept.muted, found.kind}))
    return found._replace(is_stopped=True)


def _is_stopped(person: Person, kind: str) -> bool:
    kept: Telling | None = getattr(person, "telling", None)
    if kept is None:
        return False
    return kept.how != Telling.How.DIGEST if kind == DIGEST else kind in kept.muted

"""Stopping mail by a link that works signed out: a signed token names one person and one kind of message."""

from typing import NamedTuple

from django.core import signing
from django.db import transaction

from accord.domain.telling import Kind
from accord.models import Person
from accord.models.telling import Telling

SALT = "accord.unsubscribe"


class Unsubscribing(NamedTuple):
    """Whose mail a link stops, and which kind of it."""

    person: Person
    kind: Kind
    is_stopped: bool


class NoSuchLink(Exception):
    """The link was not made here, or its person is no longer known."""


def token(person: int, kind: Kind) -> str:
    """What stands in a link. It does not run out: a mail may be years old when its reader has had enough."""
    return signing.dumps([person, kind.value], salt=SALT)


def read(link: str) -> Unsubscribing:
    """What a link stops, changing nothing. Raises NoSuchLink."""
    try:
        pk, kind = signing.loads(link, salt=SALT)
        person = Person.objects.select_related("telling").get(pk=pk)
        kept: Telling | None = getattr(person, "telling", None)
        return Unsubscribing(person, Kind(kind), kept is not None and kind in kept.muted)
    except (signing.BadSignature, ValueError, TypeError, Person.DoesNotExist) as error:
        raise NoSuchLink from error


@transaction.atomic
def stop(link: str) -> Unsubscribing:
    """Mail this person no more of this kind; once more changes nothing. Raises NoSuchLink."""
    found = read(link)
    kept, _ = Telling.objects.select_for_update().get_or_create(person=found.person)
    if found.kind not in kept.muted:
        Telling.objects.filter(pk=kept.pk).update(muted=sorted({*kept.muted, found.kind.value}))
    return found._replace(is_stopped=True)

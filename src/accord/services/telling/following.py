"""Following a thing, and letting it go. It concerns nobody else, so it leaves no event."""

from datetime import datetime

from django.db import transaction

from accord.models import Follow, Person
from accord.queries.telling.following import KINDS, Thing


@transaction.atomic
def follow(thing: Thing, *, by: Person, now: datetime) -> None:
    """Hear of what happens to a thing from now on; once more is the same."""
    Follow.objects.get_or_create(person=by, kind=KINDS[type(thing)], item=thing.pk, defaults={"since": now})


@transaction.atomic
def let_go(thing: Thing, *, by: Person) -> None:
    """Hear of it no more."""
    Follow.objects.filter(person=by, kind=KINDS[type(thing)], item=thing.pk).delete()

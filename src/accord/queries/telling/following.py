"""What somebody follows: whether a thing is among it, and the list."""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

from accord.models import Follow, KeyResult, Metric, Person, Team
from accord.queries.access import Reader
from accord.queries.prepared import Prepared

Thing: TypeAlias = Team | KeyResult | Metric | Person


class Followable(NamedTuple):
    """A thing on its page: its kind and id, the cycle it is shown in, and whether the reader follows it."""

    kind: str
    key: str
    cycle: str
    is_followed: bool


class Followed(NamedTuple):
    """A thing that somebody follows, as a list names it."""

    kind: str
    key: str
    name: str
    cycle: str = ""


def followable(who: Reader, thing: Thing, cycle: str = "") -> Followable | None:
    """The thing as the reader may follow it; None for oneself, and for an account that is no person of the plan."""
    if who.person is None or thing == who.person:
        return None
    kind = KINDS[type(thing)]
    is_followed = any(_FOLLOWS(person=who.person.pk, kind=kind, item=thing.pk))
    return Followable(kind, thing.key, cycle, is_followed)


def followed(who: Reader) -> list[Followed]:
    """Everything the reader follows, by name; at most five statements."""
    if who.person is None:
        return []
    items: dict[str, set[int]] = {}
    for kind, item in Follow.objects.filter(person=who.person).values_list("kind", "item"):
        items.setdefault(kind, set()).add(item)
    found = [each for kind, wanted in items.items() for each in _named(kind, wanted)]
    return sorted(found, key=lambda each: each.name.casefold())


def _named(kind: str, items: set[int]) -> Iterable[Followed]:
    if kind == "key_result":
        rows = KeyResult.objects.filter(pk__amongst=items).values_list("key", "title", "cycle__key")
        return [Followed(kind, *row) for row in rows]
    model: Any = {"team": Team, "metric": Metric, "person": Person}[kind]
    return [Followed(kind, row.key, row.name) for row in model._default_manager.filter(pk__amongst=items)]


KINDS: dict[type, str] = {Team: "team", KeyResult: "key_result", Metric: "metric", Person: "person"}
_FOLLOWS = Prepared(
    lambda person, kind, item: Follow.objects.filter(person=person, kind=kind, item=item).values_list("id"),
    person=int,
    kind=str,
    item=int,
)

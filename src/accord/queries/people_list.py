"""People as the directory lists them: where they are, to whom they report, and what they carry."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accord.models import Action, Cycle, KeyResult, Membership, Need, Person, ReportingLine
from accord.queries.names import PersonName, TeamName

PAGE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in a team; allocation in per cent where it is stated."""

    team: TeamName
    role: str
    allocation: Decimal | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of the list; counts are of published things in the cycle."""

    person: PersonName
    places: Sequence[Place]
    reports_to: Sequence[PersonName]
    key_results: int
    actions: int
    promises: int


@dataclass(frozen=True, slots=True)
class People:
    """One page of people, of so many."""

    rows: Sequence[Listed]
    count: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


def people(cycle: Cycle | None, *, teams: Collection[str] = (), named: str = "", page: int = 1) -> People:
    """People of some teams, or whose name, id or e-mail contains some text, or all; four statements."""
    found = Person.objects.all()
    if teams:
        found = found.filter(Exists(Membership.objects.filter(person=OuterRef("pk"), team__key__amongst=teams)))
    if named:
        found = found.filter(Q(name__icontains=named) | Q(key__icontains=named) | Q(email__icontains=named))
    count = found.count()
    page = min(max(page, 1), max(1, -(-count // PAGE)))
    # In a team as the plan lists them: leads mostly come first. Amongst many, a name is found by the alphabet.
    in_order = found.order_by("position", "id") if teams else found.order_by("name", "id")
    rows = list(_with_counts(in_order, cycle)[(page - 1) * PAGE : page * PAGE])
    ids = [row["id"] for row in rows]
    places, managers = places_of(ids), _managers(ids)
    listed = [
        Listed(
            PersonName(row["key"], row["name"]),
            places[row["id"]],
            managers[row["id"]],
            *(row[name] for name in ("carried_results", "carried_actions", "carried_promises")),
        )
        for row in rows
    ]
    return People(listed, count, page)


def _with_counts(found: QuerySet[Person], cycle: Cycle | None) -> QuerySet[Any, Any]:
    return found.annotate(
        carried_results=_counted(results_of(cycle).filter(accountable=OuterRef("pk"))),
        carried_actions=_counted(actions_of(cycle).filter(responsible=OuterRef("pk"))),
        carried_promises=_counted(promises_of(cycle).filter(promised_by(OuterRef("pk")))),
    ).values("id", "key", "name", "carried_results", "carried_actions", "carried_promises")


def results_of(cycle: Cycle | None) -> QuerySet[Any, Any]:
    """Published key results of a cycle."""
    return KeyResult.objects.live().filter(
        cycle=cycle,
        published_at__isnull=False,
        objective__published_at__isnull=False,
        objective__dropped_at=None,
    )


def actions_of(cycle: Cycle | None) -> QuerySet[Any, Any]:
    """Actions under published key results."""
    return Action.objects.live().filter(_under_published(cycle))


def promises_of(cycle: Cycle | None) -> QuerySet[Any, Any]:
    """Needs of published key results to which a day was promised."""
    return Need.objects.live().filter(_under_published(cycle), promised__isnull=False, declined=None)


def promised_by(person: Any) -> Q:
    """Needs that a person promised: being responsible for the action, or accountable for the result, that provides."""
    return Q(provided_by_action__responsible=person) | Q(provided_by_key_result__accountable=person)


def _under_published(cycle: Cycle | None) -> Q:
    return Q(
        cycle=cycle,
        key_result__dropped_at=None,
        key_result__published_at__isnull=False,
        key_result__objective__published_at__isnull=False,
        key_result__objective__dropped_at=None,
    )


def _counted(found: QuerySet[Any, Any]) -> Coalesce:
    count = found.order_by().annotate(number=Func(F("pk"), function="COUNT")).values("number")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)


def places_of(people: Collection[int]) -> dict[int, list[Place]]:
    """Where people (row ids) are today: teams they lead first, then where they give most."""
    found: dict[int, list[Place]] = defaultdict(list)
    rows: QuerySet[Any, Any] = Membership.objects.filter(person_id__amongst=people, team__succeeded_by=None)
    for person, key, name, code, role, allocation in rows.order_by("team__position").values_list(
        "person_id", "team__key", "team__name", "team__code", "role", "allocation"
    ):
        found[person].append(Place(TeamName(key, name, code), role, allocation))
    for places in found.values():
        places.sort(key=lambda place: (place.role != Membership.Role.LEAD, -(place.allocation or 0)))
    return found


def _managers(ids: Collection[int]) -> dict[int, list[PersonName]]:
    found: dict[int, list[PersonName]] = defaultdict(list)
    rows = ReportingLine.objects.filter(person_id__amongst=ids)
    for person, key, name in rows.values_list("person_id", "manager__key", "manager__name"):
        found[person].append(PersonName(key, name))
    return found

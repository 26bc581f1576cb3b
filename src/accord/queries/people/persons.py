"""One person: where they are, with whom they work, and what others count on them for. Nobody has OKRs of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accord.models import Action, Cycle, KeyResult, Person, ReportingLine
from accord.queries.names import PersonName, TeamName
from accord.queries.people import people_list
from accord.queries.people.people_list import Place
from accord.queries.prepared import Prepared

MOST = 200  # of each kind: nobody carries more, whatever a file says

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """Something others count on a person for. kind is key_result, action or promise; `team` is whose result it is for.

    state is an agreement's (agreed, open, stale, objected), or done, delivered, received, late, or nothing.
    """

    kind: str
    title: str
    due: date | None
    team: TeamName
    key_result: str
    result: str
    state: str = ""
    on: date | None = None  # the day it was done, delivered or received
    start: date | None = None  # of a key result
    effort: Decimal | None = None  # of an action, in working days


@dataclass(frozen=True, slots=True)
class Profile:
    """What the page of a person shows."""

    places: Sequence[Place]
    reports_to: Sequence[PersonName]
    reports: Sequence[PersonName]
    carried: Sequence[Carried]

    def of(self, kind: str) -> list[Carried]:
        """What is carried of one kind, the soonest first."""
        return [each for each in self.carried if each.kind == kind]

    def late(self) -> list[Carried]:
        """What should have been there by now."""
        return [each for each in self.carried if each.state == "late"]


def profile(person: Person, cycle: Cycle | None, *, today: date) -> Profile:
    """A person's teams, lines, and what they carry in a cycle, the soonest first; six statements."""
    places = people_list.places_of([person.pk])[person.pk]
    carried = (
        [*_results(person, cycle), *_actions(person, cycle, today), *_promises(person, cycle, today)] if cycle else []
    )
    in_order = sorted(carried, key=lambda each: (each.due is None, each.due or date.max, each.title))
    above, below = _ABOVE(person=person.pk), _BELOW(person=person.pk)
    return Profile(places, [PersonName(*row) for row in above], [PersonName(*row) for row in below], in_order)


def _results(person: Person, cycle: Cycle) -> list[Carried]:
    return [
        Carried(
            kind="key_result",
            title=row["title"],
            due=row["due"] or row["cycle__end"],
            team=_team(row, "objective__"),
            key_result=row["key"],
            result=row["title"],
            state=row["agreement__state"] or "",
            start=row["start"] or row["cycle__start"],
        )
        for row in _RESULTS.rows(person=person.pk, cycle=cycle.pk)
    ]


def _actions(person: Person, cycle: Cycle, today: date) -> list[Carried]:
    return [
        Carried(
            kind="action",
            title=row["title"],
            due=row["due"],
            **_result(row),
            state="done" if row["done"] else _late(row["due"], today),
            on=row["done"],
            effort=row["effort_days"],
        )
        for row in _ACTIONS.rows(person=person.pk, cycle=cycle.pk)
    ]


def _promises(person: Person, cycle: Cycle, today: date) -> list[Carried]:
    return [
        Carried(
            kind="promise",
            title=row["what"],
            due=row["promised"],
            **_result(row),
            state=_handed_over(row) or _late(row["promised"], today),
            on=row["received"] or row["delivered"],
        )
        for row in _PROMISES.rows(person=person.pk, cycle=cycle.pk)
    ]


RESULT = (
    "key_result__key", "key_result__title", "key_result__objective__team__key", "key_result__objective__team__name",
    "key_result__objective__team__code",
)  # fmt: skip


def _result(row: Row) -> dict[str, Any]:
    return {
        "team": _team(row, "key_result__objective__"),
        "key_result": row["key_result__key"],
        "result": row["key_result__title"],
    }


def _team(row: Row, path: str) -> TeamName:
    return TeamName(row[f"{path}team__key"], row[f"{path}team__name"], row[f"{path}team__code"])


def _handed_over(row: Row) -> str:
    if row["received"]:
        return "received"
    return "delivered" if row["delivered"] else ""


def _late(due: date | None, today: date) -> str:
    return "late" if due and due < today else ""


def _ids(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """A person's rows are few, so that databases begin with them, and not with the cycle."""
    return rows.order_by().values("pk")


_ABOVE = Prepared(
    lambda person: ReportingLine.objects.filter(person=person).values_list("manager__key", "manager__name"), person=int
)
_BELOW = Prepared(
    lambda person: (
        ReportingLine.objects.filter(manager=person)
        .order_by("person__position")
        .values_list("person__key", "person__name")
    ),
    person=int,
)
_RESULTS = Prepared(
    lambda person, cycle: (
        people_list.results_of(cycle)
        .filter(pk__in=_ids(KeyResult.objects.filter(accountable=person)))
        .values(
            "key", "title", "start", "due", "cycle__start", "cycle__end", "agreement__state",
            "objective__team__key", "objective__team__name", "objective__team__code",
        )[:MOST]
    ),
    person=int,
    cycle=int,
)  # fmt: skip
_ACTIONS = Prepared(
    lambda person, cycle: (
        people_list.actions_of(cycle)
        .filter(pk__in=_ids(Action.objects.filter(responsible=person)))
        .values("title", "due", "done", "effort_days", *RESULT)[:MOST]
    ),
    person=int,
    cycle=int,
)
_PROMISES = Prepared(
    lambda person, cycle: (
        people_list.promises_of(cycle)
        .filter(pk__in=people_list.promised_by(person))
        .values("what", "promised", "delivered", "received", *RESULT)[:MOST]
    ),
    person=int,
    cycle=int,
)

"""What stands in somebody's calendar, or in a team's: reviews, answers, promises, what is carried, milestones.

Everything here is published and in a cycle that is not closed; what is done, delivered or closed is due no more.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import BooleanField, Case, Count, Max, Q, QuerySet, Value, When

from accord.domain.cadence import LONGEST, Due, in_force, zone_of
from accord.domain.cycles import usual
from accord.models import Action, Cycle, Event, Follow, KeyResult, Milestone, Need, Party, Revision, Team
from accord.queries import access
from accord.queries.definitions.registry import in_use
from accord.queries.people.feeds import Feed
from accord.queries.people.people_list import promised_by
from accord.queries.reviews import cadences
from accord.queries.teams import carried_on

BACK, AHEAD = timedelta(days=92), timedelta(days=184)  # how far a calendar reaches
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is due. kind is review, answers, given, taken, action, key_result or milestone.

    `key` is its id in the plan, with its cycle's where it has one, and stays the same wherever it moves. `team` and
    `name` are those of the team that it concerns: who reviews, answers, gives or receives. Of answers `count` says how
    many; of a review `due` and `zone` say when. `changes` grows with every change of it.
    """

    kind: str
    key: str
    day: date
    title: str = ""
    team: str = ""
    name: str = ""
    cycle: str = ""
    result: str = ""
    count: int = 0
    due: Due | None = None
    zone: Any = None
    changes: int = 0
    changed_at: datetime = LONG_AGO
    row: int = 0


def things(feed: Feed, *, now: datetime) -> list[Thing]:
    """Everything in a calendar from three months back on; the number of statements is fixed."""
    since = now.date() - BACK
    found = list(_of_team(feed.team, since) if feed.team else _of_person(feed, since))
    reviews = _reviews([feed.team] if feed.team else _teams_of(feed), now)
    answers = _answers([feed.team.key] if feed.team else feed.answers_for)
    return [*reviews, *answers, *_stamped(found)]


def _of_team(team: Team, since: date) -> Iterator[Thing]:
    teams = list(carried_on.whole(team.pk))
    yield from _promises(Q(provider__amongst=teams), Q(key_result__objective__team__amongst=teams), since)
    yield from _milestones(_of_results(Q(objective__team__amongst=teams)) | Q(owner__amongst=teams), since)


def _of_person(feed: Feed, since: date) -> Iterator[Thing]:
    person = feed.person
    ours = Q(provider__key__amongst=feed.own_teams) | Q(pk__in=promised_by(person))
    yield from _promises(ours, Q(pk=None), since)
    actions: QuerySet[Any, Any] = Action.objects.live().filter(
        in_use("key_result__"), responsible=person, done=None, due__gte=since
    )
    for row in actions.values("id", "key", "title", "due", "version", "cycle__key", "key_result__key"):
        yield Thing(
            "action", _key(row), row["due"], row["title"], cycle=row["cycle__key"], result=row["key_result__key"],
            changes=row["version"], row=row["id"],
        )  # fmt: skip
    yield from _results(Q(accountable=person), since)
    followed = Follow.objects.filter(person=person, kind="key_result").values("item")
    yield from _milestones(_of_results(Q(accountable=person) | Q(pk__in=followed)), since)


def _results(whose: Q, since: date) -> Iterator[Thing]:
    """Key results that are not closed; without a day of its own one is due with its cycle."""
    found = KeyResult.objects.filter(whose, in_use()).exclude(closings__reopened_at=None, closings__isnull=False)
    for row in found.values("id", "key", "title", "due", "version", "cycle__key", "cycle__end", "cycle__version"):
        day = row["due"] or row["cycle__end"]
        if day >= since:
            changes = row["version"] + row["cycle__version"] - 1
            yield Thing(
                "key_result", _key(row), day, row["title"], cycle=row["cycle__key"], result=row["key"],
                changes=changes, row=row["id"],
            )  # fmt: skip


def _promises(given: Q, taken: Q, since: date) -> Iterator[Thing]:
    """Needs with a promised day that are not delivered: what is given, and what is received."""
    open_ones = Need.objects.live().filter(in_use("key_result__"), promised__gte=since, delivered=None, declined=None)
    rows = open_ones.annotate(is_given=_whether(given)).filter(given | taken)
    for row in rows.values(
        "id", "key", "what", "promised", "version", "cycle__key", "key_result__key", "is_given", "provider__key",
        "provider__name", "key_result__objective__team__key", "key_result__objective__team__name",
    ):  # fmt: skip
        kind, other = ("given", "key_result__objective__team") if row["is_given"] else ("taken", "provider")
        yield Thing(
            kind, _key(row), row["promised"], row["what"], team=row[f"{other}__key"], name=row[f"{other}__name"],
            cycle=row["cycle__key"], result=row["key_result__key"], changes=row["version"], row=row["id"],
        )  # fmt: skip


def _milestones(which: Q, since: date) -> Iterator[Thing]:
    found = Milestone.objects.filter(which, date__gte=since)
    rows: Any = found.values("id", "key", "name", "date", "version")
    for row in rows:
        yield Thing("milestone", row["key"], row["date"], row["name"], changes=row["version"], row=row["id"])


def _of_results(whose: Q) -> Q:
    """Milestones by which key results are measured, or of which they speak."""
    results = KeyResult.objects.filter(whose, in_use()).order_by()
    measured = results.filter(milestone__isnull=False).values("milestone")
    used = results.filter(uses__milestone__isnull=False).values("uses__milestone")
    return Q(pk__in=measured) | Q(pk__in=used)


def _answers(teams: Collection[str]) -> list[Thing]:
    """What each team still has to answer, day by day: one thing, however many agreements. It never moves."""
    waiting = Party.objects.filter(
        team__key__amongst=teams, waits=True, answer_by__isnull=False, agreement__key_result__cycle__closed_at=None
    )
    rows = waiting.order_by().values(
        "team_id", "team__key", "team__name", "answer_by", "agreement__key_result__cycle__key"
    )
    by_day: list[Any] = list(rows.annotate(number=Count("id")))
    heard = dict(
        Event.objects.filter(concern_rows__team_id__amongst={row["team_id"] for row in by_day})
        .order_by()
        .values_list("concern_rows__team_id")
        .annotate(Max("at"))
    )
    return [
        Thing(
            "answers", f"{row['agreement__key_result__cycle__key']}.{row['team__key']}.{row['answer_by']:%Y-%m-%d}",
            row["answer_by"], team=row["team__key"], name=row["team__name"], count=row["number"],
            cycle=row["agreement__key_result__cycle__key"], changed_at=heard.get(row["team_id"], LONG_AGO),
        )
        for row in by_day
    ]  # fmt: skip


def _reviews(teams: Collection[Team], now: datetime) -> Iterator[Thing]:
    """The reviews of teams, none from before there was a cycle to review."""
    ids, cycles = [team.pk for team in teams], access.cycles()
    begun = min((each.start for each in cycles), default=date.min)
    due = cadences.due_between(ids, now - BACK - LONGEST, now + AHEAD)
    history, known = cadences.history(ids), cadences.calendar()
    for team in teams:
        for name, each in _named(due.get(team.pk, ())):
            if each.at <= now - BACK or each.day < begun:
                continue
            changes, changed_at = history[team.pk].moved(each)
            yield Thing(
                "review", f"{team.key}.{name}", each.day, team=team.key, name=team.name,
                cycle=_cycle_on(each.day, cycles, now), due=each,
                zone=zone_of(in_force(history[team.pk].rhythm, each.day), known),
                changes=changes, changed_at=changed_at,
            )  # fmt: skip


def _named(due: Sequence[Due]) -> Iterator[tuple[str, Due]]:
    """Reviews with what they are known by, to whatever day the team moves them: the month, and which of it."""
    for month, found in groupby(due, key=lambda each: each.month):
        for number, each in enumerate(found, start=1):
            yield f"{month:%Y-%m}.{number}", each


def _cycle_on(day: date, cycles: Sequence[Cycle], now: datetime) -> str:
    """The id of the cycle that a review belongs to: the innermost of its day, closed or not, else the usual one."""
    around = [each for each in cycles if each.start <= day <= each.end]
    found = min(around, key=lambda each: each.end - each.start, default=None) or usual(cycles, now.date())
    return found.key if found else ""


def _teams_of(feed: Feed) -> list[Team]:
    """The teams that the person is in today, whatever the role."""
    return list(Team.objects.filter(memberships__person=feed.person, succeeded_by=None))


def _stamped(found: list[Thing]) -> list[Thing]:
    """With when each was last written; one statement."""
    rows: dict[str, set[int]] = {}
    for each in found:
        rows.setdefault(_written_as(each), set()).add(each.row)
    wanted = Q(pk=None)
    for kind, items in sorted(rows.items()):
        wanted |= Q(kind=kind, item__amongst=items)
    at = _written(Revision.objects.filter(wanted))
    return [replace(each, changed_at=at.get((_written_as(each), each.row), LONG_AGO)) for each in found]


def _written_as(thing: Thing) -> str:
    """The kind under which its revisions are kept."""
    return "need" if thing.kind in ("given", "taken") else thing.kind


def _written(revisions: "QuerySet[Any, Any]") -> Mapping[tuple[str, int], datetime]:
    rows = revisions.order_by().values_list("kind", "item").annotate(Max("change__at"))
    return {(kind, item): at for kind, item, at in rows}


def _whether(condition: Q) -> Any:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _key(row: Mapping[str, Any]) -> str:
    return f"{row['cycle__key']}.{row['key']}"

"""What changed around somebody: events that concern their teams, by others, the newest first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value

from accord import models as m
from accord.queries import sentences
from accord.queries.access import Reader
from accord.queries.names import PersonName, TeamName
from accord.queries.sentences import Happening, Reference, Sentence

# Things that are known by something else: what a check-in or a membership changed is its key result, its team.
KNOWN_BY = {
    "contribution": ("key_result", ">", 1),
    "check_in": ("key_result", "@", 0),
    "metric_value": ("metric", "@", 0),
    "membership": ("team", ">", 0),
}
EVENT = (
    "id", "kind", "at", "data", "by__key", "by__name", "team__key", "team__name", "team__code", "key_result__key",
    "key_result__title", "key_result__cycle__key", "in_cycle",
)  # fmt: skip

Row = Mapping[str, Any]
Thing = tuple[str, str]  # kind and id
Names = Mapping[tuple[str, str, str], Reference]  # by kind, id and cycle (empty where it belongs to none)


@dataclass(frozen=True, slots=True)
class Told:
    """One event as it is told: when, and in what words."""

    at: datetime
    sentence: Sentence


def around(who: Reader, *, most: int) -> list[Told]:
    """The latest events that concern the reader's teams; what the reader did is left out."""
    if not who.own_teams:
        return []
    rows = _events(who, most)
    names = _names({thing for row in rows for thing in _things(row)}, who)
    return [Told(row["at"], sentences.sentence(_happening(row, names))) for row in rows]


def _events(who: Reader, most: int) -> list[Row]:
    concerning = m.Concern.objects.filter(team__key__amongst=who.own_teams)
    if who.person:
        concerning = concerning.exclude(event__by=who.person)
    newest = concerning.order_by("-event_id").values("event_id").distinct()[:most]
    cycle = m.Revision.objects.filter(change=OuterRef("change_id"), cycle__isnull=False).values("cycle__key")[:1]
    found = m.Event.objects.filter(id__in=Subquery(newest)).annotate(in_cycle=Subquery(cycle))
    return list(found.order_by("-id").values(*EVENT))


def _happening(row: Row, names: Names) -> Happening:
    cycle = row["in_cycle"] or ""
    things = ((kind, key, cycle if kind in IN_A_CYCLE else "") for kind, key in _things(row))
    return Happening(
        kind=row["kind"],
        at=row["at"],
        by=PersonName(row["by__key"], row["by__name"]) if row["by__key"] else None,
        team=TeamName(row["team__key"], row["team__name"], row["team__code"]) if row["team__key"] else None,
        key_result=_key_result(row),
        data=row["data"],
        things=[names[thing] for thing in things if thing in names],
    )


def _key_result(row: Row) -> Reference | None:
    if not row["key_result__key"]:
        return None
    return Reference(row["key_result__title"], "agreement", row["key_result__key"], row["key_result__cycle__key"])


def _things(row: Row) -> list[Thing]:
    found = [_known_by(kind, key) for kind, key in row["data"].get("things", ())]
    return list(dict.fromkeys(found))


def _known_by(kind: str, key: str) -> Thing:
    if kind not in KNOWN_BY:
        return kind, key
    other, sign, place = KNOWN_BY[kind]
    return other, key.split(sign)[place]


def _names(things: Iterable[Thing], who: Reader) -> Names:
    """What things are called and where they are shown: one statement. Drafts of others have no name here."""
    keys: dict[str, list[str]] = defaultdict(list)
    for kind, key in things:
        keys[kind].append(key)
    named = [_named(kind, found, who) for kind, found in sorted(keys.items()) if kind in TABLES]
    rows: Sequence[tuple[str, ...]] = list(named[0].union(*named[1:], all=True)) if named else ()
    return {
        (kind, key, cycle): Reference(words, page, page_key, cycle) for kind, key, cycle, words, page, page_key in rows
    }


def _named(kind: str, keys: Sequence[str], who: Reader) -> QuerySet[Any, Any]:
    table, words, page, page_key = TABLES[kind]
    found: QuerySet[Any, Any] = table.objects.filter(key__in=keys).order_by()
    if kind in OBJECTIVE_OF:
        objective = OBJECTIVE_OF[kind]
        published = Q(**{f"{objective}published_at__isnull": False})
        found = found.filter(published | Q(**{f"{objective}team__key__amongst": who.own_teams}))
    return found.values_list(
        _text(kind),
        F("key"),
        F("cycle__key") if kind in IN_A_CYCLE else _text(""),
        F(words),
        _text(page),
        F(page_key) if page else _text(""),
    )


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())


# By kind: the table, the field that names it, and the page that shows it with whose id that page has.
TABLES: Mapping[str, tuple[Any, str, str, str]] = {
    "organization": (m.Organization, "name", "", ""),
    "cycle": (m.Cycle, "name", "", ""),
    "strategic_goal": (m.StrategicGoal, "title", "", ""),
    "person": (m.Person, "name", "person", "key"),
    "team": (m.Team, "name", "team", "key"),
    "metric": (m.Metric, "name", "metric", "key"),
    "milestone": (m.Milestone, "name", "milestone", "key"),
    "objective": (m.Objective, "title", "team", "team__key"),
    "key_result": (m.KeyResult, "title", "key_result", "key"),
    "action": (m.Action, "title", "key_result", "key_result__key"),
    "need": (m.Need, "what", "key_result", "key_result__key"),
}
OBJECTIVE_OF = {
    "objective": "",
    "key_result": "objective__",
    "action": "key_result__objective__",
    "need": "key_result__objective__",
}
IN_A_CYCLE = OBJECTIVE_OF.keys()

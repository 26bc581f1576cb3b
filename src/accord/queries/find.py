"""Finding things by what they are called: titles, names, other names and ids."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from accord.adapters.sqlite import find_index
from accord.models import Cycle, KeyResult, Metric, Milestone, Objective, Person, Team
from accord.queries.access import Reader

MOST = 50
MOST_WORDS = 8
LONGEST = 200  # characters of what is looked for; more is no name of anything
INDEXED = 3  # characters that the index holds together; a shorter word is looked for in every name
TOO_MANY = 2_000  # what so many things hold is found as quickly in every name
EXACT, BEGINS, A_WORD_BEGINS, HOLDS = range(4)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: kind and id as in a plan, what it is called, and whose it is (or none)."""

    kind: str
    key: str
    title: str
    team: str
    team_name: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the nearest first; `is_cut` says that there is more."""

    text: str
    hits: Sequence[Hit]
    is_cut: bool = False


def find(reader: Reader, cycle: Cycle | None, text: str) -> Found:
    """What is called like this in a cycle and in the registry: every word in a title, name, other name or id.

    Drafts are found by their own team's people only. Two statements.
    """
    wanted = " ".join(text[:LONGEST].replace("\0", " ").split())  # no database takes a text that holds a nought
    words = wanted.split()[:MOST_WORDS]
    if not words:
        return Found(wanted, ())
    tables = {
        "team": (Team.objects.filter(succeeded_by=None), "name", "key"),
        "person": (Person.objects.all(), "name", None),
        "metric": (Metric.objects.all(), "name", "owner__key"),
        "milestone": (Milestone.objects.all(), "name", "owner__key"),
        "objective": (_objectives(reader, cycle), "title", "team__key"),
        "key_result": (_key_results(reader, cycle), "title", "objective__team__key"),
    }
    near = _near(words)
    found = [
        _named(kind, rows if near is None else rows.filter(pk__amongst=near[kind]), name, team, words, wanted)
        for kind, (rows, name, team) in tables.items()
        if near is None or kind in near
    ]
    if not found:
        return Found(wanted, ())
    rows = found[0].union(*found[1:], all=True).order_by("rank", "order", "words", "key")[: MOST + 1]
    hits = [Hit(row["kind"], row["key"], row["words"], row["whose"], row["whose_name"]) for row in rows]
    return Found(wanted, hits[:MOST], is_cut=len(hits) > MOST)


def _near(words: Sequence[str]) -> Mapping[str, Collection[int]] | None:
    """Row ids, by kind, of all that may hold the words, where SQLite's index tells them apart; else None.

    Nothing else is found. PostgreSQL goes by its indexes unasked.
    """
    long = [word for word in words if len(word) >= INDEXED]
    if connection.vendor != "sqlite" or not long:
        return None
    either = (" OR ".join(f'"{form.replace(chr(34), chr(34) * 2)}"' for form in sorted(_forms(word))) for word in long)
    question = " AND ".join(f"({forms})" for forms in either)
    with connection.cursor() as cursor:
        cursor.execute(find_index.MATCHING, [question, TOO_MANY])
        matching = cursor.fetchall()
    if len(matching) == TOO_MANY:
        return None
    kinds = {number: kind.replace("keyresult", "key_result") for kind, number in find_index.KINDS.items()}
    near: dict[str, list[int]] = {}
    for pk, number in matching:
        near.setdefault(kinds[number], []).append(pk)
    return near


def _objectives(reader: Reader, cycle: Cycle | None) -> QuerySet[Any, Any]:
    readable = Q(published_at__isnull=False) | Q(team__key__amongst=reader.own_teams)
    return Objective.objects.live().filter(readable, cycle=cycle)


def _key_results(reader: Reader, cycle: Cycle | None) -> QuerySet[Any, Any]:
    readable = Q(published_at__isnull=False, objective__published_at__isnull=False) | Q(
        objective__team__key__amongst=reader.own_teams
    )
    return KeyResult.objects.live().filter(readable, cycle=cycle, objective__dropped_at=None)


def _named(
    kind: str,
    rows: QuerySet[Any, Any],
    name: str,
    team: str | None,
    words: Sequence[str],
    wanted: str,
) -> QuerySet[Any, Any]:
    """Rows whose name, id or other names hold every word, with how near they come."""
    has_aliases = kind in ("metric", "milestone")
    if has_aliases:
        rows = rows.annotate(other_names=Cast("aliases", TextField()))
    for word in words:
        rows = rows.filter(_holds(word, name, has_aliases=has_aliases))
    return rows.order_by().values(
        "key",
        kind=_text(kind),
        words=F(name),
        whose=F(team) if team else _text(""),
        whose_name=F(_name_of(team)) if team else _text(""),
        rank=_rank(name, wanted),
        order=Value(ORDER.index(kind), output_field=IntegerField()),
    )


def _holds(word: str, name: str, *, has_aliases: bool) -> Q:
    found = Q(key__icontains=word)
    for form in _forms(word):
        found |= Q(**{f"{name}__icontains": form})
        if has_aliases:
            # A database may keep a list with its letters spelled out or not.
            found |= Q(other_names__icontains=form) | Q(other_names__icontains=json.dumps(form)[1:-1])
    return found


def _forms(word: str) -> set[str]:
    """A word as it may be written: SQLite knows small and capital letters in ASCII only."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}


def _rank(name: str, wanted: str) -> Case:
    return Case(
        When(Q(key__iexact=wanted) | Q(**{f"{name}__iexact": wanted}), then=Value(EXACT)),
        When(Q(key__istartswith=wanted) | Q(**{f"{name}__istartswith": wanted}), then=Value(BEGINS)),
        When(Q(**{f"{name}__icontains": f" {wanted}"}), then=Value(A_WORD_BEGINS)),
        default=Value(HOLDS),
        output_field=IntegerField(),
    )


def _name_of(team: str) -> str:
    return "name" if team == "key" else team.removesuffix("key") + "name"


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())


ORDER = ("team", "person", "objective", "key_result", "metric", "milestone")

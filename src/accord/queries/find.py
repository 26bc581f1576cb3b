"""Finding things by what they are called: titles, names, other names and ids."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from accord.adapters.sqlite import find_index
from accord.models import Cycle, KeyResult, Metric, Milestone, Objective, Person, Team
from accord.queries.access import Reader
from accord.queries.prepared import Prepared

MOST = 50
MOST_WORDS = 8
LONGEST = 200  # characters of what is looked for; more is no name of anything
INDEXED = 3  # characters that the index holds together; a shorter word is looked for in every name
TOO_MANY = 2_000  # what so many things hold is found as quickly in every name
STATEMENTS = 64  # that are kept ready
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
    near = _near(words)
    kinds = tuple(kind for kind in ORDER if (near is None or kind in near) and (cycle or kind not in OF_A_CYCLE))
    if not kinds:
        return Found(wanted, ())
    forms = [sorted(_forms(word)) for word in words]
    given = _given(words, forms) | {"wanted": wanted, "exactly": connection.ops.prep_for_iexact_query(wanted)}
    if OF_A_CYCLE.intersection(kinds):
        given |= {"own": sorted(reader.own_teams), "cycle": cycle.pk if cycle else 0}
    if near is not None:
        given |= {f"near_{kind}": near[kind] for kind in kinds}
    rows = _statement(kinds, tuple(map(len, forms)), is_near=near is not None).rows(**given)
    hits = [Hit(row["kind"], row["key"], row["words"], row["whose"], row["whose_name"]) for row in rows]
    return Found(wanted, hits[:MOST], is_cut=len(hits) > MOST)


def _given(words: Sequence[str], forms: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Each word, its forms, and these as a list may be kept with its letters spelled out."""
    given: dict[str, Any] = {f"word_{place}": word for place, word in enumerate(words)}
    for place, each in enumerate(forms):
        for number, form in enumerate(each):
            given |= {f"form_{place}_{number}": form, f"spelled_{place}_{number}": json.dumps(form)[1:-1]}
    return given


@lru_cache(maxsize=STATEMENTS)
def _statement(kinds: Sequence[str], forms: Sequence[int], *, is_near: bool) -> Prepared:
    """What looks for so many words, each in so many forms, among things of these kinds."""

    def build(**given: Any) -> QuerySet[Any, Any]:
        found = [_named(kind, _rows(kind, given, is_near=is_near), forms, given) for kind in kinds]
        every: QuerySet[Any, Any] = found[0].union(*found[1:], all=True)
        return every.order_by("rank", "order", "words", "key")[: MOST + 1]

    names = _given([""] * len(forms), [[""] * number for number in forms])
    near = {f"near_{kind}": list for kind in kinds} if is_near else {}
    of_a_cycle = {"own": list, "cycle": int} if OF_A_CYCLE.intersection(kinds) else {}
    return Prepared(build, **dict.fromkeys((*names, "wanted", "exactly"), str), **near, **of_a_cycle)


def _rows(kind: str, given: Mapping[str, Any], *, is_near: bool) -> QuerySet[Any, Any]:
    """What may be found of a kind."""
    rows: QuerySet[Any, Any]
    match kind:
        case "team":
            rows = Team.objects.filter(succeeded_by=None)
        case "objective":
            rows = _objectives(given["own"], given["cycle"])
        case "key_result":
            rows = _key_results(given["own"], given["cycle"])
        case _:
            rows = {"person": Person, "metric": Metric, "milestone": Milestone}[kind]._default_manager.all()
    return rows.filter(pk__amongst=given[f"near_{kind}"]) if is_near else rows


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


def _objectives(own_teams: Collection[str], cycle: int) -> QuerySet[Any, Any]:
    readable = Q(published_at__isnull=False) | Q(team__key__amongst=own_teams)
    return Objective.objects.live().filter(readable, cycle=cycle)


def _key_results(own_teams: Collection[str], cycle: int) -> QuerySet[Any, Any]:
    readable = Q(published_at__isnull=False, objective__published_at__isnull=False) | Q(
        objective__team__key__amongst=own_teams
    )
    return KeyResult.objects.live().filter(readable, cycle=cycle, objective__dropped_at=None)


def _named(kind: str, rows: QuerySet[Any, Any], forms: Sequence[int], given: Mapping[str, Any]) -> QuerySet[Any, Any]:
    """Rows whose name, id or other names hold every word, with how near they come."""
    name, team = CALLED[kind]
    has_aliases = kind in ("metric", "milestone")
    if has_aliases:
        rows = rows.annotate(other_names=Cast("aliases", TextField()))
    for word, number in enumerate(forms):
        rows = rows.filter(_holds(word, number, name, given, has_aliases=has_aliases))
    return rows.order_by().values(
        "key",
        kind=_text(kind),
        words=F(name),
        whose=F(team) if team else _text(""),
        whose_name=F(_name_of(team)) if team else _text(""),
        rank=_rank(name, given["wanted"], given["exactly"]),
        order=Value(ORDER.index(kind), output_field=IntegerField()),
    )


def _holds(word: int, forms: int, name: str, given: Mapping[str, Any], *, has_aliases: bool) -> Q:
    found = Q(key__icontains=given[f"word_{word}"])
    for number in range(forms):
        form = given[f"form_{word}_{number}"]
        found |= Q(**{f"{name}__icontains": form})
        if has_aliases:
            # A database may keep a list with its letters spelled out or not.
            spelled = given[f"spelled_{word}_{number}"]
            found |= Q(other_names__icontains=form) | Q(other_names__icontains=spelled)
    return found


def _forms(word: str) -> set[str]:
    """A word as it may be written: SQLite knows small and capital letters in ASCII only."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}


def _rank(name: str, wanted: str, exactly: str) -> Case:
    return Case(
        When(Q(key__iexact=exactly) | Q(**{f"{name}__iexact": exactly}), then=Value(EXACT)),
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
OF_A_CYCLE = frozenset({"objective", "key_result"})
# What a thing is called by, and where the id of its team is.
CALLED: Mapping[str, tuple[str, str | None]] = {
    "team": ("name", "key"),
    "person": ("name", None),
    "metric": ("name", "owner__key"),
    "milestone": ("name", "owner__key"),
    "objective": ("title", "team__key"),
    "key_result": ("title", "objective__team__key"),
}

"""Events as they are told: found by a statement's ids, named, and made into sentences for one reader."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils.translation import trans_real

from accord.queries.names import PersonName, TeamName
from accord.queries.sentences import sentences
from accord.queries.sentences.sentences import Happening, Reference, Sentence
from accord.queries.statements import in_list, listed, moment

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

KEPT = 4096  # events that are kept as they were told: those around a team are read by all of its people

Row = Mapping[str, Any]
Thing = tuple[str, str]  # kind and id
Named = tuple[tuple[str, str, str], Reference]  # kind, id and cycle (empty where it belongs to none), and its name
Names = Mapping[tuple[str, str, str], Reference]


@dataclass(frozen=True, slots=True)
class Told:
    """One event as it is told: when, and in what words. Where all it is about are drafts of others it is `hidden`."""

    id: int
    at: datetime
    sentence: Sentence
    is_hidden: bool = False


def told(latest: str, parameters: Sequence[Any], *, own_teams: Collection[str]) -> list[Told]:
    """The events that a statement's part `latest(id)` finds, the newest first; at most two statements.

    `own_teams` are the teams (ids in the plan) whose drafts the reader may know of.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {latest} {_EVENTS}", parameters)
        rows = [_event(tuple(row)) for row in cursor.fetchall()]
    names = _names({thing for row in rows for thing in row["things"]}, own_teams)
    known: dict[Thing, list[Named]] = defaultdict(list)
    for thing, name in names.items():
        known[thing[:2]].append((thing, name))
    words = trans_real.catalog()
    return [_told(row["raw"], tuple(each for thing in row["things"] for each in known[thing]), words) for row in rows]


@lru_cache(maxsize=KEPT)
def _event(raw: tuple[Any, ...]) -> Row:
    """An event as it is stored, with the things it is about."""
    row = dict(zip(EVENT, raw, strict=True))
    data = json.loads(row["data"])
    return row | {"at": moment(row["at"]), "data": data, "things": _things(data), "raw": raw}


@lru_cache(maxsize=KEPT)
def _told(raw: tuple[Any, ...], named: tuple[Named, ...], _words: object) -> Told:
    """An event in the words of a catalogue. What it is about may be called otherwise by now, or be another's draft."""
    row, names = _event(raw), dict(named)
    return Told(row["id"], row["at"], sentences.sentence(_happening(row, names)), _is_hidden(row, names))


def _is_hidden(row: Row, names: Names) -> bool:
    things = row["things"]
    known = {(kind, key) for kind, key, _ in names}
    return bool(things) and all(kind in IN_A_CYCLE and (kind, key) not in known for kind, key in things)


def _happening(row: Row, names: Names) -> Happening:
    cycle = row["in_cycle"] or row["data"].get("cycle") or ""
    things = ((kind, key, cycle if kind in IN_A_CYCLE else "") for kind, key in row["things"])
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


def _things(data: Mapping[str, Any]) -> tuple[Thing, ...]:
    return tuple(dict.fromkeys(_known_by(kind, key) for kind, key in data.get("things", ())))


def _known_by(kind: str, key: str) -> Thing:
    if kind not in KNOWN_BY:
        return kind, key
    other, sign, place = KNOWN_BY[kind]
    return other, key.split(sign)[place]


def _names(things: Iterable[Thing], own_teams: Collection[str]) -> Names:
    """What things are called and where they are shown: one statement. Drafts of others have no name here."""
    keys: dict[str, list[str]] = defaultdict(list)
    for kind, key in things:
        keys[kind].append(key)
    wanted = {kind: found for kind, found in sorted(keys.items()) if kind in SELECTS}
    if not wanted:
        return {}
    parts, parameters = [], []
    for kind, found in wanted.items():
        parts.append(f"{SELECTS[kind]} WHERE it.key {in_list()}")
        parameters.append(listed(found))
        if kind in IN_A_CYCLE:
            parts[-1] += f" AND (o.published_at IS NOT NULL OR t.key {in_list()})"
            parameters.append(listed(own_teams))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return {(row[0], row[1], row[2]): Reference(row[3], row[4], row[5], row[2]) for row in cursor.fetchall()}


# An event is told in the cycle that its change was made in. CROSS JOIN fixes the order for SQLite.
_EVENTS = """
SELECT e.id, e.kind, e.at, CAST(e.data AS text), p.key, p.name, t.key, t.name, t.code, k.key, k.title, c.key,
       (SELECT y.key FROM accord_revision r CROSS JOIN accord_cycle y
         WHERE r.change_id = e.change_id AND y.id = r.cycle_id LIMIT 1)
  FROM latest CROSS JOIN accord_event e
  LEFT JOIN accord_person p ON p.id = e.by_id LEFT JOIN accord_team t ON t.id = e.team_id
  LEFT JOIN accord_keyresult k ON k.id = e.key_result_id LEFT JOIN accord_cycle c ON c.id = k.cycle_id
 WHERE e.id = latest.id
 ORDER BY e.id DESC
"""

# By kind: its kind, id and cycle, what it is called, and the page that shows it with whose id that page has.
_PLAIN = "SELECT '{kind}', it.key, '', it.{name}, '{page}', it.key FROM accord_{table} it"
_UNDER = (
    "SELECT '{kind}', it.key, c.key, it.{name}, 'key_result', k.key FROM accord_{kind} it"
    " JOIN accord_cycle c ON c.id = it.cycle_id JOIN accord_keyresult k ON k.id = it.key_result_id"
    " JOIN accord_objective o ON o.id = k.objective_id JOIN accord_team t ON t.id = o.team_id"
)
SELECTS = {
    "organization": _PLAIN.format(kind="organization", name="name", page="", table="organization"),
    "cycle": _PLAIN.format(kind="cycle", name="name", page="cycle", table="cycle"),
    "strategic_goal": _PLAIN.format(kind="strategic_goal", name="title", page="strategic_goal", table="strategicgoal"),
    "person": _PLAIN.format(kind="person", name="name", page="person", table="person"),
    "team": _PLAIN.format(kind="team", name="name", page="", table="team"),
    "metric": _PLAIN.format(kind="metric", name="name", page="metric", table="metric"),
    "milestone": _PLAIN.format(kind="milestone", name="name", page="milestone", table="milestone"),
    "objective": "SELECT 'objective', it.key, c.key, it.title, 'team', t.key FROM accord_objective it"
    " JOIN accord_objective o ON o.id = it.id JOIN accord_cycle c ON c.id = it.cycle_id"
    " JOIN accord_team t ON t.id = it.team_id",
    "key_result": "SELECT 'key_result', it.key, c.key, it.title, 'key_result', it.key FROM accord_keyresult it"
    " JOIN accord_cycle c ON c.id = it.cycle_id JOIN accord_objective o ON o.id = it.objective_id"
    " JOIN accord_team t ON t.id = o.team_id",
    "action": _UNDER.format(kind="action", name="title"),
    "need": _UNDER.format(kind="need", name="what"),
}
IN_A_CYCLE = {"objective", "key_result", "action", "need"}

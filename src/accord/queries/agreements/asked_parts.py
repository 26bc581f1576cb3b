"""What a person is asked to agree to: agreement by agreement, with the exact difference to what their teams agreed to.

A fixed number of statements, whatever the number of agreements.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import orjson

from accord.domain.canonical import Content as Body
from accord.domain.clauses import Clause
from accord.domain.differences import differences
from accord.domain.standing import AGREE
from accord.models import Answer, Content, Cycle, Party
from accord.queries.agreements.clause_lines import Changes, Item, ids_named, items
from accord.queries.agreements.named_things import Names, named
from accord.queries.names import TeamName
from accord.queries.people.answerers import answerers_of
from accord.queries.realignments.realignment_meaning import AROUND, Meant, OurPart, around, meant
from accord.queries.telling.told_once import Told, untold

MOST = 8  # agreements told in full; the others are counted
PARTY = (
    "agreement_id", "team_id", "team__key", "team__name", "team__code", "is_own", "states", "answer_by",
    *(f"fingerprint_{clause.number}" for clause in Clause), "agreement__key_result__key",
    "agreement__key_result__title", "agreement__key_result__objective__key",
    "agreement__key_result__objective__team__key", "agreement__key_result__objective__team__name",
    "agreement__key_result__objective__team__code", "agreement__key_result__metric__unit",
    "agreement__key_result__milestone_id", "agreement__key_result__cycle_id", "agreement__key_result__cycle__key",
)  # fmt: skip
Row = Mapping[str, Any]
Wanted = Mapping[str, Mapping[str, Collection[int]]]  # clauses by key result and team (row ids)


@dataclass(frozen=True, slots=True)
class AskedPart:
    """A team's part of some clauses that wait for its answer; `stale` are those it agreed to as they were."""

    team: TeamName
    clauses: Sequence[int]
    stale: Sequence[int]


@dataclass(frozen=True, slots=True)
class AskedAgreement:
    """One agreement that waits for somebody's answer. `changes` are what differs from what their teams agreed to."""

    key: str
    title: str
    cycle: str
    team: TeamName
    unit: str | None
    answer_by: date | None
    parts: Sequence[AskedPart]
    changes: Sequence[Item] = field(default_factory=tuple)
    means: Sequence[Meant] = ()  # what those differences mean for the reader's teams

    @property
    def clauses(self) -> list[int]:
        """All clauses that wait, for whichever of their teams."""
        return sorted({number for part in self.parts for number in part.clauses})

    @property
    def is_stale(self) -> bool:
        """Whether any of it was agreed to before."""
        return any(part.stale for part in self.parts)


def asked_agreements(wanted: Wanted, *, person: int) -> list[AskedAgreement]:
    """Of these parts those that still wait for a person (row id), as agreements, the soonest to be answered first.

    A difference that several agreements share is told in the first of them.
    """
    rows = list(_waiting(wanted, person))
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["agreement_id"]].append(row)
    found = sorted(grouped.values(), key=_soonest)
    reading = Reading([row for group in found[:MOST] for row in group])
    asked = [_agreement(group, reading) for group in found[:MOST]] + [_agreement(group) for group in found[MOST:]]
    return _told_once(asked)


def _waiting(wanted: Wanted, person: int) -> Iterable[Row]:
    answered_for = answerers_of({int(team) for teams in wanted.values() for team in teams}).get(person, set())
    parties = Party.objects.filter(agreement_id__amongst=[int(each) for each in wanted], waits=True)
    for row in (
        parties.filter(team_id__amongst=answered_for).order_by("agreement_id", "-is_own", "team_id").values(*PARTY)
    ):
        asked = wanted[str(row["agreement_id"])].get(str(row["team_id"]), ())
        clauses = [number for number in asked if row["states"][number - 1] in "os"]
        if clauses:
            yield row | {"clauses": clauses, "stale": [n for n in clauses if row["states"][n - 1] == "s"]}


def _soonest(group: Sequence[Row]) -> tuple[bool, date, str]:
    day = min((row["answer_by"] for row in group if row["answer_by"]), default=None)
    return day is None, day or date.max, group[0]["agreement__key_result__key"]


def _agreement(group: Sequence[Row], reading: "Reading | None" = None) -> AskedAgreement:
    row, result = group[0], "agreement__key_result__"
    return AskedAgreement(
        key=row[f"{result}key"],
        title=row[f"{result}title"],
        cycle=row[f"{result}cycle__key"],
        team=TeamName(*(row[f"{result}objective__team__{name}"] for name in ("key", "name", "code"))),
        unit=row[f"{result}metric__unit"] or (None if row[f"{result}milestone_id"] else "%"),
        answer_by=min((each["answer_by"] for each in group if each["answer_by"]), default=None),
        parts=[
            AskedPart(
                TeamName(each["team__key"], each["team__name"], each["team__code"]), each["clauses"], each["stale"]
            )
            for each in group
        ],
        changes=[item for each in group for item in reading.changes(each)] if reading else (),
        means=reading.means(group) if reading else (),
    )


class Reading:
    """The contents behind these parts: what was agreed to, what is written today, and the names in them."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.agreed_to = _agreed_to(rows)
        self.around = _around([row["agreement_id"] for row in rows if row["stale"]])
        today = {row[f"fingerprint_{number}"] for row in rows for number in row["stale"]}
        surroundings = {seen for each in self.around.values() for seen in each.values()}
        self.bodies = {
            seen: orjson.loads(body)
            for seen, body in Content.objects.filter(
                fingerprint__amongst=[*today, *surroundings, *self.agreed_to.values()]
            ).values_list("fingerprint", "body")
        }
        self.names = self._names(rows)

    def changes(self, row: Row) -> list[Item]:
        """What differs in a party's stale parts, items with the facts that changed."""
        found: list[Item] = []
        objective = row["agreement__key_result__objective__key"]
        for before, after in self._stale(row):
            told = Changes.of(differences(before, after, objective))
            names = self.names[row["agreement__key_result__cycle_id"]]
            shown = items(after, names, told, objective=objective, teams={})
            found += [item for item in shown if item.is_changed]
        return found

    def means(self, group: Sequence[Row]) -> list[Meant]:
        """What that means for whoever answers for these parties of one agreement, as its realignment's page says it."""
        row = group[0]
        key, objective = row["agreement__key_result__key"], row["agreement__key_result__objective__key"]
        parts = [
            OurPart(each["team__key"], each["is_own"], before, after)
            for each in group
            for before, after in self._stale(each)
        ]
        seen = self.around.get(row["agreement_id"], {})
        surroundings = around({clause: self.bodies.get(seen.get(clause, "")) for clause in AROUND}, key)
        return meant(parts, surroundings, self.names[row["agreement__key_result__cycle_id"]], objective=objective)

    def _stale(self, row: Row) -> Iterable[tuple[Body, Body]]:
        """Of each of a party's stale parts what it agreed to, and what is written today."""
        for number in row["stale"]:
            before = self.bodies.get(self.agreed_to.get((row["agreement_id"], row["team_id"], number), ""))
            after = self.bodies.get(row[f"fingerprint_{number}"])
            if before and after:
                yield before, after

    def _names(self, rows: Iterable[Row]) -> dict[int, Names]:
        """By cycle (row id)."""
        ids = ids_named(self.bodies.values())
        cycles: dict[int, set[str]] = defaultdict(set)
        for row in rows:
            cycles[row["agreement__key_result__cycle_id"]].add(row["agreement__key_result__key"])
        known = Cycle.objects.in_bulk(cycles)
        objectives = {row["agreement__key_result__objective__key"] for row in rows}
        return {
            cycle: named(
                ids
                | {
                    "key_result": ids.get("key_result", set()) | keys,
                    "objective": ids.get("objective", set()) | objectives,
                },
                known[cycle],
            )
            for cycle, keys in cycles.items()
        }


def _around(agreements: Collection[int]) -> dict[int, dict[Clause, str]]:
    """The fingerprints of the whole clauses in which a difference gets its meaning, by key result (row id)."""
    own = Party.objects.filter(agreement_id__amongst=list(agreements), is_own=True)
    rows = own.values_list("agreement_id", *(f"fingerprint_{clause.number}" for clause in AROUND))
    return {key_result: dict(zip(AROUND, seen, strict=True)) for key_result, *seen in rows}


def _agreed_to(rows: Sequence[Row]) -> dict[tuple[int, int, int], str]:
    """The fingerprint each stale part had when it was last agreed to, by key result, team and clause."""
    stale = [row for row in rows if row["stale"]]
    given = Answer.objects.filter(
        key_result_id__amongst=[row["agreement_id"] for row in stale],
        team_id__amongst=[row["team_id"] for row in stale],
        kind=AGREE,
    )
    return {
        (key_result, team, clause): fingerprint
        for key_result, team, clause, fingerprint in given.order_by("id").values_list(
            "key_result_id", "team_id", "clause", "fingerprint"
        )
    }


def _told_once(asked: Iterable[AskedAgreement]) -> list[AskedAgreement]:
    told: Told = set()
    found = []
    for agreement in asked:
        changes = [untold(item, told) for item in agreement.changes]
        found.append(replace(agreement, changes=[item for item in changes if item.is_changed]))
    return found

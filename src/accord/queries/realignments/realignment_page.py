"""One realignment as its page shows it: what changed for this reader, why, what it touches, who must answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import orjson

from accord.domain.canonical import Content as Body
from accord.domain.canonical import fingerprint
from accord.domain.clauses import SCHEMA, Clause
from accord.domain.differences import differences
from accord.models import Content, Cycle, KeyResult, Party, RealignedPart, Realignment, Revision
from accord.queries import calendar
from accord.queries.access import NotVisible, Reader
from accord.queries.agreements.clause_lines import Changes, Item, ids_named, items
from accord.queries.agreements.history import latest_revision
from accord.queries.agreements.named_things import Names, named
from accord.queries.names import PersonName, TeamName
from accord.queries.realignments.realignment_meaning import AROUND, Meant, OurPart, around, meant
from accord.queries.realignments.realignment_objections import objections
from accord.queries.realignments.realignment_rows import (
    AgreementRow,
    Differences,
    InCycle,
    Late,
    Made,
    PartRow,
    RealignmentPage,
    Shown,
    Without,
)
from accord.queries.telling.told_once import untold

MOST = 50  # agreements shown; the others are counted
PART = (
    "key_result_id", "team__key", "team__name", "team__code", "clause", "state", "is_active", "left_at", "settled_at",
    "before", "agreed_to", "gone_ahead__reason", "gone_ahead__by__name", "gone_ahead__at", "gone_ahead",
)  # fmt: skip
RESULT = (
    "key_result_id", "key_result__key", "key_result__title", "key_result__cycle_id", "key_result__cycle__key",
    "key_result__objective__key", "key_result__metric__unit", "key_result__milestone_id",
    "key_result__objective__team__key", "key_result__objective__team__name", "key_result__objective__team__code",
    "key_result__agreement__own", "key_result__agreement__others",
)  # fmt: skip
PARTY = ("agreement_id", "team__key", "is_own", "states", *(f"fingerprint_{clause.number}" for clause in Clause))
MADE = ("change_id", "change__at", "change__by__key", "change__by__name", "change__reason")
Row = Mapping[str, Any]
Seen = TypeVar("Seen")  # what the caller keeps with a key result


def realignment_page(who: Reader, number: int, *, now: datetime) -> RealignmentPage:
    """A realignment for one reader. Raises NotVisible where there is none."""
    head = Realignment.objects.filter(pk=number).select_related("change__by").first()
    if head is None:
        raise NotVisible
    return Gathering(who, head, now).page()


def answered_parts(_: Reader, number: int, wanted: Mapping[tuple[str, str], Seen]) -> dict[KeyResult, Seen]:
    """The key results of a realignment that are meant by the ids of their cycle and their own, with what was seen.

    Raises NotVisible where the realignment does not touch one of them, or there is none.
    """
    keys = {key for _, key in wanted}
    touched = KeyResult.objects.filter(realigned_parts__realignment_id=number, key__in=keys).distinct()
    rows = touched.select_related("cycle", "objective__team", "agreement").order_by("id")
    found = {row: wanted[row.cycle.key, row.key] for row in rows if (row.cycle.key, row.key) in wanted}
    if len(found) < len(wanted):
        raise NotVisible
    return found


class Gathering:
    """The rows behind one page: a fixed number of statements."""

    def __init__(self, who: Reader, head: Realignment, now: datetime) -> None:
        self.who, self.head, self.now = who, head, now
        self.ours = who.answers_for or who.own_teams
        results = list(_parts(head).order_by("key_result_id").values(*RESULT).distinct())
        mine = set(_parts(head).filter(team__key__in=self.ours).values_list("key_result_id", flat=True))
        results.sort(key=lambda row: (row["key_result_id"] not in mine, row["key_result_id"]))
        self.results, self.others = results[:MOST], max(0, len(results) - MOST)
        ids = [row["key_result_id"] for row in self.results]
        self.parts = self._parts(ids)
        self.parties = {(row["agreement_id"], row["team__key"]): row for row in _parties(ids)}
        self._owners = {pk: row for (pk, _), row in self.parties.items() if row["is_own"]}
        self.bodies = self._bodies()
        self.names = self._names()
        self.objections = objections(head, ids)

    def page(self) -> RealignmentPage:
        agreements = [self._agreement(row) for row in self.results]
        head, by = self.head, self.head.change.by
        is_late = calendar.today(self.now) > head.deadline
        teams = dict.fromkeys(part.team for each in agreements for part in each.parts)
        return RealignmentPage(
            id=head.pk,
            state=head.state,
            opened_at=head.opened_at,
            closed_at=head.closed_at,
            deadline=head.deadline,
            is_late=is_late and head.closed_at is None,
            was_escalated=head.escalated_at is not None,
            by=PersonName(by.key, by.name) if by else None,
            changes=self._changes(),
            agreements=agreements,
            others=self.others,
            differences=self._differences(),
            as_teams=[team for team in teams if team.key in self.who.answers_for],
            is_party=any(team.key in self.ours for team in teams),
            last_revision=latest_revision(),
            late=self._late(agreements) if is_late else (),
        )

    def _parts(self, ids: Sequence[int]) -> dict[int, list[PartRow]]:
        found: dict[int, list[PartRow]] = defaultdict(list)
        rows = _parts(self.head).filter(key_result_id__amongst=ids).order_by("clause", "team__position", "team_id")
        for row in rows.values(*PART):
            found[row["key_result_id"]].append(_part(row))
        return found

    def _bodies(self) -> dict[str, Body]:
        """What was agreed to and what is written today, of the parts that are told."""
        seen = {part.agreed_to for part in self._told()} | {self._today(part) for part in self._told()}
        seen |= {row[f"fingerprint_{clause.number}"] for row in self._owners.values() for clause in AROUND}
        kept = Content.objects.filter(fingerprint__amongst=list(seen)).values_list("fingerprint", "body")
        return {each: orjson.loads(body) for each, body in kept} | self._nothing()

    def _nothing(self) -> dict[str, Body]:
        """Parts that held nothing are never kept, for they are known."""
        keys = [row["key_result__key"] for row in self.results]
        bodies: list[Body] = [{"schema": SCHEMA, "clause": c.value, "key_result": key} for key in keys for c in Clause]
        return {fingerprint(body): body for body in bodies}

    def _told(self) -> list[PartRow]:
        """The parts whose differences this reader is told: their teams', else the key results' own teams'."""
        parts = [part for each in self.parts.values() for part in each if not part.has_left]
        return [part for part in parts if part.team.key in self.ours] or [part for part in parts if self._is_own(part)]

    def _is_own(self, part: PartRow) -> bool:
        party = self.parties.get((part.key_result, part.team.key))
        return bool(party and party["is_own"])

    def _today(self, part: PartRow) -> str:
        party = self.parties.get((part.key_result, part.team.key))
        return str(party[f"fingerprint_{part.clause}"]) if party else ""

    def _agreement(self, row: Row) -> AgreementRow:
        result, parts = "key_result__", self.parts[row["key_result_id"]]
        own = TeamName(*(row[f"{result}objective__team__{name}"] for name in ("key", "name", "code")))
        ours = [part for part in parts if part.team.key in self.ours and not part.has_left]
        return AgreementRow(
            key=row[f"{result}key"],
            title=row[f"{result}title"],
            cycle=row[f"{result}cycle__key"],
            team=own,
            own=row[f"{result}agreement__own"] or "",
            others=row[f"{result}agreement__others"] or "",
            parts=parts,
            is_ours=own.key in self.ours,
            our_clauses=sorted({part.clause for part in ours}),
            to_answer=[
                Shown(row[f"{result}key"], part.team.key, part.clause, self._today(part))
                for part in ours
                if part.is_active and part.letter == "s" and part.team.key in self.who.answers_for
            ],
            unit=_unit(row),
            means=self._means(row, ours),
            objections=[
                each
                for each in self.objections.get(row["key_result_id"], ())
                if each.clause in {part.clause for part in parts}
            ],
        )

    def _means(self, row: Row, ours: Sequence[PartRow]) -> list[Meant]:
        """What the differences in our parts of an agreement mean for us."""
        parts = []
        for part in ours:
            before, after = self.bodies.get(part.agreed_to), self.bodies.get(self._today(part))
            if before and after and before["clause"] == after["clause"]:
                parts.append(OurPart(part.team.key, self._is_own(part), before, after))
        own = self._owners.get(row["key_result_id"])
        bodies = {clause: self.bodies.get(own[f"fingerprint_{clause.number}"]) for clause in AROUND} if own else {}
        names = self.names[row["key_result__cycle_id"]]
        surroundings = around(bodies, row["key_result__key"])
        return meant(parts, surroundings, names, objective=row["key_result__objective__key"])

    def _differences(self) -> list[Differences]:
        told: set[tuple[str, str, str, str]] = set()
        by_result: dict[int, list[PartRow]] = defaultdict(list)
        for part in self._told():
            by_result[part.key_result].append(part)
        found = []
        for row in self.results:
            shown = [item for part in by_result[row["key_result_id"]] for item in self._items(part, row, self.names)]
            if new := [item for each in shown if (item := untold(each, told)).is_changed]:
                found.append(Differences(_unit(row), InCycle(row["key_result__cycle__key"]), new))
        return found

    def _items(self, part: PartRow, row: Row, names: Mapping[int, Names]) -> list[Item]:
        before, after = self.bodies.get(part.agreed_to), self.bodies.get(self._today(part))
        if before is None or after is None or before["clause"] != after["clause"]:
            return []
        objective = row["key_result__objective__key"]
        changes = Changes.of(differences(before, after, objective))
        return items(after, names[row["key_result__cycle_id"]], changes, objective=objective, teams={})

    def _names(self) -> dict[int, Names]:
        """By cycle (row id)."""
        ids = ids_named(self.bodies.values())
        found: dict[int, Names] = {}
        for cycle, row in {row["key_result__cycle_id"]: row for row in self.results}.items():
            here = [each for each in self.results if each["key_result__cycle_id"] == cycle]
            results = ids.get("key_result", set()) | {each["key_result__key"] for each in here}
            objectives = ids.get("objective", set()) | {each["key_result__objective__key"] for each in here}
            in_cycle = Cycle(pk=cycle, key=row["key_result__cycle__key"])
            found[cycle] = named(ids | {"key_result": results, "objective": objectives}, in_cycle)
        return found

    def _changes(self) -> list[Made]:
        """The changes, the first first, each with what it only worded otherwise among what they all touched."""
        joined = Revision.objects.filter(realigned_revisions__realignment=self.head)
        heads = {row["change_id"]: row for row in joined.order_by("id").values(*MADE)}
        touched = set(joined.values_list("kind", "item")) if heads else set()
        rows = Revision.objects.filter(change_id__amongst=list(heads), substantive=False).order_by("id")
        wording: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for change, kind, item, before, after in rows.values_list("change_id", "kind", "item", "before", "after"):
            if (kind, item) in touched and isinstance(before, str) and isinstance(after, str):
                wording[change].append((before, after))
        return [_made(row, wording[change]) for change, row in heads.items()]

    def _late(self, agreements: Sequence[AgreementRow]) -> list[Late]:
        """Teams that have not answered in key results of the teams for which the reader answers."""
        found: dict[TeamName, list[tuple[str, list[int]]]] = defaultdict(list)
        for each in agreements:
            waiting: dict[TeamName, list[int]] = defaultdict(list)
            for part in each.parts:
                is_their_own = self._is_own(part)
                if part.is_active and part.letter == "s" and not part.without and not is_their_own:
                    waiting[part.team].append(part.clause)
            if self._owner(each) in self.who.answers_for:
                for team, clauses in waiting.items():
                    found[team].append((each.title, clauses))
        return [Late(team, places) for team, places in found.items()]

    def _owner(self, agreement: AgreementRow) -> str:
        owner = self._owners.get(agreement.parts[0].key_result)
        return owner["team__key"] if owner else agreement.team.key


def _parts(head: Realignment) -> Any:
    return RealignedPart.objects.filter(realignment=head)


def _parties(ids: Sequence[int]) -> list[Row]:
    return list(Party.objects.filter(agreement_id__amongst=ids).order_by().values(*PARTY))


def _part(row: Row) -> PartRow:
    team = TeamName(row["team__key"], row["team__name"], row["team__code"])
    without = Without(team, row["gone_ahead__reason"], row["gone_ahead__by__name"], row["gone_ahead__at"])
    return PartRow(
        key_result=row["key_result_id"],
        team=team,
        clause=row["clause"],
        letter=row["state"],
        is_active=row["is_active"],
        has_left=row["left_at"] is not None,
        settled_at=row["settled_at"],
        before=row["before"],
        agreed_to=row["agreed_to"],
        without=without if row["gone_ahead"] else None,
    )


def _unit(row: Row) -> str | None:
    unit: str | None = row["key_result__metric__unit"]
    return unit or (None if row["key_result__milestone_id"] else "%")


def _made(row: Row, wording: Sequence[tuple[str, str]]) -> Made:
    by = PersonName(row["change__by__key"], row["change__by__name"]) if row["change__by__key"] else None
    return Made(row["change__at"], by, row["change__reason"], wording)

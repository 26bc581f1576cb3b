"""An ask is a standing yes to its being granted as asked: a first promise in time, a contribution taken as proposed."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef

from accord.domain.clauses import Clause
from accord.domain.plan import PROVIDERS_WORD
from accord.domain.realignment import PartOf
from accord.models import Answer, Content, Contribution, Need, Revision
from accord.queries.people.answerers import answerers_of
from accord.services.agreements.asking import WAITING
from accord.services.agreements.standing import resolved_teams
from accord.services.agreements.standing_rows import Row, Stored
from accord.services.definitions.revisions import Revised

PLACE = Clause.DEPENDENCIES.number - 1
ANSWERS = frozenset({*PROVIDERS_WORD, "status"})  # are no part of an ask
GRANT = ("promised", "provided_by", "as_promised")  # what a promise puts into a need


@dataclass(slots=True)
class Granted:
    """What of a party's asks was granted: ids of needs, and of objectives that contribute."""

    needs: set[str] = field(default_factory=set)
    objectives: set[str] = field(default_factory=set)


Key = tuple[int, int]  # key result and team


def parts(before: Stored, after: Stored, revised: Sequence[Revised]) -> list[tuple[PartOf, int]]:
    """The asking teams' parts that are agreed to because they were granted as asked, each with the person (row id)
    in whose name: whoever agreed last for the team; where nobody ever has, whoever wrote the ask, if that person
    answers for the team. Where neither is there, the team is asked.
    """
    granted = {key: asks for key, asks in _granted(revised).items() if _stood(before.get(key), after.get(key))}
    if not granted:
        return []
    contents = _contents(granted, before, after)
    as_asked = [key for key, asks in granted.items() if _alters_nothing_else(key, asks, before, after, contents)]
    persons = _who_agreed_last(as_asked) if as_asked else {}
    if missing := [key for key in as_asked if key not in persons]:
        persons |= _who_asked({key: granted[key] for key in missing})
    return [(PartOf(*key, Clause.DEPENDENCIES.number), person) for key, person in persons.items()]


def _granted(revised: Sequence[Revised]) -> Mapping[Key, Granted]:
    found: dict[Key, Granted] = defaultdict(Granted)
    first = _first_promises(revised)
    accepted = _accepted(revised)
    if not first and not accepted:
        return found
    heirs = resolved_teams()
    needs = Need.objects.filter(id__amongst=list(first)).values_list(
        "id", "key", "by", "key_result_id", "key_result__objective__team_id"
    )
    for row, key, by, key_result, team in needs:
        if by is None or first[row] <= by:
            found[key_result, heirs.get(team, team)].needs.add(key)
    contributions = Contribution.objects.filter(id__amongst=accepted).values_list(
        "objective__key", "key_result_id", "objective__team_id"
    )
    for key, key_result, team in contributions:
        found[key_result, heirs.get(team, team)].objectives.add(key)
    return found


def _first_promises(revised: Sequence[Revised]) -> dict[int, date]:
    """Needs that the team they are from has never promised before, with the day that is promised now."""
    promised = {r.item: r.after for r in revised if (r.kind, r.field) == ("need", "promised")}
    now = {item: day for item, day in promised.items() if day is not None}
    if not now:
        return {}
    known = Revision.objects.filter(kind="need", item__amongst=list(now), field="promised", before__isnull=False)
    turned = Revision.objects.filter(
        kind="need", item=OuterRef("item"), field="from", change_id__gte=OuterRef("change_id")
    )
    again = set(known.exclude(Exists(turned)).values_list("item", flat=True))
    return {item: day for item, day in now.items() if item not in again}


def _accepted(revised: Sequence[Revised]) -> list[int]:
    status = {r.item: (r.before, r.after) for r in revised if (r.kind, r.field) == ("contribution", "status")}
    shares = {r.item for r in revised if (r.kind, r.field) == ("contribution", "share")}
    return [item for item, moved in status.items() if moved == ("proposed", "accepted") and item not in shares]


def _stood(was: Row | None, now: Row | None) -> bool:
    """Whether the part waits now, and waited for nothing before: it was agreed to, or empty, or its team no party."""
    return now is not None and now.states[PLACE] in WAITING and (was is None or was.states[PLACE] == "a")


def _contents(granted: Mapping[Key, Granted], before: Stored, after: Stored) -> dict[str, Any]:
    wanted = {rows[key].fingerprints[PLACE] for key in granted for rows in (before, after) if key in rows}
    bodies = Content.objects.filter(pk__amongst=sorted(wanted)).values_list("fingerprint", "body")
    return {fingerprint: json.loads(body) for fingerprint, body in bodies}


def _alters_nothing_else(key: Key, asks: Granted, before: Stored, after: Stored, contents: Mapping[str, Any]) -> bool:
    was, now = (contents.get(rows[key].fingerprints[PLACE], {}) if key in rows else {} for rows in (before, after))
    return list(_without(was, asks)) == list(_without(now, asks))


def _without(content: Mapping[str, Any], asks: Granted) -> Iterator[Any]:
    """What a part holds beside what was granted."""
    for need in content.get("needs", ()):
        granted = need["id"] in asks.needs
        yield {name: value for name, value in need.items() if not granted or name not in GRANT}
    yield from (each for each in content.get("contributions", ()) if each["objective"] not in asks.objectives)


def _who_agreed_last(asking: Collection[Key]) -> dict[Key, int]:
    """For the part, else for its key result, else anywhere."""
    heirs = resolved_teams()
    teams = {team for _, team in asking}
    names = [*teams, *(old for old, heir in heirs.items() if heir in teams)]
    said = Answer.objects.filter(team_id__amongst=names, kind=Answer.Kind.AGREE).order_by()
    latest: dict[tuple[int, ...], int] = defaultdict(int)
    for team, key_result, clause, last in said.values_list("team_id", "key_result_id", "clause").annotate(Max("id")):
        heir = heirs.get(team, team)
        for at in ((heir,), (heir, key_result), (heir, key_result, clause)):
            latest[at] = max(latest[at], last)
    clause = Clause.DEPENDENCIES.number
    wheres = {(kr, team): ((team, kr, clause), (team, kr), (team,)) for kr, team in asking}
    chosen = {key: next((latest[at] for at in where if at in latest), 0) for key, where in wheres.items()}
    persons = dict(Answer.objects.filter(id__amongst=list(chosen.values())).values_list("id", "act__by_id"))
    return {key: persons[answer] for key, answer in chosen.items() if answer}


def _who_asked(asks: Mapping[Key, Granted]) -> dict[Key, int]:
    """Who wrote the ask last, where that person may answer for the asking team."""
    answering = answerers_of({team for _, team in asks})
    found: dict[Key, int] = {}
    for kind, rows in _asked_rows(asks).items():
        said = Revision.objects.filter(kind=kind, item__amongst=sorted(rows)).exclude(change__by=None)
        for item, field_, person in said.order_by("id").values_list("item", "field", "change__by_id"):
            if field_ not in ANSWERS and rows[item][1] in answering.get(person, ()):
                found[rows[item]] = person
    return found


def _asked_rows(asks: Mapping[Key, Granted]) -> dict[str, dict[int, Key]]:
    """The rows of the asks by kind, each with the key result and the team that asks."""
    results = {key_result for key_result, _ in asks}
    by_need = {(key_result, need): (key_result, team) for (key_result, team), g in asks.items() for need in g.needs}
    by_objective = {(kr, objective): (kr, team) for (kr, team), g in asks.items() for objective in g.objectives}
    needs = Need.objects.filter(key_result_id__amongst=results).values_list("id", "key_result_id", "key")
    contributions = Contribution.objects.filter(key_result_id__amongst=results)
    supports = contributions.values_list("id", "key_result_id", "objective__key")
    return {
        "need": {row: by_need[kr, key] for row, kr, key in needs if (kr, key) in by_need},
        "contribution": {row: by_objective[kr, key] for row, kr, key in supports if (kr, key) in by_objective},
    }

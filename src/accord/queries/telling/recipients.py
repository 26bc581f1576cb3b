"""Who is told of an event, and why: whoever answers for what it asks, was said to, waited for it, or follows it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accord.domain.clauses import Clause
from accord.domain.telling import Kind, first_reason
from accord.models import Event, Membership, Message, Party, Person
from accord.queries.asks import objections
from accord.queries.definitions.definition_owners import owners
from accord.queries.people.answerers import answerers_of
from accord.queries.telling.ended_asks import Ended, declined_by, let_go_by
from accord.queries.telling.follows import followers

WAITING = frozenset("os")
DEFINITIONS = Clause.DEFINITIONS.number
Touched = Mapping[str, Any]  # what a change did, as its outbox row keeps it
Parts = dict[str, dict[str, list[int]]]  # by key result and team (row ids, as JSON keeps keys): numbers of clauses


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person is told. `data` is what a message needs to know again, ready for a row."""

    kind: Kind
    data: Mapping[str, Any] = field(default_factory=dict)


Reasons = dict[int, Reason]  # by person (row id)


def recipients(event: Event, touched: Touched) -> Reasons:
    """Everybody who is told of an event, each for the first of their reasons. Nobody is told what they did themselves.

    The number of statements does not depend on how many they are.
    """
    found: dict[int, list[Reason]] = defaultdict(list)
    for find in (*FINDERS.get(event.kind, ()), followers_of):
        for person, reason in find(event, touched).items():
            found[person].append(reason)
    if event.by_id is not None:
        found.pop(event.by_id, None)
    return {person: _first(reasons) for person, reasons in found.items()}


def waiting_parts(
    parties: Iterable[tuple[int, int, str, Any]], *, asked: Callable[[Sequence[str]], bool]
) -> dict[int, Parts]:
    """By team (row id), the parts that wait for it; of rows (key result, team, states, asks).

    Only those count whose ask, as it is stored (when, until when), is one of the `asked`.
    """
    found: dict[int, Parts] = defaultdict(lambda: defaultdict(dict))
    for key_result, team, states, asks in parties:
        clauses = [
            number
            for number, (letter, ask) in enumerate(zip(states, asks, strict=True), 1)
            if letter in WAITING and ask and asked(ask)
        ]
        if clauses:
            found[team][str(key_result)][str(team)] = clauses
    return found


def by_person(parts: Mapping[int, Parts]) -> dict[int, Parts]:
    """Each person with the parts of all teams they answer for."""
    found: dict[int, Parts] = {}
    for person, teams in answerers_of(parts).items():
        together: Parts = defaultdict(dict)
        for team in teams:
            for key_result, clauses in parts[team].items():
                together[key_result] |= clauses
        found[person] = together
    return found


def followers_of(event: Event, touched: Touched) -> Reasons:
    """Whoever follows what the event is about."""
    return {person: Reason(Kind.FOLLOWING, {"follows": what}) for person, what in followers(event, touched).items()}


def _asked(event: Event, touched: Touched) -> Reasons:
    """A change asks whoever answers for a part that waits since then."""
    parties = Party.objects.filter(agreement_id__amongst=touched.get("key_results", ()), waits=True)
    rows = parties.values_list("agreement_id", "team_id", "states", "asks")
    parts = by_person(waiting_parts(rows.iterator(), asked=lambda ask: datetime.fromisoformat(ask[0]) == event.at))
    return {person: Reason(Kind.ASKED, {"parts": found}) for person, found in parts.items()}


def _brief(event: Event, touched: Touched) -> Reasons:
    """Whoever leads a team of today hears of a cycle that is opened, and of a brief that is written anew."""
    if "brief" not in event.data:
        return {}
    return {person: Reason(Kind.HEADS_UP) for person in leads()}


def _leads_hear(event: Event, touched: Touched) -> Reasons:
    """Whoever leads a team of today hears that a cycle was closed, or opened again."""
    return {person: Reason(Kind.HEADS_UP) for person in leads()}


def leads() -> set[int]:
    """Whoever leads a team of today (row ids)."""
    leading = Membership.objects.filter(role=Membership.Role.LEAD, team__succeeded_by=None)
    return set(leading.values_list("person_id", flat=True))


def _settled(event: Event, touched: Touched) -> Reasons:
    """A change makes an answer needless that was asked for."""
    results: dict[int, set[int]] = defaultdict(set)
    for key_result, team in touched.get("settled", ()):
        results[team].add(key_result)
    found = answerers_of(results)
    return {
        person: Reason(Kind.HEADS_UP, {"settled": sorted({result for team in teams for result in results[team]})})
        for person, teams in found.items()
    }


def _objected_before(event: Event, touched: Touched) -> Reasons:
    """Whoever objects to what a change has written anew: it may be a yes by now."""
    if event.change_id is None:
        return {}
    parts = objections.written_anew(touched.get("key_results", ()), change=event.change_id)
    return {
        person: Reason(Kind.HEADS_UP, {"objected": [part for part in parts if part[1] in teams]})
        for person, teams in answerers_of({team for _, team, _ in parts}).items()
    }


def _heads_up(event: Event, touched: Touched) -> Reasons:
    """Teams that build on what changed, and that no agreement binds to it, hear of it by the same message."""
    rows = list(Event.objects.filter(kind="change.heads-up", change=event.change).values_list("id", "concerns"))
    found = answerers_of({team for _, team in rows if team})
    told_as = {"heads_up": rows[0][0]} if rows else {}
    return {person: Reason(Kind.HEADS_UP, {"teams": sorted(teams), **told_as}) for person, teams in found.items()}


def _let_go(event: Event, touched: Touched) -> Reasons:
    """Who had promised or agreed to something that a change asks of them no longer: they plan on it."""
    return _of_ended(let_go_by(event.change_id) if event.change_id else (), Kind.HEADS_UP, "let_go")


def _declined(event: Event, touched: Touched) -> Reasons:
    """Whoever asked for what a change declines."""
    return _of_ended(declined_by(event.change_id) if event.change_id else (), Kind.ANSWERED, "declined")


def _of_ended(ended: Collection[Ended], kind: Kind, name: str) -> Reasons:
    people = answerers_of({each.team for each in ended})
    return {
        person: Reason(kind, {name: [each for each in ended if each.team in teams]}) for person, teams in people.items()
    }


def _said_to(event: Event, touched: Touched) -> Reasons:
    """What a party says is for the result's own team, what that team says is for all the others."""
    return _answering(_others(event, among_all=_is_own_team(event)), Kind.SAID)


def _objected_definitions(event: Event, touched: Touched) -> Reasons:
    """An objection to definitions is for those, too, who own what is defined: only they can mend it."""
    if event.key_result_id is None or event.team_id is None or DEFINITIONS not in event.data["clauses"]:
        return {}
    return _answering(owners(event.key_result_id, event.team_id) - {event.team_id}, Kind.SAID)


def _answered(event: Event, touched: Touched) -> Reasons:
    """The result's own team hears of every answer; when it is the last that was missing, all parties do."""
    return _answering(_others(event, among_all=bool(event.data.get("completed"))), Kind.ANSWERED)


def _replied(event: Event, touched: Touched) -> Reasons:
    """Whoever took part in the thread hears what is said in it; before anybody else did, as of a question."""
    thread = Message.objects.filter(key_result=event.key_result_id, clause=event.data["clause"])
    people = set(thread.filter(pk__lt=event.data["message"]).values_list("by_id", flat=True)) - {event.by_id}
    if not people:
        return _said_to(event, touched)
    return {person: Reason(Kind.ANSWERED) for person in people}


def others_as(kind: Kind) -> "Find":
    """A way to find people: whoever answers for a team that the event concerns, but not for the one that acted."""

    def find(event: Event, touched: Touched) -> Reasons:
        return _answering(set(event.concerns.exclude(pk=event.team_id).values_list("pk", flat=True)), kind)

    return find


def _others(event: Event, *, among_all: bool) -> set[int]:
    """The parties that an event of another party is told to: the result's own team, or all."""
    parties = Party.objects.filter(agreement_id=event.key_result_id).exclude(team=event.team)
    return set((parties if among_all else parties.filter(is_own=True)).values_list("team_id", flat=True))


def _is_own_team(event: Event) -> bool:
    return event.key_result is not None and event.key_result.objective.team_id == event.team_id


def _answering(teams: Collection[int], kind: Kind) -> Reasons:
    return {person: Reason(kind, {"teams": sorted(found)}) for person, found in answerers_of(teams).items()}


def _first(reasons: Iterable[Reason]) -> Reason:
    """The reason that counts, with what is known of the others: it may be gone when its letter is written."""
    reasons = list(reasons)
    kind = first_reason(reason.kind for reason in reasons)
    data: dict[str, Any] = {}
    for reason in sorted(reasons, key=lambda reason: reason.kind is kind):
        data |= reason.data
    return Reason(kind, data)


def _past_the_deadline(event: Event, touched: Touched) -> Reasons:
    """Whoever may answer is asked once more, and the leads above learn of it (by ids in the plan)."""
    asked, told = (set(event.data.get(name, ())) for name in ("asked", "told"))
    ids = dict(Person.objects.filter(key__amongst=asked | told).values_list("id", "key"))
    return {person: Reason(Kind.SAID if key in asked else Kind.HEADS_UP) for person, key in ids.items()}


def _gone_ahead(event: Event, touched: Touched) -> Reasons:
    """The team that has not answered hears that the others went ahead without it, and why."""
    return _answering({event.team_id} if event.team_id else set(), Kind.SAID)


def _updated(event: Event, touched: Touched) -> Reasons:
    """Teams that a review tells something that asks to be acknowledged; what asks nothing is read in Accord."""
    return _answering(set(event.data.get("asked", ())), Kind.UPDATE)


Find = Callable[[Event, Touched], Reasons]
# By kind of event, the ways in which people are found. A letter of its own is named in jobs/words.py.
FINDERS: Mapping[str, tuple[Find, ...]] = {
    "change.made": (_asked, _declined, _let_go, _settled, _objected_before, _heads_up, _brief),
    "cycle.closed": (_leads_hear,),
    "cycle.reopened": (_leads_hear,),
    "part.objected": (_said_to, _objected_definitions),
    "clause.asked": (_said_to,),
    "part.agreed": (_answered,),
    "clause.replied": (_replied,),
    "realignment.deadline-passed": (_past_the_deadline,),
    "realignment.gone-ahead": (_gone_ahead,),
    "need.delivered": (others_as(Kind.SAID),),
    "review.published": (_updated,),
    "update.answered": (others_as(Kind.ANSWERED),),
    "need.not-yet": (others_as(Kind.SAID),),
    "need.received": (others_as(Kind.ANSWERED),),
    "need.delivery-taken-back": (others_as(Kind.HEADS_UP),),
    "need.receipt-taken-back": (others_as(Kind.HEADS_UP),),
    "key-result.closed": (others_as(Kind.SAID),),
    "key-result.judged": (_answered,),
    "key-result.reopened": (others_as(Kind.HEADS_UP),),
}
TOLD = frozenset(FINDERS)

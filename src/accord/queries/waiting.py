"""What waits for the teams somebody answers for: parts to answer, questions to reply to, objections to resolve.

All of it is read from stored standings and threads. Teams are given by their ids in the plan.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from accord.models import Agreement, Answer, Cycle, Message, Party


def parts(teams: Collection[str], cycle: Cycle) -> QuerySet[Party]:
    """Parties that still owe an answer to a part: something is open or stale for one of the teams."""
    return _parties(teams).filter(waits=True, agreement__key_result__cycle=cycle)


def questions(teams: Collection[str], cycle: Cycle) -> QuerySet[Message]:
    """Questions of others to these teams to which none of them has replied since.

    A question of another party is for the key result's own team; one of the own team is for all other parties.
    """
    asked_by_own = Q(team=F("key_result__objective__team")) | Exists(
        Party.objects.filter(agreement_id=OuterRef("key_result_id"), team_id=OuterRef("team_id"), is_own=True)
    )
    for_the_own = Q(key_result__in=_parties(teams).filter(is_own=True).values("agreement_id"))
    for_the_others = asked_by_own & Q(key_result__in=_parties(teams).values("agreement_id"))
    replied = Message.objects.filter(
        key_result_id=OuterRef("key_result_id"),
        clause=OuterRef("clause"),
        team__key__amongst=teams,
        id__gt=OuterRef("id"),
    )
    asked = Message.objects.filter(for_the_own | for_the_others, kind=Message.Kind.QUESTION, key_result__cycle=cycle)
    return asked.exclude(team__key__amongst=teams).exclude(Exists(replied)).order_by("id")


def objections(teams: Collection[str], cycle: Cycle, *, to_own: bool) -> QuerySet[Answer]:
    """Objections of others that stand today, where these teams are party, or only to their own results."""
    mine = _parties(teams).filter(is_own=True) if to_own else _parties(teams)
    clause: Any = OuterRef("clause")
    objecting = Party.objects.annotate(letter=Substr("states", clause, 1)).filter(
        Q(team_id=OuterRef("team_id")) | Q(team__successor_of=OuterRef("team_id")),
        agreement_id=OuterRef("key_result_id"),
        letter="x",
    )
    later = Answer.objects.filter(
        key_result_id=OuterRef("key_result_id"),
        clause=OuterRef("clause"),
        team_id=OuterRef("team_id"),
        id__gt=OuterRef("id"),
    )
    said = Answer.objects.filter(
        kind=Answer.Kind.OBJECT, key_result__agreement__state="objected", key_result__cycle=cycle
    ).filter(key_result__in=mine.values("agreement_id"))
    return said.exclude(team__key__amongst=teams).filter(Exists(objecting), ~Exists(later)).order_by("id")


def own_results(teams: Collection[str], column: str) -> Exists:
    """Whether the key result in a column is one of these teams' own."""
    return Exists(_parties(teams).filter(is_own=True, agreement_id=OuterRef(column)))


def agreements(teams: Collection[str], cycle: Cycle) -> QuerySet[Agreement]:
    """Agreements in which anything of the above waits for these teams."""
    asked = questions(teams, cycle).values("key_result_id")
    objected = objections(teams, cycle, to_own=True).values("key_result_id")
    owed = parts(teams, cycle).values("agreement_id")
    return Agreement.objects.filter(Q(pk__in=owed) | Q(pk__in=asked.order_by()) | Q(pk__in=objected.order_by()))


def _parties(teams: Collection[str]) -> QuerySet[Party]:
    return Party.objects.filter(team__key__amongst=teams).order_by()

"""What was asked of somebody by mail and needs no answer any more: told only to whoever was mailed the ask."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Q

from accord.domain.telling import Kind
from accord.models import Answer, Party
from accord.models.telling import Notice

ASKING = (Kind.ASKED.value, Kind.DEADLINE.value)
Team = tuple[int, int]  # key result and team (row ids)
Part = tuple[int, int, int]  # and the clause


class SettledAsks(NamedTuple):
    """Key results (row ids) whose parts the reader's teams stand agreed to again, and those that bind them no more."""

    holding: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()


def settled_asks(notice: Notice) -> SettledAsks:
    """Of what a change has settled (the notice's data), what its reader was mailed of and has not answered before.

    What waits once more meanwhile is asked in a message of its own. A fixed number of statements.
    """
    results = set(notice.data.get("settled", ()))
    if not results or notice.event is None:
        return SettledAsks()
    asked = _mailed(notice, results)
    answered = _answered({(result, team) for result, team, _ in asked}, until=notice.event.at)
    open_then = {part[:2] for part, at in asked.items() if part not in answered or answered[part] < at}
    waits: Mapping[Team, bool] = {
        (result, team): waits
        for result, team, waits in Party.objects.filter(
            agreement_id__amongst={result for result, _ in open_then}
        ).values_list("agreement_id", "team_id", "waits")
    }
    still = {result for result, team in open_then if waits.get((result, team))}
    held = {result for result, team in open_then if (result, team) in waits}
    left = {result for result, _ in open_then} - held
    return SettledAsks(frozenset(held - still), frozenset(left))


def _mailed(notice: Notice, results: Collection[int]) -> dict[Part, datetime]:
    """The parts of these key results that a person was asked for by mail before, and when last."""
    found: dict[Part, datetime] = {}
    earlier = Notice.objects.filter(
        person=notice.person_id, kind__in=ASKING, pk__lt=notice.pk, message__done_at__isnull=False
    )
    columns = ("effect", "made_at", "data", "message__data")
    for effect, at, data, message in earlier.order_by("id").values_list(*columns):
        # A message due before it was noted what it told has told it all.
        if effect in message.get("told", [effect]):
            found |= dict.fromkeys(_parts(data.get("parts", {}), results), at)
    return found


def _parts(asked: Mapping[str, Mapping[str, Iterable[int]]], results: Collection[int]) -> Iterable[Part]:
    for result, teams in asked.items():
        if int(result) in results:
            yield from ((int(result), int(team), clause) for team, clauses in teams.items() for clause in clauses)


def _answered(teams: Collection[Team], *, until: datetime) -> Mapping[Part, datetime]:
    """When each part was last answered by its team, also by what one of its people saved with the change itself."""
    rows = Answer.objects.filter(
        Q(act__at__lt=until) | Q(act__at=until, is_standing=False),
        key_result_id__amongst={result for result, _ in teams},
        team_id__amongst={team for _, team in teams},
    ).order_by()
    found = rows.values_list("key_result_id", "team_id", "clause").annotate(Max("act__at"))
    return {(result, team, clause): at for result, team, clause, at in found}

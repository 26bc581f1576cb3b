"""Parts of teams that others were merged into: what both held before has no fingerprint of its own, yet comes back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from accord.domain.realignment import PartOf, Stands
from accord.domain.standing import Answer as Given
from accord.domain.standing import Standing, part_standing
from accord.models import Answer, Realignment
from accord.queries.agreements.facts import key_result_facts
from accord.services.agreements.standing import pieces_of, resolved_teams


def hold_again(stands: Iterable[Stands]) -> set[PartOf]:
    """Of the parts of open realignments those that hold again what all their teams had agreed to before it began.

    One statement where none of them is of a team that succeeds another, six where some are.
    """
    agreed = [each for each in stands if each.now and each.now.standing is Standing.AGREED and not each.is_restored]
    heirs = resolved_teams() if agreed else {}
    wanted = {each.tracked.part: each for each in agreed if each.tracked.part.team in heirs.values()}
    if not wanted:
        return set()
    pieces = pieces_of(key_result_facts({part.key_result for part in wanted}))
    before = _said_before(wanted, heirs)
    return {part for part, each in wanted.items() if _agreed(each, before[part], pieces.get(part, ()))}


def _agreed(stands: Stands, given: Sequence[Given], pieces: Collection[str]) -> bool:
    now = stands.now
    return now is not None and part_standing(given, now.fingerprint, empty=False, pieces=pieces) is Standing.AGREED


def _said_before(wanted: Mapping[PartOf, Stands], heirs: Mapping[int, int]) -> Mapping[PartOf, list[Given]]:
    """What each of their teams had said before the realignment began that its part is in."""
    numbers = {each.tracked.realignment for each in wanted.values()}
    began: dict[int, datetime] = dict(
        Realignment.objects.filter(pk__amongst=list(numbers)).values_list("id", "opened_at")
    )
    said: dict[PartOf, list[Given]] = defaultdict(list)
    answers = Answer.objects.filter(key_result_id__amongst={part.key_result for part in wanted}).order_by("id")
    for key_result, team, clause, kind, fingerprint, at in answers.values_list(
        "key_result_id", "team_id", "clause", "kind", "fingerprint", "act__at"
    ):
        part = PartOf(key_result, heirs.get(team, team), clause)
        if part in wanted and at < began[wanted[part].tracked.realignment]:
            said[part].append(Given(kind, fingerprint))
    return said

"""Objections to what holds something else by now: only the team that objected can say whether it is a yes."""

from collections.abc import Collection, Mapping
from itertools import compress

from accord.models import Answer, Content, Party
from accord.queries.agreements.agreement_material import FINGERPRINTS

Part = tuple[int, int, int]  # key result, team (row ids), number of the clause


def outdated(key_results: Collection[int]) -> Mapping[Part, str]:
    """Parts of these key results (row ids) that their team objected to as they were once, with the fingerprint that
    each has today. Two statements; one where nobody objects.
    """
    rows = Party.objects.filter(agreement_id__amongst=key_results, states__contains="x")
    today = {
        (key_result, team, clause): fingerprint
        for key_result, team, states, *prints in rows.values_list("agreement_id", "team_id", "states", *FINGERPRINTS)
        for clause, fingerprint in compress(enumerate(prints, 1), (letter == "x" for letter in states))
    }
    objected = _latest({key_result for key_result, *_ in today}) if today else {}
    return {part: fingerprint for part, fingerprint in today.items() if objected.get(part) not in {fingerprint, None}}


def written_anew(key_results: Collection[int], *, change: int) -> list[Part]:
    """Those of them that a change (row id) has written as they are now, and nobody before it."""
    parts = outdated(key_results)
    kept = Content.objects.filter(fingerprint__amongst=set(parts.values()), change=change) if parts else []
    new = {content.fingerprint for content in kept}
    return [part for part, fingerprint in parts.items() if fingerprint in new]


def _latest(key_results: Collection[int]) -> Mapping[Part, str]:
    """To what each team, or the one it succeeds, answered last."""
    rows = Answer.objects.filter(key_result_id__amongst=key_results).order_by("id")
    columns = ("key_result_id", "team_id", "team__succeeded_by_id", "clause", "fingerprint")
    return {(result, heir or team, clause): said for result, team, heir, clause, said in rows.values_list(*columns)}

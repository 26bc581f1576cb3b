"""Which agreements a change left to be answered again, and which it ended, told in the plan's ids."""

from collections.abc import Sequence
from dataclasses import dataclass

from accord.domain.clauses import Clause
from accord.domain.plan import Plan
from accord.queries.agreements.agreement_document import names
from accord.services.agreements.standing_rows import Touched

CLAUSES = tuple(Clause)


@dataclass(frozen=True, slots=True)
class StaleAgreement:
    """An agreement by its key result: the clauses with parts that went stale, and the teams whose parts they are."""

    key_result: str
    clauses: Sequence[Clause]
    must_answer: Sequence[str]


@dataclass(frozen=True, slots=True)
class EndedAgreement:
    """An agreement that is none any more, by its key result, and the teams it bound."""

    key_result: str
    parties: Sequence[str]


def ended_agreements(touched: Touched) -> list[EndedAgreement]:
    """The agreements that a change ended: their key result went, or all parties but one did."""
    left = [(move.key_result, move.team) for move in touched.moves if move.before and move.key_result in touched.ended]
    if not left:
        return []
    key_results, teams = names({key_result for key_result, _ in left}, {team for _, team in left})
    found: dict[str, set[str]] = {}
    for key_result, team in left:
        found.setdefault(key_results[key_result], set()).add(teams[team])
    return [EndedAgreement(key, sorted(parties)) for key, parties in sorted(found.items())]


def stale_agreements(touched: Touched, plan: Plan) -> list[StaleAgreement]:
    """The agreements with parts that were agreed and are no longer what was agreed, in the plan's order."""
    moves = [move for move in touched.moves if move.before == "a" and move.after == "s"]
    if not moves:
        return []
    key_results, teams = names({move.key_result for move in moves}, {move.team for move in moves})
    order = [key_result.id for objective in plan.objectives for key_result in objective.key_results]
    place = {key: number for number, key in enumerate(order)}
    found: dict[str, tuple[set[int], set[str]]] = {}
    for move in moves:
        clauses, must_answer = found.setdefault(key_results[move.key_result], (set(), set()))
        clauses.add(move.clause)
        must_answer.add(teams[move.team])
    return [
        StaleAgreement(key, [CLAUSES[number - 1] for number in sorted(found[key][0])], sorted(found[key][1]))
        for key in sorted(found, key=lambda key: (place.get(key, len(place)), key))
    ]

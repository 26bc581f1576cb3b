"""How a key result ended: what its team says, what each party says, and what this reader may say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from accord.domain import grading
from accord.domain.grading import Outcome
from accord.domain.rights import Sides, may_write
from accord.domain.scoring import Score
from accord.models import Closing, KeyResult
from accord.queries.access import Reader
from accord.queries.names import PersonName, TeamName
from accord.queries.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Opinion:
    """Met or not met, as a team says."""

    team: TeamName
    is_met: bool
    word: str
    by: PersonName
    at: datetime
    grade: Decimal | None = None  # the own team's


@dataclass(frozen=True, slots=True)
class Ended:
    """A closed key result: its own team's opinion, and the latest of each party that has said one."""

    id: int
    own: Opinion
    parties: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosingLines:
    """The closing of a key result for one reader: `judges` are the parties for which the reader may say met or not."""

    ended: Ended | None
    may_close: bool
    judges: tuple[TeamName, ...] = ()
    silent: tuple[TeamName, ...] = field(default=())
    suggested: Decimal | None = None
    outcome: Outcome | None = None


def closing(
    who: Reader, key_result: KeyResult, parties: Collection[TeamName], score: Score | None = None
) -> ClosingLines:
    """How a key result ended and what the reader may say; `parties` are the other teams of its agreement.

    Its `score`, with all values, suggests a grade.
    """
    ended = ended_of([key_result.pk]).get(key_result.pk)
    team = key_result.objective.team
    is_published = key_result.published_at is not None and key_result.objective.published_at is not None
    is_open = is_published and key_result.cycle.closed_at is None
    may = may_write("key_result", "closed", Sides(own=team.key), who.own_teams, is_admin=who.is_admin)
    said = {opinion.team for opinion in ended.parties} if ended else set()
    return ClosingLines(
        ended,
        may_close=may and is_open,
        judges=tuple(each for each in parties if each.key in who.answers_for) if ended and is_open else (),
        silent=tuple(each for each in parties if each not in said) if ended else (),
        suggested=grading.suggested(score) if score else None,
        outcome=_outcome(ended, key_result),
    )


def _outcome(ended: Ended | None, key_result: KeyResult) -> Outcome | None:
    if ended is None or ended.own.grade is None:
        return None
    return grading.outcome(ended.own.grade, key_result.objective.ambition)


def ended_of(key_results: Collection[int]) -> Mapping[int, Ended]:
    """Closed key results, by row id; one statement."""
    found: dict[int, Ended] = {}
    for row in _CLOSED.rows(key_results=list(key_results)):
        known = found.get(row["key_result_id"]) or Ended(row["id"], _own(row))
        if row["verdicts__id"] is not None:
            party = _party(row)
            others = tuple(each for each in known.parties if each.team != party.team)
            known = Ended(known.id, known.own, (*others, party))
        found[row["key_result_id"]] = known
    return found


def _own(row: Mapping[str, object]) -> Opinion:
    return replace(_opinion(row, "", "key_result__objective__team"), grade=row["grade"])  # type: ignore[arg-type]


def _party(row: Mapping[str, object]) -> Opinion:
    return _opinion(row, "verdicts__", "verdicts__team")


def _opinion(row: Mapping[str, object], of: str, team: str) -> Opinion:
    named = TeamName(*(str(row[f"{team}__{part}"]) for part in ("key", "name", "code")))
    by = PersonName(str(row[f"{of}by__key"]), str(row[f"{of}by__name"]))
    at = row[f"{of}at"]
    assert isinstance(at, datetime)
    return Opinion(named, bool(row[f"{of}is_met"]), str(row[f"{of}word"]), by, at)


_CLOSED = Prepared(
    lambda key_results: (
        Closing.objects.filter(key_result_id__amongst=key_results, reopened_at=None)
        .order_by("id", "verdicts__id")
        .values_list(
            "id", "key_result_id", "is_met", "grade", "word", "by__key", "by__name", "at",
            "key_result__objective__team__key", "key_result__objective__team__name",
            "key_result__objective__team__code", "verdicts__id", "verdicts__is_met", "verdicts__word",
            "verdicts__by__key", "verdicts__by__name", "verdicts__at", "verdicts__team__key",
            "verdicts__team__name", "verdicts__team__code",
        )
    ),
    key_results=list,
)  # fmt: skip

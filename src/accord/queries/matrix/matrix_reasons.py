"""Why two teams are to be looked at first: the objection's own words, the change, or who is asked to answer by when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accord.domain.matrix import Pair, Standing
from accord.models import Answer, Cycle, KeyResult, Party, RealignedPart
from accord.queries.matrix import needing
from accord.queries.matrix.needing import Shared, Teams
from accord.queries.names import TeamName
from accord.queries.prepared import Prepared

LETTERS = {Standing.OBJECTED: "x", Standing.STALE: "s", Standing.OPEN: "o", Standing.UNTOUCHED: "o"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: by how it stands, something of this is known.

    `code` of the clash; `agreement` (id and title) where it stands so, and the `teams` whose parts do; `objection`;
    of what made it stale `realignment` (its number), `by` and `at`; the day by which an answer is asked for.
    """

    code: str | None = None
    agreement: tuple[str, str] | None = None
    teams: Sequence[TeamName] = ()
    objection: str | None = None
    realignment: int | None = None
    by: str | None = None
    at: datetime | None = None
    answer_by: date | None = None


def reasons(
    cycle: Cycle, of: Sequence[tuple[Pair, Standing]], codes: Mapping[tuple[int, int], str], among: Teams
) -> dict[tuple[int, int], Reason]:
    """Why pairs stand as they do, by their row ids; `codes` are those of the checks that say they clash."""
    found = {pair.both: Reason(code=code) for pair, _ in of if (code := codes.get(pair.both))}
    at_fault = _at_fault(cycle, [each for each in of if each[0].both not in found], among)
    known = _Known.of([shared.key_result for shared, _ in at_fault.values()])
    return found | {both: known.reason(shared, letter, among) for both, (shared, letter) in at_fault.items()}


def _at_fault(
    cycle: Cycle, of: Sequence[tuple[Pair, Standing]], among: Teams
) -> dict[tuple[int, int], tuple[Shared, str]]:
    """Of each pair one agreement that is the reason for how it stands, and the letter of its parts that are."""
    wanted = {pair.both: LETTERS[standing] for pair, standing in of}
    found: dict[tuple[int, int], tuple[Shared, str]] = {}
    for shared in needing.agreements_between(cycle, wanted, among) if wanted else ():
        both = (shared.taker, shared.giver)
        if wanted[both] in shared.letters:
            found.setdefault(both, (shared, wanted[both]))
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of some agreements, read in four statements."""

    titles: Mapping[int, tuple[str, str]]
    objections: Mapping[tuple[int, int], str]  # by key result and team
    changes: Mapping[tuple[int, int], tuple[int, str | None, datetime]]
    days: Mapping[tuple[int, int], date]

    @classmethod
    def of(cls, key_results: Collection[int]) -> "_Known":
        ids = list(key_results)
        return cls(
            titles={pk: (key, title) for pk, key, title in _TITLES(ids=ids)},
            objections={(row, team): text or "" for row, team, text in _OBJECTIONS(ids=ids)},
            changes={(row, team): (number, by, at) for row, team, number, by, at in _CHANGES(ids=ids)},
            days={(row, team): day for row, team, day in _DAYS(ids=ids)},
        )

    def reason(self, shared: Shared, letter: str, among: Teams) -> Reason:
        """What to say of one agreement: of the asked team first, for the asking one mostly agreed by writing it."""
        halves = ((shared.giver, shared.letters[5:]), (shared.taker, shared.letters[:5]))
        whose = [team for team, letters in halves if letter in letters]
        first = (shared.key_result, whose[0])
        number, by, at = self.changes.get(first, (None, None, None))
        return Reason(
            agreement=self.titles.get(shared.key_result),
            teams=[among.name(among.keys[team]) for team in whose],
            objection=self.objections.get(first) if letter == "x" else None,
            realignment=number,
            by=by,
            at=at,
            answer_by=self.days.get(first),
        )


_TITLES = Prepared(lambda ids: KeyResult.objects.filter(id__amongst=ids).values_list("pk", "key", "title"), ids=list)
_OBJECTIONS = Prepared(
    lambda ids: Answer.objects.filter(key_result_id__amongst=ids, kind=Answer.Kind.OBJECT).values_list(
        "key_result", "team", "reason"
    ),
    ids=list,
)
_CHANGES = Prepared(
    lambda ids: (
        RealignedPart.objects.filter(key_result_id__amongst=ids, is_active=True)
        .order_by("-realignment_id")
        .values_list("key_result", "team", "realignment", "realignment__change__by__name", "realignment__opened_at")
    ),
    ids=list,
)
_DAYS = Prepared(
    lambda ids: Party.objects.filter(agreement_id__amongst=ids, answer_by__isnull=False).values_list(
        "agreement", "team", "answer_by"
    ),
    ids=list,
)

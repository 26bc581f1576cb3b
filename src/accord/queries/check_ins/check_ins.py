"""Check-ins as they are read: of one key result, the latest first, and all the numbers that are somebody's to say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accord.domain import check_ins as rules
from accord.domain import scoring
from accord.domain.rights import may_check_in
from accord.domain.scoring import Confidence, Pace, Reading
from accord.models import CheckIn, Closing, Cycle, KeyResult
from accord.models.objectives import key_result_in_sight
from accord.queries.access import NotVisible, Reader
from accord.queries.check_ins import progress
from accord.queries.check_ins.progress import JUDGED_BY, MEASURED_BY, Scored
from accord.queries.names import PersonName, TeamName
from accord.queries.prepared import Prepared, Things

A_PAGE, A_FEW = 50, 12
AHEAD = timedelta(days=400)  # nobody checks in for a day so far ahead: together with it a day is any day


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A value with what was said that day, by whom and when; a file's is nobody's."""

    number: int
    reading: Reading
    note: str | None
    by: PersonName | None
    at: datetime | None

    @property
    def mark(self) -> str:
        """For a form upon it."""
        return rules.mark(self.reading.value, self.reading.confidence, self.note, self.at)

    @property
    def word(self) -> Confidence | None:
        return scoring.confidence(self.reading.confidence)


@dataclass(frozen=True, slots=True)
class History:
    """One page of what was checked in, the latest first; `older` is the day before which there is more."""

    check_ins: Sequence[CheckedIn]
    older: date | None


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A key result whose number is the reader's to say."""

    scored: Scored
    team: TeamName
    is_carried: bool  # the reader is accountable for it
    due: date  # the day from which a new value is expected

    @property
    def key(self) -> str:
        key: str = self.scored.row["key"]
        return key

    @property
    def cycle(self) -> str:
        """The id of its cycle."""
        key: str = self.scored.row["cycle__key"]
        return key

    @property
    def is_silent(self) -> bool:
        """Whether nothing can be said of it until somebody checks in."""
        return self.scored.score.stale_since is not None or self.scored.score.latest is None

    def is_due(self, today: date) -> bool:
        return self.due <= today


def latest(key_result: int, *, today: date, most: int) -> list[CheckedIn]:
    """The latest check-ins of a key result (row id) up to today, the latest first, A_FEW at most; one statement."""
    found = _LATEST.instances(key_result=key_result, before=today + timedelta(days=1))
    return [_checked_in(row) for row in found[:most]]


def readings(key_result: int, *, today: date) -> list[Reading]:
    """All values of a key result (row id) up to today, the earliest first; one statement."""
    return [Reading(*row) for row in _READINGS(key_result=key_result, today=today)]


def history(key_result: KeyResult, *, before: date | None, today: date) -> History:
    """One page of a key result's check-ins, also of those for days ahead of the reader's."""
    until = before or today + AHEAD
    rows = [_checked_in(row) for row in _before(key_result.pk, until)[: A_PAGE + 1]]
    shown = rows[:A_PAGE]
    return History(shown, shown[-1].reading.day if len(rows) > A_PAGE else None)


def one(key_result: KeyResult, number: int) -> CheckedIn:
    """One check-in of a key result by its row id. Raises NotVisible."""
    row = CheckIn.objects.filter(key_result=key_result, pk=number).select_related("by").first()
    if row is None:
        raise NotVisible
    return _checked_in(row)


def of_day(key_result: KeyResult, day: date) -> CheckedIn | None:
    """What stands for a day."""
    row = CheckIn.objects.filter(key_result=key_result, date=day).select_related("by").first()
    return _checked_in(row) if row else None


def may(who: Reader, key_result: KeyResult, *, is_closed: bool | None = None) -> bool:
    """Whether a reader may check in for a key result now: it is theirs, it runs, and it is no draft.

    `is_closed` is whether its team has said how it ended, where that is known already.
    """
    if key_result.published_at is None or key_result.objective.published_at is None or key_result.cycle.closed_at:
        return False
    if not may_say(who, key_result):
        return False
    return bool(running([key_result.pk])) if is_closed is None else not is_closed


def may_say(who: Reader, key_result: KeyResult) -> bool:
    """Whether it is a reader's to say how far a key result is."""
    accountable = who.person is not None and key_result.accountable_id == who.person.pk
    own = key_result.objective.team.key
    return who.person is not None and may_check_in(
        own, who.own_teams, is_accountable=accountable, is_admin=who.is_admin
    )


def may_mend(who: Reader, key_result: KeyResult, said: CheckedIn) -> bool:
    """Whether a reader may put a check-in right: their own, a file's, or one of a team they answer for."""
    if said.by is None or (who.person is not None and said.by.key == who.person.key):
        return True
    return who.is_admin or key_result.objective.team.key in who.answers_for


def yours(who: Reader, cycle: Cycle, *, today: date) -> list[NumberLine]:
    """The numbers of a cycle that a reader carries or whose team they answer for: the silent first, then by when
    a new value is expected; two statements, none for somebody without a person.
    """
    if who.person is None or cycle.closed_at is not None:
        return []
    results = _YOURS(person=who.person.pk, teams=list(who.answers_for), cycle=cycle.pk)
    lines = [_line(each, who.person.pk) for each in progress.scored(results, today=today)]
    return sorted((line for line in lines if not _is_over(line)), key=_most_silent)


def running(ids: Collection[int]) -> set[int]:
    """Those of key results (row ids) that their team has not closed; one statement."""
    return set(ids) - {row for (row,) in _CLOSED(ids=list(ids))}


def due_for(ids: Collection[int], *, on: date) -> list[NumberLine]:
    """Those of key results (row ids) that still run and for which a new value is expected on a day."""
    lines = [_line(each, None) for each in progress.scored(_RUNNING(key_results=list(ids)), today=on)]
    return sorted((line for line in lines if line.is_due(on) and not _is_over(line)), key=_most_silent)


def _line(each: Scored, person: int | None) -> NumberLine:
    row = each.row
    team = TeamName(*(row[f"objective__team__{part}"] for part in TeamName._fields))
    expected = scoring.next_value_expected(each.measure, each.score.latest)
    return NumberLine(each, team, person is not None and row["accountable_id"] == person, expected)


def _is_over(line: NumberLine) -> bool:
    """A milestone that was reached has nothing more to say."""
    return line.scored.measure.has_milestone and line.scored.score.pace is Pace.REACHED


def _most_silent(line: NumberLine) -> tuple[bool, date, str]:
    return not line.is_silent, line.due, line.key


def _before(key_result: int, day: date) -> "QuerySet[CheckIn]":
    return CheckIn.objects.filter(key_result=key_result, date__lt=day).order_by("-date").select_related("by")


def _checked_in(row: CheckIn) -> CheckedIn:
    by = PersonName(row.by.key, row.by.name) if row.by else None
    return CheckedIn(row.pk, Reading(row.date, row.value, row.confidence), row.note, by, row.at)


_CLOSED = Prepared(
    lambda ids: Closing.objects.filter(key_result_id__amongst=ids, reopened_at=None).values_list("key_result_id"),
    ids=list,
)
_LATEST = Prepared(lambda key_result, before: _before(key_result, before)[:A_FEW], key_result=int, before=date)
LINE = (
    *MEASURED_BY, "accountable_id", "objective__team__key", "objective__team__name", "objective__team__code",
    "cycle__key", "milestone__name",
)  # fmt: skip


def running_rows() -> "QuerySet[Any, Any]":
    """Published key results of open cycles that nobody has closed, as rows to select more of."""
    closed = Closing.objects.filter(key_result=OuterRef("pk"), reopened_at=None)
    found = KeyResult.objects.filter(~Exists(closed), key_result_in_sight(), cycle__closed_at=None)
    rows: QuerySet[Any, Any] = found.annotate(**JUDGED_BY)
    return rows


def _yours(person: int, teams: Sequence[str], cycle: int) -> "QuerySet[Any, Any]":
    carried = KeyResult.objects.filter(accountable=person).order_by().values("pk")
    led = KeyResult.objects.filter(objective__team__key__amongst=teams, cycle=cycle).order_by().values("pk")
    return running_rows().filter(Q(pk__in=carried) | Q(pk__in=led), cycle=cycle).values_list(*LINE)


_YOURS = Things(Prepared(_yours, person=int, teams=list, cycle=int), progress.measured)
_RUNNING = Things(
    Prepared(lambda key_results: running_rows().filter(pk__amongst=key_results).values_list(*LINE), key_results=list),
    progress.measured,
)
_READINGS = Prepared(
    lambda key_result, today: (
        CheckIn.objects.filter(key_result=key_result, date__lte=today)
        .order_by("date")
        .values_list("date", "value", "confidence")
    ),
    key_result=int,
    today=date,
)

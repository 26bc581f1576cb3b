"""Realignments: kept true in the transaction of whatever moves a part. What belongs where, the domain says."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from accord.domain import realignment
from accord.domain.realignment import Followed, Held, Moved, PartOf, Place, Stands, State, Tally, Tracked
from accord.domain.standing import Standing
from accord.models import Answer, Change, Cycle, RealignedPart, RealignedRevision, Realignment, Revision
from accord.queries import calendar
from accord.queries.agreements.affected_by import affected_by
from accord.queries.prepared import Prepared
from accord.services import bulk
from accord.services.agreements import succeeding
from accord.services.agreements.standing import resolved_teams
from accord.services.agreements.standing_rows import LETTERS, Row, Stored, Touched
from accord.services.findings import findings
from accord.services.realignments import realignment_events
from accord.services.telling.events import Actor

if TYPE_CHECKING:
    from django.db.models import QuerySet

PART = (
    "realignment_id", "key_result_id", "team_id", "clause", "before", "agreed_to", "state", "is_restored", "is_active",
    "stale_at", "settled_at", "left_at",
)  # fmt: skip
PART_KEY = ("realignment_id", "key_result_id", "team_id", "clause")
ANSWER = ("key_result_id", "team_id", "clause", "kind", "fingerprint")
AGREED, STALE, OBJECTED = (LETTERS[each] for each in (Standing.AGREED, Standing.STALE, Standing.OBJECTED))
_STANDINGS = {letter: standing for standing, letter in LETTERS.items()}
TRACKED = ("id", "realignment_id", "key_result_id", "team_id", "clause", "before", "settled_at")


@dataclass(slots=True)
class Traced:
    """What a write did to realignments (row ids)."""

    opened: int | None = None
    joined: set[int] = field(default_factory=set)
    closed: dict[int, State] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A part of an open realignment, as its row says."""

    row: int
    tracked: Tracked
    settled_at: datetime | None


def follow(touched: Touched, *, change: Change | None, by: Actor, now: datetime) -> Traced:
    """Open, join and close realignments after parts have moved, by a change or (None) by answers.

    To be called inside the transaction of the write, once all that it moves has moved: answers that are given with
    a change come before. The number of statements does not grow with the parts; where nothing moved there is none.
    """
    moves = list(_moved(touched.before, touched.after))
    if not moves:
        return Traced()
    kept = _kept({moved.part.key_result for moved in moves})
    followed = realignment.follow(moves, [each.tracked for each in kept.values()], _agreed(moves, touched.before))
    if not followed.touched and not followed.opens:
        return Traced()
    again = succeeding.hold_again(followed.stands)
    followed.stands = [replace(each, holds_again=each.tracked.part in again) for each in followed.stands]
    opened = _open(followed, touched.before, change, now)
    _write_standings(followed.stands, kept, now)
    joined = followed.joined if change else set()
    if change and (opened or joined):
        _keep_revisions(change, followed, opened, joined)
    traced = Traced(opened, joined, _close(followed.touched, now))
    findings.follow_realignments(followed.touched, now=now)
    realignment_events.tell(traced.opened, followed, traced.closed, change=change, by=by, now=now)
    return traced


def withdraw(cycle: Cycle, *, by: Actor, now: datetime) -> Traced:
    """The cycle is closed: its parts leave, and a realignment with nothing left in it is withdrawn."""
    leaving = RealignedPart.objects.filter(is_active=True, key_result__cycle=cycle)
    touched = set(leaving.values_list("realignment_id", flat=True))
    leaving.update(is_active=False, left_at=now)
    traced = Traced(closed=_close(touched, now))
    realignment_events.tell(None, Followed(), traced.closed, change=None, by=by, now=now)
    return traced


def resume(cycle: Cycle, *, closed_at: datetime) -> None:
    """The cycle that was closed at that moment is open again: what left realignments then is back in them."""
    back = RealignedPart.objects.filter(key_result__cycle=cycle, left_at=closed_at)
    Realignment.objects.filter(pk__in=back.values("realignment_id"), closed_at=closed_at).update(
        state=State.OPEN.value, closed_at=None
    )
    still_open = Realignment.objects.filter(closed_at=None)
    back.filter(realignment__in=still_open).update(is_active=True, left_at=None)


def close_settled(realignments: Collection[int], *, by: Actor, now: datetime) -> dict[int, State]:
    """Close those of these realignments that have come to their end, and say how each did."""
    closed = _close(set(realignments), now)
    findings.follow_realignments(realignments, now=now)
    realignment_events.tell(None, Followed(), closed, change=None, by=by, now=now)
    return closed


def _moved(before: Stored, after: Stored) -> Iterable[Moved]:
    """Parts that stand otherwise, hold something else, came or left."""
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        for place in _differing(was, now) if was and now else range(5):
            yield Moved(PartOf(*key, place + 1), _held(was, place), _held(now, place))


def _differing(was: Row, now: Row) -> list[int]:
    if was.states == now.states and was.fingerprints == now.fingerprints:
        return []
    return [
        place
        for place in range(5)
        if was.states[place] != now.states[place] or was.fingerprints[place] != now.fingerprints[place]
    ]


def _held(row: Row | None, place: int) -> Held | None:
    return Held(_STANDINGS[row.states[place]], row.fingerprints[place]) if row else None


def _kept(key_results: Collection[int]) -> dict[PartOf, _Kept]:
    kept = {}
    for row, number, key_result, team, clause, before, settled_at in _ACTIVE(ids=key_results):
        part = PartOf(key_result, team, clause)
        kept[part] = _Kept(row, Tracked(number, part, before), settled_at)
    return kept


_ACTIVE = Prepared(
    lambda ids: RealignedPart.objects.filter(key_result_id__amongst=ids, is_active=True).values_list(*TRACKED),
    ids=list,
)


def _agreed(moves: Iterable[Moved], before: Stored) -> set[Place]:
    """Of the clauses in which something went stale, those that all had agreed to before."""
    wanted = {moved.part.place for moved in moves if moved.went_stale}
    states: dict[int, list[str]] = defaultdict(list)
    for (key_result, _), row in before.items():
        states[key_result].append(row.states)
    standings = {
        place: {_STANDINGS[each[place.clause - 1]] for each in states[place.key_result]}
        for place in wanted
        if place.key_result in states
    }
    return realignment.all_agreed(standings)


def _open(followed: Followed, before: Stored, change: Change | None, now: datetime) -> int | None:
    """Put parts into the open realignments that they join, and into a new one; the id of that."""
    opened = None
    if followed.opens and change:
        values = {"change_id": change.pk, "state": State.OPEN.value, "opened_at": now}
        opened = bulk.put(Realignment, values | {"deadline": calendar.answer_date(now)})
    new = [(opened, moved) for moved in followed.opens if opened]
    agreed_to = _agreed_to([moved.part for _, moved in [*followed.joins, *new] if _held_nothing(moved, before)])
    bulk.add(RealignedPart, _incoming(new, agreed_to, now), columns=PART)
    # What joins may have been there before.
    bulk.upsert(RealignedPart, _incoming(followed.joins, agreed_to, now), columns=PART, key=PART_KEY)
    return opened


def _incoming(
    parts: Iterable[tuple[int, Moved]], agreed_to: Mapping[PartOf, str], now: datetime
) -> Iterator[tuple[object, ...]]:
    for number, moved in parts:
        yield (number, *moved.part, *_fingerprints(moved, agreed_to), STALE, False, True, now, None, None)


def _held_nothing(moved: Moved, before: Stored) -> bool:
    """A new party, or one whose part was empty: then what it agreed to is not what was there."""
    row = before.get((moved.part.key_result, moved.part.team))
    return row is None or row.empties[moved.part.clause - 1] == "1"


def _fingerprints(moved: Moved, agreed_to: Mapping[PartOf, str]) -> tuple[str, str]:
    """What the part held before, and what its team had agreed to. Who was no party yet held what it agreed to."""
    held = moved.before.fingerprint if moved.before else agreed_to.get(moved.part, "")
    return held, agreed_to.get(moved.part, held)


def _agreed_to(parts: Collection[PartOf]) -> dict[PartOf, str]:
    """The latest yes of each party, or of a team that it succeeds, since its latest objection."""
    if not parts:
        return {}
    heirs, wanted = resolved_teams(), set(parts)
    said: dict[PartOf, str] = {}
    answers = Answer.objects.filter(key_result_id__amongst={part.key_result for part in parts}).order_by("id")
    for key_result, team, clause, kind, fingerprint in answers.values_list(*ANSWER):
        part = PartOf(key_result, heirs.get(team, team), clause)
        if part in wanted and kind == Answer.Kind.AGREE:
            said[part] = fingerprint
    return said


def _write_standings(stands: Iterable[Stands], kept: Mapping[PartOf, _Kept], now: datetime) -> None:
    """Note where parts of open realignments stand now, and which of them have left."""
    still, left = [], []
    for each in stands:
        row = kept[each.tracked.part]
        if each.now is None:
            left.append(row.row)
            continue
        is_settled = each.is_restored or each.now.standing is Standing.AGREED
        settled_at = (row.settled_at or now) if is_settled else None
        still.append((LETTERS[each.now.standing], each.is_restored, settled_at, row.row))
    bulk.update(RealignedPart, still, columns=("state", "is_restored", "settled_at"))
    if left:
        RealignedPart.objects.filter(pk__amongst=left).update(is_active=False, left_at=now)


def _keep_revisions(change: Change, followed: Followed, opened: int | None, joined: Collection[int]) -> None:
    """Keep with each realignment which of the change's substantive differences touch its agreements."""
    key_results: dict[int, set[int]] = defaultdict(set)
    for number, moved in [*followed.joins, *((opened, moved) for moved in followed.opens if opened)]:
        key_results[number].add(moved.part.key_result)
    for stands in followed.stands:
        if stands.tracked.realignment in joined:
            key_results[stands.tracked.realignment].add(stands.tracked.part.key_result)
    revisions = _SUBSTANTIVE.instances(change=change.pk)
    held_by = affected_by(revisions, {each for group in key_results.values() for each in group})
    rows = (
        (number, each.pk) for number, group in key_results.items() for each in revisions if held_by[each.pk] & group
    )
    bulk.add_missing(RealignedRevision, rows, columns=("realignment_id", "revision_id"))


_SUBSTANTIVE = Prepared(
    lambda change: Revision.objects.filter(change=change, substantive=True).order_by("id"), change=int
)


def _close(realignments: Collection[int], now: datetime) -> dict[int, State]:
    """Close those of these realignments that have come to their end."""
    ended: dict[State, list[int]] = defaultdict(list)
    for number, tally in _tallies(realignments):
        if (state := realignment.state(tally)) is not State.OPEN:
            ended[state].append(number)
    for state, numbers in ended.items():
        Realignment.objects.filter(pk__amongst=numbers).update(state=state.value, closed_at=now)
    closed = {number: state for state, numbers in ended.items() for number in numbers}
    if closed:
        RealignedPart.objects.filter(realignment_id__amongst=list(closed), is_active=True).update(is_active=False)
    return closed


def _tallies(realignments: Collection[int]) -> Iterator[tuple[int, Tally]]:
    for number, *tally in _TALLIES(ids=realignments) if realignments else ():
        yield number, Tally(*map(bool, tally))


def _tallied(ids: Collection[int]) -> "QuerySet[Realignment, Any]":
    parts = RealignedPart.objects.filter(realignment=OuterRef("pk"), is_active=True)
    found = Realignment.objects.filter(pk__amongst=ids, closed_at=None).annotate(
        has_parts=Exists(parts),
        is_rewritten=Exists(parts.filter(is_restored=False)),
        # An objection is an answer: nobody goes ahead over it.
        waits=Exists(parts.filter(Q(state=STALE, gone_ahead=None) | Q(state=OBJECTED))),
        went_ahead=Exists(parts.filter(state=STALE, gone_ahead__isnull=False)),
    )
    return found.values_list("id", "has_parts", "is_rewritten", "waits", "went_ahead")


_TALLIES = Prepared(_tallied, ids=list)

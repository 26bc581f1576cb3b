"""Why somebody is told something, and when: at once, once a day, not in quiet hours. On the person's own clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LOOK_BACK, LOOK_AHEAD = 2 * DAY, 4 * DAY  # no calendar ever left out more than one day


class Kind(StrEnum):
    """Why a person is told; where there are several reasons, the first of these counts."""

    ASKED = "asked"
    SAID = "said"
    UPDATE = "update"
    DEADLINE = "deadline"
    REVIEW = "review"
    CHECK_IN = "check-in"
    ANSWERED = "answered"
    HEADS_UP = "heads-up"
    MONTH = "month"
    FOLLOWING = "following"


NEEDS_AN_ANSWER = frozenset({Kind.ASKED, Kind.SAID, Kind.UPDATE, Kind.DEADLINE})
NEEDS_ITS_READER = NEEDS_AN_ANSWER | {Kind.REVIEW, Kind.CHECK_IN}  # there is something to do about it
# What comes round by the calendar, and may wait for it.
AT_THEIR_HOUR = frozenset({Kind.DEADLINE, Kind.CHECK_IN, Kind.MONTH, Kind.REVIEW})
RANK = {kind: place for place, kind in enumerate(Kind)}


class How(StrEnum):
    """The way in which a person is told."""

    AT_ONCE = "at-once"
    DIGEST = "digest"
    IN_ACCORD = "in-accord"


class Quiet(NamedTuple):
    """Hours in which no mail arrives, on the person's clock; the second is the first loud minute."""

    start: time
    end: time

    def holds(self, clock: time) -> bool:
        """Whether the clock shows a quiet time. Hours that end where they begin are none."""
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person has chosen: how, at which hour a digest or a reminder comes, quiet hours, what is not mailed."""

    how: How = How.AT_ONCE
    hour: int = 8
    quiet: Quiet | None = None
    muted: frozenset[str] = field(default_factory=frozenset)


class Span(NamedTuple):
    """A stretch of time in which clocks of a zone keep one distance from UTC."""

    start: datetime
    end: datetime
    offset: timedelta


def first_reason(kinds: Iterable[Kind]) -> Kind:
    """The reason that counts of several."""
    return min(kinds, key=RANK.__getitem__)


def mailed_at(
    kind: Kind, choice: Choice, zone: tzinfo, *, now: datetime, is_of_the_calendar: bool = False
) -> datetime | None:
    """When a person is mailed what is known now (UTC); None where it is only told in Accord.

    A reminder, and whatever came about by the calendar alone, comes at the person's hour, with a digest or alone.
    """
    if choice.how is How.IN_ACCORD or kind in choice.muted:
        return None
    waits = choice.how is How.DIGEST or is_of_the_calendar or kind in AT_THEIR_HOUR
    moment = next_at(choice.hour, zone, after=now) if waits else now
    return loud(choice.quiet, zone, since=moment)


def loud(quiet: Quiet | None, zone: tzinfo, *, since: datetime) -> datetime:
    """The first moment from `since` on (UTC) at which the person's clock shows no quiet time."""
    if quiet is None:
        return since
    for span in _spans(zone, since, since + LOOK_AHEAD):
        first = max(span.start, since)
        clock = (first + span.offset).replace(tzinfo=None)
        if not quiet.holds(clock.time()):
            return first
        end = datetime.combine(clock, quiet.end)
        end = (end if end > clock else end + DAY).replace(tzinfo=UTC) - span.offset
        if end < span.end:
            return end
    raise AssertionError("no day is quiet from end to end")


def next_at(hour: int, zone: tzinfo, *, after: datetime) -> datetime:
    """The next moment after one (both UTC) at which the day's hour begins, once on each day of the person's calendar.

    On a day without that hour it is the moment in which the clock jumps over it; on a day that has it twice, the first.
    """
    spans = list(_spans(zone, after - LOOK_BACK, after + LOOK_AHEAD))
    today = after.astimezone(zone).date()
    found = (_begins(today + days * DAY, hour, spans) for days in range(-1, 4))
    return min(moment for moment in found if moment and moment > after)


def _begins(day: date, hour: int, spans: Iterable[Span]) -> datetime | None:
    """When the hour begins on a day; None on a day that the calendar leaves out."""
    wanted = datetime.combine(day, time(hour), tzinfo=UTC)
    for span in spans:
        moment = max(span.start, wanted - span.offset)
        if moment < span.end and (moment + span.offset).date() == day:
            return moment
    return None


def _spans(zone: tzinfo, start: datetime, end: datetime) -> Iterator[Span]:
    """The stretches between two moments (UTC), in order; the first begins with its second."""
    start = start.replace(microsecond=0)
    begun, offset = start, _offset(zone, start)
    while start < end:
        following = min(start + HOUR, end)
        if _offset(zone, following) != offset:
            turn = _turn(zone, start, following)
            yield Span(begun, turn, offset)
            begun, offset = turn, _offset(zone, turn)
        start = following
    yield Span(begun, end, offset)


def _turn(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The second in which clocks were turned, between two moments."""
    was = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        before, after = (middle, after) if _offset(zone, middle) == was else (before, middle)
    return after


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()

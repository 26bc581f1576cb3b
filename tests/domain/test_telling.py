"""When somebody is told: on their own clock, also where clocks are turned. Held against counting minutes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accord.domain.telling import Choice, How, Kind, Quiet, first_reason, loud, mailed_at, next_at

MINUTE = timedelta(minutes=1)
# Clocks turned in spring and autumn, at midnight, by half an hour, a day left out, none at all.
ZONES = [
    "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Beirut",
    "Africa/Cairo", "America/Havana", "Asia/Kathmandu", "UTC",
]  # fmt: skip
TURNS = [
    "2026-03-29T01:00Z", "2026-10-25T01:00Z", "2026-03-08T07:00Z", "2026-11-01T06:00Z", "2018-02-18T02:00Z",
    "2018-11-04T03:00Z", "2026-04-04T15:00Z", "2026-10-03T15:30Z", "2011-12-30T10:00Z", "2026-03-28T22:00Z",
    "2026-10-24T21:00Z", "2026-04-23T22:00Z", "2026-10-29T21:00Z", "2026-03-08T05:00Z", "2026-11-01T05:00Z",
]  # fmt: skip
zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.builds(
    lambda turn, minutes: datetime.fromisoformat(turn) + minutes * MINUTE,
    st.sampled_from(TURNS),
    st.integers(-30 * 60, 30 * 60),
)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
BERLIN = ZoneInfo("Europe/Berlin")


def minutes(start: datetime, days: int) -> Iterator[datetime]:
    return (start + number * MINUTE for number in range(days * 24 * 60))


@given(zone=zones, since=moments, start=times, end=times)
@example(BERLIN, datetime(2026, 3, 28, 22, tzinfo=UTC), time(22), time(2, 30))
@example(BERLIN, datetime(2026, 10, 25, 0, 15, tzinfo=UTC), time(22), time(2, 30))
@example(ZoneInfo("America/Havana"), datetime(2026, 11, 1, 4, 45, tzinfo=UTC), time(0, 30), time(6))
def test_quiet_hours_end_in_the_first_minute_that_is_not_quiet(
    zone: ZoneInfo, since: datetime, start: time, end: time
) -> None:
    quiet = Quiet(start, end)

    counted = next(each for each in minutes(since, 3) if not quiet.holds(each.astimezone(zone).time()))

    assert loud(quiet, zone, since=since) == counted


@given(zone=zones, after=moments, hour=st.integers(0, 23))
@example(BERLIN, datetime(2026, 3, 28, 20, tzinfo=UTC), 2)
@example(BERLIN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 2)
@example(ZoneInfo("Pacific/Apia"), datetime(2011, 12, 29, 20, tzinfo=UTC), 8)
@example(ZoneInfo("America/Sao_Paulo"), datetime(2018, 11, 3, 12, tzinfo=UTC), 0)
def test_a_days_hour_comes_once_on_each_day_of_the_calendar(zone: ZoneInfo, after: datetime, hour: int) -> None:
    begun: dict[date, datetime] = {}
    for moment in minutes(after - timedelta(days=2), 6):
        local = moment.astimezone(zone)
        if local.hour >= hour:
            begun.setdefault(local.date(), moment)
    # On the first of these days the counting begins somewhere in it.
    del begun[min(begun)]

    assert next_at(hour, zone, after=after) == min(moment for moment in begun.values() if moment > after)


@given(zone=zones, since=moments)
def test_without_quiet_hours_it_is_at_once(zone: ZoneInfo, since: datetime) -> None:
    assert loud(None, zone, since=since) == since


NIGHT = Quiet(time(20), time(7))
EVENING = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)  # 21:30 in Berlin
MORNING = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("case", "kind", "choice", "expected"),
    [
        ("at once", Kind.ASKED, Choice(), EVENING),
        ("not in the night", Kind.ASKED, Choice(quiet=NIGHT), MORNING),
        (
            "in the digest of the next day",
            Kind.ASKED,
            Choice(How.DIGEST, hour=8),
            datetime(2026, 11, 21, 7, tzinfo=UTC),
        ),
        ("a digest in the night waits too", Kind.SAID, Choice(How.DIGEST, hour=3, quiet=NIGHT), MORNING),
        ("a reminder in the morning", Kind.DEADLINE, Choice(hour=9), datetime(2026, 11, 21, 8, tzinfo=UTC)),
        ("only in Accord", Kind.ASKED, Choice(How.IN_ACCORD), None),
        ("not of this kind", Kind.FOLLOWING, Choice(muted=frozenset({"following"})), None),
    ],
)
def test_when_it_is_mailed(case: str, kind: Kind, choice: Choice, expected: datetime | None) -> None:
    assert mailed_at(kind, choice, BERLIN, now=EVENING) == expected, case


def test_of_several_reasons_the_one_that_asks_most_counts() -> None:
    assert first_reason([Kind.FOLLOWING, Kind.SAID, Kind.ANSWERED]) is Kind.SAID
    assert first_reason(Kind) is Kind.ASKED

"""Calendars as other programs read them (RFC 5545): entries in, bytes out.

Equal entries give equal bytes: nothing in a calendar is of the moment at which it was written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from icalendar import Calendar, Event, Timezone

REFRESH = timedelta(hours=1)
MAKER = "-//Accord//Accord//EN"


class Hour(NamedTuple):
    """A stretch of time on the clock of a zone."""

    start: datetime
    lasts: timedelta
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is due: on a day, or at an hour.

    `uid` stays the same for as long as the thing lives, wherever it moves; `sequence` grows whenever it has moved;
    `changed_at` is when it was last written. Texts are shown as they are, on one line each.
    """

    uid: str
    summary: str
    when: date | Hour
    url: str
    changed_at: datetime
    sequence: int = 0
    description: str = ""


def write(name: str, entries: Iterable[Entry]) -> bytes:
    """A calendar under a name, with every time zone that an entry is in. Lines end in CRLF and are folded."""
    found: Sequence[Entry] = sorted(entries, key=lambda entry: entry.uid)
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for property_name in ("name", "x-wr-calname"):
        calendar.add(property_name, _line(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for zone in _zones(found):
        calendar.add_component(zone)
    for entry in found:
        calendar.add_component(_event(entry))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    if isinstance(entry.when, Hour):
        start = entry.when.start.astimezone(entry.when.zone)
        event.add("dtstart", start)
        event.add("duration", entry.when.lasts)
    else:
        event.add("dtstart", entry.when)
        event.add("dtend", entry.when + timedelta(days=1))  # the first day that is not in it
        event.add("transp", "TRANSPARENT")
    event.add("summary", _line(entry.summary))
    if entry.description:
        event.add("description", _line(entry.description))
    event.add("url", entry.url)
    return event


def _zones(entries: Sequence[Entry]) -> list[Timezone]:
    hours = [entry.when for entry in entries if isinstance(entry.when, Hour)]
    years = [hour.start.year for hour in hours]
    names = sorted({str(hour.zone) for hour in hours} - {"UTC"})
    # A year more on either side, so that what is near its ends has its offset too.
    return [_zone(name, min(years) - 1, max(years) + 2) for name in names]


@lru_cache(maxsize=64)
def _zone(name: str, first: int, last: int) -> Timezone:
    return Timezone.from_tzid(name, first_date=date(first, 1, 1), last_date=date(last, 1, 1))


def _line(text: str) -> str:
    """Without what no calendar shows: characters that control, and breaks of lines."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())

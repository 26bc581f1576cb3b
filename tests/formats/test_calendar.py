"""Calendars as other programs read them: parsed again, and looked at byte by byte."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from accord.formats.calendar import Entry, Hour, write

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
PAGE = "https://accord.example/cycles/2026-q4/key-results/x/"
PROMISE = Entry("promise.1@accord", "Due to Support: tags; all, of them", date(2026, 11, 30), PAGE, AT, 3, "Not yet.")


def review(at: datetime, zone: str) -> Entry:
    return Entry("review.1@accord", "Review", Hour(at, timedelta(minutes=15), ZoneInfo(zone)), PAGE, AT)


def parsed(*entries: Entry, name: str = "Accord: Product") -> Calendar:
    found = Calendar.from_ical(write(name, entries))
    assert isinstance(found, Calendar)
    return found


def test_a_day_is_a_date_and_ends_where_the_next_begins() -> None:
    (event,) = parsed(PROMISE).walk("VEVENT")

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 11, 30), date(2026, 12, 1))
    assert (str(event["uid"]), event["sequence"], str(event["url"])) == ("promise.1@accord", 3, PAGE)
    assert event.decoded("dtstamp") == event.decoded("last-modified") == AT
    written = write("Accord", [PROMISE])
    assert b"\r\nDTSTART;VALUE=DATE:20261130\r\nDTEND;VALUE=DATE:20261201\r\n" in written
    assert b"\r\nSUMMARY:Due to Support: tags\\; all\\, of them\r\n" in written


def test_an_hour_is_on_the_clock_of_its_zone_which_the_calendar_describes() -> None:
    calendar = parsed(review(datetime(2026, 11, 30, 9, tzinfo=UTC), "Europe/Berlin"))
    (event,), (zone,) = calendar.walk("VEVENT"), calendar.walk("VTIMEZONE")

    assert str(zone["tzid"]) == event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert f"{event.decoded('dtstart'):%Y-%m-%d %H:%M}" == "2026-11-30 10:00"
    assert event.decoded("dtstart").astimezone(UTC) == datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert event.decoded("duration") == timedelta(minutes=15)


def test_what_a_zone_is_said_to_be_holds_across_its_turns() -> None:
    """Read by the rules in the file alone, as a program does that knows no zones."""
    for at in (datetime(2026, 3, 28, 9, tzinfo=UTC), datetime(2026, 3, 30, 9, tzinfo=UTC)):
        calendar = parsed(review(at, "Australia/Lord_Howe"))
        (event,), (zone,) = calendar.walk("VEVENT"), calendar.timezones
        shown = event.decoded("dtstart").replace(tzinfo=None)
        assert shown.replace(tzinfo=zone.to_tz()).astimezone(UTC) == at


def test_a_time_in_utc_needs_no_zone() -> None:
    assert b"\r\nDTSTART:20261130T090000Z\r\n" in write("A", [review(datetime(2026, 11, 30, 9, tzinfo=UTC), "UTC")])
    assert b"VTIMEZONE" not in write("A", [review(datetime(2026, 11, 30, 9, tzinfo=UTC), "UTC")])


def test_the_calendar_has_a_name_and_says_how_often_to_look() -> None:
    written = write("Accord: Product", [])

    for line in (b"VERSION:2.0", b"NAME:Accord: Product", b"X-WR-CALNAME:Accord: Product",
                 b"REFRESH-INTERVAL;VALUE=DURATION:PT1H", b"X-PUBLISHED-TTL:PT1H", b"CALSCALE:GREGORIAN"):  # fmt: skip
        assert b"\r\n" + line + b"\r\n" in written
    assert b"PRODID:" in written
    assert written.startswith(b"BEGIN:VCALENDAR\r\n")


def test_the_same_things_give_the_same_bytes_in_any_order() -> None:
    others = [PROMISE, review(AT, "Europe/Berlin")]

    assert write("A", others) == write("A", others[::-1])


@given(st.lists(st.text(max_size=120), min_size=1, max_size=4), st.text(max_size=120))
def test_whatever_people_wrote_lines_are_short_and_mean_what_they_say(texts: list[str], name: str) -> None:
    entries = [Entry(f"{n}@accord", text, date(2026, 11, 30), PAGE, AT, 0, text) for n, text in enumerate(texts)]
    written = write(name, entries)

    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    events = Calendar.from_ical(written).walk("VEVENT")
    shown = [" ".join("".join(c if c.isprintable() else " " for c in text).split()) for text in texts]
    assert [str(event["summary"]) for event in events] == shown

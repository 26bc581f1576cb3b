"""The organization's form: what was typed, and everything in it that cannot be read, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accord.queries.organization import OrganizationPage
from accord.services.organization import Chosen
from accord.web import formatting

MOST_DAYS = 20
MOST_POINTS = 100
MOST_HOLIDAYS = 400
FAR = timedelta(days=10 * 366)  # whoever types a day beyond it has mistyped the year
MOST_MINUTES = 9999
NAMES = ("time_zone", "answer_days", "holidays", "on_track_within", "behind_within", "most_minutes")
Wrong = tuple[str, str]  # a field's name, and what is wrong in it


@dataclass(frozen=True, slots=True)
class OrganizationForm:
    """The values of its fields as texts, what they say, and all that is wrong; nothing is chosen by a wrong form."""

    typed: Mapping[str, str]
    chosen: Chosen | None = None
    wrong: Sequence[Wrong] = field(default_factory=tuple)

    def wrong_in(self, name: str) -> str:
        """What stands beside a field: all that is wrong in it."""
        return " ".join(said for where, said in self.wrong if where == name)


def kept(page: OrganizationPage) -> OrganizationForm:
    """The form as it is filled in with what is chosen."""
    typed = {
        "time_zone": page.time_zone,
        "answer_days": str(page.answer_days),
        "holidays": "\n".join(day.isoformat() for day in page.coming),
        "on_track_within": str(page.on_track_within),
        "behind_within": str(page.behind_within),
        "most_minutes": "" if page.most_minutes is None else str(page.most_minutes),
    }
    return OrganizationForm(typed)


def read(form: Mapping[str, str], page: OrganizationPage, zones: Sequence[str]) -> OrganizationForm:
    """What somebody typed, as they typed it. `zones` are the time zones there are."""
    typed = {name: form.get(name, "").strip("\r\n") for name in NAMES}
    said = {name: text.strip() for name, text in typed.items()}
    holidays, mistakes = _holidays(typed["holidays"], page)
    wrong = [
        *_wrong_in_the_calendar(said, page, zones),
        *(("holidays", mistake) for mistake in mistakes),
        *_wrong_in_the_bounds(said),
    ]
    if wrong:
        return OrganizationForm(typed, None, tuple(wrong))
    numbers = {name: int(said[name]) for name in ("answer_days", "on_track_within", "behind_within")}
    most = int(said["most_minutes"]) if said["most_minutes"] else None
    chosen = Chosen(said["time_zone"], holidays=frozenset(holidays), most_minutes=most, **numbers)
    return OrganizationForm(typed, chosen)


def _wrong_in_the_calendar(said: Mapping[str, str], page: OrganizationPage, zones: Sequence[str]) -> Iterator[Wrong]:
    if said["time_zone"] != page.time_zone and said["time_zone"] not in zones:
        yield "time_zone", _("Accord knows no such zone. Write one like Europe/Berlin.")
    if not _is_count(said["answer_days"], 1, MOST_DAYS):
        yield "answer_days", _whole_number(1, MOST_DAYS)


def _wrong_in_the_bounds(said: Mapping[str, str]) -> Iterator[Wrong]:
    first, second = said["on_track_within"], said["behind_within"]
    if not _is_count(first, 0, MOST_POINTS - 1):
        yield "on_track_within", _whole_number(0, MOST_POINTS - 1)
    if not _is_count(second, 1, MOST_POINTS):
        yield "behind_within", _whole_number(1, MOST_POINTS)
    elif _is_count(first, 0, MOST_POINTS) and int(second) <= int(first):
        wrong = _("Write more than %(first)s: what is short by no more than that is on track.")
        yield "behind_within", wrong % {"first": first}
    if said["most_minutes"] and not _is_count(said["most_minutes"], 1, MOST_MINUTES):
        yield "most_minutes", _whole_number(1, MOST_MINUTES)


def _is_count(text: str, least: int, most: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 5 and least <= int(text) <= most


def _whole_number(least: int, most: int) -> str:
    return _("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}


def _holidays(text: str, page: OrganizationPage) -> tuple[dict[date, int], list[str]]:
    """The days with their lines, counted from 1, and what is wrong with the others. Empty lines are none."""
    found: dict[date, int] = {}
    wrong = []
    for number, line in _lines(text):
        day = _day(line)
        if day is None:
            said = _("Line %(line)s: “%(text)s” is no day. Write it like %(sample)s, one day a line.")
            wrong.append(said % {"line": number, "text": line[:40], "sample": f"{page.today.year}-12-25"})
        elif day in found:
            said = _("Line %(line)s: %(day)s stands in line %(first)s already. Take one of the two out.")
            wrong.append(said % {"line": number, "day": _written(day), "first": found[day]})
        elif refused := _out_of_reach(day, page):
            wrong.append(refused % {"line": number, "day": _written(day)})
        else:
            found[day] = number
    if len(found) > MOST_HOLIDAYS:
        wrong.append(_("These are more than %(most)s days. Take some out.") % {"most": MOST_HOLIDAYS})
    return found, wrong


def _out_of_reach(day: date, page: OrganizationPage) -> str:
    if day < page.today and day not in page.past:
        return _("Line %(line)s: %(day)s is past, and what was reckoned then stays. Take the line out.")
    if day > page.today + FAR:
        return _("Line %(line)s: %(day)s is more than ten years ahead. Look at the year.")
    return ""


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def _day(text: str) -> date | None:
    """Only as 2026-12-25: of 02/03/2026 nobody knows which day it is."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-12-25") and text[4] == text[7] == "-" else None
    except ValueError:
        return None


def _written(day: date) -> str:
    return formatting.day(day, year=True)

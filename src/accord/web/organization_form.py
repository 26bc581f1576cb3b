"""The form of the organization's calendar: what was typed, and everything in it that cannot be read, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accord.queries.organization import OrganizationPage
from accord.services.organization import OrganizationCalendar
from accord.web import formatting

MOST_DAYS = 20
MOST_HOLIDAYS = 400
FAR = timedelta(days=10 * 366)  # whoever types a day beyond it has mistyped the year
NAMES = ("time_zone", "answer_days", "holidays")
Wrong = tuple[str, str]  # a field's name, and what is wrong in it


@dataclass(frozen=True, slots=True)
class OrganizationForm:
    """The values of its fields as texts, what they say, and all that is wrong; a wrong form says no calendar."""

    typed: Mapping[str, str]
    calendar: OrganizationCalendar | None = None
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
    }
    return OrganizationForm(typed)


def read(form: Mapping[str, str], page: OrganizationPage, zones: Sequence[str]) -> OrganizationForm:
    """What somebody typed, as they typed it. `zones` are the time zones there are."""
    typed = {name: form.get(name, "").strip("\r\n") for name in NAMES}
    zone, count = typed["time_zone"].strip(), typed["answer_days"].strip()
    wrong: list[Wrong] = []
    if zone != page.time_zone and zone not in zones:
        wrong.append(("time_zone", _("Accord knows no such zone. Write one like Europe/Berlin.")))
    if not _is_count(count):
        wrong.append(("answer_days", _("Write a whole number from 1 to %(most)s.") % {"most": MOST_DAYS}))
    holidays, mistakes = _holidays(typed["holidays"], page)
    wrong += [("holidays", said) for said in mistakes]
    if wrong:
        return OrganizationForm(typed, None, tuple(wrong))
    return OrganizationForm(typed, OrganizationCalendar(zone, int(count), frozenset(holidays)))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= MOST_DAYS


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

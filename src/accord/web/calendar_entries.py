"""What stands in a calendar, in words and with the page it leads to."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.formats.calendar import Entry, Hour
from accord.queries.people.calendar_things import Thing
from accord.web import formatting

A_REVIEW_TAKES = timedelta(minutes=15)
HOST = "accord"


def entries(things: Iterable[Thing]) -> list[Entry]:
    """Entries of a calendar, in the language that is set."""
    return [_entry(thing) for thing in things]


def _entry(thing: Thing) -> Entry:
    summary, description = WORDS[thing.kind](thing)
    return Entry(
        uid=f"{PLACES.get(thing.kind, thing.kind)}.{thing.key}@{_host()}",
        summary=summary,
        when=Hour(thing.due.at, A_REVIEW_TAKES, thing.zone) if thing.due else thing.day,
        url=settings.ACCORD_URL + _page(thing),
        changed_at=thing.changed_at,
        # A thing's first version has not moved yet.
        sequence=thing.changes if thing.kind == "review" else max(0, thing.changes - 1),
        description=description,
    )


def _review(thing: Thing) -> tuple[str, str]:
    days = {"start": _in_its_year(thing.due.start), "end": _in_its_year(thing.day)} if thing.due else {}
    return _("Review of %(team)s") % {"team": thing.name}, _("About %(start)s to %(end)s.") % days


def _in_its_year(day: date) -> str:
    """Without the year, which the entry says: what is read again in another year is the same to the byte."""
    return formatting.short_day(day, year=False)


def _answers(thing: Thing) -> tuple[str, str]:
    said = ngettext("%(team)s answers: one agreement", "%(team)s answers: %(count)s agreements", thing.count)
    return said % {"team": thing.name, "count": thing.count}, _("What is asked of you should be answered by this day.")


def _given(thing: Thing) -> tuple[str, str]:
    said = _("Promised to %(team)s: %(what)s")
    return said % {"team": thing.name, "what": thing.title}, _("Not delivered yet.")


def _taken(thing: Thing) -> tuple[str, str]:
    said = _("%(team)s promised: %(what)s")
    return said % {"team": thing.name, "what": thing.title}, _("Not delivered yet.")


def _action(thing: Thing) -> tuple[str, str]:
    return _("Action: %(title)s") % {"title": thing.title}, ""


def _key_result(thing: Thing) -> tuple[str, str]:
    return _("Key result: %(title)s") % {"title": thing.title}, ""


def _milestone(thing: Thing) -> tuple[str, str]:
    return _("Milestone: %(name)s") % {"name": thing.title}, ""


WORDS: Mapping[str, Callable[[Thing], tuple[str, str]]] = {
    "review": _review,
    "answers": _answers,
    "given": _given,
    "taken": _taken,
    "action": _action,
    "key_result": _key_result,
    "milestone": _milestone,
}
PLACES = {"given": "promise", "taken": "promise"}  # one promise, from whichever side it is seen


def _page(thing: Thing) -> str:
    if thing.kind == "review":
        # Before there is a cycle there is nothing to look at but when it is due.
        return _reviews(thing) if thing.cycle else reverse("cadence", kwargs={"key": thing.team})
    if thing.kind == "answers":
        return f"{reverse('agreements', kwargs={'cycle': thing.cycle})}?team={thing.team}"
    if thing.kind == "milestone":
        return reverse("milestone", kwargs={"key": thing.key})
    page = reverse("key_result", kwargs={"cycle": thing.cycle, "key": thing.result})
    return page if thing.kind == "key_result" else f"{page}#{thing.key.partition('.')[2]}"


def _reviews(thing: Thing) -> str:
    return reverse("reviews", kwargs={"cycle": thing.cycle, "key": thing.team})


def _host() -> str:
    """Two installations may have things of the same id."""
    return str(settings.ACCORD_ADDRESS.host).strip("[]") or HOST

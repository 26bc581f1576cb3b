"""The rail and the bar on top: where one can go, and how much waits there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accord.queries import shell as rows
from accord.queries.access import NotVisible
from accord.web.request import cycle as shown_cycle
from accord.web.request import reader, today

if TYPE_CHECKING:
    from accord.models import Cycle

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go from every page. A quiet count tells how many; a loud one asks for something."""

    name: str
    icon: str
    label: str
    href: str
    key: str = ""
    count: int = 0
    is_quiet: bool = True


@dataclass(frozen=True, slots=True)
class CycleChoice:
    """A cycle in the menu, with where it is in time."""

    name: str
    when: str
    href: str
    is_shown: bool


def context(request: HttpRequest) -> dict[str, Any]:
    """For every template: the shell. It asks the database only when a page draws it."""
    return {"shell": Shell(request)}


class Shell:
    """What the shell's template needs, each part found when it is drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def places(self) -> list[Place]:
        """What one works with. A page that is not there is not offered."""
        waiting = rows.counts(reader(self._request), self.cycle).agreements if self.cycle else 0
        offered = [
            self._place("home", "home", _("Home"), key="g h", count=waiting, is_quiet=False),
            self._place("my_team", "team", _("My team"), key="g t"),
            self._place("agreements", "pact", _("Agreements"), key="g a", count=waiting),
        ]
        return [place for place in offered if place]

    @cached_property
    def whole_picture(self) -> list[Place]:
        offered = [
            self._place("metrics", "metric", _("Metrics")),
            self._place("directory", "directory", _("Directory")),
        ]
        return [place for place in offered if place]

    @cached_property
    def yours(self) -> list[Place]:
        """The reader's own pages."""
        person = reader(self._request).person
        page = _address("person", person.key) if person else None
        own = [Place("person", "person", _("Your page"), self._in_cycle(page))] if page else []
        if reader(self._request).is_admin:
            own.append(Place("invitations", "plus", _("Invite somebody"), reverse("invitations")))
        return [*own, Place("preferences", "check", _("Preferences"), reverse("preferences"))]

    @cached_property
    def you(self) -> str:
        """The reader's name, or their e-mail where the plan does not know them."""
        return reader(self._request).user.get_full_name()

    @cached_property
    def cycle(self) -> "Cycle | None":
        """The cycle of the page; none before there is a plan, or where the address names one that is not there."""
        try:
            return shown_cycle(self._request)
        except NotVisible:
            return None

    @cached_property
    def cycles(self) -> list[CycleChoice]:
        page = _address("agreements") or "/"
        return [
            CycleChoice(
                cycle.name, time_of(cycle, today()), f"{page}?{urlencode({'cycle': cycle.key})}", cycle == self.cycle
            )
            for cycle in rows.cycles()
        ]

    @cached_property
    def time(self) -> str:
        """Where the page's cycle is in time."""
        return time_of(self.cycle, today()) if self.cycle else ""

    def _place(self, name: str, icon: str, label: str, **more: Any) -> Place | None:
        address = _address(name)
        return Place(name, icon, label, self._in_cycle(address), **more) if address else None

    def _in_cycle(self, address: str) -> str:
        """Who has chosen a cycle stays in it."""
        chosen = self._request.GET.get("cycle")
        return f"{address}?{urlencode({'cycle': chosen})}" if chosen and self.cycle else address


def time_of(cycle: "Cycle", day: date) -> str:
    """'Week 7 of 13', 'Drafting' before it starts, 'Over' after its end, 'Closed'."""
    if cycle.closed_at:
        return _("Closed")
    if day < cycle.start:
        return _("Drafting")
    if day > cycle.end:
        return _("Over")
    return _("Week %(week)s of %(weeks)s") % weeks_of(cycle, day)


def weeks_of(cycle: "Cycle", day: date) -> Mapping[str, int]:
    """In which week of how many a day of the cycle is."""
    days = (cycle.end - cycle.start).days + 1
    weeks = max(1, round(days / DAYS_A_WEEK))
    # A quarter is thirteen weeks and a day: its last day belongs to the thirteenth.
    return {"week": min((day - cycle.start).days // DAYS_A_WEEK + 1, weeks), "weeks": weeks}


def _address(name: str, *parts: str) -> str | None:
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return None

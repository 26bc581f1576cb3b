"""The rail and the bar on top: where one can go, and how much waits there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accord.domain import cycles as domain
from accord.domain.cycles import State
from accord.queries import shell as rows
from accord.queries.access import NotVisible
from accord.queries.cycles import nested
from accord.web.request import cycle as shown_cycle
from accord.web.request import cycles, reader, today
from accord.web.switching import address_in

if TYPE_CHECKING:
    from accord.models import Cycle

DAYS_A_WEEK = 7
MOST_CYCLES, DEEPEST = 12, 3  # in the menu


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
    depth: int = 0


def context(request: HttpRequest) -> dict[str, Any]:
    """For every template: the shell, which asks the database only when a page draws it, and one token for all forms."""
    return {"shell": Shell(request), "csrf_token": SimpleLazyObject(lambda: get_token(request))}


class Shell:
    """What the shell's template needs, each part found when it is drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def places(self) -> list[Place]:
        """What one works with."""
        if self.cycle is None:
            return [Place("home", "home", _("Home"), reverse("home"), key="g h")]
        who = reader(self._request)
        waiting = rows.counts(who, self.cycle)
        agreements = reverse("agreements", kwargs={"cycle": self.cycle.key})
        asks = Place("asks", "inbox", _("Asks"), self._kept("my_asks"), count=waiting.asks)
        reviews = Place("reviews", "pen", _("Reviews"), self._kept("my_reviews"), key="r")
        return [
            Place("home", "home", _("Home"), self._kept("home"), key="g h", count=waiting.needs, is_quiet=False),
            Place("my_team", "team", _("My team"), self._kept("my_team"), key="g t"),
            Place("agreements", "pact", _("Agreements"), agreements, key="g a", count=waiting.agreements),
            *([asks, reviews] if who.own_teams else []),
        ]

    @cached_property
    def whole_picture(self) -> list[Place]:
        return [
            Place("metrics", "metric", _("Metrics"), self._kept("metrics")),
            Place("goals", "seal", _("Strategic goals"), self._kept("strategic_goals")),
            Place("activity", "clock", _("Activity"), self._kept("activity")),
            Place("directory", "directory", _("Directory"), self._kept("directory")),
        ]

    @cached_property
    def yours(self) -> list[Place]:
        """The reader's own pages."""
        who = reader(self._request)
        own = [Place("preferences", "check", _("Preferences"), reverse("preferences"))]
        if who.is_admin:
            own.insert(0, Place("invitations", "plus", _("Invite somebody"), reverse("invitations")))
        if who.own_teams and self.cycle:
            own.insert(0, Place("write_review", "pen", _("Write this month’s review"), reverse("write_review")))
        if who.person:
            own.insert(0, Place("person", "person", _("Your page"), self._kept("person", key=who.person.key)))
        if who.is_admin:
            own.append(Place("cycles", "calendar", _("Cycles"), reverse("cycles")))
            own.append(Place("review_week", "clock", _("Review week"), reverse("review_week")))
        return own

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
        """The latest of them, and what they are part of; the list of all has the others."""
        known = cycles(self._request)
        return [
            CycleChoice(
                each.cycle.name,
                time_of(each.cycle, today(), known),
                address_in(self._request, each.cycle.key),
                is_shown=each.cycle == self.cycle,
                depth=min(each.depth, DEEPEST),
            )
            for each in nested(known)
        ][:MOST_CYCLES]

    @cached_property
    def time(self) -> str:
        """Where the page's cycle is in time."""
        return time_of(self.cycle, today(), cycles(self._request)) if self.cycle else ""

    @cached_property
    def chosen(self) -> str:
        """The id of the cycle that somebody has chosen and stays in from page to page; nothing for today's."""
        if self.cycle is None:
            return ""
        usual = domain.usual(cycles(self._request), today())
        return self.cycle.key if "cycle" in self._request.GET or self.cycle != usual else ""

    def _kept(self, name: str, **parts: str) -> str:
        """The address of a page that has no cycle of its own, in the cycle that was chosen."""
        address = reverse(name, kwargs=parts)
        return f"{address}?{urlencode({'cycle': self.chosen})}" if self.chosen else address


def time_of(cycle: "Cycle", day: date, known: "Sequence[Cycle]" = ()) -> str:
    """'Week 7 of 13'; before it starts 'Drafting' for what comes next (of all that are known), else 'Planned'; 'Over'
    after its end, 'Closed'.
    """
    match domain.state(cycle, day):
        case State.CLOSED:
            return _("Closed")
        case State.PLANNED:
            first = min((each.start for each in known if domain.state(each, day) is State.PLANNED), default=cycle.start)
            return _("Drafting") if cycle.start <= first else _("Planned")
        case State.OVER:
            return _("Over")
        case _:
            return _("Week %(week)s of %(weeks)s") % weeks_of(cycle, day)


def weeks_of(cycle: "Cycle", day: date) -> Mapping[str, int]:
    """In which week of how many a day of the cycle is."""
    days = (cycle.end - cycle.start).days + 1
    weeks = max(1, round(days / DAYS_A_WEEK))
    # A quarter is thirteen weeks and a day: its last day belongs to the thirteenth.
    return {"week": min((day - cycle.start).days // DAYS_A_WEEK + 1, weeks), "weeks": weeks}

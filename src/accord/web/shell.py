"""The rail and the bar on top: where one can go, and how much waits there."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from accord.domain import cycles as domain
from accord.domain.cycles import State
from accord.queries import shell as rows
from accord.queries.access import NotVisible
from accord.queries.cycles.cycles import nested
from accord.web.addresses import url
from accord.web.manner import Manner, manner
from accord.web.request import cycle as shown_cycle
from accord.web.request import cycles, reader, today
from accord.web.switching import address_in

if TYPE_CHECKING:
    from accord.models import Cycle
    from accord.queries.access import Reader

DAYS_A_WEEK = 7
MOST_CYCLES, DEEPEST = 12, 3  # in the menu
AT_MOST = 512  # lists of places that are kept


class Place(NamedTuple):
    """Somewhere to go from every page. A quiet number beside it tells how many; a loud one asks for something."""

    name: str
    icon: str
    label: str
    href: str
    key: str = ""
    is_quiet: bool = True


class CycleChoice(NamedTuple):
    """A cycle in the menu, with where it is in time."""

    name: str
    when: str
    href: str
    is_shown: bool
    depth: int = 0


def context(request: HttpRequest) -> dict[str, Any]:
    """For every template: the shell, which asks the database only when a page draws it, and one token for all forms."""
    return {"shell": Shell(request), "csrf_token": Token(request)}


class Token:
    """What proves that a form is one of ours: made when a page first writes it, and the same in all of its forms."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __str__(self) -> str:
        return self._made

    def __html__(self) -> str:
        return self._made

    @cached_property
    def _made(self) -> str:
        return get_token(self._request)


class Shell:
    """What the shell's template needs, each part found when it is drawn."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """What one works with."""
        cycle = self.cycle.key if self.cycle else ""
        return _places(manner(), cycle, self.chosen, has_teams=bool(self._reader.own_teams))

    @cached_property
    def rail(self) -> tuple[tuple[Place, int], ...]:
        """The same, each with how much waits there for the reader."""
        asks = self.cycle is not None and self.cycle.closed_at is None
        waiting = rows.counts(self._reader, self.cycle) if self.cycle and asks else rows.Counts()
        found = {"home": waiting.needs, "agreements": waiting.agreements, "asks": waiting.asks}
        return tuple((place, found.get(place.name, 0)) for place in self.places)

    @cached_property
    def whole_picture(self) -> tuple[Place, ...]:
        """How it all hangs together: what is wanted, by whom, and what for."""
        return _whole_picture(manner(), self.cycle.key if self.cycle else "", self.chosen)

    @cached_property
    def yours(self) -> tuple[Place, ...]:
        """The reader's own pages."""
        who = self._reader
        person = who.person.key if who.person else ""
        reviews = bool(who.own_teams and self.cycle)
        has_plan = bool(cycles(self._request))
        return _yours(manner(), self.chosen, person, reviews=reviews, is_admin=who.is_admin, has_plan=has_plan)

    @cached_property
    def you(self) -> str:
        """The reader's name, or their e-mail where the plan does not know them."""
        return self._reader.user.get_full_name()

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
                time_of(each.cycle, self._today, known),
                address_in(self._request, each.cycle.key),
                is_shown=each.cycle == self.cycle,
                depth=min(each.depth, DEEPEST),
            )
            for each in nested(known)
        ][:MOST_CYCLES]

    @cached_property
    def time(self) -> str:
        """Where the page's cycle is in time."""
        return time_of(self.cycle, self._today, cycles(self._request)) if self.cycle else ""

    @cached_property
    def chosen(self) -> str:
        """The id of the cycle that somebody has chosen and stays in from page to page; nothing for today's."""
        if self.cycle is None:
            return ""
        usual = domain.usual(cycles(self._request), self._today)
        return self.cycle.key if "cycle" in self._request.GET or self.cycle != usual else ""

    @cached_property
    def _today(self) -> date:
        return today()

    @property
    def _reader(self) -> "Reader":
        return reader(self._request)


# Each is kept for what it is given: nothing else is in it, so that nobody gets what was made for somebody else.


@lru_cache(maxsize=AT_MOST)
def _places(in_manner: Manner, cycle: str, chosen: str, *, has_teams: bool) -> tuple[Place, ...]:
    home = Place("home", "home", _("Home"), _kept(chosen, "home"), key="g h", is_quiet=False)
    if not cycle:
        return (home,)
    asks = Place("asks", "inbox", _("Asks"), _kept(chosen, "my_asks"))
    reviews = Place("reviews", "pen", _("Reviews"), _kept(chosen, "my_reviews"), key="r")
    return (
        home,
        Place("my_team", "team", _("My team"), _kept(chosen, "my_team"), key="g t"),
        Place("agreements", "pact", _("Agreements"), url("agreements", cycle=cycle), key="g a"),
        *([asks, reviews] if has_teams else []),
    )


@lru_cache(maxsize=AT_MOST)
def _whole_picture(in_manner: Manner, cycle: str, chosen: str) -> tuple[Place, ...]:
    return (
        *(_of_cycle(cycle) if cycle else ()),
        Place("metrics", "metric", _("Metrics"), _kept(chosen, "metrics")),
        *((Place("findings", "check", _("Checks"), url("findings", cycle=cycle)),) if cycle else ()),
        Place("activity", "clock", _("Activity"), _kept(chosen, "activity")),
        Place("directory", "directory", _("Directory"), _kept(chosen, "directory")),
    )


def _of_cycle(cycle: str) -> tuple[Place, ...]:
    return (
        Place("cascade", "cascade", _("Cascade"), url("cascade", cycle=cycle), key="g c"),
        Place("matrix", "matrix", _("Matrix"), url("matrix", cycle=cycle)),
        Place("strategy", "seal", _("Strategy"), url("strategy", cycle=cycle)),
    )


@lru_cache(maxsize=AT_MOST)
def _yours(
    in_manner: Manner, chosen: str, person: str, *, reviews: bool, is_admin: bool, has_plan: bool
) -> tuple[Place, ...]:
    own = [Place("preferences", "check", _("Preferences"), url("preferences"))]
    if is_admin:
        own.insert(0, Place("invitations", "plus", _("Invite somebody"), url("invitations")))
    if reviews:
        own.insert(0, Place("write_review", "pen", _("Write this month’s review"), url("write_review")))
    if person:
        own.insert(0, Place("person", "person", _("Your page"), _kept(chosen, "person", key=person)))
    if is_admin and has_plan:
        own.append(Place("cycles", "calendar", _("Cycles"), url("cycles")))
        own.append(Place("review_week", "clock", _("Review week"), url("review_week")))
        own.append(Place("organization", "calendar", _("What holds for all teams"), url("organization")))
    return tuple(own)


def _kept(chosen: str, name: str, **parts: str) -> str:
    """The address of a page that has no cycle of its own, in the cycle that was chosen."""
    address = url(name, **parts)
    return f"{address}?{urlencode({'cycle': chosen})}" if chosen else address


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

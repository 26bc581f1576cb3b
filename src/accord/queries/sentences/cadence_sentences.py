"""When a team reviews, in words; and what is said of somebody having chosen it."""

from collections.abc import Callable, Mapping
from datetime import date, time

from django.utils.translation import gettext as _

from accord.domain.cadence import LAST, Cadence, Kind, ReviewWeek
from accord.queries.sentences.sentence_parts import Happening, Piece, Reference, Sentence, filled, who


def how_often(cadence: Cadence, week: ReviewWeek | None = None) -> str:
    """'every Monday', 'last working day of the month': as it stands after a colon or a name.

    `week` is the organization's review week, which a monthly review is held in.
    """
    weekday = weekdays()[cadence.weekday]
    if cadence.kind is Kind.WEEKLY:
        return _("every %(weekday)s") % {"weekday": weekday}
    if cadence.kind is Kind.FORTNIGHTLY:
        return _("every two weeks on %(weekday)s") % {"weekday": weekday}
    if week is not None:
        in_week = _("%(weekday)s of the review week") if cadence.kind is Kind.WEEKDAY else _("end of the review week")
        return in_week % {"weekday": weekday}
    return _once_a_month(cadence)


def weekdays() -> list[str]:
    """The days of the week, Monday first."""
    return [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]


def _once_a_month(cadence: Cadence) -> str:
    if cadence.kind is Kind.LAST_WORKING_DAY:
        return _("last working day of the month")
    if cadence.kind is Kind.DATE:
        return _("last day of the month") if cadence.day == 31 else _("day %(day)s of the month") % {"day": cadence.day}
    said = {
        1: _("first %(weekday)s of the month"),
        2: _("second %(weekday)s of the month"),
        3: _("third %(weekday)s of the month"),
        4: _("fourth %(weekday)s of the month"),
        LAST: _("last %(weekday)s of the month"),
    }
    return said[cadence.nth] % {"weekday": weekdays()[cadence.weekday]}


def _chosen(it: Happening) -> Sentence:
    cadence = read(it.data)
    pieces = {
        "who": who(it),
        "team": Reference(it.team.name, "team", it.team.key) if it.team else _("a team"),
        "when": how_often(cadence),
        "clock": f"{cadence.at:%H:%M}",
    }
    return Sentence(
        "none", "calendar", filled(_("%(who)s chose when %(team)s reviews: %(when)s, at %(clock)s."), pieces)
    )


def _week_chosen(it: Happening) -> Sentence:
    pieces: dict[str, Piece] = {"who": who(it)}
    said = {
        ReviewWeek.FIRST_FULL: _("%(who)s laid all monthly reviews into the first full week of the month."),
        ReviewWeek.LAST_WORKING: _("%(who)s laid all monthly reviews into the week of the month’s last working day."),
    }
    week = it.data.get("week")
    in_none = _("%(who)s let each team choose its own day for monthly reviews.")
    return Sentence("none", "calendar", filled(said[ReviewWeek(week)] if week else in_none, pieces))


def read(data: Mapping[str, object]) -> Cadence:
    """A cadence as an event has kept it."""
    usual = Cadence()
    anchor = data.get("anchor")
    return Cadence(
        kind=Kind(str(data.get("kind", usual.kind))),
        weekday=int(str(data.get("weekday", usual.weekday))),
        anchor=date.fromisoformat(str(anchor)) if anchor else None,
        day=int(str(data.get("day", usual.day))),
        nth=int(str(data.get("nth", usual.nth))),
        at=time.fromisoformat(str(data.get("at", usual.at))),
        zone=str(data.get("zone", "")),
    )


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "cadence.chosen": _chosen,
    "cadence.week-chosen": _week_chosen,
}

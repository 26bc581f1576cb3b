"""The form on which a team chooses when it reviews: what is offered, what was typed, and what is wrong with it."""

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from accord.domain.cadence import LAST, Cadence, Kind
from accord.queries.sentences.cadence_sentences import weekdays

WEEK = timedelta(days=7)
NAMES = ("kind", "weekday", "anchor", "day", "nth", "at", "zone")
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CadenceForm:
    """The values of its fields as texts, what they say, and what is wrong by field; a wrong form says no cadence."""

    typed: Typed
    cadence: Cadence | None
    wrong: Mapping[str, str] = field(default_factory=dict)


def kept(cadence: Cadence, today: date) -> CadenceForm:
    """The form as it is filled in with what a team has chosen."""
    typed = {
        "kind": cadence.kind.value,
        "weekday": str(cadence.weekday),
        "anchor": _same_week(cadence.anchor or today, today).isoformat(),
        "day": str(cadence.day),
        "nth": str(cadence.nth),
        "at": f"{cadence.at:%H:%M}",
        "zone": cadence.zone,
    }
    return CadenceForm(typed, cadence)


def read(form: Mapping[str, str]) -> CadenceForm:
    """What somebody typed. Everything that cannot be read is said at once."""
    typed = {name: form.get(name, "").strip() for name in NAMES}
    wrong = _wrong(typed)
    if wrong:
        return CadenceForm(typed, None, wrong)
    kind = Kind(typed["kind"])
    cadence = Cadence(
        kind=kind,
        weekday=int(typed["weekday"]),
        anchor=date.fromisoformat(typed["anchor"]) if kind is Kind.FORTNIGHTLY else None,
        day=int(typed["day"]),
        nth=int(typed["nth"]),
        at=time.fromisoformat(typed["at"]).replace(second=0, microsecond=0),
        zone=typed["zone"],
    )
    return CadenceForm(typed, cadence)


def offers(today: date) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in each list: pairs of a value and its words."""
    this_week = _monday(today)
    return {
        "kinds": [
            (Kind.WEEKLY.value, _("Every week")),
            (Kind.FORTNIGHTLY.value, _("Every two weeks")),
            (Kind.WEEKDAY.value, _("Once a month, on a weekday")),
            (Kind.DATE.value, _("Once a month, on a date")),
            (Kind.LAST_WORKING_DAY.value, _("On the last working day of the month")),
        ],
        "weekdays": [(str(number), name) for number, name in enumerate(weekdays())],
        "anchors": [(this_week.isoformat(), _("this week")), ((this_week + WEEK).isoformat(), _("next week"))],
        "days": [(str(number), str(number)) for number in range(1, 31)] + [("31", _("31, the last day"))],
        "nths": [
            ("1", _("first")),
            ("2", _("second")),
            ("3", _("third")),
            ("4", _("fourth")),
            (str(LAST), _("last")),
        ],
    }


def _wrong(typed: Typed) -> dict[str, str]:
    problems = {}
    if typed["kind"] not in set(Kind):
        problems["kind"] = _("Choose how often the team reviews.")
    lists = {"weekday": range(7), "day": range(1, 32), "nth": range(1, LAST + 1)}
    problems |= {
        name: _("Choose one of the list.") for name, known in lists.items() if typed[name] not in map(str, known)
    }
    if typed["kind"] == Kind.FORTNIGHTLY and not _is_day(typed["anchor"]):
        problems["anchor"] = _("Choose one of the list.")
    if not _is_time(typed["at"]):
        problems["at"] = _("Write a time such as 10:00.")
    if typed["zone"] and typed["zone"] not in zoneinfo.available_timezones():
        problems["zone"] = _("Accord knows no such zone. Write one like Europe/Berlin.")
    return problems


def _is_day(text: str) -> bool:
    try:
        # Far from any calendar there is nothing to reckon with.
        return 2000 <= date.fromisoformat(text).year <= 2200
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    try:
        return time.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _same_week(anchor: date, today: date) -> date:
    """The Monday of this week or the next, whichever is in the same rhythm of two weeks as a day."""
    this_week = _monday(today)
    return this_week + WEEK * ((_monday(anchor) - this_week).days // 7 % 2)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())

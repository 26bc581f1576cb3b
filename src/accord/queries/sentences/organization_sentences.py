"""What is said of the organization's calendar, bands and limit having been changed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.queries.sentences.sentence_parts import Happening, Sentence, filled, who


def _changed(it: Happening) -> Sentence:
    pieces = [*filled(_("%(who)s changed what holds for the whole organization."), {"who": who(it)})]
    pieces += [f" {said}" for said in (*_calendar(it.data), *_bounds(it.data))]
    return Sentence("none", "calendar", tuple(pieces))


def _calendar(data: Mapping[str, Any]) -> Iterator[str]:
    if zone := data.get("time_zone"):
        yield _("Its time zone is %(zone)s now.") % {"zone": zone}
    if days := data.get("answer_days"):
        said = ngettext("There is one working day to answer.", "There are %(num)s working days to answer.", days)
        yield said % {"num": days}
    if added := data.get("added"):
        said = ngettext("One holiday was added.", "%(num)s holidays were added.", len(added))
        yield said % {"num": len(added)}
    if taken_out := data.get("taken_out"):
        said = ngettext("One holiday was taken out.", "%(num)s holidays were taken out.", len(taken_out))
        yield said % {"num": len(taken_out)}


def _bounds(data: Mapping[str, Any]) -> Iterator[str]:
    if "behind_within" in data:
        said = _("Down to %(first)s points short of the plan is on track now, down to %(second)s behind.")
        yield said % {"first": data["on_track_within"], "second": data["behind_within"]}
    if "most_minutes" in data:
        most = data["most_minutes"]
        if most is None:
            yield _("There is no limit any more to the minutes a month that meetings, reviews and reading take.")
        else:
            said = ngettext(
                "Meetings, reviews and reading should take each person one minute a month at most.",
                "Meetings, reviews and reading should take each person %(num)s minutes a month at most.",
                most,
            )
            yield said % {"num": most}


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "organization.changed": _changed,
}

"""What is said of the organization's calendar having been changed."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.queries.sentence_parts import Happening, Sentence, filled, who


def _calendar_changed(it: Happening) -> Sentence:
    pieces = [*filled(_("%(who)s changed the organization’s calendar."), {"who": who(it)})]
    if zone := it.data.get("time_zone"):
        pieces.append(" " + _("Its time zone is %(zone)s now.") % {"zone": zone})
    if days := it.data.get("answer_days"):
        said = ngettext("There is one working day to answer.", "There are %(num)s working days to answer.", days)
        pieces.append(" " + said % {"num": days})
    if added := it.data.get("added"):
        said = ngettext("One holiday was added.", "%(num)s holidays were added.", len(added))
        pieces.append(" " + said % {"num": len(added)})
    if taken_out := it.data.get("taken_out"):
        said = ngettext("One holiday was taken out.", "%(num)s holidays were taken out.", len(taken_out))
        pieces.append(" " + said % {"num": len(taken_out)})
    return Sentence("none", "calendar", tuple(pieces))


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "organization.calendar-changed": _calendar_changed,
}

"""What kinds of messages there are, and ways to be told, in words."""

from collections.abc import Mapping
from datetime import time

from django.utils.translation import gettext as _

from accord.domain.telling import Choice, How, Kind
from accord.services.telling.unsubscribing import DIGEST
from accord.web import formatting


def names_of_kinds() -> Mapping[Kind, str]:
    """Each kind of message, as one chooses it."""
    return {
        Kind.ASKED: _("What asks for your answer: agreements that opened or changed"),
        Kind.SAID: _("Questions and objections to you"),
        Kind.UPDATE: _("Updates of other teams that ask to be acknowledged"),
        Kind.DEADLINE: _("A reminder one working day before an answer is due"),
        Kind.REVIEW: _("A reminder when your team’s review is due"),
        Kind.CHECK_IN: _("A reminder when a new value of yours is expected"),
        Kind.ANSWERED: _("Answers: a yes to your results, a reply in your threads"),
        Kind.HEADS_UP: _("Heads-ups: what concerns you and asks nothing"),
        Kind.MONTH: _("Once a month, what is in the way across the teams below yours"),
        Kind.FOLLOWING: _("What you follow"),
    }


def name_of_link(kind: str) -> str:
    """What a link in a mail stops."""
    return _("The daily mail") if kind == DIGEST else names_of_kinds()[Kind(kind)]


def ways() -> list[tuple[str, str]]:
    """How one can be told."""
    return [
        (How.AT_ONCE.value, _("By mail, at once")),
        (How.DIGEST.value, _("By one mail a day")),
        (How.IN_ACCORD.value, _("Only here in Accord")),
    ]


def in_words(choice: Choice) -> list[str]:
    """What somebody has chosen, a sentence each."""
    said = [f"{dict(ways())[choice.how.value]}."]
    if choice.how is not How.IN_ACCORD:
        said.append(_("Reminders come at %(hour)s.") % {"hour": formatting.time_of_day(time(choice.hour))})
        if choice.quiet:
            start, end = (formatting.time_of_day(each) for each in choice.quiet)
            said.append(_("Nothing between %(start)s and %(end)s.") % {"start": start, "end": end})
    names = [name for kind, name in names_of_kinds().items() if kind in choice.muted]
    if names and choice.how is not How.IN_ACCORD:
        said.append(_("Not by mail: %(names)s.") % {"names": formatting.listed(names)})
    return said

"""Why what was typed cannot be saved, in sentences that say how to mend it, each at the input it is about."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from accord.domain.wording import Reason, Refusal
from accord.formats.plan.judging import Wrong
from accord.web.editing.sheets import SHEETS

OF_MEMBERS = frozenset({"role", "allocation"})  # fields of what stands in a row of its team's form


def at_inputs(kind: str, wrongs: Iterator[Wrong]) -> dict[str, str]:
    """The sentence of each input that something is wrong with; an empty name for what belongs to none."""
    found: dict[str, str] = {}
    for wrong in wrongs:
        found.setdefault(_input(kind, wrong.field), sentence(kind, wrong))
    return found


def sentence(kind: str, wrong: Wrong) -> str:
    """What is wrong with one value, and how to mend it."""
    about = {"about": label(kind, wrong.about), "id": wrong.about}
    sentences: Mapping[str, str] = {
        "missing": _("Fill this in."),
        "too-long": _("This is longer than 20,000 characters. Say it more shortly."),
        "long-name": _("A name has at most %(id)s characters. What it is for stands in its brief.") % about,
        "same-name": _("There is a cycle called ‘%(id)s’ already. Give this one a name of its own.") % about,
        "text": _("This holds signs that cannot be kept. Type it anew."),
        "date": _("Write a day such as 2026-12-18: year, month, day."),
        "number": _("Write a number of at most 18 digits before the point and 12 after it."),
        "whole": _("Write a whole number."),
        "least": _("Write %(id)s or more.") % about,
        "most": _("Write %(id)s or less.") % about,
        "word": _("Choose one of the list."),
        "twice": _("‘%(id)s’ stands here twice.") % about,
        "excludes": _("This cannot stand beside ‘%(about)s’. Empty one of the two.") % about,
        "needs": _("This needs ‘%(about)s’ too.") % about,
        "order": _("This comes before ‘%(about)s’. Turn them round.") % about,
        "unknown-id": _("‘%(id)s’ is not there any more. Choose another.") % about,
        "ended-team": _("‘%(id)s’ has ended. Choose the team that took its place.") % about,
        "other-key-result": _("This action belongs to another key result. Choose one of this one."),
        "duplicate-id": _("There is one already: ‘%(id)s’.") % about,
        "no-email": _("This is no e-mail address. Nobody could sign in with it."),
        "email-taken": _("‘%(id)s’ has this e-mail already. Give each person one of their own.") % about,
        "own-manager": _("Nobody reports to themselves."),
        "own-ancestor": _("A team cannot be above itself. Choose another, or none."),
        "own-successor": _("A team cannot carry on after itself. Choose another, or none."),
        "in-use": _("Something still uses it. Take it out there first."),
        "stays": _("This stays: its history hangs on it."),
        "outside": _("This is outside of ‘%(id)s’, which it is part of.") % about,
        "too-small": _("‘%(id)s’ is part of it, and would lie outside.") % about,
        "inside-itself": _("A cycle cannot be part of itself."),
        "closed": _("‘%(id)s’ is closed. Choose an open one, or none.") % about,
        "dropped": _("What it stood under was dropped too. Bring that back first."),
        "left-registry": _("‘%(id)s’, which it speaks of, has left the registry. Bring that back first.") % about,
    }
    return sentences.get(wrong.code) or _("Accord cannot take this.")


def mark_refused(refusal: Refusal) -> str:
    """Why a change of text is more than wording, naming what differs."""
    differs = " ".join(refusal.after) or " ".join(refusal.before)
    found: Mapping[Reason, str] = {
        Reason.APPEARS: _("A text that appears or goes is more than wording."),
        Reason.NUMBER: _("‘%(what)s’ is a number. A number is more than wording.") % {"what": differs},
        Reason.SYMBOL: _("‘%(what)s’ may change what is counted. It is more than wording.") % {"what": differs},
        Reason.UNIT: _("‘%(what)s’ is a unit. A unit is more than wording.") % {"what": differs},
        Reason.NEGATION: _("‘%(what)s’ turns the meaning round. It is more than wording.") % {"what": differs},
    }
    return found[refusal.code]


def label(kind: str, name: str) -> str:
    """What a field is called on its form."""
    fields = SHEETS[kind].fields if kind in SHEETS else ()
    return str(next((each.label for each in fields if each.name == name), name))


def _input(kind: str, name: str) -> str:
    if kind == "team" and name in OF_MEMBERS:
        name = "members"
    return next((each.inputs[0] for each in SHEETS[kind].fields if each.name == name), "")

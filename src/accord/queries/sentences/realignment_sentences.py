"""Sentences about realignments: what a change asked of whom, and how that ended."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.queries.sentences.sentence_parts import Happening, Piece, Reference, Sentence, filled, spelled, things, who


def _opened(it: Happening) -> Sentence:
    said = _("%(change)s asks %(teams)s to agree again.")
    return Sentence("stale", "stale", filled(said, {"change": _change_by(it, _author(it)), "teams": _teams(it)}))


def _joined(it: Happening) -> Sentence:
    said = _("%(change)s comes on top of one still to be answered. It asks %(teams)s to agree again.")
    return Sentence("stale", "stale", filled(said, {"change": _change_by(it, _author(it)), "teams": _teams(it)}))


def _closed(it: Happening) -> Sentence:
    """One realignment is named after who made the change; several that ended with one write are counted."""
    count = len(it.data.get("realignments", ())) or 1
    endings = _endings()
    one, several, look = endings.get(it.data.get("state", ""), endings["withdrawn"])
    author = it.things[0].words if it.things else None
    pieces = {"change": _change_by(it, author), "number": spelled(count)}
    return Sentence(*look, filled(one if count == 1 else several, pieces))


def _gone_ahead(it: Happening) -> Sentence:
    team = Reference(it.team.name, "team", it.team.key) if it.team else _("a team")
    said = _("%(who)s went ahead with %(change)s without %(team)s, and said why.")
    return Sentence("stale", "stale", filled(said, {"who": who(it), "change": _a_change(it), "team": team}))


def _deadline_passed(it: Happening) -> Sentence:
    said = _("The deadline has passed without an answer from %(teams)s to %(change)s.")
    return Sentence("stale", "clock", filled(said, {"teams": _teams(it), "change": _a_change(it)}))


def _heads_up(it: Happening) -> Sentence:
    """For teams that no agreement of the change binds, but that wait for what it changed or receive from it."""
    removed = int(it.data.get("removed", 0))
    if not removed:
        said = _("Heads-up: %(who)s changed %(things)s, which others build on.")
    elif removed == it.data.get("count"):
        said = _("Heads-up: %(who)s took out %(things)s, which others build on.")
    else:
        said = _("Heads-up: %(who)s changed or took out %(things)s, which others build on.")
    return Sentence("none", "info", filled(said, {"who": who(it), "things": things(it)}))


def _endings() -> dict[str, tuple[str, str, tuple[str, str]]]:
    """By state: the sentence about one, that about several, and the look."""
    return {
        "realigned": (
            _("Everybody has agreed again: %(change)s is settled."),
            _("Everybody has agreed again to %(number)s changes."),
            ("agreed", "agreed"),
        ),
        "reverted": (
            _("%(change)s was taken back. What was agreed before holds again."),
            _("What was agreed before %(number)s changes holds again."),
            ("agreed", "agreed"),
        ),
        "withdrawn": (
            _("%(change)s leaves nothing to agree on any more."),
            _("There is nothing left to agree on in %(number)s changes."),
            ("none", "none"),
        ),
        "unanswered": (
            _("%(change)s is closed without an answer from everybody."),
            _("Closed without an answer from everybody: %(number)s changes."),
            ("stale", "stale"),
        ),
    }


def _author(it: Happening) -> str | None:
    return it.by.name if it.by else None


def _change_by(it: Happening, name: str | None) -> Piece:
    words = _("%(name)s’s change") % {"name": name} if name else _("The operator’s change")
    return _linked(words, it)


def _a_change(it: Happening) -> Piece:
    return _linked(_("a change"), it)


def _linked(words: str, it: Happening) -> Piece:
    realignments = it.data.get("realignments", ())
    return Reference(words, "realignment", str(realignments[0])) if len(realignments) == 1 else words


def _teams(it: Happening) -> Sequence[Piece]:
    """The first teams by name, the rest by count."""
    count = max(int(it.data.get("count", 0)), 1)
    named = list(it.things)
    if not named:
        return (ngettext("one team", "%(number)s teams", count) % {"number": spelled(count)},)
    others = count - len(named)
    if others:
        last: Piece = ngettext("one more team", "%(number)s more teams", others) % {"number": spelled(others)}
    else:
        last = named.pop()
    if not named:
        return (last,)
    return filled(_("%(teams)s and %(last)s"), {"teams": _listed(named), "last": last})


def _listed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    first, *others = pieces
    return (first, *(each for piece in others for each in (", ", piece)))


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "realignment.opened": _opened,
    "realignment.joined": _joined,
    "realignment.closed": _closed,
    "realignment.gone-ahead": _gone_ahead,
    "realignment.deadline-passed": _deadline_passed,
    "change.heads-up": _heads_up,
}

"""What happened, as sentences: one function for each kind of event. Sentences are made on reading and never stored.

A sentence is made of words and references. Whoever prints it decides what a reference becomes: a link on a page,
plain words in a mail.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.queries.sentences import (
    cadence_sentences,
    check_in_sentences,
    check_sentences,
    cycle_sentences,
    handover_sentences,
    organization_sentences,
    realignment_sentences,
    review_sentences,
)
from accord.queries.sentences.sentence_parts import (
    Happening,
    Piece,
    Reference,
    Sentence,
    at_the_start,
    clauses,
    filled,
    spelled,
    things,
    who,
)

__all__ = ["SENTENCES", "Happening", "Piece", "Reference", "Sentence", "at_the_start", "clauses", "sentence", "spelled"]


def sentence(happened: Happening) -> Sentence:
    """Say what happened. Every kind that a service records has its function here."""
    return SENTENCES[happened.kind](happened)


def _agreed(it: Happening) -> Sentence:
    if it.data.get("completed"):
        said = _("%(team)s gave the last yes on %(result)s. All parties agree now.")
    else:
        said = _("%(team)s agreed to %(clauses)s of %(result)s.")
    return Sentence("agreed", "agreed", filled(said, _answered(it)))


def _objected(it: Happening) -> Sentence:
    said = _("%(team)s objected to %(clauses)s of %(result)s and said what would make it a yes.")
    return Sentence("objected", "objected", filled(said, _answered(it)))


def _asked(it: Happening) -> Sentence:
    said = _("%(team)s asked something about %(clauses)s of %(result)s.")
    return Sentence("open", "talk", filled(said, _answered(it)))


def _replied(it: Happening) -> Sentence:
    return Sentence("open", "talk", filled(_("%(team)s replied in %(clauses)s of %(result)s."), _answered(it)))


def _changed(it: Happening) -> Sentence:
    """A change names what it touched first, counts the rest, and says what it did to agreements."""
    if it.data.get("wording_only"):
        said = _("%(who)s reworded %(things)s. Wording only, so nothing to answer.")
        return Sentence("none", "pen", filled(said, {"who": who(it), "things": things(it)}))
    if it.data.get("brief") and it.data.get("count") == 1:
        return _cycle(it)
    pieces = list(filled(_verb(it), {"who": who(it), "things": things(it)}))
    pieces.extend(f" {consequence}" for consequence in _consequences(it.data))
    return Sentence(*_look(it.data), tuple(pieces))


def _cycle(it: Happening) -> Sentence:
    """A cycle alone, told by what leads look for: that it is there, or that its brief is another."""
    if it.data["brief"] == "opened":
        said = _("%(who)s opened %(things)s. Its brief says what it is for.")
    elif it.data["brief"] == "written":
        said = _("%(who)s wrote the brief of %(things)s.")
    else:
        said = _("%(who)s wrote the brief of %(things)s anew.")
    pieces = list(filled(said, {"who": who(it), "things": things(it)}))
    pieces.extend(f" {consequence}" for consequence in _consequences(it.data))
    return Sentence(*_look(it.data), tuple(pieces))


def _account_added(it: Happening) -> Sentence:
    return _about_account(_("%(who)s made an account for %(name)s."), it)


def _password_set(it: Happening) -> Sentence:
    return _about_account(_("%(who)s gave %(name)s a new password."), it)


def _invited(it: Happening) -> Sentence:
    return _about_account(_("%(who)s invited %(name)s."), it)


def _joined(it: Happening) -> Sentence:
    return _about_account(_("%(name)s accepted the invitation."), it)


def _about_account(said: str, it: Happening) -> Sentence:
    name = it.data.get("name") or it.data.get("email") or _("somebody")
    return Sentence("none", "person", filled(said, {"who": who(it), "name": name}))


def _verb(it: Happening) -> str:
    only = [name for name in ("created", "changed", "removed") if it.data.get(name)]
    if only == ["created"]:
        return _("%(who)s added %(things)s.")
    if only == ["removed"]:
        return _("%(who)s took out %(things)s.")
    return _("%(who)s changed %(things)s.")


def _look(data: Mapping[str, Any]) -> tuple[str, str]:
    if data.get("stale"):
        return "stale", "stale"
    if data.get("agreed_again"):
        return "agreed", "agreed"
    return ("open", "pact") if data.get("opened") else ("none", "pen")


def _consequences(data: Mapping[str, Any]) -> list[str]:
    stale, ended, again, opened = (int(data.get(name, 0)) for name in ("stale", "ended", "agreed_again", "opened"))
    found = []
    if stale:
        found.append(
            ngettext("One agreement went stale.", "%(number)s agreements went stale.", stale) % _spelled(stale)
        )
    if ended:
        found.append(ngettext("One agreement ended.", "%(number)s agreements ended.", ended) % _spelled(ended))
    if again:
        found.append(
            ngettext("One agreement holds again.", "%(number)s agreements hold again.", again) % _spelled(again)
        )
    if opened:
        found.append(ngettext("One agreement opened.", "%(number)s agreements opened.", opened) % _spelled(opened))
    return found


def _answered(it: Happening) -> dict[str, "Piece | Sequence[Piece]"]:
    result = it.key_result or _("an agreement")
    team = Reference(it.team.name, "team", it.team.key) if it.team else _("A team")
    numbers = it.data.get("clauses") or [it.data.get("clause", 0)]
    return {"team": team, "result": result, "clauses": clauses(numbers)}


def _spelled(count: int, *, start: bool = True) -> dict[str, str]:
    return {"number": at_the_start(count) if start else spelled(count)}


SENTENCES: Mapping[str, Callable[[Happening], Sentence]] = {
    "part.agreed": _agreed,
    "part.objected": _objected,
    "clause.asked": _asked,
    "clause.replied": _replied,
    "change.made": _changed,
    "account.added": _account_added,
    "account.password-set": _password_set,
    "account.invited": _invited,
    "account.joined": _joined,
    **check_in_sentences.SENTENCES,
    **check_sentences.SENTENCES,
    **cycle_sentences.SENTENCES,
    **cadence_sentences.SENTENCES,
    **handover_sentences.SENTENCES,
    **organization_sentences.SENTENCES,
    **realignment_sentences.SENTENCES,
    **review_sentences.SENTENCES,
}

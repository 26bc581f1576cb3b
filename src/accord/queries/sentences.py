"""What happened, as sentences: one function for each kind of event. Sentences are made on reading and never stored.

A sentence is made of words and references. Whoever prints it decides what a reference becomes: a link on a page,
plain words in a mail.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accord.queries.names import PersonName, TeamName


class Reference(NamedTuple):
    """Something of the plan inside a sentence: words to show, and what they lead to (kind and id, as in a plan)."""

    words: str
    kind: str
    key: str
    cycle: str = ""


Piece = str | Reference


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with the names its sentence needs. `things` are the first of those a change touched."""

    kind: str
    at: datetime
    by: PersonName | None = None
    team: TeamName | None = None
    key_result: Reference | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    things: Sequence[Reference] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and references in reading order, the state whose colour they take, and an icon."""

    state: str  # agreed | open | stale | objected | none
    icon: str
    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece.words for piece in self.pieces)


def sentence(happened: Happening) -> Sentence:
    """Say what happened. Every kind that a service records has its function here."""
    return SENTENCES[happened.kind](happened)


def _agreed(it: Happening) -> Sentence:
    if it.data.get("completed"):
        said = _("%(team)s gave the last yes on %(result)s. All parties agree now.")
    else:
        said = _("%(team)s agreed to %(clauses)s of %(result)s.")
    return Sentence("agreed", "agreed", _filled(said, _answered(it)))


def _objected(it: Happening) -> Sentence:
    said = _("%(team)s objected to %(clauses)s of %(result)s and said what would make it a yes.")
    return Sentence("objected", "objected", _filled(said, _answered(it)))


def _asked(it: Happening) -> Sentence:
    said = _("%(team)s asked something about %(clauses)s of %(result)s.")
    return Sentence("open", "talk", _filled(said, _answered(it)))


def _replied(it: Happening) -> Sentence:
    return Sentence("open", "talk", _filled(_("%(team)s replied in %(clauses)s of %(result)s."), _answered(it)))


def _changed(it: Happening) -> Sentence:
    """A change names what it touched first, counts the rest, and says what it did to agreements."""
    if it.data.get("wording_only"):
        said = _("%(who)s reworded %(things)s. Wording only, so nothing to answer.")
        return Sentence("none", "pen", _filled(said, {"who": _who(it), "things": _things(it)}))
    pieces = list(_filled(_verb(it), {"who": _who(it), "things": _things(it)}))
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
    return Sentence("none", "person", _filled(said, {"who": _who(it), "name": name}))


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
    stale, again, opened = (int(data.get(name, 0)) for name in ("stale", "agreed_again", "opened"))
    found = []
    if stale:
        found.append(
            ngettext("One agreement went stale.", "%(number)s agreements went stale.", stale) % _spelled(stale)
        )
    if again:
        found.append(
            ngettext("One agreement holds again.", "%(number)s agreements hold again.", again) % _spelled(again)
        )
    if opened:
        found.append(ngettext("One agreement opened.", "%(number)s agreements opened.", opened) % _spelled(opened))
    return found


def _who(it: Happening) -> Piece:
    # Nobody in particular is whoever runs the installation: a plan applied in the shell.
    return Reference(it.by.name, "person", it.by.key) if it.by else _("The operator")


def _things(it: Happening) -> Sequence[Piece]:
    count = int(it.data.get("count", 0))
    named = tuple(it.things[: 1 if count > 2 else 2])
    others = count - len(named)
    if not named:
        return (ngettext("one thing", "%(number)s things", count) % _spelled(count, start=False),)
    if len(named) == 2:
        return _filled(_("%(one)s and %(other)s"), {"one": named[0], "other": named[1]})
    if not others:
        return named
    more = ngettext("one more thing", "%(number)s more things", others) % _spelled(others, start=False)
    return _filled(_("%(one)s and %(more)s"), {"one": named[0], "more": more})


def _answered(it: Happening) -> dict[str, "Piece | Sequence[Piece]"]:
    result = it.key_result or _("an agreement")
    team = Reference(it.team.name, "team", it.team.key) if it.team else _("A team")
    numbers = it.data.get("clauses") or [it.data.get("clause", 0)]
    return {"team": team, "result": result, "clauses": clauses(numbers)}


def clauses(numbers: Sequence[int]) -> str:
    """'clause 4', 'clauses 2 and 4', 'clauses 1, 2 and 4', 'all five clauses'."""
    if len(numbers) == 5:
        return _("all five clauses")
    if len(numbers) == 1:
        return _("clause %(number)s") % {"number": numbers[0]}
    first = ", ".join(str(number) for number in numbers[:-1])
    return _("clauses %(numbers)s and %(last)s") % {"numbers": first, "last": numbers[-1]}


def spelled(count: int) -> str:
    """A count as one says it: in words up to twelve, in figures beyond."""
    words = (
        _("none"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
        _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    return words[count] if count < len(words) else str(count)


def at_the_start(count: int) -> str:
    """A count as the first word of a sentence."""
    word = spelled(count)
    return word[:1].upper() + word[1:]


def _spelled(count: int, *, start: bool = True) -> dict[str, str]:
    return {"number": at_the_start(count) if start else spelled(count)}


def _filled(said: str, values: Mapping[str, "Piece | Sequence[Piece]"]) -> tuple[Piece, ...]:
    """Put values where a translated sentence names them, keeping references whole."""
    pieces: list[Piece] = []
    for place, text in enumerate(PLACEHOLDER.split(said)):
        value = values[text] if place % 2 else text
        if isinstance(value, str | Reference):
            pieces.append(value)
        else:
            pieces.extend(value)
    return tuple(piece for piece in pieces if piece)


PLACEHOLDER = re.compile(r"%\((\w+)\)s")

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
}

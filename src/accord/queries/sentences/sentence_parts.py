"""What sentences about happenings are made of: words and references, put where a translated sentence names them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
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


class Quantity(NamedTuple):
    """A number with its unit inside a sentence; a page writes it as its reader does."""

    value: Decimal
    unit: str | None = None

    @property
    def words(self) -> str:
        return f"{self.value:f} {self.unit or ''}".strip()


class OnDay(NamedTuple):
    """A day inside a sentence; a page writes it as its reader does."""

    day: date

    @property
    def words(self) -> str:
        return self.day.isoformat()


Piece = str | Reference | Quantity | OnDay


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


def filled(said: str, values: Mapping[str, "Piece | Sequence[Piece]"]) -> tuple[Piece, ...]:
    """Put values where a translated sentence names them, keeping references whole."""
    pieces: list[Piece] = []
    for place, text in enumerate(PLACEHOLDER.split(said)):
        value = values[text] if place % 2 else text
        if isinstance(value, str | Reference | Quantity | OnDay):
            pieces.append(value)
        else:
            pieces.extend(value)
    return tuple(piece for piece in pieces if piece)


PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def who(it: Happening) -> Piece:
    """Who did it; nobody in particular is whoever runs the installation: a plan applied in the shell."""
    return Reference(it.by.name, "person", it.by.key) if it.by else _("The operator")


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
    return NUMBERS[count]() if count < len(NUMBERS) else str(count)


NUMBERS = (
    lambda: _("none"), lambda: _("one"), lambda: _("two"), lambda: _("three"), lambda: _("four"), lambda: _("five"),
    lambda: _("six"), lambda: _("seven"), lambda: _("eight"), lambda: _("nine"), lambda: _("ten"),
    lambda: _("eleven"), lambda: _("twelve"),
)  # fmt: skip


def at_the_start(count: int) -> str:
    """A count as the first word of a sentence."""
    word = spelled(count)
    return word[:1].upper() + word[1:]


def things(it: Happening) -> Sequence[Piece]:
    """What was touched: the first by name, the rest by count."""
    count = int(it.data.get("count", 0))
    named = tuple(it.things[: 1 if count > 2 else 2])
    others = count - len(named)
    if not named:
        return (ngettext("one thing", "%(number)s things", count) % {"number": spelled(count)},)
    if len(named) == 2:
        return filled(_("%(one)s and %(other)s"), {"one": named[0], "other": named[1]})
    if not others:
        return named
    more = ngettext("one more thing", "%(number)s more things", others) % {"number": spelled(others)}
    return filled(_("%(one)s and %(more)s"), {"one": named[0], "more": more})

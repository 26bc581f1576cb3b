"""Wording classes: which texts of a field say the same thing in other words.

Content takes each text as the first of its class, so that new wording changes no fingerprint.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from accord.domain.wording.words import same_words

# The fields whose new texts may be editorial, by themselves or marked so; (kind, field). A duty
# is written in a key result's `duties`, where it is the text of `does`.
WORDED_FIELDS = frozenset(
    {
        ("objective", "title"),
        ("key_result", "title"),
        ("key_result", "completion_criteria"),
        ("key_result", "decomposition"),
        ("duty", "does"),
        ("action", "title"),
        ("need", "what"),
        ("need", "completion_criteria"),
        ("metric", "name"),
        ("metric", "definition"),
        ("metric", "formula"),
        ("metric", "counts"),
        ("metric", "excludes"),
        ("metric", "source"),
        ("milestone", "name"),
        ("milestone", "definition"),
    }
)


@dataclass(frozen=True, slots=True)
class WordingClass:
    """The texts that one field has had for the same thing; `texts` holds the first one too."""

    first: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a new text belongs: the first text of its class, and whether that is today's class still."""

    class_first: str | None
    editorial: bool


def place(text: str | None, before: str | None, classes: Sequence[WordingClass], first: str | None = None) -> Placed:
    """Put a field's new text into a wording class.

    `classes` are the field's, by the time they began, the earliest first. `first` names the class
    of the text before by its first text; left out, it is the newest class that holds that text. A
    text that joins today's class is editorial by itself. Another one joins the newest class that
    has a text of the same words (a change taken back), or begins a class of its own.
    """
    today = _class_of(before, classes, first)
    if text is None or before is None or today is None:
        return Placed(_rejoined(text, classes), editorial=text is None and before is None)
    if same_words(text, before) and same_words(text, today.first):
        return Placed(today.first, editorial=True)
    joined = _rejoined(text, [*classes, today])
    return Placed(joined, editorial=joined == today.first)


def marked(classes: Sequence[WordingClass], first: str, text: str) -> tuple[WordingClass, ...]:
    """The classes after a text has been taken into the class that begins with `first`, at the end if it is new."""
    if any(each.first == first for each in classes):
        return tuple(_with(each, text) if each.first == first else each for each in classes)
    return (*classes, WordingClass(first, (first,) if first == text else (first, text)))


def duties_before(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> list[str | None]:
    """For each duty after a change (team, text) the text before it, None where there is none.

    It is that of the same team's duty at the same place among that team's duties.
    """
    texts = {team: [does for doer, does in before if doer == team] for team, _ in before}
    found: list[str | None] = []
    places: dict[str, int] = {}
    for team, _ in after:
        at = places[team] = places.get(team, -1) + 1
        held = texts.get(team, [])
        found.append(held[at] if at < len(held) else None)
    return found


def _class_of(text: str | None, classes: Sequence[WordingClass], first: str | None) -> WordingClass | None:
    if text is None:
        return None
    for each in reversed(classes):
        if each.first == first or (first is None and text in each.texts):
            return each
    return None


def _rejoined(text: str | None, classes: Sequence[WordingClass]) -> str | None:
    for each in reversed(classes):
        if any(same_words(text, known) for known in each.texts):
            return each.first
    return text


def _with(known: WordingClass, text: str) -> WordingClass:
    return known if text in known.texts else WordingClass(known.first, (*known.texts, text))

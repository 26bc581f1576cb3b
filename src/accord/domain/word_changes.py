"""Which words of a text changed: what is struck out and what is underlined where old stands beside new."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, OLD, NEW = "same", "old", "new"

# Below this share of equal words the two texts are told whole: a patchwork is harder to read than both.
ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words that stayed, went or came: kind is same, old or new."""

    kind: str
    text: str


def word_changes(before: str, after: str) -> list[Words]:
    """Both texts in one reading: words that stayed, those that went and those that came, in order.

    The runs that are not old make up `after`; those that are not new make up `before`, but for white space.
    """
    was, now = _words(before), _words(after)
    matcher = SequenceMatcher(None, [word.strip() for word in was], [word.strip() for word in now], autojunk=False)
    if matcher.ratio() < ALIKE:
        return [Words(kind, text) for kind, text in ((OLD, before), (NEW, after)) if text]
    return list(_runs(matcher, was, now))


def _runs(matcher: "SequenceMatcher[str]", was: Sequence[str], now: Sequence[str]) -> Iterator[Words]:
    for tag, from_was, to_was, from_now, to_now in matcher.get_opcodes():
        if tag == "equal":
            yield Words(SAME, "".join(now[from_now:to_now]))
            continue
        if to_was > from_was:
            yield Words(OLD, "".join(was[from_was:to_was]))
        if to_now > from_now:
            yield Words(NEW, "".join(now[from_now:to_now]))


def _words(text: str) -> list[str]:
    """Words, each with the white space after it, so that joined they are the text again."""
    return re.findall(r"^\s+|\S+\s*", text)

"""What sentences about findings are made of: names, days, numbers, and a language to say them in.

`accord check` runs without Django, in English; pages say the same in the reader's language. Both the `gettext` module
and `django.utils.translation` are a language.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from accord.domain.checks.finding import Fact, Finding, Ref


class Language(Protocol):
    """Whatever translates."""

    def gettext(self, message: str, /) -> str: ...

    def ngettext(self, singular: str, plural: str, number: int, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """How a door says things: its language, the names of items, and its way to write a day."""

    language: Language
    name: Callable[[Ref], str]
    day: Callable[[date], str] = date.isoformat

    def gettext(self, message: str) -> str:
        return self.language.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.language.ngettext(singular, plural, number)

    def say(self, fact: Fact) -> str:
        """A fact in words: an item by its name, several in a row, a number in its shortest form."""
        if isinstance(fact, str | int):
            return str(fact)
        if isinstance(fact, Ref):
            return self.name(fact)
        if isinstance(fact, date):
            return self.day(fact)
        if isinstance(fact, Decimal):
            return shortest(fact)
        if isinstance(fact, Sequence):
            return self.several(fact)
        return ""

    def several(self, facts: Sequence[Fact], said: str = "%s") -> str:
        """'Desk', 'Desk and Vans', 'Desk, Vans and Ovens'; of many, the first three and how many more.

        There may be thousands: no more are put into words than are told.
        """
        told = facts if len(facts) <= 4 else facts[:3]
        words = [said % self.say(each) for each in told]
        if more := len(facts) - len(told):
            words.append(self.ngettext("%(count)s other", "%(count)s others", more) % {"count": more})
        return self.every(words)

    def every(self, words: Sequence[str]) -> str:
        """All of several words, however many."""
        if len(words) < 2:
            return "".join(words)
        return self.gettext("%(some)s and %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


@dataclass(frozen=True, slots=True)
class Telling:
    """A finding with the words to tell it in."""

    finding: Finding
    words: Words

    def gettext(self, message: str, **more: str) -> str:
        """A translated sentence, filled with the subject as `it`, the first related as `other`, and the facts."""
        return self.words.language.gettext(message) % (_Said(self, more) if more else self)

    def ngettext(self, singular: str, plural: str, number: int, **more: str) -> str:
        return self.words.language.ngettext(singular, plural, number) % (_Said(self, more) if more else self)

    def count(self, fact: str) -> int:
        """A number among the facts."""
        number = self.finding.facts.get(fact)
        return number if isinstance(number, int) else 0

    def fact(self, name: str) -> str:
        """A fact in words; nothing where what was found before did not say it."""
        return self.words.say(self.finding.facts.get(name))

    def related(self, stop: int | None = None) -> list[str]:
        """The names of the related items, of all or of the first."""
        return [self.words.name(ref) for ref in self.finding.related[:stop]]

    def several_related(self, start: int = 0) -> str:
        """The related items from one on, in a row, in quotation marks."""
        return self.words.several(self.finding.related[start:], "“%s”")

    def __getitem__(self, name: str) -> str:
        """What stands for a name in a sentence: sentences ask for no more than they hold."""
        related = self.finding.related
        match name:
            case "it":
                return self.words.name(self.finding.subject)
            case "other":
                return self.words.name(related[0]) if related else ""
            case "third":
                return self.words.name(related[1]) if len(related) > 1 else ""
        return self.words.say(self.finding.facts[name])


class _Said(dict[str, str]):
    """What a sentence is filled with that has more to say than its finding."""

    def __init__(self, telling: Telling, more: Mapping[str, str]) -> None:
        super().__init__(more)
        self._telling = telling

    def __missing__(self, name: str) -> str:
        return self._telling[name]


def shortest(number: Decimal) -> str:
    """A number without exponent and needless zeros."""
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def quoted(names: Sequence[str]) -> list[str]:
    """Names as they stand in a row."""
    return [f"“{name}”" for name in names]
